"""The app without a browser: its pages as NiceGUI's simulated user sees them, its workers in this process."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from typing import Any

import pytest

from tests.places import DATA

pytest.importorskip("nicegui")

from wogsim.app import labour, library
from wogsim.app.answers import Answers
from wogsim.app.crew import Worker
from wogsim.app.page import Desk

ONE = ThreadPoolExecutor(1)  # as if it were the only process


class Here(Worker):
    """A worker that is no process."""

    async def begin(self, warm: tuple[str, ...]) -> None:
        """Nothing to load."""

    async def do(self, function: Callable[..., Any], *arguments: Any, most: float = 0.0) -> Any:
        """In a thread."""
        return await asyncio.get_running_loop().run_in_executor(ONE, function, *arguments)

    def end(self) -> None:
        """Nothing to end."""


@pytest.fixture(autouse=True)
def fresh():
    """Workers remember nothing of other tests."""
    for kept in (labour._plans, labour._first, labour._later):
        kept.clear()


@pytest.fixture
def here() -> Callable[[], Answers]:
    """Makes an answering service whose two workers are this process."""
    return lambda: Answers(2, warm=(), hired=Here)


async def nothing_ahead(*_asked: Any) -> None:
    """Nobody asks again here."""


@asynccontextmanager
async def visited() -> AsyncIterator[tuple[Any, Desk, str]]:
    """A visitor, what pages share, and the name of an uploaded small town."""
    import httpx
    from nicegui import Client, core, ui
    from nicegui.functions.download import download
    from nicegui.functions.navigate import Navigate
    from nicegui.functions.notify import notify
    from nicegui.testing import User
    from nicegui.testing.general import nicegui_reset_globals, prepare_simulation

    from wogsim.app.pages import register

    with nicegui_reset_globals():
        os.environ["NICEGUI_USER_SIMULATION"] = "true"
        desk = Desk(Answers(2, warm=(), hired=Here))
        try:
            prepare_simulation()
            content = (DATA / "small-town.toml").read_bytes()
            town = desk.uploads.keep(content, library.from_upload(content, "small-town.toml", "en"))
            desk.answers.sharpening = partial(desk.answers.sharpening, stages=(2, 4))  # as sharp as tests need
            desk.answers.ahead = nothing_ahead
            register(desk)
            ui.run(show_welcome_message=False)
            await desk.answers.begin()
            async with core.app.router.lifespan_context(core.app):
                transport = httpx.ASGITransport(core.app)
                async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                    yield User(client), desk, town
        finally:
            desk.answers.end()
            Client.page_routes.clear()  # else modules of pages would be thrown away
            os.environ.pop("NICEGUI_USER_SIMULATION", None)
            ui.navigate, ui.notify, ui.download = Navigate(), notify, download


@pytest.fixture
def visiting():
    """Opens the app for a visitor; ``async with visiting() as (user, desk, town)``."""
    if find_spec("pytest_asyncio") is None:
        pytest.skip("pytest-asyncio is not installed")
    return visited

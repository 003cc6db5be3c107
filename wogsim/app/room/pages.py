"""Class mode, registered with a web app: `register` is all that the app needs to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from wogsim.app.room.asking import Answers
from wogsim.app.room.classroom import EVERY, Classroom
from wogsim.app.room.desk import Desk
from wogsim.app.room.phones import Phones
from wogsim.app.room.requests import nowhere

if TYPE_CHECKING:
    from starlette.applications import Starlette

STORE = "wogsim-class.sqlite"
OURS = ("/class", "/desk")  # where addresses of class mode begin


class Before:
    """Answers what is asked of a class before the app it belongs to hears of it.

    The layers that NiceGUI wraps around its pages do nothing for these, and take more time than answering does.
    """

    def __init__(self, app: ASGIApp, router: ASGIApp) -> None:
        self.app, self.router = app, router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        ours = scope["type"] == "http" and f"{scope['path']}/".startswith(tuple(f"{begin}/" for begin in OURS))
        await (self.router if ours else self.app)(scope, receive, send)


def register(
    answers: Answers,
    token: str,
    *,
    file: Path = Path(STORE),
    host: str = "127.0.0.1",
    port: int = 8080,
    addresses: Sequence[str] = (),
    every: float = EVERY,
    to: Starlette | None = None,
) -> Classroom:
    """Add the addresses of class mode to a web app.

    Phones begin at ``/class``, the instructor at ``/desk?token=...``.

    Parameters
    ----------
    answers : the app's answering service
    token : of the instructor, as the command printed it
    file : of rooms and answers, made where there is none
    host, port : on which the app listens, to be shown on the wall
    addresses : under which browsers find it, such as 'http://192.168.1.5:8080/'; default: made of host and port
    every : seconds after which pages look whether there is anything new
    to : a Starlette or FastAPI application; default: NiceGUI's

    Returns
    -------
    The classroom; `Classroom.close` it when the app ends.

    Raises
    ------
    BadInput
        When the store cannot be opened or is something else.
    """
    room = Classroom(answers, token, file, host, port, addresses, every)
    if to is None:
        from nicegui import app

        to = app
    ours, layers = Router([*Phones(room).routes(), *Desk(room).routes()]), to.build_middleware_stack
    router = ExceptionMiddleware(ours, {HTTPException: nowhere})
    # Around all layers, also those that are added after this: so none of them is passed.
    to.build_middleware_stack = lambda: Before(layers(), router)  # type: ignore[method-assign]
    return room

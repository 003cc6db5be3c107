"""A real browser for the pages: Debian's Chromium, driven by Playwright; and what a page asks the network for.

Without a browser these tests are skipped, and say why; with ``WOGSIM_BROWSER=required`` they fail instead, so that
nobody's checks pass because a browser was missing.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, PROJECTOR = {"width": 360, "height": 740}, {"width": 1280, "height": 720}
OPENED = Callable[..., "object"]


def missing() -> str:
    """Why there is no browser; empty where there is one."""
    if find_spec("playwright") is None:
        return "playwright is not installed"
    if not any(map(shutil.which, NAMES)):
        return f"there is no browser: looked for {', '.join(NAMES)}"
    return ""


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Chromium without a window, one for a module: as long as it is there, no other event loop may run."""
    reason = missing()
    if reason and os.environ.get("WOGSIM_BROWSER") == "required":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    path = next(path for path in map(shutil.which, NAMES) if path)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser) -> Iterator[OPENED]:
    """Opens a page by its address: its requests are in ``page.asked``, errors of its scripts in ``page.wrong``.

    `size` is that of the window, `more` is for Playwright's ``new_context``. Each page has a context of its own, as if
    it were another person's browser.
    """
    with ExitStack() as closing:

        def open_page(address: str, size=PROJECTOR, **more):
            context = browser.new_context(viewport=size, **more)
            closing.callback(context.close)
            page = context.new_page()
            page.asked, page.wrong = [], []
            page.on("request", lambda request: page.asked.append(request.url))
            page.on("pageerror", lambda error: page.wrong.append(str(error)))
            page.goto(address)
            return page

        yield open_page


def off_machine(addresses) -> list[str]:
    """Those of some addresses that lead to another machine."""
    return [address for address in addresses if not _here(address)]


def _here(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme in ("file", "data", "blob", "about"):
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"

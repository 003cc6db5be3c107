"""Photograph the pages that people touch: `make pictures`. Without Chromium nothing is changed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS, NAMES, PROJECTOR, missing

HERE = Path(__file__).parent
SOON = 300_000  # milliseconds until the app's picture is as sharp as it becomes
SHARP = "!document.body.innerText.includes(' ...')"  # which says that it is getting sharper
DRAWN = "document.querySelector('.picture')?.dataset.shown >= 1"


@contextmanager
def served() -> Iterator[str]:
    """The app on this machine, at a free port."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    command = [Path(sys.executable).with_name("wogsim"), "app", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            while not _listens(port):
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def app(browser: Browser, language: str, name: str) -> None:
    """The what-if page on a projector."""
    with served() as address:
        page = browser.new_page(viewport=PROJECTOR)
        page.goto(f"{address}?lang={language}")
        page.wait_for_function(DRAWN, timeout=SOON)
        page.wait_for_function(SHARP, timeout=SOON)
        page.screenshot(path=HERE / "images" / name)


def explorer(browser: Browser, language: str, name: str) -> None:
    """The explorer on a projector."""
    page = browser.new_page(viewport=PROJECTOR)
    page.goto(f"{(HERE / 'explorer.html').as_uri()}#lang={language}")
    page.wait_for_selector(f"body[data-ready={language}]")
    page.screenshot(path=HERE / "images" / name)


if __name__ == "__main__":
    if reason := missing():
        sys.exit(f"the photographs of pages stay as they are: {reason}")
    path = next(path for path in map(shutil.which, NAMES) if path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for shot, file in ((app, "app"), (explorer, "explorer")):
            for language, end in (("en", "png"), ("id", "id.png")):
                shot(browser, language, f"{file}.{end}")
                print(f"images/{file}.{end}", flush=True)
        browser.close()

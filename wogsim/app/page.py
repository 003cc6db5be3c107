"""What every page of the app has: a head with the ways to the others, one language of its own, errors as sentences."""

from __future__ import annotations

import inspect
import itertools
import json
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from nicegui import background_tasks, ui
from starlette.requests import Request

from wogsim.app.answers import Answers
from wogsim.app.library import Shelved, Uploads
from wogsim.app.state import LANGUAGE, SCENARIO, USUAL, State, read
from wogsim.errors import WogsimError
from wogsim.language import LANGUAGES, _, current, mark, using
from wogsim.replication.remembered import Memory

PAGES = {
    "/": mark("What if?"),
    "/map": mark("Agencies and authority"),
    "/citizen": mark("One citizen"),
    "/changed": mark("What changed"),
}
DEEP = "#00507d"
STYLE = """
:root { --ink: #1a1a1a; --pale: #5a5a5a; --deep: #00507d; }
body { color: var(--ink); font-family: system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
.nicegui-content { padding: 0; gap: 0; }
.head { background: var(--deep); color: white; width: 100%; padding: 6px 20px; gap: 22px; align-items: center; }
.head a { color: white; text-decoration: none; font-size: 16px; padding: 4px 2px;
  border-bottom: 3px solid transparent; }
.head a.here { border-color: #e69f00; font-weight: 600; }
.head .name { font-weight: 700; font-size: 19px; }
.pale { color: var(--pale); }
.claim { font-size: 19px; font-weight: 600; line-height: 1.3; }
.grounds { font-size: 14px; color: var(--pale); line-height: 1.4; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; }
.wrong { background: #fdf1e7; border-left: 5px solid #b14600; padding: 10px 14px; font-size: 15px; width: 100%; }
a:focus-visible, button:focus-visible { outline: 3px solid #e69f00; outline-offset: 2px; }
@media (max-height: 760px) { .head { padding: 2px 20px; } .head a { padding: 2px; }
  .claim { font-size: 18px; line-height: 1.25; } .grounds { font-size: 13px; line-height: 1.3; } }
@media print { .no-print, .head { display: none !important; } }
"""
# What NiceGUI says by itself, in one language for all pages: the element, and what stands there instead.
SAID_OTHERWISE = {
    "#popup span:first-child": mark("The connection is lost."),
    "#popup span:last-child": mark("Trying to connect again ..."),
    "#too_long_message_popup span:first-child": mark("This is too much at once."),
    "#too_long_message_popup span:last-child": mark("Reload the page, and try with less."),
}
Handler = Callable[..., Any]
_numbers = itertools.count()


class Seen(StrEnum):
    """Names by which parts of a page are found again, as by tests."""

    ASSUMED = "assumed"
    BARS = "bars"
    CELLS = "cells"
    CLAIM = "claim"
    CSV = "csv"
    GROUNDS = "grounds"
    HEADING = "heading"
    LEGEND = "legend"
    MAP = "map"
    MEASURE = "measure"
    MORE = "more"
    NOTES = "notes"
    NOTHING = "nothing"
    NUMBERS = "numbers"
    PARTS = "parts"
    REFORM = "reform"
    RUN = "run"
    SAVE = "save"
    SCENARIO = "scenario"
    SPEED = "speed"
    STATUS = "status"
    STORY = "story"
    TOML = "toml"
    TURNS = "turns"
    UPLOAD = "upload"


@dataclass
class Desk:
    """What all pages of a server share: answers, uploads, and what was asked and drawn last."""

    answers: Answers
    uploads: Uploads = field(default_factory=Uploads)
    questions: Memory = field(default_factory=lambda: Memory(200))
    looks: Memory = field(default_factory=lambda: Memory(1000))
    in_class: bool = False


class Page:
    """One page in one browser: its language, its name among those who ask, its scenario and state."""

    def __init__(self, desk: Desk, path: str, request: Request) -> None:
        self.desk, self.path = desk, path
        self.query: Mapping[str, str] = dict(request.query_params)
        self.language = _language(request)
        self.asker = f"page-{next(_numbers)}"
        self.state = State()
        self.shelved: Shelved | None = None
        self.wrong: ui.column | None = None
        self._work: Any = None
        self._other: ui.link | None = None
        self._links: dict[str, ui.link] = {}

    async def open(self) -> Shelved | None:
        """Head, place for errors, and the scenario of the address; None where there is none, which is said."""
        ui.colors(primary=DEEP)  # NiceGUI's own is too pale to be read from afar
        ui.add_css(STYLE)
        ui.add_css("".join(_instead(place, _(text)) for place, text in SAID_OTHERWISE.items()))
        ui.query("html").props(f"lang={self.language}")
        with ui.row().classes("head no-print"):
            ui.label("wogsim").classes("name")
            for path, title in PAGES.items():
                link = ui.link(_(title), path).classes("here" if path == self.path else "")
                self._links[path] = link
            if self.desk.in_class:
                ui.link(_("Class"), "/class")
            ui.space()
            other = next(language for language in LANGUAGES if language != self.language)
            self._other = ui.link("Bahasa Indonesia" if other == "id" else "English", "/").props(f"lang={other}")
        self.wrong = ui.column().classes("w-full")
        name = self.query.get(SCENARIO, USUAL)[:100]
        try:
            self.shelved = self.desk.uploads.find(name)
        except WogsimError as error:
            self.say_wrong(str(error))
            self.move_links()
            return None
        self.state = read(self.query, self.shelved.loaded, self.shelved.off)
        self.move_links()
        return self.shelved

    def move_links(self) -> None:
        """Let the ways to the other pages, and to the other language, lead to what is shown."""
        for path, link in self._links.items():
            link.props["href"] = self.state.address(path, lang=self.language)
        if self._other is not None:
            other = next(language for language in LANGUAGES if language != self.language)
            self._other.props["href"] = self.state.address(self.path, lang=other)

    def keep_address(self) -> None:
        """Put what is shown into the address."""
        self.move_links()
        ui.navigate.history.replace(self.state.address(self.path, lang=self.language))

    def say_wrong(self, text: str) -> None:
        """Say what went wrong, in place of what was said before."""
        if self.wrong is None:
            return
        self.wrong.clear()
        if text:
            with self.wrong:
                ui.label(text).classes("wrong said").props("role=alert")

    def does(self, handler: Handler) -> Handler:
        """A handler of this page: it speaks the page's language, and what goes wrong in it becomes a sentence."""

        def carried_out(*arguments: Any) -> Any:
            found = None
            with self.speaking():
                found = handler(*arguments)
            return self._awaited(found) if inspect.isawaitable(found) else found

        # NiceGUI looks at the signature for whether the event is wanted.
        wants = any(one.default is one.empty for one in inspect.signature(handler).parameters.values())
        return (lambda event: carried_out(event)) if wants else (lambda: carried_out())

    async def _awaited(self, work: Awaitable[Any]) -> Any:
        with self.speaking():
            return await work

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """In the page's language; an error is said on the page, a defect of ours also told to who runs the server."""
        with using(self.language):
            try:
                yield
            except WogsimError as error:
                self.say_wrong(str(error))
            except Exception:
                traceback.print_exc(file=sys.stderr)
                self.say_wrong(_("Something went wrong here; it is not your fault. Reload the page."))

    def work(self, begin: Callable[[], Awaitable[Any]]) -> None:
        """Begin something that takes a while, in place of what was begun before."""
        if self._work is not None:
            self._work.cancel()

        async def working() -> None:
            with self.speaking():
                await begin()

        self._work = background_tasks.create(working())

    def close(self) -> None:
        """The browser has gone: nobody waits any more."""
        if self._work is not None:
            self._work.cancel()
        self.desk.answers.forget(self.asker)


def page(desk: Desk, path: str, build: Callable[[Page], Awaitable[None]]) -> None:
    """Let a function build a page at an address, in the language of whoever asks."""

    @ui.page(path, title="wogsim", response_timeout=30)
    async def shown(request: Request) -> None:
        made = Page(desk, path, request)
        ui.context.client.on_delete(made.close)
        with made.speaking():
            await build(made)


def _instead(place: str, text: str) -> str:
    """Style that puts a text of ours in the place of another."""
    return f"{place} {{ font-size: 0 }} {place}::after {{ font-size: 16px; content: {json.dumps(text)} }}\n"


def _language(request: Request) -> str:
    """Of the address, else the browser's first that wogsim speaks, else the server's."""
    asked = request.query_params.get(LANGUAGE)
    if asked in LANGUAGES:
        return str(asked)
    for word in request.headers.get("accept-language", "").split(","):
        spoken = word.split(";")[0].strip().split("-")[0].lower()
        if spoken in LANGUAGES:
            return spoken
    return current()

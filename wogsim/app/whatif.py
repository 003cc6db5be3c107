"""The what-if page: levers and switches on the left, charts that answer while they move, the verdict beneath."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from nicegui import events, ui

from wogsim.app import frames
from wogsim.app.answers import AHEAD, NEXT, STAGES
from wogsim.app.levers import Lever, levers
from wogsim.app.library import LARGEST, Shelved, from_upload, text_of, titles
from wogsim.app.looks import about, look
from wogsim.app.page import Page, Seen
from wogsim.app.picture import Picture, named, spec
from wogsim.app.questions import Question
from wogsim.app.state import State, nearest, question
from wogsim.errors import BadInput
from wogsim.explorer import pictures
from wogsim.language import _, pick
from wogsim.scenario.assumptions import ASSUMPTIONS, BY_KEY, THEMES
from wogsim.studies.comparison.result import Comparison

MOST_UNDONE = 100
PAUSE = 0.02  # seconds between two questions that nobody has asked yet, so that other pages are served
LEGEND = {"columns": 3, "labelLimit": 140}  # as wide as a projector has room for


async def build(page: Page) -> None:
    """Build the page."""
    shelved = await page.open()
    WhatIf(page, shelved).build()


class WhatIf:
    """The page's parts, and what was asked last."""

    def __init__(self, page: Page, shelved: Shelved | None) -> None:
        self.page, self.shelved = page, shelved
        self.undone: list[State] = []
        self.pinned: Comparison | None = None  # of the state's ``pinned``, as far as it is there
        self.shown: tuple[State, Comparison] | None = None
        self.sliders: dict[str, tuple[ui.slider, ui.label, Lever]] = {}
        self.switches: dict[str, ui.checkbox] = {}
        self.moving = False  # while the page itself puts sliders where they belong
        self.last = ""  # the lever that was moved last

    # Parts of the page.

    def build(self) -> None:
        """Put everything in its place, and ask the first question."""
        with ui.row().classes("w-full no-wrap items-start").style("gap: 0"):
            with ui.column().style(
                "width: 320px; flex: none; padding: 10px 16px 10px 20px; gap: 4px; height: calc(100vh - 48px); "
                "overflow-y: auto; border-right: 1px solid #ddd"
            ):
                self._choose()
                if self.shelved:
                    self._levers(self.shelved)
                    self._assumptions(self.shelved)
            with ui.column().style("flex: 1; min-width: 0; padding: 8px 20px; gap: 6px"):
                if self.shelved:
                    self._answer()
                else:
                    ui.label(_("Choose a scenario on the left.")).classes("pale text-lg")
        if self.shelved:
            self.ask()

    def _choose(self) -> None:
        known = titles()
        name = self.page.state.scenario if self.shelved else None
        if name and self.shelved and name not in known:
            known = {name: pick(dict(self.shelved.loaded.scenario.title)), **known}
        ui.select(known, value=name, label=_("Scenario"), on_change=self.page.does(self._chosen)).props(
            "dense options-dense"
        ).classes("w-full").mark(Seen.SCENARIO)
        with ui.expansion(_("Your own file"), icon="upload_file").props("dense").classes("w-full"):
            text = _(
                "A scenario file in TOML, up to {most} kB. It is checked as on the command line and kept in memory "
                "only. Columns of CSV files beside it are not available here."
            )
            ui.label(text.format(most=LARGEST // 1000)).classes("pale text-sm")
            ui.upload(
                label=_("Upload a file"),
                auto_upload=True,
                max_file_size=4 * LARGEST,
                on_upload=self.page.does(self._uploaded),
                on_rejected=self.page.does(self._rejected),
            ).props("accept=.toml flat bordered dense").classes("w-full").mark(Seen.UPLOAD)

    def _levers(self, shelved: Shelved) -> None:
        found = levers(shelved.loaded)
        for lever in found:
            if lever.first:
                self._slider(lever)
        with ui.expansion(_("More levers"), icon="tune").props("dense").classes("w-full").mark(Seen.MORE):
            for lever in found:
                if not lever.first:
                    self._slider(lever)

    def _slider(self, lever: Lever) -> None:
        value = self.page.state.moved.get(lever.name, lever.start)
        with ui.row().classes("w-full justify-between no-wrap").style("margin-top: 6px"):
            ui.label(lever.title).style("font-size: 14.5px; line-height: 1.2")
            said = ui.label(lever.said(value)).style("font-weight: 600; font-size: 14.5px; white-space: nowrap")
        slider = ui.slider(min=lever.least, max=lever.most, step=lever.step, value=value)
        slider.props(f'snap color=blue-10 aria-label="{_attribute(lever.title)}"').classes("w-full").mark(lever.name)
        slider.on_value_change(self.page.does(lambda event: self._moved(lever, event.value)))
        self.sliders[lever.name] = slider, said, lever

    def _assumptions(self, shelved: Shelved) -> None:
        with ui.expansion(_("What is assumed"), icon="rule").props("dense").classes("w-full").mark(Seen.ASSUMED):
            ui.label(_("Take away a tick, and the world is without it.")).classes("pale text-sm")
            for theme, title in THEMES.items():
                keys = [one.key for one in ASSUMPTIONS if one.theme == theme and one.key in shelved.off]
                if keys:
                    ui.label(_(title)).style("font-weight: 600; margin-top: 6px")
                for key in keys:
                    said = _(BY_KEY[key].title)
                    box = ui.checkbox(f"{said[:1].upper()}{said[1:]}", value=key not in self.page.state.off)
                    box.props("dense").style("font-size: 14px").mark(f"assumption-{key}")
                    box.on_value_change(self.page.does(lambda event, key=key: self._switched(key, event.value)))
                    self.switches[key] = box

    def _answer(self) -> None:
        with ui.row().classes("w-full items-center no-wrap no-print").style("gap: 2px"):
            chosen = self.page.state.measure or next(iter(frames.MEASURES))
            shown = {name: _(title) for name, title in frames.MEASURES.items()}
            toggle = ui.toggle(shown, value=chosen if chosen in shown else next(iter(shown)))
            toggle.props("size=13px dense no-caps unelevated toggle-color=blue-10 color=grey-3 text-color=black").mark(
                Seen.MEASURE
            )
            toggle.on_value_change(self.page.does(lambda event: self._measure(event.value)))
            ui.space()
            for text, icon, does in (
                (_("Pin"), "push_pin", self._pin),
                (_("Undo"), "undo", self._undo),
                (_("Link"), "link", self._link),
            ):
                ui.button(text, icon=icon, on_click=self.page.does(does)).props("size=13px dense flat no-caps").mark(
                    does.__name__
                )
            with ui.button(_("Save"), icon="download").props("size=13px dense flat no-caps").mark(Seen.SAVE), ui.menu():
                ui.menu_item(_("Picture (PNG)"), self.page.does(self._png))
                ui.menu_item(_("Table (CSV)"), self.page.does(self._csv)).mark(Seen.CSV)
                ui.menu_item(_("Scenario file (TOML)"), self.page.does(self._toml)).mark(Seen.TOML)
        with ui.row().classes("w-full no-wrap items-start").style("gap: 28px"):
            with ui.column().style("flex: 1; min-width: 0; gap: 0"):
                self.title = ui.label("\N{NO-BREAK SPACE}").style("font-weight: 600; font-size: 16px")
                self.bars = Picture(_("A bar for each pattern")).mark(Seen.BARS)
                with ui.row().classes("w-full items-center no-wrap").style("gap: 10px"):
                    self.busy = ui.spinner(size="18px", color="blue-10")
                    self.status = ui.label(_("Working out the first picture ...")).classes("pale").mark(Seen.STATUS)
            with ui.column().style("flex: 1; min-width: 0; gap: 0"):
                ui.label(_("Where the time goes")).style("font-weight: 600; font-size: 16px")
                self.parts = Picture(_("The parts of the time under each pattern")).mark(Seen.PARTS)
        self.claim = ui.label("").classes("claim").mark(Seen.CLAIM).props("aria-live=polite")
        self.grounds = ui.label("").classes("grounds").mark(Seen.GROUNDS)
        self.notes = ui.label("").classes("grounds").mark(Seen.NOTES)

    # What people do.

    def _chosen(self, event: events.ValueChangeEventArguments[str]) -> None:
        if event.value:
            ui.navigate.to(State(event.value).address("/", lang=self.page.language))

    async def _uploaded(self, event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        name = event.file.name.rpartition("/")[2][:80]
        found = await self.page.desk.answers.do(self.page.asker, from_upload, content, name, self.page.language)
        kept = self.page.desk.uploads.keep(content, found)
        ui.navigate.to(State(kept).address("/", lang=self.page.language))

    def _rejected(self) -> None:
        text = _("this file was not taken; expected one .toml file of at most {most} kB")
        raise BadInput(text.format(most=LARGEST // 1000))

    def _moved(self, lever: Lever, value: float) -> None:
        self.sliders[lever.name][1].set_text(lever.said(lever.inside(value)))
        if not self.moving:
            self.last = lever.name
        self._to(self.page.state.moving(lever, value))

    def _switched(self, key: str, on: bool) -> None:
        self._to(self.page.state.switching([key], on=on))

    def _to(self, state: State) -> None:
        if self.moving or state == self.page.state:
            return
        self.undone = [*self.undone[-MOST_UNDONE:], self.page.state]
        self.page.state = state
        self.ask()

    def _undo(self) -> None:
        if not self.undone:
            ui.notify(_("There is nothing to undo."))
            return
        now = self.page.state
        self.page.state = replace(self.undone.pop(), measure=now.measure, pinned=now.pinned)
        self.moving = True
        for name, (slider, said, lever) in self.sliders.items():
            value = self.page.state.moved.get(name, lever.start)
            slider.set_value(value)
            said.set_text(lever.said(value))
        for key, box in self.switches.items():
            box.set_value(key not in self.page.state.off)
        self.moving = False
        self.ask()

    def _measure(self, name: str) -> None:
        first = next(iter(frames.MEASURES))
        self.page.state = replace(self.page.state, measure="" if name == first else name)
        self.ask()  # what is there is drawn at once; another measure may take more replications

    def _pin(self) -> None:
        there = self.page.state.pinned is None
        if there and self.shown is None:
            return
        pinned, self.pinned = self.shown if there and self.shown else (None, None)
        self.page.state = self.page.state.pinning(pinned)
        ui.notify(_("Pinned: diamonds stay where it stands now.") if there else _("The pin is taken out."))
        self.ask()

    def _link(self) -> None:
        self.page.keep_address()
        ui.run_javascript("navigator.clipboard?.writeText(location.href)")
        text = _("The address above leads to exactly this; it is copied.")
        if self.page.state.scenario.startswith("upload-"):
            text = _("The address above leads to exactly this, as long as this server remembers the uploaded file.")
        ui.notify(text)

    def _png(self) -> None:
        self.bars.png("wogsim.png")
        self.parts.png("wogsim-2.png")

    def _csv(self) -> None:
        if self.shown is not None:
            ui.download.content(self.shown[1].table().to_csv(index=False).encode(), "comparison.csv", "text/csv")

    def _toml(self) -> None:
        loaded = question(self.page.state, *self._there()).loaded
        ui.download.content(text_of(loaded).encode(), "scenario.toml", "application/toml")

    # Questions and answers.

    def _there(self) -> tuple[Any, Mapping[str, Any]]:
        assert self.shelved is not None
        return self.shelved.loaded, self.shelved.off

    def ask(self) -> None:
        """Ask what the page stands at; what was asked before is taken back."""
        self.page.say_wrong("")
        self.page.keep_address()
        self.busy.set_visibility(True)
        self.page.work(partial(self._answering, self.page.state))

    def _question(self, state: State) -> Question:
        key = (state.scenario, tuple(sorted(state.moved.items())), state.off)
        return self.page.desk.questions.made(key, lambda: question(state, *self._there()))

    async def _answering(self, state: State) -> None:
        drawn = asyncio.Event()
        ahead = asyncio.ensure_future(self._foreseen(state, drawn))
        try:
            await self._sharpened(state, drawn)
            await ahead
        finally:
            ahead.cancel()  # whatever ended this

    async def _sharpened(self, state: State, drawn: asyncio.Event) -> None:
        """Draw one picture after the other."""
        answers = self.page.desk.answers
        asked = self._question(state)
        try:
            async for found in answers.sharpening(self.page.asker, asked, shown=state.measure):
                self._draw(state, found)
                drawn.set()
                self.busy.set_visibility(True)
                if state.pinned and self.pinned is None:
                    beside = self._question(state.pinned)
                    self.pinned = await answers.answer(self.page.asker, beside, STAGES[0])
                    self._draw(state, found)
            if state.pinned:
                beside = self._question(state.pinned)
                async for pinned in answers.sharpening(self.page.asker, beside, shown=state.measure):
                    self.pinned = pinned
                    self._draw(state, found)
        finally:
            drawn.set()
            self.busy.set_visibility(False)
        if self.shown is not None:
            self.status.set_text(about(self.shown[1], done=True))

    async def _foreseen(self, state: State, drawn: asyncio.Event) -> None:
        """Once there is a picture, work out what may be asked next."""
        await drawn.wait()
        for away, near in nearest(state, levers(self._there()[0]), self.last):
            await asyncio.sleep(PAUSE)
            stage = NEXT if away == 1 else AHEAD
            await self.page.desk.answers.ahead(self.page.asker, self._question(near), STAGES[0], stage)

    def _draw(self, state: State, found: Comparison) -> None:
        self.shown = state, found
        measure = frames.measured(found, self.page.state.measure)
        pinned = self.pinned
        marks = (self._question(state.pinned).digest, pinned.replications) if state.pinned and pinned else None
        key = (self._question(state).digest, found.replications, measure, marks, self.page.language)
        seen = self.page.desk.looks.made(key, lambda: look(found, measure, pinned))
        self.title.set_text(seen.title)
        bars = spec("bars", lambda: pictures.five_patterns(named("rows")), found.keys)
        self.bars.show(bars, {"rows": seen.bars})
        kind = ("parts", *seen.there.items())
        parts = spec(kind, lambda: pictures.where_time_goes(named("rows"), seen.there), found.keys, LEGEND)
        self.parts.show(parts, {"rows": seen.parts})
        self.claim.set_text(seen.claim)
        self.grounds.set_text(seen.grounds)
        self.notes.set_text(seen.notes)
        self.status.set_text(about(found, done=not self.busy.visible))


def _attribute(text: str) -> str:
    return text.replace('"', "'")

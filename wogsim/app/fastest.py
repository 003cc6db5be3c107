"""The page of agencies and authority: who wins where, filled in as it is worked out; the break-even on top."""

from __future__ import annotations

import asyncio
import time

from nicegui import ui

from wogsim.app import winners
from wogsim.app.cells import Cells
from wogsim.app.library import Shelved
from wogsim.app.page import Page, Seen
from wogsim.app.picture import Picture, named, rows, spec
from wogsim.app.state import question
from wogsim.app.winners import Cell, Place
from wogsim.charts import style
from wogsim.errors import BadInput
from wogsim.explorer import pictures
from wogsim.language import _, number, pick
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded
from wogsim.studies.words import agencies, replications

RUNS = 4  # replications of each cell
AT_ONCE = 4  # cells asked for at a time
PAUSE = 0.4  # seconds between two pictures
WIDE, TALL = 54, 0.6  # pixels of a cell across, and how many times as high it is: as large as a projector has room for


async def build(page: Page) -> None:
    """Build the page."""
    shelved = await page.open()
    if shelved:
        Map(page, shelved).build()


class Map:
    """The map and what is known of its cells."""

    def __init__(self, page: Page, shelved: Shelved) -> None:
        self.page, self.shelved = page, shelved
        self.loaded: Loaded = question(page.state, shelved.loaded, shelved.off).loaded
        self.counts = winners.counts(shelved.loaded)
        own = self.loaded.scenario.levers.agencies or len(self.loaded.scenario.world.agencies)
        self.own = own if own in self.counts else self.counts[-1]
        shown = dict.fromkeys(key for key in self.loaded.scenario.shown)
        self.titles = {key: pattern_title(key, self.loaded.scenario) for key in shown}
        self.links = {
            place: winners.at(page.state, shelved.loaded, place).address("/", lang=page.language)
            for place in winners.order(self.counts, self.own)
        }
        self.cells: dict[Place, Cell] = {}
        self.refused = 0
        self.last = 0.0

    def build(self) -> None:
        """Put everything in its place and begin."""
        with ui.column().classes("w-full").style("padding: 12px 24px; gap: 8px"):
            ui.label(_("Who is fastest where?")).style("font-size: 22px; font-weight: 700")
            ui.label(pick(dict(self.loaded.scenario.title))).classes("pale")
            self.turns = ui.column().style("gap: 2px; min-height: 52px").mark(Seen.TURNS)
            with ui.row().classes("items-center no-wrap").style("gap: 10px"):
                self.busy = ui.spinner(size="18px", color="blue-10")
                self.status = ui.label("").classes("pale").mark(Seen.STATUS)
            with ui.row().classes("w-full no-wrap items-start").style("gap: 32px"):
                with ui.column().style(f"width: {WIDE * len(winners.SHARES) + 80}px; flex: none"):
                    self.picture = Picture(_("A map of who is fastest")).mark(Seen.MAP)
                self._legend()
            with ui.expansion(_("Cell by cell, with the keyboard"), icon="keyboard").props("dense").classes("w-full"):
                hint = _("Go to a cell with Tab and from one to the next with the arrow keys; Enter opens it.")
                self.table = Cells(_("Who is fastest where?"), hint, _percents(), self._own_place()).mark(Seen.CELLS)
        self._draw()
        self.page.work(self._fill)

    def _own_place(self) -> tuple[int, int]:
        """Where the keyboard begins: in the line of the scenario's own number of agencies."""
        return len(self.counts) - 1 - self.counts.index(self.own), 0

    def _legend(self) -> None:
        with ui.column().style("gap: 6px; padding-top: 6px").mark(Seen.LEGEND):
            for key, title in self.titles.items():
                _sign(title, "#1a1a1a", style.colour_in(self.loaded, key))
            _sign(_("not told apart"), "#5a5a5a", "repeating-linear-gradient(135deg, #f3f3f3 0 4px, #5a5a5a 4px 5px)")
            _sign(_("somebody is overloaded there"), "#ddd", "linear-gradient(45deg, white 62%, #1a1a1a 62%)")
            text = _("Authority: delegated, coordinating and automated at once. All else is as on the what-if page.")
            text += " " + _("A click on a cell opens that page there.")
            ui.label(text).classes("pale").style("font-size: 16px; max-width: 420px; margin-top: 8px")

    async def _fill(self) -> None:
        places, answers = winners.order(self.counts, self.own), self.page.desk.answers
        waiting = asyncio.Semaphore(AT_ONCE)

        async def one(place: Place) -> None:
            async with waiting:
                asked = winners.asked_at(self.page.state, self.shelved.loaded, self.shelved.off, place)
                try:
                    found = await answers.answer(self.page.asker, asked, RUNS, stage=1)
                except BadInput as error:
                    if not error.again and self.refused + len(self.cells) == 0:
                        raise
                    self.refused += 1
                else:
                    self.cells[place] = winners.cell(found)
                self._draw_sometimes(len(places))

        try:
            async with asyncio.TaskGroup() as group:
                for place in places:
                    group.create_task(one(place))
        except* BadInput as errors:
            raise errors.exceptions[0] from None
        finally:
            self.busy.set_visibility(False)
        self._draw()
        said = _("All cells are there, {runs} each.").format(runs=replications(RUNS))
        if self.refused:
            said += " " + _("{count} of them have no such world.").format(count=number(self.refused, 0))
        self.status.set_text(said)

    def _draw_sometimes(self, count: int) -> None:
        text = _("{done} of {all} cells, {runs} each")
        done = len(self.cells) + self.refused
        self.status.set_text(text.format(done=number(done, 0), all=number(count, 0), runs=replications(RUNS)))
        if time.monotonic() - self.last > PAUSE:
            self._draw()

    def _draw(self) -> None:
        self.last = time.monotonic()
        across, upwards = _("authority, %"), _("number of agencies")
        frame = winners.rows(self.loaded, self.counts, self.cells, self.titles, self.links)
        kind = ("map", across, upwards)
        self.picture.show(
            spec(kind, lambda: pictures.who_wins_where(named("rows"), across, upwards, WIDE, tall=TALL, links=True)),
            {"rows": rows(frame)},
        )
        self.table.show(frame)
        found = list(winners.break_evens(self.loaded, self.own, self.cells, RUNS))
        self.turns.clear()
        with self.turns:
            for text in found:
                ui.label(f"{agencies(self.own)}: {text}").classes("claim")
            if not found:
                ui.label(_("The break-even follows as soon as enough is known.")).classes("claim pale")


def _percents() -> list[str]:
    return [number(100 * share, 0) for share in winners.SHARES]


def _sign(text: str, edge: str, filled: str) -> None:
    """A line of the legend."""
    with ui.row().classes("items-center no-wrap").style("gap: 8px"):
        ui.element("div").style(
            f"width: 20px; height: 20px; flex: none; border: 1px solid {edge}; background: {filled}"
        )
        ui.label(text).style("font-size: 16px")

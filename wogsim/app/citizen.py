"""The page of one citizen: the same ordinary one under every pattern, on one clock that can be played and stopped."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from wogsim.app.following import followed
from wogsim.app.library import Shelved
from wogsim.app.page import Page, Seen
from wogsim.app.state import question
from wogsim.language import _, pick

SPEEDS = {0.25: "¼×", 0.5: "½×", 1: "1×", 2: "2×", 4: "4×"}


async def build(page: Page) -> None:
    """Build the page."""
    shelved = await page.open()
    if shelved:
        Citizen(page, shelved).build()


class Story(ui.element, component="citizen.js"):
    """What happens to the citizen, drawn as it goes on."""

    def tell(self, story: dict[str, Any], words: dict[str, str]) -> None:
        """Show a story, from its beginning."""
        self._props["words"] = words
        self._props["story"] = story
        self.update()


class Citizen:
    """The page's parts."""

    def __init__(self, page: Page, shelved: Shelved) -> None:
        self.page, self.shelved = page, shelved

    def build(self) -> None:
        """Put everything in its place and begin."""
        does = self.page.does
        with ui.column().classes("w-full").style("padding: 10px 24px; gap: 6px"):
            with ui.row().classes("w-full items-center").style("gap: 8px"):
                ui.label(_("One citizen, every pattern, one clock")).style("font-size: 20px; font-weight: 700")
                ui.space()
                looks = "dense unelevated no-caps color=blue-10"
                self.buttons = [
                    ui.button(text, icon=icon, on_click=does(lambda name=name, arg=arg: self._tell(name, *arg)))
                    .props(looks)
                    .mark(mark)
                    for text, icon, name, arg, mark in (
                        (_("Play"), "play_arrow", "play", (), "play"),
                        (_("Pause"), "pause", "pause", (), "pause"),
                        (_("Back"), "skip_previous", "step", (False,), "back"),
                        (_("Step"), "skip_next", "step", (True,), "step"),
                    )
                ]
                speed = ui.toggle(dict(SPEEDS), value=1).props("dense unelevated no-caps").mark(Seen.SPEED)
                speed.on_value_change(does(lambda event: self._tell("faster", event.value)))
            self.heading = ui.label(pick(dict(self.shelved.loaded.scenario.title))).classes("pale").mark(Seen.HEADING)
            with ui.row().classes("items-center no-wrap").style("gap: 10px"):
                self.busy = ui.spinner(size="18px", color="blue-10")
                self.status = ui.label(_("Following everybody to find an ordinary one ...")).classes("pale")
            self.story = Story().mark(Seen.STORY)
            self.notes = ui.label("").classes("grounds")
        self.page.work(self._follow)

    def _tell(self, name: str, *arguments: Any) -> None:
        self.story.run_method(name, *arguments)

    async def _follow(self) -> None:
        loaded = question(self.page.state, self.shelved.loaded, self.shelved.off).loaded
        try:
            found = await self.page.desk.answers.do(self.page.asker, followed, loaded, self.page.language)
        finally:
            self.busy.set_visibility(False)
            self.status.set_text("")
        self.heading.set_text(found["heading"])
        said = [found["beside"], *(f"{key}: {why}" for key, why in found["left_out"].items())]
        said.append(_("Above: the citizen, out of the house where the bar is high. Below: files in offices."))
        self.notes.set_text(" ".join(filter(None, said)))
        words = {
            "title": _("One citizen, every pattern, one clock"),
            "day": _("day {day}"),
            "after": _("day {day}: no permit yet"),
            "files": _("files on their way: {count}"),
            "home": _("the citizen waits at home"),
        }
        self.story.tell(found, words)

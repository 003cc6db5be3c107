"""The page 'What changed': the reform in words before it runs, all of it on one page that can be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nicegui import ui

from wogsim.app.levers import levers
from wogsim.app.library import Shelved
from wogsim.app.page import Page, Seen
from wogsim.app.state import State, question
from wogsim.language import _, mark, ngettext, number, percent, pick
from wogsim.scenario.assumptions import BY_KEY, THEMES
from wogsim.scenario.explain import Fact, every_key, titles
from wogsim.scenario.reading import Loaded

MOST = 400  # numbers that are listed
PARTS = {  # of a file, where a number is nobody's
    "compare": mark("rows that are compared"),
    "levers": mark("levers"),
    "patterns": mark("patterns"),
    "run": mark("the run"),
    "world": mark("the world"),
}


async def build(page: Page) -> None:
    """Build the page."""
    shelved = await page.open()
    if shelved:
        _build(page, shelved)


@dataclass(frozen=True)
class Change:
    """A value that differs: whose it is, what it means, before and after, the path at which it stands."""

    whose: str
    meaning: str
    before: str
    after: str
    path: str


def changes(base: Loaded, changed: Loaded) -> Iterator[Change]:
    """Every value that differs, in file order."""
    before = {fact.path: fact for fact in every_key(base)}
    names = titles(changed) | titles(base)
    for fact in every_key(changed):
        there = before.get(fact.path)
        if there is None or there.value != fact.value:
            yield Change(_whose(fact, names), fact.meaning, _said(there), _said(fact), fact.path)


def _whose(fact: Fact, names: dict[str, str]) -> str:
    return next((name for path, name in names.items() if fact.path.startswith(f"{path}.")), "")


def _said(fact: Fact | None) -> str:
    if fact is None or not fact.value:
        return _("none")
    try:
        return percent(float(fact.value)) if fact.unit == "share" else fact.said
    except ValueError:  # a share of each of several
        return fact.said


def sentences(state: State, shelved: Shelved) -> Iterator[str]:
    """The reform, lever by lever and assumption by assumption."""
    for lever in levers(shelved.loaded):
        if lever.name in state.moved:
            text = _("{lever}: {after} instead of {before}.")
            after = lever.said(state.moved[lever.name])
            yield text.format(lever=lever.title, before=lever.said(lever.start), after=after)
    for theme, title in THEMES.items():
        keys = [key for key in state.off if BY_KEY[key].theme == theme]
        for key in sorted(keys):
            text = _("No longer assumed ({theme}): {assumption}.")
            yield text.format(theme=_(title), assumption=_(BY_KEY[key].title))


def _build(page: Page, shelved: Shelved) -> None:
    loaded = question(page.state, shelved.loaded, shelved.off).loaded
    said, found = list(sentences(page.state, shelved)), list(changes(shelved.loaded, loaded))
    with ui.column().style("padding: 16px 28px; gap: 10px; max-width: 1180px; width: 100%"):
        with ui.row().classes("w-full items-center"):
            ui.label(_("What changed")).style("font-size: 24px; font-weight: 700")
            ui.space()
            ui.button(_("Print"), icon="print", on_click=lambda: ui.run_javascript("window.print()")).props(
                "flat no-caps"
            ).classes("no-print")
            ui.button(
                _("Run it"),
                icon="play_arrow",
                on_click=page.does(lambda: ui.navigate.to(page.state.address("/", lang=page.language))),
            ).props("unelevated no-caps color=blue-10").classes("no-print").mark(Seen.RUN)
        ui.label(pick(dict(shelved.loaded.scenario.title))).classes("pale").style("font-size: 16px")
        if not said and not found:
            ui.label(
                _("Nothing: this is the scenario as it stands in its file. Move a lever on the what-if page.")
            ).style("font-size: 18px").mark(Seen.NOTHING)
            return
        for text in said:
            ui.label(f"• {text}").style("font-size: 18px; line-height: 1.35").mark(Seen.REFORM)
        count = len(found)
        text = ngettext(
            "{count} number of the scenario differs by that:", "{count} numbers of the scenario differ by that:", count
        )
        ui.label(text.format(count=number(count, 0))).style("font-weight: 600; margin-top: 8px")
        _table(found[:MOST])
        if count > MOST:
            ui.label(_("and {count} more").format(count=number(count - MOST, 0))).classes("pale")
        ui.label(_("All else is as before, and luck is the same.")).classes("pale")


def _part(path: str) -> str:
    """The part of the file in which a number stands."""
    part = path.partition(".")[0]
    return _(PARTS[part]) if part in PARTS else part


def _table(found: list[Change]) -> None:
    grid = "display: grid; grid-template-columns: 1.1fr 2.4fr 1fr 1fr; gap: 3px 16px; font-size: 14px; width: 100%"
    with ui.element("div").style(grid).mark(Seen.NUMBERS):
        for head in (_("Whose"), _("What"), _("Before"), _("After")):
            ui.label(head).style("font-weight: 600; border-bottom: 1px solid #1a1a1a")
        for one in found:
            ui.label(one.whose or _part(one.path))
            with ui.column().style("gap: 0"):
                ui.label(one.meaning or one.path)
                ui.label(one.path).classes("pale").style("font-size: 11.5px")
            ui.label(one.before)
            ui.label(one.after).style("font-weight: 600")

"""The page: what the report says of a comparison, and from that and the template beside it to HTML."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from wogsim import charts
from wogsim.charts.inline import Inline, inline
from wogsim.language import _, current, mark, number, pick
from wogsim.report.grids import grids
from wogsim.report.head import PICTURE, head
from wogsim.report.reproduce import command
from wogsim.scenario.explain import Fact, facts, titles
from wogsim.studies.beside import overload
from wogsim.studies.comparison import files, words
from wogsim.studies.units import length
from wogsim.work.templates import environment
from wogsim.work.writing import versions

if TYPE_CHECKING:
    from wogsim.scenario.reading import Loaded
    from wogsim.studies.break_even.result import BreakEven
    from wogsim.studies.comparison.result import Comparison

MEANINGS, OPENING = {"agency": mark("agency that decides")}, mark("opening hours")  # of keys that say it themselves
ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}'])", re.IGNORECASE)
GROUNDS = {  # what a value rests on: title and note, in the order of the page
    "levers": (mark("Levers, as run"), mark("What a policy maker moves.")),
    "assumed": (
        mark("Rests on assumption"),
        mark("Numbers without a source: whoever doubts one should change it and run again."),
    ),
    "sourced": (mark("Has a source"), mark("What stands behind a value, and how far it goes.")),
    "defaults": (mark("Default"), mark("Numbers that the scenario leaves out.")),
    "settings": (
        mark("How it is organised"),
        mark("Switches, calendars and names, which are no numbers and have no source."),
    ),
}


class Piece(NamedTuple):
    """A part of a text, and whether it is a web address."""

    text: str
    link: bool


class Basis(NamedTuple):
    """Values of the scenario that rest on the same ground."""

    key: str
    title: str
    note: str
    values: list[Fact]


class Chart(NamedTuple):
    """A chart, and how to read it."""

    key: str
    picture: Inline
    reading: str


def page(contents: SimpleNamespace) -> str:
    """The page; every text is escaped, only the charts' pictures, which are ours, are not."""
    made = environment(Path(__file__).parent)
    made.globals["_"] = _
    made.filters |= {"picture": Markup, "pieces": pieces, "dotted": dotted}
    return made.get_template("report.html.jinja").render(report=contents)


def contents(result: Comparison, found: BreakEven | None = None) -> SimpleNamespace:
    """Everything that the report says of a comparison, in the language in use, by the names the template has for it.

    Parameters
    ----------
    found : the break-even that the head tells, if any
    """
    scenario, run = result.loaded.scenario, result.world.scenario.run
    spans = {name: length(getattr(run, name).seconds) for name in ("warm_up", "cohort", "run_out")}
    sample = words.small_print(result)
    return SimpleNamespace(
        language=current(),
        title=pick(dict(scenario.title)),
        about=pick(dict(scenario.about)) if scenario.about else "",
        patterns=", ".join(map(result.title, result.keys)),
        sample=sample,
        head=head(result, found),
        charts=[_chart(result, name, sample) for name in files.CHARTS if name != PICTURE],
        grids=grids(result),
        beside=overload(words.known(result).values()),
        warnings=_warnings(result),
        bases=_bases(result.loaded),
        meaning=partial(_meaning, titles(result.loaded)),
        method={**spans, "replications": result.replications, "seed": result.seed, "limit": number(0.05, 2)},
        command=command(result),
        fingerprint=result.loaded.fingerprint,
        versions=", ".join(f"{name} {version}" for name, version in versions().items()),
    )


def _chart(result: Comparison, name: str, sample: str) -> Chart:
    """A chart with its small print, less the sample, which is the same for all."""
    picture = inline(getattr(charts, name)(result), name.replace("_", "-"))
    return Chart(name, picture, picture.foot.removesuffix(sample).strip())


def _warnings(result: Comparison) -> list[str]:
    said = result.warnings()
    if result.replications == 1:
        said.append(_("One replication has no interval; use --replications 10 or more."))
    if result.precision:
        said.append(words.precision(result, result.precision))
    return said


def _bases(loaded: Loaded) -> list[Basis]:
    """Every value of the scenario once, by the ground it rests on."""
    by_ground = {key: [fact for fact in facts(loaded) if _ground(fact) == key] for key in GROUNDS}
    named = ((key, _(title), _(note), by_ground[key]) for key, (title, note) in GROUNDS.items())
    return [Basis(*basis) for basis in named if basis[-1]]


def _ground(fact: Fact) -> str:
    if fact.path.startswith("levers."):
        return "levers"
    if fact.source:
        return "sourced"
    if not fact.assumed:
        return "settings"
    return "assumed" if fact.given else "defaults"


def _meaning(names: dict[str, str], fact: Fact) -> str:
    """What a value means, and of which agency, clearance or permit."""
    whose = names.get(fact.table)
    meaning = fact.meaning or _(MEANINGS.get(fact.path.rpartition(".")[2], OPENING))
    return f"{whose}: {meaning}" if whose else meaning


def pieces(text: str) -> tuple[Piece, ...]:
    """A text cut at its web addresses, http and https only."""
    return tuple(Piece(part, i % 2 == 1) for i, part in enumerate(ADDRESS.split(text)) if part)


def dotted(path: str) -> Markup:
    """A path that may go on in the next line after its dots, and nowhere else."""
    return Markup(".<wbr>").join(path.split("."))

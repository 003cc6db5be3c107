"""Agencies and authority: the points of the map, in which order they are worked out, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wogsim.app.levers import levers
from wogsim.app.questions import Question
from wogsim.app.state import State, question
from wogsim.charts import style
from wogsim.language import _, joined, number
from wogsim.output_analysis.crossings import Tested, judged
from wogsim.scenario.presets import Point
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import AUTHORITIES
from wogsim.studies.beside import Known
from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven, Search
from wogsim.studies.break_even.words import sentences
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.told_apart import groups
from wogsim.studies.sweep.grid import LEVERS, Axis, Grid

SHARES = tuple(i / 10 for i in range(11))
MOST = 12  # numbers of agencies
STEP = 4  # every so many-th is worked out first
NOT_YET = "#F6F6F6"

Place = tuple[int, float]  # number of agencies, share of authority


@dataclass(frozen=True)
class Cell:
    """What is known at a place: who is fastest, or all that are not told apart; means by pattern and replication.

    ``text`` is the lowest mean as it is read, ``overloaded`` are patterns with overload, ``values`` by pattern those of
    the measure that patterns are ranked by, ``in_hand`` shares of who has the permit, where these are asked.
    """

    winners: tuple[str, ...]
    text: str
    overloaded: frozenset[str]
    values: Mapping[str, Sequence[float]]
    in_hand: Mapping[str, Sequence[float]] | None
    ranked_by: str


def counts(loaded: Loaded) -> tuple[int, ...]:
    """Numbers of agencies on the map, among them the file's own; one alone where agencies make a chain."""
    own = loaded.scenario.levers.agencies or len(loaded.scenario.world.agencies)
    if loaded.scenario.levers.agencies_mode == "chain":
        return (own,)
    most = max(len(loaded.scenario.world.clearances), own)
    step = -(-most // MOST)
    return tuple(sorted({*range(1, most + 1, step), most, own}))


def order(agencies: Sequence[int], own: int) -> list[Place]:
    """Every place: first the row for which the break-even is said, then a coarse picture of the rest."""
    places = [(i, j) for i in range(len(agencies)) for j in range(len(SHARES))]

    def fineness(place: tuple[int, int]) -> tuple[bool, int, int, int]:
        coarse = sum(at % STEP != 0 and at != last for at, last in zip(place, (len(agencies) - 1, 10), strict=True))
        return agencies[place[0]] != own, coarse, *place

    return [(agencies[i], SHARES[j]) for i, j in sorted(places, key=fineness)]


def asked_at(state: State, loaded: Loaded, off: Mapping[str, Point], place: Place) -> Question:
    """The question at a place: all else is as the page stands."""
    agencies, share = place
    base = question(state, loaded, off)
    listed = len(loaded.scenario.world.agencies)
    several: dict[str, Any] = {} if agencies == listed else {"levers.agencies": agencies}
    if agencies == listed and loaded.scenario.levers.agencies:
        several = {"levers.agencies": None}
    there = {path: value for path, value in base.settings.items() if path != "levers.agencies"}
    return Question(loaded, there | several | {f"levers.{name}": share for name in AUTHORITIES})


def at(state: State, loaded: Loaded, place: Place) -> State:
    """A page's state, with its levers at a place."""
    count, share = place
    wanted = {"agencies": float(count)} | dict.fromkeys((str(name) for name in AUTHORITIES), share)
    for lever in levers(loaded):
        if lever.name in wanted:
            state = state.moving(lever, wanted[lever.name])
    return state


def cell(found: Numbers) -> Cell:
    """What a comparison says at its place."""
    by, wanted = found.ranked_by, found.in_hand
    in_hand = found.by_pattern(wanted) if wanted else None
    alike = groups(found.by_pattern(by), in_hand)
    first = tuple(key for key in found.keys if key in (*alike.lowest, *alike.between))
    read = found.reads[by]
    means = [found.estimates[key, by].mean for key in first]
    text = read.said(means[0], read.digits(means)) if len(first) == 1 else ""
    overloaded = frozenset(key for key in found.keys if found.known(key).overloaded)
    return Cell(first, text, overloaded, found.by_pattern(by), in_hand, by)


def rows(
    loaded: Loaded,
    agencies: Sequence[int],
    cells: Mapping[Place, Cell],
    titles: Mapping[str, str],
    links: Mapping[Place, str],
) -> pd.DataFrame:
    """Rows for `wogsim.explorer.pictures.who_wins_where`; what is not known yet is pale."""
    found = []
    for count in reversed(agencies):
        for share in SHARES:
            there = cells.get((count, share))
            names = joined([titles[key] for key in there.winners]) if there else ""
            tie = there is not None and len(there.winners) > 1
            told = _("not told apart: {names}").format(names=names) if tie else names
            found.append(
                {
                    "x": number(100 * share, 0),
                    "y": number(count, 0),
                    "label": told if there else _("not worked out yet"),
                    "colour": style.colour_in(loaded, there.winners[0]) if there and there.winners else NOT_YET,
                    "tie": tie,
                    "overloaded": bool(there and there.overloaded),
                    "text": there.text if there else "",
                    "here": False,
                    "link": links[count, share],
                }
            )
    return pd.DataFrame(found)


def break_evens(loaded: Loaded, count: int, cells: Mapping[Place, Cell], replications: int) -> Iterator[str]:
    """From which authority on a pattern is faster than one roof at a number of agencies; what is known so far."""
    there = [(share, cells[count, share]) for share in SHARES if (count, share) in cells]
    if len(there) < 3 or AGAINST not in there[0][1].values:
        return
    grid = Grid((Axis("agencies", LEVERS["agencies"], (count,)),))
    for key in SEARCHED:
        series, known = list[Tested](), list[Known]()
        for share, at in there:
            if key in at.values and AGAINST in at.values:
                gap = judged(share, share, _gaps(at.values, key), _gaps(at.in_hand, key) if at.in_hand else None)
                if gap:
                    series.append(gap)
                    known.append(Known(key in at.overloaded))
        if len(series) >= 3:
            search = Search(key, 0, tuple(series), {}, 0, 0, tuple(known), Known(), {}, {})
            changed = loaded.change({"run.replications": replications})
            yield sentences(BreakEven(changed, grid, (search,), {}, there[0][1].ranked_by), search)


def _gaps(values: Mapping[str, Sequence[float]], key: str) -> list[float]:
    return [a - b for a, b in zip(values[key], values[AGAINST], strict=True)]

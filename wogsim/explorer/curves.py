"""The break-even authority among the points of a grid: the study's own reading, at the shares that the grid has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from wogsim.explorer.pictures import SURE, UNSURE
from wogsim.language import _, percent
from wogsim.output_analysis.crossings import Tested, Verdict, judged
from wogsim.output_analysis.paired import all_pairs
from wogsim.patterns import Authority
from wogsim.scenario.settings import AUTHORITIES
from wogsim.scenario.standards import from_need
from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven, Search
from wogsim.studies.break_even.words import runs, sentences
from wogsim.studies.ranking import in_hand
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.result import Sweep


@dataclass(frozen=True)
class Turn:
    """A break-even of a pattern: from ``share`` on it is faster; ``low`` and ``high`` enclose it, NaN where open."""

    kind: str
    share: float
    low: float
    high: float

    @property
    def label(self) -> str:
        """Where it is, in words."""
        return percent(self.share)


def moved(result: Sweep, axis: Axis) -> tuple[bool, ...]:
    """Of each pattern, whether an axis of authority changes it: a row may have a share of its own."""
    along = AUTHORITIES if axis.name == "authority" else (axis.name,)
    rows = [result.scenario.rows()[key] for key in result.keys]
    wanted = [Authority(name) for name in along]
    return tuple(any(row.grant_of(name) and name not in dict(row.shares) for name in wanted) for row in rows)


def lines(result: Sweep, axis: Axis) -> list[list[int]]:
    """The numbers of the points of every curve, by ascending share; a curve for all that the other axes can be."""
    place = result.axes.index(axis)
    by_rest: dict[tuple[object, ...], list[int]] = {}
    for number, point in enumerate(result.points):
        by_rest.setdefault((*point[:place], *point[place + 1 :]), []).append(number)
    return [sorted(numbers, key=lambda n: result.points[n][place]) for numbers in by_rest.values()]


def searches(result: Sweep, axis: Axis, numbers: Sequence[int]) -> Iterator[Search]:
    """Every pattern with a break-even against one roof along one curve."""
    if AGAINST not in result.keys or result.replications < 2:
        return
    place, by = result.axes.index(axis), result.ranked_by
    wanted = in_hand(by, standard=result.standard and from_need(result.scenario.world))
    there = [n for n in numbers if n not in result.refused and not _missing(result, n, AGAINST)]
    for key, moves in zip(result.keys, moved(result, axis), strict=True):
        if key not in SEARCHED or not moves or not there:
            continue
        mine = [n for n in there if not _missing(result, n, key)]
        series = []
        for n in mine:
            share = float(result.points[n][place])
            gap = judged(share, share, _gap(result, n, key, by), _gap(result, n, key, wanted) if wanted else None)
            series.append(gap)
        tested = tuple(gap for gap in series if isinstance(gap, Tested))
        known = tuple(result.at[n].known(key) for n in mine)
        yield Search(key, there[0], tested, {}, 0, 0, known, result.at[there[0]].known(AGAINST), {}, {})


def told(result: Sweep, axis: Axis, search: Search, line: Sequence[int]) -> list[str]:
    """What a break-even is, in the words of its study, on what the grid has of it; and where its pattern beats all."""
    about = BreakEven(result.loaded, result.grid, (search,), {}, result.ranked_by, result.preset)
    place, pattern = result.axes.index(axis), result.title(search.pattern)
    won: dict[str, list[float]] = {}  # by names of the pattern and of those that are equal to it
    for n in line:
        if search.pattern in result.winners[n] and single(result, n):
            names = " = ".join(map(result.title, sorted(result.winners[n], key=search.pattern.__ne__)))
            won.setdefault(names, []).append(result.points[n][place])
    text = _("Against all others: {pattern} is told apart as the fastest at {where}.")
    of_all = [text.format(pattern=names, where=runs(axis, shares)) for names, shares in won.items()]
    nowhere = _("Against all others: nowhere on this line is {pattern} told apart as the fastest.").format(
        pattern=pattern
    )
    return [sentences(about, search), *((of_all or [nowhere]) if len(result.keys) > 2 else [])]


def single(result: Sweep, number: int) -> bool:
    """Whether there is one fastest at a point: a single pattern, or several that are equal in every replication."""
    pairs = all_pairs({key: result.at[number].values(key, result.ranked_by) for key in result.winners[number]})
    return bool(result.winners[number]) and all(pair.same for pair in pairs.values())


def turns(search: Search) -> Iterator[Turn]:
    """The break-even, if there is one."""
    turn = search.breakeven
    if turn:
        kind = SURE if turn.verdict is Verdict.BREAK_EVEN else UNSURE
        yield Turn(kind, turn.share, turn.low, turn.high)


def _gap(result: Sweep, number: int, key: str, measure: str) -> list[float]:
    at = result.at[number]
    return [a - b for a, b in zip(at.values(key, measure), at.values(AGAINST, measure), strict=True)]


def _missing(result: Sweep, number: int, key: str) -> bool:
    return bool(np.isnan(result.at[number].values(key, "gave_up")).all())

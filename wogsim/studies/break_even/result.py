"""What a search for break-even authorities found: one-door and centralized against one-roof, point by point."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from wogsim.language import _
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.crossings import Crossing, Reading, Tested, Verdict, read
from wogsim.patterns import PATTERNS
from wogsim.scenario.reading import Loaded
from wogsim.studies.beside import Known
from wogsim.studies.shown import chart
from wogsim.studies.sweep.grid import Grid
from wogsim.studies.sweep.result import Gridded
from wogsim.studies.units import Read, readings

AGAINST = "one-roof"
BESIDE = ("waiting_time", "counters_visited")  # what a citizen has of it, beside the days
SEARCHED = {key: PATTERNS[key].grants[0].authority for key in ("one-door", "centralized")}  # and along which authority


@dataclass(frozen=True)
class Stretch:
    """Shares from ``low`` to ``high`` at which the pattern's mean is lower, though not beyond; whether any is sure."""

    low: float
    high: float
    sure: bool


@dataclass(frozen=True, eq=False)
class Search:
    """One pattern against one-roof at one point, along the pattern's authority.

    ``series`` are mean times of the pattern minus those of one-roof by ascending share, and ``known`` what must be said
    beside each, ``against`` beside one-roof's; ``refused`` says at which shares there is no such world, and why. The
    authority can be granted for ``grantable`` of ``clearances``. ``curves`` has the means of the pattern at the shares
    of the series, by measure: the one whose differences are taken, and those of `BESIDE`; ``levels`` those of one-roof.
    """

    pattern: str
    point: int
    series: tuple[Tested, ...]
    refused: Mapping[float, str]
    grantable: int
    clearances: int
    known: tuple[Known, ...]
    against: Known
    curves: Mapping[str, Sequence[Estimate]]
    levels: Mapping[str, Estimate]

    @property
    def overloaded(self) -> tuple[bool, ...]:
        """Of each difference of the series, whether somebody is overloaded under either pattern."""
        return tuple(known.overloaded or self.against.overloaded for known in self.known)

    @cached_property
    def reading(self) -> Reading:
        """The crossings, or why there is none."""
        return read(self.series)

    def means(self, measure: str) -> tuple[Estimate, ...]:
        """All means of a measure: of the pattern at each share, and one-roof's."""
        return (*self.curves[measure], self.levels[measure])

    @property
    def breakeven(self) -> Crossing | None:
        """The crossing from which on the pattern is faster at every higher share; None where there is none such."""
        last = self.reading.crossings[-1:]
        return last[0] if last and last[0].downwards else None

    def drawn_as(self, turn: Crossing) -> Verdict | None:
        """Whether a crossing is the break-even, sure or not; None where the pattern is not faster from there on."""
        return turn.verdict if turn == self.breakeven else None

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Where else the pattern is faster by the means: below a share beyond which it is slower again."""
        faster = [at for at in self.series if at.sign < 0]
        found, begin = list[Stretch](), faster[0].first if faster else 0.0
        for turn in self.reading.crossings:
            if turn.downwards:
                begin = turn.share
            else:
                sure = any(at.sure < 0 for at in faster if begin <= at.first and at.last <= turn.share)
                found.append(Stretch(begin, turn.share, sure))
        return tuple(found)

    def difference(self, end: int) -> float:
        """One-roof's mean minus the pattern's at authority 0 or 1; NaN where there is none."""
        there = [at.difference.mean for at in self.series if at.first <= end <= at.last]
        return 0.0 - there[0] if there else math.nan


@dataclass(frozen=True, eq=False)
class BreakEven(Gridded):
    """Break-even authorities over a grid; ``ranked_by`` is the measure whose means are compared, one for all points.

    See `wogsim.studies.ranking`.
    """

    loaded: Loaded
    grid: Grid
    searches: tuple[Search, ...]
    refused: Mapping[int, str]
    ranked_by: str
    preset: str | None = None

    curve = chart("authority_curve", "What each share of a pattern's authority brings at one point, beside one-roof.")
    chart = chart("break_even", "The break-even authorities along an axis, by its name, and how sure they are.")

    @cached_property
    def searched(self) -> tuple[str, ...]:
        """The patterns whose break-even was asked for."""
        return tuple(key for key in SEARCHED if any(search.pattern == key for search in self.searches))

    @cached_property
    def reads(self) -> dict[str, Read]:
        """In which unit each measure that is shown is read, by name; see `wogsim.studies.units`."""
        shown = [BY_NAME[name] for name in (self.ranked_by, *BESIDE)]
        return readings(shown, lambda name: [e.mean for search in self.searches for e in search.means(name)])

    def at(self, pattern: str, point: int) -> Search | None:
        """What was found for a pattern at a point, by number; None where there is no such world."""
        return self._by_place.get((pattern, point))

    @cached_property
    def _by_place(self) -> dict[tuple[str, int], Search]:
        return {(search.pattern, search.point): search for search in self.searches}

    def refusals(self) -> list[str]:
        """Why some points or shares are missing, a sentence for each reason, in the language in use."""
        gaps = {why: search for search in reversed(self.searches) for why in search.refused.values()}
        some = _("{pattern} cannot be run with every authority ({point}): {why}")
        none = _("{pattern} cannot be run with any authority ({point}): {why}")
        return super().refusals() + [
            (some if search.series else none).format(
                pattern=self.title(search.pattern), point=self.grid.where(search.point), why=why
            )
            for why, search in gaps.items()
        ]

    def table(self) -> pd.DataFrame:
        """One row per point, pattern and crossing, or one that says why there is no crossing: breakeven.csv."""
        columns = ["crossing", "direction", "breakeven", "ci_low", "ci_high", "verdict"]
        columns += ["difference_at_0", "difference_at_1", "unit", "grantable", "clearances", "replications"]
        columns += ["measure", "overloaded"]
        return self._table(columns, self._crossings)

    def _crossings(self, search: Search) -> Iterator[tuple[Any, ...]]:
        found, unit = search.reading, BY_NAME[self.ranked_by].unit
        at_ends = (search.difference(0), search.difference(1), unit, search.grantable, search.clearances)
        rest = (*at_ends, self.replications, self.ranked_by, int(any(search.overloaded)))
        for number, turn in enumerate(found.crossings, 1):
            direction = "faster" if turn.downwards else "slower"
            yield (number, direction, turn.share, turn.low, turn.high, turn.verdict.value, *rest)
        if not found.crossings:
            yield (0, "", math.nan, found.low, found.high, found.verdict.value, *rest)

    def differences(self) -> pd.DataFrame:
        """One row per point, pattern and share that was run: breakeven_differences.csv."""
        columns = ["from_share", "to_share", "mean_difference", "ci_low", "ci_high", "p", "unit", "replications"]
        columns += ["measure", "overloaded"]
        by, unit = self.ranked_by, BY_NAME[self.ranked_by].unit
        return self._table(
            columns,
            lambda search: (
                (
                    at.first,
                    at.last,
                    *_against(at.difference),
                    at.p,
                    unit,
                    at.difference.replications,
                    by,
                    int(overloaded),
                )
                for at, overloaded in zip(search.series, search.overloaded, strict=True)
            ),
        )

    def curves(self) -> pd.DataFrame:
        """One row per point, pattern, share and measure, one-roof's mean beside the pattern's: breakeven_curves.csv."""
        ends = ("mean", "ci_low", "ci_high")
        columns = ["from_share", "to_share", "measure", "unit", *(f"{end}_{which}" for which in "ab" for end in ends)]
        return self._table(
            [*columns, "replications", "overloaded"],
            lambda search: (
                (at.first, at.last, name, BY_NAME[name].unit, *search.levels[name][:3], *own[:3], *rest)
                for name, curve in search.curves.items()
                for at, own, overloaded in zip(search.series, curve, search.overloaded, strict=True)
                for rest in ((own.replications, int(overloaded)),)
            ),
        )

    def _table(self, columns: list[str], rows: Callable[[Search], Iterable[tuple[Any, ...]]]) -> pd.DataFrame:
        """Rows of every search, behind its point, its patterns and its authority."""
        whole = [
            (*self.grid.points[search.point], AGAINST, search.pattern, SEARCHED[search.pattern].value, *row)
            for search in sorted(self.searches, key=lambda search: search.point)
            for row in rows(search)
        ]
        about = [*(axis.name for axis in self.axes), "pattern_a", "pattern_b", "authority"]
        return pd.DataFrame(whole, columns=[*about, *columns])


def outcome(search: Search | None) -> Verdict:
    """One verdict for a search, also where it found crossings: that of the last one, beyond which nothing changes."""
    if search is None:
        return Verdict.UNKNOWN
    last = search.reading.crossings[-1:]
    return last[0].verdict if last else search.reading.verdict


def _against(difference: Estimate) -> tuple[float, float, float]:
    """The same difference as all studies have it: the earlier row of patterns minus the later, mean and interval.

    The search itself looks where the pattern minus one-roof falls below 0.
    """
    return 0.0 - difference.mean, -difference.high, -difference.low

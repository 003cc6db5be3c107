"""What a comparison would say at one point of a grid: its verdict and its answers, from the cells that a sweep kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wogsim.language import _, mark
from wogsim.measures.outcome import Outcome
from wogsim.measures.summary import MEASURES, SOJOURN
from wogsim.staffing.sizes import settled
from wogsim.studies.beside import Known
from wogsim.studies.comparison.differences import ranking_pairs
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.verdict import beside, claims, runner_up
from wogsim.studies.comparison.words import ANSWERS, answer, answer_of
from wogsim.studies.sweep.cells import NAMES, OF, Values
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.units import Plain, Read
from wogsim.world.agency_count import build

WAITING, COUNTERS, TRIPS, IN_TIME, GAVE_UP = "waiting_time", "counters_visited", "trips", "within_standard", "gave_up"
SHARES = {  # what stands at both ends, of shares of citizens
    IN_TIME: mark("Fewest in time: {low} ({low_value}). Most: {high} ({high_value})."),
    GAVE_UP: mark("Fewest give up: {low} ({low_value}). Most: {high} ({high_value})."),
}
PERCENT = Plain("", "", 100.0, "{value}\N{NO-BREAK SPACE}%")


@dataclass(frozen=True, eq=False)
class Point(Numbers):
    """A comparison at a point, as much of it as words need: by which measure all points are ranked, and what is known.

    ``read`` is how measures are read at all points.
    """

    ranked: str = SOJOURN
    there: tuple[tuple[str, Known], ...] = ()
    read: tuple[tuple[str, Read], ...] = ()

    @property
    def ranked_by(self) -> str:
        """One measure for all points, so that they can be compared."""
        return self.ranked

    @property
    def reads(self) -> dict[str, Read]:
        """One unit for all points."""
        return dict(self.read)

    def known(self, pattern: str) -> Known:
        """What must be said beside a pattern's numbers."""
        return dict(self.there)[pattern]


def point(result: Sweep, number: int) -> Point:
    """A point of a sweep as a comparison; patterns that could not be staffed there are left out of it."""
    loaded = result.loaded.change(result.grid.settings(result.points[number]))
    at = result.at[number]
    keys = [key for key in result.keys if not np.isnan(at.values(key, GAVE_UP)).all()]
    rows = loaded.scenario.rows()
    return Point(
        loaded,
        (build(settled(loaded.scenario)),),
        tuple(rows[key] for key in keys),
        (),
        tuple(tuple(map(_outcome, at.cells[:, result.keys.index(key)])) for key in keys),
        result.preset,
        ranked=result.ranked_by,
        there=tuple((key, at.known(key)) for key in keys),
        read=tuple(result.reads.items()),
    )


def _outcome(cell: Values) -> Outcome:
    """A replication as its cell has it; of measures that nothing fills there is none."""
    held = dict(zip(NAMES, cell.tolist(), strict=True))
    values = {measure.name: held[measure.name] for measure in MEASURES}
    sizes = {name: 0 if math.isnan(held[of]) else int(held[of]) for name, of in OF.items()}
    nothing = np.zeros(0, dtype=np.int64)
    return Outcome(values, (), {}, None, {}, nothing, nothing, sizes)


def verdict(at: Point) -> tuple[str, list[str], list[str]]:
    """The sentence to repeat, what it rests on, and what must be said beside: who gave up, who is overloaded."""
    first, *more = claims(at)
    warned = beside(at)
    return first, [text for text in more if text not in warned], warned


def behind(at: Point) -> list[str]:
    """Who comes next, told apart or not, and who is equal to whom."""
    found = twins(at)
    level = [[key for key in found if found[key] == first] for first in dict.fromkeys(found.values())]
    text = _("{names}: equal in every run here.")
    same = [text.format(names=" = ".join(map(at.title, keys))) for keys in level if 1 < len(keys) < len(found)]
    return [text for text in (runner_up(at), *same) if text]


def twins(at: Point) -> dict[str, str]:
    """By pattern the first of those that take as long as it in every replication, which may be itself."""
    pairs = ranking_pairs(at)
    return {key: next((one for one, other in pairs if other == key and pairs[one, other].same), key) for key in at.keys}


def nobody_gave_up(at: Point) -> bool:
    """Whether really nobody did, in any replication under any pattern."""
    return not any(share > 0 for shares in at.by_pattern(GAVE_UP).values() for share in shares)


def told(at: Point, measure: str) -> str:
    """Who has least and who most of a measure, and who is not told apart; ties are never ranked."""
    if measure == GAVE_UP and nobody_gave_up(at):
        return _("Nobody gave up here under any pattern.")
    if measure in ANSWERS:
        return answer(at, measure)
    return answer_of(at, at.by_pattern(measure), PERCENT, _(SHARES[measure]))


def shown(result: Sweep) -> Sequence[str]:
    """The measures that a page switches between: by what is ranked first, then what citizens have of it."""
    in_time = [IN_TIME] if any(measure.name == IN_TIME for measure in result.measures) else []
    return (result.ranked_by, WAITING, COUNTERS, TRIPS, *in_time, GAVE_UP)

"""What an explanation found, as paired differences: what each assumption adds, what each uncertain number moves."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wogsim.measures.summary import BY_NAME, Measure
from wogsim.output_analysis import Estimate, estimate
from wogsim.scenario.reading import Loaded
from wogsim.scenario.switching import Switch, Worlds
from wogsim.scenario.uncertain import Uncertain
from wogsim.studies.beside import Known
from wogsim.studies.overload import in_most
from wogsim.studies.result import Result
from wogsim.studies.sweep.cells import NAMES, OVERLOADED, Point, Values, estimated, point_key
from wogsim.studies.units import Read, decided_by, read_as

Runs = npt.NDArray[np.float64]  # a value for each replication, NaN where there is no number
NOTHING = Estimate(math.nan, math.nan, math.nan, 0)
ROUNDING = 1e-11  # differences of means of whole seconds that are smaller come from floating point


@dataclass(frozen=True)
class Step:
    """What one theme, or one assumption of a theme that is opened, adds to the difference.

    ``added`` on top of those before it, ``alone`` to neutral, ``last`` to the scenario without it; ``difference`` is
    how far it has come. ``together`` are those before it whose own step is unknown, because there is no such
    world: their part is in ``added``. ``refused`` says why, by 'added', 'alone' or 'last'; ``made``: whether the
    scenario makes any of these assumptions at all. ``overloaded`` are pools in the world after this step, by pattern;
    ``known`` is what must be said beside each of the four numbers, by its name.
    """

    switch: Switch
    made: bool
    difference: Estimate
    added: Estimate
    alone: Estimate
    last: Estimate
    together: tuple[Switch, ...]
    refused: Mapping[str, str]
    overloaded: Mapping[str, list[str]]
    known: Mapping[str, Known]


@dataclass(frozen=True)
class Move:
    """What one number does: ``low`` and ``high`` are the changes when it is lower and higher, NaN where it is not.

    ``overloaded`` are pools by side, 'low' or 'high', and pattern; ``known`` is what must be said beside each side.
    """

    number: Uncertain
    low: Estimate
    high: Estimate
    refused: str
    overloaded: Mapping[str, Mapping[str, list[str]]]
    known: Mapping[str, Known]

    @property
    def width(self) -> float:
        """From the lowest to the highest of the three values; 0 where nothing is known."""
        ends = [0.0, *(side.mean for side in (self.low, self.high) if not math.isnan(side.mean))]
        return max(ends) - min(ends)

    @property
    def standing(self) -> str:
        """'told apart', 'not told apart', 'no effect', 'refused' or 'not varied'."""
        known = [side for side in (self.low, self.high) if not math.isnan(side.mean)]
        if not known:
            return "refused" if self.refused else "not varied"
        if all(no_effect(side) for side in known):
            return "no effect"
        return "told apart" if any(apart(side) for side in known) else "not told apart"


def apart(found: Estimate) -> bool:
    """Whether an interval leaves out 0."""
    return found.low > 0 or found.high < 0


def no_effect(found: Estimate) -> bool:
    """Whether nothing has changed in any replication."""
    return found.mean == 0 and (found.low == found.high or math.isnan(found.low))


@dataclass(frozen=True, eq=False)
class Numbers(Result):
    """Where the difference between two patterns comes from.

    ``between`` are the two; every difference is the first minus the second. ``values``, by point, have shape
    (replications, patterns, measures); ``refused`` says of points why there is no such world, ``overloaded`` which
    pools are, by pattern. ``left`` numbers moved it less in the first replication, and were not worked out further.
    """

    loaded: Loaded
    between: tuple[str, str]
    measure: str
    worlds: Worlds
    numbers: tuple[Uncertain, ...]
    of: str | None
    share: float
    top: int
    values: Mapping[str, Values]
    refused: Mapping[str, str]
    overloaded: Mapping[str, Mapping[str, list[str]]]
    left: int = 0

    @property
    def about(self) -> Measure:
        """The measure that is explained."""
        return BY_NAME[self.measure]

    @cached_property
    def read(self) -> Read:
        """In which unit the measure is read: as its means in the scenario are; see `wogsim.studies.units`."""
        patterns = self.loaded.scenario.levers.patterns
        name = decided_by(self.measure)
        own = self.values[point_key({})][:, :, NAMES.index(name)]
        return read_as(self.about.unit, [_mean(own[:, place]).mean for place in range(len(patterns))])

    def under(self, point: Point, pattern: str) -> Runs:
        """The measure under one pattern in one world."""
        place = self.loaded.scenario.levers.patterns.index(pattern)
        found: Runs = self.values[point_key(point)][:, place, NAMES.index(self.measure)]
        return found

    def known(self, *points: Point, patterns: Sequence[str] = ()) -> Known:
        """What must be said beside a number that comes from these worlds, under some patterns, default the two."""
        rows = [self.loaded.scenario.levers.patterns.index(key) for key in patterns or self.between]
        cells = [self.values[key][:, rows] for key in map(point_key, points) if key in self.values]
        counts = [column for there in cells for column in there[..., NAMES.index(OVERLOADED)].T.tolist()]
        return Known(any(in_most(column) for column in counts))

    def gap(self, point: Point) -> Runs:
        """The difference between the two patterns in one world."""
        one, other = self.between
        return self.under(point, one) - self.under(point, other)

    @cached_property
    def _common(self) -> npt.NDArray[np.bool_]:
        """Replications in which every world of the steps has a number, so that the steps sum to the whole."""
        worlds = [*self.worlds.steps(), {}]
        known = [self.gap(point) for point in worlds if point_key(point) not in self.refused]
        return np.asarray(~np.isnan(np.array(known)).any(axis=0), dtype=np.bool_)

    def _stepped(self, point: Point) -> Runs:
        return self.gap(point)[self._common]

    @property
    def left_out(self) -> int:
        """Replications without a number in some world, which no step counts."""
        return int((~self._common).sum())

    @cached_property
    def neutral(self) -> Estimate:
        """The difference where every assumption is off."""
        return _mean(self._stepped(self.worlds.neutral))

    @cached_property
    def begins(self) -> Estimate:
        """The difference before the first step: that in neutral, unless a theme is opened that others come before."""
        return _mean(self._stepped(self.worlds.steps()[0]))

    @cached_property
    def ends(self) -> Estimate:
        """The difference after the last step: that in the scenario, unless a theme is opened that others follow."""
        return _mean(self._stepped(self.worlds.steps()[-1]))

    @cached_property
    def whole(self) -> Estimate:
        """The difference in the scenario itself."""
        return _mean(self._stepped({}))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What each step adds, in the order in which they are switched on; they sum to ends minus begins."""
        found, waiting = [], list[Switch]()
        first, *points = self.worlds.steps()
        reached, before = self._stepped(first), first
        for switch, point in zip(self.worlds.switches, points, strict=True):
            worlds = {"added": point, "alone": self.worlds.alone(switch), "last": self.worlds.but(switch)}
            refused = {name: self.refused[point_key(w)] for name, w in worlds.items() if point_key(w) in self.refused}
            alone = _mean(self.gap(worlds["alone"]) - self.gap(self.worlds.neutral))
            last = _mean(self.gap({}) - self.gap(worlds["last"]))
            difference, added, together = NOTHING, NOTHING, tuple[Switch, ...]()
            if "added" in refused:
                waiting.append(switch)
            else:
                now = self._stepped(point)
                difference, added, together = _mean(now), _mean(now - reached), tuple(waiting)
                reached, waiting = now, []
            made = bool(self.worlds.made.intersection(switch.keys))
            overloaded = self.overloaded.get(point_key(point), {})
            known = {
                "difference": self.known(point),
                "added": self.known(before, point),
                "alone": self.known(self.worlds.neutral, worlds["alone"]),
                "last": self.known(worlds["last"], {}),
            }
            before = before if "added" in refused else point
            found.append(Step(switch, made, difference, added, alone, last, together, refused, overloaded, known))
        return tuple(found)

    def _target(self, point: Point) -> Runs:
        return self.under(point, self.of) if self.of else self.gap(point)

    @cached_property
    def target(self) -> Estimate:
        """What numbers move: the difference in the scenario, or the mean under the pattern asked for."""
        if self.of:
            place = self.loaded.scenario.levers.patterns.index(self.of)
            return estimated(self.values[point_key({})][:, place], self.measure)
        return _mean(self._target({}))

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """What each uncertain number does, the widest first; numbers that are not varied come last."""
        found = [self._move(number) for number in self.numbers]
        return tuple(sorted(found, key=lambda move: (not move.number.sides, -move.width)))

    def _move(self, number: Uncertain) -> Move:
        own = self._target({})
        low, high = (
            NOTHING if side is None else _mean(self._target(side.point) - own) for side in (number.low, number.high)
        )
        keys = {name: point_key(s.point) for name, s in (("low", number.low), ("high", number.high)) if s}
        why = next((self.refused[key] for key in keys.values() if key in self.refused), "")
        overloaded = {name: self.overloaded[key] for name, key in keys.items() if key in self.overloaded}
        of = (self.of,) if self.of else self.between
        sides = (("low", number.low), ("high", number.high))
        known = {name: self.known(side.point, {}, patterns=of) for name, side in sides if side}
        return Move(number, low, high, why, overloaded, known)


def _mean(runs: Runs) -> Estimate:
    """Mean and interval; the same in every replication has no width, and nothing is exactly 0."""
    known = runs[~np.isnan(runs)]
    found = estimate(np.where(np.abs(runs) < ROUNDING, 0.0, runs).tolist())
    if len(known) > 1 and np.ptp(known) < ROUNDING:
        return Estimate(found.mean, found.mean, found.mean, found.replications)
    return found

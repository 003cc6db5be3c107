"""What a case brings on average, and whom it can need at all: learnt from routed applicants, before any queue."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.contract.cases import NONE, Bools
from wogsim.contract.hours import DAY
from wogsim.patterns import Authority, Pattern, Place
from wogsim.routing import layout, route
from wogsim.routing.ways import degrees_of_simplicity, moved_by_shares
from wogsim.staffing.extremes import WithExtremes, backlogs, with_extremes
from wogsim.staffing.roster import Roster
from wogsim.world.agencies import World
from wogsim.world.population import pilot

APPLICANTS = 2000  # of each stream


@dataclass(frozen=True, eq=False)
class Learnt:
    """What one stream teaches: means of a case, and which pools any of its cases can need.

    ``work`` in seconds, ``variance`` of that mean, ``visits`` in person and ``reached`` have shape (pools,).
    """

    work: Floats
    variance: Floats
    activities: float
    visits: Floats
    reached: Bools


class Pilot:
    """The pilot applicants of a world; what one pattern has taught about sector-only ones holds for others like it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._streams = [*pilot(world, APPLICANTS), *backlogs(world)]
        self._chosen = dict[tuple[int, tuple[float, ...], Place, bool], WithExtremes]()
        self._known = dict[tuple[int, Pattern, tuple[float, ...], tuple[float, ...]], Learnt]()

    def moved(self, world: World) -> Pilot:
        """In a world that differs in shares of authority, numbers of counters and how many apply, and in nothing else.

        What applicants have taught is shared, as nobody's way depends on how many counters there are or how many come;
        unless the new world's applicants are others, as where another share of them needs a permit.
        """
        if not np.array_equal(world.mean_rates, self.world.mean_rates):
            other = Pilot(world)
            if not self._alike(other):
                return other
        other = copy(self)
        other.world = world
        return other

    def _alike(self, other: Pilot) -> bool:
        """Whether the same applicants come, in the same order."""
        return len(self._streams) == len(other._streams) and all(
            one.alike(another) for one, another in zip(self._streams, other._streams, strict=True)
        )

    def roster(self, row: Pattern, generalists: tuple[float, ...]) -> Roster:
        """People as the file lists them, and the work that is expected of them under a pattern."""
        reached = np.logical_or.reduce([one.reached for one in self._learnt(row, generalists)])
        return Roster(self.world, row, self.works(row, generalists), [bool(there) for there in reached])

    def works(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """Expected work of each pool in a usual week, in seconds, were all served: arrival rate times mean work."""
        return self._a_week([one.work for one in self._learnt(row, generalists)], self.world.rate)

    def works_of_run(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """The same in a week on average over the run, with its holidays and the needs of dates."""
        return self._a_week([one.work for one in self._learnt(row, generalists)], self.world.mean_rate)

    def errors(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """Standard error of the works of each pool, in seconds a week: these applicants have one luck of many."""
        total = np.zeros(len(layout(self.world)))
        for who, one in zip(self._streams, self._learnt(row, generalists), strict=True):
            if len(who):
                total += one.variance * self.world.rate(who.own) ** 2
        return [float(error) for error in np.sqrt(total)]

    def visits(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """Expected visits in person to each pool for which there is work, in a week of the run, were all served."""
        return self._a_week([one.visits for one in self._learnt(row, generalists)], self.world.mean_rate)

    def activities(self, row: Pattern, generalists: tuple[float, ...]) -> float:
        """Expected number of activities in a replication."""
        means = [
            one.activities * self.world.mean_rate(who.own)
            for who, one in zip(self._streams, self._learnt(row, generalists), strict=True)
            if len(who)
        ]
        return self.world.end / (7 * DAY) * sum(means)

    def _a_week(self, means: list[Floats], rate: Callable[[int | None], float]) -> list[float]:
        """What all streams bring in a week together, of means of a case of each; by pool."""
        total = np.zeros(len(layout(self.world)))
        for who, mean in zip(self._streams, means, strict=True):
            if len(who):  # nobody has been drawn of a backlog, whose work is not counted
                total += mean * rate(who.own)
        return [float(number) for number in total]

    def _learnt(self, row: Pattern, generalists: tuple[float, ...]) -> list[Learnt]:
        """What each stream teaches under a pattern."""
        keys = [(i, row, generalists, moved_by_shares(self.world, row, who.own)) for i, who in enumerate(self._streams)]
        for number, key in enumerate(keys):
            if key not in self._known:
                self._known[key] = self._of_a_case(number, row, generalists)
        return [self._known[key] for key in keys]

    def _of_a_case(self, number: int, row: Pattern, generalists: tuple[float, ...]) -> Learnt:
        drawn, pools = len(self._streams[number]), len(layout(self.world))
        everybody = route(self.world, row, self._with_extremes(number, row), generalists)
        cases = everybody.part(0, drawn)
        used = cases.pool != NONE
        # Where people come for what is no work, somebody must be there all the same, or it would never open.
        work = np.maximum(everybody.work, everybody.in_person)
        place = cases.case[used].astype(np.int64) * pools + cases.pool[used]
        by_case = np.bincount(place, work[: len(cases.work)][used], minlength=drawn * pools).reshape(drawn, pools)
        visits = np.bincount(cases.pool[used & cases.in_person & (cases.work > 0)], minlength=pools)
        reached = np.bincount(everybody.pool[(everybody.pool != NONE) & (work > 0)], minlength=pools) > 0
        each = max(drawn, 1)
        variance = by_case.var(axis=0, ddof=1) / drawn if drawn > 1 else np.zeros(pools)
        return Learnt(by_case.sum(axis=0) / each, variance, len(cases.case) / each, visits / each, reached)

    def _with_extremes(self, number: int, row: Pattern) -> WithExtremes:
        """A stream with those of chosen luck, who are the same for patterns between which their luck makes no odds."""
        automates = row.grant_of(Authority.AUTOMATED) is not None
        key = (number, tuple(degrees_of_simplicity(self.world, row)), row.place, automates)
        if key not in self._chosen:
            self._chosen[key] = with_extremes(self.world, row, self._streams[number])
        return self._chosen[key]

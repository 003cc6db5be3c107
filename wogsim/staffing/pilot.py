"""What a case brings on average, and whom it can need at all: learnt from routed applicants, before any queue."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.contract.cases import NONE, Bools, Ints
from wogsim.contract.hours import DAY
from wogsim.patterns import Authority, Pattern, Place
from wogsim.routing import layout, route
from wogsim.routing.ways import degrees_of_simplicity, moved_by_shares
from wogsim.staffing.extremes import WithExtremes, backlogs, with_extremes
from wogsim.staffing.roster import Roster
from wogsim.world.agencies import World
from wogsim.world.population import pilot

APPLICANTS = 2000  # of each stream
PLACES = 64  # pools of which a table is made at a time


@dataclass(frozen=True, eq=False)
class Learnt:
    """What one stream teaches: means of a case, and which pools any of its cases can need.

    ``work`` in seconds, ``variance`` of that mean, ``visits`` in person and ``reached`` have shape (k,): they are of
    the pools of these numbers, ascending, which are all that any of its cases has to do with.
    """

    pools: Ints
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
        reached = np.zeros(len(layout(self.world)), dtype=bool)
        for one in self._learnt(row, generalists):
            reached[one.pools] |= one.reached
        return Roster(self.world, row, self.works(row, generalists), reached.tolist())

    def works(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """Expected work of each pool in a usual week, in seconds, were all served: arrival rate times mean work."""
        return self._a_week([(one.pools, one.work) for one in self._learnt(row, generalists)], self.world.rate)

    def works_of_run(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """The same in a week on average over the run, with its holidays and the needs of dates."""
        return self._a_week([(one.pools, one.work) for one in self._learnt(row, generalists)], self.world.mean_rate)

    def errors(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """Standard error of the works of each pool, in seconds a week: these applicants have one luck of many."""
        total = np.zeros(len(layout(self.world)))
        for who, one in zip(self._streams, self._learnt(row, generalists), strict=True):
            if len(who):
                total[one.pools] += one.variance * self.world.rate(who.own) ** 2
        return [float(error) for error in np.sqrt(total)]

    def visits(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """Expected visits in person to each pool for which there is work, in a week of the run, were all served."""
        return self._a_week([(one.pools, one.visits) for one in self._learnt(row, generalists)], self.world.mean_rate)

    def activities(self, row: Pattern, generalists: tuple[float, ...]) -> float:
        """Expected number of activities in a replication."""
        means = [
            one.activities * self.world.mean_rate(who.own)
            for who, one in zip(self._streams, self._learnt(row, generalists), strict=True)
            if len(who)
        ]
        return self.world.end / (7 * DAY) * sum(means)

    def _a_week(self, means: list[tuple[Ints, Floats]], rate: Callable[[int | None], float]) -> list[float]:
        """What all streams bring in a week together, of means of a case of each at some pools; by pool."""
        total = np.zeros(len(layout(self.world)))
        for who, (pools, mean) in zip(self._streams, means, strict=True):
            if len(who):  # nobody has been drawn of a backlog, whose work is not counted
                total[pools] += mean * rate(who.own)
        return [float(number) for number in total]

    def _learnt(self, row: Pattern, generalists: tuple[float, ...]) -> list[Learnt]:
        """What each stream teaches under a pattern."""
        keys = [(i, row, generalists, moved_by_shares(self.world, row, who.own)) for i, who in enumerate(self._streams)]
        for number, key in enumerate(keys):
            if key not in self._known:
                self._known[key] = self._of_a_case(number, row, generalists)
        return [self._known[key] for key in keys]

    def _of_a_case(self, number: int, row: Pattern, generalists: tuple[float, ...]) -> Learnt:
        drawn = len(self._streams[number])
        everybody = route(self.world, row, self._with_extremes(number, row), generalists)
        cases = everybody.part(0, drawn)
        used = cases.pool != NONE
        # What has to do with nobody would be nothing; numbered apart from these, pools take no room.
        used_at_all = everybody.pool != NONE
        pools, place_of = np.unique(everybody.pool[used_at_all], return_inverse=True)
        at = np.full(len(everybody.pool), NONE, dtype=np.int64)
        at[used_at_all] = place_of
        # Where people come for what is no work, somebody must be there all the same, or it would never open.
        work = np.maximum(everybody.work, everybody.in_person)
        reached = np.bincount(at[used_at_all & (work > 0)], minlength=len(pools)) > 0
        at, work = at[: len(cases.pool)], work[: len(cases.work)]
        total = np.bincount(at[used], work[used], minlength=len(pools))
        visits = np.bincount(at[used & cases.in_person & (cases.work > 0)], minlength=len(pools))
        each, variance = max(drawn, 1), np.zeros(len(pools))
        if drawn > 1:
            variance = _variances(cases.case[used], at[used], work[used], (drawn, len(pools))) / drawn
        return Learnt(pools, total / each, variance, len(cases.case) / each, visits / each, reached)

    def _with_extremes(self, number: int, row: Pattern) -> WithExtremes:
        """A stream with those of chosen luck, who are the same for patterns between which their luck makes no odds."""
        automates = row.grant_of(Authority.AUTOMATED) is not None
        key = (number, tuple(degrees_of_simplicity(self.world, row)), row.place, automates)
        if key not in self._chosen:
            self._chosen[key] = with_extremes(self.world, row, self._streams[number])
        return self._chosen[key]


def _variances(case: Ints, place: Ints, work: Ints, shape: tuple[int, int]) -> Floats:
    """The variance over all cases of the work that each has at each place, of so many of both: shape (places,).

    Some places at a time, of which a table has room; the same as of one of all.
    """
    cases, places = shape
    order = np.argsort(place, kind="stable")
    borders = np.searchsorted(place[order], np.arange(0, places + PLACES, PLACES))
    found = [np.zeros(0)]
    for begin, (first, last) in zip(range(0, places, PLACES), pairwise(borders.tolist()), strict=False):
        some = order[first:last]
        flat = case[some].astype(np.int64) * PLACES + (place[some] - begin)
        table = np.bincount(flat, work[some], minlength=cases * PLACES).reshape(cases, PLACES)
        found.append(table.var(axis=0, ddof=1))
    variances: Floats = np.concatenate(found)[:places]
    return variances

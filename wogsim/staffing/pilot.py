"""What a case brings on average, learnt from routed pilot applicants, before any queue."""

from collections.abc import Callable

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.contract.cases import NONE
from wogsim.contract.hours import DAY
from wogsim.patterns import Pattern
from wogsim.routing import layout, route
from wogsim.world.agencies import World
from wogsim.world.population import Applicants, pilot

APPLICANTS = 2000  # of each stream


class Pilot:
    """The pilot applicants of a world; what one pattern has taught about sector-only ones holds for others like it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._streams = list(pilot(world, APPLICANTS))
        self._known: dict[tuple[int | None, Pattern, tuple[float, ...]], tuple[Floats, float, Floats]] = {}

    def works(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """Expected work of each pool in a usual week, in seconds, were all served: arrival rate times mean work."""
        return self._works(row, generalists, self.world.rate)

    def works_of_run(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """The same in a week on average over the run, with its holidays and the needs of dates."""
        return self._works(row, generalists, self.world.mean_rate)

    def _works(self, row: Pattern, generalists: tuple[float, ...], rate: Callable[[int | None], float]) -> list[float]:
        work = np.zeros(len(layout(self.world)))
        for who in self._streams:
            work += self._of_a_case(who, row, generalists)[0] * rate(who.own)
        return [float(seconds) for seconds in work]

    def visits(self, row: Pattern, generalists: tuple[float, ...]) -> list[float]:
        """Expected visits in person to each pool in a week, were everybody served."""
        visits = np.zeros(len(layout(self.world)))
        for who in self._streams:
            visits += self._of_a_case(who, row, generalists)[2] * self.world.mean_rate(who.own)
        return [float(number) for number in visits]

    def activities(self, row: Pattern, generalists: tuple[float, ...]) -> float:
        """Expected number of activities in a replication."""
        means = [self._of_a_case(who, row, generalists)[1] * self.world.mean_rate(who.own) for who in self._streams]
        return self.world.end / (7 * DAY) * sum(means)

    def _of_a_case(self, who: Applicants, row: Pattern, generalists: tuple[float, ...]) -> tuple[Floats, float, Floats]:
        """Means of a case: work in each pool, in seconds, shape (pools,); activities; visits to each pool."""
        key = (who.own, row, generalists)
        if key not in self._known:
            cases = route(self.world, row, who, generalists)
            used = cases.pool != NONE
            pools = len(layout(self.world))
            sums = np.bincount(cases.pool[used], cases.work[used], minlength=pools)
            visits = np.bincount(cases.pool[used & cases.in_person], minlength=pools)
            self._known[key] = sums / len(who), len(cases.case) / len(who), visits / len(who)
        return self._known[key]

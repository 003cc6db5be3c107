"""Everybody who applies in some replications, routed together: that costs little more than to route those of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import accumulate, chain, pairwise
from typing import Any

from wogsim.contract.cases import Cases
from wogsim.contract.hours import DAY, Hours
from wogsim.engine import choose
from wogsim.patterns import Pattern
from wogsim.replication.assembly import Assembly
from wogsim.routing import route
from wogsim.routing.apart import divided
from wogsim.routing.ways import moved_by_shares
from wogsim.staffing.people import Staffing
from wogsim.staffing.pools import pools
from wogsim.world.agencies import World
from wogsim.world.applicants import Applicants, one_behind_the_other
from wogsim.world.population import population, portal_hours

# What does not fit into memory as a whole does part by part: so many applicants are routed at a time.
APPLICANTS = 8_192
# So many times as many citizens, where they go different ways in a world of many clearances.
APART = 8
# What so many sector-only applicants have drawn is kept from one pattern to the next.
KEPT = 100_000
# Blocks whose ways are remembered at most.
REMEMBERED = 300
# More replications at once gain little and would be lost at once, too, when the work is cut short.
MOST = 16


def worth_at_once(world: World, engine: str) -> int:
    """How many replications are worth routing together: as many as make a block of the commonest applicants.

    With the SimPy engine routing is a small part of the work, and what is done is better kept soon.
    """
    if choose(engine).name == "simpy":
        return 1
    weeks = world.end / (7 * DAY)
    expected = weeks * max(world.rate(own) for own in (None, *range(len(world.clearances))))
    return min(MOST, max(1, int(APPLICANTS / max(expected, 1))))


class Everybody:
    """Everybody who applies in some replications, and their ways through one pattern after another.

    Parameters
    ----------
    world : the world
    seed, numbers : the seed, and the numbers of the replications
    remembers : keep their ways for worlds that differ in shares of authority and numbers of counters alone, see `moved`
    """

    def __init__(self, world: World, seed: int, numbers: Sequence[int], *, remembers: bool = False) -> None:
        self.world, self.numbers = world, numbers
        apart = [population(world, seed, number) for number in numbers]
        self.citizens, *self.own = (one_behind_the_other(parts) for parts in zip(*apart, strict=True))
        self.portals: list[Hours] = [portal_hours(world, seed, number) for number in numbers]
        self._kept_blocks = list(self._own_blocks()) if sum(map(len, self.own)) <= KEPT else []
        self._remembered: dict[Any, list[tuple[int, Cases]]] | None = {} if remembers else None

    def moved(self, world: World) -> Everybody:
        """The same applicants in a world that differs in shares of authority and numbers of counters alone.

        What is remembered is shared.
        """
        other = copy(self)
        other.world = world
        return other

    def routed(self, row: Pattern, staff: Staffing, activities: float = 0) -> Iterator[Cases]:
        """What an engine is to do in each replication, all applicants on their way through one pattern.

        ``activities`` is how many are expected in a replication, 0 where nobody has asked.
        """
        cases = (len(self.citizens) + sum(map(len, self.own))) / len(self.numbers)
        found = [Assembly(cases, activities) for _number in self.numbers]
        self._route(self.citizens.blocks(self._at_once), row, staff.generalists, found)
        self._route(self._kept_blocks or self._own_blocks(), row, staff.generalists, found)
        for portal in self.portals:  # each is let go before the next, as memory is short
            yield found.pop(0).cases(pools(self.world, row, staff, portal), self.world.working_days)

    @property
    def _at_once(self) -> int:
        """Citizens who are routed at a time: more where they are routed apart, which makes groups of each block."""
        return APPLICANTS * (APART if divided(self.world) else 1)

    def _own_blocks(self) -> Iterator[Applicants]:
        return chain.from_iterable(who.blocks(APPLICANTS) for who in self.own)

    def _route(
        self, blocks: Iterable[Applicants], row: Pattern, generalists: tuple[float, ...], found: list[Assembly]
    ) -> None:
        """Route block after block, and give each replication its own."""
        for number, block in enumerate(blocks):
            for place, part in self._parts(number, block, row, generalists):
                found[place].add(part)

    def _parts(
        self, number: int, block: Applicants, row: Pattern, generalists: tuple[float, ...]
    ) -> list[tuple[int, Cases]]:
        """The ways of a block, by the place of the replication that they belong to."""
        known = self._remembered if self._kept_blocks else None
        key = (number, block.own, row, generalists, moved_by_shares(self.world, row, block.own))
        if known is not None and key in known:
            return known[key]
        cases = route(self.world, row, block, generalists)
        borders = [0, *accumulate(stretch.size for stretch in block.stretches)]
        parts = [
            (
                self.numbers.index(stretch.replication),
                cases if len(block.stretches) == 1 else cases.part(first, last),
            )
            for stretch, (first, last) in zip(block.stretches, pairwise(borders), strict=True)
        ]
        if known is not None:
            if len(known) >= REMEMBERED:
                known.clear()
            known[key] = parts
        return parts

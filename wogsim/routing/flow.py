"""What the steps of routing share: one stream of applicants on its way through one pattern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np

from wogsim.chance.distributions import WORKING_DAYS, Distribution, scaled
from wogsim.contract.cases import Bools, Ints, Kind, Role, Slot
from wogsim.patterns import Pattern, Place
from wogsim.routing.draft import Draft, Handle, either, first_of
from wogsim.routing.papers import Bringing
from wogsim.routing.ways import Ways
from wogsim.world.agencies import CENTRE, World
from wogsim.world.population import Applicants


@dataclass(frozen=True)
class Layout:
    """Where each pool stands in the list of pools; the same under every pattern."""

    agencies: int
    clearances: int

    def index(self, role: Role, entity: int = 0) -> int:
        """Index of the pool of `role` that belongs to agency or clearance number `entity`."""
        return self._numbers[role, entity]

    @cached_property
    def _numbers(self) -> dict[tuple[Role, int], int]:
        return {pool: number for number, pool in enumerate(self.roles)}

    @cached_property
    def roles(self) -> list[tuple[Role, int]]:
        """Role and number of each pool, in order."""
        single = (Role.DESK, Role.OFFICERS, Role.TEAM, Role.GENERALISTS, Role.PORTAL, Role.CLOCK)
        return [
            *((Role.COUNTER, i) for i in range(self.agencies)),
            *((role, 0) for role in single),
            *((Role.ASSESSORS, i) for i in range(self.clearances)),
            *((Role.INSPECTORS, i) for i in range(self.clearances)),
        ]


@dataclass(eq=False)
class Flow:
    """One stream under one pattern.

    ``row`` is the pattern of these applicants (sector-only applicants have their own), ``generalists`` the share of
    each clearance's specialists who are generalists under the pattern that is run, shape (clearances,).
    """

    world: World
    row: Pattern
    shared_roof: bool  # whether the agencies' counters stand in one building
    who: Applicants
    way: Ways
    rounds: list[Bringing]
    layout: Layout
    generalists: tuple[float, ...]
    draft: Draft
    used: list[int]  # clearances that any of them needs
    decision: list[Handle]
    powers: dict[str, Bools] = field(default_factory=dict)  # where the coordinating powers hold, each (n, clearances)
    joint: Bools = field(init=False)  # what the technical team inspects in one joint visit, (n, clearances)
    completed: Ints = field(init=False)  # with which bringing each clearance's papers are complete
    settled: Ints = field(init=False)  # with which bringing each clearance can be decided
    assessed: Bools = field(init=False)  # whether an assessor has seen the papers before
    home: Handle = field(init=False)  # the last stop of the latest tour to hand in papers
    ready: list[Handle] = field(default_factory=list)  # all that must be done before the permit is handed out

    def __post_init__(self) -> None:
        self.assessed = np.zeros_like(self.who.needs)
        self.home = self.draft.nowhere

    @property
    def own_case(self) -> bool:
        """Whether these are sector-only applicants."""
        return self.who.own is not None

    @cached_property
    def members(self) -> list[tuple[int, list[int]]]:
        """Agencies that any of them needs, each with the numbers of those clearances, in order."""
        every = [(agency, [i for i in members if i in self.used]) for agency, members in self.world.members]
        return [(agency, members) for agency, members in every if members]

    def building(self, agency: Ints | int) -> Ints | int:
        """Number of the building in which an agency's counter stands."""
        return CENTRE if self.shared_roof else agency + 1

    def delay(self, slot: Slot, who: Bools, length: Distribution, work: Ints, after: Iterable[Handle]) -> Handle:
        """A delay without a queue, of `work` seconds in the clock of `length`: running time or working days."""
        if length.clock == WORKING_DAYS and not length.is_zero:
            return self.draft.add(slot, who, np.maximum(work, 1), after, pool=self.layout.index(Role.CLOCK))
        return self.draft.add(slot, who, work, after)

    def hand_off(self, slot: Slot, who: Bools, digital: Bools, luck: str, after: Handle) -> Handle:
        """A file moves to another agency; for applicants not of `who` it stays where it was, `after`.

        Every move counts as a hand-off, also one that takes no time.
        """
        files = self.world.scenario.world.files
        paper = files.within_building if self.shared_roof else files.between_buildings
        moved = [
            self.delay(slot, part, length, self.who.draw(length, "hand-off", luck, slot.bringing), [after])
            for part, length in ((who & digital, files.digital), (who & ~digital, paper))
            if part.any()
        ]
        return first_of(either(self.draft.nowhere, *moved), after)

    def connected(self, agency: int) -> Bools:
        """Whether files reach this agency digitally, shape (n,)."""
        digital = self.row.place is Place.ONLINE and self.world.agencies[agency].like.connected
        return np.full(len(self.who), digital)

    def appearance(self, kind: Kind, luck: str, bringing: int, comes: Bools) -> dict[str, Ints | int]:
        """Columns of an activity in person of who `comes`: rank, patience, and when a new attempt comes."""
        citizens, who = self.world.scenario.world.citizens, self.who
        spread = citizens.arrival_spread.seconds
        name = f"{kind.value}:{luck}"
        columns: dict[str, Ints | int] = {
            "in_person": 1,
            "priority": np.where(who.vulnerable, 0, 1) if citizens.vulnerable_first else 0,
            "offset": np.floor(who.uniform(f"offset {name}", "", bringing) * spread).astype(np.int64),
            "stride": np.floor(who.uniform(f"stride {name}", "", bringing) * spread).astype(np.int64),
        }
        if citizens.patience is not None:
            patience = who.draw(citizens.patience, f"patience {name}", "", bringing, among=comes if bringing else None)
            columns["patience"] = np.maximum(patience, 1)
        return columns

    def _works(self, kind: Kind, here: Bools, members: Sequence[int], bringing: int) -> list[Ints]:
        """Work that each agency of the file brings to where `members` are taken in; see `counter_work`."""
        clearances, again = self.world.clearances, kind is Kind.INTAKE and bringing > 0
        works = []
        for origin in dict.fromkeys(clearances[i].origin for i in members):
            present = _count(here, [k for k, i in enumerate(members) if clearances[i].origin == origin])
            if not present.any():
                continue
            described = self.world.intake_agencies[origin]
            length = described.intake if kind is Kind.INTAKE else described.collection
            siblings = [i for i, clearance in enumerate(clearances) if clearance.origin == origin]
            among = present > 0 if bringing else None
            work = self.who.draw(length, kind.value, origin, bringing, among) * present
            if len(siblings) > 1:
                work //= np.maximum(_count(self.who.needs, siblings), 1)
            works.append(scaled(work, self.world.scenario.world.papers.reintake) if again else work)
        return works or [np.zeros(len(self.who), dtype=np.int64)]

    def counter_work(self, kind: Kind, here: Bools, members: Sequence[int], bringing: int) -> Ints:
        """Work of an agency's intake or collection for those of `members` that are here, in seconds, shape (n,).

        An agency of the file counts in the proportion in which its clearances are here, out of those the case needs;
        so the work is the same however agencies are merged, split or divided between counter and desk.

        Parameters
        ----------
        here : whether each of `members`, numbers of clearances, is taken in, shape (n, members)
        """
        work: Ints = reduce(np.add, self._works(kind, here, members, bringing))
        return work

    def desk_work(self, kind: Kind, here: Bools, bringing: int) -> Ints:
        """Work at the desk: the longest of the works of the file's agencies plus a share of the others, shape (n,)."""
        works = self._works(kind, here, range(len(self.world.clearances)), bringing)
        longest: Ints = reduce(np.maximum, works)
        return longest + scaled(reduce(np.add, works) - longest, self.world.scenario.world.front.others)


def _count(table: Bools, columns: Sequence[int]) -> Ints:
    """How many of some columns are true, shape (n,)."""
    if len(columns) == 1:
        return table[:, columns[0]].astype(np.int64)
    count: Ints = table[:, columns].sum(axis=1)
    return count

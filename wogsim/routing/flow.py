"""What the steps of routing share: one stream of applicants on its way through one pattern."""

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from wogsim.chance.distributions import WORKING_DAYS, Distribution, scaled
from wogsim.contract.cases import Bools, Ints, Kind, Role, Slot
from wogsim.patterns import OWN_CASE, Pattern, Place
from wogsim.routing.draft import Draft, Handle, anywhere, either, first_of
from wogsim.routing.papers import bringings, completed, settled
from wogsim.routing.ways import ways
from wogsim.scenario.levers import Powers
from wogsim.world.agencies import CENTRE, World
from wogsim.world.population import Applicants


def layout(world: World) -> list[tuple[Role, int]]:
    """Role of each pool and number of its agency or clearance, in the order of pools; the same under every pattern."""
    single = (Role.DESK, Role.OFFICERS, Role.TEAM, Role.GENERALISTS, Role.PORTAL, Role.CLOCK)
    clearances = range(len(world.clearances))
    return [
        *((Role.COUNTER, i) for i in range(len(world.agencies))),
        *((role, 0) for role in single),
        *((role, i) for role in (Role.ASSESSORS, Role.SECONDED, Role.INSPECTORS) for i in clearances),
    ]


class Flow:
    """One stream of applicants under one pattern, what is known of them beforehand, and how far routing has come.

    Parameters
    ----------
    world : the world
    pattern : the pattern that is run; sector-only applicants have their own
    who : n applicants
    generalists : share of each clearance's specialists in the unit who are generalists, shape (clearances,)
    """

    def __init__(self, world: World, pattern: Pattern, who: Applicants, generalists: tuple[float, ...]) -> None:
        self.world, self.who, self.generalists = world, who, generalists
        self.own_case = who.own is not None
        self.row = OWN_CASE if self.own_case else pattern
        self.shared_roof = pattern.place is Place.SHARED  # whether the agencies' counters stand in one building
        self._pools = {pool: number for number, pool in enumerate(layout(world))}
        # Clearances that any of them needs, and the agencies these belong to, each with its own of them, in order.
        self.used: list[int] = np.flatnonzero(np.logical_or.reduce(who.needs, axis=0)).tolist()
        members = [(agency, [i for i in members if i in self.used]) for agency, members in world.members]
        self.members = [(agency, needed) for agency, needed in members if needed]

        self.way = ways(world, self.row, who)
        self.rounds = bringings(world, self.row, who, self.way)
        # Where the coordinating powers hold, and what the technical team inspects in one visit: (n, clearances) each.
        self.powers = {power: self._reach(power) for power in Powers.model_fields}
        inspected = np.array([clearance.described.inspectors > 0 for clearance in world.clearances])
        inspected &= world.scenario.world.inspection.team > 0
        self.joint: Bools = who.needs & inspected & self.powers["joint_inspection"]
        self.completed = completed(self.rounds)  # with which bringing each clearance's papers are complete
        self.settled = settled(world, self.completed, self.joint)  # with which bringing each can be decided

        self.draft = Draft(who)
        self.assessed = np.zeros_like(who.needs)  # whether an assessor has seen the papers before
        self.home = self.draft.nowhere  # the last stop of the latest tour to hand in papers
        self.decision = [self.draft.nowhere for _ in world.clearances]
        self.ready = list[Handle]()  # all that must be done before the permit is handed out

    def _reach(self, power: str) -> Bools:
        """Where one of the coordinating powers holds, shape (n, clearances): never, for what is coordinated, or always.

        They are powers over citizens' cases; an agency deals with its own as it likes.
        """
        reach = getattr(self.world.scenario.levers.powers, power)
        if reach == "coordinated":
            return self.way.coordinated
        return self.who.needs if reach == "always" and not self.own_case else np.zeros_like(self.who.needs)

    def pool(self, role: Role, entity: int = 0) -> int:
        """Index of the pool of `role` that belongs to agency or clearance number `entity`."""
        return self._pools[role, entity]

    def building(self, agency: Ints | int) -> Ints | int:
        """Number of the building in which an agency's counter stands."""
        return CENTRE if self.shared_roof else agency + 1

    def delay(self, slot: Slot, who: Bools, length: Distribution, work: Ints, after: Iterable[Handle]) -> Handle:
        """A delay without a queue, of `work` seconds in the clock of `length`: running time or working days."""
        if length.clock == WORKING_DAYS and not length.is_zero:
            return self.draft.add(slot, who, np.maximum(work, 1), after, pool=self.pool(Role.CLOCK))
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
        }
        for column in ("offset", "stride"):
            columns[column] = np.floor(who.uniform(f"{column} {name}", "", bringing) * spread).astype(np.int64)
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
        """Work at the desk for the clearances that are `here`, in seconds, shape (n,).

        The longest of the works of the file's agencies plus a share of the others; who brings and collects nothing
        there is only registered, or handed the permit.
        """
        front = self.world.scenario.world.front
        works = self._works(kind, here, range(len(self.world.clearances)), bringing)
        longest = reduce(np.maximum, works)
        work = longest + scaled(reduce(np.add, works) - longest, front.others)
        nothing = "registration" if kind is Kind.INTAKE else "handing over"
        return np.where(anywhere(here), work, self.who.draw(front.registration, nothing))


def _count(table: Bools, columns: Sequence[int]) -> Ints:
    """How many of some columns are true, shape (n,)."""
    if len(columns) == 1:
        return table[:, columns[0]].astype(np.int64)
    count: Ints = table[:, columns].sum(axis=1)
    return count

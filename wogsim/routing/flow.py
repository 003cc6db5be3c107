"""What the steps of routing share: one stream of applicants on its way through one pattern."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np

from wogsim.chance.distributions import CLOCK, OPENINGS, WORKING_DAYS, Distribution, scaled
from wogsim.contract.cases import NONE, Bools, Ints, Kind, Role, Slot
from wogsim.contract.hours import DAY
from wogsim.patterns import POWERS, BackOffice, Desk, Pattern, Place, Reach
from wogsim.routing.asked import consultation
from wogsim.routing.draft import Draft, Handle, anywhere, how_many
from wogsim.routing.pace import at_pace
from wogsim.routing.papers import bringings, completed
from wogsim.routing.ranks import paid_first
from wogsim.routing.ways import ways
from wogsim.world.agencies import CENTRE, World
from wogsim.world.applicants import Applicants

DELAYS = {
    WORKING_DAYS: Role.CLOCK,
    OPENINGS: Role.OPENING,
}  # pools without a queue, by the clock of what passes in them


def layout(world: World) -> list[tuple[Role, int]]:
    """Role of each pool and number of its agency or clearance, in the order of pools; the same under every pattern."""
    single = (Role.DESK, Role.OFFICERS, Role.TEAM, Role.GENERALISTS, Role.PORTAL, *DELAYS.values())
    clearances = range(len(world.clearances))
    return [
        *((Role.COUNTER, i) for i in range(len(world.agencies))),
        *((role, 0) for role in single),
        *((Role.SITTING, i) for i in range(len(world.sittings))),
        *((Role.HANDOUT, i) for i, agency in enumerate(world.agencies) if agency.handing_out),
        *((Role.FRONT_HANDOUT, 0) for _front in range(min(world.scenario.world.front.collection_counters, 1))),
        *((Role.INFORMATION, 0) for _desk in range(min(world.scenario.world.information.staff, 1))),
        *((role, i) for role in (Role.ASSESSORS, Role.SECONDED, Role.INSPECTORS) for i in clearances),
        *((Role.CREWS, i) for i in clearances if world.clearances[i].has_works),
    ]


OF_CLEARANCES = frozenset({Role.ASSESSORS, Role.SECONDED, Role.INSPECTORS, Role.CREWS})


def pool_numbers(world: World) -> dict[tuple[Role, int], int]:
    """The number of each pool of a whole world, by its role and the number of its agency or clearance."""
    if "pools" not in world.kept:
        world.kept["pools"] = {pool: number for number, pool in enumerate(layout(world))}
    numbers: dict[tuple[Role, int], int] = world.kept["pools"]
    return numbers


class Flow:
    """One stream of applicants under one pattern, what is known of them beforehand, and how far routing has come.

    Parameters
    ----------
    world : the world
    pattern : the pattern that is run
    who : n applicants
    generalists : share of each clearance's specialists who are generalists under this pattern, shape (clearances,)
    """

    def __init__(self, world: World, pattern: Pattern, who: Applicants, generalists: tuple[float, ...]) -> None:
        self.world, self.row, self.who, self.generalists = world, pattern, who, generalists
        self.own_case = who.own is not None
        self.shared_roof = pattern.place is Place.SHARED  # whether the agencies' counters stand in one building
        self._pools = pool_numbers(world.whole)
        # Clearances that any of them needs or might, so that it does not matter who is routed with whom, as each comes
        # behind those it waits for; and the agencies these belong to, each with its own of them.
        needs = np.logical_or.reduce(who.needs, axis=0)
        if not self.own_case:
            needs = needs | np.logical_or.reduce(world.permits, axis=0)
        needed = set(np.flatnonzero(needs).tolist())
        self.used: list[int] = [i for i in world.order if i in needed]
        members = [(agency, [i for i in members if i in needed]) for agency, members in world.members]
        self.members = [(agency, own) for agency, own in members if own]
        self.used_of = dict(self.members)  # by agency

        self.way = ways(world, pattern, who)
        self.rounds = bringings(world, pattern, who, self.way)
        # Who is received in front: citizens wherever somebody is, applicants of one agency where it is for them.
        # A portal, alone or beside the desk, is for those whose papers go through it.
        self.by_form: Bools = self.way.automate & pattern.portal & ~who.assisted[:, None]
        at_desk = self.way.fronted & ~self.by_form
        by_papers = self.own_case or pattern.portal or pattern.desk is Desk.PORTAL
        in_front = anywhere(at_desk) if by_papers else np.ones(len(who), dtype=bool)
        in_hand = np.array([clearance.in_hand for clearance in world.clearances])
        self.in_hand: Bools = self.way.present & in_hand  # whose decision the citizen has at once, (n, clearances)
        self.fronts: Bools = in_front if pattern.desk is not Desk.NONE else np.zeros(len(who), dtype=bool)
        self.powers = {power: self._reach(power) for power in POWERS}  # where each holds, (n, clearances)
        self.completed = completed(self.rounds)  # with which bringing each clearance's papers are complete
        self.hall = self._hall()  # the building in which each stays until all is decided, -1 where they do not, (n,)
        self.stays: Bools = self.hall != NONE

        # Where one file brings the papers from agency to agency, instead of copies side by side, (n, clearances).
        self.around: Bools = self.way.forward & ~self.powers["side_by_side"]

        self.draft = Draft(who, world.scenario.world.citizens.arrival_spread.seconds)
        nowhere = self.draft.nowhere
        self.assessed = np.zeros_like(who.needs)  # whether an assessor has seen the papers before
        self.taken = [nowhere for _ in world.clearances]  # where the complete papers of each were taken in
        self.known = defaultdict[int, Bools](lambda: np.zeros(len(who), dtype=bool))  # agencies where they have been
        self.joint = np.zeros_like(who.needs)  # what the technical team sees on one visit, (n, clearances)
        self.called = [nowhere for _ in world.clearances]  # of what the front sends on: where it calls the team
        self.team = [nowhere for _ in world.clearances]  # that visit
        self.papers = [nowhere for _ in world.clearances]  # where whoever judges has them
        self.entry = [nowhere for _ in world.clearances]  # what must wait for the decisions that each comes after
        self.decision = [nowhere for _ in world.clearances]  # decided, and signed where somebody signs it by itself
        self.answer = [nowhere for _ in world.clearances]  # an agency's decision on a file, when the front has it
        self.stop = nowhere  # the latest stop of who stays
        self.file = nowhere  # the file on its round, when it was last back at the front
        self._handed_over = dict[tuple[str, str], Bools]()  # by what the body does and what is asked
        self.ready = list[Handle]()  # all that must be done before the permit is handed out

    def _reach(self, power: str) -> Bools:
        """Where one of the front's powers holds, shape (n, clearances).

        A lever may say it for every pattern. They are powers over what comes through the front; where they hold always,
        over citizens' other cases too, but an agency deals with its own applicants as it likes.
        """
        reach = getattr(self.world.scenario.levers.powers, power) or getattr(self.row.powers, power)
        if reach is Reach.ALWAYS:
            return self.way.fronted if self.own_case else self.who.needs
        if reach is Reach.DIGITAL:
            data: Bools = np.array([self.digital(i, None) for i in range(len(self.world.clearances))])
            return np.logical_and(self.way.forward, data)
        if reach is Reach.GRANTED:
            return self.way.granted
        return self.way.coordinated if reach is Reach.COORDINATED else np.zeros_like(self.who.needs)

    def _hall(self) -> Ints:
        """The one building which citizens who wait for their permit do not leave, and nothing of it; -1 elsewhere.

        Nobody stays whose papers come back, who may wait for a form, for what is seen or done on site, or for another
        body that is asked or objects.
        """
        waits = np.array([permit.while_you_wait for permit in self.world.scenario.world.permits.values()])
        hall = np.full(len(self.who), NONE, dtype=np.int64)
        if self.own_case or not waits.any():
            return hall
        leaves = ~waits[self.who.permit] | anywhere(self.completed > 0)
        if self.row.desk is Desk.PORTAL:
            leaves |= self.fronts
        hall[self.fronts] = CENTRE
        for i in self.used:
            counter, seat = self.building(self.world.clearances[i].agency), self.seat(i)
            visits, inside = (
                self.way.visit[:, i],
                self.way.decide[:, i] & (self.way.unit_signs | self.way.present)[:, i],
            )
            on_site = bool(self.world.clearances[i].described.inspectors) or self.world.clearances[i].has_works
            leaves |= self.who.needs[:, i] & on_site
            leaves |= consultation(self.world, self.who, i).either
            for who, where in (
                (visits, counter),
                (self.way.forward[:, i] | inside, CENTRE),
                (self.who.needs[:, i] & ~inside & ~self.way.automate[:, i], seat),
            ):
                leaves |= who & (hall != NONE) & (hall != where)
                hall = np.where(who & (hall == NONE), where, hall)
        return np.where(leaves, NONE, hall)

    def pool(self, role: Role, entity: int = 0) -> int:
        """Index of the pool of `role` that belongs to agency or clearance number `entity`, in the whole world."""
        return self._pools[role, self.world.in_whole(entity) if role in OF_CLEARANCES else entity]

    def handing_out(self, agency: int | None) -> int:
        """Index of the pool that hands out what an agency, or the front (None), has: its own people, or the same."""
        at, entity, usual = (
            (Role.FRONT_HANDOUT, 0, Role.DESK) if agency is None else (Role.HANDOUT, agency, Role.COUNTER)
        )
        return self._pools.get((at, entity), self.pool(usual, entity))

    def building(self, agency: Ints | int) -> Ints | int:
        """Number of the building in which an agency's counter stands."""
        return CENTRE if self.shared_roof else agency + 1

    def by_origin(self, agency: int) -> list[tuple[str, str, list[int]]]:
        """The agencies of the file that an agency is made of: key, name in steps, and those used that they assess."""
        clearances = self.world.clearances
        used = [i for i in self.used_of[agency] if not clearances[i].at_counter]
        origins = self.world.origins[agency]
        named = {origin: origin if len(origins) > 1 else self.world.agencies[agency].key for origin in origins}
        parts = [(origin, named[origin], [i for i in used if clearances[i].origin == origin]) for origin in origins]
        return [part for part in parts if part[2]]

    def seat(self, clearance: int) -> int:
        """Number of the building in which an agency decides a clearance: its assessors', or that of its counter."""
        described = self.world.clearances[clearance]
        if described.at_counter:
            return CENTRE if self.shared_roof else described.agency + 1
        return self.back_office(described.origin, described.agency)

    def back_office(self, origin: str, agency: int) -> int:
        """Number of the building in which people behind the counters of an agency of the file sit; where it is now."""
        where = self.world.intake_agencies[origin].back_office or self.row.back_office
        return CENTRE if self.shared_roof and where is BackOffice.WITH_COUNTERS else agency + 1

    def digital(self, one: int | None, other: int | None) -> bool:
        """Whether the bodies that keep two clearances exchange files as data; None is the front."""
        return all(self._connected(body) for body in (one, other))

    def _connected(self, clearance: int | None) -> bool:
        if clearance is None:
            return self.world.scenario.world.front.connected or self.row.desk is Desk.PORTAL
        return self.world.clearances[clearance].listed in self.world.connected

    def handed_over(self, clearance: int | None, how: str) -> Bools:
        """Whose decision on a clearance, or permit from the front (None), comes to hand `how` in the end; shape (n,).

        The permit says so, else the agency or the front. What a portal has is sent electronically, unless by post.
        """
        world = self.world.scenario.world
        own = world.front if clearance is None else self.world.intake_agencies[self.world.clearances[clearance].origin]
        otherwise = own.collection_by or "counter"
        if self.own_case:
            return np.full(len(self.who), otherwise == how)
        if (otherwise, how) not in self._handed_over:
            said = np.array([(permit.collection_by or otherwise) == how for permit in world.permits.values()])
            self._handed_over[otherwise, how] = said[self.who.permit]
        return self._handed_over[otherwise, how]

    def delay(self, slot: Slot, who: Bools, length: Distribution, work: Ints, after: Iterable[Handle]) -> Handle:
        """A delay without a queue, of `work` seconds in the clock of `length`.

        A working day passes while offices are open, so that nothing arrives and nobody signs in the night.
        """
        if length.clock == CLOCK or length.is_zero:
            return self.draft.add(slot, who, work, after)
        if length.clock == WORKING_DAYS:
            work = scaled(work, self.world.working_day / DAY)
        return self.draft.add(slot, who, work, after, pool=self.pool(DELAYS[length.clock]))

    def appearance(self, kind: Kind, luck: str, bringing: int, comes: Bools) -> dict[str, Ints | int]:
        """Columns of an activity in person of who `comes`: rank, patience, and their time of the morning."""
        citizens, who = self.world.scenario.world.citizens, self.who
        name = f"{kind.value}:{luck}"
        columns: dict[str, Ints | int] = {
            "in_person": 1,
            "priority": paid_first(who, citizens, "counters", ~who.vulnerable if citizens.vulnerable_first else None),
        }
        columns["offset"] = np.floor(who.uniform(f"offset {name}", "", bringing) * self.draft.spread).astype(np.int64)
        if citizens.patience is not None:
            patience = who.draw(citizens.patience, f"patience {name}", "", bringing, among=comes if bringing else None)
            columns["patience"] = np.maximum(patience, 1)
        return columns

    def _works(self, kind: Kind, here: Bools, members: Sequence[int], bringing: int, own: bool = False) -> list[Ints]:
        """Work that each agency of the file brings to where `members` are taken in, to its ``own`` people or others."""
        clearances, again = self.world.clearances, kind is Kind.INTAKE and bringing > 0
        # What is decided at the counter has work of its own, and what the citizen holds already is not handed out.
        apart = [c.at_counter if kind is Kind.INTAKE else c.in_hand for c in clearances]
        works = []
        for origin in dict.fromkeys(clearances[i].origin for i in members if not apart[i]):
            columns = [k for k, i in enumerate(members) if clearances[i].origin == origin and not apart[i]]
            present = how_many(here, columns)
            if not present.any():
                continue
            described = self.world.intake_agencies[origin]
            length = described.intake if kind is Kind.INTAKE else described.collection
            siblings = [i for i, c in enumerate(clearances) if c.origin == origin and not apart[i]]
            among = present > 0 if bringing else None
            work = self.who.work(length, kind.value, origin, bringing, among=among) * present
            if len(siblings) > 1:
                work = np.maximum(work // np.maximum(how_many(self.who.needs, siblings), 1), work > 0)
            work = scaled(work, self.world.scenario.world.papers.reintake) if again else work
            works.append(at_pace(self.world, origin, work) if own else work)
        return works or [np.zeros(len(self.who), dtype=np.int64)]

    def counter_work(self, kind: Kind, here: Bools, members: Sequence[int], bringing: int) -> Ints:
        """Work of an agency's intake or collection for those of `members` that are here, in seconds, shape (n,).

        An agency of the file counts in the proportion in which its clearances are here, out of those the case needs;
        so the work is the same however agencies are merged, split or divided between counter and desk.

        Parameters
        ----------
        here : whether each of `members`, numbers of clearances, is taken in, shape (n, members)
        """
        work: Ints = reduce(np.add, self._works(kind, here, members, bringing, own=True))
        return work + self._deciding(kind, here, members, bringing, own=True)

    def _deciding(
        self, kind: Kind, here: Bools, members: Sequence[int], bringing: int, own: bool = False
    ) -> Ints | int:
        """Work to decide at the counter what is decided there of those of `members` that are here, seconds, shape (n,).

        It is the whole contact: nothing is taken in besides.
        """
        decided: Ints | int = 0
        for k, i in enumerate(members):
            length, there = self.world.clearances[i].described.at_counter, here[:, k] & self.way.present[:, i]
            if kind is Kind.INTAKE and length is not None and there.any():
                among = there if bringing else None
                work = self.who.work(length, "at counter", self.world.clearances[i].key, bringing, among=among) * there
                work = scaled(work, self.world.scenario.world.papers.reintake) if bringing else work
                decided = decided + (at_pace(self.world, self.world.clearances[i].origin, work) if own else work)
        return decided

    def desk_work(self, kind: Kind, here: Bools, bringing: int) -> Ints:
        """Work at the desk for the clearances that are `here`, in seconds, shape (n,).

        The longest of the works of the file's agencies plus a share of the others, and all that is decided there in the
        citizen's presence; who brings and collects nothing there is only registered, or handed the permit.
        """
        front, clearances = self.world.scenario.world.front, range(len(self.world.clearances))
        works = self._works(kind, here, clearances, bringing)
        longest = reduce(np.maximum, works)
        work = longest + scaled(reduce(np.add, works) - longest, front.others)
        work = work + self._deciding(kind, here, clearances, bringing)
        nothing = "registration" if kind is Kind.INTAKE else "handing over"
        return np.where(anywhere(here), work, self.who.work(front.registration, nothing))

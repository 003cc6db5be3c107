"""Tours: the citizen leaves home, stands at one counter after another, never at two at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from wogsim.cases import NONE, Bools, Ints, Kind, Role, Slot
from wogsim.distributions import scaled
from wogsim.patterns import Desk
from wogsim.routing.draft import Handle, anywhere
from wogsim.routing.plan import Plan
from wogsim.world import CENTRE

FRONT = "front"  # stands for the unit, coordinator or assisted desk in names of steps and luck


class Tour:
    """One way past some counters and desks, begun at home when all of `start` is done."""

    def __init__(self, plan: Plan, bringing: int, start: Iterable[Handle]) -> None:
        self.plan = plan
        self.bringing = bringing
        self.start = list(start)
        self.at = plan.draft.nowhere  # the latest stop
        self.building = np.full(len(plan.who), NONE, dtype=np.int64)

    def _lag(self, building: Ints, kind: Kind, luck: str) -> Ints:
        """Journey or walk to the next stop, in seconds, shape (n,)."""
        plan, who = self.plan, self.plan.who
        travel = plan.world.scenario.world.travel
        home = np.where(
            building == CENTRE, who.draw(travel.home_to_centre, "home"), who.draw(travel.home_to_office, "home")
        )
        home = np.where(who.far, scaled(home, travel.far_factor), home)
        name = f"{kind.value}:{luck}"
        on = np.where(
            building == self.building,
            who.draw(travel.walk, f"walk {name}", "", self.bringing),
            who.draw(travel.between_offices, f"between {name}", "", self.bringing),
        )
        return np.where(self.at < 0, home, on)

    def stop(self, slot: Slot, luck: str, who: Bools, pool: Ints | int, building: Ints | int, work: Ints) -> Handle:
        """Stand at one counter; returns the handle of being served there."""
        draft = self.plan.draft
        place = np.broadcast_to(building, who.shape)
        first = self.at < 0
        handle = draft.add(
            slot,
            who,
            np.maximum(work, 1),
            [self.at, *(np.where(first, before, NONE) for before in self.start)],
            pool=pool,
            lag=self._lag(place, slot.kind, luck),
            **self.plan.appearance(slot.kind, luck, self.bringing),
        )
        self.at = np.where(who, handle, self.at)
        self.building = np.where(who, place, self.building)
        return handle


def hand_in(plan: Plan, bringing: int, returns: list[Handle]) -> list[Handle]:
    """Papers are handed in; returns, for each clearance, the handle of who took them in.

    The first bringing starts with the need; a further one when the previous tour is over, its last return is known
    and the papers are mended.
    """
    brought = plan.rounds[bringing].brought
    tour = Tour(plan, bringing, _mended(plan, bringing, [*returns, plan.home]) if bringing else [])
    taken = [plan.draft.nowhere for _ in plan.world.clearances]
    fronted = plan.way.fronted & brought
    if plan.row.desk is not Desk.NONE:
        at_front = _front_intake(plan, tour, bringing, fronted)
        taken = [np.where(fronted[:, i], at_front, NONE) for i in range(len(taken))]
    for agency in range(len(plan.world.agencies)):
        _agency_intake(plan, tour, bringing, agency, taken)
    plan.home = np.where(tour.at >= 0, tour.at, plan.home)
    return taken


def _mended(plan: Plan, bringing: int, returns: list[Handle]) -> list[Handle]:
    """The citizen mends at home what came back; the longest mending counts."""
    fix, brought = plan.world.scenario.world.papers.fix, plan.rounds[bringing].brought
    longest = np.zeros(len(plan.who), dtype=np.int64)
    for i, clearance in enumerate(plan.world.clearances):
        if brought[:, i].any():
            mending = plan.who.draw(fix, "fix", clearance.key, bringing)
            longest = np.maximum(longest, np.where(brought[:, i], mending, 0))
    handle = plan.delay(Slot(Kind.FIX, "", bringing), anywhere(brought), fix, longest, returns)
    return returns if handle is None else [handle]


def _front_intake(plan: Plan, tour: Tour, bringing: int, fronted: Bools) -> Handle:
    """One intake at unit, coordinator or assisted desk, or a form on-line.

    The first time everybody comes to the front, if only to be registered.
    """
    described = plan.world.scenario.world
    comes = anywhere(fronted) | (bringing == 0)
    in_person = comes & plan.who.assisted if plan.row.desk is Desk.PORTAL else comes
    work = plan.desk_work(Kind.INTAKE, fronted, bringing)
    work = np.where(anywhere(fronted), work, plan.who.draw(described.front.registration, "registration"))
    slot = Slot(Kind.INTAKE, FRONT, bringing)
    at_desk = tour.stop(slot, FRONT, in_person, plan.layout.index(Role.DESK), CENTRE, work)
    form = described.online.form
    filling = plan.who.draw(form, "form", "", bringing)
    if bringing:
        filling = scaled(filling, described.papers.reintake)
    online = plan.draft.add(
        Slot(Kind.FORM, "", bringing),
        comes & ~in_person,
        filling if form.is_zero else np.maximum(filling, 1),
        tour.start,
        pool=NONE if form.is_zero else plan.layout.index(Role.PORTAL),
    )
    return np.maximum(at_desk, online)


def _agency_intake(plan: Plan, tour: Tour, bringing: int, agency: int, taken: list[Handle]) -> None:
    """One intake at one agency's counter, perhaps after a wrong door; fills in `taken`."""
    members = [i for i, clearance in enumerate(plan.world.clearances) if clearance.agency == agency]
    here = np.zeros_like(plan.who.needs)
    here[:, members] = (plan.way.visit & plan.rounds[bringing].brought)[:, members]
    comes = anywhere(here)
    if not comes.any():
        return
    key, luck = plan.world.agencies[agency].key, plan.world.agencies[agency].luck
    work = plan.counter_work(Kind.INTAKE, here, agency, bringing)
    wrong, elsewhere = _wrong_door(plan, bringing, agency, comes)
    kept = plan.draft.nowhere
    if wrong.any():
        counters = plan.world.scenario.world.counters
        building = plan.building(elsewhere)
        if counters.no_wrong_door:
            taken_in = tour.stop(Slot(Kind.INTAKE, f"{key}~", bringing), f"{luck}~", wrong, elsewhere, building, work)
            nobody = np.zeros_like(wrong)
            kept = plan.hand_off(Slot(Kind.HANDOFF, f"~{key}", bringing), wrong, nobody, f"~{luck}", bringing, taken_in)
            comes = comes & ~wrong
        else:
            triage = plan.who.draw(counters.triage, "triage", luck)
            tour.stop(Slot(Kind.TRIAGE, key, bringing), luck, wrong, elsewhere, building, triage)
    pool = plan.layout.index(Role.COUNTER, agency)
    handle = tour.stop(Slot(Kind.INTAKE, key, bringing), luck, comes, pool, plan.building(agency), work)
    handle = np.maximum(handle, np.where(wrong, kept, NONE))
    for i in members:
        taken[i] = np.where(here[:, i], handle, taken[i])


def _wrong_door(plan: Plan, bringing: int, agency: int, comes: Bools) -> tuple[Bools, Ints]:
    """Who first goes to another agency, and to which, each shape (n,); only between buildings, the first time."""
    share = plan.world.agencies[agency].like.wrong_door
    others = len(plan.world.agencies) - 1
    if bringing or plan.shared_roof or plan.own_case or not share or not others:
        return np.zeros_like(comes), np.zeros(len(comes), dtype=np.int64)
    key = plan.world.agencies[agency].luck
    wrong = comes & (plan.who.uniform("wrong door", key) < share)
    other = np.floor(plan.who.uniform("which door", key) * others).astype(np.int64)
    return wrong, other + (other >= agency)


def collect(plan: Plan) -> Handle:
    """When all is decided the citizen collects, once per agency, last at the desk; or the permit comes on-line."""
    everybody = np.ones(len(plan.who), dtype=bool)
    if plan.row.desk is Desk.PORTAL:
        return plan.draft.add(Slot(Kind.ISSUE, "", 0), everybody, 0, plan.ready)
    tour = Tour(plan, 0, plan.ready)
    for agency, described in enumerate(plan.world.agencies):
        members = [i for i, clearance in enumerate(plan.world.clearances) if clearance.agency == agency]
        here = np.zeros_like(plan.who.needs)
        here[:, members] = plan.way.visit[:, members]
        work = plan.counter_work(Kind.COLLECT, here, agency, 0)
        pool = plan.layout.index(Role.COUNTER, agency)
        tour.stop(
            Slot(Kind.COLLECT, described.key, 0), described.luck, anywhere(here), pool, plan.building(agency), work
        )
    if plan.row.desk is not Desk.NONE:
        fronted = plan.way.fronted
        work = plan.desk_work(Kind.COLLECT, fronted, 0)
        registration = plan.who.draw(plan.world.scenario.world.front.registration, "handing over")
        work = np.where(anywhere(fronted), work, registration)
        tour.stop(Slot(Kind.COLLECT, FRONT, 0), FRONT, everybody, plan.layout.index(Role.DESK), CENTRE, work)
    return tour.at

"""Tours: the citizen leaves home, stands at one counter after another, never at two at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from wogsim.cases import NONE, Bools, Ints, Kind, Role, Slot
from wogsim.distributions import scaled
from wogsim.patterns import Desk
from wogsim.routing.draft import Handle, anywhere, either, first_of, only, unused
from wogsim.routing.plan import Plan
from wogsim.world import CENTRE, Agency

FRONT = "front"  # stands for the unit, coordinator or assisted desk in names of steps and luck


class Tour:
    """One way past some counters and desks, begun at home when all of `start` is done."""

    def __init__(self, plan: Plan, bringing: int, start: Iterable[Handle]) -> None:
        self.plan = plan
        self.bringing = bringing
        self.start = list(start)
        self.at = plan.draft.nowhere  # the latest stop
        self.building = np.full(len(plan.who), NONE, dtype=np.int64)

    def _lag(self, who: Bools, building: Ints, kind: Kind, luck: str) -> Ints:
        """Journey or walk of `who` to the next stop, in seconds, shape (n,)."""
        travel, far, first = self.plan.world.scenario.world.travel, self.plan.who.far, self.at < 0
        to_centre, to_office = (travel.home_to_centre, "home"), (travel.home_to_office, "home")
        home = self._way(who & first, building == CENTRE, to_centre, to_office)
        home = np.where(far, scaled(home, travel.far_factor), home)
        if unused(self.at):
            return home
        step = f"{kind.value}:{luck}"
        walk = travel.walk, f"walk {step}", "", self.bringing
        between = travel.between_offices, f"between {step}", "", self.bringing
        return np.where(first, home, self._way(who & ~first, building == self.building, walk, between))

    def _way(self, who: Bools, here: Bools, one: tuple[Any, ...], other: tuple[Any, ...]) -> Ints:
        """Seconds of one way where `here`, of the other elsewhere, shape (n,); a way that nobody goes is not drawn."""
        draw = self.plan.who.draw
        if not (who & ~here).any():
            return draw(*one)
        if not (who & here).any():
            return draw(*other)
        return np.where(here, draw(*one), draw(*other))

    def stop(self, slot: Slot, luck: str, who: Bools, pool: Ints | int, building: Ints | int, work: Ints) -> Handle:
        """Stand at one counter; returns the handle of being served there."""
        draft = self.plan.draft
        if not who.any():
            return draft.nowhere
        place = np.broadcast_to(building, who.shape)
        first = self.at < 0
        handle = draft.add(
            slot,
            who,
            np.maximum(work, 1),
            [self.at, *(np.where(first, before, NONE) for before in self.start)],
            pool=pool,
            lag=self._lag(who, place, slot.kind, luck),
            **self.plan.appearance(slot.kind, luck, self.bringing, who),
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
        taken = [only(fronted[:, i], at_front) for i in range(len(taken))]
    for agency, members in plan.members:
        here = (plan.way.visit & brought)[:, members]
        if here.any():
            at_counter = _agency_intake(plan, tour, bringing, agency, here, members)
            for k, i in enumerate(members):
                taken[i] = either(taken[i], only(here[:, k], at_counter))
    plan.home = first_of(tour.at, plan.home)
    return taken


def _mended(plan: Plan, bringing: int, returns: list[Handle]) -> list[Handle]:
    """The citizen mends at home what came back; the longest mending counts."""
    fix, brought = plan.world.scenario.world.papers.fix, plan.rounds[bringing].brought
    if fix.is_zero:
        return returns
    longest = np.zeros(len(plan.who), dtype=np.int64)
    for i in plan.used:
        mending = plan.who.draw(fix, "fix", plan.world.clearances[i].key, bringing, among=brought[:, i])
        longest = np.maximum(longest, mending)
    return [plan.delay(Slot(Kind.FIX, "", bringing), anywhere(brought), fix, longest, returns)]


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
    return either(at_desk, online)


def _agency_intake(plan: Plan, tour: Tour, bringing: int, agency: int, here: Bools, members: list[int]) -> Handle:
    """One intake at one agency's counter for the clearances `here`, shape (n, members), perhaps after a wrong door."""
    described, comes = plan.world.agencies[agency], anywhere(here)
    work = plan.counter_work(Kind.INTAKE, here, members, bringing)
    wrong, other = _wrong_door(plan, tour, bringing, agency, comes)
    elsewhere = plan.draft.nowhere
    if plan.world.scenario.world.counters.no_wrong_door:
        elsewhere = _taken_in_elsewhere(plan, tour, described, wrong, other, work)
        comes = comes & ~wrong
    else:
        _sent_on(plan, tour, described, wrong, other)
    pool = plan.layout.index(Role.COUNTER, agency)
    slot = Slot(Kind.INTAKE, described.key, bringing)
    return either(elsewhere, tour.stop(slot, described.luck, comes, pool, plan.building(agency), work))


def _wrong_door(plan: Plan, tour: Tour, bringing: int, agency: int, comes: Bools) -> tuple[Bools, Ints]:
    """Who first goes to another agency, and to which, each shape (n,); only between buildings, the first time.

    It is any agency but the right one and the one they have just left: the one with the greatest number, so that one
    more agency changes nothing for those who do not go there.
    """
    share = plan.world.agencies[agency].like.wrong_door
    if bringing or plan.shared_roof or plan.own_case or not share:
        return np.zeros_like(comes), np.zeros(len(comes), dtype=np.int64)
    key = plan.world.agencies[agency].luck
    appeal = np.column_stack([plan.who.uniform(f"door to {key}", other.luck) for other in plan.world.agencies])
    buildings = np.array([plan.building(other) for other in range(len(plan.world.agencies))])
    appeal[:, agency] = -1
    appeal[buildings == tour.building[:, None]] = -1
    wrong = comes & (plan.who.uniform("wrong door", key) < share) & (appeal.max(axis=1) >= 0)
    return wrong, appeal.argmax(axis=1)


def _sent_on(plan: Plan, tour: Tour, right: Agency, wrong: Bools, other: Ints) -> None:
    """At a wrong door: a short triage, and a trip lost."""
    if wrong.any():
        triage = plan.who.draw(plan.world.scenario.world.counters.triage, "triage", right.luck)
        tour.stop(Slot(Kind.TRIAGE, right.key, 0), right.luck, wrong, other, plan.building(other), triage)


def _taken_in_elsewhere(plan: Plan, tour: Tour, right: Agency, wrong: Bools, other: Ints, work: Ints) -> Handle:
    """Under no wrong door: the wrong agency takes the papers in and forwards them to the right one, on paper."""
    if not wrong.any():
        return plan.draft.nowhere
    luck = f"{right.luck}~"
    taken = tour.stop(Slot(Kind.INTAKE, f"{right.key}~", 0), luck, wrong, other, plan.building(other), work)
    return plan.hand_off(Slot(Kind.HANDOFF, f"~{right.key}", 0), wrong, np.zeros_like(wrong), luck, taken)


def collect(plan: Plan) -> Handle:
    """When all is decided the citizen collects, once per agency, last at the desk; or the permit comes on-line."""
    everybody = np.ones(len(plan.who), dtype=bool)
    if plan.row.desk is Desk.PORTAL:
        return plan.draft.add(Slot(Kind.ISSUE, "", 0), everybody, 0, plan.ready)
    tour = Tour(plan, 0, plan.ready)
    for agency, members in plan.members:
        here, described = plan.way.visit[:, members], plan.world.agencies[agency]
        pool, building = plan.layout.index(Role.COUNTER, agency), plan.building(agency)
        work = plan.counter_work(Kind.COLLECT, here, members, 0)
        tour.stop(Slot(Kind.COLLECT, described.key, 0), described.luck, anywhere(here), pool, building, work)
    if plan.row.desk is not Desk.NONE:
        fronted = plan.way.fronted
        work = plan.desk_work(Kind.COLLECT, fronted, 0)
        registration = plan.who.draw(plan.world.scenario.world.front.registration, "handing over")
        work = np.where(anywhere(fronted), work, registration)
        tour.stop(Slot(Kind.COLLECT, FRONT, 0), FRONT, everybody, plan.layout.index(Role.DESK), CENTRE, work)
    return tour.at

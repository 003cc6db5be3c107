"""Tours: the citizen leaves home, stands at one counter after another, never at two at once."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from wogsim.chance.distributions import scaled
from wogsim.contract.cases import NONE, Bools, Errand, Ints, Kind, Role, Slot
from wogsim.patterns import Desk
from wogsim.routing.draft import Handle, anywhere, either, first_of, only, unused
from wogsim.routing.flow import Flow
from wogsim.world.agencies import CENTRE, Agency

FRONT = "front"  # stands for the unit, coordinator or assisted desk in names of steps and luck


class Tour:
    """One way past some counters and desks, begun at home when all of `start` is done."""

    def __init__(self, flow: Flow, bringing: int, start: Iterable[Handle]) -> None:
        self.flow = flow
        self.bringing = bringing
        self.start = list(start)
        self.at = flow.draft.nowhere  # the latest stop
        self.building = np.full(len(flow.who), NONE, dtype=np.int64)

    def _home(self, who: Bools, building: Ints) -> Ints:
        """Journey of `who` between home and the next stop, in seconds, shape (n,)."""
        travel = self.flow.world.scenario.world.travel
        to_centre, to_office = (travel.home_to_centre, "home"), (travel.home_to_office, "home")
        home = self._way(who, building == CENTRE, to_centre, to_office)
        return np.where(self.flow.who.far, scaled(home, travel.far_factor), home)

    def _lag(self, who: Bools, building: Ints, kind: Kind, luck: str, home: Ints) -> Ints:
        """Journey or walk of `who` to the next stop, in seconds, shape (n,)."""
        travel, first = self.flow.world.scenario.world.travel, self.at < 0
        if unused(self.at):
            return home
        step = f"{kind.value}:{luck}"
        walk = travel.walk, f"walk {step}", "", self.bringing
        between = travel.between_offices, f"between {step}", "", self.bringing
        return np.where(first, home, self._way(who & ~first, building == self.building, walk, between))

    def _way(self, who: Bools, here: Bools, one: tuple[Any, ...], other: tuple[Any, ...]) -> Ints:
        """Seconds of one way where `here`, of the other elsewhere, shape (n,); a way that nobody goes is not drawn."""
        draw = self.flow.who.draw
        if not (who & ~here).any():
            return draw(*one)
        if not (who & here).any():
            return draw(*other)
        return np.where(here, draw(*one), draw(*other))

    def stop(self, slot: Slot, luck: str, who: Bools, pool: Ints | int, building: Ints | int, work: Ints) -> Handle:
        """Stand at one counter; returns the handle of being served there."""
        draft = self.flow.draft
        if not who.any():
            return draft.nowhere
        place = np.broadcast_to(building, who.shape)
        first = self.at < 0
        home = self._home(who, place)
        handle = draft.add(
            slot,
            who,
            np.maximum(work, 1),
            [self.at, *(np.where(first, before, NONE) for before in self.start)],
            pool=pool,
            lag=self._lag(who, place, slot.kind, luck, home),
            home=home,
            errand=np.where(first, int(Errand.FIRST), 0),
            **self.flow.appearance(slot.kind, luck, self.bringing, who),
        )
        self.at = np.where(who, handle, self.at)
        self.building = np.where(who, place, self.building)
        return handle

    def over(self) -> None:
        """From the last stop the citizen goes home."""
        self.flow.draft.ends.append(self.at)


def hand_in(flow: Flow, bringing: int, returns: list[Handle]) -> list[Handle]:
    """Papers are handed in; returns, for each clearance, the handle of who took them in.

    The first bringing starts with the need; a further one when the previous tour is over, its last return is known
    and the papers are mended.
    """
    brought = flow.rounds[bringing].brought
    tour = Tour(flow, bringing, _mended(flow, bringing, [*returns, flow.home]) if bringing else [])
    taken = [flow.draft.nowhere for _ in flow.world.clearances]
    fronted = flow.way.fronted & brought
    if flow.row.desk is not Desk.NONE:
        at_front = _front_intake(flow, tour, bringing, fronted)
        taken = [only(fronted[:, i], at_front) for i in range(len(taken))]
    for agency, members in flow.members:
        here = (flow.way.visit & brought)[:, members]
        if here.any():
            at_counter = _agency_intake(flow, tour, bringing, agency, here, members)
            for k, i in enumerate(members):
                taken[i] = either(taken[i], only(here[:, k], at_counter))
    tour.over()
    flow.home = first_of(tour.at, flow.home)
    return taken


def _mended(flow: Flow, bringing: int, returns: list[Handle]) -> list[Handle]:
    """The citizen mends at home what came back; the longest mending counts."""
    fix, brought = flow.world.scenario.world.papers.fix, flow.rounds[bringing].brought
    if fix.is_zero:
        return returns
    longest = np.zeros(len(flow.who), dtype=np.int64)
    for i in flow.used:
        mending = flow.who.draw(fix, "fix", flow.world.clearances[i].key, bringing, among=brought[:, i])
        longest = np.maximum(longest, mending)
    return [flow.delay(Slot(Kind.FIX, "", bringing), anywhere(brought), fix, longest, returns)]


def _front_intake(flow: Flow, tour: Tour, bringing: int, fronted: Bools) -> Handle:
    """One intake at unit, coordinator or assisted desk, or a form on-line.

    The first time everybody comes to the front, if only to be registered.
    """
    described = flow.world.scenario.world
    comes = anywhere(fronted) | (bringing == 0)
    in_person = comes & flow.who.assisted if flow.row.desk is Desk.PORTAL else comes
    work, slot = flow.desk_work(Kind.INTAKE, fronted, bringing), Slot(Kind.INTAKE, FRONT, bringing)
    at_desk = tour.stop(slot, FRONT, in_person, flow.pool(Role.DESK), CENTRE, work)
    form = described.online.form
    filling = flow.who.draw(form, "form", "", bringing)
    if bringing:
        filling = scaled(filling, described.papers.reintake)
    online = flow.draft.add(
        Slot(Kind.FORM, "", bringing),
        comes & ~in_person,
        filling if form.is_zero else np.maximum(filling, 1),
        tour.start,
        pool=NONE if form.is_zero else flow.pool(Role.PORTAL),
    )
    return either(at_desk, online)


def _agency_intake(flow: Flow, tour: Tour, bringing: int, agency: int, here: Bools, members: list[int]) -> Handle:
    """One intake at one agency's counter for the clearances `here`, shape (n, members), perhaps after a wrong door."""
    described, comes = flow.world.agencies[agency], anywhere(here)
    work = flow.counter_work(Kind.INTAKE, here, members, bringing)
    wrong, other = _wrong_door(flow, tour, bringing, agency, comes)
    elsewhere = flow.draft.nowhere
    if wrong.any():
        elsewhere = _at_wrong_door(flow, tour, described, wrong, other, work)
    if flow.world.scenario.world.counters.no_wrong_door:
        comes = comes & ~wrong
    pool = flow.pool(Role.COUNTER, agency)
    slot = Slot(Kind.INTAKE, described.key, bringing)
    return either(elsewhere, tour.stop(slot, described.luck, comes, pool, flow.building(agency), work))


def _wrong_door(flow: Flow, tour: Tour, bringing: int, agency: int, comes: Bools) -> tuple[Bools, Ints]:
    """Who first goes to another agency, and to which, each shape (n,); only between buildings, the first time.

    It is any agency but the right one and the one they have just left: the one with the greatest number, so that one
    more agency changes nothing for those who do not go there.
    """
    share = flow.world.agencies[agency].like.wrong_door
    if bringing or flow.shared_roof or flow.own_case or not share:
        return np.zeros_like(comes), np.zeros(len(comes), dtype=np.int64)
    key = flow.world.agencies[agency].luck
    appeal = np.column_stack([flow.who.uniform(f"door to {key}", other.luck) for other in flow.world.agencies])
    buildings = np.array([flow.building(other) for other in range(len(flow.world.agencies))])
    appeal[:, agency] = -1
    appeal[buildings == tour.building[:, None]] = -1
    wrong = comes & (flow.who.uniform("wrong door", key) < share) & (appeal.max(axis=1) >= 0)
    return wrong, appeal.argmax(axis=1)


def _at_wrong_door(flow: Flow, tour: Tour, right: Agency, wrong: Bools, other: Ints, work: Ints) -> Handle:
    """A short triage, and a trip lost; or the wrong agency takes the papers in and forwards them to the right one.

    Returns
    -------
    Handle
        Of the papers' coming to the right agency, on paper.
    """
    counters, building = flow.world.scenario.world.counters, flow.building(other)
    if not counters.no_wrong_door:
        triage = flow.who.draw(counters.triage, "triage", right.luck)
        tour.stop(Slot(Kind.TRIAGE, right.key, 0), right.luck, wrong, other, building, triage)
        return flow.draft.nowhere
    luck = f"{right.luck}~"
    taken = tour.stop(Slot(Kind.INTAKE, f"{right.key}~", 0), luck, wrong, other, building, work)
    return flow.hand_off(Slot(Kind.HANDOFF, f"~{right.key}", 0), wrong, np.zeros_like(wrong), luck, taken)


def collect(flow: Flow) -> Handle:
    """When all is decided the citizen collects, once per agency, last at the desk; or the permit comes on-line."""
    everybody = np.ones(len(flow.who), dtype=bool)
    if flow.row.desk is Desk.PORTAL:
        return flow.draft.add(Slot(Kind.ISSUE, "", 0), everybody, 0, flow.ready)
    tour = Tour(flow, 0, flow.ready)
    for agency, members in flow.members:
        here, described = flow.way.visit[:, members], flow.world.agencies[agency]
        pool, building = flow.pool(Role.COUNTER, agency), flow.building(agency)
        work = flow.counter_work(Kind.COLLECT, here, members, 0)
        tour.stop(Slot(Kind.COLLECT, described.key, 0), described.luck, anywhere(here), pool, building, work)
    if flow.row.desk is not Desk.NONE:
        work = flow.desk_work(Kind.COLLECT, flow.way.fronted, 0)
        tour.stop(Slot(Kind.COLLECT, FRONT, 0), FRONT, everybody, flow.pool(Role.DESK), CENTRE, work)
    tour.over()
    return tour.at

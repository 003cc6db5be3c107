"""Tours: the citizen leaves home, stands at one counter after another, never at two at once, and goes home."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from wogsim.chance.distributions import Floats, scaled
from wogsim.contract.cases import NONE, Bools, Errand, Ints, Kind, Role, Slot
from wogsim.patterns import Desk
from wogsim.routing.carriage import courier
from wogsim.routing.draft import Handle, anywhere, either, only, unused
from wogsim.routing.flow import Flow
from wogsim.world.agencies import CENTRE, Agency
from wogsim.world.part import TOGETHER

PORTAL = "portal"  # the same of a portal that stands beside it
FRONT = "front"  # stands for the unit, coordinator or assisted desk in names of steps and luck


class Tour:
    """One way past some counters and desks, begun at home when all of `start` is done.

    ``mark`` tells the steps and the luck of an errand from those of others to the same counter. Who stays in a hall
    until all is decided begins at home only once: what is a tour of others is then a part of theirs.
    """

    def __init__(self, flow: Flow, bringing: int, start: Iterable[Handle], mark: str = "") -> None:
        self.flow = flow
        self.bringing, self.mark = bringing, mark
        self.start = [before for before in start if not unused(before)]
        self.at = flow.stop  # the latest stop; who stays in a hall goes on from where they are
        self.begun: Bools = np.zeros(len(flow.who), dtype=bool)
        self.building = np.where(self.at >= 0, flow.hall, NONE)
        self.pool = np.full(len(flow.who), NONE, dtype=np.int64)  # whose counter or desk the latest stop was at
        self.asked: Bools = np.zeros(len(flow.who), dtype=bool)  # who has been at the information desk

    def _home(self, building: Ints) -> Ints:
        """Journey between home and a building, in seconds, shape (n,)."""
        travel = self.flow.world.scenario.world.travel
        to_centre, to_office = (travel.home_to_centre, "home"), (travel.home_to_office, "home")
        home = self._way(np.ones(len(building), dtype=bool), building == CENTRE, to_centre, to_office)
        return np.where(self.flow.who.far, scaled(home, travel.far_factor), home)

    def _lag(self, who: Bools, building: Ints, home: Ints, step: str) -> Ints:
        """Journey or walk of `who` to the next stop, in seconds, shape (n,)."""
        if unused(self.at):
            return home
        travel, first = self.flow.world.scenario.world.travel, self.at < 0
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

    def stop(
        self, kind: Kind, entity: str, luck: str, who: Bools, pool: Ints | int, building: Ints | int, work: Ints
    ) -> Handle:
        """Stand at one counter; returns the handle of being served there."""
        draft = self.flow.draft
        if not who.any():
            return draft.nowhere
        place, first, luck = np.broadcast_to(building, who.shape), self.at < 0, luck + self.mark
        waits = who & ~self.begun
        start = [np.where(waits, before, NONE) for before in self.start] if waits.any() else []
        home = self._home(place)
        handle = draft.add(
            Slot(kind, entity + self.mark, self.bringing),
            who,
            work,
            [self.at, *start],
            pool=pool,
            lag=self._lag(who, place, home, f"{kind.value}:{luck}"),
            home=home,
            errand=np.where(first, int(Errand.FIRST), 0),
            **self.flow.appearance(kind, luck, self.bringing, who),
        )
        self.at = np.where(who, handle, self.at)
        self.building = np.where(who, place, self.building)
        self.begun = self.begun | who
        self.pool = np.where(who, pool, self.pool)
        return handle

    def over(self, *, final: bool = False) -> Handle:
        """The citizen goes home, who stays not before all is done; the last stop."""
        flow = self.flow
        if flow.stays.any():
            flow.stop = only(flow.stays, self.at)
        flow.draft.errand_over(self.at if final or unused(flow.stop) else only(~flow.stays, self.at))
        return self.at


def at_desk(tour: Tour, fronted: Bools, comes: Bools) -> Handle:
    """One intake at unit, coordinator or assisted desk, or a form on-line, for what is `fronted`, (n, clearances)."""
    flow, bringing = tour.flow, tour.bringing
    in_person = comes & flow.who.assisted if flow.row.desk is Desk.PORTAL else comes
    work = flow.desk_work(Kind.INTAKE, fronted, bringing)
    taken = tour.stop(Kind.INTAKE, FRONT, FRONT, in_person, flow.pool(Role.DESK), CENTRE, work)
    return either(taken, at_portal(tour, comes & ~in_person))


def at_portal(tour: Tour, online: Bools) -> Handle:
    """A form filled in on-line, at any hour, by those of `online`, shape (n,)."""
    flow, bringing = tour.flow, tour.bringing
    described = flow.world.scenario.world
    form = described.online.form
    if not online.any():
        return flow.draft.nowhere
    filling = flow.who.work(form, "form", "", bringing)
    if bringing:
        filling = scaled(filling, described.papers.reintake)
    return flow.draft.add(
        Slot(Kind.FORM, tour.mark, bringing),
        online,
        filling,
        tour.start,
        pool=NONE if form.is_zero else flow.pool(Role.PORTAL),
    )


def at_agency(tour: Tour, agency: int, here: Bools) -> Handle:
    """One intake at one agency's counter for the clearances `here`, (n, clearances), perhaps after a wrong door."""
    flow, described, comes = tour.flow, tour.flow.world.agencies[agency], anywhere(here)
    members = flow.world.of_agency[agency]
    work = flow.counter_work(Kind.INTAKE, here[:, members], members, tour.bringing)
    _ask(tour, comes & ~flow.known[agency])
    wrong, other = _wrong_door(tour, agency, comes)
    flow.known[agency] |= comes
    elsewhere = flow.draft.nowhere
    if wrong.any():
        elsewhere = _at_wrong_door(tour, described, wrong, other, work, anywhere(here & flow.way.present))
    if flow.world.scenario.world.counters.no_wrong_door:
        comes = comes & ~(wrong & ~anywhere(here & flow.way.present))
    pool, building = flow.pool(Role.COUNTER, agency), flow.building(agency)
    return either(elsewhere, tour.stop(Kind.INTAKE, described.key, described.luck, comes, pool, building, work))


def collected(tour: Tour, here: Bools) -> list[tuple[Bools, Handle]]:
    """Decisions `here`, (n, clearances), are collected, once per agency; which, and the handle of each stop."""
    flow, stops = tour.flow, list[tuple[Bools, Handle]]()
    for agency, members in flow.members:
        at, own = flow.world.agencies[agency], np.zeros_like(here)
        own[:, members] = here[:, members]
        if own.any():
            work = flow.counter_work(Kind.COLLECT, here[:, members], members, 0)
            pool, building = flow.handing_out(agency), flow.building(agency)
            stops.append((own, tour.stop(Kind.COLLECT, at.key, at.luck, anywhere(own), pool, building, work)))
    return stops


def _ask(tour: Tour, new: Bools) -> None:
    """Who comes into a hall for a counter that is `new` to them, shape (n,), first asks at its information desk."""
    flow, information = tour.flow, tour.flow.world.scenario.world.information
    new = new & ~tour.asked
    if not (flow.shared_roof and information.staff) or tour.bringing or flow.own_case or not new.any():
        return
    work = flow.who.draw(information.time, "enquiry", tour.mark, among=new)
    tour.stop(Kind.ENQUIRY, "", "", new, flow.pool(Role.INFORMATION), CENTRE, work)
    tour.asked |= new


def _wrong_door(tour: Tour, agency: int, comes: Bools) -> tuple[Bools, Ints]:
    """Who first goes to another agency, and to which, each shape (n,); to another door, or under one roof counter.

    Only the first time, and not where they have been told at an information desk. It is any agency but the right one
    and the one they have just left: the one with the greatest number, so that one more agency changes nothing for those
    who do not go there.
    """
    flow, described = tour.flow, tour.flow.world.agencies[agency]
    share, comes = described.wrong_counter if flow.shared_roof else described.wrong_door, comes & ~flow.known[agency]
    if tour.bringing or flow.own_case or not share or not comes.any():
        return np.zeros_like(comes), np.zeros(len(comes), dtype=np.int64)
    key = flow.world.agencies[agency].luck
    door, most = _most_appealing(tour, agency)
    wrong = comes & (flow.who.uniform("wrong door", key) < share) & (most >= 0)
    if tour.asked.any():
        told = flow.who.uniform("told", key) < flow.world.scenario.world.information.prevents
        wrong &= ~(tour.asked & told)
    return wrong, door


def _most_appealing(tour: Tour, agency: int) -> tuple[Ints, Floats]:
    """The door that has the greatest number of all but an agency's own and that just left, and its number, (n,) each.

    The number is less than 0 where there is no other. Of many doors none is kept, as they would fill the memory.
    """
    flow, size = tour.flow, len(tour.pool)
    agencies, door, most = flow.world.agencies, np.zeros(size, dtype=np.int64), np.full(size, -1.0)
    number_of = flow.who.uniform if len(agencies) <= TOGETHER else flow.who.numbers
    for other in (other for other in range(len(agencies)) if other != agency):
        luck = number_of(f"door to {agencies[agency].luck}", agencies[other].luck)
        better = (luck > most) & (tour.pool != flow.pool(Role.COUNTER, other))
        door, most = np.where(better, other, door), np.where(better, luck, most)
    return door, most


def _at_wrong_door(tour: Tour, right: Agency, wrong: Bools, other: Ints, work: Ints, present: Bools) -> Handle:
    """A short triage, and a trip lost; or the wrong agency takes the papers in and forwards them to the right one.

    Who must be `present` where something is decided, shape (n,), is sent on in any case.

    Returns
    -------
    Handle
        Of the papers' coming to the right agency, on paper.
    """
    flow = tour.flow
    counters, building = flow.world.scenario.world.counters, flow.building(other)
    lost = wrong & (present | (not counters.no_wrong_door))
    triage = flow.who.work(counters.triage, "triage", right.luck, among=lost)
    tour.stop(Kind.TRIAGE, right.key, right.luck, lost, other, building, triage)
    wrong = wrong & ~lost
    if not wrong.any():
        return flow.draft.nowhere
    taken = tour.stop(Kind.INTAKE, f"{right.key}~", f"{right.luck}~", wrong, other, building, work)
    slot = Slot(Kind.HANDOFF, f"~{right.key}{tour.mark}", 0)
    return courier(flow, slot, wrong, f"{right.luck}~{tour.mark}", [taken], digital=False, near=flow.shared_roof)

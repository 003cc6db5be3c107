"""Files: papers travel from the front to the agencies and their answers back, side by side or one file around."""

from collections.abc import Sequence

import numpy as np

from wogsim.chance.distributions import Distribution, scaled
from wogsim.contract.cases import NONE, Bools, Ints, Kind, Role, Slot
from wogsim.routing.carriage import assigned, courier
from wogsim.routing.decisions import decide, defect
from wogsim.routing.draft import Handle, anywhere, either, first_of, only
from wogsim.routing.flow import Flow
from wogsim.routing.papers import Bringing, settled
from wogsim.world.agencies import CENTRE

AT_FRONT = -1  # where a file is, if not at the agency of that number


def officers_work(
    flow: Flow, slot: Slot, luck: str, who: Bools, digital: Bools | bool, after: Sequence[Handle]
) -> Sequence[Handle]:
    """A case officer's work on a file at the front; `after` where there is none."""
    front = flow.world.scenario.world.front
    length: Distribution = {Kind.SEND: front.send, Kind.CHASE: front.chase, Kind.ASSEMBLE: front.assemble}[slot.kind]
    if length.is_zero:
        return [only(who, handle) for handle in after]
    work = flow.who.work(length, slot.kind.value, luck, slot.bringing, among=who)
    work = np.where(digital, scaled(work, front.online), work)
    return [flow.draft.add(slot, who, work, after, pool=flow.pool(Role.OFFICERS))]


def sent_side_by_side(flow: Flow, bringing: int, mark: str, start: Sequence[Handle], papers: Bringing) -> list[Handle]:
    """A copy goes to every agency at once when all of `start` is done; of defects, when the front knows of them.

    ``mark`` tells the copies of an errand from those of others to the same agency.
    """
    news = list[Handle]()
    for agency, members in flow.members:
        goes = anywhere(papers.passed[:, members])
        if not goes.any():
            continue
        key, luck = flow.world.agencies[agency].key + mark, flow.world.agencies[agency].luck + mark
        digital = all(flow.digital(i, None) for i in members)
        sent = officers_work(flow, Slot(Kind.SEND, key, bringing), luck, goes, digital, start)
        arrived = dict[int, Handle]()  # by building: agencies that have merged may have assessors in two
        for seat in dict.fromkeys(flow.seat(i) for i in members):
            there = [i for i in members if flow.seat(i) == seat]
            where = "" if len(there) == len(members) else f"/{flow.world.clearances[there[0]].origin}"
            slot, comes = Slot(Kind.HANDOFF, f"to-{key}{where}", bringing), anywhere(papers.passed[:, there])
            near = seat == CENTRE
            arrived[seat] = courier(flow, slot, comes, f"to {luck}", sent, digital=digital, near=near)
        _press(flow, Slot(Kind.CHASE, key, bringing), luck, goes, digital, list(arrived.values()))
        for origin, name, own in flow.by_origin(agency):
            passed = anywhere(papers.passed[:, own])
            slot = Slot(Kind.ASSIGN, name + mark, bringing)
            desk = assigned(flow, origin, slot, passed, arrived[flow.seat(own[0])])
            for i in own:
                flow.papers[i] = either(flow.papers[i], only(papers.complete[:, i], desk))
                found = defect(flow, i, bringing, desk, papers.missed[:, i])
                news.append(_back(flow, i, bringing + 1, papers.missed[:, i], found))
    return news


def answered(flow: Flow, i: int) -> None:
    """The decision on a copy comes back to the front, and is put together with the others."""
    who = flow.way.forward[:, i] & (flow.decision[i] >= 0) & (flow.answer[i] < 0)
    if not who.any():
        return
    back = _back(flow, i, 0, who, flow.decision[i])
    flow.answer[i] = either(flow.answer[i], back)
    _put_together(flow, i, who, back)


def _back(flow: Flow, i: int, bringing: int, who: Bools, after: Handle) -> Handle:
    key = flow.world.clearances[i].key
    digital, near = flow.digital(i, None), flow.seat(i) == CENTRE
    slot = Slot(Kind.HANDOFF, f"from-{key}", bringing)
    return courier(flow, slot, who, f"from {key}", [after], digital=digital, near=near)


def _press(flow: Flow, slot: Slot, luck: str, who: Bools, digital: Bools | bool, after: Sequence[Handle]) -> None:
    """A case officer presses for the answer once a file has arrived; before that is done there is no permit."""
    if not flow.world.scenario.world.front.chase.is_zero:
        flow.ready += officers_work(flow, slot, luck, who, digital, after)


def _put_together(flow: Flow, i: int, who: Bools, back: Handle) -> None:
    key = flow.world.clearances[i].key
    flow.ready += officers_work(flow, Slot(Kind.ASSEMBLE, key, 0), key, who, flow.digital(i, None), [back])


class File:
    """One file on its round: where it lies, and what has been decided since it was last at the front."""

    def __init__(self, flow: Flow, bringing: int, goes: Bools, start: Sequence[Handle]) -> None:
        self.flow, self.bringing, self.goes = flow, bringing, goes
        self.waits = list(start)  # what must be done before it goes on
        self.agency: Ints = np.full(len(goes), AT_FRONT)
        self.building: Ints = np.full(len(goes), CENTRE)
        self.wired = np.full(len(goes), flow.digital(None, None))  # whether the body where it lies is connected
        self.arrived = flow.draft.nowhere  # where it came first
        self._decided = list[tuple[int, Bools]]()

    def goes_to(self, i: int | None, slot: Slot, who: Bools) -> Bools:
        """The file of `who` goes to the agency that keeps a clearance, or to the front (None); whose file moves."""
        flow = self.flow
        agency, building = AT_FRONT, CENTRE
        if i is not None:
            agency, building = flow.world.clearances[i].agency, flow.seat(i)
        moves: Bools = who & ((self.agency != agency) | (self.building != building))
        wired = flow.digital(i, i)
        luck = f"{slot.entity} of the file"
        moved = courier(flow, slot, moves, luck, self.waits, digital=self.wired & wired, near=self.building == building)
        self.lies(moves, moved)
        self.arrived = first_of(self.arrived, moved)
        self.agency, self.building = np.where(moves, agency, self.agency), np.where(moves, building, self.building)
        self.wired = np.where(moves, wired, self.wired)
        if i is None:
            for k, decided in self._decided:
                flow.answer[k] = either(flow.answer[k], only(decided & moves, moved))
            self._decided = [(k, decided & ~moves) for k, decided in self._decided]
        return moves

    def lies(self, who: Bools, handle: Handle) -> None:
        """For `who` all that the file waits for is `handle`."""
        rest = [only(~who, before) for before in self.waits]
        self.waits = [first_of(only(who, handle), rest[0]), *rest[1:]]

    def is_decided(self, i: int, who: Bools, bad: Handle) -> None:
        """Clearance `i` is decided where the file lies, for `who`; or its papers have been found `bad`."""
        flow = self.flow
        flow.papers[i] = either(flow.papers[i], *(only(who, before) for before in self.waits[:1]))
        decide(flow, i, who)
        self._decided.append((i, who))
        done = either(bad, only(who, flow.decision[i]))
        self.lies(done >= 0, done)


def sent_round(flow: Flow, bringing: int, at_front: Handle, comes: Bools, papers: Bringing) -> list[Handle]:
    """One file from agency to agency, in the order of the clearances, and back; as `sent_side_by_side`.

    It stops where papers are found incomplete and where a clearance can be decided by now; and at the front, where
    that decides something by itself that the file has brought or will take along. It leaves when the one before it is
    back, and when papers that any of its clearances waits for have come.

    Parameters
    ----------
    comes : who brings papers to the front, shape (n,)
    """
    # What is brought elsewhere comes when it comes, but may itself wait for what the file brings.
    here = (flow.way.fronted & ~flow.by_form) | _seen_with_fronted(flow)
    ready = settled(flow.world, np.where(here, flow.completed, np.where(flow.who.needs, 0, NONE)))
    stops = papers.missed | (flow.around & (ready == bringing) & comes[:, None])
    goes = anywhere(stops)
    if not goes.any():
        return []
    rests = _rests(flow, stops, flow.way.in_front & (ready <= bringing))
    digital = np.logical_and.reduce([flow.digital(i, None) | ~stops[:, i] for i in flow.used])
    start = [only(goes, at_front), only(goes, flow.file)]
    start = list(officers_work(flow, Slot(Kind.SEND, "file", bringing), "file", goes, digital, start))
    file = File(flow, bringing, goes, start)
    for i in flow.used:
        key = flow.world.clearances[i].key
        if rests[:, i].any():
            file.goes_to(None, Slot(Kind.HANDOFF, f"from-file-for-{key}", bringing), rests[:, i])
            decide(flow, i, rests[:, i] & (flow.papers[i] >= 0) & (flow.entry[i] < 0))
            file.waits.append(only(rests[:, i], flow.decision[i]))
        if stops[:, i].any():
            moves = file.goes_to(i, Slot(Kind.HANDOFF, f"to-{key}", bringing), stops[:, i])
            origin, slot = flow.world.clearances[i].origin, Slot(Kind.ASSIGN, key, bringing)
            file.lies(moves, assigned(flow, origin, slot, moves, file.waits[0]))
            bad = defect(flow, i, bringing, file.waits[0], papers.missed[:, i])
            file.is_decided(i, stops[:, i] & ~papers.missed[:, i], bad)
    _press(flow, Slot(Kind.CHASE, "file", bringing), "file", goes, digital, [only(goes, file.arrived)])
    file.goes_to(None, Slot(Kind.HANDOFF, "from-file", bringing), goes)
    back = only(goes, file.waits[0])
    flow.file = first_of(back, flow.file)
    slot = Slot(Kind.ASSEMBLE, "file", bringing)
    flow.ready += officers_work(flow, slot, "file", goes, digital, [only(goes, handle) for handle in file.waits])
    return [only(anywhere(papers.missed), back)]


def _seen_with_fronted(flow: Flow) -> Bools:
    """What the technical team sees only when papers have come to the front, too, shape (n, clearances)."""
    seen = np.zeros_like(flow.joint)
    for r in range(len(flow.rounds) if flow.joint.any() else 0):
        now = flow.joint & (flow.completed == r)
        seen |= now & anywhere(now & flow.way.fronted)[:, None]
    return seen


def _rests(flow: Flow, stops: Bools, inside: Bools) -> Bools:
    """Where the file rests at the front: for what is decided there and needs, or is needed by, what it stops for."""
    rests = np.zeros_like(stops)
    for i in flow.used:
        for j in (j for j in flow.world.clearances[i].after if j in flow.used):
            rests[:, i] |= inside[:, i] & stops[:, j]
            rests[:, j] |= inside[:, j] & stops[:, i]
    return rests

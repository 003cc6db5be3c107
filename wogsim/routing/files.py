"""Files: papers travel from the front to the agencies and back, one file around or copies side by side."""

import numpy as np

from wogsim.chance.distributions import Distribution, scaled
from wogsim.contract.cases import Bools, Kind, Role, Slot
from wogsim.routing.decisions import judge
from wogsim.routing.draft import Handle, anywhere, first_of, only
from wogsim.routing.flow import Flow

AT_FRONT = -1  # where a file is, if not at the agency of that number


def officers_work(flow: Flow, slot: Slot, luck: str, who: Bools, digital: Bools, after: Handle) -> Handle:
    """A case officer's work on a file at the front; `after` where there is none."""
    front = flow.world.scenario.world.front
    length: Distribution = {Kind.SEND: front.send, Kind.CHASE: front.chase, Kind.ASSEMBLE: front.assemble}[slot.kind]
    if length.is_zero:
        return after
    work = flow.who.draw(length, slot.kind.value, luck, slot.bringing, among=who)
    work = np.where(digital, scaled(work, front.online), work)
    who = who & (work > 0)
    handle = flow.draft.add(slot, who, work, [after], pool=flow.pool(Role.OFFICERS))
    return first_of(handle, after)


def forward(flow: Flow, bringing: int, at_front: Handle) -> list[Handle]:
    """Files of one bringing go out and come back; returns all that tells of defects that assessors found."""
    papers = flow.rounds[bringing]
    beside = flow.way.forward & flow.powers["side_by_side"]
    around = flow.way.forward & ~beside
    due = around & (flow.settled == bringing)
    return [
        *_copies(flow, bringing, at_front, papers.missed & beside, papers.complete & beside),
        *_one_file(flow, bringing, at_front, papers.missed & around, due),
    ]


def _copies(flow: Flow, bringing: int, at_front: Handle, missed: Bools, complete: Bools) -> list[Handle]:
    """A copy to every agency at once; it comes back when the agency is done with all that was sent."""
    returns: list[Handle] = []
    for agency, members in flow.members:
        described = flow.world.agencies[agency]
        goes = anywhere((missed | complete)[:, members])
        if not goes.any():
            continue
        key, luck, digital = described.key, described.luck, flow.connected(agency)
        sent = officers_work(flow, Slot(Kind.SEND, key, bringing), luck, goes, digital, at_front)
        there = flow.hand_off(Slot(Kind.HANDOFF, f"to-{key}", bringing), goes, digital, f"to {luck}", sent)
        chased = officers_work(flow, Slot(Kind.CHASE, key, bringing), luck, goes, digital, there)
        done = []
        for i in members:
            end = judge(flow, i, bringing, there, missed[:, i], complete[:, i])
            returns.append(only(missed[:, i], end))
            done.append(end)
        slot = Slot(Kind.HANDOFF, f"from-{key}", bringing)
        back = flow.hand_off(slot, goes, digital, f"from {luck}", _gathered(flow, slot, goes, done))
        _assembled(flow, Slot(Kind.ASSEMBLE, key, bringing), luck, goes, digital, back, chased)
    return returns


def _gathered(flow: Flow, slot: Slot, goes: Bools, done: list[Handle]) -> Handle:
    """One handle that stands for the end of all of `done`: an instant without work where there are several."""
    several = sum((handle >= 0).astype(np.int64) for handle in done) > 1
    joined = flow.draft.add(Slot(Kind.GATHER, slot.entity, slot.bringing), goes & several, 0, done)
    return np.where(several, joined, np.maximum.reduce(done))


def _one_file(flow: Flow, bringing: int, at_front: Handle, missed: Bools, due: Bools) -> list[Handle]:
    """One file from agency to agency, in the order of the clearances, and back.

    It stops where papers are found incomplete (``missed``) and where a clearance can be decided by now (``due``).
    """
    returns: list[Handle] = []
    stops = missed | due
    goes = anywhere(stops)
    if not goes.any():
        return returns
    digital = np.full(len(goes), True)
    for i in flow.used:
        digital &= flow.connected(flow.world.clearances[i].agency) | ~stops[:, i]
    sent = officers_work(flow, Slot(Kind.SEND, "file", bringing), "file", goes, digital, at_front)
    arrived = flow.draft.nowhere
    at, where, by_wire = sent, np.full(len(goes), AT_FRONT), np.full(len(goes), True)
    for i in (i for i in flow.world.order if i in flow.used):
        clearance, here = flow.world.clearances[i], stops[:, i]
        moves = here & (where != clearance.agency)
        connected = flow.connected(clearance.agency)
        slot = Slot(Kind.HANDOFF, f"to-{clearance.key}", bringing)
        at = flow.hand_off(slot, moves, connected & by_wire, f"to {clearance.key}", at)
        arrived = first_of(arrived, only(moves, at))
        where, by_wire = np.where(here, clearance.agency, where), np.where(here, connected, by_wire)
        end = judge(flow, i, bringing, at, missed[:, i], due[:, i])
        returns.append(only(missed[:, i], end))
        at = np.where(here, end, at)
    chased = officers_work(flow, Slot(Kind.CHASE, "file", bringing), "file", goes, digital, arrived)
    back = flow.hand_off(Slot(Kind.HANDOFF, "from-file", bringing), goes, by_wire, "from file", at)
    _assembled(flow, Slot(Kind.ASSEMBLE, "file", bringing), "file", goes, digital, back, chased)
    return returns


def _assembled(flow: Flow, slot: Slot, luck: str, goes: Bools, digital: Bools, back: Handle, chased: Handle) -> None:
    """The answers are put together when the file is back and nobody presses for it any more."""
    back = only(goes, back)
    assembled = officers_work(flow, slot, luck, goes, digital, back)
    together = assembled != back
    flow.draft.link(only(together, assembled), chased)
    flow.ready += [assembled, only(goes & ~together, chased)]

"""Files: papers travel from the front to the agencies and back, one file around or copies side by side."""

from __future__ import annotations

import numpy as np

from wogsim.cases import NONE, Bools, Ints, Kind, Role, Slot
from wogsim.distributions import Distribution, scaled
from wogsim.routing.decisions import judge, reaches
from wogsim.routing.draft import Handle, anywhere
from wogsim.routing.plan import Plan

FRONT = -1


def officers_work(plan: Plan, slot: Slot, luck: str, who: Bools, digital: Bools, after: Handle) -> Handle:
    """A case officer's work on a file at the front; `after` where there is none."""
    front = plan.world.scenario.world.front
    length: Distribution = {Kind.SEND: front.send, Kind.CHASE: front.chase, Kind.ASSEMBLE: front.assemble}[slot.kind]
    if length.is_zero:
        return after
    work = plan.who.draw(length, slot.kind.value, luck, slot.bringing)
    work = np.where(digital, scaled(work, front.online), work)
    who = who & (work > 0)
    handle = plan.draft.add(slot, who, work, [after], pool=plan.layout.index(Role.OFFICERS))
    return np.where(who, handle, after)


def forward(plan: Plan, bringing: int, at_front: Handle, returns: list[Handle]) -> None:
    """Files of one bringing go out and come back; adds to `returns` the defects that assessors find."""
    papers = plan.rounds[bringing]
    beside = plan.way.forward & reaches(plan, "side_by_side")
    around = plan.way.forward & ~beside
    if beside.any():
        _copies(plan, bringing, at_front, papers.missed & beside, papers.complete & beside, returns)
    if around.any():
        due = around & (plan.settled == bringing)
        _one_file(plan, bringing, at_front, papers.missed & around, due, returns)


def _copies(plan: Plan, bringing: int, at_front: Handle, missed: Bools, complete: Bools, returns: list[Handle]) -> None:
    """A copy to every agency at once; it comes back when the agency is done with all that was sent."""
    for agency, described in enumerate(plan.world.agencies):
        members = [i for i, clearance in enumerate(plan.world.clearances) if clearance.agency == agency]
        goes = anywhere((missed | complete)[:, members])
        if not goes.any():
            continue
        key, luck, digital = described.key, described.luck, plan.connected(agency)
        sent = officers_work(plan, Slot(Kind.SEND, key, bringing), luck, goes, digital, at_front)
        chased = officers_work(plan, Slot(Kind.CHASE, key, bringing), luck, goes, digital, sent)
        there = plan.hand_off(Slot(Kind.HANDOFF, f"to-{key}", bringing), goes, digital, f"to {luck}", bringing, sent)
        done = []
        for i in members:
            end = judge(plan, i, bringing, there, missed[:, i], complete[:, i])
            returns.append(np.where(missed[:, i], end, NONE))
            done.append(end)
        slot = Slot(Kind.HANDOFF, f"from-{key}", bringing)
        back = plan.hand_off(slot, goes, digital, f"from {luck}", bringing, _gathered(plan, slot, goes, done))
        _assembled(plan, Slot(Kind.ASSEMBLE, key, bringing), luck, goes, digital, back, chased)


def _gathered(plan: Plan, slot: Slot, goes: Bools, done: list[Handle]) -> Handle:
    """One handle that stands for the end of all of `done`: an instant without work where there are several."""
    several = sum((handle >= 0).astype(np.int64) for handle in done) > 1
    joined = plan.draft.add(Slot(Kind.GATHER, slot.entity, slot.bringing), goes & several, 0, done)
    return np.where(several, joined, np.maximum.reduce(done))


def _one_file(plan: Plan, bringing: int, at_front: Handle, missed: Bools, due: Bools, returns: list[Handle]) -> None:
    """One file from agency to agency, in the order of the clearances, and back."""
    stops = missed | due
    goes = anywhere(stops)
    if not goes.any():
        return
    digital = np.full(len(goes), True)
    for i, clearance in enumerate(plan.world.clearances):
        digital &= plan.connected(clearance.agency) | ~stops[:, i]
    sent = officers_work(plan, Slot(Kind.SEND, "file", bringing), "file", goes, digital, at_front)
    chased = officers_work(plan, Slot(Kind.CHASE, "file", bringing), "file", goes, digital, sent)
    at, where, by_wire = sent, np.full(len(goes), FRONT), np.full(len(goes), True)
    for i in plan.world.order:
        clearance, here = plan.world.clearances[i], stops[:, i]
        moves = here & (where != clearance.agency)
        connected = plan.connected(clearance.agency)
        slot = Slot(Kind.HANDOFF, f"to-{clearance.key}", bringing)
        at = plan.hand_off(slot, moves, connected & by_wire, f"to {clearance.key}", bringing, at)
        where, by_wire = np.where(here, clearance.agency, where), np.where(here, connected, by_wire)
        end = judge(plan, i, bringing, at, missed[:, i], due[:, i])
        returns.append(np.where(missed[:, i], end, NONE))
        at = np.where(here, end, at)
    back = plan.hand_off(Slot(Kind.HANDOFF, "from-file", bringing), goes, by_wire, "from file", bringing, at)
    _assembled(plan, Slot(Kind.ASSEMBLE, "file", bringing), "file", goes, digital, back, chased)


def _assembled(plan: Plan, slot: Slot, luck: str, goes: Bools, digital: Bools, back: Handle, chased: Handle) -> None:
    """The answers are put together when the file is back and nobody presses for it any more."""
    back = np.where(goes, back, NONE)
    assembled = officers_work(plan, slot, luck, goes, digital, back)
    together = assembled != back
    plan.draft.link(np.where(together, assembled, NONE), chased)
    plan.ready += [assembled, np.where(goes & ~together, chased, NONE)]


def latest(handle: Handle, before: Ints) -> Handle:
    """`handle` where there is one, else `before`."""
    return np.where(handle >= 0, handle, before)

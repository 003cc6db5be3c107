"""Complaints: some citizens whose permit is late say so, and whoever has to decide last looks into it.

A complaint is work for these people. When it has been dealt with, what becomes ready for the case ranks before all
else; who has the permit by then does not complain (`wogsim.contract.cases.Cases`).
"""

import numpy as np

from wogsim.chance.distributions import WORKING_DAYS, scaled
from wogsim.contract.cases import Bools, Ints, Kind, Role, Slot
from wogsim.contract.hours import DAY
from wogsim.routing.decisions import assessed_by
from wogsim.routing.draft import Handle, either, only
from wogsim.routing.flow import Flow
from wogsim.scenario.standards import COMPLETE, NEED, Promise, promises

FIRST = -1  # before own cases and forwarded files


def complain(flow: Flow, handed_in: Handle) -> None:
    """Citizens complain when the standard of their permit has passed; applicants of one agency have none.

    Where it counts from complete papers, it counts here from when those of the first tour are complete.
    """
    complaints = flow.world.scenario.world.complaints
    if flow.own_case or not complaints.share:
        return
    complains = flow.who.uniform("complains") < complaints.share
    complete = [flow.taken[i] for i in flow.used]
    passed = flow.draft.nowhere
    for permit, promise in enumerate(promises(flow.world.scenario.world)):
        who = complains & (flow.who.permit == permit)
        if promise is not None and who.any():
            since = {NEED: [], COMPLETE: complete}.get(promise.since, [handed_in])
            passed = either(passed, _passes(flow, permit, promise, who, since))
    _looked_into(flow, complains, passed)


def _passes(flow: Flow, permit: int, promise: Promise, who: Bools, since: list[Handle]) -> Handle:
    """The promised time passes; working days in office hours, as everywhere."""
    seconds, working = promise.time.seconds, promise.time.clock == WORKING_DAYS
    work: Ints = np.full(len(who), seconds, dtype=np.int64)
    if working:
        work = scaled(work, flow.world.working_day / DAY)
    slot = Slot(Kind.PROMISE, list(flow.world.scenario.world.permits)[permit], 0)
    if working:
        return flow.draft.add(slot, who, work, since, pool=flow.pool(Role.CLOCK))
    return flow.draft.add(slot, who, work, since)


def _looked_into(flow: Flow, complains: Bools, passed: Handle) -> None:
    """The people whose decision comes last in order look into it; at any office it is passed on to them first."""
    described = flow.world.scenario.world
    left = complains & (passed >= 0)
    for i in reversed(flow.used):
        who = left & flow.who.needs[:, i] & ~flow.way.automate[:, i] & ~flow.way.present[:, i]
        if not who.any() or flow.world.clearances[i].described.assessment is None:
            continue
        left, key, after = left & ~who, flow.world.clearances[i].key, only(who, passed)
        if described.complaints.at == "any":
            length = described.files.between_buildings
            way = flow.who.work(length, "complaint", key, among=who)
            after = flow.delay(Slot(Kind.PASS_ON, key, 0), who, length, way, [after])
        work = flow.who.work(described.complaints.work, "complaint's work", key, among=who)
        slot, pool = Slot(Kind.COMPLAINT, key, 0), assessed_by(flow, i)
        flow.draft.add(slot, who, work, [after], pool=pool, priority=FIRST, complaint=1)

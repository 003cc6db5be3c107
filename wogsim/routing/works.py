"""Works: what a crew of the agency does at the citizen's own site once a clearance has been decided.

Authority moves the decision, never the works. Where the unit or a system has decided, they are ordered from the agency,
past its register and its head's desk, and it is reported back that they are done; elsewhere the crew sets out from
where the clearance was decided.
"""

from wogsim.contract.cases import Ints, Kind, Role, Slot
from wogsim.routing.carriage import assigned, courier
from wogsim.routing.draft import Handle, first_of, only
from wogsim.routing.flow import Flow
from wogsim.routing.pace import at_pace
from wogsim.world.agencies import CENTRE


def works(flow: Flow, i: int, decided: Handle, rank: Ints | int) -> Handle:
    """The works of clearance `i`, after its decision; where that was made, who decided knows that they are done.

    Parameters
    ----------
    decided : the decision that stands
    rank : of each applicant in the crews' queue, one number or shape (n,)
    """
    clearance = flow.world.clearances[i]
    who = decided >= 0
    if not clearance.has_works or not who.any():
        return decided
    key, inside = clearance.key, who & flow.way.in_front[:, i]
    digital, near = flow.digital(None, i), flow.seat(i) == CENTRE
    order, report = (Slot(Kind.HANDOFF, f"{where}-{key}", 0) for where in ("to-crews-of", "from-crews-of"))
    sent = courier(flow, order, inside, order.entity, [decided], digital=digital, near=near)
    lies = assigned(flow, clearance.origin, Slot(Kind.ASSIGN, f"{key}~@{key}", 0), inside, sent)
    work = at_pace(flow.world, clearance.origin, flow.who.work(clearance.described.works.time, "works", key, among=who))
    begins = [lies, only(~inside, decided)]
    done = flow.draft.add(Slot(Kind.WORKS, key, 0), who, work, begins, pool=flow.pool(Role.CREWS, i), priority=rank)
    return first_of(courier(flow, report, inside, report.entity, [done], digital=digital, near=near), done)

"""The end of a case: what is decided comes to hand, at counters and desk, by post, on-line or by itself."""

from collections.abc import Sequence

import numpy as np

from wogsim.contract.cases import Bools, Kind, Slot
from wogsim.patterns import Desk
from wogsim.routing.carriage import Decisions, courier, signed, told
from wogsim.routing.draft import Handle, any_of, anywhere, first_of, only
from wogsim.routing.flow import Flow
from wogsim.routing.tours import FRONT, Tour, collected
from wogsim.world.agencies import CENTRE


def collect(flow: Flow, decisions: Decisions, given: Bools) -> Handle:
    """When all is decided the citizen collects what is left, last at the desk; or it comes by post or on-line.

    What has been decided in their presence they have already, as what was `given` to them on the way, shape
    (n, clearances); where nothing else is left they are done.
    """
    left, held = flow.way.visit & ~given & ~flow.in_hand, list[Handle]()
    fetched, news = np.zeros_like(left), list[Handle]()
    for i in flow.used:
        fetched[:, i] = left[:, i] & flow.handed_over(i, "counter")
        news.append(only(fetched[:, i], decisions.at_counter(i)))
        held.append(only(flow.in_hand[:, i], flow.decision[i]))
    fronts, in_front, issued = _permit(flow)
    comes = _sent(flow, left, fronts, in_front)
    desk = fronts & flow.handed_over(None, "counter") & (flow.row.desk is not Desk.PORTAL)
    news += [only(desk, handle) for handle in in_front]
    visits = anywhere(fetched) | desk
    tour = Tour(flow, 0, [*told(flow, "permit", 0, visits, news), issued, *held])
    collected(tour, fetched)
    work = flow.desk_work(Kind.COLLECT, flow.way.fronted & ~flow.in_hand & ~flow.by_form, 0)
    tour.stop(Kind.COLLECT, FRONT, FRONT, desk, flow.handing_out(None), CENTRE, work)
    last = tour.over(final=True)
    # Who has stayed in the hall is not done with their last stop there while a system still has something to decide.
    without_going = any_of(held, len(desk)) | (flow.stays & (issued >= 0))
    done = (without_going & ~visits) | any_of(comes, len(desk))
    done_with = flow.draft.add(Slot(Kind.DONE, "", 0), done, 0, [last, issued, *held, *comes])
    return first_of(done_with, first_of(last, issued))


def _permit(flow: Flow) -> tuple[Bools, list[Handle], Handle]:
    """Whose permit the front has in the end; when; and its being sent electronically, where it is."""
    awaited = flow.who.needs & ~flow.in_hand
    fronts, issued = flow.fronts & anywhere(awaited), flow.draft.nowhere
    if flow.row.portal:
        awaited = awaited & ~flow.way.automate
        fronts = flow.fronts & anywhere(flow.way.fronted & awaited)
        sent = anywhere(flow.way.automate) & ~fronts
        issued = flow.draft.add(Slot(Kind.ISSUE, "", 0), sent, 0, flow.ready)
    in_front = [only(fronts, handle) for handle in flow.ready]
    if flow.row.desk is Desk.UNIT:
        in_front = list(signed(flow, None, anywhere(flow.way.fronted & awaited), in_front))
    if flow.row.desk is not Desk.PORTAL:
        return fronts, in_front, issued
    issued = flow.draft.add(Slot(Kind.ISSUE, "", 0), fronts, 0, in_front)
    return fronts, [issued], only(~flow.handed_over(None, "post"), issued)


def _sent(flow: Flow, left: Bools, fronts: Bools, in_front: Sequence[Handle]) -> list[Handle]:
    """What of the decisions that are `left`, (n, clearances), and of the permit comes without the citizen's going.

    By post it is a letter from each body that sends one, on-line it comes with the notice, and where nothing is to
    be collected it is in hand at once.
    """
    comes, online = list[Handle](), list[Handle]()
    parts: list[tuple[int | None, Bools, Sequence[Handle]]] = [
        (i, left[:, i], [flow.decision[i]]) for i in flow.used if left[:, i].any()
    ]
    for i, who, after in [*parts, (None, fronts, in_front)]:
        key = FRONT if i is None else flow.world.clearances[i].key
        posted = who & flow.handed_over(i, "post")
        if posted.any():
            slot, letter = Slot(Kind.HANDOFF, f"post-{key}", 0), [only(posted, handle) for handle in after]
            comes.append(courier(flow, slot, posted, slot.entity, letter, digital=False, near=False, letter=True))
        if i is None and flow.row.desk is Desk.PORTAL:
            continue
        online += [only(who & flow.handed_over(i, "online"), handle) for handle in after]
        comes += [only(who & flow.handed_over(i, "none"), handle) for handle in after]
    return [*comes, *told(flow, "online", 0, any_of(online, len(fronts)), online)]

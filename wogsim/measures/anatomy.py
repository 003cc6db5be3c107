"""Time anatomy: where the time went, every second of a sojourn in exactly one part.

From the permit in hand the walk goes back along the predecessor that completed last, so only what the
citizen really waited for counts. An activity on this critical path takes over at the instant its critical
predecessor completed (the first one at the need) and fills the time until its own completion:

    released --office_closed--> --another_errand--> --travel--> enabled --queue--> started --service--> completed

and all of it once more for every further attempt. Travel is the way from home, or from the stop before; another errand
is what the log says the citizen was held up for; what else passes before the attempt is enabled is the office's being
closed. Which part the queue and the service are is a table by the kind of the activity and the role of its pool.
"""

import numpy as np

from wogsim.contract.cases import BACK_OFFICE, IN_PERSON, NONE, STAFFED, Cases, Ints, Kind, Role
from wogsim.contract.log import Log
from wogsim.language import mark
from wogsim.measures.attempts import activity_ends, add_up, in_roles, open_seconds, permit_times
from wogsim.measures.journeys import from_home

TITLES = {
    "travel": mark("travel"),
    "another_errand": mark("another errand"),
    "counter_queue": mark("queue at counters"),
    "at_counter": mark("at the counter"),
    "file_queue": mark("queue of files"),
    "assessment": mark("assessment"),
    "inspection": mark("inspection"),
    "latency": mark("latency"),
    "consultation": mark("consultation"),
    "crew_queue": mark("queue for a crew"),
    "works": mark("works"),
    "handoff": mark("hand-off"),
    "assignment": mark("assignment"),
    "signature": mark("signature"),
    "notice": mark("notice"),
    "office_closed": mark("office closed"),
    "fixing": mark("fixing papers"),
    "form": mark("on-line form"),
    "outage": mark("outage"),
}
PARTS = tuple(TITLES)

SERVICE_OF_KIND = {
    **dict.fromkeys((Kind.ENQUIRY, Kind.TRIAGE, Kind.INTAKE, Kind.DELIVER, Kind.COLLECT), "at_counter"),
    # What has to do with complaints is on nobody's way to the permit.
    **dict.fromkeys((Kind.ASSESS, Kind.AUTOMATE, Kind.ISSUE, Kind.DONE, Kind.PROMISE, Kind.COMPLAINT), "assessment"),
    **dict.fromkeys((Kind.SEND, Kind.CHASE, Kind.ASSEMBLE, Kind.HANDOFF, Kind.PASS_ON), "handoff"),
    Kind.ASSIGN: "assignment",
    **dict.fromkeys((Kind.SIGN, Kind.SIT), "signature"),
    Kind.NOTICE: "notice",
    Kind.INSPECT: "inspection",
    Kind.WORKS: "works",
    **dict.fromkeys((Kind.LATENCY, Kind.CITIZENS_LATENCY), "latency"),
    **dict.fromkeys((Kind.CONSULT, Kind.OBJECT), "consultation"),
    Kind.FORM: "form",
    Kind.FIX: "fixing",
}
QUEUE_OF_ROLE = dict.fromkeys(IN_PERSON, "counter_queue") | dict.fromkeys(BACK_OFFICE, "file_queue")
QUEUE_OF_ROLE[Role.CREWS] = "crew_queue"
SERVICE_OF_ROLE = dict.fromkeys(IN_PERSON, "at_counter")  # whatever is done there
CLOSED_SERVICE = {(Kind.FORM, Role.PORTAL): "outage"}  # elsewhere a closed hour in service is service

_NUMBER = {part: number for number, part in enumerate(PARTS)}
_KINDS = tuple(Kind)
_ROLES = (*Role, None)  # None last: no pool, index -1


def time_anatomy(cases: Cases, log: Log) -> dict[str, Ints]:
    """Split each granted case's sojourn into parts, by the clock; see `anatomy`."""
    return anatomy(cases, log)[0]


def anatomy(cases: Cases, log: Log) -> tuple[dict[str, Ints], Ints]:
    """Split each granted case's sojourn into parts, and say of its queue of files how much lies in opening hours.

    Parameters
    ----------
    cases : Cases
        C cases.
    log : Log
        Every attempt of these cases.

    Returns
    -------
    dict of int64 arrays, shape (C,)
        Seconds by the names in `PARTS` (measures prefix them with ``time_``). They sum to the sojourn
        time of a granted case and are 0 for the others.
    int64 array, shape (C,)
        Of the part ``file_queue``, which nights and weekends belong to, the seconds in which the office was open.
    """
    permits, ends = permit_times(cases, log), activity_ends(cases, log)
    critical = critical_predecessors(cases, ends)
    on_path = np.zeros(len(critical), dtype=bool)
    on_path[critical_path(cases.last[permits != NONE], critical)] = True
    path = np.flatnonzero(on_path)
    before, case = critical[path], cases.case[path]
    # Index -1 reads some other activity's end there; `where` puts the need in its place.
    released = np.zeros(len(critical), dtype=np.int64)
    released[path] = np.where(before == NONE, cases.need[case], ends[before])

    sums = np.zeros(len(cases.need) * len(PARTS), dtype=np.int64)
    rows = np.flatnonzero(on_path[log.activity])
    _add_attempts(sums, cases, log, rows, released)
    table = sums.reshape(-1, len(PARTS))
    files = rows[in_roles(cases.pools, BACK_OFFICE)[log.pool[rows]]]
    queued = open_seconds(cases.pools, log.pool[files], log.enabled[files], log.wait_ends[files])
    parts = {part: table[:, number].copy() for number, part in enumerate(PARTS)}
    return parts, add_up(log.case[files], queued, len(cases.need))


def critical_predecessors(cases: Cases, ends: Ints) -> Ints:
    """Which predecessor each activity was waiting for: the last to complete, of equals the lowest index; -1 for none.

    ``ends`` are completions in seconds; they and the indices of activities that are returned have shape (A,).
    """
    critical = np.full(len(cases.case), NONE, dtype=np.int64)
    heads, counts = cases.pred_ptr[:-1], np.diff(cases.pred_ptr)
    waits = np.flatnonzero(counts)
    critical[waits] = cases.predecessors[heads[waits]]
    for further in range(1, int(counts.max(initial=0))):
        waits = waits[np.flatnonzero(counts[waits] > further)]
        latest, other = critical[waits], cases.predecessors[heads[waits] + further]
        later = np.flatnonzero((ends[other] > ends[latest]) | ((ends[other] == ends[latest]) & (other < latest)))
        critical[waits[later]] = other[later]
    return critical


def critical_path(last: Ints, critical: Ints) -> Ints:
    """Activities met on the way back from each of `last`, in no particular order. Shape (n,)."""
    steps = [last]
    while steps[-1].size:
        before = critical[steps[-1]]
        steps.append(before[before != NONE])
    return np.concatenate(steps)


def _add_attempts(sums: Ints, cases: Cases, log: Log, rows: Ints, released: Ints) -> None:
    """Add what lies between the release and the completion of all attempts at some activities.

    ``rows`` are these attempts; ``released`` is when all was done that each activity waited for, shape (A,).
    """
    case, activity, pool, completed = log.case[rows], log.activity[rows], log.pool[rows], log.completed[rows]
    enabled, wait_end = log.enabled[rows], log.wait_ends[rows]
    since = released[activity]
    again = np.flatnonzero(log.attempt[rows])
    since[again] = completed[again - 1]
    travel, held = cases.lag[activity].astype(np.int64), log.held[rows]
    came = np.flatnonzero(cases.in_person[activity] & (pool != NONE))
    came = came[np.flatnonzero(from_home(cases, log, rows[came], since[came]))]
    travel[came] = cases.home[activity[came]]
    kind = np.array([_KINDS.index(slot.kind) for slot in cases.slots], dtype=np.int64) * len(_ROLES)
    role = np.array([*(_ROLES.index(office.role) for office in cases.pools), _ROLES.index(None)])
    queue, open_service, closed_service = _PARTS_OF.take(kind[cases.slot[activity]] + role[pool], axis=1)
    served_from = np.where(in_roles(cases.pools, STAFFED)[pool], wait_end, enabled)  # a delay has no queue
    served = completed - served_from
    apart = np.flatnonzero(open_service != closed_service)
    in_open_hours = open_seconds(cases.pools, pool[apart], served_from[apart], completed[apart])
    _add(sums, case, _NUMBER["travel"], travel)
    _add(sums, case, _NUMBER["another_errand"], held)
    _add(sums, case, _NUMBER["office_closed"], enabled - since - travel - held)
    _add(sums, case, queue, served_from - enabled)
    _add(sums, case[apart], closed_service[apart], served[apart] - in_open_hours)
    served[apart] = in_open_hours
    _add(sums, case, open_service, served)


def _add(sums: Ints, case: Ints, part: Ints | int, seconds: Ints) -> None:
    """Add seconds to (case, part)."""
    sums += add_up(case * len(PARTS) + part, seconds, len(sums))


def _cell(kind: Kind, role: Role | None) -> tuple[str, str, str]:
    """Name the parts of one kind of activity in one role of pool: queue, open service, closed service."""
    if role is None:
        return (SERVICE_OF_KIND[kind],) * 3
    service = SERVICE_OF_ROLE.get(role, SERVICE_OF_KIND[kind])
    return QUEUE_OF_ROLE.get(role, service), service, CLOSED_SERVICE.get((kind, role), service)


# Part numbers of queue, open and closed service by kind and role, shape (3, kinds * (roles + 1)).
_CELLS = [_cell(kind, role) for kind in _KINDS for role in _ROLES]
_PARTS_OF = np.array([[_NUMBER[part] for part in cell] for cell in _CELLS], dtype=np.int64).T.copy()

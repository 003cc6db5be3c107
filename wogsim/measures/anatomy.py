"""Time anatomy: where the time went, every second of a sojourn in exactly one part.

From the permit in hand the walk goes back along the predecessor that completed last, so only what the
citizen really waited for counts. An activity on this critical path takes over at the instant its critical
predecessor completed (the first one at the need) and fills the time until its own completion:

    released --travel--> +lag --office_closed--> enabled --queue--> started --service--> completed

with "office_closed, queue" once more for every further attempt. Which part the queue and the service are is a
table by the kind of the activity and the role of its pool.
"""

from __future__ import annotations

import numpy as np

from wogsim.cases import BACK_OFFICE, IN_PERSON, NONE, STAFFED, Cases, Ints, Kind, Role
from wogsim.log import Log
from wogsim.measures.attempts import activity_ends, add_up, attempts_in, granted_cases, open_seconds, wait_ends

PARTS = (
    "travel",
    "counter_queue",
    "at_counter",
    "file_queue",
    "assessment",
    "inspection",
    "handoff",
    "office_closed",
    "fixing",
    "form",
    "outage",
)

SERVICE_OF_KIND = {
    Kind.TRIAGE: "at_counter",
    Kind.INTAKE: "at_counter",
    Kind.COLLECT: "at_counter",
    Kind.FORM: "form",
    Kind.ISSUE: "assessment",
    Kind.FIX: "fixing",
    Kind.SEND: "handoff",
    Kind.CHASE: "handoff",
    Kind.ASSEMBLE: "handoff",
    Kind.HANDOFF: "handoff",
    Kind.GATHER: "handoff",
    Kind.INSPECT: "inspection",
    Kind.ASSESS: "assessment",
    Kind.AUTOMATE: "assessment",
}
QUEUE_OF_ROLE = dict.fromkeys(IN_PERSON, "counter_queue") | dict.fromkeys(BACK_OFFICE, "file_queue")
SERVICE_OF_ROLE = dict.fromkeys(IN_PERSON, "at_counter")  # whatever is done there
CLOSED_SERVICE = {(Kind.FORM, Role.PORTAL): "outage"}  # elsewhere a closed hour in service is service

_NUMBER = {part: number for number, part in enumerate(PARTS)}
_KINDS = tuple(Kind)
_ROLES = (*Role, None)  # None last: no pool, index -1


def time_anatomy(cases: Cases, log: Log) -> dict[str, Ints]:
    """Split each granted case's sojourn into parts.

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
    """
    ends = activity_ends(cases, log)
    critical = critical_predecessors(cases, ends)
    path = critical_path(cases.last[granted_cases(cases, log)], critical)
    # Index -1 reads some other activity's end there; `where` puts the need in its place.
    released = np.where(critical == NONE, cases.need[cases.case], ends[critical])

    attempts = _attempts_of(path, cases, log)
    since = _away_since(log, released + cases.lag)[attempts]
    log = log.rows(attempts)

    sums = np.zeros(len(cases.need) * len(PARTS), dtype=np.int64)
    _add(sums, cases.case[path], _NUMBER["travel"], cases.lag[path])
    _add(sums, log.case, _NUMBER["office_closed"], log.enabled - since)
    _add_queue_and_service(sums, cases, log)
    table = sums.reshape(-1, len(PARTS))
    return {part: table[:, number].copy() for number, part in enumerate(PARTS)}


def critical_predecessors(cases: Cases, ends: Ints) -> Ints:
    """Which predecessor each activity was waiting for: the last to complete, of equals the lowest index.

    Parameters
    ----------
    cases : Cases
        With A activities.
    ends : int64 array, shape (A,)
        Completions in seconds.

    Returns
    -------
    int64 array, shape (A,)
        Index of an activity; -1 where there is none.
    """
    critical = np.full(len(cases.case), NONE, dtype=np.int64)
    counts = np.diff(cases.pred_ptr)
    waits = np.flatnonzero(counts)
    if waits.size:
        heads = cases.pred_ptr[waits]
        end_of_edge = ends[cases.predecessors]
        latest = np.repeat(np.maximum.reduceat(end_of_edge, heads), counts[waits])
        candidates = np.where(end_of_edge == latest, cases.predecessors, len(critical))
        critical[waits] = np.minimum.reduceat(candidates, heads)
    return critical


def critical_path(last: Ints, critical: Ints) -> Ints:
    """Activities met on the way back from each of `last`, in no particular order. Shape (n,)."""
    steps = [last]
    while steps[-1].size:
        before = critical[steps[-1]]
        steps.append(before[before != NONE])
    return np.concatenate(steps)


def _attempts_of(path: Ints, cases: Cases, log: Log) -> Ints:
    """Rows of the log that belong to activities on the path, ascending."""
    on_path = np.zeros(len(cases.case), dtype=bool)
    on_path[path] = True
    return np.flatnonzero(on_path[log.activity])


def _away_since(log: Log, first: Ints) -> Ints:
    """When the citizen went home before each attempt; ``first`` of its activity before attempt 0. Shape (rows,)."""
    since = first[log.activity]
    again = np.flatnonzero(log.attempt > 0)
    since[again] = log.completed[again - 1]
    return since


def _add_queue_and_service(sums: Ints, cases: Cases, log: Log) -> None:
    """Add what lies between enabled and completed of every attempt; a delay has no queue."""
    queue, open_service, closed_service = _parts_of(cases, log)
    served_from = np.where(attempts_in(log, cases.pools, STAFFED), wait_ends(log), log.enabled)
    in_open_hours = log.completed - served_from
    apart = np.flatnonzero(open_service != closed_service)
    in_open_hours[apart] = open_seconds(cases.pools, log.pool[apart], served_from[apart], log.completed[apart])
    _add(sums, log.case, queue, served_from - log.enabled)
    _add(sums, log.case, open_service, in_open_hours)
    _add(sums, log.case, closed_service, log.completed - served_from - in_open_hours)


def _parts_of(cases: Cases, log: Log) -> tuple[Ints, Ints, Ints]:
    """Part of each attempt's queue, of its service in open and in closed hours; each of shape (rows,)."""
    kind = np.array([_KINDS.index(slot.kind) for slot in cases.slots], dtype=np.int64)[cases.slot[log.activity]]
    role = np.array([_ROLES.index(pool.role) for pool in cases.pools] + [_ROLES.index(None)])[log.pool]
    return _QUEUE[kind, role], _OPEN_SERVICE[kind, role], _CLOSED_SERVICE[kind, role]


def _add(sums: Ints, case: Ints, part: Ints | int, seconds: Ints) -> None:
    """Add seconds to (case, part)."""
    sums += add_up(case * len(PARTS) + part, seconds, len(sums))


def _tables() -> tuple[Ints, Ints, Ints]:
    """Part numbers of queue, open and closed service by kind and role, each of shape (kinds, roles + 1)."""
    cells = [_cell(kind, role) for kind in _KINDS for role in _ROLES]
    numbers = np.array([[_NUMBER[part] for part in cell] for cell in cells], dtype=np.int64)
    queue, open_service, closed_service = numbers.T.reshape(3, len(_KINDS), len(_ROLES))
    return queue, open_service, closed_service


def _cell(kind: Kind, role: Role | None) -> tuple[str, str, str]:
    """Name the parts of one kind of activity in one role of pool: queue, open service, closed service."""
    if role is None:
        return (SERVICE_OF_KIND[kind],) * 3
    service = SERVICE_OF_ROLE.get(role, SERVICE_OF_KIND[kind])
    return QUEUE_OF_ROLE.get(role, service), service, CLOSED_SERVICE.get((kind, role), service)


_QUEUE, _OPEN_SERVICE, _CLOSED_SERVICE = _tables()

"""From cases to a machine and from a machine to a log: the kernels at both ends of `wogsim.engine.kernel`.

They stand apart from the event loop because each is compiled, and kept on disk, by itself.
"""

from __future__ import annotations

from typing import NamedTuple

from wogsim.cases import NONE, Ints
from wogsim.engine.kernel import ENABLING, PHASE_BITS, SENT_HOME, inner
from wogsim.engine.machine import Columns, Machine

MOST_SMALL = 2**15 - 1
MOST = 2**31 - 1


class Rows(NamedTuple):
    """The columns of a log, shape (rows,)."""

    case: Ints
    activity: Ints
    attempt: Ints
    pool: Ints
    server: Ints
    enabled: Ints
    started: Ints
    completed: Ints
    ended_by: Ints


def pack(c: Columns, m: Machine) -> bool:
    """Fill in a machine from the cases; say whether all numbers fit."""
    count = len(c.case)
    lines = m.lines
    least = 1 << (62 - PHASE_BITS - m.id_bits)
    arrived = 0
    for a in range(count + 1):
        m.activities[a]["successors"] = 0
    for k in range(len(c.predecessors)):
        m.activities[c.predecessors[k]]["successors"] += 1
    total = 0
    for a in range(count):
        activity, pool = m.activities[a], c.pool[a]
        total += activity["successors"]
        activity["successors"] = total
        missing = c.pred_ptr[a + 1] - c.pred_ptr[a]
        rank = c.priority[a]
        longest = max(c.work[a], c.lag[a], c.patience[a], c.deadline[a])
        if longest > MOST or missing > MOST_SMALL or not 0 <= c.need[c.case[a]] < least:
            return False
        if pool != NONE and c.work[a] < 1:
            return False
        activity["enabled"] = activity["started"] = activity["completed"] = NONE
        activity["work"], activity["lag"], activity["deadline"] = c.work[a], c.lag[a], c.deadline[a]
        activity["patience"] = NONE if pool == NONE else c.patience[a]
        activity["attempt"], activity["server"] = 0, NONE
        activity["pool"], activity["rank"], activity["missing"] = pool, rank, missing
        activity["state"] = activity["ended_by"] = 0
        activity["in_person"] = pool != NONE and c.in_person[a]
        activity["given_up"] = activity["timed"] = False
        if pool != NONE:
            lines[pool * m.ranks + rank]["size"] += 1
            if c.in_person[a]:
                m.pools[pool]["visited"] = True
        if missing == 0:
            m.arrivals[arrived] = (((c.need[c.case[a]] << PHASE_BITS) | ENABLING) << m.id_bits) | a
            arrived += 1
    m.activities[count]["successors"] = total
    for a in range(count - 1, -1, -1):
        for k in range(c.pred_ptr[a], c.pred_ptr[a + 1]):
            before = m.activities[c.predecessors[k]]
            before["successors"] -= 1
            m.successors[before["successors"]] = a
    total = 0
    for k in range(len(lines)):
        if k % m.ranks == 0:
            m.pools[k // m.ranks]["numbers"] = total
        lines[k]["first"] = total
        total += lines[k]["size"]
    return True


def count_rows(m: Machine) -> int:
    """Note where each activity's rows begin; return how many rows there are."""
    total = 0
    for a in range(len(m.case)):
        activity = m.activities[a]
        activity["successors"] = total
        total += activity["attempt"]
        if activity["enabled"] != NONE:
            total += 1
    return total


@inner
def write(m: Machine, rows: Rows, number: int, attempt: int) -> int:
    """Begin the row of an attempt that was not served; return its place."""
    activity = m.activities[number]
    row = activity["successors"] + attempt
    rows.case[row], rows.activity[row], rows.attempt[row] = m.case[number], number, attempt
    rows.pool[row], rows.server[row], rows.started[row] = activity["pool"], NONE, NONE
    return int(row)


def unpack(m: Machine, rows: Rows) -> None:
    """Write the log: who was sent home, then how each activity ended."""
    for a in range(len(m.case)):
        activity = m.activities[a]
        if activity["enabled"] != NONE:
            row = write(m, rows, a, activity["attempt"])
            rows.server[row], rows.started[row] = activity["server"], activity["started"]
            rows.enabled[row], rows.completed[row] = activity["enabled"], activity["completed"]
            rows.ended_by[row] = activity["ended_by"]
    for k in range(m.clock[0]["sent"]):
        sent = m.sent[k]
        row = write(m, rows, sent["activity"], sent["attempt"])
        rows.enabled[row], rows.completed[row] = sent["enabled"], sent["completed"]
        rows.ended_by[row] = SENT_HOME

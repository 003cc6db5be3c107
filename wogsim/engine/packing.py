"""From cases to a machine and from a machine to a log: the kernels at both ends of `wogsim.engine.kernel`.

They stand apart from the event loop because each is compiled, and kept on disk, by itself.
"""

from wogsim.contract.cases import NONE, Ints
from wogsim.contract.log import COLUMNS
from wogsim.engine.kernel import COMPLAINT, ENABLING, IN_PERSON, PHASE_BITS, SENT_HOME, of
from wogsim.engine.machine import Columns, Machine, Records, Small

MOST_SMALLEST = 2**7 - 1
MOST_SMALL = 2**15 - 1
MOST = 2**31 - 1

CASE, ACTIVITY, ATTEMPT, POOL, SERVER, ENABLED, STARTED, COMPLETED, ENDED_BY, HELD, HELD_BY = range(len(COLUMNS))


def pack(c: Columns, m: Machine) -> int:
    """Fill in a machine from the cases; return how many arrivals there are, or -1 when a number does not fit."""
    count = len(c.case)
    least = 1 << m.time_bits
    arrived = 0
    for a in range(count):
        activity, pool, rank = m.activities[a], int(c.pool[a]), int(c.rank[a])
        missing = c.pred_ptr[a + 1] - c.pred_ptr[a]
        if missing > MOST_SMALL or not 0 <= c.need[c.case[a]] < least or c.work[a] < 0:
            return -1
        activity["enabled"] = activity["started"] = activity["completed"] = NONE
        activity["work"], activity["attempt"], activity["server"] = c.work[a], 0, NONE
        activity["pool"], activity["rank"], activity["missing"] = pool, rank, missing
        activity["state"] = activity["ended_by"] = 0
        activity["errand"] = COMPLAINT * of(c.complaint, a)
        activity["fate"], activity["timed"] = 0, False
        if pool != NONE:
            m.pools[pool]["numbers"] += 1
            if c.in_person[a]:
                activity["errand"] = IN_PERSON | c.errand[a]
                m.pools[pool]["visited"] = True
        if missing == 0:
            m.arrivals[arrived] = (((c.need[c.case[a]] << PHASE_BITS) | ENABLING) << m.id_bits) | a
            arrived += 1
    for k in range(len(c.predecessors)):
        m.first_successor[c.predecessors[k]] += 1
    for a in range(count):
        m.first_successor[a + 1] += m.first_successor[a]
    for a in range(count - 1, -1, -1):
        for k in range(c.pred_ptr[a], c.pred_ptr[a + 1]):
            before = int(c.predecessors[k])
            if not -MOST_SMALL <= a - before <= MOST_SMALL:
                return -1
            m.first_successor[before] -= 1
            m.successors[m.first_successor[before]] = a - before
    for k in range(len(m.lines)):
        m.lines[k]["first"] = m.lines[k]["last"] = NONE
    numbers = 0
    for k in range(len(m.pools)):
        room = 1 + min(m.pools[k]["numbers"], m.pools[k]["most"])
        m.pools[k]["numbers"], m.numbers[numbers] = numbers, 0
        numbers += room
    return arrived


def unpack(activities: Records, sent: Records, held: Records, first: int, case: Small, rows: Ints) -> int:
    """Write the log of some activities; return its length.

    Parameters
    ----------
    activities : in order
    sent : attempts of theirs that ended with being sent home, in order of (activity, attempt)
    held : waits of theirs at home for other errands, in order of (activity, attempt, time)
    first : number of the first of `activities`
    case : of each activity
    rows : room for a row for each activity and each attempt sent home, shape (columns of a log, rows)
    """
    total = home = wait = 0
    for a in range(len(activities)):
        activity = activities[a]
        for attempt in range(activity["attempt"] + int(activity["enabled"] != NONE)):
            if attempt < activity["attempt"]:
                enabled, completed, ended_by = sent[home]["enabled"], sent[home]["completed"], SENT_HOME
                server = started = NONE
                home += 1
            else:
                enabled, completed, ended_by = activity["enabled"], activity["completed"], activity["ended_by"]
                server, started = activity["server"], activity["started"]
            rows[CASE, total], rows[ACTIVITY, total], rows[ATTEMPT, total] = case[a], a, attempt
            rows[POOL, total], rows[SERVER, total], rows[ENDED_BY, total] = activity["pool"], server, ended_by
            rows[ENABLED, total], rows[STARTED, total], rows[COMPLETED, total] = enabled, started, completed
            rows[HELD, total], rows[HELD_BY, total] = 0, NONE
            while wait < len(held) and held[wait]["activity"] == first + a and held[wait]["attempt"] == attempt:
                rows[HELD, total] += held[wait]["until"] - held[wait]["since"]
                rows[HELD_BY, total] = held[wait]["by"] - first
                wait += 1
            total += 1
        while wait < len(held) and held[wait]["activity"] == first + a:  # given up before it was enabled
            wait += 1
    return int(total)

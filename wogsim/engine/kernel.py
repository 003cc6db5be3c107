"""The rules of the engine's contract, compiled: the event loop of `wogsim.engine.compiled`.

Read `simulate` first, then from bottom to top what may happen to an activity. Everything lives in the arrays of a
`Machine`, so the loop can return (to be given more room) and be entered again.

All kernels stand in one file: numba looks for changes of the file of the function that is called, not in others. With
NUMBA_DISABLE_JIT=1 the same lines run as plain Python. ``row["field"]`` then works, ``row.field`` would not.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from wogsim.contract.cases import NONE, Ints
from wogsim.contract.hours import DAY, FOREVER
from wogsim.contract.log import EndedBy
from wogsim.engine.machine import Machine, PerActivity, Records

Function = TypeVar("Function", bound=Callable[..., Any])


# Kernels allocate nothing. Not counting references to arrays makes the loop ten times faster.
OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}


def inner(function: Function) -> Function:
    """Compile a part of a kernel into the kernel."""
    wrappers = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # compiled in half the time without
    return cast(Function, numba.njit(forceinline=True, **wrappers, **OPTIONS)(function))


SERVED, SENT_HOME, GAVE_UP, OVERTAKEN = (int(how) for how in EndedBy)
NEVER = 2**63 - 1

# An event is one number, (time, phase, id) from high to low bits, so that the least is next.
COMPLETION, CAPACITY, PATIENCE, DEADLINE, HOME, LEAVING, ENABLING = range(7)
PHASE_BITS = 3

# States of an activity: it waits for others; it will come or come again; the citizen is out on another errand; it
# queues; it is served; it is over.
AHEAD, AWAY, HELD_UP, WAITING, IN_SERVICE, OVER = range(6)

# Who waits has neither a server nor has started: meanwhile these say who is next to them in their line, and this where
# the wait at home stands. Of who is away it says when they will be there; an enabling at another time is out of date.
BEFORE, BEHIND, WAIT, ARRIVES = "started", "server", "completed", "completed"

# What an errand's stop is: `wogsim.contract.cases.Errand`, and that it is one; or that the activity is a complaint.
FIRST_STOP, LAST_STOP, IN_PERSON, COMPLAINT = 1, 2, 4, 8

# What has befallen an activity or others of its case: a deadline that covers it has passed; somebody has given up.
DEEMED_APPROVED, GIVEN_UP = 1, 2

# How the loop ended: all is done; more room for rows is needed; tables of hours that were cut are too short; hours
# have run out for one pool or for all; a number does not fit.
DONE, GROW, SHORT, EXHAUSTED, STUCK, TOO_LARGE = range(6)


# A binary heap is a stretch of an array from `base` on: its size, and behind that its numbers, the least in front.


@inner
def least_of(heap: Ints) -> int:
    """The least of a heap that begins its array; NEVER where it is empty."""
    return int(heap[1]) if heap[0] > 0 else NEVER


@inner
def push(heap: Ints, base: int, key: int) -> None:
    """Add to a heap."""
    heap[base] += 1
    sift(heap, base, heap[base], key)


@inner
def sift(heap: Ints, base: int, place: int, key: int) -> None:
    """Put a number where it belongs on the way from a free place up to the front."""
    while place > 1:
        above = place >> 1
        if heap[base + above] <= key:
            break
        heap[base + place] = heap[base + above]
        place = above
    heap[base + place] = key


@inner
def pop(heap: Ints, base: int) -> None:
    """Take the least off a heap.

    The lesser child moves up all the way down, and the last of the heap takes its place from below: unlike whether it
    belongs further up, which it seldom does, which child is the lesser cannot be guessed, so that no branch asks it.
    """
    size = heap[base] - 1
    key = heap[base + size + 1]
    heap[base] = size
    place, below = 1, 2
    while below < size:
        below += int(heap[base + below + 1] < heap[base + below])
        heap[base + place] = heap[base + below]
        place, below = below, 2 * below
    if below == size:
        heap[base + place] = heap[base + below]
        place = below
    sift(heap, base, place, key)


@inner
def event(m: Machine, time: int, phase: int, number: int) -> int:
    """One number for a point in the total order."""
    return (((time << PHASE_BITS) | phase) << m.id_bits) | number


@inner
def instant(m: Machine, key: int) -> int:
    """The time of an event."""
    return key >> (m.id_bits + PHASE_BITS)


@inner
def of(column: PerActivity, number: int) -> int:
    """What a column says of an activity."""
    return int(column.values[number * column.step])


@inner
def stop(m: Machine, status: int, culprit: int) -> None:
    """Have the loop end; the first reason counts."""
    clock = m.clock[0]
    if clock["status"] == DONE:
        clock["status"], clock["culprit"] = status, culprit


@inner
def schedule(m: Machine, heap: Ints, time: int, phase: int, number: int) -> None:
    """Have something happen; what probably will not, among the timers; nothing at -1, when hours have run out."""
    if time >> m.time_bits == 0:
        push(heap, 0, event(m, time, phase, number))
    else:  # there would be no room for phase and id in an event, or none for the time in the record of an activity
        stop(m, TOO_LARGE, NONE)


@inner
def interval_from(m: Machine, number: int, time: int) -> int:
    """The interval open at `time`, now or later, or else the next one; -1 when there is none."""
    pool, now = m.pools[number], m.clock[0]["now"]
    k, end = pool["hours"], pool["hours_end"]
    while k < end and m.closes[k] < now:  # what closes now is still asked for by `change_capacity`
        k += 1
    pool["hours"] = k
    while k < end and m.closes[k] <= time:
        k += 1
    if k < end:
        return int(k)
    stop(m, SHORT if pool["cut"] else EXHAUSTED, number)
    return -1


@inner
def come(m: Machine, number: int, time: int, offset: int) -> int:
    """`wogsim.contract.hours.Hours.come`; -1 when there are no more hours."""
    k = interval_from(m, number, time)
    if k < 0:
        return -1
    opening = int(m.opens[k])
    if m.sitting[k] and time < opening + offset:
        length = int(m.closes[k] - opening)
        opening += offset if length >= m.spread else offset * length // m.spread
    return max(time, opening)


@inner
def still_today(m: Machine, number: int, time: int) -> int:
    """`wogsim.contract.hours.Hours.still_today`; -1 when there are no more hours, NEVER when the sitting is over."""
    k = interval_from(m, number, time)
    if k < 0:
        return -1
    opening = int(m.opens[k])
    return NEVER if time < opening and m.sitting[k] else max(time, opening)


@inner
def day_ends(m: Machine, number: int, time: int) -> int:
    """`wogsim.contract.hours.Hours.day_ends`; -1 when there may be more hours than the table has."""
    k, end = interval_from(m, number, time), m.pools[number]["hours_end"]
    if m.closes[k] - m.opens[k] > DAY:
        return int(min(m.closes[k], (time // DAY + 1) * DAY))
    while k + 1 < end and not m.sitting[k + 1] and m.closes[k + 1] - m.opens[k + 1] <= DAY:
        k += 1
    if k + 1 == end and m.pools[number]["cut"]:
        stop(m, SHORT, number)
        return -1
    return int(m.closes[k])


@inner
def advance(m: Machine, number: int, time: int, work: int) -> int:
    """`Hours.advance` for work above 0, walking from interval to interval; -1 when they run out."""
    k = interval_from(m, number, time)
    if k < 0:
        return -1
    pool = m.pools[number]
    begin, left = max(time, m.opens[k]), work
    while left > m.closes[k] - begin:
        left -= m.closes[k] - begin
        k += 1
        if k == pool["hours_end"]:
            stop(m, SHORT if pool["cut"] else EXHAUSTED, number)
            return -1
        begin = m.opens[k]
    return int(begin + left)


@inner
def watch(m: Machine, number: int) -> None:
    """Bring the capacity up to date and have the next change happen: only needed while somebody is in the queue."""
    pool, now = m.pools[number], m.clock[0]["now"]
    if pool["watched"]:
        return
    k, end = pool["steps"], pool["steps_end"]
    while k < end and m.step_times[k] <= now:
        pool["capacity"] = m.step_servers[k]
        k += 1
    pool["steps"] = k


@inner
def watch_on(m: Machine, number: int) -> None:
    """Have the next change of capacity happen."""
    pool = m.pools[number]
    k = pool["steps"]
    if k < pool["steps_end"] and m.step_times[k] < FOREVER and not pool["watched"]:
        pool["watched"] = True
        schedule(m, m.events, m.step_times[k], CAPACITY, number)
    elif k == pool["steps_end"] and pool["cut"]:
        stop(m, SHORT, number)


@inner
def allocate_soon(m: Machine, number: int) -> None:
    """Have the pool start waiting attempts when all else at this instant has happened; least pools first."""
    pool = m.pools[number]
    if not pool["due"] and pool["waiting"] > 0 and pool["busy"] < pool["capacity"]:
        pool["due"] = True
        push(m.due, 0, number)


@inner
def join(m: Machine, line: Records, before: int, behind: int) -> None:
    """Have two stand one behind the other in a line; NONE is where it begins and ends."""
    if before == NONE:
        line["first"] = behind
    else:
        m.activities[before][BEHIND] = behind
    if behind == NONE:
        line["last"] = before
    else:
        m.activities[behind][BEFORE] = before


@inner
def leave(m: Machine, number: int) -> None:
    """Leave the queue."""
    activity = m.activities[number]
    where = int(activity["pool"])
    line = m.lines[where * m.ranks + int(activity["rank"])]
    join(m, line, int(activity[BEFORE]), int(activity[BEHIND]))
    activity[BEFORE] = activity[BEHIND] = NONE
    m.pools[where]["waiting"] -= 1


@inner
def line_up(m: Machine, number: int) -> None:
    """Join the queue, behind who was enabled before or is enabled now and has a lower number."""
    activity = m.activities[number]
    where, now = int(activity["pool"]), m.clock[0]["now"]
    pool, line = m.pools[where], m.lines[where * m.ranks + int(activity["rank"])]
    before = int(line["last"])
    while before > number and m.activities[before]["enabled"] == now:
        before = int(m.activities[before][BEFORE])
    behind = int(line["first"] if before == NONE else m.activities[before][BEHIND])
    join(m, line, before, number)
    join(m, line, number, behind)
    pool["waiting"] += 1
    pool["front"] = min(pool["front"], int(activity["rank"]))
    activity["state"] = WAITING
    if of(m.patience, number) != NONE and not activity["timed"]:
        activity["timed"] = True
        schedule(m, m.timers, now + of(m.patience, number), PATIENCE, number)
    watch_on(m, where)
    allocate_soon(m, where)


@inner
def start(m: Machine, number: int) -> int:
    """Occupy the server with the lowest free number; say when the work will be done, -1 when hours run out."""
    activity, now = m.activities[number], m.clock[0]["now"]
    where = int(activity["pool"])
    pool = m.pools[where]
    if pool["limited"]:
        activity["server"] = pool["busy"]  # those in use are 0, 1, 2 and so on unless one has come back
        if m.numbers[pool["numbers"]] > 0:
            activity["server"] = m.numbers[pool["numbers"] + 1]
            pop(m.numbers, pool["numbers"])
    pool["busy"] += 1
    activity["state"], activity["started"] = IN_SERVICE, now
    done = now + activity["work"]
    if pool["suspends"]:
        done = advance(m, where, now, activity["work"])
    schedule(m, m.events, done, COMPLETION, number)
    return int(done)


@inner
def allocate(m: Machine, number: int) -> None:
    """Start waiting attempts by (priority, enabled, activity) while servers are free."""
    pool = m.pools[number]
    pool["due"] = False
    while pool["waiting"] > 0 and pool["busy"] < pool["capacity"]:
        line = m.lines[number * m.ranks + pool["front"]]
        first = int(line["first"])
        if first == NONE:
            pool["front"] += 1
            continue
        leave(m, first)
        start(m, first)


@inner
def nothing_else_now(m: Machine) -> bool:
    """Whether this instant is over."""
    clock = m.clock[0]
    next_one = min(least_of(m.events), m.arrivals[clock["arrived"]])
    return bool(m.sudden[0] == 0 and m.due[0] == 0 and instant(m, next_one) > clock["now"])


@inner
def enable_at(m: Machine, number: int, time: int) -> None:
    """Have an attempt enabled, now or later."""
    if time == m.clock[0]["now"]:
        push(m.sudden, 0, number)
    else:
        schedule(m, m.events, time, ENABLING, number)
    if time >> m.time_bits == 0:
        m.activities[number][ARRIVES] = time


@inner
def leaves(m: Machine, number: int, ready: int) -> int:
    """When a citizen who could leave home from `ready` on does so; -1 when hours have run out."""
    activity, home = m.activities[number], of(m.home, number)
    # Who was sent home is at the door when it opens.
    offset = of(m.offset, number) if activity["attempt"] == 0 else 0
    comes = come(m, int(activity["pool"]), ready + home, offset)
    return comes - home if comes >= 0 else -1


@inner
def ask_at(m: Machine, number: int, time: int) -> None:
    """Have an errand ask for the lock of its case at `time`."""
    m.locks[m.case[number]]["asking"] += 1
    schedule(m, m.events, time, LEAVING, number)


@inner
def set_out(m: Machine, number: int, ready: int) -> None:
    """Have the citizen leave home for a counter.

    Nearly always nothing else comes up until then, so the lock is taken beforehand. What comes up has it given back;
    then both will ask for it, each in its time.
    """
    lock, clock = m.locks[m.case[number]], m.clock[0]
    time, now = leaves(m, number, ready), clock["now"]
    if lock["leaves"] > now or (lock["leaves"] == now and clock["phase"] < LEAVING):
        other = int(lock["errand"])
        m.activities[other][ARRIVES] = NONE
        ask_at(m, other, int(lock["leaves"]))
        lock["leaves"], lock["back"] = NONE, now
    if time >= 0 and lock["asking"] == 0 and lock["line"] == NONE and lock["back"] <= now:
        lock["errand"], lock["back"], lock["leaves"] = number, NEVER, time
        enable_at(m, number, time + of(m.home, number))
    else:
        ask_at(m, number, time)


@inner
def go_home(m: Machine, number: int, time: int) -> None:
    """The citizen of an activity will be home again at `time`."""
    lock = m.locks[m.case[number]]
    lock["back"] = time
    if lock["line"] != NONE:
        schedule(m, m.events, time, HOME, int(lock["errand"]))


@inner
def leave_home(m: Machine, number: int) -> None:
    """Leave home for a counter, which is open on arrival; nobody knows yet when they will be back."""
    lock = m.locks[m.case[number]]
    lock["errand"], lock["back"], lock["leaves"] = number, NEVER, NONE
    enable_at(m, number, m.clock[0]["now"] + of(m.home, number))


@inner
def wait_at_home(m: Machine, number: int) -> None:
    """Stand in the line of the case, behind who joined it before or joins it now and has a lower number."""
    activity, clock, lock = m.activities[number], m.clock[0], m.locks[m.case[number]]
    if lock["line"] == NONE and lock["back"] != NEVER:
        schedule(m, m.events, int(lock["back"]), HOME, int(lock["errand"]))
    row = m.held[clock["held"]]
    row["activity"], row["attempt"], row["by"] = number, activity["attempt"], lock["errand"]
    row["since"] = clock["now"]
    activity["state"], activity[WAIT] = HELD_UP, clock["held"]
    clock["held"] += 1
    before, behind = NONE, int(lock["line"])
    while behind != NONE and (behind < number or m.held[m.activities[behind][WAIT]]["since"] < clock["now"]):
        before, behind = behind, int(m.activities[behind][BEHIND])
    activity[BEHIND] = behind
    if before == NONE:
        lock["line"] = number
    else:
        m.activities[before][BEHIND] = number


@inner
def ask(m: Machine, number: int) -> None:
    """Leave home now, or as soon as the citizen is back from other errands."""
    lock = m.locks[m.case[number]]
    lock["asking"] -= 1
    if lock["back"] <= m.clock[0]["now"]:
        leave_home(m, number)
    else:
        wait_at_home(m, number)


@inner
def come_home(m: Machine, number: int) -> None:
    """The citizen of an activity is home: leave at once for the first in line that is open on arrival.

    Those before it will ask again when theirs are open.
    """
    lock, now = m.locks[m.case[number]], m.clock[0]["now"]
    while lock["line"] != NONE:
        first = int(lock["line"])
        activity = m.activities[first]
        lock["line"] = activity[BEHIND]
        m.held[activity[WAIT]]["until"] = now
        activity["state"] = AWAY
        activity[BEHIND] = activity[WAIT] = NONE
        again = leaves(m, first, now)
        if again == now:
            leave_home(m, first)
            return
        ask_at(m, first, again)


@inner
def begin(m: Machine, number: int) -> None:
    """Set out on an activity: all its predecessors have completed."""
    activity, clock = m.activities[number], m.clock[0]
    now = clock["now"]
    activity["state"] = AWAY
    clock["under_way"] += 1
    if activity["errand"] & FIRST_STOP:
        set_out(m, number, now)
        return
    comes = now + of(m.lag, number)
    if activity["errand"] & IN_PERSON:
        comes = still_today(m, int(activity["pool"]), comes)
        if comes == NEVER:
            home = now + of(m.home, number)
            go_home(m, number, home)
            set_out(m, number, home)
            return
    enable_at(m, number, comes)


@inner
def first_of_case(m: Machine, number: int) -> int:
    """The first activity of an activity's case."""
    k = number
    while k > 0 and m.case[k - 1] == m.case[number]:
        k -= 1
    return k


@inner
def put_first(m: Machine, number: int) -> None:
    """What becomes ready for this case from now on ranks before all else."""
    m.locks[m.case[number]]["complained"] = True
    k = first_of_case(m, number)
    while k < len(m.case) and m.case[k] == m.case[number]:
        if m.activities[k]["state"] != WAITING:
            m.activities[k]["rank"] = 0
        k += 1


@inner
def end(m: Machine, number: int, how: int) -> None:
    """The activity is over; let its successors go on, unless the case was given up."""
    activity, clock = m.activities[number], m.clock[0]
    if activity["state"] == IN_SERVICE and activity["pool"] != NONE and activity["work"] > 0:
        pool = m.pools[activity["pool"]]
        pool["busy"] -= 1
        if pool["limited"]:
            push(m.numbers, pool["numbers"], int(activity["server"]))
        allocate_soon(m, int(activity["pool"]))
    elif activity["state"] == WAITING:
        leave(m, number)
    activity["state"], activity["completed"], activity["ended_by"] = OVER, clock["now"], how
    if activity["errand"] & LAST_STOP:
        go_home(m, number, clock["now"] + of(m.home, number))
    if how == SERVED and activity["errand"] & COMPLAINT:
        put_first(m, number)
    if activity["fate"] != GIVEN_UP:
        for k in range(m.first_successor[number], m.first_successor[number + 1]):
            successor = number + int(m.successors[k])
            m.activities[successor]["missing"] -= 1
            if m.activities[successor]["missing"] == 0:
                begin(m, successor)
    clock["under_way"] -= 1


@inner
def another_time(m: Machine, number: int, not_before: int) -> None:
    """An attempt in person ends here, unserved: go home, and begin the next so as not to be there before a time."""
    activity, now = m.activities[number], m.clock[0]["now"]
    row = m.sent[m.clock[0]["sent"]]
    m.clock[0]["sent"] += 1
    row["activity"], row["attempt"] = number, activity["attempt"]
    row["enabled"], row["completed"] = activity["enabled"], now
    activity["attempt"] += 1
    activity["state"], activity["enabled"], activity[ARRIVES] = AWAY, NONE, NONE
    if m.locks[m.case[number]]["complained"]:
        activity["rank"] = 0
    home = of(m.home, number)
    go_home(m, number, now + home)
    set_out(m, number, max(now + home, not_before - home))


@inner
def hands_out_a_ticket(m: Machine, number: int) -> bool:
    """Hand out one of the day's tickets of a pool that has a quota, should there be one left."""
    pool, today = m.pools[number], day_ends(m, number, m.clock[0]["now"])
    if pool["day"] != today:
        pool["day"], pool["tickets"] = today, 0
    pool["tickets"] += 1
    return bool(pool["tickets"] <= pool["quota"])


@inner
def enable(m: Machine, number: int) -> None:
    """An attempt is enabled; without a pool or work, or where nobody else is concerned, it starts at once."""
    activity, now = m.activities[number], m.clock[0]["now"]
    if activity["errand"] & COMPLAINT and m.activities[m.last[m.case[number]]]["state"] == OVER:
        activity["state"] = OVER
        m.clock[0]["under_way"] -= 1
        return
    activity["enabled"] = now
    if activity["fate"] == DEEMED_APPROVED:
        end(m, number, OVERTAKEN)
        return
    where, due = int(activity["pool"]) if activity["work"] > 0 else NONE, -1
    limited = where != NONE and activity["errand"] & IN_PERSON and m.pools[where]["quota"] != NONE
    if limited and not hands_out_a_ticket(m, where):
        another_time(m, number, int(m.pools[where]["day"]))
        return
    if of(m.deadline, number) != NONE and activity["attempt"] == 0:
        due = advance(m, len(m.pools) - 1, now, of(m.deadline, number))
        if due < 0:
            return
    if where == NONE:
        activity["state"], activity["started"] = IN_SERVICE, now
        done = now + activity["work"]
        if done > now:
            schedule(m, m.events, done, COMPLETION, number)
    else:
        watch(m, where)
        pool = m.pools[where]
        if pool["busy"] < pool["capacity"] and nothing_else_now(m):  # a queue would be about to be allocated
            done = start(m, number)
        else:
            done = NEVER
            line_up(m, number)
    # A completion precedes a deadline at the same instant.
    if due >= 0 and (due < done or of(m.covers, number) > 0):
        schedule(m, m.timers, due, DEADLINE, number)
    if done == now:
        end(m, number, SERVED)


@inner
def send_home(m: Machine, number: int) -> None:
    """Take who waits in person off the queue; the next attempt begins the same way."""
    for rank in range(m.ranks):
        behind = int(m.lines[number * m.ranks + rank]["first"])
        while behind != NONE:
            other = behind
            activity = m.activities[other]
            behind = int(activity[BEHIND])
            if activity["errand"] & IN_PERSON:
                leave(m, other)
                another_time(m, other, 0)


@inner
def change_capacity(m: Machine, number: int) -> None:
    """The staff present changes; at the end of a sitting send home who waits in person."""
    pool, now = m.pools[number], m.clock[0]["now"]
    pool["capacity"] = m.step_servers[pool["steps"]]
    pool["steps"] += 1
    pool["watched"] = False
    if pool["visited"] and pool["waiting"] > 0 and pool["capacity"] == 0:
        k = interval_from(m, number, now - 1)
        if m.closes[k] == now and (k + 1 == pool["hours_end"] or m.sitting[k + 1]):
            send_home(m, number)
    if pool["waiting"] > 0:
        watch_on(m, number)
        allocate_soon(m, number)


@inner
def lose_patience(m: Machine, number: int) -> None:
    """Give the case up, unless the turn has come: cancel what waits or is away; work in service goes on."""
    activity, clock = m.activities[number], m.clock[0]
    activity["timed"] = False
    if activity["state"] != WAITING:
        return
    ends = int(activity["enabled"]) + of(m.patience, number)
    if ends > clock["now"]:  # that was an earlier attempt's
        activity["timed"] = True
        schedule(m, m.timers, ends, PATIENCE, number)
        return
    k = first_of_case(m, number)
    while k < len(m.case) and m.case[k] == m.case[number]:
        other = m.activities[k]
        other["fate"] = GIVEN_UP
        if other["state"] == WAITING:
            leave(m, k)
        if other["state"] == WAITING or other["state"] == AWAY or other["state"] == HELD_UP:
            other["state"], other["completed"], other["ended_by"] = OVER, clock["now"], GAVE_UP
            clock["under_way"] -= 1
        k += 1
    m.locks[m.case[number]]["line"] = NONE


@inner
def overtake(m: Machine, number: int) -> None:
    """A deadline passes: what is not over of that which it covers is deemed approved."""
    for k in range(number, number + of(m.covers, number) + 1):
        activity = m.activities[k]
        if activity["fate"] != GIVEN_UP:
            activity["fate"] = DEEMED_APPROVED
    for k in range(number, number + of(m.covers, number) + 1):
        activity = m.activities[k]
        if activity["state"] != OVER and activity["state"] != AHEAD:
            if activity["enabled"] == NONE:  # about to be, at this instant
                activity["enabled"] = m.clock[0]["now"]
            end(m, k, OVERTAKEN)
            break  # the others follow when they are enabled, at this instant


def simulate(m: Machine) -> None:
    """Follow every case until it is over, or until something is missing; ``clock.status`` says which."""
    clock = m.clock[0]
    while clock["status"] == DONE and (clock["under_way"] > 0 or m.arrivals[clock["arrived"]] != NEVER):
        due, timer, arrival = least_of(m.events), least_of(m.timers), m.arrivals[clock["arrived"]]
        sudden = event(m, clock["now"], ENABLING, m.sudden[1]) if m.sudden[0] > 0 else NEVER
        least = min(due, timer, arrival, sudden)
        if m.due[0] > 0 and instant(m, least) > clock["now"]:
            allocate(m, least_of(m.due))
            pop(m.due, 0)
            continue
        if least == NEVER:
            stop(m, STUCK, NONE)
            return
        number = least & ((1 << m.id_bits) - 1)
        phase = (least >> m.id_bits) & ((1 << PHASE_BITS) - 1)
        if phase == CAPACITY and clock["sent"] + m.pools[number]["waiting"] > len(m.sent):
            stop(m, GROW, NONE)
            return
        if phase == ENABLING and clock["sent"] == len(m.sent):  # there may be no ticket
            stop(m, GROW, NONE)
            return
        if phase == LEAVING and clock["held"] == len(m.held):
            stop(m, GROW, NONE)
            return
        clock["now"], clock["phase"] = instant(m, least), phase
        if least == due:
            pop(m.events, 0)
        elif least == arrival:
            clock["arrived"] += 1
            begin(m, number)
            continue
        elif least == sudden:
            pop(m.sudden, 0)
        else:
            pop(m.timers, 0)
        if phase == CAPACITY:
            change_capacity(m, number)
        elif phase == PATIENCE:
            lose_patience(m, number)
        elif phase == DEADLINE:
            overtake(m, number)
        elif phase == COMPLETION and m.activities[number]["state"] == IN_SERVICE:
            end(m, number, SERVED)
        elif phase == HOME:
            come_home(m, number)
        elif m.activities[number]["state"] == AWAY:
            if phase == LEAVING:
                ask(m, number)
            elif phase == ENABLING and m.activities[number][ARRIVES] == clock["now"]:
                enable(m, number)

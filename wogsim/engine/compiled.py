"""The compiled engine: the contract as fast as the machine goes, with the reference engine's log.

This module fills the arrays that the kernels of `wogsim.engine.kernel` work on, and reads the log from them.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import (
    NONE,
    UNLIMITED,
    WIDTHS,
    Bools,
    Cases,
    Ints,
    Pool,
    Role,
    first_place,
    held_once,
    narrowed,
)
from wogsim.contract.hours import DAY, FOREVER
from wogsim.contract.log import COLUMNS, Followed, Log
from wogsim.engine import reference
from wogsim.engine.compiling import Kernel
from wogsim.engine.kernel import DONE, EXHAUSTED, GROW, NEVER, PHASE_BITS, SHORT, STUCK, TOO_LARGE, WAITING, simulate
from wogsim.engine.machine import (
    ACTIVITY,
    CLOCK,
    HELD,
    LINE,
    LOCK,
    LONG_ACTIVITY,
    POOL,
    SENT,
    Columns,
    Machine,
    PerActivity,
    Records,
    Small,
)
from wogsim.engine.packing import MOST, MOST_SMALL, MOST_SMALLEST, pack, unpack
from wogsim.language import _

YEAR = 366 * DAY

_pack, _simulate, _unpack = Kernel(pack), Kernel(simulate), Kernel(unpack)


class Finished(NamedTuple):
    """What is left of a machine when every case is over; the log is made from it part by part."""

    activities: Records
    sent: Records  # in order of (activity, attempt)
    held: Records  # in order of (activity, attempt, time)
    case: Small

    def of_cases(self, first: int, last: int, first_activity: int) -> Log:
        """The rows of cases `first` up to `last`, these and their activities numbered from 0 on."""
        begin, end = first_activity, first_place(self.case, last)
        sent, held = (
            records[slice(*(first_place(records["activity"], activity) for activity in (begin, end)))]
            for records in (self.sent, self.held)
        )
        rows = np.empty((len(COLUMNS), end - begin + len(sent)), dtype=np.int64)
        count = _unpack(self.activities[begin:end], sent, held, begin, self.case[begin:end], rows)
        rows[0] -= first
        return Log(*rows[:, :count])


def run(cases: Cases) -> Log:
    """Every attempt at every activity; equal to the log of `wogsim.engine.reference.run`; see `follow`."""
    return follow(cases).of_cases(0, len(cases.need), 0)


def follow(cases: Cases) -> Followed:
    """Follow every case until it is over.

    Durations of 68 years, 2**31 activities and the like do not fit into the packed records; the reference engine
    then does the work. A run may take longer than that, if what it takes together fits into an event's number.

    Raises
    ------
    CalendarExhausted
        When work is left after the last opening hours of a pool; the message names the pool.
    """
    if len(cases.need) == 0:
        return Log.of([])
    for records in (ACTIVITY, LONG_ACTIVITY):
        finished = _followed_in(cases, records)
        if finished is not None:
            return finished
    return reference.run(cases)


def _followed_in(cases: Cases, records: np.dtype[Any]) -> Finished | None:
    """All cases followed, with such records of activities; None where a number does not fit."""
    # Calendars may reach decades beyond the last case; their first years are nearly always enough.
    for horizon in (int(cases.need.max()) + YEAR, FOREVER):
        try:
            machine = _followed(_machine(cases, horizon, records))
        except _DoesNotFit:
            break
        status, culprit = (int(machine.clock[0][name]) for name in ("status", "culprit"))
        names = [pool.name for pool in _with_clock(cases)]
        if status == DONE:
            sent, held = (getattr(machine, name)[: machine.clock[name][0]] for name in ("sent", "held"))
            # Attempts of one activity came one after the other, which a stable order keeps.
            sent, held = (records[np.argsort(records["activity"], kind="stable")] for records in (sent, held))
            return Finished(machine.activities, sent, held, machine.case)
        if status == EXHAUSTED:
            raise reference.exhausted(names[culprit])
        if status == STUCK:  # nothing can happen any more, and somebody waits
            pools = np.unique(machine.activities["pool"][machine.activities["state"] == WAITING])
            raise reference.exhausted(*(names[number] for number in pools))
        if status == TOO_LARGE:
            break
        assert status == SHORT
    return None


def _aligned(size: int, dtype: np.dtype[Any]) -> Records:
    """Records none of which lies across two lines of the cache; not initialised."""
    room = np.empty((size + 1) * dtype.itemsize, dtype=np.uint8)
    begin = -room.ctypes.data % dtype.itemsize
    return room[begin : begin + size * dtype.itemsize].view(dtype)


class _DoesNotFit(Exception):
    """A number is too large for the packed records."""


def _plain(name: str, column: npt.NDArray[Any]) -> Any:
    """The column as kernels are compiled for it; what is memory-mapped or read-only is copied."""
    if name in WIDTHS and column.dtype not in WIDTHS[name]:
        column = narrowed(name, column)
        if column.dtype not in WIDTHS[name]:
            raise _DoesNotFit
    return np.require(column, None if name in WIDTHS else np.int64, ["C", "A", "W"])


def _alike(cases: Cases, *names: str) -> dict[str, Any]:
    """Columns in one type: kernels are compiled for each type, and need not be for each mixture."""
    columns = {name: getattr(cases, name) for name in names}
    parts = {name: _plain(name, column[:1] if held_once(column) else column) for name, column in columns.items()}
    width = np.result_type(*parts.values())
    return {
        name: PerActivity(part.astype(width, copy=False), 1 - held_once(columns[name])) for name, part in parts.items()
    }


def _ranks(priority: npt.NDArray[Any], least: int) -> tuple[npt.NDArray[Any], int]:
    """Priorities counted from `least`, with few gaps or none, and the number of the next."""
    most = priority.max(initial=0)
    if priority.min(initial=0) >= 0 and most < 64:
        return np.require(priority + np.int8(least), np.int8, ["C", "A", "W"]), int(most) + least + 1
    distinct, rank = np.unique(priority, return_inverse=True)
    if len(distinct) + least > MOST_SMALLEST:
        raise _DoesNotFit
    return (rank + least).astype(np.int8), len(distinct) + least


def _machine(cases: Cases, horizon: int, records: np.dtype[Any]) -> Machine:
    """Fill in a machine, with hours up to `horizon`."""
    count, pools = len(cases.case), len(cases.pools)
    if max(count, pools) >= MOST or pools > MOST_SMALL:
        raise _DoesNotFit
    rank, ranks = _ranks(cases.priority, least=int(cases.complaint.any()))  # 0 is for cases with complaints
    plain = {name: _plain(name, getattr(cases, name)) for name in Columns._fields if name not in ("rank", "complaint")}
    columns = Columns(rank=rank, **plain, **_alike(cases, "complaint"))
    waits = _alike(cases, "patience", "deadline", "covers")
    timed = (waits["patience"], waits["deadline"])
    timers = count * sum(bool(column.values.max(initial=NONE) >= 0) for column in timed)
    id_bits = max(count, pools, 1).bit_length()
    machine = Machine(
        clock=np.zeros(1, CLOCK),
        activities=_aligned(count, records),
        lines=np.zeros(pools * ranks, LINE),
        locks=np.zeros(len(cases.need), LOCK),
        sent=np.empty(_room(count), SENT),
        held=np.empty(_room(count), HELD),
        **_tables(cases, horizon),
        case=columns.case,
        last=_plain("last", cases.last),
        **_alike(cases, "lag", "offset", "home"),
        **waits,
        first_successor=np.zeros(count + 1, dtype=np.int32),
        successors=np.empty(len(columns.predecessors), dtype=np.int16),
        # What is not touched of these takes no memory.
        numbers=_heap(count + pools),
        events=_heap(2 * count + pools + len(cases.need)),
        timers=_heap(timers),
        sudden=_heap(2 * count),
        due=_heap(pools),
        arrivals=np.empty(count + 1, dtype=np.int64),
        ranks=ranks,
        spread=cases.spread,
        id_bits=id_bits,
        time_bits=min(8 * records["enabled"].itemsize - 1, 62 - PHASE_BITS - id_bits),
    )
    machine.locks["line"] = machine.locks["leaves"] = NONE
    arrived = _pack(columns, machine)
    if arrived < 0:
        raise _DoesNotFit
    arrivals = machine.arrivals[: arrived + 1]
    arrivals[arrived] = NEVER
    if np.any(arrivals[1:] < arrivals[:-1]):
        arrivals.sort()
    return machine._replace(arrivals=arrivals)


def _heap(most: int) -> Ints:
    """An empty heap, or several in a row, with room for so many numbers."""
    heap = np.empty(1 + most, dtype=np.int64)
    heap[0] = 0
    return heap


def _room(count: int) -> int:
    """For how many attempts that end with being sent home, or waits for other errands, there is room at first."""
    return count // 8 + 1000


def _with_clock(cases: Cases) -> list[Pool]:
    """The pools and, behind them, the clock of deadlines as a pool that nobody enters."""
    nobody = np.zeros(0, dtype=np.int64)
    name = _("the clock of deadlines")
    return [*cases.pools, Pool(name, Role.CLOCK, UNLIMITED, cases.deadline_clock, nobody, nobody, suspends=True)]


def _tables(cases: Cases, horizon: int) -> dict[str, Any]:
    """The pools and the clock of deadlines, with their hours and steps one behind the other, as a machine has them."""
    pools, known = _with_clock(cases), dict[int, tuple[int, int]]()
    table = np.zeros(len(pools), POOL)
    opens, closes, times, servers = (list[Ints]() for _name in range(4))
    sitting = list[Bools]()
    step = hour = 0
    for number, pool in enumerate(pools):
        row, hours, limited = table[number], pool.hours, pool.servers != UNLIMITED
        step_times, step_servers = pool.followed
        intervals, steps = (int(np.searchsorted(when, horizon, "right")) for when in (hours.opens, step_times))
        if id(hours) not in known:
            known[id(hours)] = hour, hour + intervals
            opens.append(hours.opens[:intervals])
            closes.append(hours.closes[:intervals])
            sitting.append(hours.begins_sitting[:intervals])
            hour += intervals
        times.append(step_times[:steps])
        servers.append(step_servers[:steps])
        row["steps"], row["steps_end"] = step, step + steps
        row["hours"], row["hours_end"] = known[id(hours)]
        row["limited"], row["suspends"], row["quota"] = limited, pool.suspends, pool.quota
        row["most"] = pool.step_servers.max(initial=0) if limited else 0
        row["cut"] = intervals < len(hours.opens) or steps < len(step_times)
        step += steps
    parts = {"opens": opens, "closes": closes, "step_times": times, "step_servers": servers}
    tables = {name: np.concatenate(found, dtype=np.int64) for name, found in parts.items()}
    return {"pools": table, "sitting": np.concatenate(sitting)} | tables


def _followed(machine: Machine) -> Machine:
    """Let the machine run, with more room for who is sent home or waits at home whenever it asks for that."""
    while True:
        _simulate(machine)
        clock = machine.clock[0]
        if clock["status"] != GROW:
            return machine
        sent = 1 + int(machine.pools["waiting"].max())  # a whole queue, or who gets no ticket
        machine = machine._replace(
            sent=_more(machine.sent, clock["sent"], sent), held=_more(machine.held, clock["held"], 1)
        )
        clock["status"] = DONE


def _more(records: Records, there: int, needed: int) -> Records:
    """So many records as are there, with room for more where what is needed next would not fit."""
    if there + needed <= len(records):
        return records
    more = np.empty(2 * len(records) + needed, records.dtype)
    more[:there] = records[:there]
    return more

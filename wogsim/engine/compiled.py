"""The compiled engine: the contract as fast as the machine goes, with the reference engine's log.

This module fills the arrays that the kernels of `wogsim.engine.kernel` work on, and reads the log from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import NONE, UNLIMITED, WIDTHS, Cases, Ints, first_place, held_once, narrowed
from wogsim.contract.hours import FOREVER
from wogsim.contract.log import COLUMNS, Followed, Log
from wogsim.engine import kernel, packing, reference
from wogsim.engine.compiling import Kernel
from wogsim.engine.kernel import DONE, EXHAUSTED, GROW, SHORT, STUCK, TOO_LARGE, WAITING
from wogsim.engine.machine import (
    ACTIVITY,
    CLOCK,
    LINE,
    LONG_ACTIVITY,
    POOL,
    SENT,
    Columns,
    Machine,
    PerActivity,
    Records,
    Small,
)
from wogsim.errors import CalendarExhausted
from wogsim.language import _

YEAR = 366 * 86_400


_pack, _simulate, _unpack = Kernel(packing.pack), Kernel(kernel.simulate), Kernel(packing.unpack)


class Finished(NamedTuple):
    """What is left of a machine when every case is over; the log is made from it part by part."""

    activities: Records
    sent: Records  # in order of (activity, attempt)
    case: Small

    def of_cases(self, first: int, last: int, first_activity: int) -> Log:
        """The rows of cases `first` up to `last`, these and their activities numbered from 0 on."""
        begin, end = first_activity, first_place(self.case, last)
        home = slice(*(first_place(self.sent["activity"], activity) for activity in (begin, end)))
        rows = packing.Rows(*(np.empty(end - begin + home.stop - home.start, dtype=np.int64) for _column in COLUMNS))
        count = _unpack(self.activities[begin:end], self.sent[home], self.case[begin:end], rows)
        part = Log(*(column[:count] for column in rows))
        part.case[:] -= first
        return part


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
        if status == DONE:
            return _finished(machine)
        if status == EXHAUSTED:
            names = [pool.name for pool in cases.pools] + [_("the clock of deadlines")]
            raise reference.exhausted(names[culprit])
        if status == STUCK:
            raise _stuck(cases, machine)
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


def _alike(cases: Cases, *names: str) -> Iterator[PerActivity]:
    """Columns in one type: kernels are compiled for each type, and need not be for each mixture."""
    columns = [getattr(cases, name) for name in names]
    once = [held_once(column) for column in columns]
    parts = [_plain(name, column[: 1 if one else None]) for name, column, one in zip(names, columns, once, strict=True)]
    width = np.result_type(*parts)
    return (PerActivity(part.astype(width, copy=False), 1 - one) for part, one in zip(parts, once, strict=True))


def _ranks(priority: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], int]:
    """Priorities counted from 0, with few gaps or none, and how many."""
    least = priority.min(initial=0)
    most = priority.max(initial=0)
    if 0 <= least <= most < 64:
        return np.require(priority, np.int8, ["C", "A", "W"]), int(most) + 1
    distinct, rank = np.unique(priority, return_inverse=True)
    if len(distinct) > packing.MOST_SMALLEST:
        raise _DoesNotFit
    return rank.astype(np.int8), len(distinct)


def _machine(cases: Cases, horizon: int, records: np.dtype[Any]) -> Machine:
    """Fill in a machine, with hours up to `horizon`."""
    count, pools = len(cases.case), len(cases.pools)
    if max(count, pools) >= packing.MOST or pools > packing.MOST_SMALL:
        raise _DoesNotFit
    rank, ranks = _ranks(cases.priority)

    def plain(name: str) -> Any:
        return _plain(name, getattr(cases, name))

    id_bits = max(count, pools, 1).bit_length()
    columns = Columns(rank=rank, **{name: plain(name) for name in Columns._fields if name != "rank"})
    lag, offset, stride = _alike(cases, "lag", "offset", "stride")
    patience, deadline = _alike(cases, "patience", "deadline")
    table, opens, closes, step_times, step_servers = _tables(cases, horizon)
    timers = count * sum(bool(column.values.max(initial=NONE) >= 0) for column in (patience, deadline))
    machine = Machine(
        clock=np.zeros(1, CLOCK),
        activities=_aligned(count, records),
        pools=table,
        lines=np.zeros(pools * ranks, LINE),
        sent=np.empty(_room(count), SENT),
        opens=opens,
        closes=closes,
        step_times=step_times,
        step_servers=step_servers,
        case=columns.case,
        lag=lag,
        offset=offset,
        stride=stride,
        patience=patience,
        deadline=deadline,
        first_successor=np.zeros(count + 1, dtype=np.int32),
        successors=np.empty(len(columns.predecessors), dtype=np.int16),
        # What is not touched of these takes no memory.
        numbers=np.empty(count, dtype=np.int64),
        events=np.empty(count + pools, dtype=np.int64),
        timers=np.empty(timers, dtype=np.int64),
        sudden=np.empty(count, dtype=np.int64),
        due=np.empty(pools, dtype=np.int64),
        arrivals=np.empty(count, dtype=np.int64),
        ranks=ranks,
        id_bits=id_bits,
        time_bits=min(8 * records["enabled"].itemsize - 1, 62 - kernel.PHASE_BITS - id_bits),
    )
    arrived = _pack(columns, machine)
    if arrived < 0:
        raise _DoesNotFit
    arrivals = machine.arrivals[:arrived]
    if np.any(arrivals[1:] < arrivals[:-1]):
        arrivals.sort()
    return machine._replace(arrivals=arrivals)


def _room(count: int) -> int:
    """For how many attempts that end with being sent home there is room at first."""
    return count // 8 + 1000


def _tables(cases: Cases, horizon: int) -> tuple[Records, Ints, Ints, Ints, Ints]:
    """The pools and, behind them, the clock of deadlines, with their tables one behind the other."""
    opens, closes, times, servers = ([np.zeros(0, dtype=np.int64)] for _name in range(4))
    known: dict[int, tuple[int, int]] = {}
    table = np.zeros(len(cases.pools) + 1, POOL)
    step = hour = 0
    for number, pool in enumerate([*cases.pools, None]):
        hours = pool.hours if pool else cases.deadline_clock
        intervals = int(np.searchsorted(hours.opens, horizon, side="right"))
        if id(hours) not in known:
            known[id(hours)] = hour, hour + intervals
            opens.append(hours.opens[:intervals])
            closes.append(hours.closes[:intervals])
            hour += intervals
        steps = int(np.searchsorted(pool.step_times, horizon, side="right")) if pool else 0
        if pool:
            times.append(pool.step_times[:steps])
            servers.append(pool.step_servers[:steps])
        row = table[number]
        row["steps"], row["steps_end"] = step, step + steps
        row["hours"], row["hours_end"] = known[id(hours)]
        row["limited"] = pool is not None and pool.servers != UNLIMITED
        row["most"] = pool.step_servers.max(initial=0) if pool and row["limited"] else 0
        row["suspends"] = pool is not None and pool.suspends
        row["cut"] = intervals < len(hours.opens) or (pool is not None and steps < len(pool.step_times))
        step += steps

    def joined(parts: list[Ints]) -> Ints:
        return np.concatenate(parts, dtype=np.int64)

    return table, joined(opens), joined(closes), joined(times), joined(servers)


def _followed(machine: Machine) -> Machine:
    """Let the machine run, with more room for who is sent home whenever it asks for that."""
    while True:
        _simulate(machine)
        clock = machine.clock[0]
        if clock["status"] != GROW:
            return machine
        waiting = int(machine.pools["waiting"].max())
        more = np.empty(2 * len(machine.sent) + waiting, SENT)
        more[: clock["sent"]] = machine.sent[: clock["sent"]]
        machine = machine._replace(sent=more)
        clock["status"] = DONE


def _finished(machine: Machine) -> Finished:
    sent = machine.sent[: machine.clock["sent"][0]]
    # Attempts of one activity came one after the other, which a stable order keeps.
    return Finished(machine.activities, sent[np.argsort(sent["activity"], kind="stable")], machine.case)


def _stuck(cases: Cases, machine: Machine) -> CalendarExhausted:
    """Nothing can happen any more, and somebody waits."""
    pools = np.unique(machine.activities["pool"][machine.activities["state"] == WAITING])
    return reference.exhausted(", ".join(cases.pools[number].name for number in pools))

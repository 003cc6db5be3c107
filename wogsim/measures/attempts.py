"""What several measures ask of the log: which attempts, how long, in whose opening hours."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from wogsim.cases import NONE, Bools, Cases, Ints, Kind, Pool, Role
from wogsim.hours import Hours
from wogsim.log import EndedBy, Log


def wait_ends(log: Log) -> Ints:
    """When each attempt stopped waiting: started, or ended where it never started. Seconds, shape (rows,)."""
    return np.where(log.started == NONE, log.completed, log.started)


def add_up(place: Ints, seconds: Ints, size: int) -> Ints:
    """Sum of the seconds that fall on each of `size` places, shape (size,).

    `numpy.bincount` adds in float64, which is exact for integers up to 2**53: 285 million years.
    """
    return np.bincount(place, seconds, size).astype(np.int64)


def attempts_in(log: Log, pools: Sequence[Pool], roles: Collection[Role]) -> Bools:
    """Whether each attempt is in a pool of one of these roles. Shape (rows,)."""
    # The extra entry is where index -1, no pool, arrives.
    table = np.array([pool.role in roles for pool in pools] + [False])
    return table[log.pool]


def attempts_of_kind(cases: Cases, log: Log, kind: Kind) -> Bools:
    """Whether each attempt is at an activity of this kind. Shape (rows,)."""
    table = np.array([slot.kind is kind for slot in cases.slots], dtype=bool)
    return table[cases.slot[log.activity]]


def open_seconds(pools: Sequence[Pool], pool: Ints, since: Ints, until: Ints) -> Ints:
    """Seconds of [since, until) in which the entry's own pool is open; all of them where it has no pool (-1).

    ``pool``, ``since``, ``until`` and the result have one shape, (n,).
    """
    calendars: dict[int, Hours] = {id(office.hours): office.hours for office in pools}
    numbers = {key: number for number, key in enumerate(calendars)}
    calendar = np.array([*(numbers[id(office.hours)] for office in pools), NONE], dtype=np.int16)[pool]
    seconds = until - since
    for number, hours in enumerate(calendars.values()):
        rows = np.flatnonzero(calendar == number)
        if len(rows):
            seconds[rows] = hours.elapsed(until[rows]) - hours.elapsed(since[rows])
    return seconds


def final_attempts(log: Log) -> npt.NDArray[np.intp]:
    """Rows that are their activity's last attempt; an activity's attempts are neighbours in the log."""
    return np.flatnonzero(np.append(log.activity[1:] != log.activity[:-1], True)[: len(log.activity)])


def activity_ends(cases: Cases, log: Log) -> Ints:
    """When each activity's last attempt ended; -1 where it has none. Seconds, shape (A,)."""
    ends = np.full(len(cases.case), NONE, dtype=np.int64)
    final = final_attempts(log)
    ends[log.activity[final]] = log.completed[final]
    return ends


def granted_cases(cases: Cases, log: Log) -> Bools:
    """Whether the last activity was done, by being served or by its deadline. Shape (C,)."""
    done = np.zeros(len(cases.case), dtype=bool)
    final = final_attempts(log)
    how = log.ended_by[final]
    done[log.activity[final]] = (how == EndedBy.SERVED) | (how == EndedBy.DEADLINE)
    granted: Bools = done[cases.last]
    return granted

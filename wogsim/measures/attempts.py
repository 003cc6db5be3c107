"""What several measures ask of the log: which attempts, how long, in whose opening hours."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import NONE, Bools, Cases, Ints, Pool, Role
from wogsim.contract.hours import Hours
from wogsim.contract.log import EndedBy, Log


def add_up(place: Ints, seconds: Ints, size: int) -> Ints:
    """Sum of the seconds that fall on each of `size` places, shape (size,).

    `numpy.bincount` adds in float64, which is exact for integers up to 2**53: 285 million years.
    """
    return np.bincount(place, seconds, size).astype(np.int64)


def in_roles(pools: Sequence[Pool], roles: Collection[Role]) -> Bools:
    """Whether each pool is in one of these roles, shape (pools + 1,): the last is where index -1, no pool, arrives."""
    return np.array([*(pool.role in roles for pool in pools), False])


def attempts_in(log: Log, pools: Sequence[Pool], roles: Collection[Role]) -> Bools:
    """Whether each attempt is in a pool of one of these roles. Shape (rows,)."""
    return in_roles(pools, roles)[log.pool]


def open_seconds(pools: Sequence[Pool], pool: Ints, since: Ints, until: Ints) -> Ints:
    """Seconds of [since, until) in which the entry's own pool is open; all of them where it has no pool (-1).

    ``pool``, ``since``, ``until`` and the result have one shape, (n,).
    """
    seconds = until - since
    for hours, rows in by_calendar(pools, pool):
        seconds[rows] = hours.elapsed(until[rows]) - hours.elapsed(since[rows])
    return seconds


def by_calendar(pools: Sequence[Pool], pool: Ints) -> Iterator[tuple[Hours, npt.NDArray[np.intp]]]:
    """Opening hours, and which entries are in a pool that keeps them; only where there are any.

    ``pool`` is of shape (n,); entries of -1, no pool, are left out.
    """
    calendars = {id(office.hours): office.hours for office in pools}
    numbers = {key: number for number, key in enumerate(calendars)}
    calendar = np.array([*(numbers[id(office.hours)] for office in pools), NONE], dtype=np.int16)[pool]
    for number, hours in enumerate(calendars.values()):
        rows = np.flatnonzero(calendar == number)
        if len(rows):
            yield hours, rows


def activity_ends(cases: Cases, log: Log) -> Ints:
    """When each activity's last attempt ended; -1 where it has none. Seconds, shape (A,)."""
    ends = np.full(len(cases.case), NONE, dtype=np.int64)
    ends[log.activity] = log.completed  # of several attempts at one activity, the last
    return ends


def permit_times(cases: Cases, log: Log) -> Ints:
    """When the last activity was done, by being served or by its deadline; -1 where it was not. Seconds, shape (C,)."""
    rows = np.full(len(cases.case), NONE, dtype=np.int64)
    rows[log.activity] = np.arange(len(log))  # of several attempts at one activity, the last
    final = rows[cases.last]
    done = (final != NONE) & (log.ended(EndedBy.SERVED, final) | log.ended(EndedBy.DEADLINE, final))
    return np.where(done, log.completed[final], NONE)


def granted_cases(cases: Cases, log: Log) -> Bools:
    """Whether the permit came to hand. Shape (C,)."""
    return np.not_equal(permit_times(cases, log), NONE)

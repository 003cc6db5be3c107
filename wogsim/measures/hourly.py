"""When a pool is busy: service inside opening hours, by hour of the day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wogsim.cases import Ints, Pool
from wogsim.hours import DAY, HOUR, Hours
from wogsim.measures.attempts import add_up, by_calendar

HOURS = 24


def busy_by_hour(pools: Sequence[Pool], pool: Ints, since: Ints, until: Ints) -> Ints:
    """Server-seconds of service inside opening hours, by pool and hour of the day, shape (pools, 24).

    Parameters
    ----------
    pool, since, until : shape (n,)
        Services and the seconds they lasted from and to.
    """
    found = np.zeros((len(pools), HOURS), dtype=np.int64)
    for calendar, rows in by_calendar(pools, pool):
        own = np.array([office.hours is calendar for office in pools])
        number: Ints = np.cumsum(own) - 1
        found[own] = _busy(calendar, int(own.sum()), number[pool[rows]], since[rows], until[rows])
    return found


def _busy(calendar: Hours, pools: int, pool: Ints, since: Ints, until: Ints) -> Ints:
    """The same of so many pools with one calendar.

    A service is what is open before its end less what is open before its beginning: of each, the hours gone by since
    the first midnight, and the part of the hour that the instant falls into.
    """
    midnight = int(since.min()) // DAY * DAY
    hours = (int(until.max()) - midnight) // HOUR + 1
    before = calendar.elapsed(midnight + np.arange(hours + 1) * HOUR)
    opened = np.diff(before)
    # Most hours are closed: what begins or ends in one does so before the next open one.
    kept = np.flatnonzero(opened)
    number: Ints = np.cumsum(opened > 0) - (opened > 0)
    of_day = np.arange(hours) % HOURS
    size = len(kept) + 1
    begun = np.zeros(pools * size, dtype=np.int64)
    found = np.zeros(pools * HOURS, dtype=np.int64)
    for instants, sign in ((since, 1), (until, -1)):
        hour = (instants - midnight) // HOUR
        begun += sign * np.bincount(pool * size + number[hour], minlength=len(begun))
        found -= sign * add_up(pool * HOURS + of_day[hour], calendar.elapsed(instants) - before[hour], len(found))
    under_way = np.cumsum(begun.reshape(pools, size), axis=1)[:, :-1]
    place = np.arange(pools)[:, np.newaxis] * HOURS + of_day[kept]
    found += add_up(place.ravel(), (under_way * opened[kept]).ravel(), len(found))
    return found.reshape(pools, HOURS)


def scheduled_by_hour(pool: Pool, start: int, end: int) -> Ints:
    """Server-seconds that a pool's schedule offers within [start, end), by hour of the day, shape (24,)."""
    borders = np.arange(start // HOUR + 1, -(-end // HOUR), dtype=np.int64) * HOUR
    steps = pool.step_times[(pool.step_times > start) & (pool.step_times < end)]
    edges = np.unique(np.concatenate([borders, steps, [start, end]]))
    staff = np.append(pool.step_servers, 0)[np.searchsorted(pool.step_times, edges[:-1], side="right") - 1]
    found = np.zeros(HOURS, dtype=np.int64)
    np.add.at(found, edges[:-1] // HOUR % HOURS, np.diff(edges) * staff)
    return found

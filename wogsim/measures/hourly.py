"""When a pool is busy: service inside opening hours, by hour of the day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wogsim.cases import Ints, Pool
from wogsim.hours import DAY, HOUR
from wogsim.measures.attempts import add_up

HOURS = 24


def busy_by_hour(pools: Sequence[Pool], pool: Ints, since: Ints, until: Ints) -> Ints:
    """Server-seconds of service inside opening hours, by pool and hour of the day, shape (pools, 24).

    Parameters
    ----------
    pool, since, until : shape (n,)
        Services and the seconds they lasted from and to.
    """
    found = np.zeros((len(pools), HOURS), dtype=np.int64)
    if not len(pool):
        return found
    # A block of one kind of applicants meets few pools, in all hours of the run: rows for those pools only.
    used = np.flatnonzero(np.bincount(pool, minlength=len(pools)))
    rows = np.zeros(len(pools), dtype=np.int64)
    rows[used] = np.arange(len(used))
    found[used] = _busy([pools[i] for i in used.tolist()], rows[pool], since, until)
    return found


def _busy(pools: Sequence[Pool], pool: Ints, since: Ints, until: Ints) -> Ints:
    """The same where each pool has a service.

    A service is what is open before its end less what is open before its beginning: of each, the hours gone by since
    the first midnight, and the part of the hour that the instant falls into.
    """
    midnight = int(since.min()) // DAY * DAY
    hours = (int(until.max()) - midnight) // DAY * HOURS + HOURS
    hour_since, hour_until = ((instants - midnight) // HOUR for instants in (since, until))
    place_since, place_until = pool * hours + hour_since, pool * hours + hour_until
    under_way = np.bincount(place_since, minlength=len(pools) * hours)
    under_way -= np.bincount(place_until, minlength=len(pools) * hours)
    under_way = np.cumsum(under_way.reshape(-1, hours), axis=1)
    borders = midnight + np.arange(hours + 1) * HOUR
    calendars = {id(office.hours): office.hours for office in pools}
    found = np.zeros((len(pools), HOURS), dtype=np.int64)
    for key, calendar in calendars.items():
        own = np.array([id(office.hours) == key for office in pools])
        rows = np.flatnonzero(own[pool])
        before = calendar.elapsed(borders)
        opened = np.diff(before).reshape(-1, HOURS)
        found[own] = np.einsum("pdh,dh->ph", under_way[own].reshape(-1, *opened.shape), opened)
        for instants, hour, sign in ((since, hour_since, -1), (until, hour_until, 1)):
            part = calendar.elapsed(instants[rows]) - before[hour[rows]]
            place = pool[rows] * HOURS + hour[rows] % HOURS
            found += sign * add_up(place, part, found.size).reshape(found.shape)
    return found


def scheduled_by_hour(pool: Pool, start: int, end: int) -> Ints:
    """Server-seconds that a pool's schedule offers within [start, end), by hour of the day, shape (24,)."""
    borders = np.arange(start // HOUR + 1, -(-end // HOUR), dtype=np.int64) * HOUR
    steps = pool.step_times[(pool.step_times > start) & (pool.step_times < end)]
    edges = np.unique(np.concatenate([borders, steps, [start, end]]))
    staff = np.append(pool.step_servers, 0)[np.searchsorted(pool.step_times, edges[:-1], side="right") - 1]
    found = np.zeros(HOURS, dtype=np.int64)
    np.add.at(found, edges[:-1] // HOUR % HOURS, np.diff(edges) * staff)
    return found

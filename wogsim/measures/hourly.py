"""When a pool is busy: service inside opening hours, by hour of the day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wogsim.cases import Ints, Pool
from wogsim.hours import HOUR

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
    """The same where each pool has a service."""
    first, last = int(since.min()) // HOUR, int(until.max()) // HOUR
    hours = last - first + 1
    instants, both = np.concatenate([since, until]), np.concatenate([pool, pool])
    hour = instants // HOUR - first
    opened, since_border = _opened(pools, np.arange(first, last + 2) * HOUR, both, instants, hour)
    # A service is its end minus its beginning: of each, the open seconds before it, hour by hour.
    place, sign = both * hours + hour, np.repeat((-1, 1), len(since))
    over, parts = (
        np.bincount(place, weights, len(pools) * hours).astype(np.int64).reshape(-1, hours)
        for weights in (sign, sign * since_border)
    )
    return _by_hour_of_day(parts - opened * np.cumsum(over, axis=1), first % HOURS)


def _opened(pools: Sequence[Pool], borders: Ints, pool: Ints, instants: Ints, hour: Ints) -> tuple[Ints, Ints]:
    """Open seconds of each pool in each hour, shape (pools, hours), and from the hour's border to each instant."""
    calendars = {id(office.hours): office.hours for office in pools}
    numbers = {key: number for number, key in enumerate(calendars)}
    calendar = np.array([numbers[id(office.hours)] for office in pools])
    opened = np.zeros((len(pools), len(borders) - 1), dtype=np.int64)
    since_border, kept = np.empty_like(instants), calendar[pool]
    for number, hours in enumerate(calendars.values()):
        rows = np.flatnonzero(kept == number)
        before = hours.elapsed(np.concatenate([borders, instants[rows]]))
        since_border[rows] = before[len(borders) :] - before[hour[rows]]
        opened[calendar == number] = np.diff(before[: len(borders)])
    return opened, since_border


def _by_hour_of_day(parts: Ints, first: int) -> Ints:
    """Fold columns of successive hours, the first of which is hour `first` of a day, to 24; shape (rows, 24)."""
    days = -(-(first + parts.shape[1]) // HOURS)
    padded = np.zeros((len(parts), days * HOURS), dtype=np.int64)
    padded[:, first : first + parts.shape[1]] = parts
    folded: Ints = padded.reshape(len(parts), days, HOURS).sum(axis=1)
    return folded


def scheduled_by_hour(pool: Pool, start: int, end: int) -> Ints:
    """Server-seconds that a pool's schedule offers within [start, end), by hour of the day, shape (24,)."""
    borders = np.arange(start // HOUR + 1, -(-end // HOUR), dtype=np.int64) * HOUR
    steps = pool.step_times[(pool.step_times > start) & (pool.step_times < end)]
    edges = np.unique(np.concatenate([borders, steps, [start, end]]))
    staff = np.append(pool.step_servers, 0)[np.searchsorted(pool.step_times, edges[:-1], side="right") - 1]
    found = np.zeros(HOURS, dtype=np.int64)
    np.add.at(found, edges[:-1] // HOUR % HOURS, np.diff(edges) * staff)
    return found

"""When a pool is busy: service inside opening hours, by hour of the day."""

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from wogsim.contract.cases import Ints, Pool
from wogsim.contract.hours import DAY, HOUR, Hours
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

    A service is what is open before its end less what is open before its beginning: of each, the days gone by, the
    hours of the same day gone by, and the part of the hour that the instant falls into.
    """
    first, last = int(since.min()) // DAY, int(until.max()) // DAY
    days = _days(calendar, 1 << last.bit_length())
    day = np.zeros((pools, last + 1 - first), dtype=np.int64)
    hour = np.zeros((pools, *days.kinds.shape), dtype=np.int64)
    part = np.zeros_like(hour)
    for instants, sign in ((until, 1), (since, -1)):
        number = instants // HOUR
        place = pool * days.kinds.size + days.place[number]
        days_gone = pool * day.shape[1] + number // HOURS - first
        day += sign * np.bincount(days_gone, minlength=day.size).reshape(day.shape)
        hour += sign * np.bincount(place, minlength=hour.size).reshape(hour.shape)
        part += sign * add_up(place, calendar.elapsed(instants) - days.before[number], part.size).reshape(part.shape)
    # Days and hours that a service lasts throughout: it ends later and began before.
    days_through = _after(day) @ (days.kind[first : last + 1, np.newaxis] == np.arange(len(days.kinds)))
    found: Ints = ((days_through[:, :, np.newaxis] + _after(hour)) * days.kinds + part).sum(axis=1)
    return found


class _Days(NamedTuple):
    """A calendar by days and hours.

    ``before`` are its open seconds before each hour of the clock; ``kind`` says which days are open alike, ``kinds``,
    shape (kinds, 24), how many seconds in each hour; ``place`` is kind * 24 + hour of the day for each hour of the
    clock.
    """

    before: Ints
    kind: Ints
    kinds: Ints
    place: Ints


_known: WeakKeyDictionary[Hours, _Days] = WeakKeyDictionary()


def _days(calendar: Hours, count: int) -> _Days:
    """The first so many days of a calendar, or more, few of which differ; known as long as the calendar is."""
    known = _known.get(calendar)
    if known is None or len(known.kind) < count:
        before = calendar.elapsed(np.arange(count * HOURS + 1) * HOUR)
        opened, numbers = np.diff(before).reshape(count, HOURS), dict[bytes, int]()
        kind = np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in opened])
        kinds = np.array([np.frombuffer(row, dtype=np.int64) for row in numbers])
        place = (kind[:, np.newaxis] * HOURS + np.arange(HOURS)).ravel()
        known = _known[calendar] = _Days(before, kind, kinds, place)
    return known


def _after(counts: Ints) -> Ints:
    """The sum of all counts behind each, along the last axis."""
    sums: Ints = counts.sum(axis=-1, keepdims=True) - np.cumsum(counts, axis=-1)
    return sums


def scheduled_by_hour(pool: Pool, start: int, end: int) -> Ints:
    """Server-seconds that a pool's schedule offers within [start, end), by hour of the day, shape (24,)."""
    borders = np.arange(start // HOUR + 1, -(-end // HOUR), dtype=np.int64) * HOUR
    steps = pool.step_times[(pool.step_times > start) & (pool.step_times < end)]
    edges = np.sort(np.concatenate([borders, steps, [start, end]]))
    staff = np.append(pool.step_servers, 0)[np.searchsorted(pool.step_times, edges[:-1], side="right") - 1]
    found = np.zeros(HOURS, dtype=np.int64)
    np.add.at(found, edges[:-1] // HOUR % HOURS, np.diff(edges) * staff)
    return found

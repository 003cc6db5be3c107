"""How each pool of staff fared in a window of time: load, waiting, queue, overtime; all applicants together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from wogsim.cases import BACK_OFFICE, NONE, STAFFED, UNLIMITED, Bools, Ints, Pool
from wogsim.log import Log
from wogsim.measures.attempts import open_seconds, wait_ends


@dataclass(frozen=True)
class PoolMeasures:
    """One pool of staff over a window [start, end).

    ``busy`` is server-seconds of service inside opening hours, ``overtime`` outside them; ``scheduled`` is the
    server-seconds the schedule offers (-1: no limit) and ``utilisation`` busy over scheduled (NaN when there
    is no limit, or nothing is scheduled). Started work keeps its server through a staff cut, so utilisation can
    exceed 1. ``mean_wait`` is in seconds, over attempts enabled in the window (NaN: none), each followed to
    its end. ``queue`` is the time-average number waiting: waiting seconds in the window (back offices: only
    open ones) over the window's open seconds (NaN: never open).
    """

    name: str
    servers: int
    donors: tuple[str, ...]
    busy: int
    scheduled: int
    utilisation: float
    mean_wait: float
    queue: float
    overtime: int


@dataclass(frozen=True, eq=False)
class PoolSums:
    """What adds up over attempts, for each pool, shape (pools,): seconds, and in ``came`` a number of attempts.

    ``inside`` and ``outside`` are service in and out of opening hours, ``queued`` waiting, all within the window;
    ``waited`` is the whole waiting of those who ``came`` in the window.
    """

    inside: Ints
    outside: Ints
    queued: Ints
    came: Ints
    waited: Ints

    def __add__(self, other: PoolSums) -> PoolSums:
        return PoolSums(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def pool_sums(pools: Sequence[Pool], log: Log, start: int, end: int) -> PoolSums:
    """Add up the attempts of a log, or of a part of it, at all pools over the window [start, end)."""
    staffed = np.array([*(pool.role in STAFFED for pool in pools), False])
    log = log.rows(np.flatnonzero((log.enabled < end) & (log.completed >= start) & staffed[log.pool]))
    waited = wait_ends(log)

    def total(rows: Bools, seconds: Ints) -> Ints:
        sums = np.zeros(len(pools), dtype=np.int64)
        np.add.at(sums, log.pool[rows], seconds[rows])
        return sums

    def within(since: Ints, until: Ints, rows: Bools) -> tuple[Ints, Ints]:
        """Seconds from `since` to `until` in the window: all of them, and those in opening hours."""
        since, until = np.clip(since, start, end), np.clip(until, start, end)
        rows = rows & (until > since)
        opened = np.zeros_like(since)
        opened[rows] = open_seconds(pools, log.pool[rows], since[rows], until[rows])
        return until - since, opened

    served, came = log.started != NONE, (start <= log.enabled) & (log.enabled < end)
    back = np.array([*(pool.role in BACK_OFFICE for pool in pools), False])[log.pool]
    # Laid-down work holds its server through the night without anybody working on it.
    lays_down = np.array([*(pool.suspends for pool in pools), False])[log.pool]
    service, inside = within(log.started, log.completed, served)
    waiting, open_waiting = within(log.enabled, waited, back)
    return PoolSums(
        inside=total(served, inside),
        outside=total(served & ~lays_down, service - inside),
        queued=total(np.ones_like(back), np.where(back, open_waiting, waiting)),
        came=np.bincount(log.pool[came], minlength=len(pools)),
        waited=total(came, waited - log.enabled),
    )


def pool_measures(pools: Sequence[Pool], sums: PoolSums, start: int, end: int) -> list[PoolMeasures]:
    """Measure every pool with staff over the window [start, end) that `sums` are of, in the order of `pools`."""
    window = np.array([start, end], dtype=np.int64)
    hours = {id(pool.hours): pool.hours for pool in pools}
    opened = {key: int(np.diff(calendar.elapsed(window))[0]) for key, calendar in hours.items()}
    columns = [getattr(sums, field.name).tolist() for field in fields(sums)]
    return [
        _measure(pool, own, opened[id(pool.hours)], window)
        for pool, own in zip(pools, zip(*columns, strict=True), strict=True)
        if pool.role in STAFFED
    ]


def _measure(pool: Pool, sums: Sequence[int], opened: int, window: Ints) -> PoolMeasures:
    """One pool that is open for so many seconds of the window, from its own sums."""
    inside, outside, queued, came, waited = sums
    scheduled = NONE if pool.servers == UNLIMITED else _scheduled(pool, *window.tolist())
    return PoolMeasures(
        name=pool.name,
        servers=pool.servers,
        donors=pool.donors,
        busy=inside,
        scheduled=scheduled,
        utilisation=inside / scheduled if scheduled > 0 else float("nan"),
        mean_wait=waited / came if came else float("nan"),
        queue=queued / opened if opened else float("nan"),
        overtime=outside,
    )


def _scheduled(pool: Pool, start: int, end: int) -> int:
    """Server-seconds scheduled in the window; nobody is there before the first step."""
    first, last = np.searchsorted(pool.step_times, (start, end), side="right")
    steps = slice(max(int(first) - 1, 0), int(last))
    edges = np.append(np.maximum(pool.step_times[steps], start), end)
    return int((np.diff(edges) * pool.step_servers[steps]).sum())

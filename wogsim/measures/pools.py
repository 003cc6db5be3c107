"""How each pool of staff fared in a window of time: load, waiting, queue, overtime; all applicants together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wogsim.cases import BACK_OFFICE, NONE, STAFFED, UNLIMITED, Cases, Ints, Pool
from wogsim.log import Log
from wogsim.measures.cases import rows_by_pool, wait_ends


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


def pool_measures(cases: Cases, log: Log, start: int, end: int) -> list[PoolMeasures]:
    """Measure every pool with staff over the window [start, end), in the order of ``cases.pools``.

    Parameters
    ----------
    cases : Cases
        For its pools.
    log : Log
        Attempts of every case, sector-only applicants too.
    start, end : int
        Seconds on the simulation clock.
    """
    rows_of = rows_by_pool(log.pool, len(cases.pools))
    waited = wait_ends(log)
    return [
        _measure(pool, _Attempts(log.enabled[rows], waited[rows], log.started[rows], log.completed[rows]), start, end)
        for pool, rows in zip(cases.pools, rows_of, strict=True)
        if pool.role in STAFFED
    ]


@dataclass(frozen=True, eq=False)
class _Attempts:
    """One pool's attempts, each array of shape (n,), seconds; ``waited`` is when waiting ended."""

    enabled: Ints
    waited: Ints
    started: Ints
    completed: Ints


def _measure(pool: Pool, attempts: _Attempts, start: int, end: int) -> PoolMeasures:
    """Measure one pool from its own attempts."""
    busy, overtime = _service(pool, attempts, start, end)
    scheduled = NONE if pool.servers == UNLIMITED else _scheduled(pool, start, end)
    return PoolMeasures(
        name=pool.name,
        servers=pool.servers,
        donors=pool.donors,
        busy=busy,
        scheduled=scheduled,
        utilisation=busy / scheduled if scheduled > 0 else float("nan"),
        mean_wait=_mean_wait(attempts, start, end),
        queue=_queue(pool, attempts, start, end),
        overtime=overtime,
    )


def _service(pool: Pool, attempts: _Attempts, start: int, end: int) -> tuple[int, int]:
    """Server-seconds of service in the window, inside and outside opening hours."""
    served = attempts.started != NONE
    since = np.clip(attempts.started[served], start, end)
    until = np.clip(attempts.completed[served], start, end)
    inside = int((pool.hours.elapsed(until) - pool.hours.elapsed(since)).sum())
    # Laid-down work holds its server through the night without anybody working on it.
    outside = 0 if pool.suspends else int((until - since).sum()) - inside
    return inside, outside


def _scheduled(pool: Pool, start: int, end: int) -> int:
    """Server-seconds scheduled in the window; nobody is there before the first step."""
    edges = np.append(np.clip(pool.step_times, start, end), end)
    return int((np.diff(edges) * pool.step_servers).sum())


def _mean_wait(attempts: _Attempts, start: int, end: int) -> float:
    """Mean waiting time in seconds of the attempts enabled in the window."""
    came = (start <= attempts.enabled) & (attempts.enabled < end)
    count = int(came.sum())
    return int((attempts.waited - attempts.enabled)[came].sum()) / count if count else float("nan")


def _queue(pool: Pool, attempts: _Attempts, start: int, end: int) -> float:
    """Time-average number waiting over the window's open time."""
    since = np.clip(attempts.enabled, start, end)
    until = np.clip(attempts.waited, start, end)
    if pool.role in BACK_OFFICE:
        since, until = pool.hours.elapsed(since), pool.hours.elapsed(until)
    opened, closed = pool.hours.elapsed(np.array([start, end], dtype=np.int64))
    return int((until - since).sum()) / int(closed - opened) if closed > opened else float("nan")

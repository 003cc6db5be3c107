"""How each pool of staff fared in a window of time: load, waiting, queue, overtime; all applicants together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from wogsim.contract.cases import NONE, STAFFED, UNLIMITED, Cases, Ints, Pool
from wogsim.contract.hours import DAY
from wogsim.contract.log import Log
from wogsim.measures.attempts import add_up, in_roles, open_seconds
from wogsim.measures.backlog import Backlog, beyond, error, growth, overloaded
from wogsim.measures.hourly import busy_by_hour
from wogsim.measures.staff_cuts import beyond_staff, through_cuts
from wogsim.scenario.levers import Run


@dataclass(frozen=True)
class PoolMeasures:
    """One pool of staff over a window [start, end).

    ``busy`` is server-seconds of service by people while they are scheduled, ``by_hour`` the same by hour of the day,
    24 of them, ``overtime`` of service beyond that: outside opening hours, and by whoever still serves when fewer are
    scheduled from then on. ``scheduled`` is the server-seconds the schedule offers (-1: no limit) and ``utilisation``
    busy over scheduled, at most 1 (NaN when there is no limit, or nothing is scheduled).

    ``mean_wait`` is in seconds by the clock, nights included, over attempts enabled in the window (NaN: none), each
    followed to its end; ``mean_open_wait`` the same in the pool's own opening hours, as utilisation and queue are.
    ``queue`` is the time-average number waiting while it is open: open waiting seconds in the window over its open
    seconds (NaN: never open).

    ``brought`` is server-seconds of work that the needs of the window bring, were everybody served, ``load`` the same
    in servers of whom all would be busy (NaN: no limit, or nothing scheduled); ``excess`` is how many visits or files a
    day they bring beyond what its people, or its tickets, can do, ``growth`` by how many a day those who wait at
    midnight become more (NaN: too short to see), both over the window, ``error`` how far off that may be by luck.
    """

    name: str
    servers: int
    donors: tuple[str, ...]
    busy: int
    by_hour: tuple[int, ...]
    scheduled: int
    utilisation: float
    mean_wait: float
    mean_open_wait: float
    queue: float
    overtime: int
    brought: int = 0
    load: float = math.nan
    excess: float = 0.0
    growth: float = math.nan
    error: float = 0.0

    @property
    def overloaded(self) -> bool:
        """Whether it was overloaded in this run; see `wogsim.measures.backlog.overloaded`."""
        return overloaded(self.excess, self.growth, self.error)


@dataclass(frozen=True, eq=False)
class PoolSums:
    """What adds up over attempts, for each pool, shape (pools,): seconds, and in ``came`` a number of attempts.

    ``inside`` and ``outside`` are service in and out of opening hours, ``inside`` by hour of the day, shape (pools,
    24); ``queued`` is open waiting, all within the window; ``waited`` the whole waiting of those who ``came`` in the
    window, ``waited_open`` what of it is open. ``through`` are, part by part of the log, services that last
    through a cut in staff, each shape (3, n), see `wogsim.measures.staff_cuts.through_cuts`.
    """

    inside: Ints
    outside: Ints
    queued: Ints
    came: Ints
    waited: Ints
    waited_open: Ints
    through: tuple[Ints, ...]

    def __add__(self, other: PoolSums) -> PoolSums:
        added = {name: getattr(self, name) + getattr(other, name) for name in NUMBERS}
        return PoolSums(**added, through=self.through + other.through)


NUMBERS = tuple(field.name for field in fields(PoolSums) if field.name != "through")
SINGLE = ("queued", "came", "waited", "waited_open")  # one number for each pool


def pool_sums(pools: Sequence[Pool], log: Log, start: int, end: int) -> PoolSums:
    """Add up the attempts of a log, or of a part of it, at all pools over the window [start, end)."""
    staffed = in_roles(pools, STAFFED)[log.pool]
    # What was no work stood in no queue.
    there = staffed & (log.worked | (log.started == NONE))
    rows = np.flatnonzero((log.enabled < end) & (log.completed >= start) & there)
    pool, enabled, waited = (column[rows] for column in (log.pool, log.enabled, log.wait_ends))

    def total(pool: Ints, seconds: Ints) -> Ints:
        return add_up(pool, seconds, len(pools))

    begun, left, until = (np.clip(t, start, end) for t in (enabled, waited, log.completed[rows]))
    came = ((start <= enabled) & (enabled < end)).astype(np.int64)
    queued, waited_open = np.zeros_like(left), np.zeros_like(left)
    for found, since, to in ((queued, begun, left), (waited_open, enabled, waited)):
        queues = np.flatnonzero(to > since)
        found[queues] = open_seconds(pools, pool[queues], since[queues], to[queues])
    # Who never started waited until the end: a service of no length.
    inside = busy_by_hour(pools, pool, left, until)
    # Laid-down work holds its server through the night without anybody working on it.
    lays_down = np.array([office.suspends for office in pools])
    return PoolSums(
        inside=inside,
        outside=np.where(lays_down, 0, total(pool, until - left) - inside.sum(axis=1)),
        queued=total(pool, queued),
        came=total(pool, came),
        waited=total(pool, (waited - enabled) * came),
        waited_open=total(pool, waited_open * came),
        through=(through_cuts(pools, pool, waited, log.completed[rows]),),
    )


def pool_measures(pools: Sequence[Pool], sums: PoolSums, start: int, end: int) -> list[PoolMeasures]:
    """Measure every pool with staff over the window [start, end) that `sums` are of, in the order of `pools`."""
    window = np.array([start, end], dtype=np.int64)
    hours = {id(pool.hours): pool.hours for pool in pools}
    opened = {key: int(np.diff(calendar.elapsed(window))[0]) for key, calendar in hours.items()}
    staying = beyond_staff(pools, np.concatenate(sums.through, axis=1), start, end)
    on_time = replace(sums, inside=sums.inside - staying, outside=sums.outside + staying.sum(axis=1))
    columns = {name: getattr(on_time, name).tolist() for name in NUMBERS}
    found = []
    for number, pool in enumerate(pools):
        if pool.role in STAFFED:
            queued, came, waited, waited_open = (columns[name][number] for name in SINGLE)
            by_hour, outside = columns["inside"][number], columns["outside"][number]
            inside, open_for = sum(by_hour), opened[id(pool.hours)]
            scheduled = NONE if pool.servers == UNLIMITED else _scheduled(pool, window)
            measures = PoolMeasures(
                name=pool.name,
                servers=pool.servers,
                donors=pool.donors,
                busy=inside,
                by_hour=tuple(by_hour),
                scheduled=scheduled,
                utilisation=inside / scheduled if scheduled > 0 else float("nan"),
                mean_wait=waited / came if came else float("nan"),
                mean_open_wait=waited_open / came if came else float("nan"),
                queue=queued / open_for if open_for else float("nan"),
                overtime=outside,
            )
            found.append(measures)
    return found


def kept_up(
    measures: Sequence[PoolMeasures], pools: Sequence[Pool], backlog: Backlog, start: int, end: int
) -> list[PoolMeasures]:
    """The same measures with what was brought to each pool over the window [start, end), and how its queue grew."""
    numbers, found = {pool.name: number for number, pool in enumerate(pools)}, []
    for one in measures:
        number = numbers[one.name]
        work, pieces = int(backlog.work[number]), int(backlog.pieces[number])
        short = max(beyond(one.scheduled, work), beyond(_tickets(pools[number], start, end), pieces))
        found.append(
            replace(
                one,
                brought=work,
                load=work / one.scheduled * one.servers if one.scheduled > 0 else math.nan,
                excess=short * pieces * DAY / (end - start),
                growth=growth(backlog.waiting[number]),
                error=error(pieces * DAY / (end - start), (end - start) / DAY),
            )
        )
    return found


def any_overloaded(cases: Cases, log: Log, run: Run) -> bool:
    """Whether any pool was overloaded in a run, of which these are all cases and attempts, while the cohort came."""
    pools, start, end = cases.pools, run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds
    measures = pool_measures(pools, pool_sums(pools, log, start, end), start, end)
    return any(one.overloaded for one in kept_up(measures, pools, Backlog.of(cases, log, start, end), start, end))


def _tickets(pool: Pool, start: int, end: int) -> int:
    """Tickets that a pool hands out in the window, so many in each sitting that begins there; -1: nobody needs one."""
    return NONE if pool.quota == NONE else pool.quota * pool.hours.sittings(start, end)


def _scheduled(pool: Pool, window: Ints) -> int:
    """Server-seconds scheduled in the window; nobody is there before the first step."""
    first, last = pool.step_times.searchsorted(window, side="right").tolist()
    steps = slice(max(first - 1, 0), last)
    edges = np.append(np.maximum(pool.step_times[steps], window[0]), window[1])
    return int(np.diff(edges) @ pool.step_servers[steps])

"""Whether a pool keeps up: what is brought to it, and how many it leaves waiting at each midnight."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from wogsim.contract.cases import NONE, STAFFED, Cases, Ints
from wogsim.contract.hours import DAY
from wogsim.contract.log import Log
from wogsim.measures.attempts import in_roles


@dataclass(frozen=True, eq=False)
class Backlog:
    """What adds up over cases, for each pool.

    ``work`` and ``pieces`` are what needs of a window bring, shape (pools,), see `brought`; ``waiting`` who waits at
    its midnights, shape (pools, midnights), see `left_waiting`.
    """

    work: Ints
    pieces: Ints
    waiting: Ints

    @staticmethod
    def of(cases: Cases, log: Log, start: int, end: int) -> Backlog:
        """The backlog of whole cases, all or some, over the window [start, end)."""
        return Backlog(*brought(cases, log, start, end), left_waiting(cases, log, start, end))

    def __add__(self, other: Backlog) -> Backlog:
        return Backlog(self.work + other.work, self.pieces + other.pieces, self.waiting + other.waiting)


def brought(cases: Cases, log: Log, start: int, end: int) -> tuple[Ints, Ints]:
    """What cases whose need arises in [start, end) bring to each pool, were everybody served: work in seconds, pieces.

    All that their way holds, whether or not they gave up on it; of complaints those that were made. Both arrays are of
    shape (pools,), the number of pieces (visits, files) too.
    """
    need = cases.need[cases.case]
    counted = (cases.pool != NONE) & (cases.work > 0) & (start <= need) & (need < end)  # no work is no piece
    if cases.complaint.any():
        made = np.zeros(len(cases.case), dtype=bool)
        made[log.activity] = True
        counted &= made | ~cases.complaint
    pools = cases.pool[counted]
    size = len(cases.pools)
    work = np.bincount(pools, cases.work[counted], minlength=size).astype(np.int64)
    return work, np.bincount(pools, minlength=size).astype(np.int64)


def midnights(start: int, end: int) -> range:
    """The days at whose first second a window [start, end] is looked at."""
    return range(-(-start // DAY), end // DAY + 1)


def left_waiting(cases: Cases, log: Log, start: int, end: int) -> Ints:
    """How many have come to each pool and wait at each of the `midnights`, shape (pools, midnights).

    Who was sent home and has to come again waits, too: from when they came first until they stop waiting for good.
    """
    days = midnights(start, end)
    staffed = in_roles(cases.pools, STAFFED)[log.pool]
    first = np.flatnonzero(staffed & (log.attempt == 0))
    final = np.append(log.activity[1:] != log.activity[:-1], True) if len(log) else np.zeros(0, dtype=bool)
    last = np.flatnonzero(staffed & final)
    pools, places = (
        len(cases.pools),
        len(days) + 1,
    )  # behind the last midnight there is a place for all that comes later
    counts = [
        np.bincount(
            log.pool[rows] * places + np.clip(-(-when[rows] // DAY) - days.start, 0, len(days)),
            minlength=pools * places,
        )
        for rows, when in ((first, log.enabled), (last, log.wait_ends))
    ]
    there: Ints = np.cumsum((counts[0] - counts[1]).reshape(pools, places), axis=1)[:, :-1]
    return there


def growth(waiting: Ints) -> float:
    """By how many a day those who wait at successive midnights become more: the line of least squares.

    NaN for fewer than two midnights.
    """
    if len(waiting) < 2:
        return math.nan
    day = np.arange(len(waiting)) - (len(waiting) - 1) / 2
    return float((day * waiting).sum() / (day * day).sum())


def beyond(have: int, asked: int) -> float:
    """What share of what is asked for is more than there is; 0 where there is enough, or no limit (-1)."""
    return 1 - have / asked if 0 <= have < asked else 0.0


def error(pieces: float, days: float) -> float:
    """Standard error of a growth a day by luck alone, where a queue grows: how far one run can see.

    The queue is then a random walk, to which so many pieces a day come and from which as many go, each by Poisson's
    law: its variance grows by twice that. Of the line of least squares through a random walk over T days it is 6 / 5 of
    a day's over T.

    Source: S. N. Durlauf and P. C. B. Phillips, "Trends versus random walks in time series analysis", Econometrica 56
    (1988).
    """
    return math.sqrt(1.2 * 2 * pieces / days)


def overloaded(excess: float, growth: float, error: float) -> bool:
    """Whether a pool is overloaded in a run: more was brought than could be done, and its queue may well grow by that.

    Where people give up, deadlines pass or counters finish late, more can be brought for ever and nothing grows. A run
    shows so where the growth is more than its `error` below the excess; a run too short to show it does not.

    Parameters
    ----------
    excess : pieces a day that are brought beyond what can be done
    growth : of those who wait, a day; NaN where the window is too short to see any
    """
    return excess > 0 and (math.isnan(growth) or growth > excess - error)

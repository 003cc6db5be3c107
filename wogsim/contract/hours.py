"""Opening hours as open intervals [open, close) on the simulation clock.

The clock counts whole seconds; second 0 is midnight at the start of the scenario's first day.
Touching intervals are merged, so a place that never closes is one interval.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wogsim.errors import CalendarExhausted

HOUR = 3_600
DAY = 86_400
FOREVER = 2**62

Seconds = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Hours:
    """Open intervals, in order, disjoint and not touching.

    Parameters
    ----------
    opens, closes : int64 arrays, shape (K,)
        Seconds; interval k is open at t when ``opens[k] <= t < closes[k]``.
    """

    opens: Seconds
    closes: Seconds

    @staticmethod
    def of(intervals: list[tuple[int, int]]) -> Hours:
        """Hours from intervals in any order: empty ones dropped, overlapping and touching ones merged."""
        kept = sorted((start, end) for start, end in intervals if start < end)
        if not kept:
            return Hours(*np.zeros((2, 0), dtype=np.int64))
        starts, ends = np.array(kept, dtype=np.int64).T
        reached = np.maximum.accumulate(ends)
        gaps = np.flatnonzero(starts[1:] > reached[:-1])
        return Hours(starts[np.append(0, gaps + 1)], reached[np.append(gaps, len(kept) - 1)])

    @staticmethod
    def always() -> Hours:
        """Open day and night, without end."""
        return Hours.of([(0, FOREVER)])

    @cached_property
    def ends_day(self) -> npt.NDArray[np.bool_]:
        """Whether interval k is the day's last: the next opening, if any, is on a later day. Shape (K,)."""
        last = np.ones(len(self.opens), dtype=bool)
        last[:-1] = self.opens[1:] // DAY > (self.closes[:-1] - 1) // DAY
        return last

    @cached_property
    def begins_sitting(self) -> npt.NDArray[np.bool_]:
        """Whether the door opens for the first time that day at the start of interval k, shape (K,).

        So it does when the interval before ended a day; what is open from second 0 on has never opened.
        """
        return np.append(self.opens[:1] > 0, self.ends_day[:-1])

    @cached_property
    def _before(self) -> Seconds:
        """Open seconds before interval k, shape (K + 1,)."""
        return np.append(0, np.cumsum(self.closes - self.opens))

    @cached_property
    def _lists(self) -> tuple[list[int], list[int], list[int]]:
        """Openings, closings and open seconds before, as numbers that are quick to look up one by one."""
        opens, closes, before = ([int(t) for t in times] for times in (self.opens, self.closes, self._before))
        return opens, closes, before

    @cached_property
    def _sittings(self) -> list[bool]:
        """`begins_sitting`, quick to look up one by one."""
        sittings: list[bool] = self.begins_sitting.tolist()
        return sittings

    def interval_from(self, time: int) -> int:
        """Index of the interval open at `time`, or else of the next one.

        Raises
        ------
        CalendarExhausted
            When nothing opens at or after `time`.
        """
        k = bisect_right(self._lists[1], time)
        if k == len(self.closes):
            raise CalendarExhausted
        return k

    def come(self, time: int, offset: int) -> int:
        """When somebody is there who can be there at `time`, and whose own time of the morning is `offset`.

        In an interval that begins a sitting nobody comes earlier than `offset` seconds after the opening, modulo its
        length, so that everybody gets in; in others, as after a lunch break, who is early comes at the opening. So
        nobody who could be there earlier comes later because of the offset alone.
        """
        k = self.interval_from(time)
        opens, closes, _before = self._lists
        own_time = offset % (closes[k] - opens[k]) if self._sittings[k] else 0
        return max(time, opens[k] + own_time)

    def still_today(self, time: int) -> int | None:
        """When who is out already gets in at `time`: at once, or after a break; None when it is closed for the day."""
        k = self.interval_from(time)
        opening = self._lists[0][k]
        return None if time < opening and self._sittings[k] else max(time, opening)

    def closed_for_the_day(self, times: Seconds) -> npt.NDArray[np.bool_]:
        """Whether `still_today` is None, for each of some times before the last closing; any shape."""
        k = np.searchsorted(self.closes, times, side="right")
        closed: npt.NDArray[np.bool_] = (times < self.opens[k]) & self.begins_sitting[k]
        return closed

    def advance(self, time: int, work: int) -> int:
        """The earliest instant by which `work` open seconds have passed since `time`."""
        if work == 0:
            return time
        k = self.interval_from(time)
        opens, _closes, before = self._lists
        target = before[k] + max(0, time - opens[k]) + work
        j = bisect_right(before, target - 1) - 1
        if j >= len(opens):
            raise CalendarExhausted
        return opens[j] + target - before[j]

    @cached_property
    def _by_cell(self) -> tuple[int, npt.NDArray[np.int32], int]:
        """Seconds of a cell of time, how many intervals have opened by a cell's start, and how many more do within one.

        Doors mostly open at a quarter of an hour, so that none opens within a cell.
        """
        cell = max(int(np.gcd.reduce(self.opens, initial=HOUR)), HOUR // 4)
        opened = np.cumsum(np.bincount(-(-self.opens // cell), minlength=1))
        within = self.opens[self.opens % cell != 0] // cell
        return cell, opened.astype(np.int32), int(np.unique_counts(within).counts.max(initial=0))

    @cached_property
    def _next(self) -> Seconds:
        """When the next one opens, by how many intervals have opened, shape (K + 1,)."""
        return np.append(self.opens, np.iinfo(np.int64).max)

    @cached_property
    def _shut(self) -> Seconds:
        """Closed seconds before an instant in the latest of so many intervals, shape (K + 1,)."""
        return np.append(0, self.opens - self._before[:-1])

    def elapsed(self, times: Seconds) -> Seconds:
        """Open seconds in [0, t) for each t, from 0 on; any shape."""
        cell, by_cell, more = self._by_cell
        opened = by_cell.take(times // cell, mode="clip")
        for _again in range(more):
            opened = opened + (self._next.take(opened) <= times)
        # No more than the whole of these intervals, which is nothing where none has opened.
        seconds: Seconds = np.minimum(times - self._shut.take(opened), self._before.take(opened))
        return seconds

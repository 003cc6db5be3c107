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
NIGHT = 4 * HOUR  # a place that is closed for so long has sent everybody home
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
    def ends_sitting(self) -> npt.NDArray[np.bool_]:
        """Whether a sitting ends with interval k, shape (K,).

        A sitting is what lies between two openings of the door, whatever the date. Shorter closings than `NIGHT` are
        breaks in it; but what opens a day or more after a sitting began begins another, so that a place which hardly
        ever closes has one every day.
        """
        first = np.append(True, self.opens[1:] - self.closes[:-1] >= NIGHT)[: len(self.opens)]
        begun = np.flatnonzero(first)
        since = np.repeat(self.opens[begun], np.diff(np.append(begun, len(first))))
        if (self.opens - since >= DAY).any():
            begin = 0
            for k, opens in enumerate(self.opens.tolist()):
                first[k] = first[k] or opens - begin >= DAY
                begin = opens if first[k] else begin
        return np.append(first[1:], True)[: len(first)]

    @cached_property
    def begins_sitting(self) -> npt.NDArray[np.bool_]:
        """Whether a sitting begins with interval k, shape (K,); what is open from second 0 on has never opened."""
        return np.append(self.opens[:1] > 0, self.ends_sitting[:-1])

    def sittings(self, start: int, end: int) -> int:
        """How many sittings begin in [start, end); what is open for more than a day without a break has one a date.

        Those are the days of `day_ends`, by which tickets are counted.
        """
        long = self.closes - self.opens > DAY
        first = np.append(True, self.ends_sitting[:-1])[: len(self.opens)]
        begins = first & ~long & (start <= self.opens) & (self.opens < end)
        since, until = np.maximum(self.opens[long], start), np.minimum(self.closes[long], end)
        dates = np.maximum(-(-until // DAY) - since // DAY, 0)
        return int(begins.sum()) + int(dates.sum())

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

    def come(self, time: int, offset: int, spread: int) -> int:
        """When somebody is there who can be there at `time`, and whose own time of the morning is `offset`.

        In an interval that begins a sitting nobody comes earlier than `offset` seconds after the opening; where it is
        shorter than the `spread` of all offsets, these are drawn together in proportion, so that everybody gets in, and
        evenly. In others, as after a lunch break, who is early comes at the opening. So nobody who could be there
        earlier comes later because of the offset alone.
        """
        k = self.interval_from(time)
        opens, closes, _before = self._lists
        length = closes[k] - opens[k]
        own_time = offset if length >= spread else offset * length // spread
        return max(time, opens[k] + own_time * self._sittings[k])

    def still_today(self, time: int) -> int | None:
        """When who is out already gets in at `time`: at once, or after a break; None when the sitting is over."""
        k = self.interval_from(time)
        opening = self._lists[0][k]
        return None if time < opening and self._sittings[k] else max(time, opening)

    def closed_for_the_day(self, times: Seconds) -> npt.NDArray[np.bool_]:
        """Whether `still_today` is None, for each of some times before the last closing; any shape."""
        k = np.searchsorted(self.closes, times, side="right")
        closed: npt.NDArray[np.bool_] = (times < self.opens[k]) & self.begins_sitting[k]
        return closed

    def day_ends(self, time: int) -> int:
        """When the day of a place ends that is open at `time`: with its sitting, at midnight where it never closes.

        What is open for more than a day without a break counts by dates.
        """
        opens, closes, _before = self._lists
        k = self.interval_from(time)
        if closes[k] - opens[k] > DAY:
            return min(closes[k], (time // DAY + 1) * DAY)
        while k + 1 < len(opens) and not self._sittings[k + 1] and closes[k + 1] - opens[k + 1] <= DAY:
            k += 1
        return closes[k]

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

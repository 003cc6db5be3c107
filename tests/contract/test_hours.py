"""Opening hours on the simulation clock, instant by instant."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.calendars import DAYS, inside, intervals
from wogsim.contract.hours import DAY, HOUR, Hours


@given(intervals)
def test_hours_are_the_union_of_intervals(given_intervals):
    hours = Hours.of(given_intervals)
    times = np.arange(0, (DAYS + 3) * DAY, HOUR)
    spans = list(zip(hours.opens, hours.closes, strict=True))
    np.testing.assert_array_equal(inside(times, spans), inside(times, given_intervals))
    assert (hours.opens < hours.closes).all()
    assert (hours.opens[1:] > hours.closes[:-1]).all()  # apart


@given(
    st.lists(st.tuples(st.integers(0, 3 * HOUR), st.integers(1, HOUR)), max_size=12), st.lists(st.integers(0, 5 * HOUR))
)
def test_open_seconds_are_counted_one_by_one(doors: list[tuple[int, int]], instants: list[int]) -> None:
    # Several doors open within a quarter of an hour.
    hours = Hours.of([(opens, opens + length) for opens, length in doors])
    times = np.array([*instants, *hours.opens, *hours.closes], dtype=np.int64)
    is_open = np.zeros(5 * HOUR, dtype=bool)
    for opens, closes in zip(hours.opens, hours.closes, strict=True):
        is_open[opens:closes] = True
    assert hours.elapsed(times).tolist() == [int(is_open[:t].sum()) for t in times]

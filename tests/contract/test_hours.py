"""Opening hours on the simulation clock, instant by instant."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.calendars import DAYS, inside, intervals
from wogsim.contract.hours import DAY, FOREVER, HOUR, Hours


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


@given(intervals, st.integers(0, 9 * HOUR), st.lists(st.integers(0, DAYS * DAY), min_size=2))
def test_who_could_be_there_earlier_never_comes_later(given_intervals, offset, instants):
    hours = Hours.of([*given_intervals, ((DAYS + 3) * DAY, FOREVER)])
    times = sorted([*instants, *hours.opens.tolist(), *hours.closes[:-1].tolist()])
    comes = [hours.come(time, offset) for time in times]
    assert comes == sorted(comes)
    assert all(time <= there for time, there in zip(times, comes, strict=True))
    assert all(hours.come(there, offset) == there for there in comes)  # whoever is there is there
    assert inside(np.array(comes), list(zip(hours.opens, hours.closes, strict=True))).all()


def test_the_spread_of_a_morning_keeps_nobody_from_being_first():
    """Who needs at 16:01 and has not been before waits no longer than who needs at 7:31 the next day."""
    hours = Hours.of([(day * DAY + 8 * HOUR, day * DAY + 16 * HOUR) for day in range(3)])
    late, early, open_already = 16 * HOUR + 60, DAY + 7 * HOUR + 31 * 60, DAY + 8 * HOUR + 60
    for offset in (0, 120, 3 * HOUR):
        assert len({hours.come(time, offset) for time in (late, early, DAY + 8 * HOUR)}) == 1
        assert hours.come(late, offset) <= hours.come(open_already, offset)


@given(intervals, st.lists(st.integers(0, DAYS * DAY)))
def test_an_office_opens_again_the_same_day_or_is_closed_for_it(given_intervals, instants):
    hours = Hours.of([*given_intervals, ((DAYS + 3) * DAY, FOREVER)])
    times = np.array([*instants, *hours.opens, *hours.closes[:-1]], dtype=np.int64)
    for time, closed in zip(times.tolist(), hours.closed_for_the_day(times), strict=True):
        openings = [opens for opens, closes in zip(hours.opens, hours.closes, strict=True) if time < closes]
        before = [closes for closes in hours.closes.tolist() if closes <= time]
        comes = max(time, int(openings[0]))
        # Closed for the day: it opens later, and not on the day on which it closed last.
        expected = comes > time and not (before and (before[-1] - 1) // DAY == comes // DAY)
        assert closed == expected
        assert hours.still_today(time) == (None if expected else comes)


def test_what_has_always_been_open_keeps_nobody_waiting():
    hours = Hours.of([(0, 2 * DAY), (3 * DAY, 4 * DAY)])
    assert [hours.come(time, 600) for time in (0, DAY, 2 * DAY)] == [0, DAY, 3 * DAY + 600]

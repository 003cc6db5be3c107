"""Opening hours on the simulation clock, instant by instant."""

from __future__ import annotations

import numpy as np
import pytest
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
    comes = [hours.come(time, offset, 9 * HOUR) for time in times]
    assert comes == sorted(comes)
    assert all(time <= there for time, there in zip(times, comes, strict=True))
    assert all(hours.come(there, offset, 9 * HOUR) == there for there in comes)  # whoever is there is there
    assert inside(np.array(comes), list(zip(hours.opens, hours.closes, strict=True))).all()


def test_the_spread_of_a_morning_keeps_nobody_from_being_first():
    """Who needs at 16:01 and has not been before waits no longer than who needs at 7:31 the next day."""
    hours = Hours.of([(day * DAY + 8 * HOUR, day * DAY + 16 * HOUR) for day in range(3)])
    late, early, open_already = 16 * HOUR + 60, DAY + 7 * HOUR + 31 * 60, DAY + 8 * HOUR + 60
    for offset in (0, 120, 3 * HOUR):
        assert len({hours.come(time, offset, 9 * HOUR) for time in (late, early, DAY + 8 * HOUR)}) == 1
        assert hours.come(late, offset, 9 * HOUR) <= hours.come(open_already, offset, 9 * HOUR)


@given(intervals, st.lists(st.integers(0, DAYS * DAY)))
def test_a_place_opens_again_in_the_same_sitting_or_is_closed_for_the_day(given_intervals, instants):
    hours = Hours.of([*given_intervals, ((DAYS + 3) * DAY, FOREVER)])
    times = np.array([*instants, *hours.opens, *hours.closes[:-1]], dtype=np.int64)
    last_of = {k for sitting in sittings(hours) for k in sitting[-1:]}
    for time, closed in zip(times.tolist(), hours.closed_for_the_day(times), strict=True):
        coming = next(k for k, closes in enumerate(hours.closes.tolist()) if time < closes)
        comes = max(time, int(hours.opens[coming]))
        # Closed for the day: it opens later, and whatever closed last was the end of a sitting.
        expected = comes > time and (coming == 0 or coming - 1 in last_of)
        assert closed == expected
        assert hours.still_today(time) == (None if expected else comes)


def sittings(hours: Hours) -> list[list[int]]:
    """Numbers of the intervals of each sitting."""
    ends = np.flatnonzero(hours.ends_sitting)
    return [numbers.tolist() for numbers in np.split(np.arange(len(hours.opens)), ends[:-1] + 1)]


def clock(text: str) -> list[tuple[int, int]]:
    """Intervals written as 'day hh:mm-hh:mm', the closing after midnight where it is not later."""
    found = []
    for part in text.split(", "):
        day, times = part.split(" ")
        opens, closes = (60 * (60 * int(time[:2]) + int(time[3:])) for time in times.split("-"))
        found.append((int(day) * DAY + opens, int(day) * DAY + closes + (DAY if closes <= opens else 0)))
    return found


@pytest.mark.parametrize(
    ("doors", "expected"),
    [
        ("1 08:00-12:00, 1 13:00-16:00, 2 08:00-11:00", [2, 1]),  # a lunch break
        ("1 09:00-12:00, 1 15:30-18:00, 2 09:00-12:00", [2, 1]),  # a long one
        ("1 07:00-09:00, 1 17:00-19:00, 2 07:00-09:00", [1, 1, 1]),  # twice a day: nobody queues for eight hours
        ("1 22:00-02:00, 2 22:00-02:00, 3 22:00-02:00", [1, 1, 1]),  # night after night
        ("1 22:00-00:00, 2 00:00-02:00, 2 22:00-00:00, 3 00:00-02:00", [1, 1]),  # the same, written by dates
        ("1 22:00-23:30, 2 00:30-06:00, 2 22:00-23:30, 3 00:30-06:00", [2, 2]),  # with a break at midnight
        ("1 22:00-01:00, 2 02:00-06:00, 2 22:00-01:00, 3 02:00-06:00", [2, 2]),  # and with one after it
        ("1 02:00-00:00, 2 02:00-00:00, 3 02:00-00:00", [1, 1, 1]),  # hardly ever closed: a sitting a day
        ("1 06:00-03:00, 2 06:00-03:00", [1, 1]),
        ("1 06:00-12:00, 1 13:00-03:00, 2 06:00-12:00, 2 13:00-03:00", [2, 2]),  # with two breaks the like of it
    ],
)
def test_a_sitting_is_what_lies_between_two_openings_whatever_the_date(doors, expected):
    assert list(map(len, sittings(Hours.of(clock(doors))))) == expected


def test_a_place_that_closes_at_noon_for_an_hour_opens_every_afternoon():
    """From 13:00 to 12:00 on the next day is a sitting: the one time it opens in 24 hours."""
    hours = Hours.of(clock("0 00:00-12:00, 0 13:00-00:00, 1 00:00-12:00, 1 13:00-00:00, 2 00:00-12:00"))
    assert hours.opens[hours.begins_sitting].tolist() == [DAY + 13 * HOUR]  # the first day began at midnight


@pytest.mark.parametrize(("time", "ends"), [("1 23:00", "2 02:00"), ("2 01:00", "2 02:00"), ("2 22:00", "3 02:00")])
def test_a_day_of_a_place_ends_with_its_sitting(time, ends):
    at, until = (int(day) * DAY + int(hour[:2]) * HOUR for day, hour in (time.split(), ends.split()))
    assert Hours.of(clock("1 22:00-02:00, 2 22:00-02:00")).day_ends(at) == until


def test_where_a_place_never_closes_its_day_ends_at_midnight():
    hours = Hours.of([(HOUR, 3 * DAY + 2 * HOUR), (4 * DAY, 4 * DAY + HOUR)])
    times = (HOUR, DAY - 1, DAY, 3 * DAY + HOUR, 4 * DAY)
    assert [hours.day_ends(time) for time in times] == [
        DAY,
        DAY,
        2 * DAY,
        3 * DAY + 2 * HOUR,
        4 * DAY + HOUR,
    ]


def test_a_morning_shorter_than_the_spread_draws_the_times_together_evenly():
    """Of the times 0, 1, ..., 179 minutes after an opening for two hours, as many fall into each of its hours."""
    hours = Hours.of([(DAY + 8 * HOUR, DAY + 10 * HOUR), (DAY + 11 * HOUR, DAY + 15 * HOUR)])
    comes = [hours.come(DAY, 60 * minute, 3 * HOUR) - DAY for minute in range(180)]
    assert comes == sorted(comes)
    assert np.bincount(np.array(comes) // HOUR).tolist() == [0] * 8 + [90, 90]
    assert hours.come(DAY, 90 * 60, 3 * HOUR) == DAY + 9 * HOUR  # half of the spread is half of the morning
    assert hours.come(DAY, 90 * 60, 2 * HOUR) == DAY + 9 * HOUR + 30 * 60  # what fits in is left as it is
    assert hours.come(DAY + 10 * HOUR, 90 * 60, 3 * HOUR) == DAY + 11 * HOUR  # after a break, at the opening


def test_what_has_always_been_open_keeps_nobody_waiting():
    hours = Hours.of([(0, 2 * DAY), (3 * DAY, 4 * DAY)])
    assert [hours.come(time, 600, HOUR) for time in (0, DAY, 2 * DAY)] == [0, DAY, 3 * DAY + 600]

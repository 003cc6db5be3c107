"""Hours and staff on the simulation clock, minute by minute."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.calendars import DAYS, inside, intervals
from wogsim.contract.cases import UNLIMITED
from wogsim.contract.hours import DAY, FOREVER, HOUR, Hours
from wogsim.world.opening import staffed

parts = st.lists(
    st.tuples(st.integers(0, 23), st.integers(1, 24)).map(lambda one: (one[0] * HOUR, min(sum(one), 24) * HOUR))
)
shifts = st.lists(st.tuples(parts.map(tuple), st.sampled_from([0.0, 0.07, 0.25, 0.5, 1.0])), max_size=4).map(dict)


@given(intervals | st.just([(0, FOREVER)]), st.integers(1, 30), shifts)
def test_so_many_are_there_as_the_shifts_say(given_intervals, servers, given_shifts):
    until = DAYS * DAY
    hours, times, counts = staffed(Hours.of(given_intervals), servers, given_shifts, until)
    asked = np.arange(0, until, HOUR // 2)
    found = np.append(counts, 0)[np.searchsorted(times, asked, side="right") - 1]
    expected = [_there(time, given_intervals, servers, given_shifts) for time in asked.tolist()]
    assert found.tolist() == expected
    assert inside(asked, list(zip(hours.opens, hours.closes, strict=True))).tolist() == [
        count > 0 for count in expected
    ]
    assert (np.diff(times) > 0).all()
    assert (np.diff(counts) != 0).all()


def _there(time, spans, servers, given_shifts):
    """The last of the shifts that says anything about a time of day counts; everybody where none does."""
    if not any(start <= time < end for start, end in spans):
        return 0
    shares = [share for parts, share in given_shifts.items() for a, b in parts if a <= time % DAY < b]
    return math.ceil((shares[-1] if shares else 1.0) * servers - 1e-9)


def test_where_there_is_no_limit_nobody_goes_home():
    hours = Hours.of([(0, HOUR), (2 * HOUR, 3 * HOUR)])
    found, times, counts = staffed(hours, UNLIMITED, {((0, HOUR),): 0.5}, DAY)
    assert found is hours
    assert times.tolist() == [0, HOUR, 2 * HOUR, 3 * HOUR]
    assert counts.tolist() == [UNLIMITED, 0, UNLIMITED, 0]

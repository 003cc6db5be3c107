"""Settling in after a reform, worked out by hand: assessments take half as long again on the first day, then less.

The chain of three of `tests.whole.test_worked`, papers taken in at once: three assessments of ten hours one after the
other; always open, nobody queues, journeys take no time. Here half of it is left after a week.
"""

from typing import Any

import numpy as np
import pytest

from tests.whole.test_worked import BY_HAND, chain
from tests.whole.test_worked_offices import hours, ran
from wogsim.contract.hours import DAY, HOUR
from wogsim.errors import BadInput
from wogsim.measures.attempts import permit_times
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded
from wogsim.scenario.unused import unused
from wogsim.staffing.people import staffing
from wogsim.world.agency_count import build

REFORM = {"world.reform.dip": 0.5, "world.reform.half_life": "1 week"}


def town(settings: dict[str, Any] | None = None) -> Loaded:
    """The chain, with some more citizens."""
    return chain("at once").change({"world.citizens.need": "30 per week"} | (settings or {}))


@pytest.mark.parametrize("pattern", BY_HAND)
def test_cases_that_arise_soon_take_longer_where_people_work_in_a_new_way(pattern: str) -> None:
    """Thirty hours of assessing are 45 on the first day, 37.5 a week later, as many as ever where nothing is new."""
    cases, log = ran(town(REFORM), pattern)
    took = permit_times(cases, log) - cases.need - BY_HAND[pattern][1] * HOUR
    if pattern == "technical-functional":
        assert set(took.tolist()) == {0}
        return
    days = cases.need // DAY
    by_hand = [3 * int(10 * HOUR * round(1 + 0.5 * 2 ** (-day / 7), 6) + 0.5) for day in days.tolist()]
    assert took.tolist() == [seconds - 30 * HOUR for seconds in by_hand]
    assert set(took[days == 0].tolist()) == {15 * HOUR}
    assert set(took[days == 7].tolist()) == {7.5 * HOUR}


def test_people_are_placed_by_a_usual_week() -> None:
    for pattern in ("one-roof", "all-delegated"):
        before, after = (
            [(post.name, post.servers, post.load) for post in staffing(world, loaded.scenario.rows()[pattern]).posts]
            for loaded in (town(), town(REFORM))
            for world in [build(loaded.scenario)]
        )
        assert before == after


def test_neutral_and_what_is_said_in_vain() -> None:
    assert hours(apply(town(REFORM), "neutral"), "one-roof") == 30
    assert "world.reform.half_life" in {one.path for one in unused(town({"world.reform.half_life": "1 week"}))}
    alone = town(REFORM | {"levers.patterns": ["technical-functional"]})
    assert "world.reform.dip" in {one.path for one in unused(alone)}


@pytest.mark.parametrize("time", ["0 weeks", "3 working days"])
def test_a_half_life_is_some_calendar_time(time: str) -> None:
    with pytest.raises(BadInput, match=r"half_life.*expected calendar time above 0"):
        town({"world.reform.half_life": time})


def test_offices_are_as_fast_as_ever_in_the_end() -> None:
    cases, log = ran(town(REFORM | {"world.reform.half_life": "1 day", "run.warm_up": "2 weeks"}), "one-roof")
    took = permit_times(cases, log) - cases.need
    assert np.unique(took[cases.need > 18 * DAY]).tolist() == [BY_HAND["one-roof"][1] * HOUR]


def test_what_does_not_fade_stays() -> None:
    cases, log = ran(town({"world.reform.dip": 0.5}), "one-roof")
    took = permit_times(cases, log) - cases.need
    assert np.unique(took).tolist() == [(BY_HAND["one-roof"][1] + 15) * HOUR]

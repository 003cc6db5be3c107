"""Unequal capacity, worked out by hand: the people of one agency take three times as long for all they do.

The chain of three of `tests.whole.test_worked`, papers taken in at once: b comes after a, c after b; always open,
nobody queues, journeys take no time; assessment 10 hours, and here one hour to hand papers in and one to collect.
"""

from typing import Any

import pytest

from tests.whole.test_worked import chain
from tests.whole.test_worked_offices import hours
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded

SLOW = {"world.agencies.a.pace": 3.0}


def town(settings: dict[str, Any] | None = None) -> Loaded:
    """The chain with work at counters."""
    work = {f"world.agencies.{key}.{name}": "1 hour" for key in "abc" for name in ("intake", "collection")}
    return chain("at once").change(work | (settings or {}))


@pytest.mark.parametrize(
    ("pattern", "more"),
    [
        # a's intake 2 hours more and its assessment 20; its decision is collected for b, 2 more at its counter.
        ("technical-functional", 2 + 20 + 2),
        # The desk takes in and hands out at its own pace; a's assessors are as slow in the unit as at home.
        ("all-delegated", 20),
        ("letter-box", 20),
    ],
)
def test_its_own_people_are_slower_wherever_they_sit(pattern: str, more: int) -> None:
    assert hours(town(SLOW), pattern) == hours(town(), pattern) + more


def test_its_inspectors_too_but_not_the_team() -> None:
    """An inspection of 5 hours takes 15; a joint visit, of a and b, is as long as the longest of what is said."""
    seen = {
        f"world.clearances.{key}-decides.{name}": value
        for key in "ab"
        for name, value in (("inspectors", 1), ("inspection", "5 hours"))
    }
    assert hours(town(seen | SLOW), "technical-functional") == hours(town(seen), "technical-functional") + 24 + 10
    team = seen | {"world.inspection.team": 1, "world.inspection.team_donors": ["a-decides"]}
    assert hours(town(team | SLOW), "all-delegated") == hours(town(team), "all-delegated") + 20


def test_generalists_keep_their_own() -> None:
    levers = {"levers.cross_training": 1.0, "levers.generalist_factor": 2.0}
    assert hours(town(levers | SLOW), "all-delegated") == hours(town(levers), "all-delegated")


def test_in_neutral_all_are_alike() -> None:
    assert apply(town(SLOW), "neutral").fingerprint == apply(town(), "neutral").fingerprint

"""A leader's rank overrides own cases first: then files are taken up in the order in which they came."""

from typing import Any

import numpy as np
import pytest

from tests.one_desk import one_desk
from tests.whole.test_worked_offices import ran
from wogsim.contract.cases import Kind

# A unit that may decide nothing sends every file to the one assessor, who has as many applicants of their own.
CITY: dict[str, Any] = {
    "world.files.own_cases_first": True,
    "world.clearances.stamp.own_cases": "20 per day",
    "world.clearances.stamp.assessors": 1,
    "world.clearances.stamp.assessment": "33 min",
    "world.agencies.desk.counters": 9,
    "levers.own_cases_go": "to their agency",
}


def overtaken(pattern: str, settings: dict[str, Any]) -> tuple[int, int]:
    """How often a file that came later was taken up before another: an own case before a forwarded one, any other."""
    loaded = one_desk(citizens={"need": "20 per day"}, run={"warm_up": "0 days", "cohort": "1 week"})
    cases, log = ran(loaded.change(CITY | settings), pattern)
    assessed = np.array([slot.kind is Kind.ASSESS for slot in cases.slots])[cases.slot[log.activity]]
    rows = np.flatnonzero(assessed)
    rows = rows[np.lexsort((log.activity[rows], log.enabled[rows]))]
    came, started, own = log.enabled[rows], log.started[rows], cases.own[log.case[rows]]
    later = (came[:, None] < came[None, :]) & (started[:, None] > started[None, :])
    ego = ~own[:, None] & own[None, :]
    return int((later & ego).sum()), int((later & ~ego).sum())


@pytest.mark.parametrize("pattern", ["one-door", "centralized"])
def test_own_cases_overtake_forwarded_files(pattern: str) -> None:
    own, others = overtaken(pattern, {"levers.coordinating": 1.0, "levers.powers.own_rank": "never"})
    assert own > 100
    assert not others


@pytest.mark.parametrize("pattern", ["one-door", "centralized"])
def test_where_the_head_orders_it_nobody_overtakes(pattern: str) -> None:
    assert overtaken(pattern, {"levers.coordinating": 1.0, "levers.powers.own_rank": "always"}) == (0, 0)


def test_only_who_is_coordinated_where_the_row_says_so() -> None:
    """A coordinator's rank counts with what is coordinated, a unit without authority has none."""
    assert overtaken("centralized", {"levers.coordinating": 1.0}) == (0, 0)
    assert overtaken("one-door", {"levers.coordinating": 1.0})[0] > 100

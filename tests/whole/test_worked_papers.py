"""Papers asked for twice, worked out by hand: clearances ask for the same paper, complete or not for all of them.

The chain of three of `tests.whole.test_worked`, papers taken in at once: b comes after a, c after b; always open,
nobody queues, journeys take no time. Here every second citizen's papers are incomplete, which is noticed where they are
taken in; they are mended within a day, and complete then.
"""

from typing import Any

import numpy as np
import pytest

from tests.whole.test_worked import BY_HAND, chain
from tests.whole.test_worked_offices import ran
from wogsim.contract.cases import Cases, Kind
from wogsim.contract.hours import HOUR
from wogsim.measures.attempts import permit_times
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded
from wogsim.scenario.unused import unused

HALF = {
    "world.papers": {"bringings": 2, "fix": "24 hours", "detection": 1.0},
    "world.citizens.need": "40 per week",
    **{f"world.clearances.{key}-decides.incomplete": 0.5 for key in "abc"},
}
SAME = {f"world.clearances.{key}-decides.same_paper": "site-plan" for key in "abc"}
UNDER = ("technical-functional", "one-roof", "letter-box", "all-delegated")


def town(settings: dict[str, Any]) -> Loaded:
    """The chain with some papers incomplete."""
    return chain("at once").change(HALF | settings)


def intakes_again(cases: Cases) -> np.ndarray:
    """How often each citizen hands mended papers in, shape (C,)."""
    again = np.array([slot.kind is Kind.INTAKE and slot.bringing > 0 for slot in cases.slots])[cases.slot]
    return np.bincount(cases.case[again], minlength=len(cases.need))


@pytest.mark.parametrize("pattern", UNDER)
def test_all_come_back_or_none(pattern: str) -> None:
    """And a day later for whose paper was missing, whatever the pattern."""
    cases, log = ran(town(SAME), pattern)
    assert set(cases.returns.tolist()) == {0, 3}
    took = (permit_times(cases, log) - cases.need) // HOUR
    in_time = BY_HAND[pattern][1]
    assert set(took[cases.returns == 0].tolist()) == {in_time}
    assert set(took[cases.returns == 3].tolist()) == {in_time + 24}
    counters = 3 if pattern in ("technical-functional", "one-roof") else 1
    assert set(intakes_again(cases)[cases.returns == 3].tolist()) == {counters}


def test_without_each_clearance_has_luck_of_its_own() -> None:
    cases, _log = ran(town({}), "one-roof")
    assert set(cases.returns.tolist()) == {0, 1, 2, 3}


def test_a_smaller_share_is_of_the_same_citizens() -> None:
    """Where b minds the paper more seldom, only those fail there who fail at a too."""
    cases, _log = ran(town(SAME | {"world.clearances.b-decides.incomplete": 0.2}), "one-roof")
    assert set(cases.returns.tolist()) == {0, 2, 3}


def test_a_repeat_in_a_chain_has_papers_of_its_own() -> None:
    cases, _log = ran(town(SAME | {"levers.agencies": 6, "levers.agencies_mode": "chain"}), "one-roof")
    assert set(cases.returns.tolist()) == {0, 3, 6}


def test_mending_takes_the_same_paper_as_long() -> None:
    """However long that is: all three counters have it at the same instant again."""
    cases, _log = ran(town(SAME | {"world.papers.fix": "exponential(24 hours)"}), "one-roof")
    mends = np.array([slot.kind is Kind.FIX for slot in cases.slots])[cases.slot]
    for case in np.flatnonzero(cases.returns):
        [_same] = np.unique(cases.work[mends & (cases.case == case)])


def test_neutral_and_what_is_said_in_vain() -> None:
    assert apply(town(SAME), "neutral+papers").fingerprint == apply(town({}), "neutral+papers").fingerprint
    alone = town({"world.clearances.a-decides.same_paper": "site-plan"})
    assert "world.clearances.a-decides.same_paper" in {one.path for one in unused(alone)}
    assert not [one.path for one in unused(town(SAME)) if one.path.endswith("same_paper")]

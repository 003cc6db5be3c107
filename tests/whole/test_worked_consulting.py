"""Another body is asked before a decision, or objects to it later: worked out by hand.

The chain of three of `tests.whole.test_worked`: b comes after a, c after b; always open, nobody queues, journeys take
no time, papers complete; assessment 10 hours, assignment 10, signature 20, courier 6, notice 24. Here c is to be asked
about a, which takes it 30 hours, and objects 50 hours after a decision for which it was not.
"""

from typing import Any

import numpy as np
import pytest

from tests.seats import all_is_carried
from tests.whole.test_worked import BY_HAND, PAPERS, chain
from tests.whole.test_worked_offices import hours, ran
from wogsim.contract.hours import HOUR
from wogsim.measures.anatomy import time_anatomy
from wogsim.scenario.explain import facts
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded
from wogsim.scenario.unused import unused
from wogsim.studies.journey.run import journey
from wogsim.world.agency_count import build

ASKS = {"agency": "c", "time": "30 hours", "objects": 1.0, "objects_after": "50 hours"}
# There 6, past the register and the head's desk 10, answered 30, and back 6; none of it in the way of anything else.
ASKED = 6 + 10 + 30 + 6
# After the first decision 50, the objection 6, assessed again 10, and signed again 20 where the agency signs it.
OBJECTED = 50 + 6 + 10 + 20


def chain_asking(papers: str, settings: dict[str, Any] | None = None) -> Loaded:
    """The same, with other values at dotted paths."""
    return chain(papers).change({"world.clearances.a-decides.consult": ASKS, **(settings or {})})


NEVER = {"levers.consulted": 0.0}


@pytest.mark.parametrize("pattern", BY_HAND)
@pytest.mark.parametrize("papers", PAPERS)
def test_who_is_asked_is_waited_for_under_every_pattern(pattern: str, papers: str) -> None:
    """A is first in the chain, so that all of it comes later by as much: wherever a is decided, c sits elsewhere."""
    loaded = chain_asking(papers)
    all_is_carried(loaded, build(loaded.scenario), pattern, 5)
    # Where the counters of all agencies stand in one hall with their assessors, c is as near as within a building.
    assert hours(loaded, pattern) == BY_HAND[pattern][PAPERS.index(papers)] + ASKED


# What the reopened decision costs where the unit signs the permit, and where a goes to its head and back.
BY_ITS_SIGNER = {
    **dict.fromkeys(("agencies-assess-unit-signs", "a-delegated", "all-delegated"), 50 + 6 + 10),
    "assessed-inside-agencies-sign": 50 + 6 + 10 + 6 + 20 + 6,
}


@pytest.mark.parametrize("pattern", BY_HAND)
@pytest.mark.parametrize("papers", PAPERS)
def test_an_objection_reopens_the_decision_under_every_pattern(pattern: str, papers: str) -> None:
    """What comes after a waits for the decision that stands."""
    loaded = chain_asking(papers, NEVER)
    all_is_carried(loaded, build(loaded.scenario), pattern, 5)
    assert hours(loaded, pattern) == BY_HAND[pattern][PAPERS.index(papers)] + BY_ITS_SIGNER.get(pattern, OBJECTED)


@pytest.mark.parametrize("settings", [{"world.clearances.a-decides.consult.objects": 0.0}, {}])
def test_who_is_not_asked_and_does_not_object_costs_nothing(settings: dict[str, Any]) -> None:
    """Nor does an agency ask itself."""
    own = settings or {"world.clearances.a-decides.consult.agency": "a"}
    assert hours(chain_asking("at once", NEVER | own), "technical-functional") == BY_HAND["technical-functional"][1]


def test_one_building_is_nearer_and_one_body_carries_nothing() -> None:
    """A courier within the hall takes 2 hours in place of 6, data none; merged into one agency c is in the house."""
    near = chain_asking("at once", {"world.files.within_building": "2 hours"})
    alone = BY_HAND["counters-and-assessors"][1]
    assert hours(near, "counters-and-assessors") == alone + 2 + 10 + 30 + 2
    data = {"levers.connected": 1.0, "levers.patterns": ["technical-functional"]}
    asked = hours(near.change(data), "technical-functional")
    assert asked == hours(chain("at once").change(data), "technical-functional") + 10 + 30
    one = {"levers.agencies": 1}
    assert (
        hours(near.change(one), "technical-functional")
        == hours(chain("at once").change(one), "technical-functional") + 30
    )


def test_a_system_asks_too_and_decides_anew_at_once() -> None:
    automated = {"levers.automated": 1}
    assert hours(chain_asking("at once", automated), "electronic") == ASKED
    assert hours(chain_asking("at once", automated | NEVER), "electronic") == 50 + 6


def test_the_second_assessment_takes_a_share_of_the_first() -> None:
    half = chain_asking("at once", NEVER | {"world.papers.reassessment": 0.5})
    assert hours(half, "technical-functional") == BY_HAND["technical-functional"][1] + OBJECTED - 5


@pytest.mark.parametrize(("share", "part"), [(1.0, 30), (0.0, 50)])
def test_it_is_a_part_of_the_time_anatomy(share: float, part: int) -> None:
    cases, log = ran(chain_asking("at once", {"levers.consulted": share}), "one-roof")
    assert np.unique(time_anatomy(cases, log)["consultation"]).tolist() == [part * HOUR]


def test_a_larger_share_asks_for_all_who_were_asked_for_before() -> None:
    """In a busier town the same citizens; whom nobody objects to are not slower either."""
    busy = {"world.citizens.need": "40 per week", "world.clearances.a-decides.consult.objects": 0.5}
    before = np.zeros(0, dtype=bool)
    for share in (0.3, 0.6, 0.9):
        cases, log = ran(chain_asking("at once", busy | {"levers.consulted": share}), "technical-functional")
        parts = time_anatomy(cases, log)["consultation"] // HOUR
        assert set(parts.tolist()) == {0, 30, 50}
        asked = parts == 30
        assert not (before & ~asked).any() if len(before) else True
        before = asked


def test_who_waits_in_a_hall_does_not_wait_there_for_another_body() -> None:
    """Nobody is told where they stay; who is asked for, or objected to, goes home and hears of it a day later."""
    hall = {
        **{"world.permits.permit.clearances": ["a-decides", "c-decides"], "world.permits.permit.while_you_wait": True},
        "world.clearances.c-decides.after": [],
    }
    alone = chain("at once").change(hall)
    assert hours(alone, "counters-and-assessors") == 10 + 10 + 20
    assert hours(chain_asking("at once", hall), "counters-and-assessors") == 10 + ASKED + 10 + 20 + 24


def test_in_neutral_nobody_is_asked() -> None:
    neutral = apply(chain_asking("at once", NEVER), "neutral")
    assert hours(neutral, "technical-functional") == 30


def test_a_journey_tells_who_was_asked_and_who_objects() -> None:
    told = {
        share: [step.what for step in journey(chain_asking("at once", {"levers.consulted": share})).trails[0].steps]
        for share in (0.0, 1.0)
    }
    asked = [
        "By hand: the question goes to By hand",
        "By hand: By hand is asked, and answers",
        "By hand: the answer of By hand comes back",
    ]
    later = [
        "By hand: decided without asking By hand, which objects",
        "By hand: the objection of By hand comes in",
        "By hand: assessed again, as another body objects",
    ]
    assert [said for said in told[1.0] if said in asked + later] == asked
    assert [said for said in told[0.0] if said in asked + later] == later


def test_what_is_said_of_it_in_vain() -> None:
    said = {one.path for one in unused(chain("at once", levers__consulted=0.5))}
    assert "levers.consulted" in said
    nobody = {"agency": None, "time": "1 day"}
    said = {one.path for one in unused(chain("at once").change({"world.clearances.a-decides.consult": nobody}))}
    assert "world.clearances.a-decides.consult.time" in said


def test_what_every_clearance_has_holds_key_by_key() -> None:
    """All are to ask c, 30 hours; b answers for itself in 40. C asks nobody; so a later by 52, and b by 62."""
    each = {"world.default.clearance.consult": ASKS, "world.clearances.b-decides.consult": {"time": "40 hours"}}
    loaded = chain("at once").change(each)
    assert hours(loaded, "technical-functional") == BY_HAND["technical-functional"][1] + ASKED + ASKED + 10
    told = [fact.path for fact in facts(loaded) if ".consult." in fact.path and fact.given]
    assert told == [
        *(f"world.default.clearance.consult.{name}" for name in ASKS),
        "world.clearances.b-decides.consult.time",
    ]

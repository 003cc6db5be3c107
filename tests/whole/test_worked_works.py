"""Works at the citizen's site, worked out by hand: a crew of the agency does them, whoever decides.

The chain of three of `tests.whole.test_worked`: b comes after a, c after b; always open, nobody queues, journeys take
no time, papers complete; assessment 10 hours, assignment 10, signature 20, courier 6, notice 24. Here a is a cable that
takes a crew 7 hours.
"""

from typing import Any

import numpy as np
import pytest

from tests.seats import all_is_carried
from tests.whole.test_worked import BY_HAND, PAPERS, chain
from tests.whole.test_worked_offices import hours, ran
from wogsim.contract.cases import Kind, Role
from wogsim.contract.hours import DAY, HOUR
from wogsim.engine import reference
from wogsim.measures.anatomy import time_anatomy
from wogsim.measures.attempts import permit_times
from wogsim.measures.cases import case_measures
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded
from wogsim.staffing.people import staffing
from wogsim.staffing.sizes import sizes
from wogsim.studies.journey.run import journey
from wogsim.world.agency_count import build

WORKS = {"crews": 1, "time": "7 hours"}
# From the unit, or the system, to the agency 6, past its register and its head's desk 10, and the report back 6.
ORDERED = 6 + 10 + 6
DECIDED_INSIDE = ("a-delegated", "all-delegated", "assessed-inside-agencies-sign")


def cabled(papers: str = "at once", settings: dict[str, Any] | None = None) -> Loaded:
    """The chain with the works, and other values at dotted paths."""
    return chain(papers).change({"world.clearances.a-decides.works": WORKS, **(settings or {})})


@pytest.mark.parametrize("pattern", BY_HAND)
@pytest.mark.parametrize("papers", PAPERS)
def test_works_are_paid_under_every_pattern(pattern: str, papers: str) -> None:
    """A is first in the chain, so that all of it comes later by as much: by the works, and where not the agency itself
    has decided, by the order to its crew and the report."""
    loaded = cabled(papers)
    all_is_carried(loaded, build(loaded.scenario), pattern, 5)
    more = 7 + (ORDERED if pattern in DECIDED_INSIDE else 0)
    assert hours(loaded, pattern) == BY_HAND[pattern][PAPERS.index(papers)] + more


@pytest.mark.parametrize(("connected", "ordered"), [(False, ORDERED), (True, 10)])
def test_a_system_that_decides_at_once_lays_no_cable(connected: bool, ordered: int) -> None:
    """All that is left is the order, as data where both are connected, and the works."""
    automated = {"levers.automated": 1, "world.agencies.a.connected": connected}
    assert hours(chain("at once").change(automated), "electronic") == 0
    assert hours(cabled("at once", automated), "electronic") == ordered + 7


def test_no_deadline_shortens_them() -> None:
    """Deemed approved at the deadline of the decision; the works come after it. Assigned at 10, the deadline at 11."""
    binds = {"world.clearances.a-decides.deadline": "1 working day", "levers.powers.deadline": "always"}
    alone = {"world.permits.permit.clearances": ["a-decides"], "world.working_days": "always"}
    slow = binds | alone | {"world.clearances.a-decides.assessment": "90 hours"}
    assert hours(chain("at once").change(slow), "technical-functional") == 10 + 24 + 24
    assert hours(cabled("at once", slow), "technical-functional") == 10 + 24 + 7 + 24


def test_they_follow_the_decision_that_stands() -> None:
    """C objects 50 after the decision, its letter takes 6, a is assessed and signed again; then the cable is laid."""
    asks = {"agency": "c", "objects": 1.0, "objects_after": "50 hours"}
    settings = {"world.clearances.a-decides.consult": asks, "levers.consulted": 0.0}
    usual = BY_HAND["technical-functional"][1] + 50 + 6 + 10 + 20
    assert hours(chain("at once").change(settings), "technical-functional") == usual
    assert hours(cabled("at once", settings), "technical-functional") == usual + 7


def test_a_crew_keeps_hours_and_its_agencys_pace() -> None:
    """Four hours a day: 7 hours at half the speed are 14, three nights and a morning; each counts as worked once."""
    short = {"world.hours.mornings": "mon-sun 08:00-12:00", "world.agencies.a.hours": "mornings"}
    slow = short | {"world.agencies.a.pace": 2.0, "world.front.hours": "always"}
    cases, log = ran(cabled("at once", slow), "technical-functional")
    crew = [pool.role for pool in cases.pools].index(Role.CREWS)
    [pool] = [pool for pool in cases.pools if pool.role is Role.CREWS]
    assert (pool.name, pool.suspends) == ("crews:a-decides", True)
    rows = np.flatnonzero(log.pool == crew)
    for row in rows:
        begun, over = int(log.started[row]), int(log.completed[row])
        assert np.diff(pool.hours.elapsed(np.array([begun, over]))) == 14 * HOUR
        assert over - begun == 14 * HOUR + 20 * HOUR * (over // DAY - begun // DAY)
    parts = time_anatomy(cases, log)["works"]
    np.testing.assert_array_equal(np.sort(parts), np.sort(log.completed[rows] - log.started[rows]))
    own = ran(chain("at once").change(slow), "technical-functional")
    hands_on = [
        case_measures(*one, build(cabled().scenario).working_days)["hands_on_time"] for one in ((cases, log), own)
    ]
    np.testing.assert_array_equal(hands_on[0] - hands_on[1], 14 * HOUR)


def test_who_waits_for_a_crew_is_told_apart_from_files_that_wait() -> None:
    """One crew for many sites: they are done one by one, in the order in which they are decided."""
    busy = {"world.citizens.need": "60 per week", "world.permits.permit.clearances": ["a-decides"]}
    short = busy | {"levers.unlimited_staff": False, "world.clearances.a-decides.assessors": 60}
    cases, log = ran(
        cabled("at once", short | {"world.clearances.a-decides.works.time": "2 hours"}), "technical-functional"
    )
    crew = [pool.role for pool in cases.pools].index(Role.CREWS)
    rows = np.flatnonzero(log.pool == crew)
    rows = rows[np.argsort(log.enabled[rows])]
    begins = np.maximum(log.enabled[rows], np.append(0, log.completed[rows][:-1]))
    np.testing.assert_array_equal(log.started[rows], begins)
    np.testing.assert_array_equal(log.completed[rows] - begins, 2 * HOUR)
    parts = time_anatomy(cases, log)
    np.testing.assert_array_equal(np.sort(parts["crew_queue"]), np.sort(begins - log.enabled[rows]))
    assert parts["crew_queue"].max() > 0
    assert not parts["file_queue"].any()
    sojourn = permit_times(cases, log) - cases.need
    np.testing.assert_array_equal(sum(parts.values()), sojourn)


def test_both_engines_say_so() -> None:
    busy = {"world.citizens.need": "60 per week", "levers.unlimited_staff": False, "world.agencies.a.hours": "day"}
    loaded = cabled("at once", busy | {"world.hours.day": "mon-fri 08:00-15:00", "world.front.hours": "day"})
    for pattern in ("technical-functional", "all-delegated", "electronic"):
        cases, log = ran(loaded, pattern)
        other = reference.run(cases)
        for column in ("enabled", "started", "completed", "server"):
            np.testing.assert_array_equal(getattr(log, column), getattr(other, column))


def test_crews_are_counted_and_may_be_given_as_a_load() -> None:
    """40 sites a week of 7 hours are 1.67 crews always at work: three where each is to be busy 0.7 of the time."""
    loaded = cabled(
        "at once", {"world.clearances.a-decides.works.crews": "load 0.7", "world.citizens.need": "40 per week"}
    )
    [size] = sizes(loaded.scenario)
    assert (size.path, size.people) == ("world.clearances.a-decides.works.crews", 3)
    assert size.busy == pytest.approx(40 * 7 / 168 / 3)
    counted = cabled("at once", {"levers.unlimited_staff": False, "world.clearances.a-decides.works.crews": 3})
    heads = {
        staffing(build(one.scenario), row).head_count for one in (counted,) for row in counted.scenario.rows().values()
    }
    assert heads == {3 + 3 + 3}  # counters, assessors, crews


def test_in_neutral_they_are_as_long_for_all() -> None:
    neutral = apply(cabled(), "neutral")
    assert {hours(neutral, pattern) for pattern in ("technical-functional", "one-roof", "one-door", "centralized")} == {
        37
    }


def test_a_journey_tells_of_the_order_the_works_and_the_report() -> None:
    steps = [step for trail in journey(cabled(), patterns=["all-delegated"]).trails for step in trail.steps]
    told = [step.what for step in steps]
    said = [
        "By hand: the order for works goes to By hand",
        "By hand: papers pass the register and the head's desk",
        "By hand: a crew of By hand works at the site",
        "By hand: By hand reports that the works are done",
    ]
    begins = told.index(said[0])
    assert told[begins : begins + 4] == said
    [crew] = [step for step in steps if step.part == "works"]
    assert (crew.lane, crew.about) == ("agency:a", "a-decides")


def test_who_waits_in_a_hall_does_not_wait_there_for_a_crew() -> None:
    hall = {"world.permits.permit.clearances": ["a-decides"], "world.permits.permit.while_you_wait": True}
    assert hours(chain("at once").change(hall), "counters-and-assessors") == 10 + 10 + 20
    assert hours(cabled("at once", hall), "counters-and-assessors") == 10 + 10 + 20 + 7 + 24


def test_kinds_of_steps_that_are_of_crews_only() -> None:
    """Everybody of one agency alone has the works too; a file of a backlog has none."""
    more = {"world.clearances.a-decides.own_cases": "5 per week", "world.clearances.a-decides.backlog": 4}
    cases, _log = ran(cabled("at once", more), "technical-functional")
    works = np.array([slot.kind is Kind.WORKS for slot in cases.slots])[cases.slot]
    found = np.bincount(cases.case[works], minlength=len(cases.need))
    filed = cases.own & (cases.need == 0)
    assert filed.sum() == 4
    np.testing.assert_array_equal(found, ~filed)

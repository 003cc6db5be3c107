"""Cases worked out by hand: a chain of three clearances under nine rows, and what the rules say where errands meet.

One citizen; agencies a, b, c; clearance b comes after a, c after b. Always open, nobody queues, journeys take no time,
papers complete, nobody connected. Assessment 10 hours; assignment 10; signature 20 for every head, the unit's too;
courier 6 between any two buildings; notice 24.
"""

from typing import Any

import numpy as np
import pytest

from wogsim.contract.cases import Cases, Kind
from wogsim.contract.hours import HOUR
from wogsim.contract.log import Log
from wogsim.measures.attempts import permit_times
from wogsim.replication.run import one_pattern
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.staffing.people import staffing
from wogsim.world.agency_count import build

TITLE = {"en": "By hand", "id": "Dengan tangan"}
ROWS: dict[str, dict[str, Any]] = {
    "counters-and-assessors": {"from": "one-roof", "back_office": "with the counters"},
    "letter-box": {"from": "one-door", "delegated": 0},
    "agencies-assess-unit-signs": {
        "from": "one-door",
        "grants": [{"authority": "delegated", "route": "forward", "signs": "unit"}],
    },
    "a-delegated": {"from": "one-door", "delegated": 0.34},
    "all-delegated": {"from": "one-door"},
    "assessed-inside-agencies-sign": {
        "from": "one-door",
        "grants": [{"authority": "delegated", "route": "decide", "signs": "agency"}],
    },
}
# Hours from need to permit in hand: papers in after decisions, and at once.
BY_HAND = {
    "technical-functional": (192, 172),
    "counters-and-assessors": (192, 172),
    "one-roof": (228, 208),
    "letter-box": (200, 168),
    "agencies-assess-unit-signs": (140, 108),
    "a-delegated": (168, 142),
    "all-delegated": (84, 84),
    "assessed-inside-agencies-sign": (180, 180),
    "centralized": (180, 148),
}
PAPERS = ("after decisions", "at once")


def chain(papers: str, **changes: Any) -> Loaded:
    """The chain of three, with other values at dotted paths whose dots are written as two underscores."""
    agencies = {
        key: {"title": TITLE, "counters": 1, "intake": "0 s", "collection": "0 s", "hours": "always"} for key in "abc"
    }
    clearances = {
        f"{key}-decides": {
            "title": TITLE,
            "agency": key,
            "assessors": 1,
            "assessment": "10 hours",
            "after": [f"{before}-decides"] if before else [],
            "papers_in": papers,
        }
        for key, before in (("a", ""), ("b", "a"), ("c", "b"))
    }
    world = {
        "start": "2026-01-05",
        "citizens": {"need": "3 per week"},
        "counters": {"glance": "0 s"},
        "front": {"registration": "0 s"},
        "files": {
            "between_buildings": "6 hours",
            "within_building": "6 hours",
            "assignment": "10 hours",
            "signature": "20 hours",
        },
        "notice": "24 hours",
        "agencies": agencies,
        "clearances": clearances,
        "permits": {"permit": {"title": TITLE}},
    }
    levers = {"unlimited_staff": True, "delegated": 1, "coordinating": 1}
    run = {"warm_up": "0 s", "cohort": "2 weeks", "run_out": "0 s", "replications": 1}
    rows = {key: row | {"title": TITLE} for key, row in ROWS.items()}
    tree = {"title": TITLE, "about": TITLE, "world": world, "levers": levers, "run": run, "patterns": rows}
    return from_tree(tree, "by hand").change({path.replace("__", "."): value for path, value in changes.items()})


def ran(loaded: Loaded, pattern: str) -> tuple[Cases, Log]:
    """The cases of a small world and what happened to them."""
    world, row = build(loaded.scenario), loaded.scenario.rows()[pattern]
    return one_pattern(world, row, staffing(world, row), 1, 0)


def hours(loaded: Loaded, pattern: str) -> float:
    """From need to permit in hand, which is the same for all; a contact without work takes no time."""
    cases, log = ran(loaded, pattern)
    [seconds] = set((permit_times(cases, log) - cases.need).tolist())
    whole, rest = divmod(int(seconds), HOUR)
    assert rest == 0
    return whole


@pytest.mark.parametrize("pattern", BY_HAND)
@pytest.mark.parametrize("papers", PAPERS)
def test_a_chain_of_three_takes_what_was_worked_out_by_hand(pattern: str, papers: str) -> None:
    assert hours(chain(papers), pattern) == BY_HAND[pattern][PAPERS.index(papers)]


def test_data_brings_a_decision_and_the_citizen_is_told_at_once() -> None:
    """Connected agencies: no letter, no notice for what data tells; the application waits for the data all the same.

    Handed in 0, assigned 10, assessed 20, signed 40, the citizen told at once of what came as data: three times 40,
    and the notice of the permit.
    """
    connected = {f"world__agencies__{key}__connected": True for key in "abc"}
    assert hours(chain("after decisions", **connected), "technical-functional") == 3 * 40 + 24


@pytest.mark.parametrize(
    ("share", "order", "by_hand"), [(0, "", 192), (0.34, "", 192), (0.67, "cb", 168), (1, "", 144)]
)
def test_a_lever_connects_a_share_of_the_clearances(share: float, order: str, by_hand: int) -> None:
    """Whatever the file says; one alone exchanges with nobody.

    B and C connected: A 40, told 64, B's papers handed in, 104 signed, C's with the data that tells, 144, told 168.
    """
    lever = {"levers__connected": share, "levers__order__connected": [f"{key}-decides" for key in order]}
    loaded = chain("after decisions", world__agencies__a__connected=True, world__agencies__b__connected=True, **lever)
    assert hours(loaded, "technical-functional") == by_hand


def test_letters_instead_of_the_citizen() -> None:
    """Technical-functional by letter, papers in at once: 40, letter 46, 56, signed 76, letter 82, 92, 112, told 136."""
    assert hours(chain("at once", world__carry__by="letter"), "technical-functional") == 136


def test_nobody_carries_where_decisions_come_at_once() -> None:
    """Papers in at once, decisions known at once: 10 assigned, then 30 for each, told 124."""
    assert hours(chain("at once", world__carry__by="at once"), "technical-functional") == 10 + 3 * 30 + 24


def test_a_signer_who_sits_on_two_days_a_week() -> None:
    """The unit's head signs in a sitting on Mondays from 8: whatever is ready before is signed in its first second."""
    loaded = chain(
        "at once", world__hours={"sitting": {"monday": "08:00-09:00"}}, world__front__signed_on="sitting"
    ).change({"world.working_days": "always"})
    cases, log = ran(loaded, "all-delegated")
    signed = permit_times(cases, log) - 24 * HOUR
    assert set((signed % (7 * 24 * HOUR)).tolist()) == {8 * HOUR + 1}


def test_one_application_or_several() -> None:
    """Papers after decisions: without one application for all, C is brought when the citizen knows of B.

    A and C delegated. A inside 20; the copy of B leaves at 20 and is back at 72: told 96, assigned 106,
    assessed 116, the unit signs 136, told 160. With one application C's papers lie there: 72, 82, 102, 126.
    """
    several = {"levers__delegated": 0.67, "levers__order": {"delegated": ["a-decides", "c-decides"]}}
    rows = {"patterns__a-delegated__delegated": 0.67}
    one = chain("after decisions", **several, **rows)
    assert hours(one, "a-delegated") == 126
    assert hours(one.change({"world.front.one_application": False}), "a-delegated") == 160


def test_two_seats_cost_a_way_there_and_back_only_where_counters_stand_elsewhere() -> None:
    at_home, with_counters = (
        chain("at once", **{f"world__agencies__{key}__back_office": where for key in "abc"})
        for where in ("at home", "with the counters")
    )
    assert hours(at_home, "counters-and-assessors") == hours(at_home, "one-roof") == 208
    assert hours(with_counters, "one-roof") == 172
    assert hours(at_home, "technical-functional") == hours(with_counters, "technical-functional") == 172


def test_who_does_not_need_a_clearance_does_not_wait_for_it() -> None:
    """Nobody needs B, and C comes after B only: A and C side by side, assigned 10, assessed 20, signed 40, told 64."""
    never = {"world__clearances__b-decides__needed": 0.0}
    for papers in PAPERS:
        assert hours(chain(papers, **never), "technical-functional") == 64


def test_a_wrong_counter_under_one_roof_costs_a_walk_and_a_second_queue() -> None:
    """Everybody first stands at another counter of the hall: 20 minutes to be told, then an hour's walk."""
    hall = chain("at once", world__counters__triage="20 min", world__travel__walk="1 hour", world__carry__by="letter")
    wrong = hall.change({f"world.agencies.{key}.wrong_counter": 1.0 for key in "abc"})
    cases, log = ran(wrong, "counters-and-assessors")
    stops = [cases.slots[k].label for k in cases.slot[cases.case == 0]]
    assert [stop for stop in stops if stop.startswith(("triage", "intake"))] == [
        *("triage:a", "intake:a", "triage:b", "intake:b", "triage:c", "intake:c")
    ]
    both = np.array([slot.label in ("triage:a", "intake:a") for slot in cases.slots])[cases.slot[log.activity]]
    told, taken = np.flatnonzero(both)[:2]
    assert log.completed[told] - log.started[told] == HOUR // 3
    assert log.enabled[taken] - log.completed[told] == HOUR
    elsewhere, _log = ran(wrong, "technical-functional")
    assert not any(slot.kind is Kind.TRIAGE for slot in elsewhere.slots)

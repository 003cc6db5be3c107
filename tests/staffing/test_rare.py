"""Whoever any case can need is staffed, be that case so rare that no pilot applicant is one; and nobody else is."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import wogsim.staffing.pilot
from tests.small_worlds import ROWS, SEED, everywhere, small_worlds, world_of
from tests.staffing.cities import TITLE, city
from wogsim.contract.cases import NONE, STAFFED, Role
from wogsim.contract.log import EndedBy
from wogsim.errors import BadInput
from wogsim.measures.attempts import granted_cases
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern
from wogsim.routing import layout, route
from wogsim.scenario.reading import Loaded
from wogsim.staffing.people import staffing
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.roster import Unstaffed
from wogsim.world.population import pilot

RARE = 0.0001
TWO = {"a": 2, "b": 2}
ON_SITE = {
    "world.clearances.a-permit.inspectors": 2,
    "world.clearances.b-permit.inspectors": 2,
    "world.clearances.a-permit.inspection": "1 hour",
    "world.clearances.b-permit.inspection": "1 hour",
    "world.inspection": {"team": 2, "team_donors": ["a-permit", "b-permit"]},
    "levers.delegated": 1.0,
}


def rare_city(changes: dict[str, Any], *, officers: str = "10 min") -> Loaded:
    """Two agencies with a clearance each, of which the second is rare; a case officer has work on what is sent on."""
    return city(TWO, "9 per working day", {"world.front.send": officers, **changes})


def pools(loaded: Loaded, pattern: str) -> dict[str, int]:
    """People in each pool under a pattern; as many as everywhere."""
    plan = prepare(loaded.change({"levers.patterns": [pattern, "technical-functional"]}))
    counted = {row.key: staff for row, staff in plan.patterns}
    assert len({staff.head_count for staff in counted.values()}) == 1
    return {post.name: post.servers for post in counted[pattern].posts}


NEEDED = {"world.clearances.b-permit.needed": RARE}
# What is rare, under which pattern, and whom it needs: without people for it, the run would never end.
CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "what is forwarded is rarely needed": (
        {**NEEDED, "levers.delegated": 0.5},
        "one-door",
        "officers",
    ),
    "a permit that is rarely applied for": (
        {
            "world.permits": {
                "p": {"title": TITLE, "share": 1 - RARE, "clearances": ["a-permit"]},
                "q": {"title": TITLE, "share": RARE, "clearances": ["b-permit"]},
            },
            "levers.delegated": 0.5,
        },
        "one-door",
        "officers",
    ),
    "not simple enough for the unit": (
        {"levers.grant.by": "case", "levers.delegated": 1 - RARE},
        "one-door",
        "assessors:a-permit",
    ),
    "simple enough for the unit": (
        {"levers.grant.by": "case", "levers.delegated": RARE},
        "one-door",
        "seconded:b-permit",
    ),
    "what the system cannot decide": (
        {"levers.automated": 1.0, "world.online.fall_out": RARE},
        "electronic",
        "officers",
    ),
    "help with the portal": ({"world.citizens.assisted_share": RARE, "levers.automated": 1.0}, "electronic", "desk"),
    "a counter for one rare clearance": (
        {**NEEDED, "patterns.mixed": {"title": TITLE, "from": "one-door", "routes": {"b-permit": "visit"}}},
        "mixed",
        "counter:b",
    ),
    "a desk for one rare clearance": (
        {
            **NEEDED,
            "patterns.mall": {
                "title": TITLE,
                "from": "one-roof",
                "desks": ["unit", "portal"],
                "routes": {"b-permit": "forward"},
            },
        },
        "mall",
        "desk",
    ),
    "own cases of a rare kind": (
        {"world.clearances.b-permit.needed": 0.0, "world.clearances.b-permit.own_cases": "1 per year"},
        "one-door",
        "officers",
    ),
    "a wrong door": (
        {
            "world.agencies.a.wrong_door": RARE,
            "world.clearances.b-permit.needed": 0.0,
            "patterns.envoy": {"title": TITLE, "place": "dispersed", "desk": "coordinator", "without": "visit"},
        },
        "envoy",
        "counter:b",
    ),
    "handing out what is rare": (
        {
            **NEEDED,
            "world.agencies.b.collection_counters": 1,
            "patterns.mixed": {"title": TITLE, "from": "one-door", "routes": {"b-permit": "visit"}},
        },
        "mixed",
        "handout:b",
    ),
    "the team for what is rare": ({**ON_SITE, **NEEDED}, "one-door", "team"),
}


@pytest.mark.parametrize("case", CASES)
def test_who_is_rarely_needed_is_there(case: str) -> None:
    changes, pattern, pool = CASES[case]
    assert pools(rare_city(changes), pattern)[pool] >= 1


def test_who_can_never_be_needed_is_not_kept_for_it() -> None:
    """As above, but nothing is ever sent on, seen alone or brought to the counter: all counters go to the desk."""
    never = rare_city({"world.clearances.b-permit.needed": 0.0, "levers.delegated": 0.5})
    found = pools(never, "one-door")
    assert found["officers"] == found["counter:b"] == 0


def test_an_inspector_stays_at_home_who_can_ever_be_alone() -> None:
    """All four are the team where both sites are always seen together; where papers rarely come back, two stay."""
    four = {**ON_SITE, "world.inspection.team": 4, "levers.patterns": ["one-door"]}
    found = pools(rare_city(four), "one-door")
    assert (found["team"], found["inspectors:a-permit"], found["inspectors:b-permit"]) == (4, 0, 0)
    with pytest.raises(Unstaffed, match=r"the donors a-permit, b-permit can give only 2 inspectors"):
        prepare(rare_city({**four, "world.clearances.b-permit.incomplete": RARE}))


def test_a_row_that_has_not_the_people_for_what_is_rare_is_left_out_with_its_reason() -> None:
    alone = {"levers.grant.by": "case", "levers.delegated": 1 - RARE, "world.clearances.a-permit.assessors": 1}
    plan = prepare(rare_city({**alone, "levers.patterns": ["one-door", "one-roof"]}))
    assert [row.key for row, _staff in plan.patterns] == ["one-roof"]
    assert "a-permit is assessed in 2 places" in plan.left_out["one-door"]


def test_a_stated_pool_that_something_rare_needs_cannot_be_empty() -> None:
    changes, pattern, pool = CASES["help with the portal"]
    empty = rare_city({**changes, "levers.staff": {pattern: {pool: 0}}, "levers.patterns": [pattern]})
    with pytest.raises(Unstaffed, match="electronic: desk has work but no staff, so it never opens"):
        prepare(empty)


class TestNoCaseOfficers:
    """None are wanted: right where no file reaches one, else said of the row."""

    def test_where_nothing_is_sent_on_or_nobody_works_on_it(self) -> None:
        none = {"levers.case_officers": 0}
        assert pools(rare_city({**none, "levers.delegated": 1.0}), "one-door")["officers"] == 0
        assert pools(rare_city(none, officers="0 s"), "one-door")["officers"] == 0
        assert pools(rare_city(none), "one-roof")["officers"] == 0

    @pytest.mark.parametrize("needed", [1.0, RARE])
    def test_where_files_reach_them(self, needed: float) -> None:
        none: dict[str, Any] = {"levers.case_officers": 0, "levers.delegated": 0.5}
        none["world.clearances.b-permit.needed"] = needed
        none["levers.patterns"] = ["one-door"]
        with pytest.raises(Unstaffed, match=r"levers\.case_officers = 0: one-door: the front forwards.*at least 1"):
            prepare(rare_city(none))
        stated = {"levers.staff": {"one-door": {"officers": 2}}}
        plan = prepare(rare_city({**none, **stated}))
        assert {post.name: post.servers for post in plan.patterns[0][1].posts}["officers"] == 2


def test_all_people_of_a_pool_are_not_lent_for_good() -> None:
    lent = {"from": "2027-01-05", "until": "2099-01-01", "people": 2, "out_of": "counter:b", "into": "counter:a"}
    functional = {"levers.patterns": ["technical-functional"]}
    with pytest.raises(Unstaffed, match="counter:b lends all its people for longer than any run"):
        prepare(rare_city({**NEEDED, **functional, "levers.secondments": [lent]}))
    prepare(rare_city({**NEEDED, **functional, "levers.secondments": [lent | {"people": 1}]}))
    prepare(rare_city({**NEEDED, **functional, "levers.secondments": [lent | {"until": "2027-02-01"}]}))


def test_a_complaint_may_be_for_people_behind_whom_nobody_else_is_asked() -> None:
    """What they decide is no work; a complaint is, where the second clearance, nearly always needed, is not."""
    often = {"world.clearances.b-permit.needed": 1 - RARE, "world.clearances.a-permit.assessment": "0 s"}
    late = {"world.standard": "1 day", "world.complaints": {"share": 0.5, "work": "10 min"}}
    for changes, reached in ((often, False), (often | late, True)):
        world = world_of(rare_city(changes))
        row, nobody = world.scenario.rows()["technical-functional"], (0.0,) * len(world.clearances)
        roster, roles = Pilot(world).roster(row, nobody), layout(world)
        assert roster.reached[roles.index((Role.ASSESSORS, 0))] is reached


@pytest.fixture
def _one_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot that meets next to nothing, so that all that may happen is as rare as can be."""
    monkeypatch.setattr(wogsim.staffing.pilot, "APPLICANTS", 1)


@pytest.mark.usefixtures("_one_pilot", "loosely_known")
@given(small_worlds(counters=True))
@settings(max_examples=6)
def test_who_is_reached_is_whom_many_applicants_reach(loaded: Loaded) -> None:
    """Of 1,500 applicants everybody meets somebody who is said to be reached; and nobody is said to be who is not."""
    world = world_of(loaded)
    known, streams, roles = Pilot(world), list(pilot(world, 1500)), layout(world)
    for key in ROWS[len(streams) % 3 :: 3]:
        row = loaded.scenario.rows()[key]
        for generalists in ((0.0,) * len(world.clearances), (0.5,) * len(world.clearances)):
            used = np.zeros(len(roles), dtype=bool)
            for who in streams:
                cases = route(world, row, who, generalists)
                needs = (cases.pool != NONE) & ((cases.work > 0) | cases.in_person)  # what is no work needs nobody
                used |= np.bincount(cases.pool[needs], minlength=len(roles)) > 0
            reached = known.roster(row, generalists).reached
            staffed = [i for i, (role, _entity) in enumerate(roles) if role in STAFFED]
            assert [roles[i] for i in staffed if used[i] != reached[i]] == []


@pytest.mark.usefixtures("_one_pilot", "loosely_known")
@given(small_worlds({"world.clearances.*.needed": 0.3, "world.online.fall_out": 0.3}, counters=True))
@settings(max_examples=8)
def test_every_run_ends_though_the_pilot_meets_nothing(loaded: Loaded) -> None:
    """Nobody waits for ever for a pool without people: who has no permit in the end has given up."""
    loaded = everywhere(loaded, {"levers.cross_training": 0.5})
    world = world_of(loaded)
    for key in ROWS[:: 2 + len(world.clearances) % 2]:
        row = loaded.scenario.rows()[key]
        try:
            staff = staffing(world, row)
        except BadInput:
            continue
        cases, log = one_pattern(world, row, staff, SEED, 0)
        without = np.flatnonzero(~granted_cases(cases, log))
        np.testing.assert_array_equal(without, np.unique(log.case[log.ended_by == EndedBy.GAVE_UP]))


@pytest.mark.slow
@pytest.mark.usefixtures("_one_pilot", "loosely_known")
@given(small_worlds(counters=True))
@settings(max_examples=300)
def test_who_is_reached_is_whom_many_applicants_reach_in_hundreds_of_worlds(loaded: Loaded) -> None:
    test_who_is_reached_is_whom_many_applicants_reach.hypothesis.inner_test(loaded)

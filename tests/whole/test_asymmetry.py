"""Nothing but a named assumption separates the patterns: every parameter is given another value, in every world.

In neutral, and in neutral with each single assumption, another value of a parameter may move two patterns apart only
within the work at counters, desks and forms, or where an assumption owns the parameter. Where a world's own assumption
separates two patterns already, a parameter may make more or less of that.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from tests.small_worlds import everywhere
from wogsim.contract.cases import IN_PERSON, Ints, Role
from wogsim.errors import BadInput
from wogsim.measures.attempts import permit_times
from wogsim.patterns import PATTERNS
from wogsim.replication.run import one_pattern
from wogsim.scenario.assumptions import ASSUMPTIONS
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded, load
from wogsim.staffing.people import staffing
from wogsim.world.agency_count import build

pytestmark = pytest.mark.usefixtures("loosely_known")

# A short and busy while in the shipped city. Everything is inspected; counters are quick, so that they explain little;
# and working days have no nights, before which a minute more would cost one.
CITY = {
    "world.working_days": "always",
    "world.notice": "1 working day",
    "run.warm_up": "1 day",
    "run.cohort": "5 days",
    "run.run_out": "1 day",
    "world.citizens.need": "8 per working day",
    "world.clearances.*.own_cases": "1 per working day",
    "world.clearances.*.inspectors": 2,
    "world.clearances.*.inspection": "exponential(3 hours)",
    "world.agencies.*.intake": "2 min",
    "world.agencies.*.collection": "1 min",
    "world.front.registration": "2 min",
    "world.online.form": "3 min",
    "world.clearances.zoning.consult": {
        "agency": "land",
        "time": "exponential(1 day)",
        "objects": 0.5,
        "objects_after": "exponential(1 day)",
    },
    "levers.consulted": 0.7,
    "world.clearances.*.works": {"crews": 2, "time": "exponential(3 hours)"},
}
LONG = "2 days"
EARLY = dict.fromkeys(("monday", "wednesday", "thursday"), "06:00-11:00")
# Another value of every parameter there is.
ANOTHER: dict[str, Any] = {
    "world.holidays": ["2026-06-24", "2026-06-25"],
    "world.hours.office": EARLY,
    "world.hours_by_date": {"office": {"2026-06-24": "wed 06:00-07:00"}},
    "world.working_days": "office",
    "world.notice": LONG,
    "world.agencies.*.collection_by": "post",
    "world.front.collection_by": "post",
    "world.permits.*.collection_by": "post",
    "world.permits.*.while_you_wait": True,
    "world.agencies.*.collection_counters": 1,
    "world.front.collection_counters": 1,
    "world.closing": "serve out",
    "world.agencies.*.closing": "serve out",
    "world.front.closing": "serve out",
    "world.complaints.share": 0.5,
    "world.complaints.at": "right",
    "world.complaints.work": "1 hour",
    "world.standard": "1 day",
    "world.standard_from": "complete papers",
    "world.permits.*.standard": "1 day",
    "world.permits.*.standard_from": "complete papers",
    "world.citizens.need": "30 per day",
    "world.citizens.by_hour": [1.0] * 24,
    "world.citizens.by_weekday": [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0],
    "world.citizens.far_share": 1.0,
    "world.citizens.vulnerable_share": 0.9,
    "world.citizens.assisted_share": 1.0,
    "world.citizens.vulnerable_first": False,
    "world.citizens.bribe_share": 0.4,
    "world.citizens.bribe_at": "files",
    "world.citizens.patience": "10 min",
    "world.citizens.arrival_spread": "8 hours",
    "world.travel.home_to_office": LONG,
    "world.travel.home_to_centre": LONG,
    "world.travel.far_factor": 40,
    "world.travel.between_offices": LONG,
    "world.travel.walk": LONG,
    "world.reform.dip": 1.0,
    "world.reform.half_life": "50 weeks",
    "world.papers.bringings": 6,
    "world.papers.detection": 0.0,
    "world.papers.detection_without_authority": 0.0,
    "world.papers.detection_online": 0.0,
    "world.papers.fix": "9 days",
    "world.papers.reintake": 0.0,
    "world.papers.reassessment": 0.0,
    "world.counters.triage": "6 hours",
    "world.counters.no_wrong_door": True,
    "world.counters.glance": "9 hours",
    "world.information.staff": 1,
    "world.information.hours": "always",
    "world.information.time": "6 hours",
    "world.information.prevents": 1.0,
    "world.front.hours": "always",
    "world.front.present": {"08:00-11:00": 0.2},
    "world.front.quota": 1,
    "world.front.others": 0.0,
    "world.front.registration": "9 hours",
    "world.front.one_application": False,
    "world.front.connected": True,
    "world.front.assignment": LONG,
    "world.front.signature": LONG,
    "world.front.signed_on": "office",
    "world.front.send": "9 hours",
    "world.front.chase": "9 hours",
    "world.front.assemble": "9 hours",
    "world.front.online": 0.0,
    "world.files.between_buildings": LONG,
    "world.files.within_building": LONG,
    "world.files.digital": LONG,
    "world.files.assignment": LONG,
    "world.files.signature": LONG,
    "world.files.own_cases_first": False,
    "world.carry.by": "letter",
    "world.carry.letter": LONG,
    "world.online.form": "9 hours",
    "world.online.fall_out": 0.9,
    "world.online.outage_every": "1 day",
    "world.online.outage_lasts": "3 days",
    "world.inspection.journey": "9 hours",
    "world.inspection.team": 1,
    "world.inspection.team_donors": ["hygiene", "fire-safety"],
    "world.agencies.*.counters": 9,
    "world.agencies.*.intake": "6 hours",
    "world.agencies.*.collection": "6 hours",
    "world.agencies.*.pace": 40.0,
    "world.agencies.*.hours": "always",
    "world.agencies.*.present": {"08:00-11:00": 0.2},
    "world.agencies.*.quota": 1,
    "world.agencies.*.wrong_door": 1.0,
    "world.agencies.*.wrong_counter": 1.0,
    "world.agencies.*.connected": True,
    "world.agencies.*.assignment": LONG,
    "world.agencies.*.signature": LONG,
    "world.agencies.*.signed_on": "office",
    "world.agencies.*.back_office": "at home",
    "world.clearances.*.after": [],
    "world.clearances.*.assessors": 2,
    "world.clearances.*.assessment": "30 hours",
    "world.clearances.*.incomplete": 0.9,
    "world.clearances.*.same_paper": "plan",
    "world.clearances.*.needed": 0.6,
    "world.clearances.*.inspectors": 3,
    "world.clearances.*.inspection": "20 hours",
    "world.clearances.*.latency": LONG,
    "world.clearances.*.latency_by": "citizen",
    "world.clearances.*.consult.agency": "revenue",
    "world.clearances.*.consult.time": LONG,
    "world.clearances.*.consult.objects": 1.0,
    "world.clearances.*.consult.objects_after": LONG,
    "world.clearances.*.works.crews": 3,
    "world.clearances.*.works.time": "20 hours",
    "world.clearances.*.own_cases": "3 per day",
    "world.clearances.*.backlog": 20,
    "world.clearances.*.papers_in": "after decisions",
    "world.clearances.*.connected": True,
    "world.clearances.*.signature": LONG,
    "world.clearances.*.signed_on": "office",
    "world.clearances.*.deadline": "0.1 working days",
    "world.clearances.*.not_grantable": [],
    "levers.agencies": 3,
    "levers.agencies_mode": "chain",
    "levers.delegated": 0.4,
    "levers.coordinating": 0.3,
    "levers.automated": 0.2,
    "levers.connected": 0.5,
    "levers.consulted": 0.1,
    "levers.grant.by": "case",
    "levers.order.delegated": [],
    "levers.order.coordinating": [],
    "levers.order.automated": [],
    "levers.order.connected": [],
    "levers.powers.own_rank": "always",
    "levers.powers.side_by_side": "never",
    "levers.powers.joint_inspection": "always",
    "levers.powers.deadline": "always",
    "levers.own_cases_go": "as the pattern says",
    "levers.case_officers": 5,
    "levers.cross_training": 1.0,
    "levers.generalist_factor": 9.0,
    "levers.redeploy": 1.0,
    "levers.unlimited_staff": False,
    "levers.secondments": [
        {"from": "2026-01-01", "until": "2027-01-01", "people": 1, "out_of": "counter:health", "into": "counter:fire"}
    ],
}
# What a city is made of, and what is said of it; `levers.staff` states pools outright.
GIVEN = {
    "world.clearances.*.at_counter",  # another kind of clearance, without assessors
    *("world.start", "world.agencies.*.title", "world.clearances.*.title", "world.clearances.*.agency"),
    *("world.permits.*.title", "world.permits.*.share", "world.permits.*.clearances", "world.permits.*.together"),
    *("world.permits.*.need", "world.permits.*.need_by_date", "world.citizens.need_by_date"),
    *("levers.patterns", "levers.staff", "world.travel.home"),
}
# Beyond what switches an assumption off: what it has to do with.
OWNED = {
    # All that makes people busy.
    "staff": {
        *("world.citizens.need", "world.citizens.by_hour", "world.citizens.by_weekday", "world.working_days"),
        *(f"world.agencies.*.{name}" for name in ("counters", "intake", "collection")),
        *(f"world.clearances.*.{name}" for name in ("assessors", "assessment", "inspectors", "inspection")),
        *(f"world.clearances.*.works.{name}" for name in ("crews", "time")),
        *(
            "world.clearances.*.own_cases",
            "world.clearances.*.needed",
            "world.clearances.*.backlog",
            "world.inspection.journey",
            "levers.case_officers",
            "levers.redeploy",
            "levers.secondments",
        ),
    },
    "hours": {
        *("world.hours.office", "world.hours_by_date", "world.holidays", "world.working_days"),
        *("world.citizens.arrival_spread", "world.citizens.by_hour", "world.citizens.by_weekday"),
    },
    "automation": {"world.online.fall_out", "levers.order.automated", "levers.grant.by"},
    "outages": {
        *("world.online.outage_lasts", "world.working_days"),
        *("world.citizens.by_hour", "world.citizens.by_weekday"),  # whom it hits
    },
    "travel": {"world.citizens.far_share", "world.travel.far_factor"},
    "wrong-door": {
        *("world.counters.triage", "world.counters.no_wrong_door"),
        *(f"world.information.{name}" for name in ("staff", "hours", "time", "prevents")),
    },
    # What assessors find takes an assessment; and whose papers they are.
    "papers": {
        *(f"world.papers.{name}" for name in ("bringings", "detection", "fix", "reintake", "reassessment")),
        *("world.clearances.*.assessment", "world.citizens.need"),
    },
    "consultation": {"levers.consulted", *(f"world.clearances.*.consult.{name}" for name in ("time", "objects"))},
    "cross-training": {"levers.generalist_factor"},
    "deadlines": {"world.clearances.*.deadline"},
    "joint-inspection": {f"world.inspection.{name}" for name in ("journey", "team", "team_donors")},
    "forwarding": {"world.front.online"},
    "settling-in": {"world.reform.half_life", "world.clearances.*.assessment"},
    "bribes": {"world.citizens.bribe_at"},
}
# Authority is what the patterns differ in: where there is any friction, it saves some of it.
AUTHORITY = {
    *("world.clearances.*.not_grantable", "levers.delegated", "levers.coordinating", "levers.grant.by"),
    *(f"levers.order.{name}" for name in ("delegated", "coordinating", "automated")),
}
OWNERS = {path: one.key for one in ASSUMPTIONS for path, _value in one.off}
PAIRS_APART = 9  # every so many pairs of an assumption and a parameter are looked at


def leaves(part: BaseModel, path: str) -> Iterator[str]:
    """Paths of all parameters, * for every key."""
    for name in type(part).model_fields:
        if name == "default":  # what the things themselves have
            continue
        value, here = getattr(part, name), f"{path}.{name}"
        tables = [value] if isinstance(value, BaseModel) and name != "title" else []
        if isinstance(value, dict) and value and isinstance(next(iter(value.values())), BaseModel):
            if name == "hours":
                yield from (f"{here}.{key}" for key in value)
                continue
            tables, here = [next(iter(value.values()))], f"{here}.*"
        for table in tables:
            yield from leaves(table, here)
        if not tables:
            yield here


def city(preset: str = "neutral") -> Loaded:
    """The shipped city under a preset, its technical team's donors able to give."""
    return apply(everywhere(load("restaurant-permit"), CITY), preset)


Found = dict[str, tuple[Ints, float]]


def found_in(loaded: Loaded) -> Found:
    """Of each pattern that can be staffed: sojourns of the citizens, and mean work at counter, desk and form.

    In seconds in which offices are open, as a minute more before closing time costs a night; who has no permit counts
    with their need alone.
    """
    world, found = build(loaded.scenario), {}
    office = world.hours(world.agencies[0].hours[0])
    for key, row in PATTERNS.items():
        try:
            staff = staffing(world, row)
        except BadInput:
            continue
        cases, log = one_pattern(world, row, staff, 1, 0)
        over = np.maximum(permit_times(cases, log), cases.need)
        sojourn = office.elapsed(over) - office.elapsed(cases.need)
        front = np.array([pool.role in IN_PERSON or pool.role is Role.PORTAL for pool in cases.pools] + [False])
        at_front = front[cases.pool]
        work = np.bincount(cases.case[at_front], weights=cases.work[at_front], minlength=len(cases.need))
        found[key] = sojourn[~cases.own], float(work[~cases.own].mean())
    return found


def separated(of: Found) -> set[tuple[str, str]]:
    """Pairs of patterns under which citizens take unequally long, beyond what counter, desk and form work explains."""
    return {(a, b) for a, b in combinations(of, 2) if np.abs(of[a][0] - of[b][0]).mean() > explained(of, a, b)}


def explained(of: Found, a: str, b: str) -> float:
    return max(of[a][1], of[b][1]) + 1


def moved_apart(of: Found, before: Found) -> set[tuple[str, str]]:
    """Pairs of patterns whose mean sojourns lie further apart than before, beyond what such work explains."""

    def apart(world: Found, a: str, b: str) -> float:
        return abs(float(world[a][0].mean() - world[b][0].mean()))

    both = combinations((key for key in of if key in before), 2)
    return {(a, b) for a, b in both if apart(of, a, b) - apart(before, a, b) > explained(of, a, b)}


def test_every_parameter_is_given_another_value():
    scenario = load("restaurant-permit").scenario
    found = {*leaves(scenario.world, "world"), *leaves(scenario.levers, "levers")}
    assert found == set(ANOTHER) | GIVEN
    assert set(OWNERS) <= set(ANOTHER)


@pytest.mark.parametrize("values", [{}, {path: ANOTHER[path] for path in OWNERS}], ids=["as it is", "all grown"])
def test_in_neutral_the_patterns_of_the_shipped_city_are_alike(values):
    """However large what its assumptions separate them by."""
    grown = everywhere(load("restaurant-permit"), CITY | values)
    assert separated(found_in(apply(grown, "neutral"))) == set()


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(set(ANOTHER) - set(OWNERS)))
def test_no_parameter_that_no_assumption_owns_separates_the_patterns(path):
    assert separated(found_in(everywhere(city(), {path: ANOTHER[path]}))) == set()


def pairs() -> Iterator[tuple[str, str]]:
    """Every so many pairs of an assumption and a parameter that is no other's."""
    free = sorted(set(ANOTHER) - set(OWNERS) - AUTHORITY)
    for place, one in enumerate(ASSUMPTIONS):
        owned = OWNED.get(one.key, set())
        yield from ((one.key, p) for k, p in enumerate(free) if (5 * place + k) % PAIRS_APART == 0 and p not in owned)


@pytest.fixture(scope="module")
def alone():
    """The patterns in neutral with a single assumption."""
    return cache(lambda key: found_in(city(f"neutral+{key}")))


@pytest.mark.slow
@pytest.mark.parametrize(("assumption", "path"), list(pairs()))
def test_with_one_assumption_no_parameter_separates_what_that_does_not(assumption, path, alone):
    before = alone(assumption)
    now = found_in(everywhere(city(f"neutral+{assumption}"), {path: ANOTHER[path]}))
    assert moved_apart(now, before) <= separated(before)

"""The shipped scenario: what it promises to be, and that it can be staffed wherever its levers are likely to go."""

import re
from collections import Counter

import pytest

from wogsim.contract.cases import STAFFED
from wogsim.language import using
from wogsim.patterns import PATTERNS, Desk
from wogsim.replication.plan import Plan
from wogsim.replication.run import replicate
from wogsim.routing import route
from wogsim.scenario.explain import facts
from wogsim.scenario.reading import load
from wogsim.scenario.shipped import scenario_names, scenario_path
from wogsim.staffing.people import staffing
from wogsim.studies.comparison.differences import pairs_of
from wogsim.studies.comparison.run import compare
from wogsim.world.agency_count import build
from wogsim.world.population import pilot

NAME = "restaurant-permit"
AUTHORITIES = ("delegated", "coordinating", "automated")
FRONTED = [row for row in PATTERNS.values() if row.desk is not Desk.NONE]  # who takes people from the counters


@pytest.fixture(scope="module")
def loaded():
    return load(NAME)


def with_authority(share):
    return {f"levers.{name}": share for name in AUTHORITIES}


def test_file_names_its_schema():
    assert scenario_path(NAME).read_text("utf-8").startswith("#:schema ./scenario.schema.json\n")


def test_eight_agencies_of_unequal_capacity_with_applicants_of_their_own(loaded):
    world = loaded.scenario.world
    assert len(world.agencies) == 8
    assert len({agency.counters for agency in world.agencies.values()}) > 1
    own = {clearance.agency for clearance in world.clearances.values() if clearance.own_cases}
    assert own == set(world.agencies)


def test_twelve_clearances_with_an_order_and_limits_to_authority(loaded):
    clearances = loaded.scenario.world.clearances
    assert len(clearances) == 12
    assert sum(bool(clearance.after) for clearance in clearances.values()) >= 6
    assert any(clearance.inspectors for clearance in clearances.values())
    assert any(clearance.deadline for clearance in clearances.values())
    for authority in AUTHORITIES:
        limited = [key for key, clearance in clearances.items() if authority in clearance.not_grantable]
        assert 0 < len(limited) < len(clearances)


def test_one_permit_is_within_the_mayors_power_and_the_other_needs_every_clearance(loaded):
    world = build(loaded.scenario)
    within, beyond = world.permits
    assert beyond.all()
    needed = [clearance.described for clearance, there in zip(world.clearances, within, strict=True) if there]
    assert not any("delegated" in clearance.not_grantable for clearance in needed)


def test_every_title_is_in_both_languages(loaded):
    scenario = loaded.scenario
    world = scenario.world
    titled = [scenario, *world.agencies.values(), *world.clearances.values(), *world.permits.values()]
    for part in titled:
        assert part.title.en.strip()
        assert part.title.id.strip()
        assert part.title.en != part.title.id
    for language in ("en", "id"):
        names = Counter(
            getattr(part.title, language) for part in [*world.agencies.values(), *world.clearances.values()]
        )
        assert max(names.values()) == 1


def test_sources_say_something_and_stand_at_values_that_exist(loaded):
    assert len(loaded.sources) >= 20
    for path in loaded.sources:
        part = loaded.scenario.model_dump()
        for key in path.split("."):
            part = part[key]
        assert part is not None, path


@pytest.mark.parametrize("name", scenario_names())
def test_sources_of_every_shipped_file_are_in_both_languages(name):
    """Both name the same papers: every address, year and number of one is in the other."""
    for path, source in load(name).sources.items():
        assert set(source) == {"en", "id"}, path
        assert all(len(text.strip()) > 20 for text in source.values()), path
        english, indonesian = (sorted(re.findall(r"https?://\S+|\d+", source[one])) for one in ("en", "id"))
        assert english == indonesian, path


def test_ranges_are_values_of_the_same_kind_and_hold_the_value(loaded):
    assert len(loaded.ranges) >= 10
    for path, ends in loaded.ranges.items():
        for end in ends:
            loaded.change({path: end})  # refused if it made no sense
        node = loaded.tree
        for key in path.split("."):
            node = node[key]
        if isinstance(node, int | float):
            assert ends[0] <= node <= ends[1], path


def test_what_may_be_granted_is_granted_and_ranges_hold_what_was_found(loaded):
    levers = loaded.scenario.levers
    assert [getattr(levers, name) for name in AUTHORITIES] == [1.0, 1.0, 1.0]
    assert all(loaded.ranges[f"levers.{name}"] == (0.0, 1.0) for name in AUTHORITIES)


def test_a_real_door_has_a_chain_of_one(loaded):
    world = build(loaded.scenario)
    citizens = next(iter(pilot(world, 200)))
    chain = route(world, PATTERNS["one-door"], citizens, (0.0,) * len(world.clearances)).chain_length
    assert set(chain[citizens.permit == 0].tolist()) == {1}
    assert set(chain[citizens.permit == 1].tolist()) == {3}


@pytest.mark.parametrize("share", [None, 0.0, 0.5, 1.0])
def test_no_pool_is_overloaded_and_head_count_is_kept(loaded, share):
    scenario = loaded.change(with_authority(share)).scenario if share is not None else loaded.scenario
    world = build(scenario)
    found = {row.key: staffing(world, row) for row in PATTERNS.values()}
    for key, staff in found.items():
        assert [post.name for post in staff.overloaded] == [], key
    assert len({staff.head_count for staff in found.values()}) == 1


def test_building_approval_is_the_bottleneck(loaded):
    staff = staffing(build(loaded.scenario), PATTERNS["technical-functional"])
    busy = {post.name: post.load / post.servers for post in staff.posts if post.role in STAFFED and post.servers}
    assert max(busy, key=lambda name: busy[name]) == "assessors:building-approval"
    assert 0.8 < busy["assessors:building-approval"] < 0.95


@pytest.mark.parametrize("agencies", [2, *(pytest.param(n, marks=pytest.mark.slow) for n in (3, 4, 5, 7, 8)), 6])
def test_can_be_staffed_with_fewer_agencies(loaded, agencies, monkeypatch):
    monkeypatch.setattr("wogsim.staffing.pilot.APPLICANTS", 200)  # loads are close enough to see who can be spared
    for share in (0.0, 0.5, 1.0):
        world = build(loaded.change({"levers.agencies": agencies, **with_authority(share)}).scenario)
        for row in FRONTED:
            assert staffing(world, row).head_count > 0


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "numbers"), [("merge", (1, 9, 10, 11, 12)), ("chain", range(2, 17))])
def test_can_be_staffed_wherever_the_agency_count_goes(loaded, mode, numbers, monkeypatch):
    """A chain of one is the national land office, of which no permit here needs anything."""
    monkeypatch.setattr("wogsim.staffing.pilot.APPLICANTS", 500)
    for number in numbers:
        for share in (None, 0.0, 1.0):
            changes = {"levers.agencies": number, "levers.agencies_mode": mode}
            world = build(loaded.change(changes | (with_authority(share) if share is not None else {})).scenario)
            for row in FRONTED:
                assert staffing(world, row).head_count > 0


def test_a_small_replication_runs_under_every_pattern(loaded):
    small = loaded.change({"run.warm_up": "0 weeks", "run.cohort": "3 days", "run.run_out": "1 weeks"})
    world = build(small.scenario)
    patterns = tuple((row, staffing(world, row)) for row in PATTERNS.values())
    outcomes = replicate(Plan(world, patterns, "auto", (0,) * len(patterns)), 1, [0])[0]
    visited = [outcome.values["counters_visited"] for outcome in outcomes]
    assert 6 <= visited[1] <= visited[0] <= 8  # six agencies for one permit, eight for the other; and wrong doors
    assert visited[2] == 1
    assert all(outcome.values["sojourn_time"] > 1 for outcome in outcomes)


def test_sources_are_told_in_the_language_that_is_spoken(loaded):
    told = {fact.path: fact.source for fact in facts(loaded) if fact.source}
    with using("id"):
        spoken = {fact.path: fact.source for fact in facts(loaded) if fact.source}
    assert told == {path: source["en"] for path, source in loaded.sources.items()}
    assert spoken == {path: source["id"] for path, source in loaded.sources.items()}


@pytest.mark.slow
def test_sectoral_ego_costs_where_assessors_are_busy():
    """The lesson's game: own files first against one goal, with few assessors and as the city ships."""
    rows = ["letter-box", "letter-box/one-goal"]
    cost = {}
    for assessors, settings in (("few", {"world.clearances.*.assessors": "load 0.9"}), ("as shipped", {})):
        found = compare(load("restaurant-permit"), patterns=rows, settings=settings)
        [cost[assessors]] = pairs_of(found, "sojourn_time").values()
    assert cost["few"].apart
    assert cost["few"].difference.low > 0
    assert abs(cost["as shipped"].difference.mean) < cost["few"].difference.mean

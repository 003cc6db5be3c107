"""The laws of DESIGN: what is true of every world, whatever its numbers. Each is worked out a second way."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.seats import of_kind
from tests.small_worlds import OWN_ROWS, ROWS, SEED, Routed, everywhere, ran, small_worlds, staff_of, world_of
from tests.twin import check
from wogsim.contract.cases import IN_PERSON, NONE, STAFFED, UNLIMITED, Cases, Errand, Ints, Kind, Role
from wogsim.contract.hours import Hours
from wogsim.contract.log import COLUMNS, EndedBy, Log
from wogsim.engine import choose
from wogsim.errors import BadInput
from wogsim.measures.anatomy import time_anatomy
from wogsim.measures.attempts import activity_ends, granted_cases
from wogsim.measures.cases import case_measures
from wogsim.measures.hourly import scheduled_by_hour
from wogsim.measures.pools import pool_measures, pool_sums
from wogsim.patterns import PATTERNS, Authority, Desk, Pattern
from wogsim.routing import route
from wogsim.routing.decisions import AGAIN
from wogsim.routing.flow import Flow
from wogsim.routing.ways import chain_length, ways
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.staffing.people import staffing
from wogsim.staffing.presence import staffed_seconds
from wogsim.staffing.roster import Roster
from wogsim.world.agencies import CENTRE, World
from wogsim.world.agency_count import build
from wogsim.world.applicants import Applicants
from wogsim.world.opening import staffed
from wogsim.world.population import population

patterns = st.sampled_from(ROWS)
shares = st.sampled_from([0.0, 0.25, 0.4, 0.5, 0.55, 0.75, 1.0])

NO_TIMERS: dict[str, Any] = {"world.citizens.patience": None, "levers.powers.deadline": "never"}
NEVER_CLOSED: dict[str, Any] = {
    "world.agencies.*.hours": "always",
    "world.agencies.*.present": {},
    "world.front.hours": "always",
    "world.front.present": {},
    "world.working_days": "always",
    "world.online.outage_every": None,
    "world.agencies.*.signed_on": None,
    "world.clearances.*.signed_on": None,
    "world.front.signed_on": None,
    "world.information.staff": 0,  # who keep hours of their own
}
NO_QUEUES = NO_TIMERS | NEVER_CLOSED | {"levers.unlimited_staff": True}


pytestmark = pytest.mark.usefixtures("loosely_known")


# --- helpers ---------------------------------------------------------------------------------------------------------


def cells(cases: Cases, *kinds: Kind) -> Iterator[tuple[int, int, str, int]]:
    """(activity, case, entity, bringing) of every activity of these kinds."""
    for a, (case, slot) in enumerate(zip(cases.case.tolist(), cases.slot.tolist(), strict=True)):
        if cases.slots[slot].kind in kinds:
            yield a, case, cases.slots[slot].entity, cases.slots[slot].bringing


def decisions(cases: Cases) -> dict[tuple[int, str], int]:
    """The activity that decides each (case, clearance): the last one that judges it."""
    last: dict[tuple[int, str], tuple[int, int]] = {}
    for a, case, key, bringing in cells(cases, Kind.ASSESS, Kind.AUTOMATE):
        last[case, key] = max(last.get((case, key), (-1, -1)), (bringing, a))
    return {who: a for who, (_bringing, a) in last.items()}


def longest_path(cases: Cases) -> Ints:
    """From need to permit, were nobody ever in anybody's way, nor in their own: over work and lags, shape (C,)."""
    end: dict[int, int] = {}

    def ended(a: int) -> int:
        if a not in end:
            before = cases.predecessors[cases.pred_ptr[a] : cases.pred_ptr[a + 1]]
            end[a] = max((ended(int(b)) for b in before), default=0) + int(cases.lag[a] + cases.work[a])
        return end[a]

    return np.array([ended(int(a)) for a in cases.last], dtype=np.int64)


def measures(run: Routed) -> dict[str, Any]:
    return case_measures(run.cases, run.log, run.world.working_days)


def citizens_of(world: World) -> Applicants:
    return population(world, SEED, 0)[0]


def routed(loaded: Loaded, pattern: str, generalists: float = 0.0) -> list[Cases]:
    """Every stream's activities, without staff."""
    world = world_of(loaded)
    shares_of = (generalists,) * len(world.clearances)
    return [route(world, loaded.scenario.rows()[pattern], who, shares_of) for who in population(world, SEED, 0)]


def works(cases: Cases, *kinds: Kind) -> dict[tuple[int, str, int], int]:
    """Work in seconds by (applicant, entity, bringing) of these kinds."""
    rows = zip(cases.case.tolist(), (cases.slots[number] for number in cases.slot), cases.work.tolist(), strict=True)
    return {(n, slot.entity, slot.bringing): seconds for n, slot, seconds in rows if slot.kind in kinds}


def critical_path_of_clearances(world: World, who: Applicants) -> Ints:
    """Each clearance's inspection, then, when what it comes after is decided, its assessment and its works; drawn."""
    journey = who.draw(world.scenario.world.inspection.journey, "inspection journey")
    decided = [np.zeros(len(who), dtype=np.int64) for _ in world.clearances]
    for i in world.order:
        clearance = world.clearances[i]
        described = clearance.described
        ready = np.zeros(len(who), dtype=np.int64)
        if described.inspectors:
            ready = journey + who.draw(described.inspection, "inspection", clearance.key)
        for other in clearance.after:
            ready = np.maximum(ready, decided[other])
        assessment = who.draw(described.assessment, "assessment", clearance.key, 0)
        works_at_site = who.draw(described.works.time, "works", clearance.key)
        decided[i] = np.where(who.needs[:, i], ready + assessment + works_at_site, 0)
    return np.max(decided, axis=0)


def equal_logs(one: Log, other: Log) -> None:
    for column in COLUMNS:
        np.testing.assert_array_equal(getattr(one, column), getattr(other, column), err_msg=column)


# --- every run under every pattern -----------------------------------------------------------------------------------


@given(small_worlds(counters=True), patterns)
def test_whatever_happens(loaded, pattern):
    run = ran(loaded, pattern)
    check(run.cases, run.log)
    every_application_ends(run)
    each_clearance_is_decided_once_in_order(run)
    nobody_stands_at_two_counters_at_once(run)
    the_anatomy_sums_to_the_sojourn(run)
    the_permit_comes_last(run)
    nobody_works_more_than_their_time(run)


@pytest.mark.slow
@given(small_worlds(counters=True), patterns)
@settings(max_examples=500)
def test_whatever_happens_in_many_worlds(loaded, pattern):
    test_whatever_happens.hypothesis.inner_test(loaded, pattern)


def every_application_ends(run: Routed) -> None:
    cases, log = run.cases, run.log
    granted = granted_cases(cases, log)
    left = np.zeros(len(granted), dtype=bool)
    left[log.case[log.ended_by == EndedBy.GAVE_UP]] = True
    np.testing.assert_array_equal(granted, ~left)
    ends = activity_ends(cases, log)
    done = (ends != NONE) | cases.complaint  # who has the permit does not complain
    assert done[granted[cases.case]].all(), "in a granted case everything is done"


def each_clearance_is_decided_once_in_order(run: Routed) -> None:
    cases, world = run.cases, run.world
    granted, ends = granted_cases(cases, run.log), activity_ends(cases, run.log)
    enabled = np.full(len(ends), NONE)
    enabled[run.log.activity] = run.log.enabled
    judged = np.zeros(len(cases.need), dtype=np.int64)
    decided = decisions(cases)
    for _a, case, key, _bringing in cells(cases, Kind.ASSESS, Kind.AUTOMATE):
        judged[case] += not key.endswith(AGAIN)
    # What another body objects to is decided anew, once, and what comes after it waits for that.
    anew = {(case, key): decided.pop((case, key)) for case, key in list(decided) if key.endswith(AGAIN)}
    keys = {clearance.key: i for i, clearance in enumerate(world.clearances)}
    needed = np.zeros((len(cases.need), len(keys)), dtype=bool)
    for case, key in decided:
        needed[case, keys[key]] = True
    expected = np.concatenate([who.needs for who in population(world, SEED, 0)])
    behind = np.array([not clearance.at_counter for clearance in world.clearances])
    np.testing.assert_array_equal(needed | ~behind, expected | ~behind, "at counters there are contacts only")
    np.testing.assert_array_equal(
        cases.papers - cases.returns, expected.sum(axis=1), "every bringing but one is returned"
    )
    assert (judged <= cases.papers).all()
    for (case, key), a in decided.items():
        if granted[case]:
            for other in world.clearances[keys[key]].after:
                if needed[case, other] and not world.clearances[other].at_counter:
                    before = world.clearances[other].key
                    assert ends[anew.get((case, before + AGAIN), decided[case, before])] <= enabled[a]
    for (case, key), a in anew.items():
        if granted[case]:
            assert ends[decided[case, key.removesuffix(AGAIN)]] <= enabled[a]
    built = {(case, key): a for a, case, key, _bringing in cells(cases, Kind.WORKS)}
    assert built.keys() == {(case, key) for case, key in decided if world.clearances[keys[key]].has_works}
    for (case, key), a in built.items():
        if granted[case]:
            assert ends[anew.get((case, key + AGAIN), decided[case, key])] <= enabled[a]
    inspections = {(case, key, bringing): a for a, case, key, bringing in cells(cases, Kind.INSPECT)}
    for (case, key), a in decided.items():
        if world.clearances[keys[key]].described.inspectors and granted[case]:
            team = inspections.get((case, "team", cases.slots[cases.slot[a]].bringing), -1)
            seen = inspections.get((case, key, 0), team)
            assert seen >= 0
            assert ends[seen] <= enabled[a]


def nobody_stands_at_two_counters_at_once(run: Routed) -> None:
    cases, log = run.cases, run.log
    rows = np.flatnonzero(np.array([pool.role in IN_PERSON for pool in cases.pools] + [False])[log.pool])
    there = sorted(zip(*(getattr(log, name)[rows].tolist() for name in ("case", "enabled", "completed")), strict=True))
    for (case, _enabled, left), (other, comes, _left) in pairwise(there):
        assert case != other or left <= comes


def the_anatomy_sums_to_the_sojourn(run: Routed) -> None:
    sojourn = measures(run)["sojourn_time"]
    parts = time_anatomy(run.cases, run.log)
    assert all((seconds >= 0).all() for seconds in parts.values())
    np.testing.assert_array_equal(sum(parts.values()), np.maximum(sojourn, 0))


def nobody_works_more_than_their_time(run: Routed) -> None:
    """At no hour of the day, and with what they do after their time every second of service is there."""
    pools, end = run.cases.pools, run.world.end
    for office, found in zip(
        [pool for pool in pools if pool.role in STAFFED],
        pool_measures(pools, pool_sums(pools, run.log, 0, end), 0, end),
        strict=True,
    ):
        if office.servers != UNLIMITED:
            assert found.busy <= found.scheduled
            assert (np.array(found.by_hour) <= scheduled_by_hour(office, 0, end)).all()
            assert found.overtime >= 0


def the_permit_comes_last(run: Routed) -> None:
    cases, ends = run.cases, activity_ends(run.cases, run.log)
    in_hand = np.where(granted_cases(cases, run.log), ends[cases.last], np.iinfo(np.int64).max)
    aside = of_kind(cases, Kind.PROMISE, Kind.PASS_ON, Kind.COMPLAINT)  # nothing waits for a complaint
    assert (aside | (ends <= in_hand[cases.case])).all()


@given(small_worlds(NO_TIMERS), patterns)
def test_no_sojourn_is_shorter_than_the_critical_path(loaded, pattern):
    run = ran(loaded, pattern)
    assert (measures(run)["sojourn_time"] >= longest_path(run.cases)).all()


@given(small_worlds(NO_QUEUES), patterns)
def test_with_all_the_staff_in_the_world_and_never_closed_the_sojourn_is_the_critical_path(loaded, pattern):
    """But for the time in which the citizen, who is one person, is out on another errand."""
    run = ran(loaded, pattern)
    held = np.zeros(len(run.cases.need), dtype=np.int64)
    np.add.at(held, run.log.case, run.log.held)
    beyond = measures(run)["sojourn_time"] - longest_path(run.cases)
    assert (beyond >= 0).all()
    assert (beyond <= held).all()


# --- neutral and equality --------------------------------------------------------------------------------------------


@given(small_worlds({"world.clearances.*.latency": "0 s"}), patterns)
@settings(max_examples=30)
def test_in_neutral_all_patterns_take_the_critical_path_of_the_clearances(loaded, pattern):
    run = ran(apply(loaded, "neutral"), pattern)
    cases = run.cases
    who = citizens_of(run.world)
    sojourn = measures(run)["sojourn_time"][~cases.own]
    front = np.array([pool.role in IN_PERSON or pool.role is Role.PORTAL for pool in cases.pools] + [False])[cases.pool]
    at_front = np.bincount(cases.case[front], weights=cases.work[front], minlength=len(cases.need))[~cases.own]
    beyond = sojourn - critical_path_of_clearances(run.world, who)
    assert (beyond >= 0).all()
    assert (beyond <= at_front).all()


def test_in_neutral_there_are_no_slower_generalists():
    levers = {"levers.cross_training": 1.0, "levers.generalist_factor": 2.0, "levers.delegated": 1.0}
    run = ran(apply(everywhere(plain_world(), levers), "neutral"), "one-door")
    at_desk = np.array([pool.role in IN_PERSON for pool in run.cases.pools])[run.cases.pool]
    work = np.bincount(run.cases.case[at_desk], weights=run.cases.work[at_desk])
    critical = critical_path_of_clearances(run.world, citizens_of(run.world))
    assert (measures(run)["sojourn_time"] <= critical + work).all()


# Hand-off times equal, powers for all alike, everything grantable, one roof as near as any, assessors at home, no
# signature on what the unit hands out, and nobody whom an agency would receive by itself; all else as it comes.
ALIKE = {
    "world.files.between_buildings": "exponential(5 hours)",
    "world.files.within_building": "exponential(5 hours)",
    "world.carry.letter": None,
    "world.travel.home_to_office": "30 min",
    "world.travel.home_to_centre": "30 min",
    "world.clearances.*.not_grantable": [],
    "world.clearances.*.own_cases": None,
    "world.agencies.*.back_office": "at home",
    "world.front.signature": "0 s",
    "world.front.signed_on": None,
    "levers.delegated": 0.0,
    "levers.coordinating": 1.0,
}


@given(small_worlds(ALIKE), st.sampled_from(["never", "always"]))
def test_a_unit_without_authority_is_a_coordinator_with_all_of_it(loaded, reach):
    powers = ("own_rank", "side_by_side", "joint_inspection", "deadline")
    loaded = everywhere(loaded, {f"levers.powers.{power}": reach for power in powers})
    unit, coordinator = ran(loaded, "one-door"), ran(loaded, "centralized")
    equal_logs(unit.log, coordinator.log)
    for name in ("sojourn_time", "waiting_time", "trips"):
        np.testing.assert_array_equal(measures(unit)[name], measures(coordinator)[name])


@given(small_worlds())
def test_in_neutral_a_unit_without_authority_is_a_coordinator_with_all_of_it(loaded):
    levers = {"levers.delegated": 0.0, "levers.coordinating": 1.0, "world.clearances.*.not_grantable": []}
    loaded = everywhere(apply(loaded, "neutral"), levers)
    unit, coordinator = ran(loaded, "one-door"), ran(loaded, "centralized")
    for name in ("sojourn_time", "waiting_time", "trips"):
        np.testing.assert_array_equal(measures(unit)[name], measures(coordinator)[name])


@pytest.mark.slow
@given(small_worlds(ALIKE), st.sampled_from(["never", "always"]))
@settings(max_examples=500)
def test_a_unit_without_authority_is_a_coordinator_with_all_of_it_in_many_worlds(loaded, reach):
    test_a_unit_without_authority_is_a_coordinator_with_all_of_it.hypothesis.inner_test(loaded, reach)


NO_DISTANCE = {
    "world.files.between_buildings": "exponential(5 hours)",
    "world.files.within_building": "exponential(5 hours)",
    "world.carry.letter": None,
    "world.agencies.*.back_office": "with the counters",
    "world.travel.home_to_office": "30 min",
    "world.travel.home_to_centre": "30 min",
    "world.travel.between_offices": "0 s",
    "world.travel.walk": "0 s",
    "world.agencies.*.wrong_door": 0.0,
    "world.agencies.*.wrong_counter": 0.0,
    "world.information.staff": 0,
    "world.reform.dip": 0.0,
}


@given(small_worlds(NO_DISTANCE))
def test_without_distances_one_roof_is_as_good_as_many(loaded):
    equal_logs(ran(loaded, "technical-functional").log, ran(loaded, "one-roof").log)


# --- counters, chains, people ----------------------------------------------------------------------------------------


# Nobody goes to a wrong door, and who hands out is who takes in.
NO_DETOURS = {
    "world.agencies.*.wrong_door": 0.0,
    "world.agencies.*.wrong_counter": 0.0,
    "world.information.staff": 0,
    "world.agencies.*.collection_counters": 0,
    "world.front.collection_counters": 0,
    # A contact for what is no work is none.
    "world.agencies.*.intake": "10 min",
    "world.front.registration": "5 min",
}


@given(small_worlds(NO_DETOURS), st.sampled_from(list(PATTERNS)))
def test_counters_visited(loaded, pattern):
    at_counters = [clearance.at_counter for clearance in loaded.scenario.world.clearances.values()]
    assume(not any(work and work.quantile(np.zeros(1))[0] == 0 for work in at_counters))
    run = ran(loaded, pattern)
    who = citizens_of(run.world)
    way = ways(run.world, run.row, who)
    agency = np.array([clearance.agency for clearance in run.world.clearances])
    agencies, visited = (
        sum(
            (which[:, agency == i].any(axis=1) for i in range(len(run.world.agencies))),
            start=np.zeros(len(who), dtype=int),
        )
        for which in (who.needs, way.visit)
    )
    expected = {
        "technical-functional": agencies,
        "one-roof": agencies,
        "one-door": np.ones_like(agencies),
        "centralized": 1 + visited,
        "electronic": who.assisted.astype(int),
    }[pattern]
    found = measures(run)
    granted = found["granted"][~run.cases.own]
    np.testing.assert_array_equal(found["counters_visited"][~run.cases.own][granted], expected[granted])


def with_authority(loaded: Loaded, share: float) -> Loaded:
    return everywhere(loaded, {f"levers.{name}": share for name in ("delegated", "coordinating", "automated")})


@given(small_worlds(), patterns, st.tuples(shares, shares).map(sorted))
def test_from_the_first_grant_on_the_chain_never_grows_with_authority(loaded, pattern, authority):
    """The chain is of who signs: from the first clearance on that the unit or the system answers for."""
    lengths, granted, in_front = [], [], []
    for share in authority:
        world = world_of(with_authority(loaded, share))
        row, who = loaded.scenario.rows()[pattern], citizens_of(world)
        way = ways(world, row, who)
        lengths.append(route(world, row, who, (0.0,) * len(world.clearances)).chain_length)
        granted.append(way.granted)
        in_front.append(way.unit_signs | way.automate | way.fell_out)
        assert (way.visit.astype(int) + way.forward + way.decide + way.automate == who.needs).all()
    assert (granted[0] <= granted[1]).all(), "what was granted stays granted"
    assert (in_front[0] <= in_front[1]).all()
    begun = in_front[0].any(axis=1)
    assert (lengths[1][begun] <= lengths[0][begun]).all()


@given(small_worlds())
def test_agencies_that_keep_their_authority_make_the_chain(loaded):
    world = world_of(loaded)
    who = citizens_of(world)
    agencies = [len({world.clearances[i].agency for i in np.flatnonzero(needs)}) for needs in who.needs]
    keep = ("technical-functional", "one-roof", "centralized", "mall", "letter-box", "seconded", "council")
    for pattern in (*keep, "team-in-the-hall"):
        assert chain_of(world, loaded.scenario.rows()[pattern]).tolist() == agencies
    everything = world_of(everywhere(with_authority(loaded, 1.0), {"world.clearances.*.not_grantable": []}))
    for pattern in ("one-door", "electronic", "signing", "hall"):
        assert (chain_of(everything, loaded.scenario.rows()[pattern]) == 1).all()


def chain_of(world: World, row: Pattern) -> Ints:
    who = citizens_of(world)
    return chain_length(world, ways(world, row, who))


@given(small_worlds(), shares, st.lists(patterns, min_size=2, max_size=2, unique=True))
@settings(max_examples=12)
def test_head_count_is_the_same_to_the_person(loaded, authority, some):
    world = world_of(with_authority(loaded, authority))
    people = sum(agency.counters + agency.handing_out for agency in world.agencies)
    described = [clearance.described for clearance in world.clearances]
    people += sum(one.assessors + one.inspectors + one.works.crews for one in described)
    for row in (world.scenario.rows()[key] for key in some):
        staff = staff_of(world, row)
        assert staff.head_count == people, row.key
        given_away = [donor for post in staff.posts for donor in post.donors]
        for post in staff.posts:
            assert post.servers >= 0
            assert post.servers > 0 or post.load == 0, "where there is work somebody works"
            assert set(given_away) <= {other.name for other in staff.posts}


@pytest.mark.slow
@given(small_worlds(), shares)
@settings(max_examples=20)
def test_head_count_is_the_same_to_the_person_under_every_pattern(loaded, authority):
    test_head_count_is_the_same_to_the_person.hypothesis.inner_test(loaded, authority, ROWS)


# --- authority, agencies and luck ------------------------------------------------------------------------------------


@given(
    small_worlds(), st.sampled_from(["clearance", "permit", "case"]), st.tuples(shares, shares).map(sorted), patterns
)
def test_more_authority_moves_clearances_one_way(loaded, by, authority, pattern):
    order = {"levers.order": {}, "patterns.seconded.order": {}}
    if by != "permit" and loaded.scenario.levers.grant.by != "permit":
        order = {}
    loaded = everywhere(loaded, {"levers.grant.by": by, **order})
    row = loaded.scenario.rows()[pattern]
    less, more = (
        ways(world, row, citizens_of(world))
        for world in (world_of(with_authority(loaded, share)) for share in authority)
    )
    if row.without not in {grant.route for grant in row.grants}:
        assert (getattr(less, row.without) >= getattr(more, row.without) & ~more.fell_out).all()
    assert (less.granted <= more.granted).all()
    assert (less.in_front | less.fell_out <= more.in_front | more.fell_out).all()
    assert (less.unit_signs <= more.unit_signs).all()
    if {grant.authority for grant in row.grants} == {Authority.COORDINATING}:  # nothing stronger takes its place
        assert (less.coordinated <= more.coordinated).all()


def test_authority_is_a_share_of_the_clearances_that_may_be_granted_rounded_half_up():
    loaded = plain_world(agencies=3, each=4)  # twelve clearances, eleven of which may be granted
    loaded = everywhere(
        loaded, {"levers.order.delegated": ["c3", "a1"], "world.clearances.a0.not_grantable": ["delegated"]}
    )
    for share, expected in [(0.0, 0), (0.045, 0), (1 / 22, 1), (0.55, 6), (0.625, 7), (0.95, 10), (1.0, 11)]:
        world = world_of(everywhere(loaded, {"levers.delegated": share}))
        decided = ways(world, PATTERNS["one-door"], citizens_of(world)).decide
        keys = [world.clearances[i].key for i in np.flatnonzero(decided[0])]
        in_order = ["c3", "a1", "a2", "a3", "b0", "b1", "b2", "b3", "c0", "c1", "c2"]
        assert sorted(keys) == sorted(in_order[:expected]), share


@given(small_worlds({"levers.agencies": None}), st.integers(1, 6), patterns)
def test_merging_and_splitting_keep_people_and_work(loaded, number, pattern):
    # What is posted in the end is collected all the same where the citizen takes it to another agency.
    by_hand = {f"world.{whose}.collection_by": "counter" for whose in ("agencies.*", "permits.*", "front")}
    nobody_errs = {f"world.agencies.*.wrong_{where}": 0.0 for where in ("door", "counter")}
    # Of decisions in one agency none waits for another, so that more can be seen on one visit.
    apart = {"levers.powers.joint_inspection": "never", "world.information.staff": 0}
    loaded = everywhere(loaded, {**nobody_errs, **by_hand, **apart})
    listed, other = loaded, everywhere(loaded, {"levers.agencies": number, "levers.agencies_mode": "merge"})
    one, two = world_of(listed), world_of(other)
    assert len(two.agencies) == len({agency.luck for agency in two.agencies}) == number
    assert [c.key for c in one.clearances] == [c.key for c in two.clearances]
    assert sum(a.counters for a in one.agencies) == sum(a.counters for a in two.agencies)
    back_office = (Kind.ASSESS, Kind.AUTOMATE, Kind.INSPECT, Kind.WORKS)
    for before, after in zip(routed(listed, pattern), routed(other, pattern), strict=True):
        for kind in back_office:
            assert sum(works(before, kind).values()) == sum(works(after, kind).values())
        for kind in (Kind.INTAKE, Kind.COLLECT):
            works_before, works_after = works(before, kind), works(after, kind)
            seconds = len(one.clearances) * (len(works_before) + len(works_after))  # each contact rounds each part
            assert abs(sum(works_before.values()) - sum(works_after.values())) <= seconds


@pytest.mark.parametrize("number", [1, 2, 3, 4, 6])
def test_a_group_and_the_first_part_of_a_split_agency_keep_the_luck_of_the_agency(number):
    settings = {
        "world.citizens.patience": "exponential(1 hour)",
        "world.agencies.*.wrong_door": 0.3,
        "world.counters.triage": "exponential(9 min)",
        "world.clearances.*.incomplete": 0.3,
    }
    loaded = everywhere(plain_world(), settings)
    one, two = world_of(loaded), world_of(everywhere(loaded, {"levers.agencies": number}))
    before, after = luck_at_counters(one), luck_at_counters(two)
    for agency in two.agencies:
        first = agency.key.split("+")[0].removesuffix("/a")
        if first in "abc":
            for kind, bringing in [(Kind.INTAKE, 0), (Kind.COLLECT, 0), (Kind.INTAKE, 1)]:
                old, new = before.get((kind, first, bringing), {}), after.get((kind, agency.key, bringing), {})
                assert all(new[n] == values for n, values in old.items() if n in new)
                # A decision may be collected on the errand that takes it elsewhere.
                assert old.keys() & new.keys() or kind is Kind.COLLECT


def luck_at_counters(world: World) -> dict[tuple[Kind, str, int], dict[int, tuple[int, ...]]]:
    """What a citizen brings to each counter: (kind, agency, bringing) -> applicant -> offset, patience."""
    cases = route(world, PATTERNS["one-roof"], citizens_of(world), (0.0,) * len(world.clearances))
    found: dict[tuple[Kind, str, int], dict[int, tuple[int, ...]]] = {}
    columns = (getattr(cases, name).tolist() for name in ("slot", "case", "offset", "patience"))
    for number, n, *values in zip(*columns, strict=True):
        slot = cases.slots[number]
        found.setdefault((slot.kind, slot.entity, slot.bringing), {})[n] = tuple(values)
    return found


NEW_AGENCY = {
    "title": {"en": "New", "id": "Baru"},
    "counters": 3,
    "intake": "exponential(20 min)",
    "collection": "5 min",
}
NEW_CLEARANCE = {
    "title": {"en": "New", "id": "Baru"},
    "agency": "z",
    "assessors": 2,
    "assessment": "exponential(1 hour)",
    "incomplete": 0.5,
    "own_cases": "2 per day",
}


@given(
    small_worlds({"levers.agencies": None}),
    st.sampled_from(["technical-functional", "one-roof", "one-door"]),
    st.booleans(),
)
def test_another_agency_leaves_all_other_draws_as_they_were(loaded, pattern, needed):
    loaded = everywhere(
        loaded,
        {
            "levers.delegated": 0.0,
            "world.agencies.*.wrong_door": 0.0,
            "world.agencies.*.wrong_counter": 0.0,
            "world.information.staff": 0,
        },
    )
    if needed:  # whoever would need nothing needs what comes nearest, and now would need something
        loaded = everywhere(loaded, {"world.clearances.*.needed": 1.0})
    permits = {
        f"world.permits.{key}.clearances": [
            *(permit.clearances or loaded.scenario.world.clearances),
            *(["z0"] * needed),
        ]
        for key, permit in loaded.scenario.world.permits.items()
        if not permit.together
    }
    more = everywhere(loaded, {"world.agencies.z": NEW_AGENCY, "world.clearances.z0": NEW_CLEARANCE, **permits})
    for ours, theirs in zip(*(population(world_of(each), SEED, 0) for each in (loaded, more)), strict=False):
        for name in ("need", "far", "vulnerable", "assisted", "permit"):
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))
    before, after = routed(loaded, pattern), routed(more, pattern)
    for one, other in zip(before, after, strict=False):
        kinds = (Kind.ASSESS, Kind.INSPECT, Kind.WORKS)
        found = works(other, *kinds)
        assert all(
            found[key] == seconds for key, seconds in works(one, *kinds).items() if key[1] != "team" and not needed
        )
        decided, decided_after = (last_works(cases) for cases in (one, other))
        assert all(decided_after[key] == seconds for key, seconds in decided.items())


def last_works(cases: Cases) -> dict[tuple[int, str], int]:
    """Work of the decision of each (applicant, clearance)."""
    return {(n, key): seconds for (n, key, _b), seconds in sorted(works(cases, Kind.ASSESS, Kind.AUTOMATE).items())}


@given(small_worlds({"levers.agencies": None}))
def test_another_quantity_leaves_all_other_draws_as_they_were(loaded):
    more = {
        "world.citizens.patience": "exponential(1 hour)",
        "world.travel.walk": "uniform(1 min, 9 min)",
        "world.counters.triage": "exponential(9 min)",
        "world.front.send": "exponential(9 min)",
        "world.online.fall_out": 0.0,
        "world.inspection.journey": "0 s",
    }
    pairs = zip(routed(loaded, "one-roof"), routed(everywhere(loaded, more), "one-roof"), strict=True)
    for one, other in pairs:
        np.testing.assert_array_equal(one.need, other.need)
        for kinds in ((Kind.ASSESS,), (Kind.INTAKE,), (Kind.COLLECT,), (Kind.FIX,)):
            assert works(one, *kinds) == works(other, *kinds)


SAME_WORK = {"world.papers.reassessment": 1.0, "levers.automated": 0.0, "world.reform.dip": 0.0}


@given(small_worlds(SAME_WORK), patterns)
def test_a_decision_is_the_same_work_for_the_same_citizen_under_every_pattern(loaded, pattern):
    usual, cases = routed(loaded, "technical-functional")[0], routed(loaded, pattern)[0]
    assert last_works(cases) == last_works(usual)


@given(small_worlds(), patterns)
def test_works_are_the_same_work_for_the_same_people_under_every_pattern(loaded, pattern):
    """Whoever decides, and also where a system does: authority moves no crew."""
    for cases, usual in zip(routed(loaded, pattern), routed(loaded, "technical-functional"), strict=True):
        assert works(cases, Kind.WORKS) == works(usual, Kind.WORKS)


@given(small_worlds(), patterns)
def test_papers_are_as_good_under_every_pattern(loaded, pattern):
    drafts, apart = routed(loaded, pattern), routed(loaded, "technical-functional")
    for one, other in zip(drafts, apart, strict=True):
        np.testing.assert_array_equal(one.papers, other.papers)
        np.testing.assert_array_equal(one.returns, other.returns)
        np.testing.assert_array_equal(one.need, other.need)


@given(small_worlds(), patterns)
def test_what_comes_back_is_mended_at_home_and_brought_before_it_is_judged_again(loaded, pattern):
    """A contact's next errand begins when its last is over and papers are mended at home; returns are answered."""
    run = ran(everywhere(loaded, NO_TIMERS), pattern)
    cases, log = run.cases, run.log
    begins, ends = np.full(len(cases.case), NONE), activity_ends(cases, log)
    first = log.attempt == 0
    begins[log.activity[first]] = log.enabled[first]
    mending = {(case, whose, bringing): a for a, case, whose, bringing in cells(cases, Kind.FIX)}
    next_stop = dict[int, int]()
    for a in np.flatnonzero(cases.in_person & (cases.errand & int(Errand.FIRST) == 0)).tolist():
        waited_for = cases.predecessors[cases.pred_ptr[a] : cases.pred_ptr[a + 1]].tolist()
        next_stop[max((b for b in waited_for if cases.in_person[b]), key=lambda b: ends[b])] = a
    tours: dict[tuple[int, str, int], int] = {}
    for a, case, whose, bringing in cells(cases, Kind.INTAKE, Kind.FORM):
        name, at, mark = whose.replace("~", "").partition("@")
        name = "front" if cases.slots[cases.slot[a]].kind is Kind.FORM else name
        tours[case, name + at + mark, bringing] = max(a, tours.get((case, name + at + mark, bringing), a))
    for (case, whose, bringing), a in tours.items():
        if bringing:
            # What a front held back and then sent on comes back by itself.
            before = next(w for w in (whose, whose.partition("@")[0]) if (case, w, bringing - 1) in tours)
            last = tours[case, before, bringing - 1]
            while last in next_stop:
                last = next_stop[last]
            over = ends[last]
            assert begins[a] >= over
            if (case, whose, bringing) in mending:
                fixed = mending[case, whose, bringing]
                assert over <= begins[fixed] <= ends[fixed] <= begins[a]
    judged = {(case, key, bringing): a for a, case, key, bringing in cells(cases, Kind.ASSESS)}
    again = [(case, key, bringing, a) for (case, key, bringing), a in judged.items() if bringing]
    for case, key, bringing, a in again:
        returned = judged.get((case, key, bringing - 1))
        brought = [t for (c, _whose, r), t in tours.items() if (c, r) == (case, bringing) and ends[t] <= begins[a]]
        assert brought
        if returned is not None:
            assert any(ends[returned] <= begins[t] for t in brought)


# --- ranks, timers, notice ------------------------------------------------------------------------------------------


@given(small_worlds(), patterns)
def test_timers_and_ranks_are_those_that_the_rules_give(loaded, pattern):
    """The vulnerable first in person; forwarded files behind under sectoral ego; deadlines for complete papers only."""
    world = world_of(loaded)
    row, who = loaded.scenario.rows()[pattern], citizens_of(world)
    way, powers = ways(world, row, who), loaded.scenario.levers.powers
    connected = [clearance.listed in world.connected for clearance in world.clearances]
    wired = loaded.scenario.world.front.connected or row.desk is Desk.PORTAL
    cases = route(world, row, who, (0.0,) * len(world.clearances))
    described = loaded.scenario.world
    keys = {clearance.key: i for i, clearance in enumerate(world.clearances)}

    def holds(power: str, n: int, i: int) -> bool:
        reach = getattr(powers, power) or getattr(row.powers, power)
        return {
            "always": True,
            "digital": bool(way.forward[n, i]) and wired and connected[i],
            "coordinated": bool(way.coordinated[n, i]),
            "granted": bool(way.granted[n, i]),
            "never": False,
        }[reach]

    def pays(queue: str, n: int) -> bool:
        return bool(who.pays[n]) and described.citizens.bribe_at in (queue, "both")

    last = {(n, key): bringing for n, key, bringing in sorted(works(cases, Kind.ASSESS))}
    columns = (
        getattr(cases, name).tolist() for name in ("slot", "case", "priority", "in_person", "patience", "deadline")
    )
    for number, n, priority, in_person, patience, deadline in zip(*columns, strict=True):
        slot = cases.slots[number]
        i = keys.get(slot.entity.removesuffix(AGAIN), -1)
        if in_person:
            usual = 0 if who.vulnerable[n] or not described.citizens.vulnerable_first else 1
            assert priority == (-1 if pays("counters", n) else usual)
            assert (patience > 0) == (described.citizens.patience is not None)
            assert deadline == NONE
            continue
        behind = i >= 0 and way.forward[n, i] and described.files.own_cases_first and not holds("own_rank", n, i)
        first = -1 if slot.kind is Kind.COMPLAINT else 0
        if slot.kind in (Kind.ASSESS, Kind.INSPECT, Kind.WORKS):
            first = -1 if pays("files", n) else int(behind)
        assert priority == first
        assert patience == NONE
        decides = slot.kind is Kind.ASSESS and last[n, slot.entity] == slot.bringing
        binds = decides and not slot.entity.endswith(AGAIN) and holds("deadline", n, i)
        limit = world.clearances[i].described.deadline if binds else None
        assert deadline == (limit.seconds if limit else NONE)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        pytest.param("one-roof", "detection", id="agencies judge"),
        pytest.param("council", "detection", id="who only lets the agencies judge does not judge"),
        pytest.param("letter-box", "detection_without_authority", id="a letter-box"),
        pytest.param("one-door", "detection_without_authority", id="a unit that forwards"),
        pytest.param("centralized", "detection_without_authority", id="coordinating authority is none to judge"),
        pytest.param("electronic", "detection_online", id="a form"),
    ],
)
def test_who_takes_papers_in_notices_defects_by_their_authority(pattern, key):
    off = {f"world.papers.{name}": 0.0 for name in ("detection", "detection_without_authority", "detection_online")}
    settings = off | {f"world.papers.{key}": 1.0, "world.clearances.*.incomplete": 0.5, "levers.coordinating": 1.0}
    rows = {key: {"title": {"en": "L", "id": "L"}} | OWN_ROWS[key] for key in ("council", "letter-box")}
    loaded = everywhere(plain_world(), settings | {"patterns": rows})
    assert missed_defects(loaded, pattern) == 0
    assert missed_defects(everywhere(loaded, {f"world.papers.{key}": 0.0}), pattern) > 0


def test_a_unit_notices_what_it_may_decide():
    settings = {"world.clearances.*.incomplete": 0.5, "world.papers.detection_without_authority": 0.0}
    for delegated, missed in [(0.0, True), (1.0, False)]:
        loaded = everywhere(plain_world(), settings | {"levers.delegated": delegated})
        assert (missed_defects(loaded, "one-door") > 0) == missed


def missed_defects(loaded: Loaded, pattern: str) -> int:
    """Assessments beyond the one that decides."""
    judged = works(routed(loaded, pattern)[0], Kind.ASSESS, Kind.AUTOMATE)
    return len(judged) - len({(n, key) for n, key, _bringing in judged})


def test_a_returned_assessment_takes_a_share_of_the_work():
    settings = {
        "world.clearances.*.incomplete": 1.0,
        "world.clearances.*.assessment": "1 hour",
        "world.papers.bringings": 2,
        "world.papers.reassessment": 0.25,
        "world.papers.reintake": 0.5,
    }
    for noticed, first, second in [(0.0, 3600, 900), (1.0, None, 3600)]:
        draft = routed(everywhere(plain_world(), settings | {"world.papers.detection": noticed}), "one-roof")[0]
        judged, taken_in = works(draft, Kind.ASSESS), works(draft, Kind.INTAKE)
        assert {judged.get((n, "b0", 0)) for n in range(len(draft.need))} == {first}
        assert {judged[n, "b0", 1] for n in range(len(draft.need))} == {second}
        assert {(taken_in[n, "b", 0], taken_in[n, "b", 1]) for n in range(len(draft.need))} == {(120, 60)}


@pytest.mark.parametrize(
    ("pattern", "powers", "moves"),
    [
        pytest.param("technical-functional", "never", 0, id="the citizen carries papers and decisions"),
        pytest.param("one-roof", "never", 11, id="home: 3 papers and 2 decisions out, 6 decisions back"),
        pytest.param("one-door", "never", 4, id="one file: out, on, on, back"),
        pytest.param("one-door", "always", 11, id="copies: 3 out, 6 decisions back, 2 letters"),
        pytest.param("centralized", "coordinated", 11, id="coordinated: copies"),
        pytest.param("centralized", "never", 4, id="a coordinator without that power: one file"),
        pytest.param("electronic", "never", 4, id="files on-line move as well"),
    ],
)
def test_hand_offs(pattern, powers, moves):
    """Six decisions in a chain, two to an agency; two of them are needed by another agency."""
    loaded = everywhere(plain_world(), {"levers.powers.side_by_side": powers, "levers.coordinating": 1.0})
    assert set(measures(ran(loaded, pattern))["handoffs"].tolist()) == {moves}


def test_the_way_between_counters():
    """From home, then from counter to counter: in journeys where agencies stand apart.

    On the first tour to three counters, twice to one counter for a decision and on to the next with it, and to three
    for what is left; with a unit only there and back.
    """
    travel = {"home_to_office": "40 min", "home_to_centre": "25 min", "between_offices": "15 min", "walk": "2 min"}
    settings = {f"world.travel.{name}": length for name, length in travel.items()} | {
        "world.agencies.a.wrong_door": 0.5
    }
    expected = {"technical-functional": 4 * 40 + 6 * 15, "one-roof": 4 * 25 + 6 * 2, "one-door": 2 * 25}
    for pattern, minutes in expected.items():
        run = ran(everywhere(plain_world(), settings), pattern)
        lags = np.bincount(run.cases.case, weights=run.cases.lag)
        wrong = [case for _activity, case, _entity, _bringing in cells(run.cases, Kind.TRIAGE)]
        triages = np.bincount(np.array(wrong, dtype=np.int64), minlength=len(lags))
        assert (lags == 60 * (minutes + 15 * triages)).all()
        assert triages.any() == (pattern == "technical-functional")


# --- both meanings of agency count -----------------------------------------------------------------------------------


def plain_world(agencies: int = 3, each: int = 2) -> Loaded:
    """Agencies a, b, c..., each with clearances like a0, a1; a1 comes after the next agency's a0, as b0 after a1..."""
    title = {"en": "Plain", "id": "Polos"}
    names = "abcdefgh"[:agencies]
    keys = [f"{name}{i}" for name in names for i in range(each)]
    clearances = {
        key: {
            "title": title,
            "agency": key[0],
            "assessors": 2,
            "assessment": f"exponential({i + 1} min)",
            "after": keys[i - 1 : i],
        }
        for i, key in enumerate(keys)
    }
    offices = {
        name: {"title": title, "counters": 4, "intake": f"{i + 1} min", "collection": "1 min", "connected": i == 0}
        for i, name in enumerate(names)
    }
    return from_tree(
        {
            "title": title,
            "about": title,
            "world": {
                "start": "2026-01-05",
                "citizens": {"need": "8 per day"},
                "agencies": offices,
                "clearances": clearances,
                "permits": {"p": {"title": title}},
            },
            "run": {"warm_up": "1 day", "cohort": "1 day", "run_out": "1 day"},
        },
        "plain",
    )


def chained(number: int) -> World:
    return world_of(everywhere(plain_world(), {"levers.agencies": number, "levers.agencies_mode": "chain"}))


def test_a_chain_of_fewer_agencies_drops_the_rest_and_who_waited_for_them_waits_no_more():
    world = chained(2)
    assert [agency.key for agency in world.agencies] == ["a", "b"]
    assert {c.key: [world.clearances[i].key for i in c.after] for c in world.clearances} == {
        "a0": [],
        "a1": ["a0"],
        "b0": ["a1"],
        "b1": ["b0"],
    }


def test_a_dropped_agency_vanishes_from_after():
    loaded = everywhere(plain_world(), {"world.clearances.a0.after": ["b1"], "world.clearances.b0.after": []})
    world = world_of(everywhere(loaded, {"levers.agencies": 1, "levers.agencies_mode": "chain"}))
    assert [(c.key, c.after) for c in world.clearances] == [("a0", ()), ("a1", (0,))]


def test_a_chain_of_more_agencies_repeats_them_with_fresh_luck_and_their_own_order():
    world = chained(8)
    assert [agency.key for agency in world.agencies] == ["a", "b", "c", "a-2", "b-2", "c-2", "a-3", "b-3"]
    assert [c.key for c in world.clearances][6:] == [
        "a0-2",
        "a1-2",
        "b0-2",
        "b1-2",
        "c0-2",
        "c1-2",
        "a0-3",
        "a1-3",
        "b0-3",
        "b1-3",
    ]
    after = {c.key: [world.clearances[i].key for i in c.after] for c in world.clearances}
    assert after["b0-2"] == ["a1-2"]
    assert after["a0-2"] == []
    assert [world.agencies[c.agency].key for c in world.clearances][-1] == "b-3"
    who = citizens_of(world)
    assert who.needs.all()
    draft = route(world, PATTERNS["technical-functional"], who, (0.0,) * len(world.clearances))
    found = works(draft, Kind.ASSESS)
    first, again = ([found[n, key, 0] for n in range(len(who))] for key in ("c1", "c1-2"))
    assert first != again
    listed = works(routed(plain_world(), "technical-functional")[0], Kind.ASSESS)
    assert all(found[key] == seconds for key, seconds in listed.items())


@pytest.mark.parametrize(
    ("number", "names"),
    [
        pytest.param(3, ["a", "b", "c"], id="as listed"),
        pytest.param(2, ["a+b", "c"], id="the two neighbours with least work merge"),
        pytest.param(1, ["a+b+c"], id="all"),
        pytest.param(4, ["a/a", "a/b", "b", "c"], id="the one with most clearances is divided, the first of equals"),
        pytest.param(6, ["a/a", "a/b", "b/a", "b/b", "c/a", "c/b"], id="one clearance each"),
    ],
)
def test_merging_goes_by_load_and_splitting_by_clearances(number, names):
    world = world_of(everywhere(plain_world(), {"levers.agencies": number}))
    assert [agency.key for agency in world.agencies] == names


def test_offices_that_never_close_may_have_fewer_staff_at_night():
    loaded = everywhere(plain_world(), {"world.agencies.*.present": {"00:00-06:00": 0.25}})
    run = ran(loaded, "one-roof")
    assert measures(run)["granted"].all()


def test_a_share_of_the_staff_is_rounded_up_to_people():
    _hours, _times, counts = staffed(Hours.of([(0, 7200)]), 100, {((0, 3600),): 0.07}, 86_400)
    assert counts.tolist() == [7, 100, 0]


def test_a_counter_whose_staff_never_come_is_refused():
    loaded = everywhere(plain_world(), {"world.agencies.b.present": {"00:00-24:00": 0.0}})
    with pytest.raises(BadInput, match="counter:b"):
        staffing(build(loaded.scenario), PATTERNS["one-roof"])


def test_agencies_that_cannot_be_made_are_refused():
    with pytest.raises(BadInput, match=r"levers\.agencies = 7"):
        build(everywhere(plain_world(), {"levers.agencies": 7}).scenario)


def test_a_file_around_the_agencies_does_not_wait_for_a_joint_visit_that_waits_for_the_file():
    settings = {
        "world.clearances.*.inspectors": 2,
        "world.clearances.*.inspection": "1 hour",
        "world.clearances.*.incomplete": 0.5,
        "world.clearances.*.after": [],
        "world.papers.detection_without_authority": 0.0,
        "world.inspection.team": 1,
        "world.inspection.team_donors": ["a0", "a1"],
        "levers.powers.joint_inspection": "always",
    }
    assert measures(ran(everywhere(plain_world(), settings), "one-door"))["granted"].all()


# --- carriage, authority and agencies, where nobody queues ------------------------------------------------------------

COMPLETE = {"world.clearances.*.incomplete": 0.0}
NO_COUNTER_WORK: dict[str, Any] = {
    "world.agencies.*.intake": "0 s",
    "world.agencies.*.collection": "0 s",
    "world.agencies.*.wrong_door": 0.0,
    "world.agencies.*.wrong_counter": 0.0,
    "world.information.staff": 0,
    "world.counters.glance": "0 s",
    "world.front.registration": "0 s",
    "world.front.send": "0 s",
    "world.front.chase": "0 s",
    "world.front.assemble": "0 s",
}
NO_WAYS = dict.fromkeys((f"world.travel.{way}" for way in ("home_to_office", "home_to_centre", "walk")), "0 s") | {
    "world.travel.between_offices": "0 s"
}
CITIZENS_ONLY = {"world.clearances.*.own_cases": None}
BY_THEMSELVES = {"levers.powers.joint_inspection": "never", "levers.powers.deadline": "never"}
QUIET = NO_QUEUES | COMPLETE | CITIZENS_ONLY | BY_THEMSELVES
# Lengths of time that nobody has a luckier draw of.
CONSTANT = {
    "world.files.between_buildings": "5 hours",
    "world.files.within_building": "2 hours",
    "world.files.digital": "1 hour",
    "world.files.assignment": "3 hours",
    "world.files.signature": "4 hours",
    "world.notice": "7 hours",
    "world.carry.letter": None,
    "world.agencies.*.assignment": None,
    "world.agencies.*.signature": None,
    "world.clearances.*.signature": None,
    "world.front.assignment": None,
    "world.front.signature": None,
}


def sojourns(loaded: Loaded, pattern: str) -> Ints:
    """Sojourn of every case in seconds; everybody is granted."""
    found: Ints = measures(ran(loaded, pattern))["sojourn_time"]
    assert (found >= 0).all()
    return found


def contacts(cases: Cases) -> Ints:
    """Contacts of each case, each of which takes a second at least, shape (C,)."""
    count: Ints = np.bincount(cases.case[cases.in_person], minlength=len(cases.need))
    return count


def longest(cases: Cases, way: str) -> Ints:
    """The longest hand-off whose name begins so, in seconds, shape (C,)."""
    found = np.zeros(len(cases.need), dtype=np.int64)
    for a, case, entity, _bringing in cells(cases, Kind.HANDOFF):
        if entity.startswith(way):
            found[case] = max(found[case], cases.work[a])
    return found


LETTERS = QUIET | NO_COUNTER_WORK | NO_WAYS | CONSTANT | {"world.carry.by": "letter", "world.front.signature": "0 s"}
LETTERS |= {"world.reform.dip": 0.0, "world.clearances.*.papers_in": "at once", "levers.powers.side_by_side": "always"}
LETTERS |= {f"world.{body}.collection_by": None for body in ("agencies.*", "front", "permits.*")}


@given(small_worlds(LETTERS))
@settings(max_examples=15)
def test_equal_carriage(loaded):
    """A letter-box is slower than agencies that write to each other by its longest way out and back, at most."""
    apart, unit = ran(loaded, "technical-functional"), ran(loaded, "letter-box")
    more = measures(unit)["sojourn_time"] - measures(apart)["sojourn_time"]
    ways_of_files = longest(unit.cases, "to-") + longest(unit.cases, "from-")
    assert (more <= ways_of_files + contacts(unit.cases)).all()
    assert (more >= -contacts(apart.cases)).all(), "nor is it faster"


INSIDE = QUIET | CONSTANT | {"world.clearances.*.not_grantable": [], "levers.cross_training": 0.0}
INSIDE |= {"world.front.one_application": True}


@given(small_worlds(INSIDE), shares)
@settings(max_examples=15)
def test_a_real_door_is_never_slower_than_itself_with_less_authority(loaded, authority):
    """Case by case, the unit's signature being no longer than an agency's."""
    less = everywhere(loaded, {"levers.delegated": authority})
    real = everywhere(loaded, {"levers.delegated": 1.0})
    assert (sojourns(real, "one-door") <= sojourns(less, "one-door")).all()


MERGED = QUIET | NO_COUNTER_WORK | CONSTANT | {"world.agencies.*.back_office": None, "levers.agencies": None}


@given(
    small_worlds(MERGED | NO_WAYS),
    st.tuples(st.integers(1, 6), st.integers(1, 6)).map(sorted),
    st.sampled_from(["technical-functional", "one-roof", "mall"]),
)
@settings(max_examples=15)
def test_more_agencies_never_shorten_a_sojourn_under_visits(loaded, numbers, pattern):
    """Citizens live next door, so that an errand is over in the second that a contact takes."""
    fewer, more = (
        ran(everywhere(loaded, {"levers.agencies": n, "levers.agencies_mode": "merge"}), pattern) for n in numbers
    )
    shorter = measures(fewer)["sojourn_time"] - measures(more)["sojourn_time"]
    assert (shorter <= contacts(fewer.cases)).all()


# What a clearance is, wherever its agency's counters are.
def attributes(world: World, row: Pattern) -> dict[str, tuple[Any, ...]]:
    """Of each clearance: what the file says, its agency's other attributes, its people's hours, whether it is data."""
    flow = Flow(world, row, citizens_of(world), (0.0,) * len(world.clearances))
    posts = {post.name: post for post in Roster(world, row, ()).posts}
    found = {}
    for i, clearance in enumerate(world.clearances):
        agency = world.intake_agencies[clearance.origin]
        own = (agency.assignment, agency.signature, agency.signed_on, agency.back_office, agency.connected)
        people = [
            (post.hours, post.servers)
            for post in (posts[f"{role}:{clearance.key}"] for role in (Role.ASSESSORS, Role.INSPECTORS))
        ]
        others = tuple(sorted(world.clearances[j].key for j in clearance.after))
        at_home, data = flow.seat(i) == CENTRE, flow.digital(i, i)
        found[clearance.key] = (clearance.described, own, people, others, at_home, data, world.rate(i))
    return found


def counter_seconds(world: World) -> float:
    """Counter seconds a week, of all agencies."""
    crews = [crews for agency in world.agencies for crews in (agency.crews, agency.handing)]
    return sum(staffed_seconds(world, own, ((0, sum(crew.people for crew in own)),)) for own in crews)


@given(small_worlds({"levers.agencies": None}), st.data(), st.integers(1, 6), st.sampled_from(["one-roof", "one-door"]))
@settings(max_examples=15)
def test_merging_with_nothing_else_changed_moves_no_attribute_of_a_clearance(loaded, data, number, pattern):
    """Whatever the order in which a file lists agencies and clearances; people and their hours stay."""
    in_order = list(loaded.scenario.world.clearances)  # which are connected by the lever is the file's order else
    loaded = loaded.change({"levers.order.connected": in_order})
    row = loaded.scenario.rows()[pattern]
    listed = world_of(loaded)
    tree = {**loaded.tree, "world": dict(loaded.tree["world"])}
    for table in ("agencies", "clearances"):
        keys = data.draw(st.permutations(list(tree["world"][table])))
        tree["world"][table] = {key: loaded.tree["world"][table][key] for key in keys}
    merged = world_of(
        everywhere(from_tree(tree, "small"), {"levers.agencies": number, "levers.agencies_mode": "merge"})
    )
    assert len(merged.agencies) == number
    assert attributes(merged, row) == attributes(listed, row)
    assert sum(agency.counters for agency in merged.agencies) == sum(agency.counters for agency in listed.agencies)
    assert counter_seconds(merged) == pytest.approx(counter_seconds(listed))


# --- mornings, nights and journeys -----------------------------------------------------------------------------------

OFFICE_HOURS = {
    "world.agencies.*.hours": "office",
    "world.front.hours": "office",
    "world.working_days": "office",
    "world.citizens.arrival_spread": "3 hours",
    "levers.unlimited_staff": True,
}


@given(small_worlds(NO_TIMERS | OFFICE_HOURS), patterns, st.integers(1, 86_400))
@settings(max_examples=15)
def test_who_needs_earlier_is_never_served_later_because_of_their_time_of_the_morning(loaded, pattern, earlier):
    """Whoever needs at 16:01, and at 07:31 the next day with the same luck, is first served no later."""
    run = ran(loaded, pattern)
    first = [first_service(cases, choose("auto").run(cases)) for cases in (run.cases, put_off(run.cases, earlier))]
    assert (first[0] <= first[1]).all()


def put_off(cases: Cases, by: int) -> Cases:
    """The same cases, all needs so many seconds later."""
    return replace(cases, need=cases.need + by)


def first_service(cases: Cases, log: Log) -> Ints:
    """When somebody first serves each case in person; the need where nobody does."""
    begun = np.where(cases.in_person[log.activity] & (log.started != NONE), log.started, np.iinfo(np.int64).max)
    first = np.full(len(cases.need), np.iinfo(np.int64).max)
    np.minimum.at(first, log.case, begun)
    return np.where(first == np.iinfo(np.int64).max, cases.need, first)


WORKING = {
    "world.working_days": "office",
    "world.files.between_buildings": "triangular(1 working day, 1 working day, 3 working days)",
    "world.files.within_building": "0.3 working days",
    "world.files.assignment": "1 working day",
    "world.files.signature": "0.7 working days",
    "world.papers.fix": "2 working days",
}


@given(small_worlds(WORKING), patterns)
@settings(max_examples=15)
def test_what_takes_working_days_ends_while_offices_are_open(loaded, pattern):
    run = ran(loaded, pattern)
    office = run.world.hours("office")
    clocks = np.array([pool.role is Role.CLOCK for pool in run.cases.pools] + [False])[run.log.pool]
    over = run.log.completed[clocks & (run.log.ended_by == EndedBy.SERVED)]
    k = np.searchsorted(office.closes, over)  # the day's last second is one of it
    assert ((office.opens[k] < over) & (over <= office.closes[k])).all()


JOURNEYS = {
    "world.travel.home_to_office": "30 min",
    "world.travel.home_to_centre": "20 min",
    "world.travel.between_offices": "10 min",
    "world.travel.walk": "0 s",
}


@given(small_worlds(JOURNEYS), patterns)
@settings(max_examples=15)
def test_every_journey_that_is_paid_is_a_trip(loaded, pattern):
    """And nothing else is: the citizen's whereabouts, step by step, from the log alone."""
    run = ran(loaded, pattern)
    cases, log = run.cases, run.log
    trips, ends = np.zeros(len(cases.need), dtype=np.int64), activity_ends(cases, log)
    buildings, at = [pool.building for pool in cases.pools], dict[int, int]()
    columns = (getattr(log, name).tolist() for name in ("case", "enabled", "activity", "attempt", "pool"))
    for case, _enabled, a, attempt, pool in sorted(zip(*columns, strict=True)):
        if not cases.in_person[a]:
            continue
        from_home = bool(attempt or cases.errand[a] & int(Errand.FIRST))
        if not from_home:  # whoever walks on, unless the place is closed for the day when they come
            waited_for = cases.predecessors[cases.pred_ptr[a] : cases.pred_ptr[a + 1]]
            left = max(ends[b] for b in waited_for if cases.in_person[b])
            from_home = bool(cases.pools[pool].hours.closed_for_the_day(np.array([left + int(cases.lag[a])]))[0])
        trips[case] += from_home or buildings[pool] != at[case]
        assert from_home or (cases.lag[a] > 0) == (buildings[pool] != at[case])
        at[case] = buildings[pool]
    np.testing.assert_array_equal(measures(run)["trips"], trips)

"""Head-count, desks and their donors: who gives whom, whom that squeezes, and who cannot be found."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.strategies import lists, sampled_from

from tests.places import TWO_AGENCIES
from tests.small_worlds import everywhere, small_worlds, world_of
from tests.staffing.cities import city
from wogsim.contract.cases import STAFFED, Role
from wogsim.contract.hours import DAY, Hours
from wogsim.errors import BadInput
from wogsim.explorer.levers import needs
from wogsim.patterns import PATTERNS
from wogsim.replication.prepare import prepare
from wogsim.scenario.reading import load
from wogsim.staffing.front import EASY, limit, usual
from wogsim.staffing.people import staffing
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.pools import pools
from wogsim.staffing.roster import Roster, Unstaffed
from wogsim.studies.comparison.run import compare
from wogsim.studies.journey.run import journey

GOOD = Path(TWO_AGENCIES)
FUNCTIONAL = PATTERNS["technical-functional"]


def staff_under(loaded, key):
    plan = prepare(loaded.change({"levers.patterns": [key]}))
    return plan.patterns[0][1]


def people(staff, *roles):
    return {post.name: post.servers for post in staff.posts if post.role in roles}


def test_a_share_of_the_desk_is_present_at_some_hours():
    """Of a desk's three people two are there before ten, as half of three is rounded up, and all until three."""
    loaded = city({"land": 6, "works": 6}, "14 per working day", {"world.front.present": {"08:00-10:00": 0.5}})
    loaded = loaded.change({"levers.patterns": ["one-door"], "levers.staff.one-door": {"desk": 3}})
    plan = prepare(loaded)
    (row, staff), hour = plan.patterns[0], 3_600
    [desk] = [pool for pool in pools(plan.world, row, staff, Hours.always()) if pool.role is Role.DESK]
    steps = list(zip(desk.step_times.tolist(), desk.step_servers.tolist(), strict=True))
    assert steps[:3] == [(8 * hour, 2), (10 * hour, 3), (15 * hour, 0)]


LENT = {"from": "2027-01-06", "until": "2027-01-07", "people": 1, "out_of": "counter:land"}


def test_people_are_lent_for_some_days_and_back():
    """Wednesday and Thursday of the first week: one of two counter staff of land assesses at works, which has four."""
    loaded = city({"land": 2, "works": 2}, "6 per working day")
    loaded = loaded.change({"levers.secondments": [{**LENT, "into": "assessors:works-permit"}]})
    plan = prepare(loaded.change({"levers.patterns": ["technical-functional"]}))
    row, staff = plan.patterns[0]
    made = {pool.name: pool for pool in pools(plan.world, row, staff, Hours.always())}
    assert at_nine(made["counter:land"]) == [2, 2, 1, 1, 2]
    assert at_nine(made["assessors:works-permit"]) == [4, 4, 5, 5, 4]
    assert at_nine(made["counter:works"]) == [2] * 5
    assert staff.head_count == 2 + 2 + 4 + 4


def test_who_is_lent_in_the_night_leaves_at_midnight():
    """Always open: the doors stay open where somebody is left, and close where nobody is."""
    always = {"world.agencies.land.hours": "always", "world.agencies.works.hours": "always"}
    lent = [{**LENT, "into": "counter:works"}, {**LENT, "people": 1, "until": "2027-01-06", "into": "counter:works"}]
    loaded = city({"land": 2, "works": 2}, "6 per working day", always | {"levers.secondments": lent})
    plan = prepare(loaded.change({"levers.patterns": ["technical-functional"]}))
    made = {pool.name: pool for pool in pools(plan.world, *plan.patterns[0], Hours.always())}
    land, works = made["counter:land"], made["counter:works"]
    assert (land.step_times[:4] // DAY).tolist() == [0, 2, 3, 4]
    assert land.step_servers[:4].tolist() == [2, 0, 1, 2]
    assert (land.hours.opens[0], land.hours.closes[0]) == (0, 2 * DAY)
    assert land.hours.opens[1] == 3 * DAY
    assert works.step_servers[:4].tolist() == [2, 4, 3, 2]
    assert len(works.hours.opens) == 1


def test_nobody_lends_people_whom_they_have_not():
    loaded = city({"land": 2, "works": 2}, "6 per working day", {"levers.patterns": ["technical-functional"]})
    three = {"levers.secondments": [{**LENT, "people": 3, "into": "counter:works"}]}
    with pytest.raises(Unstaffed, match=r"levers\.secondments.*counter:land has 2 people"):
        prepare(loaded.change(three))
    with pytest.raises(BadInput, match=r"levers\.secondments.*no pool 'counter:work'.*Did you mean 'counter:works'"):
        prepare(loaded.change({"levers.secondments": [{**LENT, "into": "counter:work"}]}))
    with pytest.raises(BadInput, match=r"levers\.secondments\.until = '2027-01-05'.*2027-01-06"):
        loaded.change({"levers.secondments": [{**LENT, "into": "counter:works", "until": "2027-01-05"}]})


def at_nine(pool):
    """How many are present at nine o'clock of each day of the first week."""
    nine = np.arange(5) * DAY + 9 * 3_600
    return pool.step_servers[np.searchsorted(pool.step_times, nine, side="right") - 1].tolist()


class TestWhoGives:
    def test_idle_counters_give_before_busy_ones(self):
        """Two agencies have no visitors left: they give all, and nobody else is asked as long as they can."""
        new_user = city(
            {"land": 2, "works": 2, "environment": 2, "fire": 2, "health": 2},
            "14 per working day",
            {"levers.coordinating": 0.4},
        )
        staff = staff_under(new_user, "centralized")
        assert people(staff, Role.COUNTER, Role.DESK) == {
            "counter:land": 0,
            "counter:works": 0,
            "counter:environment": 2,
            "counter:fire": 2,
            "counter:health": 2,
            "desk": 4,
        }
        assert not staff.idle

    def test_who_is_squeezed_is_said_with_both_loads(self):
        """One of two leaves, so that the other is busy 2/3 of the time instead of a third."""
        tight = city({"land": 2, "works": 2}, "14 per working day", {"levers.patterns": ["one-roof", "centralized"]})
        staff = staff_under(tight, "centralized")
        (found,) = staff.squeezed
        assert (found.before, found.now) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
        assert found.pool == "counter:land"
        (said,) = [line for line in compare(tight).warnings() if "squeezes" in line]
        assert said == (
            "Centralized: people are short, which squeezes counter: City "
            "(busy 66.7\N{NO-BREAK SPACE}% of the time instead of 33.3\N{NO-BREAK SPACE}%)"
        )

    def test_a_desk_grows_no_further_than_whom_it_takes_from(self):
        """It has 2.2 people's work; a fifth clerk would leave a counter busier than the desk."""
        tight = city(dict.fromkeys(("a", "b", "c", "d", "e"), 2), "14 per working day", {"levers.coordinating": 0.4})
        staff = staff_under(tight, "centralized")
        desk = next(post for post in staff.posts if post.role is Role.DESK)
        counters = [post for post in staff.posts if post.role is Role.COUNTER and post.load]
        assert all(desk.load / desk.servers < post.load / (post.servers - 1) for post in counters)

    def test_who_has_no_work_is_noted(self):
        idle = staff_under(city({"a": 3, "b": 3}, "3 per working day", {"levers.automated": 1.0}), "electronic")
        assert sum(post.servers for post in idle.idle if post.role is Role.COUNTER) == 6
        result = compare(city({"a": 3, "b": 3}, "9 per working day", {"levers.patterns": ["electronic"]}))
        assert "squeezed" not in str(result.warnings())


class TestOneCounterEach:
    """Three agencies with one counter each are not refused altogether."""

    def test_whose_visitors_go_to_the_unit_goes_too(self):
        three = city({"a": 1, "b": 1, "c": 1}, "5 per working day")
        staff = staff_under(three, "one-door")
        assert people(staff, Role.COUNTER, Role.DESK, Role.OFFICERS) == {
            **{"counter:a": 0, "counter:b": 0, "counter:c": 0},
            **{"desk": 3, "officers": 0},
        }
        sends = three.change({"world.front.send": "10 min"})
        assert people(staff_under(sends, "one-door"), Role.DESK, Role.OFFICERS) == {"desk": 2, "officers": 1}

    def test_where_everybody_has_visitors_the_row_is_left_out_and_the_others_run(self):
        three = city({"a": 1, "b": 1, "c": 1}, "5 per working day")
        plan = prepare(three)
        assert [row.key for row, _staff in plan.patterns] == [
            "technical-functional",
            "one-roof",
            "one-door",
            "electronic",
        ]
        assert list(plan.left_out) == ["centralized"]
        assert "desk needs 1 person" in plan.left_out["centralized"]
        result = compare(three)
        assert result.keys == ("technical-functional", "one-roof", "one-door", "electronic")
        assert result.left_out == plan.left_out
        (said,) = [line for line in result.warnings() if "left out" in line]
        assert said.startswith("Centralized is left out: desk needs 1 person, and the agencies' counters")
        assert journey(three).lines()[-1] == said


class TestWhoCannotBeFound:
    def test_if_no_row_can_be_staffed_it_is_an_error(self):
        three = city({"a": 1, "b": 1, "c": 1}, "5 per working day")
        with pytest.raises(BadInput, match=r"centralized: desk needs 1 person.*1 missing"):
            compare(three, patterns=["centralized"], replications=1)
        with pytest.raises(BadInput, match=r"one-door: officers needs 9 people, .* spare only 2.*7 missing"):
            compare(three, patterns=["one-door"], settings={"levers.case_officers": 9, "world.front.send": "10 min"})

    def test_a_pool_that_never_opens(self):
        nobody = city({"a": 2}, "5 per working day", {"world.front.send": "10 min"})
        with pytest.raises(BadInput, match="one-door: officers has work but no staff"):
            compare(nobody.change({"levers.staff": {"one-door": {"officers": 0}}}), patterns=["one-door"])

    def test_a_slip_of_the_pen_is_no_row_that_cannot_be_staffed(self):
        slip = city({"a": 2}, "5 per working day", {"levers.staff": {"one-door": {"oficers": 2}}})
        with pytest.raises(BadInput, match="Did you mean 'officers'"):
            prepare(slip)


class TestStatedPools:
    def test_how_many_more_or_fewer_they_make_is_said(self):
        four = city({"a": 3, "b": 3}, "9 per working day", {"levers.staff": {"one-door": {"desk": 4}}})
        plan = prepare(four)
        assert {row.key: staff.added for row, staff in plan.patterns if staff.added} == {"one-door": 4}
        (said,) = [line for line in compare(four).warnings() if "levers.staff" in line]
        assert said == "One-door: stated pools (levers.staff) make 4 people more than usual: 18 instead of 14"
        fewer = four.change({"levers.staff": {"all": {"assessors:a-permit": 1}}, "levers.patterns": ["one-roof"]})
        assert "make 3 people fewer than usual: 11 instead of 14" in str(compare(fewer).warnings())


class TestUsualLoad:
    def test_without_counter_work_a_desk_is_as_busy_as_is_easy(self):
        """Nobody's load says what is usual."""
        world = world_of(city({"a": 2, "b": 2}, "9 per working day"))
        nothing = Roster(world, FUNCTIONAL, [0.0] * len(Roster(world, FUNCTIONAL, ()).posts))
        assert usual(nothing).all == EASY
        nobody = Roster(world, FUNCTIONAL, Pilot(world).works(FUNCTIONAL, (0.0, 0.0)))
        nobody.posts = [post for post in nobody.posts if post.role is not Role.COUNTER]
        assert usual(nobody).all == EASY


def test_overload_is_a_warning_that_names_the_pool_and_its_load():
    result = compare(
        load(GOOD), patterns=["one-roof"], replications=1, settings={"world.clearances.b1.assessment": "4 hours"}
    )
    said = " ".join(result.warnings())
    assert "One-roof: overloaded are assessors: B1 (" in said


@pytest.mark.usefixtures("loosely_known")
@given(small_worlds(), lists(sampled_from([0.5, 1.0, 2.0]), min_size=9, max_size=9))
@settings(max_examples=5)
def test_what_applicants_have_taught_holds_however_many_come(loaded, times):
    """And where one need grows and another does not, other applicants come, from whom it is learnt anew."""
    pilot = Pilot(world_of(loaded))
    nobody = (0.0,) * len(pilot.world.clearances)
    rows = [PATTERNS[key] for key in ("one-door", "electronic")]
    for row in rows:
        pilot.works(row, nobody)
    more = dict(zip(needs(loaded.scenario), times, strict=False))
    world = world_of(loaded.change({path: rate.times(factor) for (path, rate), factor in more.items()}))
    moved, anew = pilot.moved(world), Pilot(world)
    for row in rows:
        assert moved.works_of_run(row, nobody) == anew.works_of_run(row, nobody)
        assert moved.visits(row, nobody) == anew.visits(row, nobody)
        assert moved.activities(row, nobody) == anew.activities(row, nobody)


@pytest.mark.usefixtures("loosely_known")
@given(small_worlds())
@settings(max_examples=8)
def test_who_works_where(loaded):
    """Whole people, as many under every pattern, each in one place; donors give within limits, or it is said."""
    world = world_of(everywhere(loaded, {"world.clearances.*.assessors": 4}))
    pilot, nobody = Pilot(world), (0.0,) * len(world.clearances)
    before = usual(Roster(world, FUNCTIONAL, pilot.works(FUNCTIONAL, nobody)))
    head_counts = set()
    for row in world.scenario.rows().values():
        try:
            staff = staffing(world, row, pilot)
        except Unstaffed:
            continue
        head_counts.add(staff.head_count)
        assert staff.added == 0
        roster = Roster(world, row, pilot.works(row, staff.generalists))
        listed = {post.name: post.servers for post in roster.posts}
        given = [donor for post in staff.posts for donor in post.donors]
        squeezed = {found.pool for found in staff.squeezed}
        for i, post in enumerate(staff.posts):
            if post.role not in STAFFED:
                continue
            assert post.servers == listed[post.name] - given.count(post.name) + len(post.donors) >= 0
            if post.role is Role.COUNTER and post.name in given:
                busy = roster.load(i, post.servers) / max(post.servers, 1)
                assert (busy > limit(before.of[i])) == (post.name in squeezed)
        busy_donors = {post.name for post in staff.posts if post.role is Role.COUNTER and post.load} & set(given)
        if busy_donors and not world.scenario.levers.redeploy:
            assert not [post.name for post in staff.idle if post.role is Role.COUNTER]
    assert len(head_counts) == 1

"""An assessor sits in one place, at home or in the front unit."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.small_worlds import ran, small_worlds, staff_of, world_of
from tests.staffing.cities import city
from wogsim.contract.cases import Kind, Role
from wogsim.replication.prepare import prepare
from wogsim.staffing.names import pool_title
from wogsim.staffing.roster import Unstaffed

HALF = {"levers.grant.by": "case", "levers.delegated": 0.5, "levers.patterns": ["one-door"]}


def seats(staff):
    return {post.name: post.servers for post in staff.posts if post.role in (Role.ASSESSORS, Role.SECONDED)}


def under_one_door(need, changes):
    plan = prepare(city({"a": 3}, need, HALF | changes))
    return plan, plan.patterns[0][1]


def test_whole_people_by_expected_work():
    assert seats(under_one_door("9 per working day", {})[1]) == {"assessors:a-permit": 2, "seconded:a-permit": 2}
    assert seats(under_one_door("9 per working day", {"levers.delegated": 0.8})[1]) == {
        "assessors:a-permit": 1,
        "seconded:a-permit": 3,
    }
    everything = under_one_door("9 per working day", {"levers.delegated": 1.0})[1]
    assert seats(everything) == {"assessors:a-permit": 0, "seconded:a-permit": 4}
    nothing = under_one_door("9 per working day", {"levers.delegated": 0.0})[1]
    assert seats(nothing) == {"assessors:a-permit": 4, "seconded:a-permit": 0}


def test_each_seat_with_work_has_somebody():
    assert seats(under_one_door("9 per working day", {"levers.delegated": 0.01})[1])["seconded:a-permit"] == 1
    assert seats(under_one_door("9 per working day", {"levers.delegated": 0.99})[1])["assessors:a-permit"] == 1


def test_hours_and_donors_are_those_of_the_assessors():
    plan, staff = under_one_door("9 per working day", {})
    seconded = next(post for post in staff.posts if post.role is Role.SECONDED)
    assert (seconded.hours, seconded.donors) == ("office", ("assessors:a-permit",) * 2)
    assert pool_title(seconded, plan.world) == "seconded assessors: City"


def test_generalists_come_from_those_who_sit_inside():
    staff = under_one_door("9 per working day", {"levers.cross_training": 0.5})[1]
    assert seats(staff) == {"assessors:a-permit": 2, "seconded:a-permit": 1}
    generalists = next(post for post in staff.posts if post.role is Role.GENERALISTS)
    assert (generalists.servers, generalists.donors) == (1, ("assessors:a-permit",))
    assert staff.generalists == (0.5,)


def test_fewer_people_than_seats():
    alone = {"world.clearances.a-permit.assessors": 1}
    with pytest.raises(Unstaffed, match=r"one-door: a-permit is assessed in 2 places.* has 1 assessor"):
        under_one_door("9 per working day", alone)
    one_more = {**alone, "levers.staff": {"one-door": {"seconded:a-permit": 1}}}
    staff = under_one_door("9 per working day", one_more)[1]
    assert seats(staff) == {"assessors:a-permit": 1, "seconded:a-permit": 1}
    assert staff.added == 1


@pytest.mark.usefixtures("loosely_known")
@given(small_worlds({"world.clearances.*.assessors": 4, "world.clearances.*.needed": 1.0, "levers.delegated": 0.5}))
@settings(max_examples=12)
def test_what_the_unit_decides_is_assessed_by_who_sits_there(loaded):
    run = ran(loaded, "one-door")
    staff = staff_of(world_of(loaded), run.row)
    inside = {Role.SECONDED, Role.GENERALISTS}
    assess = np.flatnonzero([run.cases.slots[slot].kind is Kind.ASSESS for slot in run.cases.slot])
    assess = assess[run.cases.work[assess] > 0]  # what is no work needs nobody
    for pool in np.unique(run.cases.pool[assess]).tolist():
        assert run.cases.pools[pool].role in {*inside, Role.ASSESSORS}
        assert staff.posts[pool].servers > 0, "nobody works where nobody sits"

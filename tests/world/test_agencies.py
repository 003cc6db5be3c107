"""Agencies after the agency-count lever, and the front between them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places import TWO_AGENCIES
from tests.small_worlds import everywhere, small_worlds, world_of
from wogsim.contract.cases import Role
from wogsim.contract.hours import DAY, HOUR
from wogsim.errors import BadInput
from wogsim.patterns import PATTERNS
from wogsim.scenario.reading import Loaded, from_tree, load
from wogsim.staffing.presence import present, staffed_seconds
from wogsim.staffing.roster import Roster
from wogsim.studies.comparison.run import compare
from wogsim.world.agencies import World
from wogsim.world.agency_count import build

GOOD = Path(TWO_AGENCIES)


def test_a_front_between_agencies_of_different_hours():
    loaded = load(GOOD).change({"world.front.hours": None})
    assert compare(loaded, patterns=["one-door"], replications=1).world.front_hours == "office"
    with pytest.raises(BadInput, match=r"world\.front\.hours.*always, office.*say which"):
        loaded.change({"world.agencies.b.hours": "always"})


def test_agencies_that_cannot_be_made():
    with pytest.raises(BadInput, match=r"levers.agencies = 9.*chain"):
        compare(load(GOOD), agencies=9, replications=1)


# --- what stays along the lever, in whatever order a file lists its tables --------------------------------------------

# One is open ten hours a week and connected, one forty and not.
AGENCIES = {
    "a": {"counters": 3, "intake": "exponential(20 min)", "hours": "short", "connected": True, "wrong_door": 0.2},
    "b": {"counters": 3, "intake": "exponential(20 min)", "hours": "long"},
}


def two_agencies(order: str) -> Loaded:
    """Agencies a and b in this order, with a clearance each."""
    return from_tree(
        {
            "world": {
                "start": "2026-01-05",
                "working_days": "long",
                "hours": {"short": "mon-fri 08:00-10:00", "long": "mon-fri 08:00-16:00"},
                "front": {"hours": "long"},
                "citizens": {"need": "10 per working day"},
                "agencies": {key: AGENCIES[key] for key in order},
                "clearances": {
                    "first": {"agency": "a", "assessors": 5, "assessment": "5 min"},
                    "second": {"agency": "b", "assessors": 5, "assessment": "5 min"},
                },
            },
        },
        "two",
    )


def there_by_hour(world: World, days: int) -> np.ndarray:
    """How many stand at all counters together at the middle of each half hour of the first days."""
    asked = np.arange(HOUR // 4, days * DAY, HOUR // 2)
    there = np.zeros(len(asked), dtype=np.int64)
    for post in Roster(world, PATTERNS["one-roof"], []).posts:
        if post.role in (Role.COUNTER, Role.HANDOUT):
            _hours, times, counts = present(world, post.crews, ((0, post.servers),), days * DAY)
            there += np.append(0, counts)[np.searchsorted(times, asked, side="right")]
    return there


class TestCountersOfAWeek:
    @pytest.mark.parametrize("order", ["ab", "ba"])
    @pytest.mark.parametrize("number", [1, 2])
    def test_by_hand(self, order, number):
        """3 people for 10 hours and 3 for 40: 150 hours, of which 60 are from eight to ten."""
        world = build(two_agencies(order).change({"levers.agencies": number}).scenario)
        posts = [post for post in Roster(world, PATTERNS["one-roof"], []).posts if post.role is Role.COUNTER]
        assert sum(staffed_seconds(world, post.crews, ((0, post.servers),)) for post in posts) == 150 * HOUR
        monday = there_by_hour(world, 1).reshape(24, 2).mean(axis=1)
        assert monday.tolist() == [0] * 8 + [6, 6] + [3] * 6 + [0] * 8

    def test_what_a_merged_agency_has_is_nothing_that_the_first_had(self):
        one, other = (build(two_agencies(order).change({"levers.agencies": 1}).scenario) for order in ("ab", "ba"))
        assert (one.agencies[0].wrong_door, other.agencies[0].wrong_door) == (0.1, 0.1)  # equal work at both
        assert one.connected == other.connected == {"first"}
        assert one.agencies[0].luck == other.agencies[0].luck
        assert set(one.agencies[0].crews) == set(other.agencies[0].crews)

    def test_halves_have_as_many_there_as_the_whole(self):
        """Half of three people are two: of two and one, one and one."""
        tree = two_agencies("ab").tree
        tree["world"]["agencies"] = {"a": {**AGENCIES["a"], "present": {"08:00-09:00": 0.5}}}
        tree["world"]["clearances"]["second"]["agency"] = "a"
        loaded = from_tree(tree, "one")
        whole, halves = (build(loaded.change({"levers.agencies": number}).scenario) for number in (1, 2))
        assert there_by_hour(whole, 1)[16:20].tolist() == [2, 2, 3, 3]
        assert there_by_hour(halves, 1).tolist() == there_by_hour(whole, 1).tolist()
        assert [agency.counters for agency in halves.agencies] == [2, 1]


@given(small_worlds({"levers.agencies": None, "levers.connected": None}), st.integers(1, 6), st.data())
def test_totals_stay_along_the_lever_and_in_any_order_of_the_tables(loaded, number, data):
    """People, who is there when, what is connected, and how much tickets allow."""
    world = world_of(loaded)
    tree = {**loaded.tree, "world": dict(loaded.tree["world"])}
    for kind in ("agencies", "clearances"):
        names = data.draw(st.permutations(list(tree["world"][kind])))
        tree["world"][kind] = {name: tree["world"][kind][name] for name in names}
    other = world_of(
        everywhere(from_tree(tree, "permuted"), {"levers.agencies": number, "levers.agencies_mode": "merge"})
    )
    assert there_by_hour(other, 14).tolist() == there_by_hour(world, 14).tolist()
    assert sum(a.counters + a.handing_out for a in other.agencies) == sum(
        a.counters + a.handing_out for a in world.agencies
    )
    assert other.connected == world.connected
    tickets = [[agency.quota for agency in one.agencies] for one in (world, other)]
    if all(quota is not None for quota in tickets[0]):
        assert sum(tickets[1]) == sum(tickets[0])

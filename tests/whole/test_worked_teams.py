"""A technical team in the unit, worked out by hand: assessors are seconded there, and their agency's head signs.

The chain of three of `tests.whole.test_worked`: b comes after a, c after b; always open, nobody queues, journeys take
no time, papers complete; assessment 10 hours, assignment 10, signature 20, courier 6, notice 24, counters no time.
"""

from typing import Any

import numpy as np
import pytest

from tests.seats import all_is_carried
from tests.whole.test_worked import PAPERS, TITLE, chain
from tests.whole.test_worked_offices import ran
from wogsim.contract.cases import Cases, Kind
from wogsim.contract.hours import HOUR
from wogsim.contract.log import Log
from wogsim.measures.attempts import permit_times
from wogsim.scenario.reading import Loaded
from wogsim.staffing.people import staffing
from wogsim.world.agency_count import build

TEAM = {
    "title": TITLE,
    "from": "one-door",
    "grants": [
        {"authority": "delegated", "route": "decide", "signs": "unit"},
        {"authority": "coordinating", "route": "decide", "signs": "agency"},
    ],
}


def town(papers: str = "at once", *, coordinated: str = "abc", delegated: str = "", **row: Any) -> Loaded:
    """The chain, and a unit to which some of a, b and c are delegated and others coordinated."""
    granted: dict[str, Any] = {"levers.order": {}}
    for name, keys in (("coordinating", coordinated), ("delegated", delegated)):
        granted[f"levers.{name}"] = round(len(keys) / 3, 2)
        granted["levers.order"][name] = [f"{key}-decides" for key in keys]
    return chain(papers).change({**granted, "patterns.team": TEAM | row})


def seconds(cases: Cases, log: Log, own: bool = False) -> int:
    """From need to permit in hand, the same for all citizens, or for all applicants of one agency."""
    [found] = np.unique((permit_times(cases, log) - cases.need)[cases.own == own])
    return int(found)


def taken(loaded: Loaded) -> int:
    """The same of citizens; both engines say so, and nothing flies."""
    all_is_carried(loaded, build(loaded.scenario), "team", 5)
    return seconds(*ran(loaded, "team"))


@pytest.mark.parametrize("papers", PAPERS)
def test_each_file_goes_for_its_agencys_signature_and_back(papers: str) -> None:
    """Assigned 10; a assessed 20, courier 26, signed 46, back 52; b 62, 68, 88, 94; c 104, 110, 130, 136.

    The unit's head signs the permit at 156, told 180: one application for all, whenever papers are taken elsewhere.
    """
    assert taken(town(papers)) == 180 * HOUR


@pytest.mark.parametrize(("papers", "hours"), [("at once", 148), ("after decisions", 158)])
def test_one_coordinated_one_delegated_one_forwarded(papers: str, hours: int) -> None:
    """A as above 52; b inside and unsigned 62.

    At once: c's copy has lain at its agency since 16; b's decision comes there by letter 68, assessed 78, signed 98,
    back 104, the unit signs 124, told 148. After decisions: c's copy leaves at 62, there 68, assigned 78, assessed 88,
    signed 108, back 114, the unit signs 134, told 158.
    """
    assert taken(town(papers, coordinated="a", delegated="b")) == hours * HOUR


def test_one_forwarded_then_one_coordinated_then_one_delegated() -> None:
    """A's copy 6, 16, 26, signed 46, back 52; b inside 62, courier 68, signed 88, back 94; c 104, signed 124, 148."""
    assert taken(town(coordinated="b", delegated="c")) == 148 * HOUR


def test_delegated_is_stronger() -> None:
    """All three are both: inside and unsigned 20, 30, 40; the unit signs 60, told 84."""
    assert taken(town(coordinated="abc", delegated="abc")) == 84 * HOUR


def test_connected_bodies_send_it_as_data() -> None:
    """Assigned 10; 20, signed 40; 50, 70; 80, 100; the unit signs 120, told 144."""
    wired = {"world.front.connected": True, **{f"world.agencies.{key}.connected": True for key in "abc"}}
    assert taken(town().change(wired)) == 144 * HOUR


@pytest.mark.parametrize(
    ("reach", "hours"), [("coordinated", 168), ("granted", 168), ("always", 168), ("never", 180), ("digital", 180)]
)
def test_a_deadline_covers_the_way_to_the_signature(reach: str, hours: int) -> None:
    """A's is a day, from 10 on: at 34 it counts as signed, back 40; b 50, 56, 76, 82; c 92, 98, 118, 124; 144, 168."""
    bound = {"world.clearances.a-decides.deadline": "1 working day"}
    assert taken(town(powers={"deadline": reach}).change(bound)) == hours * HOUR


@pytest.mark.parametrize(("reach", "hours"), [("coordinated", 195), ("granted", 195), ("never", 188)])
def test_the_team_sees_the_sites_together(reach: str, hours: int) -> None:
    """A journey of 5 hours; 3 at a's site and 10 at b's. All set out when the papers are assigned, at 10.

    Together they are back at 25: all 15 later. Alone a's inspectors are at 18, so all 8 later; b's at 25, in time.
    """
    sites = {"world.inspection": {"journey": "5 hours", "team": 1, "team_donors": ["a-decides"]}}
    for key, length in (("a", "3 hours"), ("b", "10 hours")):
        sites |= {f"world.clearances.{key}-decides.{name}": value for name, value in (("inspectors", 2),)}
        sites |= {f"world.clearances.{key}-decides.inspection": length}
    assert taken(town(powers={"joint_inspection": reach}).change(sites)) == hours * HOUR


OWN: dict[str, Any] = {"world.clearances.a-decides.own_cases": "3 per week"}


class TestApplicantsOfOneAgency:
    """They go where their assessors sit, which is not a matter of coordinating several."""

    def test_they_are_assessed_in_the_unit_and_their_agency_signs(self) -> None:
        """At the desk; assigned 10, assessed 20, courier 26, signed 46, back 52, the unit signs 72, told 96."""
        cases, log = ran(town().change(OWN), "team")
        assert seconds(cases, log, own=True) == 96 * HOUR
        assert "seconded:a-decides" in pools_of_own_cases(cases)

    def test_where_several_are_only_directed_they_stay_with_their_agency(self) -> None:
        """At its counter; assigned 10, assessed 20, signed 40, told 64."""
        directed = {"patterns.team.grants": [{"authority": "coordinating", "route": "forward", "signs": "agency"}]}
        cases, log = ran(town().change(OWN | directed), "team")
        assert seconds(cases, log, own=True) == 64 * HOUR

    @pytest.mark.parametrize(
        "settings",
        [
            {"levers.own_cases_go": "to their agency"},
            {"world.clearances.a-decides.not_grantable": ["coordinating", "delegated"]},
        ],
    )
    def test_or_where_nobody_may_be_seconded(self, settings: dict[str, Any]) -> None:
        cases, log = ran(town().change(OWN | settings), "team")
        assert seconds(cases, log, own=True) == 64 * HOUR
        assert "assessors:a-decides" in pools_of_own_cases(cases)


def pools_of_own_cases(cases: Cases) -> set[str]:
    at = np.flatnonzero(cases.own[cases.case] & (np.asarray(cases.pool) >= 0))
    return {cases.pools[pool].name for pool in np.unique(np.asarray(cases.pool)[at]).tolist()}


def test_the_agencies_sign_so_the_chain_is_theirs() -> None:
    """Three agencies sign; of b alone delegated the unit signs in its place."""
    cases, _log = ran(town(), "team")
    assert set(cases.chain_length.tolist()) == {3}
    signs = {slot.entity for slot in cases.slots if slot.kind is Kind.SIGN}
    assert signs == {"a-decides", "b-decides", "c-decides", "front"}
    cases, _log = ran(town(coordinated="ac", delegated="b"), "team")
    assert set(cases.chain_length.tolist()) == {3}
    assert {slot.entity for slot in cases.slots if slot.kind is Kind.SIGN} == {"a-decides", "c-decides", "front"}


def test_who_is_seconded_sits_in_the_unit() -> None:
    """And nobody else: a's assessor there, b's and c's at home."""
    loaded = town(coordinated="a").change({"levers.unlimited_staff": False, "world.citizens.need": "1 per week"})
    loaded = loaded.change({f"world.agencies.{key}.counters": 2 for key in "abc"})
    world = build(loaded.scenario)
    people = {post.name: post.servers for post in staffing(world, loaded.scenario.rows()["team"]).posts}
    assert (people["seconded:a-decides"], people["assessors:a-decides"]) == (1, 0)
    assert [people[f"assessors:{key}-decides"] for key in "bc"] == [1, 1]

"""What is said of a pattern, clearance by clearance, is what routing does."""

import numpy as np
import pytest

from tests.places import SMALL_TOWN
from wogsim.patterns import PATTERNS, Route, Signer
from wogsim.routing.arranged import Seat, arrangements
from wogsim.routing.ways import ways
from wogsim.scenario.reading import load
from wogsim.staffing.sizes import settled
from wogsim.world.agency_count import build
from wogsim.world.population import population

CITY = load("restaurant-permit")


def arranged(loaded, pattern):
    """By the clearance's key, how it goes."""
    world = build(settled(loaded.scenario))
    found = arrangements(world, loaded.scenario.rows()[pattern])
    return {clearance.key: ways for clearance, ways in zip(world.clearances, found, strict=True)}


class TestClearanceByClearance:
    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("technical-functional", (Route.VISIT, Seat.BUILDING, Signer.AGENCY)),
            ("one-roof", (Route.VISIT, Seat.HOME, Signer.AGENCY)),
            ("one-door", (Route.DECIDE, Seat.INSIDE, Signer.UNIT)),
            ("centralized", (Route.FORWARD, Seat.HOME, Signer.AGENCY)),
        ],
    )
    def test_one_that_may_be_granted(self, pattern, expected):
        (way,) = arranged(CITY, pattern)["environmental-approval"]
        assert (way.route, way.seat, way.signer) == expected
        assert way.share == 1

    def test_national_bodies_keep_theirs(self):
        for pattern, route in (
            ("one-door", Route.FORWARD),
            ("centralized", Route.VISIT),
            ("electronic", Route.FORWARD),
        ):
            (way,) = arranged(CITY, pattern)["halal-certificate"]
            assert (way.route, way.signer) == (route, Signer.AGENCY)

    def test_what_falls_out_of_the_system_goes_to_the_agency(self):
        system, people = arranged(CITY, "electronic")["hygiene"]
        assert (system.route, system.seat, system.signer) == (Route.AUTOMATE, Seat.SYSTEM, None)
        assert (people.route, people.signer, people.share) == (Route.FORWARD, Signer.AGENCY, pytest.approx(0.1))

    def test_assessors_with_their_counters(self):
        world = {f"world.agencies.{key}.back_office": "with the counters" for key in CITY.scenario.world.agencies}
        assert {way.seat for [way] in arranged(CITY.change(world), "one-roof").values()} == {Seat.COUNTERS}


class TestPapers:
    def test_whose_decisions_they_wait_for(self):
        world = build(settled(CITY.scenario))
        numbers = {clearance.key: i for i, clearance in enumerate(world.clearances)}
        (visited,) = arranged(CITY, "one-roof")["tourism-standard"]
        assert visited.after == (numbers["building-fitness"], numbers["hygiene"])
        assert not visited.held
        (same_agency,) = arranged(CITY, "one-roof")["hygiene"]  # food handlers are the same agency's
        assert same_agency.after == ()
        (sent,) = arranged(CITY, "centralized")["tourism-standard"]
        assert sent.held

    def test_one_application_takes_all_at_once(self):
        assert not any(way.after for ways in arranged(CITY, "one-door").values() for way in ways)
        many = CITY.change({"world.front.one_application": False})
        assert any(way.after for ways in arranged(many, "one-door").values() for way in ways)


class TestInSomeCases:
    def test_granted_case_by_case_shares_are_those_of_a_population(self):
        town = load(SMALL_TOWN).change({"levers.grant.by": "case", "levers.delegated": 0.3, "run.cohort": "40 weeks"})
        world = build(settled(town.scenario))
        citizens = population(world, 1, 0)[0]
        way = ways(world, PATTERNS["one-door"], citizens)
        for i, found in enumerate(arrangements(world, PATTERNS["one-door"])):
            shares = {one.route: one.share for one in found}
            assert shares == pytest.approx({Route.DECIDE: 0.3, Route.FORWARD: 0.7})
            assert [one.share for one in found] == sorted(shares.values(), reverse=True)
            needed = citizens.needs[:, i]
            assert np.mean(way.decide[needed, i]) == pytest.approx(0.3, abs=0.08)

    def test_granted_permit_by_permit_shares_are_those_of_the_permits(self):
        orders = {f"levers.order.{name}": ["restaurant"] for name in ("delegated", "coordinating", "automated")}
        by_permit = CITY.change({"levers.grant.by": "permit", **orders})
        half = arranged(by_permit.change({"levers.delegated": 0.5}), "one-door")
        assert {way.route: way.share for way in half["zoning"]} == {Route.DECIDE: 0.5, Route.FORWARD: 0.5}
        (only,) = half["halal-certificate"]
        assert (only.route, only.share) == (Route.FORWARD, 1)

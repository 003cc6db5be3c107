"""Which route a case takes, for any share of authority."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from tests.offices import office
from wogsim.patterns import PATTERNS, Authority, Desk, Grant, Pattern, Place, Route, Signer
from wogsim.routing.ways import chain_length, ever_granted, steps, ways
from wogsim.world.agency_count import build
from wogsim.world.population import pilot


@pytest.mark.parametrize("by", ["clearance", "permit"])
@pytest.mark.parametrize("not_grantable", ["", "b", "ad", "abcd"])
@pytest.mark.parametrize("fixed", ["", "b", "ac"])
def test_steps_are_all_that_the_model_grants(by, not_grantable, fixed):
    """On a fine grid of shares the model grants what the step says that the share belongs to."""
    scenario = office(not_grantable=not_grantable, permits=("ab", "c", "d"), grant={"by": by})
    row = replace(PATTERNS["one-door"], routes=tuple((f"{agency}1", Route.FORWARD) for agency in fixed))
    levels = steps(build(scenario.scenario), row, Authority.DELEGATED)

    def granted(share):
        world = build(scenario.change({"levers.delegated": share}).scenario)
        return ever_granted(world, row, Authority.DELEGATED).tolist()

    for share in np.linspace(0, 1, 97).tolist() + [level.begins for level in levels]:
        level = [level for level in levels if level.begins <= share + 1e-9][-1]
        assert granted(share) == granted(level.share)
    assert all(granted(a.share) != granted(b.share) for a, b in itertools.pairwise(levels))


def test_a_row_has_its_own_share_and_order_or_the_levers():
    scenario = office().change({"levers.delegated": 0.25, "levers.order": {"delegated": ["d1"]}})
    world, row = build(scenario.scenario), PATTERNS["one-door"]
    own = replace(row, shares=((Authority.DELEGATED, 0.5),), orders=((Authority.DELEGATED, ("b1", "c1")),))
    assert ever_granted(world, row, Authority.DELEGATED).tolist() == [False, False, False, True]
    assert ever_granted(world, own, Authority.DELEGATED).tolist() == [False, True, True, False]


def test_the_strongest_authority_holds_and_fixed_routes_come_first():
    """Coordinating reaches a, b, c; delegated a, b; b is visited whatever is granted; nothing reaches d."""
    scenario = office().change({"levers.coordinating": 1.0, "levers.delegated": 1.0})
    world = build(scenario.scenario)
    row = Pattern(
        "hall",
        Place.SHARED,
        Desk.UNIT,
        Route.VISIT,
        (
            Grant(Authority.DELEGATED, Route.DECIDE, Signer.UNIT),
            Grant(Authority.COORDINATING, Route.FORWARD, Signer.AGENCY),
        ),
        routes=(("b1", Route.VISIT),),
        shares=((Authority.DELEGATED, 0.34), (Authority.COORDINATING, 0.67)),
    )
    way = ways(world, row, next(iter(pilot(world, 1))))
    routes = {name: np.flatnonzero(getattr(way, name)[0]).tolist() for name in ("visit", "forward", "decide")}
    assert routes == {"visit": [1, 3], "forward": [2], "decide": [0]}
    assert np.flatnonzero(way.unit_signs[0]).tolist() == [0]
    assert chain_length(world, way).tolist() == [4]

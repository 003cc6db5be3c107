"""Who applies, when and with which luck."""

import numpy as np
import pytest

from tests.staffing.cities import city
from wogsim.chance.streams import uniforms
from wogsim.errors import BadInput
from wogsim.replication.prepare import prepare
from wogsim.scenario.reading import load
from wogsim.world.agencies import World
from wogsim.world.agency_count import build
from wogsim.world.population import population


def test_blocks_are_of_neighbours_and_leave_nobody_out():
    loaded = load("restaurant-permit")
    for who in population(prepare(loaded).world, 1, 0):
        blocks = list(who.blocks(64))
        np.testing.assert_array_equal(np.concatenate([block.need for block in blocks]), who.need)
        assert [block.stretches[0].first for block in blocks] == list(range(0, len(who), 64))


def rarely(**needed: float) -> World:
    """A city of agencies x, y and z, whose clearances are needed in some cases only."""
    shares = {f"world.clearances.{key}-permit.needed": share for key, share in needed.items()}
    return build(city(dict.fromkeys("xyz", 4), "60 per day", shares).scenario)


def test_a_listed_clearance_is_needed_by_those_whose_number_is_below_its_share():
    world = rarely(y=0.5, z=0.04)
    citizens = population(world, 1, 0)[0]
    numbers = [uniforms((1, 0, "citizens", "needed", f"{key}-permit"), len(citizens)) for key in "yz"]
    assert citizens.needs[:, 0].all()
    np.testing.assert_array_equal(citizens.needs[:, 1], numbers[0] < 0.5)
    np.testing.assert_array_equal(citizens.needs[:, 2], numbers[1] < 0.04)
    assert 0 < citizens.needs[:, 2].sum() < citizens.needs[:, 1].sum() < len(citizens)


def test_who_would_need_nothing_needs_what_comes_nearest():
    world = rarely(x=0.1, y=0.2, z=0.0)
    needs = population(world, 1, 0)[0].needs
    x, y = (uniforms((1, 0, "citizens", "needed", f"{key}-permit"), len(needs)) for key in "xy")
    nothing = (x >= 0.1) & (y >= 0.2)
    assert 0.6 < nothing.mean() < 0.8
    np.testing.assert_array_equal(needs[nothing, 0], x[nothing] / 0.1 < y[nothing] / 0.2)
    np.testing.assert_array_equal(needs.sum(axis=1)[nothing], 1)
    assert not needs[:, 2].any()


def test_a_permit_that_never_needs_anything_is_refused():
    with pytest.raises(BadInput, match=r"world\.permits\.p.*ever needed"):
        rarely(x=0.0, y=0.0, z=0.0)

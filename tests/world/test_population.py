"""Who applies, when and with which luck."""

import numpy as np

from wogsim.replication.prepare import prepare
from wogsim.scenario.reading import load
from wogsim.world.population import population


def test_blocks_are_of_neighbours_and_leave_nobody_out():
    loaded = load("restaurant-permit")
    for who in population(prepare(loaded).world, 1, 0):
        blocks = list(who.blocks(64))
        np.testing.assert_array_equal(np.concatenate([block.need for block in blocks]), who.need)
        assert [block.stretches[0].first for block in blocks] == list(range(0, len(who), 64))

"""Which route a case takes, for any share of authority."""

import itertools

import numpy as np
import pytest

from tests.offices import office
from wogsim.patterns import PATTERNS, Authority
from wogsim.routing.ways import ever_granted, steps
from wogsim.world.agencies import build


@pytest.mark.parametrize("by", ["clearance", "permit"])
@pytest.mark.parametrize("not_grantable", ["", "b", "ad", "abcd"])
def test_steps_are_all_that_the_model_grants(by, not_grantable):
    """On a fine grid of shares the model grants what the step says that the share belongs to."""
    scenario = office(not_grantable=not_grantable, permits=("ab", "c", "d"), grant={"by": by})
    levels = steps(build(scenario.scenario), PATTERNS["one-door"], Authority.DELEGATED)

    def granted(share):
        world = build(scenario.change({"levers.delegated": share}).scenario)
        return ever_granted(world, PATTERNS["one-door"], Authority.DELEGATED).tolist()

    for share in np.linspace(0, 1, 97).tolist() + [level.begins for level in levels]:
        level = [level for level in levels if level.begins <= share + 1e-9][-1]
        assert granted(share) == granted(level.share)
    assert all(granted(a.share) != granted(b.share) for a, b in itertools.pairwise(levels))

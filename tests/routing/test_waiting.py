"""Every decision waits for the decisions that it comes after, whoever makes and brings them: in what routing made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_worlds import ROWS, small_worlds, world_of
from wogsim.routing.flow import Flow
from wogsim.routing.route import _permit
from wogsim.scenario.reading import Loaded
from wogsim.world.population import pilot


def behind(flow: Flow, first: np.ndarray) -> np.ndarray:
    """Which activities wait, directly or not, for some of the flow's; shape (activities,)."""
    reached = np.zeros(flow.draft.count, dtype=bool)
    reached[first] = True
    after, before = (
        np.concatenate([np.zeros(0, dtype=np.int64), *ends]) for ends in zip(*flow.draft.edges, strict=True)
    )
    while True:
        new = reached[before] & ~reached[after]
        if not new.any():
            return reached
        reached[after[new]] = True


def check(loaded: Loaded, pattern: str, size: int) -> None:
    world = world_of(loaded)
    for who in pilot(world, size):
        flow = Flow(world, loaded.scenario.rows()[pattern], who, (0.0,) * len(world.clearances))
        last = _permit(flow)
        assert (last >= 0).all()
        for i, clearance in enumerate(world.clearances):
            assert ((flow.decision[i] >= 0) == who.needs[:, i]).all(), "whatever is needed is decided"
            done = flow.decision[i][who.needs[:, i]]
            reached = behind(flow, done) if len(done) and flow.draft.edges else np.ones(flow.draft.count, dtype=bool)
            assert reached[last[who.needs[:, i]]].all(), "and the permit waits for it"
            for k, later in enumerate(world.clearances):
                both = who.needs[:, i] & who.needs[:, k]
                if i in later.after:
                    assert reached[flow.decision[k][both]].all(), (clearance.key, later.key)


some_rows = st.lists(st.sampled_from(ROWS), min_size=2, max_size=2, unique=True)


@given(small_worlds(counters=True), some_rows)
@settings(max_examples=25)
def test_every_decision_waits_for_those_it_comes_after(loaded: Loaded, rows: list[str]) -> None:
    for pattern in rows:
        check(loaded, pattern, 16)


@pytest.mark.slow
@given(small_worlds(counters=True), st.sampled_from(ROWS))
@settings(max_examples=2000)
def test_every_decision_waits_in_thousands_of_worlds(loaded: Loaded, pattern: str) -> None:
    check(loaded, pattern, 16)

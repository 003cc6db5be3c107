"""Long runs are drawn, routed and measured in blocks, which changes nothing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_worlds import ROWS, SEED, ran, small_worlds, staff_of, world_of
from wogsim import replication, several
from wogsim.engine import choose
from wogsim.experiment import plan
from wogsim.hours import Hours
from wogsim.log import COLUMNS
from wogsim.population import population
from wogsim.replication import one_pattern, replicate
from wogsim.scenario.reading import load
from wogsim.several import Several
from wogsim.streams import uniforms


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_stream_goes_on_in_the_next_block(fours, size):
    whole = uniforms((1, 2, "stream"), 4 * fours + size)
    np.testing.assert_array_equal(uniforms((1, 2, "stream"), size, 4 * fours), whole[4 * fours :])


def in_small_blocks(patch, applicants=4, activities=9, kept=0):
    patch.setattr(several, "APPLICANTS", applicants)
    patch.setattr(several, "KEPT", kept)
    patch.setattr(replication, "ACTIVITIES", activities)


@given(small_worlds(), st.sampled_from(sorted(ROWS)))
def test_routed_in_blocks_is_routed_at_once(loaded, pattern):
    run = ran(loaded, pattern)
    at_once, log = run.cases, run.log
    with pytest.MonkeyPatch.context() as patch:
        in_small_blocks(patch)
        in_blocks, same_log = one_pattern(run.world, run.row, run.staff, SEED, 0)
    assert_same_cases(at_once, in_blocks)
    for name in COLUMNS:
        np.testing.assert_array_equal(getattr(log, name), getattr(same_log, name), err_msg=name)


def assert_same_cases(one, other):
    assert [one.slots[k] for k in one.slot] == [other.slots[k] for k in other.slot]
    for name, values in vars(one).items():
        if isinstance(values, np.ndarray) and name != "slot":
            np.testing.assert_array_equal(getattr(other, name), values, err_msg=name)


@given(
    small_worlds(),
    st.sampled_from(sorted(ROWS)),
    st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True),
    st.sampled_from([4, 8192]),
    st.sampled_from([0, 200_000]),
)
def test_a_replication_is_the_same_whichever_come_with_it(loaded, pattern, numbers, applicants, kept):
    world, row = world_of(loaded), loaded.scenario.rows()[pattern]
    staff = staff_of(world, row)
    alone = [one_pattern(world, row, staff, SEED, number)[0] for number in numbers]
    with pytest.MonkeyPatch.context() as patch:
        in_small_blocks(patch, applicants=applicants, kept=kept)
        everybody = Several(world, SEED, numbers)
        for _again in range(2):  # what is kept from the first time is the same the second time
            for one, other in zip(alone, everybody.routed(row, staff), strict=True):
                assert_same_cases(one, other)
                assert_same_pools(one.pools, other.pools)


def assert_same_pools(ours, theirs):
    for one, other in zip(ours, theirs, strict=True):
        for name, value in vars(one).items():
            there = getattr(other, name)
            if isinstance(value, np.ndarray):
                np.testing.assert_array_equal(value, there, err_msg=name)
            elif isinstance(value, Hours):
                np.testing.assert_array_equal([value.opens, value.closes], [there.opens, there.closes])
            else:
                assert value == there, name


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_measured_in_blocks_is_measured_at_once(engine, monkeypatch):
    prepared = plan(
        load("restaurant-permit").change({"run.warm_up": "1 week", "run.cohort": "2 weeks", "run.run_out": "2 weeks"}),
        engine,
    )
    at_once = replicate(prepared, 1, 0)
    in_small_blocks(monkeypatch, applicants=32, activities=700)
    for one, other in zip(at_once, replicate(prepared, 1, 0), strict=True):
        assert repr(one.values) == repr(other.values)
        assert repr(one.pools) == repr(other.pools)
        for name, column in one.per_case.items():
            np.testing.assert_array_equal(column, other.per_case[name], err_msg=name)
        for name, means in one.course.items():
            np.testing.assert_array_equal(means, other.course[name], err_msg=name)
        for name in ("in_progress", "files_waiting"):
            assert getattr(one, name).any()
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_parts_of_the_compiled_log_are_parts_of_the_whole():
    prepared = plan(load("restaurant-permit").change({"levers.patterns": ["technical-functional"]}), "compiled")
    row, staff = prepared.patterns[0]
    cases, log = one_pattern(prepared.world, row, staff, 1, 0)
    followed = choose("compiled").follow(cases)
    borders = [0, 1, 7, len(cases.need) // 2, len(cases.need)]
    assert (log.attempt > 0).any()
    for first, last in pairwise(borders):
        begin = int(np.searchsorted(cases.case, first))
        ours, theirs = log.of_cases(first, last, begin), followed.of_cases(first, last, begin)
        for name in COLUMNS:
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)


def test_blocks_are_of_neighbours_and_leave_nobody_out():
    loaded = load("restaurant-permit")
    for who in population(plan(loaded).world, 1, 0):
        blocks = list(who.blocks(64))
        np.testing.assert_array_equal(np.concatenate([block.need for block in blocks]), who.need)
        assert [block.stretches[0].first for block in blocks] == list(range(0, len(who), 64))

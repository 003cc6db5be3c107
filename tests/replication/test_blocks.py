"""Long runs are drawn, routed and measured in blocks, which changes nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_worlds import ROWS, SEED, ran, small_worlds, staff_of, world_of
from wogsim.contract.cases import held_once
from wogsim.contract.hours import Hours
from wogsim.contract.log import COLUMNS
from wogsim.replication import everybody as applying
from wogsim.replication import run as replication
from wogsim.replication.everybody import Everybody
from wogsim.replication.prepare import prepare
from wogsim.replication.run import OF_CITIZENS, one_pattern, replicate
from wogsim.routing import apart
from wogsim.scenario.reading import load
from wogsim.staffing import pilot
from wogsim.world import part

pytestmark = pytest.mark.usefixtures("loosely_known")


def in_small_blocks(patch, applicants=4, activities=9, kept=0):
    patch.setattr(applying, "APPLICANTS", applicants)
    patch.setattr(applying, "KEPT", kept)
    patch.setattr(replication, "ACTIVITIES", activities)


@given(small_worlds(), st.sampled_from(sorted(ROWS)))
@settings(max_examples=15)
def test_routed_in_blocks_is_routed_at_once(loaded, pattern):
    run = ran(loaded, pattern)
    at_once, log = run.cases, run.log
    with pytest.MonkeyPatch.context() as patch:
        in_small_blocks(patch)
        in_blocks, same_log = one_pattern(run.world, run.row, run.staff, SEED, 0)
    assert_same_cases(at_once, in_blocks)
    for name in COLUMNS:
        np.testing.assert_array_equal(getattr(log, name), getattr(same_log, name), err_msg=name)


@given(small_worlds(), st.sampled_from(sorted(ROWS)), st.integers(0, 3))
@settings(max_examples=5)
def test_routed_apart_is_routed_at_once(loaded, pattern, together):
    """Who needs what, and what it waits for, is the same in the part of the world that matters to them.

    The staff, who are learnt from pilot applicants, are the same too.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pilot, "APPLICANTS", 12)
        run = ran(loaded, pattern)
        patch.setattr(part, "TOGETHER", together)
        patch.setattr(apart, "GROUP", together)
        patch.setattr(apart, "_pays", lambda _apart, _together: True)
        patch.setattr(apart, "WIDE", 0)
        patch.setattr(apart, "AT_ONCE", 40)
        world = world_of(loaded)
        staff = staff_of(world, run.row)
        cases, _log = one_pattern(world, run.row, staff, SEED, 0)
    assert_same_cases(run.cases, cases)
    assert_same_pools(run.cases.pools, cases.pools)
    assert repr(staff) == repr(run.staff)


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
@settings(max_examples=8)
def test_a_replication_is_the_same_whichever_come_with_it(loaded, pattern, numbers, applicants, kept):
    world, row = world_of(loaded), loaded.scenario.rows()[pattern]
    staff = staff_of(world, row)
    alone = [one_pattern(world, row, staff, SEED, number)[0] for number in numbers]
    with pytest.MonkeyPatch.context() as patch:
        in_small_blocks(patch, applicants=applicants, kept=kept)
        everybody = Everybody(world, SEED, numbers)
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


def test_a_column_of_one_number_takes_the_room_of_one_number(monkeypatch):
    in_small_blocks(monkeypatch, applicants=32)
    prepared = prepare(load("restaurant-permit").change({"levers.patterns": ["one-door", "centralized"]}))
    everybody = Everybody(prepared.world, 1, [0])
    found = [next(everybody.routed(*chosen)) for chosen in prepared.patterns]
    assert [held_once(cases.deadline) for cases in found] == [True, False]
    part = found[0].part(5, 40)
    assert held_once(part.deadline)
    assert len(part.deadline) == len(part.case) > 35
    assert not held_once(part.offset)


@pytest.fixture(scope="module")
def short_run(loosely_known):
    return load("restaurant-permit").change(
        {"run.warm_up": "1 week", "run.cohort": "2 weeks", "run.run_out": "2 weeks"}
    )


@pytest.fixture(scope="module")
def at_once(short_run):
    return replicate(prepare(short_run), 1, [0])[0]


@pytest.mark.parametrize("engine", [pytest.param("simpy", marks=pytest.mark.slow), "compiled"])
def test_measured_in_blocks_is_measured_at_once(engine, short_run, at_once, monkeypatch):
    """Whichever engine followed the blocks."""
    prepared = prepare(short_run, engine)
    in_small_blocks(monkeypatch, applicants=32, activities=700)
    for one, other in zip(at_once, replicate(prepared, 1, [0])[0], strict=True):
        assert repr(one.values) == repr(other.values)
        assert repr(one.pools) == repr(other.pools)
        for name, column in one.per_case.items():
            np.testing.assert_array_equal(column, other.per_case[name], err_msg=name)
        for name, means in one.series.items():
            np.testing.assert_array_equal(means, other.series[name], err_msg=name)
        for name in ("in_progress", "files_waiting"):
            assert getattr(one, name).any()
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_what_is_the_citizens_own_is_held_once_for_all_patterns(short_run, at_once):
    first, *others = at_once
    for key, other in zip(short_run.scenario.levers.patterns[1:], others, strict=True):
        (alone,) = replicate(prepare(short_run.change({"levers.patterns": [key]})), 1, [0])[0]
        assert all(other.per_case[name] is first.per_case[name] for name in OF_CITIZENS)
        assert list(other.per_case) == list(alone.per_case)
        for name, column in alone.per_case.items():
            np.testing.assert_array_equal(column, other.per_case[name], err_msg=name)

"""Busy hours and cases in progress, against numbers worked out by hand, naive twins and each other."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measures.test_measures import (
    DEADLINE,
    DEEMED,
    GAVE_UP,
    HOUR,
    IMPATIENT,
    PERMIT,
    at,
    invented_world,
    one_pool,
    pool,
    pools_of,
    step,
    world,
)
from tests.worlds import random_cases
from wogsim.contract.cases import BACK_OFFICE, NONE, STAFFED, Cases, Kind, Role
from wogsim.contract.hours import DAY, Hours
from wogsim.contract.log import Log
from wogsim.engine.reference import run
from wogsim.measures.cases import case_measures
from wogsim.measures.hourly import scheduled_by_hour
from wogsim.measures.pools import pool_sums
from wogsim.measures.work_in_progress import case_ends, files_waiting, in_progress


def by_hour(**minutes: int) -> tuple[int, ...]:
    """Seconds of 24 hours, from minutes of some: ``by_hour(h9=30)``."""
    return tuple(60 * minutes.get(f"h{hour}", 0) for hour in range(24))


def test_service_falls_into_the_hours_it_is_done_in() -> None:
    # 09:30-11:15; from 11:50 into the break, which is closed; both servers at 13:00.
    result = one_pool(
        pool(Role.COUNTER, servers=2),
        (at(0, "09:00"), at(0, "09:30"), at(0, "11:15")),
        (at(0, "11:50"), at(0, "11:50"), at(0, "12:30")),
        (at(0, "13:00"), at(0, "13:00"), at(0, "13:20")),
        (at(0, "13:00"), at(0, "13:00"), at(0, "13:10")),
    )
    assert result.by_hour == by_hour(h9=30, h10=60, h11=25, h13=30)


def test_laid_down_work_is_nobodys_in_the_night() -> None:
    result = one_pool(pool(Role.ASSESSORS), (at(0, "15:00"), at(0, "15:30"), at(1, "08:30")), end="24:00")
    assert result.by_hour == by_hour(h15=30)
    window = (at(0, "15:40"), at(1, "08:10"))
    (both,) = pools_of(
        *world(
            (0, [step(Kind.ASSESS, 0, (at(0, "15:00"), at(0, "15:30"), at(1, "08:30")))]), pools=(pool(Role.ASSESSORS),)
        ),
        *window,
    )
    assert both.by_hour == by_hour(h15=20, h8=10)


def test_schedule_by_hour() -> None:
    # Two days of 08:00-12:00 and 13:00-16:00 with two people, the second day only until 14:30.
    found = scheduled_by_hour(pool(Role.COUNTER, servers=2), 0, at(1, "14:30"))
    assert found.tolist() == [2 * s for s in by_hour(h8=120, h9=120, h10=120, h11=120, h13=120, h14=90, h15=60)]


def test_cases_in_progress() -> None:
    # PERMIT: day 0 to day 2, 08:10. IMPATIENT: day 0, 08:00 to 11:00. DEEMED: day 0 to day 3, 08:00.
    cases, log = world(PERMIT, IMPATIENT, DEEMED)
    ends = case_ends(cases, log)
    assert ends.tolist() == [at(2, "08:10"), at(0, "11:00"), at(3, "08:00")]
    assert in_progress(cases, ends, at(4, "12:00")).tolist() == [0, 2, 2, 1, 0, 0]
    assert in_progress(cases, ends, at(1, "00:00")).tolist() == [0, 2]


def test_files_wait_until_they_are_taken_up() -> None:
    # At the counter over one midnight, in the back office over two, in work over a third.
    intake = step(Kind.INTAKE, 0, (at(0, "15:00"), at(1, "08:00"), at(1, "08:10")))
    assess = step(Kind.ASSESS, 1, (at(1, "08:10"), at(3, "09:00"), at(4, "09:00")), after=(0,))
    cases, log = world((0, [intake, assess]), pools=(pool(Role.COUNTER), pool(Role.ASSESSORS)))
    assert files_waiting(cases, log, at(5, "00:00")).tolist() == [0, 0, 1, 1, 0, 0]
    assert not files_waiting(replace(cases, own=np.array([True])), log, at(5, "00:00")).any()


def test_sector_only_applicants_are_no_citizens() -> None:
    cases, log = world(PERMIT, DEEMED)
    cases = replace(cases, own=np.array([True, False]))
    assert in_progress(cases, case_ends(cases, log), at(1, "00:00")).tolist() == [0, 1]


def test_who_gave_up_is_gone_though_work_in_hand_goes_on() -> None:
    story = [
        step(Kind.ASSESS, 0, (0, 0, 9 * DAY)),
        step(Kind.INTAKE, 0, (0, NONE, DAY - 1, GAVE_UP)),
        step(Kind.ISSUE, NONE, after=(0, 1)),
    ]
    cases, log = world((0, story))
    assert in_progress(cases, case_ends(cases, log), 3 * DAY).tolist() == [1, 0, 0, 0]


def test_a_deadline_ends_a_case() -> None:
    cases, log = world((5, [step(Kind.ASSESS, 0, (5, NONE, 2 * DAY, DEADLINE))]))
    assert in_progress(cases, case_ends(cases, log), 3 * DAY).tolist() == [0, 1, 0, 0]


def naive_by_hour(cases: Cases, log: Log, number: int, start: int, end: int) -> list[int]:
    """Count the open seconds of every service one hour after the other."""
    found, office = [0] * 24, cases.pools[number]
    for row in np.flatnonzero((log.pool == number) & (log.started != NONE)):
        since, until = max(int(log.started[row]), start), min(int(log.completed[row]), end)
        for hour in range(since // HOUR, max(until - 1, 0) // HOUR + 1):
            a, b = max(since, hour * HOUR), min(until, (hour + 1) * HOUR)
            for opens, closes in zip(office.hours.opens.tolist(), office.hours.closes.tolist(), strict=True):
                found[hour % 24] += max(min(b, closes) - max(a, opens), 0)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_twin_of_busy_hours(seed: int) -> None:
    luck = Random(seed)
    cases, log = invented_world(luck)
    start = luck.randrange(2 * DAY)
    end = start + luck.randrange(1, 3 * DAY)
    found = pool_sums(cases.pools, log, start, end).inside
    for number, office in enumerate(cases.pools):
        expected = naive_by_hour(cases, log, number, start, end) if office.role in STAFFED else [0] * 24
        assert found[number].tolist() == expected


@given(random_cases())
def test_hours_add_up_to_the_whole_and_no_pool_works_more_than_it_has(cases: Cases) -> None:
    log = run(cases)
    end = int(log.completed.max(initial=0)) + 1
    for one in pools_of(cases, log, 0, end):
        assert sum(one.by_hour) == one.busy
        office = next(pool for pool in cases.pools if pool.name == one.name)
        if one.scheduled > 0:
            assert scheduled_by_hour(office, 0, end).sum() == one.scheduled


@given(random_cases())
def test_in_progress_are_needs_minus_ends(cases: Cases) -> None:
    log = run(cases)
    values = case_measures(cases, log, Hours.always())
    until = int(log.completed.max(initial=0))
    ends = case_ends(cases, log)
    found, ends = in_progress(cases, ends, until), ends[~cases.own]
    granted, need = values["granted"][~cases.own], cases.need[~cases.own]
    assert (ends - need)[granted].tolist() == values["sojourn_time"][~cases.own][granted].tolist()
    expected = [int(((need <= t) & (ends > t)).sum()) for t in range(0, len(found) * DAY, DAY)]
    assert found.tolist() == expected
    assert found[-1] == 0


@given(random_cases())
def test_files_waiting_are_counted_one_by_one(cases: Cases) -> None:
    log = run(cases)
    until = int(log.completed.max(initial=0))
    rows = zip(log.case, log.pool, log.enabled, log.started, log.completed, strict=True)
    spans = [
        (enabled, completed if started == NONE else started)
        for case, pool, enabled, started, completed in rows
        if pool != NONE and cases.pools[pool].role in BACK_OFFICE and not cases.own[case]
    ]
    found = files_waiting(cases, log, until)
    expected = [sum(begin <= t < end for begin, end in spans) for t in range(0, len(found) * DAY, DAY)]
    assert found.tolist() == expected
    assert found[-1] == 0


@given(random_cases(), st.integers(0, 20))
def test_parts_add_up(cases: Cases, cut: int) -> None:
    log = run(cases)
    cut = min(cut, len(cases.need))
    halves = []
    for first, last in ((0, cut), (cut, len(cases.need))):
        activity = int(np.searchsorted(cases.case, first))
        halves.append((cases.part(first, last), log.of_cases(first, last, activity)))
    until = 5 * DAY
    there = in_progress(cases, case_ends(cases, log), until)
    assert (sum(in_progress(half, case_ends(half, part), until) for half, part in halves) == there).all()
    assert (sum(files_waiting(*half, until) for half in halves) == files_waiting(cases, log, until)).all()
    whole = pool_sums(cases.pools, log, HOUR, until).inside
    assert (sum(pool_sums(cases.pools, part, HOUR, until).inside for _half, part in halves) == whole).all()

"""What happened to each case, read from the log of attempts: times, contacts, trips, outcome.

Everything is a whole number of seconds or a count, for every case; who is measured (the cohort,
sector-only applicants apart) and how cases are averaged is the caller's business.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.cases import BACK_OFFICE, IN_PERSON, NONE, STAFFED, Bools, Cases, Ints, Kind, Role
from wogsim.hours import DAY, Hours
from wogsim.log import EndedBy, Log
from wogsim.measures.attempts import (
    activity_ends,
    add_up,
    attempts_in,
    attempts_of_kind,
    granted_cases,
    open_seconds,
    wait_ends,
)

TIMES = ("granted", "waiting_time", "sojourn_time")


def case_times(cases: Cases, log: Log) -> dict[str, npt.NDArray[Any]]:
    """The `TIMES` of every case, as `case_measures` has them, each of shape (C,)."""
    granted = granted_cases(cases, log)
    sojourn = activity_ends(cases, log)[cases.last] - cases.need
    found = (granted, _waiting(cases, log, IN_PERSON), np.where(granted, sojourn, NONE))
    return dict(zip(TIMES, found, strict=True))


def case_measures(cases: Cases, log: Log, working_days: Hours) -> dict[str, npt.NDArray[Any]]:
    """Measure every case.

    Parameters
    ----------
    cases : Cases
        C cases.
    log : Log
        Every attempt of these cases, each case followed until it ended.
    working_days : Hours
        One interval of 24 h per working day (touching ones merged).

    Returns
    -------
    dict of arrays, each of shape (C,)
        bool: ``granted`` (the permit is in hand), ``gave_up`` (it is not), ``deemed_approved``
        (granted, at least one clearance by deadline).

        int64 seconds: ``waiting_time`` (at counters and desks), ``file_waiting_time`` (in back
        offices), ``hands_on_time`` (by staff, in opening hours), ``sojourn_time`` (need to permit in
        hand; -1 unless granted), ``sojourn_working_time`` (its seconds in working days, 86,400 to
        a day, hence sojourn_working_days; -1 unless granted).

        int64 counts: ``counters_visited``, ``counter_contacts``, ``agencies_met``, ``trips``,
        ``handoffs``, ``chain_length``, ``papers``, ``returns``.
    """
    times = case_times(cases, log)
    granted, hastened = times["granted"], _count(cases, log, log.ended_by == EndedBy.DEADLINE) > 0
    permit_in_hand = np.where(granted, cases.need + times["sojourn_time"], cases.need)
    working = working_days.elapsed(permit_in_hand) - working_days.elapsed(cases.need)
    met = _met_in_person(cases, log)
    return {
        **times,
        "gave_up": ~granted,
        "deemed_approved": granted & hastened,
        "file_waiting_time": _waiting(cases, log, BACK_OFFICE),
        "hands_on_time": _hands_on(cases, log),
        "counters_visited": _count_distinct(cases, log.case[met], log.pool[met]),
        "counter_contacts": _count(cases, log, met),
        "agencies_met": _agencies_met(cases, log),
        "trips": _trips(cases, log),
        "handoffs": _handoffs(cases, log),
        "chain_length": cases.chain_length,
        "papers": cases.papers,
        "returns": cases.returns,
        "sojourn_working_time": np.where(granted, working, NONE),
    }


def _total(cases: Cases, case: Ints, seconds: Ints) -> Ints:
    """Add up `seconds` of each case, shape (C,)."""
    return add_up(case, seconds, len(cases.need))


def _count(cases: Cases, log: Log, chosen: Bools) -> Ints:
    """Count the chosen attempts of each case, shape (C,)."""
    return np.bincount(log.case[chosen], minlength=len(cases.need)).astype(np.int64)


def _count_distinct(cases: Cases, case: Ints, thing: Ints) -> Ints:
    """Count the different things (numbered from 0, few) of each case, shape (C,)."""
    seen = np.zeros((len(cases.need), int(thing.max(initial=0)) + 1), dtype=bool)
    seen[case, thing] = True
    count: Ints = seen.sum(axis=1)
    return count


def _waiting(cases: Cases, log: Log, roles: Collection[Role]) -> Ints:
    """Sum the waiting of each case in pools of these roles; seconds, shape (C,)."""
    rows = attempts_in(log, cases.pools, roles)
    return _total(cases, log.case[rows], (wait_ends(log) - log.enabled)[rows])


def _hands_on(cases: Cases, log: Log) -> Ints:
    """Add up staff's service of each case in opening hours; seconds, shape (C,).

    A counter finishes the citizen in front of it past its closing, so all its service is work;
    laid-down work is only worked on while the office is open.
    """
    rows = np.flatnonzero(attempts_in(log, cases.pools, STAFFED) & (log.started != NONE))
    pool, started, completed = log.pool[rows], log.started[rows], log.completed[rows]
    worked = completed - started
    laid_down = np.flatnonzero(np.array([office.suspends for office in cases.pools])[pool])
    worked[laid_down] = open_seconds(cases.pools, pool[laid_down], started[laid_down], completed[laid_down])
    return _total(cases, log.case[rows], worked)


def _met_in_person(cases: Cases, log: Log) -> Bools:
    """Whether each attempt brought the citizen before a member of staff. Shape (rows,)."""
    met: Bools = attempts_in(log, cases.pools, IN_PERSON) & (log.started != NONE)
    return met


def _agencies_met(cases: Cases, log: Log) -> Ints:
    """Count the different agencies whose own counter served the citizen, shape (C,)."""
    rows = attempts_in(log, cases.pools, {Role.COUNTER}) & (log.started != NONE)
    agency = np.array([office.agency for office in cases.pools], dtype=np.int64)[log.pool[rows]]
    owned = agency != NONE
    return _count_distinct(cases, log.case[rows][owned], agency[owned])


def _trips(cases: Cases, log: Log) -> Ints:
    """Count the trips of each case, shape (C,).

    Every coming to a counter or desk counts, served or not; one begins a trip when it is the first, or when
    building or day differs from the one before.
    """
    comings = np.flatnonzero(attempts_in(log, cases.pools, IN_PERSON))
    # Stable, so that comings at one instant stay in the log's order: activity, attempt.
    comings = comings[np.lexsort((log.enabled[comings], log.case[comings]))]
    case = log.case[comings]
    building = np.array([office.building for office in cases.pools], dtype=np.int64)[log.pool[comings]]
    day = log.enabled[comings] // DAY
    begins = np.ones(len(comings), dtype=bool)
    begins[1:] = _differs(case) | _differs(building) | _differs(day)
    return np.bincount(case[begins], minlength=len(cases.need)).astype(np.int64)


def _differs(values: Ints) -> Bools:
    """Whether each value but the first differs from the one before it, shape (n - 1,)."""
    return np.not_equal(values[1:], values[:-1])


def _handoffs(cases: Cases, log: Log) -> Ints:
    """Count the files that reached where they were sent, case by case, shape (C,)."""
    return _count(cases, log, attempts_of_kind(cases, log, Kind.HANDOFF) & (log.ended_by == EndedBy.SERVED))

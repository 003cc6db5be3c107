"""What happened to each case, read from the log of attempts: times, contacts, trips, outcome.

Everything is a whole number of seconds or a count, for every case; who is measured (the cohort, sector-only applicants
apart) and how cases are averaged is the caller's business.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import AT_AGENCY, BACK_OFFICE, IN_PERSON, NONE, STAFFED, Bools, Cases, Ints, Kind
from wogsim.contract.hours import Hours
from wogsim.contract.log import EndedBy, Log
from wogsim.measures.attempts import activity_ends, add_up, attempts_in, open_seconds, permit_times
from wogsim.measures.journeys import from_home, later_stops, releases
from wogsim.measures.on_the_spot import building_before, hall_waits

TIMES = ("granted", "waiting_time", "sojourn_time")


def case_times(cases: Cases, log: Log) -> dict[str, npt.NDArray[Any]]:
    """The `TIMES` of every case, as `case_measures` has them, each of shape (C,)."""
    permits = permit_times(cases, log)
    granted = permits != NONE
    waited = (log.wait_ends - log.enabled) * attempts_in(log, cases.pools, IN_PERSON)
    halls = hall_waits(cases, log)
    waiting = add_up(log.case, waited, len(cases.need)) + add_up(halls.case, halls.seconds, len(cases.need))
    found = (granted, waiting, np.where(granted, permits - cases.need, NONE))
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
        bool: ``granted`` (the permit is in hand), ``gave_up`` (it is not), ``deemed_approved`` (granted, at least one
        clearance by deadline).

        int64 seconds: ``waiting_time`` (at counters and desks, and in halls for what is decided), ``file_waiting_time``
        (in back offices, by the clock), ``file_waiting_open_time`` (the same in their opening hours), ``hands_on_time``
        (by staff, in opening hours), ``sojourn_time`` (need to permit in hand; -1 unless granted),
        ``sojourn_working_time`` (its seconds in working days, 86,400 to a day, hence sojourn_working_days; -1 unless
        granted).

        int64 counts: ``counters_visited``, ``counter_contacts``, ``agencies_met``, ``trips``, ``handoffs``,
        ``chain_length``, ``papers``, ``returns``.
    """
    times, halls = case_times(cases, log), hall_waits(cases, log)
    granted = times["granted"]
    permit_in_hand = np.where(granted, cases.need + times["sojourn_time"], cases.need)
    working = working_days.elapsed(permit_in_hand) - working_days.elapsed(cases.need)
    in_person, served = attempts_in(log, cases.pools, IN_PERSON), log.worked
    met = np.flatnonzero(in_person & served)
    case, pool = log.case[met], log.pool[met]
    agency = np.array([office.agency for office in cases.pools], dtype=np.int64)[pool]
    own = np.flatnonzero((agency != NONE) & attempts_in(log, cases.pools, AT_AGENCY)[met])
    in_file = attempts_in(log, cases.pools, BACK_OFFICE)
    files = np.flatnonzero(in_file & (log.wait_ends > log.enabled))
    opened = open_seconds(cases.pools, log.pool[files], log.enabled[files], log.wait_ends[files])
    moves = np.array([slot.kind is Kind.HANDOFF for slot in cases.slots], dtype=bool)[cases.slot[log.activity]]
    return {
        **times,
        "gave_up": ~granted,
        "deemed_approved": granted & (_count(cases, log.case[log.ended(EndedBy.DEADLINE)]) > 0),
        "file_waiting_time": add_up(log.case, (log.wait_ends - log.enabled) * in_file, len(cases.need)),
        "file_waiting_open_time": add_up(log.case[files], opened, len(cases.need)),
        "hands_on_time": _hands_on(cases, log, attempts_in(log, cases.pools, STAFFED) & served),
        "counters_visited": _count_distinct(cases, case, pool),
        "counter_contacts": _count(cases, case),
        "agencies_met": _count_distinct(cases, case[own], agency[own]),
        "trips": _trips(cases, log) + add_up(halls.case, halls.nights, len(cases.need)),
        "handoffs": _count(cases, log.case[moves & log.ended(EndedBy.SERVED)]),  # of files that arrived
        "chain_length": cases.chain_length,
        "papers": cases.papers,
        "returns": cases.returns,
        "sojourn_working_time": np.where(granted, working, NONE),
    }


def _count(cases: Cases, case: Ints) -> Ints:
    """Count how often each case comes up, shape (C,)."""
    return np.bincount(case, minlength=len(cases.need)).astype(np.int64)


def _count_distinct(cases: Cases, case: Ints, thing: Ints) -> Ints:
    """Count the different things (numbered from 0, few) of each case, shape (C,)."""
    seen = np.zeros((int(thing.max(initial=0)) + 1, len(cases.need)), dtype=bool)
    seen[thing, case] = True
    count: Ints = seen.sum(axis=0)
    return count


def _hands_on(cases: Cases, log: Log, worked: Bools) -> Ints:
    """Add up the service in opening hours that staff `worked` in each case; seconds, shape (C,).

    A counter finishes the citizen in front of it past its closing, so all its service is work;
    laid-down work is only worked on while the office is open.
    """
    seconds = (log.completed - log.started) * worked
    lays_down = np.array([*(office.suspends for office in cases.pools), False])
    rows = np.flatnonzero(lays_down[log.pool] & worked)
    seconds[rows] = open_seconds(cases.pools, log.pool[rows], log.started[rows], log.completed[rows])
    return add_up(log.case, seconds, len(cases.need))


def _trips(cases: Cases, log: Log) -> Ints:
    """Count the trips of each case, shape (C,).

    Every coming to a counter or desk counts, served or not; one is a trip when it is from home, or from another
    building.
    """
    comings = np.flatnonzero(cases.in_person[log.activity] & (log.pool != NONE))
    building = np.array([office.building for office in cases.pools], dtype=np.int64)
    later, ends = later_stops(cases, log, comings), activity_ends(cases, log)
    stops, released = log.activity[comings[later]], np.zeros(len(comings), dtype=np.int64)
    released[later] = releases(cases, ends, stops)
    begins = from_home(cases, log, comings, released)
    before, here = building_before(cases, ends, stops, building), building[log.pool[comings[later]]]
    begins[later] |= (before != NONE) & (before != here)
    return _count(cases, log.case[comings[begins]])

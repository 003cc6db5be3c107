"""Time on the spot: from the first queue to leaving; and waiting in a hall until something is decided.

Who waits for a permit while they are there goes on to the next counter when what it needs is decided. If the office
closes for the day before that, they are at the door when it opens again: the night is no time on the spot, and each
morning is one more trip.
"""

from dataclasses import dataclass

import numpy as np

from wogsim.contract.cases import IN_PERSON, Cases, Ints
from wogsim.contract.log import Log
from wogsim.measures.attempts import activity_ends, add_up, attempts_in, by_calendar
from wogsim.measures.journeys import from_home, later_stops, releases


@dataclass(frozen=True)
class HallWaits:
    """Waits in halls, each of shape (n,): whose ``case``, ``seconds`` in opening days, and ``nights`` in between."""

    case: Ints
    seconds: Ints
    nights: Ints


def hall_waits(cases: Cases, log: Log) -> HallWaits:
    """Every wait of a citizen who stayed where they were until what the next counter needs was decided."""
    rows = np.flatnonzero(cases.in_person[log.activity])
    stops = rows[later_stops(cases, log, rows)]
    # A stop that waits for nothing but the one before it is reached on foot, without a wait.
    waits = np.diff(cases.pred_ptr)[log.activity[stops]] > 1
    stops = stops[waits]
    case, activity = log.case[stops].astype(np.int64), log.activity[stops]
    if not len(stops):
        return HallWaits(case, case, case)
    ends = activity_ends(cases, log)
    since, until = _left(cases, ends, activity), releases(cases, ends, activity)
    seconds, nights = until - since, np.zeros(len(stops), dtype=np.int64)
    home = from_home(cases, log, stops, until)  # it closed, and they come when it is decided
    for hours, some in by_calendar(cases.pools, log.pool[stops]):
        mornings = hours.opens[hours.begins_sitting]
        nights[some] = np.searchsorted(mornings, until[some], "right") - np.searchsorted(mornings, since[some], "right")
        over = some[(nights[some] > 0) | home[some]]
        seconds[over] = hours.elapsed(until[over]) - hours.elapsed(since[over])
    return HallWaits(case, seconds, nights)


def _left(cases: Cases, ends: Ints, activities: Ints) -> Ints:
    """When the citizen was served at the stop before each of some activities, seconds, shape (n,)."""
    heads, counts = cases.pred_ptr[activities], np.diff(cases.pred_ptr)[activities]
    left = np.zeros(len(activities), dtype=np.int64)
    for further in range(int(counts.max(initial=0))):
        some = np.flatnonzero(counts > further)
        before = cases.predecessors[heads[some] + further]
        left[some] = np.maximum(left[some], np.where(cases.in_person[before], ends[before], 0))
    return left


def on_the_spot(cases: Cases, log: Log) -> Ints:
    """Seconds from the first queue to leaving, over all comings of each case, shape (C,).

    Queues and counters, walks from one to the next in a building, and waits in halls; no journeys.
    """
    size = len(cases.need)
    there = (log.completed - log.enabled) * attempts_in(log, cases.pools, IN_PERSON)
    rows = np.flatnonzero(cases.in_person[log.activity])
    stops = rows[later_stops(cases, log, rows)]
    ends = activity_ends(cases, log)
    released = releases(cases, ends, log.activity[stops])
    stays = ~from_home(cases, log, stops, released)
    stops, released = stops[stays], released[stays]
    building = np.array([pool.building for pool in cases.pools], dtype=np.int64)
    before = building_before(cases, ends, log.activity[stops], building)
    walked = np.where(before == building[log.pool[stops]], log.enabled[stops] - released, 0)
    waits = hall_waits(cases, log)
    total: Ints = add_up(log.case, there, size) + add_up(log.case[stops], walked, size)
    return total + add_up(waits.case, waits.seconds, size)


def building_before(cases: Cases, ends: Ints, activities: Ints, building: Ints) -> Ints:
    """The building of the stop before each, shape (n,); of two at one instant that of the later by number."""
    heads, counts = cases.pred_ptr[activities], np.diff(cases.pred_ptr)[activities]
    left, where = np.full(len(activities), -1, dtype=np.int64), np.full(len(activities), -1, dtype=np.int64)
    for further in range(int(counts.max(initial=0))):
        some = np.flatnonzero(counts > further)
        before = cases.predecessors[heads[some] + further]
        latest = cases.in_person[before] & (ends[before] >= left[some])
        chosen = some[latest]
        left[chosen], where[chosen] = ends[before[latest]], building[cases.pool[before[latest]]]
    return where

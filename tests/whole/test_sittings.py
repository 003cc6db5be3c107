"""Offices that are open at night: a sitting is what lies between two openings, whatever the date.

Everything is held against the same office by day, whose log must be the same four hours earlier, and against a plain
SimPy program of one clerk that is given the needs and knows nothing of this package's hours.
"""

from dataclasses import replace

import numpy as np
import pytest
import simpy

from wogsim.animation.morning import mornings
from wogsim.contract.cases import Cases
from wogsim.contract.hours import DAY, HOUR
from wogsim.contract.log import COLUMNS, EndedBy, Log
from wogsim.measures.cases import case_measures
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.world.agencies import World
from wogsim.world.opening import working_days_a_week, working_seconds_a_week

TITLE = {"en": "Night", "id": "Malam"}
MINUTE = 60
WEEK = 7 * DAY
LATER = 4 * HOUR
ALL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVENING = dict.fromkeys(ALL[:5], "18:00-22:00")
NIGHT = dict.fromkeys(ALL[:5], "22:00-02:00")  # four hours later
BY_DATE = (  # the same, as dates see it
    dict.fromkeys(ALL[1:5], "00:00-02:00, 22:00-24:00") | {"monday": "22:00-24:00", "saturday": "00:00-02:00"}
)
WITH_A_BREAK = {  # evenings and nights with a break of half an hour
    "evening": dict.fromkeys(ALL[:5], "18:00-20:00, 20:30-22:00"),
    "night": dict.fromkeys(ALL[:5], "22:00-00:00, 00:30-02:00"),
}


def office(hours: dict[str, str], needed_at: list[int], **agency: object) -> Loaded:
    """An office of one clerk, 18 minutes a visitor, and 9 needs on a working day at some hours of the clock."""
    desk = {"title": TITLE, "counters": 1, "intake": "18 min", "collection": "2 min", "hours": "office"}
    return from_tree(
        {
            "title": TITLE,
            "about": TITLE,
            "world": {
                "start": "2026-01-05",
                "hours": {"office": hours},
                "working_days": "office",
                "notice": "next opening",
                "citizens": {
                    "need": "9 per working day",
                    "by_hour": [float(hour in needed_at) for hour in range(24)],
                    "arrival_spread": "1 hour",
                },
                "agencies": {"desk": desk | agency},
                "clearances": {
                    "stamp": {"title": TITLE, "agency": "desk", "assessors": 1, "assessment": "exponential(20 min)"}
                },
                "permits": {"letter": {"title": TITLE}},
            },
            "levers": {"patterns": ["technical-functional"]},
            "run": {"warm_up": "1 week", "cohort": "4 weeks", "run_out": "1 week", "replications": 1},
        },
        "night",
    )


def followed(loaded: Loaded) -> tuple[World, Cases, Log]:
    """The first replication."""
    plan = prepare(loaded)
    row, staff = plan.patterns[0]
    return plan.world, *one_pattern(plan.world, row, staff, 1, 0)


def until_friday(cases: Cases, log: Log) -> Log:
    """What concerns needs of the first four weeks: later on, the last hours of a night may lie behind the end."""
    return log.rows(cases.need[log.case] < 4 * WEEK)


def assert_later(one: tuple[World, Cases, Log], other: tuple[World, Cases, Log], seconds: int) -> None:
    """The other's log is the one's, so many seconds later."""
    times = ("enabled", "started", "completed")
    logs = [until_friday(*one[1:]), until_friday(replace(other[1], need=other[1].need - seconds), other[2])]
    for column in COLUMNS:
        before, after = (getattr(log, column) for log in logs)
        later = seconds * (before != -1) * (column in times)
        np.testing.assert_array_equal(before + later, after, column)


HOURS = {"evening": [18, 19, 20, 21], "night": [22, 23, 0, 1]}


@pytest.mark.parametrize(
    ("evening", "night", "agency"),
    [
        (EVENING, NIGHT, {}),
        (EVENING, BY_DATE, {}),
        (WITH_A_BREAK["evening"], WITH_A_BREAK["night"], {}),
        (EVENING, NIGHT, {"closing": "serve out"}),
        (EVENING, NIGHT, {"quota": 9}),  # papers and permits: there are too few, and a night has as many as a day
    ],
)
def test_a_night_is_an_evening_four_hours_later(evening, night, agency):
    early, late = (
        followed(office(evening, HOURS["evening"], **agency)),
        followed(office(night, HOURS["night"], **agency)),
    )
    assert_later(early, late, LATER)
    ends = late[2].ended_by == EndedBy.SENT_HOME
    assert ends.any() == ("closing" not in agency)
    clock = late[2].completed[ends] % DAY
    assert ((clock >= 22 * HOUR) | (clock <= 2 * HOUR)).all()
    values = [case_measures(cases, log, world.working_days) for world, cases, log in (early, late)]
    for name in ("waiting_time", "trips", "counter_contacts", "sojourn_time", "sojourn_working_time"):
        cohort = early[1].need < 4 * WEEK
        np.testing.assert_array_equal(values[0][name][cohort], values[1][name][: len(cohort)][cohort], name)


def test_nobody_waits_for_longer_than_a_night_and_some_are_sent_home():
    _world, _cases, log = followed(office(NIGHT, HOURS["night"]))
    assert (log.ended_by == EndedBy.SENT_HOME).any()
    at_counter = log.pool == 0
    assert (log.wait_ends - log.enabled)[at_counter].max() <= 4 * HOUR


def test_a_clerk_at_night_by_a_plain_program():
    """The waits of a plain SimPy program of one clerk at night, given who comes when, agree to the second."""
    _world, cases, log = followed(office(NIGHT, HOURS["night"], collection="0 s"))
    first = np.searchsorted(cases.case, np.arange(len(cases.need)))
    offsets = cases.offset[first]
    waits, there = np.zeros(len(cases.need), dtype=np.int64), log.pool == 0
    np.add.at(waits, log.case[there], (log.wait_ends - log.enabled)[there])
    assert waits.tolist() == plain_waits(list(zip(cases.need.tolist(), offsets.tolist(), strict=True)))


def plain_waits(people: list[tuple[int, int]]) -> list[int]:
    """Seconds that each of some people stands in the queue of a clerk, there from Monday to Friday, 22:00 to 02:00.

    Each, by number, has a need in these hours, and a time after the opening before which they do not come. At 02:00 the
    queue goes home, and is at the door at the next opening; the clerk finishes with the visitor in front of them.
    """
    env = simpy.Environment()
    clerk, waits = simpy.PriorityResource(env), [0] * len(people)

    def next_opening(now: int) -> int:
        return min(begin for begin in range(22 * HOUR, 10 * WEEK, DAY) if begin > now and begin // DAY % 7 < 5)

    def visitor(number: int, need: int, after: int):
        opening = (need - 22 * HOUR) // DAY * DAY + 22 * HOUR
        yield env.timeout(max(need, opening + after))
        while True:
            here, closing = env.now, (env.now - 2 * HOUR) // DAY * DAY + DAY + 2 * HOUR
            with clerk.request(priority=(here, number)) as turn:
                yield turn | env.timeout(closing - here)
                waits[number] += env.now - here
                if turn.triggered:
                    yield env.timeout(18 * MINUTE)
                    return
            yield env.timeout(next_opening(env.now) - env.now)

    for number, one in enumerate(people):
        env.process(visitor(number, *one))
    env.run()
    return waits


@pytest.mark.parametrize("hours", [NIGHT, BY_DATE])
def test_five_nights_are_five_working_days_of_four_hours(hours):
    described = office(hours, HOURS["night"]).scenario.world
    assert working_days_a_week(described) == 5
    assert working_seconds_a_week(described) == 5 * 4 * HOUR
    world = prepare(office(hours, HOURS["night"])).world
    assert world.hours("office").sittings(0, 4 * WEEK) == 4 * 5
    # From the end of a night to the end of the next, and no weekend: Monday 2:00 to Saturday 2:00.
    assert world.working_days.opens[:2].tolist() == [2 * HOUR, WEEK + 2 * HOUR]
    assert world.working_days.closes[:2].tolist() == [5 * DAY + 2 * HOUR, WEEK + 5 * DAY + 2 * HOUR]


def test_needs_by_hour_belong_to_the_night_in_which_they_arise():
    """Those of one o'clock come in the night of Monday to Tuesday, and in that of Friday to Saturday."""
    _world, cases, _log = followed(office(NIGHT, [1]))
    assert set((cases.need % DAY // HOUR).tolist()) == {1}
    assert set((cases.need // DAY % 7).tolist()) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("hours", [NIGHT, BY_DATE])
def test_the_film_has_a_morning_of_every_night(hours):
    windows = mornings(prepare(office(hours, HOURS["night"])).world)
    assert windows == [
        (begin, begin + 4 * HOUR) for begin in range(22 * HOUR, 5 * WEEK, DAY) if begin >= WEEK and begin // DAY % 7 < 5
    ]


def test_people_present_after_midnight():
    """Of two clerks one is there from 00:00 on: in two of the four hours."""
    plan = prepare(office(NIGHT, HOURS["night"], counters=2, present={"22:00-00:00": 1, "00:00-02:00": 0.5}))
    crossing = prepare(office(NIGHT, HOURS["night"], counters=2, present={"00:00-02:00": 0.5, "02:00-00:00": 1}))
    for one in (plan, crossing):
        (row, staff), *_ = one.patterns
        cases, _log = one_pattern(one.world, row, staff, 1, 0)
        steps = list(zip(cases.pools[0].step_times.tolist(), cases.pools[0].step_servers.tolist(), strict=True))
        assert steps[:3] == [(22 * HOUR, 2), (24 * HOUR, 1), (26 * HOUR, 0)]


@pytest.mark.parametrize(("spread", "morning"), [("3 hours", 2), ("2 hours", 2), ("90 min", 1.5), ("5 hours", 2)])
def test_a_spread_longer_than_the_session_is_even_over_the_session(spread, morning):
    """Open from 8 to 10, needs at night: they come evenly within the spread, or within the two hours that there are."""
    two_hours = office(dict.fromkeys(ALL[:5], "08:00-10:00"), list(range(7)), counters=200)
    loaded = two_hours.change({"world.citizens.arrival_spread": spread, "world.citizens.need": "100 per day"})
    _world, cases, log = followed(loaded)
    first = np.array([slot.kind for slot in cases.slots])[cases.slot[log.activity]] == "intake"
    clock = log.enabled[first] % DAY - 8 * HOUR
    assert clock.max() < morning * HOUR
    quarters = np.bincount(clock // (15 * MINUTE), minlength=round(4 * morning))
    expected = len(clock) / len(quarters)
    chi = float(((quarters - expected) ** 2 / expected).sum())
    assert chi < len(quarters) - 1 + 4 * np.sqrt(2 * (len(quarters) - 1))  # seven or five degrees of freedom

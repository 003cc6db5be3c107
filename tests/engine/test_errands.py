"""A citizen is one person: errands by hand, to the second, and a log that says otherwise is refused."""

import re
from dataclasses import replace
from heapq import heapify

import numpy as np
import pytest
from simpy import Event

from tests.twin import check, well_formed
from tests.worlds import Do, errand, make_cases, make_pool, random_world
from wogsim.contract.cases import NONE, UNLIMITED, Cases
from wogsim.contract.hours import DAY, Hours
from wogsim.contract.log import EndedBy, Log
from wogsim.engine import reference

SERVED, HOME, GAVE_UP = EndedBy.SERVED, EndedBy.SENT_HOME, EndedBy.GAVE_UP
M, H = 60, 3600
OFFICE = [(day * DAY + start * H, day * DAY + end * H) for day in range(5) for start, end in ((8, 12), (13, 16))]
ALWAYS = Hours.always()
FREE = make_pool(ALWAYS, UNLIMITED)  # nobody ever waits there


def visit(pool: int, work: int, home: int, after: tuple[int, ...] = (), **other: int) -> Do:
    """An errand of one stop."""
    return Do(pool, work, after, in_person=True, home=home, **other)


def ways(log: Log) -> list[tuple[int, int, int, int, int]]:
    """Of each row (activity, enabled, completed, held, held by)."""
    columns = (log.activity, log.enabled, log.completed, log.held, log.held_by)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_errands_that_become_ready_while_the_citizen_is_out(checked):
    # 0 leaves at 0, is there at 10, served at 110, home at 120. 2 is ready at 20, 4 at 30. At 120 the citizen leaves
    # for 2: there at 125, served at 132, home at 137. Then for 4: there at 140. Both have waited for 0.
    dos = [
        visit(0, 100, home=10),
        Do(work=20),
        visit(0, 7, home=5, after=(1,)),
        Do(work=30),
        visit(0, 1, home=3, after=(3,)),
    ]
    assert ways(checked(make_cases([FREE], [(0, dos)]))) == [
        (0, 10, 110, 0, NONE),
        (1, 0, 20, 0, NONE),
        (2, 125, 132, 100, 0),
        (3, 0, 30, 0, NONE),
        (4, 140, 141, 107, 0),
    ]


def test_errands_ready_at_one_instant_go_by_their_numbers(checked):
    # 0 is there at 10 and home at 25; 1 leaves then, and is home at 25 + 2 * 20 + 5 = 70; 2 leaves then.
    dos = [visit(0, 5, home=10), visit(0, 5, home=20), visit(0, 5, home=1)]
    assert ways(checked(make_cases([FREE], [(0, dos)]))) == [
        (0, 10, 15, 0, NONE),
        (1, 45, 50, 25, 0),
        (2, 71, 76, 70, 0),
    ]


def test_who_waits_at_home_goes_first_come_first_served(checked):
    # Out until 0 is done at 30. Of those that wait at home, 4 was ready at 10, 2 at 20.
    dos = [visit(0, 30, home=0), Do(work=20), visit(0, 5, home=1, after=(1,)), Do(work=10), visit(0, 5, 1, after=(3,))]
    assert ways(checked(make_cases([FREE], [(0, dos)])))[2::2] == [(2, 38, 43, 17, 0), (4, 31, 36, 20, 0)]


def test_each_citizen_has_their_own_time(checked):
    two = [(0, [visit(0, 5, home=10)]), (0, [visit(0, 5, home=10)])]
    assert ways(checked(make_cases([FREE], two))) == [(0, 10, 15, 0, NONE), (1, 10, 15, 0, NONE)]


def test_leaving_home_is_what_counts_and_not_being_ready(checked):
    # Both are ready at 7:00. 0 would be there at 9:30 in the morning, and leaves home half an hour before. 1 is always
    # open: there at 7:20, home at 9:10 in spite of the higher number, and 0 has lost ten minutes.
    dos = [visit(0, M, home=30 * M, offset=90 * M), visit(1, 90 * M, home=20 * M)]
    log = checked(make_cases([make_pool(OFFICE), FREE], [(7 * H, dos)]))
    assert ways(log) == [
        (0, 9 * H + 40 * M, 9 * H + 41 * M, 10 * M, 1),
        (1, 7 * H + 20 * M, 8 * H + 50 * M, 0, NONE),
    ]


def test_an_errand_with_several_stops_is_one_way(checked):
    # There at 10, served at 15, after a walk of 3 there at 18, served at 25, home at 29: 2, ready at 0, leaves then.
    dos = [*errand(Do(0, 5, home=10), Do(0, 7, lag=3, home=4)), visit(0, 1, home=2)]
    assert ways(checked(make_cases([FREE], [(0, dos)]))) == [
        (0, 10, 15, 0, NONE),
        (1, 18, 25, 0, NONE),
        (2, 31, 32, 29, 0),
    ]


def test_a_lunch_break_between_two_stops_is_waited_for(checked):
    # Served at 11:50, at the closed door of 1 at 12:10, in at 13:00, served at 13:05, home at 13:25. The other errand,
    # ready at 12:00, waits at home all that time: 85 minutes.
    stops = errand(Do(1, 10 * M, home=10 * M), Do(0, 5 * M, lag=20 * M, home=20 * M, offset=7 * M))
    dos = [*stops, Do(work=30 * M), visit(1, M, home=M, after=(2,))]
    assert ways(checked(make_cases([make_pool(OFFICE), FREE], [(11 * H + 30 * M, dos)]))) == [
        (0, 11 * H + 40 * M, 11 * H + 50 * M, 0, NONE),
        (1, 13 * H, 13 * H + 5 * M, 0, NONE),
        (2, 11 * H + 30 * M, 12 * H, 0, NONE),
        (3, 13 * H + 26 * M, 13 * H + 27 * M, 85 * M, 0),
    ]


def test_an_office_that_closes_between_two_stops_sends_the_citizen_home(checked):
    # 0: there at 15:30, served at 15:50; 1 would be reached at 16:10, and closes at 16:00. Home at 15:50 + 40 minutes;
    # there the next day at 8:10, their own time. After 5 minutes, a walk of 5 to the last stop, served at 8:21.
    # Another errand, ready at 16:00, leaves at 16:30 when the citizen is home.
    stops = [
        Do(1, 20 * M, home=30 * M),
        Do(0, 5 * M, lag=20 * M, home=40 * M, offset=10 * M),
        Do(1, M, lag=5 * M, home=25 * M),
    ]
    dos = [*errand(*stops), Do(work=H), visit(1, M, home=15 * M, after=(3,)), Do(after=(1,))]
    dos += [visit(1, M, home=5 * M, after=(5,))]  # ready at 8:15, while the first errand goes on until 8:46
    log = checked(make_cases([make_pool(OFFICE), FREE], [(15 * H, dos)]))
    assert ways(log) == [
        (0, 15 * H + 30 * M, 15 * H + 50 * M, 0, NONE),
        (1, DAY + 8 * H + 10 * M, DAY + 8 * H + 15 * M, 0, NONE),
        (2, DAY + 8 * H + 20 * M, DAY + 8 * H + 21 * M, 0, NONE),
        (3, 15 * H, 16 * H, 0, NONE),
        (4, 16 * H + 45 * M, 16 * H + 46 * M, 30 * M, 0),
        (5, DAY + 8 * H + 15 * M, DAY + 8 * H + 15 * M, 0, NONE),
        (6, DAY + 8 * H + 51 * M, DAY + 8 * H + 52 * M, 31 * M, 1),  # it is the second stop that left home this morning
    ]


def test_sent_home_while_another_errand_waits_at_home(checked):
    # The counter is held from 15:00 for four hours. The citizen waits there from 15:30, is sent home at 16:00, is home
    # at 16:30, and leaves at once for the other errand, ready since 15:40, until 7:50 of the next day. The second
    # attempt would have left at 7:30 to be there at 8:00; now it is there at 8:20.
    dos = [visit(0, M, home=30 * M, offset=H), Do(work=40 * M), visit(1, 15 * H, home=10 * M, after=(1,))]
    cases = make_cases([make_pool(OFFICE), FREE], [(15 * H, [Do(0, 4 * H)]), (15 * H, dos)])
    log = checked(cases)
    assert log.attempt.tolist() == [0, 0, 1, 0, 0]
    assert ways(log)[1:] == [
        (1, 15 * H + 30 * M, 16 * H, 0, NONE),
        (1, DAY + 8 * H + 20 * M, DAY + 8 * H + 21 * M, 20 * M, 3),
        (2, 15 * H, 15 * H + 40 * M, 0, NONE),
        (3, 16 * H + 40 * M, DAY + 7 * H + 40 * M, 50 * M, 1),
    ]


def test_waiting_at_home_across_a_closing(checked):
    # The citizen is out from 15:00 until 17:20. Errand 2, ready at 15:05, would have been there in time; at 17:20 the
    # office is closed, and it no longer waits: they leave for errand 4, ready at 15:10, until 8:00. Errand 2 would
    # leave at 7:45, at its own time, and waits once more, for errand 4: 135 and 15 minutes.
    dos = [
        visit(1, 2 * H, home=10 * M),
        Do(work=5 * M),
        visit(0, M, home=20 * M, after=(1,), offset=5 * M),
        Do(work=10 * M),
        visit(1, 14 * H + 30 * M, home=5 * M, after=(3,)),
    ]
    log = checked(make_cases([make_pool(OFFICE), FREE], [(15 * H, dos)]))
    assert ways(log)[::2] == [
        (0, 15 * H + 10 * M, 17 * H + 10 * M, 0, NONE),
        (2, DAY + 8 * H + 20 * M, DAY + 8 * H + 21 * M, 150 * M, 4),
        (4, 17 * H + 25 * M, DAY + 7 * H + 55 * M, 130 * M, 0),
    ]


def test_a_day_at_home_holds_nothing_up(checked):
    # Errand 0 cannot leave before 7:30 of the next day; errand 1, ready an hour later, does not wait for it.
    dos = [visit(0, M, home=30 * M), Do(work=H), visit(1, M, home=10 * M, after=(1,))]
    log = checked(make_cases([make_pool(OFFICE), FREE], [(17 * H, dos)]))
    assert ways(log)[::2] == [
        (0, DAY + 8 * H, DAY + 8 * H + M, 0, NONE),
        (2, 18 * H + 10 * M, 18 * H + 11 * M, 0, NONE),
    ]


def test_giving_up_ends_what_waits_at_home_or_is_on_its_way(checked):
    # In the queue of pool 0 from 10 on, out of patience at 30. 2 waits at home, 3 would leave in the morning, 5 begins
    # to wait at 29: none has a row.
    dos = [visit(0, 5, home=10, patience=20), visit(1, 5, home=1), visit(2, 5, home=1), Do(work=29)]
    dos += [visit(1, 5, home=1, after=(3,))]
    log = checked(make_cases([make_pool(ALWAYS), FREE, make_pool(OFFICE)], [(0, [Do(0, 100)]), (0, dos)]))
    assert ways(log)[1:] == [(1, 10, 30, 0, NONE), (4, 0, 29, 0, NONE)]
    assert log.ended_by.tolist() == [SERVED, GAVE_UP, SERVED]


def test_a_counter_next_door_is_left_and_reached_at_once(checked):
    dos = [visit(0, 5, home=0), visit(0, 5, home=0), visit(0, 5, home=0)]
    assert ways(checked(make_cases([FREE], [(0, dos)]))) == [(0, 0, 5, 0, NONE), (1, 5, 10, 5, 0), (2, 10, 15, 10, 0)]


# A log in which somebody is in two places.

TWO = make_cases([FREE], [(0, [visit(0, 50, home=10), visit(0, 50, home=20)])])


def changed(log: Log, row: int, **values: int) -> Log:
    columns = {name: getattr(log, name).copy() for name in values}
    for name, value in values.items():
        columns[name][row] = value
    return replace(log, **columns)


@pytest.mark.parametrize(
    ("enabled", "held"),
    [
        pytest.param(20, 0, id="both at once"),
        pytest.param(89, 69, id="a second too early"),
        pytest.param(70, 50, id="from counter to counter"),
    ],
)
def test_a_log_in_which_stays_overlap_is_refused(enabled, held):
    log = reference.run(TWO)
    check(TWO, log)
    assert (log.enabled[1], log.held[1]) == (90, 70)
    forged = changed(log, 1, enabled=enabled, started=enabled, completed=enabled + 50, held=held)
    with pytest.raises(AssertionError, match="out already, for activity 0"):
        check(TWO, forged)


def test_a_log_in_which_a_stop_overtakes_the_way_home_is_refused():
    """The office closes between two stops; the citizen is at another counter before they can be home."""
    stops = errand(Do(1, 20 * M, home=30 * M), Do(0, 5 * M, lag=20 * M, home=40 * M))
    cases = make_cases([make_pool(OFFICE), FREE], [(15 * H, [*stops, visit(1, M, home=15 * M)])])
    log = reference.run(cases)
    check(cases, log)
    early = 16 * H + 44 * M
    forged = changed(log, 2, enabled=early, started=early, completed=early + M, held=int(log.held[2]) - M)
    with pytest.raises(AssertionError, match="out already, for activity 0"):
        check(cases, forged)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({"held": 69}, "held=69", id="another wait"),
        pytest.param({"held_by": 1}, "held_by=1", id="another errand"),
        pytest.param({"enabled": 91, "started": 91, "completed": 141, "held": 71}, "enabled=91", id="dawdling"),
    ],
)
def test_a_log_that_says_otherwise_why_an_errand_was_late_is_refused(values, said):
    with pytest.raises(AssertionError, match=re.escape(said)):
        check(TWO, changed(reference.run(TWO), 1, **values))


STOPS = errand(Do(0, 5, home=10), Do(0, 7, lag=3, home=4))


@pytest.mark.parametrize(
    ("dos", "said"),
    [
        pytest.param([*STOPS[:1], replace(STOPS[1], after=(2,)), Do(work=9)], "follows no other", id="from nowhere"),
        pytest.param([*STOPS[:1], Do(work=9, after=(0,))], "stands one other", id="never home again"),
        pytest.param([*STOPS, replace(STOPS[1], after=(0,))], "stands one other", id="in two places next"),
        pytest.param([visit(0, 5, home=1, deadline=9)], "of assessments", id="a deadline in person"),
    ],
)
def test_what_is_no_chain_of_stops_is_refused(dos, said):
    cases = make_cases([FREE], [(0, dos)])
    with pytest.raises(AssertionError, match=said):
        well_formed(cases)


# Engines that get one rule wrong.


def never_out(citizen: reference.Citizen) -> bool:
    """Everybody may be out on any number of errands."""
    return citizen.clock.now >= 0


def home_at_once(citizen: reference.Citizen, _time: int, right=reference.Citizen.go_home) -> None:
    """The way home takes no time."""
    right(citizen, citizen.clock.now)


def last_come_first_served(citizen: reference.Citizen, moment: Event, right=reference.Citizen.next_errand) -> None:
    citizen.line = [(-since, *rest) for since, *rest in citizen.line]
    heapify(citizen.line)
    right(citizen, moment)
    citizen.line = [(-since, *rest) for since, *rest in citizen.line]
    heapify(citizen.line)


def waits_for_the_door(citizen: reference.Citizen, activity, _may_leave, right=reference.Citizen.line_up):
    """Who would find it closed leaves all the same."""
    return right(citizen, activity, lambda: True)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("is_home", property(never_out)),
        ("go_home", home_at_once),
        ("next_errand", last_come_first_served),
        ("line_up", waits_for_the_door),
    ],
)
def test_an_engine_that_gets_a_rule_wrong_is_refused(monkeypatch, name, wrong):
    worlds = [random_world(seed, cases=20, activities=8, pools=3, timers=0.1) for seed in range(20)]
    check_all(worlds)
    monkeypatch.setattr(reference.Citizen, name, wrong)
    with pytest.raises(AssertionError):
        check_all(worlds)


def check_all(worlds: list[Cases]) -> None:
    for cases in worlds:
        check(cases, reference.run(cases))


def test_parts_of_a_log_number_what_an_errand_waited_for_anew():
    two_cases: Cases = make_cases([FREE], [(0, [visit(0, 5, home=1)]), (0, [visit(0, 5, home=1), visit(0, 5, home=1)])])
    log = reference.run(two_cases).of_cases(1, 2, 1)
    assert log.held_by.tolist() == [NONE, 0]
    assert np.array_equal(log.activity, [0, 1])

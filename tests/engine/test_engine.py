"""Engines against numbers worked out by hand, one rule at a time, and against the contract's twin in random worlds."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.twin import check
from tests.worlds import Do, errand, make_cases, make_pool, random_cases, random_world
from wogsim.contract.cases import NONE, UNLIMITED
from wogsim.contract.hours import DAY, FOREVER, Hours
from wogsim.contract.log import EndedBy
from wogsim.engine import reference
from wogsim.errors import CalendarExhausted
from wogsim.language import using

HOME, GAVE_UP, DEADLINE = EndedBy.SENT_HOME, EndedBy.GAVE_UP, EndedBy.DEADLINE
SERVED = EndedBy.SERVED
H = 3600
OFFICE = [(day * DAY + start * H, day * DAY + end * H) for day in range(5) for start, end in ((8, 12), (13, 16))]
ALWAYS = Hours.always()


def one_each(*dos: Do, need: int = 0) -> list[tuple[int, list[Do]]]:
    """Cases of one activity each."""
    return [(need, [do]) for do in dos]


def test_activities_follow_their_predecessors(attempts):
    # 0: 10 to 15. 1 after 0 with lag 4: 19 to 22. 2 after 0 at once, no work. 3 after 1 and 2: 22 to 29.
    do = [Do(work=5), Do(work=3, after=(0,), lag=4), Do(after=(0,)), Do(work=7, after=(1, 2))]
    assert attempts(make_cases([], [(10, do)])) == [
        (0, -1, 10, 10, 15, SERVED),
        (1, -1, 19, 19, 22, SERVED),
        (2, -1, 15, 15, 15, SERVED),
        (3, -1, 22, 22, 29, SERVED),
    ]


def test_first_come_first_served_and_ties_by_case(attempts):
    # Needs at 5, 3, 3: the third and second are there before the first; of these two the lower case begins.
    cases = make_cases([make_pool(ALWAYS)], [(5, [Do(0, 4)]), (3, [Do(0, 4)]), (3, [Do(0, 4)])])
    assert attempts(cases) == [
        (0, 0, 5, 11, 15, SERVED),
        (1, 0, 3, 3, 7, SERVED),
        (2, 0, 3, 7, 11, SERVED),
    ]


def test_less_priority_goes_first_but_never_interrupts(attempts):
    # At 0 the only server takes case 0; at 10 case 2 (priority -1, there since 9) passes case 1 (there since 1).
    cases = make_cases([make_pool(ALWAYS)], [(0, [Do(0, 10)]), (1, [Do(0, 10)]), (9, [Do(0, 10, priority=-1)])])
    assert [(started, completed) for _a, _s, _e, started, completed, _h in attempts(cases)] == [
        (0, 10),
        (20, 30),
        (10, 20),
    ]


def test_all_who_come_at_an_instant_are_there_before_anyone_starts(attempts):
    # Case 1 arrives at 4 by way of an activity without work, case 0 directly; case 1 has the smaller priority number.
    todo = [(4, [Do(0, 5)]), (4, [Do(), Do(after=(0,)), Do(0, 5, after=(1,), priority=-1)])]
    assert [row[3] for row in attempts(make_cases([make_pool(ALWAYS)], todo))] == [9, 4, 4, 4]


def test_the_lowest_free_server_serves(attempts):
    # Servers 0, 1, 2 from 0; 1 is free at 2, 0 at 4: at 4 case 3 (there since 3) has taken 1 already, case 4 takes 0.
    todo = [(0, [Do(0, 4)]), (0, [Do(0, 2)]), (0, [Do(0, 9)]), (3, [Do(0, 9)]), (4, [Do(0, 9)])]
    assert [row[1] for row in attempts(make_cases([make_pool(ALWAYS, 3)], todo))] == [0, 1, 2, 1, 0]


def test_counters_finish_and_offices_suspend(attempts):
    # One hour of work begun at 11:30 and then another of 30 minutes, in both pools. The counter works through lunch
    # until 12:30, then begins at 13:00. The office has done half at noon, ends at 13:30 and begins the next.
    pools = [make_pool(OFFICE), make_pool(OFFICE, suspends=True)]
    begin, half = 11 * H + H // 2, H // 2
    cases = make_cases(pools, one_each(Do(0, H), Do(0, half), Do(1, H), Do(1, half), need=begin))
    assert attempts(cases) == [
        (0, 0, begin, begin, 12 * H + half, SERVED),
        (1, 0, begin, 13 * H, 13 * H + half, SERVED),
        (2, 0, begin, begin, 13 * H + half, SERVED),
        (3, 0, begin, 13 * H + half, 14 * H, SERVED),
    ]


def test_suspended_work_that_is_done_at_closing_ends_then(attempts):
    cases = make_cases([make_pool(OFFICE, suspends=True)], one_each(Do(0, H), need=15 * H))
    assert attempts(cases) == [(0, 0, 15 * H, 15 * H, 16 * H, SERVED)]


def test_who_comes_to_a_closed_office_comes_after_the_opening(attempts):
    # At 16:00 it has closed. In person: after 8:00; of times within 8 hours, for which there are only 4 until noon,
    # half: 5 seconds of 10, and 2:30:02 of 5:00:05. A file is there at 16:00 and waits.
    do = [Do(0, 60, in_person=True, offset=10), Do(0, 60, in_person=True, offset=5 * H + 5), Do(0, 60)]
    opening = DAY + 8 * H
    late = opening + 2 * H + 1802
    assert attempts(make_cases([make_pool(OFFICE)], one_each(*do, need=16 * H), spread=8 * H)) == [
        (0, 0, opening + 5, opening + 60, opening + 120, SERVED),
        (1, 0, late, late, late + 60, SERVED),
        (2, 0, 16 * H, opening, opening + 60, SERVED),
    ]


def test_everybody_has_their_own_time_of_the_morning_but_not_of_the_afternoon(attempts):
    # Ten past eight at the earliest, whether they could come at 7:00 or at 8:05; at once when it is later; after lunch
    # at 13:00.
    dos = [(need, [Do(0, 1, in_person=True, offset=10 * 60)]) for need in (7 * H, 8 * H + 300, 9 * H, 12 * H + 300)]
    came = [row[2] for row in attempts(make_cases([make_pool(OFFICE, UNLIMITED)], dos))]
    assert came == [8 * H + 600, 8 * H + 600, 9 * H, 13 * H]


def test_who_sets_out_after_a_lag_comes_to_the_hours_of_then(attempts):
    # Need at 11:30, when it is open; 1 hour later it is lunch time. Need at 15:30: the next day, 10 seconds past 8:00.
    for need, comes in ((11 * H + H // 2, 13 * H), (15 * H + H // 2, DAY + 8 * H + 10)):
        cases = make_cases([make_pool(OFFICE)], one_each(Do(0, 60, lag=H, in_person=True, offset=10), need=need))
        assert [row[2] for row in attempts(cases)] == [comes]


def test_the_queue_goes_home_at_the_end_of_the_day_and_not_at_lunch(attempts):
    # From 11:00 case 0 holds the only server for 10 hours. Case 1, in person, stays over lunch, is sent home at 16:00
    # and is at the door the next day at 8:00. Case 2, a file, waits from noon on and starts then.
    todo = [
        (11 * H, [Do(0, 10 * H)]),
        (11 * H, [Do(0, 60, in_person=True, offset=20)]),
        (12 * H, [Do(0, 60)]),
    ]
    assert attempts(make_cases([make_pool(OFFICE)], todo)) == [
        (0, 0, 11 * H, 11 * H, 21 * H, SERVED),
        (1, -1, 11 * H, -1, 16 * H, HOME),
        (1, 0, DAY + 8 * H, DAY + 8 * H + 60, DAY + 8 * H + 120, SERVED),
        (2, 0, 12 * H, DAY + 8 * H, DAY + 8 * H + 60, SERVED),
    ]


def test_a_place_in_the_queue_is_lost_overnight(attempts):
    # Case 2 waits from 15:00, is sent home and is there at the opening; so is case 1, for the first time.
    todo = [
        (15 * H, [Do(0, 4 * H)]),
        (17 * H, [Do(0, 60, in_person=True)]),
        (15 * H, [Do(0, 60, in_person=True, offset=30)]),
    ]
    assert [row[2:4] for row in attempts(make_cases([make_pool(OFFICE)], todo))] == [
        (15 * H, 15 * H),
        (DAY + 8 * H, DAY + 8 * H),
        (15 * H, -1),
        (DAY + 8 * H, DAY + 8 * H + 60),
    ]


def test_staff_cuts_do_not_stop_work_and_nobody_starts_until_there_is_room(attempts):
    # Three servers until 10, one until 40, two from then on. Work of 15, 25, 35 begun at 0 goes on past 10. The fourth
    # waits: at 15 and 25 there is still at least one in service, at 35 none.  The fifth starts at 40, with the second.
    pool = make_pool(ALWAYS, 3, [(0, 3), (10, 1), (40, 2)])
    cases = make_cases([pool], one_each(Do(0, 15), Do(0, 25), Do(0, 35), Do(0, 50), Do(0, 50)))
    assert [(server, started) for _a, server, _e, started, _c, _h in attempts(cases)] == [
        (0, 0),
        (1, 0),
        (2, 0),
        (0, 35),
        (1, 40),
    ]


def test_without_limit_all_start_when_open(attempts):
    pool = make_pool([(10, 20), (30, FOREVER)], UNLIMITED, suspends=True)
    # Need at 5: at 10 to 18, and of 12 seconds 10 until 20 and 2 from 30. Need at 20: 30.
    todo = [(5, [Do(0, 8)]), (5, [Do(0, 12)]), (20, [Do(0, 1)])]
    assert attempts(make_cases([pool], todo)) == [
        (0, -1, 5, 10, 18, SERVED),
        (1, -1, 5, 10, 32, SERVED),
        (2, -1, 20, 30, 31, SERVED),
    ]


def test_giving_up_cancels_what_waits_and_what_would_come_but_not_what_is_served(attempts):
    # Pool 0 is held by case 0 until 50, pool 1 free. Case 1 at 0: waits for pool 0 with patience 20, waits there also
    # without patience, is served by pool 1 until 30, which goes on; its successor and the one with lag 25 never come.
    held = [Do(0, 50)]
    case = [
        Do(0, 5, patience=20),
        Do(0, 5),
        Do(1, 30),
        Do(1, 5, after=(2,)),
        Do(work=5, lag=25),
        Do(work=25),
        Do(work=1, after=(5,)),
    ]
    assert attempts(make_cases([make_pool(ALWAYS), make_pool(ALWAYS)], [(0, held), (0, case)])) == [
        (0, 0, 0, 0, 50, SERVED),
        (1, -1, 0, -1, 20, GAVE_UP),
        (2, -1, 0, -1, 20, GAVE_UP),
        (3, 0, 0, 0, 30, SERVED),
        (6, -1, 0, 0, 25, SERVED),
    ]


def test_patience_ends_before_a_server_that_is_freed_at_the_same_instant_takes_over(attempts):
    cases = make_cases([make_pool(ALWAYS)], one_each(Do(0, 20), Do(0, 5, patience=20), Do(0, 5, patience=21)))
    assert [(row[3], row[4], row[5]) for row in attempts(cases)] == [
        (0, 20, SERVED),
        (-1, 20, GAVE_UP),
        (20, 25, SERVED),
    ]


def test_a_successor_of_what_completes_as_the_case_is_given_up_does_not_begin(attempts):
    todo = [(0, [Do(0, 50)]), (0, [Do(0, 5, patience=20), Do(work=20), Do(work=1, after=(1,))])]
    assert [row[0] for row in attempts(make_cases([make_pool(ALWAYS)], todo))] == [0, 1, 2]


def test_patience_begins_anew_with_each_attempt_and_closing_precedes_it(attempts):
    # Patience 1 hour from 15:00 ends at 16:00, as the office closes: sent home first. The next day from 8:00 to 9:00.
    todo = [(15 * H, [Do(0, 100 * H)]), (15 * H, [Do(0, 60, in_person=True, patience=H)])]
    assert attempts(make_cases([make_pool(OFFICE)], todo))[1:] == [
        (1, -1, 15 * H, -1, 16 * H, HOME),
        (1, -1, DAY + 8 * H, -1, DAY + 9 * H, GAVE_UP),
    ]


def test_who_is_at_home_when_the_case_is_given_up_leaves_no_row(attempts):
    # Activity 0 is sent home at 16:00; activity 1, a file, loses patience at 20:00.
    todo = [
        (15 * H, [Do(0, 100 * H)]),
        (15 * H, [Do(0, 60, in_person=True), Do(0, 60, patience=5 * H)]),
    ]
    assert attempts(make_cases([make_pool(OFFICE)], todo))[1:] == [
        (1, -1, 15 * H, -1, 16 * H, HOME),
        (2, -1, 15 * H, -1, 20 * H, GAVE_UP),
    ]


def test_a_deadline_ends_work_in_hand_and_frees_its_server(attempts):
    # Deadline 8: 0 is in service until 10, ends at 8; its successor goes on then, and so does case 1 at the server.
    todo = [(0, [Do(0, 10, deadline=8), Do(work=1, after=(0,))]), (1, [Do(0, 10)])]
    assert attempts(make_cases([make_pool(ALWAYS)], todo)) == [
        (0, 0, 0, 0, 8, DEADLINE),
        (1, -1, 8, 8, 9, SERVED),
        (2, 0, 1, 8, 18, SERVED),
    ]


def test_a_deadline_withdraws_queued_work(attempts):
    todo = [(0, [Do(0, 10)]), (0, [Do(0, 10, deadline=10), Do(0, 3, after=(0,))]), (1, [Do(0, 2)])]
    # At 10 the server is free, but the deadline comes first; case 2, there since 1, is next, then the successor.
    assert attempts(make_cases([make_pool(ALWAYS)], todo)) == [
        (0, 0, 0, 0, 10, SERVED),
        (1, -1, 0, -1, 10, DEADLINE),
        (2, 0, 10, 12, 15, SERVED),
        (3, 0, 1, 10, 12, SERVED),
    ]


def test_completion_precedes_a_deadline_at_the_same_instant(attempts):
    cases = make_cases([make_pool(ALWAYS)], one_each(Do(0, 10, deadline=10), Do(work=10, deadline=10)))
    assert [row[4:] for row in attempts(cases)] == [(10, SERVED), (10, SERVED)]


def test_patience_precedes_a_deadline_at_the_same_instant(attempts):
    cases = make_cases([make_pool(ALWAYS)], one_each(Do(0, 99), Do(0, 5, patience=10, deadline=10)))
    assert attempts(cases)[1][4:] == (10, GAVE_UP)


def test_deadlines_run_on_their_own_clock(attempts):
    # The file is there at 8:00 and finds case 1 served first, for 100 hours. The clock runs from 14:00 to 18:00 daily:
    # two of the three hours have passed at 16:00, when the office closes; the third at 17:00, with nobody there.
    clock = [(day * DAY + 14 * H, day * DAY + 18 * H) for day in range(5)]
    todo = [(8 * H, [Do(0, 60, priority=1, deadline=3 * H), Do(work=1, after=(0,))]), (8 * H, [Do(0, 100 * H)])]
    assert attempts(make_cases([make_pool(OFFICE)], todo, clock)) == [
        (0, -1, 8 * H, -1, 17 * H, DEADLINE),
        (1, -1, 17 * H, 17 * H, 17 * H + 1, SERVED),
        (2, 0, 8 * H, 8 * H, 108 * H, SERVED),
    ]


def test_a_deadline_also_ends_what_needs_nobody(attempts):
    assert attempts(make_cases([], [(0, [Do(work=10, deadline=4), Do(work=1, after=(0,))])])) == [
        (0, -1, 0, 0, 4, DEADLINE),
        (1, -1, 4, 4, 5, SERVED),
    ]


def test_a_deadline_stays_in_force_after_giving_up(attempts):
    # Case 1 gives up at 20; its other activity, in service until 40, ends at 30 without its successor.
    todo = [(0, [Do(0, 50)]), (0, [Do(0, 5, patience=20), Do(1, 40, deadline=30), Do(work=1, after=(1,))])]
    assert attempts(make_cases([make_pool(ALWAYS), make_pool(ALWAYS)], todo))[1:] == [
        (1, -1, 0, -1, 20, GAVE_UP),
        (2, 0, 0, 0, 30, DEADLINE),
    ]


def test_a_sitting_goes_on_past_midnight_and_ends_where_it_closes_for_hours(attempts):
    # Again from 8:00: sent home at midnight, and at 1:00 too. Again from 1:00 on: that was a break.
    for closing, opening, ended in ((DAY, DAY + 8 * H, HOME), (DAY + H, DAY + 8 * H, HOME), (DAY, DAY + H, SERVED)):
        pool = make_pool([(20 * H, closing), (opening, DAY + 16 * H)])
        cases = make_cases([pool], one_each(Do(0, 6 * H), Do(0, 60, in_person=True), need=20 * H))
        assert attempts(cases)[1][5] == ended


@pytest.mark.parametrize(
    ("need", "do", "name"),
    [
        pytest.param(17 * H, Do(0, 60, in_person=True), "counter of roads", id="comes after the last closing"),
        pytest.param(15 * H, Do(0, 60, in_person=True), "counter of roads", id="is sent home at the last closing"),
        pytest.param(15 * H, Do(0, 60), "counter of roads", id="waits for ever"),
        pytest.param(15 * H, Do(1, H + 1), "assessors of roads", id="is laid down for ever"),
    ],
)
def test_an_exhausted_calendar_is_named(attempts, need, do, name):
    today = [(0, 16 * H)]
    pools = [make_pool(today, name="counter of roads"), make_pool(today, suspends=True, name="assessors of roads")]
    with pytest.raises(CalendarExhausted, match=name):
        attempts(make_cases(pools, [(15 * H, [Do(0, 2 * H)]), (need, [do])]))


@pytest.mark.parametrize(
    ("pool", "said"),
    [("sitting:wednesdays", "who signs at the hours 'wednesdays'"), ("clock", "whatever takes working days")],
)
def test_an_exhausted_delay_is_named_as_people_say(attempts, pool, said):
    with pytest.raises(CalendarExhausted, match=f"left for: {said}"):
        attempts(make_cases([make_pool([(0, H)], suspends=True, name=pool)], one_each(Do(0, H + 1))))


def test_an_exhausted_clock_of_deadlines_is_named(attempts):
    with pytest.raises(CalendarExhausted, match="clock of deadlines"):
        attempts(make_cases([make_pool(ALWAYS)], one_each(Do(0, 5, deadline=11)), clock=[(0, 10)]))


def test_calendars_that_reach_far_are_not_followed_to_their_end(monkeypatch):
    steps = 0

    class CountingClock(reference.Clock):
        def step(self):
            nonlocal steps
            steps += 1
            super().step()

    monkeypatch.setattr(reference, "Clock", CountingClock)
    daily = [(day * DAY, day * DAY + H) for day in range(10_000)]
    reference.run(make_cases([make_pool(daily)], one_each(Do(0, 5))))
    assert steps < 50


@settings(max_examples=10 * settings.default.max_examples)
@given(random_cases())
def test_the_contract_holds_in_random_worlds(cases):
    check(cases, reference.run(cases))


@pytest.mark.parametrize("timers", [0.0, 0.05, 0.1, 0.3])
@pytest.mark.parametrize("seed", range(4))
def test_the_contract_holds_in_crowded_worlds(seed, timers):
    cases = random_world(seed, cases=100, activities=5, pools=3, timers=timers)
    check(cases, reference.run(cases))


def test_the_same_cases_give_the_same_log_whatever_the_language():
    cases = random_world(1, cases=20, activities=5, pools=3)
    with using("id"):
        there = reference.run(cases)
    here = reference.run(cases)
    assert all(np.array_equal(getattr(here, name), getattr(there, name)) for name in vars(here))


def test_who_queues_at_closing_is_served_out(attempts):
    # One counter, an hour of work each, from 14:30: at 16:00 the second is served, the third waits and is served until
    # 17:30; over lunch nobody stays. Who walks on to another counter comes after its closing, and goes home.
    pools = [make_pool(OFFICE, serves_out=True), make_pool(OFFICE, serves_out=True)]
    todo = one_each(*[Do(0, H, in_person=True)] * 2, need=14 * H + H // 2)
    todo += [(14 * H + H // 2, errand(Do(0, H), Do(1, H)))]
    half = H // 2
    assert attempts(make_cases(pools, todo)) == [
        (0, 0, 14 * H + half, 14 * H + half, 15 * H + half, SERVED),
        (1, 0, 14 * H + half, 15 * H + half, 16 * H + half, SERVED),
        (2, 0, 14 * H + half, 16 * H + half, 17 * H + half, SERVED),
        (3, 0, DAY + 8 * H, DAY + 8 * H, DAY + 9 * H, SERVED),
    ]
    before_lunch = one_each(*[Do(0, H, in_person=True)] * 2, need=11 * H + half)
    assert [row[3] for row in attempts(make_cases(pools, before_lunch))] == [11 * H + half, 13 * H]


def test_a_deadline_may_cover_what_follows(attempts):
    # An assessment of 4 hours and a signature of 6, ten hours allowed: deemed signed at 10:00, then a letter of 1 hour.
    # With three hours both are deemed approved at 3:00, the signature without having begun; with eleven nothing is.
    def ends(hours: int) -> list[tuple[int, EndedBy]]:
        do = [Do(0, 4 * H, deadline=hours * H, covers=1), Do(1, 6 * H + 1, after=(0,)), Do(work=H, after=(1,))]
        cases = make_cases([make_pool(ALWAYS)] * 2, [(0, do)])
        return [(completed, how) for _a, _s, _e, _started, completed, how in attempts(cases)]

    assert ends(10) == [(4 * H, SERVED), (10 * H, DEADLINE), (11 * H, SERVED)]
    assert ends(3) == [(3 * H, DEADLINE), (3 * H, DEADLINE), (4 * H, SERVED)]
    assert ends(11) == [(4 * H, SERVED), (10 * H + 1, SERVED), (11 * H + 1, SERVED)]


def test_after_a_complaint_a_case_goes_first(attempts):
    # The only assessor has ten hours of others' work from 0:00, and more from 1:00 on. Case 1 complains at 2:00 to
    # somebody else, who takes an hour: its assessment, ready at 2:30, still waits its turn, that
    # ready at 4:00 does not.
    pools = [make_pool(ALWAYS), make_pool(ALWAYS)]
    complaint = Do(1, H, lag=2 * H, complaint=True)
    early, late = (Do(0, H, lag=lag) for lag in (5 * H // 2, 4 * H))
    others = [(0, [Do(0, 10 * H)]), *[(H, [Do(0, 10 * H)])] * 2]
    log = attempts(make_cases(pools, [*others, (0, [complaint, early, late])]))
    assert [row[3] // H for row in log] == [0, 11, 21, 2, 31, 10]


def test_nobody_complains_when_the_permit_is_in_hand(attempts):
    # The permit at 1:00, at the very instant of the complaint, or a second later.
    for lag, made in ((H, False), (H - 1, True)):
        cases = make_cases([make_pool(ALWAYS)], [(0, [Do(0, H, lag=lag, complaint=True), Do(work=H)])])
        assert len(attempts(cases)) == 1 + made


def test_who_gets_no_ticket_comes_another_day(attempts):
    # Two tickets a day at a counter that nobody queues at; an hour's journey. Four are there at 9:00: the third and the
    # fourth are at the door at 8:00 of the next day, before one who comes at 10:00 then. Who comes for a second stop
    # takes a ticket too, and who is not there in person takes none.
    pools = [make_pool(OFFICE, 9, quota=2), make_pool(OFFICE, 9)]
    come = Do(0, H, in_person=True, lag=H)
    third = (8 * H, errand(Do(1, 60, lag=H), Do(0, H, home=H)))
    todo = [*one_each(come, come, need=8 * H), third, *one_each(come, Do(0, H), need=8 * H)]
    todo += one_each(come, need=DAY + 9 * H)
    nine, eight = 9 * H, DAY + 8 * H
    assert attempts(make_cases(pools, todo)) == [
        (0, 0, nine, nine, 10 * H, SERVED),
        (1, 1, nine, nine, 10 * H, SERVED),
        (2, 0, nine, nine, nine + 60, SERVED),
        (3, NONE, nine + 60, NONE, nine + 60, HOME),
        (3, 0, eight, eight, eight + H, SERVED),
        (4, NONE, nine, NONE, nine, HOME),
        (4, 1, eight, eight, eight + H, SERVED),
        (5, 0, 8 * H, 8 * H, nine, SERVED),
        (6, NONE, DAY + 10 * H, NONE, DAY + 10 * H, HOME),
        (6, 0, 2 * DAY + 8 * H, 2 * DAY + 8 * H, 2 * DAY + nine, SERVED),
    ]


def test_a_counter_that_never_closes_has_tickets_again_at_midnight(attempts):
    pools = [make_pool(ALWAYS, 9, quota=1)]
    log = attempts(make_cases(pools, one_each(*[Do(0, H, in_person=True)] * 3, need=H)))
    assert [(row[2], row[5]) for row in log if row[3] != NONE] == [(H, SERVED), (DAY, SERVED), (2 * DAY, SERVED)]
    assert [row[0] for row in log] == [0, 1, 1, 2, 2, 2]  # the last is turned away twice

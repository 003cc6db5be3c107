"""Measures against numbers worked out by hand, and against naive twins that walk one case at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import zip_longest
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places import TINY
from tests.twin import Table
from tests.worlds import random_cases
from wogsim.contract.cases import (
    BACK_OFFICE,
    IN_PERSON,
    NONE,
    STAFFED,
    UNLIMITED,
    Cases,
    Errand,
    Kind,
    Pool,
    Role,
    Slot,
)
from wogsim.contract.hours import DAY, FOREVER, Hours
from wogsim.contract.log import EndedBy, Log
from wogsim.engine.reference import run
from wogsim.measures.anatomy import PARTS, time_anatomy
from wogsim.measures.anatomy import anatomy as with_open_queue
from wogsim.measures.cases import case_measures
from wogsim.measures.pools import PoolMeasures, pool_measures, pool_sums
from wogsim.measures.summary import horizon, restricted, summarise
from wogsim.scenario.reading import load

SERVED, SENT_HOME, GAVE_UP, DEADLINE = EndedBy
FIRST, LAST = (int(flag) for flag in Errand)
ALONE = FIRST | LAST
MINUTE, HOUR = 60, 3_600
DAYS = 20


def at(day: int, clock: str) -> int:
    """Seconds on the clock: ``at(1, "08:30")`` is half past eight on the second day."""
    hours, minutes = clock.split(":")
    return day * DAY + int(hours) * HOUR + int(minutes) * MINUTE


def span(clock: str) -> int:
    """Seconds of ``"7:25"``, 7 hours and 25 minutes."""
    return at(0, clock)


def pool(role: Role, *, servers: int = 1, agency: int = NONE, building: int = NONE, lunch: bool = True) -> Pool:
    """Open 08:00-12:00 and 13:00-16:00 every day, or without lunch through; back offices suspend."""
    times = ("08:00", "12:00", "13:00", "16:00") if lunch else ("08:00", "16:00")
    steps = np.array([at(day, clock) for day in range(DAYS) for clock in times], dtype=np.int64)
    return Pool(
        name=role.value,
        role=role,
        servers=servers,
        hours=Hours.of([(int(a), int(b)) for a, b in steps.reshape(-1, 2)]),
        step_times=steps,
        step_servers=np.tile(np.array([servers, 0], dtype=np.int64), len(steps) // 2),
        suspends=role in BACK_OFFICE or role is Role.CREWS,
        agency=agency,
        building=building,
    )


COUNTER_A, COUNTER_B, DESK, ASSESSORS, INSPECTORS, OFFICERS, PORTAL, CLOCK, COUNTER_A2, CREWS = range(10)
POOLS = (
    pool(Role.COUNTER, agency=0, building=0),
    pool(Role.COUNTER, agency=1, building=1),
    pool(Role.DESK, agency=2, building=1),
    pool(Role.ASSESSORS, agency=0),
    pool(Role.INSPECTORS, agency=0),
    pool(Role.OFFICERS, agency=2),
    pool(Role.PORTAL, servers=UNLIMITED, lunch=False),
    pool(Role.CLOCK, servers=UNLIMITED),
    pool(Role.COUNTER, agency=0, building=0),
    pool(Role.CREWS, agency=0),
)


@dataclass(frozen=True)
class Step:
    """An activity; ``after`` are positions in its own case, ``attempts`` (enabled, started, completed, how)."""

    kind: Kind
    pool: int
    attempts: tuple[tuple[int, int, int, EndedBy], ...]
    lag: int = 0
    after: tuple[int, ...] = ()
    home: int = 0
    errand: int = ALONE
    held: tuple[int, ...] = ()


def step(kind: Kind, pool: int, *attempts: Any, lag: int = 0, after: tuple[int, ...] = (), **errand: Any) -> Step:
    """A step; an attempt without "how" was served. In person it is an errand of one stop and the lag is the journey.

    ``errand`` says otherwise: home, errand, and by attempt for how long it was held up.
    """
    return Step(kind, pool, tuple((*row, SERVED)[:4] for row in attempts), lag, after, **({"home": lag} | errand))


def world(*stories: tuple[int, list[Step]], pools: tuple[Pool, ...] = POOLS) -> tuple[Cases, Log]:
    """Cases and log of stories (need, steps); the last step is the permit in hand."""
    steps = [(case, one) for case, (_, story) in enumerate(stories) for one in story]
    heads = np.cumsum([0] + [len(story) for _, story in stories])
    before = [[int(heads[case]) + i for i in one.after] for case, one in steps]
    rows: list[tuple[int, ...]] = [
        (case, activity, attempt, one.pool, NONE, enabled, started, completed, int(how), held, NONE)
        for activity, (case, one) in enumerate(steps)
        for attempt, ((enabled, started, completed, how), held) in enumerate(
            zip_longest(one.attempts, one.held, fillvalue=0)
        )
    ]
    in_person = np.array([one.pool != NONE and pools[one.pool].role in IN_PERSON for _, one in steps], dtype=bool)
    per_case, per_activity = np.arange(len(stories)), np.arange(len(steps))
    cases = Cases(
        need=np.array([need for need, _ in stories], dtype=np.int64),
        last=heads[1:] - 1,
        cohort=per_case >= 0,
        own=per_case < 0,
        number=per_case,
        permit=per_case * 0,
        far=per_case < 0,
        vulnerable=per_case < 0,
        assisted=per_case < 0,
        pays=per_case < 0,
        chain_length=per_case + 3,
        papers=per_case + 5,
        returns=per_case + 7,
        case=np.array([case for case, _ in steps], dtype=np.int64),
        slot=np.array([list(Kind).index(one.kind) for _, one in steps], dtype=np.int64),
        pool=np.array([one.pool for _, one in steps], dtype=np.int64),
        work=per_activity * 0 + 1,
        lag=np.array([one.lag for _, one in steps], dtype=np.int64),
        priority=per_activity * 0,
        in_person=in_person,
        offset=per_activity * 0,
        patience=per_activity * 0 + NONE,
        deadline=per_activity * 0 + NONE,
        covers=per_activity * 0,
        complaint=per_activity > len(per_activity),
        home=np.array([one.home for _, one in steps], dtype=np.int64) * in_person,
        errand=np.array([one.errand for _, one in steps], dtype=np.int64) * in_person,
        pred_ptr=np.cumsum([0] + [len(some) for some in before]),
        predecessors=np.array([i for some in before for i in some], dtype=np.int64),
        slots=tuple(Slot(kind, "", 0) for kind in Kind),
        pools=pools,
        deadline_clock=Hours.always(),
    )
    return cases, Log.of(rows)


def measured(*stories: tuple[int, list[Step]], working_days: Hours | None = None) -> dict[str, list[Any]]:
    """Case measures of stories as lists."""
    values = case_measures(*world(*stories), working_days or Hours.always())
    return {name: column.tolist() for name, column in values.items()}


# One permit, told in full: the need arises on day 0 at 07:00; 30 min to counter A, which opens at 08:00; queue
# 08:10-08:30, papers in at 08:45. The file waits until 15:30, is assessed until closing and on day 1, 08:00-08:30.
# A copy that reaches its place at 09:45 on day 0 holds nobody up. 30 min to counter A again; there from 09:00, sent
# home at 16:00, back on day 2 at 08:00, served 08:05-08:10.
PERMIT = (
    at(0, "07:00"),
    [
        step(Kind.INTAKE, COUNTER_A, (at(0, "08:10"), at(0, "08:30"), at(0, "08:45")), lag=30 * MINUTE),
        step(Kind.ASSESS, ASSESSORS, (at(0, "08:45"), at(0, "15:30"), at(1, "08:30")), after=(0,)),
        step(Kind.HANDOFF, NONE, (at(0, "08:45"), at(0, "08:45"), at(0, "09:45")), after=(0,)),
        step(
            Kind.COLLECT,
            COUNTER_A,
            (at(1, "09:00"), NONE, at(1, "16:00"), SENT_HOME),
            (at(2, "08:00"), at(2, "08:05"), at(2, "08:10")),
            lag=30 * MINUTE,
            after=(1, 2),
        ),
    ],
)
# Never gets the permit: at counter B on day 0 from 09:00, loses patience at 11:00.
IMPATIENT = (at(0, "08:00"), [step(Kind.INTAKE, COUNTER_B, (at(0, "09:00"), NONE, at(0, "11:00"), GAVE_UP))])
# Deemed approved: the file waits from day 0, 08:00, to its deadline on day 3, 08:00; issued at once.
DEEMED = (
    at(0, "08:00"),
    [
        step(Kind.ASSESS, ASSESSORS, (at(0, "08:00"), NONE, at(3, "08:00"), DEADLINE)),
        step(Kind.ISSUE, NONE, (at(3, "08:00"),) * 3, after=(0,)),
    ],
)


def test_outcome() -> None:
    values = measured(PERMIT, IMPATIENT, DEEMED)
    assert values["granted"] == [True, False, True]
    assert values["gave_up"] == [False, True, False]
    assert values["deemed_approved"] == [False, False, True]


def test_a_deadline_does_not_make_a_lost_case_deemed_approved() -> None:
    need, (assess, _) = DEEMED
    collect = step(Kind.COLLECT, DESK, (at(3, "08:00"), NONE, at(3, "09:00"), GAVE_UP), after=(0,))
    assert measured((need, [assess, collect]))["deemed_approved"] == [False]


def test_the_permit_by_deadline_itself_is_granted() -> None:
    assert measured((0, [step(Kind.ASSESS, ASSESSORS, (0, NONE, 50, DEADLINE))]))["sojourn_time"] == [50]


def test_waiting_time() -> None:
    # 20 min, 7 h sent home, 5 min; two hours in vain; none.
    assert measured(PERMIT, IMPATIENT, DEEMED)["waiting_time"] == [span("7:25"), 2 * HOUR, 0]


def test_file_waiting_time() -> None:
    # 08:45-15:30; none; three days until the deadline.
    found = measured(PERMIT, IMPATIENT, DEEMED)
    assert found["file_waiting_time"] == [span("6:45"), 0, 3 * DAY]
    # In opening hours without the break at noon, and three days of seven hours.
    assert found["file_waiting_open_time"] == [span("5:45"), 0, span("21:00")]


def test_hands_on_time() -> None:
    # 15 + 5 min at counters; 30 + 30 min of assessment, not the night between; the hand-off is nobody's work.
    assert measured(PERMIT, IMPATIENT, DEEMED)["hands_on_time"] == [span("1:20"), 0, 0]


def test_a_counter_works_past_its_closing() -> None:
    late = step(Kind.INTAKE, DESK, (at(0, "15:00"), at(0, "15:50"), at(0, "16:20")))
    assert measured((0, [late]))["hands_on_time"] == [30 * MINUTE]


def visits(*contacts: tuple[int, int]) -> tuple[int, list[Step]]:
    """A case that is served at pools at instants, for a minute each, and goes home every time."""
    return 0, [step(Kind.INTAKE, where, (when, when, when + MINUTE)) for where, when in contacts]


def way(*contacts: tuple[int, int], walk: str = "0:10") -> tuple[int, list[Step]]:
    """A case that is served at pools at instants, for a minute each, on one way past all of them."""
    last = len(contacts) - 1
    return 0, [
        step(
            Kind.INTAKE,
            where,
            (when, when, when + MINUTE),
            lag=span(walk) if k else 0,
            after=(k - 1,) if k else (),
            errand=FIRST * (k == 0) | LAST * (k == last),
        )
        for k, (where, when) in enumerate(contacts)
    ]


def test_counters_contacts_and_agencies() -> None:
    morning, noon, evening = at(0, "08:00"), at(0, "10:00"), at(0, "15:00")
    values = measured(
        PERMIT,  # counter A twice
        IMPATIENT,  # never served
        visits((COUNTER_A, morning), (COUNTER_A2, noon), (DESK, evening)),  # two counters of agency 0; a desk is none
        visits((COUNTER_B, morning), (COUNTER_A, noon), (COUNTER_B, evening), (ASSESSORS, evening)),
    )
    assert values["counters_visited"] == [1, 0, 3, 2]
    assert values["counter_contacts"] == [2, 0, 3, 3]
    assert values["agencies_met"] == [1, 0, 1, 2]


def test_trips() -> None:
    values = measured(
        PERMIT,  # day 0; day 1, sent home; day 2
        IMPATIENT,  # came once, in vain
        DEEMED,  # never came
        way((COUNTER_B, at(0, "08:00")), (DESK, at(0, "09:00")), (COUNTER_A, at(0, "10:00"))),  # 1 1 | 0
        visits((COUNTER_B, at(0, "08:00")), (DESK, at(0, "09:00"))),  # home between them
        way((COUNTER_A, at(0, "11:50")), (COUNTER_A2, at(0, "13:00"))),  # waits for the lunch break to end
        way((COUNTER_A, at(0, "15:55")), (COUNTER_A2, at(1, "08:00"))),  # home for the night
        visits((COUNTER_A, at(1, "08:00")), (COUNTER_B, at(0, "09:00")), (COUNTER_A, at(0, "10:00"))),  # 1 | 0 | 0
        way((COUNTER_A, at(0, "08:00")), (ASSESSORS, at(0, "09:00")), (COUNTER_A2, at(0, "10:00"))),  # same place
    )
    assert values["trips"] == [3, 1, 0, 2, 2, 1, 2, 3, 1]


def test_a_stop_put_off_to_another_day_is_a_trip_of_its_own_whatever_comes_between() -> None:
    # The first errand goes on the next day, in the building in which another errand was meanwhile.
    need, (first, second) = way((COUNTER_A, at(0, "15:55")), (COUNTER_A2, at(1, "09:00")))
    between = step(Kind.INTAKE, COUNTER_A, (at(1, "08:00"), at(1, "08:00"), at(1, "08:55")))
    assert measured((need, [first, second, between]))["trips"] == [3]


def test_handoffs() -> None:
    digital = step(Kind.HANDOFF, NONE, (0, 0, 0))
    paper = step(Kind.HANDOFF, CLOCK, (0, at(0, "08:00"), at(0, "09:00")))
    assert measured(PERMIT, IMPATIENT, (0, [digital, paper]))["handoffs"] == [1, 0, 2]


def test_counts_that_follow_from_the_route() -> None:
    values = measured(PERMIT, IMPATIENT)
    assert (values["chain_length"], values["papers"], values["returns"]) == ([3, 4], [5, 6], [7, 8])


def test_sojourn_time() -> None:
    # Day 0, 07:00, to day 2, 08:10: two days, one hour and ten minutes.
    assert measured(PERMIT, IMPATIENT, DEEMED)["sojourn_time"] == [2 * DAY + span("1:10"), NONE, 3 * DAY]


def test_sojourn_working_time() -> None:
    # Day 1 is a holiday: 17 h of day 0 and 8 h 10 min of day 2; 16 h of day 0, day 2, 8 h of day 3.
    days = Hours.of([(0, DAY), (2 * DAY, 9 * DAY)])
    values = measured(PERMIT, IMPATIENT, DEEMED, working_days=days)
    assert values["sojourn_working_time"] == [span("25:10"), NONE, 2 * DAY]


class TestRestricted:
    """Time to permit of all who began: times as (days, granted), the horizon in days."""

    @staticmethod
    def of(cases: list[tuple[int, bool]], horizon: int) -> dict[str, float]:
        days, granted = np.array(cases, dtype=np.int64).reshape(-1, 2).T
        columns: dict[str, Any] = {"granted": granted > 0, "gave_up": granted == 0}
        columns["sojourn_time"] = np.where(granted > 0, days * DAY, NONE)
        return summarise(columns | restricted(columns, horizon * DAY))

    cohorts = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=12)
    horizons = st.integers(1, 30)

    def test_by_hand(self) -> None:
        """Two, nine and, beyond the horizon, eleven days; one gives up: (2 + 9 + 10 + 10) / 4."""
        found = self.of([(2, True), (9, True), (11, True), (3, False)], 10)
        assert found["restricted_time"] == 31 / 4
        assert found["within_horizon"] == 2 / 4
        assert found["sojourn_time"] == 22 / 3

    @given(cohorts, horizons)
    def test_is_never_above_the_horizon(self, cohort: list[tuple[int, bool]], horizon: int) -> None:
        assert 0 <= self.of(cohort, horizon)["restricted_time"] <= horizon

    @given(cohorts)
    def test_is_the_mean_where_nobody_gives_up_and_all_are_in_time(self, cohort: list[tuple[int, bool]]) -> None:
        found = self.of([(days, True) for days, _granted in cohort], 41)
        assert found["restricted_time"] == found["sojourn_time"]

    @given(cohorts, horizons)
    def test_who_gives_up_never_improves_it(self, cohort: list[tuple[int, bool]], horizon: int) -> None:
        """Neither one more who does, nor one who had the permit and now gives up."""
        before = self.of(cohort, horizon)["restricted_time"]
        one_more, (_first, *others) = [*cohort, (1, False)], cohort
        assert self.of(one_more, horizon)["restricted_time"] >= before
        assert self.of([(1, False), *others], horizon)["restricted_time"] >= before

    @given(cohorts, horizons)
    def test_is_the_area_above_the_share_with_the_permit(self, cohort: list[tuple[int, bool]], horizon: int) -> None:
        """Day by day, who does not have the permit yet."""
        waiting = [sum(not (granted and days <= day) for days, granted in cohort) for day in range(horizon)]
        assert self.of(cohort, horizon)["restricted_time"] == pytest.approx(sum(waiting) / len(cohort))

    def test_the_horizon_is_the_run_out(self) -> None:
        """It does not move with the sample; without a run-out it is the cohort's window."""
        run = load(TINY).scenario.run
        assert horizon(run) == DAY
        assert horizon(load(TINY).change({"run.cohort": "9 weeks"}).scenario.run) == DAY
        assert horizon(load(TINY).change({"run.run_out": "0 days"}).scenario.run) == 2 * DAY


def test_no_cases_at_all() -> None:
    cases, log = world()
    assert {len(column) for column in case_measures(cases, log, Hours.always()).values()} == {0}
    assert {len(column) for column in time_anatomy(cases, log).values()} == {0}


def parts(*stories: tuple[int, list[Step]]) -> list[dict[str, int]]:
    """The anatomy of each story, parts of no length left out."""
    table = time_anatomy(*world(*stories))
    assert tuple(table) == PARTS
    return [{part: int(table[part][i]) for part in PARTS if table[part][i]} for i in range(len(stories))]


def test_anatomy_of_a_permit() -> None:
    assert parts(PERMIT, IMPATIENT, DEEMED) == [
        {
            "travel": span("1:30"),  # 30 min three times
            "office_closed": span("0:40") + span("15:30"),  # 07:30-08:10; 16:00-07:30 after being sent home
            "counter_queue": span("7:25"),
            "at_counter": span("0:20"),
            "file_queue": span("6:45"),
            "assessment": span("17:00"),  # 15:30-08:30, the night included
        },  # 49 h 10 min
        {},  # who gave up has no anatomy
        {"file_queue": 3 * DAY},  # withdrawn by the deadline before anybody looked at it
    ]


def test_the_queue_of_files_by_both_clocks() -> None:
    # Of 6 h 45 min from 08:45 to 15:30 an hour is the break at noon; three days by the clock are 21 h of opening.
    parts, in_opening_hours = with_open_queue(*world(PERMIT, DEEMED))
    assert parts["file_queue"].tolist() == [span("6:45"), 3 * DAY]
    assert in_opening_hours.tolist() == [span("5:45"), span("21:00")]


def test_anatomy_of_errands() -> None:
    # Ready at 09:00, held up at home until 11:00, 20 min to counter A, served 11:50 after 30 min; 10 min to A2, closed
    # for lunch, served 13:00 to 15:55; 10 min to B, which has closed at 16:05: home, and 40 min to be there at 08:00,
    # sent home at 16:00, held up for half an hour and there at 08:30.
    way_home = {"home": span("0:40"), "errand": LAST}
    story = [
        step(
            Kind.INTAKE,
            COUNTER_A,
            (at(0, "11:20"), at(0, "11:50"), at(0, "11:55")),
            lag=span("0:20"),
            errand=FIRST,
            held=(span("2:00"),),
        ),
        step(Kind.INTAKE, COUNTER_A2, (at(0, "13:00"), at(0, "13:00"), at(0, "15:55")), lag=600, after=(0,), errand=0),
        step(
            Kind.INTAKE,
            COUNTER_B,
            (at(1, "08:00"), NONE, at(1, "16:00"), SENT_HOME),
            (at(2, "08:30"), at(2, "08:30"), at(2, "08:40")),
            lag=600,
            after=(1,),
            held=(0, span("0:30")),
            **way_home,
        ),
    ]
    assert parts((at(0, "09:00"), story)) == [
        {
            "travel": span("0:20") + span("0:10") + 2 * span("0:40"),
            "another_errand": span("2:00") + span("0:30"),
            # 12:05-13:00; 15:55-08:00 but for the journey; 16:00-08:30 but for journey and errand
            "office_closed": span("0:55") + span("16:05") - span("0:40") + span("16:30") - span("1:10"),
            "counter_queue": span("0:30") + span("8:00"),
            "at_counter": span("0:05") + span("2:55") + span("0:10"),
        }
    ]


@pytest.mark.parametrize(
    ("kind", "where", "expected"),
    [  # enabled 06:00, started 09:00, completed 17:00
        (Kind.ASSESS, ASSESSORS, {"file_queue": 3, "assessment": 8}),
        (Kind.INSPECT, INSPECTORS, {"file_queue": 3, "inspection": 8}),
        (Kind.SEND, OFFICERS, {"file_queue": 3, "handoff": 8}),
        (Kind.CHASE, OFFICERS, {"file_queue": 3, "handoff": 8}),
        (Kind.ASSEMBLE, OFFICERS, {"file_queue": 3, "handoff": 8}),
        (Kind.HANDOFF, CLOCK, {"handoff": 11}),
        (Kind.HANDOFF, NONE, {"handoff": 11}),
        (Kind.ASSIGN, CLOCK, {"assignment": 11}),
        (Kind.SIGN, NONE, {"signature": 11}),
        (Kind.SIT, CLOCK, {"signature": 11}),
        (Kind.NOTICE, CLOCK, {"notice": 11}),
        (Kind.LATENCY, CLOCK, {"latency": 11}),
        (Kind.CITIZENS_LATENCY, NONE, {"latency": 11}),
        (Kind.CONSULT, CLOCK, {"consultation": 11}),
        (Kind.OBJECT, NONE, {"consultation": 11}),
        (Kind.WORKS, CREWS, {"crew_queue": 3, "works": 8}),
        (Kind.FIX, NONE, {"fixing": 11}),
        (Kind.FORM, PORTAL, {"form": 8, "outage": 3}),  # the portal of this test is open 08:00-16:00
        (Kind.FORM, DESK, {"counter_queue": 3, "at_counter": 8}),  # filled in by the assisted desk
        (Kind.AUTOMATE, NONE, {"assessment": 11}),
        (Kind.ISSUE, NONE, {"assessment": 11}),
        (Kind.ENQUIRY, COUNTER_A, {"counter_queue": 3, "at_counter": 8}),
        (Kind.TRIAGE, COUNTER_A, {"counter_queue": 3, "at_counter": 8}),
        (Kind.COLLECT, DESK, {"counter_queue": 3, "at_counter": 8}),
        (Kind.DELIVER, COUNTER_A, {"counter_queue": 3, "at_counter": 8}),
    ],
)
def test_anatomy_by_kind(kind: Kind, where: int, expected: dict[str, int]) -> None:
    story = (at(0, "06:00"), [step(kind, where, (at(0, "06:00"), at(0, "09:00"), at(0, "17:00")))])
    assert parts(story) == [{part: hours * HOUR for part, hours in expected.items()}]


@pytest.mark.parametrize(("after", "expected"), [((0, 1), {"assessment": 9}), ((1, 0), {"assessment": 9})])
def test_ties_go_to_the_lowest_activity(after: tuple[int, ...], expected: dict[str, int]) -> None:
    story = [step(Kind.AUTOMATE, NONE, (0, 0, 9)), step(Kind.FIX, NONE, (0, 0, 9))]
    assert parts((0, [*story, step(Kind.ISSUE, NONE, (9, 9, 9), after=after)])) == [expected]


def pools_of(cases: Cases, log: Log, start: int, end: int) -> list[PoolMeasures]:
    return pool_measures(cases.pools, pool_sums(cases.pools, log, start, end), start, end)


def one_pool(office: Pool, *attempts: Any, start: str = "00:00", end: str = "24:00") -> PoolMeasures:
    """Measures of one pool on day 0 with each attempt a case of its own."""
    stories = [(0, [step(Kind.ASSESS, 0, attempt)]) for attempt in attempts]
    (result,) = pools_of(*world(*stories, pools=(office,)), at(0, start), at(0, end))
    return result


def test_counter_over_a_day() -> None:
    # Two servers, 7 h open: 14 h scheduled. Served 09:00-10:00 after 30 min; 11:30-12:30 (half in the break) after
    # none; 15:45-16:15 (15 min late) after 3 h 30 min (the break is queueing); sent home after 1 h.
    result = one_pool(
        pool(Role.COUNTER, servers=2),
        (at(0, "08:30"), at(0, "09:00"), at(0, "10:00")),
        (at(0, "11:30"), at(0, "11:30"), at(0, "12:30")),
        (at(0, "12:15"), at(0, "15:45"), at(0, "16:15")),
        (at(0, "15:00"), NONE, at(0, "16:00"), SENT_HOME),
    )
    assert (result.name, result.servers, result.donors) == ("counter", 2, ())
    assert result.scheduled == 14 * HOUR
    assert result.busy == span("1:45")  # 60 + 30 + 15 min
    assert result.overtime == span("0:45")  # 30 + 15 min
    assert result.utilisation == span("1:45") / span("14:00")
    assert result.mean_wait == span("5:00") / 4
    assert result.mean_open_wait == span("4:15") / 4  # the break is waited through, and is no opening hour
    assert result.queue == span("4:15") / span("7:00")


def test_back_office_over_part_of_a_day() -> None:
    # Window 10:00-14:00, open 10:00-12:00 and 13:00-14:00. One file is worked on until 13:30, 2 h 30 min of it open;
    # the next waits so long and is worked on for 30 min; a third comes at 13:30 and waits 30 min in the window, 18 h
    # 30 min in all.
    result = one_pool(
        pool(Role.ASSESSORS),
        (at(0, "08:00"), at(0, "09:00"), at(0, "13:30")),
        (at(0, "08:00"), at(0, "13:30"), at(0, "15:00")),
        (at(0, "13:30"), at(1, "08:00"), at(1, "09:00")),
        start="10:00",
        end="14:00",
    )
    assert result.scheduled == 3 * HOUR
    assert result.busy == span("2:30") + span("0:30")
    assert result.overtime == 0
    assert result.utilisation == 1.0
    assert result.mean_wait == span("18:30")
    assert result.mean_open_wait == span("2:30")  # from 13:30 until the office closes at 16:00
    assert result.queue == (span("2:30") + span("0:30")) / span("3:00")


def test_the_window_ends_before_its_end() -> None:
    # Never closed, two servers from the first second: 48 h on day 0. Who comes at midnight belongs to day 1.
    always = replace(
        pool(Role.COUNTER, servers=2), hours=Hours.always(), step_times=np.array([0]), step_servers=np.array([2])
    )
    result = one_pool(always, (DAY - 60, DAY - 30, DAY + 90), (DAY, DAY + 90, DAY + 99))
    assert (result.busy, result.scheduled, result.mean_wait) == (30, 48 * HOUR, 30)


def test_what_a_pool_cannot_say_is_nan() -> None:
    unlimited = one_pool(pool(Role.COUNTER, servers=UNLIMITED), (at(0, "09:00"), at(0, "09:00"), at(0, "10:00")))
    assert (unlimited.busy, unlimited.scheduled) == (HOUR, NONE)
    assert math.isnan(unlimited.utilisation)
    night = one_pool(pool(Role.COUNTER), start="00:00", end="06:00")
    assert night.scheduled == 0
    assert all(math.isnan(value) for value in (night.utilisation, night.mean_wait, night.queue))


def test_only_staffed_pools_are_measured() -> None:
    names = [result.name for result in pools_of(*world(PERMIT), 0, DAY)]
    assert names == [office.name for office in POOLS if office.role in STAFFED]


def invented_story(luck: Random) -> tuple[int, list[Step]]:
    """A case no engine has run, of any kind in any pool; whole hours, so that much happens at once."""
    need = luck.randrange(24) * HOUR
    story: list[Step] = []
    for number in range(luck.randint(1, 6)):
        after = tuple(sorted(luck.sample(range(number), luck.randint(0, min(number, 3)))))
        lag, home = luck.randrange(3) * HOUR, luck.randrange(3) * HOUR
        where = luck.randrange(-1, len(POOLS))
        in_person = where != NONE and POOLS[where].role in IN_PERSON
        errand = luck.choice([0, FIRST, LAST, ALONE, ALONE])
        home = lag if errand & FIRST else home
        now = max((story[i].attempts[-1][2] for i in after), default=need) + lag
        attempts, held = [], []
        for left in reversed(range(luck.randint(1, 3) if in_person else 1)):
            held.append(luck.randrange(2) * HOUR * in_person)
            now += held[-1] + (home + luck.randrange(3) * HOUR if in_person else 0)
            started, completed = now + luck.randrange(9) * HOUR, now + luck.randrange(9, 30) * HOUR
            how = SENT_HOME if left else luck.choice([SERVED, SERVED, SERVED, DEADLINE, GAVE_UP])
            never = how in (SENT_HOME, GAVE_UP) or luck.random() < 0.2
            attempts.append((now, NONE if never else started, completed, how))
            now = completed
        way_there = {"lag": lag, "home": home, "errand": errand, "held": tuple(held)}
        story.append(step(luck.choice(list(Kind)), where, *attempts, after=after, **way_there))
    return need, story


def invented_world(luck: Random) -> tuple[Cases, Log]:
    return world(*(invented_story(luck) for _ in range(luck.randint(1, 8))))


def attempts_of(log: Log, activity: int) -> list[tuple[int, int, int, int]]:
    """(enabled, started, completed, ended_by) of one activity, in order."""
    rows = log.activity == activity
    columns = (log.enabled[rows], log.started[rows], log.completed[rows], log.ended_by[rows])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def naive_release(cases: Cases, log: Log, activity: int) -> int:
    """When all was done that an activity waits for."""
    before = cases.predecessors[cases.pred_ptr[activity] : cases.pred_ptr[activity + 1]].tolist()
    return max((attempts_of(log, p)[-1][2] for p in before), default=int(cases.need[cases.case[activity]]))


def naive_from_home(cases: Cases, log: Log, activity: int, attempt: int) -> bool:
    """Whether the citizen came from home, with a look at the door they would have found."""
    if attempt or cases.errand[activity] & FIRST:
        return True
    hours, there = cases.pools[cases.pool[activity]].hours, naive_release(cases, log, activity) + cases.lag[activity]
    return Table(hours).closed_for_the_day(there)


def naive_trips(cases: Cases, log: Log, case: int) -> int:
    """Trips of one case, coming by coming."""
    comings = []
    for activity in np.flatnonzero(cases.case == case).tolist():
        if cases.pool[activity] != NONE and cases.in_person[activity]:
            building = cases.pools[cases.pool[activity]].building
            for attempt in range(len(attempts_of(log, activity))):
                home = naive_from_home(cases, log, activity, attempt)
                before = naive_building_before(cases, log, activity)
                comings.append((activity, home or before not in (building, NONE)))
    nights = sum(naive_nights(cases, log, activity) for activity in {activity for activity, _trip in comings})
    return nights + sum(trip for _activity, trip in comings)


def naive_building_before(cases: Cases, log: Log, activity: int) -> int:
    """Where the stop before a later one is; of two that ended at one instant the later by number."""
    waited_for = cases.predecessors[cases.pred_ptr[activity] : cases.pred_ptr[activity + 1]].tolist()
    stops = [p for p in waited_for if cases.in_person[p]]
    before = max(stops, key=lambda p: (attempts_of(log, p)[-1][2], p), default=None)
    return NONE if before is None else cases.pools[cases.pool[before]].building


def naive_nights(cases: Cases, log: Log, activity: int) -> int:
    """Mornings that come while a citizen waits in a hall for what a later stop needs besides the stop before it."""
    waited_for = cases.predecessors[cases.pred_ptr[activity] : cases.pred_ptr[activity + 1]].tolist()
    if cases.errand[activity] & Errand.FIRST or len(waited_for) < 2:
        return 0
    ends = {p: attempts_of(log, p)[-1][2] for p in waited_for}
    since, until = max((ends[p] for p in waited_for if cases.in_person[p]), default=0), max(ends.values())
    hours = cases.pools[cases.pool[activity]].hours
    mornings = hours.opens[hours.begins_sitting].tolist()
    return sum(since < morning <= until for morning in mornings)


def naive_anatomy(cases: Cases, log: Log, case: int) -> dict[str, int]:
    """The anatomy of one case, walked back one activity at a time."""
    parts = dict.fromkeys(PARTS, 0)
    here = int(cases.last[case])
    if not attempts_of(log, here) or attempts_of(log, here)[-1][3] not in (SERVED, DEADLINE):
        return parts
    while here != NONE:
        before, now = NONE, int(cases.need[case])
        for p in cases.predecessors[cases.pred_ptr[here] : cases.pred_ptr[here + 1]].tolist():
            if before == NONE or attempts_of(log, p)[-1][2] > now:
                before, now = p, attempts_of(log, p)[-1][2]
        comes = cases.pool[here] != NONE and cases.in_person[here]
        held = log.held[log.activity == here].tolist()
        for attempt, (enabled, started, completed, _) in enumerate(attempts_of(log, here)):
            home = comes and naive_from_home(cases, log, here, attempt)
            travel = int(cases.home[here] if home else cases.lag[here])
            parts["travel"] += travel
            parts["another_errand"] += held[attempt]
            parts["office_closed"] += enabled - now - travel - held[attempt]
            for part, seconds in naive_attempt(cases, here, enabled, started, completed):
                parts[part] += seconds
            now = completed
        here = before
    return parts


def naive_attempt(cases: Cases, activity: int, enabled: int, started: int, completed: int) -> list[tuple[str, int]]:
    """Where the time of one attempt goes, rule by rule."""
    kind = cases.slots[cases.slot[activity]].kind
    office = cases.pools[cases.pool[activity]] if cases.pool[activity] != NONE else None
    if kind is Kind.FORM and office and office.role is Role.PORTAL:
        bounds = zip(office.hours.opens.tolist(), office.hours.closes.tolist(), strict=True)
        form = sum(max(0, min(completed, b) - max(enabled, a)) for a, b in bounds)
        return [("form", form), ("outage", completed - enabled - form)]
    waited = (completed if started == NONE else started) - enabled
    served = completed - enabled - waited
    if office and office.role in IN_PERSON:
        return [("counter_queue", waited), ("at_counter", served)]
    if kind in (Kind.HANDOFF, Kind.SEND, Kind.CHASE, Kind.ASSEMBLE, Kind.PASS_ON):
        service = "handoff"
    elif kind in (Kind.SIGN, Kind.SIT):
        service = "signature"
    elif kind in (Kind.ASSESS, Kind.AUTOMATE, Kind.ISSUE, Kind.DONE, Kind.PROMISE, Kind.COMPLAINT):
        service = "assessment"
    elif kind in (Kind.LATENCY, Kind.CITIZENS_LATENCY):
        service = "latency"
    elif kind in (Kind.ENQUIRY, Kind.TRIAGE, Kind.INTAKE, Kind.DELIVER, Kind.COLLECT):
        service = "at_counter"
    elif kind in (Kind.SIGN, Kind.SIT):
        service = "signature"
    else:
        others = {Kind.INSPECT: "inspection", Kind.FIX: "fixing", Kind.FORM: "form"}
        others |= {Kind.CONSULT: "consultation", Kind.OBJECT: "consultation", Kind.WORKS: "works"}
        service = {**others, Kind.ASSIGN: "assignment", Kind.NOTICE: "notice"}[kind]
    queue = "file_queue" if office and office.role in BACK_OFFICE else service
    return [("crew_queue" if office and office.role is Role.CREWS else queue, waited), (service, served)]


def assert_twins_agree(cases: Cases, log: Log) -> None:
    values = case_measures(cases, log, Hours.always())
    anatomy = time_anatomy(cases, log)
    assert all((seconds >= 0).all() for seconds in anatomy.values())
    assert (
        np.sum(list(anatomy.values()), axis=0).tolist()
        == np.where(values["granted"], values["sojourn_time"], 0).tolist()
    )
    for case in range(len(cases.need)):
        assert values["trips"][case] == naive_trips(cases, log, case)
        assert {part: int(seconds[case]) for part, seconds in anatomy.items()} == naive_anatomy(cases, log, case)


@given(st.integers(0, 2**32))
def test_twins_on_invented_logs(seed: int) -> None:
    assert_twins_agree(*invented_world(Random(seed)))


def labelled(cases: Cases, luck: Random) -> Cases:
    """The same world with kinds and buildings, which engines do not read."""
    return replace(
        cases,
        slots=tuple(replace(slot, kind=luck.choice(list(Kind))) for slot in cases.slots),
        pools=tuple(replace(office, building=luck.randrange(2)) for office in cases.pools),
    )


@given(random_cases(), st.integers(0, 2**32))
def test_twins_on_logs_of_the_engine(cases: Cases, seed: int) -> None:
    cases = labelled(cases, Random(seed))
    assert_twins_agree(cases, run(cases))


@given(random_cases())
def test_pools_and_cases_account_for_the_same_time(cases: Cases) -> None:
    log = run(cases)
    values = case_measures(cases, log, Hours.always())
    pools = pools_of(cases, log, 0, FOREVER)
    assert sum(one.busy + one.overtime for one in pools) == values["hands_on_time"].sum()
    queued = (log.pool != NONE) & (cases.work[log.activity] > 0)  # what is no work stands in no queue
    came = np.bincount(log.pool[queued], minlength=len(cases.pools)).tolist()
    waited = sum(one.mean_wait * n for one, n in zip(pools, came, strict=True) if n)
    assert waited == pytest.approx((values["waiting_time"] + values["file_waiting_time"]).sum())

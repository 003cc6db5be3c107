"""What is no work is no step: no queue, no server, no contact."""

import numpy as np
import pytest

from tests.one_desk import one_desk
from wogsim.contract.cases import Kind
from wogsim.contract.hours import DAY, HOUR
from wogsim.measures.cases import case_measures
from wogsim.output_analysis import theory
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern, replicate
from wogsim.scenario.reading import Loaded
from wogsim.studies.journey.run import journey


def office(*, weeks: int = 4, need: str = "108 per day", **changes) -> Loaded:
    """One counter that never closes, exponential intake of ten minutes at load 0.75, and nothing else takes time."""
    loaded = one_desk(
        citizens={"need": need},
        desk={"intake": "exponential(10 min)"},
        run={"cohort": f"{weeks} weeks", "run_out": "1 day", "replications": 8},
    )
    return loaded.change(changes)


def followed(loaded: Loaded):
    plan = prepare(loaded)
    (row, staff), *_others = plan.patterns
    return plan, *one_pattern(plan.world, row, staff, 1, 0)


def test_handed_over_at_once_is_the_queue_of_the_textbook():
    """M/M/1 at load 0.75: 10 x 0.75 / 0.25 = 30 min; who stood in the queue twice would wait about twice as long."""
    plan = prepare(office(weeks=26))
    outcomes = [replicate(plan, 1, [replication], keep_log=False)[0][0] for replication in range(8)]
    waits = [float(outcome.per_case["waiting_time"].mean()) / 60 for outcome in outcomes]
    expected = theory.mm1(0.075, 10).waiting_time
    assert expected == pytest.approx(30)
    half = 3.5 * np.std(waits, ddof=1) / np.sqrt(len(waits))  # t with 7 degrees of freedom, 99 %
    assert half < 3
    assert abs(np.mean(waits) - expected) < half


def test_handing_over_nothing_adds_nothing_to_the_queue():
    """To the second the queue of those who hand papers in is that of an office where nothing is collected."""
    _plan, cases, log = followed(office())
    _plan, without, other = followed(office(**{"world.agencies.desk.collection_by": "none"}))
    values, others = (
        case_measures(c, entries, prepare(office()).world.working_days)
        for c, entries in ((cases, log), (without, other))
    )
    np.testing.assert_array_equal(values["waiting_time"], others["waiting_time"])
    np.testing.assert_array_equal(values["counter_contacts"], others["counter_contacts"])
    assert set(values["counter_contacts"].tolist()) == {1}
    assert set(values["trips"].tolist()) == {2}  # they come for it all the same
    assert set(others["trips"].tolist()) == {1}


def test_what_takes_no_time_is_done_on_arrival_while_others_queue():
    _plan, cases, log = followed(office())
    kinds = np.array([slot.kind for slot in cases.slots])[cases.slot[log.activity]]
    for kind in (Kind.COLLECT, Kind.ASSESS):
        rows = kinds == kind
        assert rows.any()
        assert (log.enabled[rows] == log.started[rows]).all()
        assert (log.started[rows] == log.completed[rows]).all()
        assert (log.server[rows] == -1).all()
    intake = kinds == Kind.INTAKE
    assert (log.wait_ends - log.enabled)[intake].mean() > 600  # at a counter that is busy


def test_nothing_to_collect_is_collected_in_opening_hours_without_a_queue():
    """Of those who bring papers some are sent home at closing; whose permit is ready is off at once."""
    hours = {"world.hours.day": "daily 08:00-16:00", "world.working_days": "day", "world.agencies.desk.hours": "day"}
    _plan, cases, log = followed(office(need="40 per day", **hours, **{"world.notice": "next opening"}))
    collects = np.array([slot.kind == Kind.COLLECT for slot in cases.slots])[cases.slot[log.activity]]
    assert (log.ended_by == 1).any()  # of those with papers some are sent home
    assert (log.ended_by[collects] == 0).all()
    clock = log.completed[collects] % DAY
    assert ((clock >= 8 * HOUR) & (clock < 16 * HOUR)).all()


def test_tickets_are_for_those_who_queue():
    quota = {"world.agencies.desk.quota": 60}
    plan, cases, log = followed(office(need="50 per day", **quota))
    collects = np.array([slot.kind == Kind.COLLECT for slot in cases.slots])[cases.slot[log.activity]]
    assert (log.attempt[collects] == 0).all()
    [[_row, staff]] = plan.patterns
    assert next(post.asked for post in staff.posts if post.name == "counter:desk") == pytest.approx(50)


@pytest.mark.parametrize("mixed", ["mixture(0.5: 0 min, 0.5: 10 min)", "empirical(0, 10 min)"])
def test_who_draws_nothing_has_no_contact_and_the_others_have_one(mixed):
    _plan, cases, log = followed(office(need="60 per day", **{"world.agencies.desk.intake": mixed}))
    contacts = case_measures(cases, log, prepare(office()).world.working_days)["counter_contacts"]
    assert set(contacts.tolist()) == {0, 1}
    assert contacts.mean() == pytest.approx(0.5, abs=4 * 0.5 / len(contacts) ** 0.5)


def test_a_case_without_work_is_over_at_once():
    nothing = {"world.agencies.desk.intake": "0 s", "world.agencies.desk.collection_by": "none"}
    told = journey(office(need="5 per day", **nothing), 1)
    assert [trail.sojourn for trail in told.trails] == [0]
    assert told.trails[0].granted

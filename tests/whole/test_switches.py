"""Switching one assumption off switches no other off: each keeps what is its own."""

import pytest

from tests.one_desk import needed_at, one_desk
from tests.staffing.cities import city
from wogsim.contract.cases import Kind, Role
from wogsim.contract.hours import HOUR
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern
from wogsim.scenario.reading import Loaded
from wogsim.studies.explain.numbers import no_effect
from wogsim.studies.explain.run import explain


def at_noon(settings: dict[str, object] | None = None) -> Loaded:
    """Needs arise from 12 to 14, when none of a thousand people is at the counter; an intake takes ten minutes."""
    return one_desk(
        citizens={"need": "10 per day", "by_hour": needed_at([12, 13]), "arrival_spread": "1 hour"},
        desk={"counters": 1000, "present": {"12:00-14:00": 0.0}},
        stamp={"assessors": 1000},
        world={"hours": {"office": "daily 08:00-16:00"}},
        levers={"patterns": ["one-roof", "one-door"]},
        run={"cohort": "2 weeks", "replications": 3},
    ).change(settings or {})


@pytest.mark.parametrize("pattern", ["one-roof", "technical-functional"])
def test_a_share_of_nobody_is_nobody_also_of_staff_without_limit(pattern):
    plan = prepare(at_noon({"levers.unlimited_staff": True, "levers.patterns": [pattern]}))
    cases, log = one_pattern(plan.world, *plan.patterns[0], 1, 0)
    intake = [slot.kind is Kind.INTAKE for slot in cases.slots]
    begun = [
        start % (24 * HOUR)
        for start, activity in zip(log.started.tolist(), log.activity.tolist(), strict=True)
        if intake[cases.slot[activity]]
    ]
    assert begun
    assert min(begun) == 14 * HOUR


def test_the_desk_in_front_too():
    settings = {"world.front.present": {"12:00-14:00": 0.0}, "levers.unlimited_staff": True}
    plan = prepare(at_noon({**settings, "levers.patterns": ["one-door"], "levers.delegated": 1.0}))
    cases, log = one_pattern(plan.world, *plan.patterns[0], 1, 0)
    desk = [number for number, pool in enumerate(cases.pools) if pool.role is Role.DESK]
    started = log.started[log.pool == desk[0]] % (24 * HOUR)
    assert len(started)
    assert not ((started >= 12 * HOUR) & (started < 14 * HOUR)).any()


def test_explain_credits_opening_hours_and_not_limited_staff():
    """From a need between 12 and 14 to a counter at 14: one hour on average; a thousand counters never make a queue.

    The unit's desk is staffed at noon.
    """
    added = {step.switch.key: step.added for step in explain(at_noon(), theme="people").steps}
    assert added["hours"].low < 1 / 24 < added["hours"].high
    assert no_effect(added["staff"])


def test_generalists_take_their_time_whatever_the_staff():
    """A quarter of the specialists are generalists, who take twice as long; without limit it is a quarter too."""
    settings = {
        "levers.patterns": ["one-door"],
        "levers.delegated": 1.0,
        "levers.cross_training": 0.25,
        "levers.generalist_factor": 2.0,
    }
    loaded = city({"a": 4}, "21 per working day", settings)
    limited, unlimited = (
        prepare(loaded.change({"levers.unlimited_staff": switch})).patterns[0][1] for switch in (False, True)
    )
    assert limited.generalists == unlimited.generalists == (0.25,)

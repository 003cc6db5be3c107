"""Files that lie there on the first day."""

import numpy as np
import pytest

from tests.staffing.cities import city
from wogsim.contract.cases import Cases, Kind
from wogsim.contract.hours import HOUR
from wogsim.contract.log import COLUMNS, Log
from wogsim.engine import choose
from wogsim.replication.run import one_pattern
from wogsim.scenario.reading import Loaded
from wogsim.staffing.people import staffing
from wogsim.world.agency_count import build

# One assessor, an hour each, always open: ten files take until ten o'clock of the first day.
TEN = {
    "world.agencies.land.hours": "always",
    "world.clearances.land-permit.assessors": 1,
    "world.clearances.land-permit.backlog": 10,
    "world.files.between_buildings": "0 s",
    "levers.delegated": 1.0,
    "levers.automated": 1.0,
}


def ran(loaded: Loaded, pattern: str) -> tuple[Cases, Log]:
    world, row = build(loaded.scenario), loaded.scenario.rows()[pattern]
    cases, log = one_pattern(world, row, staffing(world, row), 1, 0)
    other = choose("simpy").run(cases)
    assert all(np.array_equal(getattr(log, name), getattr(other, name)) for name in COLUMNS)
    return cases, log


@pytest.mark.parametrize("pattern", ["technical-functional", "one-roof", "one-door", "centralized", "electronic"])
def test_a_backlog_is_done_first_and_by_people(pattern: str) -> None:
    """One file an hour from the first second on; whoever applies meanwhile waits for all of them."""
    cases, log = ran(city({"land": 3}, "30 per day", TEN), pattern)
    assesses = np.array([slot.kind is Kind.ASSESS for slot in cases.slots])[cases.slot[log.activity]]
    old = assesses & cases.own[log.case]
    assert sorted(log.started[old].tolist()) == [hour * HOUR for hour in range(10)]
    assert (log.enabled[old] == 0).all()
    assert not cases.cohort[cases.own].any()
    others = log.started[assesses & ~cases.own[log.case]]
    if pattern == "electronic":
        assert not len(others)
    else:
        assert others.min() == 10 * HOUR


def test_whose_papers_lie_there_never_come_to_a_counter() -> None:
    cases, _log = ran(city({"land": 3}, "30 per day", TEN), "one-roof")
    assert not cases.in_person[cases.own[cases.case]].any()

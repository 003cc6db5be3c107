"""Nobody works more than their time but as overtime, also where fewer are there from some hour on."""

from dataclasses import replace

import numpy as np
import pytest

from tests.one_desk import one_from_nine
from wogsim.contract.cases import NONE, Pool, Role
from wogsim.contract.hours import DAY, HOUR, Hours
from wogsim.contract.log import COLUMNS, Log
from wogsim.measures.pools import PoolMeasures, pool_measures, pool_sums
from wogsim.studies.comparison.busy import busy_hours
from wogsim.studies.comparison.run import compare


def office(*steps: tuple[float, int], role: Role = Role.COUNTER) -> Pool:
    """A pool whose staff is so many from these hours on."""
    times = np.array([int(hour * HOUR) for hour, _people in steps])
    people = np.array([people for _hour, people in steps])
    opens = times[(people > 0) & (np.append(0, people[:-1]) == 0)]
    hours = Hours(opens, times[(people == 0)])
    return Pool("counter", role, int(people.max()), hours, times, people, suspends=role is Role.ASSESSORS)


def measured(pool: Pool, *services: tuple[float, float], end: float = 48) -> PoolMeasures:
    """What it did until some hour, of services from so many hours to so many."""
    rows = [
        (i, i, 0, 0, i, int(since * HOUR), int(since * HOUR), int(until * HOUR), 0, 0, NONE)
        for i, (since, until) in enumerate(services)
    ]
    log = Log(*np.array(rows, dtype=np.int64).T)
    assert len(COLUMNS) == len(rows[0])
    parts = [pool_sums([pool], log.rows(slice(i, i + 1)), 0, int(end * HOUR)) for i in range(len(log))]
    (found,) = pool_measures([pool], sum(parts[1:], parts[0]), 0, int(end * HOUR))
    return found


class TestByHand:
    """Six from 8 to 9, one from 9 to 16."""

    DAY = ((8, 6), (9, 1), (16, 0))

    def test_five_of_six_stay_on(self):
        """Six visitors from 8 to 11: six hours of work, then two by the one who is there and ten by the other five."""
        found = measured(office(*self.DAY), *[(8, 11)] * 6)
        assert (found.scheduled, found.busy, found.overtime) == (13 * HOUR, 8 * HOUR, 10 * HOUR)
        assert found.utilisation == 8 / 13
        assert [found.by_hour[hour] / HOUR for hour in range(7, 12)] == [0, 6, 1, 1, 0]

    def test_one_of_one_works_on_time(self):
        """From 8:30 to 10:30 one visitor, from 10:30 to 17 another, the last hour after closing."""
        found = measured(office(*self.DAY), (8.5, 10.5), (10.5, 17))
        assert (found.busy, found.overtime) == (7.5 * HOUR, HOUR)

    def test_the_window_ends_while_they_stay_on(self):
        """At 10 five have stayed on for an hour."""
        found = measured(office(*self.DAY), *[(8, 11)] * 6, end=10)
        assert (found.scheduled, found.busy, found.overtime) == (7 * HOUR, 7 * HOUR, 5 * HOUR)

    def test_a_second_cut(self):
        """Four, then two at 9, one at 10: of three visitors from 8 to 11 one stays on for an hour, two for the next."""
        found = measured(office((8, 4), (9, 2), (10, 1), (16, 0)), *[(8, 11)] * 3)
        assert (found.busy, found.overtime) == ((3 + 2 + 1) * HOUR, (1 + 2) * HOUR)

    def test_fewer_at_the_next_opening(self):
        """Files laid down by three at 12 are taken up by three at 13, when two are scheduled: one is beyond them."""
        found = measured(office((8, 3), (12, 0), (13, 2), (16, 0), role=Role.ASSESSORS), *[(11, 14)] * 3)
        assert (found.scheduled, found.busy, found.overtime) == (18 * HOUR, 5 * HOUR, HOUR)

    def test_more_people_are_no_cut(self):
        found = measured(office((8, 1), (9, 6), (16, 0)), (8, 10), (9, 11), (9, 11))
        assert (found.busy, found.overtime) == (6 * HOUR, 0)


@pytest.fixture(scope="module")
def step_down():
    """The whole of a city where five of six clerks leave at nine, with its log."""
    return compare(one_from_nine(), replications=2, keep_log=True)


def test_every_second_of_a_run(step_down):
    """Second by second from the log: of those who serve as many as are scheduled work on time, the others overtime."""
    for (outcome,) in zip(*step_down.outcomes, strict=True):
        cases, log = outcome.log
        number = next(i for i, pool in enumerate(cases.pools) if pool.name == "counter:desk")
        start, end = 7 * DAY, 35 * DAY
        rows = (log.pool == number) & (log.started != NONE)
        changes = np.zeros(end + 60 * DAY, dtype=np.int64)
        np.add.at(changes, log.started[rows], 1)
        np.add.at(changes, log.completed[rows], -1)
        busy = np.cumsum(changes)[start:end]
        second = np.arange(start, end)
        hour, weekday = second // HOUR % 24, second // DAY % 7
        there = np.where(weekday < 5, np.where(hour == 8, 6, np.where((hour >= 9) & (hour < 16), 1, 0)), 0)
        found = next(pool for pool in outcome.pools if pool.name == "counter:desk")
        on_time = np.minimum(busy, there)
        assert found.scheduled == there.sum() == 20 * 13 * HOUR
        assert found.busy == on_time.sum()
        assert found.overtime == (busy - on_time).sum()
        assert found.by_hour == tuple(np.bincount(hour, on_time, minlength=24).astype(int))
        assert found.utilisation <= 1


def test_no_cell_above_a_hundred(step_down):
    for found in busy_hours(step_down):
        assert np.nanmax(found.share) <= 1
        assert found.whole <= 1


def test_who_serves_out_stays_beyond_the_schedule():
    """Two until 16, who serve two more until 18; next day one is there from 8, and one of two guests at 7 stays on."""
    pool = replace(office((8, 2), (16, 0), (32, 1), (40, 0)), serves_out=True)
    found = measured(pool, (15, 16), (16, 18), (16, 18), (31, 33), (31, 33))
    assert found.overtime == (4 + 2 + 1) * HOUR
    assert found.busy == (1 + 1) * HOUR

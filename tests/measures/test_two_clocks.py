"""Files that lie through nights wait by the clock and in opening hours: each is told beside what is of its clock."""

import math

import pytest

from tests.one_desk import MON_FRI, needed_at, one_desk
from wogsim.output_analysis.theory import mmc
from wogsim.studies.comparison.run import compare


@pytest.fixture(scope="module")
def by_day():
    """Files come and are worked on from 8 to 20, one each 196.2 s of these hours; three clerks lay work down at 20."""
    return compare(
        one_desk(
            citizens={"need": "220.183486 per working day", "by_hour": needed_at(range(8, 20)), "by_weekday": MON_FRI},
            desk={"intake": "0 s"},
            stamp={"assessors": 3, "assessment": "exponential(500 s)"},
            world={"hours": {"day": "mon-fri 08:00-20:00"}},
            levers={"patterns": ["electronic"], "staff": {"electronic": {"officers": 0, "desk": 1}}},
            run={"warm_up": "4 weeks", "cohort": "26 weeks", "replications": 8},
        )
    )


def test_in_opening_hours_it_is_the_textbook(by_day):
    """Without its nights it is M/M/3 with load 0.85: a wait of 808 s (Erlang's C; L. Kleinrock 1975, section 3.5).

    Four standard errors of the eight replications on either side.
    """
    theory = mmc(1 / 196.2, 500, 3).waiting_time
    assert theory == pytest.approx(808, abs=1)
    (row,) = [row for row in by_day.pools() if row.post.name == "assessors:stamp"]
    waits = [pool.mean_open_wait for one in by_day.outcomes[0] for pool in one.pools if pool.servers == 3]
    mean = sum(waits) / len(waits)
    error = math.sqrt(sum((wait - mean) ** 2 for wait in waits) / (len(waits) - 1) / len(waits))
    assert mean == pytest.approx(theory, abs=4 * error)
    assert error < 0.05 * theory
    assert row.mean_open_wait.mean == pytest.approx(mean / 60)
    assert row.utilisation.mean == pytest.approx(0.85, abs=0.01)
    for outcome in by_day.outcomes[0]:
        (pool,) = (pool for pool in outcome.pools if pool.servers == 3)
        came = len(outcome.per_case["need"])
        # Little's law in open time, but for who waits at the two ends of the window.
        assert pool.queue * 26 * 5 * 12 * 3600 == pytest.approx(pool.mean_open_wait * came, rel=0.02)


def test_by_the_clock_nights_are_in_it(by_day):
    """Who waits at 20:00 waits twelve hours more or, on a Friday, sixty; by far the most of all waiting is that."""
    values = [outcome.values for outcome in by_day.outcomes[0]]
    (row,) = [row for row in by_day.pools() if row.post.name == "assessors:stamp"]
    assert row.mean_wait.mean > 2 * row.mean_open_wait.mean
    for one in values:
        assert one["file_waiting_time"] * 24 * 60 > 2 * one["file_waiting_open_time"]
        assert one["time_file_queue"] * 24 * 60 > 2 * one["file_queue_open"]
    mean = sum(one["file_queue_open"] for one in values) / len(values)
    assert mean == pytest.approx(row.mean_open_wait.mean, rel=1e-6)

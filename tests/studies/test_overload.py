"""When a world is overloaded: what its runs did decides, by theory and by hand."""

import math

import numpy as np
import pytest

from tests.one_desk import ALL_DAY, OFFICE, Said, one_desk, one_from_nine
from wogsim.measures.backlog import beyond, error, growth, overloaded
from wogsim.scenario.reading import Loaded
from wogsim.studies.comparison.run import compare
from wogsim.studies.overload import in_most

# Nobody works in the second, fourth, sixth week.
HOLIDAYS = [f"2026-01-{day}" for day in (*range(12, 17), *range(26, 31))] + [
    f"2026-02-{day:02}" for day in range(9, 14)
]


def desk(need: str, hours: str = "", citizens: Said | None = None, **agency: object) -> Loaded:
    """The world of one counter, ten minutes each: without hours it never closes, and serves at most 144 a day."""
    return one_desk(
        citizens={"need": need, **(citizens or {})},
        desk={"collection_by": "none", **agency},
        world={"hours": {"office": hours}} if hours else {},
    )


def of_counter(loaded: Loaded):
    """The row of the counter, what is known of its world, and what is warned of."""
    result = compare(loaded)
    row = next(row for row in result.pools() if row.post.name == "counter:desk")
    return row, result.known("one-roof").overloaded, " ".join(result.warnings())


class TestByHand:
    """The numbers that decide."""

    def test_growth(self):
        """0, 2, 4, 6 is two a day; 0, 0, 3 is 1.5 by least squares: (-1 x 0 + 1 x 3) / 2."""
        assert growth(np.array([0, 2, 4, 6])) == 2
        assert growth(np.array([0, 0, 3])) == 1.5
        assert growth(np.array([7, 7])) == 0
        assert math.isnan(growth(np.array([7])))

    def test_what_is_beyond(self):
        """Of 50 hours for 40 a fifth is beyond; without a limit nothing is."""
        assert beyond(40, 50) == pytest.approx(0.2)
        assert (beyond(40, 40), beyond(-1, 50), beyond(0, 0)) == (0, 0, 0)
        assert beyond(0, 50) == 1

    def test_both_are_asked(self):
        assert overloaded(10, 8, 3)
        assert not overloaded(10, 4, 3)  # much of it finds another way out
        assert overloaded(10, 4, 7)  # a run that cannot tell
        assert not overloaded(0, 8, 3)  # a queue that has not settled yet
        assert overloaded(10, math.nan, 3)

    def test_how_far_a_run_sees(self):
        """Walks with 90 steps up and 90 down a day on average, seed 1: of 4,000 the slopes vary as theory says.

        The standard deviation of a standard deviation of 4,000 is a part in sqrt(8,000); four of these, and the days
        that a walk is looked at are not a line without gaps: a hundredth more.
        """
        rng = np.random.default_rng(1)
        walks = np.cumsum(rng.poisson(90, (4000, 100)) - rng.poisson(90, (4000, 100)), axis=1)
        slopes = np.std([growth(walk) for walk in walks])
        assert slopes == pytest.approx(error(90, 100), rel=4 / math.sqrt(8000) + 0.01)

    def test_most_replications(self):
        assert in_most([1, 0, 1]) == 1
        assert in_most([0, 0, 5]) == in_most([1, 0]) == in_most([]) == 0
        assert in_most([2, 2, 1, math.nan]) == 2


class TestByTheory:
    """Runs of one counter."""

    def test_a_quarter_too_many(self):
        """180 a day, of whom 144 are served: 36 a day more, wherever the queue is looked at.

        The line through 28 days of a random walk with 180 a day has a standard deviation of sqrt(6 / 5 x 180 / 28) =
        2.8 a day, the mean of five 1.24; four of these on either side.
        """
        row, known, said = of_counter(desk("180 per day"))
        assert row.load.mean == pytest.approx(1.25, abs=4 * 1.25 / math.sqrt(180 * 28 * 5))
        assert row.growth.mean == pytest.approx(36, abs=5)
        assert row.short
        assert row.overloaded
        assert known
        assert "overloaded are counter: Desk (1.2" in said

    def test_who_gives_up_makes_room(self):
        """The same, but nobody waits longer than an hour on average: as many give up as are too many (M/D/1+M)."""
        row, known, said = of_counter(desk("180 per day", citizens={"patience": "exponential(1 hour)"}))
        assert row.load.mean > 1
        assert row.growth.low < 0 < row.growth.high or abs(row.growth.mean) < 1
        assert row.short
        assert not known
        assert "overloaded" not in said
        assert "their queues do not grow by it" in said

    def test_enough_people(self):
        row, known, said = of_counter(desk("115 per day"))
        assert not row.short
        assert not known
        assert "overloaded" not in said

    def test_who_finishes_late_makes_room(self):
        """Three visitors of three hours each morning, three clerks until 9, one from then on: 9 hours for 10 scheduled.

        With six visitors it is 18 hours for 6 + 7 = 13 scheduled, and yet all have been served in the evening.
        """
        row, known, warned = of_counter(one_from_nine())
        assert row.load.mean / 6 == pytest.approx(18 / 13, abs=0.2)
        assert abs(row.growth.mean) < 1
        assert not known
        assert "overloaded" not in warned

    def test_holidays_overload(self):
        """140 a week of half an hour are 140 hours in two weeks, of which one is open: 80 hours of two people.

        So 3.5 people are needed, 60 hours are too much: 120 visitors in 14 days, 8.6 a day.
        """
        loaded = desk("20 per day", OFFICE, {"by_hour": ALL_DAY}, counters=2, intake="30 min")
        row, known, _said = of_counter(loaded.change({"world.holidays": HOLIDAYS, "world.working_days": "always"}))
        assert row.load.mean == pytest.approx(3.5, abs=0.4)
        assert row.growth.mean == pytest.approx(120 / 14, rel=0.25)
        assert row.overloaded
        assert known

    def test_too_few_tickets(self):
        """30 come on a working day, and there are 20 tickets for five days a week: 50 a week are left over."""
        row, known, said = of_counter(desk("30 per working day", OFFICE, quota=20, intake="1 min"))
        assert row.load.mean < 1
        assert row.growth.mean == pytest.approx(50 / 7, rel=0.2)
        assert known
        assert "tickets" in said

    @pytest.mark.parametrize(
        ("hours", "tickets"),
        [
            ("mon-fri 08:00-12:00, 13:00-16:00", 100),  # after the break at noon they go on being handed out
            ("mon-fri 22:00-02:00", 100),  # a night is one day
            ("", 140),  # what never closes counts by dates
        ],
    )
    def test_tickets_of_a_week(self, hours, tickets):
        """Twenty for each sitting; 30 come each day of five, or seven, and what is beyond is beyond these."""
        need = "30 per working day" if hours else "30 per day"
        loaded = desk(need, hours, quota=20, intake="1 min").change({"run.cohort": "1 week", "run.replications": 1})
        (outcome,) = compare(loaded).outcomes[0]
        pool = next(pool for pool in outcome.pools if pool.name == "counter:desk")
        visits = len(outcome.per_case["need"])
        assert pool.excess == pytest.approx((visits - tickets) / 7)

"""What each number of a scenario could be instead."""

import pytest

from wogsim.scenario.reading import load
from wogsim.scenario.uncertain import uncertain


@pytest.fixture(scope="module")
def varied():
    return {number.fact.path: number for number in uncertain(load("restaurant-permit"), 0.2)}


class TestUncertain:
    """What a number could be instead."""

    @pytest.mark.parametrize(
        ("path", "low", "high"),
        [
            ("world.citizens.far_share", 0.2, 0.3),
            ("world.papers.bringings", 2, 4),
            ("world.agencies.tourism.counters", None, 2),  # at least one
            ("world.agencies.land.counters", 3, 5),
            ("world.clearances.land-consideration.assessors", 4, 8),  # outwards to whole people
            ("world.clearances.zoning.own_cases", "0.72 per working day", "1.08 per working day"),
            ("world.clearances.zoning.deadline", "9.6 working days", "14.4 working days"),
            (
                "world.clearances.zoning.assessment",
                "lognormal(mean 3.2 hours, cv 0.7)",
                "lognormal(mean 4.8 hours, cv 0.7)",
            ),
            (
                "world.travel.home_to_office",
                "triangular(low 8 min, mode 20 min, high 48 min)",
                "triangular(low 12 min, mode 30 min, high 1.2 hours)",
            ),
            ("world.front.others", 0.0, 1.0),  # stated
            ("world.papers.fix", "gamma(mean 1 days, cv 0.8)", "gamma(mean 7 days, cv 0.8)"),  # a stated mean
            ("world.front.chase", "0 min", "gamma(mean 30 min, cv 1)"),
            ("world.online.outage_every", "exponential(7 days)", "exponential(180 days)"),
            ("world.papers.detection_online", 0.4, 0.9),
        ],
    )
    def test_values(self, varied, path, low, high):
        number = varied[path]
        assert number.low is None if low is None else number.low.setting == low
        assert number.high.setting == high

    def test_bounds(self):
        loaded = load("restaurant-permit").change(
            {
                "world.papers.bringings": 9,
                "world.inspection.team": 1,
                "world.travel.far_factor": 1.1,
                "world.papers.reintake": 0.9,
                "world.front.others": 0.5,
            }
        )
        found = {number.fact.path: number for number in uncertain(loaded, 0.2)}
        assert found["world.papers.bringings"].high is None
        assert found["world.travel.far_factor"].low.setting == 1
        assert (found["world.inspection.team"].low, found["world.inspection.team"].said) == (None, "")
        assert found["world.papers.reintake"].high.setting == 1
        assert found["world.front.others"].high.setting == 0.6  # the range was of the file's own number

    def test_every_distribution_keeps_its_family_and_spread(self, varied):
        for number in varied.values():
            if not number.stated and hasattr(number.value, "family"):
                for side, factor in ((number.low, 0.8), (number.high, 1.2)):
                    if side:
                        assert side.value.family == number.value.family
                        assert side.value.mean == pytest.approx(factor * number.value.mean, abs=1)

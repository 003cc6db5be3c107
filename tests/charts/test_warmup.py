"""The chart of warm-up: course, cut and moving average."""

import numpy as np
import pytest

from tests.drawn import assert_inside, said
from tests.places import TWO_AGENCIES
from wogsim import charts
from wogsim.charts.warmup import moving_average
from wogsim.language import using
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare


class TestChart:
    @pytest.mark.parametrize("language", ["en", "id"])
    def test_the_chart_shows_course_cut_and_warm_up(self, language):
        result = compare(load(TWO_AGENCIES), replications=4)
        with using(language):
            figure = charts.warm_up(result)
        assert_inside(figure)
        assert said(figure, "question")[0].endswith("?")
        axes = figure.axes[0]
        cuts = [line for line in axes.lines if line.get_gid() == "cut"]
        found = [one for one in result.settling() if one.measure == "sojourn_time"]
        assert [line.get_xdata()[0] for line in cuts] == [one.days for one in found]
        assert {line.get_gid() for line in axes.lines} >= set(result.keys)
        assert any(line.get_xdata()[0] == 14 for line in axes.lines)

    def test_too_few_citizens_to_draw(self, tmp_path):
        """Fewer than five citizens make no mean of five."""
        few = load(TWO_AGENCIES).change({"world.citizens.need": "1 per week", "run.warm_up": "0 days"})
        result = compare(few, replications=2)
        assert result.settling()
        assert all(found.drop == 0 and not found.misleads for found in result.settling())
        charts.save(charts.warm_up(result), tmp_path / "few")


def test_moving_average_is_narrow_at_the_ends():
    """Forty values: two on either side, where there are so many."""
    line = moving_average(np.arange(40.0) ** 2)
    assert line[0] == 0
    assert line[1] == pytest.approx((0 + 1 + 4) / 3)
    assert line[2] == pytest.approx((0 + 1 + 4 + 9 + 16) / 5)
    gaps = moving_average(np.array([1.0, np.nan, 3.0]))
    assert gaps[1] == 2

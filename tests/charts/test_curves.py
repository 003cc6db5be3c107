"""Charts of distributions and of cases in progress: lines, bands, marks."""

from itertools import pairwise

import numpy as np
import pytest

from tests.drawn import FIVE, lines, patches, said
from wogsim import charts
from wogsim.charts import curves
from wogsim.language import number
from wogsim.studies.comparison.run import compare


class TestDistributions:
    def test_lines_rise_and_meet_the_standard_where_the_measure_says(self, result):
        figure = charts.permits_in_hand(result)
        (at,) = {float(line.get_xdata()[0]) for line in lines(figure, "mark")}
        assert at == 4
        assert said(figure, "marked") == ["standard: 4 working days"]
        for key, line in zip(FIVE, lines(figure, "mean"), strict=True):
            x, y = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
            assert (np.diff(y) >= 0).all()
            shares = result.values(key, "within_standard")
            assert y[x <= at][-1] <= np.mean(shares) + 1e-9 <= y[x >= at][0] + 2e-9

    def test_who_gave_up_never_has_the_permit(self, result):
        for key, line in zip(FIVE, lines(charts.permits_in_hand(result), "mean"), strict=True):
            assert line.get_ydata()[-1] <= 1 - result.estimates[key, "gave_up"].mean + 1e-9

    def test_waiting_is_of_everybody(self, result):
        figure = charts.waiting_distribution(result)
        waits = [outcome.per_case["waiting_time"] for outcome in result.outcomes[1]]
        x, y = lines(figure, "mean")[1].get_data()
        assert y[0] == pytest.approx(np.mean([(some == 0).mean() for some in waits]))
        assert y[100] == pytest.approx(np.mean([(some <= x[100] * 60).mean() for some in waits]))

    def test_bands_hold_the_lines(self, result):
        figure = charts.waiting_distribution(result)
        for band, line in zip(patches(figure, "band"), lines(figure, "mean"), strict=True):
            corners = band.get_paths()[0].get_extents()
            assert 0 <= corners.y0 <= line.get_ydata().min() <= line.get_ydata().max() <= corners.y1 <= 1

    def test_without_a_standard_no_mark(self, loaded):
        figure = charts.permits_in_hand(compare(loaded.change({"world.standard": None}), replications=2))
        assert not lines(figure, "mark")
        assert "days" in said(figure, "answer")[0]


class TestInProgress:
    @pytest.mark.parametrize(("panel", "column"), [(0, "in_progress"), (1, "files_waiting")])
    def test_lines_are_means_and_begin_empty(self, result, panel, column):
        axes = charts.cases_in_progress(result).axes[panel]
        lines = [line for line in axes.lines if line.get_gid() == "mean"]
        for outcomes, line in zip(result.outcomes, lines, strict=True):
            assert line.get_ydata() == pytest.approx(np.mean([getattr(o, column) for o in outcomes], axis=0))
            assert line.get_ydata()[0] == 0

    def test_windows_are_where_they_are(self, result):
        figure = charts.cases_in_progress(result)
        upper, lower = figure.axes
        for axes in (upper, lower):
            assert [line.get_xdata()[0] for line in axes.lines if line.get_gid() == "border"] == [1, 2]  # weeks
        assert upper.get_xlim() == lower.get_xlim()
        assert upper.get_position().y0 > lower.get_position().y1
        assert (upper.get_xlabel(), lower.get_xlabel()) == ("", "weeks since the start")
        assert {"warm-up", "run-out"} <= set(said(figure, "window"))

    def test_the_answer_is_about_the_cohorts_window(self, result):
        (answer,) = said(charts.cases_in_progress(result), "answer")
        means = [np.mean([o.in_progress[7:15].mean() for o in outcomes]) for outcomes in result.outcomes]
        assert number(min(means), 1) in answer or number(min(means), 0) in answer

    def test_names_do_not_overlap(self):
        found = curves.apart([300, 299, 298, 100], 60, 400)
        assert all(above - below >= 60 - 1e-9 for above, below in pairwise(found))
        assert np.mean(found[:3]) == pytest.approx(299)
        assert found[3] == 100
        assert curves.apart([400, 0], 60, 400) == [370, 30]

"""Charts of distributions and of cases in progress: lines, bands, marks."""

from datetime import timedelta

import numpy as np
import pytest

from tests.drawn import FIVE, lines, patches, said
from wogsim import charts
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
    @pytest.mark.parametrize(("gid", "column"), [("mean", "in_progress"), ("files", "files_waiting")])
    def test_lines_are_means_and_begin_empty(self, result, gid, column):
        for axes, outcomes in zip(charts.cases_in_progress(result).axes, result.outcomes, strict=True):
            (line,) = (line for line in axes.lines if line.get_gid() == gid)
            assert line.get_ydata() == pytest.approx(np.mean([getattr(o, column) for o in outcomes], axis=0))
            assert line.get_ydata()[0] == 0

    def test_a_panel_for_each_with_the_others_behind(self, result):
        """The same scales everywhere, so that panels can be compared."""
        figure = charts.cases_in_progress(result)
        assert len(figure.axes) == len(FIVE)
        assert len({(axes.get_xlim(), axes.get_ylim()) for axes in figure.axes}) == 1
        for axes in figure.axes:
            assert len([line for line in axes.lines if line.get_gid() == "other"]) == len(FIVE) - 1

    def test_the_cohort_is_where_it_is(self, result):
        for band in patches(charts.cases_in_progress(result), "cohort"):
            assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((1, 2))  # weeks

    def test_holidays_are_shaded_where_all_offices_are_closed_for_longer_than_on_weekends(self, loaded):
        """A week off: from before its Monday until after its Friday."""
        start = loaded.scenario.world.start
        monday = start + timedelta(days=-start.weekday() % 7 + 7)
        quiet = compare(loaded, replications=1, patterns=["one-roof"])
        assert not patches(charts.cases_in_progress(quiet), "closed")
        days = [(monday + timedelta(days=at)).isoformat() for at in range(5)]
        off = compare(loaded.change({"world.holidays": days}), replications=1, patterns=["one-roof"])
        figure = charts.cases_in_progress(off)
        (band,) = patches(figure, "closed")
        day = (monday - start).days
        assert band.get_x() * 7 < day
        assert band.get_x() * 7 + band.get_width() * 7 > day + 5
        assert "holidays: all offices are closed" in [text.get_text() for text in figure.legends[0].get_texts()]

    def test_the_answer_is_about_the_cohorts_window(self, result):
        (answer,) = said(charts.cases_in_progress(result), "answer")
        means = [np.mean([o.in_progress[7:15].mean() for o in outcomes]) for outcomes in result.outcomes]
        assert number(min(means), 1) in answer or number(min(means), 0) in answer

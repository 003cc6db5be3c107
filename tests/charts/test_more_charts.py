"""Charts of distributions, trips, kinds of citizens, busy hours and cases in progress: what they say and show."""

import math
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from tests.drawn import FIVE, ROW, assert_inside, bars, lightness, said
from tests.places import SMALL_TOWN
from wogsim import charts
from wogsim.charts import busy, curves, kinds, style
from wogsim.language import number, using
from wogsim.output_analysis.paired import holm, t_test
from wogsim.scenario.reading import load
from wogsim.studies.comparison import words
from wogsim.studies.comparison.busy import busy_hours
from wogsim.studies.comparison.files import CHARTS
from wogsim.studies.comparison.run import compare

CURVES = (charts.permits_in_hand, charts.waiting_distribution, charts.cases_in_progress)
ROWS = (charts.trips, charts.equity)
ALL = (*CURVES, *ROWS, charts.busy_hours)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "small.toml"
    kinds = "assisted_share = 0.4\nvulnerable_share = 0.3\nfar_share = 0.3"
    text = Path(SMALL_TOWN).read_text("utf-8").replace("assisted_share = 0.4", kinds)
    text = text.replace('home_to_office = "25 min"', 'home_to_office = "25 min"\nfar_factor = 3.0')
    path.write_text(text, "utf-8")
    return load(path).change({"world.standard": "4 working days"})


@pytest.fixture(scope="module")
def result(loaded):
    return compare(loaded, replications=4)


@pytest.fixture(scope="module")
def single(loaded):
    return compare(loaded, replications=1)


def drawn(figure, gid):
    """Lines of a figure by what they are, in order."""
    return [line for axes in figure.axes for line in axes.lines if line.get_gid() == gid]


def patches(figure, gid):
    return [patch for axes in figure.axes for patch in (*axes.patches, *axes.collections) if patch.get_gid() == gid]


class TestEveryChart:
    def test_all_are_written(self):
        assert set(CHARTS) >= {chart.__name__ for chart in ALL}

    @pytest.mark.parametrize("chart", ALL)
    def test_asks_answers_and_says_on_what_it_rests(self, chart, result):
        figure = chart(result)
        (question,), (answer,), (foot,) = (said(figure, gid) for gid in ("question", "answer", "foot"))
        assert question.endswith("?")
        assert answer.endswith(".")
        assert f"{words.citizens(result)} citizens" in foot
        assert "4 replications; seed 1; 2 agencies" in foot
        assert any(axes.get_xlabel() for axes in figure.axes)

    @pytest.mark.parametrize("chart", ALL)
    def test_every_pattern_is_named(self, chart, result):
        names = said(chart(result), "name")
        assert sorted(names) == sorted(result.title(key) for key in FIVE)
        if chart is not charts.cases_in_progress:  # there, in the order in which the lines end
            assert names == [result.title(key) for key in FIVE]

    @pytest.mark.parametrize("chart", ALL)
    @pytest.mark.parametrize("language", ["en", "id"])
    def test_nothing_runs_out_of_the_picture(self, chart, language, result):
        with using(language):
            figure = chart(result)
        everywhere = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
        assert language == "en" or not re.search(r"\d\.\d", everywhere)
        assert_inside(figure, names_beneath=chart is not charts.busy_hours)

    @pytest.mark.parametrize("chart", ALL)
    def test_one_replication_tells_nothing_apart(self, chart, single):
        figure = chart(single)
        assert not patches(figure, "band")
        assert "interval" not in said(figure, "foot")[0]
        if chart is not charts.busy_hours:
            answer = said(figure, "answer")[0]
            assert "One replication cannot tell" in answer or "All patterns are equal" in answer

    @pytest.mark.parametrize("chart", ALL)
    def test_twelve_patterns_with_long_names(self, chart, twelve):
        with using("id"):
            figure = chart(twelve)
        assert len(said(figure, "name")) == 12
        assert_inside(figure, names_beneath=chart is not charts.busy_hours)

    @pytest.mark.parametrize("chart", ALL)
    def test_two_patterns_without_limit_to_staff(self, chart, neutral):
        figure = chart(neutral)
        if chart is charts.busy_hours:
            assert said(figure, "value") == ["no number: there is no limit to the staff"]
            assert not patches(figure, "cell")
        else:
            assert_inside(figure)

    @pytest.mark.parametrize("chart", ALL)
    def test_nobody_was_granted_the_permit(self, chart, loaded):
        wait = {"world.citizens.patience": "1 s", "world.agencies.a.counters": 1, "world.agencies.a.intake": "60 hours"}
        assert chart(compare(loaded.change(wait), patterns=FIVE[:2], replications=2))


@pytest.fixture(scope="module")
def twelve(loaded):
    title = {"en": "Hall of public services with letter-box {}", "id": "Mal pelayanan publik dengan kotak surat {}"}
    rows = {f"own-{i}": ROW | {"title": {k: v.format(i) for k, v in title.items()}} for i in range(7)}
    return compare(loaded.change({"patterns": rows}), patterns=[*FIVE, *rows], replications=2)


@pytest.fixture(scope="module")
def neutral(loaded):
    return compare(loaded, preset="neutral", patterns=FIVE[:2], replications=2)


class TestDistributions:
    def test_lines_rise_and_meet_the_standard_where_the_measure_says(self, result):
        figure = charts.permits_in_hand(result)
        (at,) = {float(line.get_xdata()[0]) for line in drawn(figure, "mark")}
        assert at == 4
        assert said(figure, "marked") == ["standard: 4 working days"]
        for key, line in zip(FIVE, drawn(figure, "mean"), strict=True):
            x, y = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
            assert (np.diff(y) >= 0).all()
            shares = result.values(key, "within_standard")
            assert y[x <= at][-1] <= np.mean(shares) + 1e-9 <= y[x >= at][0] + 2e-9

    def test_who_gave_up_never_has_the_permit(self, result):
        for key, line in zip(FIVE, drawn(charts.permits_in_hand(result), "mean"), strict=True):
            assert line.get_ydata()[-1] <= 1 - result.estimates[key, "gave_up"].mean + 1e-9

    def test_waiting_is_of_everybody(self, result):
        figure = charts.waiting_distribution(result)
        waits = [outcome.per_case["waiting_time"] for outcome in result.outcomes[1]]
        x, y = drawn(figure, "mean")[1].get_data()
        assert y[0] == pytest.approx(np.mean([(some == 0).mean() for some in waits]))
        assert y[100] == pytest.approx(np.mean([(some <= x[100] * 60).mean() for some in waits]))

    def test_bands_hold_the_lines(self, result):
        figure = charts.waiting_distribution(result)
        for band, line in zip(patches(figure, "band"), drawn(figure, "mean"), strict=True):
            corners = band.get_paths()[0].get_extents()
            assert 0 <= corners.y0 <= line.get_ydata().min() <= line.get_ydata().max() <= corners.y1 <= 1

    def test_without_a_standard_no_mark(self, loaded):
        figure = charts.permits_in_hand(compare(loaded.change({"world.standard": None}), replications=2))
        assert not drawn(figure, "mark")
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


class TestTrips:
    def test_bars_and_marks_are_the_estimates(self, result):
        figure = charts.trips(result)
        assert bars(figure, "mean") == [result.estimates[key, "trips"].mean for key in FIVE]
        for name in ("counter_contacts", "agencies_met"):
            assert [line.get_xdata()[0] for line in drawn(figure, name)] == [
                result.estimates[key, name].mean for key in FIVE
            ]


class TestBusyHours:
    def test_a_cell_for_every_hour_of_the_schedule(self, result):
        figure = charts.busy_hours(result)
        found = {(one.pattern, one.post.name): one for one in busy_hours(result)}
        names = busy.busiest(list(found.values()), 9)
        hours = [8, 9, 10, 11, 13, 14, 15]
        rows = [key for key in found if key[1] in names]
        assert all(np.flatnonzero(~np.isnan(found[key].share)).tolist() == hours for key in rows)
        assert len(patches(figure, "cell")) == len(rows) * len(hours)
        assert len(drawn(figure, "nobody")) == len(names) * len(FIVE) - len(rows)
        assert len(said(figure, "pool")) == len(names)

    def test_pools_that_the_answer_counts_are_shown_before_busier_ones(self, result):
        found = {(one.pattern, one.post.name): one for one in busy_hours(result)}
        even, peak = (replace(one, whole=whole) for one, whole in zip(found.values(), (0.8, 0.5), strict=False))
        even = replace(even, share=np.full(24, 0.8))
        peak = replace(peak, share=np.where(np.arange(24) == 9, busy.BUSY, 0.4))
        assert busy.busiest([even, peak], 1) == [peak.post.name]
        assert busy.busiest([even, peak], 2) == [even.post.name, peak.post.name]

    def test_weighted_by_their_schedules_hours_are_the_utilisation(self, single):
        rows = {(row.pattern, row.post.name): row.utilisation.mean for row in single.pools()}
        for one in busy_hours(single):
            assert one.whole == pytest.approx(rows[one.pattern, one.post.name])

    def test_busier_is_darker_in_grey(self):
        light = [
            lightness("#{:02x}{:02x}{:02x}".format(*(round(255 * c) for c in to_rgb(colour))))
            for _share, colour in busy.CLASSES
        ]
        assert all(one - other > 9 for one, other in pairwise(light))
        assert [busy.colour_for(share) for share in (0, 0.3, 0.5, 0.8, 1.2)] == [
            colour for _share, colour in busy.CLASSES
        ]

    def test_numbers_where_there_is_room(self, loaded, twelve):
        two = compare(loaded, patterns=FIVE[1:3], replications=1)
        figure = charts.busy_hours(two)
        assert len(said(figure, "share")) == len(patches(figure, "cell"))
        assert_inside(figure, names_beneath=False)
        (axes,) = charts.busy_hours(twelve).axes
        wide = min(cell.get_width() for cell in axes.patches if cell.get_gid() == "cell")
        numbers = [text for text in axes.texts if text.get_gid() == "share"]
        assert all(style.width_of(text.get_text(), text.get_fontsize()) < wide - 4 for text in numbers)
        assert busy.number_size(["88", "7"], (40, 40)) == style.NOTE
        assert 9 <= busy.number_size(["88", "7"], (26, 40)) < style.NOTE
        assert busy.number_size(["88", "7"], (18, 40)) is busy.number_size(["88", "7"], (40, 10)) is None


class TestEquity:
    def test_dumbbells_are_the_means_of_kinds(self, result):
        figure = charts.equity(result)
        table = result.by_kind().set_index(["pattern", "kind", "measure"])["mean"]
        for axes, measure in zip(figure.axes, ("waiting_time", "sojourn_time"), strict=True):
            for gid, kind in (("without far", "home: near"), ("having vulnerable", "vulnerable: yes")):
                marks = [line.get_xdata()[0] for line in axes.lines if line.get_gid() == gid]
                assert marks == pytest.approx([table[key, kind, measure] for key in FIVE])

    def test_kinds_without_anybody_are_left_out(self, loaded):
        none = compare(loaded.change({"world.citizens.vulnerable_share": 0.0}), replications=2)
        assert not drawn(charts.equity(none), "having vulnerable")
        legend = [text.get_text() for text in charts.equity(none).legends[0].get_texts()]
        assert "vulnerable" not in legend
        assert {"assisted", "live far"} <= set(legend)

    def test_only_what_is_told_apart_is_said(self, result):
        figure = charts.equity(result)
        apart = [gap for gap in kinds.gaps(result) if gap.paired.apart]
        solid = [line for line in drawn(figure, "gap") if line.get_linestyle() == "-"]
        assert len(solid) == len(apart) == len([text for text in said(figure, "value") if text])
        assert not any(math.isnan(gap.difference.mean) for gap in apart)

    def test_each_measure_is_one_family_of_holm(self, result):
        for measure in ("waiting_time", "sojourn_time"):
            family = [gap.paired for gap in kinds.gaps(result) if gap.measure == measure]
            raw = [t_test(self.differences(result, gap)) for gap in kinds.gaps(result) if gap.measure == measure]
            assert [one.p_holm for one in family] == pytest.approx(holm(raw)[0])
            assert len(family) == 15

    @staticmethod
    def differences(result, gap):
        """Of the means of both kinds within each replication, read off the cases."""
        column, per_unit = {"waiting_time": ("waiting_time", 60), "sojourn_time": ("sojourn_time", 86_400)}[gap.measure]
        found = []
        for outcome in result.outcomes[result.keys.index(gap.pattern)]:
            cases = outcome.per_case
            among = cases["granted"] if gap.measure == "sojourn_time" else np.ones(len(cases["need"]), dtype=bool)
            has = cases[gap.pair.column]
            having, without = (cases[column][among & kind].mean() / per_unit for kind in (has, ~has))
            found.append(having - without)
        return found


class TestAsides:
    def test_ties_are_not_ranked(self, result):
        same = {key: [1.0, 2.0, 3.0, 4.0] for key in FIVE}
        ends = "{low} {low_value} before {high} {high_value}"
        assert words.aside(result, same, "{value} %", ends) == "All patterns are equal: 2.5 % on average."
        higher = same | {"one-door": [2.0, 3.0, 4.0, 5.1]}
        text = words.aside(result, higher, "{value} %", ends)
        assert "before One-door 3.5 %" in text
        noise = same | {"one-door": [2.0, 1.0, 4.0, 3.2]}
        assert "cannot tell the patterns apart" in words.aside(result, noise, "{value} %", ends)

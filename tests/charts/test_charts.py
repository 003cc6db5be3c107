"""Charts: what they say and show, not which pixels."""

import math
import re
import subprocess
import sys

import pytest
from matplotlib.colors import to_hex

from tests.drawn import FIVE, assert_inside, lines, patches, said
from tests.places import ROOT
from wogsim import charts
from wogsim.language import using
from wogsim.studies.comparison import words
from wogsim.studies.comparison.files import CHARTS, FIRST

MAIN = (charts.waiting_times, charts.counters_visited, charts.time_anatomy)
OTHERS = (
    charts.permits_in_hand,
    charts.waiting_distribution,
    charts.cases_in_progress,
    charts.equity,
    charts.busy_hours,
)
ALL = (*MAIN, *OTHERS)
ABREAST = (charts.busy_hours, charts.cases_in_progress)  # panels side by side


class TestEveryChart:
    def test_all_are_written(self):
        assert set(CHARTS) == {chart.__name__ for chart in ALL}

    def test_first_come_those_of_the_question_that_every_comparison_asks(self):
        """How long do they wait, how many counters do they stand at, where does the time go: the reports ask it so."""
        assert set(FIRST) == {chart.__name__ for chart in MAIN}
        assert CHARTS[: len(FIRST)] == FIRST

    @pytest.mark.parametrize("chart", ALL)
    def test_asks_answers_and_says_on_what_it_rests(self, chart, result):
        figure = chart(result)
        (question,), (answer,), (foot,) = (said(figure, gid) for gid in ("question", "answer", "foot"))
        assert question.endswith("?")
        assert answer.endswith(".")
        assert f"{words.citizens(result)} citizens" in foot
        assert "4 replications; seed 1; 2 agencies" in foot
        assert "delegated authority 50\N{NO-BREAK SPACE}%" in foot
        assert any(axes.get_xlabel() for axes in figure.axes) or said(figure, "axis")

    @pytest.mark.parametrize("chart", ALL)
    def test_every_pattern_is_named_in_the_order_asked_for(self, chart, result):
        names = said(chart(result), "name")
        assert sorted(names) == sorted(result.marked(key) for key in FIVE)
        assert names == [result.marked(key) for key in FIVE]

    @pytest.mark.parametrize("chart", MAIN)
    def test_the_axis_names_its_unit(self, chart, result):
        label = chart(result).axes[0].get_xlabel()
        assert label.split()[0] in {"minutes", "different", "days"}

    @pytest.mark.parametrize("chart", ALL)
    @pytest.mark.parametrize("language", ["en", "id"])
    def test_nothing_runs_out_of_the_picture(self, chart, language, result):
        with using(language):
            figure = chart(result)
        everywhere = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
        assert language == "en" or not re.search(r"\d\.\d", everywhere)
        assert_inside(figure, names_beneath=chart not in ABREAST)

    @pytest.mark.parametrize("chart", MAIN)
    def test_comma_in_indonesian(self, chart, result):
        with using("id"):
            figure = chart(result)
        values = " ".join(said(figure, "value") + said(figure, "total"))
        assert re.search(r"\d,\d", values)
        assert not re.search(r"\d\.\d", values)
        assert said(figure, "name")[2].removesuffix(" *") == "Satu pintu"

    @pytest.mark.parametrize("chart", ALL)
    def test_one_replication_tells_nothing_apart(self, chart, single):
        figure = chart(single)
        assert not lines(figure, "whisker")
        assert not patches(figure, "band")
        (foot,) = said(figure, "foot")
        assert "Whisker" not in foot
        assert "interval" not in foot
        if chart is not charts.busy_hours:
            answer = said(figure, "answer")[0]
            assert "One replication cannot tell" in answer or "All patterns are equal" in answer
        if chart in MAIN:
            assert "One replication cannot tell patterns apart" in said(figure, "answer")[0]
            assert "(" not in " ".join(said(figure, "value") + said(figure, "total"))

    @pytest.mark.parametrize("chart", MAIN)
    def test_one_pattern(self, chart, alone):
        figure = chart(alone)
        assert said(figure, "name") == [alone.marked("one-door")]
        assert said(figure, "answer")[0].startswith("One-door: ")
        assert_inside(figure)

    @pytest.mark.parametrize("chart", ALL)
    def test_twelve_patterns_with_long_names(self, chart, twelve):
        """However short names are cut, no two read alike."""
        with using("id"):
            figure = chart(twelve)
        assert len(said(figure, "name")) == len(set(said(figure, "name"))) == 12
        assert_inside(figure, names_beneath=chart not in ABREAST)
        if chart in MAIN:
            chips = patches(figure, "chip")
            colours = 1 if chart is charts.time_anatomy else 12  # there, colours stand for parts
            assert len({to_hex(chip.get_facecolor()) for chip in chips}) == colours

    @pytest.mark.parametrize("chart", ALL)
    def test_two_patterns_without_limit_to_staff(self, chart, neutral):
        figure = chart(neutral)
        if chart is charts.busy_hours:
            assert said(figure, "value") == ["no number: there is no limit to the staff"]
            assert not patches(figure, "cell")
        else:
            assert_inside(figure, names_beneath=chart not in ABREAST)

    @pytest.mark.parametrize("chart", ALL)
    def test_nobody_was_granted_the_permit(self, chart, nothing):
        assert all(math.isnan(nothing.estimates[key, "sojourn_time"].mean) for key in FIVE[:2])
        figure = chart(nothing)
        if chart in (charts.counters_visited, charts.time_anatomy):
            assert said(figure, "answer")[0].startswith("There is no number")
            assert said(figure, "value") == ["no number: nobody was granted the permit"] * 2

    def test_one_authority_is_said_as_one(self, compared):
        figure = charts.waiting_times(compared(authority=0.5, patterns=["one-door"], replications=1))
        assert "authority 50\N{NO-BREAK SPACE}% in all three" in said(figure, "foot")[0]

    def test_a_preset_is_said(self, compared):
        figure = charts.waiting_times(compared(preset="neutral", replications=2))
        assert "preset neutral" in said(figure, "foot")[0]
        assert said(figure, "answer") == ["All patterns are equal: 0.0 min on average."]


class TestFiles:
    def test_same_bytes_and_size(self, result, tmp_path):
        paths = [charts.save(charts.time_anatomy(result), tmp_path / name) for name in ("one", "two")]
        for one, two in zip(*paths, strict=True):
            assert one.read_bytes() == two.read_bytes()
        png, svg = paths[0]
        assert [int.from_bytes(png.read_bytes()[at : at + 4], "big") for at in (16, 20)] == [1280, 720]
        assert (png.suffix, svg.suffix) == (".png", ".svg")
        assert "dc:date" not in svg.read_text("utf-8")

    def test_a_dot_in_a_name_stays(self, result, tmp_path):
        png, _svg = charts.save(charts.waiting_times(result), tmp_path / "a.0.5")
        assert png.name == "a.0.5.png"


def test_matplotlib_waits_until_a_chart_is_made():
    probe = "import sys, wogsim.charts; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "False"

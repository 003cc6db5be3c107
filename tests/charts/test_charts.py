"""Charts: what they say and show, not which pixels."""

import math
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from matplotlib.colors import to_hex

from tests.drawn import FIVE, ROW, assert_inside, bars, contrast, lightness, said
from tests.places import ROOT
from wogsim import charts
from wogsim.charts import style
from wogsim.charts.stacked import part_title
from wogsim.language import number, using
from wogsim.measures.anatomy import PARTS
from wogsim.studies.comparison import words
from wogsim.studies.comparison.run import compare

CHARTS = (charts.waiting_times, charts.counters_visited, charts.time_anatomy)


@pytest.fixture(scope="module")
def result(town):
    return compare(town, replications=4)


class TestEveryChart:
    @pytest.mark.parametrize("chart", CHARTS)
    def test_asks_answers_and_says_on_what_it_rests(self, chart, result):
        figure = chart(result)
        (question,), (answer,), (foot,) = (said(figure, gid) for gid in ("question", "answer", "foot"))
        assert question.endswith("?")
        assert answer.endswith(".")
        assert f"{words.citizens(result)} citizens" in foot
        assert "4 replications; seed 1; 2 agencies" in foot.replace("\n", " ")
        assert "delegated authority 50\N{NO-BREAK SPACE}%" in foot

    @pytest.mark.parametrize("chart", CHARTS)
    def test_patterns_in_the_order_asked_for(self, chart, result):
        assert said(chart(result), "name") == [result.title(key) for key in FIVE]

    @pytest.mark.parametrize("chart", CHARTS)
    def test_the_axis_names_its_unit(self, chart, result):
        label = chart(result).axes[0].get_xlabel()
        assert label.split()[0] in {"minutes", "number", "days"}

    @pytest.mark.parametrize("chart", CHARTS)
    @pytest.mark.parametrize("language", ["en", "id"])
    def test_nothing_runs_out_of_the_picture(self, chart, language, result):
        with using(language):
            figure = chart(result)
        assert_inside(figure)

    @pytest.mark.parametrize("chart", CHARTS)
    def test_comma_in_indonesian(self, chart, result):
        with using("id"):
            figure = chart(result)
        values = " ".join(said(figure, "value") + said(figure, "total"))
        assert re.search(r"\d,\d", values)
        assert not re.search(r"\d\.\d", values)
        assert said(figure, "name")[2] == "Satu pintu"

    @pytest.mark.parametrize("chart", CHARTS)
    def test_one_replication_has_no_whiskers(self, chart, town):
        single = compare(town, replications=1)
        figure = chart(single)
        assert not [line for line in figure.axes[0].lines if line.get_gid() == "whisker"]
        assert "One replication cannot tell patterns apart" in said(figure, "answer")[0]
        assert "(" not in " ".join(said(figure, "value") + said(figure, "total"))
        assert "Whisker" not in said(figure, "foot")[0]

    @pytest.mark.parametrize("chart", CHARTS)
    def test_one_pattern(self, chart, town):
        figure = chart(compare(town, patterns=["one-door"], replications=2))
        assert said(figure, "name") == ["One-door"]
        assert said(figure, "answer")[0].startswith("One-door: ")
        assert_inside(figure)

    @pytest.mark.parametrize("chart", CHARTS)
    def test_twelve_patterns_with_long_names(self, chart, town):
        title = {"en": "Hall of public services with letter-box {}", "id": "Mal pelayanan publik dengan kotak surat {}"}
        rows = {f"own-{i}": ROW | {"title": {k: v.format(i) for k, v in title.items()}} for i in range(7)}
        many = compare(town.change({"patterns": rows}), patterns=[*FIVE, *rows], replications=2)
        with using("id"):
            figure = chart(many)
        assert len(said(figure, "name")) == 12
        assert_inside(figure)
        chips = [patch for patch in figure.axes[0].patches if patch.get_gid() == "chip"]
        colours = 1 if chart.__name__ == "time_anatomy" else 12  # there, colours stand for parts
        assert len({to_hex(chip.get_facecolor()) for chip in chips}) == colours

    @pytest.mark.parametrize("chart", CHARTS[1:])
    def test_nobody_was_granted_the_permit(self, chart, town):
        wait = {"world.citizens.patience": "1 s", "world.agencies.a.counters": 1, "world.agencies.a.intake": "60 hours"}
        nothing = compare(town.change(wait), patterns=FIVE[:2], replications=1)
        assert all(math.isnan(nothing.estimates[key, "sojourn_time"].mean) for key in FIVE[:2])
        figure = chart(nothing)
        assert said(figure, "answer")[0].startswith("There is no number")
        assert said(figure, "value") == ["no number: nobody was granted the permit"] * 2

    def test_one_authority_is_said_as_one(self, town):
        figure = charts.waiting_times(compare(town, authority=0.5, patterns=["one-door"], replications=1))
        assert "authority 50\N{NO-BREAK SPACE}% in all three" in said(figure, "foot")[0]

    def test_a_preset_is_said(self, town):
        neutral = compare(town, preset="neutral", replications=2)
        figure = charts.waiting_times(neutral)
        assert "preset neutral" in said(figure, "foot")[0]
        assert said(figure, "answer") == ["All patterns are equal: 0.0 min on average."]


class TestNumbers:
    def test_waiting_bars_and_whiskers_are_the_estimates(self, result):
        figure = charts.waiting_times(result)
        found = [result.estimates[key, "waiting_time"] for key in FIVE]
        assert bars(figure, "mean") == [estimate.mean for estimate in found]
        whiskers = [line.get_xdata().tolist() for line in figure.axes[0].lines if line.get_gid() == "whisker"]
        assert whiskers[::2] == [[max(e.low, 0), e.high] for e in found if e.high > e.low]
        assert all(
            number(e.mean, 0) in text for e, text in zip(found, said(figure, "value"), strict=True) if e.mean > 99
        )

    def test_spread_is_of_the_pooled_citizens(self, result):
        low, middle, high = (q.mean for q in words.pooled(result, "one-roof", "waiting_time", (0.1, 0.5, 0.9)))
        waits = sorted(w for outcome in result.outcomes[1] for w in outcome.per_case["waiting_time"])
        assert low <= middle <= high
        assert middle == waits[-(-len(waits) // 2) - 1]

    def test_counters_contacts_and_trips(self, result):
        figure = charts.counters_visited(result)
        assert bars(figure, "mean") == [result.estimates[key, "counters_visited"].mean for key in FIVE]
        for name in ("counter_contacts", "trips"):
            marks = [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_gid() == name]
            assert marks == [result.estimates[key, name].mean for key in FIVE]
        assert "is defined almost decides this" in said(figure, "answer")[0]

    def test_parts_sum_to_the_sojourn(self, result):
        figure = charts.time_anatomy(result)
        total = sum(sum(bars(figure, part)) for part in PARTS)
        assert total == pytest.approx(sum(result.estimates[key, "sojourn_time"].mean for key in FIVE))
        labels = said(figure, "total")
        assert labels[0].startswith(f"{number(result.estimates[FIVE[0], 'sojourn_time'].mean, 1)} days")

    def test_every_part_is_named(self, result):
        figure = charts.time_anatomy(result)
        legend = {text.get_text() for legend in figure.legends for text in legend.get_texts()}
        for part in PARTS:
            if bars(figure, part):
                inside = " ".join(said(figure, f"label {part}"))
                title = part_title(part)
                assert title in legend or title.split()[0] in inside

    def test_who_gave_up_is_said(self, result):
        notes = said(charts.counters_visited(result), "note")
        assert len(notes) == 5
        assert all(note.startswith("gave up: ") for note in notes)


class TestStyle:
    def test_patterns_differ_in_grey(self):
        light = sorted(lightness(colour) for colour in style.PATTERN_COLOURS.values())
        assert min(b - a for a, b in pairwise(light)) > 9

    def test_ink_is_read_on_every_part(self):
        for colour, _hatch in style.PART_COLOURS.values():
            assert contrast(colour, style.ink_on(colour)) > 4.5

    def test_a_pattern_keeps_its_colour(self):
        own = ["mall", "one-door", "hybrid"]
        assert style.colour_of("one-door", own) == style.PATTERN_COLOURS["one-door"]
        assert style.colour_of("hybrid", own) == style.OWN_COLOURS[1]

    def test_wrapping_loses_nothing(self):
        text = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
        lines = style.wrapped(text, 16, 300)
        assert " ".join(lines) == text
        assert all(style.width_of(line, 16) <= 300 for line in lines)

    def test_a_number_stays_with_its_unit(self):
        text = "Not told apart: One-door (25 min), with intervals of 95 % each"
        for width in range(60, 500, 7):
            assert not any(line[-1].isdigit() for line in style.wrapped(text, 16, width))

    @pytest.mark.parametrize("mark", [" (b)", " (a) (b)", "-3", ""])
    def test_a_name_is_cut_before_the_mark_that_tells_it_from_its_namesakes(self, mark):
        name = "Public Works and Spatial Planning Office" + mark
        assert style.shortened(name, 12, 1000) == name
        short = style.shortened(name, 12, 200)
        assert short.endswith("…" + mark)
        assert style.width_of(short, 12) <= 200
        assert name.startswith(short.removesuffix("…" + mark))
        assert style.width_of(short.replace("…", "nni…"), 12) > 200
        lines = style.fitted(name, 12, 120, 2).split("\n")
        assert len(lines) == 2
        assert lines[1].endswith(mark)
        assert all(style.width_of(line, 12) <= 120 for line in lines)


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

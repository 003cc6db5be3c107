"""Sweeps: the same numbers as a comparison at every point, whoever does the work; table, charts and sentences."""

import itertools
import json
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from tests.places import TINY
from wogsim.charts import style
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.scenario.reading import load
from wogsim.studies.comparison.files import write_csv
from wogsim.studies.comparison.run import compare
from wogsim.studies.sweep import files
from wogsim.studies.sweep.evaluation import NAMES, evaluate
from wogsim.studies.sweep.grid import grid
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.run import sweep
from wogsim.work import parallel

SMALL = {"agencies": "1..2", "authority": "0:1:0.5", "engine": "simpy"}


@pytest.fixture(scope="module")
def loaded():
    return load(TINY)


@pytest.fixture(scope="module")
def swept(loaded):
    return sweep(loaded, **SMALL)


@pytest.fixture
def _no_charts(monkeypatch):
    """Charts have tests of their own and take long."""
    monkeypatch.setattr(files, "figures", lambda _result: ())


def same(one, other):
    return np.array_equal(one.values, other.values, equal_nan=True)


def test_every_point_is_a_comparison(loaded, swept):
    """The same citizens with the same luck as a comparison with these levers."""
    assert len(swept.points) == 6
    for point, at in zip(swept.points, swept.at, strict=True):
        agencies, authority = point
        alone = compare(loaded, agencies=agencies, authority=authority, engine="simpy")
        for pattern, measure in itertools.product(swept.keys, swept.measures):
            assert at.values(pattern, measure.name) == alone.values(pattern, measure.name)


def test_the_same_citizens_along_a_sweep(swept):
    """One-roof knows no authority, so nothing at all happens to it along that axis; one-door cares."""
    by_agencies = {}
    for (agencies, _authority), values in zip(swept.points, swept.values, strict=True):
        by_agencies.setdefault(agencies, []).append(values)
    roof, door = (swept.keys.index(key) for key in ("one-roof", "one-door"))
    for first, *others in by_agencies.values():
        assert all(np.array_equal(first[:, roof], other[:, roof], equal_nan=True) for other in others)
    assert not np.array_equal(by_agencies[2][0][:, door], by_agencies[2][2][:, door], equal_nan=True)


@pytest.mark.parametrize("workers", [2, 4])
def test_the_number_of_processes_changes_nothing(loaded, swept, workers, tmp_path):
    with parallel.processes(workers) as executor:
        found = sweep(loaded, **SMALL, executor=executor)
    assert same(found, swept)
    for name, result in (("one", swept), ("many", found)):
        write_csv(result.table(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "many").read_bytes()


def test_any_executor(loaded, swept):
    with ThreadPoolExecutor(3) as executor:
        assert same(sweep(loaded, **SMALL, executor=executor), swept)
        assert compare(loaded, executor=executor).estimates == compare(loaded).estimates


def test_engines_agree(loaded, swept):
    assert same(sweep(loaded, **{**SMALL, "engine": "auto"}), swept)


def test_table(swept):
    table = swept.table()
    assert list(table.columns) == [
        "agencies", "authority", "pattern", "measure", "unit", "mean", "ci_low", "ci_high", "replications",
    ]  # fmt: skip
    assert len(table) == 6 * 2 * len(swept.measures)
    assert not table.duplicated(["agencies", "authority", "pattern", "measure"]).any()
    chosen = table[(table.agencies == 2) & (table.authority == 0.5) & (table.pattern == "one-door")]
    mean = chosen[chosen.measure == "sojourn_time"]["mean"].item()
    number = swept.points.index((2, 0.5))
    assert mean == math.fsum(swept.at[number].values("one-door", "sojourn_time")) / swept.replications


def test_vary_and_settings(loaded):
    """Longer hand-offs never shorten one-door's sojourn; values that are set hold at every point."""
    found = sweep(
        loaded,
        vary={"world.files.between_buildings": "0:8:4 hours"},
        settings={"world.citizens.need": "3 per day"},
        patterns=["one-door"],
        replications=2,
    )
    days = [at.values("one-door", "sojourn_time") for at in found.at]
    assert all(a < b for shorter, longer in itertools.pairwise(days) for a, b in zip(shorter, longer, strict=True))
    alone = compare(loaded, settings={"world.citizens.need": "3 per day", "world.files.between_buildings": "4 hours"})
    assert alone.values("one-door", "sojourn_time")[:2] == days[1]


def test_what_cannot_be_is_left_out_with_its_reason(loaded):
    found = sweep(loaded, agencies="2..4", replications=1, engine="simpy")
    assert list(found.refused) == [1, 2]
    assert set(found.table()["agencies"]) == {2}
    assert "3" in found.refusals()[0]
    assert "no more than 2 can be made" in found.refusals()[0]
    assert found.winners[1] == ()


def test_who_cannot_be_staffed_is_left_out_too(loaded):
    """This is noticed by a worker only, as it routes a typical crowd."""
    found = sweep(loaded, vary={"levers.case_officers": "1,500"}, delegated=0.5, replications=2, engine="simpy", jobs=1)
    assert list(found.refused) == [1]
    assert "500" in found.refused[1]
    assert not np.isnan(found.values[0]).all()


@pytest.mark.parametrize(
    ("asking", "expected"),
    [
        ({"agencies": "3..4"}, ["no more than 2 can be made"]),
        (
            {"vary": {"world.files.digital": "1:2:1 moons"}},
            ["world.files.digital = 1 moons: ", "moons", "unit of time"],
        ),
        ({"vary": {"world.file.digital": "1:2:1 days"}}, ["world.file", "Did you mean 'files'?"]),
        ({"agencies": "1..2", "replications": 600_000}, ["replications"]),
        ({"authority": "0:1:0.0005", "replications": 1000}, ["2,001 points", "2,001,000 cells", "1,000,000"]),
        ({"agencies": "1..2", "jobs": -1}, ["jobs = -1"]),
        ({"agencies": "1..2", "engine": "steam"}, ["steam"]),
        ({"agencies": "1..2", "patterns": ["one-dor"]}, ["one-dor"]),
    ],
)
def test_sentences(loaded, asking, expected):
    with pytest.raises(BadInput) as caught:
        sweep(loaded, **asking)
    for part in expected:
        assert part in str(caught.value)


def test_trouble_at_a_point_names_it(loaded):
    """A pool whose calendar ends before its work: the point is said."""
    hours = {"world.hours.rare.monday": "08:00-08:01", "world.agencies.b.hours": "rare", "world.front.hours": "rare"}
    with pytest.raises(Exception, match=r"world\.citizens\.need = 40 per day"):
        sweep(loaded, vary={"world.citizens.need": "40 per day"}, settings=hours, patterns=["one-roof"], replications=1)


def test_progress(loaded):
    heard = []
    sweep(loaded, **SMALL, progress=lambda *news: heard.append(news))
    cells = [news[:2] for news in heard if not news[2].startswith("prepared")]
    assert sorted(set(cells)) == [(done, 18) for done in range(19)]
    assert sum(news[2].startswith("prepared") for news in heard) == 6
    assert "one-roof" in heard[-1][2] or "one-door" in heard[-1][2]
    assert "of 6 points" in heard[-1][2]


def test_points_of_ones_own(loaded):
    """A search asks for points that are no grid, again and again."""
    points = [{"levers.agencies": 2, "levers.delegated": share} for share in (0.37, 0.41)]
    one = evaluate(loaded, points, 2, engine="simpy")
    assert one.values.shape == (2, 2, 2, len(NAMES))
    assert np.array_equal(evaluate(loaded, points[1:], 2, engine="simpy").values[0], one.values[1], equal_nan=True)


class TestFiles:
    @pytest.mark.usefixtures("_no_charts")
    def test_command(self, tmp_path, capsys):
        out = tmp_path / "deep" / "out"
        options = ["--agencies", "1..3", "--delegated", "0,1", "--vary", "world.travel.walk=1,5 min"]
        options += ["--replications", "2", "--jobs", "1", "--engine", "simpy", "--out", str(out)]
        assert run(["sweep", TINY, *options[:4], "--vary", "world.travel.walk=1 min,5 min", *options[6:]]) == 0
        said = capsys.readouterr()
        assert "One-door" in said.out
        assert "4 points are left out (agencies 3, delegated 0.0, world.travel.walk 1 min)" in " ".join(
            said.out.split()
        )
        assert said.err == ""
        table = pd.read_csv(out / "sweep.csv")
        assert list(table.columns[:3]) == ["agencies", "delegated", "world.travel.walk"]
        assert set(table["world.travel.walk"]) == {"1 min", "5 min"}
        manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        assert manifest["axes"]["delegated"] == [0.0, 1.0]
        assert len(manifest["refused"]) == 4
        assert "sweep.sqlite" not in manifest["files"]  # so that a comparison never replaces it

    @pytest.mark.usefixtures("_no_charts")
    def test_quiet(self, tmp_path, capsys):
        options = ["--agencies", "1", "--replications", "1", "--jobs", "1", "--engine", "simpy", "--quiet"]
        assert run(["sweep", TINY, *options, "--out", str(tmp_path / "out")]) == 0
        assert capsys.readouterr() == ("", "")

    @pytest.mark.usefixtures("_no_charts")
    def test_a_comparison_does_not_replace_a_sweep(self, loaded, tmp_path, capsys):
        sweep(loaded, agencies="1", replications=1, engine="simpy", out=tmp_path / "out")
        assert run(["compare", TINY, "--replications", "1", "--jobs", "1", "--out", str(tmp_path / "out")]) == 2
        assert (tmp_path / "out" / "sweep.sqlite").exists()

    def test_every_chart_is_written(self, loaded, tmp_path):
        sweep(loaded, **{**SMALL, "authority": "0,1"}, replications=1, out=tmp_path)
        lines = {f"{m}-by-{axis}" for m in files.DRAWN for axis in ("agencies", "authority")}
        stems = lines | {"sojourn_time-one-roof", "sojourn_time-one-door", "winners"}
        assert {path.stem for path in tmp_path.glob("*.png")} == {path.stem for path in tmp_path.glob("*.svg")} == stems


def made(levers, days, vary=None):
    """A sweep with invented sojourns: `days[point][pattern]` is what each replication adds its own luck to."""
    base = load(TINY).change({"levers.patterns": ["technical-functional", "one-roof", "one-door"]})
    cut = grid(levers, vary)
    luck = np.array([0.0, 0.4, -0.3, 0.2, -0.1, 0.3])
    values = np.zeros((len(cut.points), len(luck), 3, len(NAMES)))
    for point, row in enumerate(days):
        for pattern, mean in enumerate(row):
            # A little luck of one's own, or a difference would have no width at all.
            own = np.roll(luck, pattern + 1) * 0.1
            values[point, :, pattern, NAMES.index("sojourn_time")] = mean + luck + own
    return Sweep(base, cut, values, {})


def by_gid(figure, gid):
    return [thing for thing in figure.findobj() if thing.get_gid() == gid]


class TestCharts:
    def test_ties_are_hatched_and_not_ranked(self):
        """One pattern is far ahead at a point, two are near each other at the next: one colour, then two marks."""
        result = made({"agencies": "1..2"}, [[9.0, 5.0, 9.0], [9.0, 5.0, 5.01]])
        assert result.winners == [("one-roof",), ("one-roof", "one-door")]
        figure = result.winners_map()
        (winner,), (tie,) = by_gid(figure, "winner"), by_gid(figure, "tie")
        assert to_hex(winner.get_facecolor()).upper() == style.PATTERN_COLOURS["one-roof"]
        assert tie.get_hatch()
        alone, *marks = by_gid(figure, "mark")
        assert [mark.get_marker() for mark in (alone, *marks)] == ["s", "s", "^"]  # the same shape everywhere
        dots = [mark.get_markerfacecolor().upper() for mark in marks]
        assert dots == [style.PATTERN_COLOURS[key] for key in ("one-roof", "one-door")]
        assert {text.get_text() for text in by_gid(figure, "value")} == {"5.1 days"}  # the tie has no number that ranks
        (answer,) = by_gid(figure, "answer")
        assert answer.get_text() == "Fastest, of 2 points: One-roof at 1. Not told apart: 1."

    def test_who_is_told_apart_from_nobody_is_no_loser(self):
        """One pattern differs from the slowest for certain; the third, all luck, could be as fast as either."""
        result = made({"agencies": "2"}, [[9.0, 5.0, 7.0]])
        result.values[0, :, 2, NAMES.index("sojourn_time")] += np.array([9.0, -9.0, 9.0, -9.0, 9.0, -9.0])
        assert result.winners == [("one-roof", "one-door")]

    def test_lines_go_through_the_means(self):
        result = made({"agencies": "1..3"}, [[9.0, 5.0, 1.0], [9.0, 6.0, 2.0], [9.0, 7.0, 4.0]])
        lines = by_gid(result.lines(), "line")
        luck = 0.5 / 6 * 1.1
        assert [list(line.get_ydata()) for line in lines] == [
            pytest.approx([x + luck for x in means]) for means in ([9, 9, 9], [5, 6, 7], [1, 2, 4])
        ]
        assert [list(line.get_xdata()) for line in lines] == [[1, 2, 3]] * 3
        assert len({line.get_color() for line in lines}) == len({line.get_marker() for line in lines}) == 3

    def test_panels_for_another_axis(self):
        points = [[a + 10 * b, 1.0, 2.0] for a in (1.0, 2.0) for b in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]
        figure = made({"agencies": "1..2", "authority": "0:1:0.2"}, points).lines("sojourn_time", "agencies")
        assert [a.get_title(loc="left") for a in figure.axes] == [
            f"authority {n} %".replace(" %", "\xa0%") for n in (0, 40, 100)
        ]
        (foot,) = by_gid(figure, "foot")
        assert "3 of 6 values" in foot.get_text()

    def test_heat_maps_share_their_scale(self):
        result = made({"agencies": "1..2", "authority": "0,1"}, [[4.0, 8.0, 4.0]] * 2 + [[6.0, 8.0, 6.0]] * 2)
        one, other = (result.heat_map(key) for key in ("technical-functional", "one-door"))
        legends = [[text.get_text() for text in figure.legends[0].get_texts()] for figure in (one, other)]
        assert legends[0] == legends[1]
        assert [text.endswith(" days") for text in legends[0]] == [False] * 4 + [True]
        values = {text.get_text(): text.get_position() for text in by_gid(one, "value")}
        assert values == {"4.1": (0, 1), "6.1": (1, 1)}  # both rows alike: the upper is written last

    def test_in_indonesian(self):
        with using("id"):
            figure = made({"agencies": "1..2"}, [[9.0, 5.0, 9.0], [9.0, 5.0, 5.01]]).winners_map()
            assert "tercepat" in by_gid(figure, "question")[0].get_text().lower()

    def test_a_point_without_a_number_is_crossed_out(self):
        result = made({"agencies": "1..2"}, [[9.0, 5.0, 9.0], [math.nan] * 3])
        assert len(by_gid(result.winners_map(), "empty")) == 1
        assert [len(line.get_xdata()) for line in by_gid(result.lines(), "line")] == [1, 1, 1]

    def test_values_without_a_number_stand_side_by_side(self):
        result = made({}, [[9.0, 5.0, 9.0], [8.0, 5.0, 9.0]], {"levers.powers.deadline": "never,always"})
        axes = result.lines().axes[0]
        assert [label.get_text() for label in axes.get_xticklabels()] == ["never", "always"]

    def test_no_axis_no_lines(self):
        with pytest.raises(BadInput, match="no axis"):
            made({"agencies": "2"}, [[9.0, 5.0, 9.0]]).lines()
        with pytest.raises(BadInput, match="sojourn"):
            made({"agencies": "1..2"}, [[9.0, 5.0, 9.0]] * 2).lines("sojourn")

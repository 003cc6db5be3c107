"""Sweeps: the same numbers as a comparison at every point, whoever does the work; table, charts and sentences."""

import itertools
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.places import TINY
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare
from wogsim.studies.sweep import files
from wogsim.studies.sweep.cells import NAMES
from wogsim.studies.sweep.evaluation import evaluate
from wogsim.studies.sweep.run import sweep
from wogsim.work import parallel
from wogsim.work.writing import write_csv

SMALL = {"agencies": "1..2", "authority": "0:1:0.5", "engine": "simpy"}


@pytest.fixture(scope="module")
def loaded():
    return load(TINY)


@pytest.fixture(scope="module")
def swept(loaded):
    return sweep(loaded, **SMALL)


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


def test_what_neighbours_have_in_common_changes_nothing(loaded):
    vary = {"world.citizens.need": ["6 per day", "9 per day"], "world.agencies.a.counters": [1, 5]}
    found = sweep(loaded, authority=[0.5, 1.0], vary=vary, replications=2)
    for (authority, need, counters), at in zip(found.points, found.at, strict=True):
        settings = {"world.citizens.need": need, "world.agencies.a.counters": counters}
        alone = compare(loaded, authority=authority, settings=settings, replications=2)
        for pattern, measure in itertools.product(found.keys, found.measures):
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
        "overloaded",
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
    assert not found.refused
    assert list(found.left_out) == [1]
    assert "500" in found.left_out[1]["one-door"]
    (said,) = found.refusals()
    assert said.startswith(
        "One-door is left out at 1 point (delegated 0.5, levers.case_officers 500): one-door: officers"
    )
    without = np.isnan(found.values[1, :, :, 0]).all(axis=0)
    assert without.tolist() == [key == "one-door" for key in found.keys]
    assert not np.isnan(found.values[0, :, :, 0]).any()


def test_why_somebody_is_left_out_is_said_when_all_is_kept_already(loaded, tmp_path):
    asked = {"vary": {"levers.case_officers": "1,500"}, "delegated": 0.5, "replications": 1, "engine": "simpy"}
    first, again = (sweep(loaded, **asked, out=tmp_path / "out") for _time in range(2))
    assert again.refusals() == first.refusals() != []


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
    twice = loaded.change({"run.replications": 2})
    one = evaluate(twice, points, engine="simpy")
    assert one.values.shape == (2, 2, 2, len(NAMES))
    assert np.array_equal(evaluate(twice, points[1:], engine="simpy").values[0], one.values[1], equal_nan=True)


class TestFiles:
    def test_every_chart_is_written(self, loaded, tmp_path):
        sweep(loaded, **{**SMALL, "authority": "0,1"}, replications=1, out=tmp_path)
        lines = {f"{m}-by-{axis}" for m in files.DRAWN for axis in ("agencies", "authority")}
        stems = lines | {"sojourn_time-one-roof", "sojourn_time-one-door", "winners"}
        assert {path.stem for path in tmp_path.glob("*.png")} == {path.stem for path in tmp_path.glob("*.svg")} == stems

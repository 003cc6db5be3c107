"""What comes out: tables, files, the same bytes for any number of processes, a directory that is never half-written."""

import csv
import hashlib
import json
import math
from pathlib import Path

import pandas as pd
import pytest

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.measures.anatomy import PARTS
from wogsim.scenario.reading import from_tree, load
from wogsim.studies.comparison import files
from wogsim.studies.comparison.run import compare
from wogsim.work.destination import refuse_foreign

CSV = ("comparison.csv", "differences.csv", "quantiles.csv", "pools.csv", "cases.csv", "log.csv")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """A directory written by two processes, with everything in it."""
    directory = tmp_path_factory.mktemp("results") / "out"
    options = ["--replications", "3", "--jobs", "2", "--charts", "all", "--cases", "--log", "--out", str(directory)]
    assert run(["compare", TWO_AGENCIES, *options]) == 0
    return directory


def hashes(directory):
    return {name: hashlib.sha256((directory / name).read_bytes()).hexdigest() for name in CSV}


def test_files_and_their_columns(out):
    names = {path.name for path in out.iterdir()}
    charts = {f"{chart}.{kind}" for chart in files.CHARTS for kind in ("png", "svg")}
    extra = {"kinds.csv", "permits.csv", "strengths.csv", "weeks.csv", "manifest.json"}
    assert names == {*CSV, *charts, *extra}
    heads = {name: (out / name).read_text(encoding="utf-8").split("\n", 1)[0] for name in CSV}
    assert heads["comparison.csv"] == "pattern,measure,unit,mean,ci_low,ci_high,replications,overloaded"
    known, measured = "pattern,pool,servers,donors,offered_load", "utilisation,mean_wait,mean_open_wait,overtime"
    assert heads["pools.csv"] == f"{known},{measured},brought_load,growth,growth_ci_low,growth_ci_high,note"
    assert heads["log.csv"].split(",")[:2] == ["replication", "pattern"]
    assert heads["log.csv"].split(",")[2:] == [
        "case", "activity", "attempt", "pool", "server", "enabled", "started", "completed", "ended_by",
        "held", "held_by",
    ]  # fmt: skip
    assert all(b"\r" not in (out / name).read_bytes() for name in CSV)


def test_the_log_names_the_errand_that_was_waited_for(out):
    log = pd.read_csv(out / "log.csv", keep_default_na=False)
    assert (log["held"] > 0).any()
    assert ((log["held"] > 0) == (log["held_by"] != "")).all()
    there = set(zip(log["replication"], log["pattern"], log["case"], log["activity"], strict=True))
    held = log[log["held"] > 0]
    assert set(zip(held["replication"], held["pattern"], held["case"], held["held_by"], strict=True)) <= there


@pytest.mark.usefixtures("_no_charts")
def test_same_bytes_with_one_process(out, tmp_path):
    options = ["--replications", "3", "--jobs", "1", "--cases", "--log", "--out", str(tmp_path / "one")]
    assert run(["compare", TWO_AGENCIES, *options]) == 0
    assert hashes(out) == hashes(tmp_path / "one")


@pytest.mark.usefixtures("_no_charts")
def test_another_seed_is_another_world(out, tmp_path):
    options = ["--replications", "3", "--jobs", "1", "--seed", "2", "--out", str(tmp_path / "two")]
    assert run(["compare", TWO_AGENCIES, *options]) == 0
    assert (out / "comparison.csv").read_bytes() != (tmp_path / "two" / "comparison.csv").read_bytes()


def test_manifest_says_how_to_do_it_again(out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 1
    assert manifest["replications"] == 3
    assert manifest["engine"] in {"simpy", "compiled"}
    assert manifest["levers"]["delegated"] == 0.5
    assert len(manifest["scenario_hash"]) == 64
    assert set(manifest["versions"]) >= {"wogsim", "python", "simpy", "numpy"}


def test_cases_agree_with_the_comparison(out):
    """Means of cases.csv are those of comparison.csv, over the citizens that each measure is about."""
    cases, table = pd.read_csv(out / "cases.csv"), pd.read_csv(out / "comparison.csv")
    means = table.set_index(["pattern", "measure"])["mean"]
    for pattern, rows in cases.groupby("pattern"):
        granted = rows[rows["outcome"] != "gave_up"]
        for measure, among in (
            ("waiting_time", rows),
            ("trips", granted),
            ("sojourn_time", granted),
            ("within_standard", rows),
            ("restricted_time", rows),
            ("within_horizon", rows),
        ):
            expected = among.groupby("replication")[measure].mean().mean()
            assert means[pattern, measure] == pytest.approx(expected, rel=1e-7)
        expected = (rows["outcome"] == "gave_up").groupby(rows["replication"]).mean().mean()
        assert means[pattern, "gave_up"] == pytest.approx(expected, abs=1e-9)


def test_anatomy_of_every_case_sums_to_its_sojourn(out):
    cases = pd.read_csv(out / "cases.csv")
    granted = cases[cases["outcome"] != "gave_up"]
    parts = [name for name in cases.columns if name.startswith("time_")]
    assert len(parts) == len(PARTS)
    assert (granted[parts].sum(axis=1) - granted["sojourn_time"]).abs().max() < 1e-6
    assert cases[cases["outcome"] == "gave_up"]["sojourn_time"].isna().all()


def test_the_same_citizens_under_every_pattern(out):
    cases = pd.read_csv(out / "cases.csv")
    kinds = ["replication", "case", "permit", "need", "citizen", "vulnerable", "home", "papers", "returns"]
    first, *others = (rows[kinds].reset_index(drop=True) for _pattern, rows in cases.groupby("pattern"))
    assert all(first.equals(other) for other in others)


def test_kinds_of_citizens_add_up_to_all(out):
    """Weighted by their numbers, the two kinds of each division have the mean of all; far citizens travel longer."""
    kinds, cases = pd.read_csv(out / "kinds.csv"), pd.read_csv(out / "cases.csv")
    assert set(kinds["kind"]) == {
        "citizen: digital", "citizen: assisted", "vulnerable: no", "vulnerable: yes", "home: near", "home: far",
    }  # fmt: skip
    found = kinds.set_index(["pattern", "kind", "measure"])["mean"]
    for pattern, rows in cases.groupby("pattern"):
        by_home = rows.groupby(["replication", "home"])["waiting_time"].mean().unstack().mean()
        assert found[pattern, "home: far", "waiting_time"] == pytest.approx(by_home["far"], rel=1e-6)
        if pattern != "electronic":
            assert found[pattern, "home: far", "time_travel"] > found[pattern, "home: near", "time_travel"]


def test_permits_by_hand():
    """Two permits of one clearance: an hour at the counter, a minute or two days of assessment, five to collect."""
    found = compare(two_permits(), replications=2, patterns=["one-roof"], engine="simpy").by_permit()
    assert list(found)[:4] == ["pattern", "permit", "measure", "unit"]
    mean = found.set_index(["permit", "measure"])["mean"]
    assert set(found["permit"]) == {"quick", "slow", "nobody"}
    assert mean["quick", "sojourn_time"] == pytest.approx((60 + 1 + 5) / 1440)
    assert mean["slow", "sojourn_time"] == pytest.approx((60 + 5) / 1440 + 2)
    assert (mean["quick", "within_standard"], mean["slow", "within_standard"]) == (1, 0)
    assert mean[:, "gave_up"].drop("nobody").eq(0).all()
    assert mean["nobody"].isna().all()


def test_weeks_by_hand():
    """Always open and without queues every week is like the next; eight days of warm-up leave a part of the second."""
    short = {"run.warm_up": "8 days", "run.cohort": "10 days"}
    result = compare(two_permits().change(short), replications=2, patterns=["one-roof"], engine="simpy")
    found = result.by_week()
    assert list(found)[:6] == ["pattern", "permit", "week", "first_day", "measure", "unit"]
    days = set(zip(found["week"], found["first_day"], strict=True))
    assert days == {(2, "2026-01-12"), (3, "2026-01-19")}
    mean = found.set_index(["permit", "week", "measure"])["mean"]
    for week in (2, 3):
        assert mean["quick", week, "sojourn_time"] == pytest.approx((60 + 1 + 5) / 1440)
        assert (mean["quick", week, "within_standard"], mean["slow", week, "within_standard"]) == (1, 0)
        assert math.isnan(mean["nobody", week, "sojourn_time"])


@pytest.mark.usefixtures("_no_charts")
def test_permits_are_told_where_there_are_several(tmp_path, capsys):
    from wogsim.studies.comparison.printed import print_result

    print_result(compare(two_permits(), replications=2, patterns=["one-roof", "one-door"]), None)
    said = capsys.readouterr().out
    assert "Quick permit" in said
    assert "Slow permit" in said
    assert "Nobody permit" not in said
    print_result(compare(load(TWO_AGENCIES), replications=2, patterns=["one-roof", "one-door"]), None)
    assert "permit\n" not in capsys.readouterr().out.replace(" ", "")


def two_permits():
    """Always open, unlimited staff; intake an hour, collection five minutes, the slow clearance two days."""
    title = {"en": "X", "id": "X"}
    agency = {"title": title, "counters": 9, "intake": "1 hour", "collection": "5 min"}
    clearance = {"title": title, "assessors": 9}
    named = {key: {"en": f"{key.title()} permit", "id": f"Izin {key}"} for key in ("quick", "slow", "nobody")}
    return from_tree(
        {
            "title": title,
            "about": title,
            "world": {
                "start": "2026-01-05",
                "standard": "1 day",
                "citizens": {"need": "30 per day"},
                "agencies": {"a": agency, "b": agency},
                "clearances": {
                    "fast": clearance | {"agency": "a", "assessment": "1 min"},
                    "long": clearance | {"agency": "b", "assessment": "2 days"},
                },
                "permits": {
                    "quick": {"title": named["quick"], "share": 0.5, "clearances": ["fast"]},
                    "slow": {"title": named["slow"], "share": 0.5, "clearances": ["long"]},
                    "nobody": {"title": named["nobody"], "share": 0.0, "clearances": ["fast"]},
                },
            },
            "levers": {"unlimited_staff": True},
            "run": {"warm_up": "1 day", "cohort": "2 days", "run_out": "1 day"},
        },
        "two permits",
    )


def test_every_pool_has_its_head_count(out):
    pools = pd.read_csv(out / "pools.csv")
    assert pools.groupby("pattern")["servers"].sum().nunique() == 1
    given = pools["donors"].dropna().str.split(";").map(len)
    desks = pools.loc[given.index, "servers"]
    assert (given == desks).all()


@pytest.mark.usefixtures("_no_charts")
def test_one_replication_has_no_interval(tmp_path):
    assert run(["compare", TWO_AGENCIES, "--replications", "1", "--out", str(tmp_path / "one")]) == 0
    with (tmp_path / "one" / "comparison.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(row["ci_low"] == row["ci_high"] == "" for row in rows)
    assert all(row["mean"] for row in rows if row["measure"] == "sojourn_time")


def test_no_standard_no_row(tmp_path):
    text = Path(TWO_AGENCIES).read_text(encoding="utf-8").replace('standard = "10 working days"\n', "")
    file = tmp_path / "free.toml"
    file.write_text(text, encoding="utf-8")
    result = compare(load(file), replications=1, patterns=["one-roof"])
    assert "within_standard" not in set(result.table()["measure"])


def test_three_lines_of_python():
    import wogsim

    scenario = wogsim.load(TWO_AGENCIES)
    result = wogsim.compare(scenario, agencies=1, authority=0.5, replications=2, seed=1)
    table = result.table()
    assert set(table["pattern"]) == set(wogsim.PATTERNS)
    assert len(result.world.agencies) == 1
    assert result.loaded.scenario.levers.automated == 0.5


def test_few_charts_come_first(tmp_path, monkeypatch):
    """Those of the default question, and the others only when they are asked for; without --out there are none."""
    drawn = []
    monkeypatch.setattr("wogsim.studies.shown.save", lambda _figure, stem: drawn.append(stem.name))
    monkeypatch.setattr("wogsim.studies.comparison.files.drawn", lambda name, _result: name)
    asked = ["compare", TWO_AGENCIES, "--replications", "1", "--pattern", "one-roof"]
    assert run([*asked, "--out", str(tmp_path / "first")]) == 0
    assert drawn == ["waiting_times", "counters_visited", "time_anatomy"]
    drawn.clear()
    assert run([*asked, "--out", str(tmp_path / "all"), "--charts", "all"]) == 0
    assert drawn == list(files.CHARTS)
    assert run([*asked, "--charts", "all"]) == 2


def test_something_put_into_ours_makes_it_not_ours(out, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in out.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    refuse_foreign(copy)
    (copy / "notes.txt").write_text("mine")
    with pytest.raises(BadInput, match="did not write"):
        refuse_foreign(copy)


@pytest.mark.usefixtures("_no_charts")
def test_ours_is_replaced_as_a_whole(tmp_path):
    target = tmp_path / "out"
    assert run(["compare", TWO_AGENCIES, "--replications", "1", "--log", "--out", str(target)]) == 0
    assert run(["compare", TWO_AGENCIES, "--replications", "1", "--out", str(target)]) == 0
    assert not (target / "log.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("_no_charts")
def test_a_failure_while_writing_leaves_the_old_result(tmp_path, monkeypatch):
    target = tmp_path / "out"
    result = compare(load(TWO_AGENCIES), replications=1, patterns=["one-roof"])
    files.write(result, target)
    before = (target / "comparison.csv").read_bytes()

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wogsim.studies.files.write_csv", full)
    with pytest.raises(BadInput, match="No space left"):
        files.write(result, target)
    assert (target / "comparison.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]

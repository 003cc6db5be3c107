"""Variants and a second file: columns of one comparison, each in a world of its own, with the same luck."""

import json
import re

import pytest

import wogsim
from tests.places import TINY, TWO_AGENCIES
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.scenario.reading import load

VARIANTS = f"""
base = "{TWO_AGENCIES}"
[variants.same]
title = {{ en = "Unchanged", id = "Tetap" }}
[variants.slow]
title = {{ en = "Slow files", id = "Berkas lambat" }}
set = {{ "world.files.between_buildings" = "20 days", "world.agencies.*.counters" = 9 }}
[variants.few]
title = {{ en = "Half the need", id = "Separuh kebutuhan" }}
set.world.citizens.need = "2 per working day"
[compare]
rows = ["one-door", "one-door/slow", "one-roof", "one-roof/same"]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "variants.toml"
    path.write_text(VARIANTS, encoding="utf-8")
    return str(path)


class TestColumns:
    def test_in_the_order_of_the_file(self, file):
        found = wogsim.compare(load(file), replications=2)
        assert found.keys == ("one-door", "one-door/slow", "one-roof", "one-roof/same")
        assert found.title("one-door/slow") == "One-door / Slow files"
        with using("id"):
            assert found.title("one-door/slow") == "Satu pintu / Berkas lambat"

    def test_each_is_what_its_world_is_by_itself(self, file):
        found = wogsim.compare(load(file), replications=2)
        alone = wogsim.compare(load(file).variant("slow"), patterns=["one-door"], replications=2)
        plain = wogsim.compare(load(TWO_AGENCIES), patterns=["one-door", "one-roof"], replications=2)
        for measure in ("sojourn_time", "waiting_time", "trips"):
            assert found.values("one-door/slow", measure) == alone.values("one-door", measure)
            for key in ("one-door", "one-roof"):
                assert found.values(key, measure) == plain.values(key, measure)
        counters = found.world_of("one-door/slow").scenario.world.agencies
        assert {agency.counters for agency in counters.values()} == {9}

    def test_nothing_changed_is_equal_in_every_replication(self, file):
        found = wogsim.compare(load(file), replications=3)
        assert found.values("one-roof", "sojourn_time") == found.values("one-roof/same", "sojourn_time")
        assert "Equal in every replication: One-roof and One-roof / Unchanged" in found.verdict()

    def test_citizens_are_counted_in_each_world(self, file):
        found = wogsim.compare(load(file), patterns=["one-roof", "one-roof/few"], replications=2)
        counts = [sum(len(one.per_case["need"]) for one in outcomes) for outcomes in found.outcomes]
        assert counts[1] < counts[0]
        assert f"{counts[1]}–{counts[0]} citizens" in found.verdict() + wogsim.studies.comparison.words.sample(found)

    def test_what_is_asked_for_is_asked_for_in_each(self, file):
        found = wogsim.compare(load(file), patterns=["one-door", "one-door/same"], delegated=1.0, replications=1)
        assert [world.scenario.levers.delegated for world in found.worlds] == [1.0, 1.0]

    def test_rows_named_on_the_command_line_count(self, file, capsys):
        assert run(["compare", file, "--pattern", "one-roof", "--replications", "1", "--jobs", "1", "--brief"]) == 0
        assert "Slow" not in capsys.readouterr().out

    def test_a_precision_is_reached_in_all(self, file):
        found = wogsim.compare(load(file), precision=0.5, max_replications=20)
        assert {len(outcomes) for outcomes in found.outcomes} == {found.replications}


class TestChecked:
    def test_every_column_is_told(self, file, capsys):
        assert run(["check", file]) == 0
        assert "One-door / Slow files: " in capsys.readouterr().out

    def test_rows_set_for_once(self):
        settings = {"compare.rows": ["one-roof"]}
        assert wogsim.compare(load(TWO_AGENCIES), settings=settings, replications=1).keys == ("one-roof",)


class TestWritten:
    def test_tables_charts_and_the_manifest(self, file, tmp_path):
        out = tmp_path / "out"
        asked = ["--replications", "2", "--jobs", "1", "--out", str(out), "--cases", "--log"]
        assert run(["compare", file, *asked]) == 0
        assert "one-door/slow" in (out / "comparison.csv").read_text("utf-8")
        assert "one-door/slow" in (out / "cases.csv").read_text("utf-8")
        manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        assert manifest["head_count"].keys() == {"one-door", "one-door/slow", "one-roof", "one-roof/same"}

    def test_a_report_says_how_to_make_it_again(self, file, tmp_path):
        page = tmp_path / "report.html"
        asked = ["--pattern", "one-door/slow", "--pattern", "one-roof", "--replications", "2", "--jobs", "1"]
        assert run(["report", file, *asked, "-o", str(page), "--quiet"]) == 0
        text = page.read_text("utf-8")
        assert "One-door / Slow files" in text
        assert "--pattern one-door/slow --pattern one-roof" in text

    def test_the_warm_up(self, file, tmp_path, capsys):
        asked = ["--replications", "2", "--jobs", "1", "--out", str(tmp_path / "picture")]
        assert run(["warmup", file, *asked]) == 0
        assert re.search(r"One-door /\s", capsys.readouterr().out)


class TestSecondFile:
    def test_stands_beside_with_its_title(self, tmp_path, capsys):
        asked = ["--pattern", "one-roof", "--replications", "1", "--jobs", "1"]
        assert run(["compare", TWO_AGENCIES, TINY, *asked]) == 0
        assert "Tiny" in capsys.readouterr().out
        found = wogsim.compare(load(TWO_AGENCIES), load(TINY), patterns=["one-roof"], replications=2)
        assert found.keys == ("one-roof", "one-roof/tiny")
        assert found.title("one-roof/tiny") == "One-roof / Tiny"

    def test_the_same_file_twice_has_the_same_luck(self):
        found = wogsim.compare(load(TWO_AGENCIES), load(TWO_AGENCIES), patterns=["one-door"], replications=2)
        one, other = found.keys
        assert found.values(one, "sojourn_time") == found.values(other, "sojourn_time")

    def test_is_run_as_the_first(self):
        second = load(TINY).change({"run.seed": 99, "run.cohort": "1 week"})
        found = wogsim.compare(load(TWO_AGENCIES), second, patterns=["one-roof"], replications=1)
        first, beside = (world.scenario.run for world in found.worlds)
        assert (first.seed, first.cohort, first.warm_up) == (beside.seed, beside.cohort, beside.warm_up)

    def test_its_own_rows_and_a_precision(self, tmp_path):
        file = tmp_path / "own.toml"
        row = '[patterns.mine]\nfrom = "one-roof"\ntitle = "My row"\n[levers]\npatterns = ["mine"]\n'
        file.write_text(f'base = "{TINY}"\ntitle = "Own"\n{row}', encoding="utf-8")
        found = wogsim.compare(load(TINY), load(file), precision=0.9, max_replications=12)
        assert found.title("mine/own") == "My row / Own"
        assert found.replications == len(found.outcomes[0])

    def test_a_report_of_both(self, tmp_path):
        page, book = tmp_path / "both.html", tmp_path / "both.xlsx"
        asked = ["--replications", "2", "--jobs", "1", "-o", str(page), "--xlsx", str(book), "--quiet"]
        assert run(["report", TWO_AGENCIES, TINY, *asked]) == 0
        assert f"wogsim report {TWO_AGENCIES} {TINY}" in page.read_text("utf-8")

    def test_none_there_is(self, capsys):
        assert run(["compare", TINY, "tinny.toml"]) == 2
        assert "tinny.toml" in capsys.readouterr().err


WRONG = {
    "no such variant": ('"one-door/slow"', '"one-door/slov"', r"compare\.rows = 'slov'.*Did you mean 'slow'"),
    "no such row": ('"one-door/slow"', '"one-dor/slow"', r"compare\.rows = 'one-dor'.*Did you mean 'one-door'"),
    "twice": ('"one-roof", ', '"one-door", ', r"compare\.rows.*named twice"),
    "nothing": ('rows = ["one-door", "one-door/slow", "one-roof", "one-roof/same"]', "rows = []", r"compare\.rows"),
    "a value that is wrong": (
        '"20 days"',
        '"20 moons"',
        r"variants\.slow\.set\.world\.files\.between_buildings.*moons",
    ),
    "a path that is none": ("files.between", "fils.between", r"variants\.slow\.set\.world\.fils.*Did you mean 'files'"),
    "another run": ("set.world.citizens.need", "set.run.seed", r"variants\.few\.set = 'run'.*expected one of world"),
    "no such key": ("[variants.few]", "[variants.few]\nvalue = 3", r"variants\.few\.value.*no such key"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(case, tmp_path):
    old, new, said = WRONG[case]
    assert old in VARIANTS
    file = tmp_path / "wrong.toml"
    file.write_text(VARIANTS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=said) as caught:
        load(file)
    assert str(file) in str(caught.value)


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    file = tmp_path / "wrong.toml"
    wrong = VARIANTS.replace('"20 days"', '"20 moons"').replace('"2 per working day"', '"2"')
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(BadInput, match=r"(?s)variants\.slow.*variants\.few"):
        load(file)


def test_without_a_title_it_has_its_key(file, tmp_path):
    other = tmp_path / "untitled.toml"
    other.write_text('base = "variants.toml"\n[variants.ten-days]\nset.world.travel.walk = "1 min"\n', encoding="utf-8")
    found = wogsim.compare(load(other), patterns=["one-roof/ten-days"], replications=1)
    assert found.title("one-roof/ten-days") == "One-roof / Ten days"


def test_elsewhere_there_are_no_variants(file, tmp_path, capsys):
    assert run(["journey", file, "--pattern", "one-door/slow"]) == 2
    assert "one-door/slow: variants stand side by side in 'wogsim compare'" in capsys.readouterr().err

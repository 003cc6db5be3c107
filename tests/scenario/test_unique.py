"""What people see are titles: no two things of a kind have the same, and no row takes a shipped name silently."""

from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare

GOOD = Path(TWO_AGENCIES)


def refused(settings):
    with pytest.raises(BadInput) as caught:
        load(GOOD).change({"title": "Mini", **settings})
    return str(caught.value)


def test_a_file_with_two_of_one_title(tmp_path):
    file = tmp_path / "two.toml"
    file.write_text(GOOD.read_text("utf-8") + '\n[patterns.mall]\ntitle = "One-roof"\nfrom = "one-roof"\n', "utf-8")
    with pytest.raises(BadInput, match=r"two\.toml: patterns\.mall\.title = 'One-roof': 'one-roof' has this title too"):
        load(file)


@pytest.mark.parametrize(
    ("path", "title", "key"),
    [
        ("world.agencies.b.title", "A", "a"),
        ("world.agencies.b.title", {"en": "Another", "id": "A"}, "a"),
        ("world.agencies.b.title", " a ", "a"),
        ("world.clearances.b1.title", "A1", "a1"),
    ],
)
def test_two_of_one_title(path, title, key):
    said = refused({"world.agencies.a.title": "A", "world.clearances.a1.title": "A1", path: title})
    assert said.startswith(f"{path} = ")
    assert f"'{key}' has this title too" in said


def test_permits_and_variants_of_one_title():
    permits = {"p": {"title": "Letter", "share": 1}, "q": {"title": "Letter", "share": 1}}
    assert "world.permits.q.title = 'Letter': 'p' has this title too" in refused({"world.permits": permits})
    variants = {key: {"title": "More", "set": {"levers.delegated": 1}} for key in ("one", "two")}
    assert "variants.two.title = 'More': 'one' has this title too" in refused({"variants": variants})


def test_all_of_one_title_are_named():
    rows = {key: {"title": "Mine", "from": "one-door"} for key in ("x", "y", "z")}
    said = refused({"patterns": rows}).splitlines()
    assert [line.partition(" = ")[0] for line in said] == ["patterns.y.title", "patterns.z.title"]


@pytest.mark.parametrize("title", ["One-roof", {"en": "Mine", "id": "Satu atap"}, "one-roof"])
def test_a_row_of_a_shipped_title(title):
    said = refused({"patterns": {"mall": {"title": title, "from": "one-door"}}})
    assert "'one-roof' has this title too" in said


def test_things_of_different_kinds_may_have_the_same_title():
    changed = load(GOOD).change({"world.agencies.a.title": "Health", "world.clearances.a1.title": "Health"})
    world = changed.scenario.world
    assert world.agencies["a"].title.en == world.clearances["a1"].title.en == "Health"


def test_a_row_in_place_of_a_shipped_one_is_said(tmp_path, capsys):
    file = tmp_path / "own.toml"
    row = '\n[patterns.one-roof]\ntitle = "One-roof"\nfrom = "one-roof"\nback_office = "with the counters"\n'
    file.write_text(GOOD.read_text("utf-8") + row, "utf-8")
    said = "One-roof is this file's own row patterns.one-roof, not the shipped pattern of that name"
    for line in (["check", str(file)], ["compare", str(file), "--replications", "1", "--jobs", "1"]):
        assert run(line) == 0
        assert said in " ".join(capsys.readouterr().out.split())
    assert run(["compare", str(file), "--replications", "1", "--jobs", "1", "--pattern", "one-door"]) == 0
    assert said not in " ".join(capsys.readouterr().out.split())


def test_two_files_of_one_title_stand_side_by_side(tmp_path):
    (tmp_path / "more.toml").write_text(GOOD.read_text("utf-8").replace("counters = 2", "counters = 3"), "utf-8")
    found = compare(load(GOOD), load(tmp_path / "more.toml"), patterns=["one-roof"], replications=1)
    assert [found.title(key) for key in found.keys] == ["One-roof", "One-roof / Mini (more)"]

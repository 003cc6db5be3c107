"""`wogsim new`: small files that run as they are."""

import os

import pytest

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.patterns import PATTERNS
from wogsim.replication.prepare import prepare
from wogsim.scenario.blank import toml
from wogsim.scenario.reading import load


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def new(*arguments):
    return run(["new", *arguments])


class TestBlankCity:
    def test_compares_at_once(self, capsys):
        assert new("my-city") == 0
        assert "wogsim compare my-city.toml" in capsys.readouterr().out
        assert run(["check", "my-city.toml"]) == 0
        assert run(["compare", "my-city.toml", "--replications", "1", "--jobs", "1", "--brief"]) == 0
        said = capsys.readouterr()
        assert "left out" not in said.out
        assert not said.err

    @pytest.mark.parametrize("count", [1, 2, 5])
    def test_every_pattern_can_be_staffed(self, count):
        assert new("city", "--agencies", str(count)) == 0
        loaded = load("city.toml")
        assert len(loaded.scenario.world.agencies) == count
        prepared = prepare(loaded)
        assert {row.key for row, _staff in prepared.patterns} | set(prepared.left_out) == set(PATTERNS)
        assert count == 1 or not prepared.left_out

    def test_five_agencies_in_forty_lines(self, tmp_path):
        assert new("city", "--agencies", "5") == 0
        assert len((tmp_path / "city.toml").read_text("utf-8").splitlines()) <= 40

    def test_every_agency_has_something_to_do(self):
        assert new("large", "--agencies", "19", "--clearances", "134") == 0
        world = load("large.toml").scenario.world
        assert {clearance.agency for clearance in world.clearances.values()} == set(world.agencies)
        assert (len(world.agencies), len(world.clearances)) == (19, 134)

    def test_clearances_alone(self):
        assert new("city", "--clearances", "2") == 0
        assert len(load("city.toml").scenario.world.agencies) == 2

    def test_nobody_is_overloaded(self):
        assert new("city", "--agencies", "8", "--clearances", "20") == 0
        assert not any(staff.overloaded for _row, staff in prepare(load("city.toml")).patterns)

    def test_comments_are_in_the_readers_language(self, tmp_path):
        assert new("kota", "--lang", "id") == 0
        text = (tmp_path / "kota.toml").read_text("utf-8")
        assert "hari" not in text  # values stay as the format has them
        assert load("kota.toml").scenario.title.id == "Kota"


class TestFrom:
    def test_says_nothing_new(self):
        assert new("mine", "--from", TWO_AGENCIES) == 0
        mine, other = load("mine.toml").scenario, load(TWO_AGENCIES).scenario
        assert mine.world == other.world
        assert mine.levers == other.levers

    def test_every_comment_taken_away_says_the_same(self, tmp_path):
        assert new("mine", "--from", "restaurant-permit") == 0
        file = tmp_path / "mine.toml"
        lines = file.read_text("utf-8").splitlines()
        opened = [line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in lines]
        file.write_text("\n".join(opened), encoding="utf-8")
        mine, other = load(file).scenario, load("restaurant-permit").scenario
        assert mine.world == other.world
        assert mine.levers == other.levers
        assert mine.shown == ("one-door", "one-door/other")

    def test_another_file_from_where_the_new_one_lies(self, tmp_path):
        (tmp_path / "below").mkdir()
        assert new("first") == 0
        assert new(os.path.join("below", "second"), "--from", "first.toml") == 0
        assert 'base = "../first.toml"' in (tmp_path / "below" / "second.toml").read_text("utf-8")
        mine, other = load("below/second.toml").scenario.world, load("first.toml").scenario.world
        assert (mine.agencies, mine.clearances) == (other.agencies, other.clearances)

    def test_a_file_beside_it_without_an_ending(self, tmp_path):
        assert new("first") == 0
        (tmp_path / "first.toml").rename(tmp_path / "first")
        assert new("second", "--from", "first") == 0
        assert load("second.toml").scenario.world.agencies


REFUSED = {
    "fewer clearances": (["city", "--agencies", "5", "--clearances", "3"], "at least one clearance"),
    "too many": (["city", "--clearances", "50000"], "at most 10000"),
    "none": (["city", "--agencies", "0"], "--agencies"),
    "not a number": (["city", "--agencies", "few"], "--agencies"),
    "numbers and a base": (["city", "--agencies", "3", "--from", "restaurant-permit"], "leave out"),
    "no such base": (["city", "--from", "restaurant-permt"], "Did you mean 'restaurant-permit'"),
    "no name": ([""], "no name for a file"),
    "dots": (["..."], "no name for a file"),
    "only an ending": ([".toml"], "no name for a file"),
    "two lines": (["a\nb"], "no name for a file"),
    "an option": (["--", "-x"], "no name for a file"),
    "nothing": (["a\0b"], "no name for a file"),
    "too long": (["x" * 5000], "no name for a file"),
    "nowhere": (["nowhere/city"], "no directory nowhere"),
    "no argument": ([], "NAME"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case, tmp_path, capsys):
    arguments, said = REFUSED[case]
    assert new(*arguments) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_over(tmp_path, capsys):
    (tmp_path / "city.toml").write_text("mine", encoding="utf-8")
    assert new("city") == 2
    assert new("city.toml", "--from", "restaurant-permit") == 2
    assert "left as it is" in capsys.readouterr().err
    assert (tmp_path / "city.toml").read_text("utf-8") == "mine"


def test_a_name_may_hold_anything(tmp_path):
    assert new('kota "baru" \\ é') == 0
    (file,) = tmp_path.iterdir()
    assert load(file).scenario.title.en == 'Kota "baru" \\ é'


def test_values_as_a_file_has_them():
    assert toml({"a": [1, True, "x"], "b c": {}}) == '{ a = [1, true, "x"], "b c" = {} }'

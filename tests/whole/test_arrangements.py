"""Arrangements of many like agencies, written out: complete, the same for everybody, and in proportion."""

import importlib.util
import tomllib
from collections import Counter
from statistics import fmean

import pytest

from tests.places import DOCS
from wogsim.scenario.shipped import scenario_path


@pytest.fixture(scope="module")
def arrangements():
    spec = importlib.util.spec_from_file_location("arrangements", DOCS / "arrangements.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def written(arrangements):
    return {name: tomllib.loads(arrangements.text(name)) for name in arrangements.names()}


@pytest.mark.parametrize("name", ["bkpm", "power-plant"])
def test_what_ships_is_what_is_written_out(arrangements, name):
    assert scenario_path(name).read_text("utf-8") == arrangements.text(name)


WORDS = {"copies", "spread", "draw", "first_after", "chance", "among"}


def words(tree):
    if isinstance(tree, dict):
        for key, part in tree.items():
            yield key
            yield from words(part)


def test_the_directory_is_made(arrangements, tmp_path):
    arrangements.main(str(tmp_path / "my" / "files"), "bkpm")
    assert (tmp_path / "my" / "files" / "bkpm.toml").read_text("utf-8") == arrangements.text("bkpm")


def test_no_word_of_the_sources_is_left(written):
    for tree in written.values():
        assert not WORDS & set(words(tree))
        assert not any("copies" in path for one in tree.get("variants", {}).values() for path in one["set"])


def test_every_name_is_there_and_nothing_waits_for_what_comes_later(written):
    for tree in written.values():
        world, before = tree["world"], set()
        for key, clearance in world["clearances"].items():
            assert clearance["agency"] in world["agencies"]
            assert set(clearance.get("after", [])) <= before, key
            before.add(key)


def groups(written):
    return {key: one for key, one in written["bkpm"]["world"]["clearances"].items() if key.startswith("group-")}


class TestBkpm:
    def test_nineteen_ministries_134_groups(self, written):
        world = written["bkpm"]["world"]
        assert (len(world["agencies"]), len(world["permits"]["investment"]["clearances"])) == (19, 134)

    def test_eight_licences_of_the_lane_and_twenty_groups_in_a_zone(self, written):
        permits = written["bkpm"]["world"]["permits"]
        assert permits["three-hours"]["clearances"] == [f"lane-{n}" for n in range(1, 9)]
        zone = written["bkpm"]["variants"]["zone"]["set"]
        assert zone["world.permits.investment.clearances"] == [f"group-{n}" for n in range(1, 21)]
        assert "world.permits.three-hours.clearances" not in zone

    def test_a_few_ministries_hold_most_groups_and_each_holds_one(self, written):
        held = Counter(one["agency"] for one in groups(written).values())
        assert [held[f"ministry-{n}"] for n in (1, 2, 3)] == [38, 19, 13]  # 134 / 3.548, a half and a third of it
        assert min(held.values()) >= 1

    def test_a_case_needs_five_groups(self, written):
        shares = [one["needed"] for one in groups(written).values()]
        assert fmean(shares) == pytest.approx(0.04, abs=1e-4)
        assert shares == sorted(shares, reverse=True)
        assert shares[0] <= 1

    def test_about_one_group_in_five_waits_for_one_of_the_five_before_it(self, written):
        after = {key: one["after"] for key, one in groups(written).items() if "after" in one}
        assert 16 <= len(after) <= 38  # of 133 with chance 0.2: within 2.5 standard deviations
        for key, (other,) in after.items():
            assert 1 <= int(key.split("-")[1]) - int(other.split("-")[1]) <= 5


class TestPowerPlant:
    def test_49_permits_and_half_of_them(self, written):
        tree = written["power-plant"]
        assert len(tree["world"]["clearances"]) == 49
        kept = tree["variants"]["half"]["set"]["world.permits.plant.clearances"]
        assert len(kept) == 25
        assert {"company", "regional-6", "technical-8", "facility-4"} <= set(kept)

    def test_one_after_the_other(self, written):
        clearances = written["power-plant"]["world"]["clearances"]
        assert clearances["regional-1"]["after"] == ["land-rights"]
        assert clearances["regional-14"]["after"] == ["regional-13"]
        assert clearances["facility-1"]["after"] == clearances["facility-12"]["after"] == ["principle"]


def test_the_same_for_everybody(arrangements, tmp_path):
    for directory in ("one", "other"):
        (tmp_path / directory).mkdir()
        arrangements.main(str(tmp_path / directory))
    for name in arrangements.names():
        one, other = (tmp_path / directory / f"{name}.toml" for directory in ("one", "other"))
        assert one.read_bytes() == other.read_bytes()

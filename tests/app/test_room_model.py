"""What a class asks of the model, on small worlds."""

import json
from pathlib import Path

import pytest

from tests.places import SMALL_TOWN, TINY
from wogsim.app import serve
from wogsim.app.room import beside, progress, working
from wogsim.app.room.scene import scene
from wogsim.language import LANGUAGES
from wogsim.patterns import PATTERNS
from wogsim.scenario.reading import load
from wogsim.studies.break_even.run import breakeven
from wogsim.studies.comparison.run import compare

VARIANT = """
[variants.slow]
title = "Slow"
set = { "world.files.between_buildings" = "9 hours" }
[compare]
rows = ["one-roof", "one-door", "one-door/slow"]
"""
pytestmark = pytest.mark.usefixtures("loosely_known")


def test_the_order_is_that_of_the_comparison():
    found, result = working.order(TINY, scene(TINY).rows, 3), compare(load(TINY), replications=3)
    assert json.loads(json.dumps(found)) == found  # plain
    assert [row["key"] for row in found["rows"]] == list(result.keys)
    for row in found["rows"]:
        mean = result.estimates[row["key"], result.ranked_by].mean
        assert row["mean"] == pytest.approx(result.reads[result.ranked_by].value(mean))
        assert set(row["said"]) == set(LANGUAGES)
    assert set(found["busiest"]) <= {"a1", "b1"}


def test_the_break_even_is_that_of_the_search():
    found = working.break_even(TINY, 3)
    [search] = breakeven(load(TINY), patterns=["one-door"], replications=3).searches
    assert len(found["curve"]) == len(search.series)
    turn = search.breakeven
    assert found["share"] == (turn.share if turn else None)


def test_a_class_ranks_patterns_where_a_comparison_shows_them_in_other_worlds_too():
    text = Path(TINY).read_text(encoding="utf-8") + VARIANT
    there = scene(("mine.toml", text))
    assert there.loaded.scenario.shown == ("one-roof", "one-door", "one-door/slow")
    found = working.order(there.source, there.rows, 2)
    assert [row["key"] for row in found["rows"]] == list(there.rows)


def test_how_far_a_search_is_can_be_read_while_it_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    file = tmp_path / "search"
    assert progress.told(file) is None  # it waits for its turn
    working.break_even(TINY, 3, str(file))
    done, all = progress.told(file)
    assert 0 < done <= all


def test_a_try_is_the_scenario_with_what_was_moved():
    tried = {"pattern": "one-door", "share": 0.5, "data": True, "people": {"a1": 1}}
    moved = working.settings_of(load(TINY), tried, 3)
    assert moved["world.clearances.a1.assessors"] == 2
    assert moved["levers.delegated"] == moved["levers.automated"] == 0.5
    result = compare(load(TINY), patterns=["one-door"], settings=moved, replications=3)
    found = working.attempt(TINY, tried, 3, 3)
    assert found["mean"] == result.estimates["one-door", "within_standard"].mean
    assert found["people"] == result.head_count("one-door")


def test_nobody_is_left_with_no_assessor():
    tried = {"pattern": "one-door", "share": 0.5, "data": False, "people": {"a1": -2}}
    assert working.settings_of(load(TINY), tried)["world.clearances.a1.assessors"] == 1


def test_what_cannot_be_run_is_told_in_both_languages():
    tried = {"pattern": "one-door", "share": 0.5, "data": False, "people": {}}
    found = working.attempt(TINY, tried, 0, 3)  # it promises no time
    assert set(found) == {"refused"}
    assert set(found["refused"]) == set(LANGUAGES)
    assert "refused" in working.order("no-such-scenario", PATTERNS, 3)


def test_all_authority_is_told_from_all_decisions():
    assert scene("restaurant-permit").authority.endswith("of 12 clearances 10 delegated, 10 coordinated, 7 automated")
    said = scene("electricity-connection").authority.replace("\N{NO-BREAK SPACE}", " ")  # there none is coordinated
    assert said == (
        "delegated authority 100 %, coordinating 0 %, automated 100 %; of 5 clearances 4 can be delegated, "
        "4 coordinated, 4 automated"
    )


@pytest.mark.parametrize(("host", "alone"), [("127.0.0.1", True), ("0.0.0.0", False)])
def test_who_starts_a_class_that_no_phone_can_reach_is_told(host, alone, capsys):
    serve._say(host, 8080, "token")
    printed = capsys.readouterr().out
    assert "desk?token=token" in printed
    assert ("--host 0.0.0.0" in printed) is alone


def test_the_game_plays_both_rules_with_the_same_citizens():
    found = working.game(SMALL_TOWN, "one-door", 2)
    assert found["cost"]["mean"] == pytest.approx(found["own"]["mean"] - found["goal"]["mean"])
    assert found["title"]["en"] == "One-door"


def test_a_tie_ordered_either_way_is_not_wrong():
    found = {"apart": [["a", "b"], ["a", "c"]], "rows": [{"key": key, "mean": 1.0} for key in "abc"]}
    assert beside.right(["a", "b", "c"], found) == beside.right(["a", "c", "b"], found) == (2, 2)
    assert beside.right(["b", "a", "c"], found) == (1, 2)
    assert beside.tied(found) == [("b", "c")]


def test_a_standard_is_met_when_chance_cannot_have_done_it():
    assert beside.met({"mean": 0.9, "low": 0.81}, 0.8) == beside.MET
    assert beside.met({"mean": 0.9, "low": 0.7}, 0.8) == beside.PERHAPS
    assert beside.met({"mean": 0.79, "low": 0.7}, 0.8) == beside.MISSED
    assert beside.met({"mean": None, "low": None}, 0.8) == beside.MISSED

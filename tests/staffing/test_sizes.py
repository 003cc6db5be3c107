"""Staff given as a load: the fewest people for whom it is kept."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import TWO_AGENCIES
from tests.small_worlds import everywhere, small_worlds
from tests.staffing.cities import city
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.patterns import PATTERNS
from wogsim.replication.prepare import prepare
from wogsim.scenario.quantities import Load
from wogsim.scenario.reading import load
from wogsim.staffing import words
from wogsim.staffing.people import staffing
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.roster import Roster
from wogsim.staffing.sizes import settled, sizes
from wogsim.staffing.words import sized
from wogsim.world.agency_count import build

FUNCTIONAL = PATTERNS["technical-functional"]
LOADS = {
    "world.agencies.*.counters": "load 0.7",
    "world.clearances.*.assessors": "load 0.8",
}


def test_by_hand():
    """14 visitors bring 20 minutes each in 7 hours: two thirds of a person's time."""
    counters = {"a": "load 0.7", "b": "load 0.6", "c": "load 0.3"}
    found = sizes(city(counters, "14 per working day").scenario)
    assert [(size.path, size.people) for size in found] == [
        ("world.agencies.a.counters", 1),
        ("world.agencies.b.counters", 2),
        ("world.agencies.c.counters", 3),
    ]
    assert [size.busy for size in found] == pytest.approx([2 / 3, 1 / 3, 2 / 9])


def test_a_scenario_without_loads_is_the_same_object():
    scenario = load(TWO_AGENCIES).scenario
    assert settled(scenario) is scenario


def test_agencies_are_sized_before_they_merge():
    loaded = city({"a": "load 0.7", "b": "load 0.6", "c": "load 0.3"}, "14 per working day")
    merged = build(settled(loaded.change({"levers.agencies": 1}).scenario))
    assert [agency.counters for agency in merged.agencies] == [6]


def test_a_world_is_not_built_from_loads():
    with pytest.raises(TypeError, match="settle the scenario first"):
        build(city({"a": "load 0.7"}, "14 per working day").scenario)


@pytest.mark.parametrize("said", ["load 0", "load 1.2", "load", "load 0.7 people", "0.7"])
def test_what_is_no_load(said):
    with pytest.raises(
        BadInput, match=r"world\.agencies\.a\.counters = .*a load above 0 and at most 1, like 'load 0\.7'"
    ):
        city({"a": said}, "14 per working day")


def test_shares_in_hundredths_are_loads_too():
    read = city({"a": "load 70 %"}, "14 per working day").scenario.world.agencies["a"].counters
    assert read == Load(0.7, "load 70 %")
    assert str(read) == "load 70 %"


def test_more_people_than_can_be_said():
    crowd = city({"a": "load 0.001"}, "900 per hour")
    with pytest.raises(BadInput, match=r"world\.agencies\.a\.counters = 'load 0\.001': .*more than 10000 people"):
        prepare(crowd)


@pytest.mark.usefixtures("loosely_known")
@given(small_worlds({**LOADS, "levers.agencies": None}), st.floats(0.05, 1))
@settings(max_examples=20)
def test_one_fewer_would_exceed_it(loaded, share):
    loaded = everywhere(loaded, {"world.clearances.*.assessors": f"load {round(share, 3)}"})
    scenario = settled(loaded.scenario)
    assert scenario == settled(loaded.scenario)
    world = build(scenario)
    roster = Roster(world, FUNCTIONAL, Pilot(world).works(FUNCTIONAL, (0.0,) * len(world.clearances)))
    for size in sizes(loaded.scenario):
        table, key, field = size.place
        assert getattr(getattr(scenario.world, table)[key], field) == size.people >= 1
        i = roster.number({"counters": f"counter:{key}"}.get(field, f"{field}:{key}"))
        assert roster.busy(i) == pytest.approx(size.busy)
        assert roster.busy(i) <= size.load.share + 1e-9
        assert size.people == 1 or roster.busy(i, size.people - 1) > size.load.share
    assert staffing(world, FUNCTIONAL).posts


def test_check_and_show_say_how_many_people_that_are(tmp_path, capsys):
    text = Path(TWO_AGENCIES).read_text(encoding="utf-8")
    file = tmp_path / "city.toml"
    file.write_text(text.replace("assessors = 2", 'assessors = "load 0.8"'), encoding="utf-8")
    assert run(["show", str(file)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "load 0.8 specialists who assess it" in said
    assert "world.clearances.a2.assessors = load 0.8: 1 person, busy " in said
    assert run(["check", str(file)]) == 0
    assert "load 0.8: 1 person" in " ".join(capsys.readouterr().out.split())


def test_of_very_many_loads_the_first_are_told_and_how_many_follow(monkeypatch):
    found = sizes(city({"a": "load 0.7", "b": "load 0.6", "c": "load 0.3"}, "14 per working day").scenario)
    assert len(sized(found)) == 3
    monkeypatch.setattr(words, "MOST", 2)
    monkeypatch.setattr(words, "SOME", 1)
    first, rest = sized(found)
    assert first.startswith("world.agencies.a.counters = load 0.7: 1 person, busy 66.7")
    assert rest == "and 2 more loads: 5 people"

"""What a file need not say: defaults of its own, names that are clear, titles, one permit of everything."""

import tomllib
from datetime import date

import pytest

from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.scenario.explain import facts
from wogsim.scenario.presets import switched_off
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.scenario.uncertain import uncertain
from wogsim.world.agency_count import build

SMALL = """
[world.hours]
office = "mon-fri 08:00-15:00"
evening = "mon 18:00-20:00"
[world.citizens]
need = "5 per working day"
[world.travel]
home = "30 min"
[world.default.agency]
intake = "15 min"
signature = { value = "1 working day", range = ["1 hour", "3 working days"], source = "a study" }
[world.default.clearance]
assessment = "1 hour"
assessors = 2
[world.agencies]
land = {}
health = { hours = "evening", signature = "2 hours", title = "Health" }
[world.clearances]
land-use = { agency = "land", title = { en = "Land use", id = "Tata guna" } }
hygiene = { agency = "health", after = "land-use", assessors = 1, title = { id = "Higiene" } }
[world.front]
hours = "office"
[run]
warm_up = "1 day"
cohort = "2 days"
run_out = "1 day"
"""


@pytest.fixture
def small() -> Loaded:
    return from_tree(tomllib.loads(SMALL), "places/small-town.toml")


def test_usual_values(small):
    world = small.scenario.world
    assert world.start == date(2027, 1, 4)
    assert (world.working_days, world.agencies["land"].hours) == ("office", "office")
    land = world.agencies["land"]
    assert (land.counters, land.intake.text, land.collection.mean) == (1, "15 min", 0)
    assert (
        from_tree(tomllib.loads(SMALL.replace('intake = "15 min"', "")), "x")
        .scenario.world.agencies["land"]
        .intake.mean
        == 600
    )
    assert world.travel.home_to_office == world.travel.home_to_centre == world.travel.home
    assert world.clearances["hygiene"].after == ("land-use",)
    (permit,) = build(small.scenario).permits
    assert permit.tolist() == [True, True]


def test_the_things_own_table_wins(small):
    world = small.scenario.world
    assert [a.signature.text for a in world.agencies.values()] == ["1 working day", "2 hours"]
    assert [c.assessors for c in world.clearances.values()] == [2, 1]
    away = small.change({"world.travel.home_to_office": "10 min", "world.agencies.land.signature": None})
    assert away.scenario.world.travel.home_to_office.text == "10 min"
    assert away.scenario.world.travel.home_to_centre.text == "30 min"
    assert away.scenario.world.agencies["land"].signature is None  # as absent, for that is what was asked
    later = small.change({"world.default.clearance.assessors": 4}).scenario.world
    assert [c.assessors for c in later.clearances.values()] == [4, 1]


def test_a_default_gives_way_to_what_excludes_it():
    permits = """
[world.default.permit]
need = "2 per day"
[world.permits]
one = {}
two = { share = 3 }
"""
    scenario = from_tree(tomllib.loads(SMALL + permits), "x").scenario
    assert [permit.need and permit.need.number for permit in scenario.world.permits.values()] == [2, None]
    assert build(scenario).rates.tolist() == [14, 25]


def test_the_permit_that_no_table_names_can_be_set(small):
    """In the preset neutral too, which says something of every permit."""
    for settings in ({"world.permits.*.share": 2}, switched_off(small, "neutral")):
        (permit,) = small.change(settings).scenario.world.permits.values()
        assert permit.title == small.scenario.title
    assert small.change({"world.permits.*.share": 2}).scenario.world.permits["permit"].share == 2


def test_titles(small):
    scenario = small.scenario
    assert dict(scenario.title) == {"en": "Small town", "id": "Small town"}
    assert scenario.world.agencies["land"].title.en == "Land"
    assert dict(scenario.world.agencies["health"].title) == {"en": "Health", "id": "Health"}
    assert scenario.world.clearances["land-use"].title.id == "Tata guna"
    assert scenario.world.clearances["hygiene"].title.en == "Higiene"
    (permit,) = scenario.world.permits.values()
    assert permit.title == scenario.title


def test_check_says_which_title_is_in_one_language(capsys, tmp_path):
    file = tmp_path / "small-town.toml"
    file.write_text(SMALL)
    assert run(["check", str(file)]) == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if "one language" in line] == [
        "world.clearances.hygiene.title is in one language only; it stands for both."
    ]


def test_only_one_agency_decides():
    one = SMALL.replace('agency = "land", ', "").replace('agency = "health", ', "")
    with pytest.raises(BadInput, match=r"world\.clearances\.hygiene\.agency: this key is missing"):
        from_tree(tomllib.loads(one), "x")
    alone = "\n".join(line for line in one.splitlines() if not line.startswith("health"))
    assert {c.agency for c in from_tree(tomllib.loads(alone), "x").scenario.world.clearances.values()} == {"land"}


def test_what_a_default_says_is_one_fact(small):
    known = {fact.path: fact for fact in facts(small)}
    assert "world.agencies.land.intake" not in known
    assert "world.agencies.land.signature" not in known
    assert known["world.agencies.health.signature"].value == "2 hours"
    assert known["world.default.agency.signature"].source == "a study"
    assert known["world.default.agency.intake"].given
    assert known["world.hours.office"].value == "mon-fri 08:00-15:00"
    assert not known["world.agencies.land.hours"].given
    assert known["world.agencies.health.hours"].given
    (signature,) = [one for one in uncertain(small, 0.1) if one.fact.path == "world.default.agency.signature"]
    assert signature.stated
    slow = small.change(signature.high.point).scenario.world.agencies
    assert [agency.signature.text for agency in slow.values()] == ["3 working days", "2 hours"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('intake = "15 min"', 'intake = "15 moons"', "world.default.agency.intake = '15 moons'"),
        ('intake = "15 min"', 'hours = "offices"', "world.default.agency.hours = 'offices'"),
        ('intake = "15 min"', "intakes = 3", "world.default.agency.intakes: there is no such key"),
        ('home = "30 min"', 'home = "soon"', "world.travel.home = 'soon'"),
        ("[world.default.agency]", "[world.default.office]", "world.default.office: there is no such key"),
    ],
)
def test_what_is_wrong_with_a_default_is_said_once(old, new, said):
    with pytest.raises(BadInput) as caught:
        from_tree(tomllib.loads(SMALL.replace(old, new).replace('hours = "evening", ', "")), "small")
    (line,) = str(caught.value).splitlines()
    assert said in line


def test_check_says_what_is_measured(capsys, tmp_path):
    file, dates = tmp_path / "small-town.toml", 'holidays = ["01-06", 2027-01-05, "08-17"]'
    dated = '[world.hours_by_date]\noffice = { "2027-01-06..2027-02-01" = "wed 08:00-09:00", "2028-01-01" = "" }\n'
    file.write_text(f"[world]\n{dates}\n{SMALL}\n{dated}")
    assert run(["check", str(file)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "Measured are needs from 2027-01-05 to 2027-01-06." in said
    assert "Holidays among these dates: 2027-01-05, 2027-01-06." in said
    assert "Other hours of 'office': 2027-01-06..2027-02-01." in said
    assert not any("Needs arise on holidays too" in line for line in said)
    spread = f"[world.citizens]\nby_hour = {[1] * 24}\nby_weekday = {[1] * 7}\n"
    file.write_text(file.read_text().replace("[world.citizens]\n", spread))
    assert run(["check", str(file)]) == 0
    assert "Needs arise on holidays too" in capsys.readouterr().out

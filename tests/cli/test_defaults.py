"""`wogsim check` and `wogsim show` print what a file leaves unsaid although it moves a result."""

import re
import tomllib

import pytest

from tests.places import TINY, TWO_AGENCIES
from wogsim.cli import run
from wogsim.scenario.explain import facts
from wogsim.scenario.reading import from_tree, load
from wogsim.scenario.unsaid import unsaid

COUNTERS = """
[world.hours]
office = "mon-fri 08:00-15:00"
[world.citizens]
need = "5 per working day"
[world.agencies]
registry = { counters = 1 }
land = { counters = 2 }
[world.clearances]
card = { agency = "registry", at_counter = "8 min" }
plot = { agency = "land", at_counter = "8 min" }
[world.permits]
card = { clearances = ["card"], standard = "1 hour" }
plot = { clearances = ["plot"] }
"""


def held(loaded):
    return {one.path: one.value for one in unsaid(loaded).values}


@pytest.mark.parametrize("command", ["check", "show"])
def test_is_printed(command, capsys):
    assert run([command, TINY]) == 0
    said = capsys.readouterr().out
    _head, below = said.split("What the file does not say, and what therefore holds\n")
    assert re.search(r"^  world\.standard: none$", below, re.MULTILINE)
    assert re.search(r"^  levers\.delegated = 0$", below, re.MULTILINE)
    off = " ".join(below.split("Off, since the file does not say them: ")[1].split())
    assert off.startswith("tickets, unequal capacity, settling in, cross-training, automation, outages")


def test_what_absent_means(capsys):
    loaded = load(TWO_AGENCIES)
    assert "world.citizens.patience" not in held(loaded)  # the file says it
    assert run(["check", TINY, "--lang", "id"]) == 0
    assert "world.front.hours: jam instansi" in capsys.readouterr().out


def test_what_the_file_says_is_no_default():
    loaded = load(TINY)
    assert held(loaded)["levers.delegated"] == "0"
    assert "levers.delegated" not in held(loaded.change({"levers.delegated": 0.0}))
    assert "giving up" in unsaid(loaded).off
    assert "giving up" not in unsaid(loaded.change({"world.citizens.patience": "1 hour"})).off


def test_what_means_nothing_is_not_told():
    loaded = load(TINY)
    assert "world.papers.detection" not in held(loaded)
    found = held(loaded.change({"world.clearances.*.incomplete": 0.2}))
    assert found["world.papers.detection"] == "1"
    assert "world.papers.fix" in found


def test_names_for_which_alone_it_holds():
    loaded = load(TWO_AGENCIES)
    found = {one.path: one.of for one in unsaid(loaded.change({"world.agencies.a.wrong_door": 0.1})).values}
    assert found["world.clearances.*.own_cases"] == tuple(
        key for key, clearance in loaded.scenario.world.clearances.items() if clearance.own_cases is None
    )


def of_counters(old="", new=""):
    assert old in COUNTERS
    return from_tree(tomllib.loads(COUNTERS.replace(old, new) if old else COUNTERS), "counters.toml")


def test_papers_are_taken_in_only_where_somebody_assesses_them():
    assert "world.agencies.*.intake" not in held(of_counters())
    assessed = of_counters('"land", at_counter = "8 min"', '"land", assessors = 1, assessment = "1 hour"')
    assert held(assessed)["world.agencies.*.intake"] == "10 min"


def test_the_standard_of_all_matters_to_permits_without_their_own():
    assert "world.standard" in held(of_counters())
    everyone = of_counters('clearances = ["plot"]', 'clearances = ["plot"], standard = "2 hours"')
    assert "world.standard" not in held(everyone)


def test_one_person_is_no_persons():
    said = {fact.path: fact.said for fact in facts(of_counters())}
    assert said["world.agencies.registry.counters"] == "1 person"
    assert said["world.agencies.land.counters"] == "2 persons"

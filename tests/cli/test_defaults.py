"""`wogsim check` and `wogsim show` print what a file leaves unsaid although it moves a result."""

import re

import pytest

from tests.places import TINY, TWO_AGENCIES
from wogsim.cli import run
from wogsim.scenario.reading import load
from wogsim.scenario.unsaid import unsaid


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
    assert off.startswith("tickets, cross-training, automation, outages, travel and walks")


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

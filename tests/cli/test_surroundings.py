"""What a machine brings along: no library speaks in our place, whatever stands in its variables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT, TINY
from wogsim.cli import run
from wogsim.language import using
from wogsim.scenario.reading import load
from wogsim.studies.shown import lacking

MAIN = "import sys; from wogsim.cli import run; sys.exit(run(sys.argv[1:]))"


def said_with(tmp_path, variables):
    """What a comparison with charts says on its error stream, and its exit code, in other surroundings."""
    arguments = ["compare", TINY, "--replications", "1", "--jobs", "1", "--brief", "--out", str(tmp_path / "out")]
    command = [sys.executable, "-c", MAIN, *arguments]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False)
    return done.stderr, done.returncode


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["MPLBACKEND", "MATPLOTLIBRC", "MPLCONFIGDIR", "NUMBA_NUM_THREADS", "NUMBA_OPT"])
def test_a_wrong_variable_of_a_library_changes_nothing(variable, tmp_path):
    file = tmp_path / "wrong"
    file.write_text("backend: nonsense\nfont.size: many\nnothing at all\n")
    value = {"MATPLOTLIBRC": str(file), "MPLCONFIGDIR": str(file / "below")}.get(variable, "nonsense")
    assert said_with(tmp_path, {variable: value}) == ("", 0)
    assert (tmp_path / "out" / "waiting_times.png").stat().st_size > 1000


def test_a_wrong_backend_does_not_end_the_work(tmp_path):
    assert said_with(tmp_path, {"MPLBACKEND": "nonsense"}) == ("", 0)


@pytest.fixture
def elsewhere(tmp_path):
    """A town whose letters charts do not have."""
    text = Path(TINY).read_text(encoding="utf-8")
    file = tmp_path / "town.toml"
    file.write_text(text.replace('"Tiny"', '"小さな町 🏥"').replace('en = "A"', 'en = "健康"'), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    "command",
    [
        ["compare", "--replications", "1", "--out", "out"],
        ["journey"],
        ["animate", "-o", "queue.gif"],
    ],
    ids=lambda command: command[0],
)
@pytest.mark.filterwarnings("error:Glyph")
def test_letters_that_charts_lack_are_said_once(command, elsewhere, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run([command[0], elsewhere, *command[1:]]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert " ".join(said.out.split()).count("have no letters for 小さな町🏥健康, and show an empty box for each") == 1


def test_the_letters_are_those_of_the_language_that_is_spoken(elsewhere):
    with using("id"):
        assert lacking(load(elsewhere)) == ""  # the Indonesian titles have letters that charts know
    assert lacking(load(TINY)) == ""
    assert lacking(load("restaurant-permit")) == ""

"""Command lines that make no sense: the option is named as it was typed, nothing is written, no traceback."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from tests.scenario.test_bad_input import BROKEN
from wogsim.cli import run

GOOD = Path(TWO_AGENCIES)


@pytest.mark.parametrize("out", ["nowhere/picture", "x" * 300, "\0", "file/picture"])
def test_pictures_that_cannot_be_written(out, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    assert run(["journey", str(GOOD), "--out", out]) == 2
    said = capsys.readouterr().err
    assert "--out" in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_picture_into_a_directory(tmp_path):
    assert run(["journey", str(GOOD), "--pattern", "one-roof", "--out", str(tmp_path)]) == 0
    assert run(["journey", str(GOOD), "--pattern", "one-roof", "--out", str(tmp_path / "day.png")]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"journey.png", "journey.svg", "day.png", "day.svg"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_the_standard_output():
    command = [sys.executable, "-c", "from wogsim.cli import main; main()", "show", str(GOOD)]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert "No space left" in ended.stderr
    assert "Traceback" not in ended.stderr


# a command line, what it must say of it, what it must not
TYPED = [
    ("compare GOOD --pattern nope", "Error: --pattern nope: expected one of", ["levers", "two-agencies"]),
    ("compare GOOD --pattern one-roof --pattern nope", "Error: --pattern nope: expected one of", []),
    ("compare GOOD --pattern=one-roof --pattern=one-roof", "Error: --pattern one-roof: named twice", ["levers"]),
    ("compare GOOD --set world.travel.walk=2", "Error: --set world.travel.walk=2: expected a time", ["two-agencies"]),
    ("compare GOOD --set world.travl.walk=2", "Error: --set world.travl.walk=2: there is no such key", []),
    ("compare GOOD --set levers.agencies=9", "Error: --set levers.agencies=9: no more than 3 can", []),
    ("compare GOOD --set levers.agencies=1 --agencies 9", "Error: --agencies 9: no more than 3 can", ["levers"]),
    ("compare GOOD --agencies 90000", "Error: --agencies 90000: expected at most 10000", ["levers"]),
    ("compare GOOD --set 'levers.grant={order=[1]}'", "order=[1]}: levers.grant.order: this is a key of the", []),
    ("compare GOOD --set 'world.carry={by=\"x\"}'", "world.carry.by: expected 'usual'", ["two-agencies"]),
    ("compare GOOD --set world.carry.by=x", "Error: --set world.carry.by=x: expected 'usual'", []),
    ("compare GOOD --set patterns.mine.desk=unit", "Error: --set patterns.mine.desk=unit: the file has no row", []),
    ("compare GOOD --pattern one-roof --set '*=2'", "Error: --set *=2: * stands for a table's name", ["--pattern"]),
    ("compare GOOD --pattern one-roof/more", "one-roof/more: there is nothing of that kind to name", ["one of ."]),
    ("compare GOOD --delegated 2", "Error: --delegated 2: expected a share", []),
    ("compare GOOD --delegated ''", "Error: --delegated '': expected a share", []),
    ("sweep GOOD --out o --delegated ''", "Error: --delegated '': a value is missing", []),
    ("compare GOOD --authority 1,5", "Error: --authority 1,5: expected a share", []),
    ("compare GOOD --replications 1000000", "Error: --replications 1000000: expected at most", ["run."]),
    ("compare GOOD --precision 0", "Error: --precision 0: expected a share", ["precision ="]),
    ("compare GOOD --precision 0.1 --max-replications 2", "Error: --max-replications 2: expected a whole", ["_"]),
    ("compare GOOD --precision 0.1 --replications 300", "Error: --max-replications 200: expected a whole", ["_"]),
    ("breakeven GOOD --out o --replications 1", "Error: --replications 1: one replication cannot", []),
    ("sweep GOOD --out o --agencies 9", "Error: --agencies 9: no more than 3 can", ["levers"]),
    ("sweep GOOD --out o --agencies ,", "Error: --agencies ,: a value is missing", []),
    ("breakeven GOOD --out o --agencies 2,,3", "Error: --agencies 2,,3: a value is missing", []),
    ("sweep GOOD --out o --vary world.travel.walk=,", "Error: --vary world.travel.walk=,: a value is missing", []),
    ("sweep GOOD --out o --vary world.travel.walk=2,3", "walk=2,3: world.travel.walk = 2: expected a time", ["GOOD"]),
    ("sweep GOOD --out o --vary 'levers.delegated=0.1,10 %'", "others have none; expected a unit for all", []),
    ("sweep GOOD --out o --vary 'levers.delegated=0,10 %'", "with a decimal point", []),
    ("sweep GOOD --out o --vary 'world.travel.walk=1,5 min'", "others have none; expected a unit for all", []),
    ("sweep GOOD --out o --authority 0,5", "0,0.5,1 or 0;0,5;1", []),
    ("sweep GOOD --out o --authority 0:1:0,1", "with decimal points", []),
    ("explain GOOD --out o --of nope", "Error: --of nope: expected one of", ["--and", "levers"]),
    ("explain GOOD --out o --between nope", "Error: --between nope: expected one of", ["--and", "levers"]),
    ("explain GOOD --out o --and nope", "Error: --and nope: expected one of", ["levers"]),
    ("explain GOOD --out o --between one-door", "without --and one-door", []),
    ("continuum GOOD --out o --agencies 9", "Error: --agencies 9: no more than 3 can", ["levers"]),
    ("continuum GOOD --out o --preset nope", "Error: --preset nope: expected", []),
    *((f"{command} GOOD --out file", "Error: --out file: is a file; expected a directory", []) for command in (
        "compare", "sweep --agencies 1,2", "explain", "breakeven", "continuum",
    )),
    *((f"{command} GOOD --out ''", "Error: --out: there is no name behind it", []) for command in (
        "compare", "sweep --agencies 1,2", "explain", "breakeven", "report", "animate", "journey",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected", "without"), TYPED, ids=[line for line, *_rest in TYPED])
def test_an_option_is_named_as_it_was_typed(line, expected, without, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    assert run(shlex.split(line.replace("GOOD", str(GOOD)))) == 2
    said = capsys.readouterr().err
    assert expected in said
    assert not [word for word in without if word in said]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_is_not_blamed_on_an_option(tmp_path, capsys):
    file = tmp_path / "broken.toml"
    file.write_text(GOOD.read_text("utf-8").replace("[levers]", '[levers]\npatterns = ["nope"]'), "utf-8")
    assert run(["compare", str(file), "--pattern", "one-roof", "--set", "levers.patterns=['one-door']"]) == 2
    assert f"{file}: levers.patterns = 'nope': expected one of" in capsys.readouterr().err


@pytest.mark.parametrize("setting", ["world.clearances.a1.assessment=900 days", "run.cohort=1 s"])
def test_what_never_succeeds_is_not_said_to_go_on(setting, tmp_path, capsys):
    options = ["--agencies", "1,2", "--replications", "1", "--jobs", "1", "--out", str(tmp_path / "o")]
    assert run(["sweep", str(GOOD), *options, "--set", setting]) == 2
    said = capsys.readouterr().err
    assert "goes on from there" not in said
    assert said.endswith("The same command would end the same way: change that first.\n")
    assert "Expected shorter work (world.clearances.*.assessment" in said or "--set run.cohort=1 s" in said


@pytest.mark.parametrize("case", ["unknown key", "missing unit", "circle", "not TOML"])
def test_exit_code_2_and_no_traceback(case, tmp_path, capsys):
    old, new, _expected = BROKEN[case]
    file = tmp_path / "broken.toml"
    file.write_text(GOOD.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    for command in ("check", "show", "compare", "journey"):
        assert run([command, str(file)]) == 2
        said = capsys.readouterr()
        assert said.err.startswith("Error: ")
        assert "Traceback" not in said.err
        assert not said.out

"""Broken scenario files and settings: every one gets a sentence that names place, value and expectation."""

import os
import pickle
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.language import number, using
from wogsim.scenario.reading import load, read_setting
from wogsim.studies.comparison import files
from wogsim.studies.comparison.run import compare

GOOD = Path(TWO_AGENCIES)

# what is replaced, by what, what the message must name: key path, value, what was expected
BROKEN = {
    "not TOML": ("[world]", "[world", ["not valid TOML", "line"]),
    "unknown key": ("detection = 0.9", "detektion = 0.9", ["world.papers.detektion", "Did you mean 'detection'?"]),
    "unknown table": ("[world.papers]", "[world.paper]", ["world.paper", "Did you mean 'papers'?"]),
    "missing key": ("assessors = 2\n", "", ["world.clearances.a2.assessors", "missing"]),
    "missing table": ('[run]\nwarm_up = "2 weeks"\ncohort = "2 weeks"\nrun_out = "2 weeks"', "", ["run", "missing"]),
    "missing unit": ('walk = "2 min"', 'walk = "2"', ["world.travel.walk", "'2'", "unit", "2 min"]),
    "unknown unit": ('walk = "2 min"', 'walk = "2 moons"', ["world.travel.walk", "moons", "min"]),
    "number for a time": ('walk = "2 min"', "walk = 2", ["world.travel.walk", "2", "in quotes"]),
    "working days for a walk": ('walk = "2 min"', 'walk = "2 working days"', ["world.travel.walk", "running time"]),
    "negative": ("assessors = 2", "assessors = -2", ["world.clearances.a2.assessors", "-2", "at least 1"]),
    "nobody assesses": ("assessors = 2", "assessors = 0", ["world.clearances.a2.assessors", "at least 1"]),
    "half a person": ("assessors = 2", "assessors = 2.5", ["world.clearances.a2.assessors", "2.5", "whole number"]),
    "a word for a number": ("assessors = 2", 'assessors = "two"', ["world.clearances.a2.assessors", "whole number"]),
    "share above 1": ("detection = 0.9", "detection = 90", ["world.papers.detection", "90", "from 0 to 1"]),
    "share above 100 %": ("detection = 0.9", 'detection = "120 %"', ["world.papers.detection", "120 %", "from 0 to 1"]),
    "not a number": ("far_factor = 3", "far_factor = nan", ["world.travel.far_factor"]),
    "infinite": ("far_factor = 3", "far_factor = inf", ["world.travel.far_factor"]),
    "yes for true": ("connected = true", 'connected = "maybe"', ["world.agencies.a.connected", "true or false"]),
    "rate without per": ('need = "4 per working day"', 'need = "4"', ["world.citizens.need", "15 per day"]),
    "nobody comes": ('need = "4 per working day"', 'need = "0 per day"', ["world.citizens.need", "nobody"]),
    "negative rate": ('need = "4 per working day"', 'need = "-4 per day"', ["world.citizens.need", "15 per day"]),
    "unknown distribution": ("exponential(10 min)", "exponentail(10 min)", ["world.agencies.a.intake", "exponentail"]),
    "too few parameters": ("lognormal(40 min, 0.5)", "lognormal(40 min)", ["world.online.form", "mean, cv"]),
    "high below low": ("triangular(10 min, 25 min, 60 min)", "triangular(60 min, 25 min, 10 min)", ["home_to_office"]),
    "endless brackets": ("exponential(10 min)", "exponential(10 min", ["world.agencies.a.intake"]),
    "unknown agency": ('agency = "b"', 'agency = "bb"', ["world.clearances.b1.agency", "'bb'", "Did you mean 'b'?"]),
    "unknown hours": ('hours = "office"\nothers', 'hours = "offices"\nothers', ["world.front.hours", "'office'"]),
    "unknown clearance": ('after = ["a1"]', 'after = ["a3"]', ["world.clearances.b1.after", "a3", "a1"]),
    "circle": ('assessment = "exponential(30 min)"', 'assessment = "30 min"\nafter = ["a2"]', ["circle", "->"]),
    "waits for itself": ('after = ["a1"]', 'after = ["b1"]', ["world.clearances.b1.after", "circle"]),
    "shares do not sum": (
        'title = {en="P", id="P"}',
        'title = {en="P", id="P"}\nshare = 0.4',
        ["shares", "0.4", "sum to 1"],
    ),
    "agency without clearance": ('agency = "b"', 'agency = "a"', ["world.agencies.b", "no clearance"]),
    "no counter staff": ("counters = 2", "counters = 0", ["world.agencies.b.counters", "at least 1"]),
    "inspection without inspectors": ("inspectors = 2\n", "", ["world.clearances.b1.inspectors", "go together"]),
    "hours backwards": ("08:00-11:30", "11:30-08:00", ["world.hours.office.friday", "11:30-08:00", "forward in time"]),
    "no such hour": ("08:00-11:30", "08:00-25:30", ["world.hours.office.friday", "25:30", "24:00"]),
    "overlapping hours": ("08:00-11:30", "08:00-14:30", ["world.hours.office.friday", "overlap"]),
    "hours without a dash": ("08:00-11:30", "08:00", ["world.hours.office.friday", "08:00-12:00"]),
    "no such date": ("2026-01-05", '"2026-02-30"', ["world.start", "2026-02-30", "date"]),
    "deadline in hours": ('"3 working days"', '"3 hours"', ["world.clearances.a2.deadline", "working days"]),
    "cohort of nothing": ('cohort = "2 weeks"', 'cohort = "0 s"', ["run.cohort", "more than 0"]),
    "cohort in working days": ('cohort = "2 weeks"', 'cohort = "2 working days"', ["run.cohort", "calendar time"]),
    "longer than a life": ('cohort = "2 weeks"', 'cohort = "99999 weeks"', ["run.cohort", "100 years"]),
    "unknown pattern": ("[levers]", '[levers]\npatterns = ["one-rof"]', ["levers.patterns", "one-rof", "'one-roof'"]),
    "no pattern": ("[levers]", "[levers]\npatterns = []", ["levers.patterns", "at least 1"]),
    "the same pattern twice": (
        "[levers]",
        '[levers]\npatterns = ["one-roof", "one-roof"]',
        ["levers.patterns", "twice"],
    ),
    "no agencies": ("agencies = 2\n", "agencies = 0\n", ["levers.agencies", "at least 1"]),
    "team without donors": ('team_donors = ["b1"]', "", ["world.inspection.team", "go together"]),
    "donor without inspectors": ('team_donors = ["b1"]', 'team_donors = ["a1"]', ["team_donors", "no inspectors"]),
    "text for a table": ('title = {en="Mini", id="Mini"}', 'title = "Mini"', ["title", "table"]),
    "one language": ('title = {en="Mini", id="Mini"}', 'title = {en="Mini"}', ["title.id", "missing"]),
    "empty title": ('title = {en="Mini", id="Mini"}', 'title = {en="", id="Mini"}', ["title.en", "not empty"]),
    "key with capitals": ("[world.permits.p]", "[world.permits.P]", ["world.permits.P", "lower-case"]),
    "25 hours": ("far_share = 0.2", "far_share = 0.2\nby_hour = [1,2,3]", ["world.citizens.by_hour", "at least 24"]),
    "source that is no text": ("far_share = 0.2", "far_share = {value=0.2, source=7}", ["far_share.source", "text"]),
    "range of one": ("far_share = 0.2", "far_share = {value=0.2, range=[1]}", ["far_share.range", "two values"]),
    "a million people": ("counters = 2", "counters = 1000000", ["world.agencies.b.counters", "at most 10000"]),
    "a longest journey": ("far_factor = 3", "far_factor = 1e308", ["world.travel.far_factor", "at most 100"]),
    "an outage a second": ("exponential(10 days)", "1 s", ["world.online.outage_every", "at least 1 hour"]),
    "a visit of a century": ("exponential(10 min)", "36500 days", ["world.agencies.a.intake", "at most 1 week"]),
    "digits of another script": ('need = "4 per', 'need = "٣ per', ["world.citizens.need", "15 per day"]),
    "seconds since 1970": ("start = 2026-01-05", "start = 1767571200", ["world.start", "2026-01-05"]),
    "the last year": ("start = 2026-01-05", "start = 9999-12-31", ["world.start", "2200"]),
    "true for one": ("agencies = 2\n", "agencies = true\n", ["levers.agencies", "whole number"]),
    "a number without end": ("agencies = 2\n", f"agencies = {'9' * 5000}\n", ["not valid TOML", "digits"]),
    "the model's own name": ("[world.agencies.b]", "[world.agencies.front]", ["world.agencies.front", "model's own"]),
    "empty clearances": ('title = {en="P", id="P"}', 'title = {en="P", id="P"}\nclearances = []', ["world.permits.p"]),
}


def message(path):
    with pytest.raises(BadInput) as caught:
        load(path)
    return str(caught.value)


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file(case, tmp_path):
    old, new, expected = BROKEN[case]
    text = GOOD.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "broken.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = message(file)
    assert str(file) in said
    for part in expected:
        assert part in said


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


def test_a_front_between_agencies_of_different_hours():
    loaded = load(GOOD).change({"world.front.hours": None})
    assert compare(loaded, patterns=["one-door"], replications=1).world.front_hours == "office"
    with pytest.raises(BadInput, match=r"world\.front\.hours.*always, office.*say which"):
        loaded.change({"world.agencies.b.hours": "always"})


def test_settings_that_take_each_other_away():
    for first in ("world", "world.agencies"):
        with pytest.raises(BadInput, match="is a value, not a table"):
            load(GOOD).change({first: 5, "world.agencies.a.counters": 2})
    with pytest.raises(BadInput, match=r"run\.seed"):
        load(GOOD).change({"run.seed": 16**5000})


def test_lists_that_nobody_wrote():
    for path in ("world.clearances.a2.after", "levers.grant.order", "levers.patterns"):
        with pytest.raises(BadInput, match="at most 100"):
            load(GOOD).change({path: ["b1"] * 90_000})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs Posix")
def test_files_that_never_end(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    assert "regular file" in message(tmp_path / "pipe.toml")
    assert "regular file" in message("/dev/zero")


def test_names_that_are_none(tmp_path):
    assert "no such file" in message("x" * 3000)
    for nothing in ("", "  ", None, 123):
        assert "name or path" in message(nothing)
    deep = tmp_path / "deep.toml"
    deep.write_text("a." * 50_000 + "a = 1")
    assert "nested" in message(deep)


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
    assert {path.name for path in tmp_path.iterdir()} == {"journey-1.png", "journey-1.svg", "day.png", "day.svg"}


@pytest.mark.parametrize(
    "manifest",
    ['{"versions": null}', '{"versions": "wogsim"}', '{"versions": {"wogsim": 1}, "files": 5}', "[" * 100_000, "5"],
)
def test_manifests_that_are_not_ours(manifest, tmp_path):
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(BadInput, match="did not write"):
        files.refuse_foreign(tmp_path)


@pytest.mark.parametrize("out", ["x" * 300, "\0", "/proc"])
def test_places_that_cannot_be_written(out):
    with pytest.raises(BadInput, match="--out"):
        files.refuse_foreign(Path(out))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_the_standard_output():
    command = [sys.executable, "-c", "from wogsim.cli import main; main()", "show", str(GOOD)]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert "No space left" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "asking",
    [
        {"patterns": "one-roof"},
        {"settings": "x"},
        {"settings": {1: 2}},
        {"jobs": -1},
        {"replications": 2.5},
        {"seed": -1},
    ],
)
def test_python_interface(asking):
    with pytest.raises(BadInput):
        compare(load(GOOD), **asking)
    with pytest.raises(BadInput, match=r"wogsim\.load"):
        compare("restaurant-permit")
    with pytest.raises(TypeError, match="authorty"):
        compare(load(GOOD), authorty=1)


def test_files_that_are_none(tmp_path):
    assert "no such file" in message(tmp_path / "nowhere.toml")
    assert "directory" in message(tmp_path)
    binary = tmp_path / "picture.toml"
    binary.write_bytes(b"\x89PNG\xff\xfe")
    assert "UTF-8" in message(binary)
    empty = tmp_path / "empty.toml"
    empty.write_text("")
    assert "world" in message(empty)
    nested = tmp_path / "nested.toml"
    nested.write_text("a = " + "[" * 5000)
    assert "TOML" in message(nested)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    file = tmp_path / "notepad.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.read_bytes().replace(b"\n", b"\r\n"))
    assert load(file).scenario == load(GOOD).scenario


PATTERNS = {
    "nobody in front": ('place="shared", desk="none", without="forward", granted="forward", authority="none"', "desk"),
    "portal on the street": (
        'place="shared", desk="portal", without="forward", granted="automate", authority="automated"',
        "on-line",
    ),
    "unit that automates": (
        'place="single", desk="unit", without="forward", granted="automate", authority="automated"',
        "portal",
    ),
    "visits on-line": (
        'place="online", desk="portal", without="visit", granted="automate", authority="automated"',
        "on-line",
    ),
    "decides without authority": (
        'place="single", desk="unit", without="decide", granted="decide", authority="none"',
        "authority",
    ),
    "authority that changes nothing": (
        'place="shared", desk="unit", without="visit", granted="visit", authority="delegated"',
        "decide",
    ),
    "coordinator at a single place": (
        'place="single", desk="coordinator", without="visit", granted="forward", authority="coordinating"',
        "unit",
    ),
}


@pytest.mark.parametrize("case", PATTERNS)
def test_rows_that_make_no_sense(case, tmp_path):
    row, reason = PATTERNS[case]
    file = tmp_path / "row.toml"
    text = GOOD.read_text(encoding="utf-8")
    file.write_text(text + f'\n[patterns]\nmine = {{title={{en="M", id="M"}}, {row}}}\n', encoding="utf-8")
    said = message(file)
    assert "patterns.mine" in said
    assert reason in said


def test_settings():
    loaded = load(GOOD)
    assert read_setting("world.travel.walk=5 min") == ("world.travel.walk", "5 min")
    assert read_setting("world.travel.walk='5 min'") == ("world.travel.walk", "5 min")
    assert read_setting("levers.delegated = 0.5") == ("levers.delegated", 0.5)
    assert read_setting("levers.delegated=50 %") == ("levers.delegated", "50 %")
    for text in ("levers.delegated", "=3", "levers.delegated=", ""):
        with pytest.raises(BadInput, match="PATH=VALUE"):
            read_setting(text)
    with pytest.raises(BadInput, match="Did you mean 'delegated'"):
        loaded.change({"levers.delegatd": 0.5})
    with pytest.raises(BadInput, match=re.escape("world.agencies.c")):
        loaded.change({"world.agencies.c.counters": 2})
    with pytest.raises(BadInput, match="no keys of its own"):
        loaded.change({"world.travel.walk.far": "2 min"})
    assert loaded.change({"world.agencies.a.counters": 5}).scenario.world.agencies["a"].counters == 5


def test_people_who_cannot_be_found():
    short = load(GOOD).change({"world.agencies.a.counters": 1, "world.agencies.b.counters": 1})
    with pytest.raises(BadInput, match=r"one-door: desk needs \d p(erson|eople).*missing"):
        compare(short, patterns=["one-door"], replications=1)


def test_a_pool_that_never_opens():
    nobody = load(GOOD).change({"levers.staff": {"one-door": {"officers": 0}}})
    with pytest.raises(BadInput, match="one-door: officers has work but no staff"):
        compare(nobody, patterns=["one-door"], replications=1)
    with pytest.raises(BadInput, match="Did you mean 'officers'"):
        compare(load(GOOD).change({"levers.staff": {"all": {"oficers": 2}}}), patterns=["one-door"], replications=1)


def test_agencies_that_cannot_be_made():
    with pytest.raises(BadInput, match=r"levers.agencies = 9.*chain"):
        compare(load(GOOD), agencies=9, replications=1)


def test_unknown_preset():
    with pytest.raises(BadInput, match="Did you mean 'neutral'"):
        compare(load(GOOD), preset="nuetral", replications=1)
    with pytest.raises(BadInput, match="Did you mean 'travel'"):
        compare(load(GOOD), preset="neutral+travl", replications=1)


def test_overload_is_a_warning_that_names_the_pool_and_its_load():
    result = compare(
        load(GOOD), patterns=["one-roof"], replications=1, settings={"world.clearances.b1.assessment": "4 hours"}
    )
    said = " ".join(result.warnings())
    assert "One-roof: overloaded are assessors: B1 (" in said


# a command line, what it must say of it, what it must not
TYPED = [
    ("compare GOOD --pattern nope", "Error: --pattern nope: expected one of", ["levers", "two-agencies"]),
    ("compare GOOD --pattern one-roof --pattern nope", "Error: --pattern nope: expected one of", []),
    ("compare GOOD --pattern=one-roof --pattern=one-roof", "Error: --pattern one-roof: named twice", ["levers"]),
    ("compare GOOD --set world.travel.walk=2", "Error: --set world.travel.walk=2: expected a time", ["two-agencies"]),
    ("compare GOOD --set world.travl.walk=2", "Error: --set world.travl.walk=2: there is no such key", []),
    ("compare GOOD --set levers.agencies=9", "Error: --set levers.agencies=9: no more than 3 can", []),
    ("compare GOOD --set levers.agencies=1 --agencies 9", "Error: --agencies 9: no more than 3 can", ["levers"]),
    ("compare GOOD --agencies 900", "Error: --agencies 900: expected at most 100", ["levers"]),
    ("compare GOOD --delegated 2", "Error: --delegated 2: expected a share", []),
    ("compare GOOD --authority 0,5", "with a decimal point", []),
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
    ("sweep GOOD --out o --authority 0,5", "with a decimal point", []),
    ("sweep GOOD --out o --authority 0:1:0,1", "with decimal points", []),
    ("explain GOOD --out o --of nope", "Error: --of nope: expected one of", ["--and", "levers"]),
    ("explain GOOD --out o --between nope", "Error: --between nope: expected one of", ["--and", "levers"]),
    ("explain GOOD --out o --and nope", "Error: --and nope: expected one of", ["levers"]),
    ("explain GOOD --out o --between one-door", "without --and one-door", []),
    *((f"{command} GOOD --out file", "Error: --out file: is a file; expected a directory", []) for command in (
        "compare", "sweep --agencies 1,2", "explain", "breakeven",
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


def test_who_calls_from_python_reads_the_parameter():
    with pytest.raises(BadInput, match=r"^precision = 0: expected a share"):
        compare(load(GOOD), precision=0)
    with pytest.raises(BadInput, match=r"^levers\.patterns = 'nope': expected one of"):
        compare(load(GOOD), patterns=["nope"])


def test_errors_come_back_whole_from_another_process():
    with pytest.raises(BadInput) as caught:
        load(GOOD).change({"levers.patterns": ["nope"], "run.cohort": "0 s"})
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.args == caught.value.args
    assert str(again) == str(caught.value)
    assert len(again.args) == 2


@pytest.mark.parametrize("setting", ["world.clearances.a1.assessment=900 days", "run.cohort=1 s"])
def test_what_never_succeeds_is_not_said_to_go_on(setting, tmp_path, capsys):
    options = ["--agencies", "1,2", "--replications", "1", "--jobs", "1", "--out", str(tmp_path / "o")]
    assert run(["sweep", str(GOOD), *options, "--set", setting]) == 2
    said = capsys.readouterr().err
    assert "goes on from there" not in said
    assert said.endswith("The same command would end the same way: change that first.\n")
    assert "Expected shorter work (world.clearances.*.assessment" in said or "--set run.cohort=1 s" in said


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("width", [24, 30, 40, 60, 80])
def test_no_number_is_cut_on_a_narrow_screen(width, language, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    asked = ["--replications", "2", "--jobs", "1", "--pattern", "technical-functional", "--pattern", "electronic"]
    assert run(["compare", str(GOOD), *asked, "--lang", language]) == 0
    said = capsys.readouterr().out
    assert "…" not in said
    result = compare(load(GOOD), replications=2, patterns=["technical-functional", "electronic"])
    with using(language):
        for pattern in result.keys:
            assert number(result.estimates[pattern, "waiting_time"].mean, 1) in said
            assert number(result.estimates[pattern, "sojourn_time"].mean, 1) in said
    assert ("Electronic" if language == "en" else "Elektronik") in said

"""Command lines drawn at random: they end with 0, 1 or 2, in our words, and leave nothing but what they were asked for.

No world is run: where one would be, its size is checked as ever, and the work is over. On demand some run after all.
"""

import random
import re
import warnings
from pathlib import Path

import pytest
from typer.main import get_command

from tests.mutations import SIGNS, mutated
from tests.places import TINY
from tests.scenario.test_mutations import LIBRARY, within
from wogsim.app import serve
from wogsim.cli import application, run
from wogsim.errors import BadInput, printable
from wogsim.language import catalogues
from wogsim.replication import run as running

FEW, MANY = range(30), range(30, 2000)  # in every run of the tests, and on demand
LONGEST = 30  # seconds for one line
COMMANDS = get_command(application()).commands
OPTIONS = {
    name: [word for parameter in command.params for word in parameter.opts if word.startswith("-")]
    for name, command in COMMANDS.items()
}
# What typer says in English to who chose Indonesian.
TYPER = re.compile(
    r"Invalid value|No such|Missing|Got unexpected|requires an arg|does not take|is not (one of|in the|a va)"
)
VALUES = (
    "", " ", "0", "1", "2", "7", "-1", "0.5", "1,5", "1.5", "50 %", "nan", "inf", "-inf", "1e308", "1e-9", "9" * 30,
    "one-roof", "one-door", "nope", "one-roof,one-door", "0:1:0.5", "1..2", "2..1", "0:1:0", "1..999999999", "0:1:1e-9",
    "0,1", ",", ":", "..", "world.travel.walk=2 min", "world.travel.walk=1 min,2 min", "world.travel.walk=1 min..9 min",
    "levers.delegated=0:1:0.5", "=", "a=b", "*=2", "run.seed=99999999999999999999", "levers.patterns=[]", "world=1",
    "world.agencies.*.counters=0", "world.citizens.need=99999 per day", "run.cohort=99 years", "run.cohort=1 s",
    "neutral", "neutral+nope", "neutral+travel", "merge", "chain", "simpy", "compiled", "auto", "plain", "id", "en",
    "sojourn_time", "trips", "travel", "papers", "\0", "x" * 300, "--help", "--", "-x", "o", "o/p", ".", "..", "file",
    "file/o", "report.html", "t.xlsx", "q.gif", "day.png", "nowhere/q.gif", "new-city", "\udcff", *SIGNS,
)  # fmt: skip
FITTING = {  # sometimes what fits: else no line would get far
    "--agencies": ("1", "2", "1,2"), "--pattern": ("one-roof", "one-door"), "--of": ("one-roof",), "--most": ("1",),
    "--preset": ("neutral",), "--replications": ("2",), "--out": ("o", "p"), "-o": ("report.html", "q.gif"),
    "--xlsx": ("t.xlsx",), "--engine": ("simpy",), "--authority": ("0,1", "0.5"), "--delegated": ("0,1", "0.5"),
    "--vary": ("world.travel.walk=1 min,2 min",), "--set": ("world.travel.walk=2 min",), "--lang": ("id", "en"),
}  # fmt: skip
# Files that are written where nothing is said.
USUAL = {"journey": "journey", "animate": "queue", "warmup": "warmup", "explorer": "explorer", "slides": "lesson"}


def drawn(number: int) -> list[str]:
    """A command line, the same for the same number."""
    luck = random.Random(f"line {number}")
    name = luck.choice([*COMMANDS, "nope"]) if luck.random() < 0.97 else luck.choice(VALUES)
    words = [name]
    if luck.random() < 0.9 and name not in ("scenarios", "validate"):
        words.append(luck.choice((TINY, TINY, TINY, "mutated.toml", "new-city", "nowhere.toml", ".", "file")))
    known = OPTIONS.get(name) or ["--lang"]
    for _option in range(luck.choice((0, 1, 1, 2, 3, 5))):
        option = luck.choice(known) if luck.random() < 0.95 else luck.choice(("--nope", "--out", "-o", "-z", "--lang"))
        value = luck.choice(FITTING.get(option, VALUES) if luck.random() < 0.6 else VALUES)
        words += luck.choice(([option, value], [option, value], [f"{option}={value}"], [option]))
    if luck.random() < 0.2:
        words.insert(luck.randint(0, len(words)), luck.choice(VALUES))
    return [word for word in words if not word.startswith("--cluster")]


def finished(words: list[str]) -> list[str]:
    """The line on one core, and somewhere where that has to be said: what is drawn is not a farm of processes."""
    known = OPTIONS.get(words[0], ()) if words else ()
    return [*words, *(["--jobs", "1"] if "--jobs" in known else [])]


@pytest.fixture
def no_world(monkeypatch):
    """The size of every run is checked, and that is that; nothing is served either."""
    asks = running.refuse_too_large

    def refuse(*asked, **more):
        asks(*asked, **more)
        raise BadInput("no world is run in this test")

    monkeypatch.setattr(running, "refuse_too_large", refuse)
    monkeypatch.setattr(serve, "_serve", lambda *_asked: None)


def everything(directory: Path) -> dict[str, bytes | None]:
    """Whatever lies in a directory, hidden or not, and what is in it."""
    return {
        str(path.relative_to(directory)): path.read_bytes() if path.is_file() else None
        for path in sorted(directory.rglob("*"))
    }


def asked_for(words: list[str]) -> set[str]:
    """Names that a line has said something is to be written at, without their endings."""
    said = {part for word in words for part in (word, word.partition("=")[2])}
    return {Path(name).name.split(".")[0] for name in said if name.strip(" ./") and "\0" not in name} | {
        USUAL.get(words[0], ""), "o",
    }  # fmt: skip


def asked_names(names: set[str], words: list[str]) -> set[str]:
    """Those of some names that a line has asked for; an explorer keeps its cells beside its page."""
    return {name for name in names if name.split(".")[0].removesuffix("-cells") in asked_for(words)}


def carry_out(number: int, around: Path, capsys) -> int:
    """One line, in a directory beside which nothing changes; its exit code, where all is as it must be."""
    inside = around / "inside"
    before = everything(around)
    words = finished(drawn(number))
    told = f"line {number}: {words}"
    catalogues.use("en")  # whatever the line before chose
    with within(LONGEST), warnings.catch_warnings():
        warnings.simplefilter("error")
        code = run(words)
    said = capsys.readouterr()
    assert code in (0, 1, 2), told
    assert code != 1 or words[0] == "validate", told
    assert not LIBRARY.search(said.err), (told, said.err)
    assert printable(said.err + said.out) == said.err + said.out, (told, said.err)
    assert said.err or code != 2 or len(words) == 1, told
    if catalogues.current() == "id":
        assert not TYPER.search(said.err), (told, said.err)
    after = everything(around)
    for name, content in before.items():
        assert name in after, told
        assert after[name] == content or asked_names({Path(name).name, *Path(name).parts[1:2]}, words), (told, name)
    new = {Path(name).relative_to("inside").parts[0] for name in after if name not in before}
    assert len(asked_names(new, words)) == len(new), (told, new)
    assert not [name for name in new if name.startswith(".")], (told, new)
    assert inside.is_dir()
    return code


@pytest.fixture
def around(tmp_path, monkeypatch):
    """A directory with another in it, where lines are typed, and what is there already."""
    (tmp_path / "inside").mkdir()
    (tmp_path / "beside").write_text("mine", "utf-8")
    (tmp_path / "inside" / "file").write_text("mine", "utf-8")
    monkeypatch.chdir(tmp_path / "inside")
    return tmp_path


def lines(numbers, around, capsys):
    ended = {}
    for number in numbers:
        (around / "inside" / "mutated.toml").write_bytes(mutated(Path(TINY).read_bytes(), f"line {number}"))
        ended[number] = carry_out(number, around, capsys)
    return ended


@pytest.mark.usefixtures("no_world", "loosely_known", "_no_charts")
@pytest.mark.parametrize("numbers", [FEW, pytest.param(MANY, marks=pytest.mark.slow)], ids=["few", "many"])
def test_any_line_ends_in_our_words_and_writes_nothing_elsewhere(numbers, around, capsys):
    codes = lines(numbers, around, capsys)
    assert set(codes.values()) == {0, 2}


@pytest.mark.slow
@pytest.mark.usefixtures("loosely_known")
def test_so_does_one_that_runs_worlds(around, capsys):
    codes = lines((number for number in range(400) if drawn(number)[0] not in ("validate", "nope")), around, capsys)
    assert set(codes.values()) == {0, 2}

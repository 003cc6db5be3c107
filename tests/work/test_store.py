"""Nothing lost: a sweep killed at any instant goes on, none of its cells is lost, none is there twice."""

import json
import math
import os
import platform
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time

import pandas as pd
import pytest

from tests.places import ROOT, TINY
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.studies.sweep.cells import NAMES
from wogsim.studies.sweep.run import sweep
from wogsim.work import store
from wogsim.work.lock import held
from wogsim.work.writing import write_csv

SMALL = {"agencies": "1..2", "authority": "0,1", "engine": "simpy"}
OPTIONS = ["--agencies", "1..2", "--authority", "0,1", "--engine", "simpy", "--jobs", "1", "--quiet"]
pytestmark = pytest.mark.usefixtures("_no_charts")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of Posix")


@pytest.fixture(scope="module")
def loaded():
    return load(TINY)


def cells(directory):
    """Every row of the store by point, replication and pattern."""
    with sqlite3.connect(directory / store.NAME) as database:
        rows = database.execute("SELECT * FROM cells").fetchall()
    found = {row[:3]: row[3:] for row in rows}
    assert len(found) == len(rows)
    return found


def undisturbed(loaded, path, **asking):
    """The table of a sweep that nothing happened to and no store saw."""
    write_csv(sweep(loaded, **asking).table(), path)
    return path.read_bytes()


# A process that begins the same sweep again and again and is killed each time; what it says was committed before it
# died must be there afterwards. Everything is imported once, so that the kills hit the work and not the start. Each
# comes some cells after the last and some part of a cell: at any instant, on a busy machine no sooner than on another.
KILLED = """
import os, random, signal, sys, time
from wogsim.studies.sweep import files
from wogsim.scenario.reading import load
from wogsim.studies.sweep.run import sweep

files.figures = lambda result: ()
scenario, directory, kills, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
asking = dict(agencies="1..2", authority="0,1", engine="simpy", replications=int(sys.argv[5]))
cells = 4 * asking["replications"]
loaded, luck = load(scenario), random.Random(seed)
sweep(loaded, **(asking | {"replications": 1}))
begun = time.monotonic()
sweep(loaded, **asking)
cell = (time.monotonic() - begun) / cells
report = os.open(f"{directory}.said", os.O_RDWR | os.O_CREAT)
for kill in range(kills):
    before = int(os.pread(report, 6, 0) or 0)
    child = os.fork()
    if not child:
        def say(done, total, more):
            os.pwrite(report, b"%6d" % done, 0)
        sweep(loaded, out=directory, progress=say, **asking)
        os._exit(0)
    enough, ended = before + luck.randrange(2 * cells // kills), None
    while int(os.pread(report, 6, 0) or 0) < enough and ended is None:
        time.sleep(cell / 20)
        ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    time.sleep(luck.uniform(0.0, 3.0 * cell))
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    print(int(os.pread(report, 6, 0) or 0), status, flush=True)
    sys.stdin.readline()
"""


@posix
@pytest.mark.slow
@pytest.mark.parametrize("replications", [30])
def test_twenty_kills(loaded, tmp_path, replications):
    out = tmp_path / "out"
    command = [sys.executable, "-c", KILLED, TINY, str(out), "20", "7", str(replications)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    before, grew, killed = {}, 0, 0
    for line in process.stdout:
        said, status = map(int, line.split())
        killed += status == signal.SIGKILL
        there = cells(out) if (out / store.NAME).exists() and (out / store.NAME).stat().st_size else {}
        assert before.items() <= there.items()  # none lost, none changed
        assert len(there) >= 2 * said  # what was said to be done is there
        assert len({(point, replication) for point, replication, _pattern in there}) * 2 == len(there)  # none in part
        grew += len(there) > len(before)
        before = there
        process.stdin.write("\n")
        process.stdin.flush()
    assert process.wait() == 0
    assert killed >= 10  # the last ones may have found nothing left to do
    assert grew >= 4
    sweep(loaded, **SMALL, replications=replications, out=out)
    assert before.items() <= cells(out).items()
    assert (out / "sweep.csv").read_bytes() == undisturbed(loaded, tmp_path / "csv", **SMALL, replications=replications)


@posix
@pytest.mark.slow
def test_kills_with_processes_at_work(loaded, tmp_path):
    """The command itself, two workers, five kills of the one that writes; the workers end by themselves."""
    out, luck = tmp_path / "out", random.Random(3)
    more = ["--replications", "60", "--jobs", "2"]
    command = [sys.executable, "-c", "from wogsim.cli import main; main()", "sweep", TINY, *OPTIONS, *more]
    for _kill in range(5):
        process = subprocess.Popen([*command, "--out", str(out)], cwd=ROOT, start_new_session=True)
        time.sleep(luck.uniform(1.0, 5.0))
        process.kill()
        process.wait()
    assert subprocess.run([*command, "--out", str(out)], cwd=ROOT, check=False).returncode == 0
    assert (out / "sweep.csv").read_bytes() == undisturbed(loaded, tmp_path / "csv", **SMALL, replications=60)


# What a shell starts in the background is deaf to Ctrl-C, and so is all that it starts: not this.
HEARING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from wogsim.cli import main
main()
"""


@posix
def test_ctrl_c_keeps_what_is_done(tmp_path):
    """It says how much that is and how to go on; the same command does."""
    out = tmp_path / "out"
    command = [sys.executable, "-c", HEARING, "sweep", TINY, *OPTIONS, "--out", str(out), "--replications", "3000"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    while not ((out / store.NAME).exists() and os.path.getsize(out / store.NAME) > 40_000):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 130
    there = len(cells(out)) // 2  # the last may have been committed and not yet counted
    assert any(f"{kept:,} of 12,000 cells are kept in {out}" in said for kept in (there, there - 1))
    assert "the same command goes on" in said
    assert there > 0


def test_more_replications_extend(loaded, tmp_path):
    sweep(loaded, **SMALL, replications=2, out=tmp_path / "out")
    two = cells(tmp_path / "out")
    sweep(loaded, **SMALL, replications=4, out=tmp_path / "out")
    four = cells(tmp_path / "out")
    assert two.items() < four.items()
    assert len(four) == 2 * len(two)
    assert (tmp_path / "out" / "sweep.csv").read_bytes() == undisturbed(
        loaded, tmp_path / "csv", **SMALL, replications=4
    )
    fewer = sweep(loaded, **SMALL, replications=2, out=tmp_path / "out")
    assert fewer.replications == 2
    assert cells(tmp_path / "out") == four


def test_what_is_there_is_not_done_again(loaded, tmp_path, monkeypatch):
    sweep(loaded, **SMALL, replications=2, out=tmp_path)
    monkeypatch.setattr("wogsim.studies.sweep.evaluation.replicate", None)
    heard = []
    sweep(loaded, **SMALL, replications=2, out=tmp_path, progress=lambda *news: heard.append(news[:2]))
    assert set(heard) == {(8, 8)}


def test_values_come_back_exactly(loaded, tmp_path):
    """To the last bit, and no number is NULL there, NaN here."""
    first = sweep(loaded, **SMALL, replications=2, out=tmp_path)
    again = sweep(loaded, **SMALL, replications=2, out=tmp_path)
    assert first.values.tobytes() == again.values.tobytes()
    assert all(math.isnan(x) for x in again.values[..., NAMES.index("within_standard")].ravel())
    assert {row[NAMES.index("within_standard")] for row in cells(tmp_path).values()} == {None}


def test_readable_with_pandas(loaded, tmp_path):
    result = sweep(loaded, agencies="1..2", vary={"world.travel.walk": "1..2 min"}, replications=2, out=tmp_path)
    with sqlite3.connect(tmp_path / store.NAME) as database:
        table = pd.read_sql("SELECT * FROM sweep", database)
        seed = database.execute("SELECT value FROM identity WHERE name = '--seed'").fetchone()
    assert list(table.columns[:5]) == ["agencies", "world.travel.walk", "point", "replication", "pattern"]
    assert json.loads(*seed) == 1
    means = table.groupby(["agencies", "world.travel.walk", "pattern"])["sojourn_time"].mean()
    for point, at in zip(result.points, result.at, strict=True):
        for key in result.keys:
            assert means[(*point, key)] == pytest.approx(at.estimates[key, "sojourn_time"].mean)


def test_durable(tmp_path):
    """A committed cell outlives a loss of power: the journal is synchronised, its removal too."""
    with store.opened(tmp_path, {}, ["p"], ["m"], {}) as kept:
        assert kept._database.execute("PRAGMA synchronous").fetchone() == (3,)
        assert kept._database.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize(
    ("asking", "expected"),
    [
        ({"agencies": "1,2", "authority": "0,0.5"}, ["--authority: 0.0, 1.0 there, 0.0, 0.5 asked for"]),
        (
            {"agencies": "1..2"},
            ["--authority: 0.0, 1.0 there, nothing asked for", "levers.delegated: nothing there, 0.0"],
        ),
        ({"seed": 2}, ["--seed: 1 there, 2 asked for"]),
        ({"patterns": ["one-roof"]}, ["--pattern: one-door, one-roof there, one-roof asked for"]),
        ({"settings": {"world.travel.walk": "3 min"}}, ["world.travel.walk: 0 s there, 3 min asked for"]),
        ({"preset": "neutral"}, ["levers.powers.deadline: nothing there, never asked for", "and 12 more"]),
    ],
)
def test_another_sweep_is_refused(loaded, tmp_path, asking, expected):
    sweep(loaded, **SMALL, replications=1, out=tmp_path)
    with pytest.raises(BadInput) as caught:
        sweep(loaded, **(SMALL | {"authority": None} if "agencies" in asking and len(asking) == 1 else SMALL | asking),
              replications=1, out=tmp_path)  # fmt: skip
    for part in (*expected, "--fresh", "another directory"):
        assert part in str(caught.value)


def test_another_version_is_refused(loaded, tmp_path, monkeypatch):
    sweep(loaded, **SMALL, replications=1, out=tmp_path)
    monkeypatch.setattr("wogsim.studies.sweep.kept.__version__", "9.9")
    with pytest.raises(BadInput, match=r"wogsim: .* there, 9.9 asked for"):
        sweep(loaded, **SMALL, replications=1, out=tmp_path)


def test_the_same_sweep_in_other_words_goes_on(loaded, tmp_path):
    """Engine, processes, the order of patterns, titles and how numbers are written make no other sweep."""
    sweep(loaded, **SMALL, replications=1, out=tmp_path)
    there = cells(tmp_path)
    other = loaded.change({"title.en": "Mini", "world.agencies.a.title.id": "Instansi"})
    words = {"agencies": [1, 2], "authority": "0 %,100 %", "engine": "auto", "patterns": ["one-door", "one-roof"]}
    assert sweep(other, **words, replications=1, out=tmp_path).keys == ("one-door", "one-roof")
    assert cells(tmp_path) == there


def test_fresh(loaded, tmp_path):
    sweep(loaded, **SMALL, replications=1, out=tmp_path)
    sweep(loaded, **SMALL, replications=1, seed=2, fresh=True, out=tmp_path)
    assert len(cells(tmp_path)) == 8
    (tmp_path / store.NAME).write_bytes(b"no database at all" * 1000)
    sweep(loaded, **SMALL, replications=1, fresh=True, out=tmp_path)
    assert len(cells(tmp_path)) == 8


HOLDER = """
import sys, time
from pathlib import Path
from wogsim.work.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_who_is_there(tmp_path, capsys):
    """And where the first has died, nobody is there."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert holder.stdout.readline() == "held\n"
    for option in ([], ["--fresh"]):
        assert run(["sweep", TINY, *OPTIONS, "--replications", "1", *option, "--out", str(tmp_path)]) == 2
        said = capsys.readouterr().err
        assert f"process {holder.pid} on {platform.node()}, since 2" in said
    holder.kill()
    holder.wait()
    assert run(["sweep", TINY, *OPTIONS, "--replications", "1", "--out", str(tmp_path)]) == 0


def test_a_holder_who_has_not_said_who_it_is(tmp_path):
    with held(tmp_path):
        (tmp_path / "store.lock").write_text("{")
        with pytest.raises(BadInput, match=r"process \? on \?"), held(tmp_path):
            pass


def test_damaged(loaded, tmp_path):
    sweep(loaded, **SMALL, replications=2, out=tmp_path)
    path = tmp_path / store.NAME
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], b"x" * len(whole), whole[:5000] + b"\xff" * 9000 + whole[14000:]):
        path.write_bytes(broken)
        with pytest.raises(BadInput, match=r"sweep.sqlite: it is damaged .*--fresh"):
            sweep(loaded, **SMALL, replications=2, out=tmp_path)


def test_another_program_s_database(loaded, tmp_path):
    with sqlite3.connect(tmp_path / store.NAME) as database:
        database.execute("CREATE TABLE cells (x)")
    with pytest.raises(BadInput, match="no store of wogsim"):
        sweep(loaded, **SMALL, replications=1, out=tmp_path)


def test_other_files_are_left_alone(loaded, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BadInput, match=r"holds files, but no sweep\.sqlite"):
        sweep(loaded, **SMALL, replications=1, out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@posix
def test_a_directory_that_cannot_be_written(loaded, tmp_path):
    """Root may write everywhere, so it becomes somebody else for a moment."""
    sweep(loaded, **SMALL, replications=1)  # everything is imported
    directory = tmp_path / "shut"
    directory.mkdir(mode=0o555)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match=r"file: is a file; expected a directory"):
        sweep(loaded, **SMALL, replications=1, out=tmp_path / "file")
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        with pytest.raises(BadInput, match=r"shut: cannot be written"):
            sweep(loaded, **SMALL, replications=1, out=directory)
    finally:
        os.seteuid(before)


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from wogsim.cli import main
sys.argv = ["wogsim", *sys.argv[2:]]
main()
"""


@posix
def test_a_full_disk_is_a_sentence_and_the_work_goes_on(loaded, tmp_path):
    """No file may grow beyond a limit, which is what a full disk looks like to SQLite."""
    out = tmp_path / "out"
    options = ["sweep", TINY, *OPTIONS, "--replications", "30", "--out", str(out)]
    command = [sys.executable, "-c", textwrap.dedent(FULL), "40000", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "sweep.sqlite: the disk" in done.stderr
    assert "the same command goes on" in done.stderr
    there = cells(out)
    assert 0 < len(there) < 240
    assert run(options) == 0
    assert there.items() < cells(out).items()
    assert (out / "sweep.csv").read_bytes() == undisturbed(loaded, tmp_path / "csv", **SMALL, replications=30)


def test_sqlite_s_own_word_for_a_full_disk(loaded, tmp_path, monkeypatch):
    connect = store._connected

    def small(directory):
        database = connect(directory)
        database.execute("PRAGMA max_page_count = 9")
        return database

    monkeypatch.setattr(store, "_connected", small)
    with pytest.raises(BadInput, match="the disk is full; make room"):
        sweep(loaded, **SMALL, replications=20, out=tmp_path)
    monkeypatch.undo()
    assert len(sweep(loaded, **SMALL, replications=20, out=tmp_path).points) == 4


def test_a_directory_that_vanishes(loaded, tmp_path):
    out = tmp_path / "out"

    def vanish(done, _total, _more):
        if done == 2 and out.exists():
            shutil.rmtree(out)

    with pytest.raises(BadInput, match=r"out"):
        sweep(loaded, **SMALL, replications=2, out=out, progress=vanish)

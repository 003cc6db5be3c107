"""Results are put in place in one step: killed at any instant, either the old one is there or the new one, whole."""

import json
import os
import platform
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.places import ROOT
from wogsim.errors import BadInput
from wogsim.studies.files import place, write_figure
from wogsim.work import workspace, writing
from wogsim.work.workspace import LOCK, NEW, OLD, PREFIX
from wogsim.work.writing import put, replace, write_manifest

FILES = 20
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of Posix")


@pytest.fixture
def one_step(tmp_path):
    """Skips where the file system cannot exchange two names."""
    names = [tmp_path / "one", tmp_path / "other"]
    for path in names:
        path.mkdir()
    if not workspace.exchanged(*names):
        pytest.skip("two names cannot be exchanged here")
    for path in names:
        path.rmdir()


@pytest.fixture
def two_steps(monkeypatch):
    """As on a system that cannot exchange two names."""
    monkeypatch.setattr(workspace, "exchanged", lambda _one, _other: False)


def filled(turn):
    """Files that all say the same number."""

    def fill(there):
        for number in range(FILES):
            (there / f"{number}.csv").write_text(str(turn))
        write_manifest(there, {"turn": turn})

    return fill


def turn_of(directory):
    """Which turn's files are all there, and no other."""
    turn = json.loads((directory / "manifest.json").read_text())["turn"]
    assert {(directory / f"{number}.csv").read_text() for number in range(FILES)} == {str(turn)}
    assert len(list(directory.iterdir())) == FILES + 1
    return turn


def hidden(directory):
    return sorted(path.name for path in directory.iterdir() if path.name.startswith("."))


def an_hour_later(directory):
    """Only then is a workspace with nothing in it, that was killed as it began or ended, known from one that begins."""
    for name in hidden(directory):
        if set(os.listdir(directory / name)) <= {LOCK}:
            os.utime(directory / name, (0, 0))


# A process that replaces a directory again and again.
REPLACING = """
import sys
from itertools import count
from tests.work.test_workspace import filled
from wogsim.work import workspace
from wogsim.work.writing import replace

if sys.argv[2] == "two":
    workspace.exchanged = lambda _one, _other: False
for turn in count(int(sys.argv[3])):
    replace(sys.argv[1], filled(turn))
    print(turn, flush=True)
"""


def killed(out, steps, first, wait):
    """Kill such a process some time after its first turn; returns the last turn of which it said that it was done."""
    command = [sys.executable, "-c", REPLACING, str(out), steps, str(first)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    said = process.stdout.readline()
    time.sleep(wait)
    process.kill()
    return int((said + process.communicate()[0]).rpartition("\n")[0].split()[-1])


@posix
@pytest.mark.parametrize("steps", ["one", pytest.param("two", marks=pytest.mark.slow)])
def test_killed_at_any_instant(tmp_path, steps, request):
    if steps == "one":
        request.getfixturevalue("one_step")
    out, luck, turn, left = tmp_path / "out", random.Random(5), 0, 0
    replace(out, filled(turn))
    for _kill in range(12):
        said = killed(out, steps, turn + 1, luck.uniform(0.0, 0.02))
        left += bool(hidden(tmp_path))
        if steps == "one":
            assert turn_of(out) >= said  # before anybody has cleared anything away
        an_hour_later(tmp_path)
        writing.ready(out)
        assert os.listdir(tmp_path) == ["out"]
        turn = turn_of(out)
        assert turn >= said
    assert left  # some were killed in the middle


# Ends like a kill at one place: what it names is done, and then there is no process any more.
ENDED = """
import os, sys
from pathlib import Path
from tests.work.test_workspace import filled
from wogsim.work import workspace
from wogsim.work.writing import put, replace
from wogsim.studies.files import place, write_figure

target, where = Path(sys.argv[1]), sys.argv[2]
rename, exchanged = Path.rename, workspace.exchanged
if where == "between":
    workspace.exchanged = lambda one, other: False
    Path.rename = lambda self, other: (rename(self, other), os._exit(9))
elif where == "exchanged":
    workspace.exchanged = lambda one, other: (exchanged(one, other), os._exit(9))

def end(*_anything):
    os._exit(9)

if where == "table":
    place(target, [], [("chart", end)], {})
elif where == "file":
    os.replace = end
    put(target, b"new")
elif where == "figure":
    from wogsim.studies import shown
    shown.save = end
    write_figure(None, target)
elif where == "filling":
    replace(target, lambda there: ((there / "a").touch(), end()))
else:
    replace(target, filled(2))
"""


def end_at(target, where):
    done = subprocess.run([sys.executable, "-c", ENDED, str(target), where], cwd=ROOT, check=False)
    assert done.returncode == 9


def test_killed_between_two_renames_the_old_result_comes_back(tmp_path):
    out = tmp_path / "out"
    replace(out, filled(1))
    end_at(out, "between")
    assert not out.exists()
    writing.ready(out)
    assert turn_of(out) == 1
    assert os.listdir(tmp_path) == ["out"]


def test_killed_after_the_exchange_the_new_result_stays(tmp_path, one_step):
    out = tmp_path / "out"
    replace(out, filled(1))
    end_at(out, "exchanged")
    assert turn_of(out) == 2
    assert hidden(tmp_path)
    writing.ready(out)
    assert turn_of(out) == 2
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("steps", ["one_step", "two_steps"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_stopped_between_the_old_result_is_there(tmp_path, steps, error, request, monkeypatch):
    """Stopped by Ctrl-C, or by a system that refuses the second step."""
    request.getfixturevalue(steps)
    out = tmp_path / "out"
    replace(out, filled(1))
    rename = Path.rename

    def stopped(self, other):
        if self.name == NEW:
            raise error
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", stopped)
    if steps == "one_step":
        replace(out, filled(2))
        assert turn_of(out) == 2
    else:
        with pytest.raises((KeyboardInterrupt, BadInput)):
            replace(out, filled(2))
        assert turn_of(out) == 1
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("where", ["filling", "file", "figure", "table"])
def test_what_a_killed_run_leaves_is_cleared_away(tmp_path, where):
    """By whatever writes there next, whatever that is."""
    place = tmp_path / "place"
    place.mkdir()
    end_at(place if where == "table" else place / "result", where)
    assert len(hidden(place)) == 1
    put(place / "other.html", b"page")
    assert os.listdir(place) == ["other.html"]


def test_who_is_at_work_keeps_the_workspace(tmp_path):
    """Two at once in one directory: the second clears away nothing of the first."""

    def fill(there):
        put(tmp_path / "page.html", b"page")
        filled(1)(there)

    replace(tmp_path / "out", fill)
    assert turn_of(tmp_path / "out") == 1
    assert sorted(os.listdir(tmp_path)) == ["out", "page.html"]


HOLDER = {"wogsim": "out", "host": platform.node()}


@pytest.mark.parametrize(
    ("lock", "more"),
    [
        (None, "thesis.txt"),
        ("", None),
        ("[" * 100_000, None),
        ("5", None),
        (json.dumps({**HOLDER, "host": "another"}), None),
        (json.dumps({**HOLDER, "wogsim": "../out"}), None),
        (json.dumps({**HOLDER, "wogsim": ".."}), None),
        (json.dumps({**HOLDER, "wogsim": 5}), None),
        (json.dumps(HOLDER), "thesis.txt"),
    ],
)
def test_what_is_not_certainly_ours_stays(tmp_path, lock, more):
    directory = tmp_path / f"{PREFIX}mine"
    (directory / OLD).mkdir(parents=True)
    (directory / OLD / "chapter.txt").write_text("mine")
    if lock is not None:
        (directory / LOCK).write_text(lock)
    if more:
        (directory / more).write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    writing.ready(tmp_path / "out")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("lock", [None, ""])
def test_one_that_has_just_begun_stays_for_a_while(tmp_path, lock):
    directory = tmp_path / f"{PREFIX}new"
    directory.mkdir()
    if lock is not None:
        (directory / LOCK).write_text(lock)
    writing.ready(tmp_path / "out")
    assert directory.exists()
    an_hour_later(tmp_path)
    writing.ready(tmp_path / "out")
    assert not directory.exists()


@posix
def test_a_link_with_such_a_name_leads_nowhere(tmp_path):
    other = tmp_path / "elsewhere" / "w"
    (other / OLD).mkdir(parents=True)
    (other / LOCK).write_text(json.dumps(HOLDER))
    home = tmp_path / "home"
    home.mkdir()
    (home / f"{PREFIX}link").symlink_to(other)
    writing.ready(home / "out")
    assert (other / OLD).exists()
    assert os.listdir(home) == [f"{PREFIX}link"]


def test_a_file_that_came_meanwhile_is_not_thrown_away(tmp_path):
    out = tmp_path / "out"
    replace(out, filled(1))

    def fill(there):
        (out / "notes.txt").write_text("mine")
        filled(2)(there)

    with pytest.raises(BadInput, match="did not write"):
        replace(out, fill)
    assert (out / "notes.txt").read_text() == "mine"
    assert os.listdir(tmp_path) == ["out"]


def crossed(*_anything):
    raise ValueError("x and y must have the same first dimension")


def test_a_chart_that_fails_is_not_blamed_on_the_directory(tmp_path, monkeypatch):
    """A defect of ours stays one; the old result too."""
    out = tmp_path / "out"
    replace(out, filled(1))
    with pytest.raises(ValueError, match="first dimension"):
        replace(out, crossed)
    with pytest.raises(ValueError, match="first dimension"):
        place(tmp_path, [], [("chart", crossed)], {})
    monkeypatch.setattr("wogsim.studies.shown.save", crossed)
    with pytest.raises(ValueError, match="first dimension"):
        write_figure(None, tmp_path / "picture")
    assert turn_of(out) == 1
    assert os.listdir(tmp_path) == ["out"]


@posix
def test_a_full_disk_is_told_of_every_kind_of_result(tmp_path, monkeypatch):
    def full(*_anything):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wogsim.studies.shown.save", full)
    for write in (
        lambda: replace(tmp_path / "out", full),
        lambda: place(tmp_path, [], [("chart", lambda: None)], {}),
        lambda: write_figure(None, tmp_path / "picture"),
    ):
        with pytest.raises(BadInput, match="cannot be written: No space left"):
            write()
    assert not os.listdir(tmp_path)

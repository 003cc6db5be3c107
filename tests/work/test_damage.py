"""What comes back from a disk is not always what went there: no damage of a store gets into a result.

Either the result is the one that an undisturbed store gives, or a sentence says that the store cannot be used.
"""

import os
import random
import shutil
import sqlite3
import sys
import warnings

import pytest

from tests.places import TINY
from wogsim.cli import run
from wogsim.errors import BadInput, Notice
from wogsim.scenario.reading import load
from wogsim.studies.break_even.run import breakeven
from wogsim.studies.sweep.run import sweep
from wogsim.work import store
from wogsim.work.lock import NAME as LOCK

SMALL = {"agencies": "1..2", "authority": "0,1", "engine": "simpy", "replications": 2}
OPTIONS = ["--agencies", "1..2", "--authority", "0,1", "--engine", "simpy", "--replications", "2", "--quiet"]
DEEP = "[" * 100_000
CELLS = 8  # four points, two replications
pytestmark = pytest.mark.usefixtures("_no_charts")
posix = pytest.mark.skipif(sys.platform == "win32", reason="links, and files that are none")


@pytest.fixture(scope="module")
def loaded():
    return load(TINY)


@pytest.fixture(scope="module")
def whole(loaded, tmp_path_factory, without_charts):
    """A directory with a store that nothing happened to, and its result."""
    directory = tmp_path_factory.mktemp("whole") / "out"
    with without_charts():
        return directory, sweep(loaded, **SMALL, out=directory).table()


@pytest.fixture
def copied(whole, tmp_path):
    return shutil.copytree(whole[0], tmp_path / "out")


def damaged_by(directory, *statements):
    with sqlite3.connect(directory / store.NAME) as database:
        for statement in statements:
            database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    ("statement", "cells"),
    [
        ("UPDATE cells SET sojourn_time = sojourn_time + 1 WHERE point = 1 AND replication = 0", 1),
        ("UPDATE cells SET sojourn_time = NULL WHERE replication = 1", 4),
        ("UPDATE cells SET sojourn_time = 'long'", CELLS),
        ("UPDATE cells SET sojourn_time = x'00ff'", CELLS),
        ("UPDATE cells SET sojourn_time = 9e999", CELLS),
        ("UPDATE cells SET replication = 7 WHERE replication = 0", 4),
        ("UPDATE cells SET pattern = 'two-doors' WHERE pattern = 'one-door'", CELLS),
        ("UPDATE cells SET pattern = CAST(x'ff' AS TEXT) WHERE pattern = 'one-door'", CELLS),
        ("UPDATE cells SET checksum = 5", CELLS),
        ("UPDATE points SET settings = '{' WHERE point = 1", 2),
        ("UPDATE points SET point = 9 WHERE point = 1", 2),
        ("DELETE FROM points WHERE point = 2", 2),
        # Two points that are each other's: every number is one that was written, under another key.
        ("UPDATE cells SET point = 3 - point, replication = replication + 4 WHERE point IN (1, 2)", 4),
    ],
)
def test_a_cell_that_is_not_what_was_written_is_computed_anew(loaded, whole, copied, statement, cells):
    damaged_by(copied, statement)
    (copied / "sweep.csv").unlink()
    many = "1 cell is" if cells == 1 else f"{cells} cells are"
    with pytest.warns(Notice, match=rf"sweep\.sqlite: {many} not what was written there"):
        assert sweep(loaded, **SMALL, out=copied).table().equals(whole[1])
    assert (copied / "sweep.csv").read_bytes() == (whole[0] / "sweep.csv").read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it was mended, not only passed over
        assert sweep(loaded, **SMALL, out=copied).table().equals(whole[1])


def test_cells_of_a_question_that_was_made_another_are_not_believed(loaded, copied):
    """The seed in the identity is now the one asked for; the cells are still those of the other."""
    damaged_by(copied, "UPDATE identity SET value = '2' WHERE name = '--seed'")
    with pytest.warns(Notice, match=f"{CELLS} cells are"):
        found = sweep(loaded, **SMALL, seed=2, out=copied)
    assert found.table().equals(sweep(loaded, **SMALL, seed=2).table())


def test_the_command_says_so_in_a_line(copied, capsys):
    damaged_by(copied, "UPDATE cells SET sojourn_time = 1 WHERE point = 1 AND replication = 0")
    assert run(["sweep", TINY, *OPTIONS, "--out", str(copied)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said == [f"{copied / store.NAME}: 1 cell is not what was written there; it is computed anew."]


def test_a_search_takes_no_damaged_cell_either(loaded, tmp_path):
    """Its patterns have their cells at points of their own."""
    asking = {"engine": "simpy", "replications": 2, "patterns": ["one-door"]}
    first = breakeven(loaded, **asking, out=tmp_path)
    with sqlite3.connect(tmp_path / "breakeven.sqlite") as database:
        database.execute("UPDATE cells SET sojourn_time = sojourn_time / 2 WHERE pattern = 'one-door'")
    database.close()
    with pytest.warns(Notice, match="computed anew"):
        assert breakeven(loaded, **asking, out=tmp_path).table().equals(first.table())


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["DROP VIEW sweep", "ALTER TABLE cells DROP COLUMN sojourn_time"], "the columns of its table cells"),
        (["ALTER TABLE points RENAME COLUMN settings TO other"], "the columns of its table points"),
        (["DROP TABLE points"], "damaged"),
        (["DROP TABLE identity"], "damaged"),
        (["UPDATE identity SET value = '{' WHERE name = '--seed'"], "what it was asked cannot be read"),
        (["UPDATE identity SET value = x'ff' WHERE name = '--seed'"], "what it was asked cannot be read"),
        (["DROP TABLE identity", "CREATE TABLE identity (name, value)", "INSERT INTO identity VALUES (1, 2)"],
         "what it was asked cannot be read"),
        ([f"UPDATE identity SET value = '{DEEP}' WHERE name = '--seed'"], "what it was asked cannot be read"),
        (["UPDATE identity SET value = '\"\\u001b[31m\"' WHERE name = '--seed'"], r"--seed: \?\[31m there"),
        (["PRAGMA user_version = 9"], "its form is 9"),
        (["PRAGMA user_version = 1"], "its form is 1"),
        (["PRAGMA application_id = 7"], "no store of wogsim"),
    ],
)  # fmt: skip
def test_a_store_that_cannot_be_used_is_a_sentence(loaded, copied, statements, expected):
    damaged_by(copied, *statements)
    before = (copied / store.NAME).read_bytes()
    with pytest.raises(BadInput, match=expected) as caught:
        sweep(loaded, **SMALL, out=copied)
    assert "--fresh" in str(caught.value)
    assert (copied / store.NAME).read_bytes() == before
    assert len(sweep(loaded, **SMALL, fresh=True, out=copied).points) == 4


@posix
@pytest.mark.parametrize("name", [LOCK, store.NAME, f"{store.NAME}-journal", f"{store.NAME}-wal"])
@pytest.mark.parametrize("there", [True, False])
def test_no_link_is_followed(loaded, copied, tmp_path, name, there):
    """Nor written through, whether what it leads to is there or not."""
    other = tmp_path / "other"
    if there:
        other.write_bytes((copied / store.NAME).read_bytes())
    (copied / name).unlink(missing_ok=True)
    (copied / name).symlink_to(other)
    before = other.read_bytes() if there else None
    with pytest.raises(BadInput, match=f"{name}: is a link|holds files, but no"):
        sweep(loaded, **SMALL, out=copied)
    assert (other.read_bytes() if other.exists() else None) == before


@posix
@pytest.mark.parametrize("name", [LOCK, store.NAME])
def test_no_pipe_is_waited_for(loaded, copied, name):
    (copied / name).unlink()
    os.mkfifo(copied / name)
    with pytest.raises(BadInput, match=f"{name}: is a link, or no file"):
        sweep(loaded, **SMALL, out=copied)


def flipped(content, luck):
    for _flip in range(luck.choice((1, 1, 1, 2, 8, 64))):
        content[luck.randrange(len(content))] ^= 1 << luck.randrange(8)


def other_bytes(content, luck):
    at, size = luck.randrange(len(content)), luck.randrange(1, 64)
    content[at : at + size] = luck.randbytes(len(content[at : at + size]))


def emptied(content, luck):
    at, size = luck.randrange(len(content)), luck.choice((16, 512, 4096))
    content[at : at + size] = bytes(len(content[at : at + size]))


def cut_off(content, luck):
    del content[luck.randrange(len(content)) :]


def page_taken_for_another(content, luck):
    one, other = (4096 * luck.randrange(len(content) // 4096) for _page in range(2))
    content[one : one + 4096] = content[other : other + 4096]


def header(content, luck):
    content[luck.randrange(100)] = luck.randrange(256)


DAMAGES = (flipped, flipped, flipped, other_bytes, emptied, cut_off, page_taken_for_another, header)


@pytest.mark.parametrize("count", [60, pytest.param(300, marks=pytest.mark.slow)])
def test_hundreds_of_damages(loaded, whole, copied, count):
    """Whatever happens to a file: the result of an undisturbed one, or a sentence."""
    path, content, luck = copied / store.NAME, (whole[0] / store.NAME).read_bytes(), random.Random(1)
    refused, came = list[str](), 0
    for number in range(count):
        damaged = bytearray(content)
        damage = luck.choice(DAMAGES)
        damage(damaged, luck)
        path.write_bytes(damaged)
        path.with_name(f"{store.NAME}-journal").unlink(missing_ok=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Notice)
                found = sweep(loaded, **SMALL, out=copied).table()
        except BadInput as error:
            refused.append(str(error))
        else:
            assert found.equals(whole[1]), (number, damage.__name__)
            came += 1
    assert all("sweep.sqlite" in said or "another question" in said for said in refused)
    assert len(refused) > count // 10
    assert came > count // 10

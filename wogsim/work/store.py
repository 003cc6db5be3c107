"""Finished cells in an SQLite file: none is lost when the work is killed, none is there twice.

A cell is one point in one replication, with every pattern: one transaction. The journal is SQLite's rollback journal
with ``synchronous = EXTRA``: a committed cell outlives a loss of power, the file is whole by itself between two cells,
and it works on file systems of a network, where the write-ahead log does not. docs/sweeps.md has the schema.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.work.destination import no_output, refuse_no_directory
from wogsim.work.lock import NAME as LOCK
from wogsim.work.lock import held
from wogsim.work.notes import Notes

NAME = "sweep.sqlite"
APPLICATION = 0x776F6773  # 'wogs', by which a file of ours is known
SCHEMA = 1
FEW = 3  # so many differences are spelt out

Values = Sequence[Sequence[float]]  # by pattern and measure; NaN where there is no number


class Store:
    """An open store; made by `opened`.

    Parameters
    ----------
    database : an open connection
    patterns, measures : what the rows and columns of a cell's values are
    """

    def __init__(self, database: sqlite3.Connection, patterns: Sequence[str], measures: Sequence[str]) -> None:
        self._database, self._patterns, self._measures = database, tuple(patterns), tuple(measures)
        self._columns = ", ".join(map(_quoted, measures))
        self._points: dict[str, int] = {}

    def add(self, points: Sequence[str]) -> None:
        """Number the points that are new, in this order; a point is the JSON text of its settings."""
        with _transaction(self._database):
            self._database.executemany("INSERT OR IGNORE INTO points (settings) VALUES (?)", zip(points))
        self._points = dict(self._database.execute("SELECT settings, point FROM points"))

    def of(self, *patterns: str) -> Store:
        """The same store for points at which no other patterns than these are run."""
        return Store(self._database, patterns, self._measures)

    def notes(self, about: str) -> Notes:
        """What is noted about something beside the cells."""
        return Notes(self._database, about)

    def save(self, point: str, replications: Sequence[int], cells: Sequence[Values]) -> None:
        """Write finished cells of a point; they are on the disk when this returns."""
        marks = ", ".join("?" * (3 + len(self._measures)))
        rows = [
            (self._points[point], replication, pattern, *(None if math.isnan(x) else float(x) for x in row))
            for replication, values in zip(replications, cells, strict=True)
            for pattern, row in zip(self._patterns, values, strict=True)
        ]
        with _transaction(self._database):
            into = f"cells (point, replication, pattern, {self._columns})"
            self._database.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)

    def cells(self) -> Iterator[tuple[str, int, list[list[float]]]]:
        """Point, replication and values of every finished cell."""
        rows: dict[tuple[str, int], dict[str, list[float]]] = {}
        found = self._database.execute(
            f"SELECT settings, replication, pattern, {self._columns} FROM cells JOIN points USING (point) "
            f"WHERE pattern IN ({', '.join('?' * len(self._patterns))})",
            self._patterns,
        )
        for point, replication, pattern, *values in found:
            cell = rows.setdefault((point, replication), {})
            cell[pattern] = [math.nan if value is None else value for value in values]
            if len(cell) == len(self._patterns):
                yield point, replication, [cell[key] for key in self._patterns]
                del rows[point, replication]


@contextmanager
def opened(
    directory: Path,
    identity: Mapping[str, Any],
    patterns: Sequence[str],
    measures: Sequence[str],
    view: Mapping[str, str],
    *,
    fresh: bool = False,
    name: str = NAME,
) -> Iterator[Store]:
    """The store of a directory, made where there is none, for this process alone.

    Parameters
    ----------
    identity : what must be the same to go on, by name, as plain as JSON
    patterns, measures : keys and names, the rows and columns of a cell
    view : columns of the view that is named like the file, as 'sweep': name and dotted path
    fresh : throw away what is there
    name : of the file, ending in '.sqlite'

    Raises
    ------
    BadInput
        When the directory is in use, holds something else, belongs to another identity, or cannot be written, the
        disk is full, or the file is damaged.
    """
    refuse_no_directory(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(directory, name)
        with held(directory):
            if fresh:
                for file in (name, f"{name}-journal"):
                    (directory / file).unlink(missing_ok=True)
            with closing(_connected(directory / name)) as database:
                if not _stated(database):
                    _create(database, identity, measures, Path(name).stem, view)
                    _sync(directory)
                else:
                    _refuse_other(directory, database, identity)
                yield Store(database, patterns, measures)
    except sqlite3.Error as error:
        raise _trouble(directory / name, error) from error
    except OSError as error:
        raise no_output(directory, error) from error


def _refuse_foreign(directory: Path, name: str) -> None:
    ours = {name, LOCK, f"{name}-journal"}
    if not (directory / name).exists() and any(path.name not in ours for path in directory.iterdir()):
        text = _(
            "--out {path}: holds files, but no {name} to go on with, so it is left alone; expected a new or empty "
            "directory"
        )
        raise BadInput(text.format(path=directory, name=name))


def _connected(file: Path) -> sqlite3.Connection:
    # Transactions are begun and ended here, not behind the back; a reader may keep the writer waiting for a minute.
    database = sqlite3.connect(file, isolation_level=None, timeout=60)
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("PRAGMA synchronous = EXTRA")
    return database


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _stated(database: sqlite3.Connection) -> bool:
    """Whether there is a store of ours; a new file is empty."""
    application = database.execute("PRAGMA application_id").fetchone()[0]
    empty = not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if empty and not application:
        return False
    if application != APPLICATION:
        raise sqlite3.DatabaseError(_("it is no store of wogsim"))
    check = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if check != "ok":
        raise sqlite3.DatabaseError(check)
    return True


def _create(
    database: sqlite3.Connection,
    identity: Mapping[str, Any],
    measures: Sequence[str],
    view: str,
    coordinates: Mapping[str, str],
) -> None:
    columns = "".join(f", {_quoted(name)} REAL" for name in measures)
    extracted = "".join(
        f"json_extract(settings, '$.{_text(path)}') AS {_quoted(name)}, " for name, path in coordinates.items()
    )
    with _transaction(database):
        for statement in (
            f"PRAGMA application_id = {APPLICATION}",
            f"PRAGMA user_version = {SCHEMA}",
            "CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE points (point INTEGER PRIMARY KEY, settings TEXT NOT NULL UNIQUE)",
            "CREATE TABLE cells (point INTEGER NOT NULL REFERENCES points, replication INTEGER NOT NULL, "
            f"pattern TEXT NOT NULL{columns}, PRIMARY KEY (point, replication, pattern)) WITHOUT ROWID",
            f"CREATE VIEW {_quoted(view)} AS SELECT {extracted}cells.* FROM cells JOIN points USING (point)",
        ):
            database.execute(statement)
        rows = [(name, json.dumps(value, ensure_ascii=False)) for name, value in identity.items()]
        database.executemany("INSERT INTO identity VALUES (?, ?)", rows)


def _refuse_other(directory: Path, database: sqlite3.Connection, identity: Mapping[str, Any]) -> None:
    known = {name: json.loads(value) for name, value in database.execute("SELECT name, value FROM identity")}
    wanted = json.loads(json.dumps(identity))
    changed = [name for name in {**known, **wanted} if known.get(name) != wanted.get(name)]
    if not changed:
        return
    one = _("{name}: {old} there, {new} asked for")
    lines = [one.format(name=n, old=_brief(known.get(n)), new=_brief(wanted.get(n))) for n in changed[:FEW]]
    if len(changed) > FEW:
        lines.append(_("and {count} more").format(count=len(changed) - FEW))
    said = _(
        "--out {path}: holds the cells of another question; go on with that one, start over with --fresh, or name "
        "another directory."
    )
    raise BadInput("\n".join((said.format(path=directory), *lines)))


def _brief(value: Any) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, list):
        text = ", ".join(map(str, value))
        return text if len(text) <= 60 else f"{', '.join(map(str, value[:3]))}, … {value[-1]} ({len(value)})"
    return str(value)


def _sync(directory: Path) -> None:
    """A new file's name is on the disk too, not only what is in it."""
    if os.name == "nt":
        return
    for place in (directory, directory.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _trouble(file: Path, error: sqlite3.Error) -> BadInput:
    """What SQLite complains of, in a sentence."""
    reasons = {
        "SQLITE_FULL": _("the disk is full; make room, and the same command goes on"),
        "SQLITE_IOERR": _("the disk cannot be written; see to it, and the same command goes on"),
        "SQLITE_READONLY": _("it cannot be written"),
        "SQLITE_CANTOPEN": _("it cannot be opened"),
        "SQLITE_BUSY": _("another program keeps it locked; close that, and the same command goes on"),
    }
    kind = "_".join((getattr(error, "sqlite_errorname", None) or "").split("_")[:2])
    damaged = _("it is damaged ({reason}); start over with --fresh, or name another directory")
    return BadInput(f"{file}: {reasons.get(kind) or damaged.format(reason=' '.join(str(error).split()))}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(path: str) -> str:
    return ('"' + path.replace('"', '\\"') + '"').replace("'", "''")

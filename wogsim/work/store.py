"""Finished cells in an SQLite file: none is lost when the work is killed, none is there twice.

A cell is one point in one replication, with every pattern: one transaction. The journal is SQLite's rollback journal
with ``synchronous = EXTRA``: a committed cell outlives a loss of power, the file is whole by itself between two cells,
and it works on file systems of a network, where the write-ahead log does not. docs/sweeps.md has the schema.

What comes back from a disk is not always what went there. Each row carries a checksum, and one that does not match is
thrown away when the store is opened, to be computed anew.
"""

from __future__ import annotations

import math
import os
import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from wogsim.errors import BadInput, Notice
from wogsim.language import _, ngettext, number
from wogsim.work.checksums import Question, thrown_away
from wogsim.work.destination import no_output, refuse_no_directory, refuse_no_file
from wogsim.work.lock import NAME as LOCK
from wogsim.work.lock import held
from wogsim.work.notes import Notes
from wogsim.work.schema import (
    create,
    quoted,
    refuse_columns,
    refuse_damaged,
    refuse_other,
    synchronise,
    transaction,
    trouble,
)

NAME = "sweep.sqlite"

Values = Sequence[Sequence[float]]  # by pattern and measure; NaN where there is no number


class Store:
    """An open store; made by `opened`.

    Parameters
    ----------
    database : an open connection
    patterns, measures : what the rows and columns of a cell's values are
    question : whose cells these are, part of their checksums
    """

    def __init__(
        self, database: sqlite3.Connection, patterns: Sequence[str], measures: Sequence[str], question: Question
    ) -> None:
        self._database, self._question = database, question
        self._patterns, self._measures = tuple(patterns), tuple(measures)
        self._columns = ", ".join(map(quoted, measures))
        self._points: dict[str, int] = {}

    def add(self, points: Sequence[str]) -> None:
        """Number the points that are new, in this order; a point is the JSON text of its settings."""
        with transaction(self._database):
            self._database.executemany("INSERT OR IGNORE INTO points (settings) VALUES (?)", zip(points))
        self._points = dict(self._database.execute("SELECT settings, point FROM points"))

    def of(self, *patterns: str) -> Store:
        """The same store for points at which no other patterns than these are run."""
        return Store(self._database, patterns, self._measures, self._question)

    def notes(self, about: str) -> Notes:
        """What is noted about something beside the cells."""
        return Notes(self._database, about)

    def save(self, point: str, replications: Sequence[int], cells: Sequence[Values]) -> None:
        """Write finished cells of a point; they are on the disk when this returns."""
        marks = ", ".join("?" * (4 + len(self._measures)))
        rows = []
        for replication, cell in zip(replications, cells, strict=True):
            for pattern, row in zip(self._patterns, cell, strict=True):
                values = [None if math.isnan(x) else float(x) for x in row]
                checksum = self._question.checksum(point, replication, pattern, values)
                rows.append((self._points[point], replication, pattern, *values, checksum))
        with transaction(self._database):
            # In place of what is left of a cell of which a part was thrown away.
            into = f"cells (point, replication, pattern, {self._columns}, checksum)"
            self._database.executemany(f"INSERT OR REPLACE INTO {into} VALUES ({marks})", rows)

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
    file = directory / name
    with ExitStack() as stack:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            _refuse_foreign(directory, name)
            stack.enter_context(held(directory))
            journal = file.with_name(f"{name}-journal")
            for path in (file, journal, file.with_name(f"{name}-wal"), file.with_name(f"{name}-shm")):
                refuse_no_file(path)
            if fresh and file.exists():
                journal.unlink(missing_ok=True)
                os.truncate(file, 0)  # not removed: killed then, the directory would be one without a store
            database = stack.enter_context(closing(_connected(file)))
            if refuse_damaged(database):
                refuse_other(directory, database, identity)
                refuse_columns(database, measures)
            else:
                create(database, identity, measures, Path(name).stem, view)
                synchronise(directory)
            question = Question.of(database)
            anew = thrown_away(database, measures, question)
        except (sqlite3.Error, UnicodeError) as error:  # SQLite's own words may hold what is damaged
            raise trouble(file, error) from error
        except OSError as error:
            raise no_output(directory, error) from error
        if anew:
            text = ngettext(
                "{file}: {count} cell is not what was written there; it is computed anew.",
                "{file}: {count} cells are not what was written there; they are computed anew.",
                anew,
            )
            warnings.warn(text.format(file=file, count=number(anew, 0)), Notice, stacklevel=2)
        try:
            yield Store(database, patterns, measures, question)
        except sqlite3.Error as error:
            raise trouble(file, error) from error


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
    # A text with a damaged byte is one that does not match.
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("PRAGMA synchronous = EXTRA")
    return database

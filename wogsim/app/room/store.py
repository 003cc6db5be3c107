"""Rooms, participants and answers in one SQLite file: none that was acknowledged is lost, whoever pulls the plug.

One thread writes. What has come in while it wrote is written together the next time: a class of a hundred who answer at
once waits for a few writings to the disk, not for a hundred. Each deed stands or falls by itself; its future is done
when it is on the disk. Readers see what is there, and wait for nobody (write-ahead log).

Nothing personal is kept but the nickname: no address of a phone, no name of a browser, no time of day.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from pathlib import Path
from typing import Any, TypeVar

from wogsim.errors import BadInput
from wogsim.language import _

T = TypeVar("T")
Deed = Callable[[sqlite3.Connection], T]

VERSION = 1  # of the tables
AT_ONCE = 500  # deeds that are written together
TABLES = """
CREATE TABLE rooms (
    code TEXT PRIMARY KEY,
    number INTEGER NOT NULL,     -- in the order of opening
    scenario TEXT NOT NULL,
    setup TEXT NOT NULL,         -- JSON: what the instructor chose
    phase TEXT NOT NULL,         -- which exercise is on
    states TEXT NOT NULL,        -- JSON: where each exercise stands
    version INTEGER NOT NULL     -- grows with all that phones must see
);
CREATE TABLE participants (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,        -- by which names are told apart
    secret TEXT NOT NULL UNIQUE, -- what their browser knows them by
    UNIQUE (code, folded)
);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    participant INTEGER NOT NULL REFERENCES participants ON DELETE CASCADE,
    exercise TEXT NOT NULL,
    client TEXT NOT NULL,        -- given by the phone: the same answer sent twice is one
    given TEXT NOT NULL,         -- JSON
    late INTEGER NOT NULL,       -- came after locking
    UNIQUE (participant, client)
);
CREATE INDEX answers_of_room ON answers (code, exercise);
CREATE TABLE found (question TEXT PRIMARY KEY, answer TEXT NOT NULL);  -- JSON both: what the model said
"""
# Instructors' own scenario files; made also in a file of an earlier program, which knew none.
OWN = "CREATE TABLE IF NOT EXISTS own (scenario TEXT PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL)"


class Store:
    """An open store.

    Parameters
    ----------
    file : made where there is none

    Raises
    ------
    BadInput
        When it cannot be opened, is damaged, or is something else.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            _prepare(file)
            self._reading = _connected(file)
        except sqlite3.Error as error:
            text = _(
                "{file}: cannot be used for class rooms ({reason}); move the file away and a new one is made, or start "
                "the app in another folder"
            )
            raise BadInput(text.format(file=file, reason=error)) from error
        self._deeds: queue.SimpleQueue[tuple[Deed[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._writer = threading.Thread(target=self._write, name="class store", daemon=True)
        self._writer.start()

    def write(self, deed: Deed[T]) -> Future[T]:
        """Have something written; done when it is on the disk, or when the deed has raised, in the asker's language."""
        future: Future[T] = Future()
        here = copy_context()
        self._deeds.put((lambda database: here.run(deed, database), future))
        return future

    def read(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What is written down."""
        with self._lock:
            return self._reading.execute(query, values).fetchall()

    def close(self) -> None:
        """Write what has been asked for, and end."""
        self._deeds.put(None)
        self._writer.join()
        with self._lock:
            self._reading.close()

    def _write(self) -> None:
        database = _connected(self.file)
        open_ = True
        while open_:
            batch = [self._deeds.get()]
            while len(batch) < AT_ONCE and not self._deeds.empty():
                batch.append(self._deeds.get())
            open_ = None not in batch
            _all_of(database, [asked for asked in batch if asked and asked[1].set_running_or_notify_cancel()])
        database.close()


def _all_of(database: sqlite3.Connection, batch: list[tuple[Deed[Any], Future[Any]]]) -> None:
    """Do what is asked in one transaction; who raises is taken back alone."""
    done: list[tuple[Future[Any], Any]] = []
    failed: list[tuple[Future[Any], Exception]] = []
    try:
        database.execute("BEGIN IMMEDIATE")
        for deed, future in batch:
            database.execute("SAVEPOINT deed")
            try:
                done.append((future, deed(database)))
            except Exception as error:
                if not database.in_transaction:  # a full disk has taken all of it back
                    raise
                database.execute("ROLLBACK TO deed")
                failed.append((future, error))
            database.execute("RELEASE deed")
        database.execute("COMMIT")
    except sqlite3.Error as error:  # nothing of it is on the disk
        if database.in_transaction:
            database.execute("ROLLBACK")
        for _deed, future in batch:
            future.set_exception(error)
        return
    for future, result in done:
        future.set_result(result)
    for future, reason in failed:
        future.set_exception(reason)


def _connected(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=10, isolation_level=None, check_same_thread=False)
    database.row_factory = sqlite3.Row
    # FULL: what is committed outlives a loss of power, not only the end of this process.
    database.executescript("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
    return database


def _prepare(file: Path) -> None:
    """Make the tables where there are none; refuse a file of something else."""
    database = _connected(file)
    try:
        [version] = database.execute("PRAGMA user_version").fetchone()
        tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version != VERSION and (version or tables):
            text = _(
                "{file}: holds something else than this version's class rooms; move the file away and a new one is "
                "made, or start the app in another folder"
            )
            raise BadInput(text.format(file=file))
        database.execute("PRAGMA journal_mode = WAL")
        if not tables:
            database.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
        database.execute(OWN)
    finally:
        database.close()

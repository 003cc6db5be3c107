"""A store as a file: how it is made, how one is known again, and what is said of one that cannot be used."""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _

APPLICATION = 0x776F6773  # 'wogs', by which a file of ours is known
SCHEMA = 2  # 1 had no checksums
FEW = 3  # so many differences are spelt out


class NotOurs(sqlite3.DatabaseError):
    """A file that is whole and no store of this edition."""


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; it is on the disk afterwards."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def create(
    database: sqlite3.Connection,
    identity: Mapping[str, Any],
    measures: Sequence[str],
    view: str,
    coordinates: Mapping[str, str],
) -> None:
    """Make a store in an empty file.

    Parameters
    ----------
    identity : by name, as plain as JSON
    measures : names of the columns of a cell
    view, coordinates : its name, and its columns: name and dotted path
    """
    columns = "".join(f", {quoted(name)} REAL" for name in measures)
    extracted = "".join(
        f"json_extract(settings, '$.{_text(path)}') AS {quoted(name)}, " for name, path in coordinates.items()
    )
    shown = "".join(f", {quoted(name)}" for name in measures)
    with transaction(database):
        for statement in (
            f"PRAGMA application_id = {APPLICATION}",
            f"PRAGMA user_version = {SCHEMA}",
            "CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE points (point INTEGER PRIMARY KEY, settings TEXT NOT NULL UNIQUE)",
            "CREATE TABLE cells (point INTEGER NOT NULL REFERENCES points, replication INTEGER NOT NULL, "
            f"pattern TEXT NOT NULL{columns}, checksum BLOB NOT NULL, "
            "PRIMARY KEY (point, replication, pattern)) WITHOUT ROWID",
            f"CREATE VIEW {quoted(view)} AS SELECT {extracted}point, replication, pattern{shown} "
            "FROM cells JOIN points USING (point)",
        ):
            database.execute(statement)
        rows = [(name, json.dumps(value, ensure_ascii=False)) for name, value in identity.items()]
        database.executemany("INSERT INTO identity VALUES (?, ?)", rows)


def refuse_damaged(database: sqlite3.Connection) -> bool:
    """Whether there is a store of ours; a new file is empty. An index that does not fit its table is made anew.

    Raises
    ------
    sqlite3.Error
        When it is another program's, of another edition or damaged.
    """
    application, version = (_pragma(database, name) for name in ("application_id", "user_version"))
    empty = not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if empty and not application:
        return False
    if application != APPLICATION:
        raise NotOurs(_("it is no store of wogsim"))
    if version != SCHEMA:
        text = _("its form is {there}, this edition of wogsim reads {here}")
        raise NotOurs(text.format(there=version, here=SCHEMA))
    if _pragma(database, "integrity_check(1)") != "ok":
        found = _pragma(database, "quick_check(1)")  # which leaves indices out
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        database.execute("REINDEX")
    return True


def _pragma(database: sqlite3.Connection, name: str) -> Any:
    return database.execute(f"PRAGMA {name}").fetchone()[0]


def refuse_other(directory: Path, database: sqlite3.Connection, identity: Mapping[str, Any]) -> None:
    """Refuse a store with cells of another question, or without the columns for this one.

    Raises
    ------
    BadInput
        Naming what is different.
    sqlite3.Error
        When it is damaged.
    """
    wanted = json.loads(json.dumps(identity))
    known = _known(database)
    changed = [name for name in {**known, **wanted} if known.get(name) != wanted.get(name)]
    if not changed:
        return
    one = _("{name}: {old} there, {new} asked for")
    lines = [one.format(name=_plain(n), old=_brief(known.get(n)), new=_brief(wanted.get(n))) for n in changed[:FEW]]
    if len(changed) > FEW:
        lines.append(_("and {count} more").format(count=len(changed) - FEW))
    said = _(
        "--out {path}: holds the cells of another question; go on with that one, start over with --fresh, or name "
        "another directory."
    )
    raise BadInput("\n".join((said.format(path=directory), *lines)))


def _known(database: sqlite3.Connection) -> dict[str, Any]:
    """The identity of the store, by name."""
    rows = database.execute("SELECT name, value FROM identity").fetchall()
    try:
        return {str(name): json.loads(value) for name, value in rows}
    except (TypeError, ValueError, RecursionError) as error:
        raise sqlite3.DatabaseError(_("what it was asked cannot be read")) from error


def refuse_columns(database: sqlite3.Connection, measures: Sequence[str]) -> None:
    """Refuse a store that lacks a column, or has one more: SQLite takes the name of one that is not there for a text.

    Raises
    ------
    sqlite3.Error
        Saying of which table.
    """
    expected = {
        "identity": ["name", "value"],
        "points": ["point", "settings"],
        "cells": ["point", "replication", "pattern", *measures, "checksum"],
    }
    for table, columns in expected.items():
        if [row[1] for row in database.execute(f"PRAGMA table_info({table})")] != columns:
            raise sqlite3.DatabaseError(_("the columns of its table {table} are not ours").format(table=table))


def _brief(value: Any) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, list):
        text = ", ".join(map(str, value))
        return _plain(text if len(text) <= 60 else f"{', '.join(map(str, value[:3]))}, … {value[-1]} ({len(value)})")
    return _plain(str(value))


def _plain(text: str) -> str:
    """Without what a damaged byte might do to a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def synchronise(directory: Path) -> None:
    """A new file's name is on the disk too, not only what is in it."""
    if os.name == "nt":
        return
    for place in (directory, directory.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def trouble(file: Path, error: Exception) -> BadInput:
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
    if isinstance(error, NotOurs):
        damaged = _("{reason}; start over with --fresh, or name another directory")
    reason = _plain(" ".join(str(error).split()))
    return BadInput(f"{file}: {reasons.get(kind) or damaged.format(reason=reason)}")


def quoted(name: str) -> str:
    """A name in a statement."""
    return '"' + name.replace('"', '""') + '"'


def _text(path: str) -> str:
    return ('"' + path.replace('"', '\\"') + '"').replace("'", "''")

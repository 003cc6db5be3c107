"""Notes beside the cells of a store: what is known of a point without a run, and need not be worked out again."""

import sqlite3
from collections.abc import Mapping
from hashlib import blake2b


class Notes:
    """Texts by the settings of a point, each with a checksum: one that is damaged is no note.

    Parameters
    ----------
    database : an open connection
    about : what they say; one store may hold notes about several things
    """

    def __init__(self, database: sqlite3.Connection, about: str) -> None:
        self._database, self._about = database, about
        database.execute(
            "CREATE TABLE IF NOT EXISTS notes (about TEXT NOT NULL, settings TEXT NOT NULL, note TEXT NOT NULL, "
            "checksum TEXT NOT NULL, PRIMARY KEY (about, settings)) WITHOUT ROWID"
        )

    def read(self) -> dict[str, str]:
        """All that are whole."""
        rows = self._database.execute(
            "SELECT settings, note, checksum FROM notes WHERE about = ?", (self._about,)
        ).fetchall()
        return {point: note for point, note, checksum in rows if checksum == self._checksum(point, note)}

    def keep(self, notes: Mapping[str, str]) -> None:
        """Write some, in place of what was said of their points."""
        rows = [(self._about, point, note, self._checksum(point, note)) for point, note in notes.items()]
        self._database.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)", rows)

    def _checksum(self, point: object, note: object) -> str:
        return blake2b(repr((self._about, point, note)).encode(errors="replace"), digest_size=8).hexdigest()

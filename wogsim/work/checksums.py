"""What a row of cells must still be: a checksum over its key and its values."""

from __future__ import annotations

import json
import math
import sqlite3
import struct
from collections.abc import Sequence
from hashlib import blake2b

from wogsim.language import _
from wogsim.work.schema import quoted

SIZE = 8  # bytes of a checksum: no damage meets it by chance


class Question:
    """Whose cells these are, as far as their checksums are concerned.

    Parameters
    ----------
    identity : the identity in full, as it is stored
    """

    def __init__(self, identity: bytes) -> None:
        self._key = blake2b(identity).digest()

    @classmethod
    def of(cls, database: sqlite3.Connection) -> Question:
        """The question that a store holds: a store whose own identity has changed has no cell that matches."""
        rows = database.execute("SELECT name, value FROM identity ORDER BY name").fetchall()
        return cls(json.dumps(rows, default=repr).encode())

    def checksum(self, point: str, replication: int, pattern: str, values: Sequence[float | None]) -> bytes:
        """Of one pattern's row of a cell; None is where there is no number."""
        found = blake2b(json.dumps([point, replication, pattern]).encode(), digest_size=SIZE, key=self._key)
        # SQLite knows no negative zero.
        found.update(struct.pack(f"<{len(values)}d", *(math.nan if x is None else x + 0.0 for x in values)))
        return found.digest()

    def matches(
        self, point: object, replication: object, pattern: object, values: Sequence[object], was: object
    ) -> bool:
        """Whether a row that was read is one that was written; any damage may have made anything of its columns."""
        numbers = [x for x in values if x is None or isinstance(x, float)]
        if not (isinstance(point, str) and isinstance(replication, int) and isinstance(pattern, str)):
            return False
        return len(numbers) == len(values) and was == self.checksum(point, replication, pattern, numbers)


def thrown_away(database: sqlite3.Connection, measures: Sequence[str], question: Question) -> int:
    """Throw away every row that does not match its checksum; returns of how many cells there were such rows.

    Raises
    ------
    sqlite3.Error
        When the file is too damaged for that.
    """
    columns = "".join(f"{quoted(name)}, " for name in measures)
    rows = database.execute(
        f"SELECT point, settings, replication, pattern, CAST(pattern AS BLOB), {columns}checksum "
        "FROM cells LEFT JOIN points USING (point)"
    )
    wrong = [
        (point, replication, raw)
        for point, settings, replication, pattern, raw, *values, was in rows
        if not question.matches(settings, replication, pattern, values, was)
    ]
    if not wrong:
        return 0
    where = "point = ? AND replication = ? AND CAST(pattern AS BLOB) = ?"
    database.execute("BEGIN IMMEDIATE")
    gone = sum(database.execute(f"DELETE FROM cells WHERE {where}", row).rowcount for row in wrong)
    if gone < len(wrong):
        raise sqlite3.DatabaseError(_("rows that do not match cannot be thrown away"))
    database.execute("COMMIT")
    return len({(point, replication) for point, replication, _raw in wrong})

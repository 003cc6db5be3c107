"""Who is in a room and what they answered."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from unicodedata import category, normalize

from wogsim.app.room.limits import NICKNAME, PARTICIPANTS, SECONDS_LATE, Refused
from wogsim.app.room.rooms import CHALLENGE, Room, room_in
from wogsim.app.room.store import Store
from wogsim.errors import commands
from wogsim.language import _

ALL_OF_THEM = {CHALLENGE}  # exercises in which each answer counts; elsewhere the last one does


SEEN = "LNPS"  # kinds of signs that are seen: letters, numbers, punctuation, symbols
SLACK = 1.0  # seconds by which clocks and networks are forgiven


@dataclass(frozen=True)
class Participant:
    """Somebody in a room; ``number`` counts those who joined it."""

    id: int
    code: str
    name: str
    secret: str
    number: int


@dataclass(frozen=True)
class Answer:
    """What somebody answered."""

    id: int
    name: str
    participant: int
    exercise: str
    given: dict[str, Any]
    late: bool


def nickname(text: str) -> str:
    """A nickname with its spaces put in order.

    Raises
    ------
    Refused
        When there is none to be seen, it is too long, or holds signs that are commands to a screen.
    """
    name = " ".join(text.split())
    if not any(category(sign)[0] in SEEN for sign in name):
        raise Refused(_("Please type a nickname."))
    if len(name) > NICKNAME:
        raise Refused(_("That nickname is too long; expected at most {most} signs.").format(most=NICKNAME))
    if commands(name):
        raise Refused(_("That nickname has signs that cannot be shown; please choose another."))
    return name


def folded(name: str) -> str:
    """By which names are told apart: as they look, whatever their letters' width, case and signs nobody sees."""
    shown = (sign for sign in normalize("NFKC", name) if category(sign) != "Cf")
    return normalize("NFKC", "".join(shown).casefold())


def join(store: Store, code: str, name: str) -> Future[Participant]:
    """Somebody comes in, under a name that nobody else in the room has.

    Raises
    ------
    Refused
        From the future: when the name is taken or the room is full.
    """
    secret = secrets.token_urlsafe(18)

    def deed(database: sqlite3.Connection) -> Participant:
        room_in(database, code)
        [there] = database.execute("SELECT count(*) FROM participants WHERE code = ?", (code,)).fetchone()
        if there >= PARTICIPANTS:
            raise Refused(_("This room is full: {most} have joined.").format(most=PARTICIPANTS), status=409)
        try:
            database.execute(
                "INSERT INTO participants (code, name, folded, secret) VALUES (?, ?, ?, ?)",
                (code, name, folded(name), secret),
            )
        except sqlite3.IntegrityError as error:
            raise Refused(_("Somebody here has that nickname already; please choose another."), status=409) from error
        return _participant(database.execute(f"{_WHO} WHERE secret = ?", (secret,)).fetchone())

    return store.write(deed)


def remove(store: Store, code: str, participant: int) -> Future[None]:
    """Somebody leaves the room with all they answered, as when a nickname does not belong on a wall."""

    def deed(database: sqlite3.Connection) -> None:
        database.execute("DELETE FROM participants WHERE code = ? AND id = ?", (code, participant))

    return store.write(deed)


_WHO = """
SELECT id, code, name, secret,
    (SELECT count(*) FROM participants other WHERE other.code = participants.code AND other.id <= participants.id)
        AS number
FROM participants
"""


def known_as(store: Store, code: str, secret: str) -> Participant | None:
    """Who has a secret in a room."""
    found = store.read(f"{_WHO} WHERE code = ? AND secret = ?", code, secret) if secret else []
    return _participant(found[0]) if found else None


def participants(store: Store, code: str) -> list[Participant]:
    """Everybody in a room, as they came."""
    return [_participant(row) for row in store.read(f"{_WHO} WHERE code = ? ORDER BY id", code)]


@dataclass(frozen=True)
class Sent:
    """An answer as a phone sends it: `client` names it, `anew` the round, `waited` says for how many seconds."""

    exercise: str
    client: str
    given: Mapping[str, Any]
    anew: int
    waited: float = 0.0


def answer(store: Store, who: Participant, sent: Sent, now: float) -> Future[int]:
    """Take an answer; the same one sent twice is one. The future has its number.

    An answer that a phone could not send for want of a network counts when it was given before the exercise was
    locked, and is marked as late.

    Raises
    ------
    Refused
        From the future: when the exercise is over or was begun anew, or no try is left.
    """

    def deed(database: sqlite3.Connection) -> int:
        room = room_in(database, who.code)
        again = database.execute(
            "SELECT id FROM answers WHERE participant = ? AND client = ?", (who.id, sent.client)
        ).fetchone()
        if again:
            return int(again["id"])
        if not database.execute("SELECT 1 FROM participants WHERE id = ?", (who.id,)).fetchone():
            raise Refused(_("You are no longer in this room; please join again."), status=403)
        late = _refuse_closed(room, sent, now)
        count, values = "participant = ? AND exercise = ?", (who.id, sent.exercise)
        if sent.exercise in ALL_OF_THEM:
            [used] = database.execute(f"SELECT count(*) FROM answers WHERE {count}", values).fetchone()
            if used >= room.setup.tries:
                raise Refused(_("You have no try left."), status=409)
        else:
            database.execute(f"DELETE FROM answers WHERE {count}", values)
        written = database.execute(
            "INSERT INTO answers (code, participant, exercise, client, given, late) VALUES (?, ?, ?, ?, ?, ?)",
            (who.code, who.id, sent.exercise, sent.client, json.dumps(sent.given, ensure_ascii=False), int(late)),
        )
        return int(written.lastrowid or 0)

    return store.write(deed)


def _refuse_closed(room: Room, sent: Sent, now: float) -> bool:
    """Whether an answer comes late; one that comes too late is refused."""
    state = room.state(sent.exercise)
    if sent.anew != state.anew:
        raise Refused(_("This exercise was begun anew; please answer again."), status=409)
    if room.open_to(sent.exercise):
        return False
    given_before = state.locked is not None and now - state.locked <= sent.waited + SLACK
    if sent.waited > 0 and given_before and state.locked is not None and now - state.locked <= SECONDS_LATE:
        return True
    raise Refused(_("No more answers are taken here."), status=409)


def answers(store: Store, code: str, exercise: str, who: Participant | None = None) -> list[Answer]:
    """What was answered in an exercise, in the order in which it came; by one participant, or by all."""
    rows = store.read(
        "SELECT answers.*, name FROM answers JOIN participants ON participants.id = participant "
        f"WHERE answers.code = ? AND exercise = ? {'AND participant = ?' if who else ''} ORDER BY answers.id",
        code,
        exercise,
        *([who.id] if who else []),
    )
    return [
        Answer(row["id"], row["name"], row["participant"], exercise, json.loads(row["given"]), bool(row["late"]))
        for row in rows
    ]


def counts(store: Store, code: str, exercise: str) -> tuple[int, int]:
    """How many have joined a room, and how many of them have answered."""
    [row] = store.read(
        "SELECT (SELECT count(*) FROM participants WHERE code = ?) AS joined, "
        "(SELECT count(DISTINCT participant) FROM answers WHERE code = ? AND exercise = ?) AS answered",
        code,
        code,
        exercise,
    )
    return row["joined"], row["answered"]


def _participant(row: sqlite3.Row) -> Participant:
    return Participant(row["id"], row["code"], row["name"], row["secret"], row["number"])

"""What happens in a room: it is opened, people join and answer, the instructor moves on, locks and begins anew.

Every change is a deed for the store: it checks and writes in one piece, so that two who do something at once cannot
come between.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from wogsim.app.room.limits import (
    CODE_LENGTH,
    CODE_SIGNS,
    NICKNAME,
    PARTICIPANTS,
    ROOMS,
    SECONDS_LATE,
    Refused,
)
from wogsim.app.room.store import Store
from wogsim.errors import commands
from wogsim.language import _

JOIN, PREDICT, CHALLENGE, GOAL = "join", "predict", "challenge", "goal"
STEPS = {JOIN: 0, PREDICT: 4, CHALLENGE: 0, GOAL: 1}  # how often the instructor reveals more
ALL_OF_THEM = {CHALLENGE}  # exercises in which each answer counts; elsewhere the last one does
SLACK = 1.0  # seconds by which clocks and networks are forgiven


@dataclass(frozen=True)
class Setup:
    """What the instructor chose.

    Of the challenge: how many tries, how many people more at most, the most authority, the share of permits that must
    be in time, and within how many working days (0: as the scenario promises).
    """

    tries: int = 3
    people: int = 3
    authority: float = 0.6
    target: float = 0.8
    standard: int = 0
    replications: int = 10


@dataclass(frozen=True)
class State:
    """Where one exercise stands: how much is revealed, when it was locked, how often it was begun anew."""

    step: int = 0
    locked: float | None = None
    anew: int = 0


@dataclass(frozen=True)
class Room:
    """A room as it is written down."""

    code: str
    scenario: str
    setup: Setup = field(default_factory=Setup)
    phase: str = JOIN
    states: Mapping[str, State] = field(default_factory=dict)
    version: int = 0

    def state(self, exercise: str = "") -> State:
        """Of an exercise, default: of the one that is on."""
        return self.states.get(exercise or self.phase, State())

    def open_to(self, exercise: str) -> bool:
        """Whether answers are taken."""
        return exercise == self.phase and exercise != JOIN and self.state().locked is None


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


def typed(code: str) -> str:
    """A code as it is written down, however it was typed."""
    return "".join(code.split()).replace("-", "").upper()


def nickname(text: str) -> str:
    """A nickname with its spaces put in order.

    Raises
    ------
    Refused
        When there is none, it is too long, or holds signs that are commands to a screen.
    """
    name = " ".join(text.split())
    if not name:
        raise Refused(_("Please type a nickname."))
    if len(name) > NICKNAME:
        raise Refused(_("That nickname is too long; expected at most {most} signs.").format(most=NICKNAME))
    if commands(name):
        raise Refused(_("That nickname has signs that cannot be shown; please choose another."))
    return name


def find(store: Store, code: str) -> Room | None:
    """The room of a code."""
    found = store.read("SELECT * FROM rooms WHERE code = ?", typed(code))
    return _room(found[0]) if found else None


def all_rooms(store: Store) -> list[Room]:
    """Every room, the newest first."""
    return [_room(row) for row in store.read("SELECT * FROM rooms ORDER BY number DESC")]


def open_room(store: Store, scenario: str, setup: Setup) -> Future[Room]:
    """Open a room under a new code; the oldest gives way when there are too many."""

    def deed(database: sqlite3.Connection) -> Room:
        code = _new_code(database)
        [number] = database.execute("SELECT coalesce(max(number), 0) + 1 FROM rooms").fetchone()
        database.execute(
            "INSERT INTO rooms VALUES (?, ?, ?, ?, ?, '{}', 1)",
            (code, number, scenario, json.dumps(asdict(setup)), JOIN),
        )
        database.execute("DELETE FROM rooms WHERE number <= ?", (number - ROOMS,))
        return _in(database, code)

    return store.write(deed)


def move(store: Store, code: str, change: Callable[[Room], Room]) -> Future[Room]:
    """Change where a room stands; phones see it at their next look."""

    def deed(database: sqlite3.Connection) -> Room:
        room = change(_in(database, code))
        states = {key: asdict(state) for key, state in room.states.items()}
        database.execute(
            "UPDATE rooms SET phase = ?, states = ?, version = version + 1 WHERE code = ?",
            (room.phase, json.dumps(states), code),
        )
        return _in(database, code)

    return store.write(deed)


def to_phase(phase: str, now: float) -> Callable[[Room], Room]:
    """Go to another exercise; the one before takes no more answers. One that was never on is open."""

    def change(room: Room) -> Room:
        left = room.state()
        if phase == room.phase:
            return room
        closed = {room.phase: replace(left, locked=now)} if left.locked is None and room.phase != JOIN else {}
        return replace(room, phase=phase, states={**room.states, **closed})

    return change


def to_step(step: int, now: float) -> Callable[[Room], Room]:
    """Reveal more or less of an exercise; what is revealed takes no more answers."""

    def change(room: Room) -> Room:
        state = room.state()
        shown = min(max(step, 0), STEPS[room.phase])
        locked = now if shown and state.locked is None else state.locked
        return _with(room, replace(state, step=shown, locked=locked))

    return change


def lock(locked: bool, now: float) -> Callable[[Room], Room]:
    """Take no more answers, or take them again; then nothing is revealed any more."""

    def change(room: Room) -> Room:
        state = room.state()
        if locked:
            return room if state.locked is not None else _with(room, replace(state, locked=now))
        return _with(room, replace(state, locked=None, step=0))

    return change


def _with(room: Room, state: State) -> Room:
    return replace(room, states={**room.states, room.phase: state})


def reset(store: Store, code: str) -> Future[Room]:
    """Begin the exercise that is on anew: its answers are gone, the participants stay."""

    def deed(database: sqlite3.Connection) -> Room:
        room = _in(database, code)
        database.execute("DELETE FROM answers WHERE code = ? AND exercise = ?", (code, room.phase))
        states = {**room.states, room.phase: State(anew=room.state().anew + 1)}
        database.execute(
            "UPDATE rooms SET states = ?, version = version + 1 WHERE code = ?",
            (json.dumps({key: asdict(state) for key, state in states.items()}), code),
        )
        return _in(database, code)

    return store.write(deed)


def close(store: Store, code: str) -> Future[None]:
    """Close a room for good: everything of it is gone."""

    def deed(database: sqlite3.Connection) -> None:
        database.execute("DELETE FROM rooms WHERE code = ?", (code,))

    return store.write(deed)


def join(store: Store, code: str, name: str) -> Future[Participant]:
    """Somebody comes in, under a name that nobody else in the room has.

    Raises
    ------
    Refused
        From the future: when the name is taken or the room is full.
    """
    secret, folded = secrets.token_urlsafe(18), name.casefold()

    def deed(database: sqlite3.Connection) -> Participant:
        _in(database, code)
        [there] = database.execute("SELECT count(*) FROM participants WHERE code = ?", (code,)).fetchone()
        if there >= PARTICIPANTS:
            raise Refused(_("This room is full: {most} have joined.").format(most=PARTICIPANTS), status=409)
        try:
            database.execute(
                "INSERT INTO participants (code, name, folded, secret) VALUES (?, ?, ?, ?)",
                (code, name, folded, secret),
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
        room = _in(database, who.code)
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


def _in(database: sqlite3.Connection, code: str) -> Room:
    row = database.execute("SELECT * FROM rooms WHERE code = ?", (code,)).fetchone()
    if row is None:
        raise Refused(_("There is no room with this code."), status=404)
    return _room(row)


def _room(row: sqlite3.Row) -> Room:
    states = {key: State(**state) for key, state in json.loads(row["states"]).items()}
    setup = Setup(**json.loads(row["setup"]))
    return Room(row["code"], row["scenario"], setup, row["phase"], states, row["version"])


def _participant(row: sqlite3.Row) -> Participant:
    return Participant(row["id"], row["code"], row["name"], row["secret"], row["number"])


def _new_code(database: sqlite3.Connection) -> str:
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
        if not database.execute("SELECT 1 FROM rooms WHERE code = ?", (code,)).fetchone():
            return code

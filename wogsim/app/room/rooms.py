"""What an instructor does with a room: opens it, moves on, reveals, locks, begins anew, closes it.

Every change is a deed for the store: it checks and writes in one piece, so that two who do something at once cannot
come between.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field, replace

from wogsim.app.room.limits import (
    CODE_LENGTH,
    CODE_SIGNS,
    ROOMS,
    Refused,
)
from wogsim.app.room.store import Store
from wogsim.language import _

JOIN, PREDICT, CHALLENGE, GOAL = "join", "predict", "challenge", "goal"
STEPS = {JOIN: 0, PREDICT: 4, CHALLENGE: 0, GOAL: 1}  # how often the instructor reveals more


OWN = "own-"  # with which the name of a scenario begins that is an instructor's own file
Own = tuple[str, str]  # such a file: its name and its text
_UNUSED = "DELETE FROM own WHERE scenario NOT IN (SELECT scenario FROM rooms)"


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


def typed(code: str) -> str:
    """A code as it is written down, however it was typed."""
    return "".join(code.split()).replace("-", "").upper()


def find(store: Store, code: str) -> Room | None:
    """The room of a code."""
    found = store.read("SELECT * FROM rooms WHERE code = ?", typed(code))
    return _room(found[0]) if found else None


def all_rooms(store: Store) -> list[Room]:
    """Every room, the newest first."""
    return [_room(row) for row in store.read("SELECT * FROM rooms ORDER BY number DESC")]


def open_room(store: Store, scenario: str, setup: Setup, own: Own | None = None) -> Future[Room]:
    """Open a room under a new code; the oldest gives way when there are too many.

    Parameters
    ----------
    scenario : name of a shipped one
    own : the instructor's own file instead; its text is kept with the room
    """
    if own:
        scenario = OWN + hashlib.sha256("\n".join(own).encode()).hexdigest()[:16]

    def deed(database: sqlite3.Connection) -> Room:
        if own:
            database.execute("INSERT OR IGNORE INTO own VALUES (?, ?, ?)", (scenario, *own))
        code = _new_code(database)
        [number] = database.execute("SELECT coalesce(max(number), 0) + 1 FROM rooms").fetchone()
        database.execute(
            "INSERT INTO rooms VALUES (?, ?, ?, ?, ?, '{}', 1)",
            (code, number, scenario, json.dumps(asdict(setup)), JOIN),
        )
        database.execute("DELETE FROM rooms WHERE number <= ?", (number - ROOMS,))
        database.execute(_UNUSED)
        return room_in(database, code)

    return store.write(deed)


def move(store: Store, code: str, change: Callable[[Room], Room]) -> Future[Room]:
    """Change where a room stands; phones see it at their next look."""

    def deed(database: sqlite3.Connection) -> Room:
        room = change(room_in(database, code))
        states = {key: asdict(state) for key, state in room.states.items()}
        database.execute(
            "UPDATE rooms SET phase = ?, states = ?, version = version + 1 WHERE code = ?",
            (room.phase, json.dumps(states), code),
        )
        return room_in(database, code)

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
        room = room_in(database, code)
        database.execute("DELETE FROM answers WHERE code = ? AND exercise = ?", (code, room.phase))
        states = {**room.states, room.phase: State(anew=room.state().anew + 1)}
        database.execute(
            "UPDATE rooms SET states = ?, version = version + 1 WHERE code = ?",
            (json.dumps({key: asdict(state) for key, state in states.items()}), code),
        )
        return room_in(database, code)

    return store.write(deed)


def close(store: Store, code: str) -> Future[None]:
    """Close a room for good: everything of it is gone."""

    def deed(database: sqlite3.Connection) -> None:
        database.execute("DELETE FROM rooms WHERE code = ?", (code,))
        database.execute(_UNUSED)

    return store.write(deed)


def own_file(store: Store, room: Room) -> Own | None:
    """The instructor's own file that a room plays; None where it plays a shipped scenario."""
    if not room.scenario.startswith(OWN):
        return None
    rows = store.read("SELECT name, text FROM own WHERE scenario = ?", room.scenario)
    return (rows[0]["name"], rows[0]["text"]) if rows else None


def room_in(database: sqlite3.Connection, code: str) -> Room:
    """The room of a code, in the middle of a deed.

    Raises
    ------
    Refused
        When there is none.
    """
    row = database.execute("SELECT * FROM rooms WHERE code = ?", (code,)).fetchone()
    if row is None:
        raise Refused(_("There is no room with this code."), status=404)
    return _room(row)


def _room(row: sqlite3.Row) -> Room:
    states = {key: State(**state) for key, state in json.loads(row["states"]).items()}
    setup = Setup(**json.loads(row["setup"]))
    return Room(row["code"], row["scenario"], setup, row["phase"], states, row["version"])


def _new_code(database: sqlite3.Connection) -> str:
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
        if not database.execute("SELECT 1 FROM rooms WHERE code = ?", (code,)).fetchone():
            return code

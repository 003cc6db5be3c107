"""What is carried out of a room: tables of answers, and a try as a scenario file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from unicodedata import category, normalize

from wogsim.app.library import text_of
from wogsim.app.room import asking, beside
from wogsim.app.room.asking import Asking
from wogsim.app.room.exercises import NEVER
from wogsim.app.room.people import Answer, answers
from wogsim.app.room.rooms import CHALLENGE, GOAL, PREDICT, Room
from wogsim.app.room.scene import Scene
from wogsim.app.room.store import Store
from wogsim.app.room.working import settings_of
from wogsim.language import LANGUAGES, _, current, using
from wogsim.scenario.blank import toml
from wogsim.work.writing import PLAIN, STYLES

FORMULA = "=+-@|\N{MINUS SIGN}"  # with which a text begins that a spreadsheet takes for more than a text


def table(room: Room, there: Scene, store: Store, asked: Asking, exercise: str) -> bytes:
    """The answers of an exercise as CSV, in the style that goes with the language in use.

    Titles of columns are English, as in all files. A text that a spreadsheet would take for a formula begins with an
    apostrophe.
    """
    style = STYLES[current() if current() in STYLES else PLAIN]
    given = answers(store, room.code, exercise)
    rows = _TABLES[exercise](room, there, asked, given)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=style["sep"], lineterminator="\n")
    for row in rows:
        writer.writerow([_cell(value, style["decimal"]) for value in row])
    return text.getvalue().encode(style["encoding"])


def _cell(value: Any, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return f"{value:.9g}".replace(".", decimal)
    text = str(value)
    return f"'{text}" if _computes(text) else text


def _computes(text: str) -> bool:
    """Whether a spreadsheet may take it for a formula: in whatever width it is written, behind what nobody sees."""
    seen = (sign for sign in text if category(sign)[0] not in "CZ")
    return normalize("NFKC", next(seen, ""))[:1] in set(FORMULA)


def _predictions(room: Room, there: Scene, asked: Asking, given: Sequence[Answer]) -> Iterator[Sequence[Any]]:
    found = asked.found(asking.order(room, there)) or {}
    yield ["nickname", *(f"place_{row}" for row in there.rows), "break_even", "pairs_right", "pairs", "late", "reason"]
    for answer in given:
        order = answer.given["order"]
        pairs = beside.right(order, found) if "apart" in found else (None, None)
        share = answer.given.get("share", "")
        yield [
            answer.name,
            *(order.index(row) + 1 for row in there.rows),
            NEVER if share is None else share,
            *pairs,
            answer.late,
            answer.given["reason"],
        ]


def _tries(room: Room, there: Scene, asked: Asking, given: Sequence[Answer]) -> Iterator[Sequence[Any]]:
    found = [asked.found(asking.attempt(room, there, answer.given)) for answer in given]
    yield [
        *("nickname", "try", "pattern", "authority", "data", "people_more", "people", "in_time", "ci_low", "ci_high"),
        *("target", "result", "overloaded", "late"),
    ]
    for entry in sorted(beside.board(given, found, room.setup), key=lambda entry: entry.answer.id):
        tried, came = entry.answer.given, entry.found or {}
        moved = "; ".join(f"{key} {more:+d}" for key, more in tried["people"].items())
        yield [
            *(entry.answer.name, entry.number, tried["pattern"], tried["share"], tried["data"], entry.people, moved),
            *(came.get("mean"), came.get("low"), came.get("high"), room.setup.target, entry.met),
            *(came.get("overloaded"), entry.answer.late),
        ]


def _choices(_room: Room, _there: Scene, _asked: Asking, given: Sequence[Answer]) -> Iterator[Sequence[Any]]:
    yield ["nickname", "choice", "late"]
    for answer in given:
        yield [answer.name, answer.given["choice"], answer.late]


_TABLES = {PREDICT: _predictions, CHALLENGE: _tries, GOAL: _choices}


def scenario_file(room: Room, there: Scene, answer: Answer, number: int) -> str:
    """A try as a scenario: what it changes, on top of the one that the class plays."""
    titles = {}
    for language in LANGUAGES:
        with using(language):
            text = _("{title}: try {number} of {name}")
            titles[language] = text.format(title=there.title, number=number, name=answer.name)
    settings = settings_of(there.loaded, answer.given, room.setup.standard)
    settings["levers.patterns"] = [answer.given["pattern"]]
    if isinstance(there.source, tuple):  # an own file, which nobody else has as a base
        changed = there.loaded.change(settings)
        return text_of(replace(changed, tree={**changed.tree, "title": titles}))
    lines = [
        "# " + _("A try of the challenge: what is not said here is as in the base."),
        f"base = {toml(room.scenario)}",
        f"title = {toml(titles)}",
        *(f"{path} = {toml(value)}" for path, value in settings.items()),
    ]
    return "\n".join(lines) + "\n"

"""What an explorer's page holds: numbers in columns, rounded to what is shown, and words in both languages.

Columns have an entry for each point and pattern, the pattern moving fastest, as whole numbers of the last digit that is
shown. Whoever is told apart, overloaded or ranked was decided by the studies; the page only looks it up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wogsim.charts.style import colour_in
from wogsim.explorer import curves, levers, points, specs, texts
from wogsim.explorer.phrases import Phrases
from wogsim.language import LANGUAGES, _, using
from wogsim.measures.anatomy import PARTS
from wogsim.measures.summary import BY_NAME, SOJOURN
from wogsim.studies.beside import SIGN
from wogsim.studies.break_even.result import Search
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.units import NAMES, OF_ONE, Read

DOOR = "one-door"  # which without authority is a letter-box
Column = list[int | None]


@dataclass(frozen=True, eq=False)
class Book:
    """A sweep with what is worked out of it once for both languages."""

    result: Sweep

    @cached_property
    def points(self) -> dict[int, points.Point]:
        """Those points of which there is a world, by number."""
        return {n: points.point(self.result, n) for n in range(len(self.result.points)) if n not in self.result.refused}

    @cached_property
    def along(self) -> Axis | None:
        """The axis of the authority curve, if an authority moves."""
        return levers.authority_axis(self.result.axes)

    @cached_property
    def lines(self) -> list[list[int]]:
        """The points of each authority curve."""
        return curves.lines(self.result, self.along) if self.along else []

    @cached_property
    def searches(self) -> list[list[Search]]:
        """The break-evens of each curve."""
        return [list(curves.searches(self.result, self.along, line)) for line in self.lines] if self.along else []

    @cached_property
    def parts(self) -> list[str]:
        """The parts of the anatomy that take any time anywhere."""
        return [part for part in PARTS if any(self._takes(part))]

    def _takes(self, part: str) -> Iterable[bool]:
        for at in self.result.at:
            for key in self.result.keys:
                yield at.estimates[key, f"time_{part}"].mean > 0


def contents(result: Sweep) -> dict[str, Any]:
    """All that the page's script reads, as plain as JSON."""
    book = Book(result)
    measures = points.shown(result)
    reads = {name: _read(result, name) for name in (*measures, SOJOURN)}
    return {
        "axes": [_axis(result, axis) for axis in result.axes],
        "patterns": [{"key": key, "colour": colour_in(result.loaded, key)} for key in result.keys],
        "measures": [{"name": name, "digits": _digits(reads[name])} for name in measures],
        "columns": [_columns(result, name, reads[name]) for name in measures],
        "parts": [{"key": part, "means": _means(result, f"time_{part}", reads[SOJOURN])} for part in book.parts],
        "total": _means(result, SOJOURN, reads[SOJOURN]),
        "partDigits": _digits(reads[SOJOURN]),
        "overloaded": _bits(at.known(key).overloaded for at in result.at for key in result.keys),
        "nobody": _bits(n in book.points and points.nobody_gave_up(book.points[n]) for n in _all(result)),
        "single": _bits(curves.single(result, n) for n in _all(result)),
        "fastest": [_bits(key in fastest for key in result.keys) for fastest in result.winners],
        "sign": SIGN,
        **_authority(book),
        "words": {language: _words(book, language, reads) for language in LANGUAGES},
    }


def _authority(book: Book) -> dict[str, Any]:
    """Where the authority curve runs, which patterns it moves, and the turns of each curve."""
    if not book.along:
        return {"along": None}
    axes, keys = book.result.axes, book.result.keys
    moved = dict(zip(keys, curves.moved(book.result, book.along), strict=True))
    curve_of = {n: number for number, line in enumerate(book.lines) for n in line}
    boxed = moved.get(DOOR) and 0 in book.along.values
    return {
        "along": axes.index(book.along),
        "moved": [int(moved[key]) for key in keys],
        "letterbox": keys.index(DOOR) if boxed else None,
        "upwards": next((i for i, axis in enumerate(axes) if axis.name == "agencies" and len(axis.values) > 1), None),
        "curveOf": [curve_of[n] for n in range(len(book.result.points))],
        "turns": [
            [
                {"kind": turn.kind, "share": turn.share, "low": _known(turn.low), "high": _known(turn.high)}
                for search in found
                for turn in curves.turns(search)
            ]
            for found in book.searches
        ],
    }


def _axis(result: Sweep, axis: Axis) -> dict[str, Any]:
    return {"name": axis.name, "values": list(axis.values), "start": levers.start(result.scenario, axis)}


def _read(result: Sweep, name: str) -> Read:
    """How a measure is read: a share in hundredths, a wait in minutes, lest the longest leave little of few."""
    unit = BY_NAME[name].unit
    return {"share": points.PERCENT, "min": Read("min", "min")}.get(unit, result.reads[name])


def _digits(read: Read) -> int:
    """Digits behind the decimal sign that are shown; a value of three digits and more is shown without."""
    return 0 if read.unit == "min" else 1


def _columns(result: Sweep, name: str, read: Read) -> list[Column]:
    """Means, lower and upper ends of a measure."""
    found = [read.estimate(at.estimates[key, name]) for at in result.at for key in result.keys]
    return [_rounded((estimate[end] for estimate in found), read) for end in range(3)]


def _means(result: Sweep, name: str, read: Read) -> Column:
    return _rounded((read.value(at.estimates[key, name].mean) for at in result.at for key in result.keys), read)


def _rounded(values: Iterable[float], read: Read) -> Column:
    scale = 10 ** _digits(read)
    return [None if math.isnan(value) else round(value * scale) for value in values]


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _words(book: Book, language: str, reads: dict[str, Read]) -> dict[str, Any]:
    """All that is read, in one language."""
    with using(language):
        result, phrases = book.result, Phrases()
        every = [_said(book, number) for number in range(len(result.points))]
        found = {
            "axes": [
                {"name": levers.name(axis), "values": [levers.value(axis, at) for at in axis.values]}
                for axis in result.axes
            ],
            "patterns": [result.title(key) for key in result.keys],
            "meanings": [texts.meaning(result.scenario, key) for key in result.keys],
            "parts": [_(BY_NAME[f"time_{part}"].title) for part in book.parts],
            "measures": [
                texts.measure(name) | _unit(reads[name]) | {"axis": _axis_title(reads[name])}
                for name in points.shown(result)
            ],
            "partUnit": _unit(reads[SOJOURN]),
            "verdict": [phrases.packed([first]) if first else "" for first, _more, _beside in every],
            "behind": [phrases.packed(points.behind(at) if at else []) for at in map(book.points.get, _all(result))],
            "grounds": [phrases.packed(more) for _first, more, _beside in every],
            "beside": [phrases.packed(beside) for _first, _more, beside in every],
            "told": [
                [phrases.packed([points.told(book.points[n], name)]) if n in book.points else "" for n in _all(result)]
                for name in points.shown(result)[1:]
            ],
            "breakEven": [phrases.packed(_of_curve(book, number)) for number in range(len(book.lines))],
            "page": texts.page(result, along=book.along),
            "charts": specs.charts(result, book.parts, book.along, {name: _axis_title(reads[name]) for name in reads}),
        }
        return found | {"texts": phrases.templates}


def _said(book: Book, number: int) -> tuple[str, list[str], list[str]]:
    """The verdict at a point, see `points.verdict`; where there is no such world, why."""
    at = book.points.get(number)
    return ("", [], [book.result.refused[number]]) if at is None else points.verdict(at)


def _of_curve(book: Book, number: int) -> list[str]:
    """The break-evens of a curve, in words."""
    along, line = book.along, book.lines[number]
    return [text for one in book.searches[number] if along for text in curves.told(book.result, along, one, line)]


def _bits(known: Iterable[bool]) -> str:
    """Yes and no in little room: '0110'."""
    return "".join(str(int(one)) for one in known)


def _all(result: Sweep) -> Sequence[int]:
    return range(len(result.points))


def _axis_title(read: Read) -> str:
    """What stands beside the numbers of an axis."""
    return read.name if read.unit else _("% of citizens")


def _unit(read: Read) -> dict[str, str]:
    """How a value is worded, and how exactly one of it."""
    text = NAMES[read.unit][0] if read.unit else read.worded("{value}")
    return {"unit": _(text), "one": _(OF_ONE.get(text, text))}

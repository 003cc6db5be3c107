"""What was published of offices before and after a change: the rows of evidence.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from wogsim.language import number

MEASURE = {"days": "sojourn_time", "working days": "sojourn_working_days"}
MOST_DIGITS = 3

Text = Mapping[str, str]  # by language


class Range(NamedTuple):
    """A published number, or the two ends between which it lies."""

    low: float
    high: float

    def over(self, before: "Range") -> "Range":
        """The least and the greatest that this may be of another."""
        return Range(self.low / before.high, self.high / before.low)


@dataclass(frozen=True)
class Published:
    """One row, as published.

    ``before`` and ``after`` are in ``unit``; ``ratio`` is what remained, a share; each is None where it was not
    published. ``worlds`` are the pairs that stand for it, each world 'pattern' or 'pattern/variant'; without any,
    ``not_held`` says why. ``sized`` is False where what was published is no time of the whole permit. ``why`` says what
    a miss means.
    """

    place: Text
    year: str
    changed: Text
    door: str
    kind: str
    source: str
    unit: str
    before: Range | None
    after: Range | None
    ratio: Range | None
    measure: str
    worlds: tuple[tuple[str, str], ...]
    sized: bool
    why: Text
    not_held: Text


@cache
def evidence_file() -> Mapping[str, Any]:
    """The file as it is: the rows, and the worlds that the shipped city has no pattern for."""
    return tomllib.loads(files("wogsim.validation").joinpath("evidence.toml").read_text(encoding="utf-8"))


def rows() -> tuple[Published, ...]:
    """All rows, those that are compared and those that cannot be."""
    return tuple(_row(row) for row in evidence_file()["rows"])


def not_held() -> tuple[Published, ...]:
    """The rows that the model cannot be held against."""
    return tuple(row for row in rows() if not row.worlds)


def _row(row: Mapping[str, Any]) -> Published:
    before, after = (_range(row.get(name)) for name in ("before", "after"))
    return Published(
        **{name: row[name] for name in ("place", "year", "changed", "door", "kind", "source", "unit")},
        before=before,
        after=after,
        ratio=after.over(before) if before and after else _range(row.get("ratio")),
        measure=row.get("measure") or MEASURE.get(row["unit"], ""),
        worlds=tuple((one, other) for one, other in row.get("worlds", ())),
        sized=row.get("compare") != "direction",
        why=row.get("why", {}),
        not_held=row.get("not_held", {}),
    )


def _range(value: float | list[float] | None) -> Range | None:
    if value is None:
        return None
    return Range(*value) if isinstance(value, list) else Range(value, value)


def said(published: Range | None, digits: int | None = None) -> str:
    """A published number or range as people read it; a dash where there is none.

    ``digits`` stand behind the decimal sign; None for as many as it was published with.
    """
    if published is None:
        return "–"
    ends = dict.fromkeys(number(end, _digits(end) if digits is None else digits) for end in published)
    return "–".join(ends)


def _digits(value: float) -> int:
    return next(digits for digits in range(MOST_DIGITS + 1) if digits == MOST_DIGITS or round(value, digits) == value)

"""Opening hours and dates, written as people say them: a day, a week in one line, days of every year, dates from to.

Each reader takes a value from a file and returns its meaning, or raises ValueError with what was expected.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from wogsim.contract.hours import DAY, HOUR
from wogsim.language import _

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = tuple(day[:3] for day in DAYS)
DAILY = "daily"
LEAP = 2000  # a year that has every day of the year
DASHES = str.maketrans(dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}", "-"))

Parts = tuple[tuple[int, int], ...]  # [open, close) in seconds of the day; some may be after midnight


@dataclass(frozen=True)
class Week:
    """Hours from Monday to Sunday, as the file says them in one line."""

    days: tuple[Parts, ...]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Span:
    """Dates from the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


def _clock_time(text: str) -> int:
    match = re.fullmatch(r"([01]?\d|2[0-4])[:.]([0-5]\d)", text.strip())
    seconds = int(match[1]) * HOUR + int(match[2]) * 60 if match else DAY + 1
    if seconds > DAY:
        raise ValueError(_("'{text}' is not a time of day; expected 00:00 to 24:00").format(text=text.strip()))
    return seconds


def day_hours(value: Any, *, in_week: bool = False) -> Parts:
    """Read '08:00-12:00, 13:00-16:00' as intervals in seconds of the day; '' is closed.

    Also as people write it elsewhere: '8.00\N{EN DASH}12.00; 13.00\N{EN DASH}16.00' is the same. What ends earlier than
    it begins closes after midnight: '22:00-02:00' at second 26 * 3600. What stands behind it is after midnight too, and
    all of it within 24 hours. `in_week`: it stands behind a day's name.
    """
    if not isinstance(value, str):
        raise ValueError(_("expected opening hours in quotes, like '08:00-12:00, 13:00-16:00'"))
    intervals = list[tuple[int, int]]()
    for part in filter(None, map(str.strip, re.split("[,;]", value.translate(DASHES)))):
        if in_week and part[0].isalpha():
            raise ValueError(_("a semicolon stands before another day, as before '{text}'").format(text=part))
        if part.count("-") != 1:
            said = _("expected opening and closing with one dash between, like '08:00-12:00', in place of '{text}'")
            raise ValueError(said.format(text=part))
        start, end = (_clock_time(t) for t in part.split("-"))
        before = intervals[-1][1] if intervals else 0
        midnight = DAY if before >= DAY else 0
        start, end = start + midnight, end + midnight + (DAY if end < start and not midnight else 0)
        latest = (intervals[0][0] if intervals else start) + DAY
        if start >= end or start < before or end > latest:
            raise ValueError(_("opening hours go forward in time and do not overlap, like '08:00-12:00, 13:00-16:00'"))
        intervals.append((start, end))
    return tuple(intervals)


def week(value: Any) -> Week:
    """Read 'mon-thu 08:00-15:00, 16:00-17:00; fri 08:00-11:00'; a day that is left out is closed."""
    if not isinstance(value, str):
        raise ValueError(
            _("expected the hours of a week in quotes, like 'mon-thu 08:00-12:00, 13:00-16:00; fri 08:00-11:00'")
        )
    days: dict[str, Parts] = {}
    for line in filter(None, map(str.strip, value.translate(DASHES).split(";"))):
        match = re.fullmatch(r"([^\d]+?)\s*(\d.*)", line)
        if not match:
            said = _(
                "expected days and their hours, a comma between hours of a day and a semicolon between days, like "
                "'mon-thu 08:00-12:00, 13:00-16:00; fri 08:00-11:00', in place of '{text}'"
            )
            raise ValueError(said.format(text=line))
        parts = day_hours(match[2], in_week=True)
        for day in _named_days(match[1]):
            if day in days:
                raise ValueError(_("'{day}' is named twice").format(day=day))
            days[day] = parts
    return Week(tuple(days.get(day, ()) for day in DAYS), value)


def _named_days(text: str) -> list[str]:
    """Read 'mon-thu, sat' as the days from Monday to Thursday and Saturday."""
    found: list[str] = []
    for part in text.split(","):
        names = [name.strip().lower() for name in part.split("-")]
        if names == [DAILY]:
            found += DAYS
            continue
        places = [_place(name) for name in names]
        if len(places) > 2:
            raise ValueError(_("'{text}' is no day of the week, nor from one to another").format(text=part.strip()))
        first, last = places[0], places[-1]
        found += [DAYS[(first + further) % 7] for further in range((last - first) % 7 + 1)]
    return found


def _place(name: str) -> int:
    if name in DAYS:
        return DAYS.index(name)
    if name in SHORT:
        return SHORT.index(name)
    days = ", ".join((*SHORT, DAILY))
    raise ValueError(_("'{name}' is no day of the week; expected one of {days}").format(name=name, days=days))


def holiday(value: Any) -> date | str:
    """Read a date, or '08-17', a day of every year, which stays a text."""
    yearly = isinstance(value, str) and re.fullmatch(r"[0-9]{2}-[0-9]{2}", value)
    try:
        day = value if type(value) is date else date.fromisoformat(f"{LEAP}-{value}" if yearly else value)
    except (TypeError, ValueError):
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise ValueError(_("expected a date, like 2026-01-05, or a day of every year, like '08-17'"))
    return value if yearly else date(day.year, day.month, day.day)


def span(value: Any) -> Span:
    """Read '2027-02-08..2027-03-09', or one date alone."""
    try:
        dates = [date.fromisoformat(part.strip()) for part in value.split("..")]
    except (AttributeError, ValueError):
        dates = []
    if not 1 <= len(dates) <= 2 or dates[0] > dates[-1]:
        raise ValueError(_("expected two dates, the first and the last, like '2027-02-08..2027-03-09'"))
    return Span(dates[0], dates[-1])

"""In which unit a measure is read: the one that suits its size, the same in table, chart, verdict and report.

Files have the units of `wogsim.measures.summary`, whatever the size. For people half an hour is 30 minutes, not 0.0
days. One result reads a measure in one unit, which its largest mean decides; a value so small that little would be left
of it there is said in the unit that it deserves by itself.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wogsim.contract.hours import DAY
from wogsim.language import _, digits_for, mark, number
from wogsim.measures.summary import MINUTE, SOJOURN, Measure
from wogsim.output_analysis import Estimate

HOUR = 3600
# What a unit is called: of a value, in the head of a table, on an axis.
NAMES = {
    "min": (mark("{value} min"), mark("min"), mark("minutes")),
    "hours": (mark("{value} hours"), mark("hours"), mark("hours")),
    "days": (mark("{value} days"), mark("days"), mark("days")),
    "working days": (mark("{value} working days"), mark("working days"), mark("working days")),
    "working hours": (mark("{value} hours of working days"), mark("hours"), mark("hours of working days")),
    "working min": (mark("{value} min of working days"), mark("min"), mark("minutes of working days")),
    "share": ("{value}", "%", mark("share")),
    "counters": (mark("{value} counters"), mark("counters"), mark("counters")),
    "contacts": (mark("{value} contacts"), mark("contacts"), mark("contacts")),
    "agencies": (mark("{value} agencies"), mark("agencies"), mark("agencies")),
    "trips": (mark("{value} trips"), mark("trips"), mark("trips")),
    "authorities": ("{value}", mark("authorities"), mark("separate authorities")),
    "hand-offs": ("{value}", mark("hand-offs"), mark("hand-offs")),
    "returns": ("{value}", mark("returns"), mark("returns")),
    "papers": ("{value}", mark("papers"), mark("papers")),
}
# The same of exactly one.
OF_ONE = {
    "{value} hours": mark("{value} hour"),
    "{value} days": mark("{value} day"),
    "{value} working days": mark("{value} working day"),
    "{value} hours of working days": mark("{value} hour of working days"),
    "{value} counters": mark("{value} counter"),
    "{value} contacts": mark("{value} contact"),
    "{value} agencies": mark("{value} agency"),
    "{value} trips": mark("{value} trip"),
}
SECONDS = {"min": MINUTE, "hours": HOUR, "days": DAY}
SECONDS |= {f"working {unit}": seconds for unit, seconds in SECONDS.items()}
# Units of a time, the largest first, each with the size in seconds from which on it is used. Queues are of hours that
# somebody stands there, of which nobody counts days.
LADDERS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "min": (("hours", 10 * HOUR), ("min", 0)),
    "days": (("days", DAY), ("hours", 2 * HOUR), ("min", 0)),
    "working days": (("working days", DAY), ("working hours", 2 * HOUR), ("working min", 0)),
}


def counted(text: str, value: str) -> str:
    """A value, as it is written, in a message such as '{value} days': of 1 it is one day."""
    said = OF_ONE.get(text, text) if value == "1" else text
    return _(said).format(value=value)


@dataclass(frozen=True)
class Read:
    """How values of a measure are read: ``per`` is how much of ``unit`` one of the file's ``own`` units makes."""

    own: str
    unit: str
    per: float = 1.0

    def worded(self, value: str) -> str:
        """A value, as it is written, with its unit: '5.8 days', '1 day'."""
        return counted(NAMES[self.unit][0], value)

    @property
    def head(self) -> str:
        """The unit in the head of a table: 'min'."""
        return _(NAMES[self.unit][1])

    @property
    def name(self) -> str:
        """The unit on an axis: 'minutes'."""
        return _(NAMES[self.unit][2])

    def value(self, value: float) -> float:
        """A value of the files as it is read."""
        return value * self.per

    def estimate(self, found: Estimate) -> Estimate:
        """A mean and its interval as they are read."""
        return Estimate(self.value(found.mean), self.value(found.low), self.value(found.high), found.replications)

    def digits(self, values: Iterable[float]) -> int:
        """Digits after the decimal sign that values of the files of this size deserve, as they are read."""
        return digits_for([self.value(value) for value in values])

    def fitting(self, value: float, digits: int) -> tuple["Read", int]:
        """How one value is read, and with how many digits: as all are, unless less than two digits were left of it."""
        if self.own in LADDERS and 0 < abs(self.value(value)) < 10.0 ** (1 - digits):
            finer = read_as(self.own, [value])
            if finer.unit != self.unit:
                return finer, finer.digits([value])
        return self, digits

    def said(self, value: float, digits: int) -> str:
        """A value with its unit: '5.8 days'."""
        own, digits = self.fitting(value, digits)
        return own.worded(number(own.value(value), digits))

    def cell(self, value: float, digits: int) -> str:
        """A value in a column that has the unit: '5.8'; with a unit of its own where little were left of it."""
        own, _digits = self.fitting(value, digits)
        return number(self.value(value), digits) if own == self else self.said(value, digits)

    def span(self, low: float, high: float, digits: int) -> str:
        """'5.8–6.1 days', or '5.8 days' where both ends read the same."""
        first, last = self.said(low, digits), self.said(high, digits)
        if first == last:
            return first
        if self.fitting(low, digits)[0] != self or self.fitting(high, digits)[0] != self:
            return f"{first}–{last}"
        return self.worded("–".join(number(self.value(end), digits) for end in (low, high)))


@dataclass(frozen=True)
class Plain(Read):
    """Values that are read as they are, in words that are given: ``words`` such as '{value} cases'."""

    words: str = "{value}"

    def worded(self, value: str) -> str:
        """As given."""
        return self.words.format(value=value)


def plain(words: str) -> Read:
    """Values that are read as they are, said in words with {value}."""
    return Plain("", "", words=words)


def read_as(own: str, values: Iterable[float]) -> Read:
    """The reading of values in a unit of the files; NaN are none, and without any that is above 0 it is that unit."""
    largest = max((abs(value) for value in values if not math.isnan(value)), default=0.0)
    if own not in LADDERS or largest == 0:
        return Read(own, own)
    seconds = largest * SECONDS[own]
    unit = next(unit for unit, least in LADDERS[own] if seconds >= least)
    return Read(own, unit, SECONDS[own] / SECONDS[unit])


def decided_by(measure: str) -> str:
    """The measure whose size decides how another is read: what adds up to the sojourn is read as it is."""
    return SOJOURN if measure == "sojourn_time_p90" or measure.startswith("time_") else measure


def readings(measures: Iterable[Measure], means: Callable[[str], Iterable[float]]) -> dict[str, Read]:
    """How each measure is read, by name.

    Parameters
    ----------
    means : all means of a measure, by its name, in the units of the files
    """
    return {measure.name: read_as(measure.unit, means(decided_by(measure.name))) for measure in measures}


def length(seconds: float, own: str = "days") -> str:
    """A length of time by itself in the unit that it deserves: '7 days', '1.5 hours', '14 working days'."""
    found = read_as(own, [seconds / SECONDS[own]])
    value = found.value(seconds / SECONDS[own])
    return found.worded(number(value, 0 if round(value, 6) % 1 == 0 else 1))

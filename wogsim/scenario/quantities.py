"""Durations, rates, shares, hours and distributions, written as people say them.

Each reader takes a value from a file and returns its meaning, or raises ValueError with what was expected.
"""

import re
from dataclasses import dataclass
from typing import Any

from wogsim.chance.distributions import CLOCK, FAMILIES, WORKING_DAYS, Distribution
from wogsim.contract.hours import DAY, HOUR
from wogsim.language import _

UNITS: dict[str, tuple[int, str]] = {
    **dict.fromkeys(("s", "second", "seconds"), (1, CLOCK)),
    **dict.fromkeys(("min", "minute", "minutes"), (60, CLOCK)),
    **dict.fromkeys(("h", "hour", "hours"), (HOUR, CLOCK)),
    **dict.fromkeys(("day", "days"), (DAY, CLOCK)),
    **dict.fromkeys(("week", "weeks"), (7 * DAY, CLOCK)),
    **dict.fromkeys(("working day", "working days"), (DAY, WORKING_DAYS)),
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PER_WEEK = {"hour": 7 * 24, "day": 7, "week": 1, "working day": None}

_NUMBER = r"([0-9]{1,15}(?:\.[0-9]{1,15})?)"
_LONGEST = 100 * 366 * DAY


@dataclass(frozen=True)
class Duration:
    """A length of time: seconds of running time, or of working days (86,400 s each)."""

    seconds: int
    clock: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Rate:
    """So many per hour, day, week or working day: `per` is a key of PER_WEEK."""

    number: float
    per: str
    text: str

    def per_week(self, working_days: int) -> float:
        """Expected number in a week without holidays that has so many working days."""
        times = PER_WEEK[self.per]
        return self.number * (working_days if times is None else times)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Load:
    """As many people as keep the offered load of each at most so high under technical-functional.

    How many that are depends on the work, which `wogsim.staffing.sizes.settled` learns; they are never none.
    """

    share: float
    text: str

    def __gt__(self, number: int) -> bool:
        """Whether there is anybody: all that is known before the number is."""
        return number == 0

    def __str__(self) -> str:
        return self.text


def counted(people: int | Load | None) -> int:
    """A number of people, where no load is left to be settled; nobody where none are given.

    Raises
    ------
    TypeError
        When one is: the scenario has to go through `wogsim.staffing.sizes.settled` first.
    """
    if isinstance(people, Load):
        raise TypeError(f"'{people}' is no number of people yet: settle the scenario first")
    return people or 0


def duration(value: Any) -> Duration:
    """Read '12 min', '1.5 hours', '3 working days'."""
    if not isinstance(value, str):
        raise ValueError(_("expected a duration in quotes, like '12 min' or '3 working days'"))
    match = re.fullmatch(_NUMBER + r"\s*([a-z ]*)", value.strip())
    if not match:
        raise ValueError(_("expected a number and a unit, like '12 min' or '3 working days'"))
    number, unit = float(match[1]), " ".join(match[2].split())
    if not unit:
        raise ValueError(_("a unit of time is missing; write it like '{text} min'").format(text=value.strip()))
    if unit not in UNITS:
        units = ", ".join(UNITS)
        raise ValueError(_("'{unit}' is not a unit of time; expected one of {units}").format(unit=unit, units=units))
    seconds, clock = UNITS[unit]
    if number * seconds > _LONGEST:
        raise ValueError(_("longer than 100 years"))
    return Duration(round(number * seconds), clock, value)


def rate(value: Any) -> Rate:
    """Read '15 per day', '4 per working day'."""
    match = re.fullmatch(_NUMBER + r"\s+per\s+([a-z ]+)", value.strip()) if isinstance(value, str) else None
    if not match or match[2].strip() not in PER_WEEK:
        units = ", ".join(PER_WEEK)
        raise ValueError(_("expected a rate, like '15 per day'; a rate is per {units}").format(units=units))
    return Rate(float(match[1]), match[2].strip(), value)


def share(value: Any) -> float:
    """Read 0.2 or '20 %' as 0.2."""
    number: Any = value
    if isinstance(value, str) and (match := re.fullmatch(_NUMBER + r"\s*%", value.strip())):
        number = float(match[1]) / 100
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
        raise ValueError(_("expected a share from 0 to 1, like 0.2 or '20 %'"))
    return float(number)


def load(value: str) -> Load:
    """Read 'load 0.7' or 'load 70 %': above 0, at most 1."""
    match = re.fullmatch(r"load\s+" + _NUMBER + r"\s*(%?)", value.strip())
    number = float(match[1]) / (100 if match[2] else 1) if match else 0.0
    if not 0 < number <= 1:
        raise ValueError(_("expected a whole number, or a load above 0 and at most 1, like 'load 0.7'"))
    return Load(number, value)


def distribution(value: Any) -> Distribution:
    """Read '12 min', 'exponential(12 min)', 'lognormal(mean 12 min, cv 0.5)', 'triangular(5 min, 10 min, 30 min)'."""
    if not isinstance(value, str):
        raise ValueError(_("expected a time in quotes, like '12 min' or 'exponential(12 min)'"))
    match = re.fullmatch(r"\s*([a-z]+)\s*\((.*)\)\s*", value)
    if not match:
        length = duration(value)
        return Distribution("constant", (float(length.seconds),), length.clock, value)
    name, arguments = match[1], [part.strip() for part in match[2].split(",")]
    if name not in FAMILIES:
        names = ", ".join(FAMILIES)
        raise ValueError(_("'{name}' is not a distribution; expected one of {names}").format(name=name, names=names))
    family = FAMILIES[name]
    if len(arguments) != len(family.order):
        raise ValueError(_("{name} takes {parameters}").format(name=name, parameters=", ".join(family.order)))
    parameters, clocks = [], set()
    for parameter, argument in zip(family.order, arguments, strict=True):
        text = re.sub(rf"^{parameter}\s+", "", argument)
        if parameter in family.times:
            length = duration(text)
            parameters.append(float(length.seconds))
            clocks.add(length.clock)
        elif re.fullmatch(_NUMBER, text):
            parameters.append(float(text))
        else:
            raise ValueError(_("{parameter} of {name} is a plain number").format(parameter=parameter, name=name))
    if not family.valid(*parameters):
        raise ValueError(
            _(
                "these parameters of {name} do not make sense: low is below high, mean (half a second at least) and "
                "cv are above 0"
            ).format(name=name)
        )
    if len(clocks) > 1:
        raise ValueError(_("running time and working days are mixed in one distribution"))
    return Distribution(name, tuple(parameters), clocks.pop(), value)


def _clock_time(text: str) -> int:
    match = re.match(r"^([01]\d|2[0-4]):([0-5]\d)$", text.strip())
    seconds = int(match[1]) * HOUR + int(match[2]) * 60 if match else DAY + 1
    if seconds > DAY:
        raise ValueError(_("'{text}' is not a time of day; expected 00:00 to 24:00").format(text=text.strip()))
    return seconds


def day_hours(value: Any) -> tuple[tuple[int, int], ...]:
    """Read '08:00-12:00, 13:00-16:00' as intervals in seconds of the day; '' is closed."""
    expected = _("expected opening hours in quotes, like '08:00-12:00, 13:00-16:00'")
    if not isinstance(value, str):
        raise ValueError(expected)
    intervals: list[tuple[int, int]] = []
    for part in filter(None, map(str.strip, value.split(","))):
        if part.count("-") != 1:
            raise ValueError(expected)
        start, end = (_clock_time(t) for t in part.split("-"))
        if start >= end or (intervals and start < intervals[-1][1]):
            raise ValueError(_("opening hours go forward in time and do not overlap, like '08:00-12:00, 13:00-16:00'"))
        intervals.append((start, end))
    return tuple(intervals)

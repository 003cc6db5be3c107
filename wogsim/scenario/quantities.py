"""Durations, rates, shares and distributions, written as people say them.

Each reader takes a value from a file and returns its meaning, or raises ValueError with what was expected.
"""

import re
from dataclasses import dataclass
from typing import Any

from wogsim.chance.distributions import CLOCK, EMPIRICAL, FAMILIES, MIXTURE, WORKING_DAYS, Distribution
from wogsim.contract.hours import DAY, HOUR
from wogsim.language import _
from wogsim.scenario.numbers import refuse_mistaken, unmistakable

UNITS: dict[str, tuple[int, str]] = {
    **dict.fromkeys(("s", "second", "seconds"), (1, CLOCK)),
    **dict.fromkeys(("min", "minute", "minutes"), (60, CLOCK)),
    **dict.fromkeys(("h", "hour", "hours"), (HOUR, CLOCK)),
    **dict.fromkeys(("day", "days"), (DAY, CLOCK)),
    **dict.fromkeys(("week", "weeks"), (7 * DAY, CLOCK)),
    **dict.fromkeys(("year", "years"), (365 * DAY, CLOCK)),
    **dict.fromkeys(("working day", "working days"), (DAY, WORKING_DAYS)),
}
YEAR = 365.25  # days
OPEN_HOUR, WORKING_DAY = "open hour", "working day"
NEED = "need"  # of a rate: so many times as many as the cases of citizens
PER_WEEK = {"hour": 7 * 24, "day": 7, "week": 1, "month": 7 * 12 / YEAR, "year": 7 / YEAR}
PERIODS = (*PER_WEEK, WORKING_DAY, OPEN_HOUR)

_NUMBER = r"([0-9]{1,15}(?:\.[0-9]{1,15})?)"
_LONGEST = 100 * 366 * DAY
MOST_VALUES = 10_000  # of observed times


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
    """So many per hour, day, week, month, year, working day or open hour; or, per NEED, so many times the need."""

    number: float
    per: str
    text: str

    def per_week(self, working_days: int, open_hours: float) -> float:
        """Expected number in a week without holidays that has so many working days and hours of theirs."""
        return self.number * {**PER_WEEK, WORKING_DAY: working_days, OPEN_HOUR: open_hours}[self.per]

    def times(self, factor: float) -> str:
        """As a file says a rate so many times as large."""
        number = unmistakable(f"{self.number * factor:.9f}".rstrip("0").rstrip("."))
        return f"{number} times the need" if self.per == NEED else f"{number} per {self.per}"

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


def _measured(value: Any) -> tuple[float, str]:
    """Seconds and clock of a length of time, as it is written."""
    if not isinstance(value, str):
        raise ValueError(_("expected a duration in quotes, like '12 min' or '3 working days'"))
    refuse_mistaken(value)
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
    return round(number * seconds, 6), clock  # 0.07 days are 6048 seconds, not one part in a million million more


def _refuse_mistaken(value: Any, *, counted: bool = False) -> None:
    if isinstance(value, str):
        refuse_mistaken(value, counted=counted)


def duration(value: Any) -> Duration:
    """Read '12 min', '1.5 hours', '3 working days'."""
    seconds, clock = _measured(value)
    return Duration(round(seconds), clock, value)


def rate(value: Any) -> Rate:
    """Read '15 per day', '4 per working day', '24 per open hour'."""
    _refuse_mistaken(value, counted=True)
    match = re.fullmatch(_NUMBER + r"\s+per\s+([a-z ]+)", value.strip()) if isinstance(value, str) else None
    if not match or match[2].strip() not in PERIODS:
        units = ", ".join(PERIODS)
        raise ValueError(_("expected a rate, like '15 per day'; a rate is per {units}").format(units=units))
    return Rate(float(match[1]), match[2].strip(), value)


def own_rate(value: Any) -> Rate:
    """Read a rate, or '2 times the need': twice as many as the citizens who need it."""
    _refuse_mistaken(value, counted=True)
    match = re.fullmatch(_NUMBER + r"\s+times\s+the\s+need", value.strip()) if isinstance(value, str) else None
    if match:
        return Rate(float(match[1]), NEED, value)
    try:
        return rate(value)
    except ValueError as error:
        raise ValueError(_("{expected}; or '2 times the need'").format(expected=error)) from None


def share(value: Any) -> float:
    """Read 0.2 or '20 %' as 0.2."""
    number: Any = value
    _refuse_mistaken(value)
    if isinstance(value, str) and (match := re.fullmatch(_NUMBER + r"\s*%", value.strip())):
        number = float(match[1]) / 100
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
        raise ValueError(_("expected a share from 0 to 1, like 0.2 or '20 %'"))
    return float(number)


def load(value: str) -> Load:
    """Read 'load 0.7' or 'load 70 %': above 0, at most 1."""
    refuse_mistaken(value)
    match = re.fullmatch(r"load\s+" + _NUMBER + r"\s*(%?)", value.strip())
    number = float(match[1]) / (100 if match[2] else 1) if match else 0.0
    if not 0 < number <= 1:
        raise ValueError(_("expected a whole number, or a load above 0 and at most 1, like 'load 0.7'"))
    return Load(number, value)


def distribution(value: Any) -> Distribution:
    """Read '12 min', 'exponential(12 min)', 'lognormal(mean 12 min, cv 0.5)', 'triangular(5 min, 10 min, 30 min)'.

    Also observed times, 'empirical(1, 2, 5 min)', and 'mixture(0.3: 0 min, 0.7: exponential(20 min))'.
    """
    if not isinstance(value, str):
        raise ValueError(_("expected a time in quotes, like '12 min' or 'exponential(12 min)'"))
    refuse_mistaken(value)
    match = re.fullmatch(r"\s*([a-z]+)\s*\((.*)\)\s*", value)
    if not match:
        seconds, clock = _measured(value)
        return Distribution("constant", (seconds,), clock, value)
    name, arguments = match[1], _listed(match[2])
    if name == MIXTURE:
        return _mixture(value, arguments)
    if name == EMPIRICAL:
        return _empirical(value, arguments)
    if name not in FAMILIES:
        names = ", ".join((*FAMILIES, MIXTURE))
        raise ValueError(_("'{name}' is not a distribution; expected one of {names}").format(name=name, names=names))
    family = FAMILIES[name]
    if len(arguments) != len(family.order):
        raise ValueError(_("{name} takes {parameters}").format(name=name, parameters=", ".join(family.order)))
    parameters, clocks = [], set()
    for parameter, argument in zip(family.order, arguments, strict=True):
        text = re.sub(rf"^{parameter}\s+", "", argument)
        if parameter in family.times:
            seconds, clock = _measured(text)
            parameters.append(seconds)
            clocks.add(clock)
        elif re.fullmatch(_NUMBER, text):
            parameters.append(float(text))
        else:
            raise ValueError(_("{parameter} of {name} is a plain number").format(parameter=parameter, name=name))
    if not family.valid(*parameters):
        expected = _("these parameters of {name} do not make sense: low is below high, mean, sd and cv are above 0")
        raise ValueError(expected.format(name=name))
    return Distribution(name, tuple(parameters), _only(clocks), value)


def _listed(text: str) -> list[str]:
    """Entries between commas that stand in no brackets."""
    entries, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            entries.append("")
        else:
            entries[-1] += letter
    return [entry.strip() for entry in entries]


def _only(clocks: set[str]) -> str:
    if len(clocks) > 1:
        raise ValueError(_("running time and working days are mixed in one distribution"))
    return clocks.pop()


def _empirical(text: str, arguments: list[str]) -> Distribution:
    """Observed times; one without a unit has that of the next that has one."""
    values, clocks, unit = list[float](), set[str](), ""
    if len(arguments) > MOST_VALUES:
        raise ValueError(_("expected at most {count} entries").format(count=MOST_VALUES))
    for argument in reversed(arguments):
        unit = unit if re.fullmatch(_NUMBER, argument) else re.sub(f"^{_NUMBER}", "", argument)
        seconds, clock = _measured(f"{argument} {unit}" if re.fullmatch(_NUMBER, argument) else argument)
        values.append(seconds)
        clocks.add(clock)
    return Distribution(EMPIRICAL, tuple(sorted(values)), _only(clocks), text)


def _mixture(text: str, arguments: list[str]) -> Distribution:
    """Shares of cases, each with its distribution."""
    shares, parts = list[float](), list[Distribution]()
    for argument in arguments:
        weight, colon, part = argument.partition(":")
        if not colon or part.strip().startswith(MIXTURE):
            raise ValueError(
                _("a mixture is of shares and times, like 'mixture(0.3: 0 min, 0.7: exponential(20 min))'")
            )
        plain = weight.strip()
        shares.append(share(float(plain) if re.fullmatch(_NUMBER, plain) else plain))
        parts.append(distribution(part.strip()))
    if abs(sum(shares) - 1) > 1e-9 or 0 in shares:
        raise ValueError(_("the shares of a mixture are above 0 and sum to 1"))
    clock = _only({part.clock for part in parts if not part.is_zero} or {CLOCK})
    return Distribution(MIXTURE, tuple(shares), clock, text, tuple(parts))

"""Durations, rates, shares and distributions, written as people say them.

Each reader takes a value from a file and returns its meaning, or raises ValueError with what was expected.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from wogsim.chance.distributions import (
    CLOCK,
    CONSTANT,
    EMPIRICAL,
    FAMILIES,
    MIXTURE,
    WORKING_DAYS,
    Distribution,
    settled,
)
from wogsim.contract.hours import DAY, HOUR
from wogsim.language import _
from wogsim.scenario.numerals import NUMBER, listed, not_read, plain, refuse_mistaken, tidy, unmistakable

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
    match = re.fullmatch(NUMBER + r" ?([a-z ]*)", tidy(value))
    if not match:
        raise not_read(value, _("expected a number and a unit, like '12 min' or '3 working days'"))
    number, unit = plain(match[1]), match[2]
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
    match = re.fullmatch(NUMBER + r" per ([a-z ]+)", tidy(value)) if isinstance(value, str) else None
    if not match or match[2] not in PERIODS:
        expected = _("expected a rate, like '15 per day'; a rate is per {units}").format(units=", ".join(PERIODS))
        raise not_read(value, expected) if isinstance(value, str) else ValueError(expected)
    return Rate(plain(match[1]), match[2], value)


def own_rate(value: Any) -> Rate:
    """Read a rate, or '2 times the need': twice as many as the citizens who need it."""
    _refuse_mistaken(value, counted=True)
    match = re.fullmatch(NUMBER + r" times the need", tidy(value)) if isinstance(value, str) else None
    if match:
        return Rate(plain(match[1]), NEED, value)
    try:
        return rate(value)
    except ValueError as error:
        raise ValueError(_("{expected}; or '2 times the need'").format(expected=error)) from None


def share(value: Any) -> float:
    """Read 0.2 or '20 %' as 0.2, and in quotes '0.2' or '0,2'."""
    number: Any = value
    _refuse_mistaken(value)
    if isinstance(value, str) and (match := re.fullmatch(NUMBER + r" ?(%?)", tidy(value))):
        number = plain(match[1]) / (100 if match[2] else 1)
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
        raise ValueError(_("expected a share from 0 to 1, like 0.2 or '20 %'"))
    return float(number)


def load(value: str) -> Load:
    """Read 'load 0.7' or 'load 70 %': above 0, at most 1."""
    refuse_mistaken(value)
    match = re.fullmatch(r"load " + NUMBER + r" ?(%?)", tidy(value))
    number = plain(match[1]) / (100 if match[2] else 1) if match else 0.0
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
    match = re.fullmatch(r"([a-z]+) ?\((.*)\)", tidy(value))
    if not match and "(" in value:
        raise ValueError(_("expected a name and parameters in brackets, like 'exponential(12 min)'"))
    if not match:
        seconds, clock = _measured(value)
        return Distribution(CONSTANT, (seconds,), clock, value)
    name, arguments = match[1], match[2]
    if name == MIXTURE:
        return _mixture(value, listed(arguments, lambda entries: all(":" in entry for entry in entries)))
    if name == EMPIRICAL:
        return _empirical(value, listed(arguments, bool))
    if name not in FAMILIES:
        names = ", ".join((*FAMILIES, MIXTURE))
        raise ValueError(_("'{name}' is not a distribution; expected one of {names}").format(name=name, names=names))
    count = len(FAMILIES[name].order)
    return _of_family(value, name, listed(arguments, lambda entries: len(entries) == count))


def _of_family(value: str, name: str, arguments: list[str]) -> Distribution:
    """A distribution with a fixed number of parameters, in their order or all by name."""
    family, order = FAMILIES[name], FAMILIES[name].order
    if len(arguments) != len(order):
        raise ValueError(_("{name} takes {parameters}").format(name=name, parameters=", ".join(order)))
    named = {argument.partition(" ")[0]: argument for argument in arguments}
    arguments = [named[parameter] for parameter in order] if set(named) == set(order) else arguments
    texts = {
        parameter: argument.removeprefix(f"{parameter} ") for parameter, argument in zip(order, arguments, strict=True)
    }
    parameters, clocks = dict[str, float](), set[str]()
    for parameter, text in texts.items():
        if parameter in family.times:
            try:
                parameters[parameter], clock = _measured(text)
            except ValueError as error:
                raise ValueError(
                    _("{parameter} of {name}: {error}").format(parameter=parameter, name=name, error=error)
                ) from None
            clocks.add(clock)
        elif match := re.fullmatch(NUMBER + r" ?(%?)", text):
            parameters[parameter] = plain(match[1]) / (100 if match[2] else 1)
        else:
            raise not_read(text, _("{parameter} of {name} is a plain number").format(parameter=parameter, name=name))
    if family.ascending:
        _refuse_falling(name, texts, parameters)
    return settled(name, tuple(parameters.values()), _only(clocks), value)


def _refuse_falling(name: str, texts: dict[str, str], parameters: dict[str, float]) -> None:
    """Refuse parameters of which one is below the one before it."""
    for low, high in pairwise(parameters):
        if parameters[low] > parameters[high]:
            said = _("{low} of {name} is {first}, above its {high}, {second}; expected {order}")
            pair = {"low": low, "high": high, "first": texts[low], "second": texts[high]}
            raise ValueError(said.format(name=name, order=" ≤ ".join(parameters), **pair))


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
        bare = re.fullmatch(NUMBER, argument)
        unit = unit if bare else re.sub(f"^{NUMBER}", "", argument)
        seconds, clock = _measured(f"{argument} {unit}" if bare else argument)
        values.append(seconds)
        clocks.add(clock)
    return settled(EMPIRICAL, tuple(sorted(values)), _only(clocks), text)


def _mixture(text: str, arguments: list[str]) -> Distribution:
    """Shares of cases, each with its distribution; a share of 0 is of none."""
    shares, parts = list[float](), list[Distribution]()
    for argument in arguments:
        weight, colon, part = argument.partition(":")
        if not colon or part.strip().startswith(MIXTURE):
            raise ValueError(
                _("a mixture is of shares and times, like 'mixture(0.3: 0 min, 0.7: exponential(20 min))'")
            )
        shares.append(share(weight))
        parts.append(distribution(part.strip()))
    if abs(sum(shares) - 1) > 1e-9:
        said = _("the shares of a mixture sum to 1; these sum to {total}")
        raise ValueError(said.format(total=f"{sum(shares):.9g}"))
    parts = [part for weight, part in zip(shares, parts, strict=True) if weight]
    clock = _only({part.clock for part in parts if not part.is_zero} or {CLOCK})
    return Distribution(MIXTURE, tuple(filter(None, shares)), clock, text, tuple(parts))

"""Every uncertain number of a scenario, somewhat lower and somewhat higher.

A number has its stated range, or a share more and less. A distribution keeps its family and coefficient of variation;
its mean moves. Levers are choices and no uncertainties, unless the file gives them a range.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from wogsim.chance.distributions import CLOCK, EMPIRICAL, FAMILIES, OPENINGS, Distribution
from wogsim.errors import BadInput
from wogsim.scenario.explain import NOT_NUMBERS, Fact, facts
from wogsim.scenario.quantities import UNITS, Duration, Load, Rate, distribution
from wogsim.scenario.reading import Loaded

UNCERTAIN_LEVERS = {"levers.generalist_factor"}  # how long a generalist takes is no policy maker's choice


@dataclass(frozen=True)
class Side:
    """A number that is lower or higher: where it stands, as a file says it, and what that means."""

    path: str
    setting: Any
    value: Any

    @property
    def point(self) -> dict[str, Any]:
        """The scenario with this number."""
        return {self.path: self.setting}


@dataclass(frozen=True)
class Uncertain:
    """A number of a scenario, with what it could be instead.

    ``low`` and ``high`` are None where there is nothing else to try; ``why_not`` then says why: 'lever' (a choice, not
    an uncertainty), 'several' (several numbers at once), 'zero' (a share of nothing is nothing), 'limit' (it is at its
    limit), 'refused' (another value makes no sense by itself; ``said`` is what the scenario says to it). ``stated``:
    the file gives the range.
    """

    fact: Fact
    value: Any
    low: Side | None = None
    high: Side | None = None
    stated: bool = False
    why_not: str = ""
    said: str = ""

    @property
    def sides(self) -> tuple[Side, ...]:
        """What it could be instead."""
        return tuple(side for side in (self.low, self.high) if side)


def uncertain(loaded: Loaded, share: float) -> list[Uncertain]:
    """Every number of the scenario but those of the run, in file order.

    Parameters
    ----------
    share : how much less and more, for numbers without a range; 0 to 1
    """
    return [
        _varied(loaded, fact, share)
        for fact in facts(loaded)
        if fact.unit not in NOT_NUMBERS and not fact.path.startswith("run.")
    ]


def size(value: Any) -> float:
    """A number's size: seconds, a rate as it is written, or the number itself."""
    return float(SIZES[type(value)](value))


def _varied(loaded: Loaded, fact: Fact, share: float) -> Uncertain:
    unit, value, rules = _at(loaded, fact.path)
    number = Uncertain(fact, value)
    if type(value) not in SIZES:
        return replace(number, why_not="several")
    # A range belongs to the file's own number, not to one that has been put in its place.
    stated = None if fact.path in loaded.settings else loaded.ranges.get(fact.path)
    if fact.path.startswith("levers.") and fact.path not in UNCERTAIN_LEVERS and stated is None:
        return replace(number, why_not="lever")
    if stated is None and isinstance(value, Distribution) and value.clock == OPENINGS:
        return replace(number, why_not="limit")
    if stated is not None:
        wanted = [_meant(value, end) for end in stated]
    elif size(value) == 0:
        return replace(number, why_not="zero")
    else:
        scaled = [SCALED[type(value)](value, factor) for factor in (1 - share, 1 + share)]
        wanted = [_clipped(setting, unit, rules) for setting in scaled]
    return _tried(loaded, replace(number, stated=stated is not None), wanted)


def _tried(loaded: Loaded, number: Uncertain, wanted: list[Any]) -> Uncertain:
    """The number with those of the two values that are others and that the scenario allows."""
    path, sides, said = number.fact.path, list[Side | None](), ""
    for setting in wanted:
        try:
            value = _at(loaded.change({path: setting}), path)[1]
        except BadInput as error:
            said = str(error)
            sides.append(None)
        else:
            sides.append(None if value == number.value else Side(path, setting, value))
    if sides == [None, None]:
        return replace(number, why_not="refused" if said else "limit", said=said)
    return replace(number, low=sides[0], high=sides[1], said=said)


def _at(loaded: Loaded, path: str) -> tuple[str, Any, tuple[Any, ...]]:
    """Unit, value and rules of what stands at a dotted path."""
    part: Any = loaded.scenario
    *tables, name = path.split(".")
    for key in tables:
        part = part[key] if isinstance(part, dict) else getattr(part, key)
    field = type(part).model_fields[name]
    return field.json_schema_extra["unit"], getattr(part, name), tuple(field.metadata)


def _clipped(setting: Any, unit: str, rules: tuple[Any, ...]) -> Any:
    """A plain number between its limits; nobody and nothing cannot be less than one."""
    if isinstance(setting, str):
        return setting
    low = 0.0 if unit == "share" else next((rule.ge for rule in rules if hasattr(rule, "ge")), -math.inf)
    high = 1.0 if unit == "share" else next((rule.le for rule in rules if hasattr(rule, "le")), math.inf)
    least = max(low, 1) if isinstance(setting, int) else low
    return type(setting)(min(max(setting, least), high))


def _meant(value: Any, end: Any) -> Any:
    """An end of a stated range: a plain time says where the mean of a distribution may be."""
    if not isinstance(value, Distribution) or value.family == "constant":
        return end
    try:
        wanted = distribution(end)
    except ValueError:  # the scenario says what is wrong with it
        return end
    if wanted.family != "constant" or wanted.is_zero or wanted.clock != value.clock:
        return end
    return _distribution(value, wanted.mean / value.mean)


def _whole(value: int, factor: float) -> int:
    """Rounded away from the value, so that it is another one."""
    exact = round(value * factor, 9)
    return math.floor(exact) if factor < 1 else math.ceil(exact)


def _distribution(value: Distribution, factor: float) -> str:
    if value.family == "constant":
        return written(value.parameters[0] * factor, value.clock)
    if value.parts:
        shares = zip(value.parameters, value.parts, strict=True)
        parts = [f"{_decimal(share)}: {_distribution(part, factor)}" for share, part in shares]
    elif value.family == EMPIRICAL:
        parts = [written(time * factor, value.clock) for time in value.parameters]
    else:
        family = FAMILIES[value.family]
        parts = [
            f"{name} {written(parameter * factor, value.clock) if name in family.times else _decimal(parameter)}"
            for name, parameter in zip(family.order, value.parameters, strict=True)
        ]
    return f"{value.family}({', '.join(parts)})"


def written(seconds: float, clock: str) -> str:
    """A length of time as a file says it, in the largest unit of which it is at least one."""
    names = ("days", "hours", "min", "s") if clock == CLOCK else ("working days",)
    name = next((name for name in names if seconds >= UNITS[name][0]), names[-1])
    return f"{_decimal(seconds / UNITS[name][0])} {name}"


def _decimal(value: float) -> str:
    return f"{value:.9f}".rstrip("0").rstrip(".")


SIZES: dict[type, Callable[[Any], float]] = {
    int: lambda value: value,
    float: lambda value: value,
    Duration: lambda value: value.seconds,
    Rate: lambda value: value.number,
    Load: lambda value: value.share,
    Distribution: lambda value: value.mean,
}
# As a file says them when they are so many times as large.
SCALED: dict[type, Callable[[Any, float], Any]] = {
    int: _whole,
    float: lambda value, factor: float(f"{value * factor:.12g}"),
    Duration: lambda value, factor: written(value.seconds * factor, value.clock),
    Rate: lambda value, factor: value.times(factor),
    Load: lambda value, factor: f"load {_decimal(min(value.share * factor, 1.0))}",
    Distribution: _distribution,
}

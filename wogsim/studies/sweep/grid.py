"""What a sweep varies: axes written as people write them, exact in decimals, and the full grid of their values."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _, number
from wogsim.scenario.numerals import refuse_mistaken, unmistakable
from wogsim.scenario.quantities import share
from wogsim.scenario.reading import read_setting
from wogsim.scenario.settings import AUTHORITIES, OPTIONS

MOST_VALUES = 10_000  # of one axis
MOST_POINTS = 100_000
LEVERS: Mapping[str, tuple[str, ...]] = {  # axes with a name of their own, and the values they move
    "agencies": ("levers.agencies",),
    "authority": tuple(f"levers.{name}" for name in AUTHORITIES),
    **{name: (f"levers.{name}",) for name in AUTHORITIES},
}
SHARES = {"authority", *AUTHORITIES}
# The same citizens meet every point, as often, under the same patterns.
NEVER = ("run.seed", "run.replications", "levers.patterns")

_NUMBER = r"\d{1,15}(?:\.\d{1,15})?"
_UNIT = r"\s*([a-z% ]*?)\s*"
_STEPS = re.compile(rf"\s*({_NUMBER}){_UNIT}:\s*({_NUMBER}){_UNIT}:\s*({_NUMBER}){_UNIT}")
_COUNT = re.compile(rf"\s*(\d{{1,15}}){_UNIT}\.\.\s*(\d{{1,15}}){_UNIT}")
_QUANTITY = re.compile(rf"\s*({_NUMBER}){_UNIT}")


@dataclass(frozen=True)
class Axis:
    """One thing that a sweep varies.

    ``name`` is 'agencies', 'authority', 'delegated', 'coordinating', 'automated' or a dotted path; ``values`` stand as
    in a scenario file, at every one of ``paths``. Where a value is rather a step from what each path has, such as one
    counter more everywhere, ``own`` says by path what it makes of it, in the order of the values.
    """

    name: str
    paths: tuple[str, ...]
    values: tuple[Any, ...]
    own: tuple[tuple[Any, ...], ...] = ()

    def settings(self, value: Any) -> dict[str, Any]:
        """What a value sets, by dotted path."""
        if not self.own:
            return dict.fromkeys(self.paths, value)
        place = self.values.index(value)
        return {path: own[place] for path, own in zip(self.paths, self.own, strict=True)}

    @property
    def numbers(self) -> tuple[float, ...] | None:
        """The values as numbers of one unit, for a scale; None where they are not."""
        found = [_QUANTITY.fullmatch(str(value)) for value in self.values]
        units = {one(match[2]) for match in found if match}
        if not all(found) or len(units) > 1 or any(isinstance(value, bool) for value in self.values):
            return None
        return tuple(float(match[1]) for match in found if match)

    @property
    def unit(self) -> str:
        """The unit of ``numbers``; empty for plain numbers."""
        match = _QUANTITY.fullmatch(str(self.values[-1]))
        return match[2] if match else ""


@dataclass(frozen=True)
class Grid:
    """Every combination of the axes' values; the last axis moves fastest."""

    axes: tuple[Axis, ...]

    @cached_property
    def points(self) -> list[tuple[Any, ...]]:
        """A value for every axis, point by point."""
        return list(product(*(axis.values for axis in self.axes)))

    @property
    def moving(self) -> list[Axis]:
        """The axes that have more than one value."""
        return [axis for axis in self.axes if len(axis.values) > 1]

    def where(self, number: int) -> str:
        """A point by number, in a message: the names of its axes with their values."""
        return ", ".join(f"{axis.name} {value}" for axis, value in zip(self.axes, self.points[number], strict=True))

    def settings(self, point: Sequence[Any]) -> dict[str, Any]:
        """The values of a point by dotted path; an authority with an axis of its own counts more than all three."""
        pairs = zip(self.axes, point, strict=True)
        return {path: set_to for axis, value in pairs for path, set_to in axis.settings(value).items()}


def grid(levers: Mapping[str, Any], vary: Mapping[str, Any] | None = None) -> Grid:
    """The grid of some levers and of values at dotted paths.

    Parameters
    ----------
    levers : values by name, from `LEVERS`; a text such as '2..12', '0:1:0.1' or '2,4,8', or a sequence of values
    vary : the same by dotted path; a unit is written once, as in '1:5:1 days', or each time

    Raises
    ------
    BadInput
        When nothing is varied, an axis cannot be read, two set the same value, or there are too many points.
    """
    given: Any = vary
    if given is not None and not (isinstance(given, Mapping) and all(isinstance(key, str) for key in given)):
        raise BadInput(_("vary = {value!r}: expected a dictionary of dotted paths").format(value=vary))
    axes = [_lever(name, levers[name]) for name in LEVERS if levers.get(name) is not None]
    axes += [_path(path, values) for path, values in (vary or {}).items()]
    if not axes:
        raise BadInput(_("nothing to vary: expected --agencies 2..12, --authority 0:1:0.1 or --vary PATH=VALUES"))
    for one, other in combinations(axes, 2):
        for a, b in product(one.paths, other.paths) if not {one.name, other.name} <= SHARES else ():
            if f"{a}.".startswith(f"{b}.") or f"{b}.".startswith(f"{a}."):
                raise BadInput(_("{one} and {other} both set {path}").format(one=one.name, other=other.name, path=a))
    count = math.prod(len(axis.values) for axis in axes)
    if count > MOST_POINTS:
        text = _("this grid has {count} points; expected at most {most}: vary less, or in longer steps")
        raise BadInput(text.format(count=number(count, 0), most=number(MOST_POINTS, 0)))
    return Grid(tuple(axes))


def read_vary(texts: Iterable[str] | None) -> dict[str, str]:
    """PATH=VALUES of the command line, by path.

    Raises
    ------
    BadInput
        When one has no '=' or two have the same path.
    """
    found: dict[str, str] = {}
    for text in texts or ():
        path, equals, values = (part.strip() for part in text.partition("="))
        if not (path and equals and values):
            expected = _("expected PATH=VALUES, like world.files.digital='0:4:1 hours' or PATH=START..STOP or PATH=A,B")
            raise BadInput(f"--vary {text}: {expected}")
        if path in found:
            raise BadInput(f"--vary {text}: " + _("this path is varied twice; put its values into one list"))
        found[path] = values
    return found


def said(settings: Mapping[str, Any]) -> str:
    """A point in a message."""
    return ", ".join(f"{path} = {value}" for path, value in settings.items())


def _lever(name: str, given: Any) -> Axis:
    asked = f"--{name} {_shown(given)}"
    values = _values(asked, LEVERS[name][0], given)
    if name in SHARES:
        try:
            values = [share(value) for value in values]
        except ValueError:
            expected = _("expected shares from 0 to 1, with a decimal point, like 0:1:0.1 (START:STOP:STEP) or 0,0.5,1")
            raise BadInput(f"{asked}: {expected}") from None
    elif any(isinstance(value, bool) or not isinstance(value, int) or value < 1 for value in values):
        expected = _("expected whole numbers from 1 on, like 2..12, 2:12:2 (START:STOP:STEP) or 2,4,8")
        raise BadInput(f"{asked}: {expected}")
    return Axis(name, LEVERS[name], _distinct(asked, values))


def _path(path: str, given: Any) -> Axis:
    asked = f"--vary {path}={_shown(given)}"
    if path in NEVER:
        text = _("this is the same at every point of a sweep; set it with {option}")
        raise BadInput(f"{asked}: " + text.format(option=OPTIONS[path]))
    return Axis(path, (path,), _distinct(asked, _values(asked, path, given)))


def _values(asked: str, path: str, given: Any) -> list[Any]:
    """The values of an axis, as plain as JSON, so that they can be stored and compared."""
    if isinstance(given, str):
        values = _written_out(asked, path, given)
    elif isinstance(given, Iterable) and not isinstance(given, Mapping):
        values = list(given)
    else:
        values = [given]
    plain: list[Any] = json.loads(json.dumps(values, default=_plain))
    if not plain:
        raise BadInput(f"{asked}: " + _("expected at least one value"))
    return plain


def _written_out(asked: str, path: str, text: str) -> list[Any]:
    """The values of a list, which is to leave no doubt about its commas."""
    parts = [part.strip() for part in _parts(text)]
    if not all(parts):
        raise BadInput(f"{asked}: " + _("a value is missing; expected START..STOP, START:STOP:STEP or A,B"))
    values = [value for part in parts for value in _expanded(asked, path, part)]
    quantities = [match for match in (_QUANTITY.fullmatch(str(value)) for value in values) if match]
    if len({bool(match[2]) for match in quantities}) > 1:
        expected = _(
            "some of these values have a unit and others have none; expected a unit for all or for none, like "
            "10 %,20 % or 0.1,0.2, with a decimal point"
        )
        raise BadInput(f"{asked}: {expected}")
    return values


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)  # numbers of numpy; dates


def _shown(given: Any) -> str:
    return given if isinstance(given, str) else repr(given)


def _distinct(asked: str, values: list[Any]) -> tuple[Any, ...]:
    texts = [json.dumps(value) for value in values]
    twice = next((text for i, text in enumerate(texts) if text in texts[:i]), None)
    if twice is not None:
        raise BadInput(f"{asked}: " + _("{value} stands there twice").format(value=twice))
    return tuple(values)


def _parts(text: str) -> Iterator[str]:
    """Split at commas outside brackets and quotes."""
    depth, quote, start = 0, "", 0
    for i, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "," and depth == 0:
            yield text[start:i]
            start = i + 1
        else:
            depth += (letter in "([{") - (letter in ")]}")
    yield text[start:]


def _expanded(asked: str, path: str, part: str) -> Iterator[Any]:
    """The values of 'A..B', 'START:STOP:STEP' or one value, written as in a scenario file."""
    steps, count = _STEPS.fullmatch(part), _COUNT.fullmatch(part)
    if " per " in part:  # else the step says how many decimals there are
        try:
            refuse_mistaken(part, counted=True)
        except ValueError as error:
            raise BadInput(f"{asked}: {error}") from None
    if steps:
        start, stop, step = (Decimal(steps[i]) for i in (1, 3, 5))
        units = [steps[i] for i in (2, 4, 6)]
    elif count:
        start, stop, step = Decimal(count[1]), Decimal(count[3]), Decimal(1)
        units = [count[2], count[4]]
    else:
        yield read_setting(f"{path}={part}")[1]
        return
    if len({one(unit) for unit in units if unit}) > 1:
        raise BadInput(f"{asked}: " + _("expected one unit for start, stop and step"))
    if step <= 0 or stop < start:
        expected = _("expected a start, a stop not below it, and a step above 0, with decimal points, like 0:1:0.1")
        raise BadInput(f"{asked}: {expected}")
    many = int((stop - start) / step) + 1
    if many > MOST_VALUES:
        most = _("these are {count} values; expected at most {most}")
        raise BadInput(f"{asked}: " + most.format(count=number(many, 0), most=number(MOST_VALUES, 0)))
    unit = max(units, key=len)  # 'days' rather than 'day'
    yield from _written([start + i * step for i in range(many)], unit)


def _written(values: list[Decimal], unit: str) -> list[Any]:
    if unit:
        shown = unmistakable if unit.startswith("per ") else str
        return [f"{shown(_short(value))} {unit}" for value in values]
    whole = all(value == value.to_integral_value() for value in values)
    return [int(value) if whole else float(value) for value in values]


def _short(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def one(unit: str) -> str:
    """A unit without its plural: 'day' for 'days'."""
    return unit.strip().removesuffix("s") or unit

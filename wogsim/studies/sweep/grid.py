"""What a sweep varies: axes written as people write them, exact in decimals, and the full grid of their values."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _, number
from wogsim.scenario.quantities import share
from wogsim.scenario.settings import AUTHORITIES, OPTIONS
from wogsim.studies.sweep.written import QUANTITY, singular, written_out

MOST_POINTS = 100_000
LEVERS: Mapping[str, tuple[str, ...]] = {  # axes with a name of their own, and the values they move
    "agencies": ("levers.agencies",),
    "authority": tuple(f"levers.{name}" for name in AUTHORITIES),
    **{name: (f"levers.{name}",) for name in AUTHORITIES},
}
SHARES = {"authority", *AUTHORITIES}
# The same citizens meet every point, as often, under the same patterns.
NEVER = ("run.seed", "run.replications", "levers.patterns")


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
        found = [QUANTITY.fullmatch(str(value)) for value in self.values]
        units = {singular(match[2]) for match in found if match}
        if not all(found) or len(units) > 1 or any(isinstance(value, bool) for value in self.values):
            return None
        return tuple(float(match[1]) for match in found if match)

    @property
    def unit(self) -> str:
        """The unit of ``numbers``; empty for plain numbers."""
        match = QUANTITY.fullmatch(str(self.values[-1]))
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
            expected = _("expected shares from 0 to 1, like 0:1:0.1 (START:STOP:STEP), 0,0.5,1 or 0;0,5;1")
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
        values = written_out(asked, path, given)
    elif isinstance(given, Iterable) and not isinstance(given, Mapping):
        values = list(given)
    else:
        values = [given]
    plain: list[Any] = json.loads(json.dumps(values, default=_plain))
    if not plain:
        raise BadInput(f"{asked}: " + _("expected at least one value"))
    return plain


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)  # numbers of numpy; dates


def _shown(given: Any) -> str:
    return given if isinstance(given, str) and given.strip() else repr(given)


def _distinct(asked: str, values: list[Any]) -> tuple[Any, ...]:
    texts = [json.dumps(value) for value in values]
    twice = next((text for i, text in enumerate(texts) if text in texts[:i]), None)
    if twice is not None:
        raise BadInput(f"{asked}: " + _("{value} stands there twice").format(value=twice))
    return tuple(values)

"""Values of an axis as people write them in one text: lists, ranges, steps; exact in decimals."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _, current, number
from wogsim.scenario.numerals import COMMA_BETWEEN, NUMBER, listed, plain, refuse_mistaken, unmistakable
from wogsim.scenario.quantities import share
from wogsim.scenario.reading import read_setting
from wogsim.scenario.settings import AUTHORITIES

MOST_VALUES = 10_000  # of one axis
SHARE_PATHS = {f"levers.{name}" for name in AUTHORITIES}

_NUMBER = r"\d{1,15}(?:\.\d{1,15})?"
_UNIT = r"\s*([a-z% ]*?)\s*"
_STEPS = re.compile(rf"\s*({_NUMBER}){_UNIT}:\s*({_NUMBER}){_UNIT}:\s*({_NUMBER}){_UNIT}")
_COUNT = re.compile(rf"\s*(\d{{1,15}}){_UNIT}\.\.\s*(\d{{1,15}}){_UNIT}")
_LOCAL = re.compile(rf"\s*{NUMBER}{_UNIT}(?::\s*{NUMBER}{_UNIT}:\s*{NUMBER}{_UNIT})?")  # may have decimal commas
QUANTITY = re.compile(rf"\s*({_NUMBER}){_UNIT}")


def written_out(asked: str, path: str, text: str) -> list[Any]:
    """The values of a list, which is to leave no doubt about its commas."""
    parts = [part.strip() for part in _entries(asked, path, text)]
    if not all(parts):
        raise BadInput(f"{asked}: " + _("a value is missing; expected START..STOP, START:STOP:STEP or A,B"))
    return _written_in(asked, path, parts)


def _written_in(asked: str, path: str, parts: Sequence[str]) -> list[Any]:
    """The values of a list's entries."""
    values = [value for part in parts for value in _expanded(asked, path, part)]
    quantities = [match for match in (QUANTITY.fullmatch(str(value)) for value in values) if match]
    if len({bool(match[2]) for match in quantities}) > 1:
        expected = _(
            "some of these values have a unit and others have none; expected a unit for all or for none, like "
            "10 %,20 % or 0.1,0.2, with a decimal point"
        )
        raise BadInput(f"{asked}: {expected}")
    return values


def _entries(asked: str, path: str, text: str) -> list[str]:
    """The entries of a list: between semicolons where it has any, else between commas.

    With semicolons, and where the language has decimal commas, a comma between digits may be one. Where it may be
    either, it is refused; so a list that is read in both languages means the same in both.
    """
    by_semicolon = list(_parts(text, ";"))
    if len(by_semicolon) > 1:
        return by_semicolon
    doubtful = COMMA_BETWEEN.search(text)
    if doubtful is None or current() != "id" or any(sign in text for sign in "[{\"'"):
        return list(_parts(text))
    try:
        return listed(text, lambda entries: _fits(path, entries))
    except ValueError:
        said = _(
            "the comma of {text} may stand before decimals or between two values; write semicolons between values, "
            "like 0;0,5;1, or a decimal point, like 0,0.5,1"
        )
        raise BadInput(f"{asked}: " + said.format(text=doubtful[0])) from None


def _fits(path: str, entries: Sequence[str]) -> bool:
    """Whether these may be the values of an axis, as far as numbers tell."""
    try:
        found = _written_in("", path, entries)
        if path in SHARE_PATHS:
            found = [share(value) for value in found]
    except (BadInput, ValueError):
        return False
    whole = all(isinstance(value, int) for value in found)
    return not any(COMMA_BETWEEN.search(str(value)) for value in found) and (whole or path != "levers.agencies")


def _parts(text: str, sign: str = ",") -> Iterator[str]:
    """Split at commas, or another sign, outside brackets and quotes."""
    depth, quote, start = 0, "", 0
    for i, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == sign and depth == 0:
            yield text[start:i]
            start = i + 1
        else:
            depth += (letter in "([{") - (letter in ")]}")
    yield text[start:]


def _expanded(asked: str, path: str, part: str) -> Iterator[Any]:
    """The values of 'A..B', 'START:STOP:STEP' or one value, written as in a scenario file."""
    if _LOCAL.fullmatch(part):
        try:
            part = re.sub(NUMBER, _pointed, part)
        except ValueError as error:
            raise BadInput(f"{asked}: {error}") from None
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
    if len({singular(unit) for unit in units if unit}) > 1:
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


def _pointed(number: re.Match[str]) -> str:
    """A number with a decimal point; refused where its comma may stand between thousands."""
    plain(number[0])
    return number[0].replace(",", ".")


def _written(values: list[Decimal], unit: str) -> list[Any]:
    if unit:
        shown = unmistakable if unit.startswith("per ") else str
        return [f"{shown(_short(value))} {unit}" for value in values]
    whole = all(value == value.to_integral_value() for value in values)
    return [int(value) if whole else float(value) for value in values]


def _short(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def singular(unit: str) -> str:
    """A unit without its plural: 'day' for 'days'."""
    return unit.strip().removesuffix("s") or unit

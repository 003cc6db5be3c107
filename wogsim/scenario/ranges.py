"""What a file says could be instead of a number: two values of its kind, the lower one first, and it between them."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from wogsim.chance.distributions import CLOCK, OPENINGS, WORKING_DAYS, Distribution
from wogsim.errors import Problem
from wogsim.language import _
from wogsim.scenario.checked import expected, fields_at
from wogsim.scenario.completing import Tree
from wogsim.scenario.quantities import Duration, Load, Rate

TIMES = {CLOCK, WORKING_DAYS, OPENINGS}


class Unread(NamedTuple):
    """A value that cannot be read: what was expected."""

    expected: str


Size = tuple[str, float]  # a kind that can be compared, and how much of it


def wrong_ranges(tree: Tree, ranges: Mapping[str, tuple[Any, Any]]) -> Iterator[Problem]:
    """What is wrong with ranges, by the dotted path of the value; of values that are right themselves.

    Parameters
    ----------
    tree : the file's tables, without sources and ranges
    ranges : lowest and highest by dotted path, as the file says them
    """
    for path, ends in ranges.items():
        keys = path.split(".")
        field = fields_at(keys[:-1]).get(keys[-1])
        value = _at(tree, keys)
        read = [_read(field, said) for said in (value, *ends)] if field and value is not None else []
        if not read or isinstance(read[0], Unread):  # said where the value stands
            continue
        wrong = [(end, said.expected) for end, said in zip(ends, read[1:], strict=True) if isinstance(said, Unread)]
        for end, said in wrong:
            yield Problem(f"{path}.range", end, said)
        if wrong:
            continue
        sizes = [_size(value) for value in read]
        kinds, (own, low, high) = {kind for kind, _much in sizes}, (much for _kind, much in sizes)
        if len(kinds) > 1 and kinds <= TIMES:  # hours and working days do not compare
            continue
        if len(kinds) > 1 or "" in kinds:
            yield Problem(f"{path}.range", list(ends), _("expected two values of the same kind and unit as the number"))
        elif low > high:
            yield Problem(f"{path}.range", list(ends), _("expected the lowest value first"))
        elif not low <= own <= high:
            yield Problem(f"{path}.range", list(ends), _("the number itself is not in its range"))


def _at(tree: Any, keys: list[str]) -> Any:
    """What stands at a path; None where a column that cannot be read has been left out."""
    for key in keys:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _read(field: FieldInfo, said: Any) -> Any:
    """The value that is meant where a field stands, or in words what was expected."""
    try:
        return _reader(field).validate_python(said)
    except ValidationError as error:
        return Unread(expected(dict(error.errors()[0])))


READERS: dict[int, TypeAdapter[Any]] = {}  # of fields, which live as long as their tables' classes


def _reader(field: FieldInfo) -> TypeAdapter[Any]:
    if id(field) not in READERS:
        kind: Any = Annotated[field.annotation, None, *field.metadata]  # None means nothing, and is always there
        READERS[id(field)] = TypeAdapter(kind)
    return READERS[id(field)]


def _size(value: Any) -> Size:
    """What kind of number it is, and how large; of no kind where it is none."""
    match value:
        case Distribution():
            return value.clock, value.mean
        case Duration():
            return value.clock, value.seconds
        case Rate():
            return value.per, value.number
        case Load():
            return "load", value.share
        case bool():
            return "", 0.0
        case int() | float():
            return "number", value
    return "", 0.0

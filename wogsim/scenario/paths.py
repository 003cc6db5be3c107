"""Dotted paths into what a file says, in which * stands for any name, as in 'world.agencies.*.counters'."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.scenario.consistency import one_of

ANY = "*"


def written_out(tree: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings in which each path with a * has become all that match; a later one counts.

    Raises
    ------
    BadInput
        When nothing matches.
    """
    found: dict[str, Any] = {}
    for path, value in settings.items():
        for one in matching(tree, path):
            found.pop(one, None)  # where it stands last it counts
            found[one] = value
    return found


def at_paths(said: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Values by dotted path, as a variant says them: '"world.travel.walk" = ...', or as tables within tables."""
    found: dict[str, Any] = {}
    for key, value in said.items():
        nested = isinstance(value, Mapping) and value and "." not in key
        found |= at_paths(value, f"{prefix}{key}.") if nested else {f"{prefix}{key}": value}
    return found


def matching(tree: Mapping[str, Any], path: str) -> list[str]:
    """The paths that match one with a *; the path itself where it has none.

    Raises
    ------
    BadInput
        When nothing matches.
    """
    if ANY not in path or path.startswith("variants."):  # what a variant says is matched in its own world
        return [path]
    *tables, name = path.split(".")
    if ANY in name:
        raise BadInput(Problem(path, None, _("* stands for a table's name, not for a value's; end with a key")))
    return [f"{table}.{name}" for table in _tables(tree, tables, path)]


def _tables(tree: Mapping[str, Any], wanted: Sequence[str], path: str) -> list[str]:
    found: list[tuple[str, Mapping[str, Any]]] = [("", tree)]
    for key in wanted:
        inside = [(prefix, table, name) for prefix, table in found for name in table if fnmatchcase(name, key)]
        nearer = [(f"{prefix}{name}.", table[name]) for prefix, table, name in inside]
        known = [name for _prefix, table in found for name, part in table.items() if isinstance(part, Mapping)]
        found = [(prefix, part) for prefix, part in nearer if isinstance(part, Mapping)]
        if not found:
            expected = _("nothing matches '{key}';").format(key=key) + " " + one_of(key, list(dict.fromkeys(known)))
            raise BadInput(Problem(path, None, expected))
    return [prefix[:-1] for prefix, _part in found]

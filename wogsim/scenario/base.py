"""A file made from another: what it does not say is that scenario's."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.scenario.columns import from_folder
from wogsim.scenario.completing import gives_way
from wogsim.scenario.shipped import scenario_names

KEY = "base"
SOURCED = {"value", "source", "range"}  # a table of these is one value

Tree = dict[str, Any]
Read = Callable[[str | Path], tuple[Path, Tree]]  # from a name or path to where it is and what it says


class Layer(NamedTuple):
    """A file in a chain of bases: how the one before names it, where it is, what it says."""

    name: str
    path: Path
    said: Tree


def is_table(part: Any) -> bool:
    """Whether it is a table with keys of its own, and no value with its source."""
    return isinstance(part, dict) and not ("value" in part and set(part) <= SOURCED)


def with_base(raw: Tree, file: str, read: Read) -> tuple[Tree, Mapping[str, str]]:
    """What a file says together with all that it is made from, and from which scenario each value comes.

    Tables are merged key by key; lists and values are replaced as a whole. A base may have a base.

    Parameters
    ----------
    raw : what the file says
    file : its path, from which a base's path is meant
    read : reads a base

    Returns
    -------
    The tree, and by dotted path the name of the base that says a value; what the file itself says is not there.

    Raises
    ------
    BadInput
        When a base cannot be read, or scenarios are made from each other in a circle.
    """
    layers = [Layer("", Path(file), raw)]
    while KEY in layers[-1].said:
        last = layers[-1]
        base, where = last.said[KEY], str(last.path)
        if not isinstance(base, str) or not base.strip():
            raise BadInput(Problem(KEY, base, _("expected a shipped scenario's name, or the path of a file"), where))
        try:
            path, said = read(last.path.parent / base if _is_path(base) else base)
        except BadInput as error:
            raise BadInput(Problem(KEY, base, str(error), where)) from error
        if path.resolve() in [layer.path.resolve() for layer in layers]:
            raise BadInput(Problem(KEY, base, _("scenarios are made from each other in a circle"), where))
        layers.append(Layer(base, path, from_folder(said, path.parent)))
    tree, inherited = Tree(), dict[str, str]()
    for layer in reversed(layers):
        own = {key: part for key, part in layer.said.items() if key != KEY}
        tree = _merged(tree, own)
        inherited = {path: of for path, of in inherited.items() if not _says(own, path)}
        if layer.name:
            inherited |= dict.fromkeys(_values(own), layer.name)
    return tree, {path: of for path, of in inherited.items() if _says(tree, path)}


def _is_path(base: str) -> bool:
    """Whether it is meant from where the file lies; else it is a shipped scenario's name, or a slip of the pen."""
    return base not in scenario_names() and (bool(Path(base).suffix) or "/" in base or os.sep in base)


def _merged(base: Any, own: Any) -> Any:
    if not (is_table(base) and is_table(own)):
        return own
    left = {key: part for key, part in base.items() if key not in gives_way(own)}
    return left | {key: _merged(base[key], part) if key in base else part for key, part in own.items()}


def _values(part: Tree, prefix: str = "") -> list[str]:
    """The dotted path of every value in a table."""
    found = list[str]()
    for key, value in part.items():
        found += _values(value, f"{prefix}{key}.") if is_table(value) else [f"{prefix}{key}"]
    return found


def _says(part: Any, path: str) -> bool:
    """Whether a table has a value at a dotted path, or in the place of a table around it."""
    for key in path.split("."):
        if not is_table(part):
            return True
        if key not in part:
            return False
        part = part[key]
    return True

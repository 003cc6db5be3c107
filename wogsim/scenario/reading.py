"""From a file to a scenario: TOML in, clear errors out, a source beside every number that has one."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import stat
import tomllib
import types
import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from wogsim.errors import BadInput, Problem
from wogsim.language import _, ngettext
from wogsim.scenario.consistency import one_of, problems
from wogsim.scenario.file import Scenario
from wogsim.scenario.shipped import scenario_names, scenario_path

Tree = dict[str, Any]
LARGEST = 1_000_000  # bytes
DEEPEST = 20  # dots of a key
MOST = 10  # problems that are told
SOURCED = {"value", "source", "range"}


@dataclass(frozen=True)
class Loaded:
    """A scenario with what its file says about it.

    ``sources`` and ``ranges`` map dotted paths to the source of a value and to its plausible range; ``tree`` is the
    file without them, from which changed scenarios are made; ``settings`` are the values changed since.
    """

    scenario: Scenario
    name: str
    tree: Tree
    sources: Mapping[str, str]
    ranges: Mapping[str, tuple[Any, Any]]
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything that the file and the settings say, in hexadecimal."""
        text = json.dumps(self.scenario.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def change(self, settings: Mapping[str, Any]) -> Loaded:
        """The scenario with other values at dotted paths, validated anew.

        Raises
        ------
        BadInput
            Naming the path and what was expected there.
        """
        tree = copy.deepcopy(self.tree)
        for path, value in settings.items():
            _refuse_unlisted(tree, path)
            _put(tree, path.split("."), _plain(value, path, self.name, {}, {}), path)
        sources = {path: source for path, source in self.sources.items() if path not in settings}
        changed = {**self.settings, **settings}
        return replace(
            self, scenario=_validated(tree, self.name, changed), tree=tree, sources=sources, settings=changed
        )


def load(source: str | Path) -> Loaded:
    """Read a scenario by its shipped name or its path.

    Raises
    ------
    BadInput
        Naming the file, the key, the value and what was expected.
    """
    path = _find(source)
    try:
        return replace(from_tree(tomllib.loads(_text(path)), str(path)), name=str(source))
    except OSError as error:
        raise BadInput(_("{file}: cannot be read: {reason}").format(file=path, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise BadInput(_("{file}: is not text in UTF-8; a scenario is a TOML file").format(file=path)) from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits are a ValueError too
        raise BadInput(
            _(
                "{file}: is not valid TOML: {reason}. Numbers have a decimal point, texts stand in quotes, "
                "dates are like 2026-01-05"
            ).format(file=path, reason=error)
        ) from error


def from_tree(raw: Tree, name: str) -> Loaded:
    """A scenario from what a file says, as tables within tables; `name` stands in messages.

    Raises
    ------
    BadInput
        Naming the key, the value and what was expected.
    """
    sources: dict[str, str] = {}
    ranges: dict[str, tuple[Any, Any]] = {}
    tree = _plain(raw, "", name, sources, ranges)
    return Loaded(_validated(tree, name), name, tree, sources, ranges)


def read_setting(text: str) -> tuple[str, Any]:
    """Read PATH=VALUE of the command line; a value is written as in the file, quotes may be left out."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip() or not value.strip():
        raise BadInput(_("--set {text}: expected PATH=VALUE, like world.travel.walk='5 min'").format(text=text))
    try:
        parsed = tomllib.loads(f"v = {value}")
    except (ValueError, RecursionError):
        parsed = {}
    return path.strip(), parsed["v"] if len(parsed) == 1 else value.strip()


def _text(path: Path) -> str:
    """The text of a scenario file, which is not larger than any that a person wrote."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise BadInput(_("{file}: is not a regular file; expected a scenario file").format(file=path))
    if path.stat().st_size > LARGEST:
        raise BadInput(_("{file}: is larger than any scenario; expected at most 1 MB").format(file=path))
    text = path.read_bytes().decode("utf-8-sig")
    if any(line.partition("=")[0].count(".") > DEEPEST for line in text.splitlines()):
        raise BadInput(_("{file}: is nested more deeply than any scenario").format(file=path))
    return text


def _find(source: Any) -> Path:
    if not isinstance(source, str | Path) or not str(source).strip():
        raise BadInput(_("expected a scenario's name or path, not {value!r}").format(value=source))
    path = Path(source)
    if isinstance(source, str) and source in scenario_names():
        return scenario_path(source)
    try:
        there, directory = os.path.lexists(path), path.is_dir()
    except (OSError, ValueError):
        there = directory = False
    if directory:
        raise BadInput(_("{file}: is a directory; expected a scenario file").format(file=path))
    if not there:
        raise BadInput(
            _("{file}: there is no such file, and no shipped scenario of that name;").format(file=source)
            + " "
            + one_of(str(source), scenario_names())
        )
    return path


def _plain(value: Any, path: str, file: str, sources: dict[str, str], ranges: dict[str, tuple[Any, Any]]) -> Any:
    """The tree without its sources and ranges, which are noted by path."""
    if not isinstance(value, dict):
        return value
    if "value" in value and set(value) <= SOURCED:
        if "source" in value:
            if not isinstance(value["source"], str) or not value["source"].strip():
                expected = _("expected a text that says where the number comes from")
                raise BadInput(Problem(f"{path}.source", None, expected, file))
            sources[path] = value["source"]
        if "range" in value:
            if not isinstance(value["range"], list) or len(value["range"]) != 2:
                expected = _("expected two values, the lowest and the highest")
                raise BadInput(Problem(f"{path}.range", None, expected, file))
            ranges[path] = tuple(value["range"])
        return value["value"]
    return {key: _plain(part, f"{path}.{key}" if path else key, file, sources, ranges) for key, part in value.items()}


def _refuse_unlisted(tree: Tree, path: str) -> None:
    """A setting inside an agency, clearance or permit that the file does not have is a slip of the pen."""
    world, kind, key, *rest = [*path.split("."), "", ""][:4]
    if world == "world" and kind in ("agencies", "clearances", "permits") and any(rest):
        table = tree.get("world")
        listed = table.get(kind) if isinstance(table, dict) else None
        if isinstance(listed, dict) and key not in listed:
            expected = _("there is no '{key}';").format(key=key) + " " + one_of(key, listed)
            raise BadInput(Problem(path, None, expected))


def _put(tree: Tree, keys: list[str], value: Any, path: str) -> None:
    for key in keys[:-1]:
        tree = tree.setdefault(key, {})
        if not isinstance(tree, dict):
            expected = _("'{key}' is a value, not a table; it has no keys of its own").format(key=key)
            raise BadInput(Problem(path, None, expected))
    tree[keys[-1]] = value


def _validated(tree: Tree, file: str, changed: Collection[str] = ()) -> Scenario:
    """The scenario of a tree; of what is wrong, values at the changed paths do not stand in the file."""
    try:
        scenario = Scenario.model_validate(tree)
    except ValidationError as error:
        places = [problem["loc"] for problem in error.errors()]
        # Where an entry is wrong, the list counts as too short besides.
        found = [
            _explain(dict(problem))
            for problem in error.errors()
            if problem["type"] != "too_short" or sum(at[: len(problem["loc"])] == problem["loc"] for at in places) == 1
        ]
    else:
        found = problems(scenario)
        if not found:
            return scenario
    told = list({str(p): p if any(map(p.concerns, changed)) else replace(p, file=file) for p in found}.values())
    rest = [f"{file}: " + _("and {count} more").format(count=len(told) - MOST)] if len(told) > MOST else []
    raise BadInput(*told[:MOST], *rest)


def _explain(problem: dict[str, Any]) -> Problem:
    """One validation error: key path, value, what was expected."""
    path, keys = _path(problem["loc"])
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        meaning = _meaning(keys)
        said = (
            _("this key is missing; it says: {meaning}").format(meaning=meaning)
            if meaning
            else _("this key is missing")
        )
        return Problem(path, None, said)
    if kind == "extra_forbidden":
        return Problem(path, None, _("there is no such key;") + " " + one_of(keys[-1], _known(keys[:-1])))
    templates = {
        "value_error": str(context.get("error", "")),
        "literal_error": _("expected {expected}").format(**{"expected": "", **context}),
        "enum": _("expected {expected}").format(**{"expected": "", **context}),
        "greater_than_equal": _("expected at least {limit}").format(limit=context.get("ge")),
        "greater_than": _("expected more than {limit}").format(limit=context.get("gt")),
        "less_than_equal": _("expected at most {limit}").format(limit=context.get("le")),
        "int_type": _("expected a whole number"),
        "int_parsing": _("expected a whole number"),
        "int_from_float": _("expected a whole number"),
        "float_type": _("expected a number"),
        "float_parsing": _("expected a number"),
        "finite_number": _("expected a finite number"),
        "bool_type": _("expected true or false"),
        "bool_parsing": _("expected true or false"),
        "string_type": _("expected a text in quotes"),
        "string_too_short": _("expected a text that is not empty"),
        "model_type": _("expected a table"),
        "dict_type": _("expected a table"),
        "tuple_type": _("expected a list in square brackets"),
        "too_short": _least_entries(context.get("min_length", 1)),
        "too_long": _("expected at most {count} entries").format(count=context.get("max_length")),
        "date_type": _("expected a date, like 2026-01-05"),
        "date_parsing": _("expected a date, like 2026-01-05"),
        "date_from_datetime_parsing": _("expected a date, like 2026-01-05"),
        "date_from_datetime_inexact": _("expected a date without a time, like 2026-01-05"),
    }
    return Problem(path, problem["input"], templates.get(kind, problem["msg"]))


def _least_entries(count: int) -> str:
    return ngettext("expected at least {count} entry", "expected at least {count} entries", count).format(count=count)


def _path(location: tuple[str | int, ...]) -> tuple[str, list[str]]:
    keys = [str(part) for part in location if part != "[key]"]
    return ".".join(keys), keys


def _inside(annotation: Any) -> Iterator[Any]:
    """The annotation and everything it is made of."""
    yield annotation
    for part in typing.get_args(annotation):
        yield from _inside(part)


def _table(keys: list[str]) -> type[BaseModel] | None:
    """The model that describes the table at a path, or None."""
    model: Any = Scenario
    wanted = iter(keys)
    for key in wanted:
        if key not in model.model_fields:
            return None
        annotation = model.model_fields[key].annotation
        models = [a for a in _inside(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
        if not models:
            return None
        model = models[0]
        if typing.get_origin(annotation) in (dict, types.GenericAlias):
            next(wanted, None)
    return typing.cast("type[BaseModel]", model)


def _known(keys: list[str]) -> list[str]:
    model = _table(keys)
    return list(model.model_fields) if model else []


def _meaning(keys: list[str]) -> str:
    model = _table(keys[:-1])
    field = model.model_fields.get(keys[-1]) if model else None
    return _(field.description) if field and field.description else ""

"""The scenarios that pages may show: those of the library, and what was uploaded since the server started."""

from __future__ import annotations

import hashlib
import sys
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wogsim.errors import BadInput, Problem, WogsimError
from wogsim.language import _, pick, using
from wogsim.scenario.columns import DATED
from wogsim.scenario.presets import Point, all_off
from wogsim.scenario.reading import Loaded, from_tree, load
from wogsim.scenario.shipped import scenario_names
from wogsim.scenario.themes import THEMES
from wogsim.scenario.toml import tables

LARGEST = 300_000  # bytes of an uploaded file
MOST = 40  # uploaded files that are remembered
UPLOADED = "upload-"
SHORT = 3  # values that a table in one line has at most


@dataclass(frozen=True)
class Shelved:
    """A scenario and, for each assumption that it makes, the values that switch it off."""

    loaded: Loaded
    off: Mapping[str, Point]


def shelved(loaded: Loaded) -> Shelved:
    """A scenario, and which assumptions it makes; that takes a while."""
    return Shelved(loaded, {key: off for key, off in all_off(loaded).items() if _makes(loaded, off)})


def _makes(loaded: Loaded, off: Point) -> bool:
    try:
        return loaded.change(off).fingerprint != loaded.fingerprint
    except BadInput:  # it cannot be switched off here
        return False


@cache
def of_library(name: str) -> Shelved:
    """One of the library."""
    return shelved(load(name))


def titles() -> dict[str, str]:
    """The library's scenarios by name, theme by theme, each by its title in the language in use.

    A file of it that is broken is left out, which is told once to who runs the server.
    """
    known = {name: loaded for name in scenario_names() if (loaded := _loaded(name))}
    found: dict[str, str] = {}
    for theme in THEMES:
        for name, loaded in known.items():
            lesson = loaded.scenario.lesson
            if lesson and lesson.theme == theme:
                found[name] = pick(dict(loaded.scenario.title))
    return found | {name: pick(dict(loaded.scenario.title)) for name, loaded in known.items() if name not in found}


@cache
def _loaded(name: str) -> Loaded | None:
    try:
        return load(name)
    except WogsimError as error:
        print(
            _("{name} is left out of the list of scenarios: {reason}").format(name=name, reason=error), file=sys.stderr
        )
        return None


def from_upload(content: bytes, name: str, language: str) -> Shelved:
    """An uploaded file as pages show it.

    Raises
    ------
    BadInput
        As `read_upload` does.
    """
    with using(language):
        return shelved(read_upload(content, name, language))


def read_upload(content: bytes, name: str, language: str) -> Loaded:
    """An uploaded file, validated as on the command line; nothing is written, and no other file is read for it.

    Raises
    ------
    BadInput
        Naming the file, the key, the value and what was expected.
    """
    with using(language):
        if len(content) > LARGEST:
            text = _("{file}: is larger than the app takes; expected at most {most} kB")
            raise BadInput(text.format(file=name, most=LARGEST // 1000))
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise BadInput(_("{file}: is not text in UTF-8; a scenario is a TOML file").format(file=name)) from None
        raw = tables(text, name)
        wrong = list(_elsewhere(raw, name))
        if wrong:
            raise BadInput(*wrong)
        return from_tree(raw, name, titled=True)


def _elsewhere(tree: Mapping[str, Any], name: str, path: str = "") -> Iterator[Problem]:
    """Where a file names another one, which an uploaded file must not."""
    for key, value in tree.items():
        here, word = f"{path}.{key}" if path else key, key.rpartition(".")[2]
        if here == "base" and value not in scenario_names():
            said = _("an uploaded file may be made from a scenario of the library only: {names}")
            yield Problem(here, value, said.format(names=", ".join(scenario_names())), name)
        elif word == "csv" or (word == DATED and (isinstance(value, str) or _names_a_file(value))):
            said = _("an uploaded file is alone: columns of a CSV file beside it are not there; write the numbers in")
            yield Problem(here, value if isinstance(value, str) else None, said, name)
        elif isinstance(value, Mapping):
            yield from _elsewhere(value, name, here)
        elif isinstance(value, list):
            for i, part in enumerate(value):
                if isinstance(part, Mapping):
                    yield from _elsewhere(part, name, f"{here}.{i}")


def _names_a_file(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("value"), str)


class Uploads:
    """What was uploaded, the last of it, known by what it says."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Shelved] = OrderedDict()

    def keep(self, content: bytes, found: Shelved) -> str:
        """Remember it; returns the name by which it is asked for."""
        name = UPLOADED + hashlib.sha256(content).hexdigest()[:16]
        self._known[name] = found
        self._known.move_to_end(name)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return name

    def find(self, name: str) -> Shelved:
        """A scenario by its name.

        Raises
        ------
        BadInput
            When there is none.
        """
        if name in self._known:
            self._known.move_to_end(name)
            return self._known[name]
        if name.startswith(UPLOADED):
            raise BadInput(_("this uploaded scenario is no longer here; upload its file again"))
        if name not in scenario_names():
            raise BadInput(_("there is no such scenario in the library; choose one from the list"))
        return of_library(name)


def text_of(loaded: Loaded) -> str:
    """A scenario as a file that stands by itself: every value as it is, without sources."""
    from wogsim.scenario.blank import toml

    lines: list[str] = []

    def write(table: Mapping[str, Any], path: str) -> None:
        plain = {key: value for key, value in table.items() if value is not None and not _is_table(value)}
        lines.extend(f"{_key(key)} = {toml(_without_nothing(value))}" for key, value in plain.items())
        for key, value in table.items():
            if _is_table(value):
                inside = f"{path}.{_key(key)}" if path else _key(key)
                lines.extend(["", f"[{inside}]"])
                write(value, inside)

    write(loaded.tree, "")
    return "\n".join(lines).strip() + "\n"


def _key(key: str) -> str:
    from wogsim.scenario.blank import toml

    return toml({key: 0})[2:].partition(" = 0")[0]


def _is_table(value: Any) -> bool:
    """Whether it is written as a table of its own: one with tables in it, or a long one."""
    return isinstance(value, Mapping) and (
        len(value) > SHORT or any(isinstance(part, Mapping) for part in value.values())
    )


def _without_nothing(value: Any) -> Any:
    """What a file cannot say is not said."""
    if isinstance(value, Mapping):
        return {key: _without_nothing(part) for key, part in value.items() if part is not None}
    return [_without_nothing(part) for part in value] if isinstance(value, list | tuple) else value

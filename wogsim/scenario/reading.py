"""From a file to a scenario: TOML in, clear errors out, a source beside every number that has one."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import stat
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wogsim.errors import BadInput, Problem, shows
from wogsim.language import LANGUAGES, _
from wogsim.scenario.base import SOURCED, with_base
from wogsim.scenario.checked import validated
from wogsim.scenario.columns import put_in
from wogsim.scenario.completing import Tree, completed
from wogsim.scenario.consistency import one_of
from wogsim.scenario.file import Scenario, Shown, Variant
from wogsim.scenario.numerals import NUMBER, plain
from wogsim.scenario.paths import at_paths, written_out
from wogsim.scenario.ranges import wrong_ranges
from wogsim.scenario.shipped import scenario_names, scenario_path
from wogsim.scenario.signs import ONE_LINE, unshowable
from wogsim.scenario.toml import DEEPEST, tables, too_deep
from wogsim.scenario.values import Title

LARGEST = 3_000_000  # bytes
Source = str | Mapping[str, str]  # one text, or one in each language


@dataclass(frozen=True)
class Loaded:
    """A scenario with what its file says about it.

    ``sources`` and ``ranges`` map dotted paths to the source of a value and to its plausible range; ``tree`` is the
    file without them, from which changed scenarios are made; ``settings`` are the values changed since. ``inherited``
    names by dotted path the base that says a value which the file itself does not say; names of other files are counted
    from ``folder``.
    """

    scenario: Scenario
    name: str
    tree: Tree
    sources: Mapping[str, Source]
    ranges: Mapping[str, tuple[Any, Any]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    inherited: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything that the file and the settings say, in hexadecimal."""
        text = json.dumps(self.scenario.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def change(self, settings: Mapping[str, Any]) -> Loaded:
        """The scenario with other values at dotted paths, validated anew; a * in a path stands for any table's name.

        Raises
        ------
        BadInput
            Naming the path and what was expected there.
        """
        settings = written_out(completed(self.tree, self.name).tree, settings)
        wrong = list(unshowable(settings))
        tree = copy.deepcopy(self.tree)
        for path, value in settings.items():
            _refuse_unlisted(tree, path)
            _put(tree, path, _plain(value, path, {}, {}, wrong))
        put_in(tree, self.folder, wrong)
        sources = {path: source for path, source in self.sources.items() if path not in settings}
        inherited = {path: of for path, of in self.inherited.items() if not _within(path, settings)}
        changed = {**self.settings, **settings}
        titled = any(ONE_LINE in path.split(".") for path in settings)
        scenario = validated(tree, self.name, changed, wrong, titled=titled)
        return replace(self, scenario=scenario, tree=tree, sources=sources, settings=changed, inherited=inherited)

    def variant(self, key: str) -> Loaded:
        """The scenario with the values of one of its variants.

        Raises
        ------
        BadInput
            Naming the variant, the path and what was expected there.
        """
        try:
            return self.change(at_paths(self.tree["variants"][key].get("set", {})))
        except BadInput as error:
            at = f"variants.{key}.set"
            told = (
                replace(p, key=f"{at}.{p.key}", file=self.name) if isinstance(p, Problem) else p for p in error.args
            )
            raise BadInput(*told) from error

    def showing(self, rows: Sequence[str], variants: Mapping[str, Title]) -> Loaded:
        """The scenario that compares these rows, with further variants that are known by their titles alone."""
        named = {key: {"title": dict(title), "set": {}} for key, title in variants.items()}
        tree = self.tree | {"variants": self.tree.get("variants", {}) | named, "compare": {"rows": list(rows)}}
        more = {key: Variant(title=title) for key, title in variants.items()}
        update = {"variants": self.scenario.variants | more, "compare": Shown(rows=tuple(rows))}
        return replace(self, tree=tree, scenario=self.scenario.model_copy(update=update))


def load(source: str | Path) -> Loaded:
    """Read a scenario by its shipped name or its path.

    Raises
    ------
    BadInput
        Naming the file, the key, the value and what was expected.
    """
    path, raw = _read(source)
    return replace(from_tree(raw, str(path), path.parent, titled=True), name=str(source))


def _read(source: str | Path) -> tuple[Path, Tree]:
    """Where a scenario is, by its shipped name or its path, and what its file says."""
    path = _find(source)
    try:
        return path, tables(_text(path), str(path))
    except OSError as error:
        raise BadInput(_("{file}: cannot be read: {reason}").format(file=path, reason=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise BadInput(_("{file}: is not text in UTF-8; a scenario is a TOML file").format(file=path)) from error


def from_tree(raw: Tree, name: str, folder: Path = Path(), *, titled: bool = False) -> Loaded:
    """A scenario from what a file says, as tables within tables.

    Parameters
    ----------
    name : stands in messages
    folder : from which names of other files are counted
    titled : people gave the titles, and know things by them: two of a kind do not have the same

    Raises
    ------
    BadInput
        Naming the key, the value and what was expected.
    """
    sources: dict[str, Source] = {}
    ranges: dict[str, tuple[Any, Any]] = {}
    whole, inherited = with_base(raw, name, _read)
    wrong = list(unshowable(whole))
    tree = _plain(whole, "", sources, ranges, wrong)
    put_in(tree, folder, wrong)
    wrong += wrong_ranges(tree, ranges)
    scenario = validated(tree, name, wrong=wrong, titled=titled)
    loaded = Loaded(scenario, name, tree, sources, ranges, inherited=inherited, folder=folder)
    _refuse_wrong_variants(loaded)
    return loaded


def _refuse_wrong_variants(loaded: Loaded) -> None:
    """Say all that is wrong with variants before anything is run."""
    found: list[Problem | str] = []
    for key in loaded.scenario.variants:
        try:
            loaded.variant(key)
        except BadInput as error:
            found += error.args
    if found:
        raise BadInput(*found)


def read_setting(text: str) -> tuple[str, Any]:
    """Read PATH=VALUE of the command line; a value is written as in the file, quotes may be left out."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip() or not value.strip() or path.count(".") > DEEPEST or too_deep(value):
        raise BadInput(_("--set {text}: expected PATH=VALUE, like world.travel.walk='5 min'").format(text=text))
    try:
        parsed = tomllib.loads(f"v = {value}")
    except (ValueError, RecursionError):
        parsed = {}
    if len(parsed) == 1:
        return path.strip(), parsed["v"]
    text = value.strip()
    try:
        return path.strip(), plain(text) if "," in text and re.fullmatch(NUMBER, text) else text
    except ValueError as error:
        raise BadInput(f"--set {path.strip()}={text}: {error}") from None


def _text(path: Path) -> str:
    """The text of a scenario file, which is not larger than any that a person wrote."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise BadInput(_("{file}: is not a regular file; expected a scenario file").format(file=path))
    if about.st_size > LARGEST:
        said = _("{file}: is larger than any scenario; expected at most {most} MB")
        raise BadInput(said.format(file=path, most=LARGEST // 1_000_000))
    return path.read_bytes().decode("utf-8-sig")


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
    if there and not shows(str(path)):
        raise BadInput(
            _("{file!a}: the file's name holds signs that are no text; rename the file").format(file=str(path))
        )
    if directory:
        raise BadInput(_("{file}: is a directory; expected a scenario file").format(file=path))
    if not there:
        missing = _("{file}: there is no such file, and no shipped scenario of that name;").format(file=source)
        raise BadInput(missing + " " + one_of(str(source), scenario_names()))
    return path


def _plain(
    value: Any, path: str, sources: dict[str, Source], ranges: dict[str, tuple[Any, Any]], wrong: list[Problem]
) -> Any:
    """The tree without its sources and ranges, which are noted by path; what is wrong with these is noted too."""
    if not isinstance(value, dict):
        return value
    if "value" in value and set(value) <= SOURCED:
        source, ends = value.get("source", "-"), value.get("range", [None, None])
        if not _says_something(source):
            wrong.append(Problem(f"{path}.source", None, _("expected a text that says where the number comes from")))
        elif "source" in value:
            sources[path] = source
        if not isinstance(ends, list) or len(ends) != 2:
            wrong.append(Problem(f"{path}.range", None, _("expected two values, the lowest and the highest")))
        elif "range" in value:
            ranges[path] = (ends[0], ends[1])
        return value["value"]
    return {key: _plain(part, f"{path}.{key}" if path else key, sources, ranges, wrong) for key, part in value.items()}


def _says_something(source: Any) -> bool:
    """Whether it is a text, or one in each language."""
    texts = list(source.values()) if isinstance(source, dict) and set(source) <= set(LANGUAGES) else [source]
    return bool(texts) and all(isinstance(text, str) and text.strip() for text in texts)


def _refuse_unlisted(tree: Tree, path: str) -> None:
    """A setting inside an agency, clearance, permit or pattern that the file does not have is a slip of the pen."""
    match path.split("."):
        case ["base", *_rest]:
            expected = _(
                "what a scenario is made from is said in its file; 'wogsim new NAME --from SCENARIO' writes one"
            )
            raise BadInput(Problem(path, None, expected))
        case ["patterns", key, inside, *_rest] if inside:
            rows = tree.get("patterns", {})
            if isinstance(rows, dict) and key not in rows:
                said = _("the file has no row '{key}'; expected one of its rows, or a whole one with title and from")
                raise BadInput(Problem(path, None, said.format(key=key)))
        case ["world", "agencies" | "clearances" | "permits" as kind, key, inside, *_rest] if inside:
            table = tree.get("world")
            listed = table.get(kind) if isinstance(table, dict) else None
            if isinstance(listed, dict) and key not in listed:
                expected = _("there is no '{key}';").format(key=key) + " " + one_of(key, listed)
                raise BadInput(Problem(path, None, expected))


def _within(path: str, settings: Mapping[str, Any]) -> bool:
    """Whether a value stands at one of some dotted paths, or in a table there."""
    keys = path.split(".")
    return any(".".join(keys[:length]) in settings for length in range(1, len(keys) + 1))


def _put(tree: Tree, path: str, value: Any) -> None:
    *tables, name = path.split(".")
    for key in tables:
        tree = tree.setdefault(key, {})
        if not isinstance(tree, dict):
            expected = _("'{key}' is a value, not a table; it has no keys of its own").format(key=key)
            raise BadInput(Problem(path, None, expected))
    tree[name] = value

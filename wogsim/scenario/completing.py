"""What a file leaves unsaid: defaults that it sets itself, names that are clear, titles, one permit of everything."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Tree = dict[str, Any]
KINDS = {"agencies": "agency", "clearances": "clearance", "permits": "permit"}  # tables, and their defaults
HOMES = ("home_to_office", "home_to_centre")
# Keys of one table of which a file says the one or the other: who says one takes a default's or a base's other away.
NOT_AT_COUNTER = (
    "assessors",
    "assessment",
    "inspectors",
    "inspection",
    "signature",
    "signed_on",
    "deadline",
    "backlog",
    "consult",
    "works",
)
WITHIN = ("consult", "works")  # tables of a table, of which each key has its own default
INSTEAD = {
    "need": ("need_by_date", "share"),
    "need_by_date": ("need", "share"),
    "share": ("need", "need_by_date"),
    "clearances": ("together",),
    "together": ("clearances",),
    "home": HOMES,
    "at_counter": NOT_AT_COUNTER,
    "assessors": ("at_counter",),
    "assessment": ("at_counter",),
}
ONLY_PERMIT = "permit"  # key of the permit of a file that has none
FILLED = ("title", "agency", "hours", "working_days", "permits")  # keys that need not stand in a file


def gives_way(own: Iterable[str]) -> set[str]:
    """Keys that a default or a base has in vain where a table says these itself."""
    said = set(own)
    return {other for key in said for other in INSTEAD.get(key, ())} - said


@dataclass(frozen=True)
class Completed:
    """A file's tables with what goes without saying.

    ``origins`` has the dotted path of every value that was put there, and the key of the file that it comes from; ''
    where no key of the file says it.
    """

    tree: Tree
    origins: dict[str, str] = field(default_factory=dict)

    def origin(self, path: str) -> str:
        """The file's key that is to blame for what stands at a dotted path."""
        keys = path.split(".")
        for length in range(len(keys), 0, -1):
            if said := self.origins.get(".".join(keys[:length])):
                return ".".join((said, *keys[length:]))
        return path

    def fill(self, table: Tree, path: str, key: str, value: Any, origin: str = "") -> None:
        """Put a value where the file has none."""
        if key not in table:
            table[key] = value
            self.origins[f"{path}.{key}" if path else key] = origin


def completed(tree: Tree, file: str) -> Completed:
    """The tables of a file, whatever they hold, with what it leaves unsaid; `file` is its name or path."""
    found = Completed(dict(tree))
    whole = found.tree
    found.fill(whole, "", "title", spoken(Path(file).stem) or "-")
    for kind in ("patterns", "variants"):
        whole[kind] = _titled(found, kind, whole.get(kind, {}))
    if isinstance(whole.get("world"), dict):
        whole["world"] = dict(whole["world"])
        _complete_world(found, whole["world"], whole["title"])
    return found


def _complete_world(found: Completed, world: Tree, title: Any) -> None:
    first = next(iter(_table(world, "hours")), "always")
    found.fill(world, "world", "working_days", first)
    if not world.get("permits", {}):
        world["permits"] = {ONLY_PERMIT: {}}
    if (
        isinstance(only := world["permits"], dict)
        and set(only) == {ONLY_PERMIT}
        and isinstance(only[ONLY_PERMIT], dict)
    ):
        world["permits"] = {ONLY_PERMIT: {"title": title, **only[ONLY_PERMIT]}}
    for kind, one in KINDS.items():
        if isinstance(world.get(kind), dict):
            default = _table(_table(world, "default"), one)
            world[kind] = {key: _with(found, default, kind, key, entry) for key, entry in world[kind].items()}
            world[kind] = _titled(found, f"world.{kind}", world[kind])
    for key, agency in _tables(world, "agencies"):
        found.fill(agency, f"world.agencies.{key}", "hours", first)
    agencies = list(_table(world, "agencies"))
    for key, clearance in _tables(world, "clearances") if len(agencies) == 1 else ():
        found.fill(clearance, f"world.clearances.{key}", "agency", agencies[0])
    if "home" in _table(world, "travel"):
        travel = world["travel"] = dict(world["travel"])
        for name in HOMES:
            found.fill(travel, "world.travel", name, travel["home"], "world.travel.home")


def _with(found: Completed, default: Tree, kind: str, key: str, entry: Any) -> Any:
    """An entry with the default's values where it has none; what is no table is left to be refused."""
    if not isinstance(entry, dict):
        return entry
    table, gone, path, origin = dict(entry), gives_way(entry), f"world.{kind}.{key}", f"world.default.{KINDS[kind]}"
    for name, value in default.items():
        own = table.get(name)
        if name in WITHIN and isinstance(own, dict) and isinstance(value, dict):
            table[name] = dict(own)
            for inner, one in value.items():
                found.fill(table[name], f"{path}.{name}", inner, one, f"{origin}.{name}.{inner}")
        elif name not in gone:
            found.fill(table, path, name, value, f"{origin}.{name}")
    return table


def _titled(found: Completed, path: str, tables: Any) -> Any:
    """The same tables, each with a title: its key, where the file gives none."""
    if not isinstance(tables, dict):
        return tables
    titled = {key: dict(entry) if isinstance(entry, dict) else entry for key, entry in tables.items()}
    for key, entry in titled.items():
        if isinstance(entry, dict):
            found.fill(entry, f"{path}.{key}", "title", spoken(key))
    return titled


def spoken(key: str) -> str:
    """A key as a title: 'land-use' is 'Land use'."""
    words = " ".join(key.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _table(tree: Tree, key: str) -> Tree:
    """The table at a key; an empty one where there is none."""
    table = tree.get(key)
    return table if isinstance(table, dict) else {}


def _tables(tree: Tree, key: str) -> Iterator[tuple[str, Tree]]:
    return ((name, entry) for name, entry in _table(tree, key).items() if isinstance(entry, dict))


def half_titled(tree: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Dotted paths of titles that a file gives in one language only."""
    for key, entry in tree.items():
        here = f"{path}.{key}" if path else key
        if not isinstance(entry, dict):
            continue
        if key in ("title", "about") and len(entry) == 1 and set(entry) < {"en", "id"}:
            yield here
        else:
            yield from half_titled(entry, here)

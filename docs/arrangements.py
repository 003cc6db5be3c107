"""Write scenarios of many like agencies and clearances out: `python docs/arrangements.py [DIRECTORY [NAME ...]]`.

The sources lie in docs/arrangements, what is written of them in scenarios. They are scenario files with a few words
more, which this writes out plainly, the same for everybody: what is drawn is drawn from its own name, never from a
run's seed.

    copies = 19                                 KEY becomes KEY-1 to KEY-19; {n} in a text is the number
    agency = { spread = "ministry" }            the copies go round the copies of that agency, or the agencies of a list
    agency = { ..., weights = "1/rank" }        the first agency has most, the n-th an n-th of that
    needed = { draw = "1/rank", mean = 0.04 }   the first is needed most, the n-th an n-th as often; the mean of all
    after = "previous"                          each waits for the copy before; the first for what is in `first_after`
    first_after = ["location"]                  without `after`, all copies wait for that
    after = { chance = 0.2, among = 5 }         such a share waits for one of the five copies before
    clearances = ["KEY"]                        of a permit: all copies of it
    "world.clearances.KEY.copies" = 6           in a variant: permits need only the first six copies
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from wogsim.scenario.blank import BARE, toml

SOURCES = Path(__file__).parent / "arrangements"
SCENARIOS = Path(__file__).parent.parent / "scenarios"
BEGINNING = (
    "#:schema ./scenario.schema.json\n\n# Written out from docs/arrangements/{name}.toml by docs/arrangements.py.\n\n"
)
LISTS = ("world.agencies", "world.clearances", "world.permits")  # one line for each entry
COPIES = re.compile(r"world\.clearances\.([^.]+)\.copies")

Tree = dict[str, Any]


def names() -> list[str]:
    """The arrangements that can be written out."""
    return sorted(path.stem for path in SOURCES.glob("*.toml"))


def text(name: str) -> str:
    """An arrangement as a scenario file."""
    source = tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))
    return BEGINNING.format(name=name) + "\n".join(_lines(written_out(source))).lstrip("\n") + "\n"


def written_out(source: Tree) -> Tree:
    """The same scenario without the words above."""
    world = dict(source["world"])
    families = {key: entry["copies"] for key, entry in world["clearances"].items() if "copies" in entry}
    agencies = {key: entry.get("copies", 0) for key, entry in world["agencies"].items()}
    world["agencies"] = _copied(world["agencies"], agencies)
    world["clearances"] = _copied(world["clearances"], agencies)
    world["permits"] = {
        key: {**permit, "clearances": list(_all(permit["clearances"], families))} if "clearances" in permit else permit
        for key, permit in world["permits"].items()
    }
    whole = {**source, "world": world}
    if "variants" in source:
        whole["variants"] = {
            key: {**variant, "set": _fewer(variant["set"], families, world)}
            for key, variant in source["variants"].items()
        }
    return whole


def _copied(table: Tree, agencies: Mapping[str, int]) -> Tree:
    found: Tree = {}
    for key, entry in table.items():
        count = entry.get("copies", 0)
        if not count:
            found[key] = entry
            continue
        if "first_after" in entry:
            entry = {"after": entry["first_after"], **entry}
        for n in range(1, count + 1):
            found[f"{key}-{n}"] = {
                word: value
                for word, said in entry.items()
                if (value := _meant(key, word, said, n, entry, agencies)) is not None
            }
    return found


def _meant(key: str, word: str, said: Any, n: int, entry: Tree, agencies: Mapping[str, int]) -> Any:
    """What a word says of the n-th copy; None where it says nothing."""
    match word, said:
        case "copies", _:
            return None
        case "title", _:
            return {language: words.replace("{n}", str(n)) for language, words in said.items()}
        case "agency", {"spread": several}:
            listed = [f"{several}-{i + 1}" for i in range(agencies[several])] if isinstance(several, str) else several
            return _spread(listed, entry["copies"], ranked="weights" in said)[n - 1]
        case "needed", {"mean": mean}:
            return _needed(mean, entry["copies"])[n - 1]
        case "after", "previous":
            return [f"{key}-{n - 1}"] if n > 1 else entry.get("first_after", [])
        case "first_after", _:
            return None
        case "after", {"chance": chance, "among": among}:
            return _earlier(key, n, chance, among)
    return said


def _spread(listed: Sequence[str], count: int, *, ranked: bool) -> list[str]:
    """So many places, divided as evenly as their weights allow and never in a block (smooth weighted round robin)."""
    weights = [1 / rank if ranked else 1.0 for rank in range(1, len(listed) + 1)]
    owed, found = [0.0] * len(listed), list[str]()
    for _place in range(count):
        owed = [one + weight for one, weight in zip(owed, weights, strict=True)]
        next_one = max(range(len(listed)), key=lambda i: (round(owed[i], 9), -i))
        owed[next_one] -= sum(weights)
        found.append(listed[next_one])
    return found


def _needed(mean: float, count: int) -> list[float]:
    """Shares that fall as 1, 1/2, 1/3 ... and have this mean."""
    first = mean * count / sum(1 / rank for rank in range(1, count + 1))
    if first > 1:
        raise ValueError(f"a mean of {mean} over {count} copies would make the first more than certain")
    return [round(first / rank, 4) for rank in range(1, count + 1)]


def _earlier(key: str, n: int, chance: float, among: int) -> list[str] | None:
    """One of the copies before, or none."""
    before = list(range(max(1, n - among), n))
    if not before or _uniform(key, "after", n) >= chance:
        return None
    return [f"{key}-{before[int(_uniform(key, 'which', n) * len(before))]}"]


def _uniform(*name: str | int) -> float:
    """A number in [0, 1) that belongs to its name."""
    digest = blake2b("\x1f".join(map(str, name)).encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56


def _fewer(settings: Tree, families: Mapping[str, int], world: Tree) -> Tree:
    """A variant's values, in which fewer copies of a clearance are fewer clearances of the permits that need them."""
    kept = {found[1]: count for path, count in settings.items() if (found := COPIES.fullmatch(path))}
    if not kept:
        return settings
    gone = {f"{key}-{n}" for key, count in kept.items() for n in range(count + 1, families[key] + 1)}
    others = {path: value for path, value in settings.items() if not COPIES.fullmatch(path)}
    listed = {key: permit.get("clearances", list(world["clearances"])) for key, permit in world["permits"].items()}
    return others | {
        f"world.permits.{key}.clearances": [one for one in clearances if one not in gone]
        for key, clearances in listed.items()
        if gone & set(clearances)
    }


def _all(named: Sequence[str], families: Mapping[str, int]) -> Iterator[str]:
    """Clearances by name, every copy where a name is of several."""
    for name in named:
        yield from [f"{name}-{n}" for n in range(1, families[name] + 1)] if name in families else [name]


def _lines(tree: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """A table: its values, then its tables, each with a heading; a list's entries take a line each."""
    inline = path in LISTS
    for key, value in tree.items():
        if inline or not _is_section(key, value):
            yield f"{key if BARE.fullmatch(key) else toml(key)} = {toml(value)}"
    for key, value in tree.items():
        if not inline and _is_section(key, value):
            below = f"{path}.{key}" if path else key
            if below in LISTS or not all(_is_section(*entry) for entry in value.items()):
                yield f"\n[{below}]"
            yield from _lines(value, below)


def _is_section(key: str, value: Any) -> bool:
    """Whether a table has a heading of its own: no title, no value with its source, no hours that come more rarely."""
    if not isinstance(value, dict) or key in ("title", "about", "question", "look_for", "set"):
        return False
    return not {"value", "every"} & set(value)


def main(directory: str = str(SCENARIOS), *chosen: str) -> None:
    """Write those that are chosen, or all, into a directory, which is made where there is none."""
    Path(directory).mkdir(parents=True, exist_ok=True)
    for name in chosen or names():
        Path(directory, f"{name}.toml").write_text(text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if not set(sys.argv[2:]) <= set(names()):
        sys.exit(f"usage: python docs/arrangements.py [DIRECTORY [{' '.join(names())}]]")
    main(*sys.argv[1:])

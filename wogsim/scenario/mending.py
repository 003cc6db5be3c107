"""A file with wrong values, as if these were right: so that all else that is wrong with it can be said at once."""

import copy
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import Any

from wogsim.errors import Problem
from wogsim.scenario.completing import Completed, Tree

Place = tuple[str, ...]  # keys, from the outermost table to the value

# What stands for a value that has to be there; others are left out.
STAND_INS: dict[str, Any] = {
    "assessors": 1,
    "assessment": "1 min",
    "inspection": "1 min",
    "need": "1 per day",
    **dict.fromkeys(("warm_up", "cohort", "run_out"), "1 week"),
    "citizens": {"need": "1 per day"},
    "run": dict.fromkeys(("warm_up", "cohort", "run_out"), "1 week"),
}
# What can be said of the first only where nothing is wrong at the second.
RESTS = (
    ("world.agencies.*", "world.clearances.*"),
    ("world.front.hours", "world.agencies.*.hours"),
    ("world.inspection.team", "world.inspection.team_donors"),
    ("world.citizens.need", "world.permits.*"),
    ("world.citizens.need", "world.citizens.need_by_date"),
    ("world.clearances.*.assessors", "world.clearances.*.at_counter"),
    ("world.clearances.*.assessment", "world.clearances.*.at_counter"),
    ("world.permits.*.share", "world.permits.*"),
)


def place(loc: Iterable[str | int], whole: Completed) -> Place:
    """Where the file itself says what is wrong at a place of the completed tables: a key, whose value may be a list."""
    keys = list[str]()
    table: Any = whole.tree
    for key in loc:
        if not isinstance(key, str) or not isinstance(table, dict):
            break
        if key != "[key]":
            keys.append(key)
            table = table.get(key)
    return tuple(whole.origin(".".join(keys)).split("."))


def mend(tree: Tree, place: Place) -> None:
    """Put something right in place of what is wrong, or leave it out."""
    table: Any = tree
    for key in place[:-1]:
        table = table.get(key)
        if not isinstance(table, dict):
            return
    name = place[-1]
    if name in STAND_INS:
        table[name] = copy.deepcopy(STAND_INS[name])
    elif name in table:
        del table[name]
    elif name == "agency":
        agencies = tree["world"].get("agencies", ())  # none where what stood there has been left out
        table[name] = next(iter(agencies), "")


def rest_upon(places: Iterable[Place]) -> Callable[[Problem], bool]:
    """Whether a problem may be due to what stands, or stood, at one of these places."""
    paths, names = [".".join(keys) for keys in places], {keys[-1] for keys in places}

    def rests(problem: Problem) -> bool:
        """Whether it names one, lies at, in or around one, or can be said only where nothing is wrong at one."""
        further = [there for here, there in RESTS if _like(problem.key, here)]
        return (
            (isinstance(problem.value, str) and problem.value in names)
            or any(map(problem.concerns, paths))
            or any(fnmatchcase(path, at) for path in paths for there in further for at in (there, f"{there}.*"))
        )

    return rests


def _like(path: str, pattern: str) -> bool:
    """Whether a path is one of those, * for any one key."""
    return path.count(".") == pattern.count(".") and fnmatchcase(path, pattern)

"""What must be known of the names that a file holds beside its world: the lever of a class, rows to compare."""

from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase

from pydantic import BaseModel

from wogsim.scenario.file import SLASH, Scenario

CHANGED = ("world", "levers", "patterns")  # what a variant may change: all are run alike


def names_of_file(scenario: Scenario) -> Iterator[tuple[str, str, Collection[str]]]:
    """Every such name that must be known: where it stands, the name, the names there are."""
    if scenario.lesson and scenario.lesson.lever is not None:
        yield from _lever(scenario, scenario.lesson.lever)
    for key, variant in scenario.variants.items():
        for path in variant.set:
            yield f"variants.{key}.set", path.partition(".")[0], CHANGED
    for shown in scenario.compare.rows or ():
        row, slash, of = shown.partition(SLASH)
        yield "compare.rows", row, scenario.rows()
        if slash:
            yield "compare.rows", of, scenario.variants


def _lever(scenario: Scenario, path: str) -> Iterator[tuple[str, str, Collection[str]]]:
    """The first word of a dotted path that is no key there; a lever that the file leaves out is known all the same."""
    found: list[object] = [scenario]
    for word in path.split("."):
        inside: list[object] = []
        known: dict[str, None] = {}
        for part in found:
            keys = _keys(part)
            known |= dict.fromkeys(keys)
            inside += [value for key, value in keys.items() if fnmatchcase(key, word)]
        if not inside:
            yield "class.lever", word, list(known)
            return
        found = inside


def _keys(part: object) -> dict[str, object]:
    if isinstance(part, BaseModel):
        return {field.alias or name: getattr(part, name) for name, field in type(part).model_fields.items()}
    return part if isinstance(part, dict) else {}

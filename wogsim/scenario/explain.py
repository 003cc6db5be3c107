"""A scenario as a list of facts: every value with its key, unit, meaning and source."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wogsim.language import _, mark, ngettext, pick
from wogsim.scenario.completing import completed
from wogsim.scenario.file import Lesson
from wogsim.scenario.hours import WeekHours
from wogsim.scenario.reading import Loaded
from wogsim.scenario.values import Title
from wogsim.scenario.weeks import DAYS

NOT_NUMBERS = {"switch", "hours", "clearances", ""}
LONGEST = 200  # letters of a value, which may be hundreds of observed times
MANY = 12  # entries that are listed
# Units that are said behind a number; others stand in it.
SPOKEN = (
    mark("persons"),
    mark("tickets"),
    mark("times"),
    mark("runs"),
    mark("agencies"),
    mark("share"),
    mark("weights"),
)
ONE = {"persons": mark("person"), "tickets": mark("ticket"), "runs": mark("run"), "agencies": mark("agency")}


@dataclass(frozen=True)
class Fact:
    """One value of a scenario; ``source`` is empty where nothing supports it, ``given``: the file states it.

    ``description`` is what it means in English, which `meaning` translates; ``base`` is the scenario that states it,
    where that is another one.
    """

    path: str
    value: str
    unit: str
    description: str
    source: str
    given: bool
    base: str = ""

    @property
    def assumed(self) -> bool:
        """Whether it is a number without a source."""
        return self.unit not in NOT_NUMBERS and not self.source

    @property
    def stated(self) -> bool:
        """Whether it is a number of the world that the file states: no lever, which is a choice, and not of the run."""
        return self.given and self.unit not in NOT_NUMBERS and self.path.startswith("world.")

    @property
    def meaning(self) -> str:
        """What it means, in the language in use; empty where that is not said."""
        return _(self.description) if self.description else ""

    @property
    def said(self) -> str:
        """The value with its unit, where it does not hold one: a load of persons does."""
        if self.unit not in SPOKEN or not self.value[:1].isdigit():
            return self.value
        return f"{self.value} {_(ONE.get(self.unit, self.unit) if self.value == '1' else self.unit)}"

    @property
    def table(self) -> str:
        """The table of the file in which it stands."""
        return self.path.rpartition(".")[0]


def facts(loaded: Loaded) -> list[Fact]:
    """Every value that the scenario says or has for lack of one, in file order; no titles, no lesson, nothing absent.

    What a default of the file says stands there once.
    """
    whole = completed(loaded.tree, loaded.name)
    return [fact for fact in every_key(loaded) if fact.value and whole.origin(fact.path) == fact.path]


def every_key(loaded: Loaded) -> list[Fact]:
    """The same with what is absent, whose value is an empty text, and with what defaults of the file say."""
    origins = completed(loaded.tree, loaded.name).origins
    found = _walk(loaded, loaded.scenario, "")
    return [replace(one, given=one.given and origins.get(one.path, one.path) != "") for one in found]


@dataclass(frozen=True)
class Grounds:
    """How many numbers of the world a scenario states, and on what they rest.

    ``assumed`` have no source; ``ranged`` are those of them that have a range.
    """

    stated: int
    assumed: int
    ranged: int


def grounds(loaded: Loaded) -> Grounds:
    """On what the numbers that a scenario states rest."""
    stated = [fact for fact in facts(loaded) if fact.stated]
    assumed = [fact for fact in stated if fact.assumed]
    return Grounds(len(stated), len(assumed), sum(fact.path in loaded.ranges for fact in assumed))


def _walk(loaded: Loaded, part: BaseModel, prefix: str) -> Iterator[Fact]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        path = f"{prefix}{field.alias or name}"
        closed = name in DAYS and not value
        if isinstance(value, Title | Lesson) or closed:
            continue
        if isinstance(value, BaseModel):
            yield from _walk(loaded, value, f"{path}.")
        elif isinstance(value, dict) and any(isinstance(entry, BaseModel) for entry in value.values()):
            for key, entry in value.items():
                if isinstance(entry, WeekHours) and entry.model_fields_set == {"on"}:  # in one line
                    yield _fact(loaded, f"{path}.{key}", str(entry.on), field, given=True)
                else:
                    yield from _walk(loaded, entry, f"{path}.{key}.")
        else:
            shown = as_shown(part.model_dump(mode="json", include={name})[name])
            yield _fact(loaded, path, shown, field, given=name in part.model_fields_set)


def _fact(loaded: Loaded, path: str, shown: str, field: FieldInfo, *, given: bool) -> Fact:
    extra: Any = field.json_schema_extra or {}
    unit, source = str(extra.get("unit", "")), loaded.sources.get(path, "")
    source = source if isinstance(source, str) else pick(source)
    return Fact(path, shown, unit, field.description or "", source, given, loaded.inherited.get(path, ""))


def as_shown(value: Any) -> str:
    """A value as people read it; empty where there is none."""
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(as_shown, value)) or "-"
    if isinstance(value, dict) and len(value) > MANY:
        first, *_rest, last = value
        return ngettext("{count} entry", "{count} entries from {first} to {last}", len(value)).format(
            count=len(value), first=first, last=last
        )
    if isinstance(value, dict):
        return ", ".join(f"{key}: {as_shown(entry)}" for key, entry in value.items()) or "-"
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def titles(loaded: Loaded) -> dict[str, str]:
    """Titles of agencies, clearances and permits by dotted path, in the language in use."""
    world = loaded.scenario.world
    return {
        f"world.{kind}.{key}": pick(dict(entry.title))
        for kind in ("agencies", "clearances", "permits")
        for key, entry in getattr(world, kind).items()
    }

"""Staff given as a load: how many people that are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from wogsim.contract.cases import Role
from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.patterns import PATTERNS
from wogsim.scenario.file import Scenario
from wogsim.scenario.quantities import Load
from wogsim.scenario.values import MOST, Part
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.roster import Roster
from wogsim.world.agency_count import build

KINDS = (
    (Role.COUNTER, "agencies", "counters"),
    (Role.ASSESSORS, "clearances", "assessors"),
    (Role.INSPECTORS, "clearances", "inspectors"),
    (Role.CREWS, "clearances", "works.crews"),
)


@dataclass(frozen=True)
class Size:
    """Staff that a scenario gives as a load: which table, key in it and field, how many people, how busy each is."""

    place: tuple[str, str, str]
    load: Load
    people: int
    busy: float

    @property
    def path(self) -> str:
        """Where the load stands."""
        return ".".join(("world", *self.place))


def _asked(scenario: Scenario) -> Iterator[tuple[tuple[str, str, str], str, Load]]:
    """Staff that a scenario gives as a load: where that stands, which pool they are, the load."""
    for role, table, field in KINDS:
        for key, entry in getattr(scenario.world, table).items():
            asked = attrgetter(field)(entry)
            if isinstance(asked, Load):
                yield (table, key, field), f"{role}:{key}", asked


def has_loads(scenario: Scenario) -> bool:
    """Whether a scenario gives any staff as a load."""
    return any(True for _one in _asked(scenario))


def sizes(scenario: Scenario) -> tuple[Size, ...]:
    """The number of people wherever a scenario gives a load: the fewest, at least one, for whom it is kept.

    Work is that of the agencies as the file lists them under technical-functional, so sizes come before agencies merge,
    split or make a chain.

    Raises
    ------
    BadInput
        When a pool would need more people than can be said, or has work and never opens.
    """
    asked = list(_asked(scenario))
    if not asked:
        return ()
    as_listed = scenario.model_copy(update={"levers": scenario.levers.model_copy(update={"agencies": None})})
    world = build(_with(as_listed, {place: 1 for place, _pool, _load in asked}))
    row = PATTERNS["technical-functional"]
    roster = Pilot(world).roster(row, (0.0,) * len(world.clearances))
    numbers = {post.name: i for i, post in enumerate(roster.posts)}
    return tuple(_size(roster, numbers[pool], place, load) for place, pool, load in asked)


def settled(scenario: Scenario) -> Scenario:
    """The scenario with numbers of people in place of loads; one without loads is returned as it is.

    Raises
    ------
    BadInput
        See `sizes`.
    """
    found = sizes(scenario)
    return _with(scenario, {size.place: size.people for size in found}) if found else scenario


def _size(roster: Roster, i: int, place: tuple[str, str, str], load: Load) -> Size:
    if roster.load(i, 1) > load.share * MOST:
        expected = _("that takes more than {most} people; expected less work or a higher load")
        raise BadInput(Problem(".".join(("world", *place)), load.text, expected.format(most=MOST)))
    people = roster.wanted(i, load.share)
    return Size(place, load, people, roster.busy(i, people))


def _with(scenario: Scenario, numbers: Mapping[tuple[str, str, str], int]) -> Scenario:
    """The scenario with other numbers of people, by table, key in it and field."""
    world = scenario.world
    tables: dict[str, dict[str, Any]] = {"agencies": {**world.agencies}, "clearances": {**world.clearances}}
    for (table, key, field), number in numbers.items():
        tables[table][key] = _changed(tables[table][key], field.split("."), number)
    return scenario.model_copy(update={"world": world.model_copy(update=tables)})


def _changed(part: Part, keys: Sequence[str], number: int) -> Part:
    """A table with another number at a key, or at that of a table in it."""
    first, *inner = keys
    return part.model_copy(update={first: _changed(getattr(part, first), inner, number) if inner else number})

"""Staff given as a load: how many people that are."""

from collections.abc import Iterator, Mapping

from wogsim.contract.cases import Role
from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.patterns import PATTERNS
from wogsim.scenario.file import Scenario
from wogsim.scenario.quantities import Load
from wogsim.scenario.values import MOST
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.roster import Roster
from wogsim.world.agencies import build

KINDS = (
    (Role.COUNTER, "agencies", "counters"),
    (Role.ASSESSORS, "clearances", "assessors"),
    (Role.INSPECTORS, "clearances", "inspectors"),
)


def loads(scenario: Scenario) -> Iterator[tuple[str, str, str, Role, Load]]:
    """Staff that a scenario gives as a load: table, key in it, field, what pool it is, the load."""
    for role, table, field in KINDS:
        for key, entry in getattr(scenario.world, table).items():
            asked = getattr(entry, field)
            if isinstance(asked, Load):
                yield table, key, field, role, asked


def settled(scenario: Scenario) -> Scenario:
    """The scenario with a number of people wherever it gives a load: the fewest, at least one, for whom it is kept.

    Work is that of the agencies as the file lists them under technical-functional, so sizes come before agencies merge,
    split or make a chain. A scenario without loads is returned as it is.

    Raises
    ------
    BadInput
        When a pool would need more people than can be said, or has work and never opens.
    """
    asked = list(loads(scenario))
    if not asked:
        return scenario
    as_listed = scenario.model_copy(update={"levers": scenario.levers.model_copy(update={"agencies": None})})
    alone = {(table, key, field): 1 for table, key, field, _role, _load in asked}
    world, row = build(_with(as_listed, alone)), PATTERNS["technical-functional"]
    roster = Roster(world, row, Pilot(world).works(row, (0.0,) * len(world.clearances)))
    numbers = {}
    for table, key, field, role, load in asked:
        numbers[table, key, field] = _fewest(roster, f"{role}:{key}", f"world.{table}.{key}.{field}", load)
    return _with(scenario, numbers)


def _fewest(roster: Roster, pool: str, path: str, load: Load) -> int:
    i = roster.number(pool)
    if roster.load(i, 1) > load.share * MOST:
        expected = _("that takes more than {most} people; expected less work or a higher load")
        raise BadInput(Problem(path, load.text, expected.format(most=MOST)))
    return roster.wanted(i, load.share)


def _with(scenario: Scenario, numbers: Mapping[tuple[str, str, str], int]) -> Scenario:
    """The scenario with other numbers of people, by table, key in it and field."""
    world = scenario.world
    tables = {"agencies": dict(world.agencies), "clearances": dict(world.clearances)}
    for (table, key, field), number in numbers.items():
        tables[table][key] = tables[table][key].model_copy(update={field: number})
    return scenario.model_copy(update={"world": world.model_copy(update=tables)})

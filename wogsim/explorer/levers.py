"""What an explorer's sliders move where nothing else is asked: agencies, delegated authority, demand and counters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _, mark, number, percent
from wogsim.patterns import Authority
from wogsim.scenario.file import Scenario
from wogsim.scenario.quantities import Rate
from wogsim.scenario.reading import Loaded
from wogsim.studies.sweep.grid import LEVERS, Axis, Grid, grid
from wogsim.studies.sweep.words import AXES, axis_name, with_unit

MOST_POINTS = 1500  # more would make a page too heavy for a phone
DEMAND, COUNTERS = "demand", "counters"  # axes that move every value from where the file has it
NAMES = {DEMAND: mark("demand"), COUNTERS: mark("counters at each agency")}
FULL = {"agencies": (1, 2, 4, 8, 12), "shares": 10, DEMAND: (0.75, 1.0, 1.25), COUNTERS: (0, 1)}
QUICK = {"agencies": (2,), "shares": 4, DEMAND: (1.0, 1.25), COUNTERS: (0, 1)}
QUICK_RUNS = 3  # replications


def asked_or_usual(base: Loaded, levers: Mapping[str, Any], vary: Mapping[str, Any] | None, *, quick: bool) -> Grid:
    """The grid that is asked for, as in a sweep; where nothing is, the usual levers.

    Raises
    ------
    BadInput
        When an axis makes no sense, or there are more points than a page can hold.
    """
    given = {name: value for name, value in levers.items() if value is not None}
    found = grid(given, vary) if given or vary else Grid(tuple(_usual(base.scenario, QUICK if quick else FULL)))
    count = len(found.points)
    if count > MOST_POINTS:
        text = _("this page would hold {count} points; expected at most {most}: vary less, or in longer steps")
        raise BadInput(text.format(count=number(count, 0), most=number(MOST_POINTS, 0)))
    return found


def _usual(scenario: Scenario, steps: Mapping[str, Any]) -> Iterator[Axis]:
    own, most = len(scenario.world.agencies), len(scenario.world.clearances)
    several = {count for count in (*steps["agencies"], own, scenario.levers.agencies or own) if count <= most}
    yield Axis("agencies", LEVERS["agencies"], tuple(sorted(several)))
    rows = [scenario.rows()[key] for key in scenario.levers.patterns]
    if any(row.grant_of(Authority.DELEGATED) and Authority.DELEGATED not in dict(row.shares) for row in rows):
        parts = steps["shares"]
        yield Axis("delegated", LEVERS["delegated"], tuple(part / parts for part in range(parts + 1)))
    rates = dict(needs(scenario))
    if rates:
        each = tuple(tuple(rate.times(factor) for factor in steps[DEMAND]) for rate in rates.values())
        yield Axis(DEMAND, tuple(rates), steps[DEMAND], each)
    staffed = dict(counters(scenario))
    if staffed:
        each = tuple(tuple(max(1, many + more) for more in steps[COUNTERS]) for many in staffed.values())
        yield Axis(COUNTERS, tuple(staffed), steps[COUNTERS], each)


def needs(scenario: Scenario) -> Iterator[tuple[str, Rate]]:
    """How many need a permit, by path, where a rate says it."""
    world = scenario.world
    for path, need in (
        ("world.citizens.need", world.citizens.need),
        *((f"world.permits.{key}.need", permit.need) for key, permit in world.permits.items()),
    ):
        if isinstance(need, Rate):
            yield path, need


def counters(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """Counters of every agency, by path, where a number says them."""
    for key, agency in scenario.world.agencies.items():
        if isinstance(agency.counters, int):
            yield f"world.agencies.{key}.counters", agency.counters


def name(axis: Axis) -> str:
    """What a slider is called."""
    return _(NAMES[axis.name]) if axis.name in NAMES and axis.own else axis_name(axis)


def value(axis: Axis, at: Any) -> str:
    """Where it stands, with its unit."""
    if axis.own and axis.name == DEMAND:
        return _("{share} of today's").format(share=percent(at))
    if axis.own and axis.name == COUNTERS:
        if at == 0:
            return _("as today")
        text = _("{count} more each") if at > 0 else _("{count} fewer each")
        return text.format(count=abs(at))
    return with_unit(axis, at)


def start(scenario: Scenario, axis: Axis) -> int:
    """Number of the value that the scenario has itself, else of the first."""
    own: Any = scenario.model_dump(mode="json")
    for key in axis.paths[0].split("."):
        own = own.get(key) if isinstance(own, dict) else None
    if axis.own:
        own = 1.0 if axis.name == DEMAND else 0
    elif axis.name == "agencies" and own is None:
        own = len(scenario.world.agencies)
    return axis.values.index(own) if own in axis.values else 0


def authority_axis(axes: tuple[Axis, ...]) -> Axis | None:
    """The axis along which the curve of authority is drawn; None where no authority moves."""
    return next((axis for axis in axes if axis.name in AXES and axis.name != "agencies" and len(axis.values) > 1), None)

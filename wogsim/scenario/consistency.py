"""What must hold between the parts of a scenario, beyond each value by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from wogsim.chance.distributions import CLOCK, WORKING_DAYS
from wogsim.contract.hours import DAY
from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.patterns import refuse_nonsense
from wogsim.scenario import Scenario

HOUR = 3600
RESERVED = {"front", "file", "team"}  # names of steps that belong to no agency or clearance


def one_of(word: str, options: Collection[str]) -> str:
    """What was expected instead of an unknown word, with the nearest right spelling."""
    close = get_close_matches(word, list(options), n=1, cutoff=0.5)
    nearest = " " + _("Did you mean '{word}'?").format(word=close[0]) if close else ""
    return _("expected one of {options}.").format(options=", ".join(options)) + nearest


def _names(scenario: Scenario) -> Iterator[tuple[str, str, Collection[str]]]:
    """Every name that must be known: where it stands, the name, the names there are."""
    world, levers = scenario.world, scenario.levers
    hours = (*world.hours, "always")
    yield "world.working_days", world.working_days, hours
    yield "world.front.hours", world.front.hours or "always", hours
    for key, agency in world.agencies.items():
        yield f"world.agencies.{key}.hours", agency.hours, hours
    for key, clearance in world.clearances.items():
        yield f"world.clearances.{key}.agency", clearance.agency, world.agencies
        for other in clearance.after:
            yield f"world.clearances.{key}.after", other, world.clearances
    for key, permit in world.permits.items():
        for clearance_key in permit.clearances or ():
            yield f"world.permits.{key}.clearances", clearance_key, world.clearances
        for other in permit.together:
            yield f"world.permits.{key}.together", other, world.permits
    for donor in world.inspection.team_donors:
        yield "world.inspection.team_donors", donor, world.clearances
    for pattern in levers.patterns:
        yield "levers.patterns", pattern, scenario.rows()
    for pattern in levers.staff:
        yield "levers.staff", pattern, (*scenario.rows(), "all")
    granted = world.permits if levers.grant.by == "permit" else world.clearances
    for name in levers.grant.order:
        yield "levers.grant.order", name, granted


def _world(scenario: Scenario) -> Iterator[Problem]:
    world = scenario.world
    if "always" in world.hours:
        yield Problem("world.hours.always", "...", _("'always' is day and night already; choose another name"))
    for name, week in world.hours.items():
        if not any(getattr(week, day) for day in type(week).model_fields):
            yield Problem(f"world.hours.{name}", "", _("never opens; expected hours on at least one day"))
    for path, weights in (("by_hour", world.citizens.by_hour), ("by_weekday", world.citizens.by_weekday)):
        if sum(weights) <= 0:
            yield Problem(f"world.citizens.{path}", list(weights), _("expected at least one weight above 0"))
    total = sum(permit.share for permit in world.permits.values())
    if abs(total - 1) > 1e-9:
        yield Problem("world.permits.*.share", round(total, 9), _("the shares of all permits must sum to 1"))
    for key, permit in world.permits.items():
        if permit.clearances is not None and permit.together:
            yield Problem(f"world.permits.{key}", key, _("give either 'clearances' or 'together', not both"))
        if permit.clearances == ():
            yield Problem(f"world.permits.{key}.clearances", [], _("a permit needs at least one clearance"))
        if any(world.permits[other].together for other in permit.together if other in world.permits):
            yield Problem(f"world.permits.{key}.together", list(permit.together), _("expected single permits"))
    kept = sorted({agency.hours for agency in world.agencies.values()})
    if world.front.hours is None and len(kept) > 1:
        yield Problem(
            "world.front.hours",
            None,
            _("agencies keep different hours ({names}); say which the front keeps").format(names=", ".join(kept)),
        )
    for key in [*world.agencies, *world.clearances]:
        if key in RESERVED:
            table = "agencies" if key in world.agencies else "clearances"
            yield Problem(f"world.{table}.{key}", key, _("this name is the model's own; choose another"))
    for key, agency in world.agencies.items():
        if all(clearance.agency != key for clearance in world.clearances.values()):
            yield Problem(f"world.agencies.{key}", key, _("this agency has no clearance; give it one or take it out"))
        if agency.counters == 0:
            yield Problem(
                f"world.agencies.{key}.counters", 0, _("a counter without staff never opens; expected at least 1")
            )
    if not _needed(scenario):
        yield Problem(
            "world.citizens.need", str(world.citizens.need), _("nobody ever needs a permit; expected a rate above 0")
        )


def _needed(scenario: Scenario) -> bool:
    return scenario.world.citizens.need.number > 0


def _clearances(scenario: Scenario) -> Iterator[Problem]:
    world = scenario.world
    for key, clearance in world.clearances.items():
        if (clearance.inspectors > 0) == clearance.inspection.is_zero:
            yield Problem(
                f"world.clearances.{key}.inspectors",
                clearance.inspectors,
                _("'inspectors' and 'inspection' go together: give both or neither"),
            )
        if clearance.deadline and clearance.deadline.clock != WORKING_DAYS:
            yield Problem(
                f"world.clearances.{key}.deadline", clearance.deadline.text, _("a deadline is in working days")
            )
        if clearance.deadline and clearance.deadline.seconds < 1:
            yield Problem(f"world.clearances.{key}.deadline", clearance.deadline.text, _("expected more than 0"))
    graph = {key: clearance.after for key, clearance in world.clearances.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        yield Problem(
            f"world.clearances.{error.args[1][0]}.after", circle, _("clearances wait for each other in a circle")
        )
    team = world.inspection
    for donor in team.team_donors:
        if donor in world.clearances and world.clearances[donor].inspectors == 0:
            yield Problem("world.inspection.team_donors", donor, _("this clearance has no inspectors to give"))
    if bool(team.team) != bool(team.team_donors):
        yield Problem(
            "world.inspection.team", team.team, _("'team' and 'team_donors' go together: give both or neither")
        )


def _times(scenario: Scenario) -> Iterator[Problem]:
    """Times that no office and no computer could live with."""
    world = scenario.world
    for key, agency in world.agencies.items():
        for name, length in (("intake", agency.intake), ("collection", agency.collection)):
            if length.mean > 7 * DAY:
                expected = _("a visitor is served in one go; expected at most 1 week on average")
                yield Problem(f"world.agencies.{key}.{name}", length.text, expected)
    every = world.online.outage_every
    if every and every.mean < HOUR:
        yield Problem("world.online.outage_every", every.text, _("expected at least 1 hour on average"))
    for path, names in (
        ("levers.grant.order", scenario.levers.grant.order),
        *((f"world.clearances.{key}.after", clearance.after) for key, clearance in world.clearances.items()),
    ):
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            yield Problem(path, repeated[0], _("named twice"))


def _run(scenario: Scenario) -> Iterator[Problem]:
    run = scenario.run
    for name in ("warm_up", "cohort", "run_out"):
        duration = getattr(run, name)
        if duration.clock != CLOCK:
            yield Problem(f"run.{name}", duration.text, _("expected calendar time, like '4 weeks'"))
    if run.cohort.seconds < 1:
        yield Problem("run.cohort", run.cohort.text, _("expected more than 0"))
    spread = scenario.world.citizens.arrival_spread
    if spread.clock != CLOCK or spread.seconds < 1:
        yield Problem("world.citizens.arrival_spread", spread.text, _("expected running time above 0, like '3 hours'"))


def _patterns(scenario: Scenario) -> Iterator[Problem]:
    rows = scenario.rows()
    for key in scenario.patterns:
        try:
            refuse_nonsense(rows[key])
        except BadInput as error:
            yield Problem(f"patterns.{key}", key, str(error))
    repeated = {key for key in scenario.levers.patterns if scenario.levers.patterns.count(key) > 1}
    for key in sorted(repeated):
        yield Problem("levers.patterns", key, _("named twice"))


def problems(scenario: Scenario) -> list[Problem]:
    """Everything that does not fit together, in file order of the checks; empty when all is well."""
    found = [
        Problem(path, name, one_of(name, options)) for path, name, options in _names(scenario) if name not in options
    ]
    for check in (_world, _times, _clearances, _run, _patterns):
        if not found or check in (_world, _times, _run):
            found.extend(check(scenario))
    return found

"""What must hold between the parts of a scenario, beyond each value by itself."""

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from wogsim.chance.distributions import CLOCK, WORKING_DAYS
from wogsim.contract.hours import DAY, HOUR
from wogsim.errors import Problem
from wogsim.language import _
from wogsim.patterns import PATTERNS, Authority, Desk, nonsense
from wogsim.scenario.demand import Wrong, needs, rarer, spread
from wogsim.scenario.described import Clearance
from wogsim.scenario.file import Scenario
from wogsim.scenario.levers import Order
from wogsim.scenario.standards import promises
from wogsim.scenario.vain import in_vain
from wogsim.scenario.whole import names_of_file

RESERVED = {
    "front",
    "file",
    "team",
    "answer",
    "online",
    "portal",
}  # names of steps that belong to no agency or clearance
EVERY_PATTERN = "all"  # in levers.staff


def one_of(word: str, options: Collection[str]) -> str:
    """What was expected instead of an unknown word, with the nearest right spelling."""
    if not options:
        return _("there is nothing of that kind to name")
    close = get_close_matches(word, list(options), n=1, cutoff=0.5)
    nearest = " " + _("Did you mean '{word}'?").format(word=close[0]) if close else ""
    return _("expected one of {options}.").format(options=", ".join(options)) + nearest


def _names(scenario: Scenario) -> Iterator[tuple[str, str, Collection[str]]]:
    """Every name that must be known: where it stands, the name, the names there are."""
    world, levers = scenario.world, scenario.levers
    hours = (*world.hours, "always")
    yield "world.working_days", world.working_days, hours
    for key in world.hours_by_date:
        yield f"world.hours_by_date.{key}", key, world.hours
    yield "world.front.hours", world.front.hours or "always", hours
    yield "world.information.hours", world.information.hours or "always", hours
    yield "world.front.signed_on", world.front.signed_on or "always", hours
    for key, agency in world.agencies.items():
        yield f"world.agencies.{key}.hours", agency.hours, hours
        yield f"world.agencies.{key}.signed_on", agency.signed_on or "always", hours
    for key, clearance in world.clearances.items():
        yield f"world.clearances.{key}.agency", clearance.agency, world.agencies
        yield f"world.clearances.{key}.signed_on", clearance.signed_on or "always", hours
        if clearance.consult.agency is not None:
            yield f"world.clearances.{key}.consult.agency", clearance.consult.agency, world.agencies
        for other in clearance.after:
            yield f"world.clearances.{key}.after", other, world.clearances
    for key, permit in world.permits.items():
        for clearance_key in permit.clearances or ():
            yield f"world.permits.{key}.clearances", clearance_key, world.clearances
        for other in permit.together:
            yield f"world.permits.{key}.together", other, world.permits
    for pattern in levers.patterns:
        yield "levers.patterns", pattern, scenario.rows()
    for pattern in levers.staff:
        yield "levers.staff", pattern, (*scenario.rows(), EVERY_PATTERN)
    granted = world.permits if levers.grant.by == "permit" else world.clearances
    for where, order in _orders(scenario):
        for name in order:
            yield where, name, granted
    for name in levers.order.connected:
        yield "levers.order.connected", name, world.clearances
    known = scenario.rows()
    for key, row in scenario.patterns.items():
        others = [other for other in known if other != key or other in PATTERNS]
        yield f"patterns.{key}.from", row.made_from or others[0], others
        for name in row.routes or {}:
            yield f"patterns.{key}.routes", name, world.clearances
    yield from names_of_file(scenario)


def _orders(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every order of granting: where it stands, and what is named there."""
    tables: dict[str, Order] = {"levers.order": scenario.levers.order}
    tables |= {f"patterns.{key}.order": row.order for key, row in scenario.patterns.items() if row.order}
    for path, order in tables.items():
        for authority in Authority:
            yield f"{path}.{authority.value}", getattr(order, authority.value)


def _world(scenario: Scenario) -> Wrong:
    world = scenario.world
    if "always" in world.hours:
        yield "world.hours.always", "...", _("'always' is day and night already; choose another name")
    for name, week in world.hours.items():
        if not any(week.days):
            yield f"world.hours.{name}", "", _("never opens; expected hours on at least one day")
        yield from rarer(f"world.hours.{name}", week)
    for key, permit in world.permits.items():
        if permit.clearances is not None and permit.together:
            yield f"world.permits.{key}", key, _("give either 'clearances' or 'together', not both")
        if permit.clearances == ():
            yield f"world.permits.{key}.clearances", [], _("a permit needs at least one clearance")
        if any(world.permits[other].together for other in permit.together if other in world.permits):
            yield f"world.permits.{key}.together", list(permit.together), _("expected single permits")
        listed = [clearance for clearance in _listed(scenario, key) if clearance in world.clearances]
        if listed and not any(world.clearances[clearance].needed_share for clearance in listed):
            expected = _("no clearance of this permit is ever needed; expected 'needed' above 0 of at least one")
            yield f"world.permits.{key}", key, expected
    kept = sorted({agency.hours for agency in world.agencies.values()})
    if world.front.hours is None and len(kept) > 1:
        expected = _("agencies keep different hours ({names}); say which the front keeps")
        yield "world.front.hours", None, expected.format(names=", ".join(kept))
    for key in [*world.agencies, *world.clearances]:
        if key in RESERVED:
            table = "agencies" if key in world.agencies else "clearances"
            yield f"world.{table}.{key}", key, _("this name is the model's own; choose another")
    serving = {clearance.agency for clearance in world.clearances.values()}
    for key, agency in world.agencies.items():
        if key not in serving and serving <= world.agencies.keys():
            yield f"world.agencies.{key}", key, _("this agency has no clearance; give it one or take it out")
        if agency.counters == 0:
            expected = _("a counter without staff never opens; expected at least 1")
            yield f"world.agencies.{key}.counters", 0, expected
    if world.working_days in world.hours and world.hours[world.working_days].weeks > 1:
        yield "world.working_days", world.working_days, _("working days come every week; expected other hours")


def _listed(scenario: Scenario, key: str) -> set[str]:
    """Clearances that a permit lists, or that the permits list which are applied for together."""
    world = scenario.world
    parts = [world.permits[part] for part in world.permits[key].together or (key,) if part in world.permits]
    return {name for part in parts for name in (world.clearances if part.clearances is None else part.clearances)}


def _times(scenario: Scenario) -> Wrong:
    """Times that no office and no computer could live with; and what is named twice."""
    world = scenario.world
    counters = {
        "world.counters.triage": world.counters.triage,
        "world.counters.glance": world.counters.glance,
        "world.front.registration": world.front.registration,
        "world.information.time": world.information.time,
    }
    for key, agency in world.agencies.items():
        counters[f"world.agencies.{key}.intake"] = agency.intake
        counters[f"world.agencies.{key}.collection"] = agency.collection
    counters |= {
        f"world.clearances.{key}.at_counter": c.at_counter for key, c in world.clearances.items() if c.at_counter
    }
    for path, length in counters.items():
        if length.mean > 7 * DAY:
            yield path, length.text, _("a visitor is served in one go; expected at most 1 week on average")
    if world.complaints.share and not promises(world):
        text = _("who complains must have been promised a time; expected world.standard, or a permit's own")
        yield "world.complaints.share", world.complaints.share, text
    promised = {"world.standard": world.standard}
    promised |= {f"world.permits.{key}.standard": permit.standard for key, permit in world.permits.items()}
    for path, time in promised.items():
        if time and time.seconds < 1:
            yield path, time.text, _("expected more than 0")
    every = world.online.outage_every
    if every and every.mean < HOUR:
        yield "world.online.outage_every", every.text, _("expected at least 1 hour on average")
    for path, names in (
        *_orders(scenario),
        ("levers.order.connected", scenario.levers.order.connected),
        *((f"world.clearances.{key}.after", clearance.after) for key, clearance in world.clearances.items()),
    ):
        for name in _repeated(names)[:1]:
            yield path, name, _("named twice")


def _repeated(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _clearances(scenario: Scenario) -> Wrong:
    clearances, team = scenario.world.clearances, scenario.world.inspection
    for key, clearance in clearances.items():
        path, deadline = f"world.clearances.{key}", clearance.deadline
        yield from _decided_by(path, clearance)
        if (clearance.inspectors > 0) == clearance.inspection.is_zero:
            expected = _("'inspectors' and 'inspection' go together: give both or neither")
            yield f"{path}.inspectors", clearance.inspectors, expected
        if (clearance.works.crews > 0) == clearance.works.time.is_zero:
            yield f"{path}.works.crews", _text(clearance.works.crews), _unmatched(clearance)
        if deadline and deadline.clock != WORKING_DAYS:
            yield f"{path}.deadline", deadline.text, _("a deadline is in working days")
        if deadline and deadline.seconds < 1:
            yield f"{path}.deadline", deadline.text, _("expected more than 0")
    try:
        TopologicalSorter({key: clearance.after for key, clearance in clearances.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        expected = _("clearances wait for each other in a circle")
        yield f"world.clearances.{circle[0]}.after", " -> ".join(reversed(circle)), expected
    for donor in team.team_donors:
        if said := _no_donor(scenario, donor):
            yield "world.inspection.team_donors", donor, said
    if bool(team.team) != bool(team.team_donors):
        yield "world.inspection.team", team.team, _("'team' and 'team_donors' go together: give both or neither")


def _no_donor(scenario: Scenario, donor: str) -> str:
    """Why nobody of that name can give inspectors to the technical team, and who can; empty where somebody can."""
    clearances = scenario.world.clearances
    able = [key for key, clearance in clearances.items() if clearance.inspectors]
    its_own = [key for key in able if clearances[key].agency == donor]
    if donor in able:
        return ""
    if donor not in clearances and its_own:
        text = _("this is an agency, and inspectors belong to clearances; expected of its own {its_own}")
        return text.format(its_own=", ".join(its_own))
    if not able:
        return _("no clearance has inspectors to give; expected 'inspectors' and 'inspection' of one")
    text = _("there is no such clearance; expected some of {able}")
    if donor in clearances:
        text = _("this clearance has no inspectors to give; expected some of {able}")
    elif donor in scenario.world.agencies:
        text = _("this is an agency, none of whose clearances has inspectors; expected clearances that have: {able}")
    return text.format(able=", ".join(able))


# What belongs to assessors and to who signs, so that it has no sense where a clearance is decided at the counter.
NOT_AT_COUNTER = ("assessors", "assessment", "inspectors", "signature", "signed_on", "deadline", "backlog")


def _decided_by(path: str, clearance: Clearance) -> Wrong:
    """A clearance is decided by assessors, or at the counter in the citizen's presence."""
    if clearance.at_counter is None:
        for name in ("assessors", "assessment"):
            if getattr(clearance, name) is None:
                meaning = _(str(type(clearance).model_fields[name].description))
                yield f"{path}.{name}", None, _("this key is missing; it says: {meaning}").format(meaning=meaning)
        return
    for name in NOT_AT_COUNTER:
        if getattr(clearance, name):
            expected = _(
                "it is decided at the counter ('at_counter'), by nobody else and unsigned; leave out either of the two"
            )
            yield f"{path}.{name}", _text(getattr(clearance, name)), expected
    if clearance.consult.agency is not None:
        expected = _(
            "it is decided at the counter ('at_counter'), where nobody else is asked; leave out either of the two"
        )
        yield f"{path}.consult.agency", clearance.consult.agency, expected
    if clearance.works.crews > 0:
        expected = _(
            "it is decided at the counter ('at_counter'), and works follow a decision behind it; make them a clearance "
            "of their own, after this one"
        )
        yield f"{path}.works.crews", _text(clearance.works.crews), expected


def _unmatched(clearance: Clearance) -> str:
    """What is wrong with works that have crews and no time, or time and no crews."""
    if clearance.works.time.is_zero:
        return _("these crews have nothing to do; expected 'time' beside it: how long a crew works at one site")
    return _(
        "without a crew these works never end; expected at least 1, or, where there are to be no works, also "
        "time = '0 min'"
    )


def _text(value: object) -> object:
    return getattr(value, "text", value)


def _run(scenario: Scenario) -> Wrong:
    run, spread = scenario.run, scenario.world.citizens.arrival_spread
    for name, duration in (("warm_up", run.warm_up), ("cohort", run.cohort), ("run_out", run.run_out)):
        if duration.clock != CLOCK:
            yield f"run.{name}", duration.text, _("expected calendar time, like '4 weeks'")
    if run.cohort.seconds < 1:
        yield "run.cohort", run.cohort.text, _("expected more than 0")
    half = scenario.world.reform.half_life
    if half and (half.clock != CLOCK or half.seconds < 1):
        yield "world.reform.half_life", half.text, _("expected calendar time above 0, like '8 weeks'")
    if spread.clock != CLOCK or spread.seconds < 1:
        yield "world.citizens.arrival_spread", spread.text, _("expected running time above 0, like '3 hours'")


def _secondments(scenario: Scenario) -> Wrong:
    for lent in scenario.levers.secondments:
        if lent.until < lent.since:
            expected = _("expected no day before the first, {day}")
            yield "levers.secondments.until", str(lent.until), expected.format(day=lent.since)
        if lent.out_of == lent.into:
            yield "levers.secondments.into", lent.into, _("expected another pool than the one that lends")


def _patterns(scenario: Scenario) -> Wrong:
    rows = scenario.rows()
    if EVERY_PATTERN in scenario.patterns:
        expected = _("in levers.staff this name means every pattern; choose another")
        yield f"patterns.{EVERY_PATTERN}", EVERY_PATTERN, expected
    for key in scenario.patterns:
        known = all((scenario.patterns[other].made_from or other) in rows for other in _ancestry(scenario, key))
        if known and (said := nonsense(rows[key])):
            yield f"patterns.{key}", key, said
    for key, row in scenario.patterns.items():
        if key in PATTERNS and row.made_from is None:
            expected = _("a shipped pattern's name; say from = '{key}', or choose another name")
            yield f"patterns.{key}", key, expected.format(key=key)
        if row.desks and (row.desk or row.desks not in DESKS):
            expected = _("expected 'desk' alone, or a unit or a coordinator with a portal beside it")
            yield f"patterns.{key}.desks", [desk.value for desk in row.desks], expected
        if row.made_from is None and None in (row.place, row.desk or row.desks, row.without):
            expected = _("a row that is made from no other says place, desk and without")
            yield f"patterns.{key}", key, expected
        if row.made_from != key and key in _ancestry(scenario, row.made_from):
            yield f"patterns.{key}.from", row.made_from, _("rows are made from each other in a circle")
    for path, keys in (("levers.patterns", scenario.levers.patterns), ("compare.rows", scenario.shown)):
        for key in _repeated(keys) if path == "levers.patterns" or scenario.compare.rows else ():
            yield path, key, _("named twice")


def _ancestry(scenario: Scenario, key: str | None) -> set[str]:
    """The rows of the file from which a row is made, from one to the next."""
    found = set[str]()
    while key is not None and key in scenario.patterns and key not in found:
        found.add(key)
        key = scenario.patterns[key].made_from
    return found


# What may stand side by side in front, and each alone.
DESKS = {(desk,) for desk in Desk} | {
    pair for desk in (Desk.UNIT, Desk.COORDINATOR) for pair in ((desk, Desk.PORTAL), (Desk.PORTAL, desk))
}

CHECKS = (_world, needs, spread, _times, _clearances, _run, _secondments, _patterns, in_vain)


def problems(scenario: Scenario) -> list[Problem]:
    """Everything that does not fit together: unknown names, then in the order of the checks; empty when all is well."""
    unknown = [(path, name, one_of(name, options)) for path, name, options in _names(scenario) if name not in options]
    return [Problem(*wrong) for wrong in (*unknown, *(wrong for check in CHECKS for wrong in check(scenario)))]

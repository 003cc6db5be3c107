"""From a scenario to results: every pattern, every replication, on as many processes as wanted.

Results come back in the order of replications whatever the number of processes, so they are equal byte for byte.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from wogsim.cases import Cases
from wogsim.engine import choose
from wogsim.errors import BadInput
from wogsim.hours import DAY, Hours
from wogsim.language import _, number
from wogsim.log import EndedBy, Log
from wogsim.measures.anatomy import time_anatomy
from wogsim.measures.cases import case_measures
from wogsim.measures.pools import pool_measures
from wogsim.measures.summary import summarise, within_standard
from wogsim.parallel import Progress, in_order
from wogsim.patterns import Pattern, Place
from wogsim.population import Applicants, population, portal_hours
from wogsim.results.comparison import Comparison, Outcome
from wogsim.routing import route
from wogsim.routing.draft import Draft, assemble
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.staffing import Staffing, pools, staffing
from wogsim.world import World, build

MOST_APPLICANTS = 3_000_000


@dataclass(frozen=True)
class Plan:
    """All that a worker needs: the world, who works where under each pattern, and which engine runs."""

    world: World
    patterns: tuple[tuple[Pattern, Staffing], ...]
    engine: str = "auto"


def plan(loaded: Loaded, engine: str = "auto") -> Plan:
    """Resolve levers and staffing of every pattern that is to be compared, and the engine.

    Raises
    ------
    BadInput
        When agencies cannot be made, pools not be staffed, or there is no such engine.
    """
    world = build(loaded.scenario)
    _refuse_crowds(world)
    rows = loaded.scenario.rows()
    chosen = [rows[key] for key in loaded.scenario.levers.patterns]
    return Plan(world, tuple((row, staffing(world, row)) for row in chosen), choose(engine)[0])


def _refuse_crowds(world: World) -> None:
    """Refuse more applicants than a computer's memory holds, before they are drawn."""
    weekly = {"world.citizens.need": world.rate()} | {
        f"world.clearances.{clearance.key}.own_cases": world.rate(i) for i, clearance in enumerate(world.clearances)
    }
    expected = sum(weekly.values()) * world.end / (7 * DAY)
    if expected > MOST_APPLICANTS:
        raise BadInput(
            _(
                "about {count} applicants would come in one replication, most by {path}; expected at most {most}: "
                "lower that rate or shorten run.warm_up, run.cohort or run.run_out"
            ).format(
                count=number(expected, 0), path=max(weekly, key=weekly.__getitem__), most=number(MOST_APPLICANTS, 0)
            )
        )


def one_pattern(world: World, row: Pattern, staff: Staffing, seed: int, replication: int) -> tuple[Cases, Log]:
    """Run one pattern once; the same luck for the same seed and replication, whatever the pattern."""
    cases = routed(world, row, staff, population(world, seed, replication), portal_hours(world, seed, replication))
    return cases, choose("auto")[1](cases)


def routed(
    world: World,
    row: Pattern,
    staff: Staffing,
    streams: list[Applicants],
    portal: Hours,
    known: dict[Any, Draft] | None = None,
) -> Cases:
    """What an engine is to do: all applicants on their way through one pattern.

    The way of sector-only applicants depends on the pattern only in whether counters share a roof and who has become a
    generalist; `known` keeps it from one pattern to the next.
    """
    known = {} if known is None else known

    def draft_of(who: Applicants) -> Draft:
        key = (who.own, row.place is Place.SHARED, staff.generalists)
        if who.own is None:
            return route(world, row, who, staff.generalists)
        if key not in known:
            known[key] = route(world, row, who, staff.generalists)
        return known[key]

    drafts = [draft_of(who) for who in streams]
    return assemble(drafts, pools(world, row, staff, portal), world.working_days)


def replicate(plan: Plan, seed: int, replication: int, *, keep_log: bool = False) -> list[Outcome]:
    """One replication of every pattern, with the same citizens."""
    simulate = choose(plan.engine)[1]
    streams, portal = population(plan.world, seed, replication), portal_hours(plan.world, seed, replication)
    outcomes, known = [], dict[Any, Draft]()
    for row, staff in plan.patterns:
        cases = routed(plan.world, row, staff, streams, portal, known)
        outcomes.append(_measured(plan.world, cases, simulate(cases), keep_log))
    return outcomes


def _measured(world: World, cases: Cases, log: Log, keep_log: bool) -> Outcome:
    run, standard = world.scenario.run, world.scenario.world.standard
    columns = case_measures(cases, log, world.working_days)
    gave_up = np.bincount(log.case[log.ended_by == EndedBy.GAVE_UP], minlength=len(cases.need)) > 0
    if not (columns["granted"] | gave_up).all():
        raise AssertionError("a case neither ended nor was given up: its activities wait for each other")
    columns |= {f"time_{part}": seconds for part, seconds in time_anatomy(cases, log).items()}
    columns |= {name: getattr(cases, name) for name in ("number", "need", "far", "vulnerable", "assisted")}
    if standard:
        columns["within_standard"] = within_standard(columns, standard)
    chosen = cases.cohort & ~cases.own
    per_case = {name: column[chosen] for name, column in columns.items()}
    start = run.warm_up.seconds
    busy = tuple(pool_measures(cases, log, start, start + run.cohort.seconds))
    return Outcome(summarise(per_case), busy, per_case, (cases, log) if keep_log else None)


def compare(
    loaded: Loaded,
    *,
    engine: str = "auto",
    jobs: int = 1,
    executor: Executor | None = None,
    keep_log: bool = False,
    progress: Progress | None = None,
    **asking: Any,
) -> Comparison:
    """The same citizens under several service patterns.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    engine : 'simpy', 'compiled', or 'auto': compiled where numba is installed. The result does not depend on it
    jobs : processes; 0 for one per core. The result does not depend on it
    executor : any `concurrent.futures.Executor` to work on instead, such as that of `wogsim.parallel.cluster`
    keep_log : keep every replication's log of attempts
    progress : hears (replications done, all) after each
    **asking : authority, patterns, preset, replications, seed, settings, agencies, agencies_mode, delegated,
        coordinating, automated; see `wogsim.scenario.settings.asked`

    Raises
    ------
    BadInput
        When a value, alone or with others, makes no sense.
    CalendarExhausted
        When a pool's calendar ends before its work.
    """
    changed = asked(loaded, **asking)
    prepared = plan(changed, engine)
    run = changed.scenario.run
    work = partial(replicate, prepared, run.seed, keep_log=keep_log)
    outcomes = in_order(work, run.replications, jobs, progress, executor)
    if not any(len(outcome.per_case["need"]) for replication in outcomes for outcome in replication):
        raise BadInput(
            _(
                "run.cohort = {cohort}: nobody's need arose in this window in any replication; "
                "expected a longer window or a higher world.citizens.need"
            ).format(cohort=run.cohort)
        )
    return Comparison(
        loaded=changed,
        world=prepared.world,
        patterns=tuple(row for row, _staff in prepared.patterns),
        staffing=tuple(staff for _row, staff in prepared.patterns),
        outcomes=tuple(zip(*outcomes, strict=True)),
        preset=asking.get("preset"),
        engine=prepared.engine,
    )

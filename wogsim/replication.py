"""One replication: the same citizens through every pattern, from their draws to the measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from operator import add
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.cases import Cases, Ints, first_place, fitted, once
from wogsim.engine import choose
from wogsim.hours import Hours
from wogsim.log import EndedBy, Followed, Log
from wogsim.measures.anatomy import time_anatomy
from wogsim.measures.attempts import granted_cases
from wogsim.measures.cases import TIMES, case_measures, case_times
from wogsim.measures.course import course
from wogsim.measures.pools import PoolSums, pool_measures, pool_sums
from wogsim.measures.progress import files_waiting, in_progress
from wogsim.measures.summary import MEASURES, summarise, within_standard
from wogsim.patterns import Pattern, Place
from wogsim.population import Applicants, population, portal_hours
from wogsim.results.comparison import Outcome
from wogsim.routing import route
from wogsim.routing.draft import assemble
from wogsim.staffing import Staffing, pools
from wogsim.world import World

# What does not fit into memory as a whole does part by part: so many applicants are drawn and routed at a time, and
# so many activities measured.
APPLICANTS = 8_192
ACTIVITIES = 500_000

Columns = dict[str, npt.NDArray[Any]]

OF_CITIZENS = ("number", "need", "far", "vulnerable", "assisted")  # the same under every pattern
COUNTS = {measure.of for measure in MEASURES if measure.per_unit == 1}


@dataclass(frozen=True)
class Plan:
    """All that a worker needs: the world, who works where under each pattern, and which engine runs.

    ``activities`` is how many each pattern is expected to have in a replication.
    """

    world: World
    patterns: tuple[tuple[Pattern, Staffing], ...]
    engine: str = "auto"
    activities: tuple[float, ...] = ()


def one_pattern(world: World, row: Pattern, staff: Staffing, seed: int, replication: int) -> tuple[Cases, Log]:
    """Run one pattern once; the same luck for the same seed and replication, whatever the pattern."""
    cases = routed(world, row, staff, population(world, seed, replication), portal_hours(world, seed, replication))
    return cases, choose("auto").run(cases)


def routed(
    world: World,
    row: Pattern,
    staff: Staffing,
    streams: list[Applicants],
    portal: Hours,
    known: dict[Any, list[Cases]] | None = None,
) -> Cases:
    """What an engine is to do: all applicants on their way through one pattern.

    The way of sector-only applicants depends on the pattern only in whether counters share a roof and who has become a
    generalist; `known` keeps it from one pattern to the next.
    """
    return assemble(
        _parts(world, row, staff.generalists, streams, {} if known is None else known),
        pools(world, row, staff, portal),
        world.working_days,
    )


def _parts(
    world: World, row: Pattern, generalists: tuple[float, ...], streams: list[Applicants], known: dict[Any, list[Cases]]
) -> Iterator[Cases]:
    """Stream after stream, block after block: one at a time, as memory is short."""
    for who in streams:
        key = (who.own, row.place is Place.SHARED, generalists)
        if key not in known:
            blocks = (route(world, row, block, generalists) for block in who.blocks(APPLICANTS))
            if who.own is None or len(who) > APPLICANTS:
                yield from blocks
                continue
            known[key] = list(blocks)
        yield from known[key]


def replicate(plan: Plan, seed: int, replication: int, *, keep_log: bool = False) -> list[Outcome]:
    """One replication of every pattern, with the same citizens."""
    engine = choose(plan.engine)
    streams, portal = population(plan.world, seed, replication), portal_hours(plan.world, seed, replication)
    outcomes, known = list[Outcome](), dict[Any, list[Cases]]()
    for row, staff in plan.patterns:
        cases = routed(plan.world, row, staff, streams, portal, known)
        outcome = _measured(plan.world, cases, engine.follow(cases), keep_log)
        outcomes.append(shared(outcome, outcomes[0]) if outcomes else outcome)
    return outcomes


def shared(outcome: Outcome, first: Outcome) -> Outcome:
    """The outcome, what is the citizens' own held once for it and the first pattern of the same replication."""
    return replace(outcome, per_case={**outcome.per_case, **{name: first.per_case[name] for name in OF_CITIZENS}})


def _measured(world: World, cases: Cases, log: Followed, keep_log: bool) -> Outcome:
    """Measures of the cohort's citizens, of those before them and of the pools, block by block of the cases."""
    run = world.scenario.run
    start, end = run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds
    sums, midnights = list[PoolSums](), list[Ints]()
    before, cohort = list[Columns](), list[Columns]()
    for first, last, about in _blocks(cases, end):
        part = cases.part(first, last)
        attempts = log.of_cases(first, last, first_place(cases.case, first))
        _all_over(part, attempts)
        sums.append(pool_sums(cases.pools, attempts, start, end))
        if about != "others" or not part.own.all():
            midnights.append(np.stack([count(part, attempts, world.end) for count in (in_progress, files_waiting)]))
        if about == "cohort":
            cohort.append(_per_case(world, part, attempts))
        elif about == "before":
            before.append({"need": part.need, **case_times(part, attempts)})
    per_case = joined(cohort)
    so_far = joined([*before, {name: per_case[name] for name in ("need", *TIMES)}])
    busy = pool_measures(cases.pools, reduce(add, sums), start, end)
    kept = (cases, log.of_cases(0, len(cases.need), 0)) if keep_log else None
    return Outcome(summarise(per_case), tuple(busy), per_case, kept, course(so_far), *reduce(add, midnights))


def joined(tables: Sequence[Columns]) -> Columns:
    """Columns one below the other."""
    return {name: once(np.concatenate([table[name] for table in tables])) for name in tables[0]}


def _blocks(cases: Cases, end: int) -> Iterator[tuple[int, int, str]]:
    """Ranges of neighbouring cases, none much larger than ACTIVITIES, and whom they are about.

    Citizens come first and their needs ascend: those 'before' the cohort, those of the 'cohort', 'others'.
    """
    citizens = len(cases.need) - int(cases.own.sum())
    last = int(np.searchsorted(cases.need[:citizens], end))
    first = last - int(cases.cohort[:last].sum())
    cuts = cases.case[ACTIVITIES::ACTIVITIES]
    borders = np.unique(np.concatenate([[0, first, last, len(cases.need)], cuts])).tolist()
    for a, b in pairwise(borders):
        yield a, b, "before" if a < first else "cohort" if a < last else "others"
    if first == last:
        yield first, last, "cohort"


def _all_over(cases: Cases, log: Log) -> None:
    gave_up = np.bincount(log.case[log.ended_by == EndedBy.GAVE_UP], minlength=len(cases.need)) > 0
    if not (granted_cases(cases, log) | gave_up).all():
        raise AssertionError("a case neither ended nor was given up: its activities wait for each other")


def _per_case(world: World, cases: Cases, log: Log) -> Columns:
    """Every measure of every case, shape (C,), and what kind of citizen it is."""
    columns = case_measures(cases, log, world.working_days)
    columns |= {f"time_{part}": seconds for part, seconds in time_anatomy(cases, log).items()}
    columns |= {name: getattr(cases, name) for name in OF_CITIZENS}
    standard = world.scenario.world.standard
    if standard:
        columns["within_standard"] = within_standard(columns, standard)
    whole = {name: column for name, column in columns.items() if column.dtype == np.int64 and name != "need"}
    return columns | {
        name: fitted(column, np.int16, np.int32) if name in COUNTS else fitted(column, np.int32)
        for name, column in whole.items()
    }

"""One replication: the same citizens through every pattern, from their draws to the measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import NONE, Cases, Ints, first_place, fitted, once
from wogsim.contract.log import Followed, Log
from wogsim.engine import choose
from wogsim.measures.anatomy import anatomy
from wogsim.measures.backlog import Backlog
from wogsim.measures.cases import TIMES, case_measures, case_times
from wogsim.measures.on_the_spot import on_the_spot
from wogsim.measures.outcome import Outcome
from wogsim.measures.pools import PoolSums, kept_up, pool_measures, pool_sums
from wogsim.measures.series import series
from wogsim.measures.standard import within_standard
from wogsim.measures.summary import MEASURES, certain, horizon, restricted, sizes, summarise
from wogsim.measures.work_in_progress import case_ends, files_waiting, in_progress
from wogsim.patterns import Pattern
from wogsim.replication.everybody import Everybody
from wogsim.replication.plan import Plan
from wogsim.replication.size import refuse_too_large
from wogsim.scenario.standards import promises
from wogsim.staffing.people import Staffing
from wogsim.world.agencies import World

# What does not fit into memory as a whole does part by part: whole cases with about so many activities at a time.
ACTIVITIES = 100_000

Columns = dict[str, npt.NDArray[Any]]

OF_CITIZENS = ("number", "need", "permit", "far", "vulnerable", "assisted")  # the same under every pattern
COUNTS = {measure.of for measure in MEASURES if measure.per_unit == 1}


def each_pattern(plan: Plan, seed: int, replication: int, *, kept: bool = False) -> Iterator[tuple[Cases, Log]]:
    """Cases and log of each pattern of a plan, one after the other; ``kept`` if all of them are to be held together.

    Raises
    ------
    TooLarge
        At once, when they would not fit into memory.
    """
    refuse_too_large([plan], 1, keep_log=kept)
    return (one_pattern(plan.world, row, staff, seed, replication) for row, staff in plan.patterns)


def one_pattern(world: World, row: Pattern, staff: Staffing, seed: int, replication: int) -> tuple[Cases, Log]:
    """Run one pattern once; the same luck for the same seed and replication, whatever the pattern."""
    (cases,) = Everybody(world, seed, [replication]).routed(row, staff)
    return cases, choose("auto").run(cases)


def replicate(
    plan: Plan, seed: int, replications: Sequence[int], *, keep_log: bool = False, like: Everybody | None = None
) -> list[list[Outcome]]:
    """Some replications of every pattern, each with its own citizens; no outcome depends on which come together.

    ``like`` is everybody who applies in these replications of a plan that differs as `Everybody.moved` says.

    Raises
    ------
    TooLarge
        When they would not fit into memory.
    """
    refuse_too_large([plan], len(replications), keep_log=keep_log)
    engine = choose(plan.engine)
    everybody = like.moved(plan.world) if like else Everybody(plan.world, seed, replications)
    outcomes: list[list[Outcome]] = [[] for _replication in replications]
    for (row, staff), activities in zip(plan.patterns, plan.activities, strict=True):
        for found, cases in zip(outcomes, everybody.routed(row, staff, activities), strict=True):
            outcome = _measured(plan.world, cases, engine.follow(cases), keep_log)
            found.append(shared(outcome, found[0]) if found else outcome)
            del cases  # before those of the next pattern are made
    return outcomes


def shared(outcome: Outcome, first: Outcome) -> Outcome:
    """The outcome, what is the citizens' own held once for it and the first pattern of the same replication."""
    return replace(outcome, per_case={**outcome.per_case, **{name: first.per_case[name] for name in OF_CITIZENS}})


class _Summed(NamedTuple):
    """What adds up over parts of the cases: at all pools, and cases and files at each midnight, shape (2, days + 1)."""

    pools: PoolSums
    backlog: Backlog
    midnights: Ints

    def plus(self, other: _Summed) -> _Summed:
        return _Summed(self.pools + other.pools, self.backlog + other.backlog, self.midnights + other.midnights)


def _measured(world: World, cases: Cases, log: Followed, keep_log: bool) -> Outcome:
    """Measures of the cohort's citizens, of those before them and of the pools, block by block of the cases."""
    run = world.scenario.run
    start, end = run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds
    citizens = len(cases.need) - int(cases.own.sum())
    last_of_cohort = int(np.searchsorted(cases.need[:citizens], end))
    first_of_cohort = last_of_cohort - int(cases.cohort[:last_of_cohort].sum())
    summed: _Summed | None = None  # as they come: of long runs all parts' together would be more than the log
    before, cohort = list[Columns](), list[Columns]()
    cuts = cases.case[ACTIVITIES::ACTIVITIES].tolist()
    for first, last in pairwise([0, *cuts, len(cases.need)]):
        part, attempts = _part(cases, log, first, last)
        ends = case_ends(part, attempts)
        if (ends == NONE).any():
            raise AssertionError("a case neither ended nor was given up: its activities wait for each other")
        of_part = _Summed(
            pool_sums(cases.pools, attempts, start, end),
            Backlog.of(part, attempts, start, end),
            np.stack([in_progress(part, ends, world.end), files_waiting(part, attempts, world.end)]),
        )
        summed = summed.plus(of_part) if summed else of_part
        a, b = np.clip([first_of_cohort, last_of_cohort], first, last) - first
        earlier = _part(part, attempts, 0, a)
        before.append({"need": earlier[0].need, **case_times(*earlier)})
        cohort.append(_per_case(world, *_part(part, attempts, a, b)))
    assert summed is not None  # no cases at all are one part, too
    per_case = joined(cohort)
    so_far = joined([*before, {name: per_case[name] for name in ("need", *TIMES)}])
    busy = pool_measures(cases.pools, summed.pools, start, end)
    busy = kept_up(busy, cases.pools, summed.backlog, start, end)
    kept = (cases, log.of_cases(0, len(cases.need), 0)) if keep_log else None
    of, (cases_there, files_there) = sizes(per_case, certain(world.scenario.world)), summed.midnights
    return Outcome(summarise(per_case), tuple(busy), per_case, kept, series(so_far), cases_there, files_there, of)


def _part(cases: Cases, log: Followed, first: int, last: int) -> tuple[Cases, Log]:
    """Cases `first` up to `last` and their attempts, by themselves."""
    return cases.part(first, last), log.of_cases(first, last, first_place(cases.case, first))


def joined(tables: Sequence[Columns]) -> Columns:
    """Columns one below the other."""
    return {name: once(np.concatenate([table[name] for table in tables])) for name in tables[0]}


def _per_case(world: World, cases: Cases, log: Log) -> Columns:
    """Every measure of every case, shape (C,), and what kind of citizen it is."""
    columns = case_measures(cases, log, world.working_days)
    if any(permit.while_you_wait for permit in world.scenario.world.permits.values()):
        columns["on_the_spot"] = on_the_spot(cases, log)  # of no interest where nobody waits for a permit
    parts, columns["file_queue_open"] = anatomy(cases, log)
    columns |= {f"time_{part}": seconds for part, seconds in parts.items()}
    columns |= {name: getattr(cases, name) for name in OF_CITIZENS}
    if world.scenario.world.citizens.bribe_share:
        columns["pays"] = cases.pays  # of no interest where nobody does
    columns |= restricted(columns, horizon(world.scenario.run))
    promised = promises(world.scenario.world)
    if promised:
        columns["within_standard"] = within_standard(cases, log, columns, promised, world.working_days)
        if not all(promised):
            columns["promised"] = np.array([promise is not None for promise in promised])[cases.permit]
    whole = {name: column for name, column in columns.items() if column.dtype == np.int64 and name != "need"}
    return columns | {
        name: fitted(column, np.int16, np.int32) if name in COUNTS else fitted(column, np.int32)
        for name, column in whole.items()
    }

"""From a scenario to results: every pattern, every replication, on as many processes as wanted.

Results come back in the order of replications whatever the number of processes, so they are equal byte for byte.
"""

from __future__ import annotations

from concurrent.futures import Executor
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from wogsim.engine import choose
from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.parallel import Progress, in_order, process_count, workers
from wogsim.pilot import Pilot
from wogsim.replication import Plan, replicate_several
from wogsim.results.comparison import Comparison
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.sequential import MOST, checked, until_precise
from wogsim.several import worth_at_once
from wogsim.size import refuse_too_large, refuse_too_many
from wogsim.staffing import staffing
from wogsim.world import build


def plan(loaded: Loaded, engine: str = "auto") -> Plan:
    """Resolve levers and staffing of every pattern that is to be compared, and the engine.

    Raises
    ------
    BadInput
        When agencies cannot be made, pools not be staffed, or there is no such engine.
    """
    world, rows = build(loaded.scenario), loaded.scenario.rows()
    pilot = Pilot(world)
    patterns = tuple(
        (row, staffing(world, row, pilot)) for row in (rows[key] for key in loaded.scenario.levers.patterns)
    )
    activities = tuple(pilot.activities(row, staff.generalists) for row, staff in patterns)
    refuse_too_many(world, max(activities))
    return Plan(world, patterns, choose(engine).name, activities)


def compare(
    loaded: Loaded,
    *,
    engine: str = "auto",
    jobs: int = 1,
    executor: Executor | None = None,
    keep_log: bool = False,
    log_to: Path | None = None,
    progress: Progress | None = None,
    precision: float | None = None,
    max_replications: int = MOST,
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
    log_to : directory in which the log is to be written, so that a log too large for its disk is refused beforehand
    progress : hears (replications done, all) as they are done
    precision : add replications until the half-width of every headline measure's interval is within this share of its
        mean, under every pattern (shares: within so many in one); see `wogsim.output_analysis.precision`
    max_replications : how many that may take at most
    **asking : authority, patterns, preset, replications, seed, settings, agencies, agencies_mode, delegated,
        coordinating, automated; see `wogsim.scenario.settings.asked`

    Raises
    ------
    BadInput
        When a value, alone or with others, makes no sense, or the run is too large.
    CalendarExhausted
        When a pool's calendar ends before its work.
    """
    changed = asked(loaded, **asking)
    prepared = plan(changed, engine)
    run = changed.scenario.run
    wanted = None if precision is None else checked(precision, max_replications, run.replications)
    most = wanted.most if wanted else run.replications
    refuse_too_large(prepared, most, process_count(jobs, most), log_to, keep_log)
    work = partial(replicate_several, prepared, run.seed, keep_log=keep_log)
    at_once = worth_at_once(prepared.world, engine)
    keys, reached = tuple(row.key for row, _staff in prepared.patterns), None
    with nullcontext(executor) if executor else workers(jobs, most) as chosen:
        if wanted is None:
            outcomes = in_order(work, run.replications, 1, progress, chosen, at_once)
        else:
            outcomes, reached = until_precise(work, keys, run.replications, wanted, chosen, progress, at_once)
            changed = changed.change({"run.replications": len(outcomes)})
    if not any(len(outcome.per_case["need"]) for replication in outcomes for outcome in replication):
        raise nobody(changed)
    return Comparison(
        loaded=changed,
        world=prepared.world,
        patterns=tuple(row for row, _staff in prepared.patterns),
        staffing=tuple(staff for _row, staff in prepared.patterns),
        outcomes=tuple(zip(*outcomes, strict=True)),
        preset=asking.get("preset"),
        engine=prepared.engine,
        precision=reached,
    )


def nobody(loaded: Loaded) -> BadInput:
    """What is said of a world without a measured citizen."""
    expected = _(
        "nobody's need arose in this window in any replication; expected a longer window or a higher "
        "world.citizens.need"
    )
    return BadInput(Problem("run.cohort", loaded.scenario.run.cohort.text, expected))

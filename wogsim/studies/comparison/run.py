"""From a scenario to results: every pattern, every replication, on as many processes as wanted.

Results come back in the order of replications whatever the number of processes, so they are equal byte for byte.
"""

from concurrent.futures import Executor
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from wogsim.replication.everybody import worth_at_once
from wogsim.replication.foretold import foretell, seconds
from wogsim.replication.prepare import nobody
from wogsim.replication.size import log_size, memory, refuse_too_large
from wogsim.scenario.reading import Loaded
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.sequential import MOST, checked, until_precise
from wogsim.studies.comparison.sides import replicate_all, sides
from wogsim.work.parallel import Progress, here, in_order, process_count, workers


def compare(
    loaded: Loaded,
    beside: Loaded | None = None,
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
    """The same citizens under several service patterns, each in the scenario's own world or in that of a variant.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    beside : a second scenario, whose patterns stand beside those of the first; it is run for as long and as often
    engine : 'simpy', 'compiled', or 'auto': compiled where numba is installed. The result does not depend on it
    jobs : processes; 0 for one per core. The result does not depend on it
    executor : any `concurrent.futures.Executor` to work on instead, such as that of `wogsim.work.parallel.cluster`
    keep_log : keep every replication's log of attempts
    log_to : directory in which the log is to be written, so that a log too large for its disk is refused beforehand
    progress : hears (replications done, all) as they are done
    precision : add replications until the half-width of every headline measure's interval is within this share of its
        mean, under every pattern (shares: within so many in one); see `wogsim.output_analysis.stopping`
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
    found = sides(loaded, beside, engine, asking.pop("patterns", None), **asking)
    changed, plans, keys = found.asked, found.plans, found.keys
    run = changed.scenario.run
    wanted = None if precision is None else checked(precision, max_replications, run.replications)
    most = wanted.most if wanted else run.replications
    processes = here(executor) if executor else process_count(jobs, most)
    refuse_too_large(plans, most, processes, log_to, keep_log)
    foretell(
        seconds(plans, most),
        processes,
        memory=memory(plans, most, processes, keep_log),
        log=log_size(plans, most) if log_to else 0,
        at_most=wanted is not None,
    )
    work = partial(replicate_all, plans, found.columns, run.seed, keep_log=keep_log)
    at_once = min(worth_at_once(plan.world, engine) for plan in plans)
    reached = None
    with nullcontext(executor) if executor else workers(jobs, most) as chosen:
        if wanted is None:
            outcomes = in_order(work, run.replications, 1, progress, chosen, at_once)
        else:
            outcomes, reached = until_precise(work, keys, run.replications, wanted, chosen, progress, at_once)
            changed = changed.change({"run.replications": len(outcomes)})
    if not any(len(outcome.per_case["need"]) for replication in outcomes for outcome in replication):
        raise nobody(changed)
    rows, staffing = zip(*found.staffed(), strict=True)
    return Comparison(
        loaded=found.named(changed),
        worlds=found.worlds,
        patterns=rows,
        staffing=staffing,
        outcomes=tuple(zip(*outcomes, strict=True)),
        preset=asking.get("preset"),
        engine=plans[0].engine,
        precision=reached,
        left_out=found.left_out,
        beside=beside,
    )

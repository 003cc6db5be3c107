"""Run the model against theory and evidence: every experiment, every replication, one interval and verdict a row.

The intervals hold together: each misses a true value with probability `FAMILY` over the number of rows (Bonferroni), so
that a correct model misses anywhere less than once in 1 / `FAMILY` validations.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from wogsim.measures.outcome import Outcome
from wogsim.replication.foretold import foretell, seconds
from wogsim.replication.plan import Plan
from wogsim.replication.prepare import prepare
from wogsim.replication.run import replicate
from wogsim.validation.beside import Beside, beside, evidence_worlds
from wogsim.validation.experiments import MISSED, Compared, Experiment, Row, queues
from wogsim.validation.offices import file_name
from wogsim.validation.published import Figure, figures, published_queues
from wogsim.validation.restaurant import laws
from wogsim.work.parallel import Progress, in_order, process_count
from wogsim.world.agencies import World

FAMILY = 0.01
QUICK = 0.1  # share of the citizens in a quick validation

Floats = npt.NDArray[np.float64]
Piece = tuple[Plan, Callable[[World, Outcome], dict[str, float]], bool, int]  # plan, observe, keep_log, replication


@dataclass(frozen=True)
class Validation:
    """All rows; published figures; the scenario files behind them, by name; and what the run rests on.

    ``level`` is the level of each interval of ``rows``. ``evidence`` are published changes beside the model's.
    """

    rows: tuple[Compared, ...]
    figures: tuple[Figure, ...]
    files: Mapping[str, str]
    level: float
    seed: int
    engine: str
    evidence: tuple[Beside, ...] = ()

    @cached_property
    def missed(self) -> tuple[Compared, ...]:
        """Rows where the expected value lies outside its interval."""
        return tuple(row for row in self.rows if row.verdict == MISSED)


def validate(
    *, seed: int = 1, jobs: int = 0, engine: str = "auto", quick: bool = False, progress: Progress | None = None
) -> Validation:
    """Compare the model with queueing theory and with published changes, and theory with published figures of offices.

    Parameters
    ----------
    seed : the number that all luck comes from
    jobs : processes; 0 for one per core. The result does not depend on it
    engine : 'simpy', 'compiled', or 'auto': compiled where numba is installed. The result does not depend on it
    quick : a tenth of the citizens, so intervals about three times as wide
    progress : hears (replications done, all) after each

    Raises
    ------
    BadInput
        When there is no such engine, or it is not installed.
    """
    share = QUICK if quick else 1.0
    experiments = (*queues(share), *laws(share), *published_queues(share), *evidence_worlds(share))
    plans = [prepare(experiment.loaded, engine) for experiment in experiments]
    counts = [experiment.replications for experiment in experiments]
    needed = sum(seconds([plan], count) for plan, count in zip(plans, counts, strict=True))
    foretell(needed, process_count(jobs, sum(counts)))
    seen = _observed(experiments, plans, seed, jobs, progress)
    statistical = sum(not row.exact for experiment in experiments if experiment.judged for row in experiment.rows)
    level = 1 - FAMILY / statistical

    def compared(*, judged: bool) -> tuple[Compared, ...]:
        chosen = (experiment for experiment in experiments if experiment.judged == judged)
        return tuple(_compared(one, row, seen[one.key], level) for one in chosen for row in one.rows)

    return Validation(
        rows=compared(judged=True),
        figures=figures(compared(judged=False)),
        files={file_name(experiment.key): experiment.text for experiment in experiments if experiment.text is not None},
        level=level,
        seed=seed,
        engine=plans[0].engine,
        evidence=beside(seen),
    )


def _observed(
    experiments: Sequence[Experiment], plans: Sequence[Plan], seed: int, jobs: int, progress: Progress | None
) -> dict[str, dict[str, Floats]]:
    """What is seen in each replication of each experiment, arrays of shape (replications,) by name."""
    pieces = [
        (plan, experiment.observe, experiment.keep_log, replication)
        for experiment, plan in zip(experiments, plans, strict=True)
        for replication in range(experiment.replications)
    ]
    results = iter(in_order(partial(_replications, pieces, seed), len(pieces), jobs, progress))
    seen = {}
    for experiment in experiments:
        found = [next(results) for _replication in range(experiment.replications)]
        seen[experiment.key] = {name: np.array([values[name] for values in found]) for name in found[0]}
    return seen


def _replications(pieces: Sequence[Piece], seed: int, numbers: range) -> list[dict[str, float]]:
    """What is seen in the pieces of these numbers."""
    return [
        observe(plan.world, replicate(plan, seed, [replication], keep_log=keep_log)[0][0])
        for plan, observe, keep_log, replication in pieces[numbers.start : numbers.stop]
    ]


def _compared(experiment: Experiment, row: Row, seen: Mapping[str, Floats], level: float) -> Compared:
    """Expected and seen, with the interval of the mean; what is expected may itself have been seen."""
    observed = seen[row.of]
    expected = seen[row.expected] if isinstance(row.expected, str) else np.full_like(observed, row.expected)
    center = float(np.mean(expected))
    beyond = observed - expected
    if row.exact:
        simulated = low = high = center + float(beyond[np.argmax(np.abs(beyond))])
    else:
        controls = [seen[name] / value - 1 for name, value in experiment.controls.items()] if row.controlled else []
        mean, half = interval(beyond, controls, level)
        simulated, low, high = center + mean, center + mean - half, center + mean + half
    return Compared(
        experiment.key, experiment.title, experiment.source, row.quantity, row.unit, center, simulated, low, high
    )


def interval(values: Floats, controls: Sequence[Floats], level: float) -> tuple[float, float]:
    """Mean and half the width of its interval, given controls whose means are 0, each of shape (replications,).

    Source: Law (2015), section 11.4, as a linear regression: S. S. Lavenberg and P. D. Welch, "A perspective on the
    use of control variables to increase the efficiency of Monte Carlo simulations", Management Science 27(3), 1981.
    """
    from scipy.special import stdtrit

    table = np.column_stack([np.ones(len(values)), *controls])
    coefficients = np.linalg.lstsq(table, values, rcond=None)[0]
    residuals = values - table @ coefficients
    free = len(values) - table.shape[1]
    variance = float(residuals @ residuals) / free * float(np.linalg.inv(table.T @ table)[0, 0])
    return float(coefficients[0]), float(stdtrit(free, 0.5 + level / 2)) * math.sqrt(variance)

"""Replications until they are precise enough: run in batches, judged in their order."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.measures.outcome import Outcome
from wogsim.measures.summary import BY_NAME, HEADLINE
from wogsim.output_analysis.stopping import FEWEST, Stopping, Target, stopping
from wogsim.work.parallel import Progress, in_order

MOST = 200
BATCH = 10

Result = TypeVar("Result")


@dataclass(frozen=True)
class Precision:
    """An asked precision, the most replications it may take, and whether they came to it.

    ``short`` are (pattern, measure) that are not precise enough, each with the precision it has: half-width over
    mean, or half-width for a share; worst first.
    """

    asked: float
    most: int
    reached: bool = False
    short: tuple[tuple[tuple[str, str], float], ...] = ()


def checked(precision: Any, most: Any, least: int) -> Precision:
    """An asked precision that makes sense for replications of which `least` run anyhow.

    Raises
    ------
    BadInput
        Naming the value and what was expected.
    """
    if isinstance(precision, bool) or not isinstance(precision, int | float) or not 0 < precision < 1:
        raise BadInput(Problem("precision", precision, _("expected a share between 0 and 1, like 0.05 or '5 %'")))
    least = max(least, FEWEST)
    if isinstance(most, bool) or not isinstance(most, int) or most < least:
        text = _(
            "expected a whole number, {least} or more, the replications that run anyhow; ask for fewer with "
            "--replications"
        )
        raise BadInput(Problem("max_replications", most, text.format(least=least)))
    return Precision(float(precision), most)


def until_precise(
    task: Callable[[range], list[list[Outcome]]],
    patterns: tuple[str, ...],
    least: int,
    wanted: Precision,
    executor: Executor | None,
    progress: Progress | None,
    at_once: int,
) -> tuple[list[list[Outcome]], Precision]:
    """Outcomes of as many replications as the asked precision takes, and what came of it.

    Batches grow with what has run, so that many processes have something to do; what ran beyond the number at which the
    rule stops is dropped. So the result is that of this number, whatever the batches.

    Parameters
    ----------
    task : from the numbers of successive replications to the outcomes of the patterns in each
    patterns : their keys
    least : replications that run anyhow
    executor : any `concurrent.futures.Executor`; None is this process
    at_once : how many replications `task` gets at a time at most
    """
    outcomes: list[list[Outcome]] = []
    while True:
        done = len(outcomes)
        batch = min(max(least - done, BATCH, done // 2), wanted.most - done)
        shifted, heard = partial(_shifted, task, done), _shifted_progress(progress, done)
        outcomes += in_order(shifted, batch, 1, heard, executor, at_once)
        found = judged({key: [of_all[i] for of_all in outcomes] for i, key in enumerate(patterns)}, wanted.asked, least)
        if found.replications is not None:
            return outcomes[: found.replications], replace(wanted, reached=True)
        if len(outcomes) == wanted.most:
            return outcomes, replace(wanted, short=found.short)


def judged(
    outcomes: Mapping[str, Sequence[Outcome]], asked: float, least: int = FEWEST, names: Sequence[str] = HEADLINE
) -> Stopping[tuple[str, str]]:
    """Where the rule stops for all measures of these names under every pattern at once.

    Parameters
    ----------
    outcomes : of each pattern, by its key, replication by replication
    asked : half-width over mean, or half-width for a share
    least : replications that run anyhow
    names : of measures; those that the outcomes do not have are passed over
    """
    series = {
        (pattern, name): [outcome.values[name] for outcome in of_one]
        for pattern, of_one in outcomes.items()
        for name in names
        if name in of_one[0].values
    }
    targets = {label: Target(asked, absolute=BY_NAME[label[1]].unit == "share") for label in series}
    return stopping(series, targets, least)


def _shifted(task: Callable[[range], Result], first: int, numbers: range) -> Result:
    return task(range(first + numbers.start, first + numbers.stop))


def _shifted_progress(progress: Progress | None, first: int) -> Progress | None:
    return progress and (lambda done, count: progress(first + done, first + count))

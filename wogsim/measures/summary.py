"""The measures as people read them: names, units, whom they are about, and their value in one replication."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.hours import DAY
from wogsim.language import mark
from wogsim.measures.anatomy import TITLES
from wogsim.output_analysis.intervals import Estimate, estimate_share, estimate_within
from wogsim.scenario.described import World
from wogsim.scenario.levers import Run

MINUTE = 60


@dataclass(frozen=True)
class Measure:
    """A per-case quantity, ``of`` what it is made, and how it is averaged.

    ``among`` says over whom: the whole ``cohort``, the ``granted`` cases, or those that are ``promised`` a standard.
    """

    name: str
    of: str
    unit: str
    among: str
    title: str

    @property
    def per_unit(self) -> int:
        """How many of the case's whole numbers (seconds, or 1) make one unit."""
        return {"min": MINUTE, "days": DAY, "working days": DAY}.get(self.unit, 1)

    def estimate(self, values: Sequence[float], sizes: Sequence[float] = ()) -> Estimate:
        """Mean over replications and its interval, within what there can be: nothing is below 0, no share above 1.

        Parameters
        ----------
        values : of each replication, NaN where it has no number
        sizes : of a share, of how many citizens each is; see `sizes`
        """
        return estimate_share(values, sizes) if self.unit == "share" else estimate_within(values)


MEASURES: tuple[Measure, ...] = (
    Measure("waiting_time", "waiting_time", "min", "cohort", mark("waiting time at counters")),
    Measure("on_the_spot", "on_the_spot", "min", "granted", mark("time on the spot")),
    Measure("file_waiting_time", "file_waiting_time", "days", "cohort", mark("waiting time of files by the clock")),
    Measure(
        "file_waiting_open_time",
        "file_waiting_open_time",
        "min",
        "cohort",
        mark("waiting time of files in opening hours"),
    ),
    Measure("hands_on_time", "hands_on_time", "min", "granted", mark("hands-on time")),
    Measure("counters_visited", "counters_visited", "counters", "granted", mark("counters visited")),
    Measure("counter_contacts", "counter_contacts", "contacts", "granted", mark("counter contacts")),
    Measure("agencies_met", "agencies_met", "agencies", "granted", mark("agencies met in person")),
    Measure("trips", "trips", "trips", "granted", mark("trips")),
    Measure("chain_length", "chain_length", "authorities", "granted", mark("chain length")),
    Measure("handoffs", "handoffs", "hand-offs", "granted", mark("hand-offs")),
    Measure("returns", "returns", "returns", "granted", mark("returns")),
    Measure("papers", "papers", "papers", "granted", mark("papers handed in")),
    Measure("sojourn_time", "sojourn_time", "days", "granted", mark("sojourn time")),
    Measure(
        "sojourn_working_days", "sojourn_working_time", "working days", "granted", mark("sojourn time in working days")
    ),
    Measure("sojourn_time_p90", "sojourn_time", "days", "granted", mark("sojourn time that nine in ten stay under")),
    Measure("within_standard", "within_standard", "share", "promised", mark("share within the standard")),
    Measure("restricted_time", "restricted_time", "days", "cohort", mark("time to permit of all who began")),
    Measure("within_horizon", "within_horizon", "share", "cohort", mark("share with the permit within the horizon")),
    Measure("gave_up", "gave_up", "share", "cohort", mark("share that gave up")),
    Measure("deemed_approved", "deemed_approved", "share", "granted", mark("share deemed approved")),
    Measure("file_queue_open", "file_queue_open", "min", "granted", mark("queue of files in opening hours")),
    *(Measure(f"time_{part}", f"time_{part}", "days", "granted", title) for part, title in TITLES.items()),
)
BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}
SHARES = tuple(measure for measure in MEASURES if measure.unit == "share")


def horizon(run: Run) -> int:
    """Up to when a citizen's time to the permit is counted for the restricted mean; seconds, above 0.

    The run-out: so long after its need every measured citizen still meets the load that the scenario keeps up, the
    last one too. Times beyond it belong partly to a falling load. It is said in the scenario, the same for all
    patterns, and depends on no result. Without a run-out it is the cohort's window.
    """
    return run.run_out.seconds or run.cohort.seconds


def restricted(per_case: Mapping[str, npt.NDArray[Any]], horizon: int) -> dict[str, npt.NDArray[Any]]:
    """What is known of every case up to a horizon of so many seconds, whether it was granted or given up.

    Returns
    -------
    dict of arrays, each of shape (C,)
        ``restricted_time``: the lesser of time to permit and horizon; who gave up counts the whole horizon. Its mean
        over all who began is the restricted mean survival time, the area between 1 and the share that has the permit
        by then. ``within_horizon``: whether the permit was in hand by the horizon.

    Notes
    -----
    J. O. Irwin, "The standard error of an estimate of expectation of life", J. of Hygiene 47 (1949); P. Royston and
    M. K. B. Parmar, "Restricted mean survival time: an alternative to the hazard ratio", BMC Medical Research
    Methodology 13:152 (2013). Nobody is censored here, since each case is followed to its end, so the mean is plain.
    Giving up is a competing event after which there is no permit: its time counts as never.
    """
    kept = per_case["granted"] & (per_case["sojourn_time"] <= horizon)
    return {"restricted_time": np.where(kept, per_case["sojourn_time"], horizon), "within_horizon": kept}


def summarise(per_case: Mapping[str, npt.NDArray[Any]]) -> dict[str, float]:
    """The value of every measure in one replication, in its unit; NaN where nobody is concerned.

    Parameters
    ----------
    per_case : arrays of shape (cohort,) by name, whole numbers; without ``promised`` all are
    """
    values = {}
    for measure in MEASURES:
        if measure.of not in per_case:
            continue
        column = per_case[measure.of]
        column = column[per_case[measure.among]] if measure.among in per_case else column
        if not len(column):
            values[measure.name] = math.nan
        elif measure.name == "sojourn_time_p90":
            # The ceiling of 0.9 n in ascending order: an observed value, so a whole number of seconds.
            values[measure.name] = int(np.sort(column)[-(-9 * len(column) // 10) - 1]) / measure.per_unit
        else:
            values[measure.name] = int(column.sum()) / (len(column) * measure.per_unit)
    return values


def certain(world: World) -> frozenset[str]:
    """Shares that are 0 in a world whatever happens: nobody gives up without an end of patience, or by a deadline."""
    possible = {
        "gave_up": world.citizens.patience is not None,
        "deemed_approved": any(clearance.deadline is not None for clearance in world.clearances.values()),
    }
    return frozenset(name for name, can in possible.items() if not can)


def sizes(per_case: Mapping[str, npt.NDArray[Any]], without: Collection[str] = ()) -> dict[str, int]:
    """Of how many citizens each share is in one replication, by its name; 0 for those that are certain.

    Parameters
    ----------
    per_case : see `summarise`
    without : what is `certain`
    """
    return {
        share.name: 0
        if share.name in without
        else int(per_case[share.among].sum() if share.among in per_case else len(per_case[share.of]))
        for share in SHARES
        if share.of in per_case
    }


SOJOURN = "sojourn_time"  # what a study is about where nothing else is asked
OF_ALL = "restricted_time"  # the same of all who began; see `wogsim.studies.ranking`
# What stands in the table on the screen, and what an asked precision is about.
HEADLINE = (
    *("waiting_time", "on_the_spot", "counters_visited", "trips", "chain_length"),
    *("sojourn_time", "within_standard", "gave_up"),
)

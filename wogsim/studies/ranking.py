"""By which measure patterns are ranked: never by those who stayed alone.

The sojourn time is of citizens who were granted the permit. Where more give up under one pattern than under another,
it compares different citizens: the pattern that loses the slow cases looks fast. Then, and only then, patterns are
ranked by the time to permit of all who began (`wogsim.measures.summary.restricted`), for which giving up is no gain.
The weight of giving up is then the horizon, which somebody had to choose; so nobody is ranked before a pattern under
which surely more citizens have the permit in hand by the standard, or by the horizon where there is no standard.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from wogsim.language import _
from wogsim.measures.summary import OF_ALL, SOJOURN, horizon
from wogsim.output_analysis import estimate
from wogsim.scenario.levers import Run
from wogsim.studies.units import length

# Shares that gave up matter as soon as they may differ by more than this. Of an exponential time the slowest hundredth
# holds 0.01 (1 + ln 100), 5.6 % of the mean: to lose it makes the mean of the rest 4.7 % shorter, about the precision
# that is usually asked of a mean. To lose the slowest twentieth makes it 16 % shorter, more than many patterns differ.
MATTERS = 0.01

Shares = Mapping[str, Sequence[float]]  # of the cohort that gave up, by pattern, one for each replication


def alike(gave_up: Shares) -> bool:
    """Whether as many give up under all patterns, for certain: every difference is known to be within `MATTERS`.

    Known to be: the 95 % interval of the paired difference lies within. So few replications, which can show nothing,
    do not rank by survivors either. One replication has no interval; there the difference itself counts.
    """
    if not any(share > 0 for shares in gave_up.values() for share in shares):
        return True
    for one, other in combinations(gave_up.values(), 2):
        found = estimate([a - b for a, b in zip(one, other, strict=True)])
        ends = (found.mean, *(end for end in (found.low, found.high) if not math.isnan(end)))
        if max(map(abs, ends)) > MATTERS:
            return False
    return True


def ranked_by(worlds: Iterable[Shares]) -> str:
    """The measure that patterns are ranked by in some worlds that are shown together: one for all of them."""
    return SOJOURN if all(map(alike, worlds)) else OF_ALL


def in_hand(measure: str, *, standard: bool) -> str | None:
    """The share of which nobody who is ranked before others may have surely less; None where it is not asked."""
    if measure != OF_ALL:
        return None
    return "within_standard" if standard else "within_horizon"


def why(measure: str, run: Run | None) -> str:
    """What must be said where patterns are ranked by this measure; nothing where it is the usual one.

    Parameters
    ----------
    run : whose horizon it is; None where worlds differ in it
    """
    if measure != OF_ALL:
        return ""
    if run is None:
        return _(
            "Shares that gave up differ, so patterns are ranked by the time to permit of all who began: who gave up "
            "counts as the whole horizon, run.run_out. Nobody with surely fewer permits in time is ranked first."
        )
    text = _(
        "Shares that gave up differ, so patterns are ranked by the time to permit of all who began: who gave up, or "
        "takes longer, counts as {time}. Nobody with surely fewer permits in time is ranked first."
    )
    return text.format(time=length(horizon(run)))

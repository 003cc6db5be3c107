"""How many replications: as many as an asked precision takes.

The rule of K. Hoad, S. Robinson and R. Davies, "Automated selection of the number of replications for a discrete-event
simulation", J. Operational Research Society 61 (2010): after each replication the half-width of the 95 % interval is
set against the mean; it must be small enough, and stay so for some replications more, since the first narrow interval
may be luck. Here it must hold for all quantities at once. The rule looks at replications in their order, so how many
ran side by side, and how many too many ran, changes nothing.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from wogsim.output_analysis.intervals import LEVEL

FEWEST = 3  # replications before the rule begins to look
LOOK_AHEAD = 5  # replications that an interval must stay narrow, or so many in a hundred

Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True)
class Target:
    """How precise one quantity must be: half-width at most `asked` of its mean or, where `absolute`, in its unit."""

    asked: float
    absolute: bool = False

    def reached(self, means: npt.NDArray[np.float64], halves: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Precision after each replication: 0 as long as there is no number, NaN as long as there is no interval."""
        scale = np.ones_like(means) if self.absolute else np.abs(means)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.isnan(means) | (halves == 0), 0.0, halves / scale)


@dataclass(frozen=True)
class Stopping(Generic[Label]):
    """After how many replications the rule stops.

    ``replications`` is None as long as it does not. ``short`` are the quantities that are not precise enough after all
    replications there are, with the precision they have, worst first.
    """

    replications: int | None
    short: tuple[tuple[Label, float], ...]


def stopping(series: Mapping[Label, Sequence[float]], targets: Mapping[Label, Target], least: int) -> Stopping[Label]:
    """Where the rule stops, on what has run so far.

    Parameters
    ----------
    series : values of each quantity, replication by replication; NaN is a replication without a number. What never had
        a number, or always the same, is precise
    targets : how precise each is to be
    least : replications that run anyhow
    """
    precision = {label: targets[label].reached(*half_widths(values)) for label, values in series.items()}
    runs = max((len(values) for values in series.values()), default=0)
    good = np.ones(runs, dtype=bool)
    for label, reached in precision.items():
        good &= reached <= targets[label].asked
    last = [(label, float(reached[-1])) for label, reached in precision.items()]
    short = [(label, reached) for label, reached in last if not reached <= targets[label].asked]
    short.sort(key=lambda found: -math.inf if math.isnan(found[1]) else -found[1] / targets[found[0]].asked)
    return Stopping(_first_to_stay(good.tolist(), max(least, FEWEST)), tuple(short))


def _first_to_stay(good: Sequence[bool], least: int) -> int | None:
    """The number of replications at which all has been good for as long as the rule looks ahead."""
    since = None
    for count in range(least, len(good) + 1):
        if not good[count - 1]:
            since = None
            continue
        since = since or count
        if count - since >= look_ahead(since):
            return count
    return None


def look_ahead(count: int) -> int:
    """Replications that an interval narrow after `count` must stay narrow: 5, or 5 in a hundred beyond a hundred."""
    return LOOK_AHEAD if count <= 100 else LOOK_AHEAD * count // 100


def half_widths(values: Sequence[float]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Mean and half-width of the 95 % interval after each replication, NaN where there is none; shapes (n,).

    B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4 (1962).
    """
    from scipy.special import stdtrit

    rows = []
    count, mean, squares = 0, math.nan, 0.0
    for value in values:
        if not math.isnan(value):
            count += 1
            step = value - (mean if count > 1 else 0.0)
            mean = value if count == 1 else mean + step / count
            squares += 0.0 if count == 1 else step * (value - mean)
        rows.append((count, mean, squares))
    counts, means, sums = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    freedom = np.where(counts > 1, counts - 1, np.nan)
    halves = stdtrit(freedom, 0.5 + LEVEL / 2) * np.sqrt(sums / freedom / counts)
    return means, np.asarray(halves, dtype=np.float64)

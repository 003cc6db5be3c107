"""How long a simulation that starts empty needs until it has settled: MSER-5.

Of a series the first observations are dropped that make the interval of the mean of the rest narrowest: what is far
from the rest goes, as long as that outweighs having fewer. K. P. White, "An effective truncation heuristic for bias
reduction in simulation output", Simulation 69 (1997); with means of five and its limits: W. W. Franklin and K. P.
White, "Stationarity tests and MSER-5: exploring the intuition behind mean-squared-error-reduction in detecting and
correcting initialization bias", Proc. Winter Simulation Conference (2008). On the average over replications, which
is smoother: K. Hoad, S. Robinson and R. Davies, "Automating warm-up length estimation", J. Operational
Research Society 61 (2010).
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LAST = 5  # batches at the end that are never taken for the whole: a few alike would look settled

Floats = npt.NDArray[np.float64]


def across(replications: Sequence[Floats]) -> Floats:
    """The average over replications, place by place, as long as the shortest; NaN where none has a number."""
    shortest = min(len(series) for series in replications)
    table = np.array([series[:shortest] for series in replications])
    counts = (~np.isnan(table)).sum(axis=0)
    return np.where(counts > 0, np.nansum(table, axis=0) / np.maximum(counts, 1), np.nan)


def mser(series: Sequence[float], most: int | None = None) -> int:
    """How many values to drop from the start; the fewest of several that do equally well.

    Parameters
    ----------
    series : means of batches in their order; NaN is dropped like any other value but counts for nothing
    most : drop no more than so many

    Returns
    -------
    int
        Truncation beyond half of the series means that it is too short to tell (White 1997). 0 where fewer than
        six numbers are given.
    """
    best, drop = math.inf, 0
    count, mean, squares = 0, 0.0, 0.0
    for place in range(len(series) - 1, -1, -1):
        value = series[place]
        if math.isnan(value):
            continue
        count += 1
        step = value - mean
        mean += step / count
        squares += step * (value - mean)
        if count > LAST and (most is None or place <= most) and squares / count**2 <= best:
            best, drop = squares / count**2, place
    return drop if any(not math.isnan(value) for value in series[:drop]) else 0

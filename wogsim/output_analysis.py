"""Between replications: means and their uncertainty."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its confidence interval; NaN where there is no number.

    One replication has a mean but no interval.
    """

    mean: float
    low: float
    high: float
    replications: int


def estimate(values: Sequence[float], level: float = LEVEL) -> Estimate:
    """Student's t interval for the mean of independent replications; NaN values are replications without a number.

    Sums are exact (`math.fsum`), so that the result does not depend on an order of additions. Source: A. M. Law,
    *Simulation Modeling and Analysis*, 5th ed. (2015), eq. 4.12.
    """
    from scipy.special import stdtrit

    known = [value for value in values if not math.isnan(value)]
    count = len(known)
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    mean = math.fsum(known) / count
    if count == 1:
        return Estimate(mean, math.nan, math.nan, 1)
    variance = math.fsum((value - mean) ** 2 for value in known) / (count - 1)
    half = float(stdtrit(count - 1, 0.5 + level / 2)) * math.sqrt(variance / count)
    return Estimate(mean, mean - half, mean + half, count)

"""Means and quantiles over replications, each with its interval."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

LEVEL = 0.95


class Estimate(NamedTuple):
    """A mean, or a quantile, over replications with its confidence interval; NaN where there is no number.

    One replication has a mean but no interval.
    """

    mean: float
    low: float
    high: float
    replications: int


def spread(values: Sequence[float]) -> tuple[int, float, float]:
    """Count, mean and sample variance (NaN below two) of the values that are numbers.

    Sums are exact (`math.fsum`), so that the result does not depend on an order of additions.
    """
    known = [value for value in values if not math.isnan(value)]
    count = len(known)
    if count == 0:
        return 0, math.nan, math.nan
    mean = math.fsum(known) / count
    if count == 1:
        return 1, mean, math.nan
    return count, mean, math.fsum((value - mean) ** 2 for value in known) / (count - 1)


def t_quantile(freedom: float, level: float) -> float:
    """Student's t that `level` of the distribution lies within, on both sides of 0."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))


def estimate(values: Sequence[float], level: float = LEVEL) -> Estimate:
    """Student's t interval for the mean of independent replications; NaN values are replications without a number.

    Source: A. M. Law, *Simulation Modeling and Analysis*, 5th ed. (2015), eq. 4.12.
    """
    count, mean, variance = spread(values)
    if count < 2:
        return Estimate(mean, math.nan, math.nan, count)
    half = t_quantile(count - 1, level) * math.sqrt(variance / count)
    return Estimate(mean, mean - half, mean + half, count)


def estimate_within(
    values: Sequence[float], least: float = 0.0, most: float = math.inf, level: float = LEVEL
) -> Estimate:
    """The same of what can never be below `least` or above `most`: the interval ends there.

    No true mean lies beyond, so that what is cut off holds none.
    """
    found = estimate(values, level)
    if math.isnan(found.low):
        return found
    return found._replace(low=max(found.low, least), high=min(found.high, most))


def estimate_share(shares: Sequence[float], sizes: Sequence[float], level: float = LEVEL) -> Estimate:
    """A share over replications with an interval that keeps its promise for rare shares as well.

    Citizens of one replication hang together, so what counts is not how many there are but how many independent ones
    would say as much: the effective number, p (1 - p) over the variance of the mean share between replications, and
    never more than there are. It is made smaller for the few replications that this variance comes from. Of so many
    independent ones the interval is the exact one. For common shares that is about Student's t interval; for rare ones
    it is not symmetric, and it never goes beyond 0 and 1.

    Where nobody was concerned in any replication, or everybody in all, nothing shows how citizens hang together, so
    each replication counts once, as if all of its citizens would fare alike.

    Parameters
    ----------
    shares : of each replication, between 0 and 1, NaN where it has no number
    sizes : of how many citizens each is; all 0 where the share is certain, so that it has an interval of no width

    Notes
    -----
    C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
    Biometrika 26 (1934). The effective number: E. L. Korn and B. I. Graubard, "Confidence intervals for proportions
    with small expected number of positive counts estimated from survey data", Survey Methodology 24 (1998).
    R shares without anybody have a probability of at most (1 - p)**R where p is the true mean, since a share is at
    most 1: p is at most the probability that a replication has somebody. So the exact interval of R is safe there.
    """
    from scipy.special import betaincinv

    count, mean, variance = spread(shares)
    of = math.fsum(size for share, size in zip(shares, sizes, strict=True) if not math.isnan(share))
    if count < 2 or not of:
        return estimate_within(shares, 0.0, 1.0, level)
    tail = (1 - level) / 2
    if 0 < mean < 1:
        independent = min(of, mean * (1 - mean) * count / variance) if variance > 0 else of
        effective = independent * (t_quantile(math.inf, level) / t_quantile(count - 1, level)) ** 2
    else:
        effective = float(count)
    seen = mean * effective
    low = float(betaincinv(seen, effective - seen + 1, tail)) if mean > 0 else 0.0
    high = float(betaincinv(seen + 1, effective - seen, 1 - tail)) if mean < 1 else 1.0
    return Estimate(mean, low, high, count)


def as_told(found: Estimate) -> Estimate:
    """The estimate as people are told it: a share that is 0 or 1 in all replications without its interval.

    That is safe and so wide that it would hide all else; files have it. No other mean is 0, or 1 with nothing above,
    and has an interval of some width.
    """
    extreme = found.low < found.high and (found.mean == found.low == 0 or found.mean == found.high == 1)
    return found._replace(low=math.nan, high=math.nan) if extreme else found


def pooled_quantile(samples: Sequence[npt.NDArray[Any]], share: float, level: float = LEVEL) -> Estimate:
    """A quantile of all values together, with Woodruff's interval.

    Values of one replication hang together, so replications count as clusters: the interval of the share of values
    that lie at or below the quantile, a ratio estimate over replications with Student's t, is carried back to
    values. No distribution is assumed, and replications may hold different numbers of values, or none.

    Parameters
    ----------
    samples : one array of values for each replication, shapes (n_r,)
    share : which quantile, between 0 and 1

    Returns
    -------
    Estimate
        Of values as they occur: the least that at least `share` of all stay within. NaN where there is no value, and
        for a limit that lies beyond what so few replications can say.

    Notes
    -----
    R. S. Woodruff, "Confidence intervals for medians and other position measures", J. Amer. Statist. Assoc. 47 (1952);
    the variance of the ratio after W. G. Cochran, *Sampling Techniques*, 3rd ed. (1977), eq. 6.13.
    """
    there = [sample for sample in samples if len(sample)]
    if not there:
        return Estimate(math.nan, math.nan, math.nan, 0)
    together = np.sort(np.concatenate(there))
    quantile = _ranked(together, share)
    if len(there) == 1:
        return Estimate(quantile, math.nan, math.nan, 1)
    surplus = [int((sample <= quantile).sum()) - share * len(sample) for sample in there]
    variance = spread(surplus)[2] * len(there) / len(together) ** 2
    half = t_quantile(len(there) - 1, level) * math.sqrt(variance)
    return Estimate(quantile, _ranked(together, share - half), _ranked(together, share + half), len(there))


def _ranked(ascending: npt.NDArray[Any], share: float) -> float:
    """The least value that at least `share` of all stay within; NaN beyond 0 and 1."""
    return float(ascending[max(math.ceil(share * len(ascending)), 1) - 1]) if 0 < share <= 1 else math.nan


def independent_quantile(values: Sequence[float], share: float, level: float = LEVEL) -> Estimate:
    """A quantile of independent values, with the distribution-free interval between two of them.

    How many of n values lie below the quantile is binomial, so two values in order of size enclose it with a known
    probability; each of the two misses on its side with at most half of 1 - `level`. For values of different
    replications, or of citizens who have nothing to do with each other; not for citizens of one queue.

    Notes
    -----
    W. J. Conover, *Practical Nonparametric Statistics*, 3rd ed. (1999), section 3.2; G. J. Hahn and W. Q. Meeker,
    *Statistical Intervals* (1991), section 5.2. A limit is NaN where even the extreme value leaves too much beyond.
    """
    from scipy.special import bdtr

    ascending = np.sort([value for value in values if not math.isnan(value)])
    count = len(ascending)
    if not count:
        return Estimate(math.nan, math.nan, math.nan, 0)
    tail = (1 - level) / 2
    below = bdtr(np.arange(count), count, share)  # probability that at most 0, 1, ... values lie below the quantile
    low, high = int(np.searchsorted(below, tail, side="right")), int(np.searchsorted(below, 1 - tail))
    return Estimate(
        _ranked(ascending, share),
        float(ascending[low - 1]) if low else math.nan,
        float(ascending[high]) if high < count else math.nan,
        count,
    )

"""Systems that met the same luck, compared replication by replication; as many at once as there are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from wogsim.output_analysis.intervals import LEVEL, Estimate, estimate, spread, t_quantile

ERROR = 0.05  # probability of telling any pair apart where there is no difference in the family


@dataclass(frozen=True)
class Paired:
    """One system minus another, replication by replication.

    ``difference`` has an interval widened as Holm's decision about this pair asks for: it leaves out 0 exactly where
    ``p_holm`` is below 0.05, and by itself covers the true difference with at least 95 %. ``p_holm`` is the p value
    after Holm's correction for all pairs of the family (NaN with fewer than two replications). ``same`` says that the
    two had the same value in every replication, so that there is nothing to tell apart. ``paired_half`` and
    ``unpaired_half`` are half-widths of 95 % intervals of the difference, as it is and as it would be, with the same
    numbers, for systems that met different luck. ``disputed``: another measure tells the two apart the other way round.
    """

    difference: Estimate
    p_holm: float
    same: bool
    paired_half: float
    unpaired_half: float
    disputed: bool = False

    @property
    def apart(self) -> bool:
        """Whether the two are told apart, and no other measure says the opposite."""
        return self.p_holm < ERROR and not self.disputed

    @property
    def narrower(self) -> float:
        """How many times narrower the same luck makes the interval; NaN where neither has a width."""
        if self.paired_half > 0:
            return self.unpaired_half / self.paired_half
        return math.inf if self.unpaired_half > 0 else math.nan

    def reversed(self) -> Paired:
        """The other minus the one."""
        found = self.difference
        return replace(self, difference=Estimate(-found.mean, -found.high, -found.low, found.replications))


def all_pairs(systems: Mapping[str, Sequence[float]]) -> dict[tuple[str, str], Paired]:
    """Every two systems compared, with Holm's correction for their number.

    Parameters
    ----------
    systems : values by name, one for each replication, NaN where a replication has no number

    Returns
    -------
    dict
        By (earlier, later) in the order of `systems`. The difference is the earlier minus the later.
    """
    pairs = list(combinations(systems, 2))
    return dict(zip(pairs, family([(systems[one], systems[other]) for one, other in pairs]), strict=True))


def family(pairs: Sequence[tuple[Sequence[float], Sequence[float]]]) -> list[Paired]:
    """The first of each pair minus the second, with Holm's correction for their number.

    Parameters
    ----------
    pairs : values of two systems, one for each replication, NaN where a replication has no number
    """
    both = [
        [(a, b) for a, b in zip(one, other, strict=True) if not (math.isnan(a) or math.isnan(b))]
        for one, other in pairs
    ]
    differences = [[a - b for a, b in values] for values in both]
    found, levels = holm([t_test(values) for values in differences])
    return [
        Paired(
            estimate(values, level),
            p,
            bool(values) and not any(values),
            _half(values),
            welch_half([a for a, _b in numbers], [b for _a, b in numbers]),
        )
        for numbers, values, p, level in zip(both, differences, found, levels, strict=True)
    ]


def undisputed(
    pairs: Mapping[tuple[str, str], Paired], others: Mapping[tuple[str, str], Paired]
) -> dict[tuple[str, str], Paired]:
    """Pairs of a measure of which less is better, disputed where one of which more is better says the opposite.

    That is where `others` tell the same two apart, and the one with less of the first has less of the second, too.
    """
    return {
        names: replace(pair, disputed=others[names].apart and pair.difference.mean * others[names].difference.mean > 0)
        for names, pair in pairs.items()
    }


def between(pairs: Mapping[tuple[str, str], Paired], one: str, other: str) -> Paired:
    """`one` minus `other`, whichever came first."""
    return pairs[one, other] if (one, other) in pairs else pairs[other, one].reversed()


def t_test(differences: Sequence[float]) -> float:
    """Two-sided p value of Student's paired t test; NaN below two differences.

    Differences that are all alike leave nothing to chance: p is 1 where they are 0, and 0 elsewhere.
    """
    from scipy.special import stdtr

    count, mean, variance = spread(differences)
    if count < 2:
        return math.nan
    if variance == 0:
        return float(mean == 0)
    return 2 * float(stdtr(count - 1, -abs(mean) / math.sqrt(variance / count)))


def holm(values: Sequence[float]) -> tuple[list[float], list[float]]:
    """Holm's step-down correction of the p values of one family.

    Parameters
    ----------
    values : p values; NaN is no test and does not count

    Returns
    -------
    tuple of lists
        The corrected p values, and for each the confidence level at which its own interval leaves out 0 exactly
        where the corrected p value is below 0.05: that of the step at which Holm decided.

    Notes
    -----
    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian J. of Statistics 6 (1979). The
    m-th smallest of n is multiplied by n - m + 1; a larger one is never corrected to less than a smaller one.
    """
    order = sorted((i for i, p in enumerate(values) if not math.isnan(p)), key=lambda i: values[i])
    corrected, levels = [math.nan] * len(values), [LEVEL] * len(values)
    least, left = 0.0, len(order)
    for step, i in enumerate(order):
        tests = len(order) - step
        least = max(least, min(tests * values[i], 1.0))
        if least < ERROR:
            left = tests - 1  # whoever comes next is tested among so many
            levels[i] = 1 - ERROR / tests
        else:
            levels[i] = 1 - ERROR / left
        corrected[i] = least
    return corrected, levels


def welch_half(one: Sequence[float], other: Sequence[float], level: float = LEVEL) -> float:
    """Half-width of the interval of a difference of means of unrelated samples.

    Source: B. L. Welch, "The significance of the difference between two means when the population variances are
    unequal", Biometrika 29 (1938); A. M. Law, *Simulation Modeling and Analysis*, 5th ed. (2015), section 10.2.2.
    """
    parts = [(variance / count, count) for count, _mean, variance in (spread(one), spread(other)) if count > 1]
    if len(parts) < 2:
        return math.nan
    total = sum(part for part, _count in parts)
    if total == 0:
        return 0.0
    freedom = total**2 / sum(part**2 / (count - 1) for part, count in parts)
    return t_quantile(freedom, level) * math.sqrt(total)


def _half(values: Sequence[float]) -> float:
    found = estimate(values)
    return (found.high - found.low) / 2

"""Differences between patterns, replication by replication: the numbers behind every verdict."""

import math
from collections.abc import Callable, Iterable
from statistics import median

import pandas as pd

from wogsim.output_analysis.paired import Paired, all_pairs, undisputed
from wogsim.studies.comparison.numbers import Numbers


def pairs_of(result: Numbers, measure: str) -> dict[tuple[str, str], Paired]:
    """Every two patterns by (earlier, later) in the order asked for, with Holm's correction for their number."""
    return all_pairs(result.by_pattern(measure))


def ranking_pairs(result: Numbers) -> dict[tuple[str, str], Paired]:
    """The same of the measure that patterns are ranked by, disputed where the permits in hand say the opposite."""
    pairs = pairs_of(result, result.ranked_by)
    return undisputed(pairs, pairs_of(result, result.in_hand)) if result.in_hand else pairs


def differences_table(result: Numbers) -> pd.DataFrame:
    """One row per pair of patterns and measure: the columns of differences.csv.

    Shares that are the same in every replication have no limits: so few cannot say how rarely they differ.
    """
    columns = ("mean_difference", "ci_low", "ci_high", "p_holm")
    found = _table(result, columns, lambda pair: (*pair.difference[:3], pair.p_holm))
    limits = ["ci_low", "ci_high"]
    exact = (found["unit"] == "share") & (found["ci_low"] == found["ci_high"])
    found.loc[exact, limits] = math.nan
    found.loc[found["unit"] == "share", limits] = found.loc[found["unit"] == "share", limits].clip(-1, 1)
    return found


def variance_reduction_table(result: Numbers) -> pd.DataFrame:
    """What the same citizens under every pattern gain: half-widths of 95 % intervals, paired and as if unrelated."""
    columns = ("unpaired_half_width", "paired_half_width", "narrower")
    return _table(result, columns, lambda pair: (pair.unpaired_half, pair.paired_half, pair.narrower))


def _table(result: Numbers, columns: Iterable[str], found: Callable[[Paired], tuple[float, ...]]) -> pd.DataFrame:
    rows = [
        (*pair, measure.name, measure.unit, *found(paired), int(any(result.known(key).overloaded for key in pair)))
        for measure in result.measures
        for pair, paired in pairs_of(result, measure.name).items()
    ]
    return pd.DataFrame(rows, columns=["pattern_a", "pattern_b", "measure", "unit", *columns, "overloaded"])


def narrower(result: Numbers, measure: str) -> float:
    """How many times narrower the same citizens make the interval of a difference, at the middle one of the pairs.

    NaN where no pair has two intervals of some width.
    """
    found = [pair.narrower for pair in pairs_of(result, measure).values() if math.isfinite(pair.narrower)]
    return median(found) if found else math.nan

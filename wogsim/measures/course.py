"""How a replication went from its first citizen on: what shows whether it has settled when the cohort begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.cases import Bools, Cases
from wogsim.hours import DAY
from wogsim.measures.summary import BY_NAME

COURSES = ("sojourn_time", "waiting_time")
BATCH = 5

Floats = npt.NDArray[np.float64]


def course(cases: Cases, columns: Mapping[str, npt.NDArray[Any]], end: int) -> dict[str, Floats]:
    """Means of each five successive citizens, from the first need to the last before `end`.

    Parameters
    ----------
    columns : per case measures, shape (C,); see `wogsim.measures.cases.case_measures`
    end : second at which the cohort ends; who comes later meets a falling load

    Returns
    -------
    dict of arrays of one shape, (citizens // 5,)
        ``need`` in days, and those of `COURSES` in their units: of whom each measure is about, NaN where that is
        nobody.
    """
    chosen = ~cases.own & (cases.need < end)
    found = {"need": batch_means(cases.need[chosen] / DAY)}
    for name in COURSES:
        measure = BY_NAME[name]
        among = columns["granted"][chosen] if measure.among == "granted" else None
        found[name] = batch_means(columns[measure.of][chosen] / measure.per_unit, among)
    return found


def batch_means(values: npt.NDArray[Any], there: Bools | None = None) -> Floats:
    """Means of each five successive values, shape (n // 5,); what is left over at the end is dropped.

    Parameters
    ----------
    values : shape (n,)
    there : which of them are numbers, shape (n,); a batch of none is NaN
    """
    size = len(values) // BATCH * BATCH
    there = np.ones(len(values), dtype=bool) if there is None else there
    counts = there[:size].reshape(-1, BATCH).sum(axis=1)
    sums = np.where(there, values, 0)[:size].reshape(-1, BATCH).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)

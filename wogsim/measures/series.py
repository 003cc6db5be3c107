"""How a replication went from its first citizen on: what shows whether it has settled when the cohort begins."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import Bools
from wogsim.contract.hours import DAY
from wogsim.measures.summary import BY_NAME

SERIES_OF = ("sojourn_time", "waiting_time")
BATCH = 5

Floats = npt.NDArray[np.float64]


def series(columns: Mapping[str, npt.NDArray[Any]]) -> dict[str, Floats]:
    """Means of each five successive citizens, from the first need to the last of the cohort.

    Parameters
    ----------
    columns : of these citizens in order of need, each of shape (citizens,): ``need``, and what
        `wogsim.measures.cases.case_times` says. Who comes later meets a falling load

    Returns
    -------
    dict of arrays of one shape, (citizens // 5,)
        ``need`` in days, and those of `SERIES_OF` in their units: of whom each measure is about, NaN where that is
        nobody.
    """
    found = {"need": batch_means(columns["need"] / DAY)}
    for name in SERIES_OF:
        measure = BY_NAME[name]
        among = columns["granted"] if measure.among == "granted" else None
        found[name] = batch_means(columns[measure.of] / measure.per_unit, among)
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

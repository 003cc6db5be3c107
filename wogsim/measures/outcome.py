"""What one pattern in one replication came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import Cases, Ints
from wogsim.contract.log import Log
from wogsim.measures.pools import PoolMeasures


@dataclass(frozen=True)
class Outcome:
    """One pattern in one replication.

    ``per_case`` holds the cohort's citizens only, arrays of shape (cohort,), in order of need; ``values`` the
    measures in their units, ``sizes`` of how many citizens those are that are shares; ``series`` how it went from the
    first citizen on, see `wogsim.measures.series`; ``in_progress`` and ``files_waiting`` the number of cases and of
    files at each midnight, see `wogsim.measures.work_in_progress`.
    """

    values: Mapping[str, float]
    pools: tuple[PoolMeasures, ...]
    per_case: Mapping[str, npt.NDArray[Any]]
    log: tuple[Cases, Log] | None
    series: Mapping[str, npt.NDArray[np.float64]]
    in_progress: Ints
    files_waiting: Ints
    sizes: Mapping[str, int]

    @property
    def overloaded(self) -> int:
        """How many pools were overloaded."""
        return sum(pool.overloaded for pool in self.pools)

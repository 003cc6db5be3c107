"""What a study keeps of each replication of a point, a cell, under every pattern; and the cells of many points.

Where there is a store they come from there and go there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.measures.outcome import Outcome
from wogsim.measures.summary import BY_NAME, MEASURES, SHARES
from wogsim.output_analysis import Estimate
from wogsim.replication.size import refuse_no_room
from wogsim.scenario.reading import Loaded
from wogsim.work.store import Store

OVERLOADED = "overloaded"  # how many pools are in a replication; see `wogsim.studies.overload`
OF = {share.name: f"{share.name}_of" for share in SHARES}  # of how many citizens each share is
NAMES = (*(measure.name for measure in MEASURES), *OF.values(), OVERLOADED)  # what a cell holds

Values = npt.NDArray[np.float64]
Point = Mapping[str, Any]


def point_key(point: Point) -> str:
    """A point by its values, as the store knows it."""
    return json.dumps(point, ensure_ascii=False)


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of some points, as far as they are there: ``values`` as in `Evaluation`, ``there`` of which of them.

    ``there`` has shape (points, replications); ``keys`` are those of the points in the store, if there is one.
    """

    keys: Sequence[str]
    store: Store | None
    values: Values
    there: npt.NDArray[np.bool_]

    @staticmethod
    def of(loaded: Loaded, points: Sequence[Point], store: Store | None) -> Cells:
        """Those that the store has."""
        runs, keys = loaded.scenario.run.replications, [point_key(point) for point in points]
        shape = (len(points), runs, len(loaded.scenario.levers.patterns), len(NAMES))
        refuse_no_room(8.0 * math.prod(shape))
        cells = Cells(keys, store, np.full(shape, math.nan), np.zeros(shape[:2], dtype=bool))
        if store:
            store.add(keys)
            numbers = {key: i for i, key in enumerate(keys)}
            for key, replication, cell in store.cells():
                i = numbers.get(key)
                if i is not None and replication < runs:
                    cells.values[i, replication], cells.there[i, replication] = cell, True
        return cells

    @property
    def _gave_up(self) -> Values:
        return self.values[..., NAMES.index("gave_up")]

    @property
    def of_nobody(self) -> bool:
        """Whether no need arose in any cell: of nobody there is no share that gave up."""
        return bool(self.there.any() and np.isnan(self._gave_up).all())

    def todo(self, known: Collection[int]) -> list[int]:
        """Numbers of the points that are to be prepared.

        Why a pattern has no cells at a point is learnt anew, where others have all of theirs.
        """
        without: npt.NDArray[np.bool_] = np.any(np.isnan(self._gave_up).all(axis=1), axis=1)
        return [i for i in range(len(self.keys)) if i not in known and (without[i] or not self.there[i].all())]

    def missing(self, points: Sequence[int]) -> int:
        """How many cells these points lack."""
        return int((~self.there[list(points)]).sum())

    def keep(self, point: int, replications: Sequence[int], found: Values) -> None:
        """Some that have just been found, here and in the store."""
        if self.store:
            self.store.save(self.keys[point], replications, found.tolist())
        self.values[point, replications], self.there[point, replications] = found, True


def cell_of(outcome: Outcome) -> dict[str, float]:
    """What a cell holds of an outcome, by its name there."""
    sizes = {OF[name]: float(size) for name, size in outcome.sizes.items()}
    return {**outcome.values, **sizes, OVERLOADED: float(outcome.overloaded)}


def estimated(cells: Values, measure: str) -> Estimate:
    """Mean and interval of a measure under one pattern at one point; `cells` has shape (replications, names)."""
    of = cells[:, NAMES.index(OF[measure])] if measure in OF else np.zeros(len(cells))
    return BY_NAME[measure].estimate(cells[:, NAMES.index(measure)].tolist(), np.nan_to_num(of).tolist())

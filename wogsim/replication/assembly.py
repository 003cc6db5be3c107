"""Cases that come part by part become one: routing goes block by block, an engine takes a whole replication."""

from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import ARRAYS, COUNTED, PER_CASE, Cases, Pool, Slot, held_once, narrowed
from wogsim.contract.hours import Hours

BEYOND = 1.05  # room beyond what is expected
LEAST = 4_096  # numbers for which there is room at first
EDGES = 1.5  # at most, nearly always, for each activity


class Column:
    """Numbers that come part by part, about as many as `expected`; room ahead of them takes no memory until it is used.

    As long as all are the same number, held once in each part, they are held once.
    """

    def __init__(self, expected: int = 0) -> None:
        self.room: npt.NDArray[Any] = np.zeros(0, dtype=bool)
        self.size, self.expected = 0, expected

    def extend(self, part: npt.NDArray[Any]) -> None:
        """Add some more, in a type that holds all."""
        end, one = self.size + len(part), held_once(self.room)
        if held_once(part) and (not self.size or (one and self.room[0] == part[0])):
            self.room = np.broadcast_to(part[0], end)
        else:
            if one or end > len(self.room) or part.dtype != self.room.dtype:
                kind = np.result_type(self.room, part)
                room = np.empty(max(end, 2 * self.size, self.expected, LEAST), dtype=kind)
                room[: self.size] = self.numbers
                self.room = room
            self.room[self.size : end] = part
        self.size = end

    @property
    def numbers(self) -> npt.NDArray[Any]:
        """All there are."""
        return self.room[: self.size]


class Assembly:
    """Cases that come part by part; numbers of cases and of activities that are expected spare them moving house."""

    def __init__(self, cases: float = 0, activities: float = 0) -> None:
        self._slots: dict[Slot, int] = {}
        self._spread = 0
        expected = dict.fromkeys(PER_CASE, cases) | {"predecessors": EDGES * activities}
        self._columns = {name: Column(int(BEYOND * expected.get(name, activities))) for name in ARRAYS}
        self._columns["pred_ptr"].extend(np.zeros(1, dtype=np.int32))

    def add(self, part: Cases) -> None:
        """Some more, behind those that have come."""
        self._spread = part.spread
        arrays = {name: getattr(part, name) for name in ARRAYS}
        slot_of = [self._slots.setdefault(slot, len(self._slots)) for slot in part.slots]
        arrays["slot"] = narrowed("slot", np.array(slot_of, dtype=np.int64))[part.slot]
        arrays["pred_ptr"] = part.pred_ptr[1:]
        # What is counted in each part by itself goes on counting.
        bases = {name: self._columns[of].size for name, of in COUNTED.items()}
        for name, array in arrays.items():
            self._columns[name].extend(array + bases[name] if name in bases else array)

    def cases(self, pools: tuple[Pool, ...], deadline_clock: Hours) -> Cases:
        """All that have come."""
        arrays = {name: column.numbers for name, column in self._columns.items()}
        return Cases(
            **arrays, slots=tuple(self._slots), pools=pools, deadline_clock=deadline_clock, spread=self._spread
        )

"""Activities in the making: added slot by slot for all applicants at once, put in the engine's order at the end."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import ARRAYS, NONE, PER_CASE, Bools, Cases, Errand, Ints, Pool, Slot, held_once, narrowed
from wogsim.contract.hours import Hours
from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.world.population import Applicants

# A handle says, for each applicant, which activity a slot became: shape (n,), -1 where the slot is not used. So the
# greatest of several handles, of which an applicant has at most one, is the one there is.
Handle = Ints

# Columns of an activity, with what they hold where a step says nothing.
DEFAULTS = dict.fromkeys(("work", "lag", "home", "priority", "in_person", "errand", "offset"), 0)
DEFAULTS |= dict.fromkeys(("pool", "patience", "deadline"), NONE)
# Columns that hold numbers of cases, activities or edges.
COUNTED = {"last": "case", "case": "need", "pred_ptr": "predecessors", "predecessors": "case"}

OF_APPLICANTS = ("need", "cohort", "far", "vulnerable", "assisted")

BEYOND = 1.05  # room beyond what is expected
LEAST = 4_096  # numbers for which there is room at first
EDGES = 1.5  # at most, nearly always, for each activity


def unused(handle: Handle) -> bool:
    """Whether a handle is `Draft.nowhere`, so that nothing need be done about it."""
    return handle.strides == (0,)


def either(*handles: Handle) -> Handle:
    """Of handles of which each applicant has at most one: that one."""
    result = handles[0]
    for handle in handles[1:]:
        result = handle if unused(result) else result if unused(handle) else np.maximum(result, handle)
    return result


def only(who: Bools, handle: Handle) -> Handle:
    """The handle for the applicants of `who`, none for the others."""
    return handle if unused(handle) else np.where(who, handle, NONE)


def first_of(handle: Handle, otherwise: Handle) -> Handle:
    """The one handle where there is one, else the other."""
    if unused(handle) or unused(otherwise):
        return either(handle, otherwise)
    return np.where(handle >= 0, handle, otherwise)


def anywhere(table: Bools) -> Bools:
    """Whether a row of `table`, shape (n, m), has any true; shape (n,)."""
    result: Bools = np.logical_or.reduce(table, axis=1)
    return result


class Draft:
    """The activities of one stream of applicants, or of a block of it."""

    def __init__(self, who: Applicants) -> None:
        self.who = who
        self.slots: list[Slot] = []
        self.owners: list[npt.NDArray[np.intp]] = []  # of each slot: which applicants have it, ascending
        self.columns: dict[str, list[Ints | int]] = {name: [] for name in DEFAULTS}
        self.edges: list[tuple[Ints, Ints]] = []
        self.over: list[Ints] = []  # activities with which an errand is over
        self.backward = False  # whether something waits for what was added after it
        self.count = 0
        self.nowhere: Handle = np.broadcast_to(np.int64(NONE), len(who))  # a handle that no applicant uses

    def add(
        self, slot: Slot, who: Bools, work: Ints | int, after: Iterable[Handle] = (), **columns: Ints | int
    ) -> Handle:
        """One activity for each applicant of `who`; `columns` are fields of `Cases`, one value or shape (n,).

        Returns
        -------
        Handle
            Shape (n,).
        """
        index = who.nonzero()[0]
        if not len(index):
            return self.nowhere
        handle = np.full(len(who), NONE, dtype=np.int64)
        handle[index] = np.arange(self.count, self.count + len(index))
        self.count += len(index)
        self.slots.append(slot)
        self.owners.append(index)
        for name, value in (DEFAULTS | columns | {"work": work}).items():
            self.columns[name].append(value if isinstance(value, int) else value[index])
        for before in after:
            self.link(handle, before)
        return handle

    def link(self, handle: Handle, before: Handle) -> None:
        """Let `handle` wait for `before`, for the applicants who have both."""
        if unused(handle) or unused(before):
            return
        both = (np.minimum(handle, before) >= 0).nonzero()[0]
        if len(both):
            self.edges.append((handle[both], before[both]))
            self.backward = self.backward or bool((handle[both] <= before[both]).any())

    def errand_over(self, last: Handle) -> None:
        """The way home begins when `last` is done, for the applicants who have it."""
        if not unused(last):
            self.over.append(last[last >= 0])

    def finished(self, last: Handle, **counts: Ints) -> Cases:
        """The applicants as cases that have no pools yet, activities in order of (case, slot as added).

        Parameters
        ----------
        last : what ends with the permit in hand
        counts : what `Cases` has counts of, each of shape (n,)
        """
        sizes = [len(owners) for owners in self.owners]
        borders = [0, *accumulate(sizes)]
        case = _joined(self.owners)
        # Numbers of two bytes are sorted without comparing them.
        order = np.argsort(case.astype(np.min_scalar_type(len(self.who))), kind="stable")
        rank: npt.NDArray[Any] = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)

        def column(name: str) -> npt.NDArray[Any]:
            filled = np.empty(len(order), dtype=np.int64)
            for part, (begin, end) in zip(self.columns[name], pairwise(borders), strict=True):
                filled[begin:end] = part
            values = narrowed(name, filled)
            return values if held_once(values) else values[order]

        errand = column("errand").astype(np.int8)
        errand[rank[_joined(self.over)]] |= int(Errand.LAST)
        pred_ptr, predecessors = self._predecessors(rank)
        who = self.who
        slot = np.repeat(np.arange(len(sizes)), sizes)
        if self.backward:
            self._refuse_circles(slot[order], pred_ptr, predecessors)
        return Cases(
            **{name: getattr(who, name) for name in OF_APPLICANTS},
            **{name: narrowed(name, count) for name, count in counts.items()},
            number=narrowed("number", who.number),
            permit=narrowed("permit", who.permit),
            own=np.full(len(who), who.own is not None),
            last=rank[last],
            case=narrowed("case", case)[order],
            slot=narrowed("slot", slot)[order],
            **{name: column(name) for name in DEFAULTS if name != "errand"},
            errand=narrowed("errand", errand),
            pred_ptr=pred_ptr,
            predecessors=predecessors,
            slots=tuple(self.slots),
            pools=(),
            deadline_clock=Hours.always(),
        )

    def _refuse_circles(self, slot: Ints, pred_ptr: npt.NDArray[Any], predecessors: npt.NDArray[Any]) -> None:
        """Refuse activities that wait for each other; where all wait for what was added before, there are none."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        graph = csr_array(
            (np.ones(len(predecessors), dtype=bool), predecessors, pred_ptr), shape=(len(slot), len(slot))
        )
        _count, part = connected_components(graph, connection="strong")
        circles = np.flatnonzero(np.bincount(part) > 1)
        if len(circles):
            steps = ", ".join(self.slots[k].label for k in slot[part == circles[0]])
            text = _(
                "these steps of a case would wait for each other for ever: {steps}; expected another order of work"
            )
            raise BadInput(text.format(steps=steps))

    def _predecessors(self, rank: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Each activity's predecessors, once each and ascending: where they begin, shape (A + 1,), and which."""
        waits, before = rank[_joined([a for a, _ in self.edges])], rank[_joined([b for _, b in self.edges])]
        both = (waits.astype(np.int64) << 32) | before
        both.sort()
        new = np.ones(len(both), dtype=bool)
        np.not_equal(both[1:], both[:-1], out=new[1:])
        both = both[new]
        pred_ptr = np.zeros(len(rank) + 1, dtype=np.int32)
        np.cumsum(np.bincount(both >> 32, minlength=len(rank)), out=pred_ptr[1:])
        return pred_ptr, both.astype(np.int32)


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


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
        expected = dict.fromkeys(PER_CASE, cases) | {"predecessors": EDGES * activities}
        self._columns = {name: Column(int(BEYOND * expected.get(name, activities))) for name in ARRAYS}
        self._columns["pred_ptr"].extend(np.zeros(1, dtype=np.int32))

    def add(self, part: Cases) -> None:
        """Some more, behind those that have come."""
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
        return Cases(**arrays, slots=tuple(self._slots), pools=pools, deadline_clock=deadline_clock)

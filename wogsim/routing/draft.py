"""Activities in the making: added slot by slot for all applicants at once, put in the engine's order at the end."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import NONE, Bools, Cases, Errand, Ints, Slot, held_once, narrowed
from wogsim.contract.hours import Hours
from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.world.applicants import Applicants

# A handle says, for each applicant, which activity a slot became: shape (n,), -1 where the slot is not used. So the
# greatest of several handles, of which an applicant has at most one, is the one there is.
Handle = Ints

# Columns of an activity, with what they hold where a step says nothing.
DEFAULTS = dict.fromkeys(("work", "lag", "home", "priority", "in_person", "errand", "complaint", "offset"), 0)
DEFAULTS |= dict.fromkeys(("pool", "patience", "deadline"), NONE)
OF_APPLICANTS = ("need", "cohort", "far", "vulnerable", "assisted", "pays")


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


def how_many(table: Bools, columns: Sequence[int]) -> Ints:
    """How many of some columns of a row of `table`, shape (n, m), are true; shape (n,)."""
    if len(columns) == 1:
        return table[:, columns[0]].astype(np.int64)
    count: Ints = table[:, columns].sum(axis=1)
    return count


def any_of(handles: Sequence[Handle], size: int) -> Bools:
    """Who has any of some handles, shape (n,)."""
    there = np.zeros(size, dtype=bool)
    for handle in handles:
        there |= handle >= 0
    return there


class Draft:
    """The activities of a stream of applicants, or of a block of it; `spread` is of their times of the morning."""

    def __init__(self, who: Applicants, spread: int) -> None:
        self.who, self.spread = who, spread
        self.slots: list[Slot] = []
        self.owners: list[npt.NDArray[np.intp]] = []  # of each slot: which applicants have it, ascending
        self.columns: dict[str, list[Ints | int]] = {name: [] for name in DEFAULTS}
        self.edges: list[tuple[Ints, Ints]] = []
        self.over: list[Ints] = []  # activities with which an errand is over
        self.covered: list[tuple[Ints, Ints]] = []  # activities with a deadline, and the last that each covers too
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

    def cover(self, handle: Handle, until: Handle) -> None:
        """The deadline of `handle`, where it has one, covers what was added behind it up to `until` too."""
        if unused(handle) or unused(until):
            return
        both = (np.minimum(handle, until) >= 0).nonzero()[0]
        self.covered.append((handle[both], until[both]))

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
        deadline = column("deadline")
        covers = np.zeros(len(order), dtype=np.int32)
        head, until = (rank[_joined(parts)] for parts in ([a for a, _ in self.covered], [b for _, b in self.covered]))
        covers[head] = np.where(deadline[head] == NONE, 0, until - head)
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
            **{name: column(name) for name in DEFAULTS if name not in ("errand", "deadline")},
            errand=narrowed("errand", errand),
            deadline=deadline,
            covers=narrowed("covers", covers),
            pred_ptr=pred_ptr,
            predecessors=predecessors,
            slots=tuple(self.slots),
            pools=(),
            deadline_clock=Hours.always(),
            spread=self.spread,
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

"""Activities in the making: added slot by slot for all applicants at once, put in the engine's order at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from wogsim.cases import NONE, Bools, Cases, Ints, Pool, Slot
from wogsim.hours import Hours
from wogsim.population import Applicants

# A handle says, for each applicant, which activity a slot became: shape (n,), -1 where the slot is not used. So the
# greatest of several handles, of which an applicant has at most one, is the one there is.
Handle = Ints

COLUMNS = ("case", "pool", "work", "lag", "priority", "in_person", "offset", "stride", "patience", "deadline")
DEFAULTS = {
    "pool": NONE,
    "lag": 0,
    "priority": 0,
    "in_person": 0,
    "offset": 0,
    "stride": 0,
    "patience": NONE,
    "deadline": NONE,
}


def either(*handles: Handle) -> Handle:
    """Of handles of which each applicant has at most one: that one."""
    result: Handle = np.maximum.reduce(handles)
    return result


def only(who: Bools, handle: Handle) -> Handle:
    """The handle for the applicants of `who`, none for the others."""
    return np.where(who, handle, NONE)


def first_of(handle: Handle, otherwise: Handle) -> Handle:
    """The one handle where there is one, else the other."""
    return np.where(handle >= 0, handle, otherwise)


def anywhere(table: Bools) -> Bools:
    """Whether a row of `table`, shape (n, m), has any true; shape (n,)."""
    result: Bools = np.logical_or.reduce(table, axis=1)
    return result


class Draft:
    """The activities of one stream of applicants."""

    def __init__(self, who: Applicants) -> None:
        self.who = who
        self.slots: list[Slot] = []
        self.sizes: list[int] = []
        self.columns: dict[str, list[Ints]] = {name: [] for name in COLUMNS}
        self.edges: list[tuple[Ints, Ints]] = []
        self.count = 0
        self.last: Handle = self.nowhere
        self.chain_length = self.papers = self.returns = np.zeros(len(who), dtype=np.int64)

    @property
    def nowhere(self) -> Handle:
        """A handle that no applicant uses."""
        return np.full(len(self.who), NONE, dtype=np.int64)

    def add(
        self, slot: Slot, who: Bools, work: Ints | int, after: Iterable[Handle] = (), **columns: Ints | int
    ) -> Handle:
        """One activity for each applicant of `who`; `columns` are fields of `Cases`, one value or shape (n,).

        Returns
        -------
        Handle
            Shape (n,).
        """
        index = np.flatnonzero(who)
        handle = self.nowhere
        if not len(index):
            return handle
        handle[index] = np.arange(self.count, self.count + len(index))
        self.count += len(index)
        self.slots.append(slot)
        self.sizes.append(len(index))
        self.columns["case"].append(index)
        for name, value in ({**DEFAULTS, **columns, "work": work}).items():
            array = np.asarray(value, dtype=np.int64)
            self.columns[name].append(array[index] if array.ndim else np.full(len(index), array))
        for before in after:
            self.link(handle, before)
        return handle

    def link(self, handle: Handle, before: Handle) -> None:
        """Let `handle` wait for `before`, for the applicants who have both."""
        both = np.flatnonzero((handle >= 0) & (before >= 0))
        if len(both):
            self.edges.append((handle[both], before[both]))


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def assemble(drafts: Sequence[Draft], pools: tuple[Pool, ...], deadline_clock: Hours) -> Cases:
    """All drafts as one set of cases, activities in order of (case, slot as added)."""
    case_base = np.cumsum([0, *(len(draft.who) for draft in drafts)])
    activity_base = np.cumsum([0, *(draft.count for draft in drafts)])
    slots: dict[Slot, int] = {}
    slot_of = [slots.setdefault(slot, len(slots)) for draft in drafts for slot in draft.slots]
    case = _joined([part + case_base[i] for i, draft in enumerate(drafts) for part in draft.columns["case"]])
    order = np.argsort(case, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))

    def column(name: str) -> Ints:
        return _joined([part for draft in drafts for part in draft.columns[name]])[order]

    def of_applicants(name: str) -> Bools:
        return np.concatenate([np.zeros(0, dtype=bool), *(getattr(draft.who, name) for draft in drafts)])

    def of_drafts(name: str) -> Ints:
        return _joined([getattr(draft, name) for draft in drafts])

    edges = [(a + activity_base[i], b + activity_base[i]) for i, draft in enumerate(drafts) for a, b in draft.edges]
    waits, before = rank[_joined([a for a, _ in edges])], rank[_joined([b for _, b in edges])]
    by = np.lexsort((before, waits))
    waits, before = waits[by], before[by]
    new = np.ones(len(waits), dtype=bool)
    new[1:] = (np.diff(waits) != 0) | (np.diff(before) != 0)
    waits, before = waits[new], before[new]
    pred_ptr = np.zeros(len(order) + 1, dtype=np.int64)
    np.cumsum(np.bincount(waits, minlength=len(order)), out=pred_ptr[1:])
    sizes = [size for draft in drafts for size in draft.sizes]
    return Cases(
        need=_joined([draft.who.need for draft in drafts]),
        last=rank[_joined([draft.last + activity_base[i] for i, draft in enumerate(drafts)])],
        cohort=of_applicants("cohort"),
        own=np.concatenate([np.full(len(draft.who), draft.who.own is not None) for draft in drafts]),
        number=_joined([np.arange(len(draft.who)) for draft in drafts]),
        far=of_applicants("far"),
        vulnerable=of_applicants("vulnerable"),
        assisted=of_applicants("assisted"),
        chain_length=of_drafts("chain_length"),
        papers=of_drafts("papers"),
        returns=of_drafts("returns"),
        case=case[order],
        slot=np.repeat(np.array(slot_of, dtype=np.int64), sizes)[order],
        pool=column("pool"),
        work=column("work"),
        lag=column("lag"),
        priority=column("priority"),
        in_person=column("in_person").astype(bool),
        offset=column("offset"),
        stride=column("stride"),
        patience=column("patience"),
        deadline=column("deadline"),
        pred_ptr=pred_ptr,
        predecessors=before,
        slots=tuple(slots),
        pools=pools,
        deadline_clock=deadline_clock,
    )

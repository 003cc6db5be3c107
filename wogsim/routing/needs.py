"""Which decisions a clearance needs that are made elsewhere, and who brings them there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from heapq import heappop, heappush

import numpy as np

from wogsim.contract.cases import Bools
from wogsim.routing.flow import Flow
from wogsim.world.agencies import World

Answer = Callable[["Needs", int, int], Bools]


def answered_once(method: Answer) -> Answer:
    """Keep each answer with whom it is of; `functools.cache` would hold them all until garbage is collected."""

    @wraps(method)
    def answer(needs: Needs, j: int, i: int) -> Bools:
        asked = (method.__name__, j, i)
        if asked not in needs.answers:
            needs.answers[asked] = method(needs, j, i)
        return needs.answers[asked]

    return answer


def past_counters(world: World, used: set[int]) -> list[int]:
    """Agencies of the clearances that are used, as they stand in the file, but each behind those it waits for.

    These are the ones whose decisions the citizen has in hand there and carries on to it. Where agencies wait for each
    other the first of them goes first.
    """
    clearances, waits = world.clearances, {world.clearances[i].agency: set[int]() for i in sorted(used)}
    follow: dict[int, list[int]] = {agency: [] for agency in waits}
    for i in used:
        agency = clearances[i].agency
        for j in clearances[i].after:
            before = clearances[j].agency
            if j in used and clearances[j].in_hand and before != agency and before not in waits[agency]:
                waits[agency].add(before)
                follow[before].append(agency)
    left = sorted(waits, reverse=True)
    ready, placed = sorted(agency for agency, before in waits.items() if not before), dict[int, None]()
    while left:
        agency = heappop(ready) if ready else left.pop()
        if agency in placed:
            continue
        placed[agency] = None
        for other in follow[agency]:
            waits[other].discard(agency)
            if not waits[other]:
                heappush(ready, other)
    return list(placed)


class Needs:
    """Needs of the applicants of a flow; every answer is of shape (n,) unless it says otherwise.

    Attributes
    ----------
    late : papers are taken in only after decisions of other bodies, shape (n, clearances)
    held : a copy waits at the front for decisions of other bodies, shape (n, clearances)
    around : one file brings the papers from agency to agency, shape (n, clearances)
    stops : agencies in the order in which the citizen goes past their counters on the first tour, each with the numbers
        of its clearances
    """

    def __init__(self, flow: Flow) -> None:
        self._flow, world, way = flow, flow.world, flow.way
        self.carry = world.scenario.world.carry.by
        self.answers: dict[tuple[str, int, int], Bools] = {}
        self.stops = self._in_order()
        inside = np.zeros_like(way.decide) if world.scenario.world.front.one_application else way.in_front
        inside = inside & ~(way.automate & flow.row.portal)  # what a system decides may wait in its portal
        waits_for_papers = way.visit | inside | way.present
        needs_others, self.late = np.zeros_like(flow.who.needs), np.zeros_like(flow.who.needs)
        for i in flow.used:
            for j in self.after(i):
                needs_others[:, i] |= self._awaited(j, i) & ~self._on_the_way(j, i)
            self.late[:, i] = needs_others[:, i] & waits_for_papers[:, i]
        self.held: Bools = np.zeros_like(needs_others)
        self.around: Bools = flow.around.copy()
        comes_later = np.zeros_like(needs_others)
        for i in flow.used:
            # A file on its round would wait for what waits for the file: a copy is sent instead.
            for j in self.after(i):
                waits = self.held[:, j] | (self.late[:, j] & way.in_front[:, j]) | comes_later[:, j]
                comes_later[:, i] |= flow.who.needs[:, i] & waits
            self.around[:, i] &= ~comes_later[:, i]
            self.held[:, i] = needs_others[:, i] & way.forward[:, i] & ~self.around[:, i]

    def after(self, i: int) -> Iterator[int]:
        """Numbers of the clearances that one comes after and that somebody needs."""
        return (j for j in self._flow.world.clearances[i].after if j in self._flow.used)

    def _in_order(self) -> list[tuple[int, list[int]]]:
        """Agencies in the order of the file, but first those whose decisions the citizen carries on to others."""
        flow, whole = self._flow, self._flow.world.whole
        if whole is flow.world:
            order = past_counters(whole, set(flow.used))
        else:
            if "counters" not in whole.kept:
                listed = set(np.flatnonzero(np.logical_or.reduce(whole.permits, axis=0)).tolist())
                whole.kept["counters"] = {agency: k for k, agency in enumerate(past_counters(whole, listed))}
            place: dict[int, int] = whole.kept["counters"]
            order = sorted(flow.used_of, key=lambda agency: place.get(agency, 0))
        return [(agency, flow.used_of[agency]) for agency in order]

    def _awaited(self, j: int, i: int) -> Bools:
        """Where papers of `i` are not taken in before decision `j`; who decides at the counter needs all he needs."""
        flow = self._flow
        there = flow.who.needs[:, j] & flow.who.needs[:, i] & flow.way.present[:, i]
        if flow.world.clearances[i].described.papers_in == "after decisions":
            return self._of_another(j, i) | there
        return there | (self._of_another(j, i) & flow.stays & flow.way.visit[:, i])

    def _on_the_way(self, j: int, i: int) -> Bools:
        """Where the citizen has decision `j` in hand when the first tour comes to where papers of `i` are taken in."""
        flow, way, clearances = self._flow, self._flow.way, self._flow.world.clearances
        if not clearances[j].in_hand:
            return np.zeros(len(flow.who), dtype=bool)
        order = [agency for agency, _members in self.stops]
        before, behind = (order.index(clearances[k].agency) for k in (j, i))
        desk_to_desk = way.in_front[:, j] & way.in_front[:, i] & ~flow.by_form[:, i]
        on_foot = way.visit[:, j] & (before < behind) | way.in_front[:, j]
        carried = np.logical_and(on_foot, self.carry == "usual") | (way.visit[:, j] & (before == behind))
        known = flow.in_hand[:, j] & ~self.late[:, j] & (flow.completed[:, j] == 0)
        there: Bools = (desk_to_desk | (carried & way.visit[:, i])) & known & flow.who.needs[:, i]
        return there

    @answered_once
    def early(self, j: int, i: int) -> Bools:
        """Where decision `j` is handed in with the papers of `i`, on the first tour, so that nobody need bring it."""
        return self._on_the_way(j, i) & ~self.late[:, i]

    def _of_another(self, j: int, i: int) -> Bools:
        clearances = self._flow.world.clearances
        return self._not_inside(j, i, one=clearances[j].agency == clearances[i].agency)

    @answered_once
    def other_body(self, j: int, i: int) -> Bools:
        """Where clearance `i` comes after `j`, and another body decides that, whose decision must be brought."""
        return self._of_another(j, i) & ~self.early(j, i)

    @answered_once
    def elsewhere(self, j: int, i: int) -> Bools:
        """Where decision `j` must be brought for `i`: by another body, or from another building of its own.

        Agencies that have merged may have assessors in both.
        """
        flow, clearances = self._flow, self._flow.world.clearances
        one = clearances[j].agency == clearances[i].agency and flow.seat(j) == flow.seat(i)
        return self._not_inside(j, i, one=one) & ~self.early(j, i)

    def at_hand(self, j: int, i: int) -> Bools:
        """Where decision `j` is made where `i` is decided, so that nobody need bring it."""
        both = self._flow.who.needs[:, j] & self._flow.who.needs[:, i]
        return both & ~self.elsewhere(j, i) & ~self.early(j, i)

    def _not_inside(self, j: int, i: int, *, one: bool) -> Bools:
        """Where both are needed, not both in front nor, where the agency is `one`, both there."""
        way, needs = self._flow.way, self._flow.who.needs
        same = way.in_front[:, j] & way.in_front[:, i]
        if one:
            same |= ~(way.in_front[:, j] | way.in_front[:, i])
        return needs[:, j] & needs[:, i] & ~same

    def by_citizen(self, j: int, i: int) -> Bools:
        """Where the citizen has or collects decision `j` and hands it in for `i`: both visited and not connected."""
        flow, brings = self._flow, np.zeros(len(self._flow.who), dtype=bool)
        if self.carry != "usual":
            return brings
        if not flow.digital(j, i):
            brings |= flow.way.visit[:, j]
        if not flow.digital(None, i):
            brings |= flow.way.in_front[:, j] & flow.in_hand[:, j]
        return self.other_body(j, i) & brings & flow.way.visit[:, i]

    def all_awaited(self, i: int) -> Bools:
        """Which decisions papers of `i` wait for before they are handed in, shape (n, clearances)."""
        flow, table = self._flow, np.zeros_like(self._flow.who.needs)
        for j in self.after(i):
            table[:, j] = self.elsewhere(j, i) | (self.at_hand(j, i) & flow.way.present[:, i])
        return table

    def carried(self, i: int) -> Bools:
        """Which decisions the citizen brings for `i`, shape (n, clearances)."""
        table = np.zeros_like(self._flow.who.needs)
        for j in self.after(i):
            table[:, j] = self.by_citizen(j, i)
        return table

    def by_letter(self, j: int, i: int) -> Bools:
        """Where a letter, or data, brings decision `j` to the agency that keeps `i`: no copy and no file brings it."""
        way = self._flow.way
        in_file = self._flow.around[:, i] & (self._flow.around[:, j] | way.in_front[:, j])
        at_agency = ~way.in_front[:, i] & ~self.held[:, i] & ~in_file
        return self.elsewhere(j, i) & at_agency & ~self.by_citizen(j, i)

    def in_front(self, j: int) -> Bools:
        """Where the front needs the decision of an agency that the citizen visits, so that somebody writes to it."""
        wanted = np.zeros(len(self._flow.who), dtype=bool)
        for i in self._flow.used:
            if j in self._flow.world.clearances[i].after:
                wanted |= self.elsewhere(j, i) & (self._flow.way.in_front[:, i] | self.held[:, i])
        return wanted & self._flow.way.visit[:, j]

    def joint(self) -> Bools:
        """What the technical team sees on one visit with others, shape (n, clearances).

        What waits for other decisions before its papers are taken in, or sent on, is seen by inspectors of its own.
        """
        flow = self._flow
        inspected = np.array([clearance.described.inspectors > 0 for clearance in flow.world.clearances])
        inspected &= flow.world.scenario.world.inspection.team > 0
        joint: Bools = flow.who.needs & inspected & flow.powers["joint_inspection"] & ~self.late & ~self.held
        for r in range(len(flow.rounds)):
            now = joint & (flow.completed == r)
            joint &= ~(now & (now.sum(axis=1) < 2)[:, None])
        return joint

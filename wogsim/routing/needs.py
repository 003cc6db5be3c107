"""Which decisions a clearance needs that are made elsewhere, and who brings them there."""

from collections.abc import Iterator
from functools import cache

import numpy as np

from wogsim.contract.cases import Bools
from wogsim.routing.flow import Flow


class Needs:
    """Needs of the applicants of a flow; every answer is of shape (n,) unless it says otherwise.

    Attributes
    ----------
    late : papers are taken in only after decisions of other bodies, shape (n, clearances)
    held : a copy waits at the front for decisions of other bodies, shape (n, clearances)
    around : one file brings the papers from agency to agency, shape (n, clearances)
    """

    def __init__(self, flow: Flow) -> None:
        self._flow, world, way = flow, flow.world, flow.way
        self.carry = world.scenario.world.carry.by
        self.elsewhere, self.other_body = cache(self._elsewhere), cache(self._other_body)
        needs_others = np.zeros_like(flow.who.needs)
        for i in flow.used:
            if world.clearances[i].described.papers_in == "after decisions":
                for j in self.after(i):
                    needs_others[:, i] |= self.other_body(j, i)
        inside = np.zeros_like(way.decide) if world.scenario.world.front.one_application else way.in_front
        self.late: Bools = needs_others & (way.visit | inside)
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

    def _other_body(self, j: int, i: int) -> Bools:
        """Where clearance `i` comes after `j`, and another body decides that."""
        clearances = self._flow.world.clearances
        return self._not_inside(j, i, one=clearances[j].agency == clearances[i].agency)

    def _elsewhere(self, j: int, i: int) -> Bools:
        """Where clearance `i` comes after `j`, and that is decided by another body or in another building of its own.

        Agencies that have merged may have assessors in both.
        """
        flow, clearances = self._flow, self._flow.world.clearances
        one = clearances[j].agency == clearances[i].agency and flow.seat(j) == flow.seat(i)
        return self._not_inside(j, i, one=one)

    def _not_inside(self, j: int, i: int, *, one: bool) -> Bools:
        """Where both are needed, not both in front nor, where the agency is `one`, both there."""
        way, needs = self._flow.way, self._flow.who.needs
        same = way.in_front[:, j] & way.in_front[:, i]
        if one:
            same |= ~(way.in_front[:, j] | way.in_front[:, i])
        return needs[:, j] & needs[:, i] & ~same

    def by_citizen(self, j: int, i: int) -> Bools:
        """Where the citizen collects decision `j` and hands it in for `i`: both ends are visited and not connected."""
        if self.carry != "usual" or self._flow.digital(j, i):
            return np.zeros(len(self._flow.who), dtype=bool)
        return self.other_body(j, i) & self._flow.way.visit[:, j] & self._flow.way.visit[:, i]

    def all_elsewhere(self, i: int) -> Bools:
        """Which decisions `i` needs from elsewhere, shape (n, clearances)."""
        table = np.zeros_like(self._flow.who.needs)
        for j in self.after(i):
            table[:, j] = self.elsewhere(j, i)
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

"""Consulting: another body is asked before a clearance is decided; or it is not asked, and may object later.

Papers go to that body and past its register and its head's desk, it answers after a time of its own, and the answer
comes back: then the clearance is assessed. Where it is not asked nothing of this happens, but in a share of the cases
it objects some time after the decision, and what it objects to is decided anew (`wogsim.routing.decisions`). What is
inside one body in one building is not carried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wogsim.contract.cases import Bools, Kind, Slot
from wogsim.routing.asked import asked_body, consultation
from wogsim.routing.carriage import assigned, courier
from wogsim.routing.draft import Handle, first_of, only
from wogsim.routing.flow import Flow
from wogsim.scenario.values import NOTHING
from wogsim.world.agencies import CENTRE


@dataclass(frozen=True, eq=False)
class Body:
    """The body that is to be asked about a clearance: its agency's key in the file, and how one writes to it.

    ``apart``, ``near`` and ``digital`` say of each applicant whether anything is carried between it and who decides,
    whether within one building, and whether as data; shape (n,).
    """

    key: str
    apart: Bools
    near: Bools
    digital: Bools

    @staticmethod
    def of(flow: Flow, i: int) -> Body | None:
        """Whom clearance `i` is to be asked of; None where there is nobody."""
        clearances, origin = flow.world.clearances, asked_body(flow.world, i)
        if origin is None:
            return None
        own = next(k for k, clearance in enumerate(clearances) if clearance.origin == origin)
        inside, agency = flow.way.in_front[:, i], clearances[own].agency
        there = flow.back_office(origin, agency)
        near = (inside & (there == CENTRE)) | (~inside & (there == flow.seat(i)))
        wired = any(clearance.listed in flow.world.connected for clearance in clearances if clearance.origin == origin)
        digital = (inside & flow.digital(None, None)) | (~inside & flow.digital(i, i))
        return Body(origin, inside | ~near | (agency != clearances[i].agency), near, digital & wired)

    def letter(self, flow: Flow, begins: str, i: int, who: Bools, after: Sequence[Handle]) -> Handle:
        """A letter, or data, between this body and who decides clearance `i`."""
        slot = Slot(Kind.HANDOFF, f"{begins}-{self.key}@{flow.world.clearances[i].key}", 0)
        return courier(
            flow, slot, who & self.apart, slot.entity, after, digital=self.digital, near=self.near, letter=True
        )


def asked(flow: Flow, i: int, who: Bools, ready: Sequence[Handle]) -> tuple[Handle, Sequence[Handle]]:
    """Another body is asked about clearance `i` of those of `who` of whom it is; the first step, and when all is ready.

    ``ready`` are the handles of what must be done before, whoever is asked.
    """
    body = Body.of(flow, i)
    if body is None or not (who := who & consultation(flow.world, flow.who, i).asked).any():
        return flow.draft.nowhere, ready
    key, length = flow.world.clearances[i].key, flow.world.clearances[i].described.consult.time or NOTHING
    sent = body.letter(flow, "ask", i, who, ready)
    lies = assigned(flow, body.key, Slot(Kind.ASSIGN, f"{body.key}~@{key}", 0), who & body.apart, sent)
    here = [only(who & ~body.apart, handle) for handle in ready]
    work = flow.who.work(length, "consulting", key, among=who)
    answer = flow.delay(Slot(Kind.CONSULT, f"{body.key}@{key}", 0), who, length, work, [lies, *here])
    back = body.letter(flow, "answer", i, who, [answer])
    return first_of(sent, answer), [*(only(~who, handle) for handle in ready), first_of(back, answer)]


def objection(flow: Flow, i: int, decided: Handle) -> Handle:
    """A body that has not been asked objects to the decision on clearance `i`: when who decided has its objection."""
    body = Body.of(flow, i)
    if body is None or not (who := (decided >= 0) & consultation(flow.world, flow.who, i).objects).any():
        return flow.draft.nowhere
    key, length = flow.world.clearances[i].key, flow.world.clearances[i].described.consult.objects_after or NOTHING
    work = flow.who.work(length, "objecting", key, among=who)
    objects = flow.delay(Slot(Kind.OBJECT, f"{body.key}@{key}", 0), who, length, work, [decided])
    return first_of(body.letter(flow, "objection", i, who, [objects]), objects)

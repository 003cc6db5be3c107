"""Carriage: whatever takes papers, a decision or news from one place to another. Nothing flies.

A decision is made where its assessors sit and needed elsewhere. Data, the citizen or a letter brings it; papers that
come to a body go past its register and its head's desk; what is decided is signed; and the citizen must be told.
"""

from collections.abc import Sequence

import numpy as np

from wogsim.chance.distributions import Distribution
from wogsim.contract.cases import Bools, Kind, Role, Slot
from wogsim.routing.draft import Handle, either, only
from wogsim.routing.flow import Flow
from wogsim.routing.needs import Needs
from wogsim.world.agencies import CENTRE

Where = Bools | bool


def courier(
    flow: Flow,
    slot: Slot,
    who: Bools,
    luck: str,
    after: Sequence[Handle],
    *,
    digital: Where,
    near: Where,
    letter: bool = False,
) -> Handle:
    """Something goes from one place to another, for `who`: as data, within a building or between two.

    It counts as a hand-off also where it takes no time.
    """
    described = flow.world.scenario.world
    between = described.carry.letter if letter and described.carry.letter else described.files.between_buildings
    wired, beside = (np.broadcast_to(where, who.shape) for where in (digital, near))
    moved = flow.draft.nowhere
    for part, length in (
        (who & wired, described.files.digital),
        (who & ~wired & beside, described.files.within_building),
        (who & ~wired & ~beside, between),
    ):
        if part.any():
            work = flow.who.work(length, "hand-off", luck, slot.bringing)
            moved = either(moved, flow.delay(slot, part, length, work, after))
    return moved


def assigned(flow: Flow, origin: str | None, slot: Slot, who: Bools, after: Handle) -> Handle:
    """Register and head's desk of a body, once for papers that come together; `origin` None is the front."""
    described = flow.world.scenario.world
    own = described.front.assignment if origin is None else flow.world.intake_agencies[origin].assignment
    length = described.files.assignment if own is None else own
    if length.is_zero:
        return only(who, after)
    work = flow.who.work(length, "assignment", origin or "", slot.bringing, among=who)
    return flow.delay(slot, who, length, work, [after])


def signed(flow: Flow, clearance: int | None, who: Bools, after: Sequence[Handle], again: str = "") -> Sequence[Handle]:
    """The head of the body, or a signer of the clearance's own, signs; None is the permit, signed by the unit's head.

    A signer may sign only at stated hours, such as a decision day. ``again`` marks the steps of another signature.
    """
    described = flow.world.scenario.world
    signers: list[tuple[Distribution | None, str | None]] = [(described.front.signature, described.front.signed_on)]
    key = "front"
    if clearance is not None:
        own = flow.world.clearances[clearance]
        agency, key = flow.world.intake_agencies[own.origin], own.key + again
        signers = [(own.described.signature, own.described.signed_on), (agency.signature, agency.signed_on)]
    length = next((length for length, _hours in signers if length is not None), described.files.signature)
    hours = next((hours for _length, hours in signers if hours is not None), None)
    if not length.is_zero:
        work = flow.who.work(length, "signature", key, among=who)
        after = [flow.delay(Slot(Kind.SIGN, key, 0), who, length, work, after)]
    if hours is not None:
        pool = flow.pool(Role.SITTING, flow.world.sittings.index(hours))
        after = [flow.draft.add(Slot(Kind.SIT, key, 0), who, 1, after, pool=pool)]
    return after


def told(
    flow: Flow, entity: str, bringing: int, who: Bools, news: Sequence[Handle], *, online: bool = False
) -> Sequence[Handle]:
    """The citizen learns of the last of some news; who stays there, on-line, or where notice takes no time, at once."""
    length = flow.world.scenario.world.notice
    if online or length.is_zero or not who.any():
        return [only(who, handle) for handle in news]
    at_once = [only(who & flow.stays, handle) for handle in news] if flow.stays.any() else []
    who = who & ~flow.stays
    if not who.any():
        return at_once
    work = flow.who.work(length, "notice", entity, bringing, among=who)
    return [flow.delay(Slot(Kind.NOTICE, entity, bringing), who, length, work, news), *at_once]


def across(flow: Flow, slot: Slot, clearance: int, who: Bools, after: Handle) -> Handle:
    """Papers go from an agency's counter to where its assessors sit, or what these have found or decided comes back."""
    if flow.building(flow.world.clearances[clearance].agency) == flow.seat(clearance):
        return only(who, after)
    digital = flow.digital(clearance, clearance)
    return courier(flow, slot, who, slot.entity, [after], digital=digital, near=False)


class Decisions:
    """Where the decisions of a flow are brought, each once for all who need it there."""

    def __init__(self, flow: Flow, needs: Needs) -> None:
        self._flow, self._needs = flow, needs
        self._letters = dict[tuple[object, ...], Handle]()
        self._counters = dict[int, Handle]()

    @property
    def _at_once(self) -> bool:
        return self._needs.carry == "at once"

    def carry(self, j: int) -> None:
        """A decision goes wherever it is awaited when it is made; so steps have one order whoever is routed beside."""
        flow = self._flow
        if flow.way.visit[:, j].any():
            self.at_counter(j)
        self.in_front(j)
        for i in flow.used:
            if j in flow.world.clearances[i].after:
                self.at_agency(j, i)

    def at_counter(self, j: int) -> Handle:
        """A decision that the citizen collects, at the counter."""
        if j not in self._counters:
            flow = self._flow
            slot = Slot(Kind.HANDOFF, f"from-{flow.world.clearances[j].key}", 0)
            who = flow.handed_over(j, "counter")
            for i in flow.used:
                if j in flow.world.clearances[i].after:
                    who = who | self._needs.by_citizen(j, i)
            self._counters[j] = across(flow, slot, j, who & flow.way.visit[:, j], flow.decision[j])
        return self._counters[j]

    def in_front(self, j: int) -> Handle:
        """A decision where the front has it: its own, an answer that has come back, or a letter from an agency."""
        flow, wanted = self._flow, self._needs.in_front(j)
        visited = only(wanted, flow.decision[j])
        if wanted.any() and not self._at_once:
            visited = self._letter(j, None, wanted, flow.digital(j, None), flow.seat(j) == CENTRE)
        forwarded = only(flow.way.forward[:, j], flow.decision[j]) if self._at_once else flow.answer[j]
        return either(only(flow.way.in_front[:, j], flow.decision[j]), forwarded, visited)

    def at_agency(self, j: int, i: int) -> Handle:
        """A decision where the agency that keeps clearance `i` has it by letter; one letter does for several."""
        flow, needs = self._flow, self._needs
        if self._at_once:
            return only(needs.by_letter(j, i), flow.decision[j])
        alike = [
            k for k in flow.used if j in flow.world.clearances[k].after and self._address(j, k) == self._address(j, i)
        ]
        who = np.logical_or.reduce([needs.by_letter(j, k) for k in alike])
        inside = flow.way.in_front[:, j]
        digital = np.where(inside, flow.digital(None, i), flow.digital(j, i))
        return self._letter(j, i, who, digital, np.where(inside, CENTRE, flow.seat(j)) == flow.seat(i))

    def _address(self, j: int, i: int | None) -> tuple[object, ...]:
        """Where a letter with decision `j` for clearance `i` goes, and how."""
        if i is None:
            return (j, None)
        flow = self._flow
        return (j, flow.world.clearances[i].agency, flow.seat(i), flow.digital(None, i), flow.digital(j, i))

    def _letter(self, j: int, i: int | None, who: Bools, digital: Where, near: Where) -> Handle:
        address, clearances = self._address(j, i), self._flow.world.clearances
        if address not in self._letters:
            entity = f"{clearances[j].key}>{'front' if i is None else clearances[i].key}"
            slot, after = Slot(Kind.HANDOFF, entity, 0), [self._flow.decision[j]]
            self._letters[address] = courier(
                self._flow, slot, who, entity, after, digital=digital, near=near, letter=True
            )
        return self._letters[address]

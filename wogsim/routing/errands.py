"""Errands: papers and decisions are brought to counters and desks, and brought again until they are complete.

A contact is what is handed in together. Its returns are gathered: when the last is known the citizen mends everything
and comes once more. On the first tour goes all that waits for nothing; then there is an errand for what had to wait.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wogsim.contract.cases import Bools, Kind, Role, Slot
from wogsim.patterns import Desk
from wogsim.routing.carriage import Decisions, across, assigned, told
from wogsim.routing.decisions import defect
from wogsim.routing.draft import Handle, any_of, anywhere, either, first_of, only
from wogsim.routing.files import sent_round, sent_side_by_side
from wogsim.routing.flow import Flow
from wogsim.routing.needs import Needs
from wogsim.routing.papers import Bringing
from wogsim.routing.tours import FRONT, PORTAL, Tour, at_agency, at_desk, at_portal, collected


@dataclass(frozen=True, eq=False)
class Contact:
    """Papers handed in together: at an agency's counter, or at the front (None), there perhaps through the `portal`.

    ``mark`` names the errand, empty for the first tour; ``brought`` has shape (n, clearances); ``taken`` is the handle
    of who took them in, ``over`` that of the last stop of the errand, from where the citizen goes home.
    """

    agency: int | None
    mark: str
    bringing: int
    brought: Bools
    taken: Handle
    over: Handle
    portal: bool = False

    def whose(self, flow: Flow) -> str:
        """Who took them in, in names of steps."""
        if self.agency is None:
            return PORTAL if self.portal else FRONT
        return flow.world.agencies[self.agency].key


@dataclass(frozen=True, eq=False)
class Collected:
    """An errand with the decisions it ``carried``, (n, clearances), and which were collected at which of its stops."""

    carried: Bools
    stops: list[tuple[Bools, Handle]]


class Errands:
    """The ways of the citizens of a flow."""

    def __init__(self, flow: Flow, needs: Needs, decisions: Decisions) -> None:
        self.flow, self.needs, self.decisions = flow, needs, decisions
        self._collected = list[Collected]()
        self._held = list[Contact]()  # what was handed in at the front, where some copies wait for decisions
        self._brought = np.zeros_like(flow.who.needs)  # what an errand has been for already, (n, clearances)
        self._delivered = [flow.draft.nowhere for _ in flow.world.clearances]  # decisions, where papers lay already
        self.in_hand = np.zeros_like(flow.who.needs)  # decisions that the citizen has collected, (n, clearances)

    def first_tour(self) -> Handle:
        """With the need, all papers that wait for nothing are handed in on one way; of its end."""
        flow, tour, contacts = self.flow, Tour(self.flow, 0, []), list[tuple[int | None, Bools, Handle]]()
        if flow.fronts.any():
            fronted = flow.way.fronted & ~self.needs.late & ~flow.by_form
            contacts.append((None, fronted, at_desk(tour, fronted, flow.fronts)))
        for agency, members in self.needs.stops:
            here = _only_of(members, flow.way.visit & ~self.needs.late)
            if here.any():
                contacts.append((agency, here, at_agency(tour, agency, here)))
        over = handed_in = tour.over()
        if flow.by_form.any():
            filled = at_portal(tour, anywhere(flow.by_form))
            self._follow(Contact(None, "", 0, flow.by_form, filled, flow.draft.nowhere, portal=True))
            handed_in = first_of(over, filled)
        for whose, here, taken in contacts:
            self._follow(Contact(whose, "", 0, here, taken, over))
            handed_in = first_of(handed_in, taken)  # on-line
        return handed_in

    def bring(self, i: int) -> None:
        """Papers of clearance `i` that had to wait for decisions are handed in, or sent on from the front."""
        flow, needs, agency = self.flow, self.needs, self.flow.world.clearances[i].agency
        late = needs.late[:, i] & ~self._brought[:, i]
        visited, fronted = late & flow.way.visit[:, i], late & flow.way.in_front[:, i]
        if visited.any():
            here = self._alike(i, visited, needs.late & flow.way.visit, needs.all_awaited)
            tour = self._errand(i, here)
            taken = at_agency(tour, agency, here)
            self._follow(Contact(agency, tour.mark, 0, here, taken, tour.over()))
        if fronted.any():
            here = self._alike(i, fronted, needs.late & flow.way.in_front, needs.all_awaited)
            key, online = f"@{flow.world.clearances[i].key}", flow.row.desk is Desk.PORTAL
            held = [only(fronted & flow.in_hand[:, j], flow.decision[j]) for j in needs.after(i)]
            news = [only(~flow.in_hand[:, j], self.decisions.in_front(j)) for j in needs.after(i)]
            waits = fronted & any_of(news, len(flow.who))
            tour = Tour(flow, 0, [*told(flow, key, 0, waits, news, online=online), *held], key)
            taken = at_desk(tour, here, fronted)
            self._follow(Contact(None, key, 0, here, taken, tour.over()))
        for contact in self._held:
            self._release(i, contact)

    def bring_decisions(self, i: int) -> None:
        """What clearance `i` comes after is brought to where its papers lie."""
        flow, needs = self.flow, self.needs
        for j in needs.after(i):
            inside = flow.way.in_front[:, i] & needs.elsewhere(j, i)
            flow.draft.link(flow.entry[i], only(needs.at_hand(j, i), flow.decision[j]))
            flow.draft.link(flow.entry[i], only(inside, self.decisions.in_front(j)))
            written = needs.by_letter(j, i)
            if written.any():
                flow.draft.link(flow.entry[i], only(written, self.decisions.at_agency(j, i)))
        carried = needs.carried(i)
        waits = anywhere(carried) & ~needs.late[:, i] & ~self._brought[:, i]
        if waits.any():
            here = self._alike(i, waits, flow.way.visit & ~needs.late, needs.carried)
            self._hand_in_decisions(i, here)
        flow.draft.link(flow.entry[i], self._delivered[i])

    def _alike(self, i: int, who: Bools, among: Bools, needed: Callable[[int], Bools]) -> Bools:
        """What goes on one errand with clearance `i`: of the same agency, needing the same, (n, clearances)."""
        flow, here = self.flow, np.zeros_like(self.flow.who.needs)
        own, agency = needed(i), flow.world.clearances[i].agency
        for k in flow.used:
            if flow.world.clearances[k].agency == agency:
                here[:, k] = who & among[:, k] & ~self._brought[:, k] & (needed(k) == own).all(axis=1)
        self._brought |= here
        return here

    def _errand(self, i: int, here: Bools) -> Tour:
        """The citizen sets out for clearance `i` when all it needs is known, and collects what they are to bring."""
        flow, needs, who = self.flow, self.needs, anywhere(here)
        news, at_once = list[Handle](), list[Handle]()
        for j in needs.after(i):
            held = flow.in_hand[:, j]
            mine = who & needs.by_citizen(j, i)
            if (mine & ~held).any():
                news.append(only(mine & ~held, self.decisions.at_counter(j)))
            there = who & needs.late[:, i] & flow.way.present[:, i] & needs.at_hand(j, i)
            news.append(only(there & ~held, flow.decision[j]))
            self.in_hand[:, j] |= there & flow.way.visit[:, j]  # which they are given at that counter
            at_once.append(only((mine | there) & held, flow.decision[j]))
            written = who & needs.late[:, i] & needs.by_letter(j, i)
            if written.any():
                told_at_once = needs.carry == "at once" or flow.digital(j, i)
                (at_once if told_at_once else news).append(only(written, self.decisions.at_agency(j, i)))
        key = f"@{flow.world.clearances[i].key}"
        start = [*told(flow, key, 0, any_of(news, len(who)), news), *at_once]
        carried = needs.carried(i) & who[:, None] & ~flow.in_hand
        in_hand = np.zeros_like(carried)
        for other in self._collected:
            before = who & ~anywhere(other.carried & ~carried) & anywhere(other.carried)
            in_hand |= other.carried & before[:, None]
            start += [only(before & anywhere(there), stop) for there, stop in other.stops]
        tour = Tour(flow, 0, start, key)
        stops = collected(tour, carried & ~in_hand)
        self._collected.append(Collected(carried, stops))
        self.in_hand |= carried
        return tour

    def _hand_in_decisions(self, i: int, here: Bools) -> None:
        """Decisions are handed in where the papers lie already: a contact with the work of a glance."""
        flow, agency = self.flow, self.flow.world.clearances[i].agency
        at, who = flow.world.agencies[agency], anywhere(here)
        tour = self._errand(i, here)
        work = flow.who.work(flow.world.scenario.world.counters.glance, "glance", f"{at.luck}{tour.mark}", among=who)
        counter, building = flow.pool(Role.COUNTER, agency), flow.building(agency)
        given = tour.stop(Kind.DELIVER, at.key, at.luck, who, counter, building, work)
        tour.over()
        for _origin, name, own in flow.by_origin(agency):
            slot = Slot(Kind.HANDOFF, f"to-{name}{tour.mark}", 0)
            there = across(flow, slot, own[0], anywhere(here[:, own]), given)
            for k in own:
                self._delivered[k] = either(self._delivered[k], only(here[:, k], there))

    def _follow(self, contact: Contact) -> None:
        """Papers go on from a contact; what comes back is mended and brought again, until all is complete."""
        while True:
            news, back = self._in_front(contact) if contact.agency is None else self._at_counter(contact)
            if not back.any():
                return
            contact = self._again(contact, back, news)

    def _again(self, contact: Contact, back: Bools, news: Sequence[Handle]) -> Contact:
        """The citizen mends at home what came `back`, (n, clearances), the longest mending counting, and brings it."""
        flow, bringing, who = self.flow, contact.bringing + 1, anywhere(back)
        fix, longest = flow.world.scenario.world.papers.fix, np.zeros(len(flow.who), dtype=np.int64)
        whose = contact.whose(flow)
        if not fix.is_zero:
            for i in np.flatnonzero(back.any(axis=0)):
                paper = flow.world.clearances[i].same_paper or flow.world.clearances[i].key
                mending = flow.who.work(fix, "fix", paper, bringing, among=back[:, i])
                longest = np.maximum(longest, mending)
            news = [flow.delay(Slot(Kind.FIX, whose + contact.mark, bringing), who, fix, longest, news)]
        tour = Tour(flow, bringing, news, contact.mark)
        if contact.portal:
            return replace(contact, bringing=bringing, brought=back, taken=at_portal(tour, who))
        taken = at_desk(tour, back, who) if contact.agency is None else at_agency(tour, contact.agency, back)
        return replace(contact, bringing=bringing, brought=back, taken=taken, over=tour.over())

    def _at_counter(self, contact: Contact) -> tuple[Sequence[Handle], Bools]:
        """Papers go from an agency's counter to its assessors; news of what comes back, and what does."""
        flow, agency, r = self.flow, contact.agency, contact.bringing
        papers, news = flow.rounds[r].among(contact.brought), list[Handle]()
        assert agency is not None
        for i in (i for i in flow.used_of[agency] if flow.world.clearances[i].at_counter):
            self._pass_on(contact, i, papers.complete[:, i], contact.taken)
        for origin, name, own in flow.by_origin(agency):
            passed, entity = anywhere(papers.passed[:, own]), name + contact.mark
            there = across(flow, Slot(Kind.HANDOFF, f"to-{entity}", r), own[0], passed, contact.taken)
            there = assigned(flow, origin, Slot(Kind.ASSIGN, entity, r), passed, there)
            for i in own:
                self._pass_on(contact, i, papers.complete[:, i], there)
                found = defect(flow, i, r, there, papers.missed[:, i])
                slot = Slot(Kind.HANDOFF, f"from-{flow.world.clearances[i].key}", r + 1)
                news.append(across(flow, slot, i, papers.missed[:, i], found))
        return self._news(contact, papers, news)

    def _in_front(self, contact: Contact) -> tuple[Sequence[Handle], Bools]:
        """Papers go on from the front: to assessors or a system inside it, and to agencies; as `_at_counter`."""
        flow, way, r, taken = self.flow, self.flow.way, contact.bringing, contact.taken
        papers, news = flow.rounds[r].among(contact.brought), list[Handle]()
        # The front's register and head's desk: for what it decides, and for the technical team that it sends.
        calls = papers.complete & flow.joint & ~way.visit & ~way.automate
        inside = anywhere((papers.passed & way.decide & ~way.present) | calls)
        there = assigned(flow, None, Slot(Kind.ASSIGN, FRONT + contact.mark, r), inside, taken)
        for i in flow.used:
            flow.called[i] = either(flow.called[i], only(calls[:, i], there))
            assessed = way.decide[:, i] & ~way.present[:, i]
            at = either(only(assessed, there), only(~assessed, taken))
            stays = way.in_front[:, i]
            if stays.any():
                self._pass_on(contact, i, papers.complete[:, i] & stays, at)
                news.append(defect(flow, i, r, at, papers.missed[:, i] & stays))
        flow.taken = [
            either(flow.taken[i], only(papers.complete[:, i] & way.forward[:, i], taken)) if i in flow.used else handle
            for i, handle in enumerate(flow.taken)
        ]
        beside = way.forward & ~flow.around
        if not contact.mark and (self.needs.held & papers.passed).any():
            self._held.append(contact)
            beside &= ~self.needs.held
        news += sent_side_by_side(flow, r, contact.mark, [taken], papers.among(beside))
        if not contact.mark and not contact.portal:
            news += sent_round(flow, r, taken, anywhere(papers.brought), papers.among(flow.around))
        returned = papers.missed & ~(self.needs.held if not contact.mark else np.zeros_like(papers.missed))
        return self._news(contact, replace(papers, missed=returned), news)

    def _release(self, i: int, contact: Contact) -> None:
        """A copy that waited at the front leaves when the decisions it needs lie there."""
        flow, mark = self.flow, f"@{self.flow.world.clearances[i].key}"
        papers = flow.rounds[contact.bringing].among(_only_of([i], contact.brought & self.needs.held))
        if not papers.passed.any():
            return
        start = [contact.taken, *(self.decisions.in_front(j) for j in self.needs.after(i))]
        news = sent_side_by_side(flow, contact.bringing, mark, start, papers)
        opened = replace(contact, mark=mark, brought=papers.brought)
        told_of, back = self._news(opened, replace(papers, found=np.zeros_like(papers.found)), news)
        if back.any():
            self._follow(self._again(opened, back, told_of))

    def _news(self, contact: Contact, papers: Bringing, news: Sequence[Handle]) -> tuple[Sequence[Handle], Bools]:
        """What mending waits for, the way home and news, at the counter or by notice; and what comes back."""
        flow, whose = self.flow, contact.whose(self.flow)
        home = only(anywhere(papers.bad), first_of(contact.over, contact.taken))
        online = contact.portal or (contact.agency is None and flow.row.desk is Desk.PORTAL)
        missed = anywhere(papers.missed)
        return [home, *told(flow, whose + contact.mark, contact.bringing, missed, news, online=online)], papers.bad

    def _pass_on(self, contact: Contact, i: int, complete: Bools, there: Handle) -> None:
        """Complete papers of clearance `i` have been taken in, and lie with who judges them."""
        flow = self.flow
        flow.taken[i] = either(flow.taken[i], only(complete, contact.taken))
        flow.papers[i] = either(flow.papers[i], only(complete, there))


def _only_of(members: Sequence[int], table: Bools) -> Bools:
    """The table for some clearances, false for the others, shape (n, clearances)."""
    only_these = np.zeros_like(table)
    only_these[:, members] = table[:, members]
    return only_these

"""Decisions: inspection, latency, assessment or the system's answer, a signature and works, clearance by clearance."""

from collections.abc import Sequence

import numpy as np

from wogsim.chance.distributions import scaled
from wogsim.contract.cases import NONE, Bools, Ints, Kind, Role, Slot
from wogsim.routing.carriage import courier, signed
from wogsim.routing.consulting import asked, objection
from wogsim.routing.draft import Handle, anywhere, either, first_of, only, unused
from wogsim.routing.flow import Flow
from wogsim.routing.pace import at_pace, settling_in
from wogsim.routing.ranks import paid_first
from wogsim.routing.works import works
from wogsim.world.agencies import CENTRE

AGAIN = "~"  # marks the steps of a decision that another body's objection has reopened


def defect(flow: Flow, i: int, bringing: int, at: Handle, missed: Bools) -> Handle:
    """Papers of clearance `i` that intake let pass are found incomplete where they are, without waiting for others."""
    if not missed.any():
        return flow.draft.nowhere
    automated = flow.way.automate[:, i]
    found = assess(flow, i, bringing, [at], missed & ~automated, binding=False)
    flow.assessed[:, i] |= missed & ~automated
    return either(found, _answer(flow, i, bringing, [at], missed & automated))


def decide(flow: Flow, i: int, who: Bools | None = None) -> None:
    """Clearance number `i` is decided on complete papers, where they are, and signed where somebody signs it by itself.

    What it comes after is brought later on: `flow.entry` has to wait for that. ``who`` are some applicants, else all
    about whom nothing has been decided yet.
    """
    _in_presence(flow, i)
    at = only(~flow.way.present[:, i] & (flow.entry[i] < 0 if who is None else who), flow.papers[i])
    complete = at >= 0
    if not complete.any():
        return
    ready, automated, done = _inspected(flow, i, at, complete), flow.way.automate[:, i], flow.draft.nowhere
    passed = latency(flow, i, complete, ready)
    ready = ready if unused(passed) else [passed]
    asks, ready = asked(flow, i, complete, ready)
    for r in range(len(flow.rounds)):
        now = complete & (flow.completed[:, i] == r)
        done = either(done, assess(flow, i, r, ready, now & ~automated, binding=True))
        done = either(done, _answer(flow, i, r, ready, now & automated))
    flow.entry[i] = either(flow.entry[i], first_of(passed, first_of(asks, done)))
    stands = _reopened(flow, i, _by_its_head(flow, i, done))
    flow.decision[i] = either(flow.decision[i], works(flow, i, stands, _rank(flow, i)))


def _in_presence(flow: Flow, i: int) -> None:
    """What is decided in the citizen's presence is decided with the contact at which its papers are complete."""
    decided = flow.way.present[:, i] & (flow.taken[i] >= 0) & (flow.decision[i] < 0)
    if decided.any():
        done = only(decided, flow.taken[i])
        flow.decision[i] = either(flow.decision[i], first_of(latency(flow, i, decided, [done]), done))


def latency(flow: Flow, i: int, who: Bools, after: Sequence[Handle]) -> Handle:
    """Time passes without anybody's work, once for each clearance, wherever and by whomever it is decided."""
    clearance = flow.world.clearances[i]
    length = clearance.described.latency
    if length.is_zero:
        return flow.draft.nowhere
    kind = Kind.CITIZENS_LATENCY if clearance.described.latency_by == "citizen" else Kind.LATENCY
    work = flow.who.work(length, "latency", clearance.key, among=who)
    return flow.delay(Slot(kind, clearance.key, 0), who, length, work, after)


def _reopened(flow: Flow, i: int, decided: Handle) -> Handle:
    """The decision on clearance `i` that stands: where another body objects, it is assessed and signed once more.

    The same people assess it, without a deadline; what a system has decided it decides anew.
    """
    objects = objection(flow, i, decided)
    if unused(objects):
        return decided
    who, automated = objects >= 0, flow.way.automate[:, i]
    done = assess(flow, i, 0, [objects], who & ~automated, binding=False, again=AGAIN)
    done = either(done, _answer(flow, i, 0, [objects], who & automated, AGAIN))
    return first_of(_by_its_head(flow, i, done, AGAIN), decided)


def _by_its_head(flow: Flow, i: int, done: Handle, again: str = "") -> Handle:
    """The agency's head signs, where neither the unit's does with the permit nor the system answers.

    What is assessed in front goes there and back for it.
    """
    way = flow.way
    alone = (done >= 0) & ~way.automate[:, i] & ~way.unit_signs[:, i]
    inside = alone & way.decide[:, i]
    digital, near, key = flow.digital(None, i), flow.seat(i) == CENTRE, flow.world.clearances[i].key + again
    gone, back = (Slot(Kind.HANDOFF, f"{where}-{key}", 0) for where in ("to-head-of", "from-head-of"))
    there = courier(flow, gone, inside, gone.entity, [done], digital=digital, near=near)
    [signature] = signed(flow, i, alone, [first_of(there, only(alone, done))], again)
    flow.draft.cover(done, signature)
    returned = courier(flow, back, inside, back.entity, [signature], digital=digital, near=near)
    return first_of(returned, first_of(signature, done))


def _answer(flow: Flow, i: int, bringing: int, after: Sequence[Handle], who: Bools, again: str = "") -> Handle:
    """The system's answer, at once."""
    return flow.draft.add(Slot(Kind.AUTOMATE, flow.world.clearances[i].key + again, bringing), who, 0, after)


def _rank(flow: Flow, i: int) -> Ints | int:
    """0 for an agency's own cases; 1 for forwarded files where sectoral ego lets them wait; first who pays; (n,)."""
    world, behind = flow.world.scenario.world, None
    if world.files.own_cases_first:
        behind = flow.way.forward[:, i] & ~flow.powers["own_rank"][:, i]
    return paid_first(flow.who, world.citizens, "files", behind)


def assessed_by(flow: Flow, i: int) -> Ints:
    """The pool that assesses clearance `i`: its specialists at home or in the unit, or the generalists; shape (n,)."""
    inside = flow.way.decide[:, i]
    pool: Ints = np.where(inside, flow.pool(Role.SECONDED, i), flow.pool(Role.ASSESSORS, i))
    if flow.generalists[i]:
        general = flow.who.uniform("generalist", flow.world.clearances[i].key) < flow.generalists[i]
        pool = np.where(inside & general, flow.pool(Role.GENERALISTS), pool)
    return pool


def assess(
    flow: Flow, i: int, bringing: int, after: Sequence[Handle], who: Bools, binding: bool, again: str = ""
) -> Handle:
    """The clearance's specialists, or the generalists who stand in for them, assess it; ``again`` what was decided."""
    clearance, levers = flow.world.clearances[i], flow.world.scenario.levers
    described = clearance.described
    if not who.any() or described.assessment is None:
        return flow.draft.nowhere
    key, some = clearance.key + again, who if bringing or again else None
    work = flow.who.work(described.assessment, "assessment", key, bringing, among=some)
    if again:
        work = scaled(work, flow.world.scenario.world.papers.reassessment)
    elif bringing:
        work = np.where(flow.assessed[:, i], scaled(work, flow.world.scenario.world.papers.reassessment), work)
    work = settling_in(flow.world, flow.row, flow.who, work)
    pool = assessed_by(flow, i)
    general = pool == flow.pool(Role.GENERALISTS)
    if general.any():
        own = at_pace(flow.world, clearance.origin, work)
        work = np.where(general, scaled(work, levers.generalist_factor), own)
    else:
        work = at_pace(flow.world, clearance.origin, work)
    deadline: Ints | int = NONE
    if binding and described.deadline:
        deadline = np.where(flow.powers["deadline"][:, i], described.deadline.seconds, NONE)
    slot = Slot(Kind.ASSESS, key, bringing)
    rank = _rank(flow, i)
    return flow.draft.add(slot, who, work, after, pool=pool, priority=rank, deadline=deadline)


def _inspected(flow: Flow, i: int, at: Handle, who: Bools) -> Sequence[Handle]:
    """When papers are ready to be assessed: inspectors of the clearance's own see the site first, or the team has."""
    clearance = flow.world.clearances[i]
    team, alone = only(who, flow.team[i]), who & ~flow.joint[:, i]
    if not clearance.described.inspectors or not alone.any():
        return [at, team]
    slot, work, pool = Slot(Kind.INSPECT, clearance.key, 0), _site_work(flow, [i]), flow.pool(Role.INSPECTORS, i)
    return [first_of(flow.draft.add(slot, alone, work, [at], pool=pool, priority=_rank(flow, i)), at), team]


def _site_work(flow: Flow, members: Sequence[int], wanted: Bools | None = None) -> Ints:
    """One journey and the longest of the inspections, in seconds, shape (n,); by the team of what is ``wanted``."""
    journey = flow.who.work(flow.world.scenario.world.inspection.journey, "inspection journey")
    longest = np.zeros(len(flow.who), dtype=np.int64)
    for i in members:
        clearance = flow.world.clearances[i]
        work = flow.who.work(clearance.described.inspection, "inspection", clearance.key)
        own = at_pace(flow.world, clearance.origin, work) if wanted is None else np.where(wanted[:, i], work, 0)
        longest = np.maximum(longest, own)
    return journey + longest


def inspect_jointly(flow: Flow) -> None:
    """One visit of the technical team for each bringing, of all that it may see whose papers are complete with it."""
    for r in range(len(flow.rounds)):
        now = flow.joint & (flow.completed == r)
        if now.any():
            work = _site_work(flow, flow.used, now)
            papers = [only(now[:, i], first_of(flow.called[i], flow.papers[i])) for i in flow.used]
            slot, pool = Slot(Kind.INSPECT, "team", r), flow.pool(Role.TEAM)
            rank = paid_first(flow.who, flow.world.scenario.world.citizens, "files", None)
            visit = flow.draft.add(slot, anywhere(now), work, papers, pool=pool, priority=rank)
            for i in flow.used:
                seen = only(now[:, i], visit)
                flow.team[i] = either(flow.team[i], seen)
                flow.draft.link(flow.entry[i], seen)  # where a file on its round has been decided upon before

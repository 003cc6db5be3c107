"""Decisions: inspection, assessment, or the system's answer, for one clearance at a time."""

from collections.abc import Sequence

import numpy as np

from wogsim.chance.distributions import scaled
from wogsim.contract.cases import NONE, Bools, Ints, Kind, Role, Slot
from wogsim.routing.draft import Handle, anywhere, either, first_of, only
from wogsim.routing.flow import Flow


def judge(flow: Flow, i: int, bringing: int, at: Handle, missed: Bools, complete: Bools) -> Handle:
    """Clearance number `i` is judged where its papers are, `at`.

    ``missed`` papers are found incomplete, without waiting for anything else; ``complete`` ones are inspected if the
    clearance needs it, wait for what the clearance comes after, and are decided. Sets ``flow.decision``.

    Returns
    -------
    Handle
        Of the end of either, shape (n,).
    """
    if not (missed | complete).any():
        return flow.draft.nowhere
    automated = flow.way.automate[:, i]
    found = _assess(flow, i, bringing, at, missed & ~automated, binding=False)
    by_system = _answer(flow, i, bringing, at, missed & automated)
    flow.assessed[:, i] |= missed & ~automated
    inspected = _inspect(flow, i, at, complete)
    decided = _assess(flow, i, bringing, inspected, complete & ~automated, binding=True)
    answered = _answer(flow, i, bringing, inspected, complete & automated)
    decision = either(decided, answered)
    flow.decision[i] = either(flow.decision[i], decision)
    return either(found, by_system, decision)


def _answer(flow: Flow, i: int, bringing: int, at: Handle, who: Bools) -> Handle:
    """The system's answer, at once."""
    return flow.draft.add(Slot(Kind.AUTOMATE, flow.world.clearances[i].key, bringing), who, 0, [at])


def _rank(flow: Flow, i: int) -> Ints | int:
    """0 for an agency's own cases; 1 for forwarded files where sectoral ego lets them wait, shape (n,)."""
    behind = flow.world.scenario.world.files.own_cases_first
    if not behind or flow.own_case:
        return 0
    return (flow.way.forward[:, i] & ~flow.powers["own_rank"][:, i]).astype(np.int64)


def _assess(flow: Flow, i: int, bringing: int, at: Handle, who: Bools, binding: bool) -> Handle:
    """The clearance's specialists assess it where they sit; in the unit generalists may stand in for them."""
    clearance, levers = flow.world.clearances[i], flow.world.scenario.levers
    described = clearance.described
    if not who.any():
        return flow.draft.nowhere
    work = _first_assessment(flow, i, bringing, who, binding)
    if bringing:
        work = np.where(flow.assessed[:, i], scaled(work, flow.world.scenario.world.papers.reassessment), work)
    inside = flow.way.decide[:, i]
    pool: Ints | int = np.where(inside, flow.pool(Role.SECONDED, i), flow.pool(Role.ASSESSORS, i))
    if flow.generalists[i]:
        general = inside & (flow.who.uniform("generalist", clearance.key) < flow.generalists[i])
        work = np.where(general, scaled(work, levers.generalist_factor), work)
        pool = np.where(general, flow.pool(Role.GENERALISTS), pool)
    deadline: Ints | int = NONE
    if binding and described.deadline:
        deadline = np.where(flow.powers["deadline"][:, i], described.deadline.seconds, NONE)
    slot = Slot(Kind.ASSESS, clearance.key, bringing)
    rank = _rank(flow, i)
    return flow.draft.add(slot, who, np.maximum(work, 1), [at], pool=pool, priority=rank, deadline=deadline)


def _first_assessment(flow: Flow, i: int, bringing: int, who: Bools, binding: bool) -> Ints:
    """Work to assess papers not seen before, in seconds, shape (n,).

    Its luck belongs to the bringing of these papers, which may be an earlier one than that whose file carries them.
    """
    clearance = flow.world.clearances[i]
    length, ready = clearance.described.assessment, flow.completed[:, i]
    if not binding:
        return flow.who.draw(length, "assessment", clearance.key, bringing, among=who if bringing else None)
    work = flow.who.draw(length, "assessment", clearance.key)
    for r in range(1, bringing + 1):
        work = np.where(ready == r, flow.who.draw(length, "assessment", clearance.key, r, among=ready == r), work)
    return work


def _inspect(flow: Flow, i: int, at: Handle, who: Bools) -> Handle:
    """The clearance's own inspectors see the site; returns when its papers are ready to be assessed."""
    clearance = flow.world.clearances[i]
    alone = who & ~flow.joint[:, i]
    if not clearance.described.inspectors or not alone.any():
        return at
    slot, work = Slot(Kind.INSPECT, clearance.key, 0), np.maximum(_site_work(flow, [i]), 1)
    pool = flow.pool(Role.INSPECTORS, i)
    return first_of(flow.draft.add(slot, alone, work, [at], pool=pool, priority=_rank(flow, i)), at)


def _site_work(flow: Flow, members: Sequence[int], wanted: Bools | None = None) -> Ints:
    """One journey and the longest of the inspections, in seconds, shape (n,)."""
    journey = flow.who.draw(flow.world.scenario.world.inspection.journey, "inspection journey")
    longest = np.zeros(len(flow.who), dtype=np.int64)
    for i in members:
        clearance = flow.world.clearances[i]
        work = flow.who.draw(clearance.described.inspection, "inspection", clearance.key)
        longest = np.maximum(longest, work if wanted is None else np.where(wanted[:, i], work, 0))
    return journey + longest


def inspect_jointly(flow: Flow, papers_at: Sequence[Handle]) -> None:
    """One visit of the technical team, as soon as all papers it needs are there, for all it inspects."""
    joint, members = flow.joint, flow.used
    if not joint.any():
        return
    work, papers = np.maximum(_site_work(flow, members, joint), 1), [only(joint[:, i], papers_at[i]) for i in members]
    handle = flow.draft.add(Slot(Kind.INSPECT, "team", 0), anywhere(joint), work, papers, pool=flow.pool(Role.TEAM))
    for i in members:
        flow.draft.link(only(joint[:, i], flow.decision[i]), handle)


def wait_for_order(flow: Flow) -> None:
    """Each decision waits for the decisions it comes after."""
    for i in flow.used:
        for other in flow.world.clearances[i].after:
            flow.draft.link(flow.decision[i], flow.decision[other])

"""Decisions: inspection, assessment, or the system's answer, for one clearance at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wogsim.cases import NONE, Bools, Ints, Kind, Role, Slot
from wogsim.distributions import scaled
from wogsim.routing.draft import Handle, anywhere, either, first_of, only
from wogsim.routing.plan import Plan


def reaches(plan: Plan, power: str) -> Bools:
    """Where one of the coordinating powers holds, shape (n, clearances): never, for what is coordinated, or always.

    They are powers over citizens' cases; an agency deals with its own as it likes.
    """
    reach = getattr(plan.world.scenario.levers.powers, power)
    if reach == "coordinated":
        return plan.way.coordinated
    return plan.who.needs if reach == "always" and not plan.own_case else np.zeros_like(plan.who.needs)


def jointly_inspected(plan: Plan) -> Bools:
    """What the technical team inspects in one joint visit, shape (n, clearances)."""
    inspected = np.array([c.described.inspectors > 0 for c in plan.world.clearances])
    if not plan.world.scenario.world.inspection.team:
        return np.zeros_like(plan.who.needs)
    joint: Bools = plan.who.needs & inspected & plan.powers["joint_inspection"]
    return joint


def judge(plan: Plan, i: int, bringing: int, at: Handle, missed: Bools, complete: Bools) -> Handle:
    """Clearance number `i` is judged where its papers are, `at`.

    ``missed`` papers are found incomplete, without waiting for anything else; ``complete`` ones are inspected if the
    clearance needs it, wait for what the clearance comes after, and are decided. Sets ``plan.decision``.

    Returns
    -------
    Handle
        Of the end of either, shape (n,).
    """
    if not (missed | complete).any():
        return plan.draft.nowhere
    automated = plan.way.automate[:, i]
    found = _assess(plan, i, bringing, at, missed & ~automated, binding=False)
    by_system = _answer(plan, i, bringing, at, missed & automated)
    plan.assessed[:, i] |= missed & ~automated
    inspected = _inspect(plan, i, at, complete)
    decided = _assess(plan, i, bringing, inspected, complete & ~automated, binding=True)
    answered = _answer(plan, i, bringing, inspected, complete & automated)
    decision = either(decided, answered)
    plan.decision[i] = either(plan.decision[i], decision)
    return either(found, by_system, decision)


def _answer(plan: Plan, i: int, bringing: int, at: Handle, who: Bools) -> Handle:
    """The system's answer, at once."""
    return plan.draft.add(Slot(Kind.AUTOMATE, plan.world.clearances[i].key, bringing), who, 0, [at])


def _rank(plan: Plan, i: int) -> Ints | int:
    """0 for an agency's own cases; 1 for forwarded files where sectoral ego lets them wait, shape (n,)."""
    behind = plan.world.scenario.world.files.own_cases_first
    if not behind or plan.own_case:
        return 0
    return (plan.way.forward[:, i] & ~plan.powers["own_rank"][:, i]).astype(np.int64)


def _assess(plan: Plan, i: int, bringing: int, at: Handle, who: Bools, binding: bool) -> Handle:
    """The clearance's specialists, or the generalists who stand in for them, assess it."""
    clearance, levers = plan.world.clearances[i], plan.world.scenario.levers
    described = clearance.described
    if not who.any():
        return plan.draft.nowhere
    work = _first_assessment(plan, i, bringing, who, binding)
    if bringing:
        work = np.where(plan.assessed[:, i], scaled(work, plan.world.scenario.world.papers.reassessment), work)
    pool: Ints | int = plan.layout.index(Role.ASSESSORS, i)
    if plan.generalists[i]:
        general = plan.who.uniform("generalist", clearance.key) < plan.generalists[i]
        work = np.where(general, scaled(work, levers.generalist_factor), work)
        pool = np.where(general, plan.layout.index(Role.GENERALISTS), pool)
    deadline: Ints | int = NONE
    if binding and described.deadline:
        deadline = np.where(plan.powers["deadline"][:, i], described.deadline.seconds, NONE)
    slot = Slot(Kind.ASSESS, clearance.key, bringing)
    rank = _rank(plan, i)
    return plan.draft.add(slot, who, np.maximum(work, 1), [at], pool=pool, priority=rank, deadline=deadline)


def _first_assessment(plan: Plan, i: int, bringing: int, who: Bools, binding: bool) -> Ints:
    """Work to assess papers not seen before, in seconds, shape (n,).

    Its luck belongs to the bringing of these papers, which may be an earlier one than that whose file carries them.
    """
    clearance = plan.world.clearances[i]
    length, ready = clearance.described.assessment, plan.completed[:, i]
    if not binding:
        return plan.who.draw(length, "assessment", clearance.key, bringing, among=who if bringing else None)
    work = plan.who.draw(length, "assessment", clearance.key)
    for r in range(1, bringing + 1):
        work = np.where(ready == r, plan.who.draw(length, "assessment", clearance.key, r, among=ready == r), work)
    return work


def _inspect(plan: Plan, i: int, at: Handle, who: Bools) -> Handle:
    """The clearance's own inspectors see the site; returns when its papers are ready to be assessed."""
    clearance = plan.world.clearances[i]
    if not clearance.described.inspectors:
        return at
    alone = who & ~plan.joint[:, i]
    if not alone.any():
        return at
    work = _site_work(plan, [i])
    handle = plan.draft.add(
        Slot(Kind.INSPECT, clearance.key, 0),
        alone,
        np.maximum(work, 1),
        [at],
        pool=plan.layout.index(Role.INSPECTORS, i),
        priority=_rank(plan, i),
    )
    return first_of(handle, at)


def _site_work(plan: Plan, members: Sequence[int], wanted: Bools | None = None) -> Ints:
    """One journey and the longest of the inspections, in seconds, shape (n,)."""
    journey = plan.who.draw(plan.world.scenario.world.inspection.journey, "inspection journey")
    longest = np.zeros(len(plan.who), dtype=np.int64)
    for i in members:
        clearance = plan.world.clearances[i]
        work = plan.who.draw(clearance.described.inspection, "inspection", clearance.key)
        longest = np.maximum(longest, work if wanted is None else np.where(wanted[:, i], work, 0))
    return journey + longest


def inspect_jointly(plan: Plan, papers_at: Sequence[Handle]) -> None:
    """One visit of the technical team, as soon as all papers it needs are there, for all it inspects."""
    joint, members = plan.joint, plan.used
    if not joint.any():
        return
    handle = plan.draft.add(
        Slot(Kind.INSPECT, "team", 0),
        anywhere(joint),
        np.maximum(_site_work(plan, members, joint), 1),
        [only(joint[:, i], papers_at[i]) for i in members],
        pool=plan.layout.index(Role.TEAM),
    )
    for i in members:
        plan.draft.link(only(joint[:, i], plan.decision[i]), handle)


def wait_for_order(plan: Plan) -> None:
    """Each decision waits for the decisions it comes after."""
    for i in plan.used:
        for other in plan.world.clearances[i].after:
            plan.draft.link(plan.decision[i], plan.decision[other])

"""From applicants and a pattern to activities: papers in, decisions, permit out.

Read top to bottom, this is a case's life: all papers that wait for nothing are handed in on one tour, mended and
brought again; then, clearance by clearance, what had to wait is brought, every clearance is judged, and its decision is
carried to where it is needed; when all is decided the citizen collects. The modules behind it: `ways` (which route),
`papers` (which defects), `needs` (whose decisions, and who brings them), `flow` (what all know), `carriage`, `tours`,
`errands`, `files`, `decisions`, `collection`, `complaints`, `draft` (activities in the making).
"""

import numpy as np

from wogsim.contract.cases import Cases, Kind, Slot
from wogsim.patterns import Pattern
from wogsim.routing.apart import groups, in_order
from wogsim.routing.carriage import Decisions
from wogsim.routing.collection import collect
from wogsim.routing.complaints import complain
from wogsim.routing.decisions import assess, decide, inspect_jointly
from wogsim.routing.draft import Handle, first_of, only
from wogsim.routing.errands import Errands
from wogsim.routing.files import answered
from wogsim.routing.flow import Flow
from wogsim.routing.needs import Needs
from wogsim.routing.ways import chain_length
from wogsim.world.agencies import World
from wogsim.world.applicants import Applicants


def route(world: World, pattern: Pattern, who: Applicants, generalists: tuple[float, ...]) -> Cases:
    """One stream of applicants under one pattern, as cases that have no pools yet.

    In a world of many clearances those who need others are routed apart, which changes nothing.

    Parameters
    ----------
    world : the world
    pattern : the row; sector-only applicants follow it where their clearance can be granted an authority
    who : n applicants
    generalists : share of each clearance's specialists who have become generalists, shape (clearances,)

    Raises
    ------
    BadInput
        When activities would wait for each other in a circle, naming them.
    """
    apart = groups(world, who)
    if len(apart) == 1 and apart[0].world is world:
        return _routed(world, pattern, who, generalists)
    found = []
    for part, some in ((group.world, group.of(who)) for group in apart):
        own = tuple(generalists[part.in_whole(i)] for i in range(len(part.clearances)))
        found.append(_routed(part, pattern, some, own))
    return in_order(found, [group.rows for group in apart])


def _routed(world: World, pattern: Pattern, who: Applicants, generalists: tuple[float, ...]) -> Cases:
    """The same of applicants who are routed together, in a world or the part of it that matters to them."""
    flow = Flow(world, pattern, who, generalists)
    brought = [papers.brought.sum(axis=1) for papers in flow.rounds]
    came_back = [papers.bad.sum(axis=1) for papers in flow.rounds]
    return flow.draft.finished(
        _on_file(flow) if who.filed else _permit(flow),
        chain_length=chain_length(world, flow.way),
        papers=np.sum(brought, axis=0),
        returns=np.sum(came_back, axis=0),
    )


def _on_file(flow: Flow) -> Handle:
    """A case of the backlog: its papers lie with the assessors from the first second on; of its assessment."""
    [i] = flow.used
    everybody = np.ones(len(flow.who), dtype=bool)
    there = flow.draft.add(Slot(Kind.ASSIGN, flow.world.clearances[i].key, 0), everybody, 0)
    return first_of(assess(flow, i, 0, [there], everybody, binding=False), there)


def _permit(flow: Flow) -> Handle:
    """A case's whole life; of its end, the permit in hand."""
    needs = Needs(flow)
    flow.around, flow.joint = needs.around, needs.joint()
    decisions = Decisions(flow, needs)
    errands = Errands(flow, needs, decisions)
    handed_in = errands.first_tour()
    complain(flow, handed_in)
    inspect_jointly(flow)
    for i in flow.used:
        errands.bring(i)
        decide(flow, i)
        errands.bring_decisions(i)
        answered(flow, i)
        decisions.carry(i)
        flow.ready.append(only(flow.way.in_front[:, i], flow.decision[i]))
    return collect(flow, decisions, errands.in_hand)

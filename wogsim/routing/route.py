"""From applicants and a pattern to activities: papers in, decisions, permit out.

Read top to bottom, this is a case's life: all papers are handed in on one tour; what the front forwards travels to
the agencies; every clearance is judged; what came back is mended and brought again; when all is decided the citizen
collects. The modules behind it: `ways` (which route), `papers` (which defects), `flow` (what all know), `tours`,
`files`, `decisions`, `draft` (activities in the making).
"""

import numpy as np

from wogsim.contract.cases import Cases
from wogsim.patterns import Desk, Pattern
from wogsim.routing.decisions import inspect_jointly, judge, wait_for_order
from wogsim.routing.draft import Handle, either, first_of, only
from wogsim.routing.files import forward
from wogsim.routing.flow import Flow
from wogsim.routing.tours import collect, hand_in
from wogsim.routing.ways import chain_length
from wogsim.world.agencies import World
from wogsim.world.population import Applicants


def route(world: World, pattern: Pattern, who: Applicants, generalists: tuple[float, ...]) -> Cases:
    """One stream of applicants under one pattern, as cases that have no pools yet.

    Parameters
    ----------
    world : the world
    pattern : citizens take its row; sector-only applicants visit their agency under every pattern
    who : n applicants
    generalists : share of each clearance's specialists who have become generalists, shape (clearances,)
    """
    flow = Flow(world, pattern, who, generalists)
    brought = [papers.brought.sum(axis=1) for papers in flow.rounds]
    came_back = [(papers.found | papers.missed).sum(axis=1) for papers in flow.rounds]
    return flow.draft.finished(
        _permit(flow),
        chain_length=chain_length(world, flow.way),
        papers=np.sum(brought, axis=0),
        returns=np.sum(came_back, axis=0),
    )


def _permit(flow: Flow) -> Handle:
    """A case's whole life; of its end, the permit in hand."""
    clearances, nowhere = flow.used, flow.draft.nowhere
    papers_at = [nowhere for _ in flow.world.clearances]  # where the complete papers of each were taken in
    returns = [nowhere]  # all that tells of a defect in the previous bringing
    for bringing, papers in enumerate(flow.rounds):
        taken = hand_in(flow, bringing, returns)
        for i in clearances:
            papers_at[i] = either(papers_at[i], only(papers.complete[:, i], taken[i]))
        returns = [only(papers.found[:, i], taken[i]) for i in clearances]
        if flow.row.desk is not Desk.NONE:
            at_front = either(nowhere, *(only(flow.way.fronted[:, i], taken[i]) for i in clearances))
            # Who brings nothing to the front this time has their file moved on when they are done elsewhere.
            returns += forward(flow, bringing, first_of(at_front, flow.home))
        for i in clearances:
            stays = ~flow.way.forward[:, i]
            missed, complete = papers.missed[:, i] & stays, papers.complete[:, i] & stays
            end = judge(flow, i, bringing, taken[i], missed, complete)
            returns.append(only(missed, end))
    wait_for_order(flow)
    inspect_jointly(flow, papers_at)
    flow.ready += flow.decision
    return collect(flow)

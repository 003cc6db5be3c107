"""Papers: which are brought complete, which defects are noticed at intake, which only by the assessor.

Each bringing draws anew, up to a stated maximum, the last complete. Whether papers are complete is the citizen's
luck and the same under every pattern; whether a defect is noticed depends on who takes the papers in. Clearances that
ask for the same paper share the luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wogsim.contract.cases import NONE, Bools, Ints
from wogsim.patterns import Desk, Pattern
from wogsim.routing.ways import Ways
from wogsim.world.agencies import World
from wogsim.world.applicants import Applicants


@dataclass(frozen=True, eq=False)
class Bringing:
    """What is brought the r-th time, each shape (n, clearances)."""

    brought: Bools
    found: Bools  # incomplete, noticed at intake
    missed: Bools  # incomplete, found by the assessor
    complete: Bools

    @property
    def bad(self) -> Bools:
        """What comes back, shape (n, clearances)."""
        return self.found | self.missed

    def among(self, some: Bools) -> Bringing:
        """The same of some papers only, shape (n, clearances)."""
        return Bringing(*(table & some for table in (self.brought, self.found, self.missed, self.complete)))

    @property
    def passed(self) -> Bools:
        """What intake lets pass, shape (n, clearances)."""
        return self.missed | self.complete


def bringings(world: World, row: Pattern, who: Applicants, way: Ways) -> list[Bringing]:
    """Every bringing of papers, until nobody has anything left to bring."""
    papers = world.scenario.world.papers
    without = papers.detection if papers.detection_without_authority is None else papers.detection_without_authority
    online = papers.detection if papers.detection_online is None else papers.detection_online
    # How probable it is that intake notices a defect, shape (n, clearances).
    detection = np.where(way.visit | way.decide, papers.detection, without)
    if row.desk is Desk.PORTAL:
        detection = np.where(way.visit, papers.detection, online)
    if row.portal:
        detection = np.where(way.automate, online, detection)
    detection = np.where(way.present, 1.0, detection)  # who decides at the counter sees what is missing
    used = np.flatnonzero(np.logical_or.reduce(who.needs, axis=0)).tolist()
    brought, rounds = who.needs, list[Bringing]()
    while brought.any() or not rounds:
        r = len(rounds)
        bad, noticed = np.zeros_like(brought), np.zeros_like(brought)
        for i in used if r < papers.bringings - 1 and not who.filed else ():
            key, incomplete = world.clearances[i].key, world.clearances[i].described.incomplete
            if incomplete > 0:
                luck = world.clearances[i].same_paper
                bad[:, i] = brought[:, i] & (who.uniform("incomplete", key, r, luck) < incomplete)
                noticed[:, i] = who.uniform("detection", key, r) < detection[:, i]
        rounds.append(Bringing(brought, bad & noticed, bad & ~noticed, brought & ~bad))
        brought = bad
    return rounds


def completed(rounds: list[Bringing]) -> Ints:
    """Which bringing has each clearance's papers complete, shape (n, clearances); -1 where it is not needed."""
    ready = np.full_like(rounds[0].brought, NONE, dtype=np.int64)
    for r, papers in enumerate(rounds):
        ready[papers.complete] = r
    return ready


def settled(world: World, completed: Ints) -> Ints:
    """The bringing after which each clearance can be decided, shape (n, clearances); -1 where it is not needed.

    Its own papers must be complete (`completed` says with which bringing they are), and those of all it waits for. A
    file that goes from agency to agency passes by where it would only wait for papers that are still with the citizen,
    and comes there with a later bringing.
    """
    ready = completed.copy()
    needed = np.logical_or.reduce(completed >= 0, axis=0)
    for i in (i for i in world.order if needed[i]):
        for other in world.clearances[i].after:
            ready[:, i] = np.where(ready[:, i] >= 0, np.maximum(ready[:, i], ready[:, other]), NONE)
    return ready

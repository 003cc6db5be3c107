"""Which way each clearance of each case goes: the pattern's row and the authority granted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wogsim.contract.cases import Bools, Ints
from wogsim.patterns import Authority, Pattern, Route
from wogsim.world.agencies import World
from wogsim.world.population import Applicants


@dataclass(frozen=True, eq=False)
class Ways:
    """The route of each clearance of n cases, each shape (n, clearances).

    ``fell_out`` are forwarded because the system could not decide them: their authority stays with the system.
    ``coordinated`` is the part of ``forward`` that a coordinator may direct.
    """

    visit: Bools
    forward: Bools
    decide: Bools
    automate: Bools
    fell_out: Bools
    coordinated: Bools

    @property
    def fronted(self) -> Bools:
        """Papers handed in at the front, shape (n, clearances)."""
        return self.forward | self.decide | self.automate

    @property
    def decided_in_front(self) -> Bools:
        """Decided on the front's own authority, shape (n, clearances)."""
        return self.decide | self.automate | self.fell_out


@dataclass(frozen=True)
class Step:
    """Shares of authority that grant the same: from ``begins`` on, ``share`` is one of them."""

    begins: float
    share: float


def _ranked(keys: list[str], first: tuple[str, ...]) -> list[int]:
    """Indices of `keys`, those named in `first` in that order, the others behind in file order."""
    return [keys.index(key) for key in first if key in keys] + [i for i, key in enumerate(keys) if key not in first]


def _granted_first(size: int, share: float, order: list[int], may: list[bool]) -> Bools:
    """The first of `order` that may be granted, as many as the share of all, rounded half up."""
    granted = np.zeros(size, dtype=bool)
    granted[[i for i in order if may[i]][: int(share * size + 0.5 + 1e-9)]] = True
    return granted


def _granted_by_permit(world: World, share: float) -> Bools:
    """What is granted to who applies for each permit, shape (permits, clearances).

    Permits are granted one by one; who applies for several at once has the clearances of those that are granted.
    """
    permits = world.scenario.world.permits
    single = [key for key, permit in permits.items() if not permit.together]
    order = _ranked(single, world.scenario.levers.grant.order)
    granted = dict(zip(single, _granted_first(len(single), share, order, [True] * len(single)), strict=True))
    needed = dict(zip(permits, world.permits, strict=True))
    rows = []
    for key, permit in permits.items():
        parts = [needed[part] for part in permit.together or (key,) if granted[part]]
        rows.append(np.logical_or.reduce(parts, axis=0) if parts else np.zeros(len(world.clearances), dtype=bool))
    return np.array(rows)


def grantable(world: World, authority: Authority) -> Bools:
    """Clearances for which `authority` can be granted at all, shape (clearances,)."""
    return np.array([authority.value not in c.described.not_grantable for c in world.clearances])


def _granted_at(world: World, authority: Authority, share: float) -> Bools:
    """Clearances granted in some cases at least at a share, shape (clearances,); by permit (permits, clearances)."""
    grant = world.scenario.levers.grant
    may = grantable(world, authority)
    if grant.by == "case":
        return may & (share > 0)
    if grant.by == "permit":
        return may & _granted_by_permit(world, share)
    keys = [clearance.key for clearance in world.clearances]
    return _granted_first(len(keys), share, _ranked(keys, grant.order), may.tolist())


def ever_granted(world: World, row: Pattern) -> Bools:
    """Clearances for which the row's authority is granted in some cases at least, shape (clearances,)."""
    if row.authority is Authority.NONE:
        return np.zeros(len(world.clearances), dtype=bool)
    granted = _granted_at(world, row.authority, getattr(world.scenario.levers, row.authority.value))
    anywhere: Bools = np.logical_or.reduce(granted.reshape(-1, len(world.clearances)), axis=0)
    return anywhere


def steps(world: World, authority: Authority) -> tuple[Step, ...] | None:
    """All that different shares of an authority can grant, ascending, the first from 0 on.

    None where it is granted case by case, so that every share may differ from every other.
    """
    grant, permits = world.scenario.levers.grant, world.scenario.world.permits
    if grant.by == "case":
        return None
    by_permit = grant.by == "permit"
    size = sum(not permit.together for permit in permits.values()) if by_permit else len(world.clearances)
    found, before = [Step(0.0, 0.0)], _granted_at(world, authority, 0.0)
    for count in range(1, size + 1):
        granted = _granted_at(world, authority, count / size)
        if (granted != before).any():
            found.append(Step((count - 0.5) / size, count / size))
        before = granted
    return tuple(found)


def _granted(world: World, row: Pattern, who: Applicants) -> Bools:
    """Whether the row's authority is granted, shape (n, clearances)."""
    ever = np.broadcast_to(ever_granted(world, row), who.needs.shape)
    levers = world.scenario.levers
    if row.authority is Authority.NONE or levers.grant.by == "clearance":
        return ever
    share: float = getattr(levers, row.authority.value)
    if levers.grant.by == "case":
        luck = np.column_stack([who.uniform("simple", clearance.key) for clearance in world.clearances])
        return ever & (luck < share)
    return _granted_at(world, row.authority, share)[who.permit]


def ways(world: World, row: Pattern, who: Applicants) -> Ways:
    """The way of every clearance of every applicant under one pattern."""
    granted = _granted(world, row, who) & who.needs
    without = who.needs & ~granted
    routes = {route: np.zeros_like(who.needs) for route in Route}
    routes[row.without] = routes[row.without] | without
    routes[row.granted] = routes[row.granted] | granted
    fall_out = world.scenario.world.online.fall_out
    fell_out = np.zeros_like(who.needs)
    if routes[Route.AUTOMATE].any() and fall_out > 0:
        luck = np.column_stack([who.uniform("fall out", clearance.key) for clearance in world.clearances])
        fell_out = routes[Route.AUTOMATE] & (luck < fall_out)
    coordinated = granted if row.authority is Authority.COORDINATING else np.zeros_like(granted)
    return Ways(
        visit=routes[Route.VISIT],
        forward=routes[Route.FORWARD] | fell_out,
        decide=routes[Route.DECIDE],
        automate=routes[Route.AUTOMATE] & ~fell_out,
        fell_out=fell_out,
        coordinated=coordinated,
    )


def chain_length(world: World, way: Ways) -> Ints:
    """Number of separate authorities that decide: agencies that keep a decision, plus one if the front decides any."""
    kept = (way.visit | way.forward) & ~way.fell_out
    agency = np.array([clearance.agency for clearance in world.clearances])
    agencies = np.column_stack([kept[:, agency == i].any(axis=1) for i in range(len(world.agencies))])
    total: Ints = agencies.sum(axis=1) + way.decided_in_front.any(axis=1)
    return total.astype(np.int64)

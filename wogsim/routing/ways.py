"""Which way each clearance of each case goes: the pattern's row and the authority granted."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from wogsim.chance.distributions import Floats
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


def _granted_first(keys: list[str], share: float, order: Iterable[str], refused: Iterable[str] = ()) -> set[str]:
    """As many as the share of all keys, rounded half up: those in `order`, then the others as in the file."""
    ranked = [key for key in dict.fromkeys((*order, *keys)) if key in keys and key not in refused]
    return set(ranked[: int(share * len(keys) + 0.5 + 1e-9)])


def _granted_by_permit(world: World, share: float) -> Bools:
    """What is granted to who applies for each permit, shape (permits, clearances).

    Permits are granted one by one; who applies for several at once has the clearances of those that are granted.
    """
    permits = world.scenario.world.permits
    single = [key for key, permit in permits.items() if not permit.together]
    granted = _granted_first(single, share, world.scenario.levers.grant.order)
    needed = dict(zip(permits, world.permits, strict=True))
    rows = np.zeros_like(world.permits)
    for row, (key, permit) in zip(rows, permits.items(), strict=True):
        for part in granted.intersection(permit.together or (key,)):
            row |= needed[part]
    return rows


def grantable(world: World, authority: Authority) -> Bools:
    """Clearances for which `authority` can be granted at all, shape (clearances,)."""
    return np.array([authority.value not in c.described.not_grantable for c in world.clearances])


def _granted_at(world: World, authority: Authority, share: float) -> Bools:
    """Clearances granted at a share, in some cases at least, to who applies for each permit: (permits, clearances)."""
    grant, may = world.scenario.levers.grant, grantable(world, authority)
    if grant.by == "permit":
        return may & _granted_by_permit(world, share)
    granted = may & (share > 0)
    if grant.by == "clearance":
        keys = [clearance.key for clearance in world.clearances]
        refused = [key for key, there in zip(keys, may, strict=True) if not there]
        chosen = _granted_first(keys, share, grant.order, refused)
        granted = np.array([key in chosen for key in keys])
    return np.broadcast_to(granted, world.permits.shape)


def ever_granted(world: World, row: Pattern) -> Bools:
    """Clearances for which the row's authority is granted in some cases at least, shape (clearances,)."""
    if row.authority is Authority.NONE:
        return np.zeros(len(world.clearances), dtype=bool)
    granted = _granted_at(world, row.authority, getattr(world.scenario.levers, row.authority.value))
    anywhere: Bools = np.logical_or.reduce(granted, axis=0)
    return anywhere


def steps(world: World, authority: Authority) -> tuple[Step, ...] | None:
    """All that different shares of an authority can grant, ascending, the first from 0 on.

    None where it is granted case by case, so that every share may differ from every other.
    """
    by = world.scenario.levers.grant.by
    if by == "case":
        return None
    single = [permit for permit in world.scenario.world.permits.values() if not permit.together]
    size = len(single if by == "permit" else world.clearances)
    found, before = [Step(0.0, 0.0)], _granted_at(world, authority, 0.0)
    for count in range(1, size + 1):
        granted = _granted_at(world, authority, count / size)
        if (granted != before).any():
            found.append(Step((count - 0.5) / size, count / size))
        before = granted
    return tuple(found)


def _luck(world: World, who: Applicants, quantity: str) -> Floats:
    """A number in [0, 1) for each clearance of each applicant, shape (n, clearances)."""
    return np.column_stack([who.uniform(quantity, clearance.key) for clearance in world.clearances])


def _granted(world: World, row: Pattern, who: Applicants) -> Bools:
    """Whether the row's authority is granted for what they need, shape (n, clearances)."""
    if row.authority is Authority.NONE:
        return np.zeros_like(who.needs)
    levers = world.scenario.levers
    share: float = getattr(levers, row.authority.value)
    table = _granted_at(world, row.authority, share)
    granted: Bools = who.needs & (table[who.permit] if levers.grant.by == "permit" else table[0])
    return granted & (_luck(world, who, "simple") < share) if levers.grant.by == "case" else granted


def ways(world: World, row: Pattern, who: Applicants) -> Ways:
    """The way of every clearance of every applicant under one pattern."""
    granted = _granted(world, row, who)
    routes = {route: np.zeros_like(who.needs) for route in Route}
    routes[row.without] |= who.needs & ~granted
    routes[row.granted] |= granted
    automated, fell_out = routes[Route.AUTOMATE], np.zeros_like(who.needs)
    fall_out = world.scenario.world.online.fall_out
    if automated.any() and fall_out > 0:
        fell_out = automated & (_luck(world, who, "fall out") < fall_out)
    return Ways(
        visit=routes[Route.VISIT],
        forward=routes[Route.FORWARD] | fell_out,
        decide=routes[Route.DECIDE],
        automate=automated & ~fell_out,
        fell_out=fell_out,
        coordinated=granted if row.authority is Authority.COORDINATING else np.zeros_like(granted),
    )


def chain_length(world: World, way: Ways) -> Ints:
    """Number of separate authorities that decide: agencies that keep a decision, plus one if the front decides any."""
    kept = (way.visit | way.forward) & ~way.fell_out
    agency = np.array([clearance.agency for clearance in world.clearances])
    agencies = np.column_stack([kept[:, agency == i].any(axis=1) for i in range(len(world.agencies))])
    total: Ints = agencies.sum(axis=1) + way.decided_in_front.any(axis=1)
    return total.astype(np.int64)

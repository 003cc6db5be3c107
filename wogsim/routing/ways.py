"""Which way each clearance of each case goes, and who signs it: the pattern's row and the authority granted."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.contract.cases import Bools, Ints
from wogsim.patterns import Authority, Desk, Grant, Pattern, Route, Signer
from wogsim.world.agencies import World
from wogsim.world.applicants import Applicants
from wogsim.world.shares import first_share


@dataclass(frozen=True, eq=False)
class Ways:
    """The route of each clearance of n cases, each shape (n, clearances).

    ``fell_out`` are forwarded because the system could not decide them: their authority stays with the system.
    ``coordinated`` is where coordinating authority is granted, ``granted`` where any is; ``unit_signs`` is what the
    unit's head signs with the permit, so that nobody signs it by itself. ``present`` is decided in the citizen's
    presence, at the agency's counter or the unit's.
    """

    visit: Bools
    forward: Bools
    decide: Bools
    automate: Bools
    fell_out: Bools
    coordinated: Bools
    granted: Bools
    unit_signs: Bools
    present: Bools

    @cached_property
    def fronted(self) -> Bools:
        """Papers handed in at the front, shape (n, clearances)."""
        return self.forward | self.decide | self.automate

    @cached_property
    def in_front(self) -> Bools:
        """Decided where the front is: by assessors who sit in it or by its system, shape (n, clearances)."""
        return self.decide | self.automate


@dataclass(frozen=True)
class Step:
    """Shares of authority that grant the same: from ``begins`` on, ``share`` is one of them."""

    begins: float
    share: float


def share_of(world: World, row: Pattern, authority: Authority) -> float:
    """The share of an authority under a row: its own, or the lever's."""
    return dict(row.shares).get(authority, float(getattr(world.scenario.levers, authority.value)))


def degrees_of_simplicity(world: World, row: Pattern) -> list[float]:
    """Borders, from 0 to 1, between which it does not matter for a row how simple a case is; ascending."""
    shares = {share_of(world, row, grant.authority) for grant in row.grants}
    return sorted({0.0, 1.0} | (shares if world.scenario.levers.grant.by == "case" else set()))


def moved_by_shares(world: World, row: Pattern, own: int | None) -> tuple[float, ...]:
    """What a row grants as far as shares decide it: equal numbers, equal routes of the same applicants.

    Sector-only applicants of the clearance `own`, unless authority is granted case by case, know only whether it is
    granted; to everybody else every share may matter.
    """
    if own is None or world.scenario.levers.grant.by == "case":
        return tuple(share_of(world, row, grant.authority) for grant in row.grants)
    return tuple(float(ever_granted(world, row, grant.authority)[own]) for grant in row.grants)


def _order_of(world: World, row: Pattern, authority: Authority) -> tuple[str, ...]:
    own: tuple[str, ...] = getattr(world.scenario.levers.order, authority.value)
    return dict(row.orders).get(authority, own)


def _granted_by_permit(world: World, share: float, order: Iterable[str]) -> Bools:
    """What is granted to who applies for each permit, shape (permits, clearances).

    Permits are granted one by one; who applies for several at once has the clearances of those that are granted.
    """
    permits = world.scenario.world.permits
    single = [key for key, permit in permits.items() if not permit.together]
    granted = first_share(single, share, order)
    needed = dict(zip(permits, world.permits, strict=True))
    rows = np.zeros_like(world.permits)
    for row, (key, permit) in zip(rows, permits.items(), strict=True):
        for part in granted.intersection(permit.together or (key,)):
            row |= needed[part]
    return rows


def grantable(world: World, authority: Authority) -> Bools:
    """Clearances for which `authority` can be granted at all, shape (clearances,)."""
    return np.array([authority.value not in c.described.not_grantable for c in world.clearances])


def _fixed(world: World, row: Pattern) -> dict[int, Route]:
    """Clearances with a route of their own under a row, by number."""
    routes = dict(row.routes)
    return {i: routes[c.listed] for i, c in enumerate(world.clearances) if c.listed in routes}


def open_to(world: World, row: Pattern, authority: Authority) -> Bools:
    """Clearances that a row can grant an authority: it may be, and no route of theirs is fixed; shape (clearances,)."""
    may = grantable(world, authority)
    may[list(_fixed(world, row))] = False
    return may


def _granted_at(world: World, row: Pattern, authority: Authority, share: float) -> Bools:
    """Clearances granted at a share, in some cases at least, to who applies for each permit: (permits, clearances).

    The share counts over all clearances that may be granted the authority.
    """
    whole, asked = world.whole, ("granted", row, authority, share)
    if asked not in whole.kept:
        whole.kept[asked] = _granted_in(whole, row, authority, share)
    granted: Bools = whole.kept[asked]
    return granted if whole is world else granted[:, [world.in_whole(i) for i in range(len(world.clearances))]]


def _granted_in(world: World, row: Pattern, authority: Authority, share: float) -> Bools:
    """The same of a whole world, to which its shares refer."""
    levers, may = world.scenario.levers, open_to(world, row, authority)
    order = _order_of(world, row, authority)
    if levers.grant.by == "permit":
        return may & _granted_by_permit(world, share, order)
    granted = may & (share > 0)
    if levers.grant.by == "clearance":
        keys = [clearance.key for clearance, there in zip(world.clearances, may, strict=True) if there]
        chosen = first_share(keys, share, order)
        granted = np.array([clearance.key in chosen for clearance in world.clearances])
    return np.broadcast_to(granted, world.permits.shape)


def ever_granted(world: World, row: Pattern, authority: Authority) -> Bools:
    """Clearances for which a row grants an authority in some cases at least, shape (clearances,)."""
    if row.grant_of(authority) is None:
        return np.zeros(len(world.clearances), dtype=bool)
    granted = _granted_at(world, row, authority, share_of(world, row, authority))
    anywhere: Bools = np.logical_or.reduce(granted, axis=0)
    return anywhere


def steps(world: World, row: Pattern, authority: Authority) -> tuple[Step, ...] | None:
    """All that different shares of an authority can grant under a row, ascending, the first from 0 on.

    None where it is granted case by case, so that every share may differ from every other.
    """
    by = world.scenario.levers.grant.by
    if by == "case":
        return None
    single = [permit for permit in world.scenario.world.permits.values() if not permit.together]
    size = len(single) if by == "permit" else int(open_to(world, row, authority).sum())
    found, before = [Step(0.0, 0.0)], _granted_at(world, row, authority, 0.0)
    for count in range(1, size + 1):
        granted = _granted_at(world, row, authority, count / size)
        if (granted != before).any():
            found.append(Step((count - 0.5) / size, count / size))
        before = granted
    return tuple(found)


def _luck(world: World, who: Applicants, quantity: str) -> Floats:
    """A number in [0, 1) for each clearance of each applicant, shape (n, clearances)."""
    return np.column_stack([who.uniform(quantity, clearance.key) for clearance in world.clearances])


def _granted(world: World, row: Pattern, who: Applicants, authority: Authority) -> Bools:
    """Whether an authority is granted for what they need, shape (n, clearances)."""
    by, share = world.scenario.levers.grant.by, share_of(world, row, authority)
    table = _granted_at(world, row, authority, share)
    if by == "permit":
        # Who needs one clearance alone has no permit that could have been granted.
        return np.zeros_like(who.needs) if who.own is not None else who.needs & table[who.permit]
    granted: Bools = who.needs & table[0]
    return granted & (_luck(world, who, "simple") < share) if by == "case" else granted


def _follows(world: World, row: Pattern, own: int) -> bool:
    """Whether sector-only applicants of a clearance go where the pattern says: where it can be granted an authority.

    One clearance alone needs nobody to coordinate it, so that coordinating authority draws nobody in front; but its
    assessors sit there where they have been seconded.
    """
    levers = world.scenario.levers
    if levers.own_cases_go == "to their agency" or levers.grant.by == "permit" or own in _fixed(world, row):
        return False
    return any(grantable(world, grant.authority)[own] for grant in row.grants if not _only_coordinates(grant))


def _only_coordinates(grant: Grant) -> bool:
    """Whether a grant arranges several clearances, and changes nothing about one alone."""
    return grant.authority is Authority.COORDINATING and grant.route is not Route.DECIDE


def _ever_inside(world: World, row: Pattern, i: int) -> bool:
    """Whether a clearance is decided in the front unit in some cases at least, so that assessors of it sit there."""
    fixed = _fixed(world, row)
    if i in fixed:
        return fixed[i] is Route.DECIDE
    return any(grant.route is Route.DECIDE and ever_granted(world, row, grant.authority)[i] for grant in row.grants)


def ways(world: World, row: Pattern, who: Applicants) -> Ways:
    """The way of every clearance of every applicant under one pattern."""
    routes = {route: np.zeros_like(who.needs) for route in Route}
    coordinated, granted, unit_signs = (np.zeros_like(who.needs) for _table in range(3))
    if who.own is not None and who.filed:
        routes[Route.DECIDE if _ever_inside(world, row, who.own) else Route.VISIT] = who.needs.copy()
    elif who.own is not None and not _follows(world, row, who.own):
        routes[Route.VISIT] = who.needs
    else:
        routes[row.without] = who.needs.copy()
        for i, route in _fixed(world, row).items():
            routes[row.without][:, i], routes[route][:, i] = False, who.needs[:, i]
            unit_signs[:, i] |= who.needs[:, i] & (row.signs is Signer.UNIT and route in (Route.FORWARD, Route.DECIDE))
        for grant in _strongest_last(row, alone=who.own is not None):
            there = _granted(world, row, who, grant.authority)
            for table in routes.values():
                table &= ~there
            routes[grant.route] |= there
            coordinated = there if grant.authority is Authority.COORDINATING else coordinated & ~there
            unit_signs = unit_signs | there if grant.signs is Signer.UNIT else unit_signs & ~there
            granted |= there
    automated, fell_out = routes[Route.AUTOMATE], np.zeros_like(who.needs)
    fall_out = world.scenario.world.online.fall_out
    if automated.any() and fall_out > 0:
        fell_out = automated & (_luck(world, who, "fall out") < fall_out)
    visit, forward, decide = routes[Route.VISIT], routes[Route.FORWARD], routes[Route.DECIDE]
    if row.portal and row.without is Route.VISIT:
        visit = visit | fell_out
    else:
        forward = forward | fell_out
    # Nobody can be present where a file is sent, nor at a portal: what is decided at a counter is visited then.
    present = who.needs & np.array([clearance.at_counter for clearance in world.clearances])
    sent = present & (forward | decide if row.desk is Desk.PORTAL else forward)
    visit, forward, decide = visit | sent, forward & ~sent, decide & ~sent
    return Ways(
        visit=visit,
        forward=forward,
        decide=decide,
        automate=automated & ~fell_out,
        fell_out=fell_out,
        coordinated=coordinated,
        granted=granted,
        unit_signs=unit_signs & ~fell_out & ~sent,
        present=present & (visit | decide),
    )


def _strongest_last(row: Pattern, alone: bool) -> list[Grant]:
    """What a row grants, the weakest authority first; to one clearance `alone` nothing that only coordinates."""
    order = list(Authority)
    grants = sorted(row.grants, key=lambda grant: order.index(grant.authority))
    return [grant for grant in grants if not (alone and _only_coordinates(grant))]


def chain_length(world: World, way: Ways) -> Ints:
    """Number of separate authorities that sign: agencies whose heads do, plus one for the unit or the system."""
    kept = (way.visit | way.forward | way.decide) & ~way.unit_signs & ~way.fell_out
    in_front = way.unit_signs | way.automate | way.fell_out
    agency = np.array([clearance.agency for clearance in world.clearances])
    agencies = np.column_stack([kept[:, agency == i].any(axis=1) for i in np.unique(agency)])
    total: Ints = agencies.sum(axis=1) + in_front.any(axis=1)
    return total.astype(np.int64)

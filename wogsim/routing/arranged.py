"""What a pattern arranges, clearance by clearance: the route, where it is assessed, who signs, what papers wait for.

Nothing is said here that routing does not do: it is asked about applicants who need everything, one for each way in
which a case can go.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.patterns import Pattern, Place, Route, Signer
from wogsim.routing.flow import Flow
from wogsim.routing.needs import Needs
from wogsim.routing.ways import degrees_of_simplicity
from wogsim.world.agencies import CENTRE, World
from wogsim.world.applicants import Applicants

NEVER = 1.0 - 2.0**-53  # the greatest luck there is: no share reaches it


class Seat(StrEnum):
    """Where a clearance is assessed."""

    BUILDING = "building"  # in the agency's own building, where its counters are too
    COUNTERS = "counters"  # in the centre, behind its counters
    HOME = "home"  # in the agency's own building, while its counters stand in the centre
    INSIDE = "inside"  # in the unit
    SYSTEM = "system"  # nowhere
    PRESENCE = "presence"  # at the counter, in the citizen's presence


@dataclass(frozen=True)
class Arrangement:
    """How a clearance goes in a ``share`` of the cases.

    ``signer`` is None where the system answers, or it is decided at a counter. ``after`` are numbers of the clearances
    whose decisions its papers may have to wait for before they are taken in or, where ``held``, sent on from the front;
    it is empty where they are taken at once.
    """

    share: float
    route: Route
    seat: Seat
    signer: Signer | None
    after: tuple[int, ...]
    held: bool


@dataclass(frozen=True, eq=False)
class _Sample(Applicants):
    """Applicants whose luck is known: how simple their cases are, and whether the system cannot decide them."""

    simple: Floats
    falls_out: Floats

    def uniform(self, quantity: str, entity: str = "", bringing: int = 0, luck: str = "") -> Floats:
        """One number in [0, 1) for each applicant, shape (n,)."""
        known = {"simple": self.simple, "fall out": self.falls_out}
        return known.get(quantity, np.full(len(self), NEVER))


def arrangements(world: World, row: Pattern) -> list[list[Arrangement]]:
    """For each clearance the ways it can go under a row, the most frequent first.

    Shares are of the cases that need the clearance.
    """
    who, weights = _everybody(world, row)
    flow = Flow(world, row, who, (0.0,) * len(world.clearances))
    needs = Needs(flow)
    return [_ways_of(flow, needs, i, weights) for i in range(len(world.clearances))]


def who_stays(world: World, row: Pattern) -> dict[str, bool]:
    """For each permit that is to be waited for, whether anybody can stay until it is decided under a row."""
    who, weights = _everybody(world, row, by_permit=True)
    stays = Flow(world, row, who, (0.0,) * len(world.clearances)).stays & (weights > 0)
    permits = world.scenario.world.permits
    return {
        key: bool(stays[who.permit == number].any())
        for number, (key, permit) in enumerate(permits.items())
        if permit.while_you_wait
    }


def _everybody(world: World, row: Pattern, *, by_permit: bool = False) -> tuple[_Sample, Floats]:
    """An applicant for each permit, degree of simplicity and luck with the system, and how frequent each is."""
    levers, online = world.scenario.levers, world.scenario.world.online
    needs, permits = np.ones((1, len(world.clearances)), dtype=bool), np.ones(1)
    if by_permit or levers.grant.by == "permit":
        needs = world.permits
        permits = world.rates / world.rates.sum()
    edges = degrees_of_simplicity(world, row)
    degrees, fallen = np.diff(edges), np.array([1 - online.fall_out, online.fall_out])
    middles, luck = (np.array(edges[1:]) + edges[:-1]) / 2, np.array([NEVER, 0.0])
    numbers = np.indices((len(permits), len(degrees), 2)).reshape(3, -1)
    n, (permit, degree, fall) = numbers.shape[1], numbers
    nothing, nobody = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool)
    who = _Sample(
        stretches=(),
        own=None,
        need=nothing,
        cohort=nobody,
        permit=permit,
        needs=needs[permit],
        far=nobody,
        vulnerable=nobody,
        assisted=nobody,
        pays=nobody,
        simple=middles[degree],
        falls_out=luck[fall],
    )
    return who, permits[permit] * degrees[degree] * fallen[fall]


def _ways_of(flow: Flow, needs: Needs, i: int, weights: Floats) -> list[Arrangement]:
    shares = dict[tuple[Route, Seat, Signer | None, bool], float]()
    after = dict[tuple[Route, Seat, Signer | None, bool], set[int]]()
    for k in np.flatnonzero(flow.who.needs[:, i] & (weights > 0)).tolist():
        found = _way(flow, needs, i, k)
        shares[found] = shares.get(found, 0.0) + float(weights[k])
        waits = needs.late[k, i] or needs.held[k, i]
        after.setdefault(found, set()).update(j for j in needs.after(i) if waits and needs.all_awaited(i)[k, j])
    whole = sum(shares.values())
    ways = [
        Arrangement(share / whole, *found[:3], tuple(sorted(after[found])), found[3]) for found, share in shares.items()
    ]
    return sorted(ways, key=lambda way: -way.share)


def _way(flow: Flow, needs: Needs, i: int, k: int) -> tuple[Route, Seat, Signer | None, bool]:
    """How clearance `i` of applicant `k` goes: route, seat, who signs, and whether its copy waits at the front."""
    way = flow.way
    tables = {
        Route.VISIT: way.visit,
        Route.FORWARD: way.forward,
        Route.DECIDE: way.decide,
        Route.AUTOMATE: way.automate,
    }
    route = next(route for route, table in tables.items() if table[k, i])
    signer = Signer.UNIT if way.unit_signs[k, i] else Signer.AGENCY
    if way.present[k, i]:
        return route, Seat.PRESENCE, None, False
    return route, _seat(flow, i, route), None if route is Route.AUTOMATE else signer, bool(needs.held[k, i])


def _seat(flow: Flow, i: int, route: Route) -> Seat:
    """Where a clearance of this route is assessed."""
    if route in (Route.DECIDE, Route.AUTOMATE):
        return Seat.INSIDE if route is Route.DECIDE else Seat.SYSTEM
    if flow.row.place is not Place.SHARED:
        return Seat.BUILDING
    return Seat.COUNTERS if flow.seat(i) == CENTRE else Seat.HOME

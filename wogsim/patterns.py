"""The five service patterns, as rows of one table.

After Lembaga Administrasi Negara, *Modul Pelatihan Dasar Calon PNS: Whole of Government* (2017), chapter III.D.
A pattern says where the agencies' counters stand, who receives the citizen in front of them, and which way a
clearance goes without and with the authority that counts. Nothing else about a pattern is written anywhere.
"""

from dataclasses import dataclass
from enum import StrEnum

from wogsim.language import _


class Place(StrEnum):
    """Where citizens go."""

    DISPERSED = "dispersed"  # each agency in its own building
    SHARED = "shared"  # all counters under one roof
    SINGLE = "single"  # one unit in the centre; agencies stay where they are
    ONLINE = "online"  # a portal, and an assisted desk in the centre


class Desk(StrEnum):
    """Who receives the citizen in front of the agencies."""

    NONE = "none"
    UNIT = "unit"
    COORDINATOR = "coordinator"
    PORTAL = "portal"


class Route(StrEnum):
    """The way of one clearance of one case."""

    VISIT = "visit"  # papers handed in at the agency's counter, decided there, collected there
    FORWARD = "forward"  # the front unit sends the file to the agency
    DECIDE = "decide"  # decided inside the front unit by the clearance's own assessors
    AUTOMATE = "automate"  # decided by the system, at once


class Authority(StrEnum):
    """The authority that counts."""

    NONE = "none"
    DELEGATED = "delegated"  # the agencies have handed the decision to the unit
    COORDINATING = "coordinating"  # the coordinator may direct the agencies; they still decide
    AUTOMATED = "automated"  # the decision is given to rules and shared data


@dataclass(frozen=True)
class Pattern:
    """One row: a way to organise the service."""

    key: str
    place: Place
    desk: Desk
    without: Route
    granted: Route
    authority: Authority


PATTERNS: dict[str, Pattern] = {
    row.key: row
    for row in (
        # each agency serves by itself, by its own task, function and authority
        Pattern("technical-functional", Place.DISPERSED, Desk.NONE, Route.VISIT, Route.VISIT, Authority.NONE),
        # agencies serve together, each with its own authority: easier, but the chain is as long as before
        Pattern("one-roof", Place.SHARED, Desk.NONE, Route.VISIT, Route.VISIT, Authority.NONE),
        # one unit alone serves; what has been delegated is decided there, what has not is sent on
        Pattern("one-door", Place.SINGLE, Desk.UNIT, Route.FORWARD, Route.DECIDE, Authority.DELEGATED),
        # one agency coordinates: without authority like one roof, with it the files move instead of the citizen
        Pattern("centralized", Place.SHARED, Desk.COORDINATOR, Route.VISIT, Route.FORWARD, Authority.COORDINATING),
        # information technology automates the service on-line
        Pattern("electronic", Place.ONLINE, Desk.PORTAL, Route.FORWARD, Route.AUTOMATE, Authority.AUTOMATED),
    )
}

# What each authority lets the front do with a clearance.
GRANTED = {
    Authority.DELEGATED: Route.DECIDE,
    Authority.COORDINATING: Route.FORWARD,
    Authority.AUTOMATED: Route.AUTOMATE,
}

# How a sector-only applicant is served under every pattern.
OWN_CASE = PATTERNS["technical-functional"]


def nonsense(row: Pattern) -> str:
    """Why no office could be run by a row; empty where one could."""
    routes = {row.without, row.granted}
    portal, online = row.desk is Desk.PORTAL, row.place is Place.ONLINE
    unit, single = row.desk is Desk.UNIT, row.place is Place.SINGLE
    reasons = (
        (
            row.desk is Desk.NONE and routes != {Route.VISIT},
            _("forward, decide and automate need somebody in front: give it a desk"),
        ),
        (online != portal, _("a portal and an on-line place go together")),
        (Route.AUTOMATE in routes and not portal, _("only a portal can automate")),
        (online and Route.VISIT in routes, _("nobody visits counters on-line")),
        (single and not unit, _("at a single place one unit serves: its desk is 'unit'")),
        (unit and row.place is Place.DISPERSED, _("a unit needs a place of its own: 'single' or 'shared'")),
        (row.without in (Route.DECIDE, Route.AUTOMATE), _("without authority nobody in front can decide")),
        (
            row.granted is not GRANTED.get(row.authority, row.without),
            _(
                "with delegated authority the route is 'decide', with coordinating 'forward', with automated "
                "'automate'; where no authority counts, both routes are the same"
            ),
        ),
    )
    said = _("pattern '{key}' makes no sense: {reason}")
    return next((said.format(key=row.key, reason=reason) for holds, reason in reasons if holds), "")

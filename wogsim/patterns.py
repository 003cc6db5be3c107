"""The five service patterns, as rows of one table.

After Lembaga Administrasi Negara, *Modul Pelatihan Dasar Calon PNS: Whole of Government* (2017), chapter III.D.
A pattern says where the agencies' counters stand and where their assessors sit, who receives the citizen in front of
them, which way a clearance goes without authority, what each authority grants, and what the front may direct. Nothing
else about a pattern is written anywhere.
"""

from dataclasses import dataclass, fields
from enum import StrEnum

from wogsim.language import _, mark


class Place(StrEnum):
    """Where citizens go."""

    DISPERSED = "dispersed"  # each agency in its own building
    SHARED = "shared"  # all counters under one roof
    SINGLE = "single"  # one unit in the centre; agencies stay where they are
    ONLINE = "online"  # a portal, and an assisted desk in the centre


class BackOffice(StrEnum):
    """Where the assessors behind an agency's counters sit, when the counters stand in the centre."""

    WITH_COUNTERS = "with the counters"
    AT_HOME = "at home"  # in the agency's own building


class Desk(StrEnum):
    """Who receives the citizen in front of the agencies."""

    NONE = "none"
    UNIT = "unit"
    COORDINATOR = "coordinator"
    PORTAL = "portal"


class Route(StrEnum):
    """The way of one clearance of one case."""

    VISIT = "visit"  # papers handed in at the agency's counter, decided by its assessors, collected there
    FORWARD = "forward"  # the front unit sends the file to the agency, whose assessors decide
    DECIDE = "decide"  # assessed inside the front unit by the clearance's own assessors, who are seconded
    AUTOMATE = "automate"  # decided by the system, at once


class Authority(StrEnum):
    """An authority that can be granted, the weakest first: of several that reach a clearance the strongest holds."""

    COORDINATING = (
        "coordinating"  # the coordinator may direct the agencies, or have assessors seconded; they still sign
    )
    DELEGATED = "delegated"  # the agencies have handed the decision to the unit
    AUTOMATED = "automated"  # the decision is given to rules and shared data


class Signer(StrEnum):
    """Who signs what is decided: deciding and signing are two things."""

    AGENCY = "agency"  # its head, each decision by itself
    UNIT = "unit"  # the unit's head, the permit once, at the end


class Reach(StrEnum):
    """Where a power of the front holds."""

    NEVER = "never"
    DIGITAL = "digital"  # where the file is data
    COORDINATED = "coordinated"  # where coordinating authority is granted
    GRANTED = "granted"  # where any authority is granted
    ALWAYS = "always"


@dataclass(frozen=True)
class Grant:
    """What an authority lets the front do with a clearance, and who signs then."""

    authority: Authority
    route: Route
    signs: Signer


@dataclass(frozen=True)
class Powers:
    """What the front decides or directs, and where."""

    own_rank: Reach = Reach.NEVER  # a forwarded file ranks as an own case
    side_by_side: Reach = Reach.NEVER  # copies go to all agencies at once instead of one file from agency to agency
    joint_inspection: Reach = Reach.NEVER  # one visit by the technical team
    deadline: Reach = Reach.NEVER  # the clearances' deadlines bind


POWERS = tuple(field.name for field in fields(Powers))


@dataclass(frozen=True)
class Pattern:
    """One row: a way to organise the service.

    ``routes`` are fixed routes of single clearances, before any grant, and ``signs`` is who signs those; ``shares`` and
    ``orders`` are the row's own shares of authority and order of granting, where it has them instead of the levers'.

    ``portal``: beside the desk there is a portal. Then no front receives everybody: what the system decides goes
    through the portal, what the desk decides or sends on through the desk, and for what is visited nobody stands in
    front.
    """

    key: str
    place: Place
    desk: Desk
    without: Route
    grants: tuple[Grant, ...] = ()
    powers: Powers = Powers()
    back_office: BackOffice = BackOffice.WITH_COUNTERS
    routes: tuple[tuple[str, Route], ...] = ()
    shares: tuple[tuple[Authority, float], ...] = ()
    orders: tuple[tuple[Authority, tuple[str, ...]], ...] = ()
    portal: bool = False
    signs: Signer = Signer.AGENCY

    @property
    def reform(self) -> bool:
        """Whether people work in another way than each agency by itself, in its own building."""
        return self.place is not Place.DISPERSED or self.desk is not Desk.NONE

    def grant_of(self, authority: Authority) -> Grant | None:
        """What the row grants by an authority; None where that changes nothing."""
        return next((grant for grant in self.grants if grant.authority is authority), None)


_DELEGATED = Grant(Authority.DELEGATED, Route.DECIDE, Signer.UNIT)
_COORDINATING = Grant(Authority.COORDINATING, Route.FORWARD, Signer.AGENCY)
_AUTOMATED = Grant(Authority.AUTOMATED, Route.AUTOMATE, Signer.UNIT)
_COORDINATED = Powers(**dict.fromkeys(POWERS, Reach.COORDINATED))

PATTERNS: dict[str, Pattern] = {
    row.key: row
    for row in (
        # each agency serves by itself, by its own task, function and authority
        Pattern("technical-functional", Place.DISPERSED, Desk.NONE, Route.VISIT),
        # agencies serve together, each with its own authority: easier, but the chain is as long as before
        Pattern("one-roof", Place.SHARED, Desk.NONE, Route.VISIT, back_office=BackOffice.AT_HOME),
        # one unit alone serves; what has been delegated is decided there, what has not is sent on
        Pattern(
            "one-door",
            Place.SINGLE,
            Desk.UNIT,
            Route.FORWARD,
            (_DELEGATED,),
            Powers(side_by_side=Reach.ALWAYS, joint_inspection=Reach.GRANTED),
        ),
        # one agency coordinates: without authority like one roof, with it the files move instead of the citizen
        Pattern(
            "centralized",
            Place.SHARED,
            Desk.COORDINATOR,
            Route.VISIT,
            (_COORDINATING,),
            _COORDINATED,
            back_office=BackOffice.AT_HOME,
        ),
        # information technology automates the service on-line
        Pattern(
            "electronic",
            Place.ONLINE,
            Desk.PORTAL,
            Route.FORWARD,
            (_AUTOMATED,),
            Powers(side_by_side=Reach.ALWAYS),
        ),
    )
}

MEANINGS = {  # what happens under each, in a few words
    "technical-functional": mark("the citizen goes to each agency in its own building"),
    "one-roof": mark("the citizen goes to counters in one building; each agency decides at home"),
    "one-door": mark("the citizen goes to one desk; it decides what agencies have delegated and sends on the rest"),
    "centralized": mark("one agency coordinates: what it may direct moves as files, the rest along the counters"),
    "electronic": mark("a form on-line; what may be automated is decided at once, the rest is sent on"),
}

# What the front may do with a clearance by an authority. Who only coordinates may have assessors seconded, so that they
# assess in front (a technical team with power to recommend), but signs nothing.
MAY = {
    Authority.COORDINATING: {Route.VISIT, Route.FORWARD, Route.DECIDE},
    Authority.DELEGATED: {Route.FORWARD, Route.DECIDE},
    Authority.AUTOMATED: {Route.AUTOMATE},
}


def nonsense(row: Pattern) -> str:
    """Why no office could be run by a row; empty where one could."""
    granted = [grant.route for grant in row.grants]
    fixed = [route for _clearance, route in row.routes]
    routes, authorities = {row.without, *granted, *fixed}, [grant.authority for grant in row.grants]
    portal, online = row.desk is Desk.PORTAL or row.portal, row.place is Place.ONLINE
    unit, single = row.desk is Desk.UNIT, row.place is Place.SINGLE
    powers = {getattr(row.powers, power) for power in POWERS}
    reasons = (
        (
            row.desk is Desk.NONE and routes != {Route.VISIT},
            _("forward, decide and automate need somebody in front: give it a desk"),
        ),
        (online and not portal, _("an on-line place needs a portal for its desk")),
        (Route.AUTOMATE in routes and not portal, _("only a portal can automate")),
        (
            online and row.without is Route.VISIT,
            _("nobody visits counters on-line, but for clearances with a route of their own"),
        ),
        (single and not unit, _("at a single place one unit serves: its desk is 'unit'")),
        (unit and row.place is Place.DISPERSED, _("a unit needs a place of its own: 'single' or 'shared'")),
        (row.without in (Route.DECIDE, Route.AUTOMATE), _("without authority nobody in front can decide")),
        (len(set(authorities)) < len(authorities), _("an authority is granted twice")),
        (
            any(grant.route not in MAY[grant.authority] for grant in row.grants),
            _(
                "with coordinating authority the route is 'visit', 'forward' or 'decide', with delegated 'forward' or "
                "'decide', with automated 'automate'"
            ),
        ),
        (
            Grant(Authority.COORDINATING, Route.DECIDE, Signer.UNIT) in row.grants,
            _("who only coordinates signs nothing: what seconded assessors decide in front is signed by the agency"),
        ),
        (
            any(grant.signs is Signer.UNIT and grant.route is Route.VISIT for grant in row.grants),
            _("nobody in front signs what the citizen collects at an agency's counter"),
        ),
        (
            any(
                grant.signs is Signer.UNIT and not unit
                for grant in (*row.grants, *(Grant(Authority.DELEGATED, route, row.signs) for route in fixed))
                if grant.route in (Route.FORWARD, Route.DECIDE)
            ),
            _("only a unit signs in the agencies' place: a coordinator or a portal signs nothing"),
        ),
        (
            Reach.COORDINATED in powers and Authority.COORDINATING not in authorities,
            _("nothing is coordinated here, so a power over what is coordinated is over nothing"),
        ),
        (
            Reach.GRANTED in powers and not authorities,
            _("nothing is granted here, so a power over what is granted is over nothing"),
        ),
        (
            row.desk is Desk.NONE and powers != {Reach.NEVER},
            _("nobody stands in front who could have a power: give it a desk"),
        ),
        (
            any(authority not in authorities for authority, _share in row.shares)
            or any(authority not in authorities for authority, _order in row.orders),
            _("it has a share or an order of an authority that it does not grant"),
        ),
    )
    said = _("pattern '{key}' makes no sense: {reason}")
    return next((said.format(key=row.key, reason=reason) for holds, reason in reasons if holds), "")

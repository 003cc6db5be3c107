"""Rows of a file's own under `patterns`: whole ones, or others made from a known one."""

from collections.abc import Mapping

from pydantic import Field

from wogsim.language import mark
from wogsim.patterns import (
    PATTERNS,
    POWERS,
    Authority,
    BackOffice,
    Desk,
    Grant,
    Pattern,
    Place,
    Powers,
    Route,
    Signer,
)
from wogsim.scenario.levers import Order, OwnPowers
from wogsim.scenario.values import Key, Part, Share, Title, described


class GrantRow(Part):
    """What an authority grants."""

    authority: Authority = described("", mark("the authority that is granted"))
    route: Route = described("", mark("the route that it grants"))
    signs: Signer = described(
        "", mark("who signs then: 'unit' (the permit once, at the end) or 'agency'"), Signer.AGENCY
    )


class PatternRow(Part):
    """A pattern of the file's own; what it leaves out is as in the one it is made from."""

    title: Title
    made_from: Key | None = described("", mark("key of the pattern it is made from"), None, alias="from")
    place: Place | None = described("", mark("where citizens go"), None)
    desk: Desk | None = described("", mark("who receives the citizen in front of the agencies"), None)
    desks: tuple[Desk, ...] | None = described(
        "",
        mark("a unit or a coordinator, and a portal beside it, in place of 'desk'"),
        None,
        min_length=1,
        max_length=2,
    )
    signs: Signer | None = described("", mark("who signs what has a fixed route: 'agency' or 'unit'"), None)
    without: Route | None = described("", mark("the route of a clearance for which no authority is granted"), None)
    grants: tuple[GrantRow, ...] | None = described(
        "", mark("what each authority grants; the strongest that reaches a clearance holds"), None, max_length=3
    )
    powers: OwnPowers | None = described("", mark("what the front directs, and where"), None)
    back_office: BackOffice | None = described(
        "", mark("where assessors sit whose counters stand in the centre: with the counters, or at home"), None
    )
    routes: dict[Key, Route] | None = described("", mark("fixed routes of single clearances, before any grant"), None)
    delegated: Share | None = described("share", mark("delegated authority of this row; absent: the lever's"), None)
    coordinating: Share | None = described(
        "share", mark("coordinating authority of this row; absent: the lever's"), None
    )
    automated: Share | None = described("share", mark("automated authority of this row; absent: the lever's"), None)
    order: Order | None = Field(default=None)

    def pattern(self, key: str, base: Pattern | None) -> Pattern:
        """The row, what it leaves out taken from `base`; without one, what it leaves out is off."""
        known = base or Pattern(key, Place.DISPERSED, Desk.NONE, Route.VISIT)
        named = {} if self.powers is None else {n: v for n in POWERS if (v := getattr(self.powers, n)) is not None}
        shares = {authority: share for authority in Authority if (share := getattr(self, authority.value)) is not None}
        orders = {} if self.order is None else {a: names for a in Authority if (names := getattr(self.order, a.value))}
        return Pattern(
            key,
            self.place or known.place,
            self._desk or known.desk,
            self.without or known.without,
            known.grants if self.grants is None else tuple(Grant(g.authority, g.route, g.signs) for g in self.grants),
            Powers(**{power: named.get(power, getattr(known.powers, power)) for power in POWERS}),
            self.back_office or known.back_office,
            known.routes if self.routes is None else tuple(self.routes.items()),
            tuple({**dict(known.shares), **shares}.items()),
            tuple({**dict(known.orders), **orders}.items()),
            known.portal if self._desk is None else Desk.PORTAL in (self.desks or ()) and self._desk is not Desk.PORTAL,
            self.signs or known.signs,
        )

    @property
    def _desk(self) -> Desk | None:
        """Who stands in front, a portal only where nobody else does; None where the row does not say."""
        return self.desk or next(iter(sorted(self.desks or (), key=lambda desk: desk is Desk.PORTAL)), None)


def all_rows(own: Mapping[str, PatternRow]) -> dict[str, Pattern]:
    """The five and the file's own, by key; one that is made from another which cannot be found is made from nothing."""
    found = dict(PATTERNS)
    left = dict(own)
    while left:
        ready = [key for key, row in left.items() if row.made_from in (None, key) or row.made_from not in left]
        for key in ready or list(left):
            row = left.pop(key)
            found[key] = row.pattern(key, found.get(row.made_from or ""))
    return found

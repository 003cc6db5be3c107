"""People for the front: whom the agencies' counters give to desk and case officers, and whom that squeezes."""

from dataclasses import dataclass

from wogsim.contract.cases import Role
from wogsim.errors import Problem
from wogsim.language import _, ngettext
from wogsim.patterns import Pattern
from wogsim.scenario.quantities import Load
from wogsim.staffing.roster import Roster, Unstaffed

SPARED = 0.2
"""Share of its free time that a counter may lose by giving people away.

A queue is as long as one over the free time, so it grows by about a quarter at most, whether the counter was busy for
three tenths of its time (then 44 %) or nine tenths (then 92 %). A limit in plain points of load would let the second
grow without bound.
"""
EASY = 0.7
"""How busy a desk may be where no counter's load says what is usual: at 0.7 a single server's queue is 2.3 visitors."""


@dataclass(frozen=True)
class Squeezed:
    """A pool that is busier than it should be: its load a person, before it gave and now; of a desk, what is usual."""

    pool: str
    before: float
    now: float


@dataclass(frozen=True)
class Usual:
    """Counters under technical-functional: each one's load a person by pool number, and all together."""

    of: dict[int, float]
    all: float


def usual(roster: Roster) -> Usual:
    """How busy counters are under technical-functional, whose roster this is.

    All together they are `EASY` where no counter has work or people.
    """
    counters = [*roster.numbers(Role.COUNTER), *roster.numbers(Role.HANDOUT)]
    people = sum(roster.posts[i].servers for i in counters)
    load = sum(roster.load(i) for i in counters)
    return Usual({i: roster.busy(i) for i in counters}, load / people if load and people else EASY)


def limit(before: float) -> float:
    """How busy a counter may be that was so busy before it gave people away."""
    return max(before + SPARED * (1 - before), before) + 1e-9


def fill(roster: Roster, before: Usual, stated: frozenset[str]) -> None:
    """Desk and case officers come from the counters, person by person, but for pools that a scenario states.

    First come those without whom the front cannot be run: one at the desk, and the case officers, people who only hand
    out and people at the information desk that the scenario asks for. Then the desk grows until it is as busy as
    counters usually are: as long as a counter keeps within its limit, and beyond that only from a counter that is left
    less busy than the desk is.

    Raises
    ------
    Unstaffed
        When the counters cannot spare those without whom the front cannot be run, or there are to be no case officers
        though files can reach them.
    """
    roles = (Role.DESK, Role.OFFICERS, Role.FRONT_HANDOUT, Role.INFORMATION)
    units = [i for role in roles for i in roster.numbers(role) if roster.reached[i]]
    officers = roster.world.scenario.levers.case_officers
    for unit in units:
        post = roster.posts[unit]
        if post.role is Role.DESK:
            needed = 1
        elif post.role is Role.INFORMATION:
            needed = roster.world.scenario.world.information.staff
        elif post.role is Role.FRONT_HANDOUT:
            needed = roster.world.scenario.world.front.collection_counters
        else:
            needed = roster.wanted(unit, officers.share) if isinstance(officers, Load) else officers
            if not needed and post.name not in stated:
                raise _no_officers(roster.row)
        for given in range(needed if post.name not in stated else 0):
            giver = _least_squeezed(roster, before)
            if giver is None:
                raise _missing(roster.row, post.name, needed, given)
            roster.move(giver, unit)
    for desk in units:
        if roster.posts[desk].role is Role.DESK and roster.posts[desk].name not in stated:
            _grow(roster, before, desk)


def _grow(roster: Roster, before: Usual, desk: int) -> None:
    for _person in range(roster.wanted(desk, before.all) - roster.posts[desk].servers):
        giver = _least_squeezed(roster, before)
        if giver is None:
            return
        left = roster.busy(giver, roster.posts[giver].servers - 1)
        if left > max(limit(before.of[giver]), roster.busy(desk)):
            return
        roster.move(giver, desk)


def _least_squeezed(roster: Roster, before: Usual) -> int | None:
    """The counter that a person can best leave: one that is idle, else one that is left furthest within its limit.

    One person stays where visitors remain. None where no counter can spare anybody.
    """
    idle = [i for i in before.of if roster.posts[i].servers and not roster.reached[i]]
    if idle:
        return max(idle, key=lambda i: (roster.posts[i].servers, -i))
    able = [i for i in before.of if roster.posts[i].servers > 1]
    return min(able, key=lambda i: (roster.busy(i, roster.posts[i].servers - 1) - limit(before.of[i]), i), default=None)


def squeezed(roster: Roster, before: Usual, stated: frozenset[str]) -> tuple[Squeezed, ...]:
    """Counters that gave people and are busier than their limit now, and a desk that is for want of people."""
    given = {name for post in roster.posts for name in post.donors}
    known = {roster.posts[i].name: (i, busy) for i, busy in before.of.items() if roster.posts[i].name in given}
    known |= {roster.posts[i].name: (i, before.all) for i in roster.numbers(Role.DESK) if roster.works[i]}
    return tuple(
        Squeezed(name, busy, roster.busy(i))
        for name, (i, busy) in known.items()
        if name not in stated and roster.busy(i) > limit(busy)
    )


def _no_officers(row: Pattern) -> Unstaffed:
    text = _(
        "{pattern}: the front forwards files, on which a case officer works (world.front.send, chase, assemble), and "
        "there is none; expected at least 1, or no such work"
    )
    return Unstaffed(Problem("levers.case_officers", 0, text.format(pattern=row.key)))


def _missing(row: Pattern, pool: str, number: int, given: int) -> Unstaffed:
    text = ngettext(
        "{pattern}: {pool} needs {number} person, and the agencies' counters can spare only {given}, "
        "keeping one where visitors remain: {missing} missing. Expected more counter staff "
        "(world.agencies.*.counters), fewer case officers (levers.case_officers), or stated pools (levers.staff)",
        "{pattern}: {pool} needs {number} people, and the agencies' counters can spare only {given}, "
        "keeping one where visitors remain: {missing} missing. Expected more counter staff "
        "(world.agencies.*.counters), fewer case officers (levers.case_officers), or stated pools (levers.staff)",
        number,
    )
    return Unstaffed(text.format(pattern=row.key, pool=pool, number=number, given=given, missing=number - given))

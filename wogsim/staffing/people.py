"""Staffing: who works where under a pattern, with the same head-count under every pattern.

Specialists belong to their clearance wherever it is decided, so authority moves files, not people; who assesses inside
the front unit sits there. What else a front unit needs comes from the agencies' counters, person by person, and the
donors are named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wogsim.contract.cases import STAFFED, UNLIMITED, Role
from wogsim.errors import Problem
from wogsim.language import ngettext
from wogsim.patterns import PATTERNS, Pattern
from wogsim.staffing import front
from wogsim.staffing.front import Squeezed
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.presence import sittings
from wogsim.staffing.roster import Post, Roster, Unstaffed, unknown_pool
from wogsim.staffing.seats import generalist_shares, inside, listed, take_seats
from wogsim.staffing.secondments import refuse_unlendable
from wogsim.world.agencies import World


@dataclass(frozen=True)
class Staffing:
    """The pools of a pattern, in the order of the layout.

    ``generalists`` is the share of each clearance's specialists in the unit who are generalists; ``stated`` says that a
    scenario stated pools, so that the head-count is shown and not kept: there are ``added`` people more than usual, or
    fewer. ``squeezed`` are the pools that have too few people because of what the front needs.
    """

    posts: tuple[Post, ...]
    generalists: tuple[float, ...]
    stated: bool
    added: int = 0
    squeezed: tuple[Squeezed, ...] = ()

    @property
    def _counted(self) -> list[Post]:
        return [post for post in self.posts if post.role in STAFFED and post.servers != UNLIMITED]

    @property
    def head_count(self) -> int:
        """People in all staffed pools; UNLIMITED pools count as none."""
        return sum(post.servers for post in self._counted)

    @property
    def overworked(self) -> list[Post]:
        """Pools that are offered more work than they have staff for."""
        return [post for post in self._counted if post.load > post.servers > 0]

    @property
    def near(self) -> list[Post]:
        """Pools that with other luck than that of the pilot applicants would be offered more work than they can do."""
        return [post for post in self._counted if post.near]

    @property
    def sold_out(self) -> list[Post]:
        """Pools to which more people come than there are tickets."""
        return [post for post in self.posts if post.short_of_tickets]

    @property
    def overloaded(self) -> list[Post]:
        """Pools that are offered more than they have staff or tickets for."""
        too_much = {post.name for post in self.overworked}
        return [post for post in self.posts if post.name in too_much or post.short_of_tickets]

    @property
    def idle(self) -> list[Post]:
        """Pools with people who have no work under this pattern."""
        return [post for post in self._counted if post.servers and not post.reached]


def staffing(world: World, row: Pattern, pilot: Pilot | None = None) -> Staffing:
    """Who works where under one pattern; `pilot` keeps what it has learnt of the world from one pattern to the next.

    Raises
    ------
    Unstaffed
        When the agencies cannot spare the people that the front needs, saying who is missing; when a clearance has
        fewer assessors than places to sit; when a pool that has work never opens.
    BadInput
        When a stated pool, or one that lends people or is lent some, is none of the pattern.
    """
    levers = world.scenario.levers
    pilot = pilot or Pilot(world)
    nobody = (0.0,) * len(world.clearances)
    if levers.unlimited_staff:
        generalists = _of_anybody(world, row, pilot)
        roster = pilot.roster(row, generalists)
        roster.posts = [replace(post, servers=UNLIMITED) for post in roster.posts]
        return Staffing(_visited(roster, pilot, generalists), generalists, False)
    stated = {**levers.staff.get("all", {}), **levers.staff.get(row.key, {})}
    seated = inside(pilot.roster(row, nobody), stated)
    generalists = generalist_shares(world, seated)
    roster = pilot.roster(row, generalists)
    functional = PATTERNS["technical-functional"]
    usual = front.usual(pilot.roster(functional, nobody))
    take_seats(roster, seated, generalists)
    _form_team(roster, stated)
    front.fill(roster, usual, frozenset(stated))
    _redeploy(roster, usual.all)
    _state(roster, stated)
    posts = _visited(roster, pilot, generalists)
    refuse_unlendable(world, row, posts)
    staff = Staffing(posts, generalists, bool(stated), squeezed=front.squeezed(roster, usual, frozenset(stated)))
    return replace(staff, added=staff.head_count - listed(world))


def _of_anybody(world: World, row: Pattern, pilot: Pilot) -> tuple[float, ...]:
    """Share of each clearance's specialists who are generalists, where staff have no limit: as where they have.

    Where the people whom the file lists are too few to sit in two places it is as the lever says.
    """
    nobody = (0.0,) * len(world.clearances)
    share = world.scenario.levers.cross_training
    if not share:
        return nobody
    try:
        return generalist_shares(world, inside(pilot.roster(row, nobody), {}))
    except Unstaffed:
        return (share,) * len(world.clearances)


def _visited(roster: Roster, pilot: Pilot, generalists: tuple[float, ...]) -> tuple[Post, ...]:
    """The posts with their loads and, where tickets are handed out, with how many people come on a day."""
    errors = pilot.errors(roster.row, generalists)
    known = zip(roster.loaded(pilot.works_of_run(roster.row, generalists)), errors, roster.works, strict=True)
    posts = tuple(replace(post, error=post.load * error / work) if work else post for post, error, work in known)
    if all(post.quota is None for post in posts):
        return posts
    visits = pilot.visits(roster.row, generalists)
    # What never opens has no visits, or it would have been refused.
    days = [max(sittings(roster.world, post.there), 1e-9) if post.quota else 1 for post in posts]
    counted = zip(posts, visits, days, strict=True)
    return tuple(replace(post, asked=a_week / open_on) if post.quota else post for post, a_week, open_on in counted)


# What follows moves people between pools.


def _form_team(roster: Roster, stated: Mapping[str, int]) -> None:
    """The technical team's members come one by one from the donor with most spare time, who keeps one for own cases."""
    [team] = roster.numbers(Role.TEAM)
    inspection = roster.world.scenario.world.inspection
    if not roster.reached[team] or roster.posts[team].name in stated:
        return
    inspectors = roster.numbers(Role.INSPECTORS)
    givers = [i for i in inspectors if _listed_key(roster, i) in inspection.team_donors]
    for given in range(inspection.team):
        able = [i for i in givers if roster.posts[i].servers > (1 if roster.reached[i] else 0)]
        if not able:
            raise _small_team(roster.world, given)
        roster.move(max(able, key=lambda i: (roster.posts[i].servers - roster.load(i), -i)), team)


def _listed_key(roster: Roster, i: int) -> str:
    return roster.world.clearances[roster.posts[i].entity].listed


def _small_team(world: World, given: int) -> Unstaffed:
    text = ngettext(
        "the donors {donors} can give only {given} inspector and still see their own cases; expected at most "
        "{given}, or more donors",
        "the donors {donors} can give only {given} inspectors and still see their own cases; expected at most "
        "{given}, or more donors",
        given,
    )
    inspection = world.scenario.world.inspection
    said = text.format(donors=", ".join(inspection.team_donors), given=given)
    return Unstaffed(Problem("world.inspection.team", inspection.team, said))


def _redeploy(roster: Roster, usual: float) -> None:
    """Counter staff beyond those who are as busy as usual join the busiest back office of their own agency."""
    share = roster.world.scenario.levers.redeploy
    assessors = dict[int, list[int]]()
    for j in roster.numbers(Role.ASSESSORS):
        if roster.posts[j].servers:
            assessors.setdefault(roster.world.clearances[roster.posts[j].entity].agency, []).append(j)
    for i in (*roster.numbers(Role.COUNTER), *roster.numbers(Role.HANDOUT)):
        agency = roster.posts[i].entity
        offices = assessors.get(agency, [])
        needed = roster.wanted(i, usual) if roster.reached[i] else 0
        idle = max(roster.posts[i].servers - needed, 0) if offices else 0
        for _person in range(int(share * idle + 0.5)):
            roster.move(i, max(offices, key=lambda j: (roster.busy(j), -j)))


def _state(roster: Roster, stated: Mapping[str, int]) -> None:
    """Pools that the scenario states have so many people, whom nobody gives."""
    places = {post.name: i for i, post in enumerate(roster.posts) if post.role in STAFFED}
    for name, number in stated.items():
        if name not in places:
            raise unknown_pool("levers.staff", name, roster.row, list(places))
        roster.posts[places[name]] = replace(roster.posts[places[name]], servers=number, donors=())

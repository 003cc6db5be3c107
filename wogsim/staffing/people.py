"""Staffing: who works where under a pattern, with the same head-count under every pattern.

Specialists belong to their clearance wherever it is decided, so authority moves files, not people. What a front unit
needs comes from the agencies' counters, person by person, and the donors are named.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from wogsim.contract.cases import STAFFED, UNLIMITED, Role
from wogsim.errors import BadInput, Problem
from wogsim.language import _, ngettext
from wogsim.patterns import PATTERNS, Authority, Pattern
from wogsim.routing import layout
from wogsim.routing.ways import ever_granted, share_of
from wogsim.staffing.pilot import Pilot
from wogsim.world.agencies import World
from wogsim.world.opening import Shifts, staffed_seconds_a_week


@dataclass(frozen=True)
class Post:
    """A pool before its calendar: what it is, how many people, who gave them, its offered load in servers."""

    name: str
    role: Role
    entity: int
    hours: str
    shifts: Shifts
    servers: int
    load: float
    donors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Staffing:
    """The pools of a pattern, in the order of the layout.

    ``generalists`` is the share of each clearance's specialists who are generalists; ``stated`` says that a scenario
    stated pools, so that the head-count is shown and not kept.
    """

    posts: tuple[Post, ...]
    generalists: tuple[float, ...]
    stated: bool

    @property
    def _counted(self) -> list[Post]:
        return [post for post in self.posts if post.role in STAFFED and post.servers != UNLIMITED]

    @property
    def head_count(self) -> int:
        """People in all staffed pools; UNLIMITED pools count as none."""
        return sum(post.servers for post in self._counted)

    @property
    def overloaded(self) -> list[Post]:
        """Pools that are offered more work than they have staff for."""
        return [post for post in self._counted if post.load > post.servers > 0]


def generalist_shares(world: World, row: Pattern) -> tuple[float, ...]:
    """Share of each clearance's specialists who join the generalists under a pattern, whole people.

    Where authority is granted case by case, only the granted share of a clearance's specialists can be asked to.
    """
    levers = world.scenario.levers
    delegated, share = ever_granted(world, row, Authority.DELEGATED), levers.cross_training
    if levers.grant.by == "case":
        share *= share_of(world, row, Authority.DELEGATED)
    people = [clearance.described.assessors for clearance in world.clearances]
    return tuple(int(share * n + 0.5) / n if given else 0.0 for n, given in zip(people, delegated, strict=True))


def staffing(world: World, row: Pattern, pilot: Pilot | None = None) -> Staffing:
    """Who works where under one pattern; `pilot` keeps what it has learnt of the world from one pattern to the next.

    Raises
    ------
    BadInput
        When the agencies cannot spare the people that the front needs, saying who is missing; when a pool that has
        work never opens.
    """
    levers = world.scenario.levers
    generalists = generalist_shares(world, row)
    pilot = pilot or Pilot(world)
    work = pilot.works(row, generalists)
    posts = _loaded(world, row, _bare(world), work)
    if levers.unlimited_staff:
        posts = [replace(post, servers=UNLIMITED) for post in posts]
        return Staffing(tuple(posts), generalists, False)
    usual = _usual_load(world, pilot)
    stated = {**levers.staff.get("all", {}), **levers.staff.get(row.key, {})}
    _cross_train(posts, generalists)
    _form_team(world, posts, stated)
    _fill_front(world, row, posts, usual, stated)
    _redeploy(world, posts, usual)
    _state(row, posts, stated)
    posts = _loaded(world, row, posts, work)
    for post in posts:
        if post.load > 0 and post.servers == 0:
            raise _never_opens(row, post)
    return Staffing(tuple(posts), generalists, bool(stated))


def _bare(world: World) -> list[Post]:
    """Pools as the file lists them, with nobody in front."""
    posts = []
    for role, i in layout(world):
        name, hours, servers = role.value, world.front_hours, 0
        shifts: Shifts = {}
        if role is Role.COUNTER:
            agency = world.agencies[i]
            name, servers = f"{role}:{agency.key}", agency.counters
            hours, shifts = agency.hours, agency.present
        elif role in (Role.ASSESSORS, Role.SECONDED, Role.INSPECTORS):
            clearance = world.clearances[i]
            name, servers = f"{role}:{clearance.key}", getattr(clearance.described, role.value, 0)
            hours = world.intake_agencies[clearance.origin].hours
        elif role is Role.SITTING:
            name, hours, servers = f"{role}:{world.sittings[i]}", world.sittings[i], UNLIMITED
        elif role in (Role.PORTAL, Role.CLOCK, Role.OPENING):
            hours, servers = "always", UNLIMITED
        posts.append(Post(name, role, i, hours, shifts, servers, 0.0))
    return posts


def _loaded(world: World, row: Pattern, posts: list[Post], works: list[float]) -> list[Post]:
    """The posts with their offered load: the mean number of busy servers that their work needs."""
    loaded = []
    for post, work in zip(posts, works, strict=True):
        present = staffed_seconds_a_week(world.scenario.world, post.hours, max(post.servers, 1), post.shifts)
        if work and not present:
            raise _never_opens(row, post)
        loaded.append(replace(post, load=work / present if work else 0.0))
    return loaded


def _never_opens(row: Pattern, post: Post) -> BadInput:
    message = _("{pattern}: {pool} has work but no staff, so it never opens; give it at least one person")
    return BadInput(message.format(pattern=row.key, pool=post.name))


def _usual_load(world: World, pilot: Pilot) -> float:
    """Total counter load over total counter staff under technical-functional: how busy a counter usually is."""
    row = PATTERNS["technical-functional"]
    posts = _loaded(world, row, _bare(world), pilot.works(row, (0.0,) * len(world.clearances)))
    counters = [post for post in posts if post.role is Role.COUNTER]
    return sum(post.load for post in counters) / sum(post.servers for post in counters)


# What follows moves people between posts, in place.


def _numbers(posts: list[Post], role: Role) -> list[int]:
    return [i for i, post in enumerate(posts) if post.role is role]


def _move(posts: list[Post], giver: int, taker: int, count: int = 1) -> None:
    """`count` people go from one post to another, which keeps the name of who gave them."""
    donor, unit = posts[giver], posts[taker]
    posts[giver] = replace(donor, servers=donor.servers - count)
    posts[taker] = replace(unit, servers=unit.servers + count, donors=(*unit.donors, *(donor.name,) * count))


def _gather(posts: list[Post], givers: list[int], taker: int, wanted: int) -> int:
    """People come one by one from the giver with most spare time; one stays where there is work. How many came."""
    for given in range(wanted):
        able = [i for i in givers if posts[i].servers > (1 if posts[i].load > 0 else 0)]
        if not able:
            return given
        _move(posts, max(able, key=lambda i: (posts[i].servers - posts[i].load, -i)), taker)
    return wanted


def _cross_train(posts: list[Post], generalists: tuple[float, ...]) -> None:
    [pool] = _numbers(posts, Role.GENERALISTS)
    for i in _numbers(posts, Role.ASSESSORS):
        _move(posts, i, pool, int(generalists[posts[i].entity] * posts[i].servers + 0.5))


def _form_team(world: World, posts: list[Post], stated: Mapping[str, int]) -> None:
    """The technical team's members come from its donors."""
    [team] = _numbers(posts, Role.TEAM)
    inspection = world.scenario.world.inspection
    if not posts[team].load or posts[team].name in stated:
        return
    inspectors = _numbers(posts, Role.INSPECTORS)
    givers = [i for i in inspectors if world.clearances[posts[i].entity].listed in inspection.team_donors]
    given = _gather(posts, givers, team, inspection.team)
    if given < inspection.team:
        text = ngettext(
            "the donors {donors} can give only {given} inspector and still see their own cases; expected at most "
            "{given}, or more donors",
            "the donors {donors} can give only {given} inspectors and still see their own cases; expected at most "
            "{given}, or more donors",
            given,
        )
        said = text.format(donors=", ".join(inspection.team_donors), given=given)
        raise BadInput(Problem("world.inspection.team", inspection.team, said))


def _fill_front(world: World, row: Pattern, posts: list[Post], usual: float, stated: Mapping[str, int]) -> None:
    """Desk and case officers come from the counters, but for those a scenario states (`stated`, by pool)."""
    for unit in (*_numbers(posts, Role.DESK), *_numbers(posts, Role.OFFICERS)):
        post = posts[unit]
        if post.name in stated or not post.load:
            continue
        desk = post.role is Role.DESK
        number = math.ceil(post.load / usual - 1e-9) if desk else world.scenario.levers.case_officers
        given = _gather(posts, _numbers(posts, Role.COUNTER), unit, number)
        if given < number:
            text = ngettext(
                "{pattern}: {pool} needs {number} person, and the agencies' counters can spare only {given}, "
                "keeping one where visitors remain: {missing} missing. Expected more counter staff "
                "(world.agencies.*.counters), fewer case officers (levers.case_officers), a shorter intake "
                "(world.front.others), or stated pools (levers.staff)",
                "{pattern}: {pool} needs {number} people, and the agencies' counters can spare only {given}, "
                "keeping one where visitors remain: {missing} missing. Expected more counter staff "
                "(world.agencies.*.counters), fewer case officers (levers.case_officers), a shorter intake "
                "(world.front.others), or stated pools (levers.staff)",
                number,
            )
            said = text.format(pattern=row.key, pool=post.name, number=number, given=given, missing=number - given)
            raise BadInput(said)


def _redeploy(world: World, posts: list[Post], usual: float) -> None:
    """Idle counter staff join the busiest back office of their own agency."""
    assessors = [j for j in _numbers(posts, Role.ASSESSORS) if posts[j].servers]
    for i in _numbers(posts, Role.COUNTER):
        offices = [j for j in assessors if world.clearances[posts[j].entity].agency == posts[i].entity]
        needed = math.ceil(posts[i].load / usual - 1e-9) if usual else 0
        idle = max(posts[i].servers - needed, 0) if offices else 0
        for _person in range(int(world.scenario.levers.redeploy * idle + 0.5)):
            _move(posts, i, max(offices, key=lambda j: (posts[j].load / posts[j].servers, -j)))


def _state(row: Pattern, posts: list[Post], stated: Mapping[str, int]) -> None:
    places = {post.name: i for i, post in enumerate(posts) if post.role in STAFFED}
    for name, number in stated.items():
        if name not in places:
            close = get_close_matches(name, list(places), n=1)
            nearest = _("Did you mean '{word}'?").format(word=close[0]) if close else ""
            text = _("there is no pool '{name}' under {pattern}; expected one of {names}. {nearest}")
            said = text.format(name=name, pattern=row.key, names=", ".join(places), nearest=nearest)
            raise BadInput(Problem("levers.staff", None, said.strip()))
        posts[places[name]] = replace(posts[places[name]], servers=number, donors=())

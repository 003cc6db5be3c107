"""Staffing: who works where under a pattern, with the same head-count under every pattern.

Specialists belong to their clearance wherever it is decided, so authority moves files, not people. What a front unit
needs comes from the agencies' counters, person by person, and the donors are named.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

import numpy as np

from wogsim.contract.cases import IN_PERSON, NONE, STAFFED, UNLIMITED, Ints, Pool, Role
from wogsim.contract.hours import Hours
from wogsim.errors import BadInput, Problem
from wogsim.language import _, ngettext
from wogsim.patterns import PATTERNS, Authority, Pattern, Place
from wogsim.routing import layout
from wogsim.routing.ways import ever_granted
from wogsim.staffing.pilot import Pilot
from wogsim.world.agencies import CENTRE, Agency, Clearance, World
from wogsim.world.opening import Shifts, reach, staffed, staffed_seconds_a_week


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

    def join(self, count: int, donor: str) -> Post:
        """The pool with `count` more people."""
        return replace(self, servers=self.servers + count, donors=(*self.donors, *(donor,) * count))

    def leave(self, count: int) -> Post:
        """The pool with `count` fewer people."""
        return replace(self, servers=self.servers - count)


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
    def head_count(self) -> int:
        """People in all staffed pools; UNLIMITED pools count as none."""
        return sum(post.servers for post in self.posts if post.role in STAFFED and post.servers != UNLIMITED)

    @property
    def overloaded(self) -> list[Post]:
        """Pools that are offered more work than they have staff for."""
        return [p for p in self.posts if p.role in STAFFED and p.servers != UNLIMITED and p.load > p.servers > 0]


def generalist_shares(world: World, row: Pattern) -> tuple[float, ...]:
    """Share of each clearance's specialists who join the generalists under a pattern, whole people.

    Where authority is granted case by case, only the granted share of a clearance's specialists can be asked to.
    """
    levers = world.scenario.levers
    share = levers.cross_training * (levers.delegated if levers.grant.by == "case" else 1)
    delegated = ever_granted(world, row) if row.authority is Authority.DELEGATED else np.zeros(len(world.clearances))
    people = [clearance.described.assessors for clearance in world.clearances]
    return tuple(int(share * n + 0.5) / n if given else 0.0 for n, given in zip(people, delegated, strict=True))


def _bare(world: World) -> list[Post]:
    """Pools as the file lists them, with nobody in front."""
    front = world.front_hours
    entities: dict[Role, Sequence[Agency | Clearance]] = {
        Role.COUNTER: world.agencies,
        Role.ASSESSORS: world.clearances,
        Role.INSPECTORS: world.clearances,
    }
    posts = []
    for role, i in layout(world).roles:
        name, hours, shifts, servers = role.value, "always", {}, 0
        if role in entities:
            name = f"{role.value}:{entities[role][i].key}"
        if role is Role.COUNTER:
            agency = world.agencies[i]
            hours, shifts, servers = agency.like.hours, agency.like.present, agency.counters
        elif role in (Role.ASSESSORS, Role.INSPECTORS):
            clearance = world.clearances[i]
            hours = world.agencies[clearance.agency].like.hours
            described = clearance.described
            servers = described.assessors if role is Role.ASSESSORS else described.inspectors
        elif role in (Role.PORTAL, Role.CLOCK):
            servers = UNLIMITED
        else:
            hours = front
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
    posts = _cross_trained(posts, generalists)
    posts = _teamed(world, posts, stated)
    posts = _fronted(world, row, posts, usual, stated)
    posts = _redeployed(world, posts, usual)
    posts = _loaded(world, row, _stated(row, posts, stated), work)
    for post in posts:
        if post.load > 0 and post.servers == 0:
            raise _never_opens(row, post)
    return Staffing(tuple(posts), generalists, bool(stated))


def _usual_load(world: World, pilot: Pilot) -> float:
    """Total counter load over total counter staff under technical-functional: how busy a counter usually is."""
    row = PATTERNS["technical-functional"]
    posts = _loaded(world, row, _bare(world), pilot.works(row, (0.0,) * len(world.clearances)))
    counters = [post for post in posts if post.role is Role.COUNTER]
    return sum(post.load for post in counters) / sum(post.servers for post in counters)


def _cross_trained(posts: list[Post], generalists: tuple[float, ...]) -> list[Post]:
    pool = next(i for i, post in enumerate(posts) if post.role is Role.GENERALISTS)
    for i, post in enumerate(posts):
        if post.role is Role.ASSESSORS and generalists[post.entity]:
            count = int(generalists[post.entity] * post.servers + 0.5)
            posts[i] = post.leave(count)
            posts[pool] = posts[pool].join(count, post.name)
    return posts


def _teamed(world: World, posts: list[Post], stated: Mapping[str, int]) -> list[Post]:
    """The technical team's members come from its donors, one by one from the one with most inspectors left."""
    team = next(i for i, post in enumerate(posts) if post.role is Role.TEAM)
    inspection = world.scenario.world.inspection
    if not posts[team].load or posts[team].name in stated:
        return posts
    origins = [i for i, post in enumerate(posts) if post.role is Role.INSPECTORS]
    named = set(inspection.team_donors)
    givers = [i for i in origins if _listed_key(world, posts[i].entity) in named]
    for given in range(inspection.team):
        able = [i for i in givers if posts[i].servers > (1 if posts[i].load > 0 else 0)]
        if not able:
            text = ngettext(
                "the donors {donors} can give only {given} inspector and still see their own cases; expected at most "
                "{given}, or more donors",
                "the donors {donors} can give only {given} inspectors and still see their own cases; expected at most "
                "{given}, or more donors",
                given,
            )
            said = text.format(donors=", ".join(inspection.team_donors), given=given)
            raise BadInput(Problem("world.inspection.team", inspection.team, said))
        giver = max(able, key=lambda i: (posts[i].servers - posts[i].load, -i))
        posts[giver] = posts[giver].leave(1)
        posts[team] = posts[team].join(1, posts[giver].name)
    return posts


def _listed_key(world: World, clearance: int) -> str:
    described = world.clearances[clearance].described
    return next(key for key, other in world.scenario.world.clearances.items() if other is described)


def _fronted(world: World, row: Pattern, posts: list[Post], usual: float, stated: Mapping[str, int]) -> list[Post]:
    """Desk and case officers come one by one from the counter with most spare time; one stays where visitors remain.

    What a scenario states (`stated`, by pool) is taken from nobody.
    """
    wanted: dict[Role, int] = {}
    for post in posts:
        if post.name in stated:
            continue
        if post.role is Role.DESK and post.load > 0:
            wanted[Role.DESK] = math.ceil(post.load / usual - 1e-9)
        if post.role is Role.OFFICERS and post.load > 0:
            wanted[Role.OFFICERS] = world.scenario.levers.case_officers
    counters = [i for i, post in enumerate(posts) if post.role is Role.COUNTER]
    for role, number in wanted.items():
        unit = next(i for i, post in enumerate(posts) if post.role is role)
        for given in range(number):
            able = [i for i in counters if posts[i].servers > (1 if posts[i].load > 0 else 0)]
            if not able:
                raise BadInput(
                    ngettext(
                        "{pattern}: {pool} needs {number} person, and the agencies' counters can spare only {given}, "
                        "keeping one where visitors remain: {missing} missing. Expected more counter staff "
                        "(world.agencies.*.counters), fewer case officers (levers.case_officers), a shorter intake "
                        "(world.front.others), or stated pools (levers.staff)",
                        "{pattern}: {pool} needs {number} people, and the agencies' counters can spare only {given}, "
                        "keeping one where visitors remain: {missing} missing. Expected more counter staff "
                        "(world.agencies.*.counters), fewer case officers (levers.case_officers), a shorter intake "
                        "(world.front.others), or stated pools (levers.staff)",
                        number,
                    ).format(pattern=row.key, pool=role.value, number=number, given=given, missing=number - given)
                )
            giver = max(able, key=lambda i: (posts[i].servers - posts[i].load, -i))
            posts[giver] = posts[giver].leave(1)
            posts[unit] = posts[unit].join(1, posts[giver].name)
    return posts


def _redeployed(world: World, posts: list[Post], usual: float) -> list[Post]:
    """Idle counter staff join the busiest back office of their own agency."""
    share = world.scenario.levers.redeploy
    for i, post in enumerate(posts):
        if post.role is not Role.COUNTER or not share:
            continue
        needed = math.ceil(post.load / usual - 1e-9) if usual else 0
        for _person in range(int(share * max(post.servers - needed, 0) + 0.5)):
            offices = [
                j
                for j, other in enumerate(posts)
                if other.role is Role.ASSESSORS
                and world.clearances[other.entity].agency == post.entity
                and other.servers
            ]
            if offices:
                busiest = max(offices, key=lambda j: (posts[j].load / posts[j].servers, -j))
                posts[i] = posts[i].leave(1)
                posts[busiest] = posts[busiest].join(1, post.name)
    return posts


def _stated(row: Pattern, posts: list[Post], stated: Mapping[str, int]) -> list[Post]:
    names = [post.name for post in posts if post.role in STAFFED]
    for name, number in stated.items():
        if name not in names:
            close = get_close_matches(name, names, n=1)
            nearest = _("Did you mean '{word}'?").format(word=close[0]) if close else ""
            text = _("there is no pool '{name}' under {pattern}; expected one of {names}. {nearest}")
            said = text.format(name=name, pattern=row.key, names=", ".join(names), nearest=nearest)
            raise BadInput(Problem("levers.staff", None, said.strip()))
        index = next(i for i, post in enumerate(posts) if post.name == name)
        posts[index] = replace(posts[index], servers=number, donors=())
    return posts


@lru_cache(maxsize=128)
def _calendar(
    world: World, role: Role, name: str, servers: int, shifts: tuple[tuple[tuple[tuple[int, int], ...], float], ...]
) -> tuple[Hours, Ints, Ints]:
    """Hours and steps of staff of a pool, the same in every replication; they reach ten years, so they are kept."""
    hours = world.working_days if role is Role.CLOCK else world.hours(name)
    return staffed(hours, servers, dict(shifts), reach(world.end))


def pools(world: World, row: Pattern, staff: Staffing, portal: Hours) -> tuple[Pool, ...]:
    """The pools as an engine needs them, with their calendars; `portal` is when the portal is up."""
    made = []
    for post in staff.posts:
        if post.role is Role.PORTAL:
            hours, times, counts = staffed(portal, post.servers, {}, world.end)
        else:
            hours, times, counts = _calendar(world, post.role, post.hours, post.servers, tuple(post.shifts.items()))
        building = NONE
        if post.role in IN_PERSON:
            shared = row.place is Place.SHARED or post.role is Role.DESK
            building = CENTRE if shared else post.entity + 1
        made.append(
            Pool(
                name=post.name,
                role=post.role,
                servers=post.servers,
                hours=hours,
                step_times=times,
                step_servers=counts,
                suspends=post.role not in IN_PERSON,
                agency=post.entity if post.role is Role.COUNTER else NONE,
                building=building,
                donors=post.donors,
            )
        )
    return tuple(made)

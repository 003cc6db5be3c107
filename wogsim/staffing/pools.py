"""The pools of a pattern with their calendars, as an engine needs them."""

from functools import lru_cache

from wogsim.contract.cases import AT_AGENCY, IN_PERSON, NONE, Ints, Pool, Role
from wogsim.contract.hours import Hours
from wogsim.patterns import Pattern, Place
from wogsim.staffing.people import Staffing
from wogsim.staffing.presence import People, people_by_date, present
from wogsim.staffing.roster import Post
from wogsim.world.agencies import CENTRE, World
from wogsim.world.crews import Crew
from wogsim.world.opening import beginnings, reach, staffed


def pools(world: World, row: Pattern, staff: Staffing, portal: Hours) -> tuple[Pool, ...]:
    """The pools as an engine needs them, with their calendars; `portal` is when the portal is up."""
    made = []
    for post in staff.posts:
        if post.role is Role.PORTAL:
            hours, times, counts = staffed(portal, post.servers, {}, world.end)
        else:
            hours, times, counts = _calendar(
                world, post.role, post.crews, people_by_date(world, post.role, post.name, post.servers)
            )
        building = NONE
        if post.role in IN_PERSON:
            shared = row.place is Place.SHARED or post.role not in AT_AGENCY
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
                serves_out=post.role in IN_PERSON and _serves_out(world, post),
                quota=NONE if post.quota is None else post.quota,
                agency=post.entity if post.role in AT_AGENCY else NONE,
                building=building,
                donors=post.donors,
            )
        )
    return tuple(made)


def _serves_out(world: World, post: Post) -> bool:
    """Whether who queues at a counter or desk when it closes for the day is served."""
    if post.role in AT_AGENCY:
        return world.agencies[post.entity].serves_out
    described = world.scenario.world
    return (described.front.closing or described.closing) == "serve out"


@lru_cache(maxsize=128)
def _calendar(world: World, role: Role, crews: tuple[Crew, ...], people: People) -> tuple[Hours, Ints, Ints]:
    """Hours and steps of staff of a pool, the same in every replication; they reach ten years, so they are kept."""
    until = reach(world.end)
    if role in (Role.CLOCK, Role.OPENING):
        hours = world.hours(world.scenario.world.working_days)
        return staffed(beginnings(hours) if role is Role.OPENING else hours, people[0][1], {}, until)
    return present(world, crews, people, until)

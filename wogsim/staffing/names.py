"""Names of things as people read them, in the language in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wogsim.contract.cases import AT_AGENCY, Role
from wogsim.language import _, mark, pick

if TYPE_CHECKING:
    from wogsim.staffing.roster import Post
    from wogsim.world.agencies import World


POOL_TITLES = {
    Role.COUNTER: mark("counter: {whose}"),
    Role.DESK: mark("front desk"),
    Role.HANDOUT: mark("handing out: {whose}"),
    Role.FRONT_HANDOUT: mark("handing out in front"),
    Role.INFORMATION: mark("information desk"),
    Role.OFFICERS: mark("case officers"),
    Role.ASSESSORS: mark("assessors: {whose}"),
    Role.INSPECTORS: mark("inspectors: {whose}"),
    Role.SECONDED: mark("seconded assessors: {whose}"),
    Role.GENERALISTS: mark("generalists"),
    Role.TEAM: mark("technical team"),
    Role.CREWS: mark("crews: {whose}"),
}


def pool_title(post: Post, world: World) -> str:
    """Name of a pool of staff and whose it is; of a clearance that a chain repeats, its number too."""
    whose = {"en": ""}
    if post.role in AT_AGENCY:
        whose = dict(world.agencies[post.entity].title)
    elif post.role in (Role.ASSESSORS, Role.INSPECTORS, Role.SECONDED, Role.CREWS):
        clearance = world.clearances[post.entity]
        again = clearance.key.removeprefix(clearance.listed)
        whose = {language: text + again for language, text in clearance.described.title}
    return _(POOL_TITLES[post.role]).format(whose=pick(whose))

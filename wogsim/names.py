"""Names of things as people read them, in the language in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wogsim.cases import Role
from wogsim.language import _, mark, pick

if TYPE_CHECKING:
    from wogsim.scenario import Scenario
    from wogsim.staffing import Post
    from wogsim.world import World

PATTERN_TITLES = {
    "technical-functional": mark("Technical-functional"),
    "one-roof": mark("One-roof"),
    "one-door": mark("One-door"),
    "centralized": mark("Centralized"),
    "electronic": mark("Electronic"),
}


def pattern_title(key: str, scenario: Scenario | None = None) -> str:
    """Name of a pattern: the scenario's own, where it has one."""
    own = scenario.patterns.get(key) if scenario else None
    return pick(dict(own.title)) if own else _(PATTERN_TITLES[key])


POOL_TITLES = {
    Role.COUNTER: mark("counter: {whose}"),
    Role.DESK: mark("front desk"),
    Role.OFFICERS: mark("case officers"),
    Role.ASSESSORS: mark("assessors: {whose}"),
    Role.INSPECTORS: mark("inspectors: {whose}"),
    Role.GENERALISTS: mark("generalists"),
    Role.TEAM: mark("technical team"),
}


def pool_title(post: Post, world: World) -> str:
    """Name of a pool of staff and whose it is; of a clearance that a chain repeats, its number too."""
    whose = {"en": ""}
    if post.role is Role.COUNTER:
        whose = dict(world.agencies[post.entity].title)
    elif post.role in (Role.ASSESSORS, Role.INSPECTORS):
        clearance = world.clearances[post.entity]
        listed = next(key for key, other in world.scenario.world.clearances.items() if other is clearance.described)
        again = clearance.key.removeprefix(listed)
        whose = {language: text + again for language, text in clearance.described.title}
    return _(POOL_TITLES[post.role]).format(whose=pick(whose))

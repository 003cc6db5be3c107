"""Names of things as people read them, in the language in use."""

from __future__ import annotations

from collections.abc import Mapping

from wogsim.cases import Role
from wogsim.language import _, mark, pick

PATTERN_TITLES = {
    "technical-functional": mark("Technical-functional"),
    "one-roof": mark("One-roof"),
    "one-door": mark("One-door"),
    "centralized": mark("Centralized"),
    "electronic": mark("Electronic"),
}


def pattern_title(key: str) -> str:
    """Name of one of the five patterns; a key that is not one of them stays as it is."""
    return _(PATTERN_TITLES[key]) if key in PATTERN_TITLES else key


POOL_TITLES = {
    Role.COUNTER: mark("counter: {whose}"),
    Role.DESK: mark("front desk"),
    Role.OFFICERS: mark("case officers"),
    Role.ASSESSORS: mark("assessors: {whose}"),
    Role.INSPECTORS: mark("inspectors: {whose}"),
    Role.GENERALISTS: mark("generalists"),
    Role.TEAM: mark("technical team"),
}


def pool_title(role: Role, whose: Mapping[str, str]) -> str:
    """Name of a pool of staff; `whose` is the title of its agency or clearance, for those that have one."""
    return _(POOL_TITLES[role]).format(whose=pick(whose))

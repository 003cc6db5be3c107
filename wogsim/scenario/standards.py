"""Service standards: the promised time of each permit, and the instant from which it counts."""

from typing import NamedTuple

from wogsim.scenario.described import World
from wogsim.scenario.quantities import Duration

NEED, HANDING_IN, COMPLETE = "need", "handing in", "complete papers"


class Promise(NamedTuple):
    """The promised ``time`` of a permit, ``since`` when it counts: `NEED`, `HANDING_IN` or `COMPLETE`."""

    time: Duration
    since: str


def promises(world: World) -> tuple[Promise, ...]:
    """What is promised of each permit, its own or the world's; empty where nothing is promised."""
    found = [
        Promise(time, permit.standard_from or world.standard_from)
        for permit in world.permits.values()
        if (time := permit.standard or world.standard) is not None
    ]
    return tuple(found) if len(found) == len(world.permits) else ()


def one_promise(world: World) -> Promise | None:
    """What is promised of all permits alike, if so."""
    different = set(promises(world))
    return different.pop() if len(different) == 1 else None


def ranks(world: World) -> bool:
    """Whether patterns may be ranked by what is promised: ranking counts from the need, whatever the clock."""
    return bool(promises(world)) and from_need(world)


def from_need(world: World) -> bool:
    """Whether a standard of each permit would count from the need."""
    return all((permit.standard_from or world.standard_from) == NEED for permit in world.permits.values())

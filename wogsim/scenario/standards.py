"""Service standards: the promised time of each permit, and the instant from which it counts."""

from typing import NamedTuple

from wogsim.scenario.described import World
from wogsim.scenario.quantities import Duration

NEED, HANDING_IN, COMPLETE = "need", "handing in", "complete papers"


class Promise(NamedTuple):
    """The promised ``time`` of a permit, ``since`` when it counts: `NEED`, `HANDING_IN` or `COMPLETE`."""

    time: Duration
    since: str


def promises(world: World) -> tuple[Promise | None, ...]:
    """What is promised of each permit, its own or the world's, None of one without; empty where nothing is promised."""
    found = [
        None if time is None else Promise(time, permit.standard_from or world.standard_from)
        for permit in world.permits.values()
        for time in [permit.standard or world.standard]
    ]
    return tuple(found) if any(found) else ()


def one_promise(world: World) -> Promise | None:
    """What is promised of all permits alike, if so."""
    different = set(promises(world))
    return different.pop() if len(different) == 1 else None


def ranks(world: World) -> bool:
    """Whether patterns may be ranked by what is promised: of every permit, and from the need, as ranking counts."""
    return bool(promises(world)) and all(promises(world)) and from_need(world)


def from_need(world: World) -> bool:
    """Whether a standard of each permit would count from the need."""
    return all((permit.standard_from or world.standard_from) == NEED for permit in world.permits.values())

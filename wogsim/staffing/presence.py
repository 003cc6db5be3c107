"""Who of a pool is there when: its crews at their hours, as many as people lent leave, and how long that is."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from wogsim.contract.cases import STAFFED, UNLIMITED, Ints, Role
from wogsim.contract.hours import DAY, FOREVER, Hours
from wogsim.world.agencies import World
from wogsim.world.crews import Crew, of_so_many, together
from wogsim.world.opening import staffed, staffed_seconds_a_week

People = tuple[tuple[int, int], ...]  # from which second on so many, ascending, the first from 0 on


def people_by_date(world: World, role: Role, name: str, servers: int) -> People:
    """How many people a pool has from when on, if it has `servers` usually; one entry where nobody is lent."""
    if role not in STAFFED or servers == UNLIMITED:
        return ((0, servers),)
    changes = dict[int, int]()
    for lent in world.scenario.levers.secondments:
        for pool, people in ((lent.out_of, -lent.people), (lent.into, lent.people)):
            if pool == name:
                begin, end = world.midnight(lent.since), world.midnight(lent.until) + DAY
                changes[begin] = changes.get(begin, 0) + people
                changes[end] = changes.get(end, 0) - people
    found, number = {0: servers}, servers
    for second in sorted(changes):
        number += changes[second]
        found[max(second, 0)] = number
    return tuple(found.items())


def present(world: World, crews: Sequence[Crew], people: People, until: int) -> tuple[Hours, Ints, Ints]:
    """When how many of a pool are there: the hours with anybody there, and the steps of staff, both ends included.

    Shares of those present are written out up to second `until`.
    """
    by_crew = list(zip(*(of_so_many(crews, number) for _since, number in people), strict=True))
    since = [second for second, _number in people]
    steps = [
        _by_date(
            world.hours(parts[0].hours),
            tuple((second, part.people) for second, part in zip(since, parts, strict=True)),
            parts[0],
            until,
        )
        for parts in by_crew
    ]
    return steps[0] if len(steps) == 1 else together([(times, counts) for _hours, times, counts in steps])


def _by_date(hours: Hours, people: People, crew: Crew, until: int) -> tuple[Hours, Ints, Ints]:
    """When how many are present, as `wogsim.world.opening.staffed` says it, where their number changes by date."""
    shifts, first = dict(crew.present), crew.first
    if len(people) == 1:
        return staffed(hours, people[0][1], shifts, until, first)
    times, counts = list[Ints](), list[Ints]()
    for (since, servers), (end, _servers) in pairwise([*people, (FOREVER, 0)]):
        opens, closes = np.maximum(hours.opens, since), np.minimum(hours.closes, end)
        inside = Hours(opens[opens < closes], closes[opens < closes])
        _hours, steps, there = staffed(inside, servers, shifts, until, first)
        times.append(steps)
        counts.append(there)
    joined, there = np.concatenate(times), np.concatenate(counts)
    # Where people change while the doors are open, those who leave and those who come stand at one instant.
    last = np.diff(joined, append=FOREVER + 1) > 0
    joined, there = joined[last], there[last]
    changed = np.diff(there, prepend=0) != 0
    joined, there = joined[changed], there[changed]
    before = np.append(0, there[:-1])
    return Hours(joined[(before == 0) & (there > 0)], joined[(before > 0) & (there == 0)]), joined, there


@lru_cache(maxsize=4096)
def staffed_seconds(world: World, crews: tuple[Crew, ...], people: People) -> float:
    """Seconds in a week in which people are there, all of them added up: on average over the weeks of the run.

    So holidays count, hours of some dates, and people lent. Where nobody comes in all the run it is a usual week.
    """
    kept = tuple((since, max(number, 0)) for since, number in people)
    if not world.weeks_alike or len(people) > 1:
        _hours, times, counts = present(world, crews, kept, world.whole_weeks)
        seconds = int(np.diff(np.minimum(times, world.whole_weeks)) @ counts[:-1]) if len(times) else 0
        if seconds:
            return seconds / world.weeks
    return usual_seconds(world, crews, kept[0][1])


def usual_seconds(world: World, crews: Sequence[Crew], people: int) -> float:
    """The same in a week without holidays, hours of dates and people lent, by which people are placed.

    So who works where does not depend on how long is run.
    """
    described = world.scenario.world
    return sum(
        crew.people * staffed_seconds_a_week(described, crew.hours, crew.people, dict(crew.present), crew.first)
        for crew in of_so_many(crews, people)
        if crew.people
    )


def sittings(world: World, crews: Sequence[Crew]) -> float:
    """How many sittings a week anybody of some crews keeps, on average over the weeks of the run."""
    people = sum(crew.people for crew in crews)
    hours, _times, _counts = present(world, crews, ((0, people),), world.whole_weeks)
    return hours.sittings(0, world.whole_weeks) / world.weeks

"""People lent for some weeks and back: how many each pool has from which day on; the head-count is always the same."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from wogsim.contract.cases import STAFFED, UNLIMITED, Ints
from wogsim.contract.hours import DAY, FOREVER, Hours
from wogsim.errors import Problem
from wogsim.language import _
from wogsim.patterns import Pattern
from wogsim.staffing.roster import Post, Unstaffed, unknown_pool
from wogsim.world.agencies import World
from wogsim.world.crews import Crew, of_so_many, together
from wogsim.world.opening import reach, staffed

People = tuple[tuple[int, int], ...]  # from which second on so many, ascending, the first from 0 on


def people_by_date(world: World, post: Post) -> People:
    """How many people a pool has from when on; one entry where nobody is lent."""
    if post.role not in STAFFED or post.servers == UNLIMITED:
        return ((0, post.servers),)
    changes = dict[int, int]()
    for lent in world.scenario.levers.secondments:
        for name, people in ((lent.out_of, -lent.people), (lent.into, lent.people)):
            if name == post.name:
                begin, end = _midnight(world, lent.since), _midnight(world, lent.until) + DAY
                changes[begin] = changes.get(begin, 0) + people
                changes[end] = changes.get(end, 0) - people
    found, number = {0: post.servers}, post.servers
    for second in sorted(changes):
        number += changes[second]
        found[max(second, 0)] = number
    return tuple(found.items())


def _midnight(world: World, day: date) -> int:
    """When a day begins, before the first one too."""
    return (day - world.scenario.world.start).days * DAY


def staffed_by_date(hours: Hours, people: People, crew: Crew, until: int) -> tuple[Hours, Ints, Ints]:
    """When how many are present, as `wogsim.world.opening.staffed` says it, where their number changes by date."""
    shifts, first = dict(crew.present), crew.first
    if len(people) == 1:
        return staffed(hours, people[0][1], shifts, until, first)
    times, counts = list[Ints](), list[Ints]()
    for (since, servers), (end, _servers) in pairwise([*people, (FOREVER, 0)]):
        opens, closes = np.maximum(hours.opens, since), np.minimum(hours.closes, end)
        inside = Hours(opens[opens < closes], closes[opens < closes])
        _hours, steps, present = staffed(inside, servers, shifts, until, first)
        times.append(steps)
        counts.append(present)
    joined, there = np.concatenate(times), np.concatenate(counts)
    # Where people change while the doors are open, those who leave and those who come stand at one instant.
    last = np.diff(joined, append=FOREVER + 1) > 0
    joined, there = joined[last], there[last]
    changed = np.diff(there, prepend=0) != 0
    joined, there = joined[changed], there[changed]
    before = np.append(0, there[:-1])
    return Hours(joined[(before == 0) & (there > 0)], joined[(before > 0) & (there == 0)]), joined, there


def present(world: World, crews: Sequence[Crew], people: People, until: int) -> tuple[Hours, Ints, Ints]:
    """When how many of a pool's crews are there: hours with anybody there, and the steps of staff, up to `until`."""
    by_crew = list(zip(*(of_so_many(crews, number) for _since, number in people), strict=True))
    since = [second for second, _number in people]
    steps = [
        staffed_by_date(
            world.hours(parts[0].hours),
            tuple((second, part.people) for second, part in zip(since, parts, strict=True)),
            parts[0],
            until,
        )
        for parts in by_crew
    ]
    return steps[0] if len(steps) == 1 else together([(times, counts) for _hours, times, counts in steps])


def refuse_unlendable(world: World, row: Pattern, posts: Sequence[Post]) -> None:
    """Refuse people lent by or to what is no pool of a pattern, and more than a pool has under it.

    Raises
    ------
    BadInput
        When there is no such pool.
    Unstaffed
        When a pool has fewer people under this pattern than it is to lend, or lends all for good though cases need it.
    """
    pools = {post.name: post for post in posts if post.role in STAFFED}
    for lent in world.scenario.levers.secondments:
        for name in (lent.out_of, lent.into):
            if name not in pools:
                raise unknown_pool("levers.secondments", name, row, list(pools))
        giver = pools[lent.out_of]
        if min(people for _since, people in people_by_date(world, giver)) < 0:
            text = _("{pattern}: {pool} has {people} people and is to lend more; expected people whom it has")
            said = text.format(pattern=row.key, pool=lent.out_of, people=giver.servers)
            raise Unstaffed(Problem("levers.secondments", lent.people, said))
        last = [people for since, people in people_by_date(world, giver) if since < reach(world.end)][-1]
        if giver.reached and not last:
            text = _(
                "{pattern}: {pool} lends all its people for longer than any run, and cases need it; expected somebody "
                "who stays, or an earlier day"
            )
            until, said = str(lent.until), text.format(pattern=row.key, pool=lent.out_of)
            raise Unstaffed(Problem("levers.secondments.until", until, said))

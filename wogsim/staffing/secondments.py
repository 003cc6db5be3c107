"""People lent for some weeks and back: a pool must have them. Who is where when, `wogsim.staffing.presence` says."""

from collections.abc import Sequence

from wogsim.contract.cases import STAFFED
from wogsim.errors import Problem
from wogsim.language import _
from wogsim.patterns import Pattern
from wogsim.staffing.presence import people_by_date
from wogsim.staffing.roster import Post, Unstaffed, unknown_pool
from wogsim.world.agencies import World


def refuse_unlendable(world: World, row: Pattern, posts: Sequence[Post]) -> None:
    """Refuse people lent by or to what is no pool of a pattern, and more than a pool has under it.

    Raises
    ------
    BadInput
        When there is no such pool.
    Unstaffed
        When a pool has fewer people under this pattern than it is to lend.
    """
    pools = {post.name: post for post in posts if post.role in STAFFED}
    for lent in world.scenario.levers.secondments:
        for name in (lent.out_of, lent.into):
            if name not in pools:
                raise unknown_pool("levers.secondments", name, row, list(pools))
        giver = pools[lent.out_of]
        if min(people for _since, people in people_by_date(world, giver.role, giver.name, giver.servers)) < 0:
            text = _("{pattern}: {pool} has {people} people and is to lend more; expected people whom it has")
            said = text.format(pattern=row.key, pool=lent.out_of, people=giver.servers)
            raise Unstaffed(Problem("levers.secondments", lent.people, said))

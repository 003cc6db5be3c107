"""People lent for some weeks and back: a pool must have them. Who is where when, `wogsim.staffing.presence` says."""

from collections.abc import Sequence

from wogsim.contract.cases import STAFFED
from wogsim.errors import Problem
from wogsim.language import _
from wogsim.patterns import Pattern
from wogsim.staffing.presence import people_by_date
from wogsim.staffing.roster import Post, Unstaffed, unknown_pool
from wogsim.world.agencies import World
from wogsim.world.opening import reach


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
        by_date = people_by_date(world, giver.role, giver.name, giver.servers)
        if min(people for _since, people in by_date) < 0:
            text = _("{pattern}: {pool} has {people} people and is to lend more; expected people whom it has")
            said = text.format(pattern=row.key, pool=lent.out_of, people=giver.servers)
            raise Unstaffed(Problem("levers.secondments", lent.people, said))
        last = [people for since, people in by_date if since < reach(world.end)][-1]
        if giver.reached and not last:
            text = _(
                "{pattern}: {pool} lends all its people for longer than any run, and cases need it; expected somebody "
                "who stays, or an earlier day"
            )
            until, said = str(lent.until), text.format(pattern=row.key, pool=lent.out_of)
            raise Unstaffed(Problem("levers.secondments.until", until, said))

"""Which pools are overloaded in a comparison and by how much their queues grew; and which are not, though offered more.

When a pool is overloaded is decided in `wogsim.measures.backlog` and `wogsim.studies.overload`.
"""

import math

from wogsim.language import _, number
from wogsim.staffing.names import pool_title
from wogsim.studies.comparison.numbers import Numbers, PoolRow


def overloads(result: Numbers) -> list[str]:
    """A sentence for each pattern that has overloaded pools, and one for each that has pools which get by."""
    at_work = _(
        "{pattern}: overloaded are {pools} (work brought / servers; growth of the queue a day); their queues grow as "
        "long as arrivals last, so times depend on how long the world is run"
    )
    tickets = _(
        "{pattern}: more people come than there are tickets to {pools} (people / tickets a day; growth of those who "
        "wait a day); ever more come again on another day as long as arrivals last, so times depend on how long the "
        "world is run"
    )
    relieved = _(
        "{pattern}: more is brought to {pools} (work brought / servers; growth of the queue a day) than there are "
        "people for, and yet their queues do not grow by it: citizens give up, deadlines pass, people stay on after "
        "their time, or what comes is held back before"
    )
    found: dict[tuple[str, str], list[str]] = {}
    for row in result.pools():
        sold_out = row.post.quota is not None and not row.load.mean > row.post.servers
        if row.overloaded:
            found.setdefault((row.pattern, tickets if sold_out else at_work), []).append(_told(result, row, sold_out))
        elif row.short and not sold_out:
            found.setdefault((row.pattern, relieved), []).append(_told(result, row, sold_out))
    return [
        text.format(pattern=result.title(key), pools=", ".join(found[key, text]))
        for key in result.keys
        for text in (at_work, tickets, relieved)
        if (key, text) in found
    ]


def _told(result: Numbers, row: PoolRow, sold_out: bool) -> str:
    """'Desk (1.25 / 1; +6.2, 5.9 to 6.5)': what is asked for and what there is, and the growth with its interval."""
    asked = (number(row.post.asked, 1), row.post.quota) if sold_out else (number(row.load.mean, 2), row.post.servers)
    title, of = pool_title(row.post, result.world_of(row.pattern)), f"{asked[0]} / {asked[1]}"
    growth = row.growth
    if math.isnan(growth.mean):
        return f"{title} ({of})"
    grew = ("+" if growth.mean > 0 else "") + number(growth.mean, 1)
    if math.isnan(growth.low):
        return f"{title} ({of}; {grew})"
    ends = _("{low} to {high}").format(low=number(growth.low, 1), high=number(growth.high, 1))
    return f"{title} ({of}; {grew}, {ends})"

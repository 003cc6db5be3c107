"""A task force: who lends people to whom, for how long, where the scenario does not say it."""

from datetime import timedelta
from typing import Any, NamedTuple

from wogsim.contract.cases import UNLIMITED, Role
from wogsim.replication.prepare import prepare
from wogsim.scenario.coordination import LENT, LENT_FOR
from wogsim.scenario.presets import Point
from wogsim.scenario.reading import Loaded
from wogsim.staffing.roster import Post


class Office(NamedTuple):
    """The people who assess one clearance: their pool, how many, how many of them its work keeps busy, whose."""

    pool: str
    people: int
    work: float
    agency: str

    def busy(self, without: int = 0) -> float:
        """Offered load of each of them, or of those who stay."""
        return self.work / (self.people - without)


def lent(base: Loaded) -> Point:
    """The people lent to a task force in the scenario, in which each agency works by itself.

    Those whom the scenario lends, if any. Else one of each other agency's assessors goes to the busiest ones, who
    lead: if their colleagues who stay are no busier then than the leaders are without any help.

    Raises
    ------
    BadInput
        When the scenario cannot be staffed.
    """
    if base.scenario.levers.secondments or base.scenario.levers.unlimited_staff:
        return {}
    [(_row, staff)] = prepare(base).patterns
    offices = [office for post in staff.posts if (office := _office(base, post))]
    return {LENT: to_the_busiest(base, offices) if offices else []}


def _office(base: Loaded, post: Post) -> Office | None:
    """A pool of assessors; None of other pools, and where nobody works."""
    key = post.name.partition(":")[2]
    known = base.scenario.world.clearances
    if post.role is not Role.ASSESSORS or not 0 < post.servers < UNLIMITED or key not in known:
        return None
    return Office(post.name, post.servers, post.load, known[key].agency)


def to_the_busiest(base: Loaded, offices: list[Office]) -> list[dict[str, Any]]:
    """One of each other agency's people, lent to the busiest from the first measured day on, as a file says it."""
    lead = max(offices, key=Office.busy)
    able = [office for office in offices if office.people > 1 and office.busy(without=1) <= lead.busy()]
    lenders: dict[str, Office] = {}
    for office in sorted(able, key=lambda office: office.busy(without=1)):
        if office.agency != lead.agency:
            lenders.setdefault(office.agency, office)
    world, run = base.scenario.world, base.scenario.run
    first = world.start + timedelta(seconds=run.warm_up.seconds)
    stay = {"from": first.isoformat(), "until": (first + LENT_FOR - timedelta(days=1)).isoformat(), "people": 1}
    return [{**stay, "out_of": office.pool, "into": lead.pool} for office in lenders.values()]

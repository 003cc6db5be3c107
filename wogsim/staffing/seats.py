"""Where assessors sit: at home or in the front unit. A person sits in one place, whatever is decided where."""

from collections.abc import Mapping, Sequence

from wogsim.contract.cases import Role
from wogsim.language import _
from wogsim.patterns import Pattern
from wogsim.scenario.quantities import counted
from wogsim.staffing.roster import Roster, Unstaffed
from wogsim.world.agencies import World


def inside(roster: Roster, stated: Mapping[str, int]) -> tuple[int, ...]:
    """How many of each clearance's assessors sit in the front unit: whole people, by expected work, one at least.

    They sit where cases can need them, be it only a rare one.

    Parameters
    ----------
    roster : of a pattern, as long as nobody is a generalist

    Raises
    ------
    Unstaffed
        When a clearance is assessed in both places and has one assessor, unless the scenario states either pool.
    """
    seated = []
    for home, unit in zip(roster.numbers(Role.ASSESSORS), roster.numbers(Role.SECONDED), strict=True):
        people, there, here = roster.posts[home].servers, roster.works[home], roster.works[unit]
        if not (roster.reached[home] and roster.reached[unit]):
            seated.append(people if roster.reached[unit] else 0)
        elif people > 1:
            expected = people * here / (here + there) if here + there else people / 2
            seated.append(min(max(int(expected + 0.5), 1), people - 1))
        elif roster.posts[unit].name in stated:
            seated.append(0)
        elif roster.posts[home].name in stated:
            seated.append(people)
        else:
            raise _two_seats(roster.row, roster.world.clearances[roster.posts[home].entity].key, people)
    return tuple(seated)


def generalist_shares(world: World, seated: Sequence[int]) -> tuple[float, ...]:
    """Share of each clearance's specialists in the unit who join the generalists there, whole people."""
    share = world.scenario.levers.cross_training
    return tuple(int(share * people + 0.5) / people if people else 0.0 for people in seated)


def take_seats(roster: Roster, seated: Sequence[int], generalists: Sequence[float]) -> None:
    """Assessors go to the unit, and some of them on to the generalists."""
    [pool] = roster.numbers(Role.GENERALISTS)
    for home, unit, people, share in zip(
        roster.numbers(Role.ASSESSORS), roster.numbers(Role.SECONDED), seated, generalists, strict=True
    ):
        roster.move(home, unit, people)
        roster.move(unit, pool, int(share * people + 0.5))


def listed(world: World) -> int:
    """People whom the file lists: the head-count of every pattern, where no pool is stated."""
    described = [clearance.described for clearance in world.clearances]
    specialists = [counted(number) for one in described for number in (one.assessors, one.inspectors, one.works.crews)]
    return sum(agency.counters + agency.handing_out for agency in world.agencies) + sum(specialists)


def _two_seats(row: Pattern, clearance: str, people: int) -> Unstaffed:
    text = _(
        "{pattern}: {clearance} is assessed in 2 places, in the front unit and at home, and has {people} assessor, "
        "who sits in one place. Expected at least 2 (world.clearances.{clearance}.assessors), all of its authority or "
        "none, or a stated pool (levers.staff)"
    )
    return Unstaffed(text.format(pattern=row.key, clearance=clearance, people=people))

"""Who is where while people are still being moved between pools, and how busy that leaves each of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from statistics import NormalDist

from wogsim.contract.cases import AT_AGENCY, UNLIMITED, Role
from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.output_analysis.intervals import LEVEL
from wogsim.patterns import Pattern
from wogsim.routing import layout
from wogsim.scenario.quantities import counted
from wogsim.staffing.presence import people_by_date, staffed_seconds, usual_seconds
from wogsim.world.agencies import World
from wogsim.world.crews import Crew, of_so_many


class Unstaffed(BadInput):
    """There are not the people to run a pattern; others may be run all the same."""

    @property
    def again(self) -> bool:
        """Who is missing once is missing the next time."""
        return False


@dataclass(frozen=True)
class Post:
    """A pool before its calendar: what it is, how many people, who gave them, its offered load in servers.

    The load is the mean number of busy people that the pool's work needs, ``error`` its standard error, as it is learnt
    from applicants with one luck of many; ``reached`` says whether any case can need it, also one so rare that the load
    is nothing. ``crews`` are whose people there are and the hours that they keep, as the file lists them; `there` when
    they are as many as ``servers``. ``quota`` is how many tickets it hands out a day (None: nobody needs one),
    ``asked`` how many visitors there are on average on a day on which it opens.
    """

    name: str
    role: Role
    entity: int
    crews: tuple[Crew, ...]
    servers: int
    load: float = 0.0
    error: float = 0.0
    donors: tuple[str, ...] = ()
    quota: int | None = None
    asked: float = 0.0
    reached: bool = False

    @property
    def there(self) -> tuple[Crew, ...]:
        """Its people now, by the hours that they keep."""
        return of_so_many(self.crews, self.servers)

    @property
    def hours(self) -> str:
        """Name of the hours of most of its people."""
        return max(self.crews, key=lambda crew: crew.people).hours

    @property
    def near(self) -> bool:
        """Whether the load is within what is there, and with other luck might not be."""
        return self.load <= self.servers < self.load + self.half

    @property
    def half(self) -> float:
        """Half the width of the 95 % interval of the load: 1.96 standard errors."""
        return NormalDist().inv_cdf(0.5 + LEVEL / 2) * self.error

    @property
    def short_of_tickets(self) -> bool:
        """Whether more people come than there are tickets."""
        return self.quota is not None and self.asked > self.quota


@dataclass
class Roster:
    """The pools of a pattern in the order of the layout, people as the file lists them until they are moved.

    ``works[i]`` is the expected work of pool i in a week, in seconds, were everybody served; ``reached[i]`` says
    whether any case can need it, be that too rare to be expected. Where nothing is said of it, those with work are.
    """

    world: World
    row: Pattern
    works: Sequence[float]
    reached: Sequence[bool] = ()
    posts: list[Post] = field(init=False)
    _present: dict[tuple[int, int], float] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.posts = _bare(self.world)
        self.reached = self.reached or [work > 0 for work in self.works]

    def numbers(self, role: Role) -> list[int]:
        """Numbers of the pools of a role."""
        return [i for i, post in enumerate(self.posts) if post.role is role]

    def number(self, name: str) -> int:
        """The number of the pool of a name."""
        return next(i for i, post in enumerate(self.posts) if post.name == name)

    def load(self, i: int, people: int | None = None) -> float:
        """Offered load of a pool in servers in a usual week, with the people that it has or with so many.

        How many depends on it where only a share of them is present at some hours, since people are whole.

        Raises
        ------
        Unstaffed
            When there is work and never anybody present.
        """
        number = max(self.posts[i].servers if people is None else people, 1)
        if not self.works[i]:
            return 0.0
        seconds = self._seconds(i, number)
        if not seconds:
            raise never_opens(self.row, self.posts[i])
        return self.works[i] / seconds

    def _seconds(self, i: int, number: int) -> float:
        """How long a week a pool of so many people is open, weighted by the share of them who are there then."""
        if (i, number) not in self._present:
            self._present[i, number] = usual_seconds(self.world, self.posts[i].crews, number) / number
        return self._present[i, number]

    def busy(self, i: int, people: int | None = None) -> float:
        """Offered load for each of its people; infinite where there is work and nobody."""
        number = self.posts[i].servers if people is None else people
        load = self.load(i, number)
        return load / number if number else math.inf if load else 0.0

    def wanted(self, i: int, busy: float) -> int:
        """The fewest people, at least one, who are `busy` at most."""
        number = max(math.ceil(self.load(i, 1) / busy - 1e-9), 1)  # of several not all may be present, of one they are
        while self.busy(i, number) > busy + 1e-9:
            number += 1
        return number

    def move(self, giver: int, taker: int, count: int = 1) -> None:
        """`count` people go from one pool to another, which keeps the name of the pool that first gave them."""
        donor, unit = self.posts[giver], self.posts[taker]
        names = donor.donors[-count:] if donor.donors and count else (donor.name,) * count
        left = donor.donors[: len(donor.donors) - len(names)] if donor.donors else ()
        self.posts[giver] = replace(donor, servers=donor.servers - count, donors=left)
        self.posts[taker] = replace(unit, servers=unit.servers + count, donors=(*unit.donors, *names))

    def loaded(self, works: Sequence[float]) -> tuple[Post, ...]:
        """The posts with the loads that their people have now in the weeks that are run.

        `works` is the expected work of each pool in one of these, in seconds.

        Raises
        ------
        Unstaffed
            When a pool that any case can need never opens.
        """
        posts = []
        for i, post in enumerate(self.posts):
            if self.reached[i] and not (post.servers and self._seconds(i, post.servers)):
                raise never_opens(self.row, post)
            people = people_by_date(self.world, post.role, post.name, post.servers)
            seconds = staffed_seconds(self.world, post.crews, people) if works[i] else 0
            load = works[i] * post.servers / seconds if seconds else 0.0
            posts.append(replace(post, load=load, reached=self.reached[i]))
        return tuple(posts)


def never_opens(row: Pattern, post: Post) -> Unstaffed:
    """What is said of a pool that has work for nobody."""
    message = _("{pattern}: {pool} has work but no staff, so it never opens; give it at least one person")
    return Unstaffed(message.format(pattern=row.key, pool=post.name))


def unknown_pool(path: str, name: str, row: Pattern, names: Sequence[str]) -> BadInput:
    """What is said of a pool that a pattern does not have."""
    close = get_close_matches(name, names, n=1)
    nearest = _("Did you mean '{word}'?").format(word=close[0]) if close else ""
    text = _("there is no pool '{name}' under {pattern}; expected one of {names}. {nearest}")
    said = text.format(name=name, pattern=row.key, names=", ".join(names), nearest=nearest)
    return BadInput(Problem(path, None, said.strip()))


def _bare(world: World) -> list[Post]:
    """Pools as the file lists them, with nobody in front."""
    posts = []
    for role, i in layout(world):
        name, hours, servers, quota = role.value, world.front_hours, 0, None
        crews: tuple[Crew, ...] | None = None
        if role in AT_AGENCY:
            agency = world.agencies[i]
            name, crews = f"{role}:{agency.key}", agency.crews if role is Role.COUNTER else agency.handing
            servers, quota = sum(crew.people for crew in crews), agency.quota if role is Role.COUNTER else None
        elif role is Role.INFORMATION:
            hours = world.information_hours
        elif role is Role.DESK:
            front = world.scenario.world.front
            crews, quota = (Crew(name, hours, 0, tuple(front.present.items())),), front.quota
        elif role in (Role.ASSESSORS, Role.INSPECTORS, Role.SECONDED, Role.CREWS):
            clearance = world.clearances[i]
            name, hours = f"{role}:{clearance.key}", world.intake_agencies[clearance.origin].hours
            own = clearance.described.works if role is Role.CREWS else clearance.described
            servers = counted(getattr(own, role.value)) if role is not Role.SECONDED else 0
        elif role is Role.SITTING:
            name, hours, servers = f"{role}:{world.sittings[i]}", world.sittings[i], UNLIMITED
        elif role in (Role.PORTAL, Role.CLOCK, Role.OPENING):
            hours, servers = "always", UNLIMITED
        posts.append(Post(name, role, i, crews or (Crew(name, hours, servers),), servers, quota=quota))
    return posts

"""Made-up applicants to whom everything happens that can happen to any, however rarely: who must be staffed at all.

Pilot applicants say how much work a case brings on average; what is rarer than they are many they need not meet. So
some follow whose luck is not drawn but chosen: each event that decides who has to do with a case happens to some of
them, alone and together with others. Only what can happen: luck that reaches no share never lets it happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import TypeVar

import numpy as np

from wogsim.chance.distributions import Distribution, Floats
from wogsim.contract.cases import Bools, Ints
from wogsim.patterns import Authority, Pattern, Place
from wogsim.routing.ways import degrees_of_simplicity
from wogsim.world.agencies import World
from wogsim.world.applicants import BACKLOG, PILOT, Applicants, Stretch
from wogsim.world.part import behind, of_one

T = TypeVar("T")
ALWAYS, NEVER = 0.0, 1.0 - 2.0**-53  # luck with which whatever has a share happens, and nothing but what is certain
NOBODY = -1


@dataclass(frozen=True)
class Fate:
    """What happens to one of them; of two values the first is for the clearance `own`, the other for all others.

    ``needs`` are numbers of clearances; ``simple`` is how simple their cases are, ``falls_out`` whether the system
    cannot decide them, ``incomplete`` how often papers come back; ``wrong_door`` is the agency to which they go
    wherever they can err. ``other`` stands for what does not depend on all this: whether they are assisted, complain
    and meet a generalist.
    """

    permit: int
    needs: frozenset[int]
    simple: tuple[float, float]
    falls_out: tuple[bool, bool]
    incomplete: tuple[int, int]
    own: int = NOBODY
    wrong_door: int = NOBODY
    other: bool = False


@dataclass(frozen=True, eq=False)
class WithExtremes(Applicants):
    """Applicants as they are drawn, and behind them those of chosen luck."""

    drawn: Applicants
    known: dict[str, Floats]  # what the chosen ones' luck is, by quantity: (m,), or (m, 2) for `of` and all others
    of: Ints  # the clearance of which the first of two is the luck, (m,)
    clearances: dict[str, int]  # numbers of clearances, by key
    doors: dict[str, int]  # numbers of agencies, by their luck
    rest: Floats  # luck of all that is not known, (m,)

    @property
    def number(self) -> Ints:
        """Their numbers in their stream, of the chosen ones from 0 on, shape (n,)."""
        return np.concatenate([self.drawn.number, np.arange(len(self.rest))])

    def uniform(self, quantity: str, entity: str = "", bringing: int = 0, luck: str = "") -> Floats:
        """One number in [0, 1) for each applicant, shape (n,); the chosen ones' is the entity's own in any case."""
        name = (quantity, entity, bringing)
        if name not in self._drawn:
            chosen = self._chosen(quantity, entity, bringing)
            self._drawn[name] = np.concatenate([self.drawn.uniform(quantity, entity, bringing, luck), chosen])
        return self._drawn[name]

    def numbers(self, quantity: str, entity: str = "", bringing: int = 0, luck: str = "") -> Floats:
        """The same, drawn anew and not kept."""
        drawn = self.drawn.numbers(quantity, entity, bringing, luck)
        return np.concatenate([drawn, self._chosen(quantity, entity, bringing)])

    def some(self, rows: Ints, columns: Sequence[int]) -> WithExtremes:
        """Those of some rows, ascending, with what they need of some clearances."""
        drawn = int(np.searchsorted(rows, len(self.drawn)))
        chosen = rows[drawn:] - len(self.drawn)
        return WithExtremes(
            self.stretches,
            self._own_among(columns),
            **self._of_rows(rows, columns),
            drawn=self.drawn.some(rows[:drawn], columns),
            known={name: luck[chosen] for name, luck in self.known.items()},
            of=self.of[chosen],
            clearances=self.clearances,
            doors=self.doors,
            rest=self.rest[chosen],
        )

    def draw(
        self,
        distribution: Distribution,
        quantity: str,
        entity: str = "",
        bringing: int = 0,
        among: Bools | None = None,
        least: int = 0,
    ) -> Ints:
        """Whole seconds, shape (n,); of the chosen ones the longest there are, as work of no length needs nobody."""
        lengths = super().draw(distribution, quantity, entity, bringing, among, least).copy()
        whose = slice(len(self.drawn), None)
        lengths[whose] = _longest(distribution, least) * (1 if among is None else among[whose])
        return lengths

    def _chosen(self, quantity: str, entity: str, bringing: int) -> Floats:
        if quantity.startswith("door to "):
            return np.where(self.known["door"] == self.doors.get(entity, NOBODY), NEVER, ALWAYS)
        if quantity == "incomplete":
            return np.where(self._own(quantity, entity) > bringing, ALWAYS, NEVER)
        return self._own(quantity, entity) if quantity in self.known else self.rest

    def _own(self, quantity: str, entity: str) -> Floats:
        luck = self.known[quantity]
        return luck if luck.ndim == 1 else np.where(self.of == self.clearances[entity], luck[:, 0], luck[:, 1])


def _longest(distribution: Distribution, least: int) -> int:
    """Seconds that are as good as never surpassed."""
    if distribution.parts:
        return max(_longest(part, least) for part in distribution.parts)
    return int(distribution.quantile(np.array([NEVER]), least)[0])


def with_extremes(world: World, row: Pattern, drawn: Applicants) -> WithExtremes:
    """Some applicants of a stream, and behind them made-up ones of the same stream."""
    fates = list(dict.fromkeys(_of_citizens(world, row) if drawn.own is None else _of_one(world, row, drawn.own)))
    count = len(fates)

    def table(name: str) -> Floats:
        return np.array([getattr(fate, name) for fate in fates])

    other = np.array([fate.other for fate in fates])
    citizens, nobody = world.scenario.world.citizens, np.zeros(count, dtype=bool)
    assisted = np.where(other, citizens.assisted_share > 0, citizens.assisted_share >= 1)
    rest, doors = np.where(other, NEVER, ALWAYS), np.array([fate.wrong_door for fate in fates])
    known = {
        "simple": table("simple"),
        "fall out": np.where(table("falls_out"), ALWAYS, NEVER),
        "incomplete": table("incomplete"),
        "wrong door": np.where(doors == NOBODY, NEVER, ALWAYS),
        "door": doors,
        "told": np.full(count, NEVER),  # nobody is told at an information desk that does not tell all
        **dict.fromkeys(("consulted", "objects"), rest),
        "complains": np.full(count, ALWAYS),  # which adds to the people who are needed, and takes nobody away
        "generalist": rest,
    }
    zeros, permit = np.zeros(count, dtype=np.int64), np.array([fate.permit for fate in fates], dtype=np.int64)
    return WithExtremes(
        (*drawn.stretches, Stretch((*drawn.stretches[0].luck, "extremes"), 0, count)),
        drawn.own,
        np.append(drawn.need, zeros),
        np.append(drawn.cohort, nobody),
        np.append(drawn.permit, permit),
        behind([drawn.needs, _needs(world, fates) if drawn.own is None else of_one(world, count, drawn.own)]),
        np.append(drawn.far, nobody),
        np.append(drawn.vulnerable, nobody),
        np.append(drawn.assisted, assisted),
        np.append(drawn.pays, nobody),
        drawn,
        known,
        np.array([fate.own for fate in fates]),
        *_numbers(world),
        rest,
    )


def _numbers(world: World) -> tuple[dict[str, int], dict[str, int]]:
    """Numbers of clearances by key, and of agencies by their luck."""
    if "numbers" not in world.kept:
        clearances = {clearance.key: i for i, clearance in enumerate(world.clearances)}
        world.kept["numbers"] = clearances, {agency.luck: i for i, agency in enumerate(world.agencies)}
    numbers: tuple[dict[str, int], dict[str, int]] = world.kept["numbers"]
    return numbers


def _needs(world: World, fates: Sequence[Fate]) -> Bools:
    needs = np.zeros((len(fates), len(world.clearances)), dtype=bool, order="F")
    rows = np.repeat(np.arange(len(fates)), [len(fate.needs) for fate in fates])
    needs[rows, [i for fate in fates for i in fate.needs]] = True
    return needs


def backlogs(world: World) -> Iterator[Applicants]:
    """Nobody of each backlog that there is; those of chosen luck come behind them."""
    for i, clearance in enumerate(world.clearances):
        if clearance.described.backlog:
            zeros, nobody = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
            stretch = Stretch((0, PILOT, f"{BACKLOG}:{clearance.key}"), 0, 0)
            needs = np.zeros((0, len(world.clearances)), dtype=bool)
            yield Applicants((stretch,), i, zeros, nobody, zeros, needs, *[nobody] * 4)


@dataclass(frozen=True)
class Lucks:
    """How simple a case can be, whether the system can fail to decide it, and how often papers can come back."""

    simple: tuple[float, ...]
    falls_out: tuple[bool, ...]
    incomplete: tuple[int, ...]

    @staticmethod
    def under(world: World, row: Pattern) -> Lucks:
        """Of a row: no more than make a difference."""
        described, both = world.scenario.world, (False, True)
        automates = row.grant_of(Authority.AUTOMATED) is not None and 0 < described.online.fall_out < 1
        doubtful = any(0 < clearance.described.incomplete < 1 for clearance in world.clearances)
        back = {0, min(described.papers.bringings - 1, 1), described.papers.bringings - 1} if doubtful else {0}
        middles = tuple((a + b) / 2 for a, b in pairwise(degrees_of_simplicity(world, row)))
        return Lucks(middles, both[: 1 + automates], tuple(sorted(back)))

    def alike(self) -> Iterator[tuple[tuple[float, float], tuple[bool, bool], tuple[int, int]]]:
        """Each luck, the same for all clearances of a case."""
        for one, out, back in product(self.simple, self.falls_out, self.incomplete):
            yield (one, one), (out, out), (back, back)

    def apart(self) -> Iterator[tuple[tuple[float, float], tuple[bool, bool], tuple[int, int]]]:
        """Each luck of one clearance with each of all others; of papers that come back its own or all others'."""
        back = dict.fromkeys([(0, 0), (0, self.incomplete[-1]), (min(self.incomplete[-1], 1), 0)])
        yield from product(_pairs(self.simple), _pairs(self.falls_out), back)


def _pairs(values: tuple[T, ...]) -> list[tuple[T, T]]:
    return [(one, other) for one in values for other in values]


def _of_one(world: World, row: Pattern, own: int) -> Iterator[Fate]:
    """Applicants of one clearance only."""
    for luck, other in product(Lucks.under(world, row).alike(), (False, True)):
        yield Fate(0, frozenset([own]), *luck, other=other)


def _of_citizens(world: World, row: Pattern) -> Iterator[Fate]:
    """Citizens: of each permit those who need all that it lists, and those who need as little as they can."""
    lucks = Lucks.under(world, row)
    complete = Lucks(lucks.simple, lucks.falls_out, (0,))
    errs = "wrong_counter" if row.place is Place.SHARED else "wrong_door"
    doors = range(len(world.agencies)) if any(getattr(agency, errs) for agency in world.agencies) else ()
    for permit in np.flatnonzero(world.rates > 0).tolist():
        listed = frozenset(np.flatnonzero(world.permits[permit]).tolist())
        certain = frozenset(i for i in listed if world.needed[i] >= 1)
        for luck, other in product(lucks.alike(), (False, True)):
            yield Fate(permit, listed, *luck, other=other)
        # Whoever may be left out may also be the only one beside those who must be asked, or not be there at all.
        least = [certain] if certain and certain != listed else []
        for needs, luck, other in product(
            [*least, *(certain | {i} for i in sorted(listed - certain))], complete.alike(), (False, True)
        ):
            yield Fate(permit, needs, *luck, other=other)
        if world.scenario.world.complaints.share and row.grant_of(Authority.AUTOMATED) is not None:
            # A complaint is for the people who decide last, behind whom a system may have decided all the rest.
            yield from (Fate(permit, listed, *luck, own=i) for i, luck in product(sorted(listed), lucks.apart()))
        for door, luck in product(doors, complete.alike()):
            yield Fate(permit, listed, *luck, wrong_door=door)
        if world.scenario.world.inspection.team:
            yield from _on_site(world, permit, listed, certain, lucks)


def _on_site(
    world: World, permit: int, listed: frozenset[int], certain: frozenset[int], lucks: Lucks
) -> Iterator[Fate]:
    """Whom inspectors of their own may have to see, and whom the team: one apart from the others, and two together."""
    seen = sorted(i for i in listed if world.clearances[i].described.inspectors)
    for i, luck in product(seen, lucks.apart()):
        for needs in (listed, certain | {i}):
            yield Fate(permit, needs, *luck, own=i)
    for two, luck in product(combinations(seen, 2), lucks.alike()):
        yield Fate(permit, certain.union(two), *luck)

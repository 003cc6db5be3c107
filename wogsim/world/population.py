"""Who applies, when, for what, with which luck: the same citizens under every pattern.

There is one stream of citizens, who need a permit, and one of sector-only applicants for each clearance that has
them. A stream knows its members' needs and hands out their luck by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from wogsim.chance.distributions import Distribution, Floats
from wogsim.chance.streams import fill, uniforms
from wogsim.contract.cases import NONE, Bools, Ints
from wogsim.contract.hours import DAY, FOREVER, HOUR, Hours
from wogsim.world.agencies import World
from wogsim.world.needs import Source, gaps, resolution, weekly
from wogsim.world.part import behind, of_one

CITIZENS = "citizens"
BACKLOG = "backlog"
PILOT = "pilot"


class Stretch(NamedTuple):
    """Successive members of one stream: ``luck`` is what their random numbers belong to.

    That is seed, replication (or 'pilot') and stream; ``first`` is the number of the first of them, a multiple of 4,
    ``size`` how many they are.
    """

    luck: tuple[str | int, ...]
    first: int
    size: int

    @property
    def replication(self) -> str | int:
        """Of which replication they are."""
        return self.luck[1]

    def parts(self, size: int) -> Iterator[Stretch]:
        """The same in stretches of at most `size`, a multiple of 4."""
        for done in range(0, self.size, size):
            yield Stretch(self.luck, self.first + done, min(size, self.size - done))


@dataclass(frozen=True, eq=False)
class Applicants:
    """n applicants of one stream, or of the same stream in several replications, one behind the other.

    Attributes
    ----------
    stretches : whose random numbers they have; as many as n together
    own : the clearance that sector-only applicants need, or None for citizens
    need : second at which each need arises, ascending, shape (n,)
    cohort : whether each is measured, shape (n,)
    permit : index of the permit each needs (0 for sector-only applicants), shape (n,)
    needs : which clearances each needs, shape (n, clearances)
    far, vulnerable, assisted, pays : kind of citizen, shape (n,)
    """

    stretches: tuple[Stretch, ...]
    own: int | None
    need: Ints
    cohort: Bools
    permit: Ints
    needs: Bools
    far: Bools
    vulnerable: Bools
    assisted: Bools
    pays: Bools
    _drawn: dict[tuple[str, str, int], Floats] = field(default_factory=dict, init=False)
    _lengths: dict[tuple[str, str, str, int, int], Ints] = field(default_factory=dict, init=False)
    _some_lengths: dict[tuple[str, str, str, int, int], Ints] = field(
        default_factory=dict, init=False
    )  # -1: not drawn yet
    parts: dict[Any, Applicants] = field(default_factory=dict, init=False)  # of them, as they are routed

    def __len__(self) -> int:
        return len(self.need)

    def alike(self, other: Applicants) -> bool:
        """Whether they are the same people with the same luck."""
        return (self.stretches, self.own) == (other.stretches, other.own) and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in COLUMNS
        )

    @property
    def number(self) -> Ints:
        """Their numbers in their stream, shape (n,)."""
        return np.concatenate([np.arange(first, first + size) for _luck, first, size in self.stretches])

    @property
    def filed(self) -> bool:
        """Whether their files lie with the assessors already: a backlog."""
        return any(str(luck[2]).startswith(f"{BACKLOG}:") for luck, _first, _size in self.stretches[:1])

    @property
    def pilots(self) -> bool:
        """Whether they are made up, to learn the work of a usual week."""
        return any(stretch.replication == PILOT for stretch in self.stretches[:1])

    def blocks(self, size: int) -> Iterator[Applicants]:
        """All of them in blocks of at most `size`, a multiple of 4, whose draws take memory one after the other."""
        if len(self) <= size:
            yield self
            return
        begin, block = 0, list[Stretch]()
        for part in [part for stretch in self.stretches for part in stretch.parts(size)]:
            if _total(block) + part.size > size:
                yield self._neighbours(begin, block)
                begin, block = begin + _total(block), []
            block.append(part)
        yield self._neighbours(begin, block)

    def _neighbours(self, begin: int, stretches: Sequence[Stretch]) -> Applicants:
        """Those from number `begin` on who make up these stretches."""
        rows = slice(begin, begin + _total(stretches))
        return Applicants(tuple(stretches), self.own, *(getattr(self, name)[rows] for name in COLUMNS))

    def uniform(self, quantity: str, entity: str = "", bringing: int = 0, luck: str = "") -> Floats:
        """One number in [0, 1) for each applicant, shape (n,); drawn once, shared by all patterns.

        It belongs to the entity, or to another name, ``luck``, that several entities have in common.
        """
        name = (quantity, luck or entity, bringing)
        if name not in self._drawn:
            self._drawn[name] = self.numbers(quantity, entity, bringing, luck)
        return self._drawn[name]

    def numbers(self, quantity: str, entity: str = "", bringing: int = 0, luck: str = "") -> Floats:
        """The same, drawn anew and not kept."""
        numbers, begin = np.empty(_total(self.stretches)), 0
        for owner, first, size in self.stretches:
            fill(numbers[begin : begin + size], (*owner, quantity, luck or entity, bringing), first)
            begin += size
        return numbers

    def some(self, rows: Ints, columns: Sequence[int]) -> Applicants:
        """Those of some rows, ascending, with what they need of some clearances; each with the luck that is theirs.

        The clearance that sector-only applicants need is numbered among these, too.
        """
        return Some(self.stretches, self._own_among(columns), **self._of_rows(rows, columns), rows=rows)

    def _own_among(self, columns: Sequence[int]) -> int | None:
        return None if self.own is None else list(columns).index(self.own)

    def _of_rows(self, rows: Ints, columns: Sequence[int]) -> dict[str, Any]:
        needs = np.asfortranarray(self.needs[rows[:, None], np.array(columns)])
        return {name: getattr(self, name)[rows] for name in COLUMNS if name != "needs"} | {"needs": needs}

    def draw(
        self,
        distribution: Distribution,
        quantity: str,
        entity: str = "",
        bringing: int = 0,
        among: Bools | None = None,
        least: int = 0,
    ) -> Ints:
        """Whole seconds for each applicant, shape (n,); with `among`, 0 for those it leaves out.

        What is not nothing is `least` or more.
        """
        if distribution.family == "constant":
            return np.full(len(self), int(distribution.parameters[0] + 0.5), dtype=np.int64)
        name = (distribution.text, quantity, entity, bringing, least)
        if among is None:
            if name not in self._lengths:
                self._lengths[name] = distribution.quantile(self.uniform(quantity, entity, bringing), least)
            return self._lengths[name]
        # What one pattern asks for the next mostly asks for too.
        if name not in self._some_lengths:
            self._some_lengths[name] = np.full(len(self), NONE, dtype=np.int64)
        some = self._some_lengths[name]
        new = (among & (some == NONE)).nonzero()[0]
        if len(new):
            some[new] = distribution.quantile(self.uniform(quantity, entity, bringing)[new], least)
        return np.where(among, some, 0)

    def work(
        self,
        length: Distribution,
        quantity: str,
        entity: str = "",
        bringing: int = 0,
        among: Bools | None = None,
    ) -> Ints:
        """Seconds of a step for each applicant, as `draw`; no step is 0, and the shortest takes a second."""
        return self.draw(length, quantity, entity, bringing, among, least=1)


@dataclass(frozen=True, eq=False)
class Some(Applicants):
    """Some applicants from among others: those of ``rows`` of the stretches, shape (n,)."""

    rows: Ints

    @property
    def number(self) -> Ints:
        """Their numbers in their stream, shape (n,)."""
        return super().number[self.rows]

    def numbers(self, quantity: str, entity: str = "", bringing: int = 0, luck: str = "") -> Floats:
        """One number in [0, 1) for each applicant, shape (n,), drawn anew."""
        return super().numbers(quantity, entity, bringing, luck)[self.rows]

    def some(self, rows: Ints, columns: Sequence[int]) -> Applicants:
        """Some of these."""
        return Some(self.stretches, self._own_among(columns), **self._of_rows(rows, columns), rows=self.rows[rows])


COLUMNS = ("need", "cohort", "permit", "needs", "far", "vulnerable", "assisted", "pays")


def _total(stretches: Sequence[Stretch]) -> int:
    return sum(stretch.size for stretch in stretches)


def one_behind_the_other(parts: Sequence[Applicants]) -> Applicants:
    """The same stream in several replications as one, so that what is done for all of them is done once."""
    if len(parts) == 1:
        return parts[0]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS if name != "needs"}
    columns["needs"] = behind(part.needs for part in parts)
    columns = {name: columns[name] for name in COLUMNS}
    stretches = tuple(stretch for part in parts for stretch in part.stretches)
    return Applicants(stretches, parts[0].own, *columns.values())


def _arrivals(world: World, luck: tuple[str | int, ...], source: Source) -> Ints:
    """Poisson arrivals of one source until the world's end, ascending whole seconds."""
    described, luck = world.scenario.world, (*luck, *source.name)
    by_hour_of_week = weekly(described) if source.dates is None else None
    if by_hour_of_week is None:
        return world.course(source).needs(luck)
    return _every_week(luck, source.per_week, np.roll(by_hour_of_week, -described.start.weekday(), axis=0), world.end)


def _every_week(luck: tuple[str | int, ...], per_week: float, by_hour_of_week: Floats, end: int) -> Ints:
    """The same hour by hour of every week from second 0 on, whose weights have shape (7, 24); see `Course.needs`."""
    weights = by_hour_of_week.ravel()
    parts = resolution(per_week * weights / weights.sum())
    lengths = np.floor(per_week * parts * weights / weights.sum() + 0.5).astype(np.int64)
    week = int(lengths.sum())
    if week == 0:
        return np.zeros(0, dtype=np.int64)
    borders = np.concatenate([[0], np.cumsum(lengths)])
    expected = per_week * end / (7 * DAY)
    count = int(expected + 10 * np.sqrt(expected) + 50)
    while True:
        weeks, rest = np.divmod(gaps(luck, count, parts), week)
        hour = np.searchsorted(borders, rest, side="right") - 1
        times = (weeks * 168 + hour) * HOUR + (rest - borders[hour]) * HOUR // lengths[hour]
        if times[-1] >= end:
            inside: Ints = times[times < end]
            return inside
        count *= 2


def _stream(
    world: World, luck: tuple[str | int, ...], own: int | None, need: Ints, parts: Sequence[Source], origin: Ints
) -> Applicants:
    """Applicants with their needs, each of one of the sources `parts`: `origin` is its number, shape (n,)."""
    citizens, run = world.scenario.world.citizens, world.scenario.run
    count = len(need)

    def chance(quantity: str, share: float) -> Bools:
        return uniforms((*luck, quantity), count) < share

    if own is None:
        permit = _permits(parts, origin, uniforms((*luck, "permit"), count))
        needs = _really_needed(world, luck, np.asfortranarray(world.permits[permit]))  # by clearance, as routing goes
    else:
        permit = np.zeros(count, dtype=np.int64)
        needs = of_one(world, count, own)
    begin, end = run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds
    return Applicants(
        (Stretch(luck, 0, count),),
        own,
        need,
        (begin <= need) & (need < end),
        permit,
        needs,
        chance("far", citizens.far_share),
        chance("vulnerable", citizens.vulnerable_share),
        chance("assisted", citizens.assisted_share),
        chance("pays", citizens.bribe_share) if citizens.bribe_share else np.zeros(count, dtype=bool),
    )


def _permits(sources: Sequence[Source], origin: Ints, luck: Floats) -> Ints:
    """Which permit each needs, by the shares of the source that it comes from, shape (n,)."""
    permit = np.zeros(len(origin), dtype=np.int64)
    for number, source in enumerate(sources):
        own = origin == number
        borders = np.cumsum(source.permits / source.per_week)
        permit[own] = np.minimum(np.searchsorted(borders, luck[own], side="right"), len(borders) - 1)
    return permit


def _really_needed(world: World, luck: tuple[str | int, ...], listed: Bools) -> Bools:
    """Which of the clearances that their permits list members of a stream need; both shape (n, clearances).

    Nobody applies for nothing: who needs none of them needs the one that comes nearest, whose number in [0, 1) is the
    fewest times its share.
    """
    doubtful = [i for i in np.flatnonzero(world.needed < 1).tolist() if listed[:, i].any()]
    if not doubtful:
        return listed
    needs, count = listed.copy(order="F"), len(listed)
    nearest, least = np.zeros(count, dtype=np.int64), np.full(count, np.inf)
    for i in doubtful:
        number = uniforms((*luck, "needed", world.clearances[i].key), count)
        needs[:, i] &= number < world.needed[i]
        times = np.where(listed[:, i], number / world.needed[i], np.inf)
        nearest, least = np.where(times < least, i, nearest), np.minimum(times, least)
    nothing = np.flatnonzero(~needs.any(axis=1))
    needs[nothing, nearest[nothing]] = True
    return needs


def _names(world: World) -> list[tuple[int | None, str]]:
    own = [i for i in range(len(world.clearances)) if world.rate(i) > 0]
    return [(None, CITIZENS), *((i, f"own:{world.clearances[i].key}") for i in own)]


def population(world: World, seed: int, replication: int) -> list[Applicants]:
    """All applicants of one replication: citizens first, then each clearance's own cases, then backlogs."""
    streams = []
    for own, name in _names(world):
        luck = (seed, replication, name)
        parts = world.sources if own is None else [world.own_source(own)]
        needs = [_arrivals(world, luck, source) for source in parts]
        origin = np.repeat(np.arange(len(parts)), [len(part) for part in needs])
        need = np.concatenate(needs)
        order = np.argsort(need, kind="stable")
        streams.append(_stream(world, luck, own, need[order], parts, origin[order]))
    return [*streams, *_backlogs(world, seed, replication)]


def _backlogs(world: World, seed: int, replication: int) -> Iterator[Applicants]:
    """Applicants of one clearance whose files lie there when the run begins; they are not measured."""
    for i, clearance in enumerate(world.clearances):
        count = clearance.described.backlog
        if count:
            zeros, nobody = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
            needs = of_one(world, count, i)
            stretch = Stretch((seed, replication, f"{BACKLOG}:{clearance.key}"), 0, count)
            yield Applicants((stretch,), i, zeros, nobody, zeros, needs, *[nobody] * 4)


def pilot(world: World, size: int) -> Iterator[Applicants]:
    """`size` applicants of each stream, whose needs arise at once: to learn the mean work a case brings.

    Their luck is the same for every seed, so that staffing does not depend on it.
    """
    zeros = np.zeros(size, dtype=np.int64)
    for own, name in _names(world):
        yield _stream(world, (0, PILOT, name), own, zeros, [Source((), world.mean_rates)], zeros)


def portal_hours(world: World, seed: int, replication: int) -> Hours:
    """When the portal is up: always, but for the outages of this replication."""
    online = world.scenario.world.online
    if online.outage_every is None or online.outage_lasts.is_zero:
        return Hours.always()
    luck = (seed, replication, "portal")
    horizon = world.end + 366 * DAY
    count = int(horizon / max(online.outage_every.mean, 1.0) * 2) + 50
    up = np.maximum(online.outage_every.quantile(uniforms((*luck, "up"), count)), 1)
    down = online.outage_lasts.quantile(uniforms((*luck, "down"), count))
    ends = np.cumsum(up + down)
    opens, closes = np.append(0, ends), np.append(ends - down, FOREVER)
    return Hours.of(list(zip(opens.tolist(), closes.tolist(), strict=True)))

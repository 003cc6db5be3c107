"""Applicants of a stream: what each needs, and luck by name, the same under every pattern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from wogsim.chance.distributions import Distribution, Floats
from wogsim.chance.streams import fill
from wogsim.contract.cases import NONE, Bools, Ints
from wogsim.world.part import behind

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

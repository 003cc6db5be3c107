"""A part of a world: some of its clearances, all else as it is: who needs only these carries no others about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from wogsim.contract.cases import Bools
from wogsim.world.agencies import World

TOGETHER = 64  # clearances beyond which to leave out what nobody needs is worth its trouble


@dataclass(frozen=True, eq=False)
class Part(World):
    """A world with some clearances of another one, which is `of`; its agencies keep their numbers.

    ``columns`` are the numbers that these clearances have there, ascending.
    """

    of: World
    columns: tuple[int, ...]

    @property
    def whole(self) -> World:
        """The world that it is a part of."""
        return self.of

    def in_whole(self, clearance: int) -> int:
        """The number of a clearance in the whole world."""
        return self.columns[clearance]

    @cached_property
    def connected(self) -> frozenset[str]:
        """As in the whole world, whose share of clearances the lever means."""
        return self.of.connected

    @cached_property
    def working_day(self) -> float:
        """As in the whole world."""
        return self.of.working_day

    @cached_property
    def sittings(self) -> tuple[str, ...]:
        """As in the whole world."""
        return self.of.sittings

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The clearances in the order of the whole world, in which they may wait for each other by way of others."""
        place = self.of.place
        return tuple(sorted(range(len(self.columns)), key=lambda i: place[self.columns[i]]))

    @cached_property
    def members(self) -> list[tuple[int, list[int]]]:
        """Agencies that have any of them, each with these, in order."""
        found = dict[int, list[int]]()
        for i, clearance in enumerate(self.clearances):
            found.setdefault(clearance.agency, []).append(i)
        return sorted(found.items())

    @cached_property
    def origins(self) -> dict[int, tuple[str, ...]]:
        """As in the whole world."""
        return self.of.origins


def part_of(world: World, columns: Sequence[int]) -> Part:
    """The part of a world that has these clearances, numbers in ascending order."""
    local = {i: k for k, i in enumerate(columns)}
    clearances = []
    for i in columns:
        clearance = world.clearances[i]
        after = tuple(local[j] for j in clearance.after if j in local)
        clearances.append(replace(clearance, after=after) if clearance.after else clearance)
    permits = np.asfortranarray(world.permits[:, columns])
    return Part(
        world.scenario, world.agencies, tuple(clearances), world.intake_agencies, permits, world, tuple(columns)
    )


def of_one(world: World, count: int, own: int) -> Bools:
    """What `count` applicants of one clearance need, shape (count, clearances); of many clearances one row for all."""
    if len(world.clearances) > TOGETHER:
        row = np.zeros(len(world.clearances), dtype=bool)
        row[own] = True
        return np.broadcast_to(row, (count, len(row)))
    needs = np.zeros((count, len(world.clearances)), dtype=bool, order="F")
    needs[:, own] = True
    return needs


def behind(tables: Iterable[Bools]) -> Bools:
    """Needs of some applicants behind those of others, shape (n, clearances), by clearance, as routing goes."""
    parts = list(tables)
    first = next((part for part in parts if len(part)), parts[0])
    if all(part.strides[0] == 0 for part in parts if len(part)) and len(first):
        return np.broadcast_to(first[0], (sum(map(len, parts)), first.shape[1]))  # all of one clearance
    return np.asfortranarray(np.concatenate(parts))

"""Applicants of a world of many clearances, routed apart by what they may need, so that none carries the rest about.

Each group has a part of the world: the clearances of all agencies to which any of its permits leads. It does not matter
who is routed with whom, so that the cases are the same, and they come in the order of the applicants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import (
    ARRAYS,
    COUNTED,
    PER_ACTIVITY,
    PER_CASE,
    WIDTHS,
    Bools,
    Cases,
    Ints,
    Slot,
    narrowed,
)
from wogsim.routing.asked import asked_body
from wogsim.world import part as parts
from wogsim.world.agencies import World
from wogsim.world.applicants import Applicants
from wogsim.world.part import part_of

APPLICANTS = 8_192  # of a group who are routed at a time
WIDE = 256  # clearances of a group beyond which it is routed in parts:
AT_ONCE = 2**18  # so many applicants, times these clearances, at a time
GROUP = 32  # clearances of a group at most, where no permit needs more


class Group(NamedTuple):
    """Applicants who are routed together: their places, ascending, and the clearances that matter to them."""

    rows: Ints
    world: World

    def of(self, who: Applicants) -> Applicants:
        """Those of the group among all; kept with them, as the next pattern asks for the luck of the same."""
        clearances = tuple(self.world.in_whole(i) for i in range(len(self.world.clearances)))
        key = (clearances, int(self.rows[0]) if len(self.rows) else 0)
        if key not in who.parts:
            who.parts[key] = who.some(self.rows, clearances)
        return who.parts[key]


def groups(world: World, who: Applicants) -> list[Group]:
    """Applicants in groups; one group of the whole world where that has few clearances or all may matter to each."""
    everybody = np.arange(len(who))
    if len(world.clearances) <= parts.TOGETHER:
        return [Group(everybody, world)]
    if who.own is not None:
        return [Group(everybody, _cut(world, frozenset([who.own, *_asked(world, who.own)])))]
    of_permit, cut = _by_permit(world)
    if len(cut[0].clearances) == len(world.clearances):
        return _few_at_once(everybody, world)
    group = of_permit[who.permit]
    order = np.argsort(group, kind="stable")
    borders = np.searchsorted(group[order], np.arange(len(cut) + 1))
    found = []
    for number in np.flatnonzero(np.diff(borders)).tolist():
        rows = order[borders[number] : borders[number + 1]]
        found += _few_at_once(rows, cut[number])
    return found


def _few_at_once(rows: Ints, world: World) -> list[Group]:
    """As many groups as there must be so that what is known of each one's clearances does not take too much room."""
    width = len(world.clearances)
    size = max(AT_ONCE // width, 1) if width > WIDE else APPLICANTS
    return [Group(rows[k : k + size], world) for k in range(0, len(rows), size)]


def divided(world: World) -> bool:
    """Whether citizens of a world are routed apart."""
    return len(world.clearances) > parts.TOGETHER and len(_by_permit(world)[1]) > 1


def _asked(world: World, i: int) -> list[int]:
    """Clearances of the body that is to be asked about clearance `i`."""
    body = asked_body(world, i)
    if body is None:
        return []
    if "of body" not in world.kept:
        of_body = dict[str, list[int]]()
        for k, clearance in enumerate(world.clearances):
            of_body.setdefault(clearance.origin, []).append(k)
        world.kept["of body"] = of_body
    found: list[int] = world.kept["of body"].get(body, [])
    return found


def _cut(world: World, columns: frozenset[int]) -> World:
    """The part of the world with these clearances, cut once."""
    if ("part", columns) not in world.kept:
        world.kept["part", columns] = part_of(world, sorted(columns))
    cut: World = world.kept["part", columns]
    return cut


def _by_permit(world: World) -> tuple[Ints, list[World]]:
    """For each permit the number of its part of the world, and these parts."""
    if "by permit" not in world.kept:
        world.kept["by permit"] = _divided(world)
    found: tuple[Ints, list[World]] = world.kept["by permit"]
    return found


def _divided(world: World) -> tuple[Ints, list[World]]:
    """Permits that follow each other share a part as long as it has few clearances, or one has all of the other's."""
    used = set(np.flatnonzero(np.logical_or.reduce(world.permits, axis=0)).tolist())
    matters = [_that_matter(world, used, row) for row in world.permits]
    order = sorted(range(len(matters)), key=lambda permit: sorted(matters[permit]))
    of_permit, columns = np.zeros(len(matters), dtype=np.int64), list[frozenset[int]]()
    for permit in order:
        own = matters[permit]
        both = columns[-1] | own if columns else own
        if columns and (len(both) <= GROUP or len(both) == max(len(columns[-1]), len(own))):
            columns[-1] = both
        else:
            columns.append(own)
        of_permit[permit] = len(columns) - 1
    if not _pays(sum(map(len, columns)), len(world.clearances)):
        return np.zeros(len(matters), dtype=np.int64), [world]
    return of_permit, [_cut(world, part) for part in columns]


def _pays(apart: int, together: int) -> bool:
    """Whether it is worth dividing so many clearances into groups that have so many in all, some of them repeatedly.

    A group takes time by its clearances, all together by the square of theirs.
    """
    return apart <= max(2 * together, together * together // 128)


def _that_matter(world: World, used: set[int], permit: Bools) -> frozenset[int]:
    """All clearances that are used of every agency to which a permit leads, and those of bodies that are asked."""
    agencies = {world.clearances[i].agency for i in np.flatnonzero(permit).tolist()}
    of_agencies = {i for agency in agencies for i in world.of_agency[agency] if i in used}
    return frozenset(of_agencies.union(*(_asked(world, i) for i in of_agencies)))


def in_order(found: Sequence[Cases], rows: Sequence[Ints]) -> Cases:
    """Cases of several groups as one, each case in the place that `rows` say, of each group's in its order."""
    if len(found) == 1:
        return found[0]
    order = np.argsort(np.concatenate(rows), kind="stable")  # which of the joined cases comes next
    slots = dict[Slot, int]()
    for slot in chain.from_iterable(cases.slots for cases in found):
        slots.setdefault(slot, len(slots))
    table = {name: _joined(found, name, slots) for name in ARRAYS}
    sizes = np.bincount(table["case"], minlength=len(order))
    take = _taken(np.cumsum(sizes) - sizes, sizes, order)
    rank = np.empty(len(take), dtype=np.int64)
    rank[take] = np.arange(len(take))
    waits = np.diff(table["pred_ptr"], prepend=0)
    edges = _taken(table["pred_ptr"] - waits, waits, take)
    new = {name: table[name][order] for name in PER_CASE} | {name: table[name][take] for name in PER_ACTIVITY}
    new |= {
        "last": rank[new["last"]],
        "case": np.repeat(np.arange(len(order)), sizes[order]),
        "pred_ptr": np.append(0, np.cumsum(waits[take])),
        "predecessors": rank[table["predecessors"][edges]],
    }
    columns: dict[str, Any] = {
        name: narrowed(name, column) if name in WIDTHS else column for name, column in new.items()
    }
    return replace(found[0], **columns, slots=tuple(slots))


def _joined(found: Sequence[Cases], name: str, slots: Mapping[Slot, int]) -> npt.NDArray[Any]:
    """A column of several groups one below the other, what it counts counted on; of edges where each activity's end."""
    parts: list[npt.NDArray[Any]] = [getattr(cases, name) for cases in found]
    if name == "slot":
        numbers = (np.array([slots[slot] for slot in cases.slots], dtype=np.int64) for cases in found)
        parts = [of[part] for of, part in zip(numbers, parts, strict=True)]
    if name == "pred_ptr":
        parts = [part[1:] for part in parts]
    if name in COUNTED:
        bases = accumulate((len(getattr(cases, COUNTED[name])) for cases in found), initial=0)
        parts = [part.astype(np.int64) + base for part, base in zip(parts, bases, strict=False)]
    return np.concatenate(parts)


def _taken(begin: Ints, size: Ints, order: Ints) -> Ints:
    """Places of what is cut into stretches, stretch by stretch in another order."""
    sizes = size[order]
    ends = np.cumsum(sizes)
    taken: Ints = np.repeat(begin[order] - (ends - sizes), sizes) + np.arange(int(sizes.sum()))
    return taken

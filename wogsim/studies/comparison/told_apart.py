"""Which patterns go together: who is told apart from the lowest mean, who from the highest, who from neither.

Ties are never ranked. Patterns met the same citizens with the same luck, so they are compared replication by
replication: two are told apart when the p value of their mean difference is below 0.05 after Holm's correction for all
pairs; see `wogsim.output_analysis.paired`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from wogsim.output_analysis import Estimate, estimate
from wogsim.output_analysis.paired import all_pairs, between


class Compared(Protocol):
    """Numbers of patterns in replications: a comparison, or as much of one as telling patterns apart needs."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The patterns' keys, in the order asked for."""

    @property
    def estimates(self) -> dict[tuple[str, str], Estimate]:
        """Mean and 95 % interval by (pattern, measure)."""

    def values(self, pattern: str, measure: str) -> list[float]:
        """One measure under one pattern, a value per replication."""


class Spoken(Compared, Protocol):
    """The same, of which can be told in words."""

    @property
    def replications(self) -> int:
        """Number of replications."""

    def title(self, pattern: str) -> str:
        """A pattern's name in the language in use."""


@dataclass(frozen=True, eq=False)
class Aside:
    """A number that is not among the measures, by pattern and replication, to be told in the same words."""

    result: Spoken
    numbers: Mapping[str, Sequence[float]]

    @property
    def keys(self) -> tuple[str, ...]:
        """The patterns' keys, in the order asked for."""
        return self.result.keys

    @property
    def replications(self) -> int:
        """Number of replications."""
        return self.result.replications

    @cached_property
    def estimates(self) -> dict[tuple[str, str], Estimate]:
        """Mean and 95 % interval by (pattern, "")."""
        return {(key, ""): estimate(self.numbers[key]) for key in self.keys}

    def values(self, pattern: str, _measure: str) -> list[float]:
        """The number under one pattern, a value per replication."""
        return list(self.numbers[pattern])

    def title(self, pattern: str) -> str:
        """A pattern's name in the language in use."""
        return self.result.title(pattern)


@dataclass(frozen=True)
class Groups:
    """Patterns, in the order asked for, that go with the lowest mean and with the highest.

    ``between`` could be in either; ``unknown`` have no number; ``equal`` says that whoever stands together had the
    same values in every replication, so that this is no matter of chance.
    """

    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    between: tuple[str, ...]
    unknown: tuple[str, ...]
    equal: bool


def groups(result: Compared, measure: str) -> Groups:
    """Which patterns go together; see `Groups`."""
    means = {key: result.estimates[key, measure].mean for key in result.keys}
    known = [key for key in result.keys if not math.isnan(means[key])]
    unknown = tuple(key for key in result.keys if math.isnan(means[key]))
    if not known:
        return Groups((), (), (), unknown, True)
    pairs = all_pairs({key: result.values(key, measure) for key in known})
    ends = [min(known, key=means.__getitem__), max(known, key=means.__getitem__)]
    low, high = ([key for key in known if key == end or not between(pairs, key, end).apart] for end in ends)
    alike = all(
        key == end or between(pairs, key, end).same
        for members, end in zip((low, high), ends, strict=True)
        for key in members
    )
    if ends[0] in high or ends[1] in low:  # the ends themselves are not told apart
        return Groups(tuple(known), tuple(known), (), unknown, alike)
    both = tuple(key for key in known if key in low and key in high)
    lowest, highest = (tuple(key for key in members if key not in both) for members in (low, high))
    return Groups(lowest, highest, both, unknown, alike)

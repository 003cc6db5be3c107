"""Numbers that are not among the measures, told in the same words: patterns in order, ties never ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from wogsim.output_analysis import Estimate, estimate
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison


@dataclass(frozen=True, eq=False)
class Aside:
    """One number of each pattern in each replication: as much of a comparison as words read."""

    result: Comparison
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


def answer(result: Comparison, numbers: Mapping[str, Sequence[float]], unit: str, ends: str) -> str:
    """What `words.answer` says, of numbers by pattern and replication instead of a measure."""
    return words.answer(cast("Comparison", Aside(result, numbers)), "", unit, ends)

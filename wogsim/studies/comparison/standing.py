"""Who is faster than whom in a comparison, and by how much: what the verdict says in words.

Every claim is one of `wogsim.studies.comparison.differences`, decided after Holm; ties are never ranked.
"""

import math
from dataclasses import dataclass

from wogsim.output_analysis.paired import Paired, between
from wogsim.studies.comparison.differences import ranking_pairs
from wogsim.studies.comparison.numbers import Numbers


@dataclass(frozen=True)
class Standing:
    """Patterns with a sojourn time, and what is known of every two of them.

    Nobody is told apart as faster than any of ``fastest``, so no two of them are told apart. ``first`` is one of them,
    and faster than those in ``beaten``, nearest first.
    """

    pairs: dict[tuple[str, str], Paired]
    known: tuple[str, ...]
    fastest: tuple[str, ...]
    first: str
    beaten: tuple[str, ...]

    @property
    def leading(self) -> tuple[str, ...]:
        """Who is equal to the first in every replication, it among them."""
        return tuple(key for key in self.fastest if key == self.first or self.gap(key, self.first).same)

    @property
    def shared(self) -> bool:
        """Whether the first place is not told apart from others that are not equal to it."""
        return len(self.leading) < len(self.fastest)

    def gap(self, one: str, other: str) -> Paired:
        """`one` minus `other`."""
        return between(self.pairs, one, other)


def ranked(result: Numbers) -> tuple[str, ...]:
    """The patterns that have a number of the measure by which they are ranked."""
    return tuple(key for key in result.keys if not math.isnan(result.estimates[key, result.ranked_by].mean))


def standing(result: Numbers, known: tuple[str, ...]) -> Standing:
    """What is known of every two of some patterns."""
    pairs = ranking_pairs(result)
    slower = {key: [other for other in known if other != key and faster(between(pairs, key, other))] for key in known}
    fastest = tuple(key for key in known if not any(key in others for others in slower.values()))
    first = min(fastest, key=lambda key: (-len(slower[key]), result.estimates[key, result.ranked_by].mean))
    nearest = sorted(slower[first], key=lambda key: -between(pairs, first, key).difference.mean)
    return Standing(pairs, known, fastest, first, tuple(nearest))


def faster(pair: Paired) -> bool:
    """Whether the first of a pair is told apart as faster."""
    return pair.apart and pair.difference.mean < 0

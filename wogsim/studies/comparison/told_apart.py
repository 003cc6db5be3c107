"""Which patterns go together: who is told apart from the lowest mean, who from the highest, who from neither.

Ties are never ranked. Patterns met the same citizens with the same luck, so they are compared replication by
replication: two are told apart when the p value of their mean difference is below 0.05 after Holm's correction for all
pairs; see `wogsim.output_analysis.paired`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wogsim.output_analysis import estimate
from wogsim.output_analysis.paired import all_pairs, between, undisputed


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


def groups(numbers: Mapping[str, Sequence[float]], in_hand: Mapping[str, Sequence[float]] | None = None) -> Groups:
    """Which patterns go together, from one number of each in each replication; see `Groups`.

    Parameters
    ----------
    in_hand : shares with the permit in hand, where no pattern may be lower than one that has surely more of them
    """
    means = {key: estimate(values).mean for key, values in numbers.items()}
    known = [key for key in means if not math.isnan(means[key])]
    unknown = tuple(key for key in means if math.isnan(means[key]))
    if not known:
        return Groups((), (), (), unknown, True)
    pairs = all_pairs({key: numbers[key] for key in known})
    if in_hand is not None:
        pairs = undisputed(pairs, all_pairs({key: in_hand[key] for key in known}))
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

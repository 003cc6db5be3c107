"""Where a paired difference changes its sign along a share from 0 to 1, and how sure that is.

A share is *surely* above or below where Student's paired t test tells the difference from 0 at 95 %. Around a crossing
the shares that are sure of neither make its interval: those at which 'no difference' is not refused, which is the
inversion of the test. docs/breakeven.md says what that claims.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from wogsim.output_analysis.intervals import Estimate, estimate
from wogsim.output_analysis.paired import ERROR, t_test


@dataclass(frozen=True)
class Tested:
    """One difference and the shares from ``first`` to ``last`` at which it is known to hold.

    ``sign`` is that of the mean, -1, 0 or 1; ``sure`` is the same where the difference is told from 0, else 0.
    """

    first: float
    last: float
    difference: Estimate
    p: float
    disputed: bool = False

    @property
    def sign(self) -> int:
        """Of the mean."""
        return (self.difference.mean > 0) - (self.difference.mean < 0)

    @property
    def sure(self) -> int:
        """The sign where it is no chance, and no other measure is sure of the opposite."""
        return self.sign if self.p < ERROR and not self.disputed else 0

    @property
    def same(self) -> bool:
        """The two had the same value in every replication."""
        return self.difference.mean == self.difference.low == self.difference.high == 0


class Verdict(StrEnum):
    """What there is to say of a whole series, or of one of its crossings."""

    NEVER = "never"  # surely above 0 at every share
    ALWAYS = "always"  # surely below 0 at every share
    EQUAL = "equal"  # the same in every replication at every share
    NOT_APART = "not told apart"  # the mean never crosses 0, but the sign is not sure everywhere
    BREAK_EVEN = "break-even"  # the mean crosses 0, and the sign is sure on both sides
    UNCERTAIN = "uncertain"  # the mean crosses 0, but the sign is not sure on both sides
    UNKNOWN = "no number"  # there is no difference at any share


@dataclass(frozen=True)
class Crossing:
    """A change of sign at ``share``.

    ``low`` and ``high`` enclose the shares, around it, at which the sign is not sure; NaN where these go on to the end
    of the series. ``downwards`` says that the difference is below 0 beyond.
    """

    share: float
    low: float
    high: float
    downwards: bool
    verdict: Verdict


@dataclass(frozen=True)
class Reading:
    """What a series says: its crossings, or one verdict for all of it.

    ``low`` and ``high`` enclose all shares at which the sign is not sure; NaN where they reach the end of the series,
    or there are none.
    """

    verdict: Verdict
    crossings: tuple[Crossing, ...] = ()
    low: float = math.nan
    high: float = math.nan


def judged(
    first: float, last: float, differences: Sequence[float], opposed: Sequence[float] | None = None
) -> Tested | None:
    """A difference tested against 0, one value for each replication, NaN where there is none; None without numbers.

    Parameters
    ----------
    opposed : differences of another measure, of which more is better where of the first less is. Where it is sure of
        the opposite, which is the same sign, the difference is disputed
    """
    known = [value for value in differences if not math.isnan(value)]
    if not known:
        return None
    found = Tested(first, last, estimate(known), t_test(known))
    other = None if opposed is None else judged(first, last, opposed)
    return replace(found, disputed=True) if other and other.sure * found.sign > 0 else found


def to_halve(series: Sequence[Tested], width: float) -> list[float]:
    """Shares at which to look next: the middles of gaps wider than `width` between neighbours of another standing.

    Not only the crossing of the mean is searched, but also where the sign begins and ceases to be sure.
    """
    return [
        (one.last + other.first) / 2
        for one, other in pairwise(series)
        if (one.sign, one.sure) != (other.sign, other.sure) and other.first - one.last > width
    ]


def read(series: Sequence[Tested]) -> Reading:
    """Every crossing of a series in ascending order of shares, or why there is none.

    A crossing lies in the middle of the gap before the first share with the new sign; shares with a mean of 0 on the
    way belong to the old sign. Several crossings that no sure share keeps apart share their interval: if the sign is
    sure and opposite on its two sides, it is the last of them that is called the break-even, the others are uncertain.
    """
    if not series:
        return Reading(Verdict.UNKNOWN)
    turns = _turns(series)
    if turns:
        last_of = {_stretch(series, turn): turn for turn in turns}
        crossings = tuple(_crossing(series, turn, last=turn in last_of.values()) for turn in turns)
        return Reading(Verdict.BREAK_EVEN, crossings)
    if all(place.same for place in series):
        return Reading(Verdict.EQUAL)
    unsure = [place for place, found in enumerate(series) if not found.sure]
    if not unsure:
        return Reading(Verdict.NEVER if series[0].sign > 0 else Verdict.ALWAYS)
    return Reading(Verdict.NOT_APART, (), *_bounds(series, unsure[0], unsure[-1]))


def _turns(series: Sequence[Tested]) -> list[int]:
    """Places at which the mean has another sign than it last had."""
    signs = [(place, at.sign) for place, at in enumerate(series) if at.sign]
    return [place for (_place, before), (place, sign) in pairwise(signs) if sign != before]


def _stretch(series: Sequence[Tested], turn: int) -> tuple[int, int]:
    """The places around a turn that are not sure; empty, as (turn, turn - 1), where both sides are sure."""
    sure = [place for place, at in enumerate(series) if at.sure]
    before = max((place for place in sure if place < turn), default=-1)
    after = min((place for place in sure if place >= turn), default=len(series))
    return before + 1, after - 1


def _bounds(series: Sequence[Tested], first: int, last: int) -> tuple[float, float]:
    """Where the sure shares before `first` end, and where those after `last` begin."""
    low = series[first - 1].last if first > 0 else math.nan
    high = series[last + 1].first if last < len(series) - 1 else math.nan
    return low, high


def _crossing(series: Sequence[Tested], turn: int, *, last: bool) -> Crossing:
    begin, end = _stretch(series, turn)
    low, high = _bounds(series, begin, end)
    sign = series[turn].sign
    closed = not (math.isnan(low) or math.isnan(high))
    opposite = closed and series[begin - 1].sure == -sign and series[end + 1].sure == sign
    verdict = Verdict.BREAK_EVEN if opposite and last else Verdict.UNCERTAIN
    return Crossing((series[turn - 1].last + series[turn].first) / 2, low, high, sign < 0, verdict)

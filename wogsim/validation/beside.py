"""Published changes beside two worlds on the shipped city that stand for them, and whether the two agree.

Published cases are chosen cases: they are compared with the model, and the model is never tuned to them. So a miss here
is shown with what it means, and is no failure of a validation.

- *Direction* agrees where the model's time after is on the published side of its time before, by a twentieth of it at
  least: with the same citizens much smaller differences are told from chance, and nobody would notice them.
- *Size* agrees where what remains and what is saved are both within a factor of two of the published: a published 0.4
  allows 0.2 to 0.7. A factor of two of the ratio alone would let a published saving of a third pass for none at all.
  Where no time before was published, the model's time after is to be within a factor of two of the published.

Of a published range the nearer end counts. Where the model's interval reaches over the border, it is *not told apart*.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wogsim.language import _, mark, number, pick
from wogsim.measures.anatomy import PARTS, TITLES
from wogsim.measures.outcome import Outcome
from wogsim.output_analysis import Estimate, estimate
from wogsim.output_analysis.intervals import t_quantile
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded, load
from wogsim.scenario.settings import asked
from wogsim.validation.evidence import Published, Range, evidence_file, rows
from wogsim.validation.experiments import Experiment
from wogsim.world.agencies import World

FACTOR = 2.0  # sizes further apart do not agree
NOTICED = 0.05  # share of the time before; a change of less is none
REPLICATIONS = 20
LEAST = 5  # replications, however quick: fewer tell nothing apart
CHANCE = 0.05  # of any interval missing the model's own mean, all together
LARGEST = 4  # parts of the time anatomy that are named
RATIO_DIGITS = 2
YES, NO, NOT_TOLD, NOTHING = mark("yes"), mark("no"), mark("not told apart"), ""

Floats = npt.NDArray[np.float64]
Seen = Mapping[str, Mapping[str, Floats]]  # by world and name, arrays of shape (replications,)


@dataclass(frozen=True)
class Beside:
    """A published change and the model's, both of its worlds with the same citizens.

    ``before`` and ``after`` are in the unit of the row and ``ratio`` is of their means, each with an interval;
    ``parts`` are the days of the world after by part of the time anatomy. Direction and size are 'yes', 'no', 'not told
    apart', or empty where nothing was published.
    """

    row: Published
    worlds: tuple[str, str]
    before: Estimate
    after: Estimate
    ratio: Estimate
    parts: Mapping[str, float]

    @property
    def direction(self) -> str:
        """Whether the model goes the published way."""
        published = self.row.ratio
        if published is None or published.low <= 1 <= published.high:
            return NOTHING
        return _judged(self.ratio, Range(0.0, 1 - NOTICED) if published.high < 1 else Range(1 + NOTICED, math.inf))

    @property
    def size(self) -> str:
        """Whether it goes about as far."""
        if not self.row.sized:
            return NOTHING
        if self.row.ratio is not None:
            return _judged(self.ratio, allowed(self.row.ratio))
        if self.row.after is not None:
            return _judged(self.after, Range(self.row.after.low / FACTOR, self.row.after.high * FACTOR))
        return NOTHING

    @property
    def missed(self) -> bool:
        """Whether direction or size is surely not as published."""
        return NO in (self.direction, self.size)

    @property
    def what_it_means(self) -> str:
        """Of a row that is missed: why, and where the time goes; empty of others."""
        if not self.missed:
            return ""
        largest = sorted(self.parts.items(), key=lambda part: -part[1])[:LARGEST]
        where = _("Of the model's {days} days after, most are {parts}.").format(
            days=number(math.fsum(self.parts.values())),
            parts=", ".join(f"{_(TITLES[part])} {number(value)}" for part, value in largest),
        )
        return f"{pick(self.row.why)} {where}" if self.row.why else where


def allowed(published: Range) -> Range:
    """Ratios of which what remains and what is saved are both within a factor of two of a published one below 1."""
    least = max(published.low / FACTOR, 1 - FACTOR * (1 - published.low))
    return Range(least, min(published.high * FACTOR, 1 - (1 - published.high) / FACTOR))


def _judged(found: Estimate, border: Range) -> str:
    """Whether the whole interval lies within the border, or beyond it."""
    if border.low <= found.low and found.high <= border.high:
        return YES
    return NO if found.high < border.low or border.high < found.low else NOT_TOLD


def ratio(before: Sequence[float] | Floats, after: Sequence[float] | Floats, level: float) -> Estimate:
    """The mean after over the mean before, of the same citizens in each replication, with its interval.

    Parameters
    ----------
    before, after : positive values, one for each of two replications or more
    level : of the interval. It leaves out 1 exactly where a paired t test tells the two apart at that level

    Notes
    -----
    E. C. Fieller, "Some problems in interval estimation", J. Royal Statistical Society B 16 (1954): all ratios r for
    which the mean of after - r before does not differ from 0. NaN where the mean before itself may be 0.
    """
    count = len(before)
    one, other = float(np.mean(before)), float(np.mean(after))
    errors = np.cov(np.vstack([before, after])) / count * t_quantile(count - 1, level) ** 2
    square = one**2 - float(errors[0, 0])
    if square <= 0:
        return Estimate(other / one, math.nan, math.nan, count)
    middle = one * other - float(errors[0, 1])
    half = math.sqrt(max(middle**2 - square * (other**2 - float(errors[1, 1])), 0.0))
    return Estimate(other / one, (middle - half) / square, (middle + half) / square, count)


def evidence_worlds(share: float) -> tuple[Experiment, ...]:
    """Every world once, all with the same citizens, for `share` of the replications of a full validation."""
    city, replications = _city(), max(math.ceil(REPLICATIONS * share), LEAST)
    names = dict.fromkeys(world for row in rows() for pair in row.worlds for world in pair)
    return tuple(
        Experiment(world, world, "", _changed(city, world), (), _times, replications, judged=False) for world in names
    )


def _city() -> Loaded:
    """The shipped city with the evidence's own patterns."""
    own = {f"patterns.{key}": row for key, row in evidence_file()["patterns"].items()}
    return asked(load(evidence_file()["scenario"]), settings=own)


def _changed(city: Loaded, world: str) -> Loaded:
    pattern, _slash, variant = world.partition("/")
    settings = evidence_file()["variants"][variant]["set"] if variant else {}
    return asked(city, patterns=[pattern], settings=settings)


def world_title(world: str) -> str:
    """What a world is called: its pattern, and its variant if it is one."""
    key, _slash, variant = world.partition("/")
    own = evidence_file()["patterns"].get(key)
    pattern = pick(own["title"]) if own else pattern_title(key, load(evidence_file()["scenario"]).scenario)
    return f"{pattern} ({pick(evidence_file()['variants'][variant]['title'])})" if variant else pattern


def _times(_world: World, outcome: Outcome) -> dict[str, float]:
    """The measures that rows ask for, and the parts of the time anatomy in days."""
    names = {row.measure for row in rows() if row.worlds} | {f"time_{part}" for part in PARTS}
    return {name: outcome.values[name] for name in sorted(names)}


def beside(seen: Seen) -> tuple[Beside, ...]:
    """Every pair of worlds next to what was published; the intervals of the ratios hold all together."""
    chosen = rows()
    level = 1 - CHANCE / sum(len(row.worlds) for row in chosen)
    return tuple(_beside(row, pair, seen, level) for row in chosen for pair in row.worlds)


def _beside(row: Published, pair: tuple[str, str], seen: Seen, level: float) -> Beside:
    before, after = (seen[world][row.measure] for world in pair)
    return Beside(
        row,
        pair,
        estimate(before.tolist(), level),
        estimate(after.tolist(), level),
        ratio(before, after, level),
        {part: float(seen[pair[1]][f"time_{part}"].mean()) for part in PARTS},
    )


def summary(found: Sequence[Beside]) -> str:
    """How often the model goes the published way and about as far, and by which rule."""
    directions = [one.direction for one in found if one.direction]
    sizes = [one.size for one in found if one.size]
    text = _(
        "Direction agrees in {right} of {directions} comparisons, size in {near} of {sizes}. Direction agrees where "
        "the model changes the published way by {noticed} % at least; size where what remains and what is saved are "
        "both within a factor of two of the published, or, where no time before was published, where the time after "
        "is. The intervals of the ratios hold all together with {level} %. Published cases are chosen cases: the model "
        "is not tuned to them, and a miss here is shown and is no failure."
    )
    return text.format(
        right=directions.count(YES),
        directions=len(directions),
        near=sizes.count(YES),
        sizes=len(sizes),
        noticed=number(100 * NOTICED, 0),
        level=number(100 * (1 - CHANCE), 0),
    )

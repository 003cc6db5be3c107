"""What a comparison found, as numbers: all that tables, words and charts are made from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wogsim.contract.cases import STAFFED, UNLIMITED
from wogsim.language import pick
from wogsim.measures.outcome import Outcome
from wogsim.measures.pools import PoolMeasures
from wogsim.measures.summary import MEASURES, Measure
from wogsim.output_analysis import Estimate, estimate
from wogsim.output_analysis.intervals import estimate_within
from wogsim.patterns import Pattern
from wogsim.scenario.file import SLASH
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded
from wogsim.scenario.standards import Promise, one_promise, ranks
from wogsim.staffing.people import Staffing
from wogsim.staffing.roster import Post
from wogsim.studies.beside import Known, sign
from wogsim.studies.comparison.sequential import Precision
from wogsim.studies.overload import in_most
from wogsim.studies.ranking import in_hand, ranked_by
from wogsim.studies.result import Result
from wogsim.studies.units import Read, readings
from wogsim.studies.words import permit_titles
from wogsim.world.agencies import World


def measured(outcomes: Iterable[Outcome], post: Post) -> list[PoolMeasures]:
    """What one pool did in each replication."""
    return [next(pool for pool in outcome.pools if pool.name == post.name) for outcome in outcomes]


@dataclass(frozen=True)
class PoolRow:
    """One pool under one pattern, over replications.

    ``mean_wait`` is in minutes by the clock, nights included, ``mean_open_wait`` in minutes of the pool's own opening
    hours; ``overtime`` in hours a replication. ``load`` is what was brought, in servers, and ``growth`` by how many a
    day those who wait at midnight become more. ``short`` says that more was brought than could be done,
    ``overloaded`` that its queue grew by that, each in most replications.
    """

    pattern: str
    post: Post
    utilisation: Estimate
    mean_wait: Estimate
    mean_open_wait: Estimate
    overtime: Estimate
    load: Estimate
    growth: Estimate
    short: bool
    overloaded: bool


@dataclass(frozen=True, eq=False)
class Numbers(Result):
    """The same citizens under several patterns.

    ``outcomes[p][r]`` is pattern p in replication r; ``staffing[p]`` its pools, ``worlds[p]`` its world. There are
    several worlds where variants are compared, whose patterns have keys like 'one-door/half', or a second scenario,
    ``beside``. What was asked is in ``loaded``; ``left_out`` says of patterns that were asked for, by key, why they
    could not be staffed.
    """

    loaded: Loaded
    worlds: tuple[World, ...]
    patterns: tuple[Pattern, ...]
    staffing: tuple[Staffing, ...]
    outcomes: tuple[tuple[Outcome, ...], ...]
    preset: str | None = None
    engine: str = "simpy"
    precision: Precision | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    beside: Loaded | None = None

    @property
    def world(self) -> World:
        """The first world; the only one, but where variants are compared."""
        return self.worlds[0]

    def world_of(self, pattern: str) -> World:
        """The world of a pattern."""
        return self.worlds[self.keys.index(pattern)]

    def title(self, pattern: str) -> str:
        """A pattern's name in the language in use, as its own world has it."""
        row, _slash, variant = pattern.partition(SLASH)
        if not variant or pattern not in self.keys:
            return super().title(pattern)
        own = pattern_title(row, self.world_of(pattern).scenario)
        return f"{own} {SLASH} {pick(dict(self.scenario.variants[variant].title))}"

    @cached_property
    def permit_titles(self) -> dict[str, str]:
        """The permits' titles by key, those of all worlds."""
        return {key: title for world in self.worlds for key, title in permit_titles(world.scenario).items()}

    @property
    def promise(self) -> Promise | None:
        """What is promised of every permit alike, in all worlds, if so."""
        several = {one_promise(world.scenario.world) for world in self.worlds}
        return several.pop() if len(several) == 1 else None

    @property
    def ranks(self) -> bool:
        """Whether patterns may be ranked by what is promised: in all worlds."""
        return all(ranks(world.scenario.world) for world in self.worlds)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that all have; without a standard there is no share within it."""
        return tuple(m for m in MEASURES if all(m.name in outcomes[0].values for outcomes in self.outcomes))

    @property
    def keys(self) -> tuple[str, ...]:
        """The patterns' keys, in the order asked for."""
        return tuple(pattern.key for pattern in self.patterns)

    def values(self, pattern: str, measure: str) -> list[float]:
        """One measure under one pattern, a value per replication."""
        return [outcome.values[measure] for outcome in self.outcomes[self.keys.index(pattern)]]

    def by_pattern(self, measure: str) -> dict[str, list[float]]:
        """One measure under every pattern, a value per replication each."""
        return {key: self.values(key, measure) for key in self.keys}

    @cached_property
    def estimates(self) -> dict[tuple[str, str], Estimate]:
        """Mean and 95 % interval by (pattern, measure)."""
        of = dict(zip(self.keys, self.outcomes, strict=True))
        return {
            (p, m.name): m.estimate(self.values(p, m.name), [outcome.sizes.get(m.name, 0) for outcome in of[p]])
            for p in self.keys
            for m in self.measures
        }

    @cached_property
    def reads(self) -> dict[str, Read]:
        """In which unit each measure is read, by name; see `wogsim.studies.units`."""
        return readings(self.measures, lambda name: [self.estimates[key, name].mean for key in self.keys])

    @cached_property
    def ranked_by(self) -> str:
        """The measure that patterns are ranked by; see `wogsim.studies.ranking`."""
        return ranked_by([self.by_pattern("gave_up")])

    @property
    def in_hand(self) -> str | None:
        """The share that a pattern ranked first may not have surely less of; None where it is not asked."""
        return in_hand(self.ranked_by, standard=self.ranks)

    def known(self, pattern: str) -> Known:
        """What must be said beside a pattern's numbers."""
        counts = [outcome.overloaded for outcome in self.outcomes[self.keys.index(pattern)]]
        return Known(in_most(counts) > 0, self.estimates[pattern, "gave_up"].mean)

    def marked(self, pattern: str) -> str:
        """A pattern's name where its numbers stand, with the sign of what must be said beside them."""
        return self.title(pattern) + sign(self.known(pattern))

    def pools(self) -> Iterator[PoolRow]:
        """Every staffed pool that has people or work, pattern by pattern."""
        for pattern, staff, outcomes in zip(self.keys, self.staffing, self.outcomes, strict=True):
            for post in staff.posts:
                if post.role not in STAFFED or not (post.servers or post.load):
                    continue
                found = measured(outcomes, post)
                yield PoolRow(
                    pattern,
                    post,
                    estimate_within([pool.utilisation for pool in found], most=1.0),
                    estimate_within([pool.mean_wait / 60 for pool in found]),
                    estimate_within([pool.mean_open_wait / 60 for pool in found]),
                    estimate_within([pool.overtime / 3600 for pool in found]),
                    estimate_within([pool.load for pool in found]),
                    estimate([pool.growth for pool in found]),
                    in_most(pool.excess > 0 for pool in found) > 0,
                    in_most(pool.overloaded for pool in found) > 0,
                )

    def head_count(self, pattern: str) -> int | None:
        """People under a pattern; None where staff are unlimited."""
        staff = self.staffing[self.keys.index(pattern)]
        unlimited = any(post.servers == UNLIMITED for post in staff.posts if post.role in STAFFED)
        return None if unlimited else staff.head_count

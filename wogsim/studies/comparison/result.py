"""What a comparison found: numbers first, then tables and figures made from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wogsim.contract.cases import STAFFED, UNLIMITED
from wogsim.language import _, number
from wogsim.measures.outcome import Outcome
from wogsim.measures.summary import MEASURES, Measure
from wogsim.output_analysis import Estimate, estimate
from wogsim.patterns import Pattern
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded
from wogsim.staffing.names import pool_title
from wogsim.staffing.people import Post, Staffing
from wogsim.world.agencies import World

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.figure import Figure

    from wogsim.studies.comparison.settling import Settling


@dataclass(frozen=True)
class Precision:
    """An asked precision, and whether at most so many replications came to it.

    ``short`` are (pattern, measure) that are not precise enough, each with the precision it has: half-width over
    mean, or half-width for a share; worst first.
    """

    asked: float
    most: int
    reached: bool
    short: tuple[tuple[tuple[str, str], float], ...]


@dataclass(frozen=True)
class PoolRow:
    """One pool under one pattern, over replications. Mean wait in minutes, overtime in hours a replication."""

    pattern: str
    post: Post
    utilisation: Estimate
    mean_wait: Estimate
    overtime: Estimate


@dataclass(frozen=True, eq=False)
class Comparison:
    """The same citizens under several patterns.

    ``outcomes[p][r]`` is pattern p in replication r; ``staffing[p]`` its pools. What was asked is in ``loaded``.
    """

    loaded: Loaded
    world: World
    patterns: tuple[Pattern, ...]
    staffing: tuple[Staffing, ...]
    outcomes: tuple[tuple[Outcome, ...], ...]
    preset: str | None = None
    engine: str = "simpy"
    precision: Precision | None = None

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.outcomes[0])

    @property
    def seed(self) -> int:
        """The seed that all luck came from."""
        return self.loaded.scenario.run.seed

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures there are; without a standard there is no share within it."""
        return tuple(m for m in MEASURES if m.name in self.outcomes[0][0].values)

    @property
    def keys(self) -> tuple[str, ...]:
        """The patterns' keys, in the order asked for."""
        return tuple(pattern.key for pattern in self.patterns)

    def values(self, pattern: str, measure: str) -> list[float]:
        """One measure under one pattern, a value per replication."""
        return [outcome.values[measure] for outcome in self.outcomes[self.keys.index(pattern)]]

    @cached_property
    def estimates(self) -> dict[tuple[str, str], Estimate]:
        """Mean and 95 % interval by (pattern, measure)."""
        return {(p, m.name): estimate(self.values(p, m.name)) for p in self.keys for m in self.measures}

    def pools(self) -> Iterator[PoolRow]:
        """Every staffed pool that has people or work, pattern by pattern."""
        for pattern, staff, outcomes in zip(self.keys, self.staffing, self.outcomes, strict=True):
            for post in staff.posts:
                if post.role not in STAFFED or not (post.servers or post.load):
                    continue
                found = [next(pool for pool in outcome.pools if pool.name == post.name) for outcome in outcomes]
                yield PoolRow(
                    pattern,
                    post,
                    estimate([pool.utilisation for pool in found]),
                    estimate([pool.mean_wait / 60 for pool in found]),
                    estimate([pool.overtime / 3600 for pool in found]),
                )

    def warnings(self) -> list[str]:
        """What a reader should know before trusting the numbers, in the language in use."""
        from wogsim.studies.comparison import settling

        text = _(
            "{pattern}: overloaded are {pools} (offered load / servers); their queues grow as long as arrivals last, "
            "so times depend on how long the world is run"
        )
        said = []
        for pattern, staff in zip(self.keys, self.staffing, strict=True):
            pools = [
                f"{pool_title(post, self.world)} ({number(post.load, 2)} / {post.servers})" for post in staff.overloaded
            ]
            if pools:
                said.append(text.format(pattern=self.title(pattern), pools=", ".join(pools)))
        return said + self._stragglers() + settling.warnings(self)

    def _stragglers(self) -> list[str]:
        late = {}
        for pattern, outcomes in zip(self.keys, self.outcomes, strict=True):
            finished = [
                (o.per_case["need"] + o.per_case["sojourn_time"])[o.per_case["granted"]] > self.world.end
                for o in outcomes
            ]
            late[pattern] = sum(int(after.sum()) for after in finished)
        if not any(late.values()):
            return []
        return [
            _(
                "of {whole} measured citizens some got their permit only after arrivals had ended, when the load "
                "was falling: {late}; a longer run.run_out would tell more"
            ).format(
                whole=sum(len(outcome.per_case["need"]) for outcome in self.outcomes[0]),
                late=", ".join(f"{self.title(pattern)} {count}" for pattern, count in late.items() if count),
            )
        ]

    def title(self, pattern: str) -> str:
        """A pattern's name in the language in use."""
        return pattern_title(pattern, self.loaded.scenario)

    def head_count(self, pattern: str) -> int | None:
        """People under a pattern; None where staff are unlimited."""
        staff = self.staffing[self.keys.index(pattern)]
        unlimited = any(post.servers == UNLIMITED for post in staff.posts if post.role in STAFFED)
        return None if unlimited else staff.head_count

    def table(self) -> pd.DataFrame:
        """Patterns and measures with mean and 95 % interval: the columns of comparison.csv."""
        from wogsim.studies.comparison.tables import comparison_table

        return comparison_table(self)

    def by_kind(self) -> pd.DataFrame:
        """Every measure by kind of citizen: digital or assisted, vulnerable or not, near or far; as in kinds.csv."""
        from wogsim.studies.comparison.tables import kinds_table

        return kinds_table(self)

    def differences(self) -> pd.DataFrame:
        """Every two patterns, measure by measure, replication by replication: the columns of differences.csv."""
        from wogsim.studies.comparison.differences import differences_table

        return differences_table(self)

    def variance_reduction(self) -> pd.DataFrame:
        """How much narrower intervals of differences are because the citizens are the same under every pattern."""
        from wogsim.studies.comparison.differences import variance_reduction_table

        return variance_reduction_table(self)

    def quantiles(self) -> pd.DataFrame:
        """Tenth, fiftieth and ninetieth percentile of the citizens' times, with intervals; as in quantiles.csv."""
        from wogsim.studies.comparison.tables import quantiles_table

        return quantiles_table(self)

    def verdict(self) -> str:
        """Who is faster than whom, how certain, and what it means for the citizen, in the language in use."""
        from wogsim.studies.comparison.verdict import verdict

        return verdict(self)

    def report(self, path: str | Path) -> None:
        """Write one HTML page with everything; needs the extra ``wogsim[report]``. See `wogsim.report.write`."""
        from wogsim.report import write

        write(self, path)

    def workbook(self, path: str | Path) -> None:
        """Write a workbook with the tables; needs the extra ``wogsim[report]``. See `wogsim.report.write_workbook`."""
        from wogsim.report import write_workbook

        write_workbook(self, path)

    def settling(self) -> list[Settling]:
        """When each pattern had settled after its empty start, by MSER-5."""
        from wogsim.studies.comparison.settling import settling

        return settling(self)

    def warm_up(self) -> Figure:
        """How long the sojourn time takes to settle after the empty start."""
        from wogsim.charts import warm_up

        return warm_up(self)

    def waiting_times(self) -> Figure:
        """How long citizens wait at counters under each pattern."""
        from wogsim.charts import waiting_times

        return waiting_times(self)

    def counters_visited(self) -> Figure:
        """How many counters citizens stand at under each pattern."""
        from wogsim.charts import counters_visited

        return counters_visited(self)

    def time_anatomy(self) -> Figure:
        """Where the time goes under each pattern."""
        from wogsim.charts import time_anatomy

        return time_anatomy(self)

    def waiting_distribution(self) -> Figure:
        """How many citizens wait how long at counters under each pattern."""
        from wogsim.charts import waiting_distribution

        return waiting_distribution(self)

    def trips(self) -> Figure:
        """How often citizens go out under each pattern."""
        from wogsim.charts import trips

        return trips(self)

    def permits_in_hand(self) -> Figure:
        """How many citizens have their permit by when under each pattern."""
        from wogsim.charts import permits_in_hand

        return permits_in_hand(self)

    def equity(self) -> Figure:
        """How kinds of citizens fare under each pattern."""
        from wogsim.charts import equity

        return equity(self)

    def busy_hours(self) -> Figure:
        """How busy pools are at each hour of the day under each pattern."""
        from wogsim.charts import busy_hours

        return busy_hours(self)

    def cases_in_progress(self) -> Figure:
        """How many cases are in progress, day by day, under each pattern."""
        from wogsim.charts import cases_in_progress

        return cases_in_progress(self)

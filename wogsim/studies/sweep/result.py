"""What a sweep found: every measure at every point, and who has the shortest sojourn where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from wogsim.language import ngettext
from wogsim.measures.summary import MEASURES, Measure
from wogsim.output_analysis import Estimate, estimate
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.sweep.evaluation import NAMES, Values
from wogsim.studies.sweep.grid import Axis, Grid

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SOJOURN = "sojourn_time"


@dataclass(frozen=True, eq=False)
class At:
    """One point of a sweep, as much of it as comparing patterns needs; ``cells`` (replications, patterns, measures)."""

    keys: tuple[str, ...]
    cells: Values

    def values(self, pattern: str, measure: str) -> list[float]:
        """One measure under one pattern, a value per replication."""
        found: list[float] = self.cells[:, self.keys.index(pattern), NAMES.index(measure)].tolist()
        return found

    @cached_property
    def estimates(self) -> dict[tuple[str, str], Estimate]:
        """Mean and 95 % interval by (pattern, measure)."""
        return {(p, m): estimate(self.values(p, m)) for p in self.keys for m in NAMES}


@dataclass(frozen=True, eq=False)
class Sweep:
    """The same citizens at every point of a grid.

    ``loaded`` is the scenario without the values that vary; ``values`` has shape (points, replications, patterns,
    measures); ``refused`` says of points, by number, why there is no such world.
    """

    loaded: Loaded
    grid: Grid
    values: Values
    refused: Mapping[int, str]
    preset: str | None = None

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What was varied."""
        return self.grid.axes

    @cached_property
    def points(self) -> list[tuple[Any, ...]]:
        """A value for every axis, point by point."""
        return self.grid.points

    @property
    def keys(self) -> tuple[str, ...]:
        """The patterns' keys, in the order asked for."""
        return self.loaded.scenario.levers.patterns

    @property
    def replications(self) -> int:
        """Number of replications of each point."""
        return int(self.values.shape[1])

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures there are; without a standard there is no share within it."""
        standard = self.loaded.scenario.world.standard or any(axis.name == "world.standard" for axis in self.axes)
        return tuple(m for m in MEASURES if standard or m.name != "within_standard")

    @cached_property
    def at(self) -> list[At]:
        """The points, in order."""
        return [At(self.keys, cells) for cells in self.values]

    def title(self, pattern: str) -> str:
        """A pattern's name in the language in use."""
        return pattern_title(pattern, self.loaded.scenario)

    @cached_property
    def winners(self) -> list[tuple[str, ...]]:
        """Point by point the patterns that are not told apart from the lowest mean sojourn; none where no number is.

        See `wogsim.studies.comparison.words.groups`. Who stands together is not ranked.
        """
        # Comparing reads no more of a comparison than keys, values and estimates.
        found = [words.groups(cast("Comparison", point), SOJOURN) for point in self.at]
        return [tuple(key for key in self.keys if key in (*alike.lowest, *alike.between)) for alike in found]

    def slices(self, axis: Axis, held: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
        """Along an axis, with the others held at a value by name: number of the value, number of the point."""
        place = self.axes.index(axis)
        for number, point in enumerate(self.points):
            named = zip(self.axes, point, strict=True)
            if all(other is axis or held[other.name] == value for other, value in named):
                yield axis.values.index(point[place]), number

    def refusals(self) -> list[str]:
        """Why some points are missing, a sentence for each reason, in the language in use."""
        return left_out(self.grid, self.refused)

    def table(self) -> pd.DataFrame:
        """One row per point, pattern and measure: the columns of sweep.csv. Points that were refused have none."""
        import pandas as pd

        rows = [
            (*point, pattern, m.name, m.unit, found.mean, found.low, found.high, found.replications)
            for number, point in enumerate(self.points)
            if number not in self.refused
            for pattern in self.keys
            for m in self.measures
            for found in (self.at[number].estimates[pattern, m.name],)
        ]
        names = [axis.name for axis in self.axes]
        columns = [*names, "pattern", "measure", "unit", "mean", "ci_low", "ci_high", "replications"]
        return pd.DataFrame(rows, columns=columns)

    def lines(self, measure: str = SOJOURN, axis: str | None = None) -> Figure:
        """A measure against an axis, a line with its band for each pattern; default: the first that varies."""
        from wogsim.charts import measure_lines

        return measure_lines(self, measure, axis)

    def heat_map(self, pattern: str, measure: str = SOJOURN) -> Figure:
        """A measure under one pattern over the first two axes that vary."""
        from wogsim.charts import heat_map

        return heat_map(self, pattern, measure)

    def winners_map(self) -> Figure:
        """Who has the shortest sojourn where, over the first two axes that vary; ties are hatched."""
        from wogsim.charts import winners_map

        return winners_map(self)


def left_out(grid: Grid, refused: Mapping[int, str]) -> list[str]:
    """Why some points of a grid, by number, are missing: a sentence for each reason, in the language in use."""
    reasons: dict[str, list[int]] = {}
    for number, why in refused.items():
        reasons.setdefault(why, []).append(number)
    said = []
    for why, numbers in reasons.items():
        points = ngettext("{count} point is left out", "{count} points are left out", len(numbers))
        said.append(f"{points.format(count=len(numbers))} ({where(grid, numbers[0])}): {why}")
    return said


def where(grid: Grid, number: int) -> str:
    """A point of a grid in a message: the names of its axes with their values."""
    return ", ".join(f"{axis.name} {value}" for axis, value in zip(grid.axes, grid.points[number], strict=True))


def moving(axes: Sequence[Axis]) -> list[Axis]:
    """The axes that have more than one value."""
    return [axis for axis in axes if len(axis.values) > 1]

"""What a sweep found: every measure at every point, and who is fastest where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from wogsim.language import ngettext
from wogsim.measures.summary import MEASURES, Measure
from wogsim.output_analysis import Estimate
from wogsim.scenario.levers import Run
from wogsim.scenario.reading import Loaded
from wogsim.scenario.standards import from_need, promises
from wogsim.studies.beside import Known
from wogsim.studies.comparison.told_apart import groups
from wogsim.studies.overload import in_most
from wogsim.studies.ranking import in_hand, ranked_by
from wogsim.studies.result import Result
from wogsim.studies.shown import chart
from wogsim.studies.sweep.cells import NAMES, OVERLOADED, Values, estimated
from wogsim.studies.sweep.grid import Axis, Grid
from wogsim.studies.units import Read, readings


class Gridded(Result):
    """Results over a grid of values; ``loaded`` is the scenario without them.

    ``refused`` says of points, by number, why there is no such world.
    """

    grid: Grid
    refused: Mapping[int, str]
    left_out: Mapping[int, Mapping[str, str]] = {}  # by point and pattern: why it could not be staffed there
    preset: str | None

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What was varied."""
        return self.grid.axes

    @property
    def standard(self) -> bool:
        """Whether there is a service standard somewhere."""
        return bool(promises(self.scenario.world)) or any(axis.name.endswith(".standard") for axis in self.axes)

    @property
    def run(self) -> Run | None:
        """How long every point is run; None where that varies."""
        varies = any(path.split(".")[0] == "run" for axis in self.axes for path in axis.paths)
        return None if varies else self.scenario.run

    def refusals(self) -> list[str]:
        """Why some points are missing, a sentence for each reason, in the language in use."""
        reasons: dict[str, list[int]] = {}
        for point, why in self.refused.items():
            reasons.setdefault(why, []).append(point)
        said = []
        for why, numbers in reasons.items():
            points = ngettext("{count} point is left out", "{count} points are left out", len(numbers))
            said.append(f"{points.format(count=len(numbers))} ({self.grid.where(numbers[0])}): {why}")
        return said + self._left_out()

    def _left_out(self) -> list[str]:
        """Why some patterns are missing at some points, a sentence for each pattern: its first reason."""
        numbers: dict[str, list[int]] = {}
        for point, reasons in self.left_out.items():
            for key in reasons:
                numbers.setdefault(key, []).append(point)
        said = []
        for key, where in numbers.items():
            text = ngettext(
                "{pattern} is left out at {count} point ({first}): {reason}",
                "{pattern} is left out at {count} points (first {first}): {reason}",
                len(where),
            )
            first, reason = self.grid.where(where[0]), self.left_out[where[0]][key]
            said.append(text.format(pattern=self.title(key), count=len(where), first=first, reason=reason))
        return said


@dataclass(frozen=True, eq=False)
class At:
    """One point of a sweep, as much of it as comparing patterns needs; ``cells`` (replications, patterns, measures)."""

    keys: tuple[str, ...]
    cells: Values

    def values(self, pattern: str, measure: str) -> list[float]:
        """One measure under one pattern, a value per replication."""
        found: list[float] = self.cells[:, self.keys.index(pattern), NAMES.index(measure)].tolist()
        return found

    def by_pattern(self, measure: str) -> dict[str, list[float]]:
        """One measure under every pattern, a value per replication each."""
        return {key: self.values(key, measure) for key in self.keys}

    @cached_property
    def estimates(self) -> dict[tuple[str, str], Estimate]:
        """Mean and 95 % interval by (pattern, measure)."""
        return {(p, m.name): estimated(self.cells[:, i], m.name) for i, p in enumerate(self.keys) for m in MEASURES}

    def overloaded(self, pattern: str) -> int:
        """How many pools are overloaded under a pattern."""
        return in_most(self.values(pattern, OVERLOADED))

    def known(self, pattern: str) -> Known:
        """What must be said beside a pattern's numbers here."""
        return Known(self.overloaded(pattern) > 0, self.estimates[pattern, "gave_up"].mean)


@dataclass(frozen=True, eq=False)
class Sweep(Gridded):
    """The same citizens at every point of a grid; ``values`` as in `wogsim.studies.sweep.evaluation.Evaluation`."""

    loaded: Loaded
    grid: Grid
    values: Values
    refused: Mapping[int, str]
    preset: str | None = None
    left_out: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    lines = chart("measure_lines", "A measure against an axis, a line with its band for each pattern.")
    heat_map = chart("heat_map", "A measure under one pattern over the first two axes that vary.")
    winners_map = chart("winners_map", "Who is fastest where; ties are hatched.")

    @property
    def points(self) -> list[tuple[Any, ...]]:
        """A value for every axis, point by point."""
        return self.grid.points

    @property
    def keys(self) -> tuple[str, ...]:
        """The patterns' keys, in the order asked for."""
        return self.scenario.levers.patterns

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures there are; without a standard there is no share within it."""
        permits = self.scenario.world.permits.values()
        made = {"within_standard": self.standard, "on_the_spot": any(permit.while_you_wait for permit in permits)}
        return tuple(m for m in MEASURES if made.get(m.name, True))

    @cached_property
    def at(self) -> list[At]:
        """The points, in order."""
        return [At(self.keys, cells) for cells in self.values]

    @cached_property
    def reads(self) -> dict[str, Read]:
        """In which unit each measure is read, by name, the same at all points; see `wogsim.studies.units`."""
        return readings(MEASURES, lambda name: [at.estimates[key, name].mean for at in self.at for key in self.keys])

    @cached_property
    def ranked_by(self) -> str:
        """The measure that patterns are ranked by, one for all points; see `wogsim.studies.ranking`."""
        return ranked_by(point.by_pattern("gave_up") for point in self.at)

    @cached_property
    def winners(self) -> list[tuple[str, ...]]:
        """Point by point the patterns that are not told apart from the lowest mean; none where no number is.

        See `wogsim.studies.comparison.told_apart`. Who stands together is not ranked. The mean is that of `ranked_by`.
        """
        wanted = in_hand(self.ranked_by, standard=self.standard and from_need(self.scenario.world))
        found = [
            groups(point.by_pattern(self.ranked_by), point.by_pattern(wanted) if wanted else None) for point in self.at
        ]
        return [tuple(key for key in self.keys if key in (*alike.lowest, *alike.between)) for alike in found]

    def slices(self, axis: Axis, held: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
        """Along an axis, with the others held at a value by name: number of the value, number of the point."""
        place = self.axes.index(axis)
        for number, point in enumerate(self.points):
            named = zip(self.axes, point, strict=True)
            if all(other is axis or held[other.name] == value for other, value in named):
                yield axis.values.index(point[place]), number

    def table(self) -> pd.DataFrame:
        """One row per point, pattern and measure: the columns of sweep.csv. Points that were refused have none."""
        rows = [
            (*point, pattern, m.name, m.unit, *at.estimates[pattern, m.name], at.overloaded(pattern))
            for number, (point, at) in enumerate(zip(self.points, self.at, strict=True))
            if number not in self.refused
            for pattern in self.keys
            for m in self.measures
        ]
        columns = ["pattern", "measure", "unit", "mean", "ci_low", "ci_high", "replications", OVERLOADED]
        return pd.DataFrame(rows, columns=[*(axis.name for axis in self.axes), *columns])

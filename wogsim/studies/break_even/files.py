"""The tables, charts and manifest of a search for break-even authorities, beside its store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven
from wogsim.studies.sweep.files import file_name, gridded, place
from wogsim.studies.sweep.result import moving

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TABLE = "breakeven.csv"
DIFFERENCES = "breakeven_differences.csv"


def write(result: BreakEven, directory: Path) -> None:
    """Write breakeven.csv, breakeven_differences.csv, charts and manifest; see `wogsim.studies.sweep.files.place`."""
    said = gridded(result, result.grid.points, result.refused) | {"patterns": [AGAINST, *SEARCHED]}
    place(directory, {TABLE: result.table(), DIFFERENCES: result.differences()}, figures(result), said)


def figures(result: BreakEven) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """A chart for each axis that moves, or one for the only point: the name of its file, without ending, and it."""
    for axis in moving(result.axes) or result.axes[:1]:
        yield f"breakeven-by-{file_name(axis.name)}", partial(result.chart, axis.name)

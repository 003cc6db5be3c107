"""The tables, charts and manifest of a search for break-even authorities, beside its store."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven
from wogsim.studies.files import place
from wogsim.studies.shown import Draw
from wogsim.studies.sweep.files import file_name, gridded


def write(result: BreakEven, directory: Path) -> None:
    """Write breakeven.csv, breakeven_differences.csv, charts and manifest; see `wogsim.studies.files.place`."""
    tables = [("breakeven.csv", result.table()), ("breakeven_differences.csv", result.differences())]
    place(directory, tables, figures(result), gridded(result) | {"patterns": [AGAINST, *SEARCHED]})


def figures(result: BreakEven) -> Iterator[tuple[str, Draw]]:
    """A chart for each axis that moves, or one for the only point: the name of its file, without ending, and it."""
    for axis in result.grid.moving or result.axes[:1]:
        yield f"breakeven-by-{file_name(axis.name)}", partial(result.chart, axis.name)

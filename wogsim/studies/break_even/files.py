"""The tables, charts and manifest of a search for break-even authorities, beside its store."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from wogsim.studies.break_even.result import AGAINST, BreakEven
from wogsim.studies.files import place
from wogsim.studies.shown import Draw
from wogsim.studies.sweep.files import file_name, gridded


def write(result: BreakEven, directory: Path) -> None:
    """Write the three tables, charts and manifest; see `wogsim.studies.files.place`."""
    tables = [
        ("breakeven.csv", result.table()),
        ("breakeven_differences.csv", result.differences()),
        ("breakeven_curves.csv", result.curves()),
    ]
    place(directory, tables, figures(result), gridded(result) | {"patterns": [AGAINST, *result.searched]})


def figures(result: BreakEven) -> Iterator[tuple[str, Draw]]:
    """A chart for each axis that moves; at the only point the curve of each pattern that could be run there.

    The name of its file, and it.
    """
    for axis in result.grid.moving:
        yield f"breakeven-by-{file_name(axis.name)}", partial(result.chart, axis.name)
    for pattern in () if result.grid.moving else result.searched:
        search = result.at(pattern, 0)
        if search and search.series:
            yield f"authority-curve-{pattern}", partial(result.curve, pattern)

"""A sweep's table and charts beside its store: each file written elsewhere, then put in place."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wogsim.studies.comparison.files import MANIFEST, write_csv, write_manifest
from wogsim.studies.sweep.result import SOJOURN, Sweep, moving

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from wogsim.studies.sweep.words import Gridded

TABLE = "sweep.csv"
DRAWN = ("waiting_time", "counters_visited", SOJOURN)


def write(result: Sweep, directory: Path) -> None:
    """Write sweep.csv, the charts and the manifest; see `place`."""
    place(directory, {TABLE: result.table()}, figures(result), manifest(result))


def place(
    directory: Path,
    tables: Mapping[str, pd.DataFrame],
    figures: Iterable[tuple[str, Callable[[], Figure]]],
    manifest: Mapping[str, Any],
) -> None:
    """Write tables, charts and manifest beside a store; files of the same name are replaced, others left alone.

    Raises
    ------
    OSError
        When the directory cannot be written.
    """
    from wogsim import charts

    with tempfile.TemporaryDirectory(prefix=".wogsim-", dir=directory) as name:
        beside = Path(name)
        for file, table in tables.items():
            write_csv(table, beside / file)
        for stem, figure in figures:
            charts.save(figure(), beside / stem)
        write_manifest(beside, manifest)
        for file in sorted((path.name for path in beside.iterdir()), key=lambda file: (file == MANIFEST, file)):
            os.replace(beside / file, directory / file)


def figures(result: Sweep) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """Every chart of a sweep: the name of its file, without ending, and what draws it."""
    axes = moving(result.axes)
    for axis in axes:
        for measure in DRAWN:
            yield f"{measure}-by-{file_name(axis.name)}", partial(result.lines, measure, axis.name)
    if len(axes) > 1:
        for pattern in result.keys:
            yield f"{SOJOURN}-{pattern}", partial(result.heat_map, pattern)
    if axes and len(result.keys) > 1:
        yield "winners", result.winners_map


def file_name(axis: str) -> str:
    """An axis' name as part of a file's."""
    return re.sub(r"[^\w.-]", "_", axis)


def manifest(result: Sweep) -> dict[str, Any]:
    """All that is needed to make the same sweep again."""
    return gridded(result, result.grid.points, result.refused) | {"patterns": list(result.keys)}


def gridded(result: Gridded, points: list[tuple[Any, ...]], refused: Mapping[int, str]) -> dict[str, Any]:
    """What a manifest says of everything that was found over a grid."""
    loaded = result.loaded
    return {
        "scenario": loaded.name,
        "scenario_hash": loaded.fingerprint,
        "preset": result.preset,
        "settings": {path: str(value) for path, value in loaded.settings.items()},
        "axes": {axis.name: list(axis.values) for axis in result.axes},
        "refused": [
            {"point": dict(zip((axis.name for axis in result.axes), points[number], strict=True)), "why": why}
            for number, why in refused.items()
        ],
        "seed": loaded.scenario.run.seed,
        "replications": result.replications,
    }

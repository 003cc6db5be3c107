"""A sweep's table and charts beside its store: each file written elsewhere, then put in place."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wogsim.results.publish import MANIFEST, versions, write_csv
from wogsim.results.sweeping import SOJOURN, Sweep, moving

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TABLE = "sweep.csv"
DRAWN = ("waiting_time", "counters_visited", SOJOURN)


def write(result: Sweep, directory: Path) -> None:
    """Write sweep.csv, the charts and the manifest; files of the same name are replaced, others left alone.

    Raises
    ------
    OSError
        When the directory cannot be written.
    """
    put(directory, partial(_fill, result), partial(manifest, result))


def _fill(result: Sweep, directory: Path) -> None:
    from wogsim import charts

    write_csv(result.table(), directory / TABLE)
    for stem, figure in figures(result):
        charts.save(figure(), directory / stem)


def put(directory: Path, fill: Callable[[Path], None], manifest: Callable[[list[str]], dict[str, Any]]) -> None:
    """Let `fill` write files elsewhere, then put them, and the manifest made of their names, beside a store.

    Raises
    ------
    OSError
        When the directory cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix=".wogsim-", dir=directory) as name:
        beside = Path(name)
        fill(beside)
        files = sorted(path.name for path in beside.iterdir())
        text = json.dumps(manifest(files), ensure_ascii=False, indent=2)
        (beside / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
        for file in (*files, MANIFEST):
            os.replace(beside / file, directory / file)


def figures(result: Sweep) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """Every chart of a sweep: the name of its file, without ending, and what draws it."""
    axes = moving(result.axes)
    for axis in axes:
        for measure in DRAWN:
            yield f"{measure}-by-{_file_name(axis.name)}", partial(result.lines, measure, axis.name)
    if len(axes) > 1:
        for pattern in result.keys:
            yield f"{SOJOURN}-{pattern}", partial(result.heat_map, pattern)
    if axes and len(result.keys) > 1:
        yield "winners", result.winners_map


def _file_name(axis: str) -> str:
    return re.sub(r"[^\w.-]", "_", axis)


def manifest(result: Sweep, files: list[str]) -> dict[str, Any]:
    """All that is needed to make the same sweep again."""
    loaded = result.loaded
    return {
        "scenario": loaded.name,
        "scenario_hash": loaded.fingerprint,
        "preset": result.preset,
        "settings": {path: str(value) for path, value in loaded.settings.items()},
        "axes": {axis.name: list(axis.values) for axis in result.axes},
        "patterns": list(result.keys),
        "refused": [
            {"point": dict(zip((axis.name for axis in result.axes), result.points[number], strict=True)), "why": why}
            for number, why in result.refused.items()
        ],
        "seed": loaded.scenario.run.seed,
        "replications": result.replications,
        "versions": versions(),
        "files": files,
    }

"""A sweep's table and charts beside its store."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from wogsim.measures.summary import SOJOURN
from wogsim.studies.files import asked_for, place
from wogsim.studies.shown import Draw
from wogsim.studies.sweep.result import Gridded, Sweep

DRAWN = ("waiting_time", "counters_visited", SOJOURN)


def write(result: Sweep, directory: Path) -> None:
    """Write sweep.csv, the charts and the manifest; see `wogsim.studies.files.place`."""
    said = gridded(result) | {"patterns": list(result.keys)}
    place(directory, [("sweep.csv", result.table())], figures(result), said)


def figures(result: Sweep) -> Iterator[tuple[str, Draw]]:
    """Every chart of a sweep: the name of its file, without ending, and what draws it."""
    axes, times = result.grid.moving, dict.fromkeys((SOJOURN, result.ranked_by))
    for axis in axes:
        for measure in dict.fromkeys((*DRAWN, *times)):
            yield f"{measure}-by-{file_name(axis.name)}", partial(result.lines, measure, axis.name)
    if len(axes) > 1:
        for pattern in result.keys:
            for measure in times:
                yield f"{measure}-{pattern}", partial(result.heat_map, pattern, measure)
    if axes and len(result.keys) > 1:
        yield "winners", result.winners_map


def file_name(axis: str) -> str:
    """An axis' name as part of a file's."""
    return re.sub(r"[^\w.-]", "_", axis)


def gridded(result: Gridded) -> dict[str, Any]:
    """What a manifest says of everything that was found over a grid."""
    names = [axis.name for axis in result.axes]
    return {
        **asked_for(result.loaded, preset=result.preset),
        "axes": {axis.name: list(axis.values) for axis in result.axes},
        "refused": [
            {"point": dict(zip(names, result.grid.points[number], strict=True)), "why": why}
            for number, why in result.refused.items()
        ],
        "left_out": [
            {"point": dict(zip(names, result.grid.points[number], strict=True)), "why": dict(why)}
            for number, why in result.left_out.items()
        ],
        "seed": result.seed,
        "replications": result.replications,
    }

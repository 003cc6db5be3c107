"""An explanation's tables and charts beside its store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wogsim.studies.explain.result import Explanation
from wogsim.studies.sweep.files import place


def write(result: Explanation, directory: Path) -> None:
    """Write waterfall.csv, tornado.csv, a chart of each and the manifest; files of the same name are replaced.

    Raises
    ------
    OSError
        When the directory cannot be written.
    """
    tables = {"waterfall.csv": result.contributions(), "tornado.csv": result.sensitivities()}
    place(directory, tables, [("waterfall", result.waterfall), ("tornado", result.tornado)], manifest(result))


def manifest(result: Explanation) -> dict[str, Any]:
    """All that is needed to make the same explanation again."""
    loaded = result.loaded
    return {
        "scenario": loaded.name,
        "scenario_hash": loaded.fingerprint,
        "settings": {path: str(value) for path, value in loaded.settings.items()},
        "between": list(result.between),
        "measure": result.measure,
        "of": result.of,
        "order": [assumption.key for assumption in result.worlds.order],
        "share": result.share,
        "top": result.top,
        "refused": [{"point": point, "why": why} for point, why in result.refused.items()],
        "not_varied": {
            move.number.fact.path: move.number.said for move in result.moves if move.number.why_not == "refused"
        },
        "seed": loaded.scenario.run.seed,
        "replications": result.replications,
    }

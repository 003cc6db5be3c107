"""An explanation's tables and charts beside its store."""

from pathlib import Path
from typing import Any

from wogsim.studies.explain.result import Explanation
from wogsim.studies.files import asked_for, place


def write(result: Explanation, directory: Path) -> None:
    """Write waterfall.csv, tornado.csv, a chart of each and the manifest; see `wogsim.studies.files.place`."""
    tables = [("waterfall.csv", result.contributions()), ("tornado.csv", result.sensitivities())]
    place(directory, tables, [("waterfall", result.waterfall), ("tornado", result.tornado)], manifest(result))


def manifest(result: Explanation) -> dict[str, Any]:
    """All that is needed to make the same explanation again."""
    return {
        **asked_for(result.loaded),
        "between": list(result.between),
        "measure": result.measure,
        "of": result.of,
        "theme": result.worlds.theme,
        "order": [switch.key for switch in result.worlds.switches],
        "share": result.share,
        "top": result.top,
        "left_after_one_replication": result.left,
        "refused": [{"point": point, "why": why} for point, why in result.refused.items()],
        "not_varied": {
            move.number.fact.path: move.number.said for move in result.moves if move.number.why_not == "refused"
        },
        "seed": result.seed,
        "replications": result.replications,
    }

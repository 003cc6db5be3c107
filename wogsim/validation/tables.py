"""A validation as tables, and into a directory with the scenario files behind it."""

from functools import partial
from pathlib import Path

import pandas as pd

from wogsim.validation.run import Validation
from wogsim.work.writing import replace, write_csv, write_manifest

COLUMNS = ["case", "source", "quantity", "unit", "expected", "simulated", "ci_low", "ci_high", "verdict"]
PUBLISHED = ["office", "period", "metric", "unit", "published", "formula", "by", "simulated", "ci_low", "ci_high"]


def validation_table(found: Validation) -> pd.DataFrame:
    """One row per comparison."""
    rows = [
        (row.case, row.source, row.quantity, row.unit, row.expected, row.simulated, row.low, row.high, row.verdict)
        for row in found.rows
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def published_table(found: Validation) -> pd.DataFrame:
    """One row per published figure, in its own unit; simulated and interval are empty where it is not run."""
    rows = []
    for figure in found.figures:
        fact, run = figure.fact, figure.simulated
        seen = (run.simulated, run.low, run.high) if run else (float("nan"),) * 3
        numbers = (value * fact.parts for value in seen)
        named = (fact.office, fact.period, fact.metric, fact.unit, fact.text, figure.value * fact.parts, figure.by)
        rows.append((*named, *numbers, figure.verdict, fact.source))
    return pd.DataFrame(rows, columns=[*PUBLISHED, "verdict", "source"])


def write(found: Validation, directory: str | Path) -> Path:
    """Write validation.csv, published.csv, every queue's scenario file and a manifest.

    Raises
    ------
    BadInput
        When the directory is not ours or cannot be written.
    """
    return replace(directory, partial(_fill, found))


def _fill(found: Validation, directory: Path) -> None:
    write_csv(validation_table(found), directory / "validation.csv")
    write_csv(published_table(found), directory / "published.csv")
    for name, text in found.files.items():
        (directory / name).write_text(text, encoding="utf-8", newline="\n")
    write_manifest(directory, {"seed": found.seed, "engine": found.engine, "level": found.level})

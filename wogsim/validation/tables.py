"""A validation as tables, and into a directory with the scenario files behind it."""

from functools import partial
from pathlib import Path

import pandas as pd

from wogsim.validation.evidence import Published, not_held
from wogsim.validation.run import Validation
from wogsim.work.writing import replace, write_csv, write_manifest

COLUMNS = ["case", "source", "quantity", "unit", "expected", "simulated", "ci_low", "ci_high", "verdict"]
EVIDENCE = [
    *("place", "year", "changed", "door", "kind", "unit", "before_low", "before_high", "after_low", "after_high"),
    *(
        "ratio_low",
        "ratio_high",
        "world_before",
        "world_after",
        "measure",
        "model_before",
        "model_after",
        "model_ratio",
    ),
    *("ci_low", "ci_high", "direction", "size", "not_held", "source"),
]
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


def evidence_table(found: Validation) -> pd.DataFrame:
    """One row per comparison with a published change, and one per row that cannot be compared, in English.

    What was not published, or not compared, is empty. Without any comparison there is no row.
    """
    rows = []
    for one in found.evidence:
        measured = (one.row.measure, one.before.mean, one.after.mean, *one.ratio[:3], one.direction, one.size)
        rows.append((*_as_published(one.row), *one.worlds, *measured, "", one.row.source))
    for row in not_held() if rows else ():
        nothing = ("", "", "", *(float("nan"),) * 5, "", "")
        rows.append((*_as_published(row), *nothing, row.not_held["en"], row.source))
    return pd.DataFrame(rows, columns=EVIDENCE)


def _as_published(row: Published) -> tuple[str | float, ...]:
    ends = (end for both in (row.before, row.after, row.ratio) for end in both or (float("nan"),) * 2)
    return row.place["en"], row.year, row.changed["en"], row.door, row.kind, row.unit, *ends


def write(found: Validation, directory: str | Path) -> Path:
    """Write validation.csv, published.csv, evidence.csv, every queue's scenario file and a manifest.

    Raises
    ------
    BadInput
        When the directory is not ours or cannot be written.
    """
    return replace(directory, partial(_fill, found))


def _fill(found: Validation, directory: Path) -> None:
    write_csv(validation_table(found), directory / "validation.csv")
    write_csv(published_table(found), directory / "published.csv")
    write_csv(evidence_table(found), directory / "evidence.csv")
    for name, text in found.files.items():
        (directory / name).write_text(text, encoding="utf-8", newline="\n")
    write_manifest(directory, {"seed": found.seed, "engine": found.engine, "level": found.level})

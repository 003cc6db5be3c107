"""A comparison into a directory: tables, charts and manifest, in place of an earlier one of ours."""

import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from wogsim.studies.comparison import differences, strengths, tables
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.sequential import Precision
from wogsim.studies.files import asked_for, fill
from wogsim.studies.shown import drawn
from wogsim.work.writing import replace

# One for each part of the question that every comparison asks: how long do citizens wait, how many counters do they
# stand at and how often do they go out for it, where does the time go.
FIRST = ("waiting_times", "counters_visited", "time_anatomy")
CHARTS = (*FIRST, "permits_in_hand", "waiting_distribution", "equity", "busy_hours", "cases_in_progress")
CHOICES = {"first": FIRST, "all": CHARTS}


def write(
    result: Numbers, directory: str | Path, *, charts: str = "first", cases: bool = False, log: bool = False
) -> Path:
    """Write tables, manifest and charts; an earlier result of ours in the directory is replaced as a whole.

    Parameters
    ----------
    charts : which are drawn, a key of `CHOICES`
    cases, log : write cases.csv and log.csv too

    Raises
    ------
    BadInput
        When the directory is not ours or cannot be written.
    """
    figures = [(name, partial(drawn, name, result)) for name in CHOICES[charts]]
    return replace(
        directory, lambda there: fill(there, _tables(result, cases=cases, log=log), figures, manifest(result))
    )


def _tables(result: Numbers, *, cases: bool, log: bool) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "comparison.csv", tables.comparison_table(result)
    yield "differences.csv", differences.differences_table(result)
    yield "strengths.csv", strengths.strengths_table(result)
    yield "quantiles.csv", tables.quantiles_table(result)
    yield "pools.csv", tables.pools_table(result)
    yield "kinds.csv", tables.kinds_table(result)
    yield "permits.csv", tables.permits_table(result)
    yield "weeks.csv", tables.weeks_table(result)
    if cases:
        yield "cases.csv", tables.cases_table(result)
    if log:
        yield from (("log.csv", table) for table in tables.log_tables(result))


def manifest(result: Numbers) -> dict[str, Any]:
    """All that is needed to make the same results again."""
    return {
        **asked_for(result.loaded, preset=result.preset),
        **({"beside": result.beside.name, "beside_hash": result.beside.fingerprint} if result.beside else {}),
        "levers": result.scenario.levers.model_dump(mode="json"),
        "agencies": [agency.key for agency in result.world.agencies],
        "head_count": {pattern: result.head_count(pattern) for pattern in result.keys},
        "left_out": dict(result.left_out),
        "seed": result.seed,
        "replications": result.replications,
        "precision": result.precision and _precision(result.precision),
        "engine": result.engine,
    }


def _precision(found: Precision) -> dict[str, Any]:
    """What was asked, and which measures under which patterns are not as precise."""
    short = [
        {"pattern": pattern, "measure": measure, "precision": None if math.isnan(value) else float(f"{value:.9g}")}
        for (pattern, measure), value in found.short
    ]
    return {"asked": found.asked, "max_replications": found.most, "reached": found.reached, "short": short}

"""The charts of the page as Vega-Lite, empty: the script puts the rows of a point into them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from wogsim.explorer import pictures
from wogsim.language import _
from wogsim.measures.summary import BY_NAME, SOJOURN
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.words import axis_name

PATTERN, NUMBERS = ("pattern", "label", "colour"), ("mean", "lower", "upper", "text", "overloaded")
FIVE = (*PATTERN, "measure", *NUMBERS, "pinned")
PARTS = ("pattern", "label", "part", "part_label", "order", "mean", "text", "total")
CURVE, TURNS = (*PATTERN, "share", *NUMBERS, "moved"), ("kind", "share", "low", "high", "label")
MAP = ("x", "y", "label", "colour", "tie", "overloaded", "text", "equal", "here")
PHONE, LARGEST, TALL = (
    300,
    56,
    40,
)  # pixels: what a map's cells may take side by side; a cell's most width, least height


def charts(result: Sweep, parts: Sequence[str], along: Axis | None, units: Mapping[str, str]) -> dict[str, Any]:
    """The charts by name, in the language in use; there is a curve where authority moves, a map where agencies too.

    Parameters
    ----------
    units : what stands beside an axis of each measure
    """
    named = {part: _(BY_NAME[f"time_{part}"].title) for part in parts}
    found = {
        "five": _empty(pictures.five_patterns(_rows(FIVE, rows=1), units[result.ranked_by]), "rows"),
        "parts": _empty(
            pictures.where_time_goes(
                _rows(PARTS, rows=1), named, units[SOJOURN], _("Colours here: parts of the time, not patterns")
            ),
            "rows",
        ),
    }
    found = {name: pictures.ordered(chart, result.keys) for name, chart in found.items()}
    if along:
        turns = _rows(TURNS, rows=2)
        curve = pictures.authority_curve(_rows(CURVE, rows=1), turns, axis_name(along), units[result.ranked_by])
        found["curve"] = _empty(curve, "rows", "turns")
        agencies = next((axis for axis in result.axes if axis.name == "agencies" and len(axis.values) > 1), None)
        if agencies:
            cell = min(LARGEST, PHONE // len(along.values))
            names, tall = (f"{axis_name(along)}, %", axis_name(agencies)), max(1.0, TALL / cell)
            found["map"] = _empty(pictures.who_wins_where(_rows(MAP, rows=1), *names, cell, tall=tall), "rows")
    return found


def _rows(columns: Sequence[str], *, rows: int) -> pd.DataFrame:
    """A frame with its columns and nothing to show; frames of one chart need different lengths to be told apart."""
    return pd.DataFrame([dict.fromkeys(columns, 0)] * rows)


def _empty(chart: alt.LayerChart, *names: str) -> dict[str, Any]:
    """A chart whose data have names of their own and no rows: altair calls them by what is in them."""
    spec = chart.to_dict(validate=False)  # each part of it was checked when it was made
    by_length = sorted(spec.pop("datasets").items(), key=lambda item: len(item[1]))
    text = json.dumps(spec)
    for (hashed, _held), name in zip(by_length, names, strict=True):
        text = text.replace(hashed, name)
    found: dict[str, Any] = json.loads(text)
    return found | {"datasets": {name: [] for name in names}}

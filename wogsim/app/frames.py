"""What charts of the app are drawn from: tidy frames of a comparison, in the language in use."""

from __future__ import annotations

import math

import pandas as pd

from wogsim.charts import style
from wogsim.language import _, mark, percent
from wogsim.measures.anatomy import PARTS
from wogsim.measures.summary import BY_NAME, SOJOURN
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.words import part_title
from wogsim.studies.units import Read

# What the page switches between; the first is replaced by what patterns are ranked by.
MEASURES = {
    SOJOURN: mark("Time to the permit"),
    "waiting_time": mark("Waiting at counters"),
    "counters_visited": mark("Counters"),
    "trips": mark("Trips"),
    "within_standard": mark("In time"),
    "gave_up": mark("Gave up"),
}


def measured(result: Numbers, name: str) -> str:
    """The measure that is shown where one of `MEASURES` is asked for; one that the result has."""
    shown = result.ranked_by if name in ("", SOJOURN) else name
    return shown if any(measure.name == shown for measure in result.measures) else result.ranked_by


def title(result: Numbers, measure: str) -> str:
    """What is shown, with its unit."""
    said = _(BY_NAME[measure].title)
    unit = "%" if BY_NAME[measure].unit == "share" else result.reads[measure].name
    return _("{measure}, {unit}").format(measure=f"{said[:1].upper()}{said[1:]}", unit=unit)


def patterns(result: Numbers, measure: str, pinned: Numbers | None) -> pd.DataFrame:
    """Rows for `wogsim.explorer.pictures.five_patterns`."""
    share, read = BY_NAME[measure].unit == "share", result.reads[measure]
    found = {key: result.estimates[key, measure] for key in result.keys}
    digits = read.digits([one.mean for one in found.values()])
    rows = []
    for key, one in found.items():
        there = pinned is not None and (key, measure) in pinned.estimates
        rows.append(
            {
                "pattern": key,
                "label": result.marked(key),
                "colour": style.colour_in(result.loaded, key),
                "measure": measure,
                "mean": _value(read, one.mean, share),
                "lower": _value(read, one.low, share),
                "upper": _value(read, one.high, share),
                "text": _said(read, one.mean, digits, share),
                "overloaded": result.known(key).overloaded,
                "pinned": _value(read, pinned.estimates[key, measure].mean, share) if there and pinned else math.nan,
            }
        )
    return pd.DataFrame(rows)


def anatomy(result: Numbers) -> pd.DataFrame:
    """Rows for `wogsim.explorer.pictures.where_time_goes`: parts of nothing are left out."""
    read = result.reads[SOJOURN]
    means = {(key, part): result.estimates[key, f"time_{part}"].mean for key in result.keys for part in PARTS}
    totals = {key: sum(means[key, part] for part in PARTS) for key in result.keys}
    digits = read.digits([total for total in totals.values() if not math.isnan(total)])
    rows = []
    for key in result.keys:
        for number, part in enumerate(PARTS):
            mean = means[key, part]
            if mean > 0 or number == 0:
                rows.append(
                    {
                        "pattern": key,
                        "label": result.marked(key),
                        "part": part,
                        "part_label": part_title(part),
                        "order": number,
                        "mean": read.value(mean),
                        "text": _said(read, mean, digits),
                        "total": _said(read, totals[key], digits),
                    }
                )
    return pd.DataFrame(rows)


def _value(read: Read, value: float, share: bool) -> float:
    return 100 * value if share else read.value(value)


def _said(read: Read, value: float, digits: int, share: bool = False) -> str:
    if math.isnan(value):
        return _("no number")
    return percent(value) if share else read.said(value, digits)

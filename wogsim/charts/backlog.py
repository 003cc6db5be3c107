"""How many cases are in progress, how many files wait? Day by day from the empty start, with bands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wogsim.charts import curves, style
from wogsim.charts.frame import Frame, scale, upright_scale
from wogsim.charts.rows import foot, rows_of
from wogsim.contract.hours import DAY
from wogsim.language import _
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison

WEEKS_FROM = 28  # days from which the axis counts weeks
LOWER = 0.4  # the files' share of the height

Curves = dict[str, tuple[curves.Floats, curves.Floats, curves.Floats]]


def cases_in_progress(result: Comparison) -> Figure:
    """How many cases are in progress, and how many of their files wait, day by day, under each pattern.

    From the empty start over warm-up and cohort to the end of the run-out, each midnight; bands are 95 % intervals.
    """
    run = result.world.scenario.run
    begin, end = run.warm_up.seconds / DAY, (run.warm_up.seconds + run.cohort.seconds) / DAY
    last = len(result.outcomes[0][0].in_progress) - 1
    unit = 7 if last >= WEEKS_FROM else 1
    entries = curves.entries_of([replace(row, note="") for row in rows_of(result)])
    how = _(
        "Each midnight. Above: cases whose need has arisen and that are neither granted nor given up, of all citizens. "
        "Below: their files that wait in back offices to be taken up."
    )
    shown = curves.framed(
        _("How many cases are in progress?"),
        words.aside(
            result,
            in_window(result, begin, end),
            _("{value} cases"),
            _("Fewest while the cohort comes: {low} ({low_value}). Most: {high} ({high_value})."),
        ),
        foot(result, how, _("Line: mean; band: its 95 % interval.") if curves.banded(result) else ""),
        entries,
        axis=_("weeks since the start") if unit == 7 else _("days since the start"),
        upright="",
        left=curves.LEFT + style.line_height(style.AXIS),
    )
    upper, below = curves.split(shown, (_("citizens' cases in progress"), _("their files waiting")), LOWER)
    cases, files = _curves(result, "in_progress"), _curves(result, "files_waiting")
    windows = (begin / unit, end / unit, last / unit)
    top = _draw(result, upper.axes, cases, entries, windows)
    _draw(result, below, files, entries, windows)
    _name_windows(upper, windows)
    curves.key(upper, entries, [float(cases[key][0][-1]) / top for key in result.keys])
    return shown.figure


def _curves(result: Comparison, column: str) -> Curves:
    """Mean and interval of a number at each midnight, by pattern."""
    return {
        key: curves.mean_and_interval([getattr(outcome, column) for outcome in outcomes])
        for key, outcomes in zip(result.keys, result.outcomes, strict=True)
    }


def _draw(
    result: Comparison, axes: Axes, found: Curves, entries: list[curves.Entry], windows: tuple[float, float, float]
) -> float:
    """The lines of one number over the windows; returns where the upright axis ends."""
    begin, end, last = windows
    ends = [curve[2 if curves.banded(result) else 0] for curve in found.values()]
    top = max(1.04 * float(np.max(ends)), 1.0)
    scale(axes, last)
    # Numbers that are 2.5 apart need a digit more than their size says.
    upright_scale(axes, top, 7, (1, 2, 2.5, 5, 10), lambda step: 0 if step % 1 == 0 else 1)
    axes.axvspan(begin, end, color="#EFEFEF", linewidth=0, zorder=0, gid="cohort")
    for border in (begin, end):
        axes.axvline(border, color=style.PALE, linewidth=1.4, linestyle=(0, (4, 3)), zorder=1, gid="border")
    for curve, entry in zip(found.values(), entries, strict=True):
        curves.line(axes, np.linspace(0, last, len(curve[0])), curve, entry, top, band=curves.banded(result))
    return top


def in_window(result: Comparison, begin: float, end: float) -> dict[str, list[float]]:
    """Mean number over the midnights of the days [begin, end], by pattern and replication."""
    midnights = slice(int(begin), int(end) + 1)
    return {
        key: [float(outcome.in_progress[midnights].mean()) for outcome in outcomes]
        for key, outcomes in zip(result.keys, result.outcomes, strict=True)
    }


def _name_windows(shown: Frame, windows: tuple[float, float, float]) -> None:
    """Warm-up, cohort and run-out, named above the axes where their names have room."""
    begin, end, last = windows
    above: dict[str, Any] = {"xycoords": shown.axes.get_xaxis_transform(), "ha": "center", "va": "bottom"}
    spans = ((0.0, begin, _("warm-up")), (begin, end, _("cohort comes")), (end, last, _("run-out")))
    for start, stop, text in spans:
        size = min(style.NOTE, style.NOTE * (stop - start) / last * shown.inner[0] / style.width_of(text, style.NOTE))
        if size > style.NOTE * 0.8:
            style.beside(shown.axes, text, ((start + stop) / 2, 1.0), (0, 3), "window", size, **above)

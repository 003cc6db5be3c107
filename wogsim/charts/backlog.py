"""How many cases are in progress? Citizens' cases day by day from the empty start, with bands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from wogsim.charts import curves, style
from wogsim.charts.bars import rows_of
from wogsim.hours import DAY
from wogsim.language import _
from wogsim.results import answers, asides
from wogsim.results.comparison import Comparison

WEEKS_FROM = 28  # days from which the axis counts weeks


def draw(result: Comparison) -> Figure:
    """The chart `wogsim.charts.cases_in_progress`."""
    run = result.world.scenario.run
    begin, end = run.warm_up.seconds / DAY, (run.warm_up.seconds + run.cohort.seconds) / DAY
    days = np.arange(len(result.outcomes[0][0].in_progress))
    unit = 7 if days[-1] >= WEEKS_FROM else 1
    found = {
        key: curves.mean_and_interval([outcome.in_progress for outcome in outcomes])
        for key, outcomes in zip(result.keys, result.outcomes, strict=True)
    }
    ends = [curve[2 if curves.banded(result) else 0] for curve in found.values()]
    top = max(1.04 * float(np.max(ends)), 1.0)
    entries = curves.entries_of([replace(row, note="") for row in rows_of(result)])
    said = asides.answer(
        result,
        in_window(result, begin, end),
        _("{value} cases"),
        _("Fewest while the cohort comes: {low} ({low_value}). Most: {high} ({high_value})."),
    )
    frame = curves.frame(
        _("How many cases are in progress?"),
        said,
        [_how_to_read(result), f"{answers.sample(result)}; {answers.levers(result)}"],
        entries,
        axis=_("weeks since the start") if unit == 7 else _("days since the start"),
        upright=_("citizens' cases in progress"),
        head=style.line_height(style.NOTE) + 6,
    )
    axes = frame.axes
    style.scale(axes, days[-1] / unit)
    curves.upright(axes, top)
    _windows(frame, begin / unit, end / unit, days[-1] / unit)
    for key, entry in zip(result.keys, entries, strict=True):
        curves.line(axes, days / unit, found[key], entry, top, band=curves.banded(result))
    curves.key(frame, entries, [float(found[key][0][-1]) / top for key in result.keys])
    return frame.figure


def in_window(result: Comparison, begin: float, end: float) -> dict[str, list[float]]:
    """Mean number over the midnights of the days [begin, end], by pattern and replication."""
    midnights = slice(int(begin), int(end) + 1)
    return {
        key: [float(outcome.in_progress[midnights].mean()) for outcome in outcomes]
        for key, outcomes in zip(result.keys, result.outcomes, strict=True)
    }


def _windows(frame: style.Frame, begin: float, end: float, last: float) -> None:
    """Warm-up, cohort and run-out, named above the axes where their names have room."""
    axes = frame.axes
    axes.axvspan(begin, end, color="#EFEFEF", linewidth=0, zorder=0, gid="cohort")
    for border in (begin, end):
        axes.axvline(border, color=style.PALE, linewidth=1.4, linestyle=(0, (4, 3)), zorder=1, gid="border")
    spans = ((0.0, begin, _("warm-up")), (begin, end, _("cohort comes")), (end, last, _("run-out")))
    for start, stop, text in spans:
        size = min(style.NOTE, style.NOTE * (stop - start) / last * frame.inner[0] / style.width_of(text, style.NOTE))
        if size > style.NOTE / 2:
            look = style.words(size, ha="center", va="bottom")
            spot = ((start + stop) / 2, 1.0)
            across = axes.get_xaxis_transform()
            axes.annotate(text, spot, (0, 3), xycoords=across, textcoords="offset pixels", gid="window", **look)


def _how_to_read(result: Comparison) -> str:
    text = _("Cases whose need has arisen and that are neither granted nor given up, each midnight, all citizens.")
    return f"{text} " + _("Line: mean; band: its 95 % interval.") if curves.banded(result) else text

"""How many cases are in progress, how many files wait? Day by day from the empty start, with bands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wogsim.charts import curves, style
from wogsim.charts.bars import rows_of
from wogsim.contract.hours import DAY
from wogsim.language import _
from wogsim.studies.comparison import asides, words
from wogsim.studies.comparison.result import Comparison

WEEKS_FROM = 28  # days from which the axis counts weeks
LOWER = 0.4  # the files' share of the height

Curves = dict[str, tuple[curves.Floats, curves.Floats, curves.Floats]]


def draw(result: Comparison) -> Figure:
    """The chart `wogsim.charts.cases_in_progress`."""
    run = result.world.scenario.run
    begin, end = run.warm_up.seconds / DAY, (run.warm_up.seconds + run.cohort.seconds) / DAY
    last = len(result.outcomes[0][0].in_progress) - 1
    unit = 7 if last >= WEEKS_FROM else 1
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
        [_how_to_read(result), f"{words.sample(result)}; {words.levers(result)}"],
        entries,
        axis=_("weeks since the start") if unit == 7 else _("days since the start"),
        upright="",
        head=style.line_height(style.NOTE) + 6,
        left=curves.LEFT + style.line_height(style.AXIS),
    )
    upper, below = curves.split(frame, (_("citizens' cases in progress"), _("their files waiting")), LOWER)
    cases, files = _curves(result, "in_progress"), _curves(result, "files_waiting")
    windows = (begin / unit, end / unit, last / unit)
    top = _draw(result, upper.axes, cases, entries, windows)
    _draw(result, below, files, entries, windows)
    _name_windows(upper, windows)
    curves.key(upper, entries, [float(cases[key][0][-1]) / top for key in result.keys])
    return frame.figure


def _curves(result: Comparison, column: str) -> Curves:
    """Mean and interval of a number at each midnight, by pattern."""
    return {
        key: curves.mean_and_interval([getattr(outcome, column) for outcome in outcomes])
        for key, outcomes in zip(result.keys, result.outcomes, strict=True)
    }


def _draw(
    result: Comparison,
    axes: Axes,
    found: Curves,
    entries: list[curves.Entry],
    windows: tuple[float, float, float],
) -> float:
    """The lines of one number over the windows; returns where the upright axis ends."""
    begin, end, last = windows
    ends = [curve[2 if curves.banded(result) else 0] for curve in found.values()]
    top = max(1.04 * float(np.max(ends)), 1.0)
    style.scale(axes, last)
    curves.upright(axes, top)
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


def _name_windows(frame: style.Frame, windows: tuple[float, float, float]) -> None:
    """Warm-up, cohort and run-out, named above the axes where their names have room."""
    begin, end, last = windows
    spans = ((0.0, begin, _("warm-up")), (begin, end, _("cohort comes")), (end, last, _("run-out")))
    for start, stop, text in spans:
        size = min(style.NOTE, style.NOTE * (stop - start) / last * frame.inner[0] / style.width_of(text, style.NOTE))
        if size > style.NOTE * 0.8:
            look = style.words(size, ha="center", va="bottom")
            spot = ((start + stop) / 2, 1.0)
            across = frame.axes.get_xaxis_transform()
            frame.axes.annotate(text, spot, (0, 3), xycoords=across, textcoords="offset pixels", gid="window", **look)


def _how_to_read(result: Comparison) -> str:
    text = _(
        "Each midnight. Above: cases whose need has arisen and that are neither granted nor given up, of all citizens. "
        "Below: their files that wait in back offices to be taken up."
    )
    return f"{text} " + _("Line: mean; band: its 95 % interval.") if curves.banded(result) else text

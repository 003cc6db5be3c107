"""How long does it take to settle? The sojourn time by day of need, from the empty start, and where MSER-5 cuts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from wogsim.charts import curves, style
from wogsim.charts.bars import rows_of
from wogsim.charts.legend import LEGEND, draw_above
from wogsim.language import _, joined, number
from wogsim.measures.series import Floats
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.settling import Settling, settling, warm_up_days

MEASURE = "sojourn_time"
SMOOTH = 20  # the moving average spans a tenth of the series: one in so many on either side
LEFT = 78.0


def draw(result: Comparison) -> Figure:
    """The chart `wogsim.charts.warm_up`."""
    found = [one for one in settling(result) if one.measure == MEASURE]
    entries = curves.entries_of(rows_of(result))
    widest = max(style.width_of(entry.row.name, LEGEND) for entry in entries) + 66
    columns = max(1, min(len(found), int((style.WIDTH - 2 * style.MARGIN) // widest)))
    frame = style.frame(
        _("How long until the world has settled?"),
        _answer(result, found),
        [_how_to_read(), f"{words.sample(result)}; {words.levers(result)}"],
        [],
        head=style.line_height(LEGEND) * math.ceil(len(found) / columns) + 8,
        axis=_("day on which the need arose, from the empty start"),
        left=LEFT,
    )
    axes = frame.axes
    warm_up, end = warm_up_days(result), max((float(one.need[-1]) for one in found if len(one.need)), default=1.0)
    lines = {one.pattern: moving_average(one.series) for one in found}
    top = max((float(np.nanmax(line)) for line in lines.values() if not np.isnan(line).all()), default=1.0) * 1.08
    for one, entry in zip(found, entries, strict=True):
        _course(axes, one, lines[one.pattern], entry)
    style.scale(axes, max(end, warm_up) * 1.01)
    _upright(axes, top if top > 0 else 1.0)
    _mark_end(axes, warm_up, max(end, warm_up))
    _legend(frame, entries, columns)
    return frame.figure


def _course(axes: Axes, one: Settling, line: Floats, entry: curves.Entry) -> None:
    axes.plot(one.need, line, gid=one.pattern, **curves.look(entry, 3.0))
    if len(one.need):
        marker = "X" if one.unclear else "o"
        at = ([one.days], [line[one.drop]])
        edge: dict[str, Any] = {"mec": style.INK, "color": entry.row.colour, "clip_on": False, "zorder": 4}
        axes.plot(*at, marker=marker, markersize=11, gid="cut", **edge)


def _upright(axes: Axes, top: float) -> None:
    """The upright axis, which the other charts do without."""
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(y, 0 if top >= 5 else 1)))
    look = {"labelsize": style.AXIS, "labelcolor": style.PALE, "color": style.PALE, "labelfontfamily": style.FONT}
    axes.tick_params(axis="y", **look)
    axes.set_ylabel(_("days from need to permit"), fontsize=style.AXIS, color=style.PALE, family=style.FONT)


def _mark_end(axes: Axes, warm_up: float, end: float) -> None:
    """The scenario's warm-up: grey, with its end named on the side where there is room."""
    axes.axvspan(0, warm_up, color=style.GRID, alpha=0.5, linewidth=0, gid="warm-up")
    axes.axvline(warm_up, color=style.INK, linewidth=1.6, linestyle="--")
    text = _("warm-up ends: day {day}").format(day=number(warm_up, 0))
    left = warm_up > end / 2
    shift = (-8, 6) if left else (8, 6)
    look = style.words(style.NOTE, ha="right" if left else "left", va="bottom")
    axes.annotate(text, (warm_up, 0), shift, textcoords="offset pixels", gid="value", **look)


def moving_average(series: Floats) -> Floats:
    """Welch's: the mean of each value and as many on either side, fewer near the ends; NaN counts for nothing.

    P. D. Welch, "The statistical analysis of simulation results", in *Computer Performance Modeling Handbook* (1983).
    """
    half = max(len(series) // SMOOTH, 1)
    smooth = np.full(len(series), np.nan)
    for i in range(len(series)):
        reach = min(half, i, len(series) - 1 - i)
        window = series[i - reach : i + reach + 1]
        if not np.isnan(window).all():
            smooth[i] = np.nanmean(window)
    return smooth


def _answer(result: Comparison, found: list[Settling]) -> str:
    """Who has settled in time; who has not; of whom that cannot be said."""
    late = [result.title(one.pattern) for one in found if one.misleads]
    unclear = [result.title(one.pattern) for one in found if one.unclear and not one.misleads]
    settled = [one.days for one in found if not one.unclear and not one.misleads]
    warm_up = number(warm_up_days(result), 0)
    said = []
    if late:
        text = _("The warm-up of {warm_up} days is too short under {names}.")
        said.append(text.format(warm_up=warm_up, names=joined(late)))
    if unclear:
        said.append(_("Too short a series to tell: {names}.").format(names=joined(unclear)))
    if settled:
        longest = number(max(settled), 0)
        text = (
            _("The others settle within {days} days.")
            if late or unclear
            else _("All settle within {days} days; the warm-up of {warm_up} days is long enough.")
        )
        said.append(text.format(days=longest, warm_up=warm_up))
    return " ".join(said)


def _how_to_read() -> str:
    return _(
        "Line: moving average over citizens in order of need, five at a time, averaged over replications; dot: MSER-5 "
        "drops what lies before; cross: that is more than half, so the series is too short to tell. Grey: the warm-up."
    )


def _legend(frame: style.Frame, entries: list[curves.Entry], columns: int) -> None:
    handles = [Line2D([], [], label=entry.row.name, **curves.look(entry, 4.0)) for entry in entries]
    draw_above(frame, handles, columns, handlelength=2.6)

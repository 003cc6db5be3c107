"""How long does it take to settle? The sojourn time by day of need, from the empty start, and where MSER-5 cuts."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from wogsim.charts import curves, style
from wogsim.charts.frame import Legend, Said, columns_for, frame, name_upright, scale, upright_scale
from wogsim.charts.rows import foot, rows_of
from wogsim.contract.hours import DAY
from wogsim.language import _, joined, number
from wogsim.measures.series import Floats
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.settling import Settling, about, settling, warm_up_days
from wogsim.studies.units import length

MEASURE = "sojourn_time"
SMOOTH = 20  # the moving average spans a tenth of the series: one in so many on either side
LEFT = 78.0


def warm_up(result: Comparison) -> Figure:
    """How long the sojourn time takes to settle after the empty start, under each pattern.

    A moving average over citizens in order of need, with a dot where MSER-5 cuts, and the scenario's own warm-up.
    """
    found = [one for one in settling(result) if one.measure == MEASURE]
    entries = curves.entries_of(rows_of(result))
    handles = [Line2D([], [], label=entry.row.name, **curves.look(entry, 4.0)) for entry in entries]
    legend = Legend(handles, columns_for(handles, 66), {"handlelength": 2.6})
    how = _(
        "Line: moving average over citizens in order of need, five at a time, averaged over replications; dot: MSER-5 "
        "drops what lies before; cross: that is more than half. Grey: the warm-up."
    )
    question, axis = _("How long until the world has settled?"), _("day on which the need arose, from the empty start")
    said = Said(question, _answer(result, found), foot(result, how), axis)
    shown = frame(said, head=legend.height, left=LEFT)
    axes = shown.axes
    ends, last = warm_up_days(result), max((float(one.need[-1]) for one in found if len(one.need)), default=1.0)
    read = result.reads[MEASURE]
    lines = [read.value(1.0) * moving_average(one.series) for one in found]
    top = max((float(np.nanmax(line)) for line in lines if not np.isnan(line).all()), default=1.0) * 1.08
    edge: dict[str, Any] = {"markeredgecolor": style.INK, "clip_on": False, "zorder": 4}
    for one, entry, line in zip(found, entries, lines, strict=True):
        axes.plot(one.need, line, gid=one.pattern, **curves.look(entry, 3.0))
        if len(one.need):
            look = edge | {"marker": "X" if one.unclear else "o", "markersize": 11, "color": entry.row.colour}
            axes.plot([one.days], [line[one.drop]], gid="cut", **look)
    scale(axes, max(last, ends) * 1.01)
    upright_scale(axes, top if top > 0 else 1.0, 6, digits=lambda _step: 0 if top >= 5 else 1)
    name_upright(axes, _("{unit} from need to permit").format(unit=read.name), 4)
    _mark_end(axes, ends, max(last, ends))
    legend.draw(shown)
    return shown.figure


def _mark_end(axes: Axes, warm_up: float, last: float) -> None:
    """The scenario's warm-up: grey, with its end named on the side where there is room."""
    axes.axvspan(0, warm_up, color=style.GRID, alpha=0.5, linewidth=0, gid="warm-up")
    axes.axvline(warm_up, color=style.INK, linewidth=1.6, linestyle="--")
    text = _("warm-up ends: day {day}").format(day=number(warm_up, 0))
    side, gap = ("right", -8) if warm_up > last / 2 else ("left", 8)
    style.beside(axes, text, (warm_up, 0), (gap, 6), "value", style.NOTE, ha=side, va="bottom")


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
    if any(one.empty for one in found):
        return _("The scenario has no warm-up: its days begin empty, and they count from the first citizen on.")
    unclear = [result.title(one.pattern) for one in found if one.unclear and not one.misleads]
    settled = [one.days for one in found if not one.unclear and not one.misleads]
    warm_up = length(warm_up_days(result) * DAY)
    said = []
    if late:
        text = _("The warm-up of {warm_up} is too short under {names}.")
        said.append(text.format(warm_up=warm_up, names=joined(late)))
    if unclear:
        said.append(_("No drift is told apart from chance under {names}.").format(names=joined(unclear)))
    if settled:
        text = _("All settle within {time}; the warm-up of {warm_up} is long enough.")
        if said:
            text = _("The others settle within {time}.")
        said.append(text.format(time=about(max(settled)), warm_up=warm_up))
    return " ".join(said)

"""How does a measure change along an axis? A line with its band for each pattern; panels for values of another axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from wogsim.charts import panels, style
from wogsim.errors import BadInput
from wogsim.language import _, digits_for, joined, number
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis import Estimate
from wogsim.scenario.consistency import one_of
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.result import Sweep, moving
from wogsim.studies.sweep.words import UNITS, axis_name, axis_title, foot, held, measure_title, named, tick, with_unit

MOST_PANELS = 3

Line = list[tuple[int, Estimate]]  # number of the axis' value, and what was found there


def draw(result: Sweep, measure: str, axis: str | None) -> Figure:
    """The chart `wogsim.charts.measure_lines`."""
    along = _axis(result, axis)
    if measure not in BY_NAME:
        raise BadInput(f"{measure}: " + one_of(measure, list(BY_NAME)))
    beside = next((other for other in moving(result.axes) if other is not along), None)
    still = held(result, [along])
    chosen = _spread(beside) if beside else [None]
    slices = [
        _lines(result, measure, along, still if value is None or beside is None else still | {beside.name: value})
        for value in chosen
    ]
    digits = digits_for([found.mean for lines in slices for line in lines.values() for _at, found in line])
    middle = slices[len(slices) // 2]
    where = [named(beside, chosen[len(chosen) // 2])] if beside else []
    handles = [Line2D([], [], label=result.title(key), **_look(result, i, key)) for i, key in enumerate(result.keys)]
    standing = {name: value for name, value in still.items() if beside is None or name != beside.name}
    figure, found = panels.panels(
        _("What does {axis} do to {measure}?").format(axis=axis_name(along), measure=_(BY_NAME[measure].title)),
        _changes(result, middle, along, digits, where, _(UNITS[BY_NAME[measure].unit])),
        [_how_to_read(result, len(chosen), beside), foot(result, standing)],
        [named(beside, value) if beside else "" for value in chosen],
        legend=handles,
        axis=axis_title(along),
        left=style.MARGIN + style.line_height(style.AXIS) + 62,
    )
    top = _top(slices)
    for axes, lines in zip(found, slices, strict=True):
        _frame(axes, along, top, first=axes is found[0])
        for i, key in enumerate(result.keys):
            _draw_line(axes, along, lines[key], _look(result, i, key))
    words = style.words(style.AXIS, style.PALE, rotation=90, va="center", ha="left")
    box = found[0].get_position()
    figure.text(
        style.MARGIN / style.WIDTH, box.y0 + box.height / 2, measure_title(BY_NAME[measure]), gid="axis", **words
    )
    return figure


def _top(slices: Sequence[dict[str, Line]]) -> float:
    """How far up the scale goes; an interval much wider than its mean runs out of the picture."""
    found = [found for lines in slices for line in lines.values() for _at, found in line]
    ends = [max(e.mean, 0.0 if math.isnan(e.high) else min(e.high, 2 * e.mean)) for e in found]
    return max(ends, default=0.0) or 1.0


def _how_to_read(result: Sweep, shown: int, beside: Axis | None) -> str:
    said = _("Line: mean; band: its 95 % interval.") if result.replications > 1 else _("Line: mean.")
    if beside is None or shown == len(beside.values):
        return said
    panels = _("Panels show {shown} of {all} values; sweep.csv has all.")
    return f"{said} {panels.format(shown=shown, all=len(beside.values))}"


def _axis(result: Sweep, name: str | None) -> Axis:
    axes = {axis.name: axis for axis in moving(result.axes)}
    if not axes:
        raise BadInput(_("no axis of this sweep has several values, so there are no lines"))
    if name is not None and name not in axes:
        raise BadInput(f"{name}: " + one_of(name, list(axes)))
    return next(iter(axes.values())) if name is None else axes[name]


def _spread(axis: Axis) -> list[Any]:
    """A few values of an axis: its ends and what lies between."""
    last, count = len(axis.values) - 1, min(MOST_PANELS, len(axis.values))
    return [axis.values[round(i * last / (count - 1))] for i in range(count)]


def _lines(result: Sweep, measure: str, along: Axis, still: dict[str, Any]) -> dict[str, Line]:
    """The line of each pattern, without points that have no number."""
    points = list(result.slices(along, still))
    lines = {key: [(at, result.at[n].estimates[key, measure]) for at, n in points] for key in result.keys}
    return {key: [(at, found) for at, found in line if not math.isnan(found.mean)] for key, line in lines.items()}


def _look(result: Sweep, i: int, key: str) -> dict[str, Any]:
    """Later lines are thinner, so that equal ones are all seen."""
    width = max(6.0 - 0.9 * i, 2.0)
    marker = panels.marker_of(result, key)
    look = {"marker": marker, "markersize": 10 - 0.8 * min(i, 4), "markeredgecolor": style.INK, "markeredgewidth": 0.5}
    return {"color": panels.colour_of(result, key), "linewidth": width, **look}


def _draw_line(axes: Axes, along: Axis, line: Line, look: dict[str, Any]) -> None:
    at = panels.places(along)
    x = [at[i] for i, _found in line]
    means = [found.mean for _at, found in line]
    axes.plot(x, means, color=style.INK, linewidth=look["linewidth"] + 1.2, zorder=3, gid="rim")
    axes.plot(x, means, zorder=3, gid="line", **look)
    low = [found.mean if math.isnan(found.low) else max(found.low, 0.0) for _at, found in line]
    high = [found.mean if math.isnan(found.high) else found.high for _at, found in line]
    axes.fill_between(x, low, high, color=look["color"], alpha=0.22, linewidth=0, gid="band", zorder=2)


def _frame(axes: Axes, along: Axis, top: float, *, first: bool) -> None:
    """Both scales; the values of the vertical one stand beside the first panel only."""
    at = panels.places(along)
    margin = (max(at) - min(at)) * 0.03
    axes.set_xlim(min(at) - margin, max(at) + margin)
    panels.label_across(axes, along, at, panels.pixels(axes)[0])
    axes.set_ylim(0, top * 1.06)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    ticks = axes.get_yticks()
    digits = max(0, -math.floor(math.log10(float(ticks[1] - ticks[0])) + 1e-9))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(y, digits)))
    axes.tick_params(axis="y", labelleft=first)
    axes.grid(color=style.GRID, linewidth=1)
    axes.set_axisbelow(True)


def _changes(result: Sweep, lines: dict[str, Line], along: Axis, digits: int, where: Sequence[str], unit: str) -> str:
    """What each pattern has at both ends of the axis; patterns with the same numbers together."""
    ends: dict[str, list[str]] = {}
    for key, line in lines.items():
        if line:
            first, last = (number(found.mean, digits) for _at, found in (line[0], line[-1]))
            span = first if first == last else _("{first} to {last}").format(first=first, last=last)
            ends.setdefault(span, []).append(result.title(key))
    if not ends:
        return _("There is no number: nobody was granted the permit.")
    low, high = tick(along, along.values[0]), with_unit(along, along.values[-1])
    changes = "; ".join(f"{joined(names)} {span}" for span, names in ends.items())
    text = (
        _("From {low} to {high} ({where}), in {unit}: {changes}.")
        if where
        else _("From {low} to {high}, in {unit}: {changes}.")
    )
    return text.format(low=low, high=high, where=", ".join(where), unit=unit, changes=changes)

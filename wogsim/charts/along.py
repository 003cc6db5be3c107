"""Along an axis of a grid: how a measure changes, a line for each pattern."""

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from wogsim.charts import panels, style
from wogsim.charts.frame import Said, upright_scale
from wogsim.errors import BadInput
from wogsim.language import _, digits_for, joined, number
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.intervals import as_told
from wogsim.scenario.consistency import one_of
from wogsim.studies.beside import SIGN, overloaded_word
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.words import (
    axis_name,
    axis_title,
    beside_all,
    foot,
    held,
    measure_title,
    named,
    tick,
    with_unit,
)

MOST_PANELS = 3
# A point of an overloaded world; in the legend it has no pattern's shape.
HOLLOW: dict[str, Any] = {"marker": "o", "markersize": 10, "markerfacecolor": style.PAPER, "markeredgewidth": 2}

Line = list[tuple[int, Estimate]]  # number of the axis' value, and what was found there


def measure_lines(result: Sweep, measure: str | None = None, axis: str | None = None) -> Figure:
    """How a measure changes along an axis of a sweep, a line with its band for each pattern.

    Where another axis has several values, there are panels for a few of them; further axes are held still.

    Parameters
    ----------
    measure : the measure's name; default: the one that patterns are ranked by
    axis : name of an axis; default: the first that has several values

    Raises
    ------
    BadInput
        When there is no such measure or axis, or no axis with several values.
    """
    axes = result.grid.moving
    if not axes:
        raise BadInput(_("no axis of this sweep has several values, so there are no lines"))
    along, measure = axis_called(axes, axis), measure or result.ranked_by
    if measure not in BY_NAME:
        raise BadInput(f"{measure}: " + one_of(measure, list(BY_NAME)))
    about = BY_NAME[measure]
    beside = next((other for other in axes if other is not along), None)
    chosen = _spread(beside) if beside else [None]
    still = held(result, [along])
    standing = {name: value for name, value in still.items() if beside is None or name != beside.name}
    places = [standing | ({beside.name: value} if beside else {}) for value in chosen]
    slices = [_lines(result, measure, along, place) for place in places]
    shown = [n for place in places for _at, n in result.slices(along, place)]
    read = result.reads[measure]
    slices = [{key: [(at, read.estimate(e)) for at, e in line] for key, line in one.items()} for one in slices]
    digits = digits_for([found.mean for lines in slices for line in lines.values() for _at, found in line])
    titles = [named(beside, value) if beside else "" for value in chosen]
    middle = len(slices) // 2
    looks = {key: _look(result, i, key) for i, key in enumerate(result.keys)}
    said = Said(
        _("What does {axis} do to {measure}?").format(axis=axis_name(along), measure=_(about.title)),
        _changes(result, slices[middle], along, digits, titles[middle], read.name),
        [
            " ".join([_how_to_read(result, len(chosen), beside), *beside_all(result, shown, measure=measure)]),
            foot(result, standing),
        ],
        axis_title(along),
    )
    legend = [Line2D([], [], label=result.title(key), **look) for key, look in looks.items()]
    if any(result.at[n].known(key).overloaded for n in shown for key in result.keys):
        entry = HOLLOW | {"label": f"{SIGN} {overloaded_word()}", "markeredgecolor": style.PALE}
        legend.append(Line2D([], [], linestyle="", **entry))
    figure, found = panels.panels(said, titles, legend, style.MARGIN + style.line_height(style.AXIS) + 62)
    top = _top(slices)
    for panel, lines, place in zip(found, slices, places, strict=True):
        _scales(panel, along, top, first=panel is found[0])
        for key, look in looks.items():
            hollow = [at for at, n in result.slices(along, place) if result.at[n].known(key).overloaded]
            _draw_line(panel, along, lines[key], look, hollow)
    panels.name_upright(figure, found[0], measure_title(about, read))
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
    return {"color": style.colour_in(result.loaded, key), "linewidth": width, **look}


def _places(axis: Axis) -> tuple[float, ...]:
    """Where the values of an axis stand: at their numbers, else one beside the other."""
    return axis.numbers if axis.numbers is not None else tuple(range(len(axis.values)))


def _draw_line(axes: Axes, along: Axis, line: Line, look: dict[str, Any], hollow: Sequence[int]) -> None:
    """One pattern's line with its band; `hollow` are numbers of the axis' values at which somebody is overloaded."""
    at = _places(along)
    x = [at[i] for i, _found in line]
    means = [found.mean for _at, found in line]
    axes.plot(x, means, color=style.INK, linewidth=look["linewidth"] + 1.2, zorder=3, gid="rim")
    axes.plot(x, means, zorder=3, gid="line", **look)
    there = [(at[i], found.mean) for i, found in line if i in hollow]
    if there:
        rim = {"markeredgecolor": look["color"], "marker": look["marker"], "markersize": look["markersize"]}
        axes.plot(*zip(*there, strict=True), linestyle="", gid="overloaded", zorder=4, **HOLLOW | rim)
    bands = [as_told(found) for _at, found in line]
    low = [found.mean if math.isnan(found.low) else max(found.low, 0.0) for found in bands]
    high = [found.mean if math.isnan(found.high) else found.high for found in bands]
    axes.fill_between(x, low, high, color=look["color"], alpha=0.22, linewidth=0, gid="band", zorder=2)


def _scales(axes: Axes, along: Axis, top: float, *, first: bool) -> None:
    """Both scales; the values of the vertical one stand beside the first panel only."""
    at = _places(along)
    margin = (max(at) - min(at)) * 0.03
    axes.set_xlim(min(at) - margin, max(at) + margin)
    panels.label_across(axes, along, at)
    upright_scale(axes, top * 1.06, 6)
    axes.tick_params(axis="y", labelleft=first)
    axes.grid(color=style.GRID, linewidth=1)
    axes.set_axisbelow(True)


def _changes(result: Sweep, lines: dict[str, Line], along: Axis, digits: int, where: str, unit: str) -> str:
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
    text = _("From {low} to {high}, in {unit}: {changes}.")
    if where:
        text = _("From {low} to {high} ({where}), in {unit}: {changes}.")
    return text.format(low=low, high=high, where=where, unit=unit, changes=changes)


def axis_called(axes: Sequence[Axis], name: str | None) -> Axis:
    """One of several axes by its name, else BadInput that says which there are; default: the first."""
    by_name = {axis.name: axis for axis in axes}
    if name is not None and name not in by_name:
        raise BadInput(f"{name}: " + one_of(name, list(by_name)))
    return axes[0] if name is None else by_name[name]

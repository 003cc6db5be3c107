"""How does a measure depend on two things at once? A map for each pattern, all on one scale of colours."""

from __future__ import annotations

import math

from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from wogsim.charts import panels, style
from wogsim.language import _, digits_for, number
from wogsim.measures.summary import BY_NAME
from wogsim.studies.sweep.result import SOJOURN, Sweep
from wogsim.studies.sweep.words import UNITS, foot, held, measure_title, named, shown_axes

# Light to dark in one hue, so that grey print keeps the order.
SCALE = LinearSegmentedColormap.from_list("wogsim", ["#F4F8FB", "#A5D0E8", "#3F8FC4", "#00507D", "#00243A"])


def draw(result: Sweep, pattern: str, measure: str) -> Figure:
    """The chart `wogsim.charts.heat_map`."""
    still = held(result, shown_axes(result))
    places = panels.cells(result, still)
    means = {n: result.at[n].estimates[pattern, measure].mean for _column, _row, n in places}
    everywhere = [result.at[n].estimates[key, measure].mean for n in means for key in result.keys]
    known = [mean for mean in everywhere if not math.isnan(mean)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    digits = digits_for(known)
    steps = [low + (high - low) * i / 4 for i in range(5)]
    unit = _(UNITS[BY_NAME[measure].unit])
    labels = [number(at, digits) for at in steps]
    labels[-1] += f" {unit}"
    legend = [
        Patch(facecolor=_colour(at, low, high), edgecolor=style.PALE, label=label)
        for at, label in zip(steps, labels, strict=True)
    ]
    legend += [Patch(**panels.EMPTY, label=_("no number"))] if any(map(math.isnan, means.values())) else []
    figure, axes = panels.map_axes(
        result,
        _question(result.title(pattern), measure),
        _range(result, means, digits, unit),
        [
            _("{measure}: mean. The same colours under every pattern.").format(measure=measure_title(BY_NAME[measure])),
            foot(result, still),
        ],
        legend,
    )
    texts = {n: number(mean, digits) for n, mean in means.items() if not math.isnan(mean)}
    width, height = panels.pixels(axes)
    room = width / (axes.get_xlim()[1] + 0.5), height / (axes.get_ylim()[1] + 0.5)
    size = panels.fitting(list(texts.values()), room)
    for column, row, n in places:
        if n not in texts:
            panels.cell(axes, column, row, **panels.EMPTY)
            continue
        colour = _colour(means[n], low, high)
        panels.cell(axes, column, row, facecolor=colour, gid="cell")
        if size:
            words = style.words(size, style.ink_on(colour), ha="center", va="center")
            axes.text(column, row, texts[n], gid="value", **words)
    return figure


def _question(pattern: str, measure: str) -> str:
    if measure == SOJOURN:
        return _("{pattern}: where is it fast, where slow?").format(pattern=pattern)
    text = _("{pattern}: where is {measure} high, where low?")
    return text.format(pattern=pattern, measure=_(BY_NAME[measure].title))


def _colour(value: float, low: float, high: float) -> str:
    return to_hex(SCALE((value - low) / (high - low) if high > low else 0.0))


def _range(result: Sweep, means: dict[int, float], digits: int, unit: str) -> str:
    """Between which values a pattern moves, and where it has them."""
    known = {n: mean for n, mean in means.items() if not math.isnan(mean)}
    if not known:
        return _("There is no number: nobody was granted the permit.")
    ends = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    text = _("From {low} {unit} ({low_at}) to {high} {unit} ({high_at}).")
    values = [number(known[n], digits) for n in ends]
    at = [
        ", ".join(named(axis, result.points[n][result.axes.index(axis)]) for axis in shown_axes(result)) for n in ends
    ]
    return text.format(low=values[0], high=values[1], low_at=at[0], high_at=at[1], unit=unit)

"""What the charts of an explanation share: rows of names, an axis with both signs, words for either side of it."""

import math
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, MaxNLocator

from wogsim.charts import style
from wogsim.charts.frame import ROUND, Said, digits_for_step, pixels, written
from wogsim.charts.panels import panels
from wogsim.language import _
from wogsim.output_analysis import Estimate
from wogsim.studies.explain import words
from wogsim.studies.explain.numbers import apart
from wogsim.studies.explain.result import Explanation

SIZES = (11.0, 10.0, 9.0)  # of a row's name and numbers: the largest that fits, in points
WIDEST = 500.0  # pixels of a name
FEW = 10  # rows that leave room for names on two lines
LEAST = 120.0  # pixels of the bars, however long the labels beside them are
TICK = 52.0  # pixels between numbers of the axis


def directions(result: Explanation, axes: Axes) -> None:
    """Above the axes, on either side of no difference: under whom there is more."""
    low, high = axes.get_xlim()
    above: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "va": "bottom", "annotation_clip": False}
    sides = ((1, "left", "{} \N{RIGHTWARDS ARROW}"), (-1, "right", "\N{LEFTWARDS ARROW} {}"))
    zero = min(max(0.0, low), high)
    before = axes.get_position().x0 * style.WIDTH + pixels(axes)[0] * (zero - low) / (high - low)
    for (side, ha, text), key in zip(sides, result.between, strict=True):
        said = text.format(words.more_under(result, key))
        room = before if side < 0 else style.WIDTH - before
        if (high if side > 0 else low) * side > 0 and style.width_of(said, style.NOTE, bold=True) < room - style.MARGIN:
            style.beside(axes, said, (zero, 1), (8 * side, 4), "direction", style.NOTE, weight="bold", ha=ha, **above)


def rows(
    said: Said,
    names: list[str],
    legend: list[Artist],
    right: float = style.MARGIN,
    size: float = 0,
    *bold: int,
    more: float = 0.0,
) -> tuple[Figure, Axes]:
    """Axes with a named row for each of `names`, from the top, and room for a line of words above them.

    Parameters
    ----------
    right : room right of the axes, in pixels
    size : of the names, in points; default: as they need
    bold : numbers of the rows whose names are bold
    more : rows' height that stays free beneath them
    """
    most = 2 if len(names) <= FEW else 1
    sizes = [size or _fitting(name, most) for name in names]
    lines = style.distinct(names, lambda name: style.fitted(name, size or _fitting(name, most), WIDEST, most))
    widest = max((style.width_of(text, size, bold=True) for text, size in zip(lines, sizes, strict=True)), default=0.0)
    left = style.MARGIN + widest + 12
    figure, (axes,) = panels(said, [" "], legend, left, right)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_ylim(max(len(names), 4) - 0.5 + more, -0.5)
    axes.grid(axis="x", color=style.GRID, linewidth=1)
    axes.set_axisbelow(True)
    across = axes.get_yaxis_transform()
    for y, (text, size) in enumerate(zip(lines, sizes, strict=True)):
        weight = "bold" if y in bold else "normal"
        look = style.words(size, weight=weight, ha="right", va="center", linespacing=1.0)
        axes.text(-10 / pixels(axes)[0], y, text, transform=across, gid="name", **look)
    return figure, axes


def _fitting(name: str, most: int) -> float:
    """The largest size in which a name has room on so many lines, else the smallest."""
    return next((size for size in SIZES if len(style.wrapped(name, size, WIDEST)) <= most), SIZES[-1])


def scale(axes: Axes, low: float, high: float, before: float, behind: float) -> None:
    """The axis from `low` to `high`, with so many pixels of room on either side, at round numbers."""
    low, high = (low, high) if high > low else (low - 1, high + 1)
    between = max(pixels(axes)[0] - before - behind, LEAST)
    room = (high - low) / between
    ticks = MaxNLocator(nbins=max(1, min(8, int(between / TICK))), steps=ROUND).tick_values(low, high)
    axes.set_xlim(low - before * room, high + behind * room)
    left, right = axes.get_xlim()
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if left <= tick <= right]))
    axes.xaxis.set_major_formatter(written(digits_for_step(float(ticks[1] - ticks[0]))))


def unclear(found: Estimate) -> bool:
    """Whether a difference could be nothing: it has an interval, which holds 0."""
    return not apart(found) and not math.isnan(found.low)


def pale_entry(colour: str) -> Patch:
    """The entry of a legend that says what paler colours mean."""
    return Patch(facecolor=style.pale(colour), label=_("pale: could be nothing"), **style.EDGE)

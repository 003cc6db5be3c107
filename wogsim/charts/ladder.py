"""What the charts of an explanation share: rows of names, an axis with both signs, paler colours."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, MaxNLocator

from wogsim.charts import panels, style
from wogsim.charts.frame import ROUND, digits_for_step, pixels, written
from wogsim.language import _
from wogsim.output_analysis import Estimate
from wogsim.studies.explain.numbers import apart

SIZES = (11.0, 10.0, 9.0)  # of a row's name and numbers: the largest that fits, in points
WIDEST = 500.0  # pixels of a name
FEW = 10  # rows that leave room for names on two lines


def ladder(
    question: str,
    answer: str,
    foot: Sequence[str],
    names: Sequence[str],
    *,
    legend: Sequence[Artist],
    axis: str,
    right: float,
    size: float | None = None,
    bold: Sequence[int] = (),
) -> tuple[Figure, Axes]:
    """Axes with a named row for each of `names`, from the top.

    Parameters
    ----------
    right : room right of the axes, in pixels
    size : of the names, in points; default: as they need
    bold : numbers of the rows whose names are bold
    """
    most = 2 if len(names) <= FEW else 1
    sizes = [_fitting(name, most) if size is None else size for name in names]
    lines = [style.fitted(name, size, WIDEST, most) for name, size in zip(names, sizes, strict=True)]
    widest = max((style.width_of(text, size, bold=True) for text, size in zip(lines, sizes, strict=True)), default=0.0)
    left = style.MARGIN + widest + 12
    figure, (axes,) = panels.panels(question, answer, foot, [""], legend=legend, axis=axis, left=left, right=right)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_ylim(max(len(names), 4) - 0.5, -0.5)
    axes.grid(axis="x", color=style.GRID, linewidth=1)
    axes.set_axisbelow(True)
    across = axes.get_yaxis_transform()
    for y, (text, size) in enumerate(zip(lines, sizes, strict=True)):
        weight = "bold" if y in bold else "normal"
        words = style.words(size, weight=weight, ha="right", va="center", linespacing=1.0)
        axes.text(-10 / pixels(axes)[0], y, text, transform=across, gid="name", **words)
    return figure, axes


def _fitting(name: str, most: int) -> float:
    """The largest size in which a name has room on so many lines, else the smallest."""
    return next((size for size in SIZES if len(style.wrapped(name, size, WIDEST)) <= most), SIZES[-1])


def scale(axes: Axes, low: float, high: float, before: float, behind: float) -> None:
    """The axis from `low` to `high`, with so many pixels of room on either side, at round numbers."""
    low, high = (low, high) if high > low else (low - 1, high + 1)
    room = (high - low) / (pixels(axes)[0] - before - behind)
    ticks = MaxNLocator(nbins=8, steps=ROUND).tick_values(low, high)
    axes.set_xlim(low - before * room, high + behind * room)
    left, right = axes.get_xlim()
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if left <= tick <= right]))
    axes.xaxis.set_major_formatter(written(digits_for_step(float(ticks[1] - ticks[0]))))


def unclear(found: Estimate) -> bool:
    """Whether a difference could be nothing: it has an interval, which holds 0."""
    return not apart(found) and not math.isnan(found.low)


def pale(colour: str) -> str:
    """The same colour with much paper in it."""
    red, green, blue = (0.28 * part + 0.72 for part in to_rgb(colour))
    return to_hex((red, green, blue))


def pale_entry(colour: str) -> Patch:
    """The entry of a legend that says what paler colours mean."""
    return Patch(facecolor=pale(colour), label=_("pale: could be nothing"), **style.EDGE)

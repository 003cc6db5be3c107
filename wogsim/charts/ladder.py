"""What the charts of an explanation share: rows of names, an axis with both signs, paler colours."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from wogsim.charts import panels, style
from wogsim.language import number

SMALL = 11.0  # names of rows, which may have two lines
WIDEST = 400.0  # pixels of a name


def ladder(
    question: str,
    answer: str,
    foot: Sequence[str],
    names: Sequence[str],
    *,
    legend: Sequence[object],
    axis: str,
    right: float,
    size: float = SMALL,
    bold: Sequence[int] = (),
) -> tuple[Figure, Axes]:
    """Axes with a named row for each of `names`, from the top.

    Parameters
    ----------
    right : room right of the axes, in pixels
    size : of the names, in points
    bold : numbers of the rows whose names are bold
    """
    lines = [_lines(name, size, i in bold) for i, name in enumerate(names)]
    widest = max((style.width_of(text, size, bold=True) for text in lines), default=0.0)
    left = style.MARGIN + widest + 12
    figure, (axes,) = panels.panels(question, answer, foot, [""], legend=legend, axis=axis, left=left, right=right)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_ylim(max(len(names), 4) - 0.5, -0.5)
    axes.grid(axis="x", color=style.GRID, linewidth=1)
    axes.set_axisbelow(True)
    across = axes.get_yaxis_transform()
    for y, text in enumerate(lines):
        weight = "bold" if y in bold else "normal"
        words = style.words(size, weight=weight, ha="right", va="center", linespacing=1.0)
        axes.text(-10 / panels.pixels(axes)[0], y, text, transform=across, gid="name", **words)
    return figure, axes


def _lines(name: str, size: float, bold: bool) -> str:
    """A name on at most two lines; what is too long even so is cut."""
    lines = style.wrapped(name, size, WIDEST, bold)
    return "\n".join(lines if len(lines) < 3 else [lines[0], f"{lines[1]}…"])


def scale(axes: Axes, low: float, high: float, before: float, behind: float) -> None:
    """The axis from `low` to `high`, with so many pixels of room on either side, at round numbers."""
    low, high = (low, high) if high > low else (low - 1, high + 1)
    room = (high - low) / (panels.pixels(axes)[0] - before - behind)
    ticks = MaxNLocator(nbins=8, steps=[1, 2, 5, 10]).tick_values(low, high)
    digits = max(0, -math.floor(math.log10(float(ticks[1] - ticks[0])) + 1e-9))
    axes.set_xlim(low - before * room, high + behind * room)
    left, right = axes.get_xlim()
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if left <= tick <= right]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: number(x, digits).replace("-", "\N{MINUS SIGN}")))


def pale(colour: str) -> str:
    """The same colour with much paper in it."""
    red, green, blue = (0.28 * part + 0.72 for part in to_rgb(colour))
    return to_hex((red, green, blue))

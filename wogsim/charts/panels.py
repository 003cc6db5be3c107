"""What the charts of a sweep share: panels side by side, a legend of patterns, values along an axis."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path

from wogsim.charts import style
from wogsim.charts.frame import LEGEND, Said, draw_legend, pixels, sheet
from wogsim.studies.beside import SIGN, overloaded_word
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.words import tick

MARKERS = "os^Dv"
CORNER = Path([(-1, 1), (1, 1), (1, -1), (-1, 1)], closed=True)  # a marker
GAP = 46  # between panels, in pixels
TIE: dict[str, Any] = {"facecolor": "#F3F3F3", "edgecolor": "#B0B0B0", "hatch": "////"}
EMPTY: dict[str, Any] = {"facecolor": style.PAPER, "edgecolor": "#B8B8B8", "hatch": "xx", "gid": "empty"}


def panels(
    said: Said,
    titles: Sequence[str],
    legend: Sequence[Artist],
    left: float,
    right: float = style.MARGIN,
    gap: float = GAP,
) -> tuple[Figure, list[Axes]]:
    """Axes side by side in one figure, with its head, legend and foot.

    Parameters
    ----------
    titles : one for each panel; an empty one takes no room
    legend : handles with labels
    left, right, gap : room beside the panels and between them, in pixels
    """
    figure, top, bottom = sheet(said)
    top += write_legend(figure, legend, top) if legend else 0
    top += style.line_height(style.NOTE) + 6 if any(titles) else 4
    bottom = bottom + 2 * style.line_height(style.AXIS) + 20
    width = (style.WIDTH - left - right - gap * (len(titles) - 1)) / len(titles)
    height = (style.HEIGHT - top - bottom) / style.HEIGHT
    found = []
    for i, title in enumerate(titles):
        x = left + i * (width + gap)
        box = (x / style.WIDTH, bottom / style.HEIGHT, width / style.WIDTH, height)
        axes = figure.add_axes(box, facecolor=style.PAPER)
        axes.set_title(title, pad=5, loc="left", gid="panel", **style.words(style.NOTE, weight="bold"))
        axes.tick_params(**style.TICKS)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        for side in ("bottom", "left"):
            axes.spines[side].set_color(style.PALE)
        found.append(axes)
    middle = (left + style.WIDTH - right) / 2 / style.WIDTH
    y = (bottom - 2 * style.line_height(style.AXIS) - 8) / style.HEIGHT
    figure.text(middle, y, said.axis, gid="axis", va="bottom", **style.words(style.AXIS, style.PALE, ha="center"))
    return figure, found


def write_legend(figure: Figure, handles: Sequence[Artist], top: float) -> float:
    """Handles in as few lines as they need; returns their height in pixels."""
    widths = [style.width_of(str(handle.get_label()), LEGEND) + 76 for handle in handles]
    columns = len(handles)
    # Entries fill one column after the other, as matplotlib divides them.
    while columns > 1 and sum(map(max, np.array_split(widths, columns))) > style.WIDTH - 2 * style.MARGIN:
        columns -= 1
    y = 1 - top / style.HEIGHT
    draw_legend(figure, handles, columns, y, loc="upper left", columnspacing=1.4, handlelength=2.2)
    return math.ceil(len(handles) / columns) * style.line_height(LEGEND) * 1.15 + 8


def overload_entry() -> Line2D:
    """The entry of a legend for what is drawn at overloaded worlds: a dark corner."""
    look: dict[str, Any] = {"marker": CORNER, "markersize": 11, "color": style.INK, "markeredgecolor": style.PAPER}
    return Line2D([], [], linestyle="", label=f"{SIGN} {overloaded_word()}", **look)


def marker_of(result: Sweep, pattern: str) -> str:
    """A pattern's marker, which tells it from others where there is no colour."""
    return MARKERS[result.keys.index(pattern) % len(MARKERS)]


def name_upright(figure: Figure, axes: Axes, name: str) -> None:
    """Name the upright axis at the left margin of the figure, beside the first panel; a long one small, on lines."""
    box, high = axes.get_position(), pixels(axes)[1]
    size = style.AXIS if style.width_of(name, style.AXIS) <= high else style.FOOT
    lines = "\n".join(style.wrapped(name, size, high)) if size < style.AXIS else name
    look = style.words(size, style.PALE, rotation=90, va="center", ha="left", linespacing=1.1)
    figure.text(style.MARGIN / style.WIDTH, box.y0 + box.height / 2, lines, gid="axis", **look)


def label_across(axes: Axes, axis: Axis, at: Sequence[float]) -> None:
    """Values beneath the horizontal axis, as many as there is room for."""
    texts = [tick(axis, value) for value in axis.values]
    room = pixels(axes)[0] / max(len(texts), 1)
    widest = max(style.width_of(text, style.AXIS) for text in texts) + 10
    step = max(1, -(-int(min(widest, 200)) // max(int(room), 1)))
    lines = ["\n".join(style.wrapped(text, style.AXIS, max(room * step - 10, 60))[:2]) for text in texts]
    axes.set_xticks(list(at)[::step], lines[::step])

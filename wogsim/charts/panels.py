"""What the charts of a sweep share: panels side by side, a legend of patterns, values along an axis, cells of a map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from wogsim.charts import style
from wogsim.charts.legend import LEGEND, draw
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.words import axis_title, shown_axes, tick

MARKERS = "os^Dv"
GAP = 46  # between panels, in pixels


def panels(
    question: str,
    answer: str,
    foot: Sequence[str],
    titles: Sequence[str],
    *,
    legend: Sequence[Any],
    axis: str,
    left: float,
    right: float = style.MARGIN,
) -> tuple[Figure, list[Axes]]:
    """Axes side by side in one figure, with its head, legend and foot.

    Parameters
    ----------
    titles : one for each panel; an empty one takes no room
    legend : handles with labels
    axis : name of the horizontal axis
    left, right : room beside the panels, in pixels
    """
    height = style.HEIGHT
    figure = Figure(figsize=(style.WIDTH / style.DPI, height / style.DPI), dpi=style.DPI, facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    top = style.write_head(figure, question, answer, height)
    top += _write_legend(figure, legend, top) if legend else 0
    top += style.line_height(style.NOTE) + 6 if any(titles) else 4
    bottom = style.write_foot(figure, foot, height) + 2 * style.line_height(style.AXIS) + 20
    width = (style.WIDTH - left - right - GAP * (len(titles) - 1)) / len(titles)
    found = []
    for i, title in enumerate(titles):
        x = left + i * (width + GAP)
        box = (x / style.WIDTH, bottom / height, width / style.WIDTH, (height - top - bottom) / height)
        axes = figure.add_axes(box, facecolor=style.PAPER)
        axes.set_title(title, pad=5, loc="left", gid="panel", **style.words(style.NOTE, weight="bold"))
        axes.tick_params(labelsize=style.AXIS, labelcolor=style.PALE, color=style.PALE, labelfontfamily=style.FONT)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        for side in ("bottom", "left"):
            axes.spines[side].set_color(style.PALE)
        found.append(axes)
    middle = (left + style.WIDTH - right) / 2 / style.WIDTH
    y = (bottom - 2 * style.line_height(style.AXIS) - 8) / height
    figure.text(middle, y, axis, gid="axis", va="bottom", **style.words(style.AXIS, style.PALE, ha="center"))
    return figure, found


def _write_legend(figure: Figure, handles: Sequence[Any], top: float) -> float:
    """Handles in as few lines as they need; returns their height in pixels."""
    columns = _columns([style.width_of(handle.get_label(), LEGEND) + 76 for handle in handles])
    draw(figure, handles, columns, 1 - top / style.HEIGHT, loc="upper left", columnspacing=1.4, handlelength=2.2)
    lines = -(-len(handles) // columns)
    return lines * style.line_height(LEGEND) * 1.15 + 8


def _columns(widths: Sequence[float]) -> int:
    """How many columns of entries, filled one after the other, stand side by side."""
    for columns in range(len(widths), 1, -1):
        filled = np.array_split(widths, columns)  # as matplotlib divides them
        if sum(column.max() for column in filled) <= style.WIDTH - 2 * style.MARGIN:
            return columns
    return 1


def colour_of(result: Sweep, pattern: str) -> str:
    """A pattern's colour, the same in every chart."""
    return style.colour_of(pattern, list(result.loaded.scenario.patterns))


def marker_of(result: Sweep, pattern: str) -> str:
    """A pattern's marker, which tells it from others where there is no colour."""
    return MARKERS[result.keys.index(pattern) % len(MARKERS)]


def places(axis: Axis) -> tuple[float, ...]:
    """Where the values of an axis stand: at their numbers, else one beside the other."""
    return axis.numbers if axis.numbers is not None else tuple(range(len(axis.values)))


def label_across(axes: Axes, axis: Axis, at: Sequence[float], width: float) -> None:
    """Values beneath the horizontal axis, as many as there is room for; `width` of the axes in pixels."""
    texts = [tick(axis, value) for value in axis.values]
    room = width / max(len(texts), 1)
    widest = max(style.width_of(text, style.AXIS) for text in texts) + 10
    step = max(1, -(-int(min(widest, 200)) // max(int(room), 1)))
    lines = ["\n".join(style.wrapped(text, style.AXIS, max(room * step - 10, 60))[:2]) for text in texts]
    axes.set_xticks(list(at)[::step], lines[::step])


def pixels(axes: Axes) -> tuple[float, float]:
    """Width and height of axes."""
    box = axes.get_position()
    return box.width * style.WIDTH, box.height * style.HEIGHT


def map_axes(
    result: Sweep, question: str, answer: str, foot: Sequence[str], legend: Sequence[Any]
) -> tuple[Figure, Axes]:
    """One panel with a cell for every value of the first axis across and of the second one upwards."""
    across, *upwards = shown_axes(result)
    labels = [tick(upwards[0], value) for value in upwards[0].values] if upwards else [""]
    left = style.MARGIN + max(style.width_of(text, style.AXIS) for text in labels) + 14
    left += style.line_height(style.AXIS) + 6 if upwards else 0
    figure, (axes,) = panels(question, answer, foot, [""], legend=legend, axis=axis_title(across), left=left)
    axes.set_xlim(-0.5, len(across.values) - 0.5)
    axes.set_ylim(-0.5, len(labels) - 0.5)
    label_across(axes, across, range(len(across.values)), pixels(axes)[0])
    step = max(1, -(-len(labels) * 18 // int(pixels(axes)[1])))
    axes.set_yticks(range(0, len(labels), step), labels[::step])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if upwards:
        figure.text(
            style.MARGIN / style.WIDTH,
            axes.get_position().y0 + axes.get_position().height / 2,
            axis_title(upwards[0]),
            gid="axis",
            **style.words(style.AXIS, style.PALE, rotation=90, va="center", ha="left"),
        )
    return figure, axes


def cells(result: Sweep, still: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Every cell of a map: its column, its row, the number of its point."""
    across, *upwards = shown_axes(result)
    found = []
    for number, point in enumerate(result.points):
        value = dict(zip((axis.name for axis in result.axes), point, strict=True))
        if all(value[name] == there for name, there in still.items()):
            row = upwards[0].values.index(value[upwards[0].name]) if upwards else 0
            found.append((across.values.index(value[across.name]), row, number))
    return found


def cell(axes: Axes, column: int, row: int, **filling: Any) -> None:
    """One cell of a map, with a thin rim of paper."""
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **{"linewidth": 0, **filling}))
    rim: dict[str, Any] = {"facecolor": "none", "edgecolor": style.PAPER, "linewidth": 1.5}
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **rim))


def fitting(texts: Sequence[str], room: tuple[float, float]) -> float | None:
    """The largest size in which all texts fit a cell of so many pixels; None where none does."""
    for size in (style.VALUE, style.AXIS, style.NOTE, style.FOOT, 9.5, 8.0):
        widest = max((style.width_of(text, size) for text in texts), default=0)
        if widest + 6 <= room[0] and style.line_height(size) <= room[1]:
            return size
    return None


EMPTY: dict[str, Any] = {"facecolor": style.PAPER, "edgecolor": "#B8B8B8", "hatch": "xx", "gid": "empty"}

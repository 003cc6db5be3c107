"""What all charts have around them: question, answer and foot, a legend, axes with round numbers."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from wogsim.charts import style
from wogsim.language import number

LEGEND = 13.0  # points
ROUND = (1.0, 2.0, 5.0, 10.0)  # steps of round numbers

Digits = Callable[[float], int]  # digits after the decimal sign of numbers that are so far apart


@dataclass(frozen=True)
class Said:
    """What a chart says: question and answer, sentences of small print, the horizontal axis with its unit."""

    question: str
    answer: str
    foot: Sequence[str]
    axis: str = ""


@dataclass(frozen=True)
class Frame:
    """A figure with its head and foot, and the axes between."""

    figure: Figure
    axes: Axes
    inner: style.XY  # width and height of the axes, in pixels


def sheet(said: Said, height: float = style.HEIGHT, width: float = style.WIDTH) -> tuple[Figure, float, float]:
    """A figure of so many pixels with its question, answer and foot; the pixels these take at the top and bottom."""
    figure = Figure(figsize=(width / style.DPI, height / style.DPI), dpi=style.DPI, facecolor=style.PAPER)
    FigureCanvasAgg(figure)
    room = width - 2 * style.MARGIN
    title = style.TITLE if style.width_of(said.question, style.TITLE, bold=True) <= room else style.TITLE * 0.8
    size = style.ANSWER if len(style.wrapped(said.answer, style.ANSWER, room)) <= 3 else style.ANSWER * 0.85
    top = 16.0
    lines = style.wrapped(said.question, title, room, bold=True)
    top += _head(figure, "question", lines, title, 1 - top / height, weight="bold") + 4
    top += _head(figure, "answer", style.wrapped(said.answer, size, room), size, 1 - top / height)
    lines = [line for sentence in said.foot if sentence for line in style.wrapped(sentence, style.FOOT, room)]
    look = style.words(style.FOOT, style.PALE, va="bottom", linespacing=1.2)
    figure.text(style.MARGIN / width, 10 / height, "\n".join(lines), gid="foot", **look)
    return figure, top + 10, 10 + style.line_height(style.FOOT) * len(lines) + 6


def _head(figure: Figure, gid: str, lines: Sequence[str], size: float, y: float, **more: Any) -> float:
    """Write lines from a height `y` of the figure down; returns how high they are, in pixels."""
    look = style.words(size, va="top", linespacing=1.2, **more)
    figure.text(style.MARGIN / figure.bbox.width, y, "\n".join(lines), gid=gid, **look)
    return style.line_height(size) * len(lines)


def frame(
    said: Said,
    left: float,
    right: float = style.MARGIN,
    head: float = 0,
    height: float = style.HEIGHT,
    lines: int = 1,
    width: float = style.WIDTH,
) -> Frame:
    """A figure that asks and answers, with one pair of axes.

    Parameters
    ----------
    left, right, head : room beside the axes and above them, for a legend, in pixels
    height, width : of the whole figure, in pixels
    lines : of a label on the horizontal axis
    """
    figure, top, bottom = sheet(said, height, width)
    bottom = bottom + style.line_height(style.AXIS) * (1 + lines) + 14
    inner = (width - left - right, height - (top + head) - bottom)
    axes = axes_at(figure, (left / width, bottom / height, inner[0] / width, inner[1] / height), said.axis)
    return Frame(figure, axes, inner)


def axes_at(figure: Figure, box: tuple[float, float, float, float], axis: str) -> Axes:
    """Axes in the look of most charts, at a box in shares of the figure, with the name of the horizontal one."""
    axes = figure.add_axes(box, facecolor=style.PAPER)
    axes.set_xlabel(axis, fontsize=style.AXIS, color=style.PALE, family=style.FONT, labelpad=4)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(style.PALE)
    axes.set_yticks([])
    axes.tick_params(axis="x", **style.TICKS)
    axes.grid(axis="x", color=style.GRID, linewidth=1)
    axes.set_axisbelow(True)
    return axes


def pixels(axes: Axes) -> style.XY:
    """Width and height of axes in a figure of the usual height."""
    box = axes.get_position()
    return box.width * style.WIDTH, box.height * style.HEIGHT


def name_upright(axes: Axes, name: str, pad: float) -> None:
    """Name the upright axis, which charts of rows do without, and show its numbers."""
    axes.set_ylabel(name, fontsize=style.AXIS, color=style.PALE, family=style.FONT, labelpad=pad)
    axes.tick_params(axis="y", **style.TICKS)


def digits_for_step(step: float) -> int:
    """Digits after the decimal sign that numbers so far apart need."""
    return max(0, -math.floor(math.log10(step) + 1e-9))


def scale(axes: Axes, limit: float) -> None:
    """The horizontal axis from 0 to `limit`, at round numbers, written as people write them."""
    axes.set_xlim(0, limit)
    _numbers(axes.xaxis, limit, MaxNLocator(nbins=8, steps=ROUND), digits_for_step)


def upright_scale(
    axes: Axes, top: float, most: int, steps: Sequence[float] = ROUND, digits: Digits = digits_for_step
) -> None:
    """The upright axis from 0 to `top`, at about `most` numbers that are one of `steps` times a power of ten apart."""
    axes.set_ylim(0, top)
    _numbers(axes.yaxis, top, MaxNLocator(nbins=most, steps=steps), digits)


def _numbers(axis: Axis, limit: float, places: MaxNLocator, digits: Digits) -> None:
    first, second, *_more = places.tick_values(0, limit)
    axis.set_major_locator(places)
    axis.set_major_formatter(written(digits(float(second - first))))


def written(digits: int) -> FuncFormatter:
    """Numbers of an axis as people write them."""
    return FuncFormatter(lambda value, _at: number(value, digits).replace("-", "\N{MINUS SIGN}"))


def room_for(limit: float, labels: Sequence[tuple[float, str]], size: float, width: float, bold: bool = False) -> float:
    """Where the axis must end so that each (value, label), the label right of its value, fits `width` pixels."""
    end = limit
    for value, label in labels:
        share = min((style.width_of(label, size, bold) + 22) / width, 0.7)
        end = max(end, value / (1 - share))
    return end if end > 0 else 1.0


@dataclass(frozen=True)
class Legend:
    """Artists with labels, in columns above the axes, and what else matplotlib's legend is to know of their looks."""

    handles: Sequence[Artist]
    columns: int
    look: Mapping[str, float]

    @property
    def height(self) -> float:
        """Room that it needs above the axes, in pixels."""
        return style.line_height(LEGEND) * math.ceil(len(self.handles) / max(self.columns, 1)) + 8

    def draw(self, framed: Frame) -> None:
        """Draw it above the axes of a frame."""
        y = framed.axes.get_position().y1
        draw_legend(framed.figure, self.handles, self.columns, y, loc="lower left", **self.look)


def columns_for(handles: Sequence[Artist], beside: float, width: float = style.WIDTH) -> int:
    """How many entries stand side by side in a figure so wide, each with so many pixels beside its label."""
    widest = max((style.width_of(str(handle.get_label()), LEGEND) for handle in handles), default=0.0) + beside
    return max(1, min(len(handles), int((width - 2 * style.MARGIN) // widest)))


def draw_legend(figure: Figure, handles: Sequence[Artist], columns: int, y: float, **look: Any) -> None:
    """Draw entries in so many columns from the left margin on, at a height `y` of the figure."""
    common: dict[str, Any] = {"frameon": False, "borderpad": 0.1, "borderaxespad": 0.3, "columnspacing": 1.6}
    common |= {"labelcolor": style.INK, "prop": {"family": style.FONT, "size": LEGEND}}
    place = (style.MARGIN - 4) / figure.bbox.width, y
    figure.legend(handles=handles, bbox_to_anchor=place, ncols=max(columns, 1), **common | look)

"""One look for all charts: colours, sizes, and the frame of question, answer and foot.

Everything is given explicitly to matplotlib's objects: no pyplot, no global state, so that a chart looks the same in a
script, a notebook and a thread of the app. Lengths are in pixels of a 1280 x 720 projector.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from wogsim.language import number
from wogsim.patterns import PATTERNS

WIDTH, HEIGHT, DPI = 1280, 720, 100
TITLE, ANSWER, NAME, VALUE, AXIS, NOTE, FOOT = 25.0, 16.5, 17.0, 16.5, 14.0, 12.5, 11.5  # points
INK, PALE, GRID, PAPER = "#1A1A1A", "#5A5A5A", "#DDDDDD", "#FFFFFF"
MARGIN = 24
CHIP = 12  # width of the patch of a pattern's colour beside its name
MANY = 7  # from more rows on they are too thin for notes
FONT = "DejaVu Sans"  # comes with matplotlib: the same letters on every machine

# Okabe and Ito (2008), "Color Universal Design", some made darker or lighter so that no two are alike in grey:
# lightness L* 44, 71, 33, 58, 82.
PATTERN_COLOURS = dict(zip(PATTERNS, ("#B14600", "#E69F00", "#00507D", "#009E73", "#A5D8F3"), strict=True))
OWN_COLOURS = ("#CC79A7", "#F0E442", "#3B3B3B", "#8E5B7C", "#8C8C8C", "#A89F1A", "#4E2A44", "#C4C4C4")

# Parts of the time anatomy, the same everywhere; hatches and lightness tell neighbours apart in grey print.
PART_COLOURS = {
    "travel": ("#E69F00", ""),
    "counter_queue": ("#D55E00", "//"),
    "at_counter": ("#F0E442", "|"),
    "file_queue": ("#3F8FC4", "\\\\"),
    "assessment": ("#00507D", ""),
    "inspection": ("#009E73", "."),
    "handoff": ("#DDA3C4", "x"),
    "office_closed": ("#DADADA", ""),
    "fixing": ("#A87C4F", "-"),
    "form": ("#A5D8F3", "o"),
    "outage": ("#3B3B3B", "+"),
}


def colour_of(key: str, own: Sequence[str] = ()) -> str:
    """The colour of a pattern, the same in every chart.

    Parameters
    ----------
    key : the pattern's key
    own : keys of the scenario's own patterns, in file order; their colours come round again when there are many
    """
    if key in PATTERN_COLOURS:
        return PATTERN_COLOURS[key]
    others = [other for other in own if other not in PATTERN_COLOURS]
    return OWN_COLOURS[others.index(key) % len(OWN_COLOURS)] if key in others else PALE


def filling(part: str) -> dict[str, Any]:
    """Keyword arguments of a bar or patch of a part: colour, hatch, and an edge that shows the hatch on it."""
    colour, hatch = PART_COLOURS[part]
    edge = "#6E6E6E" if hatch and _luminance(colour) > 0.55 else PAPER
    return {"facecolor": colour, "hatch": hatch, "edgecolor": edge}


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on `colour`, #RRGGBB (luminance of WCAG 2.2)."""
    return INK if _luminance(colour) > 0.2 else PAPER


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def words(size: float, colour: str = INK, **more: Any) -> dict[str, Any]:
    """Keyword arguments of a text; titles from a file may hold a dollar sign, which is no formula."""
    return {"fontsize": size, "color": colour, "family": FONT, "parse_math": False, **more}


@cache
def _renderer() -> Any:
    make: Any = RendererAgg  # matplotlib leaves it without types
    return make(16, 16, DPI)


@cache
def width_of(text: str, size: float, bold: bool = False) -> float:
    """Width of the widest line of a text, in pixels."""
    letters = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    lines = text.split("\n")
    return max(float(_renderer().get_text_width_height_descent(line, letters, ismath=False)[0]) for line in lines)


def line_height(size: float) -> float:
    """Distance of two lines, in pixels."""
    return size * DPI / 72 * 1.25


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Break a text at spaces into lines of at most `width` pixels; a longer word gets a line of its own.

    A number stays with what follows it, its unit.
    """
    lines: list[str] = []
    for word in re.split(r"(?<!\d) ", text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def shortened(text: str, size: float, width: float, bold: bool = False) -> str:
    """As much of a text as `width` pixels hold; a mark at its end, (a) or -2, which tells namesakes apart, stays."""
    if width_of(text, size, bold) <= width:
        return text
    head, mark = re.fullmatch(r"(.*?)((?: ?\(\w{1,3}\))+|-\d+)?", text, re.DOTALL).groups(default="")  # type: ignore[union-attr]
    ends = (head[:kept].rstrip() + "…" + mark for kept in range(len(head), 0, -1))
    return next((end for end in ends if width_of(end, size, bold) <= width), "…" + mark)


def fitted(text: str, size: float, width: float, most: int, bold: bool = False) -> str:
    """As much of a text as so many lines hold."""
    lines = wrapped(text, size, width, bold)
    last = shortened(" ".join(lines[most - 1 :]), size, width, bold)
    return "\n".join(filter(None, [*lines[: most - 1], last]))


@dataclass(frozen=True)
class Row:
    """What stands left of a pattern's bar: its name, its colour, a remark in small."""

    name: str
    colour: str
    note: str = ""


@dataclass(frozen=True)
class Frame:
    """A figure with its head and foot, and the axes between."""

    figure: Figure
    axes: Axes
    inner: tuple[float, float]  # width and height of the axes, in pixels


def left_margin(rows: Sequence[Row]) -> float:
    """Room for the rows' names and notes, in pixels."""
    named = [width_of(_name(row, rows), _name_size(rows), bold=True) for row in rows]
    noted = [width_of(row.note, NOTE) for row in rows if row.note]
    return MARGIN + max(named + noted) + CHIP + 18


def frame(
    question: str,
    answer: str,
    foot: Sequence[str],
    rows: Sequence[Row],
    *,
    head: float = 0,
    axis: str = "",
    height: float = HEIGHT,
    left: float | None = None,
    right: float = MARGIN,
    tick_lines: int = 1,
) -> Frame:
    """A figure that asks and answers.

    Parameters
    ----------
    question, answer : the title and what stands beneath it
    foot : sentences of small print
    rows : what stands left of the axes, from the top
    head : room for a legend above the axes, in pixels
    axis : name of the horizontal axis, with its unit
    height : of the whole figure, in pixels
    left : room left of the axes, in pixels; default: as the rows need
    right : room right of the axes, in pixels
    tick_lines : lines of a label on the horizontal axis
    """
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    top = write_head(figure, question, answer, height) + head
    bottom = write_foot(figure, foot, height) + line_height(AXIS) * (1 + tick_lines) + 14
    left = left_margin(rows) if left is None else left
    inner = (WIDTH - left - right, height - top - bottom)
    axes = axes_at(figure, (left / WIDTH, bottom / height, inner[0] / WIDTH, inner[1] / height), axis)
    if rows:
        _write_rows(axes, rows, inner[0])
    return Frame(figure, axes, inner)


def axes_at(figure: Figure, box: tuple[float, float, float, float], axis: str) -> Axes:
    """Axes in the look of all charts, at a box in shares of the figure, with the name of the horizontal one."""
    axes = figure.add_axes(box, facecolor=PAPER)
    axes.set_xlabel(axis, fontsize=AXIS, color=PALE, family=FONT, labelpad=4)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(PALE)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=AXIS, labelcolor=PALE, color=PALE, labelfontfamily=FONT)
    axes.grid(axis="x", color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    return axes


def write_head(figure: Figure, question: str, answer: str, height: float) -> float:
    """Write question and answer; returns how many pixels they take from the top."""
    y = 16.0
    room = WIDTH - 2 * MARGIN
    size = TITLE if width_of(question, TITLE, bold=True) <= room else TITLE * 0.8
    lines = wrapped(question, size, room, bold=True)
    style = words(size, weight="bold", va="top", linespacing=1.2)
    figure.text(MARGIN / WIDTH, 1 - y / height, "\n".join(lines), gid="question", **style)
    y += line_height(size) * len(lines) + 4
    size = ANSWER if len(wrapped(answer, ANSWER, room)) <= 3 else ANSWER * 0.85
    lines = wrapped(answer, size, room)
    style = words(size, va="top", linespacing=1.2)
    figure.text(MARGIN / WIDTH, 1 - y / height, "\n".join(lines), gid="answer", **style)
    return y + line_height(size) * len(lines) + 10


def write_foot(figure: Figure, sentences: Sequence[str], height: float) -> float:
    """Write the small print; returns how many pixels it takes from the bottom."""
    lines = [line for sentence in sentences if sentence for line in wrapped(sentence, FOOT, WIDTH - 2 * MARGIN)]
    style = words(FOOT, PALE, va="bottom", linespacing=1.2)
    figure.text(MARGIN / WIDTH, 10 / height, "\n".join(lines), gid="foot", **style)
    return 10 + line_height(FOOT) * len(lines) + 6


def _name_size(rows: Sequence[Row]) -> float:
    return NAME if len(rows) <= MANY else NOTE - 1


def _name(row: Row, rows: Sequence[Row]) -> str:
    """A long name breaks into lines, as many as its row is high; what is too long even so is cut."""
    most, room = (3, 230) if len(rows) <= MANY else (2, 290)
    lines = wrapped(row.name, _name_size(rows), room, bold=True)
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1] + "…"])


def _write_rows(axes: Axes, rows: Sequence[Row], width: float) -> None:
    """Names, chips of colour and notes; the first row is on top."""
    # One or two bars do not swell to fill the picture.
    spare = max(3.4 - len(rows), 0) / 2
    axes.set_ylim(len(rows) - 0.5 + spare, -0.5 - spare)
    chip = CHIP / width
    size = _name_size(rows)
    for y, row in enumerate(rows):
        across = axes.get_yaxis_transform()
        corner = (-chip - 4 / width, y - 0.38)
        axes.add_patch(
            Rectangle(corner, chip, 0.76, color=row.colour, transform=across, clip_on=False, lw=0, gid="chip")
        )
        name = _name(row, rows)
        x = -chip - 14 / width
        style = words(size, weight="bold", ha="right", linespacing=1.05)
        if not row.note:
            axes.text(x, y, name, transform=across, va="center", gid="name", **style)
            continue
        # Together the name and the note are centred on the row.
        down = (line_height(size) * len(name.split("\n")) - line_height(NOTE)) / 2
        shift: dict[str, Any] = {"xycoords": across, "textcoords": "offset pixels", "annotation_clip": False}
        axes.annotate(name, (x, y), (0, -down + 1), va="bottom", gid="name", **shift, **style)
        axes.annotate(row.note, (x, y), (0, -down - 1), va="top", gid="note", **shift, **words(NOTE, PALE, ha="right"))


def room_for(limit: float, labels: Sequence[tuple[float, str]], size: float, width: float, bold: bool = False) -> float:
    """Where the axis must end so that each (value, label), the label right of its value, fits `width` pixels."""
    end = limit
    for value, label in labels:
        share = min((width_of(label, size, bold) + 22) / width, 0.7)
        end = max(end, value / (1 - share))
    return end if end > 0 else 1.0


def scale(axes: Axes, limit: float) -> None:
    """The horizontal axis from 0 to `limit`, at round numbers, written as people write them."""
    places = MaxNLocator(nbins=8, steps=[1, 2, 5, 10])
    ticks = places.tick_values(0, limit)
    digits = max(0, -math.floor(math.log10(float(ticks[1] - ticks[0])) + 1e-9))
    axes.set_xlim(0, limit)
    axes.xaxis.set_major_locator(places)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _at: number(x, digits)))

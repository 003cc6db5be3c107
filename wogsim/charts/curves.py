"""What the charts of lines share: a frame with two axes, lines with bands, names beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import Normal, Stroke

from wogsim.charts import style
from wogsim.charts.frame import Frame, Said, frame, name_upright
from wogsim.charts.rows import Row, many

LEFT = 92.0  # pixels for the upright axis and its name
KEY_GAP, SAMPLE = 14.0, 44.0  # pixels: from the axes to the key, length of the line before a name
LONGEST = 210.0  # pixels of a name in the key
# Neighbours in the order of patterns differ in dashes too, where a print has neither colour nor shades.
DASHES: tuple[Any, ...] = ("solid", (0, (4, 1)), (0, (1.4, 1)), (0, (5, 1, 1.4, 1)), (0, (2.4, 1)))


@dataclass(frozen=True)
class Entry:
    """One line: what stands in the key, in which sizes, and how it is drawn."""

    row: Row
    dashes: Any
    lines: list[str]  # of its name
    size: float  # points of its name and of its note
    note_size: float

    @property
    def width(self) -> float:
        """Of name and note, in pixels."""
        names = [style.width_of(line, self.size, bold=True) for line in self.lines]
        return max(*names, style.width_of(self.row.note, self.note_size) if self.row.note else 0.0)

    @property
    def height(self) -> float:
        """Of name and note, in pixels."""
        note = style.line_height(self.note_size) if self.row.note else 0.0
        return style.line_height(self.size) * len(self.lines) + note


def entries_of(rows: Sequence[Row]) -> list[Entry]:
    """An entry for each row; many leave no room for notes, and for small names only."""
    size, note = (style.NOTE - 2, style.FOOT - 1.5) if many(rows) else (style.AXIS + 0.5, style.NOTE)
    found = []
    for i, (row, name) in enumerate(zip(rows, style.broken([row.name for row in rows], size, LONGEST, 2), strict=True)):
        kept = replace(row, note="") if many(rows) else row
        found.append(Entry(kept, DASHES[i % len(DASHES)], name.split("\n"), size, note))
    return found


def framed(said: Said, entries: Sequence[Entry], upright: str, left: float = LEFT) -> Frame:
    """A frame with a named upright axis on the left, room for the key on the right and for a line of words above."""
    right = style.MARGIN + KEY_GAP + SAMPLE + 8 + max(entry.width for entry in entries)
    shown = frame(said, left=left, right=right, head=style.line_height(style.NOTE) + 6)
    stand(shown.axes, upright)
    return shown


def stand(axes: Axes, upright: str) -> None:
    """The look of the upright axis, with its name."""
    name_upright(axes, upright, 6)
    axes.grid(axis="y", color=style.GRID, linewidth=1)
    axes.grid(visible=False, axis="x")


def look(entry: Entry, width: float) -> dict[str, Any]:
    """Keyword arguments of a line; a dark rim keeps pale colours in sight on paper."""
    rim = [Stroke(linewidth=width + 1.4, foreground=style.INK), Normal()]
    ends = {"solid_capstyle": "butt", "dash_capstyle": "butt"}
    return {"color": entry.row.colour, "linewidth": width, "linestyle": entry.dashes, "path_effects": rim, **ends}


def draw_key(shown: Frame, entries: Sequence[Entry]) -> None:
    """Names right of the axes, the first on top, each with a piece of its line."""
    axes, (width, height) = shown.axes, shown.inner
    tallest = max(entry.height for entry in entries) + 4
    each = min(36.0 if many(entries) else max(62.0, tallest), height / len(entries))
    begin, end = 1 + KEY_GAP / width, 1 + (KEY_GAP + SAMPLE) / width
    outside: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False}
    for place, entry in enumerate(entries):
        y = height - each * (place + 0.5)
        spot = (end, y / height)
        axes.plot([begin, end], [y / height] * 2, gid="sample", **outside, **look(entry, 4.0))
        beside: dict[str, Any] = {"xycoords": "axes fraction", "annotation_clip": False}
        shift = style.line_height(entry.note_size) / 2 if entry.row.note else 0.0
        bold: dict[str, Any] = {"weight": "bold", "va": "center", "linespacing": 1.05}
        style.beside(axes, "\n".join(entry.lines), spot, (8, shift), "name", entry.size, **beside, **bold)
        if entry.row.note:
            down = shift - style.line_height(entry.size) * len(entry.lines) / 2 - 2
            note = (entry.row.note, spot, (8, down), "note", entry.note_size, style.PALE)
            style.beside(axes, *note, va="top", **beside)

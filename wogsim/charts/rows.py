"""What charts of a comparison share: a row for each pattern, whiskers, small print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from wogsim.charts import style
from wogsim.charts.frame import Frame, Legend, Said, axes_at, columns_for, frame
from wogsim.language import _
from wogsim.studies import beside
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.ranking import why

CHIP = 12  # width of the patch of a pattern's colour beside its name, in pixels
BETWEEN = 40.0  # pixels between two panels
HIGH = 330.0  # pixels of all rows together, hardly ever fewer
LARGE, SMALL = 230.0, 290.0  # pixels of a line of a large name, and of a small one


@dataclass(frozen=True)
class Row:
    """What stands left of a pattern's bar: its name, its colour, a remark in small."""

    name: str
    colour: str
    note: str = ""


def rows_of(result: Comparison) -> list[Row]:
    """A row for each pattern, with what must be said beside its numbers: all of it where there is room."""
    said = {} if many(result.keys) else beside.notes(words.known(result))
    notes = dict.fromkeys(result.keys, "") | said
    return [Row(result.marked(key), style.colour_in(result.loaded, key), notes[key]) for key in result.keys]


def many(rows: Sequence[object]) -> bool:
    """Whether rows are so many that they are too thin for notes."""
    return len(rows) > style.MANY


def foot(
    result: Comparison, how_to_read: str, intervals: str = "", *, gave_up: bool = False, ranks: bool = False
) -> list[str]:
    """The small print: how to read the chart, what must be said beside its numbers, on what it rests.

    ``gave_up``: whether who gave up stands nowhere else; ``ranks``: whether the chart's answer says who is fastest.

    What is said of intervals is left out where there is one replication, which has none.
    """
    known = words.known(result).values()
    said = [how_to_read, intervals if result.replications > 1 else "", beside.gave_up(known) if gave_up else ""]
    said += [why(result.ranked_by, result.scenario.run)] if ranks else []
    return [" ".join(filter(None, [*said, beside.overload(known)])), words.small_print(result)]


def left_of(rows: Sequence[Row]) -> float:
    """Room for the rows' names and notes, in pixels."""
    named = [style.width_of(name, _name_size(rows), bold=True) for name in _names(rows)]
    noted = [style.width_of(row.note, style.NOTE) for row in rows if row.note]
    return style.MARGIN + max(named + noted) + CHIP + 18


def width_beside(rows: Sequence[Row]) -> float:
    """Width of the axes beside the rows' names, in pixels."""
    return style.WIDTH - left_of(rows) - style.MARGIN


def framed(rows: Sequence[Row], said: Said, *, head: float = 0, right: float = style.MARGIN) -> Frame:
    """A frame whose axes have a row for each pattern, the first on top; see `frame`."""
    found = frame(said, left=left_of(rows), head=head, right=right)
    axes, width = found.axes, found.inner[0]
    # One or two bars do not swell to fill the picture.
    spare = max(3.4 - len(rows), 0) / 2
    axes.set_ylim(len(rows) - 0.5 + spare, -0.5 - spare)
    across, chip, size = axes.get_yaxis_transform(), CHIP / width, _name_size(rows)
    place: dict[str, Any] = {"xycoords": across, "annotation_clip": False, "ha": "right"}
    for y, (row, name) in enumerate(zip(rows, _names(rows), strict=True)):
        corner = (-chip - 4 / width, y - 0.38)
        patch = Rectangle(corner, chip, 0.76, color=row.colour, transform=across, clip_on=False, lw=0, gid="chip")
        axes.add_patch(patch)
        x = -chip - 14 / width
        bold = {"weight": "bold", "linespacing": 1.05, **place}
        if not row.note:
            style.beside(axes, name, (x, y), (0, 0), "name", size, va="center", **bold)
            continue
        # Together the name and the note are centred on the row.
        down = (style.line_height(size) * len(name.split("\n")) - style.line_height(style.NOTE)) / 2
        style.beside(axes, name, (x, y), (0, -down + 1), "name", size, va="bottom", **bold)
        style.beside(axes, row.note, (x, y), (0, -down - 1), "note", style.NOTE, style.PALE, va="top", **place)
    return found


def half(rows: Sequence[Row]) -> float:
    """Width of each of two axes beside the rows' names, in pixels."""
    return (width_beside(rows) - BETWEEN) / 2


def framed_twice(rows: Sequence[Row], said: Said, other: str, *, head: float = 0) -> tuple[Frame, Axes]:
    """The same with a second pair of axes on the right, whose horizontal one is named `other`."""
    width = half(rows)
    shown = framed(rows, said, head=head, right=style.MARGIN + width + BETWEEN)
    box = shown.axes.get_position()
    left = box.x1 + BETWEEN / style.WIDTH
    second = axes_at(shown.figure, (left, box.y0, box.width, box.height), other)
    second.set_ylim(shown.axes.get_ylim())
    return shown, second


def _small(rows: Sequence[Row]) -> bool:
    """Whether names are small: of many rows, and where large ones would not be as high as their rows."""
    fit = max(1, int(HIGH / len(rows) / style.line_height(style.NAME))) if rows else 1
    return many(rows) or any(len(style.wrapped(row.name, style.NAME, LARGE, bold=True)) > fit for row in rows)


def _name_size(rows: Sequence[Row]) -> float:
    return style.NOTE - 1 if _small(rows) else style.NAME


def _names(rows: Sequence[Row]) -> list[str]:
    """Long names break into lines, as many as their rows are high."""
    most, room = (2, SMALL) if _small(rows) else (3, LARGE)
    return style.broken([row.name for row in rows], _name_size(rows), room, most)


def whisker(axes: Axes, y: float, low: float, high: float, cap: float, width: float = 2.2) -> None:
    """An interval, if it has a width, dark with a white rim so that it is seen on any colour."""
    if not high > low:  # so it is where there is no interval, which is NaN
        return
    for colour, thick in ((style.PAPER, width + 2.2), (style.INK, width)):
        axes.plot([low, high], [y, y], color=colour, linewidth=thick, solid_capstyle="butt", gid="whisker", zorder=3)
        for end in (low, high):
            axes.plot([end, end], [y - cap / 2, y + cap / 2], color=colour, linewidth=thick, gid="cap", zorder=3)


def no_number(axes: Axes, y: float, limit: float) -> None:
    """A row of whom nothing is known."""
    text = _("no number: nobody was granted the permit")
    axes.text(limit * 0.01, y, text, va="center", gid="value", **style.words(style.NOTE, style.PALE, style="italic"))


def part_legend(parts: Sequence[str], width: float = style.WIDTH) -> Legend:
    """Parts of the time anatomy by colour and hatch."""
    handles = [Patch(linewidth=0, label=words.part_title(part), **style.filling(part)) for part in parts]
    return Legend(handles, columns_for(handles, 70, width), {"handlelength": 1.6, "handleheight": 1.0})

"""Where does the time go? The mean sojourn of each pattern, cut into the parts of the time anatomy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from wogsim.charts import style
from wogsim.charts.frame import Legend, columns_for, room_for, scale
from wogsim.charts.rows import foot, framed, if_several, many, no_number, rows_of, whisker, width_beside
from wogsim.language import _, digits_for, number
from wogsim.measures.anatomy import PARTS
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison

MEASURE = "sojourn_time"
THICK, UP = 0.66, 0.07  # the bars leave room for the whiskers beneath, which would cross their labels


def time_anatomy(result: Comparison) -> Figure:
    """Where the time from need to permit goes under each pattern: a bar of days, cut into parts that add up."""
    # Here colours stand for parts; a chip in the pattern's colour would be read as one of them.
    rows = [replace(row, colour=style.PAPER) for row in rows_of(result)]
    small = many(rows)
    everywhere = {key: result.estimates[key, MEASURE] for key in result.keys}
    found = {key: total for key, total in everywhere.items() if not math.isnan(total.mean)}
    digits = digits_for([total.mean for total in found.values()])
    totals = {
        key: _("{value} days").format(value=number(total.mean, digits)) + words.interval(total, digits)
        for key, total in found.items()
    }
    size = style.NOTE if small else style.VALUE
    farthest = max((total.high for total in found.values() if not math.isnan(total.high)), default=0.0) * 1.01
    ends = [(found[key].mean, label) for key, label in totals.items()]
    limit = room_for(farthest, ends, size, width_beside(rows), bold=True)
    parts = {key: words.parts_of(result, key) for key in found}
    there = [part for part in PARTS if any(part in cut for cut in parts.values())]
    legend = part_legend(there)
    shown = framed(
        rows,
        _("Where does the time go?"),
        f"{words.answer(result, MEASURE)} {words.largest(parts)}".strip(),
        foot(
            result,
            _(
                "The parts add up to the mean: at each moment only what the citizen really waits for counts. Files lie,"
                " are assessed and travel through nights and days off."
            ),
            if_several(result, _("Whisker and brackets: 95 % interval of the mean.")),
            gave_up=small,
        ),
        _("days from need to permit in hand, mean of the citizens who were granted it"),
        head=legend.height if there else 0,
    )
    axes = shown.axes
    if there:
        legend.draw(shown)
    scale(axes, limit)
    for y, key in enumerate(result.keys):
        if key not in found:
            no_number(axes, y, limit)
            continue
        total = found[key]
        _stack(axes, y - UP, parts[key], width_beside(rows) / limit, small)
        whisker(axes, y + 0.37, max(total.low, 0.0), total.high, 0.14)
        style.beside(axes, totals[key], (total.mean, y - UP), (10, 0), "total", size, weight="bold", va="center")
    return shown.figure


def _stack(axes: Axes, y: float, parts: Mapping[str, float], day: float, small: bool) -> None:
    """One bar, piece by piece in the order of the anatomy; `day` is pixels of a day."""
    left = 0.0
    for part, days in parts.items():
        colour, hatch = style.PART_COLOURS[part]
        axes.barh(y, days, THICK, left=left, linewidth=0.8, gid=part, **style.filling(part))
        text = _inside(part, days, days * day - 8, small)
        if text:
            plate = {"boxstyle": "square,pad=0.12", "facecolor": colour, "edgecolor": "none"} if hatch else None
            look = style.words(style.NOTE, style.ink_on(colour), ha="center", va="center", linespacing=1.05)
            axes.text(left + days / 2, y, text, bbox=plate, gid=f"label {part}", **look)
        left += days


def _inside(part: str, days: float, room: float, small: bool) -> str:
    """Name and days of a part on two lines, or the days alone, as much as its piece of the bar has room for."""
    value = number(days, 1)
    name = style.wrapped(words.part_title(part), style.NOTE, room)
    lines = [*name, value] if len(name) == 1 else [name[0], f"{' '.join(name[1:])} {value}"]
    if not small and max(style.width_of(line, style.NOTE) for line in lines) <= room:
        return "\n".join(lines)
    return value if days >= 0.05 and style.width_of(value, style.NOTE) <= room else ""


def part_legend(parts: Sequence[str]) -> Legend:
    """Parts of the anatomy by colour and hatch."""
    handles = [Patch(linewidth=0, label=words.part_title(part), **style.filling(part)) for part in parts]
    return Legend(handles, columns_for(handles, 70), {"handlelength": 1.6, "handleheight": 1.0})

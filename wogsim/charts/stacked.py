"""Where does the time go? The mean sojourn of each pattern, cut into the parts of the time anatomy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from wogsim.charts import style
from wogsim.charts.bars import no_number, rows_of, whisker
from wogsim.charts.legend import LEGEND, draw_above
from wogsim.language import _, digits_for, number
from wogsim.measures.anatomy import PARTS
from wogsim.studies.comparison import words
from wogsim.studies.comparison.parts import largest, part_title, parts_of
from wogsim.studies.comparison.result import Comparison

MEASURE = "sojourn_time"
THICK, UP = 0.66, 0.07  # the bars leave room for the whiskers beneath, which would cross their labels


def draw(result: Comparison) -> Figure:
    """The chart `wogsim.charts.time_anatomy`."""
    # Here colours stand for parts; a chip in the pattern's colour would be read as one of them.
    rows = [replace(row, colour=style.PAPER) for row in rows_of(result)]
    many = len(rows) > style.MANY
    width = style.WIDTH - style.left_margin(rows) - style.MARGIN
    known = [key for key in result.keys if not math.isnan(result.estimates[key, MEASURE].mean)]
    digits = digits_for([result.estimates[key, MEASURE].mean for key in known])
    totals = _totals(result, known, digits)
    size = style.NOTE if many else style.VALUE
    found = {key: result.estimates[key, MEASURE] for key in known}
    farthest = max((estimate.high for estimate in found.values() if not math.isnan(estimate.high)), default=0.0) * 1.01
    limit = style.room_for(farthest, [(found[key].mean, totals[key]) for key in known], size, width, bold=True)
    parts = {key: parts_of(result, key) for key in known}
    scale = width / limit
    labelled = {
        (key, part): text
        for key in known
        for part, days in parts[key].items()
        if (text := _inside(part, days, days * scale - 8, many))
    }
    there = [part for part in PARTS if any(part in cut for cut in parts.values())]
    columns = columns_for(there)
    head = style.line_height(LEGEND) * math.ceil(len(there) / columns) + 8 if there else 0
    frame = style.frame(
        _("Where does the time go?"),
        f"{words.sojourn(result)} {largest(parts)}".strip(),
        [
            " ".join((_how_to_read(result), words.gave_up_range(result) if many else "")).strip(),
            f"{words.sample(result)}; {words.levers(result)}",
        ],
        rows,
        head=head,
        axis=_("days from need to permit in hand, mean of the citizens who were granted it"),
    )
    if there:
        draw_legend(frame, there, columns)
    axes = frame.axes
    style.scale(axes, limit)
    for y, key in enumerate(result.keys):
        if key not in known:
            no_number(axes, y, limit)
            continue
        _stack(frame, y, parts[key], {part: text for (k, part), text in labelled.items() if k == key}, many)
        total = found[key]
        if not math.isnan(total.low) and total.high > total.low:
            whisker(axes, y + 0.37, max(total.low, 0.0), total.high, 0.14)
        style_of = style.words(size, weight="bold", va="center")
        axes.annotate(totals[key], (total.mean, y - UP), (10, 0), textcoords="offset pixels", gid="total", **style_of)
    return frame.figure


def _totals(result: Comparison, known: list[str], digits: int) -> dict[str, str]:
    """What stands behind each bar."""
    found = {key: result.estimates[key, MEASURE] for key in known}
    unit = _("{value} days")
    return {
        key: unit.format(value=number(total.mean, digits)) + words.interval(total, digits)
        for key, total in found.items()
    }


def _inside(part: str, days: float, room: float, many: bool) -> str:
    """Name and days of a part on two lines, or the days alone, as much as its piece of the bar has room for."""
    value = number(days, 1)
    name = style.wrapped(part_title(part), style.NOTE, room)
    lines = [*name, value] if len(name) == 1 else [name[0], f"{' '.join(name[1:])} {value}"]
    if not many and max(style.width_of(line, style.NOTE) for line in lines) <= room:
        return "\n".join(lines)
    return value if days >= 0.05 and style.width_of(value, style.NOTE) <= room else ""


def _stack(frame: style.Frame, y: int, parts: Mapping[str, float], labels: Mapping[str, str], many: bool) -> None:
    """One bar, piece by piece in the order of the anatomy."""
    left = 0.0
    for part, days in parts.items():
        colour, hatch = style.PART_COLOURS[part]
        frame.axes.barh(y - UP, days, THICK, left=left, linewidth=0.8, gid=part, **style.filling(part))
        if part in labels:
            plate = {"boxstyle": "square,pad=0.12", "facecolor": colour, "edgecolor": "none"} if hatch else None
            style_of = style.words(style.NOTE, style.ink_on(colour), ha="center", va="center", linespacing=1.05)
            frame.axes.text(left + days / 2, y - UP, labels[part], bbox=plate, gid=f"label {part}", **style_of)
        left += days


def columns_for(parts: Sequence[str]) -> int:
    """How many entries of the legend stand side by side."""
    if not parts:
        return 1
    widest = max(style.width_of(part_title(part), LEGEND) for part in parts) + 70
    return max(1, min(len(parts), int((style.WIDTH - 2 * style.MARGIN) // widest)))


def draw_legend(frame: style.Frame, parts: Sequence[str], columns: int) -> None:
    """Parts by colour and hatch, above the axes."""
    handles = [Patch(linewidth=0, label=part_title(part), **style.filling(part)) for part in parts]
    draw_above(frame, handles, columns, handlelength=1.6, handleheight=1.0)


def _how_to_read(result: Comparison) -> str:
    parts = _(
        "The parts add up to the mean: at each moment only what the citizen really waits for counts. Files lie, are "
        "assessed and travel through nights and days off."
    )
    if result.replications == 1:
        return parts
    return f"{parts} " + _("Whisker and brackets: 95 % interval of the mean.")

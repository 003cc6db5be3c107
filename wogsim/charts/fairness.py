"""Is it fair? By how much citizens of a kind wait longer than the others, and get the permit later: dots about zero."""

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, MaxNLocator

from wogsim.charts import style
from wogsim.charts.frame import LEGEND, ROUND, Said, axes_at, digits_for_step, draw_legend, sheet, written
from wogsim.charts.kinds import PAIRS, WAITING, Gap, Pair, answer, gaps, label, measures
from wogsim.charts.rows import CHIP, Row, foot, many, rows_of
from wogsim.language import _, mark
from wogsim.measures.summary import OF_ALL, SOJOURN, horizon
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.units import Read, length

AXES = {
    WAITING: mark("{unit} of waiting at counters, more or less than the others"),
    SOJOURN: mark("{unit} from need to permit, more or less than the others"),
    OF_ALL: mark("{unit} from need to permit of all who began, more or less than the others"),
}
SIDES = {WAITING: (mark("wait less"), mark("wait longer")), SOJOURN: (mark("sooner"), mark("later"))}
GAP = 22.0  # pixels between columns
LARGE = (1600.0, 900.0)  # pixels of a sheet with many rows
LONGEST = 235.0  # pixels of a pattern's name on two lines
LIGHT = "#9A9A9A"
SMALL = 10.0  # points of numbers of many rows


def equity(result: Comparison) -> Figure:
    """By how much kinds of citizens wait longer than the others and get the permit later, under each pattern.

    A column for each kind: those who need help on-line, vulnerable citizens, those who live far away; above the waiting
    time, below the time to the permit. A dot is how much more they have than the others, with its interval; it is
    filled where the difference is told apart from chance, else hollow, with its number all the same.
    """
    found, shown = gaps(result), measures(result)
    rows = rows_of(result)
    pairs = [pair for pair in PAIRS if any(gap.pair is pair for gap in found)] or PAIRS[:1]  # names stand there anyway
    told = _("Line: 95 % interval after Holm for each measure; where it leaves out 0, the difference is told apart.")
    said = Said(
        _("Are all kinds of citizens served alike?"),
        answer(result, found),
        foot(result, _how_to_read(result, shown), told, gave_up=True),
        "",
    )
    across, down = LARGE if many(rows) else (style.WIDTH, style.HEIGHT)
    figure, top, bottom = sheet(said, down, across)
    handles = _handles(result)
    draw_legend(figure, handles, len(handles), 1 - top / down, loc="upper left", handletextpad=0.3)
    top += style.line_height(LEGEND) + 10
    names = _names(rows)
    left = style.MARGIN + max(style.width_of(name, size, bold=True) for name, size in names) + CHIP + 18
    width = (across - left - style.MARGIN - GAP * (len(pairs) - 1)) / max(len(pairs), 1)
    titles = _titles(result, pairs)
    wide = max((style.width_of(text, style.AXIS, bold=True) for text in titles), default=0.0)
    size = min(style.AXIS, style.AXIS * width / max(wide, 1.0))
    heading, axis = style.line_height(style.NOTE) + 4, style.line_height(style.AXIS) * 2 + 12
    head = style.line_height(style.AXIS) + 2
    high = (down - top - head - bottom) / len(shown) - heading - axis
    for block, measure in enumerate(shown):
        upper = top + head + block * (heading + high + axis) + heading
        own = [gap for gap in found if gap.measure == measure]
        room = _room_of_numbers(own, result.reads[measure], many(rows))
        scale = _scale_of(own, result.reads[measure], room / width)
        y = 1 - (upper + high + axis - 4) / down
        middle = (left + across - style.MARGIN) / 2 / across
        look = style.words(style.AXIS, style.PALE, ha="center", va="bottom")
        figure.text(middle, y, axis_of(result, measure), gid="axis", **look)
        for column, pair in enumerate(pairs):
            x = left + column * (width + GAP)
            box = (x / across, 1 - (upper + high) / down, width / across, high / down)
            axes = axes_at(figure, box, "")
            _panel(axes, result, [gap for gap in own if gap.pair is pair], result.reads[measure], scale, room)
            _sides(axes, measure)
            if block == 0:
                _write_title(axes, titles[column], size, heading + 3)
            if column == 0:
                _write_names(axes, rows, names, first=block == 0)
    return figure


def _how_to_read(result: Comparison, shown_measures: tuple[str, str]) -> str:
    said = _("Dot: mean of these citizens minus that of the others, in the same replication.")
    if OF_ALL not in shown_measures:
        return said
    whole = _("Shares that gave up differ, so the time is that of all who began: who gave up counts as {time}.")
    return f"{said} {whole.format(time=length(horizon(result.scenario.run)))}"


def axis_of(result: Comparison, measure: str) -> str:
    """What a panel's axis measures, with its unit."""
    return _(AXES[measure]).format(unit=result.reads[measure].name)


def _names(rows: Sequence[Row]) -> list[tuple[str, float]]:
    """Names of patterns on at most two lines, with their size in points; many are small, on one line."""
    size, lines = (SMALL, 1) if many(rows) else (style.FOOT, 2)
    names = [row.name for row in rows]
    short = style.distinct(names, lambda name: style.fitted(name, size, LONGEST / lines * 2, lines, bold=True))
    return [(name, size) for name in short]


def _write_names(axes: Axes, rows: Sequence[Row], names: Sequence[tuple[str, float]], *, first: bool) -> None:
    """Left of the first panel: the patterns, each with its colour."""
    across, width = axes.get_yaxis_transform(), axes.bbox.width
    for y, (row, (name, size)) in enumerate(zip(rows, names, strict=True)):
        corner = (-(CHIP + 4) / width, y - 0.38)
        axes.add_patch(
            Rectangle(corner, CHIP / width, 0.76, color=row.colour, transform=across, clip_on=False, lw=0, gid="chip")
        )
        look: dict[str, Any] = {"xycoords": across, "annotation_clip": False, "ha": "right", "va": "center"}
        gid = "name" if first else "name again"
        style.beside(axes, name, (0, y), (-CHIP - 14, 0), gid, size, weight="bold", linespacing=1.0, **look)


def _titles(result: Comparison, pairs: Sequence[Pair]) -> list[str]:
    """Whose difference each column shows, and whether they are served first."""
    first = result.scenario.world.citizens.vulnerable_first
    return [
        _("vulnerable citizens (served first)") if pair.column == "vulnerable" and first else _(pair.people)
        for pair in pairs
    ]


def _write_title(axes: Axes, text: str, size: float, up: float) -> None:
    place: dict[str, Any] = {"xycoords": "axes fraction", "annotation_clip": False, "va": "bottom", "weight": "bold"}
    style.beside(axes, text, (0, 1), (0, up), "kind", size, **place)


def _sides(axes: Axes, measure: str) -> None:
    """What lies left and right of no difference, above a panel."""
    less, more = SIDES.get(measure, SIDES[SOJOURN])
    place: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "annotation_clip": False, "va": "bottom"}
    for text, side, ha in (
        (f"\N{LEFTWARDS ARROW} {_(less)}", -1, "right"),
        (f"{_(more)} \N{RIGHTWARDS ARROW}", 1, "left"),
    ):
        style.beside(axes, text, (0, 1), (6 * side, 3), "side", style.FOOT, style.PALE, ha=ha, **place)


def _room_of_numbers(found: Sequence[Gap], read: Read, small: bool) -> float:
    """Pixels of the numbers at the right edge of a panel."""
    digits = read.digits([gap.paired.difference.mean for gap in found])
    size = SMALL if small else style.FOOT
    return max((style.width_of(label(gap, read, digits), size, bold=True) for gap in found), default=0.0) + 14


def _scale_of(found: Sequence[Gap], read: Read, numbers: float) -> tuple[float, float]:
    """Ends of the axis, the same for every kind; intervals much wider than the differences run out of the picture.

    ``numbers`` is the share of the width that the numbers at the right edge need.
    """
    values = [read.estimate(gap.paired.difference) for gap in found]
    widest = max((abs(one.mean) for one in values), default=0.0)
    ends = [end for one in values for end in (one.mean, one.low, one.high) if not math.isnan(end)]
    low, high = (sign * min(max((sign * end for end in ends), default=0.0), 2 * widest) for sign in (-1, 1))
    spread = max(high, 0.0) - min(low, 0.0) or 1.0
    # Both words beside zero have room, and right of all the numbers.
    low, high = min(low, -0.25 * spread) - 0.04 * spread, max(high, 0.25 * spread) + 0.04 * spread
    return low, high + (high - low) * numbers / (1 - numbers)


def _panel(axes: Axes, result: Comparison, found: Sequence[Gap], read: Read, ends: style.XY, numbers: float) -> None:
    """One kind and one measure: a dot for each pattern, its interval and its number."""
    small = many(result.keys)
    digits = read.digits([gap.paired.difference.mean for gap in found])
    axes.set_xlim(*ends)
    axes.set_ylim(len(result.keys) - 0.5, -0.5)
    low, high = ends
    limit = high - (high - low) * numbers / axes.bbox.width  # numbers stand beyond it
    edge = (high - low) * 0.06  # numbers of neighbours do not touch
    ticks = MaxNLocator(nbins=5, steps=ROUND).tick_values(low, limit)
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if low + edge <= tick <= limit]))
    axes.xaxis.set_major_formatter(written(digits_for_step(float(ticks[1] - ticks[0]))))
    axes.tick_params(axis="x", labelsize=style.NOTE)
    axes.axvline(0, color=style.INK, linewidth=1.6, zorder=2, gid="zero")
    for gap in found:
        y, apart = result.keys.index(gap.pattern), gap.paired.apart
        difference = read.estimate(gap.paired.difference)
        look: dict[str, Any] = {"color": style.INK if apart else LIGHT, "linewidth": 3.0 if apart else 2.0, "zorder": 2}
        if not math.isnan(difference.low):
            span = [min(max(end, low), limit) for end in (difference.low, difference.high)]
            axes.plot(span, [y, y], gid="interval", solid_capstyle="butt", **look)
        fill = style.INK if apart else style.PAPER
        dot: dict[str, Any] = {
            "markersize": 5.0 if small else 9.0,
            "color": fill,
            "markeredgecolor": style.INK,
            "markeredgewidth": 1.4,
        }
        axes.plot([difference.mean], [y], marker="o", gid="gap", zorder=3, **dot)
        size, weight = (SMALL if small else style.FOOT), "bold" if apart else "normal"
        colour = style.INK if apart else style.PALE
        place: dict[str, Any] = {"xycoords": axes.get_yaxis_transform(), "ha": "right", "va": "center"}
        style.beside(axes, label(gap, read, digits), (1, y), (0, 0), "value", size, colour, weight=weight, **place)


def _handles(result: Comparison) -> list[Line2D]:
    """What filled and hollow dots mean."""
    look: dict[str, Any] = {"marker": "o", "markersize": 9, "markeredgecolor": style.INK, "markeredgewidth": 1.4}
    chance = Line2D([], [], label=_("may be chance"), color=LIGHT, linewidth=2.0, markerfacecolor=style.PAPER, **look)
    if result.replications == 1:
        chance.set_linestyle("")
        return [chance]
    told = _("differs from the others, told apart from chance")
    return [Line2D([], [], label=told, color=style.INK, linewidth=3.0, markerfacecolor=style.INK, **look), chance]

"""How many cases are in progress, day by day: a panel for each pattern, the others pale behind."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from wogsim.charts import style
from wogsim.charts.courses import Band, banded, mean_and_interval
from wogsim.charts.frame import ROUND, Said, axes_at, scale, sheet, upright_scale
from wogsim.charts.panels import write_legend
from wogsim.charts.rows import CHIP, foot
from wogsim.contract.hours import DAY, Hours
from wogsim.language import _, number
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.units import plain
from wogsim.world.agencies import World

WEEKS_FROM = 28  # days from which the axis counts weeks
WEEK = 7 * DAY
LONGER = DAY // 2  # by how much offices are closed longer than in most weeks where that is a holiday
ABREAST = {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 3}  # panels side by side, by how many there are; else 4
FEW = 6  # panels that have room for words behind their number
LEFT, GAP, BELOW, TITLE = 74.0, 26.0, 24.0, 44.0  # pixels
COHORT: dict[str, Any] = {"facecolor": "#E4E4E4", "linewidth": 0}
CLOSED: dict[str, Any] = {"facecolor": "#F6D9C5", "linewidth": 0}
OTHERS: dict[str, Any] = {"color": "#BDBDBD", "linewidth": 1.2}
FILES: dict[str, Any] = {"color": style.INK, "linewidth": 1.3, "linestyle": (0, (1.5, 1))}


def cases_in_progress(result: Comparison) -> Figure:
    """How many cases are in progress, and how many of their files wait, day by day, under each pattern.

    From the empty start over warm-up and cohort to the end of the run-out, each midnight, a panel for each pattern;
    bands are 95 % intervals. Shaded are the days on which the cohort comes, and those on which all offices are closed
    for longer than in most weeks: no case ends on them, so that cases jump.
    """
    run = result.world.scenario.run
    begin, end = run.warm_up.seconds / DAY, (run.warm_up.seconds + run.cohort.seconds) / DAY
    last = len(result.outcomes[0][0].in_progress) - 1
    unit = 7 if last >= WEEKS_FROM else 1
    closed = closures(result.world, last * DAY)
    days = slice(int(begin), int(end) + 1)  # midnights while the cohort comes
    there = zip(result.keys, result.outcomes, strict=True)
    means = {key: [float(one.in_progress[days].mean()) for one in outcomes] for key, outcomes in there}
    ends = _("Fewest while the cohort comes: {low} ({low_value}). Most: {high} ({high_value}).")
    how = _(
        "Each midnight: cases whose need has arisen and that are neither granted nor given up, of all citizens. The "
        "number is their mean while the cohort comes."
    )
    said = Said(
        _("How many cases are in progress?"),
        words.answer_of(result, means, plain(_("{value} cases")), ends),
        foot(result, how, _("Band: 95 % interval of the mean.") if banded(result) else ""),
        _("weeks since the start") if unit == 7 else _("days since the start"),
    )
    figure, top, bottom = sheet(said)
    top += write_legend(figure, _handles(bool(closed)), top)
    cases, files = by_midnight(result, "in_progress"), by_midnight(result, "files_waiting")
    highest = max(
        float(np.max(band[2 if banded(result) else 0])) for found in (cases, files) for band in found.values()
    )
    x = np.linspace(0, last / unit, last + 1)
    text = _("{value} cases") if len(result.keys) <= FEW else "{value}"
    texts = {key: text.format(value=number(float(np.mean(means[key])), 0)) for key in result.keys}
    for key, axes in zip(result.keys, _panels(figure, said, len(result.keys), top, bottom), strict=True):
        scale(axes, last / unit)
        upright_scale(axes, max(1.04 * highest, 1.0), 4, ROUND, lambda step: 0 if step % 1 == 0 else 1)
        axes.axvspan(begin / unit, end / unit, zorder=0, gid="cohort", **COHORT)
        for first, until in closed:
            axes.axvspan(first / DAY / unit, until / DAY / unit, zorder=0.5, gid="closed", **CLOSED)
        for other in result.keys:
            if other != key:
                axes.plot(x, cases[other][0], gid="other", zorder=2, **OTHERS)
        _draw(axes, x, cases[key], style.colour_in(result.loaded, key), band=banded(result))
        axes.plot(x, files[key][0], gid="files", zorder=4, **FILES)
    _write_titles(result, figure.axes, texts)
    return figure


def closures(world: World, until: int) -> list[tuple[int, int]]:
    """When all offices are closed for half a day longer than in most weeks, as on holidays: seconds from and to."""
    names = {name for agency in world.agencies for name in agency.hours} | {world.front_hours}
    spans = [world.hours(name) for name in sorted(names)]
    hours = Hours.of([pair for s in spans for pair in zip(s.opens.tolist(), s.closes.tolist(), strict=True)])
    begins, ends = hours.closes[:-1], hours.opens[1:]
    within = begins < until
    begins, ends = begins[within], np.minimum(ends[within], until)
    if not len(begins):
        return []
    longest = np.zeros(int(begins[-1] // WEEK) + 1, dtype=np.int64)  # of each week
    np.maximum.at(longest, begins // WEEK, ends - begins)
    long = ends - begins >= np.median(longest[longest > 0]) + LONGER
    return list(zip(begins[long].tolist(), ends[long].tolist(), strict=True))


def by_midnight(result: Comparison, column: str) -> dict[str, Band]:
    """Mean and interval of a number at each midnight, by pattern."""
    there = zip(result.keys, result.outcomes, strict=True)
    return {key: mean_and_interval([getattr(one, column) for one in outcomes]) for key, outcomes in there}


def _handles(closed: bool) -> list[Any]:
    """What is drawn, for the legend."""
    found = [
        Line2D([], [], color=style.INK, linewidth=3.0, label=_("cases in progress")),
        Line2D([], [], label=_("under the other patterns"), **OTHERS),
        Line2D([], [], label=_("files waiting in back offices"), **FILES),
        Patch(label=_("the measured citizens come"), **COHORT),
    ]
    return [*found, Patch(label=_("holidays: all offices are closed"), **CLOSED)] if closed else found


def _panels(figure: Figure, said: Said, many: int, top: float, bottom: float) -> list[Axes]:
    """Axes for so many patterns, side by side and one above the other, with one scale."""
    abreast = ABREAST.get(many, 4)
    lines = math.ceil(many / abreast)
    below = bottom + 2 * style.line_height(style.AXIS) + 12
    width = (style.WIDTH - LEFT - style.MARGIN - GAP * (abreast - 1)) / abreast
    high = (style.HEIGHT - top - below - BELOW * (lines - 1)) / lines - TITLE
    found = []
    for i in range(many):
        x, y = LEFT + i % abreast * (width + GAP), top + i // abreast * (high + TITLE + BELOW) + TITLE
        box = (x / style.WIDTH, 1 - (y + high) / style.HEIGHT, width / style.WIDTH, high / style.HEIGHT)
        axes = axes_at(figure, box, "")
        axes.grid(axis="y", color=style.GRID, linewidth=1)
        axes.grid(visible=False, axis="x")
        axes.tick_params(axis="y", **style.TICKS | {"labelsize": style.NOTE, "labelleft": i % abreast == 0})
        axes.tick_params(axis="x", **style.TICKS | {"labelsize": style.NOTE, "labelbottom": i + abreast >= many})
        found.append(axes)
    look = style.words(style.AXIS, style.PALE, ha="center", va="bottom")
    middle = (LEFT + style.WIDTH - style.MARGIN) / 2 / style.WIDTH
    figure.text(middle, (bottom + 2) / style.HEIGHT, said.axis, gid="axis", **look)
    upright = 1 - (top + style.HEIGHT - below) / 2 / style.HEIGHT
    look = style.words(style.AXIS, style.PALE, ha="left", va="center", rotation=90)
    figure.text(style.MARGIN / 2 / style.WIDTH, upright, _("cases in progress"), gid="axis", **look)
    return found


def _write_titles(result: Comparison, panels: list[Axes], texts: dict[str, str]) -> None:
    """Above each panel the pattern with its colour and its number."""
    width = panels[0].get_position().width * style.WIDTH
    numbers = max(style.width_of(text, style.AXIS, bold=True) for text in texts.values())
    size = style.AXIS if len(panels) <= 4 else style.NOTE if len(panels) <= FEW else style.FOOT
    names = [result.marked(key) for key in result.keys]
    short = style.distinct(names, lambda name: style.fitted(name, size, width - numbers - 10, 2, bold=True))
    for key, axes, name in zip(result.keys, panels, short, strict=True):
        place: dict[str, Any] = {"xycoords": "axes fraction", "annotation_clip": False, "va": "bottom"}
        look: dict[str, Any] = {"weight": "bold", "linespacing": 1.0}
        style.beside(axes, name, (0, 1), (0, CHIP - 2), "name", size, **look, **place)
        style.beside(axes, texts[key], (1, 1), (0, CHIP - 2), "value", style.AXIS, ha="right", **look, **place)
        colour = style.colour_in(result.loaded, key)
        axes.plot([0, 1], [1, 1], transform=axes.transAxes, color=colour, linewidth=5, clip_on=False, gid="chip")


def _draw(axes: Axes, x: npt.NDArray[Any], curves: Band, colour: str, *, band: bool) -> None:
    """The pattern's own line on a dark rim, with its band."""
    mean, low, high = curves
    if band:
        axes.fill_between(x, np.clip(low, 0, None), high, color=colour, alpha=0.28, linewidth=0, gid="band", zorder=1)
    axes.plot(x, mean, color=style.INK, linewidth=4.4, zorder=3, gid="rim")
    axes.plot(x, mean, color=colour, linewidth=3.0, zorder=3, gid="mean")

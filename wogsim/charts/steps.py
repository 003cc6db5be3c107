"""Where does a difference come from? What each theme of assumptions adds, bar by bar."""

import math
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from wogsim.charts import style
from wogsim.charts.frame import Said
from wogsim.charts.ladder import SIZES, directions, pale_entry, rows, scale, unclear
from wogsim.language import _
from wogsim.output_analysis import Estimate
from wogsim.studies.beside import overload, sign
from wogsim.studies.explain import words
from wogsim.studies.explain.numbers import Step, no_effect
from wogsim.studies.explain.result import Explanation

FEW_STEPS = 12  # steps that leave room for larger names
STEP = 0.5  # height of bars
TOTAL = "#7A7A7A"
ORDER: dict[str, Any] = {"color": style.PALE, "linewidth": 2.2, "solid_capstyle": "butt"}


def waterfall(result: Explanation) -> Figure:
    """What each theme of assumptions adds to the difference between two patterns, from neutral to the scenario.

    Where a theme is opened, what each of its assumptions adds. Bars start where the last one ended; a thin line shows
    between which ends each would lie if it came first or last.
    """
    shown = [step for step in result.steps if step.made and not _nothing(step)]
    names = [words.first_name(result), *(words.step_name(step) for step in shown), words.last_name(result)]
    found = [result.begins, *(step.added for step in shown), result.ends]
    digits = words.digits_of(result, found)
    first, *_between, last = result.worlds.steps()
    ends_known = (result.known(first), result.known(last))
    known = [ends_known[0], *(step.known["added"] for step in shown), ends_known[1]]
    labels = [_label(result, one, digits) + sign(beside) for one, beside in zip(found, known, strict=True)]
    one, other = map(result.title, result.between)
    size = style.NOTE if len(names) <= FEW_STEPS else SIZES[0]
    how = _(
        "Assumptions are switched on from the top, theme by theme; each bar is what one theme adds to those above it, "
        "and the bars sum to the whole. Another order gives other bars: the thin line spans where each would end."
    )
    if result.worlds.theme:
        how = _(
            "One theme is opened, {theme}: its assumptions are switched on from the top, and each bar is what one "
            "adds to those above it. Another order gives other bars: the thin line spans where each would end."
        ).format(theme=words.theme_name(result))
    if result.replications > 1:
        how += " " + _("In brackets: the 95 % interval of the paired difference.")
    beside = [_steps_left_out(result), words.of_survivors(result), overload(known)]
    said = Said(
        _("Where does the difference between {one} and {other} come from?").format(one=one, other=other),
        f"{words.told_whole(result)} {words.told_steps(result)}",
        [how, " ".join(filter(None, beside)), words.foot(result)],
        words.axis(result),
    )
    right = style.MARGIN + max(style.width_of(label, size, bold=True) for label in labels) + 12
    ends = (0, len(names) - 1)
    names = [name[:1].upper() + name[1:] for name in names]
    figure, axes = rows(said, names, _step_legend(result), right, size, *ends)
    starts = _starts(result, shown)
    _bar(result, axes, 0, result.begins)
    for y, (step, start) in enumerate(zip(shown, starts, strict=True), 1):
        _step(result, axes, y, step, start)
    _bar(result, axes, ends[1], result.ends)
    scale(axes, *_extent(result, shown, starts), 12, 12)
    axes.axvline(0, color=style.PALE, linewidth=1.2, zorder=1)
    directions(result, axes)
    place: dict[str, Any] = {"xycoords": axes.get_yaxis_transform(), "va": "center"}
    for y, label in enumerate(labels):
        weight = "bold" if y in ends else "normal"
        style.beside(axes, label, (1, y), (10, 0), "value", size, weight=weight, **place)
    head = _("adds, {unit}").format(unit=words.unit(result))
    above: dict[str, Any] = {"xycoords": "axes fraction", "va": "bottom", "annotation_clip": False}
    style.beside(axes, head, (1, 1), (10, 4), "head", style.NOTE, style.PALE, **above)
    return figure


def _label(result: Explanation, found: Estimate, digits: int) -> str:
    if math.isnan(found.mean):
        return _("no such world")
    return words.signed(result, found.mean, digits) + words.interval(result, found, digits)


def _nothing(step: Step) -> bool:
    return all(no_effect(found) for found in (step.added, step.alone, step.last))


def _starts(result: Explanation, shown: list[Step]) -> list[float]:
    """Where each bar begins: where the last known one ended."""
    starts, reached = [], result.begins.mean
    for step in shown:
        starts.append(reached)
        reached = reached if math.isnan(step.difference.mean) else step.difference.mean
    return starts


def _extent(result: Explanation, shown: list[Step], starts: list[float]) -> tuple[float, float]:
    ends = [0.0]
    for found in (result.begins, result.ends):
        ends += [found.mean, found.low, found.high]
    for step, start in zip(shown, starts, strict=True):
        values = (0.0, step.added.mean, step.added.low, step.added.high, step.alone.mean, step.last.mean)
        ends += [start + value for value in values]
    known = [words.scaled(result, end) for end in ends if not math.isnan(end)]
    return min(known), max(known)


def _step(result: Explanation, axes: Axes, y: int, step: Step, start: float) -> None:
    """One bar from where the last one ended, and between where it would end in other orders."""
    begin = words.scaled(result, start)
    axes.plot([begin] * 2, [y - 1 + STEP / 2, y - STEP / 2], color=style.PALE, linewidth=1, gid="connector")
    colour = _colour(result, step.added.mean)
    _bar(result, axes, y, step.added, start, style.pale(colour) if unclear(step.added) else colour, "step")
    ends = [found.mean for found in (step.added, step.alone, step.last) if not math.isnan(found.mean)]
    if ends:
        span = [words.scaled(result, start + end) for end in (min(ends), max(ends))]
        below = y + STEP / 2 + 0.12
        axes.plot(span, [below] * 2, gid="order", zorder=4, **ORDER)
        for end in span:
            axes.plot([end] * 2, [below - 0.08, below + 0.08], gid="end of order", zorder=4, **ORDER)


def _bar(
    result: Explanation, axes: Axes, y: int, found: Estimate, start: float = 0, colour: str = TOTAL, gid: str = "total"
) -> None:
    """A difference as a bar from so far on; its interval stands in words beside it."""
    if not math.isnan(found.mean):
        begin, mean = (words.scaled(result, end) for end in (start, start + found.mean))
        axes.barh(y, mean - begin, STEP, left=begin, color=colour, gid=gid, **style.EDGE)


def _colour(result: Explanation, value: float) -> str:
    """The colour of the pattern under which there is more of the measure for it."""
    return style.colour_in(result.loaded, result.between[value < 0])


def _step_legend(result: Explanation) -> list[Artist]:
    entries: list[Artist] = [
        Patch(facecolor=_colour(result, sign), label=words.more_under(result, key), **style.EDGE)
        for sign, key in zip((1, -1), result.between, strict=True)
    ]
    entries += [pale_entry(TOTAL)] if result.replications > 1 else []
    return [*entries, Line2D([], [], label=_("if it were switched on first or last"), **ORDER)]


def _steps_left_out(result: Explanation) -> str:
    """What has no bar: themes, or assumptions of the theme that is opened."""
    nothing = [_(step.switch.name) for step in result.steps if step.made and _nothing(step)]
    absent = [_(step.switch.name) for step in result.steps if not step.made]
    said = [_("Without effect on this difference: {names}.").format(names=", ".join(nothing))] if nothing else []
    if absent:
        said.append(_("Not in this scenario: {names}.").format(names=", ".join(absent)))
    return " ".join(said)

"""Where does the difference come from? From neutral to the scenario, one assumption after the other."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from wogsim.charts import ladder, style
from wogsim.charts.rows import whisker
from wogsim.language import _
from wogsim.output_analysis import Estimate
from wogsim.studies.explain import words
from wogsim.studies.explain.numbers import Step, no_effect
from wogsim.studies.explain.result import Explanation

THICK = 0.5
FEW = 12  # rows that leave room for larger names
TOTAL = "#7A7A7A"
ALONE: dict[str, Any] = {"marker": "o", "markersize": 8, "markerfacecolor": style.PAPER, "markeredgecolor": style.INK}
LAST: dict[str, Any] = {"marker": "D", "markersize": 7, "markerfacecolor": style.INK, "markeredgecolor": style.PAPER}


def waterfall(result: Explanation) -> Figure:
    """What each assumption adds to the difference between two patterns, from neutral to the scenario.

    Bars start where the last one ended and sum to the whole; a circle and a diamond show where each would end if its
    assumption came first or last.
    """
    shown = [step for step in result.steps if step.made and not _nothing(step)]
    names = [_("neutral"), *(words.step_name(step) for step in shown), _("this scenario")]
    found = [result.neutral, *(step.added for step in shown), result.whole]
    digits = words.digits_of(result, found)
    labels = [_label(result, one, digits) for one in found]
    one, other = map(result.title, result.between)
    size = style.NOTE if len(names) <= FEW else ladder.SIZES[0]
    figure, axes = ladder.ladder(
        _("Where does the difference between {one} and {other} come from?").format(one=one, other=other),
        f"{words.told_whole(result)} {words.told_steps(result)}",
        [_how_to_read(result), _without(result), words.foot(result)],
        [name[:1].upper() + name[1:] for name in names],
        legend=_legend(result),
        axis=words.axis(result),
        right=style.MARGIN + max(style.width_of(label, size, bold=True) for label in labels) + 12,
        size=size,
        bold=(0, len(names) - 1),
    )
    starts = _starts(result, shown)
    _total(result, axes, 0, result.neutral)
    for y, (step, start) in enumerate(zip(shown, starts, strict=True), 1):
        _step(result, axes, y, step, start)
    _total(result, axes, len(names) - 1, result.whole)
    ladder.scale(axes, *_extent(result, shown, starts), 12, 12)
    axes.axvline(0, color=style.PALE, linewidth=1.2, zorder=1)
    place: dict[str, Any] = {"xycoords": axes.get_yaxis_transform(), "va": "center"}
    for y, label in enumerate(labels):
        weight = "bold" if y in (0, len(labels) - 1) else "normal"
        style.beside(axes, label, (1, y), (10, 0), "value", size, weight=weight, **place)
    return figure


def _label(result: Explanation, found: Estimate, digits: int) -> str:
    if math.isnan(found.mean):
        return _("no such world")
    return words.signed(result, found.mean, digits) + words.interval(result, found, digits)


def _nothing(step: Step) -> bool:
    return all(no_effect(found) for found in (step.added, step.alone, step.last))


def _starts(result: Explanation, shown: list[Step]) -> list[float]:
    """Where each bar begins: where the last known one ended."""
    starts, reached = [], result.neutral.mean
    for step in shown:
        starts.append(reached)
        reached = reached if math.isnan(step.difference.mean) else step.difference.mean
    return starts


def _extent(result: Explanation, shown: list[Step], starts: list[float]) -> tuple[float, float]:
    ends = [0.0]
    for found in (result.neutral, result.whole):
        ends += [found.mean, found.low, found.high]
    for step, start in zip(shown, starts, strict=True):
        values = (0.0, step.added.mean, step.added.low, step.added.high, step.alone.mean, step.last.mean)
        ends += [start + value for value in values]
    known = [words.scaled(result, end) for end in ends if not math.isnan(end)]
    return min(known), max(known)


def _step(result: Explanation, axes: Axes, y: int, step: Step, start: float) -> None:
    """One bar from where the last one ended, its interval, and where it would end were it alone or last."""

    def at(value: float) -> float:
        return words.scaled(result, start + value)

    axes.plot([at(0)] * 2, [y - 1 + THICK / 2, y - THICK / 2], color=style.PALE, linewidth=1, gid="connector")
    added = step.added
    if not math.isnan(added.mean):
        colour = _colour(result, added.mean)
        face = ladder.pale(colour) if ladder.unclear(added) else colour
        axes.barh(y, at(added.mean) - at(0), THICK, left=at(0), color=face, gid="step", **style.EDGE)
        whisker(axes, y, at(added.low), at(added.high), THICK * 0.4, 1.6)
    for look, found, up in ((ALONE, step.alone, -0.33), (LAST, step.last, 0.33)):
        if not math.isnan(found.mean):
            gid = "alone" if look is ALONE else "last"
            axes.plot([at(found.mean)], [y + up], linestyle="", zorder=4, clip_on=False, gid=gid, **look)


def _colour(result: Explanation, value: float) -> str:
    """The colour of the pattern under which there is more of the measure for it."""
    return style.colour_in(result.loaded, result.between[value < 0])


def _total(result: Explanation, axes: Axes, y: int, found: Estimate) -> None:
    if math.isnan(found.mean):
        return
    mean, low, high = (words.scaled(result, value) for value in (found.mean, found.low, found.high))
    axes.barh(y, mean, THICK, color=TOTAL, gid="total", **style.EDGE)
    whisker(axes, y, low, high, THICK * 0.4, 1.6)


def _legend(result: Explanation) -> list[Artist]:
    more = _("more under {pattern}")
    patches = [
        Patch(facecolor=_colour(result, sign), label=more.format(pattern=result.title(key)), **style.EDGE)
        for sign, key in zip((1, -1), result.between, strict=True)
    ]
    return [
        *patches,
        *([ladder.pale_entry(TOTAL)] if result.replications > 1 else []),
        Line2D([], [], linestyle="", label=_("if it came first"), **ALONE),
        Line2D([], [], linestyle="", label=_("if it came last"), **LAST),
    ]


def _how_to_read(result: Explanation) -> str:
    said = _(
        "Assumptions are switched on from the top; each bar is what one adds to those above it, and the bars sum to "
        "the whole. Another order gives other bars: circle and diamond show where each would end."
    )
    if result.replications == 1:
        return said
    return said + " " + _("Brackets: 95 % interval of the paired difference.")


def _without(result: Explanation) -> str:
    """The assumptions that have no bar."""
    nothing = [_(step.assumption.name) for step in result.steps if step.made and _nothing(step)]
    absent = [_(step.assumption.name) for step in result.steps if not step.made]
    said = [_("Without effect on this difference: {names}.").format(names=", ".join(nothing))] if nothing else []
    if absent:
        said.append(_("Not in this scenario: {names}.").format(names=", ".join(absent)))
    return " ".join(said)

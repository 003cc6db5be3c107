"""Which uncertain numbers matter? Each at its lower and at its higher value, the widest on top."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import Normal, Stroke

from wogsim.charts import ladder, style
from wogsim.language import _, ngettext, percent
from wogsim.output_analysis import Estimate
from wogsim.studies.explain import words as explain_words
from wogsim.studies.explain.result import Explanation, Move, apart

THICK = 0.66
LOWER, HIGHER = "#7FBDE3", "#00507D"
HATCH = "//"
ENDS = 10.5
OVERLOADED = " *"


def draw(result: Explanation) -> Figure:
    """The chart `wogsim.charts.tornado`."""
    moving = [move for move in result.moves if move.width > 0]
    shown = moving[: result.top]
    names = [explain_words.number_title(result, move.number) for move in shown]
    figure, axes = ladder.ladder(
        _question(result),
        explain_words.told_moves(result),
        [_how_to_read(result), f"{_without(result, moving)} {_overloaded(shown)}".strip(), explain_words.foot(result)],
        names or [_("no number changes anything")],
        legend=_legend(result),
        axis=explain_words.target_axis(result),
        right=style.MARGIN,
    )
    own = explain_words.scaled(result, result.target.mean)
    ends = [own] if not math.isnan(own) else [0.0]
    widest = 0.0
    for y, move in enumerate(shown):
        for end, label in _bars(result, axes, y, move, own):
            ends.append(end)
            widest = max(widest, style.width_of(label, ENDS))
    ladder.scale(axes, min(ends), max(ends), widest + 16, widest + 16)
    low, high = axes.get_xlim()
    if low < 0 < high:
        axes.axvline(0, color=style.PALE, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1, gid="zero")
    if not math.isnan(own):
        axes.axvline(own, color=style.INK, linewidth=1.8, zorder=3, gid="own")
    return figure


def _bars(result: Explanation, axes: Axes, y: int, move: Move, own: float) -> list[tuple[float, str]]:
    """Both sides of a number; returns where they end, with their labels."""
    sides = [
        (side, found, colour, hatch)
        for side, found, colour, hatch in (
            (move.number.low, move.low, LOWER, HATCH),
            (move.number.high, move.high, HIGHER, ""),
        )
        if side is not None and not math.isnan(found.mean) and found.mean != 0
    ]
    alike = len({found.mean > 0 for _side, found, _colour, _hatch in sides}) < len(sides)
    ends = []
    for place, (side, found, colour, hatch) in enumerate(sides):
        # Where both lead the same way each has half of the height.
        height, shift = (THICK / 2, (place - 0.5) * THICK / 2) if alike else (THICK, 0.0)
        change = explain_words.scaled(result, found.mean)
        pale = _pale(found)
        face = ladder.pale(colour) if pale else colour
        look: dict[str, Any] = {"facecolor": face, "hatch": hatch, "edgecolor": style.PALE if pale else style.INK}
        gid = "lower" if colour == LOWER else "higher"
        axes.barh(y + shift, change, height, left=own, linewidth=0.7, gid=gid, **look)
        star = OVERLOADED if ("low" if colour == LOWER else "high") in move.overloaded else ""
        ends.append((own + change, explain_words.value_text(side.value, move.number) + star))
    if alike:  # one label for both, from the top
        farthest = max((end for end, _label in ends), key=lambda end: abs(end - own))
        ends = [(farthest, "; ".join(label for _end, label in ends))]
    colour = style.PALE if all(_pale(found) for _side, found, _colour, _hatch in sides) else style.INK
    for end, label in ends:
        words = style.words(ENDS, colour, ha="left" if end > own else "right", va="center")
        axes.annotate(
            label, (end, y), (6 if end > own else -6, 0), textcoords="offset pixels", gid="end", zorder=5,
            path_effects=[Stroke(linewidth=3, foreground=style.PAPER), Normal()], **words,
        )  # fmt: skip
    return ends


def _pale(found: Estimate) -> bool:
    return not apart(found) and not math.isnan(found.low)


def _question(result: Explanation) -> str:
    if result.of:
        return _("Which uncertain numbers matter for {pattern}?").format(pattern=result.title(result.of))
    return _("Which uncertain numbers matter for the difference?")


def _legend(result: Explanation) -> list[Any]:
    edge: dict[str, Any] = {"edgecolor": style.INK, "linewidth": 0.8}
    handles = [
        Patch(facecolor=LOWER, hatch=HATCH, label=_("the number is lower"), **edge),
        Patch(facecolor=HIGHER, label=_("the number is higher"), **edge),
    ]
    if result.replications > 1:
        handles.append(Patch(facecolor=ladder.pale(HIGHER), label=_("pale: could be nothing"), **edge))
    return handles


def _how_to_read(result: Explanation) -> str:
    said = _(
        "One number at a time, the others as in the scenario (line): at the range that its file states, else {share} "
        "less and more; of distributions the mean."
    ).format(share=percent(result.share))
    if result.replications == 1:
        return said
    return said + " " + _("Pale: the 95 % interval of the paired change holds 0; of many numbers a few miss by chance.")


def _overloaded(shown: list[Move]) -> str:
    """What the star means, where there is one."""
    if not any(move.overloaded for move in shown):
        return ""
    return _("* Somebody is overloaded there: times depend on how long the world is run.")


def _without(result: Explanation, moving: list[Move]) -> str:
    """How many numbers have no bar, and why."""
    rest = len(moving) - result.top
    still = sum(move.standing == "no effect" for move in result.moves)
    fixed = sum(move.standing in ("not varied", "refused") for move in result.moves)
    counts = (
        (rest, ngettext("{count} more number moves it less", "{count} more numbers move it less", rest)),
        (still, ngettext("{count} changes nothing", "{count} change nothing", still)),
        (fixed, ngettext("{count} is not varied", "{count} are not varied", fixed)),
    )
    said = "; ".join(text.format(count=count) for count, text in counts if count > 0)
    return _("Not shown: {rest}.").format(rest=said) if said else ""

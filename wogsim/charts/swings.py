"""Which uncertain numbers matter? Each at its lower and at its higher value, the widest on top."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import Normal, Stroke

from wogsim.charts import ladder, style
from wogsim.language import _, ngettext, percent
from wogsim.studies.explain import words
from wogsim.studies.explain.numbers import Move
from wogsim.studies.explain.result import Explanation

THICK = 0.66
LOWER, HIGHER = "#7FBDE3", "#00507D"
LOOKS: dict[str, dict[str, Any]] = {
    "low": {"facecolor": LOWER, "hatch": "//"},
    "high": {"facecolor": HIGHER, "hatch": ""},
}
ENDS = 10.5
OVERLOADED = " *"


def tornado(result: Explanation) -> Figure:
    """Which uncertain numbers move the difference most, each at its lower and its higher value, the widest on top."""
    moving = [move for move in result.moves if move.width > 0]
    shown = moving[: result.top]
    names = [words.number_title(result, move.number) for move in shown]
    figure, axes = ladder.ladder(
        _question(result),
        words.told_moves(result),
        [_how_to_read(result), f"{_without(result, moving)} {_overloaded(shown)}".strip(), words.foot(result)],
        names or [_("no number changes anything")],
        legend=_legend(result),
        axis=words.target_axis(result),
        right=style.MARGIN,
    )
    own = words.scaled(result, result.target.mean)
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
        (name, side, found)
        for name, side, found in (("low", move.number.low, move.low), ("high", move.number.high, move.high))
        if side is not None and not math.isnan(found.mean) and found.mean != 0
    ]
    alike = len({found.mean > 0 for _name, _side, found in sides}) < len(sides)
    ends = []
    for place, (name, side, found) in enumerate(sides):
        # Where both lead the same way each has half of the height.
        height, shift = (THICK / 2, (place - 0.5) * THICK / 2) if alike else (THICK, 0.0)
        change = words.scaled(result, found.mean)
        look = LOOKS[name] | {"edgecolor": style.INK}
        if ladder.unclear(found):
            look |= {"facecolor": ladder.pale(look["facecolor"]), "edgecolor": style.PALE}
        gid = "lower" if name == "low" else "higher"
        axes.barh(y + shift, change, height, left=own, linewidth=0.7, gid=gid, **look)
        star = OVERLOADED if name in move.overloaded else ""
        ends.append((own + change, words.value_text(side.value, move.number) + star))
    if alike:  # one label for both, from the top
        farthest = max((end for end, _label in ends), key=lambda end: abs(end - own))
        ends = [(farthest, "; ".join(label for _end, label in ends))]
    colour = style.PALE if all(ladder.unclear(found) for _name, _side, found in sides) else style.INK
    rim = [Stroke(linewidth=3, foreground=style.PAPER), Normal()]
    for end, label in ends:
        ha, gap = ("left", 6) if end > own else ("right", -6)
        look = {"ha": ha, "va": "center", "zorder": 5, "path_effects": rim}
        style.beside(axes, label, (end, y), (gap, 0), "end", ENDS, colour, **look)
    return ends


def _question(result: Explanation) -> str:
    if result.of:
        return _("Which uncertain numbers matter for {pattern}?").format(pattern=result.title(result.of))
    return _("Which uncertain numbers matter for the difference?")


def _legend(result: Explanation) -> list[Artist]:
    sides = (("low", _("the number is lower")), ("high", _("the number is higher")))
    handles = [Patch(label=text, **LOOKS[name], **style.EDGE) for name, text in sides]
    return [*handles, ladder.pale_entry(HIGHER)] if result.replications > 1 else [*handles]


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

"""Which uncertain numbers matter for a difference? Each at its lower and its higher value, the widest on top."""

import math
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import Normal, Stroke

from wogsim.charts import style
from wogsim.charts.frame import Said
from wogsim.charts.ladder import directions, pale_entry, rows, scale, unclear
from wogsim.language import _, ngettext, number, percent
from wogsim.studies.beside import overload, sign
from wogsim.studies.explain import words
from wogsim.studies.explain.numbers import Move
from wogsim.studies.explain.result import Explanation

SIDES = 0.66  # height of bars
LOWER, HIGHER = "#B07CC6", "#4B2A7B"  # no pattern has them
LOOKS: dict[str, dict[str, Any]] = {
    "low": {"facecolor": LOWER, "hatch": "//"},
    "high": {"facecolor": HIGHER, "hatch": ""},
}
ENDS = 10.5  # points of what stands at the end of a bar


def tornado(result: Explanation) -> Figure:
    """Which uncertain numbers move the difference most, each at its lower and its higher value, the widest on top."""
    moving = [move for move in result.moves if move.width > 0]
    shown = moving[: result.top]
    names = [words.number_title(result, move.number) for move in shown]
    question = _("Which uncertain numbers matter for the difference?")
    if result.of:
        question = _("Which uncertain numbers matter for {pattern}?").format(pattern=result.title(result.of))
    how = _(
        "One number at a time, the others as in the scenario (line): at the range that its file states, else {share} "
        "less and more; of distributions the mean."
    ).format(share=percent(result.share))
    if result.replications > 1:
        how += " " + _("Pale: the 95 % interval of the paired change holds 0; of many numbers a few miss by chance.")
    left_out = _moves_left_out(result, moving)
    left_out = " ".join([left_out, "" if result.of else words.of_survivors(result)])
    left_out += " " + overload(known for move in shown for known in move.known.values())
    small = [how, left_out.strip(), words.foot(result)]
    said = Said(question, words.told_moves(result), small, words.target_axis(result))
    figure, axes = rows(said, names or [_("no number changes anything")], _move_legend(result), more=1.2)
    own = words.scaled(result, result.target.mean)
    ends = [own] if not math.isnan(own) else [0.0]
    widest = {True: 0.0, False: 0.0}  # of what stands before and behind the bars
    for y, move in enumerate(shown):
        for end, label in _sides(result, axes, y, move, own):
            ends.append(end)
            widest[end < own] = max(widest[end < own], style.width_of(label, ENDS))
    scale(axes, min(ends), max(ends), widest[True] + 16, widest[False] + 16)
    low, high = axes.get_xlim()
    if low < 0 < high:
        axes.axvline(0, color=style.PALE, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1, gid="zero")
    if result.of is None:
        directions(result, axes)
    if not math.isnan(own):
        axes.axvline(own, color=style.INK, linewidth=1.8, zorder=3, gid="own")
        _own_label(result, axes, own)
    return figure


def _own_label(result: Explanation, axes: Axes, own: float) -> None:
    """What the line is, beneath the last bar, on the side where there is room."""
    low, high = axes.get_xlim()
    digits = words.digits_of(result, [result.target])
    text = _("as in the scenario: {value} {unit}").format(value=number(own, digits), unit=words.unit(result))
    ha, gap = ("left", 7) if own < (low + high) / 2 else ("right", -7)
    bottom: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "va": "bottom", "weight": "bold", "ha": ha}
    style.beside(axes, text, (own, 0), (gap, 4), "own value", style.FOOT, **bottom)


def _sides(result: Explanation, axes: Axes, y: int, move: Move, own: float) -> list[tuple[float, str]]:
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
        height, shift = (SIDES / 2, (place - 0.5) * SIDES / 2) if alike else (SIDES, 0.0)
        change = words.scaled(result, found.mean)
        look = LOOKS[name] | {"edgecolor": style.INK}
        if unclear(found):
            look |= {"facecolor": style.pale(look["facecolor"]), "edgecolor": style.PALE}
        gid = "lower" if name == "low" else "higher"
        axes.barh(y + shift, change, height, left=own, linewidth=0.7, gid=gid, **look)
        ends.append((own + change, words.value_text(side.value, move.number) + sign(move.known[name])))
    if alike:  # one label for both, from the top
        farthest = max((end for end, _label in ends), key=lambda end: abs(end - own))
        ends = [(farthest, "; ".join(label for _end, label in ends))]
    colour = style.PALE if all(unclear(found) for _name, _side, found in sides) else style.INK
    rim = [Stroke(linewidth=3, foreground=style.PAPER), Normal()]
    for end, label in ends:
        ha, gap = ("left", 6) if end > own else ("right", -6)
        look = {"ha": ha, "va": "center", "zorder": 5, "path_effects": rim}
        style.beside(axes, label, (end, y), (gap, 0), "end", ENDS, colour, **look)
    return ends


def _move_legend(result: Explanation) -> list[Artist]:
    sides = (("low", _("the number is lower")), ("high", _("the number is higher")))
    handles = [Patch(label=text, **LOOKS[name], **style.EDGE) for name, text in sides]
    return [*handles, pale_entry(HIGHER)] if result.replications > 1 else [*handles]


def _moves_left_out(result: Explanation, moving: list[Move]) -> str:
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

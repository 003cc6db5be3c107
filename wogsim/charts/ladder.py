"""Where does a difference come from, and which uncertain numbers matter? Rows of names, an axis with both signs."""

import math
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FixedLocator, MaxNLocator

from wogsim.charts import style
from wogsim.charts.frame import ROUND, Said, digits_for_step, pixels, written
from wogsim.charts.panels import panels
from wogsim.charts.rows import whisker
from wogsim.language import _, ngettext, percent
from wogsim.output_analysis import Estimate
from wogsim.studies.beside import overload, sign
from wogsim.studies.explain import words
from wogsim.studies.explain.numbers import Move, Step, apart, no_effect
from wogsim.studies.explain.result import Explanation

SIZES = (11.0, 10.0, 9.0)  # of a row's name and numbers: the largest that fits, in points
WIDEST = 500.0  # pixels of a name
FEW = 10  # rows that leave room for names on two lines
FEW_STEPS = 12  # steps that leave room for larger names
STEP, SIDES = 0.5, 0.66  # heights of bars
TOTAL = "#7A7A7A"
ALONE: dict[str, Any] = {"marker": "o", "markersize": 8, "markerfacecolor": style.PAPER, "markeredgecolor": style.INK}
LAST: dict[str, Any] = {"marker": "D", "markersize": 7, "markerfacecolor": style.INK, "markeredgecolor": style.PAPER}
LOWER, HIGHER = "#7FBDE3", "#00507D"
LOOKS: dict[str, dict[str, Any]] = {
    "low": {"facecolor": LOWER, "hatch": "//"},
    "high": {"facecolor": HIGHER, "hatch": ""},
}
ENDS = 10.5  # points of what stands at the end of a bar


def waterfall(result: Explanation) -> Figure:
    """What each theme of assumptions adds to the difference between two patterns, from neutral to the scenario.

    Where a theme is opened, what each of its assumptions adds. Bars start where the last one ended; a circle and a
    diamond show where each would end if it came first or last.
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
        "and the bars sum to the whole. Another order gives other bars: circle and diamond show where each would end."
    )
    if result.worlds.theme:
        how = _(
            "One theme is opened, {theme}: its assumptions are switched on from the top, and each bar is what one "
            "adds to those above it. Another order gives other bars: circle and diamond show where each would end."
        ).format(theme=words.theme_name(result))
    if result.replications > 1:
        how += " " + _("Brackets: 95 % interval of the paired difference.")
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
    figure, axes = _rows(said, names, _step_legend(result), right, size, *ends)
    starts = _starts(result, shown)
    _bar(result, axes, 0, result.begins)
    for y, (step, start) in enumerate(zip(shown, starts, strict=True), 1):
        _step(result, axes, y, step, start)
    _bar(result, axes, ends[1], result.ends)
    _scale(axes, *_extent(result, shown, starts), 12, 12)
    axes.axvline(0, color=style.PALE, linewidth=1.2, zorder=1)
    place: dict[str, Any] = {"xycoords": axes.get_yaxis_transform(), "va": "center"}
    for y, label in enumerate(labels):
        weight = "bold" if y in ends else "normal"
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
    """One bar from where the last one ended, and where it would end were it alone or last."""
    begin = words.scaled(result, start)
    axes.plot([begin] * 2, [y - 1 + STEP / 2, y - STEP / 2], color=style.PALE, linewidth=1, gid="connector")
    colour = _colour(result, step.added.mean)
    _bar(result, axes, y, step.added, start, style.pale(colour) if _unclear(step.added) else colour, "step")
    for gid, found, up, look in (("alone", step.alone, -0.33, ALONE), ("last", step.last, 0.33, LAST)):
        if not math.isnan(found.mean):
            x = words.scaled(result, start + found.mean)
            axes.plot([x], [y + up], linestyle="", zorder=4, clip_on=False, gid=gid, **look)


def _bar(
    result: Explanation, axes: Axes, y: int, found: Estimate, start: float = 0, colour: str = TOTAL, gid: str = "total"
) -> None:
    """A difference as a bar from so far on, with its interval."""
    if not math.isnan(found.mean):
        ends = (start, start + found.mean, start + found.low, start + found.high)
        begin, mean, low, high = (words.scaled(result, end) for end in ends)
        axes.barh(y, mean - begin, STEP, left=begin, color=colour, gid=gid, **style.EDGE)
        whisker(axes, y, low, high, STEP * 0.4, 1.6)


def _colour(result: Explanation, value: float) -> str:
    """The colour of the pattern under which there is more of the measure for it."""
    return style.colour_in(result.loaded, result.between[value < 0])


def _step_legend(result: Explanation) -> list[Artist]:
    more = _("more under {pattern}")
    entries: list[Artist] = [
        Patch(facecolor=_colour(result, sign), label=more.format(pattern=result.title(key)), **style.EDGE)
        for sign, key in zip((1, -1), result.between, strict=True)
    ]
    entries += [_pale_entry(TOTAL)] if result.replications > 1 else []
    shapes = ((_("if it came first"), ALONE), (_("if it came last"), LAST))
    return entries + [Line2D([], [], linestyle="", label=text, **look) for text, look in shapes]


def _steps_left_out(result: Explanation) -> str:
    """What has no bar: themes, or assumptions of the theme that is opened."""
    nothing = [_(step.switch.name) for step in result.steps if step.made and _nothing(step)]
    absent = [_(step.switch.name) for step in result.steps if not step.made]
    said = [_("Without effect on this difference: {names}.").format(names=", ".join(nothing))] if nothing else []
    if absent:
        said.append(_("Not in this scenario: {names}.").format(names=", ".join(absent)))
    return " ".join(said)


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
    figure, axes = _rows(said, names or [_("no number changes anything")], _move_legend(result))
    own = words.scaled(result, result.target.mean)
    ends = [own] if not math.isnan(own) else [0.0]
    widest = 0.0
    for y, move in enumerate(shown):
        for end, label in _sides(result, axes, y, move, own):
            ends.append(end)
            widest = max(widest, style.width_of(label, ENDS))
    _scale(axes, min(ends), max(ends), widest + 16, widest + 16)
    low, high = axes.get_xlim()
    if low < 0 < high:
        axes.axvline(0, color=style.PALE, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1, gid="zero")
    if not math.isnan(own):
        axes.axvline(own, color=style.INK, linewidth=1.8, zorder=3, gid="own")
    return figure


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
        if _unclear(found):
            look |= {"facecolor": style.pale(look["facecolor"]), "edgecolor": style.PALE}
        gid = "lower" if name == "low" else "higher"
        axes.barh(y + shift, change, height, left=own, linewidth=0.7, gid=gid, **look)
        ends.append((own + change, words.value_text(side.value, move.number) + sign(move.known[name])))
    if alike:  # one label for both, from the top
        farthest = max((end for end, _label in ends), key=lambda end: abs(end - own))
        ends = [(farthest, "; ".join(label for _end, label in ends))]
    colour = style.PALE if all(_unclear(found) for _name, _side, found in sides) else style.INK
    rim = [Stroke(linewidth=3, foreground=style.PAPER), Normal()]
    for end, label in ends:
        ha, gap = ("left", 6) if end > own else ("right", -6)
        look = {"ha": ha, "va": "center", "zorder": 5, "path_effects": rim}
        style.beside(axes, label, (end, y), (gap, 0), "end", ENDS, colour, **look)
    return ends


def _move_legend(result: Explanation) -> list[Artist]:
    sides = (("low", _("the number is lower")), ("high", _("the number is higher")))
    handles = [Patch(label=text, **LOOKS[name], **style.EDGE) for name, text in sides]
    return [*handles, _pale_entry(HIGHER)] if result.replications > 1 else [*handles]


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


def _rows(
    said: Said, names: list[str], legend: list[Artist], right: float = style.MARGIN, size: float = 0, *bold: int
) -> tuple[Figure, Axes]:
    """Axes with a named row for each of `names`, from the top.

    Parameters
    ----------
    right : room right of the axes, in pixels
    size : of the names, in points; default: as they need
    bold : numbers of the rows whose names are bold
    """
    most = 2 if len(names) <= FEW else 1
    sizes = [size or _fitting(name, most) for name in names]
    lines = [style.fitted(name, size, WIDEST, most) for name, size in zip(names, sizes, strict=True)]
    widest = max((style.width_of(text, size, bold=True) for text, size in zip(lines, sizes, strict=True)), default=0.0)
    left = style.MARGIN + widest + 12
    figure, (axes,) = panels(said, [""], legend, left, right)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_ylim(max(len(names), 4) - 0.5, -0.5)
    axes.grid(axis="x", color=style.GRID, linewidth=1)
    axes.set_axisbelow(True)
    across = axes.get_yaxis_transform()
    for y, (text, size) in enumerate(zip(lines, sizes, strict=True)):
        weight = "bold" if y in bold else "normal"
        look = style.words(size, weight=weight, ha="right", va="center", linespacing=1.0)
        axes.text(-10 / pixels(axes)[0], y, text, transform=across, gid="name", **look)
    return figure, axes


def _fitting(name: str, most: int) -> float:
    """The largest size in which a name has room on so many lines, else the smallest."""
    return next((size for size in SIZES if len(style.wrapped(name, size, WIDEST)) <= most), SIZES[-1])


def _scale(axes: Axes, low: float, high: float, before: float, behind: float) -> None:
    """The axis from `low` to `high`, with so many pixels of room on either side, at round numbers."""
    low, high = (low, high) if high > low else (low - 1, high + 1)
    room = (high - low) / (pixels(axes)[0] - before - behind)
    ticks = MaxNLocator(nbins=8, steps=ROUND).tick_values(low, high)
    axes.set_xlim(low - before * room, high + behind * room)
    left, right = axes.get_xlim()
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if left <= tick <= right]))
    axes.xaxis.set_major_formatter(written(digits_for_step(float(ticks[1] - ticks[0]))))


def _unclear(found: Estimate) -> bool:
    """Whether a difference could be nothing: it has an interval, which holds 0."""
    return not apart(found) and not math.isnan(found.low)


def _pale_entry(colour: str) -> Patch:
    """The entry of a legend that says what paler colours mean."""
    return Patch(facecolor=style.pale(colour), label=_("pale: could be nothing"), **style.EDGE)

"""From which authority on a pattern is faster than one-roof, along an axis of a grid.

Strips have the colour of who is surely faster at a share, and are hatched where the two are not told apart: that is the
interval of the break-even, which is the line across it. Above each strip stands what comes of it: the share from which
on the pattern is faster, 'never', 'always', 'in part'. A dark right edge says that somebody is overloaded at these
shares.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from wogsim.charts import panels, style
from wogsim.charts.along import axis_called
from wogsim.charts.frame import Said, pixels
from wogsim.language import _, mark, percent
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis.crossings import Verdict
from wogsim.studies.beside import SIGN, overloaded_word
from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven, Search, outcome
from wogsim.studies.break_even.words import authority_name, beyond_grantable, crossings_called, told
from wogsim.studies.break_even.words import beside_all as of_break_even
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.words import axis_title, foot, held

ABOVE = 1.075  # where it stands what comes of a strip
OUTCOMES = {
    Verdict.NEVER: mark("never"),
    Verdict.ALWAYS: mark("always"),
    Verdict.EQUAL: mark("equal"),
    Verdict.NOT_APART: "?",
    Verdict.UNKNOWN: "\N{EN DASH}",
}
LINES: dict[Verdict, dict[str, Any]] = {
    Verdict.BREAK_EVEN: {"color": style.INK, "linewidth": 3, "solid_capstyle": "butt"},
    Verdict.UNCERTAIN: {"color": style.INK, "linewidth": 1.5, "linestyle": (0, (3, 2))},
}
ZONE = "#F3F3F3"
HALF = 0.42  # of a strip's width
EDGE = 0.07  # of it: the dark edge where somebody is overloaded

Shown = list[tuple[Any, int]]  # values of the axis with the numbers of their points


def break_even(result: BreakEven, axis: str | None = None) -> Figure:
    """From which authority on patterns are faster than one-roof, along an axis; how sure that is.

    Parameters
    ----------
    axis : name of an axis; default: the first that has several values

    Raises
    ------
    BadInput
        When there is no such axis.
    """
    along = axis_called(result.grid.moving or result.axes[:1], axis)
    still = held(result, [along])
    shown = _slice(result, along, still)
    labels = [_("faster from"), percent(1)]
    how = _(
        "Above each bar: from which share on the pattern is faster; with ? that is not sure; in part: at some shares, "
        "but not with all authority. Hatched: the 95 % interval, by paired differences of means ({measure})."
    ).format(measure=_(BY_NAME[result.ranked_by].title))
    told_beside = of_break_even(result, [point for _value, point in shown])
    searched = [f"levers.{authority}" for authority in SEARCHED.values()]
    said = Said(
        _("How much authority does it take to be faster than {against}?").format(against=result.title(AGAINST)),
        " ".join(told(result, pattern, shown, along) for pattern in result.searched),
        [" ".join([how, *beyond_grantable(result), *told_beside]), foot(result, still, searched)],
        axis_title(along),
    )
    titles = [f"{result.title(pattern)}: {authority_name(pattern)}" for pattern in result.searched]
    left = (
        style.MARGIN + style.line_height(style.AXIS) + max(style.width_of(label, style.AXIS) for label in labels) + 16
    )
    figure, found = panels.panels(said, titles, _legend(result, shown), left)
    for axes, pattern in zip(found, result.searched, strict=True):
        searches = [result.at(pattern, point) for _value, point in shown]
        looks: dict[int, dict[str, Any]] = {  # of a share, by its sure sign
            1: {"facecolor": style.colour_in(result.loaded, AGAINST), "gid": "slower"},
            -1: {"facecolor": style.colour_in(result.loaded, pattern), "gid": "faster"},
            0: {**panels.TIE, "gid": "tie"},
        }
        _share_scale(axes, along, labels[0], first=axes is found[0])
        for column, search in enumerate(searches):
            _draw_strip(axes, column, search, looks)
        _write_outcomes(axes, searches)
    panels.name_upright(figure, found[0], _("authority"))
    return figure


def _slice(result: BreakEven, along: Axis, still: dict[str, Any]) -> Shown:
    place = result.axes.index(along)
    return [
        (point[place], number)
        for number, point in enumerate(result.grid.points)
        if all(axis is along or still[axis.name] == value for axis, value in zip(result.axes, point, strict=True))
    ]


def _legend(result: BreakEven, shown: Shown) -> list[Any]:
    searches = [result.at(pattern, point) for pattern in result.searched for _value, point in shown]
    signs = {(at.sure, search.pattern) for search in searches if search for at in search.series}
    sure = {AGAINST for sign, _pattern in signs if sign > 0} | {pattern for sign, pattern in signs if sign < 0}
    everybody = (AGAINST, *result.searched)
    faster = {key: _("{pattern} surely faster").format(pattern=result.title(key)) for key in everybody}
    edge: dict[str, Any] = {"edgecolor": style.INK, "linewidth": 0.5}
    handles: list[Any] = [
        Patch(facecolor=style.colour_in(result.loaded, key), label=label, **edge)
        for key, label in faster.items()
        if key in sure
    ]
    handles += [Patch(**panels.TIE, label=_("not told apart"))] if 0 in {sign for sign, _pattern in signs} else []
    there = {search.breakeven.verdict for search in searches if search and search.breakeven}
    names = crossings_called()
    handles += [Line2D([], [], label=names[verdict], **look) for verdict, look in LINES.items() if verdict in there]
    unknown = any(outcome(search) is Verdict.UNKNOWN for search in searches)
    handles += [Patch(**panels.EMPTY, label=_("no number"))] if unknown else []
    overloaded = any(any(search.overloaded) for search in searches if search)
    return handles + ([Patch(color=style.INK, label=f"{SIGN} {overloaded_word()}")] if overloaded else [])


def _share_scale(axes: Axes, along: Axis, above: str, *, first: bool) -> None:
    axes.set_xlim(-0.5, len(along.values) - 0.5)
    axes.set_ylim(0, 1.13)
    panels.label_across(axes, along, range(len(along.values)))
    shares = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    axes.set_yticks([*shares, ABOVE], [*map(percent, shares), above])
    axes.tick_params(axis="y", labelleft=first, length=0)
    axes.tick_params(axis="x", length=0)
    axes.axhspan(1.02, 1.13, color=ZONE, lw=0, zorder=0)
    for share in shares:
        axes.axhline(share, color=style.GRID, linewidth=1, zorder=0)


def _draw_strip(axes: Axes, column: int, search: Search | None, looks: dict[int, dict[str, Any]]) -> None:
    verdict = outcome(search)
    if search is None or verdict is Verdict.UNKNOWN:
        axes.add_patch(Rectangle((column - HALF, 0), 2 * HALF, 1, linewidth=0, **panels.EMPTY))
        return
    middles = ((one.last + other.first) / 2 for one, other in pairwise(search.series))
    borders = [search.series[0].first, *middles, search.series[-1].last]
    for at, overloaded, (low, high) in zip(search.series, search.overloaded, pairwise(borders), strict=True):
        axes.add_patch(Rectangle((column - HALF, low), 2 * HALF, high - low, linewidth=0, **looks[at.sure]))
        if overloaded:
            edge = (column + HALF - EDGE, low), EDGE, high - low
            axes.add_patch(Rectangle(*edge, color=style.INK, linewidth=0, gid="overloaded"))
    if search.breakeven:
        turn, across = search.breakeven, [column - HALF - 0.05, column + HALF + 0.05]
        axes.plot(across, [turn.share] * 2, color=style.PAPER, linewidth=6, solid_capstyle="butt", gid="rim")
        axes.plot(across, [turn.share] * 2, gid=turn.verdict.value, **LINES[turn.verdict])


def _write_outcomes(axes: Axes, searches: Sequence[Search | None]) -> None:
    """What comes of each strip, in words above it, where all have room."""
    texts = [_come_of(search) for search in searches]
    width = pixels(axes)[0] / max(len(searches), 1)
    size = style.fitting(texts, (width * 0.85, style.line_height(style.AXIS)))  # bold letters are wider
    for column, text in enumerate(texts) if size else ():
        words = style.words(size or 0, ha="center", va="center", weight="bold")
        axes.text(column, ABOVE, text, gid="outcome", **words)


def _come_of(search: Search | None) -> str:
    """The break-even, or why there is none, as short as can be."""
    if search and search.breakeven:
        return percent(search.breakeven.share) + ("?" if search.breakeven.verdict is Verdict.UNCERTAIN else "")
    if search and search.reading.crossings:
        return _("in part")
    return _(OUTCOMES[outcome(search)])

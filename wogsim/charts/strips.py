"""From which authority on is a pattern faster than one-roof? A strip for each value of an axis, from 0 to 100 %.

A strip has the colour of who is surely faster at a share, and is hatched where the two are not told apart: that is the
interval of the break-even, which is the line across it. Marks above and below say 'never' and 'always'.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from wogsim.charts import panels, style
from wogsim.charts.frame import pixels
from wogsim.language import _, percent
from wogsim.output_analysis.crossings import Verdict
from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven, Search, outcome
from wogsim.studies.break_even.words import authority_name, beyond_grantable, told
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.words import axis_title, foot, held

NEVER, ALWAYS = 1.07, -0.07  # where the marks stand: beyond what authority can be
MARKS = {Verdict.NEVER: (NEVER, "^"), Verdict.ALWAYS: (ALWAYS, "v")}
LINES: dict[Verdict, dict[str, Any]] = {
    Verdict.BREAK_EVEN: {"color": style.INK, "linewidth": 3, "solid_capstyle": "butt"},
    Verdict.UNCERTAIN: {"color": style.INK, "linewidth": 1.5, "linestyle": (0, (3, 2))},
}
ZONE = "#F3F3F3"
HALF = 0.42  # of a strip's width

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
    along = panels.axis_called(result.grid.moving or result.axes[:1], axis)
    still = held(result, [along])
    shown = _slice(result, along, still)
    labels = [_("never"), _("always"), percent(1)]
    how = _("Hatched: the 95 % interval of the break-even, by paired differences of mean sojourn times.")
    figure, found = panels.panels(
        _("How much authority does it take to be faster than {against}?").format(against=result.title(AGAINST)),
        " ".join(told(result, pattern, shown, along) for pattern in SEARCHED),
        [
            " ".join([how, *beyond_grantable(result)]),
            foot(result, still, [f"levers.{authority}" for authority in SEARCHED.values()]),
        ],
        [f"{result.title(pattern)}: {authority_name(pattern)}" for pattern in SEARCHED],
        legend=_legend(result, shown),
        axis=axis_title(along),
        left=style.MARGIN + max(style.width_of(label, style.AXIS) for label in labels) + 16,
    )
    for axes, pattern in zip(found, SEARCHED, strict=True):
        searches = [result.at(pattern, point) for _value, point in shown]
        looks: dict[int, dict[str, Any]] = {  # of a share, by its sure sign
            1: {"facecolor": style.colour_in(result.loaded, AGAINST), "gid": "slower"},
            -1: {"facecolor": style.colour_in(result.loaded, pattern), "gid": "faster"},
            0: {**panels.TIE, "gid": "tie"},
        }
        _scales(axes, along, labels, first=axes is found[0])
        for column, search in enumerate(searches):
            _draw_strip(axes, column, search, looks)
        _write_shares(axes, searches)
    return figure


def _slice(result: BreakEven, along: Axis, still: dict[str, Any]) -> Shown:
    place = result.axes.index(along)
    return [
        (point[place], number)
        for number, point in enumerate(result.grid.points)
        if all(axis is along or still[axis.name] == value for axis, value in zip(result.axes, point, strict=True))
    ]


def _legend(result: BreakEven, shown: Shown) -> list[Any]:
    searches = [result.at(pattern, point) for pattern in SEARCHED for _value, point in shown]
    signs = {(at.sure, search.pattern) for search in searches if search for at in search.series}
    sure = {AGAINST for sign, _pattern in signs if sign > 0} | {pattern for sign, pattern in signs if sign < 0}
    handles: list[Any] = [
        Patch(
            facecolor=style.colour_in(result.loaded, key),
            edgecolor=style.INK,
            linewidth=0.5,
            label=_("{pattern} surely faster").format(pattern=result.title(key)),
        )
        for key in (AGAINST, *SEARCHED)
        if key in sure
    ]
    handles += [Patch(**panels.TIE, label=_("not told apart"))] if 0 in {sign for sign, _pattern in signs} else []
    there = {turn.verdict for search in searches if search for turn in search.reading.crossings}
    names = {Verdict.BREAK_EVEN: _("break-even"), Verdict.UNCERTAIN: _("crossing, not sure")}
    handles += [Line2D([], [], label=name, **LINES[verdict]) for verdict, name in names.items() if verdict in there]
    unknown = any(outcome(search) is Verdict.UNKNOWN for search in searches)
    return handles + ([Patch(**panels.EMPTY, label=_("no number"))] if unknown else [])


def _scales(axes: Axes, along: Axis, labels: Sequence[str], *, first: bool) -> None:
    axes.set_xlim(-0.5, len(along.values) - 0.5)
    axes.set_ylim(-0.12, 1.12)
    panels.label_across(axes, along, range(len(along.values)))
    shares = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    axes.set_yticks([ALWAYS, *shares, NEVER], [labels[1], *map(percent, shares), labels[0]])
    axes.tick_params(axis="y", labelleft=first, length=0)
    axes.tick_params(axis="x", length=0)
    for low, high in ((-0.12, -0.02), (1.02, 1.12)):
        axes.axhspan(low, high, color=ZONE, lw=0, zorder=0)
    for share in shares:
        axes.axhline(share, color=style.GRID, linewidth=1, zorder=0)


def _draw_strip(axes: Axes, column: int, search: Search | None, looks: dict[int, dict[str, Any]]) -> None:
    verdict = outcome(search)
    if search is None or verdict is Verdict.UNKNOWN:
        axes.add_patch(Rectangle((column - HALF, 0), 2 * HALF, 1, linewidth=0, **panels.EMPTY))
        return
    series = search.series
    middles = ((one.last + other.first) / 2 for one, other in pairwise(series))
    borders = [series[0].first, *middles, series[-1].last]
    for at, (low, high) in zip(series, pairwise(borders), strict=True):
        axes.add_patch(Rectangle((column - HALF, low), 2 * HALF, high - low, linewidth=0, **looks[at.sure]))
    for turn in search.reading.crossings:
        across = [column - HALF - 0.05, column + HALF + 0.05]
        axes.plot(across, [turn.share] * 2, color=style.PAPER, linewidth=6, solid_capstyle="butt", gid="rim")
        axes.plot(across, [turn.share] * 2, gid=turn.verdict.value, **LINES[turn.verdict])
    if verdict in MARKS:
        y, marker = MARKS[verdict]
        axes.plot(column, y, marker, ms=10, mfc=style.INK, mec=style.INK, gid=verdict.value, clip_on=False)


def _write_shares(axes: Axes, searches: Sequence[Search | None]) -> None:
    """The break-evens as numbers above their lines, where all fit."""
    turns = [(i, turn.share) for i, search in enumerate(searches) if search for turn in search.reading.crossings]
    width = pixels(axes)[0] / max(len(searches), 1)
    size = style.fitting([percent(share) for _i, share in turns], (width, style.line_height(style.AXIS)))
    for column, share in turns if size else []:
        box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5}
        words = style.words(size or 0, ha="center", va="bottom" if share < 0.9 else "top", bbox=box)
        axes.text(column, share + (0.02 if share < 0.9 else -0.02), percent(share), gid="share", **words)

"""The authority curve: what each share of a pattern's authority brings at one point, beside one-roof.

Days, waiting and counters over the share from 0 to 1. One-roof knows no authority: it is a level with its band. The
first panel says more, since patterns are ranked by what it shows: hatched are the shares at which the two are not told
apart, by paired differences, and a line marks each break-even.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from wogsim.charts import panels, style
from wogsim.charts.frame import Said, upright_scale
from wogsim.errors import BadInput
from wogsim.language import _, percent
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.crossings import Verdict
from wogsim.scenario.consistency import one_of
from wogsim.studies.beside import SIGN, overloaded_word
from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven, Search
from wogsim.studies.break_even.words import authority_name, beside_all, beyond_grantable, crossings_called, sentences
from wogsim.studies.sweep.words import foot, measure_title

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
TURNS: dict[Verdict | None, dict[str, Any]] = {
    Verdict.BREAK_EVEN: {"color": style.INK, "linewidth": 2.5},
    Verdict.UNCERTAIN: {"color": style.INK, "linewidth": 1.5, "linestyle": (0, (3, 2))},
    None: {"color": style.INK, "linewidth": 1.0},
}
HEADROOM = 1.16  # above the highest interval, for the share of a break-even
GROUND = 0.022  # of the height: the dark ground where somebody is overloaded

Drawn = tuple[float, float, Estimate]  # from a share to another, and the mean that holds there


def authority_curve(result: BreakEven, pattern: str | None = None, point: int = 0) -> Figure:
    """What each share of a pattern's authority brings at one point, beside one-roof.

    Parameters
    ----------
    pattern : the pattern whose authority grows; default: the first that was searched
    point : number of the point in the grid

    Raises
    ------
    BadInput
        When the pattern was not searched, or there is no world at that point.
    """
    pattern = pattern or result.searched[0]
    if pattern not in result.searched:
        raise BadInput(f"{pattern}: " + one_of(pattern, result.searched))
    search = result.at(pattern, point)
    if search is None or not search.series:
        raise BadInput(result.refused.get(point, _("There is no number: nobody was granted the permit.")))
    still = dict(zip((axis.name for axis in result.axes), result.grid.points[point], strict=True))
    names = {"pattern": result.title(pattern), "authority": authority_name(pattern)}
    how = _("Line: mean; band: its 95 % interval. Hatched: not told apart, by paired differences.")
    searched = [f"levers.{authority}" for authority in SEARCHED.values()]
    said = Said(
        _("What does more {authority} bring under {pattern}?").format(**names),
        sentences(result, search),
        [" ".join([how, *beyond_grantable(result), *beside_all(result, [point])]), foot(result, still, searched)],
        names["authority"],
    )
    left = style.MARGIN + 62
    titles = [measure_title(BY_NAME[measure], result.reads[measure]) for measure in search.curves]
    figure, found = panels.panels(said, titles, _legend(result, search), left, style.MARGIN + 26, gap=80)
    for axes, (measure, curve) in zip(found, search.curves.items(), strict=True):
        read = result.reads[measure]
        curve, level = [read.estimate(found) for found in curve], read.estimate(search.levels[measure])
        ends = [e.mean if e.high != e.high else e.high for e in (*curve, level)]
        _scales(axes, max(ends) or 1.0)
        _draw_ground(axes, search)
        _draw(axes, [(0.0, 1.0, level)], style.colour_in(result.loaded, AGAINST), AGAINST)
        _draw(axes, list(_steps(search, curve)), style.colour_in(result.loaded, pattern), pattern)
    _mark_ties(found[0], search)
    _mark_turns(found[0], search)
    return figure


def _steps(search: Search, curve: Sequence[Estimate]) -> Iterator[Drawn]:
    """Of each mean, the shares at which it holds: one where authority is granted case by case."""
    return ((at.first, at.last, mean) for at, mean in zip(search.series, curve, strict=True))


def _draw(axes: Axes, drawn: Sequence[Drawn], colour: str, gid: str) -> None:
    """A line with its band through all ends of what holds, so that what is granted piece by piece makes steps."""
    shares = [share for first, last, _mean in drawn for share in (first, last)]
    each = [mean for _first, _last, mean in drawn for _end in range(2)]
    means = [mean.mean for mean in each]
    low, high = ([m if e != e else e for m, e in zip(means, ends, strict=True)] for ends in _ends(each))
    axes.fill_between(shares, low, high, color=colour, alpha=0.3, linewidth=0, gid="band", zorder=2)
    axes.plot(shares, means, color=style.INK, linewidth=4.2, zorder=3, gid="rim")
    axes.plot(shares, means, color=colour, linewidth=3, zorder=3, gid=gid)


def _ends(each: Sequence[Estimate]) -> tuple[list[float], list[float]]:
    return [max(e.low, 0.0) for e in each], [e.high for e in each]


def _scales(axes: Axes, top: float) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks(SHARES, list(map(percent, SHARES)))
    upright_scale(axes, top * HEADROOM, 6)
    axes.grid(color=style.GRID, linewidth=1)
    axes.set_axisbelow(True)


def _spans(search: Search) -> Iterator[tuple[float, float, bool, bool]]:
    """The shares around each of the series: from, to, whether it is told apart there, and whether overloaded."""
    middles = ((one.last + other.first) / 2 for one, other in pairwise(search.series))
    borders = [search.series[0].first, *middles, search.series[-1].last]
    for at, overloaded, (low, high) in zip(search.series, search.overloaded, pairwise(borders), strict=True):
        yield low, high, bool(at.sure), overloaded


def _draw_ground(axes: Axes, search: Search) -> None:
    """Where somebody is overloaded, a dark ground."""
    for low, high, _sure, overloaded in _spans(search):
        if overloaded:
            axes.axvspan(low, high, 0, GROUND, color=style.INK, lw=0, zorder=4, gid="overloaded")


def _mark_ties(axes: Axes, search: Search) -> None:
    for low, high, sure, _overloaded in _spans(search):
        if not sure:
            axes.axvspan(low, high, lw=0, zorder=0.5, gid="tie", **panels.TIE)


def _mark_turns(axes: Axes, search: Search) -> None:
    """The break-even with its share, dashed where it is not sure; other crossings thin and without."""
    for turn in search.reading.crossings:
        drawn = search.drawn_as(turn)
        axes.axvline(turn.share, zorder=2.5, gid=drawn.value if drawn else "crossing", **TURNS[drawn])
        if drawn is None:
            continue
        right = turn.share > 0.8
        box: dict[str, Any] = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5}
        words = style.words(style.NOTE, ha="right" if right else "left", va="top", bbox=box, zorder=5)
        axes.text(
            turn.share + (-0.02 if right else 0.02),
            0.985,
            percent(turn.share),
            gid="share",
            transform=axes.get_xaxis_transform(),
            **words,
        )


def _legend(result: BreakEven, search: Search) -> list[Any]:
    handles: list[Any] = [
        Line2D([], [], label=result.title(key), color=style.colour_in(result.loaded, key), linewidth=4)
        for key in (search.pattern, AGAINST)
    ]
    there = {search.drawn_as(turn) for turn in search.reading.crossings}
    names = crossings_called()
    handles += [Line2D([], [], label=name, **TURNS[verdict]) for verdict, name in names.items() if verdict in there]
    handles += [] if all(at.sure for at in search.series) else [Patch(**panels.TIE, label=_("not told apart"))]
    overloaded = any(search.overloaded)
    return handles + ([Patch(color=style.INK, label=f"{SIGN} {overloaded_word()}")] if overloaded else [])

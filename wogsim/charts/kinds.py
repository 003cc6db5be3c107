"""Is it fair? Citizens of different kinds, side by side: waiting on the left, sojourn time on the right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from wogsim.charts import style
from wogsim.charts.frame import LEGEND, Legend, Said, axes_at, room_for, scale
from wogsim.charts.rows import foot, framed, left_of, many, rows_of
from wogsim.language import _, mark
from wogsim.measures.summary import BY_NAME, OF_ALL, SOJOURN, horizon, summarise
from wogsim.output_analysis import estimate
from wogsim.output_analysis.paired import Paired, family
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.ranking import ranked_by
from wogsim.studies.units import Read, length

WAITING = "waiting_time"
AXES = {
    WAITING: mark("{unit} of waiting at counters"),
    SOJOURN: mark("{unit} from need to permit in hand"),
    OF_ALL: mark("{unit} from need to permit of all who began"),
}
SAID = {  # of a measure, where those who have a property fare worse, and where better
    (WAITING, True): mark("Wait longer: {kind} ({names})."),
    (WAITING, False): mark("Wait less: {kind} ({names})."),
    (SOJOURN, True): mark("Get it later: {kind} ({names})."),
    (SOJOURN, False): mark("Get it sooner: {kind} ({names})."),
    (OF_ALL, True): mark("Of all who began, get it later: {kind} ({names})."),
    (OF_ALL, False): mark("Of all who began, get it sooner: {kind} ({names})."),
}
BETWEEN = 46.0  # pixels between the panels


@dataclass(frozen=True)
class Pair:
    """Two kinds of citizens: a per-case column, names of those without it and with it, short and in full; a marker."""

    column: str
    without: str
    having: str
    people: str
    marker: str


PAIRS = (
    Pair("assisted", mark("digital"), mark("assisted"), mark("citizens who need help on-line"), "o"),
    Pair("vulnerable", mark("others"), mark("vulnerable"), mark("vulnerable citizens"), "^"),
    Pair("far", mark("live near"), mark("live far"), mark("those who live far away"), "s"),
    Pair("pays", mark("pay nothing"), mark("pay"), mark("those who pay a bribe"), "D"),
)


@dataclass(frozen=True)
class Gap:
    """What two kinds of citizens meet under a pattern: both means, and how those who have the property differ."""

    pattern: str
    pair: Pair
    measure: str
    without: float
    having: float
    paired: Paired


def measures(result: Comparison) -> tuple[str, str]:
    """What is shown: waiting and the sojourn time, or that of all who began where kinds do not give up alike.

    Nobody is ranked by survivors, neither patterns nor kinds of citizens; see `wogsim.studies.ranking`.
    """
    shares = [
        {str(kind): _means(result, key, pair.column, "gave_up", kind) for kind in (True, False)}
        for key, pair in _known(result)
    ]
    return WAITING, OF_ALL if result.ranked_by == OF_ALL else ranked_by(shares)


def gaps(result: Comparison) -> list[Gap]:
    """Every pair under every pattern; left out where a kind has nobody to measure. Each measure is one Holm family."""
    found = []
    for measure in measures(result):
        shown = _known(result)
        values = [[_means(result, key, pair.column, measure, kind) for kind in (True, False)] for key, pair in shown]
        differences = family([(having, without) for having, without in values])
        for (key, pair), (having, without), difference in zip(shown, values, differences, strict=True):
            gap = Gap(key, pair, measure, estimate(without).mean, estimate(having).mean, difference)
            if not math.isnan(gap.without + gap.having):
                found.append(gap)
    return found


def _known(result: Comparison) -> list[tuple[str, Pair]]:
    """Every pair under every pattern, but for what is of no interest there."""
    per_case = dict(zip(result.keys, (outcomes[0].per_case for outcomes in result.outcomes), strict=True))
    return [(key, pair) for key in result.keys for pair in PAIRS if pair.column in per_case[key]]


def _means(result: Comparison, key: str, column: str, measure: str, kind: bool) -> list[float]:
    """The mean over citizens of one kind, a value per replication."""
    needed = ("granted", BY_NAME[measure].of)
    tables = [outcome.per_case for outcome in result.outcomes[result.keys.index(key)]]
    return [summarise({name: table[name][table[column] == kind] for name in needed})[measure] for table in tables]


def equity(result: Comparison) -> Figure:
    """How kinds of citizens fare under each pattern: digital or assisted, vulnerable or not, near or far.

    A dumb-bell joins the means of two kinds, hollow for those without the property; waiting on the left, sojourn time
    on the right. It is thick where the difference is told apart from chance.
    """
    found, shown_measures = gaps(result), measures(result)
    rows = rows_of(result)
    left = left_of(rows)
    width = (style.WIDTH - left - style.MARGIN - BETWEEN) / 2
    legend = _legend([pair for pair in PAIRS if any(gap.pair is pair for gap in found)])
    told = _("Thick: the difference is told apart from chance (95 %, after Holm for each measure); dashed: it is not.")
    said = Said(
        _("Are all kinds of citizens served alike?"),
        _answer(result, found),
        foot(result, _how_to_read(result, shown_measures), told, gave_up=many(rows)),
        axis_of(result, shown_measures[0]),
    )
    right = style.MARGIN + width + BETWEEN
    shown = framed(rows, said, head=style.line_height(LEGEND) + 8, right=right)
    box = shown.axes.get_position()
    beside = ((left + width + BETWEEN) / style.WIDTH, box.y0, box.width, box.height)
    second = axes_at(shown.figure, beside, axis_of(result, shown_measures[1]))
    second.set_ylim(shown.axes.get_ylim())
    for axes, measure in zip((shown.axes, second), shown_measures, strict=True):
        _panel(axes, result.keys, [gap for gap in found if gap.measure == measure], result.reads[measure], width)
    legend.draw(shown)
    return shown.figure


def _how_to_read(result: Comparison, shown_measures: tuple[str, str]) -> str:
    said = _("Each pair: means of two kinds of citizens.")
    if OF_ALL not in shown_measures:
        return said
    whole = _("Shares that gave up differ, so the time is that of all who began: who gave up counts as {time}.")
    return f"{said} {whole.format(time=length(horizon(result.scenario.run)))}"


def axis_of(result: Comparison, measure: str) -> str:
    """What a panel's axis measures, with its unit."""
    return _(AXES[measure]).format(unit=result.reads[measure].name)


def _panel(axes: Axes, keys: Sequence[str], found: Sequence[Gap], read: Read, width: float) -> None:
    """One measure: a dumb-bell for each pair, pattern by pattern."""
    digits = read.digits([value for gap in found for value in (gap.without, gap.having)])
    labels = ["" if many(keys) or not gap.paired.apart else _label(gap, read, digits) for gap in found]
    ends = [(read.value(max(gap.without, gap.having)), label) for gap, label in zip(found, labels, strict=True)]
    scale(axes, room_for(max((end for end, _label in ends), default=1.0) * 1.03, ends, style.NOTE, width))
    size = 5.0 if many(keys) else 9.0
    places = [pair for pair in PAIRS if pair.column != "pays" or any(gap.pair is pair for gap in found)]
    for gap, label in zip(found, labels, strict=True):
        y = keys.index(gap.pattern) + (places.index(gap.pair) - (len(places) - 1) / 2) * 0.84 / len(places)
        look: dict[str, Any] = {"color": style.PALE, "linewidth": 1.4, "linestyle": (0, (2, 1.5))}
        if gap.paired.apart:
            look = {"color": style.INK, "linewidth": 3.0, "linestyle": "solid"}
        without, having = read.value(gap.without), read.value(gap.having)
        axes.plot([without, having], [y, y], gid="gap", zorder=2, **look)
        # Where both are equal, the dark mark lies in the hollow one.
        for kind, value, fill, times in (
            ("without", without, style.PAPER, 1.15),
            ("having", having, style.INK, 0.75),
        ):
            shape = _mark(gap.pair, fill) | {"markersize": size * times, "zorder": 3, "clip_on": False}
            axes.plot([value], [y], gid=f"{kind} {gap.pair.column}", **shape)
        style.beside(axes, label, (max(without, having), y), (10, 0), "value", style.NOTE, va="center")


def _label(gap: Gap, read: Read, digits: int) -> str:
    """By how much those who have the property have more or less."""
    more = gap.paired.difference.mean
    return ("+" if more > 0 else "−") + read.said(abs(more), digits)


def _mark(pair: Pair, fill: str) -> dict[str, Any]:
    edge = {"markeredgecolor": style.INK, "markeredgewidth": 1.6}
    return {"marker": pair.marker, "markersize": 9, "color": fill, **edge}


def _legend(pairs: Sequence[Pair]) -> Legend:
    handles = [
        Line2D([], [], linestyle="", label=_(name), **_mark(pair, fill))
        for pair in pairs
        for name, fill in ((pair.without, style.PAPER), (pair.having, style.INK))
    ]
    return Legend(handles, len(handles), {"handletextpad": 0.3})


def _answer(result: Comparison, found: Sequence[Gap]) -> str:
    """Between which kinds there is a gap, under how many patterns; nothing is said of gaps that may be chance."""
    if not found:
        return _("There is nothing to compare: one kind of each pair is missing.")
    if result.replications == 1:
        return _("One replication cannot tell kinds of citizens apart: run more.")
    said = []
    for measure, pair, worse in product(measures(result), PAIRS, (True, False)):
        apart = [gap for gap in found if (gap.measure, gap.pair) == (measure, pair) and gap.paired.apart]
        keys = [gap.pattern for gap in apart if (gap.paired.difference.mean > 0) is worse]
        if keys:
            names = _("all patterns") if len(keys) == len(result.keys) > 1 else words.named(result, keys)
            said.append(_(SAID[measure, worse]).format(kind=_(pair.people), names=names))
    return " ".join(said) if said else _("No difference between kinds of citizens is told apart from chance.")

"""Is it fair? Citizens of different kinds, side by side: waiting on the left, sojourn time on the right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from wogsim.charts import style
from wogsim.charts.bars import rows_of
from wogsim.charts.legend import LEGEND, draw_above
from wogsim.language import _, digits_for, mark, number
from wogsim.measures.summary import BY_NAME, summarise
from wogsim.output_analysis import estimate
from wogsim.output_analysis.paired import Paired, family
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison

PANELS = (
    ("waiting_time", mark("minutes of waiting at counters"), mark("{value} min")),
    ("sojourn_time", mark("days from need to permit in hand"), mark("{value} days")),
)
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


def gaps(result: Comparison) -> list[Gap]:
    """Every pair under every pattern; left out where a kind has nobody to measure. Each measure is one Holm family."""
    found = []
    for measure, _axis, _unit in PANELS:
        shown = [(key, pair) for key in result.keys for pair in PAIRS]
        values = [
            tuple(_means(result, key, pair.column, measure, kind) for kind in (True, False)) for key, pair in shown
        ]
        differences = family([(having, without) for having, without in values])
        for (key, pair), (having, without), difference in zip(shown, values, differences, strict=True):
            gap = Gap(key, pair, measure, estimate(without).mean, estimate(having).mean, difference)
            if not math.isnan(gap.without + gap.having):
                found.append(gap)
    return found


def _means(result: Comparison, key: str, column: str, measure: str, kind: bool) -> list[float]:
    """The mean over citizens of one kind, a value per replication."""
    needed = ("granted", BY_NAME[measure].of)
    tables = [outcome.per_case for outcome in result.outcomes[result.keys.index(key)]]
    return [summarise({name: table[name][table[column] == kind] for name in needed})[measure] for table in tables]


def draw(result: Comparison) -> Figure:
    """The chart `wogsim.charts.equity`."""
    found = gaps(result)
    rows = rows_of(result)
    left = style.left_margin(rows)
    width = (style.WIDTH - left - style.MARGIN - BETWEEN) / 2
    frame = style.frame(
        _("Are all kinds of citizens served alike?"),
        _answer(result, found),
        [
            " ".join((_how_to_read(result), words.gave_up_range(result) if len(rows) > style.MANY else "")).strip(),
            f"{words.sample(result)}; {words.levers(result)}",
        ],
        rows,
        head=style.line_height(LEGEND) + 8,
        axis=_(PANELS[0][1]),
        left=left,
        right=style.MARGIN + width + BETWEEN,
    )
    box = frame.axes.get_position()
    beside = ((left + width + BETWEEN) / style.WIDTH, box.y0, box.width, box.height)
    second = style.axes_at(frame.figure, beside, _(PANELS[1][1]))
    second.set_ylim(frame.axes.get_ylim())
    for axes, (measure, _axis, unit) in zip((frame.axes, second), PANELS, strict=True):
        _panel(axes, result.keys, [gap for gap in found if gap.measure == measure], _(unit), width)
    _legend(frame, [pair for pair in PAIRS if any(gap.pair is pair for gap in found)])
    return frame.figure


def _panel(axes: Axes, keys: Sequence[str], found: Sequence[Gap], unit: str, width: float) -> None:
    """One measure: a dumbbell for each pair, pattern by pattern."""
    many = len(keys) > style.MANY
    digits = digits_for([value for gap in found for value in (gap.without, gap.having)])
    labels = {
        gap: ""
        if many or not gap.paired.apart
        else "{sign}{value}".format(
            sign="+" if gap.paired.difference.mean > 0 else "−",
            value=unit.format(value=number(abs(gap.paired.difference.mean), digits)),
        )
        for gap in found
    }
    ends = [(max(gap.without, gap.having), labels[gap]) for gap in found]
    limit = style.room_for(max((end for end, _label in ends), default=1.0) * 1.03, ends, style.NOTE, width)
    style.scale(axes, limit)
    size = 5.0 if many else 9.0
    for gap in found:
        y = keys.index(gap.pattern) + (PAIRS.index(gap.pair) - 1) * 0.28
        told = gap.paired.apart
        look: dict[str, Any] = {"linewidth": 3.0 if told else 1.4, "linestyle": "solid" if told else (0, (2, 1.5))}
        axes.plot(
            [gap.without, gap.having], [y, y], color=style.INK if told else style.PALE, gid="gap", zorder=2, **look
        )
        # Where both are equal, the dark mark lies in the hollow one.
        for kind, value, fill, times in (
            ("without", gap.without, style.PAPER, 1.15),
            ("having", gap.having, style.INK, 0.75),
        ):
            shape: dict[str, Any] = {"marker": gap.pair.marker, "markersize": size * times, "markeredgewidth": 1.6}
            edge: dict[str, Any] = {"color": fill, "markeredgecolor": style.INK, "zorder": 3, "clip_on": False}
            axes.plot([value], [y], gid=f"{kind} {gap.pair.column}", **shape, **edge)
        spot = (max(gap.without, gap.having), y)
        look = style.words(style.NOTE, va="center")
        axes.annotate(labels[gap], spot, (10, 0), textcoords="offset pixels", gid="value", **look)


def _legend(frame: style.Frame, pairs: Sequence[Pair]) -> None:
    handles = [
        Line2D(
            [], [], linestyle="", marker=pair.marker, markersize=9, color=fill, markeredgecolor=style.INK,
            markeredgewidth=1.6, label=_(name),
        )
        for pair in pairs
        for name, fill in ((pair.without, style.PAPER), (pair.having, style.INK))
    ]  # fmt: skip
    draw_above(frame, handles, len(handles), handletextpad=0.3)


def _answer(result: Comparison, found: Sequence[Gap]) -> str:
    """Between which kinds there is a gap, under how many patterns; nothing is said of gaps that may be chance."""
    if not found:
        return _("There is nothing to compare: one kind of each pair is missing.")
    if result.replications == 1:
        return _("One replication cannot tell kinds of citizens apart: run more.")
    said = []
    for measure, _axis, _unit in PANELS:
        for pair in PAIRS:
            said += _sentences(result, [gap for gap in found if (gap.measure, gap.pair) == (measure, pair)])
    return " ".join(said) if said else _("No difference between kinds of citizens is told apart from chance.")


def _sentences(result: Comparison, found: Sequence[Gap]) -> list[str]:
    """Where those who have a property fare worse, and where better."""
    said = []
    texts = {
        ("waiting_time", True): mark("Wait longer: {kind} ({names})."),
        ("waiting_time", False): mark("Wait less: {kind} ({names})."),
        ("sojourn_time", True): mark("Get it later: {kind} ({names})."),
        ("sojourn_time", False): mark("Get it sooner: {kind} ({names})."),
    }
    for worse in (True, False):
        keys = [gap.pattern for gap in found if gap.paired.apart and (gap.paired.difference.mean > 0) is worse]
        if keys:
            names = _("all patterns") if len(keys) == len(result.keys) > 1 else words.named(result, keys)
            said.append(_(texts[found[0].measure, worse]).format(kind=_(found[0].pair.people), names=names))
    return said


def _how_to_read(result: Comparison) -> str:
    text = _("Each pair: means of two kinds of citizens.")
    if result.replications == 1:
        return text
    return f"{text} " + _(
        "Thick: the difference is told apart from chance (95 %, after Holm for each measure); dashed: it is not."
    )

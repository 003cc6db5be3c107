"""How many counters must a citizen visit? Counters as bars; contacts and trips, which tell more, beneath."""

from __future__ import annotations

import math
from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wogsim.charts import style
from wogsim.charts.bars import bar, no_number, rows_of, whisker
from wogsim.language import _, number
from wogsim.output_analysis import Estimate
from wogsim.results import answers
from wogsim.results.comparison import Comparison

MEASURE = "counters_visited"
BESIDE = (("counter_contacts", "D", 0.17), ("trips", "o", 0.36))  # measure, marker, how far below the row's middle


def draw(result: Comparison) -> Figure:
    """The chart `wogsim.charts.counters_visited`."""
    rows = rows_of(result)
    many = len(rows) > style.MANY
    width = style.WIDTH - style.left_margin(rows) - style.MARGIN
    labels = _labels(result, many)
    size = style.NOTE if many else style.VALUE
    ends = []
    for (key, name), label in labels.items():
        ends.append((_end(result.estimates[key, name]), label))
    limit = style.room_for(max((end for end, _label in ends), default=1.0) * 1.02, ends, size, width, bold=True)
    frame = style.frame(
        _("How many counters must a citizen visit?"),
        answers.counters(result)
        + " "
        + _("How a pattern is defined almost decides this: look at contacts and trips too."),
        [
            " ".join((_how_to_read(result), answers.gave_up_range(result) if many else "")).strip(),
            f"{answers.sample(result)}; {answers.levers(result)}",
        ],
        rows,
        axis=_("number per citizen who was granted the permit"),
    )
    axes = frame.axes
    style.scale(axes, limit)
    for y, key in enumerate(result.keys):
        if math.isnan(result.estimates[key, MEASURE].mean):
            no_number(axes, y, limit)
            continue
        bar(axes, y - 0.2, 0.42, result.estimates[key, MEASURE], labels[key, MEASURE], rows[y].colour, limit, many=many)
        _beside(axes, y, result, key, labels, many)
    return frame.figure


def _labels(result: Comparison, many: bool) -> dict[tuple[str, str], str]:
    """Value and name of every mark by (pattern, measure); thin rows have one label for both."""
    counters, contacts, trips = _("{value} counters"), _("{value} contacts"), _("{value} trips")
    labels = {}
    for key in result.keys:
        means = [result.estimates[key, name].mean for name in (MEASURE, "counter_contacts", "trips")]
        if math.isnan(means[0]):
            continue
        said = [
            text.format(value=number(mean, 1)) for text, mean in zip((counters, contacts, trips), means, strict=True)
        ]
        labels[key, MEASURE] = said[0]
        labels[key, "counter_contacts"] = ", ".join(said[1:]) if many else said[1]
        labels[key, "trips"] = "" if many else said[2]
    return labels


def _end(estimate: Estimate) -> float:
    return estimate.mean if math.isnan(estimate.high) else estimate.high


def _beside(
    axes: Axes, y: float, result: Comparison, key: str, labels: Mapping[tuple[str, str], str], many: bool
) -> None:
    """The smaller marks of one row, each on a stalk."""
    size = 5 if many else 8
    farthest = max(_end(result.estimates[key, name]) for name, _marker, _down in BESIDE)
    for name, marker, down in BESIDE:
        estimate, at = result.estimates[key, name], y + down
        axes.plot([0, estimate.mean], [at, at], color=style.PALE, linewidth=1.2, zorder=2)
        if not math.isnan(estimate.low) and estimate.high > estimate.low:
            whisker(axes, at, max(estimate.low, 0.0), estimate.high, 0.08, width=1.4)
        axes.plot(
            [estimate.mean], [at], marker=marker, markersize=size, color=style.INK, zorder=4, gid=name, clip_on=False
        )
        place = (farthest, y + sum(d for _n, _m, d in BESIDE) / 2) if many else (_end(estimate), at)
        gap = size * style.DPI / 72 / 2 + 6
        style_of = style.words(10.5 if many else style.NOTE + 0.5, va="center")
        text = labels[key, name]
        axes.annotate(text, place, (gap, 0), textcoords="offset pixels", gid="value", annotation_clip=False, **style_of)


def _how_to_read(result: Comparison) -> str:
    marks = _("Bar: different counters; diamond: contacts at a counter, again counted again; dot: trips.")
    if result.replications == 1:
        return marks
    return f"{marks} " + _("Whisker: 95 % interval of the mean.")

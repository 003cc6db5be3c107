"""How many counters, how many trips? One number as bars; two that belong to it, which may tell more, beneath."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wogsim.charts import style
from wogsim.charts.bars import bar, no_number, rows_of, whisker
from wogsim.language import _, mark, number
from wogsim.output_analysis import Estimate
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison

MARKS = (("D", 0.11), ("o", 0.35))  # marker of what is beneath, how far below the row's middle


@dataclass(frozen=True)
class Family:
    """A measure as bars, two beneath, each with the words for its value; what is asked and how it is read."""

    bar: str
    beneath: tuple[str, str]
    values: tuple[str, str, str]
    question: str
    answer: Callable[[Comparison], str]
    remark: str
    legend: str


COUNTERS = Family(
    "counters_visited",
    ("counter_contacts", "trips"),
    (mark("{value} counters"), mark("{value} contacts"), mark("{value} trips")),
    mark("How many counters must a citizen visit?"),
    words.counters,
    mark("How a pattern is defined almost decides this: look at contacts and trips too."),
    mark("Bar: different counters; diamond: contacts at a counter, again counted again; dot: trips."),
)
TRIPS = Family(
    "trips",
    ("counter_contacts", "agencies_met"),
    (mark("{value} trips"), mark("{value} contacts"), mark("{value} agencies")),
    mark("How often must a citizen go out?"),
    words.trips,
    "",
    mark("Bar: trips (another building or day is another trip); diamond: contacts at a counter; dot: agencies met."),
)


def counters(result: Comparison) -> Figure:
    """The chart `wogsim.charts.counters_visited`."""
    return _draw(result, COUNTERS)


def trips(result: Comparison) -> Figure:
    """The chart `wogsim.charts.trips`."""
    return _draw(result, TRIPS)


def _draw(result: Comparison, family: Family) -> Figure:
    rows = rows_of(result)
    many = len(rows) > style.MANY
    width = style.WIDTH - style.left_margin(rows) - style.MARGIN
    labels = _labels(result, family, many)
    size = style.NOTE if many else style.VALUE
    ends = []
    for (key, name), label in labels.items():
        ends.append((_end(result.estimates[key, name]), label))
    limit = style.room_for(max((end for end, _label in ends), default=1.0) * 1.02, ends, size, width, bold=True)
    frame = style.frame(
        _(family.question),
        " ".join(filter(None, (family.answer(result), family.remark and _(family.remark)))),
        [
            " ".join((_how_to_read(result, family), words.gave_up_range(result) if many else "")).strip(),
            f"{words.sample(result)}; {words.levers(result)}",
        ],
        rows,
        axis=_("number per citizen who was granted the permit"),
    )
    axes = frame.axes
    style.scale(axes, limit)
    for y, key in enumerate(result.keys):
        if math.isnan(result.estimates[key, family.bar].mean):
            no_number(axes, y, limit)
            continue
        found, label = result.estimates[key, family.bar], labels[key, family.bar]
        bar(axes, y - 0.22, 0.36, found, label, rows[y].colour, limit, many=many)
        _beneath(axes, y, result, key, family, labels, many)
    return frame.figure


def _labels(result: Comparison, family: Family, many: bool) -> dict[tuple[str, str], str]:
    """Value and name of every mark by (pattern, measure); thin rows have one label for both."""
    labels = {}
    first, second = family.beneath
    for key in result.keys:
        means = [result.estimates[key, name].mean for name in (family.bar, first, second)]
        if math.isnan(means[0]):
            continue
        said = [_(text).format(value=number(mean, 1)) for text, mean in zip(family.values, means, strict=True)]
        labels[key, family.bar] = said[0]
        labels[key, first] = ", ".join(said[1:]) if many else said[1]
        labels[key, second] = "" if many else said[2]
    return labels


def _end(estimate: Estimate) -> float:
    return estimate.mean if math.isnan(estimate.high) else estimate.high


def _beneath(
    axes: Axes,
    y: float,
    result: Comparison,
    key: str,
    family: Family,
    labels: Mapping[tuple[str, str], str],
    many: bool,
) -> None:
    """The smaller marks of one row, each on a stalk."""
    size = 5 if many else 8
    farthest = max(_end(result.estimates[key, name]) for name in family.beneath)
    for name, (marker, down) in zip(family.beneath, MARKS, strict=True):
        estimate, at = result.estimates[key, name], y + down
        axes.plot([0, estimate.mean], [at, at], color=style.PALE, linewidth=1.2, zorder=2)
        if not math.isnan(estimate.low) and estimate.high > estimate.low:
            whisker(axes, at, max(estimate.low, 0.0), estimate.high, 0.08, width=1.4)
        axes.plot(
            [estimate.mean], [at], marker=marker, markersize=size, color=style.INK, zorder=4, gid=name, clip_on=False
        )
        place = (farthest, y + sum(down for _marker, down in MARKS) / 2) if many else (_end(estimate), at)
        gap = size * style.DPI / 72 / 2 + 6
        style_of = style.words(10.5 if many else style.NOTE + 0.5, va="center")
        text = labels[key, name]
        axes.annotate(text, place, (gap, 0), textcoords="offset pixels", gid="value", annotation_clip=False, **style_of)


def _how_to_read(result: Comparison, family: Family) -> str:
    if result.replications == 1:
        return _(family.legend)
    return f"{_(family.legend)} " + _("Whisker: 95 % interval of the mean.")

"""How long do citizens wait at counters? A bar for each pattern, its interval, and how citizens differ."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from wogsim.charts import style
from wogsim.charts.bars import bar, no_number, rows_of
from wogsim.language import _, digits_for, number
from wogsim.output_analysis import Estimate
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison

MEASURE = "waiting_time"
EIGHT_IN_TEN = (0.1, 0.5, 0.9)


def draw(result: Comparison) -> Figure:
    """The chart `wogsim.charts.waiting_times`."""
    found = {key: result.estimates[key, MEASURE] for key in result.keys}
    digits = digits_for([estimate.mean for estimate in found.values()])
    rows = rows_of(result)
    width = style.WIDTH - style.left_margin(rows) - style.MARGIN
    spread = {key: _spread_of(result, key) for key in result.keys}
    labels = {
        key: _("{value} min").format(value=number(estimate.mean, digits)) + words.interval(estimate, digits)
        for key, estimate in found.items()
        if not math.isnan(estimate.mean)
    }
    ends = [(_farthest(found[key].mean, found[key].high), label) for key, label in labels.items()]
    longest = max((end for end, _label in ends), default=0.0)
    # The bars are the answer: a long tail of patient citizens may not press them flat.
    tails = [_farthest(line[-1].mean, line[-1].high) for line in spread.values() if line]
    limit = min(max(tails, default=0.0) * 1.03, 1.8 * longest)
    limit = style.room_for(limit, ends, style.VALUE, width, bold=True)
    frame = style.frame(
        _("How long do citizens wait at counters?"),
        words.waiting(result),
        [
            " ".join((_how_to_read(result), words.gave_up_range(result) if len(rows) > style.MANY else "")).strip(),
            f"{words.sample(result)}; {words.levers(result)}",
        ],
        rows,
        axis=_("minutes of waiting in person, all queues of a citizen added up"),
    )
    axes = frame.axes
    style.scale(axes, limit)
    for y, key in enumerate(result.keys):
        if key not in labels:
            no_number(axes, y, limit)
            continue
        bar(axes, y - 0.12, 0.5, found[key], labels[key], rows[y].colour, limit, many=len(rows) > style.MANY)
        if spread[key]:
            _spread(frame, y + 0.32, spread[key], limit)
    return frame.figure


def _farthest(mean: float, high: float) -> float:
    return mean if math.isnan(high) else max(mean, high)


def _how_to_read(result: Comparison) -> str:
    bars = _("Bar: mean; whisker and brackets: 95 % interval of the mean.")
    if result.replications == 1:
        bars = _("Bar: mean.")
    lines = _(
        "Thin line: eight in ten citizens; dot: the one in the middle; pale: their intervals. "
        "Those who gave up are included."
    )
    if result.replications == 1:
        lines = _("Thin line: eight in ten citizens; dot: the one in the middle. Those who gave up are included.")
    return f"{bars} {lines}"


def _spread_of(result: Comparison, key: str) -> list[Estimate]:
    """Tenth, fiftieth and ninetieth percentile in minutes; nothing where there are no citizens."""
    found = words.pooled(result, key, MEASURE, EIGHT_IN_TEN)
    minutes = [Estimate(q.mean / 60, q.low / 60, q.high / 60, q.replications) for q in found]
    return [] if math.isnan(minutes[0].mean) else minutes


def _spread(frame: style.Frame, y: float, line: list[Estimate], limit: float) -> None:
    """The thin line from the tenth to the ninetieth percentile; one that runs out of the picture says where it ends."""
    low, middle, high = (quantile.mean for quantile in line)
    axes = frame.axes
    shown = min(high, limit * 0.985)
    axes.plot([min(low, limit), shown], [y, y], color=style.PALE, linewidth=2, solid_capstyle="butt", gid="spread")
    for quantile in line:
        if not math.isnan(quantile.high - quantile.low) and quantile.low < limit:
            ends = [quantile.low, min(quantile.high, shown if quantile is line[-1] and high > shown else limit)]
            axes.plot(ends, [y, y], color=style.PALE, alpha=0.35, linewidth=7, solid_capstyle="butt", gid="interval")
    if middle <= limit:
        axes.plot([middle], [y], marker="o", markersize=6, color=style.PALE, gid="median", clip_on=False)
    if high > shown:
        axes.plot([shown], [y], marker=">", markersize=7, color=style.PALE, clip_on=False)
        text = _("to {value}").format(value=number(high, 0))
        axes.text(limit * 0.97, y - 0.04, text, va="bottom", **style.words(style.NOTE, style.PALE, ha="right"))

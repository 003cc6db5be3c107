"""What the bar charts share: rows, a bar with its whisker and its value, a row without a number."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from wogsim.charts import style
from wogsim.language import _
from wogsim.output_analysis import Estimate
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison


def rows_of(result: Comparison) -> list[style.Row]:
    """A row for each pattern, with the share that gave up where there is room."""
    own = list(result.loaded.scenario.patterns)
    notes = words.gave_up_notes(result) if len(result.keys) <= style.MANY else dict.fromkeys(result.keys, "")
    return [style.Row(result.title(key), style.colour_of(key, own), notes[key]) for key in result.keys]


def bar(
    axes: Axes, y: float, height: float, found: Estimate, label: str, colour: str, limit: float, *, many: bool = False
) -> None:
    """A mean as a bar, its interval as a whisker, its value in words behind both."""
    axes.barh(y, found.mean, height, color=colour, edgecolor=style.INK, linewidth=0.8, gid="mean")
    end = found.mean
    if not math.isnan(found.low) and found.high > found.low:
        # Below 0 there is no time and no counter; the interval is drawn as far as it means something.
        whisker(axes, y, max(found.low, 0.0), found.high, height * 0.4)
        end = found.high
    size = style.NOTE if many else style.VALUE
    gap = limit * 0.008
    axes.text(end + gap, y, label, va="center", gid="value", **style.words(size, weight="bold"))


def whisker(axes: Axes, y: float, low: float, high: float, cap: float, width: float = 2.2) -> None:
    """An interval, dark with a white rim so that it is seen on any colour."""
    for colour, thick in ((style.PAPER, width + 2.2), (style.INK, width)):
        axes.plot([low, high], [y, y], color=colour, linewidth=thick, solid_capstyle="butt", gid="whisker", zorder=3)
        for end in (low, high):
            axes.plot([end, end], [y - cap / 2, y + cap / 2], color=colour, linewidth=thick, gid="cap", zorder=3)


def no_number(axes: Axes, y: float, limit: float) -> None:
    """A row of whom nothing is known."""
    text = _("no number: nobody was granted the permit")
    axes.text(limit * 0.01, y, text, va="center", gid="value", **style.words(style.NOTE, style.PALE, style="italic"))

"""How many citizens are through by when? Distribution functions of a time by pattern, with bands."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from wogsim.charts import curves, style
from wogsim.charts.bars import rows_of
from wogsim.contract.hours import DAY
from wogsim.language import _, number, percent
from wogsim.measures.summary import MINUTE
from wogsim.studies.comparison import asides, words
from wogsim.studies.comparison.result import Comparison

POINTS = 400
SHOWN = 0.95  # the axis ends where so many are through under every pattern
LONG_WAIT = 60.0  # minutes: the wait that is marked


@dataclass(frozen=True)
class Shown:
    """A per-case column in units of so many seconds, the mark on the axis in that unit, and the words around."""

    column: str
    seconds: int
    mark: float | None
    question: str
    answer: str
    axis: str
    marked: str
    note: str
    legend: str


def sojourn(result: Comparison) -> Figure:
    """The chart `wogsim.charts.permits_in_hand`."""
    standard = result.world.scenario.world.standard
    working = standard is not None and standard.clock != "clock"
    said = words.sojourn(result)
    if standard is not None:
        late = {key: [100 * (1 - share) for share in result.values(key, "within_standard")] for key in result.keys}
        ends = _("Fewest late: {low} ({low_value}). Most: {high} ({high_value}).")
        said = asides.answer(result, late, _("{value} % late"), ends)
    days = standard.seconds / DAY if standard else math.nan
    marked = _("standard: {value} working days") if working else _("standard: {value} days")
    return _draw(
        result,
        Shown(
            "sojourn_working_time" if working else "sojourn_time",
            DAY,
            days if standard else None,
            _("How soon do citizens have their permit?"),
            said,
            _("working days from need to permit in hand") if working else _("days from need to permit in hand"),
            marked.format(value=number(days, 0 if days % 1 == 0 else 1)),
            _("{share} in time"),
            _("Line: share of citizens who have the permit by then; who gave up never has it."),
        ),
    )


def waiting(result: Comparison) -> Figure:
    """The chart `wogsim.charts.waiting_distribution`."""
    at = np.array([LONG_WAIT * MINUTE])
    longer = {
        key: [100 * (1 - float(share[0])) for share in shares(result, key, "waiting_time", at)] for key in result.keys
    }
    ends = _("Fewest: {low} ({low_value}). Most: {high} ({high_value}).")
    return _draw(
        result,
        Shown(
            "waiting_time",
            MINUTE,
            LONG_WAIT,
            _("How many citizens wait how long at counters?"),
            asides.answer(result, longer, _("{value} % longer than an hour"), ends),
            _("minutes of waiting in person, all queues of a citizen added up"),
            _("an hour"),
            _("{share} at most an hour"),
            _("Line: share of citizens who wait at most so long. Those who gave up are included."),
        ),
    )


def shares(result: Comparison, key: str, column: str, at: npt.NDArray[Any]) -> list[npt.NDArray[np.float64]]:
    """Share of the cohort whose `column` is at most each of the seconds `at`, by replication, shape (points,).

    Who never gets the permit has no sojourn time and is never through; a replication without a cohort has NaN.
    """
    found = []
    for outcome in result.outcomes[result.keys.index(key)]:
        values = outcome.per_case[column]
        through = values[outcome.per_case["granted"]] if column.startswith("sojourn") else values
        count = np.searchsorted(np.sort(through), at, side="right")
        found.append(count / len(values) if len(values) else np.full(len(at), np.nan))
    return found


def _draw(result: Comparison, shown: Shown) -> Figure:
    limit = _limit(result, shown)
    x = np.linspace(0, limit, POINTS + 1)
    found = {
        key: curves.mean_and_interval(shares(result, key, shown.column, np.floor(x * shown.seconds)))
        for key in result.keys
    }
    entries = curves.entries_of([replace(row, note=_note(result, key, shown)) for key, row in _rows(result)])
    frame = curves.frame(
        shown.question,
        shown.answer,
        [
            " ".join((_how_to_read(result, shown), words.gave_up_range(result))).strip(),
            f"{words.sample(result)}; {words.levers(result)}",
        ],
        entries,
        axis=shown.axis,
        upright=_("share of citizens, %"),
        head=style.line_height(style.NOTE) + 6,
    )
    axes = frame.axes
    style.scale(axes, limit)
    axes.set_ylim(0, 1.005)
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(100 * y, 0)))
    if shown.mark is not None and shown.mark <= limit:
        _mark(axes, shown.mark, shown.marked, limit)
    for key, entry in zip(result.keys, entries, strict=True):
        curves.line(axes, x, found[key], entry, 1.0, band=curves.banded(result))
    curves.key(frame, entries)
    return frame.figure


def _rows(result: Comparison) -> list[tuple[str, style.Row]]:
    return list(zip(result.keys, rows_of(result), strict=True))


def _limit(result: Comparison, shown: Shown) -> float:
    """Where the axis ends, in its unit."""
    ends = [shown.mark * 1.1] if shown.mark else []
    for outcomes in result.outcomes:
        values = np.concatenate([o.per_case[shown.column][o.per_case["granted"]] for o in outcomes])
        if len(values):
            ends.append(float(np.quantile(values, SHOWN, method="inverted_cdf")) / shown.seconds)
    return max(ends, default=1.0) or 1.0


def _note(result: Comparison, key: str, shown: Shown) -> str:
    """The height of the line at the mark."""
    if shown.mark is None:
        return ""
    mean = curves.mean_and_interval(shares(result, key, shown.column, np.array([shown.mark * shown.seconds])))[0]
    return shown.note.format(share=percent(round(float(mean[0]), 2)))


def _mark(axes: Axes, at: float, text: str, limit: float) -> None:
    """An upright line with its name above the axes, on the side where there is room."""
    axes.axvline(at, color=style.INK, linewidth=1.8, linestyle=(0, (4, 3)), gid="mark", zorder=2)
    side = "left" if at < limit / 2 else "right"
    spot, look = (at, 1.0), style.words(style.NOTE, weight="bold", ha=side, va="bottom")
    axes.annotate(
        text, spot, (0, 3), xycoords=axes.get_xaxis_transform(), textcoords="offset pixels", gid="marked", **look
    )


def _how_to_read(result: Comparison, shown: Shown) -> str:
    return f"{shown.legend} " + _("Band: 95 % interval.") if curves.banded(result) else shown.legend

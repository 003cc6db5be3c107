"""How many citizens are through by when? Distribution functions of a time by pattern, with bands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from wogsim.charts import curves, style
from wogsim.charts.frame import scale
from wogsim.charts.rows import foot, rows_of
from wogsim.contract.hours import DAY
from wogsim.language import _, number, percent
from wogsim.measures.summary import MINUTE
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison

POINTS = 400
SHOWN = 0.95  # the axis ends where so many are through under every pattern
LONG_WAIT = 60.0  # minutes: the wait that is marked


def permits_in_hand(result: Comparison) -> Figure:
    """How many citizens have their permit by when under each pattern, with the service standard if there is one.

    The line is a distribution function: who gives up never has a permit, so that it may end below 100 %.
    """
    standard = result.world.scenario.world.standard
    working = standard is not None and standard.clock != "clock"
    days, marked, said = None, "", words.answer(result, "sojourn_time")
    if standard is not None:
        late = {key: [100 * (1 - share) for share in result.values(key, "within_standard")] for key in result.keys}
        ends = _("Fewest late: {low} ({low_value}). Most: {high} ({high_value}).")
        said = words.aside(result, late, _("{value} % late"), ends)
        days = standard.seconds / DAY
        marked = _("standard: {value} working days") if working else _("standard: {value} days")
        marked = marked.format(value=number(days, 0 if days % 1 == 0 else 1))
    return _draw(
        result,
        "sojourn_working_time" if working else "sojourn_time",
        DAY,
        days,
        question=_("How soon do citizens have their permit?"),
        answer=said,
        axis=_("working days from need to permit in hand") if working else _("days from need to permit in hand"),
        marked=marked,
        note=_("{share} in time"),
        legend=_("Line: share of citizens who have the permit by then; who gave up never has it."),
    )


def waiting_distribution(result: Comparison) -> Figure:
    """How many citizens wait how long at counters under each pattern, with those who wait more than an hour."""
    at = np.array([LONG_WAIT * MINUTE])
    longer = {
        key: [100 * (1 - float(share[0])) for share in shares(result, key, "waiting_time", at)] for key in result.keys
    }
    ends = _("Fewest: {low} ({low_value}). Most: {high} ({high_value}).")
    return _draw(
        result,
        "waiting_time",
        MINUTE,
        LONG_WAIT,
        question=_("How many citizens wait how long at counters?"),
        answer=words.aside(result, longer, _("{value} % longer than an hour"), ends),
        axis=_("minutes of waiting in person, all queues of a citizen added up"),
        marked=_("an hour"),
        note=_("{share} at most an hour"),
        legend=_("Line: share of citizens who wait at most so long. Those who gave up are included."),
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


def _draw(
    result: Comparison,
    column: str,
    seconds: int,
    mark: float | None,
    *,
    question: str,
    answer: str,
    axis: str,
    marked: str,
    note: str,
    legend: str,
) -> Figure:
    """A per-case column in units of so many seconds.

    Parameters
    ----------
    mark : where an upright line stands, in that unit
    marked, note : words for the mark, and for the share at most so large, with {share}
    """
    limit = _limit(result, column, seconds, mark)
    x = np.linspace(0, limit, POINTS + 1)
    rows = rows_of(result)
    if mark is None:
        rows = [replace(row, note="") for row in rows]
    else:
        there = [shares(result, key, column, np.array([mark * seconds])) for key in result.keys]
        heights = [float(curves.mean_and_interval(found)[0][0]) for found in there]
        texts = [note.format(share=percent(round(height, 2))) for height in heights]
        rows = [replace(row, note=text) for row, text in zip(rows, texts, strict=True)]
    entries = curves.entries_of(rows)
    banded = curves.banded(result)
    shown = curves.framed(
        question,
        answer,
        foot(result, legend, _("Band: 95 % interval.") if banded else "", gave_up=True),
        entries,
        axis=axis,
        upright=_("share of citizens, %"),
    )
    axes = shown.axes
    scale(axes, limit)
    axes.set_ylim(0, 1.005)
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(100 * y, 0)))
    if mark is not None and mark <= limit:
        # An upright line with its name above the axes, on the side where there is room.
        axes.axvline(mark, color=style.INK, linewidth=1.8, linestyle=(0, (4, 3)), gid="mark", zorder=2)
        above: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "va": "bottom", "weight": "bold"}
        side = "left" if mark < limit / 2 else "right"
        style.beside(axes, marked, (mark, 1.0), (0, 3), "marked", style.NOTE, ha=side, **above)
    for key, entry in zip(result.keys, entries, strict=True):
        found = curves.mean_and_interval(shares(result, key, column, np.floor(x * seconds)))
        curves.line(axes, x, found, entry, 1.0, band=banded)
    curves.key(shown, entries)
    return shown.figure


def _limit(result: Comparison, column: str, seconds: int, mark: float | None) -> float:
    """Where the axis ends, in its unit."""
    ends = [mark * 1.1] if mark else []
    for outcomes in result.outcomes:
        values = np.concatenate([o.per_case[column][o.per_case["granted"]] for o in outcomes])
        if len(values):
            ends.append(float(np.quantile(values, SHOWN, method="inverted_cdf")) / seconds)
    return max(ends, default=1.0) or 1.0

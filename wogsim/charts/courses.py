"""Lines with bands for each pattern: how many citizens have waited how long, and have their permit by when."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from wogsim.charts import style
from wogsim.charts.curves import Entry, draw_key, entries_of, framed, look
from wogsim.charts.frame import Said, scale
from wogsim.charts.rows import foot, many, rows_of
from wogsim.language import _, number, percent
from wogsim.measures.series import Floats
from wogsim.measures.summary import SOJOURN
from wogsim.output_analysis import estimate
from wogsim.scenario.standards import NEED
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.units import SECONDS, length, plain

POINTS = 400
SHOWN = 0.95  # the axis ends where so many are through under every pattern
LONG_WAIT = 3600  # seconds: the wait that is marked

Band = tuple[Floats, Floats, Floats]  # mean, lower and upper end of its interval, point by point


def permits_in_hand(result: Comparison) -> Figure:
    """How many citizens have their permit by when under each pattern, with the service standard if there is one.

    The line is a distribution function: who gives up never has a permit, so that it may end below 100 %.
    """
    promise, ranked = result.promise, result.ranks
    # From another instant than the need, or different for each permit, it is no place on this axis.
    standard = promise.time if promise is not None and promise.since == NEED else None
    working = standard is not None and standard.clock != "clock"
    read = result.reads["sojourn_working_days" if working else SOJOURN]
    answer, mark = words.answer(result, result.ranked_by), None
    if ranked:
        late = {key: [100 * (1 - share) for share in result.values(key, "within_standard")] for key in result.keys}
        ends = _("Fewest late: {low} ({low_value}). Most: {high} ({high_value}).")
        answer = words.answer_of(result, late, plain(_("{value} % late")), ends)
    if standard is not None:
        said = _("standard: {time}").format(time=length(standard.seconds, read.own))
        mark = (standard.seconds / SECONDS[read.unit], said, _("{share} in time"))
    how = _("Line: share of citizens who have the permit by then; who gave up never has it.")
    told = Said(
        _("How soon do citizens have their permit?"),
        answer,
        _share_foot(result, how, ranks=not ranked),
        _("{unit} from need to permit in hand").format(unit=read.name),
    )
    return _shares(result, told, "sojourn_working_time" if working else SOJOURN, SECONDS[read.unit], mark)


def waiting_distribution(result: Comparison) -> Figure:
    """How many citizens wait how long at counters under each pattern, with those who wait more than an hour."""
    hour, read = np.array([LONG_WAIT]), result.reads["waiting_time"]
    there = {key: shares(result, key, "waiting_time", hour) for key in result.keys}
    longer = {key: [100 * (1 - float(share[0])) for share in found] for key, found in there.items()}
    ends = _("Fewest: {low} ({low_value}). Most: {high} ({high_value}).")
    said = Said(
        _("How many citizens wait how long at counters?"),
        words.answer_of(result, longer, plain(_("{value} % longer than an hour")), ends),
        _share_foot(result, _("Line: share of citizens who wait at most so long. Those who gave up are included.")),
        _("{unit} of waiting in person, all queues of a citizen added up").format(unit=read.name),
    )
    mark = LONG_WAIT / SECONDS[read.unit], _("an hour"), _("{share} at most an hour")
    return _shares(result, said, "waiting_time", SECONDS[read.unit], mark)


def _share_foot(result: Comparison, how_to_read: str, *, ranks: bool = False) -> list[str]:
    return foot(result, how_to_read, _("Band: 95 % interval.") if banded(result) else "", gave_up=True, ranks=ranks)


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


def _shares(result: Comparison, said: Said, column: str, seconds: int, mark: tuple[float, str, str] | None) -> Figure:
    """Distribution functions of a per-case column in units of so many seconds.

    Parameters
    ----------
    mark : where an upright line stands, in that unit; its name; words for the share up to there, with {share}
    """
    limit = _limit(result, column, seconds, mark[0] if mark else None)
    rows = [replace(row, note="") for row in rows_of(result)]
    if mark:
        there = [shares(result, key, column, np.array([mark[0] * seconds])) for key in result.keys]
        heights = [percent(round(float(mean_and_interval(found)[0][0]), 2)) for found in there]
        rows = [replace(row, note=mark[2].format(share=height)) for row, height in zip(rows, heights, strict=True)]
    entries = entries_of(rows)
    shown = framed(said, entries, _("share of citizens, %"))
    axes = shown.axes
    scale(axes, limit)
    axes.set_ylim(0, 1.005)
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _at: number(100 * y, 0)))
    if mark and mark[0] <= limit:
        # An upright line with its name above the axes, on the side where there is room.
        at, name, _share = mark
        axes.axvline(at, color=style.INK, linewidth=1.8, linestyle=(0, (4, 3)), gid="mark", zorder=2)
        above: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "va": "bottom", "weight": "bold"}
        side = "left" if at < limit / 2 else "right"
        style.beside(axes, name, (at, 1.0), (0, 3), "marked", style.NOTE, ha=side, **above)
    x = np.linspace(0, limit, POINTS + 1)
    for key, entry in zip(result.keys, entries, strict=True):
        found = mean_and_interval(shares(result, key, column, np.floor(x * seconds)))
        draw_line(axes, x, found, entry, 1.0, band=banded(result))
    draw_key(shown, entries)
    return shown.figure


def _limit(result: Comparison, column: str, seconds: int, mark: float | None) -> float:
    """Where the axis ends, in its unit."""
    ends = [mark * 1.1] if mark else []
    for outcomes in result.outcomes:
        values = np.concatenate([o.per_case[column][o.per_case["granted"]] for o in outcomes])
        if len(values):
            ends.append(float(np.quantile(values, SHOWN, method="inverted_cdf")) / seconds)
    return max(ends, default=1.0) or 1.0


def banded(result: Comparison) -> bool:
    """Whether lines have bands: where there are intervals, and not so many patterns that bands hide the lines."""
    return result.replications > 1 and not many(result.keys)


def mean_and_interval(curves: Sequence[npt.NDArray[Any]]) -> Band:
    """Mean over replications, point by point, with its 95 % interval; curves have one shape, (points,)."""
    found = [estimate(values) for values in np.array(curves, dtype=float).T.tolist()]
    mean, low, high = (np.array([getattr(e, name) for e in found]) for name in ("mean", "low", "high"))
    return mean, low, high


def draw_line(axes: Axes, x: npt.NDArray[Any], curves: Band, entry: Entry, top: float, *, band: bool) -> None:
    """A line and, if wanted, the band of its interval, which stays between 0 and `top`."""
    mean, low, high = curves
    if band:
        ends = (np.clip(low, 0, top), np.clip(high, 0, top))
        axes.fill_between(x, *ends, color=entry.row.colour, alpha=0.28, linewidth=0, gid="band")
    axes.plot(x, mean, gid="mean", zorder=3, **look(entry, 3.0))

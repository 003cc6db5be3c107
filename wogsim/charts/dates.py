"""The time axis of one citizen's way: days as ticks or hours where there are few, shaded when offices are closed."""

import math
from datetime import timedelta

import numpy as np
from matplotlib.axes import Axes

from wogsim.charts import style
from wogsim.contract.hours import DAY
from wogsim.language import _
from wogsim.studies.journey.result import Journey
from wogsim.studies.journey.words import HOUR, MONTHS, WEEKDAYS

BEHIND = 110  # pixels of the label behind the last end
SHORT = 36  # hours up to which the axis has times of day
TICK = 78.0  # pixels of a tick's label
CLOCK = (300, 600, 900, 1800, 3600, 7200, 3 * 3600, 6 * 3600, 12 * 3600)  # seconds between round times of day
LONG = 24  # days from which nights are too narrow to be shaded, and only days off are


def last(journey: Journey) -> int:
    """The second after which nothing happens any more."""
    return max(max([trail.end, *(s.end for s in trail.steps)]) for trail in journey.trails)


def whole(journey: Journey) -> int:
    """Seconds from the need to the last end, at least an hour."""
    return max(last(journey) - journey.need, 3600)


def axis_name(journey: Journey) -> str:
    """What the axis shows, and what is shaded."""
    if _is_long(journey):
        return _("date; shaded: days off")
    short = last(journey) - journey.need <= SHORT * HOUR
    return _("time; shaded: all offices are closed") if short else _("date; shaded: all offices are closed")


def _is_long(journey: Journey) -> bool:
    return last(journey) - journey.need > LONG * DAY


def time_axis(journey: Journey, axes: Axes, width: float) -> tuple[int, int]:
    """Days as ticks, or hours where there are few; returns the seconds at which the axis begins and ends."""
    start = journey.need
    end = start + int(whole(journey) * width / (width - BEHIND))
    if last(journey) - journey.need <= SHORT * HOUR:
        _hours(journey, axes, start, end, width)
        return start, end
    every = max(1, math.ceil((end - start) / DAY / (width / TICK)))
    first = -(-start // DAY)
    if every > 3:  # whole weeks, on Mondays
        every = -(-every // 7) * 7
        first += -(first + journey.world.scenario.world.start.weekday()) % 7
    pixel = (end - start) / width
    ticks = [day * DAY for day in range(first, end // DAY + 1, every) if end - day * DAY > 34 * pixel]
    if not ticks or ticks[0] - start > 72 * pixel:
        ticks.insert(0, start)  # the story's first day
    begin = journey.world.scenario.world.start
    dates = [begin + timedelta(days=tick // DAY) for tick in ticks]
    axes.set_xlim(start, end)
    axes.set_xticks(ticks, [f"{_(WEEKDAYS[d.weekday()])}\n{d.day} {_(MONTHS[d.month - 1])}" for d in dates])
    axes.tick_params(axis="x", labelsize=style.NOTE)
    return start, end


def _hours(journey: Journey, axes: Axes, start: int, end: int, width: float) -> None:
    """Times of day as ticks, at round ones, each new day with its date beneath."""
    least = (end - start) / (width / TICK)
    every = next((step for step in CLOCK if step >= least), CLOCK[-1])
    ticks = [tick for tick in range(-(-start // every) * every, end + 1, every) if end - tick > every / 4]
    begin, shown, labels = journey.world.scenario.world.start, -1, []
    for tick in ticks:
        day, second = divmod(tick, DAY)
        date = begin + timedelta(days=day)
        said = f"{second // HOUR:02d}:{second % HOUR // 60:02d}"
        labels.append(
            said if day == shown else f"{said}\n{_(WEEKDAYS[date.weekday()])} {date.day} {_(MONTHS[date.month - 1])}"
        )
        shown = day
    axes.set_xlim(start, end)
    axes.set_xticks(ticks, labels)
    axes.tick_params(axis="x", labelsize=style.NOTE)


def shade(journey: Journey, axes: Axes, start: int, end: int) -> None:
    """Shade when all offices are closed."""
    hours = journey.open_hours
    edges = np.concatenate([[0], np.column_stack([hours.opens, hours.closes]).ravel(), [end]])
    least = 30 * 3600 if _is_long(journey) else 0
    for closes, opens in edges.reshape(-1, 2).tolist():
        if opens > start and closes < end and opens - closes > least:
            axes.axvspan(max(closes, start), min(opens, end), color="#F1F1F1", linewidth=0, zorder=0, gid="closed")

"""Charts: from results to matplotlib figures; a question as the title, its answer beneath.

The functions are here and their modules have other names, because importing a module ``charts.waiting_times`` would
put that module where the function of this name stands. matplotlib is imported when a chart is made, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from wogsim.studies.break_even.result import BreakEven
    from wogsim.studies.comparison.result import Comparison
    from wogsim.studies.explain.result import Explanation
    from wogsim.studies.sweep.result import Sweep

__all__ = [
    "break_even",
    "busy_hours",
    "cases_in_progress",
    "counters_visited",
    "equity",
    "heat_map",
    "measure_lines",
    "permits_in_hand",
    "save",
    "time_anatomy",
    "tornado",
    "trips",
    "waiting_distribution",
    "waiting_times",
    "warm_up",
    "waterfall",
    "winners_map",
]


def waiting_times(result: Comparison) -> Figure:
    """How long citizens wait at counters under each pattern."""
    from wogsim.charts.waiting import draw

    return draw(result)


def counters_visited(result: Comparison) -> Figure:
    """How many counters citizens stand at under each pattern, with contacts and trips beside."""
    from wogsim.charts.counters import counters

    return counters(result)


def trips(result: Comparison) -> Figure:
    """How often citizens go out under each pattern, with contacts and agencies met beside."""
    from wogsim.charts.counters import trips as draw

    return draw(result)


def waiting_distribution(result: Comparison) -> Figure:
    """How many citizens wait how long at counters under each pattern."""
    from wogsim.charts.ecdf import waiting

    return waiting(result)


def permits_in_hand(result: Comparison) -> Figure:
    """How many citizens have their permit by when under each pattern, with the service standard."""
    from wogsim.charts.ecdf import sojourn

    return sojourn(result)


def busy_hours(result: Comparison) -> Figure:
    """How busy pools of staff are at each hour of the day under each pattern."""
    from wogsim.charts.busy import draw

    return draw(result)


def cases_in_progress(result: Comparison) -> Figure:
    """How many cases are in progress, day by day from the start, under each pattern."""
    from wogsim.charts.backlog import draw

    return draw(result)


def equity(result: Comparison) -> Figure:
    """How kinds of citizens fare under each pattern: digital or assisted, vulnerable or not, near or far."""
    from wogsim.charts.kinds import draw

    return draw(result)


def time_anatomy(result: Comparison) -> Figure:
    """Where the time from need to permit goes under each pattern."""
    from wogsim.charts.stacked import draw

    return draw(result)


def warm_up(result: Comparison) -> Figure:
    """How long the sojourn time takes to settle after the empty start, under each pattern."""
    from wogsim.charts.warmup import draw

    return draw(result)


def measure_lines(result: Sweep, measure: str, axis: str | None = None) -> Figure:
    """How a measure changes along an axis of a sweep, a line with its band for each pattern.

    Parameters
    ----------
    axis : name of an axis; default: the first that has several values
    """
    from wogsim.charts.lines import draw

    return draw(result, measure, axis)


def heat_map(result: Sweep, pattern: str, measure: str) -> Figure:
    """A measure under one pattern over the first two axes of a sweep that have several values."""
    from wogsim.charts.heat import draw

    return draw(result, pattern, measure)


def winners_map(result: Sweep) -> Figure:
    """Who has the shortest sojourn where; ties are hatched."""
    from wogsim.charts.winners import draw

    return draw(result)


def break_even(result: BreakEven, axis: str | None = None) -> Figure:
    """From which authority on patterns are faster than one-roof, along an axis; how sure that is.

    Parameters
    ----------
    axis : name of an axis; default: the first that has several values
    """
    from wogsim.charts.strips import draw

    return draw(result, axis)


def waterfall(result: Explanation) -> Figure:
    """What each assumption adds to the difference between two patterns, from neutral to the scenario."""
    from wogsim.charts.cascade import draw

    return draw(result)


def tornado(result: Explanation) -> Figure:
    """Which uncertain numbers move the difference most, each at its lower and its higher value."""
    from wogsim.charts.swings import draw

    return draw(result)


def save(figure: Figure, stem: str | Path) -> tuple[Path, Path]:
    """Write a figure as PNG and SVG, the same bytes every time.

    Parameters
    ----------
    figure : what one of the functions here returned
    stem : path without its ending, such as ``out/waiting_times``

    Returns
    -------
    tuple of Path
        The PNG and the SVG.
    """
    from wogsim.charts.files import write

    return write(figure, stem)

"""Charts: from results to matplotlib figures; a question as the title, its answer beneath.

The functions are here and their modules have other names, because importing a module ``charts.waiting_times`` would
put that module where the function of this name stands. matplotlib is imported when a chart is made, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from wogsim.results.comparison import Comparison

__all__ = [
    "busy_hours",
    "cases_in_progress",
    "counters_visited",
    "equity",
    "permits_in_hand",
    "save",
    "time_anatomy",
    "trips",
    "waiting_distribution",
    "waiting_times",
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
    from wogsim.charts.style import write

    return write(figure, stem)

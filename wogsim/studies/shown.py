"""Charts and pages of results, looked up when asked for.

Who draws knows results, and no result knows who draws it: this is the one place that looks the other way, so that
``result.waiting_times()`` is there for whoever has a result at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from wogsim.scenario.reading import Loaded

Draw = Callable[[], "Figure"]


def drawn(name: str, result: Any, *args: Any, **asked: Any) -> Figure:
    """The chart of this name, from `wogsim.charts`."""
    from wogsim import charts

    figure: Figure = getattr(charts, name)(result, *args, **asked)
    return figure


def lacking(loaded: Loaded) -> str:
    """The letters of a scenario's titles that charts cannot show."""
    from wogsim import charts

    return charts.lacking(loaded)


def save(figure: Figure, stem: Path) -> None:
    """Write a figure as PNG and SVG; see `wogsim.charts.save`."""
    from wogsim import charts

    charts.save(figure, stem)


def chart(name: str, says: str) -> Callable[..., Figure]:
    """A method of a result that draws it.

    Parameters
    ----------
    name : of the function in `wogsim.charts`, which says what else may be asked
    says : what the chart shows
    """

    def method(result: Any, *args: Any, **asked: Any) -> Figure:
        return drawn(name, result, *args, **asked)

    method.__name__, method.__doc__ = name, f"{says} See `wogsim.charts.{name}`."
    return method


def sheets(name: str, says: str) -> Callable[..., list[Figure]]:
    """The same for what takes several sheets."""

    def method(result: Any, *args: Any, **asked: Any) -> list[Figure]:
        from wogsim import charts

        figures: list[Figure] = getattr(charts, name)(result, *args, **asked)
        return figures

    method.__name__, method.__doc__ = name, f"{says} See `wogsim.charts.{name}`."
    return method


def page(name: str, says: str) -> Callable[..., None]:
    """A method of a result that writes a file about it: `write` or `write_workbook` of `wogsim.report`."""

    def method(result: Any, path: str | Path, **more: Any) -> None:
        from wogsim import report

        getattr(report, name)(result, path, **more)

    method.__name__, method.__doc__ = name, f"{says} Needs the extra ``report``; see `wogsim.report.{name}`."
    return method

"""Who is fastest where? A map of patterns; where several are not told apart, hatched, with a mark for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from wogsim.charts import panels, style
from wogsim.language import _, digits_for, number
from wogsim.studies.sweep.result import SOJOURN, Sweep
from wogsim.studies.sweep.words import foot, held, shown_axes, told_where

MARK = 18.0  # pixels at most
TIE: dict[str, Any] = {"facecolor": "#F3F3F3", "edgecolor": "#B0B0B0", "hatch": "////"}


def draw(result: Sweep) -> Figure:
    """The chart `wogsim.charts.winners_map`."""
    still = held(result, shown_axes(result))
    places = panels.cells(result, still)
    winners = {n: result.winners[n] for _column, _row, n in places}
    shown = {key for group in winners.values() for key in group}
    handles: list[Any] = [
        Line2D([], [], linestyle="", markersize=13, label=result.title(key), **_look(result, key))
        for key in result.keys
        if key in shown
    ]
    handles += [Patch(**TIE, label=_("not told apart"))] if any(len(group) > 1 for group in winners.values()) else []
    handles += [Patch(**panels.EMPTY, label=_("no number"))] if not all(winners.values()) else []
    figure, axes = panels.map_axes(
        result,
        _("Who is fastest where?"),
        told_where(result, list(winners)),
        [
            _(
                "Coloured: the pattern with the lowest mean sojourn time, in days. Hatched: patterns that paired "
                "differences do not tell apart from the lowest at 95 %, a mark for each, in no order."
            ),
            foot(result, still),
        ],
        handles,
    )
    width, height = panels.pixels(axes)
    room = width / (axes.get_xlim()[1] + 0.5), height / (axes.get_ylim()[1] + 0.5)
    alone = {n: group[0] for n, group in winners.items() if len(group) == 1}
    means = {n: result.at[n].estimates[key, SOJOURN].mean for n, key in alone.items()}
    digits = digits_for(list(means.values()))
    texts = {n: _("{value} days").format(value=number(mean, digits)) for n, mean in means.items()}
    size = panels.fitting(list(texts.values()), room)
    for column, row, n in places:
        if n in alone:
            colour = panels.colour_of(result, alone[n])
            panels.cell(axes, column, row, facecolor=colour, gid="winner")
            text = texts[n] if size else ""
            if size:
                words = style.words(size, style.ink_on(colour), ha="center", va="center")
                axes.text(column, row, text, gid="value", **words)
            aside = style.width_of(text, size) / 2 + MARK if size else 0.0
            if aside + MARK < room[0] / 2:
                _marks(axes, column - aside / room[0], row, result, [alone[n]], room, style.ink_on(colour))
        elif winners[n]:
            panels.cell(axes, column, row, **TIE, gid="tie")
            _marks(axes, column, row, result, winners[n], room)
        else:
            panels.cell(axes, column, row, **panels.EMPTY)
    return figure


def _marks(
    axes: Axes,
    column: float,
    row: int,
    result: Sweep,
    keys: Sequence[str],
    room: tuple[float, float],
    rim: str = style.INK,
) -> None:
    """A mark for each pattern, side by side in the middle of a cell of so many pixels."""
    size = min(room[0] / (len(keys) + 0.6), room[1] * 0.5, MARK)
    step = (size + 1.5) / room[0]
    for i, key in enumerate(keys):
        x = column + (i - (len(keys) - 1) / 2) * step
        axes.plot(x, row, ms=size * 72 / style.DPI, gid="mark", clip_on=False, **_look(result, key) | {"mec": rim})


def _look(result: Sweep, key: str) -> dict[str, Any]:
    colour = panels.colour_of(result, key)
    return {"marker": panels.marker_of(result, key), "mfc": colour, "mec": style.INK, "mew": 0.7}

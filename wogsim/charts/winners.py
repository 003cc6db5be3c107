"""Who is fastest where? A map of patterns; where several are not told apart, hatched, with a dot for each."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from wogsim.charts import panels, style
from wogsim.language import _, number
from wogsim.results import answers
from wogsim.results.sweep_words import foot, held, shown_axes, told_where
from wogsim.results.sweeping import SOJOURN, Sweep

TIE: dict[str, Any] = {"facecolor": "#F3F3F3", "edgecolor": "#B0B0B0", "hatch": "////"}


def draw(result: Sweep) -> Figure:
    """The chart `wogsim.charts.winners_map`."""
    still = held(result, shown_axes(result))
    places = panels.cells(result, still)
    winners = {n: result.winners[n] for _column, _row, n in places}
    shown = {key for group in winners.values() for key in group}
    handles = [
        Patch(facecolor=panels.colour_of(result, key), edgecolor=style.INK, linewidth=0.5, label=result.title(key))
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
                "differences do not tell apart from the lowest at 95 %, a dot for each, in no order."
            ),
            foot(result, still),
        ],
        handles,
    )
    width, height = panels.pixels(axes)
    room = width / (axes.get_xlim()[1] + 0.5), height / (axes.get_ylim()[1] + 0.5)
    alone = {n: group[0] for n, group in winners.items() if len(group) == 1}
    means = {n: result.at[n].estimates[key, SOJOURN].mean for n, key in alone.items()}
    digits = answers.digits_for(list(means.values()))
    size = panels.fitting([number(mean, digits) for mean in means.values()], room)
    for column, row, n in places:
        if n in alone:
            colour = panels.colour_of(result, alone[n])
            panels.cell(axes, column, row, facecolor=colour, gid="winner")
            if size:
                words = style.words(size, style.ink_on(colour), ha="center", va="center")
                axes.text(column, row, number(means[n], digits), gid="value", **words)
        elif winners[n]:
            panels.cell(axes, column, row, **TIE, gid="tie")
            _dots(axes, column, row, [panels.colour_of(result, key) for key in winners[n]], room)
        else:
            panels.cell(axes, column, row, **panels.EMPTY)
    return figure


def _dots(axes: Axes, column: int, row: int, colours: list[str], room: tuple[float, float]) -> None:
    """A dot for each colour, side by side in the middle of a cell."""
    size = min(room[0] / (len(colours) + 0.6), room[1] * 0.5, 18)
    step = (size + 1.5) / room[0]
    for i, colour in enumerate(colours):
        x = column + (i - (len(colours) - 1) / 2) * step
        points = size * 72 / style.DPI
        axes.plot(x, row, "o", ms=points, mfc=colour, mec=style.INK, mew=0.5, gid="dot", clip_on=False)

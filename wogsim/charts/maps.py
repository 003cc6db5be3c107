"""How does a measure depend on two things at once, and who is fastest where? Maps of a sweep's first two axes."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle

from wogsim.charts import panels, style
from wogsim.charts.frame import Said, pixels
from wogsim.charts.style import XY
from wogsim.language import _, number
from wogsim.measures.summary import BY_NAME, OF_ALL, SOJOURN
from wogsim.studies.sweep import words
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.units import Read

# Light to dark in one hue, so that grey print keeps the order.
SCALE = LinearSegmentedColormap.from_list("wogsim", ["#F4F8FB", "#A5D0E8", "#3F8FC4", "#00507D", "#00243A"])
MARK = 18.0  # pixels at most
CORNER = 16.0  # pixels at most


def heat_map(result: Sweep, pattern: str, measure: str | None = None) -> Figure:
    """A measure under one pattern over the first two axes of a sweep that have several values.

    Parameters
    ----------
    pattern, measure : the pattern's key and the measure's name, default: the one that patterns are ranked by; colours
        mean the same under every pattern
    """
    measure = measure or result.ranked_by
    cells = _cells(result)
    means = {n: result.at[n].estimates[pattern, measure].mean for n in cells}
    everywhere = [result.at[n].estimates[key, measure].mean for n in means for key in result.keys]
    known = [mean for mean in everywhere if not math.isnan(mean)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    about = BY_NAME[measure]
    read = result.reads[measure]
    digits = read.digits(known)

    def colour(value: float) -> str:
        return to_hex(SCALE((value - low) / (high - low) if high > low else 0.0))

    steps = [low + (high - low) * i / 4 for i in range(5)]
    labels = [number(read.value(at), digits) for at in steps]
    labels[-1] += f" {read.name}"
    legend: list[Artist] = [
        Patch(facecolor=colour(at), edgecolor=style.PALE, label=label) for at, label in zip(steps, labels, strict=True)
    ]
    legend += [Patch(**panels.EMPTY, label=_("no number"))] if any(map(math.isnan, means.values())) else []
    overloaded = {n for n in cells if result.at[n].known(pattern).overloaded}
    legend += [panels.overload_entry()] if overloaded else []
    there = {n: mean for n, mean in means.items() if not math.isnan(mean)}
    how = _("{measure}: mean. The same colours under every pattern.").format(measure=words.measure_title(about, read))
    how = " ".join([how, *words.beside_all(result, list(cells), [pattern], measure)])
    question = _("{pattern}: where is {measure} high, where low?")
    if measure in (SOJOURN, OF_ALL):
        question = _("{pattern}: where is it fast, where slow?")
    question = question.format(pattern=result.title(pattern), measure=_(about.title))
    figure, axes = _map(result, question, _range(result, there, digits, read), how, legend)
    texts = {n: read.cell(mean, digits) for n, mean in there.items()}
    _fill(axes, cells, {n: {"facecolor": colour(mean), "gid": "cell"} for n, mean in there.items()}, texts)
    _corners(axes, [cells[n] for n in sorted(overloaded)])
    return figure


def winners_map(result: Sweep) -> Figure:
    """Who is fastest where, over the first two axes of a sweep that have several values.

    Where paired differences do not tell patterns apart from the lowest, the cell is hatched, with a mark for each. What
    is lowest is the sojourn time, or the time to permit of all who began; see `wogsim.studies.ranking`. A dark corner
    says that somebody is overloaded there, under whichever pattern.
    """
    cells, read = _cells(result), result.reads[result.ranked_by]
    winners = {n: result.winners[n] for n in cells}
    shown = {key for group in winners.values() for key in group}
    legend: list[Artist] = [
        Line2D([], [], linestyle="", markersize=13, label=result.title(key), **_look(result, key))
        for key in result.keys
        if key in shown
    ]
    legend += [Patch(**panels.TIE, label=_("not told apart"))] if any(len(g) > 1 for g in winners.values()) else []
    legend += [Patch(**panels.EMPTY, label=_("no number"))] if not all(winners.values()) else []
    overloaded = {n for n in cells if any(result.at[n].known(key).overloaded for key in result.keys)}
    legend += [panels.overload_entry()] if overloaded else []
    how = _(
        "Coloured: the pattern with the lowest mean {measure}, in {unit}. Hatched: patterns that paired differences do "
        "not tell apart from the lowest at 95 %, a mark for each, in no order."
    ).format(measure=_(BY_NAME[result.ranked_by].title), unit=read.name)
    how = " ".join([how, *words.beside_all(result, list(cells))])
    figure, axes = _map(result, _("Who is fastest where?"), words.told_where(result, list(winners)), how, legend)
    alone = {n: group[0] for n, group in winners.items() if len(group) == 1}
    means = {n: result.at[n].estimates[key, result.ranked_by].mean for n, key in alone.items()}
    digits = read.digits(means.values())
    texts = {n: read.said(mean, digits) for n, mean in means.items()}
    looks = {n: panels.TIE | {"gid": "tie"} for n, group in winners.items() if group}
    looks |= {n: {"facecolor": style.colour_in(result.loaded, key), "gid": "winner"} for n, key in alone.items()}
    room, size = _fill(axes, cells, looks, texts)
    for n, (column, row) in cells.items():
        aside = style.width_of(texts[n], size) / 2 + MARK if n in alone and size else 0.0
        if n not in alone:
            _marks(axes, column, row, result, winners[n], room, style.INK)
        elif aside + MARK < room[0] / 2:
            rim = style.ink_on(style.colour_in(result.loaded, alone[n]))
            _marks(axes, column - aside / room[0], row, result, winners[n], room, rim)
    _corners(axes, [cells[n] for n in sorted(overloaded)])
    return figure


def _cells(result: Sweep) -> dict[int, tuple[int, int]]:
    """Every cell of a map: its column and its row by the number of its point."""
    across, *upwards = words.shown_axes(result)
    still = words.held(result, words.shown_axes(result))
    found = {}
    for n, point in enumerate(result.points):
        value = dict(zip((axis.name for axis in result.axes), point, strict=True))
        if all(value[name] == there for name, there in still.items()):
            row = upwards[0].values.index(value[upwards[0].name]) if upwards else 0
            found[n] = (across.values.index(value[across.name]), row)
    return found


def _map(result: Sweep, question: str, answer: str, how_to_read: str, legend: Sequence[Artist]) -> tuple[Figure, Axes]:
    """One panel with a cell for every value of the first axis across and of the second one upwards."""
    across, *upwards = words.shown_axes(result)
    labels = [words.tick(upwards[0], value) for value in upwards[0].values] if upwards else [""]
    left = style.MARGIN + max(style.width_of(text, style.AXIS) for text in labels) + 14
    left += style.line_height(style.AXIS) + 6 if upwards else 0
    small = [how_to_read, words.foot(result, words.held(result, words.shown_axes(result)))]
    said = Said(question, answer, small, words.axis_title(across))
    figure, (axes,) = panels.panels(said, [""], legend, left)
    axes.set_xlim(-0.5, len(across.values) - 0.5)
    axes.set_ylim(-0.5, len(labels) - 0.5)
    panels.label_across(axes, across, range(len(across.values)))
    step = max(1, -(-len(labels) * 18 // int(pixels(axes)[1])))
    axes.set_yticks(range(0, len(labels), step), labels[::step])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if upwards:
        panels.name_upright(figure, axes, words.axis_title(upwards[0]))
    return figure, axes


def _fill(
    axes: Axes, cells: Mapping[int, tuple[int, int]], looks: Mapping[int, Any], texts: Mapping[int, str]
) -> tuple[XY, float | None]:
    """Cells by the number of their point, each with a thin rim of paper, and texts in them if all have room.

    Returns the room in a cell and the size of the texts, in points; None where they are left out.
    """
    width, height = pixels(axes)
    room = width / (axes.get_xlim()[1] + 0.5), height / (axes.get_ylim()[1] + 0.5)
    size = style.fitting(list(texts.values()), room)
    rim: dict[str, Any] = {"facecolor": "none", "edgecolor": style.PAPER, "linewidth": 1.5}
    for n, (column, row) in cells.items():
        look = looks.get(n, panels.EMPTY)
        for filling in ({"linewidth": 0, **look}, rim):
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **filling))
        if size and n in texts:
            ink = style.words(size, style.ink_on(look["facecolor"]), ha="center", va="center")
            axes.text(column, row, texts[n], gid="value", **ink)
    return room, size


def _corners(axes: Axes, cells: Sequence[tuple[int, int]]) -> None:
    """A dark corner in cells of overloaded worlds, with a rim of paper."""
    width, height = pixels(axes)
    room = width / (axes.get_xlim()[1] + 0.5), height / (axes.get_ylim()[1] + 0.5)
    size = min(CORNER, room[0] * 0.3, room[1] * 0.45)
    for column, row in cells:
        x, y = column + 0.5 - 1 / room[0], row + 0.5 - 1 / room[1]
        corner = [(x - size / room[0], y), (x, y), (x, y - size / room[1])]
        axes.add_patch(Polygon(corner, facecolor=style.INK, edgecolor=style.PAPER, linewidth=0.8, gid="overloaded"))


def _range(result: Sweep, means: Mapping[int, float], digits: int, read: Read) -> str:
    """Between which values a pattern moves, and where it has them."""
    if not means:
        return _("There is no number: nobody was granted the permit.")
    said = {"unit": read.name}
    for name, extreme in (("low", min), ("high", max)):
        n = extreme(means, key=means.__getitem__)
        where = [words.named(axis, result.points[n][result.axes.index(axis)]) for axis in words.shown_axes(result)]
        said |= {name: number(read.value(means[n]), digits), f"{name}_at": ", ".join(where)}
    return _("From {low} {unit} ({low_at}) to {high} {unit} ({high_at}).").format(**said)


def _marks(axes: Axes, column: float, row: int, result: Sweep, keys: Sequence[str], room: XY, rim: str) -> None:
    """A mark for each pattern, side by side in the middle of a cell."""
    size = min(room[0] / (len(keys) + 0.6), room[1] * 0.5, MARK)
    step = (size + 1.5) / room[0]
    for i, key in enumerate(keys):
        x = column + (i - (len(keys) - 1) / 2) * step
        look = _look(result, key) | {"markeredgecolor": rim}
        axes.plot(x, row, markersize=size * 72 / style.DPI, gid="mark", clip_on=False, **look)


def _look(result: Sweep, key: str) -> dict[str, Any]:
    edge = {"markeredgecolor": style.INK, "markeredgewidth": 0.7}
    return {"marker": panels.marker_of(result, key), "markerfacecolor": style.colour_in(result.loaded, key), **edge}

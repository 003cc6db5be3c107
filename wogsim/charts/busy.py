"""When are staff busy? Pools by hour of the day, a panel for each pattern."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from wogsim.charts import style
from wogsim.charts.legend import LEGEND, draw_above
from wogsim.language import _, number, percent
from wogsim.staffing.names import pool_title
from wogsim.staffing.people import Post
from wogsim.studies.comparison import words
from wogsim.studies.comparison.busy import BusyHours, busy_hours
from wogsim.studies.comparison.result import Comparison

# From so much of the scheduled time on: a colour; darker is busier, also in grey.
CLASSES = ((0.0, "#F2F6F9"), (0.25, "#C9DFEE"), (0.5, "#8DBBDA"), (0.75, "#3F83B0"), (0.9, "#0B3452"))
BUSY = 0.9
ABREAST = 6  # panels side by side
ROWS = {1: 9, 2: 5, 3: 3}  # pools in a panel, by how many panels stand one above the other
POOL_NAME, TITLE_LEAST = 11.0, 9.5
NUMBERS = (style.NOTE, style.FOOT, 10.0, 9.0)  # sizes of numbers in cells, in points
TALL = 3  # panels one above the other that a picture of the usual height holds
NAMES, NAMES_ALONE = 250.0, 330.0  # pixels of names of pools
TITLES, GAP = 40.0, 14.0  # pixels above a panel, and between panels


def draw(result: Comparison) -> Figure:
    """The chart `wogsim.charts.busy_hours`."""
    found = busy_hours(result)
    above = math.ceil(len(result.keys) / ABREAST)
    names = busiest(found, ROWS.get(above, ROWS[TALL]))
    hours = _hours(found, names)
    handles = _handles()
    head = style.line_height(LEGEND) + 14
    frame = style.frame(
        _("When are staff busy?"),
        _answer(result, found),
        [_how_to_read(), f"{words.sample(result)}; {words.levers(result)}"],
        [],
        head=head if names else 0,
        axis=_("hour of the day; 9 is from 09:00 to 10:00") if names else "",
        height=style.HEIGHT + max(above - TALL, 0) * 180,
        left=style.MARGIN,
        tick_lines=0,
    )
    axes = frame.axes
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    if not names:
        text = _("no number: there is no limit to the staff")
        axes.text(0.5, 0.5, text, ha="center", gid="value", **style.words(style.VALUE, style.PALE, style="italic"))
        return frame.figure
    axes.set_xlim(0, frame.inner[0])
    axes.set_ylim(frame.inner[1], 0)  # from here on, lengths are in pixels
    axes.grid(visible=False)
    shares = {(one.pattern, one.post.name): one for one in found}
    posts = {one.post.name: one.post for one in reversed(found)}
    abreast = math.ceil(len(result.keys) / above)
    left = _left(result, [posts[name] for name in names], NAMES if len(result.keys) > 2 else NAMES_ALONE)
    width = (frame.inner[0] - left - GAP * (abreast - 1)) / abreast
    height = (frame.inner[1] - 24) / above
    room = width / len(hours), (height - TITLES - 22) / len(names)
    known = [share for one in found if one.post.name in names for share in one.share[~np.isnan(one.share)].tolist()]
    size = number_size([number(share * 100, 0) for share in known], room)
    for i, pattern in enumerate(result.keys):
        x, y = left + i % abreast * (width + GAP), i // abreast * height
        _panel(axes, result, pattern, (x, y + TITLES), room, size, names, hours, shares)
        if i % abreast == 0:
            _names(axes, result, [posts[name] for name in names], left, y + TITLES, room[1])
    draw_above(frame, handles, len(handles), handlelength=1.6, handleheight=1.0)
    return frame.figure


def busiest(found: Sequence[BusyHours], most: int) -> list[str]:
    """Names of the pools that are busiest under any pattern, in the order of the pools; those without work left out.

    Pools with an hour at which they are nearly always busy come before all others, as the answer speaks of them.
    """
    whole: dict[str, tuple[bool, float]] = {}
    for one in found:
        own = _at_its_limit(one), 0.0 if math.isnan(one.whole) else one.whole
        whole[one.post.name] = max(whole.get(one.post.name, (False, 0.0)), own)
    kept = sorted((name for name in whole if whole[name][1] > 0), key=lambda name: whole[name], reverse=True)[:most]
    return [name for name in whole if name in kept]


def _at_its_limit(one: BusyHours) -> bool:
    return bool(np.nanmax(one.share, initial=0.0) >= BUSY)


def _hours(found: Sequence[BusyHours], names: Sequence[str]) -> range:
    """From the first to the last hour at which anybody shown is scheduled."""
    there = [np.flatnonzero(~np.isnan(one.share)) for one in found if one.post.name in names]
    together = np.concatenate([*there, np.zeros(0, dtype=np.int64)])
    return range(int(together.min()), int(together.max()) + 1) if len(together) else range(0)


def _panel(
    axes: Axes,
    result: Comparison,
    pattern: str,
    corner: tuple[float, float],
    cell: tuple[float, float],
    points: float | None,
    names: Sequence[str],
    hours: range,
    shares: Mapping[tuple[str, str], BusyHours],
) -> None:
    """Cells of one pattern with its name above and the hours beneath."""
    (x, y), (wide, high) = corner, cell
    colour = style.colour_of(pattern, list(result.loaded.scenario.patterns))
    width = wide * len(hours)
    axes.add_patch(Rectangle((x, y - 7), width, 5, color=colour, lw=0, gid="chip"))
    widest = max(style.width_of(result.title(key), style.AXIS, bold=True) for key in result.keys)
    size = max(min(style.AXIS, style.AXIS * width / widest * 0.98), TITLE_LEAST)
    title = style.fitted(result.title(pattern), size, width, 2, bold=True)
    axes.text(x, y - 13, title, gid="name", va="baseline", **style.words(size, weight="bold", linespacing=1.0))
    for row, name in enumerate(names):
        top = y + high * row
        if (pattern, name) not in shares:
            axes.plot([x, x + width], [top + high / 2] * 2, color=style.GRID, linewidth=1.5, gid="nobody")
            continue
        for column, hour in enumerate(hours):
            _cell(axes, (x + wide * column, top), cell, float(shares[pattern, name].share[hour]), points)
    every = max(1, math.ceil((style.width_of("00", style.NOTE) + 6) / wide))
    for column, hour in enumerate(hours):
        if column % every == 0:
            look = style.words(style.NOTE, style.PALE, ha="center", va="top")
            axes.text(x + wide * (column + 0.5), y + high * len(names) + 2, str(hour), gid="hour", **look)


def _cell(axes: Axes, corner: tuple[float, float], cell: tuple[float, float], share: float, size: float | None) -> None:
    """One pool at one hour, with its number in a size that fits, if any; nothing where nobody is scheduled."""
    if math.isnan(share):
        return
    (x, y), (wide, high) = corner, cell
    colour = colour_for(share)
    patch = Rectangle((x + 0.5, y + 1), wide - 1, high - 2, facecolor=colour, lw=0, gid="cell")
    axes.add_patch(patch)
    if size:
        look = style.words(size, style.ink_on(colour), ha="center", va="center")
        axes.text(x + wide / 2, y + high / 2, number(share * 100, 0), gid="share", **look)


def number_size(texts: Sequence[str], room: tuple[float, float]) -> float | None:
    """The largest size in which all numbers fit a cell of so many pixels; None where none does."""
    for size in NUMBERS:
        if max(style.width_of(text, size) for text in texts) + 6 <= room[0] and style.line_height(size) <= room[1]:
            return size
    return None


def colour_for(share: float) -> str:
    """The colour of a share of scheduled time."""
    return next(colour for least, colour in reversed(CLASSES) if share >= least)


def _names(axes: Axes, result: Comparison, posts: Sequence[Post], left: float, top: float, high: float) -> None:
    size = POOL_NAME if high >= style.line_height(POOL_NAME) else style.FOOT - 2
    most = 2 if high >= 2 * style.line_height(size) * 0.9 else 1
    for row, post in enumerate(posts):
        look = style.words(size, ha="right", va="center", linespacing=1.0)
        name = style.fitted(pool_title(post, result.world), size, left - 10, most)
        axes.text(left - 10, top + high * (row + 0.5), name, gid="pool", **look)


def _left(result: Comparison, posts: Sequence[Post], most: float) -> float:
    return 10 + min(most, max(style.width_of(pool_title(post, result.world), POOL_NAME) for post in posts))


def _handles() -> list[Patch]:
    edges = [f"{number(least * 100, 0)}" for least, _colour in CLASSES]
    texts = [_("{low} to {high} %").format(low=low, high=high) for low, high in pairwise(edges)]
    texts.append(_("{low} % and more").format(low=edges[-1]))
    return [
        Patch(facecolor=colour, edgecolor=style.PALE, linewidth=0.5, label=text)
        for (_least, colour), text in zip(CLASSES, texts, strict=True)
    ]


def _answer(result: Comparison, found: Sequence[BusyHours]) -> str:
    """How many pools have an hour at which they are nearly always busy."""
    if not found:
        return _("There is no number: there is no limit to the staff.")
    counts = {key: sum(_at_its_limit(one) for one in found if one.pattern == key) for key in result.keys}
    if not any(counts.values()):
        return _("No pool is busy {share} of the time at any hour.").format(share=percent(BUSY))
    if len(result.keys) > words.FEW:
        text = _("Pools that are busy {share} of the time or more at some hour: {low} to {high}.")
        return text.format(share=percent(BUSY), low=min(counts.values()), high=max(counts.values()))
    text = _("Pools that are busy {share} of the time or more at some hour: {counts}.")
    listed = ", ".join(f"{result.title(key)} {count}" for key, count in counts.items())
    return text.format(share=percent(BUSY), counts=listed)


def _how_to_read() -> str:
    return _(
        "Cell: share of scheduled time at that hour that a pool works, while the cohort comes; line: no such pool. "
        "Only the busiest."
    )

"""When are staff busy? Pools by hour of the day, a panel for each pattern."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from wogsim.charts import style
from wogsim.charts.frame import Legend, Said, frame
from wogsim.charts.rows import foot
from wogsim.charts.style import XY
from wogsim.language import _, number, percent
from wogsim.measures.series import Floats
from wogsim.staffing.names import pool_title
from wogsim.studies.comparison import words
from wogsim.studies.comparison.busy import BusyHours
from wogsim.studies.comparison.busy import busy_hours as of_pools
from wogsim.studies.comparison.result import Comparison

# From so much of the scheduled time on: a colour; darker is busier, also in grey.
CLASSES = ((0.0, "#F2F6F9"), (0.25, "#C9DFEE"), (0.5, "#8DBBDA"), (0.75, "#3F83B0"), (0.9, "#0B3452"))
BUSY = 0.9
ABREAST = 6  # panels side by side
ROWS = {1: 9, 2: 5, 3: 3}  # pools in a panel, by how many panels stand one above the other
POOL_NAME, TITLE_LEAST = 11.0, 9.5
NUMBERS = (style.NOTE, style.FOOT, 10.0, 9.0)  # sizes of numbers in cells, in points, the largest that fits
TALL = 3  # panels one above the other that a picture of the usual height holds
NAMES, NAMES_ALONE = 250.0, 330.0  # pixels of names of pools
TITLES, GAP = 40.0, 14.0  # pixels above a panel, and between panels


def busy_hours(result: Comparison) -> Figure:
    """How busy pools of staff are at each hour of the day under each pattern, while the cohort comes.

    A panel for each pattern, with a row for each of the busiest pools and a cell for each hour; darker is busier.
    """
    found = of_pools(result)
    above = math.ceil(len(result.keys) / ABREAST)
    names = busiest(found, ROWS.get(above, ROWS[TALL]))
    legend = _legend()
    how = _(
        "Cell: share of scheduled time at that hour that a pool works, while the cohort comes; line: no such pool. "
        "Only the busiest."
    )
    axis = _("hour of the day; 9 is from 09:00 to 10:00") if names else ""
    said = Said(_("When are staff busy?"), _answer(result, found), foot(result, how), axis)
    head, whole = legend.height + 6 if names else 0, style.HEIGHT + max(above - TALL, 0) * 180
    shown = frame(said, style.MARGIN, head=head, height=whole, lines=0)
    axes, (wide, high) = shown.axes, shown.inner
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    if not names:
        text = _("no number: there is no limit to the staff")
        axes.text(0.5, 0.5, text, ha="center", gid="value", **style.words(style.VALUE, style.PALE, style="italic"))
        return shown.figure
    axes.set_xlim(0, wide)
    axes.set_ylim(high, 0)  # from here on, lengths are in pixels
    axes.grid(visible=False)
    hours = _hours(found, names)
    shares = {(one.pattern, one.post.name): one.share for one in found}
    posts = {one.post.name: (one.post, result.world_of(one.pattern)) for one in reversed(found)}
    titles = [pool_title(*posts[name]) for name in names]
    widest = max(style.width_of(title, POOL_NAME) for title in titles)
    left = 10 + min(NAMES if len(result.keys) > 2 else NAMES_ALONE, widest)
    abreast = math.ceil(len(result.keys) / above)
    width = (wide - left - GAP * (abreast - 1)) / abreast
    height = (high - 24) / above
    cell = width / len(hours), (height - TITLES - 22) / len(names)
    known = [share for one in found if one.post.name in names for share in one.share[~np.isnan(one.share)].tolist()]
    size = style.fitting([number(share * 100, 0) for share in known], cell, NUMBERS)
    for i, pattern in enumerate(result.keys):
        x, y = left + i % abreast * (width + GAP), i // abreast * height + TITLES
        _head(axes, result, pattern, (x, y), width)
        _cells(axes, [shares.get((pattern, name)) for name in names], hours, (x, y), cell, size)
        if i % abreast == 0:
            _names(axes, titles, left, y, cell[1])
    legend.draw(shown)
    return shown.figure


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
    shown = [~np.isnan(one.share) for one in found if one.post.name in names]
    there = np.flatnonzero(np.any(shown, axis=0)).tolist()
    return range(there[0], there[-1] + 1) if there else range(0)


def _head(axes: Axes, result: Comparison, pattern: str, corner: XY, width: float) -> None:
    """A pattern's name and colour above its panel; all names have one size."""
    x, y = corner
    chip = Rectangle((x, y - 7), width, 5, color=style.colour_in(result.loaded, pattern), lw=0, gid="chip")
    axes.add_patch(chip)
    widest = max(style.width_of(result.marked(key), style.AXIS, bold=True) for key in result.keys)
    size = max(min(style.AXIS, style.AXIS * width / widest * 0.98), TITLE_LEAST)
    everybody = [result.marked(key) for key in result.keys]
    titles = style.distinct(everybody, lambda title: style.fitted(title, size, width, 2, bold=True))
    title = titles[result.keys.index(pattern)]
    axes.text(x, y - 13, title, gid="name", va="baseline", **style.words(size, weight="bold", linespacing=1.0))


def _cells(axes: Axes, rows: Sequence[Floats | None], hours: range, corner: XY, cell: XY, size: float | None) -> None:
    """One panel, from a corner down: a row of shares by hour for each pool, a line where there is no such pool.

    Where nobody is scheduled, which is NaN, there is no cell; `size` is of the numbers in cells, in points, if any.
    """
    (x, y), (wide, high) = corner, cell
    for row, shares in enumerate(rows):
        top = y + high * row
        if shares is None:
            across = [x, x + wide * len(hours)]
            axes.plot(across, [top + high / 2] * 2, color=style.GRID, linewidth=1.5, gid="nobody")
            continue
        for column, share in enumerate(shares[hours].tolist()):
            if math.isnan(share):
                continue
            at, colour = x + wide * column, colour_for(share)
            axes.add_patch(Rectangle((at + 0.5, top + 1), wide - 1, high - 2, facecolor=colour, lw=0, gid="cell"))
            if size:
                look = style.words(size, style.ink_on(colour), ha="center", va="center")
                axes.text(at + wide / 2, top + high / 2, number(share * 100, 0), gid="share", **look)
    every = max(1, math.ceil((style.width_of("00", style.NOTE) + 6) / wide))
    for column, hour in enumerate(hours):
        if column % every == 0:
            look = style.words(style.NOTE, style.PALE, ha="center", va="top")
            axes.text(x + wide * (column + 0.5), y + high * len(rows) + 2, str(hour), gid="hour", **look)


def colour_for(share: float) -> str:
    """The colour of a share of scheduled time."""
    return next(colour for least, colour in reversed(CLASSES) if share >= least)


def _names(axes: Axes, titles: Sequence[str], left: float, top: float, high: float) -> None:
    """Names of pools left of their rows, which are so high; rather small on two lines than cut."""
    one, two = (style.line_height(POOL_NAME) * lines for lines in (1, 1.8))
    whole = max(style.width_of(title, POOL_NAME) for title in titles) <= left - 10
    size = POOL_NAME if high >= (one if whole else two) else style.FOOT - 2
    most = 2 if high >= 2 * style.line_height(size) * 0.9 else 1
    look = style.words(size, ha="right", va="center", linespacing=1.0)
    for row, name in enumerate(style.distinct(titles, lambda title: style.fitted(title, size, left - 10, most))):
        axes.text(left - 10, top + high * (row + 0.5), name, gid="pool", **look)


def _legend() -> Legend:
    edges = [number(least * 100, 0) for least, _colour in CLASSES]
    texts = [_("{low} to {high} %").format(low=low, high=high) for low, high in pairwise(edges)]
    texts.append(_("{low} % and more").format(low=edges[-1]))
    handles = [
        Patch(facecolor=colour, edgecolor=style.PALE, linewidth=0.5, label=text)
        for (_least, colour), text in zip(CLASSES, texts, strict=True)
    ]
    return Legend(handles, len(handles), {"handlelength": 1.6, "handleheight": 1.0})


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

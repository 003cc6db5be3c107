"""Bars: waiting, counters and trips, and where the time goes, with a row for each pattern."""

import math
from collections.abc import Mapping
from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wogsim.charts import style
from wogsim.charts.frame import Said, room_for, scale
from wogsim.charts.rows import (
    foot,
    framed,
    framed_twice,
    half,
    many,
    no_number,
    part_legend,
    rows_of,
    whisker,
    width_beside,
)
from wogsim.language import _, mark, number
from wogsim.measures.anatomy import PARTS
from wogsim.output_analysis import Estimate
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison

WAITING, SOJOURN = "waiting_time", "sojourn_time"
EIGHT_IN_TEN = (0.1, 0.5, 0.9)
THICK, UP = 0.66, 0.07  # bars of parts leave room for the whiskers beneath, which would cross their labels
COUNTERS, CONTACTS, TRIPS = "counters_visited", "counter_contacts", "trips"
COUNTED = {COUNTERS: mark("{value} counters"), CONTACTS: mark("{value} times"), TRIPS: mark("{value} trips")}


def waiting_times(result: Comparison) -> Figure:
    """How long citizens wait at counters under each pattern: the mean with its interval, and how citizens differ.

    The thin line beneath a bar goes from the tenth to the ninetieth percentile of all citizens, with the median as a
    dot; those who gave up are included.
    """
    found, labels = _known(result, WAITING)
    rows = rows_of(result)
    spread = {key: _spread_of(result, key) for key in result.keys}
    ends = [(_farthest(found[key]), label) for key, label in labels.items()]
    longest = max((end for end, _label in ends), default=0.0)
    # The bars are the answer: a long tail of patient citizens may not press them flat.
    tails = [_farthest(line[-1]) for line in spread.values() if line]
    limit = min(max(tails, default=0.0) * 1.03, 1.8 * longest)
    limit = room_for(limit, ends, style.VALUE, width_beside(rows), bold=True)
    said = Said(
        _("How long do citizens wait at counters?"),
        words.answer(result, WAITING),
        foot(result, _how_to_read(result), gave_up=many(rows)),
        _("{unit} of waiting in person, all queues of a citizen added up").format(unit=result.reads[WAITING].name),
    )
    shown = framed(rows, said)
    axes = shown.axes
    scale(axes, limit)
    for y, (key, row) in enumerate(zip(result.keys, rows, strict=True)):
        if key not in found:
            no_number(axes, y, limit)
            continue
        _bar(axes, y - 0.12, 0.5, found[key], labels[key], row.colour, small=many(rows))
        if spread[key]:
            _spread(axes, y + 0.32, spread[key], limit)
    return shown.figure


def _known(result: Comparison, measure: str) -> tuple[dict[str, Estimate], dict[str, str]]:
    """Means of the patterns of which there is a number, as they are read, and what is written behind their bars."""
    everywhere, read = {key: result.estimates[key, measure] for key in result.keys}, result.reads[measure]
    found = {key: estimate for key, estimate in everywhere.items() if not math.isnan(estimate.mean)}
    digits, labels = read.digits([estimate.mean for estimate in found.values()]), {}
    for key, estimate in found.items():
        own, fine = read.fitting(estimate.mean, digits)
        labels[key] = read.said(estimate.mean, digits) + words.interval(own.estimate(estimate), fine)
    return {key: read.estimate(estimate) for key, estimate in found.items()}, labels


def _farthest(found: Estimate) -> float:
    """Where a mean and its interval, if any, end."""
    return found.mean if math.isnan(found.high) else max(found.mean, found.high)


def _bar(axes: Axes, y: float, height: float, found: Estimate, label: str, colour: str, *, small: bool) -> None:
    """A mean as a bar, its interval as a whisker, its value in words behind both."""
    axes.barh(y, found.mean, height, color=colour, gid="mean", **style.EDGE)
    # Below 0 there is no time and no counter; the interval is drawn as far as it means something.
    whisker(axes, y, max(found.low, 0.0), found.high, height * 0.4)
    end = found.high if found.high > found.low else found.mean
    size = style.NOTE if small else style.VALUE
    style.beside(axes, label, (end, y), (8, 0), "value", size, weight="bold", va="center")


def _how_to_read(result: Comparison) -> str:
    if result.replications == 1:
        lines = _("Thin line: eight in ten citizens; dot: the one in the middle. Those who gave up are included.")
        return _("Bar: mean.") + " " + lines
    lines = _(
        "Thin line: eight in ten citizens; dot: the one in the middle; pale: their intervals. "
        "Those who gave up are included."
    )
    return _("Bar: mean; whisker and brackets: 95 % interval of the mean.") + " " + lines


def _spread_of(result: Comparison, key: str) -> list[Estimate]:
    """Tenth, fiftieth and ninetieth percentile as waiting is read; nothing where there are no citizens."""
    found, read = words.pooled(result, key, WAITING, EIGHT_IN_TEN), result.reads[WAITING]
    minutes = [Estimate(q.mean / 60, q.low / 60, q.high / 60, q.replications) for q in found]
    return [] if math.isnan(minutes[0].mean) else [read.estimate(quantile) for quantile in minutes]


def _spread(axes: Axes, y: float, line: list[Estimate], limit: float) -> None:
    """The thin line from the tenth to the ninetieth percentile; one that runs out of the picture says where it ends."""
    low, middle, high = (quantile.mean for quantile in line)
    shown = min(high, limit * 0.985)
    axes.plot([min(low, limit), shown], [y, y], color=style.PALE, linewidth=2, solid_capstyle="butt", gid="spread")
    for quantile in line:
        if not math.isnan(quantile.high - quantile.low) and quantile.low < limit:
            ends = [quantile.low, min(quantile.high, shown if quantile is line[-1] and high > shown else limit)]
            axes.plot(ends, [y, y], color=style.PALE, alpha=0.35, linewidth=7, solid_capstyle="butt", gid="interval")
    if middle <= limit:
        axes.plot([middle], [y], marker="o", markersize=6, color=style.PALE, gid="median", clip_on=False)
    if high > shown:
        axes.plot([shown], [y], marker=">", markersize=7, color=style.PALE, clip_on=False)
        text = _("to {value}").format(value=number(high, 0))
        axes.text(limit * 0.97, y - 0.04, text, va="bottom", **style.words(style.NOTE, style.PALE, ha="right"))


def counters_visited(result: Comparison) -> Figure:
    """How many counters citizens stand at, how often, and how often they leave home for it: means and intervals.

    Two panels on one scale: different counters with the times at a counter beneath, and trips.
    """
    rows = rows_of(result)
    small = many(rows)
    keys = [key for key in result.keys if not math.isnan(result.estimates[key, COUNTERS].mean)]
    labels = {
        (key, measure): _(text).format(value=number(result.estimates[key, measure].mean, 1))
        for key in keys
        for measure, text in COUNTED.items()
    }
    limit = max((_farthest(result.estimates[at]) for at in labels), default=1.0) * 1.02
    for at, label in labels.items():
        size = style.NOTE if small or CONTACTS in at else style.VALUE
        end = [(_farthest(result.estimates[at]), label)]
        limit = room_for(limit, end, size, half(rows), bold=CONTACTS not in at)
    told = _("The same counter again is another time; another day or another building is another trip.")
    said = Said(
        _("How many counters, and how many trips?"),
        _counters_and_trips(result) if keys else words.answer(result, COUNTERS),
        foot(result, told, _("Whisker: 95 % interval of the mean."), gave_up=small),
        _("different counters; thin: times at a counter"),
    )
    shown, second = framed_twice(rows, said, _("trips to the offices"))
    for axes in (shown.axes, second):
        scale(axes, limit)
    for y, (key, row) in enumerate(zip(result.keys, rows, strict=True)):
        if key not in keys:
            no_number(shown.axes, y, limit)
            continue
        found = {measure: result.estimates[key, measure] for measure in COUNTED}
        _bar(shown.axes, y - 0.17, 0.4, found[COUNTERS], labels[key, COUNTERS], row.colour, small=small)
        _again(shown.axes, y + 0.24, found[CONTACTS], labels[key, CONTACTS], row.colour, small=small)
        _bar(second, y - 0.17, 0.4, found[TRIPS], labels[key, TRIPS], row.colour, small=small)
    return shown.figure


def _counters_and_trips(result: Comparison) -> str:
    """Both answers; whom they are about is said once."""
    of_trips = words.answer(result, TRIPS).removeprefix(words.about(result, TRIPS)).lstrip()
    return f"{words.answer(result, COUNTERS)} {of_trips}"


def _again(axes: Axes, y: float, found: Estimate, label: str, colour: str, *, small: bool) -> None:
    """A thin bar beneath another one, pale, with its value in small."""
    axes.barh(y, found.mean, 0.2, color=style.pale(colour), gid=CONTACTS, **style.EDGE)
    whisker(axes, y, max(found.low, 0.0), found.high, 0.12, width=1.4)
    size = style.FOOT - 1.5 if small else style.NOTE
    style.beside(axes, label, (_farthest(found), y), (8, 0), "value", size, va="center")


def time_anatomy(result: Comparison) -> Figure:
    """Where the time from need to permit goes under each pattern: a bar, cut into parts that add up."""
    # Here colours stand for parts; a chip in the pattern's colour would be read as one of them.
    rows = [replace(row, colour=style.PAPER) for row in rows_of(result)]
    small = many(rows)
    found, totals = _known(result, SOJOURN)
    size = style.NOTE if small else style.VALUE
    farthest = max((total.high for total in found.values() if not math.isnan(total.high)), default=0.0) * 1.01
    ends = [(found[key].mean, label) for key, label in totals.items()]
    limit = room_for(farthest, ends, size, width_beside(rows), bold=True)
    parts = {key: words.parts_of(result, key) for key in found}
    there = [part for part in PARTS if any(part in cut for cut in parts.values())]
    legend = part_legend(there)
    how = _(
        "The parts add up to the mean: at each moment only what the citizen really waits for counts. Files lie, are "
        "assessed and travel through nights and days off."
    )
    brackets = _("Whisker and brackets: 95 % interval of the mean.")
    said = Said(
        _("Where does the time go?"),
        f"{words.answer(result, result.ranked_by)} {words.largest(parts)}".strip(),
        foot(result, how, brackets, gave_up=small, ranks=True),
        _("{unit} from need to permit in hand, mean of the citizens who were granted it").format(
            unit=result.reads[SOJOURN].name
        ),
    )
    shown = framed(rows, said, head=legend.height if there else 0)
    axes = shown.axes
    if there:
        legend.draw(shown)
    scale(axes, limit)
    for y, key in enumerate(result.keys):
        if key not in found:
            no_number(axes, y, limit)
            continue
        total = found[key]
        _stack(axes, y - UP, parts[key], width_beside(rows) / limit, small)
        whisker(axes, y + 0.37, max(total.low, 0.0), total.high, 0.14)
        style.beside(axes, totals[key], (total.mean, y - UP), (10, 0), "total", size, weight="bold", va="center")
    return shown.figure


def _stack(axes: Axes, y: float, parts: Mapping[str, float], one: float, small: bool) -> None:
    """One bar, piece by piece in the order of the anatomy; `one` is pixels of one of the unit."""
    left = 0.0
    for part, time in parts.items():
        colour, hatch = style.PART_COLOURS[part]
        axes.barh(y, time, THICK, left=left, linewidth=0.8, gid=part, **style.filling(part))
        text = _inside(part, time, time * one - 8, small)
        if text:
            plate = {"boxstyle": "square,pad=0.12", "facecolor": colour, "edgecolor": "none"} if hatch else None
            look = style.words(style.NOTE, style.ink_on(colour), ha="center", va="center", linespacing=1.05)
            axes.text(left + time / 2, y, text, bbox=plate, gid=f"label {part}", **look)
        left += time


def _inside(part: str, time: float, room: float, small: bool) -> str:
    """Name and time of a part on two lines, or the time alone, as much as its piece of the bar has room for."""
    value = number(time, 1)
    name = style.wrapped(words.part_title(part), style.NOTE, room)
    lines = [*name, value] if len(name) == 1 else [name[0], f"{' '.join(name[1:])} {value}"]
    if not small and max(style.width_of(line, style.NOTE) for line in lines) <= room:
        return "\n".join(lines)
    return value if time >= 0.05 and style.width_of(value, style.NOTE) <= room else ""

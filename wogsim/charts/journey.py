"""One citizen's way under every pattern: swim lanes on one time axis, a band for each pattern.

What offices do for one clearance without a gap, from assignment to signature, is one bar with parts and its number.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke

from wogsim.charts import style
from wogsim.charts.frame import Said, frame
from wogsim.charts.rows import part_legend
from wogsim.contract.hours import DAY
from wogsim.language import _, joined, ngettext, pick
from wogsim.measures.anatomy import PARTS
from wogsim.studies.journey.deeds import CITIZEN, FILES, FRONT, TEAM
from wogsim.studies.journey.result import Journey, Trail
from wogsim.studies.journey.steps import Step
from wogsim.studies.journey.words import HOUR, MONTHS, WEEKDAYS, duration
from wogsim.studies.words import levers, rests

OTHERS = "others"
LANE, TITLE_LANE, GAP = 25.0, 27.0, 9.0  # pixels
TIER, BESIDE = 15.0, 5.0  # pixels of what lies above other things at the same time, and above and below them all
LANE_NAMES, BAND_NAME, NUMBER = (12.0, 11.0, 10.0, 9.0), 14.5, 10.0  # points
NAMES = 300  # pixels of lane names at most
NUMBERED, BEHIND = 18, 110  # pixels of a bar's number, and of the label behind the last end
LANES = 28  # lanes of all bands together that a picture can hold
LEAST = 3.0  # pixels: a minute at a counter is seen even in a journey of months
SHORT = 36  # hours up to which the axis has times of day
TICK = 78.0  # pixels of a tick's label
CLOCK = (300, 600, 900, 1800, 3600, 7200, 3 * 3600, 6 * 3600, 12 * 3600)  # seconds between round times of day
LONG = 24  # days from which nights are too narrow to be shaded, and only days off are


@dataclass(frozen=True)
class Bar:
    """Steps that are drawn as one bar: what offices do for a clearance without a gap, or one step by itself."""

    about: str
    steps: tuple[Step, ...]

    @property
    def start(self) -> int:
        """Second at which it begins."""
        return min(step.start for step in self.steps)

    @property
    def end(self) -> int:
        """Second at which it ends."""
        return max(step.end for step in self.steps)


@dataclass(frozen=True)
class Lane:
    """One lane of a band: whose it is and what happens in it; ``room`` is the seconds that a bar's number takes."""

    key: str
    name: str
    steps: tuple[Step, ...]
    room: int = 0

    @cached_property
    def bars(self) -> list[Bar]:
        """What is drawn in it, in order of time."""
        return bars_of([step for step in self.steps if step.end > step.start or step.phase == "service"])

    @cached_property
    def tiers(self) -> list[int]:
        """The tier of each bar."""
        return tiers(self.bars, self.room)

    @property
    def height(self) -> float:
        """How high it is, in pixels."""
        return max(LANE, BESIDE + TIER * (1 + max(self.tiers, default=0)))


def swim_lanes(journey: Journey) -> Figure:
    """One citizen's way under every pattern, from need to permit: a lane for everybody who has to do with the case."""
    most = max(4, LANES // len(journey.trails))
    bands = [lanes_of(journey, trail, most) for trail in journey.trails]
    names = [lane.name for band in bands for lane in band]
    left = style.MARGIN + 34 + min(NAMES, max(style.width_of(name, _name_size(name)) for name in names))
    room = int(NUMBERED * _whole(journey) / (style.WIDTH - style.MARGIN - left - BEHIND))
    bands = [[replace(lane, room=room) for lane in band] for band in bands]
    lanes = [lane for band in bands for lane in band]
    legend = part_legend([part for part in PARTS if any(s.part == part for lane in lanes for s in lane.steps)])
    heights = [TITLE_LANE + sum(lane.height for lane in band) + GAP for band in bands]
    body = sum(heights)
    said = Said(
        _("How does one citizen get the permit?"),
        _answer(journey.trails),
        [
            _key(journey, lanes),
            journey.beside(),
            journey.heading(),
            f"{levers(journey.world, journey.preset)}; {rests(journey.loaded)}",
        ],
        _axis_name(journey),
    )
    height = max(style.HEIGHT, body + legend.height + 240)
    shown = frame(said, head=legend.height, height=height, left=left, lines=2)
    axes, (width, height) = shown.axes, shown.inner
    start, end = _time_axis(journey, axes, width)
    axes.set_ylim(max(body, height), 0)  # from here on, heights are in pixels
    _shade(journey, axes, start, end)
    y = (max(body, height) - body) / 2
    for trail, band, high in zip(journey.trails, bands, heights, strict=True):
        colour = style.colour_in(journey.loaded, trail.pattern)
        _band(axes, y, trail, band, _numbers(journey), colour, left, (end - start) / width)
        y += high
    legend.draw(shown)
    return shown.figure


def lanes_of(journey: Journey, trail: Trail, most: int) -> list[Lane]:
    """The lanes of one band: citizen, front, files, agencies; where they are too many, all agencies share one."""
    names = {CITIZEN: _("citizen"), FRONT: _("front unit"), FILES: _("file on its way"), TEAM: _("technical team")}
    names |= {f"agency:{agency.key}": pick(agency.title) for agency in journey.world.agencies}
    by_lane = {key: tuple(s for s in trail.steps if s.lane == key) for key in names}
    used = [key for key in names if by_lane[key]]
    merged = [key for key in used if key not in (CITIZEN, FRONT, FILES, TEAM)] if len(used) > most else []
    text = ngettext("{count} agency", "{count} agencies", len(merged))
    if len(used) - len(merged) + bool(merged) > most:
        merged = [key for key in used if key not in (CITIZEN, FRONT)]
        text = ngettext("{count} other", "{count} others", len(merged))
    lanes = [Lane(key, names[key], by_lane[key]) for key in used if key not in merged]
    if not merged:
        return lanes
    together = sorted((s for key in merged for s in by_lane[key]), key=lambda s: (s.start, s.end))
    return [*lanes, Lane(OTHERS, text.format(count=len(merged)), tuple(together))]


def bars_of(steps: Sequence[Step]) -> list[Bar]:
    """Steps of one lane, joined where an office goes on with a clearance at the moment at which it ended before.

    An assignment is of papers for one clearance or more, and is joined to the first that follows it.
    """
    found = list[list[Step]]()
    open_ones: dict[tuple[str, str], int] = {}  # the latest bar of a lane's clearance
    for step in sorted(steps, key=lambda step: (step.start, step.end, step.activity, step.attempt)):
        joined_to = None
        for about in (step.about, ""):
            number = open_ones.get((step.lane, about)) if step.about else None
            if joined_to is None and number is not None and found[number][-1].end == step.start:
                joined_to = number
        if joined_to is None:
            found.append([])
            joined_to = len(found) - 1
        found[joined_to].append(step)
        if step.about or step.part == "assignment":
            open_ones.pop((step.lane, ""), None)
            open_ones[step.lane, step.about] = joined_to
    return [Bar(next((step.about for step in own if step.about), ""), tuple(own)) for own in found]


def tiers(steps: Sequence[Step | Bar], room: int = 0) -> list[int]:
    """A tier for each step so that no two of one tier overlap in time; the lowest free one is taken.

    ``room`` is the seconds that the number of a clearance takes at least.
    """
    free: list[int] = []
    placed = []
    for step in steps:
        tier = next((i for i, until in enumerate(free) if until <= step.start), len(free))
        if tier == len(free):
            free.append(step.end)
        free[tier] = max(step.end, step.start + room) if step.about else step.end
        placed.append(tier)
    return placed


def _numbers(journey: Journey) -> dict[str, int]:
    """A number for each clearance, from 1, in the order of the file, by its key."""
    return {clearance.key: number for number, clearance in enumerate(journey.world.clearances, 1)}


def _key(journey: Journey, lanes: Sequence[Lane]) -> str:
    """What the numbers stand for."""
    shown, numbers = {bar.about for lane in lanes for bar in lane.bars}, _numbers(journey)
    named = [
        f"{numbers[clearance.key]} {pick(dict(clearance.described.title))}"
        for clearance in journey.world.clearances
        if clearance.key in shown
    ]
    return _("Numbers: {clearances}.").format(clearances="; ".join(named)) if named else ""


def _name_size(name: str) -> float:
    """The largest size in which a lane's name has room, else the smallest."""
    return next((size for size in LANE_NAMES if style.width_of(name, size) <= NAMES), LANE_NAMES[-1])


def _answer(trails: Sequence[Trail]) -> str:
    granted = [trail for trail in trails if trail.granted]
    said = []
    if granted:
        low, high = (extreme(trail.sojourn for trail in granted) for extreme in (min, max))
        first, last = (joined([t.title for t in granted if t.sojourn == end]) for end in (low, high))
        text = _("{names}: {low}.")
        if low < high:
            text = _("Soonest: {first} ({low}). Latest: {last} ({high}).")
        times = {"low": duration(low), "high": duration(high)}
        said.append(text.format(first=first, last=last, names=first, **times))
    gone = [trail.title for trail in trails if not trail.granted]
    if gone:
        said.append(_("Gave up under {names}.").format(names=joined(gone)))
    said.append(_("One citizen is an example, not an average."))
    return " ".join(said)


def _last(journey: Journey) -> int:
    """The second after which nothing happens any more."""
    return max(max([trail.end, *(s.end for s in trail.steps)]) for trail in journey.trails)


def _whole(journey: Journey) -> int:
    """Seconds from the need to the last end, at least an hour."""
    return max(_last(journey) - journey.need, 3600)


def _axis_name(journey: Journey) -> str:
    if _is_long(journey):
        return _("date; shaded: days off")
    short = _last(journey) - journey.need <= SHORT * HOUR
    return _("time; shaded: all offices are closed") if short else _("date; shaded: all offices are closed")


def _is_long(journey: Journey) -> bool:
    return _last(journey) - journey.need > LONG * DAY


def _time_axis(journey: Journey, axes: Axes, width: float) -> tuple[int, int]:
    """Days as ticks, or hours where there are few; returns the seconds at which the axis begins and ends."""
    start = journey.need
    end = start + int(_whole(journey) * width / (width - BEHIND))
    if _last(journey) - journey.need <= SHORT * HOUR:
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


def _shade(journey: Journey, axes: Axes, start: int, end: int) -> None:
    """Shade when all offices are closed."""
    hours = journey.open_hours
    edges = np.concatenate([[0], np.column_stack([hours.opens, hours.closes]).ravel(), [end]])
    least = 30 * 3600 if _is_long(journey) else 0
    for closes, opens in edges.reshape(-1, 2).tolist():
        if opens > start and closes < end and opens - closes > least:
            axes.axvspan(max(closes, start), min(opens, end), color="#F1F1F1", linewidth=0, zorder=0, gid="closed")


def _band(
    axes: Axes,
    y: float,
    trail: Trail,
    lanes: Sequence[Lane],
    numbers: Mapping[str, int],
    colour: str,
    left: float,
    second: float,
) -> None:
    """One pattern: its name, its lanes, and the flag at its end; `second` is seconds a pixel."""
    across = axes.get_yaxis_transform()
    top, bottom = y + TITLE_LANE, y + TITLE_LANE + sum(lane.height for lane in lanes)
    place: dict[str, Any] = {"xycoords": across, "annotation_clip": False, "va": "center"}
    spot, shift = (0, y + TITLE_LANE / 2), (-left + style.MARGIN + 18, 0)
    style.beside(axes, f"{trail.title}: {trail.outcome}", spot, shift, "band", BAND_NAME, weight="bold", **place)
    x0 = axes.get_xlim()[0] - (left - style.MARGIN) * second
    axes.fill_between([x0, x0 + 10 * second], y + 4, bottom, color=colour, linewidth=0, clip_on=False, gid="chip")
    axes.plot([trail.end, trail.end], [top, bottom], color=style.INK, linewidth=2.5, gid="end", zorder=5)
    time = duration(trail.sojourn)
    text, spot = time if trail.granted else f"{time} ✗", (trail.end, top + lanes[0].height / 2)
    style.beside(axes, text, spot, (7, 0), "sojourn", style.AXIS, weight="bold", va="center")
    for lane in lanes:
        size = _name_size(lane.name)
        axes.plot([0, 1], [top + lane.height] * 2, transform=across, color=style.GRID, linewidth=0.8, zorder=1)
        name = style.shortened(lane.name, size, NAMES)
        style.beside(axes, name, (0, top + lane.height / 2), (-8, 0), "lane", size, ha="right", **place)
        _draw_lane(axes, top, lane, numbers, second)
        top += lane.height


def _draw_lane(axes: Axes, top: float, lane: Lane, numbers: Mapping[str, int], second: float) -> None:
    """The bars of one lane; what happens at the same time lies one above the other."""
    thick = (lane.height - BESIDE) / (max(lane.tiers, default=0) + 1)
    rim = [Stroke(linewidth=2.5, foreground=style.PAPER), Normal()]
    for bar, level in zip(lane.bars, lane.tiers, strict=True):
        middle = top + 3 + thick * (level + 0.5)
        for step in bar.steps:
            length = max(step.end - step.start, LEAST * second)
            look = {**style.filling(step.part), "linewidth": 0.5, "gid": f"step {step.part}"}
            axes.barh(middle, length, thick - 1, left=step.start, zorder=3 if step.phase == "service" else 2, **look)
        if bar.about:
            look = {"va": "center", "weight": "bold", "path_effects": rim, "zorder": 6}
            style.beside(axes, str(numbers[bar.about]), (bar.start, middle), (1, 0), "number", NUMBER, **look)

"""One citizen's way under every pattern: swim lanes on one time axis, a band for each pattern."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wogsim.charts import style
from wogsim.charts.frame import Said, frame
from wogsim.charts.rows import part_legend
from wogsim.contract.hours import DAY
from wogsim.language import _, joined, ngettext, number, pick
from wogsim.measures.anatomy import PARTS
from wogsim.studies.journey.deeds import CITIZEN, FILES, FRONT, TEAM
from wogsim.studies.journey.result import Journey, Trail
from wogsim.studies.journey.steps import Step
from wogsim.studies.journey.words import MONTHS, WEEKDAYS
from wogsim.studies.words import levers, rests

OTHERS = "others"
LANE, TITLE_LANE, GAP = 25.0, 27.0, 9.0  # pixels
LANE_NAME, BAND_NAME = 12.0, 14.5  # points
NAMES = 270  # pixels of lane names at most
LANES = 28  # lanes of all bands together that a picture can hold
LEAST = 3.0  # pixels: a minute at a counter is seen even in a journey of months
LONG = 24  # days from which nights are too narrow to be shaded, and only days off are


@dataclass(frozen=True)
class Lane:
    """One lane of a band: whose it is and what happens in it."""

    key: str
    name: str
    steps: tuple[Step, ...]


def swim_lanes(journey: Journey) -> Figure:
    """One citizen's way under every pattern, from need to permit: a lane for everybody who has to do with the case."""
    most = max(4, LANES // len(journey.trails))
    bands = [lanes_of(journey, trail, most) for trail in journey.trails]
    lanes = [lane for band in bands for lane in band]
    legend = part_legend([part for part in PARTS if any(s.part == part for lane in lanes for s in lane.steps)])
    heights = [TITLE_LANE + LANE * len(band) + GAP for band in bands]
    body = sum(heights)
    left = style.MARGIN + 34 + min(NAMES, max(style.width_of(lane.name, LANE_NAME) for lane in lanes))
    said = Said(
        _("How does one citizen get the permit?"),
        _answer(journey.trails),
        [journey.heading(), f"{levers(journey.world, journey.preset)}; {rests(journey.loaded)}"],
        _("date; shaded: days off") if _is_long(journey) else _("date; shaded: all offices are closed"),
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
        _band(axes, y, trail, band, colour, left, (end - start) / width)
        y += high
    legend.draw(shown)
    return shown.figure


def lanes_of(journey: Journey, trail: Trail, most: int) -> list[Lane]:
    """The lanes of one band: citizen, front, files, agencies; the least busy share one where they are too many."""
    names = {CITIZEN: _("citizen"), FRONT: _("front unit"), FILES: _("file on its way"), TEAM: _("technical team")}
    names |= {f"agency:{agency.key}": pick(agency.title) for agency in journey.world.agencies}
    by_lane = {key: tuple(s for s in trail.steps if s.lane == key) for key in names}
    used = [key for key in names if by_lane[key]]
    fixed = [key for key in used if key in (CITIZEN, FRONT)]
    rest = [key for key in used if key not in fixed]
    if len(used) <= most:
        return [Lane(key, names[key], by_lane[key]) for key in used]
    busy = {key: sum(s.end - s.start for s in by_lane[key]) for key in rest}
    kept = sorted(rest, key=lambda key: -busy[key])[: max(most - len(fixed) - 1, 0)]
    merged = [key for key in rest if key not in kept]
    agencies = ngettext("{count} other", "{count} others", len(merged)).format(count=len(merged))
    together = tuple(sorted((s for key in merged for s in by_lane[key]), key=lambda s: (s.start, s.end)))
    lanes = [Lane(key, names[key], by_lane[key]) for key in used if key not in merged]
    return [*lanes, Lane(OTHERS, agencies, together)]


def tiers(steps: Sequence[Step]) -> list[int]:
    """A tier for each step so that no two of one tier overlap in time; the lowest free one is taken."""
    free: list[int] = []
    placed = []
    for step in steps:
        tier = next((i for i, until in enumerate(free) if until <= step.start), len(free))
        if tier == len(free):
            free.append(step.end)
        free[tier] = step.end
        placed.append(tier)
    return placed


def _answer(trails: Sequence[Trail]) -> str:
    granted = [trail for trail in trails if trail.granted]
    said = []
    if granted:
        low, high = (extreme(trail.sojourn for trail in granted) for extreme in (min, max))
        first, last = (joined([t.title for t in granted if t.sojourn == end]) for end in (low, high))
        text = _("{names}: {days} days.")
        if low < high:
            text = _("Soonest: {first} ({low} days). Latest: {last} ({high} days).")
        days = {"low": number(low / DAY, 1), "high": number(high / DAY, 1)}
        said.append(text.format(first=first, last=last, names=first, days=days["low"], **days))
    gone = [trail.title for trail in trails if not trail.granted]
    if gone:
        said.append(_("Gave up under {names}.").format(names=joined(gone)))
    said.append(_("One citizen is an example, not an average."))
    return " ".join(said)


def _last(journey: Journey) -> int:
    """The second after which nothing happens any more."""
    return max(max([trail.end, *(s.end for s in trail.steps)]) for trail in journey.trails)


def _is_long(journey: Journey) -> bool:
    return _last(journey) - journey.need > LONG * DAY


def _time_axis(journey: Journey, axes: Axes, width: float) -> tuple[int, int]:
    """Days as ticks, as many as have room; returns the seconds at which the axis begins and ends."""
    start = journey.need
    # Room for the label behind the last end.
    end = start + int(max(_last(journey) - start, 3600) * width / (width - 110))
    every = max(1, math.ceil((end - start) / DAY / (width / 78)))
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


def _shade(journey: Journey, axes: Axes, start: int, end: int) -> None:
    """Shade when all offices are closed."""
    hours = journey.open_hours
    edges = np.concatenate([[0], np.column_stack([hours.opens, hours.closes]).ravel(), [end]])
    least = 30 * 3600 if _is_long(journey) else 0
    for closes, opens in edges.reshape(-1, 2).tolist():
        if opens > start and closes < end and opens - closes > least:
            axes.axvspan(max(closes, start), min(opens, end), color="#F1F1F1", linewidth=0, zorder=0, gid="closed")


def _band(axes: Axes, y: float, trail: Trail, lanes: Sequence[Lane], colour: str, left: float, second: float) -> None:
    """One pattern: its name, its lanes, and the flag at its end; `second` is seconds a pixel."""
    across = axes.get_yaxis_transform()
    bottom = y + TITLE_LANE + LANE * len(lanes)
    place: dict[str, Any] = {"xycoords": across, "annotation_clip": False, "va": "center"}
    spot, shift = (0, y + TITLE_LANE / 2), (-left + style.MARGIN + 18, 0)
    style.beside(axes, f"{trail.title}: {trail.outcome}", spot, shift, "band", BAND_NAME, weight="bold", **place)
    x0 = axes.get_xlim()[0] - (left - style.MARGIN) * second
    axes.fill_between([x0, x0 + 10 * second], y + 4, bottom, color=colour, linewidth=0, clip_on=False, gid="chip")
    for i, lane in enumerate(lanes):
        top = y + TITLE_LANE + LANE * i
        axes.plot([0, 1], [top + LANE, top + LANE], transform=across, color=style.GRID, linewidth=0.8, zorder=1)
        name = style.shortened(lane.name, LANE_NAME, NAMES)
        style.beside(axes, name, (0, top + LANE / 2), (-8, 0), "lane", LANE_NAME, ha="right", **place)
        _draw_lane(axes, top, lane, second)
    axes.plot([trail.end, trail.end], [y + TITLE_LANE, bottom], color=style.INK, linewidth=2.5, gid="end", zorder=5)
    days = _("{value} days").format(value=number(trail.sojourn / DAY, 1))
    text, spot = days if trail.granted else f"{days} ✗", (trail.end, y + TITLE_LANE + LANE / 2)
    style.beside(axes, text, spot, (7, 0), "sojourn", style.AXIS, weight="bold", va="center")


def _draw_lane(axes: Axes, top: float, lane: Lane, second: float) -> None:
    """The steps of one lane; what happens at the same time lies one above the other."""
    drawn = [step for step in lane.steps if step.end > step.start or step.phase == "service"]
    tier = tiers(drawn)
    thick = (LANE - 5) / (max(tier, default=0) + 1)
    for step, level in zip(drawn, tier, strict=True):
        length = max(step.end - step.start, LEAST * second)
        middle = top + 3 + thick * (level + 0.5)
        look = {**style.filling(step.part), "linewidth": 0.5, "gid": f"step {step.part}"}
        axes.barh(middle, length, thick, left=step.start, zorder=3 if step.phase == "service" else 2, **look)

"""One citizen's way under every pattern: swim lanes on one time axis, a band for each pattern, on sheets of 16 to 9."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke

from wogsim.charts import style
from wogsim.charts.dates import BEHIND, axis_name, shade, time_axis, whole
from wogsim.charts.frame import Frame, Legend, Said, frame
from wogsim.charts.lanes import BESIDE, LANE, Lane, lanes_of
from wogsim.charts.rows import part_legend
from wogsim.language import _, joined, pick
from wogsim.measures.anatomy import PARTS
from wogsim.studies.journey.result import Journey, Trail
from wogsim.studies.journey.words import duration
from wogsim.studies.words import levers, rests

SIZES = ((style.WIDTH, style.HEIGHT), (1600.0, 900.0))  # of a sheet in pixels; the larger where the first is too small
GAP = 10.0  # pixels between bands
LANE_NAMES, BAND_NAME, NUMBER = (12.0, 11.0, 10.0, 9.0), 14.5, 10.0  # points
NAMES, TITLES = 240, 170  # pixels of lanes' and of patterns' names at most
CHIP = 10  # pixels of a pattern's colour beside its name
NUMBERED = 18  # pixels of a bar's number
LANES = 28  # lanes of all bands together that a picture can hold
LEAST = 3.0  # pixels: a minute at a counter is seen even in a journey of months


@dataclass(frozen=True)
class Plan:
    """What all sheets of a journey share: how large they are, and each band's lanes, in the order of the trails."""

    size: style.XY
    bands: tuple[tuple[Lane, ...], ...]
    names: float  # pixels of the column with lanes' names
    titles: tuple[str, ...]  # patterns' names, which stand left of it

    @property
    def left(self) -> float:
        """Room left of the axes, in pixels."""
        widest = max(style.width_of(title, BAND_NAME, bold=True) for title in self.titles)
        return style.MARGIN + CHIP + widest + self.names + 28

    def high(self, band: int) -> float:
        """How high a band is with the gap beneath it, in pixels."""
        return max(sum(lane.height for lane in self.bands[band]), LANE * 1.5) + GAP


def swim_lanes(journey: Journey) -> Figure:
    """One citizen's way under every pattern, from need to permit: a lane for everybody who has to do with the case.

    All patterns on one sheet, however high, to be scrolled; for a projector see `swim_lane_sheets`.
    """
    everybody = range(len(journey.trails))
    plan = _plan(journey, SIZES[0])
    if not _fits(journey, plan, everybody):
        plan = _plan(journey, SIZES[-1])
    spare = _room(journey, plan) - sum(map(plan.high, everybody))
    return _draw(journey, replace(plan, size=(plan.size[0], plan.size[1] - min(spare, 0))), everybody, 1, 1)


def swim_lane_sheets(journey: Journey) -> list[Figure]:
    """The same on as many sheets as it needs, 16 to 9 as a projector is, with one time axis."""
    everybody = range(len(journey.trails))
    plan = _plan(journey, SIZES[0])
    if _fits(journey, plan, everybody):
        return [_draw(journey, plan, everybody, 1, 1)]
    plan = _plan(journey, SIZES[-1])
    sheets = packed([plan.high(band) for band in everybody], _room(journey, plan))
    return [_draw(journey, plan, shown, number, len(sheets)) for number, shown in enumerate(sheets, 1)]


def packed(heights: Sequence[float], room: float) -> list[list[int]]:
    """Numbers of bands by sheet, in order, on as few sheets of so much room as it takes, filled as evenly as can be."""
    ends = [0.0, *np.cumsum(heights).tolist()]
    rooms = sorted({high - low for low, high in combinations(ends, 2) if high - low < room})
    few = _filled(heights, room)
    return next((sheets for less in rooms if len(sheets := _filled(heights, less)) == len(few)), few)


def _filled(heights: Sequence[float], room: float) -> list[list[int]]:
    """One sheet after the other; a band that has no room on any has one of its own."""
    sheets: list[list[int]] = []
    left = 0.0
    for band, height in enumerate(heights):
        if not sheets or height > left + 1e-6:
            sheets.append([])
            left = room
        sheets[-1].append(band)
        left -= height
    return sheets


def _plan(journey: Journey, size: style.XY) -> Plan:
    """The lanes of every band on sheets of this size."""
    most = max(4, LANES // len(journey.trails))
    bands = [lanes_of(journey, trail, most) for trail in journey.trails]
    names = [lane.name for band in bands for lane in band]
    titles = style.broken([trail.title for trail in journey.trails], BAND_NAME, TITLES, 3)
    plan = Plan(
        size,
        (),
        min(NAMES, max(style.width_of(name, _name_size(name)) for name in names)),
        tuple(titles),
    )
    seconds = int(NUMBERED * whole(journey) / (size[0] - style.MARGIN - plan.left - BEHIND))
    return replace(plan, bands=tuple(tuple(replace(lane, room=seconds) for lane in band) for band in bands))


def _fits(journey: Journey, plan: Plan, bands: Sequence[int]) -> bool:
    return sum(map(plan.high, bands)) <= _room(journey, plan)


def _room(journey: Journey, plan: Plan) -> float:
    """Height that bands have on a sheet, in pixels."""
    return _frame(journey, plan, 1, 1)[0].inner[1]


def _frame(journey: Journey, plan: Plan, number: int, of: int) -> tuple[Frame, Legend]:
    """A sheet with its words and its empty axes, the same on every sheet but for its number."""
    lanes = [lane for band in plan.bands for lane in band]
    width, height = plan.size
    legend = part_legend([part for part in PARTS if any(s.part == part for lane in lanes for s in lane.steps)], width)
    question = _("How does one citizen get the permit?")
    said = Said(
        question if of == 1 else f"{question} ({number}/{of})",
        _answer(journey.trails),
        [
            _key(journey, lanes),
            journey.beside(),
            journey.heading(),
            f"{levers(journey.world, journey.preset)}; {rests(journey.loaded)}",
        ],
        axis_name(journey),
    )
    return frame(said, head=legend.height, height=height, left=plan.left, lines=2, width=width), legend


def _draw(journey: Journey, plan: Plan, bands: Sequence[int], number: int, of: int) -> Figure:
    """One sheet with some of the bands."""
    shown, legend = _frame(journey, plan, number, of)
    axes, (width, height) = shown.axes, shown.inner
    start, end = time_axis(journey, axes, width)
    body = sum(map(plan.high, bands))
    axes.set_ylim(max(body, height), 0)  # from here on, heights are in pixels
    shade(journey, axes, start, end)
    y = (max(body, height) - body) / 2
    for band in bands:
        _band(journey, axes, y, band, plan, (end - start) / width)
        y += plan.high(band)
    legend.draw(shown)
    return shown.figure


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


def _band(journey: Journey, axes: Axes, y: float, band: int, plan: Plan, second: float) -> None:
    """One pattern: its name, its lanes, and the flag at its end; `second` is seconds a pixel."""
    trail, lanes, across = journey.trails[band], plan.bands[band], axes.get_yaxis_transform()
    top, bottom = y, y + plan.high(band) - GAP
    place: dict[str, Any] = {"xycoords": across, "annotation_clip": False, "va": "center"}
    shift = (-plan.left + style.MARGIN + CHIP + 8, 0)
    bold: dict[str, Any] = {"weight": "bold", "linespacing": 1.05}
    style.beside(axes, plan.titles[band], (0, (y + bottom) / 2), shift, "band", BAND_NAME, **bold, **place)
    x0 = axes.get_xlim()[0] - (plan.left - style.MARGIN) * second
    colour = style.colour_in(journey.loaded, trail.pattern)
    axes.fill_between([x0, x0 + CHIP * second], y, bottom, color=colour, linewidth=0, clip_on=False, gid="chip")
    axes.plot([0, 1], [bottom + GAP / 2] * 2, transform=across, color=style.PALE, linewidth=0.8, zorder=1)
    axes.plot([trail.end, trail.end], [top, bottom], color=style.INK, linewidth=2.5, gid="end", zorder=5)
    time = duration(trail.sojourn)
    text = time if trail.granted else f"✗ {trail.outcome}"
    side, gap = ("left", 7) if trail.granted or style.width_of(text, style.AXIS, bold=True) < BEHIND else ("right", -7)
    spot = (trail.end, top + lanes[0].height / 2)
    rim = [Stroke(linewidth=3, foreground=style.PAPER), Normal()]
    look: dict[str, Any] = {"weight": "bold", "va": "center", "ha": side, "path_effects": rim, "zorder": 7}
    style.beside(axes, text, spot, (gap, 0), "sojourn", style.AXIS, **look)
    names = [lane.name for lane in lanes]
    short = style.distinct(names, lambda name: style.shortened(name, _name_size(name), NAMES))
    for lane, name in zip(lanes, short, strict=True):
        size = _name_size(lane.name)
        if lane is not lanes[-1]:
            axes.plot([0, 1], [top + lane.height] * 2, transform=across, color=style.GRID, linewidth=0.8, zorder=1)
        style.beside(axes, name, (0, top + lane.height / 2), (-8, 0), "lane", size, ha="right", **place)
        _draw_lane(axes, top, lane, _numbers(journey), second)
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

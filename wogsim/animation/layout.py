"""Where everything is on the picture: a panel for each pattern, a row for each office, in pixels from the top left."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wogsim.animation.scene import PERSON, STREET, Here, Scene
from wogsim.contract.cases import NONE

WIDTH, HEIGHT, MARGIN = 1280, 720, 24
TOP, BOTTOM = 152, 62  # pixels above and below the offices
GAP = 28  # between panels
ROAD = 26  # pixels beside the offices: on the left people walk, on the right files travel
TALLEST = 74  # a row of few offices
STEP, FILE_STEP = 20.0, 15.0  # from one in a queue to the next
GAP_AT_HOME = 30.0  # pixels between counters and back rooms in another building
WALL = 0.56  # where counters stand, as a share of an office's width
COMPACT = 40  # rows lower than this have their names left of all panels, not above the queues
GUTTER = {1: 260.0, 2: 220.0, 3: 170.0}  # pixels of such names, by the number of panels

PILE = 5  # files on a pile, so that they can be counted
PILE_STEP, LEAST_STEP, SHEET_HIGH = 5.0, 2.0, 13.0  # pixels from one file of a pile to the next, and of a file

GLIDE = 0.55  # how much of the way in one picture

Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One pattern's place: ``left`` and ``right`` are the roads, ``rows`` the offices' upper edges by office.

    ``apart`` are offices whose back rooms are in another building than their counters.
    """

    left: float
    right: float
    rows: dict[int, float]
    high: float
    counters: tuple[int, ...]
    apart: frozenset[int] = frozenset()

    @property
    def roads(self) -> tuple[float, float]:
        """The middle of both roads."""
        return self.left + ROAD / 2, self.right - ROAD / 2

    @property
    def inside(self) -> tuple[float, float]:
        """Where offices begin and end between the roads."""
        return self.left + ROAD, self.right - ROAD

    @property
    def wall(self) -> float:
        """Where the counters stand: people on the left, files on the right."""
        begin, end = self.inside
        return begin + (end - begin) * WALL

    def back(self, office: int) -> float:
        """Where an office's back rooms begin."""
        return self.wall + (GAP_AT_HOME if office in self.apart else 0.0)

    def lane(self, office: int) -> float:
        """The height on which people and files of an office stand."""
        return self.rows[office] + self.high * (0.5 if self.compact else 0.62)

    @property
    def compact(self) -> bool:
        """Whether rows are too low for a name above the queue."""
        return self.high < COMPACT

    def room(self, kind: str, office: int) -> int:
        """How many stand in line before they are only counted."""
        begin, _end = self.inside
        if kind == PERSON:
            return max(int((self.wall - begin - STEP * (self.shown(office) + 1)) / STEP), 1)
        return self.piles(office) * PILE

    def piles(self, office: int) -> int:
        """How many piles of files lie side by side, of those in work and of those that wait."""
        return max(int((self.inside[1] - self.back(office)) / FILE_STEP / 2) - 1, 1)

    @property
    def pile_step(self) -> float:
        """From one file of a pile to the next, as far as a row is high."""
        above = self.high * (0.5 if self.compact else 0.4) - SHEET_HIGH / 2
        return min(max(above / (PILE - 1), LEAST_STEP), PILE_STEP)

    def shown(self, office: int) -> int:
        """Counters that are drawn, with room for a queue as long as their row; where they have no limit, a few."""
        counters, room = self.counters[office], int((self.wall - self.inside[0]) / STEP)
        return 4 if counters == NONE else min(counters, max(8, room // 2), room - 3)

    def hides(self, here: Here) -> bool:
        """Whether somebody stands at a counter that is not drawn, and so can only be counted."""
        return here.kind == PERSON and here.target is None and here.served and here.place >= self.shown(here.office)


def panels(scenes: Sequence[Scene]) -> list[Panel]:
    """A panel for each scene, side by side, the same offices at the same height; see `shown`."""
    offices = shown(scenes)
    high = min((HEIGHT - TOP - BOTTOM) / len(offices), TALLEST)
    gutter = GUTTER[len(scenes)] if high < COMPACT else 0.0
    width = (WIDTH - 2 * MARGIN - gutter - GAP * (len(scenes) - 1)) / len(scenes)
    rows = {office: TOP + high * place for place, office in enumerate(offices)}
    lefts = [MARGIN + gutter + i * (width + GAP) for i in range(len(scenes))]
    return [
        Panel(left, left + width, rows, high, scene.counters, scene.apart)
        for left, scene in zip(lefts, scenes, strict=True)
    ]


def shown(scenes: Sequence[Scene]) -> list[int]:
    """Offices that anybody staffs; where they are too many for high rows, only those to which anything comes."""
    offices = staffed(scenes)
    if (HEIGHT - TOP - BOTTOM) / len(offices) >= COMPACT:
        return offices
    met = set[int]().union(*(scene.offices for scene in scenes))
    return [office for office in offices if office in met] or offices


def staffed(scenes: Sequence[Scene]) -> list[int]:
    """Offices that anybody staffs under any pattern."""
    return [i for i in range(len(scenes[0].staffed)) if any(scene.staffed[i] for scene in scenes)]


def spot(panel: Panel, here: Here) -> Point:
    """Where a person or a file is seen."""
    if here.target is not None:
        return _along(_way(panel, here), here.share)
    y, counters, room = panel.lane(here.office), panel.shown(here.office), panel.room(here.kind, here.office)
    if here.kind == PERSON and here.served:
        return panel.wall - STEP * (0.5 + min(here.place, counters)), y  # beyond the last: left of all counters
    place = min(here.place, room)
    if here.kind == PERSON:
        return panel.wall - STEP * (counters + 1 + place), y
    begin = panel.back(here.office) + 10 + (0 if here.served else FILE_STEP * (panel.piles(here.office) + 1))
    pile, level = divmod(place, PILE)
    return begin + FILE_STEP * (pile + 0.5), y - panel.pile_step * level


def _way(panel: Panel, here: Here) -> list[Point]:
    """The corners of a way: out to the road, along it, in again."""
    ends = [office for office in (here.office, here.target) if office is not None and office != STREET]
    (walk, drive), (begin, end) = panel.roads, panel.inside
    road, inner = (walk, begin + 8) if here.kind == PERSON else (drive, end - 8)
    first, last = panel.lane(ends[0]), panel.lane(ends[-1])
    if here.office == STREET:
        return [(road - ROAD, first), (inner, first)]
    if here.target == STREET:
        return [(inner, first), (road - ROAD, first)]
    if here.office == here.target and here.office in panel.apart:
        way = [(panel.wall, first), (panel.back(here.office) + 10, first)]
        return way[::-1] if here.back else way
    return [(inner, first), (road, first), (road, last), (inner, last)]


def _along(corners: Sequence[Point], share: float) -> Point:
    """The point that lies a share of the way along the corners."""
    lengths = [math.dist(a, b) for a, b in pairwise(corners)]
    left = share * sum(lengths)
    for ((ax, ay), (bx, by)), length in zip(pairwise(corners), lengths, strict=True):
        if length and left <= length:
            return ax + (bx - ax) * left / length, ay + (by - ay) * left / length
        left -= length
    return corners[-1]


def glide(before: Point | None, after: Point) -> Point:
    """Most of the way from where something was seen last, so that nothing jumps."""
    x, y = before or after
    return x + GLIDE * (after[0] - x), y + GLIDE * (after[1] - y)

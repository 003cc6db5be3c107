"""What happens to one citizen's case as lanes and bars: whose lane it is, what is one bar, what lies above what.

What offices do for one clearance without a gap, from assignment to signature, is one bar with parts and its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from wogsim.language import _, ngettext, pick
from wogsim.studies.journey.deeds import CITIZEN, FILES, FRONT, TEAM
from wogsim.studies.journey.result import Journey, Trail
from wogsim.studies.journey.steps import Step

OTHERS = "others"
LANE = 24.0  # pixels
TIER, BESIDE = 15.0, 5.0  # pixels of what lies above other things at the same time, and above and below them all


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

"""What is known of a scenario before anything is run: rows, titles, whether an exercise can be played with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from wogsim.app.library import titles
from wogsim.app.room.rooms import CHALLENGE, GOAL, PREDICT, Room, Setup, own_file
from wogsim.app.room.store import Store
from wogsim.app.room.working import Source, loaded_from
from wogsim.chance.distributions import WORKING_DAYS
from wogsim.language import _, percent, pick
from wogsim.patterns import MEANINGS, PATTERNS, Authority
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded
from wogsim.scenario.standards import promises
from wogsim.studies.units import length
from wogsim.studies.words import agencies, each_authority

MOST_ROWS = 7  # that somebody ranks on a phone
DOOR, LETTER_BOX = "one-door", "letter-box"
RESTAURANT = "restaurant-permit"


@dataclass(frozen=True)
class Scene:
    """A scenario as a class meets it; ``source`` is from where a worker reads it."""

    loaded: Loaded
    source: Source

    @property
    def rows(self) -> tuple[str, ...]:
        """The patterns that are ranked, in the scenario's order."""
        return tuple(self.loaded.scenario.levers.patterns[:MOST_ROWS])

    @property
    def title(self) -> str:
        """The scenario's title in the language in use."""
        return pick(dict(self.loaded.scenario.title))

    @property
    def about(self) -> str:
        """What it says of itself."""
        about = self.loaded.scenario.about
        return pick(dict(about)) if about else ""

    def named(self, row: str) -> str:
        """A pattern's name."""
        return pattern_title(row, self.loaded.scenario)

    def situation(self) -> list[str]:
        """What a class must know to predict: agencies, authority, standard."""
        scenario = self.loaded.scenario
        said = [agencies(scenario.levers.agencies or len(scenario.world.agencies)), self.authority]
        if standard := self.standard:
            said.append(_("standard: {time}").format(time=standard))
        return said

    @property
    def authority(self) -> str:
        """What is granted, and of how many clearances it can be, lest all of it sound like every decision."""
        scenario = self.loaded.scenario
        clearances = scenario.world.clearances.values()
        can = {kind.value: sum(kind.value not in one.not_grantable for one in clearances) for kind in Authority}
        if any(getattr(scenario.levers, kind) < 1 for kind in Authority):
            text = _(
                "{shares}; of {all} clearances {delegated} can be delegated, {coordinating} coordinated, {automated} "
                "automated"
            )
            return text.format(shares=each_authority(scenario.levers), all=len(clearances), **can)
        text = _(
            "all authority that can be granted: of {all} clearances {delegated} delegated, {coordinating} coordinated, "
            "{automated} automated"
        )
        return text.format(all=len(clearances), **can)

    @property
    def standard(self) -> str:
        """The promised time, where all permits have one and the same; a word that they have their own; else nothing."""
        found = set(promises(self.loaded.scenario.world))
        if not found:
            return ""
        [first, *more] = found
        if more or first is None:
            return _("each permit its own")
        unit = "working days" if first.time.clock == WORKING_DAYS else "days"
        return length(first.time.seconds, unit)

    @property
    def agencies(self) -> tuple[tuple[str, str], ...]:
        """Agencies that have applicants of their own, key and title."""
        world = self.loaded.scenario.world
        having = {clearance.agency for clearance in world.clearances.values() if clearance.own_cases is not None}
        return tuple((key, pick(dict(agency.title))) for key, agency in world.agencies.items() if key in having)

    def unplayable(self, exercise: str) -> str:
        """Why an exercise cannot be played with this scenario; empty where it can."""
        if exercise == PREDICT and len(self.rows) < 2:
            return _("This scenario compares fewer than two patterns: there is nothing to rank.")
        if exercise == CHALLENGE and not promises(self.loaded.scenario.world):
            return _("This scenario promises no time, so there is no standard to meet.")
        if exercise == GOAL and not (self.agencies and self.behind):
            return _("In this scenario no agency has applicants of its own before whom a forwarded file could go.")
        return ""

    def meanings(self) -> list[tuple[str, str]]:
        """The rows with what happens under each; of a scenario's own row only its name is known."""
        return [(self.named(row), _(MEANINGS.get(row, "")) if row in MEANINGS else "") for row in self.rows]

    @cached_property
    def tried(self) -> tuple[str, ...]:
        """The rows among which the challenge chooses: those that the levers move, since authority is what it limits.

        Where no such row of the scenario can be granted anything, these are the shipped patterns.
        """
        rows = self.loaded.scenario.rows()
        moved = tuple(row for row in self.rows if not rows[row].shares)
        return moved if any(rows[row].grants for row in moved) else tuple(PATTERNS)

    @cached_property
    def behind(self) -> str:
        """The row whose files are all forwarded, in which the shared goal is played; empty where there is none."""
        rows = self.loaded.scenario.rows()
        return next((row for row in (LETTER_BOX, DOOR) if row in rows), "")

    @cached_property
    def fingerprint(self) -> str:
        """Of all that the scenario says."""
        return self.loaded.fingerprint

    @cached_property
    def searched(self) -> bool:
        """Whether there is a break-even authority to guess: one door with a grant, beside one roof."""
        rows = self.loaded.scenario.rows()
        return DOOR in rows and "one-roof" in rows and bool(rows[DOOR].grants)


@lru_cache(maxsize=64)
def scene(source: Source) -> Scene:
    """The scene of a scenario, by its name, or by the name and the text of an instructor's own.

    Raises
    ------
    BadInput
        When there is none, or it is broken.
    """
    return Scene(loaded_from(source), source)


def scene_of(room: Room, store: Store) -> Scene:
    """The scene of a room.

    Raises
    ------
    BadInput
        When its scenario is no longer there, or is broken, as it may be after another version was installed.
    """
    return scene(own_file(store, room) or room.scenario)


def playable() -> list[str]:
    """Names of the shipped scenarios that a class can play, the restaurant permit first; broken ones are left out."""
    there = [name for name in titles() if not scene(name).unplayable(PREDICT)]
    return sorted(there, key=lambda name: (name != RESTAURANT, name))


def usual_setup(source: str) -> Setup:
    """What the instructor is offered: in the shipped city a standard that can be met, though not by everybody."""
    family = {source, Path(str(scene(source).loaded.tree.get("base", ""))).stem}
    return Setup(standard=30) if RESTAURANT in family else Setup()


def share_said(share: float | None) -> str:
    """A guessed authority as people read it; None is never."""
    return _("never") if share is None else percent(share)

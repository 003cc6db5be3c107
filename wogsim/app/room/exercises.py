"""What may be answered in each exercise: from the fields of a form to what is written down, or a sentence why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wogsim.app.room.limits import REASON, Refused
from wogsim.app.room.rooms import CHALLENGE, GOAL, PREDICT, Room
from wogsim.app.room.scene import Scene
from wogsim.errors import commands
from wogsim.language import _

Fields = Mapping[str, str]
Given = dict[str, Any]

NEVER = "never"
GUESSES = [*(str(percent) for percent in range(0, 101, 5)), NEVER]  # of the break-even authority, in hundredths
OWN, ONE_GOAL = "own", "goal"  # whose files go first
FEWER = 2  # assessors that a try may take away from a place


def read(exercise: str, fields: Fields, scene: Scene, room: Room, places: Sequence[str] = ()) -> Given:
    """What somebody answered.

    Parameters
    ----------
    places : clearances at which the challenge moves people

    Raises
    ------
    Refused
        When something is missing or cannot be.
    """
    if exercise not in READ:
        raise Refused(_("There is no such exercise."), status=404)
    return READ[exercise](fields, scene, room, places)


def _predicted(fields: Fields, scene: Scene, _room: Room, _places: Sequence[str]) -> Given:
    """The patterns from fastest to slowest, the break-even authority, and why."""
    places = {row: fields.get(f"place-{row}", "") for row in scene.rows}
    wanted = [str(place) for place in range(1, len(scene.rows) + 1)]
    if sorted(places.values()) != sorted(wanted):
        raise Refused(
            _("Please give each pattern another place, from 1 (fastest) to {last}.").format(last=len(scene.rows))
        )
    given: Given = {"order": sorted(scene.rows, key=lambda row: int(places[row])), "reason": _line(fields, "reason")}
    if scene.searched:
        guess = fields.get("share", "")
        if guess not in GUESSES:
            raise Refused(_("Please choose from which authority on one door is faster than one roof, or never."))
        given["share"] = None if guess == NEVER else int(guess) / 100
    return given


def _line(fields: Fields, name: str) -> str:
    """One line of text."""
    text = " ".join(fields.get(name, "").split())
    if len(text) > REASON:
        raise Refused(_("That line is too long; expected at most {most} signs.").format(most=REASON))
    if commands(text):
        raise Refused(_("That line has signs that cannot be shown; please write it again."))
    return text


def _tried(fields: Fields, scene: Scene, room: Room, places: Sequence[str]) -> Given:
    """A pattern, an authority, and people at some places, within the budget."""
    pattern = fields.get("pattern", "")
    if pattern not in scene.tried:
        raise Refused(_("Please choose a pattern."))
    share = _whole(fields.get("share", ""), 0, round(room.setup.authority * 100)) / 100
    most = room.setup.people
    people = {key: _whole(fields.get(f"people-{key}", "0"), -FEWER, most) for key in places}
    added = sum(people.values())
    if added > most:
        text = _("That takes {added} people more, and the budget has {most}; take some away.")
        raise Refused(text.format(added=added, most=most))
    moved = {key: more for key, more in people.items() if more}
    return {"pattern": pattern, "share": share, "data": bool(fields.get("data")), "people": moved}


def _whole(text: str, least: int, most: int) -> int:
    try:
        value = int(text[:6])
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise Refused(_("Expected a whole number from {least} to {most}.").format(least=least, most=most))
    return value


def _chosen(fields: Fields, _scene: Scene, _room: Room, _places: Sequence[str]) -> Given:
    """Whose files go first."""
    choice = fields.get("choice", "")
    if choice not in (OWN, ONE_GOAL):
        raise Refused(_("Please choose whose files go first."))
    return {"choice": choice}


READ: dict[str, Callable[[Fields, Scene, Room, Sequence[str]], Given]] = {
    PREDICT: _predicted,
    CHALLENGE: _tried,
    GOAL: _chosen,
}

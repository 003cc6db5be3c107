"""What the commands about scenarios print of a class: its question, its lever, what to look for, the evidence."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from wogsim.errors import BadInput, Problem
from wogsim.language import _, pick
from wogsim.scenario.consistency import one_of
from wogsim.scenario.file import Lesson
from wogsim.scenario.reading import Loaded
from wogsim.validation.evidence import rows

LIKE, MOST = 0.7, 3  # how alike a place must be to be meant; so many are named
JOINING = ("and", "dan")  # words of a place that need not be said


def lesson_lines(lesson: Lesson | None) -> Iterator[str]:
    """A line for each thing that is said."""
    if lesson is None:
        return
    if lesson.question:
        yield _("Question: {text}").format(text=pick(dict(lesson.question)))
    if lesson.lever:
        yield _("What to move: {path}").format(path=lesson.lever)
    if lesson.look_for:
        yield _("What to look for: {text}").format(text=pick(dict(lesson.look_for)))
    if lesson.evidence:
        yield _("Published figures to hold beside it: {names}").format(names="; ".join(lesson.evidence))


def refuse_unknown_evidence(loaded: Loaded) -> None:
    """Refuse published figures that are not in the table of evidence, in either language.

    Commas, brackets, capitals and an "and" do not count.

    Raises
    ------
    BadInput
        Naming each, and the nearest that is there.
    """
    known = list(dict.fromkeys(text for row in rows() for text in row.place.values()))
    named = loaded.scenario.lesson.evidence if loaded.scenario.lesson else ()
    spelt = {_words(place) for place in known}
    unknown = [name for name in named if _words(name) not in spelt]
    if unknown:
        english = [row.place["en"] for row in rows()]
        raise BadInput(*(Problem("class.evidence", name, _near(name, known, english), loaded.name) for name in unknown))


def _words(place: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"\w+", place.casefold()) if word not in JOINING)


def _near(name: str, known: list[str], listed: list[str]) -> str:
    likeness = {place: _likeness(name.lower(), place.lower()) for place in known}
    close = sorted((place for place in known if likeness[place] >= LIKE), key=lambda place: -likeness[place])
    if not close:
        return _("no published case has that place;") + " " + one_of(name, listed)
    text = _("no published case has that place; did you mean {names}?")
    return text.format(names=", ".join(f"'{one}'" for one in close[:MOST]))


def _likeness(name: str, place: str) -> float:
    """How alike they are, 0 to 1: as a whole, or the name and as much of the place; one within the other is alike."""
    parts = (place, place[: len(name)], place.partition(",")[0])
    return max(0.9 if name in place else 0.0, *(SequenceMatcher(None, name, part).ratio() for part in parts))

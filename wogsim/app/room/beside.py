"""Answers beside what the model says. Ties are ties: who orders patterns that are not told apart is never wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median_low
from typing import Any

from wogsim.app.room.exercises import ONE_GOAL, OWN
from wogsim.app.room.people import Answer
from wogsim.app.room.rooms import Setup

Found = Mapping[str, Any]

MET, PERHAPS, MISSED = "met", "perhaps", "missed"  # a standard, as far as chance lets us know


def right(order: Sequence[str], found: Found) -> tuple[int, int]:
    """How many pairs a ranking has right, of those that are told apart."""
    place = {row: number for number, row in enumerate(order)}
    apart = [(first, last) for first, last in found["apart"] if first in place and last in place]
    return sum(place[first] < place[last] for first, last in apart), len(apart)


def tied(found: Found) -> list[tuple[str, str]]:
    """Pairs that are not told apart, in the order of their means."""
    apart = {frozenset(pair) for pair in found["apart"]}
    rows = [row["key"] for row in by_mean(found)]
    return [pair for pair in combinations(rows, 2) if frozenset(pair) not in apart]


def by_mean(found: Found) -> list[dict[str, Any]]:
    """The rows by ascending mean; rows without a number come last."""
    return sorted(found["rows"], key=lambda row: (row["mean"] is None, row["mean"] or 0.0))


@dataclass(frozen=True)
class Guesses:
    """What a class predicted: of each row how often it stands at each place, and the guessed authorities."""

    places: Mapping[str, Sequence[int]]
    shares: Mapping[float | None, int]
    reasons: Sequence[tuple[str, str]]
    count: int

    @property
    def middle(self) -> float | None:
        """The middle guess of the authority, the lower one of two; never counts as above all. None: never, or none."""
        each = [2.0 if share is None else share for share, times in self.shares.items() for _time in range(times)]
        found = median_low(each) if each else 2.0
        return None if found > 1 else found

    def mean_place(self, row: str) -> float:
        """Where a row stands on average, from 1."""
        counts = self.places[row]
        return sum(place * times for place, times in enumerate(counts, 1)) / max(1, sum(counts))


def guesses(rows: Sequence[str], given: Sequence[Answer]) -> Guesses:
    """Count what was predicted."""
    orders = [answer.given["order"] for answer in given]
    places = {row: [sum(order[place] == row for order in orders) for place in range(len(rows))] for row in rows}
    shares = Counter(answer.given["share"] for answer in given if "share" in answer.given)
    reasons = [(answer.name, answer.given["reason"]) for answer in given if answer.given.get("reason")]
    return Guesses(places, shares, reasons, len(given))


def met(found: Found, target: float) -> str:
    """Whether a try meets the standard: surely, by its mean alone, or not."""
    if found.get("mean") is None:
        return MISSED
    low = found["mean"] if found["low"] is None else found["low"]
    return MET if low >= target else PERHAPS if found["mean"] >= target else MISSED


@dataclass(frozen=True)
class Entry:
    """A line of the board: a try, which of its owner's it is, what came of it; ``found`` is None while it is run."""

    answer: Answer
    number: int
    people: int
    found: Found | None
    met: str


RANKS = {MET: 0, PERHAPS: 1, MISSED: 2, "": 3}


def board(given: Sequence[Answer], found: Sequence[Found | None], setup: Setup) -> list[Entry]:
    """All tries: who surely meets the standard first, the fewest people first among them; then by the share in time.

    Those who meet it with as many people stand in the order in which they came: none of them is better than another.
    """
    numbers: Counter[int] = Counter()
    entries = []
    for answer, each in zip(given, found, strict=True):
        numbers[answer.participant] += 1
        people = sum(answer.given["people"].values())
        status = "" if each is None else MISSED if "refused" in each else met(each, setup.target)
        entries.append(Entry(answer, numbers[answer.participant], people, each, status))
    return sorted(entries, key=lambda entry: (RANKS[entry.met], *_within(entry)))


def _within(entry: Entry) -> tuple[float, int]:
    """The order among those who come off alike."""
    if entry.met in (MET, PERHAPS):
        return entry.people, entry.answer.id
    share = (entry.found or {}).get("mean")
    return -round(share, 2) if share is not None else 1.0, entry.answer.id


def choices(given: Sequence[Answer]) -> dict[str, int]:
    """How many groups let their own files go first, and how many have one goal."""
    counted = Counter(answer.given["choice"] for answer in given)
    return {OWN: counted[OWN], ONE_GOAL: counted[ONE_GOAL]}

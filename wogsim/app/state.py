"""What a page shows, as it stands in its address: who has the address sees the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from wogsim.app.levers import Lever, levers, settings
from wogsim.app.questions import Question
from wogsim.scenario.presets import Point
from wogsim.scenario.reading import Loaded

SCENARIO, OFF, MEASURE, LANGUAGE, PIN = "scenario", "off", "measure", "lang", "pin"
USUAL = "restaurant-permit"
NOTHING_MOVED = "scenario"  # what is pinned is the scenario as it stands
LONGEST = 2_000  # signs of an address that is read


@dataclass(frozen=True)
class State:
    """The scenario's name, levers that are moved by name, assumptions that are switched off, the measure shown.

    ``pinned`` is another state of the same scenario, to compare with.
    """

    scenario: str = USUAL
    moved: Mapping[str, float] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    measure: str = ""
    pinned: State | None = None

    def pinning(self, other: State | None) -> State:
        """With another one to compare with, or none."""
        return replace(self, pinned=other and replace(other, measure="", pinned=None))

    def moving(self, lever: Lever, value: float) -> State:
        """With one lever elsewhere."""
        others = {name: at for name, at in self.moved.items() if name != lever.name}
        at = lever.inside(value)
        return replace(self, moved=others if at == lever.start else others | {lever.name: at})

    def switching(self, keys: Iterable[str], *, on: bool) -> State:
        """With some assumptions made, or not."""
        return replace(self, off=self.off - set(keys) if on else self.off | set(keys))

    def query(self) -> dict[str, str]:
        """As it stands in an address; what is as the scenario has it is left out."""
        found = {SCENARIO: self.scenario} if self.scenario != USUAL else {}
        found |= {name: f"{at:g}" for name, at in sorted(self.moved.items())}
        if self.off:
            found[OFF] = ",".join(sorted(self.off))
        if self.measure:
            found[MEASURE] = self.measure
        if self.pinned:
            found[PIN] = self.pinned._in_short() or NOTHING_MOVED
        return found

    def _in_short(self) -> str:
        parts = [f"{name}:{at:g}" for name, at in sorted(self.moved.items())]
        return ",".join([*parts, *(f"{OFF}:{key}" for key in sorted(self.off))])

    def address(self, path: str, **more: str) -> str:
        """The address of a page that shows it."""
        query = urlencode(self.query() | {name: value for name, value in more.items() if value})
        return f"{path}?{query}" if query else path


def read(query: Mapping[str, str], loaded: Loaded, off: Mapping[str, Point]) -> State:
    """The state of an address, as far as it makes sense for its scenario; what does not is left out."""
    found, name = levers(loaded), query.get(SCENARIO, USUAL)[:100]
    asked = query.get(OFF, "")[:LONGEST].split(",")
    pin = query.get(PIN, "")[:LONGEST]
    there = [(one, at) for one, _colon, at in (part.partition(":") for part in pin.split(","))]
    pinned = State(name, _moved(dict(there), found), _switched((at for one, at in there if one == OFF), off))
    return State(
        name, _moved(query, found), _switched(asked, off), query.get(MEASURE, "")[:40], pinned if pin else None
    )


def _moved(query: Mapping[str, str], levers: Iterable[Lever]) -> dict[str, float]:
    moved: dict[str, float] = {}
    for lever in levers:
        try:
            at = lever.inside(float(query[lever.name][:20]))
        except (KeyError, ValueError, OverflowError):
            continue
        if at != lever.start:
            moved[lever.name] = at
    return moved


def _switched(asked: Iterable[str], off: Mapping[str, Point]) -> frozenset[str]:
    return frozenset(key for key in asked if key in off)


def nearest(state: State, levers: Iterable[Lever], last: str = "") -> Iterator[tuple[int, State]]:
    """What may be asked next: each lever that is always in sight one position further, then two, and so on.

    With how many positions it is away; the lever that was moved last comes first.
    """
    found: dict[int, list[State]] = {}
    for lever in sorted(levers, key=lambda one: one.name != last):
        at = state.moved.get(lever.name, lever.start)
        for position in lever.positions if lever.first else ():
            away = abs(round((position - at) / lever.step))
            if away:
                found.setdefault(away, []).append(state.moving(lever, position))
    return ((away, near) for away in sorted(found) for near in found[away])


def question(state: State, loaded: Loaded, off: Mapping[str, Point]) -> Question:
    """The question that a state asks: levers first, then what is switched off."""
    changed = settings({lever.name: lever for lever in levers(loaded)}, state.moved)
    for key in sorted(state.off):
        changed |= off.get(key, {})
    return Question(loaded, changed)

"""The levers of the what-if page: how far each goes, how its position is said, what it changes in the scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wogsim.explorer.levers import counters, needs
from wogsim.language import _, mark, ngettext, number, percent
from wogsim.patterns import Authority
from wogsim.scenario.quantities import Rate
from wogsim.scenario.reading import Loaded
from wogsim.scenario.values import MOST

Settings = dict[str, Any]


@dataclass(frozen=True)
class Lever:
    """A slider: ``start`` is where the scenario has it; ``first`` says that it stands among those always in sight."""

    name: str
    title: str
    least: float
    most: float
    step: float
    start: float
    said: Callable[[float], str]
    changes: Callable[[float], Settings]
    first: bool = False

    def inside(self, value: float) -> float:
        """The nearest position that there is."""
        steps = round((min(max(value, self.least), self.most) - self.least) / self.step)
        return round(self.least + steps * self.step, 6)

    @property
    def positions(self) -> tuple[float, ...]:
        """All positions, ascending."""
        count = round((self.most - self.least) / self.step)
        return tuple(round(self.least + i * self.step, 6) for i in range(count + 1))


AUTHORITIES = {
    Authority.DELEGATED: mark("Delegated authority"),
    Authority.COORDINATING: mark("Coordinating authority"),
    Authority.AUTOMATED: mark("Automated authority"),
}
SHARES = {
    "connected": mark("Bodies that exchange files as data"),
    "cross_training": mark("Specialists who become generalists"),
    "redeploy": mark("Idle counter staff who join back offices"),
}


def levers(loaded: Loaded) -> tuple[Lever, ...]:
    """Those that mean anything in a scenario, in the order in which they stand on the page."""
    return (*_first(loaded), *_more(loaded))


def settings(found: Mapping[str, Lever], moved: Mapping[str, float]) -> Settings:
    """What all levers change together."""
    return {
        path: value for name, at in moved.items() if name in found for path, value in found[name].changes(at).items()
    }


def _first(loaded: Loaded) -> Iterator[Lever]:
    scenario = loaded.scenario
    world, moved = scenario.world, scenario.levers
    listed, most = len(world.agencies), max(len(world.clearances), len(world.agencies))
    if moved.agencies_mode == "merge" and most > 1:
        yield Lever(
            "agencies", _("Agencies"), 1, most, 1, moved.agencies or listed, _plain, _agencies(listed), first=True
        )
    rows = [scenario.rows()[key.partition("/")[0]] for key in scenario.shown]
    for authority, title in AUTHORITIES.items():
        if any(row.grant_of(authority) and authority not in dict(row.shares) for row in rows):
            start = float(getattr(moved, authority.value))
            yield Lever(
                authority.value, _(title), 0, 1, 0.1, start, percent, _at(f"levers.{authority.value}"), first=True
            )
    rates = dict(needs(scenario))
    if rates:
        yield Lever("demand", _("Citizens who apply"), 0.5, 1.5, 0.1, 1, _of_today, _demand(rates), first=True)
    staffed = dict(counters(scenario))
    if staffed:
        yield Lever(
            "counters", _("Counters at each agency"), -2, 3, 1, 0, _more_or_fewer, _staffed(staffed), first=True
        )


def _more(loaded: Loaded) -> Iterator[Lever]:
    moved = loaded.scenario.levers
    for name, title in SHARES.items():
        start = float(getattr(moved, name) or 0.0)
        yield Lever(name, _(title), 0, 1, 0.1, start, percent, _at(f"levers.{name}"))
    if isinstance(moved.case_officers, int):
        start = float(moved.case_officers)
        most = max(6.0, start)
        yield Lever(
            "case_officers", _("Case officers in front"), 1, most, 1, start, _plain, _whole("levers.case_officers")
        )
    start = moved.generalist_factor
    if start <= 3:
        yield Lever(
            "generalist_factor",
            _("Time a generalist takes"),
            0.5,
            3,
            0.1,
            start,
            _times,
            _at("levers.generalist_factor"),
        )


# How a position becomes settings.


def _at(path: str) -> Callable[[float], Settings]:
    return lambda value: {path: round(value, 6)}


def _whole(path: str) -> Callable[[float], Settings]:
    return lambda value: {path: int(value)}


def _agencies(listed: int) -> Callable[[float], Settings]:
    return lambda value: {"levers.agencies": None if int(value) == listed else int(value)}


def _demand(rates: Mapping[str, Rate]) -> Callable[[float], Settings]:
    return lambda value: {path: rate.times(value) for path, rate in rates.items()} if value != 1 else {}


def _staffed(today: Mapping[str, int]) -> Callable[[float], Settings]:
    def changes(value: float) -> Settings:
        return {path: min(max(1, many + int(value)), MOST) for path, many in today.items()} if value else {}

    return changes


# How a position is said.


def _plain(value: float) -> str:
    return number(value, 0)


def _times(value: float) -> str:
    return _("{count} times").format(count=number(value, 1))


def _of_today(value: float) -> str:
    return _("{share} of today's").format(share=percent(value))


def _more_or_fewer(value: float) -> str:
    count = abs(int(value))
    if not count:
        return _("as today")
    if value > 0:
        return ngettext("{count} counter more", "{count} counters more", count).format(count=count)
    text = ngettext("{count} counter fewer", "{count} counters fewer", count)
    return text.format(count=count)

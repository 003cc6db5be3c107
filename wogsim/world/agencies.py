"""The world as it is run: agencies and clearances, their hours, and how many needs there are.

`wogsim.world.agency_count` builds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import heappop, heappush
from typing import Any

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.contract.cases import Bools
from wogsim.contract.hours import DAY, Hours
from wogsim.scenario.described import Agency as DescribedAgency
from wogsim.scenario.described import Clearance as DescribedClearance
from wogsim.scenario.file import Scenario
from wogsim.scenario.quantities import NEED, OPEN_HOUR
from wogsim.world.crews import Crew
from wogsim.world.needs import Course, Source, a_week, course, sources, weekly
from wogsim.world.opening import (
    opening_hours,
    weeks_alike,
    working_days,
    working_days_a_week,
    working_seconds_a_week,
)
from wogsim.world.shares import first_share

CENTRE = 0  # the building of the shared counters, the unit and the assisted desk


@dataclass(frozen=True)
class Agency:
    """An agency as the citizen meets it: one or more agencies of the file, or part of one.

    Only counters merge: their people come together, each at the hours of their own agency, and their tickets add up
    unless a member needs none. The share of wrong doors is weighted by counter work, and who queues at the end of the
    day is treated as by the member with most of it. What belongs to a clearance's system or work stays with the
    clearance. Its own luck (wrong doors, hand-offs, comings) belongs to the key of the member that is first by the
    alphabet, `luck`; the rest of a split agency has its own.
    """

    key: str
    luck: str
    title: Mapping[str, str]
    crews: tuple[Crew, ...]  # at its counters
    handing: tuple[Crew, ...]  # who only hand out
    wrong_door: float
    wrong_counter: float
    serves_out: bool = False  # who queues at closing
    quota: int | None = None  # tickets a day at its counters

    @property
    def counters(self) -> int:
        """People at its counters."""
        return sum(crew.people for crew in self.crews)

    @property
    def handing_out(self) -> int:
        """People who only hand out."""
        return sum(crew.people for crew in self.handing)

    @property
    def hours(self) -> tuple[str, ...]:
        """Names of the hours that its people keep."""
        return tuple(sorted({crew.hours for crew in self.crews}))


@dataclass(frozen=True)
class Clearance:
    """A clearance of the file, called `listed` there, or its repeat in a chain.

    ``agency`` is its agency's index, ``origin`` the key of the agency of the file whose intake it belongs to.
    """

    key: str
    listed: str
    described: DescribedClearance
    agency: int
    origin: str
    after: tuple[int, ...]

    @property
    def same_paper(self) -> str:
        """The luck that its papers share with those of others that ask for the same one; empty where none do."""
        paper = self.described.same_paper
        return f"paper {paper}{self.key.removeprefix(self.listed)}" if paper else ""

    @property
    def at_counter(self) -> bool:
        """Whether it is decided in the citizen's presence, at its agency's counter or the unit's."""
        return self.described.at_counter is not None

    @property
    def has_works(self) -> bool:
        """Whether a crew has something to do at the citizen's site once it is decided."""
        return self.described.works.crews > 0

    @property
    def in_hand(self) -> bool:
        """Whether the citizen has it as soon as it is decided, so that there is nothing to collect."""
        return self.at_counter and self.described.latency.is_zero


@dataclass(frozen=True, eq=False)
class World:
    """A scenario with its agency count resolved.

    ``intake_agencies`` are the agencies of the file (and their repeats) by key: intakes and collections are theirs.
    ``permits`` has a row per permit: which clearances it may need, shape (permits, clearances).
    """

    scenario: Scenario
    agencies: tuple[Agency, ...]
    clearances: tuple[Clearance, ...]
    intake_agencies: Mapping[str, DescribedAgency]
    permits: Bools

    @property
    def whole(self) -> World:
        """The world itself, or that which it is a part of (`wogsim.world.part`)."""
        return self

    def in_whole(self, clearance: int) -> int:
        """The number of a clearance in the whole world."""
        return clearance

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What has been found out about it once and is asked for again and again, by name; it is let go with it."""
        return {}

    @cached_property
    def needed(self) -> Floats:
        """Share of the cases of a permit which really need each clearance that it lists, shape (clearances,)."""
        return np.array([clearance.described.needed_share for clearance in self.clearances])

    @cached_property
    def connected(self) -> frozenset[str]:
        """Clearances of the file whose files are exchanged as data: as it says, or the lever's share of them."""
        described, levers = self.scenario.world, self.scenario.levers
        if levers.connected is not None:
            return frozenset(first_share(list(described.clearances), levers.connected, levers.order.connected))
        its_agencys = {key: agency.connected for key, agency in described.agencies.items()}
        own = [(key, one.connected, its_agencys[one.agency]) for key, one in described.clearances.items()]
        return frozenset(key for key, switch, usual in own if (usual if switch is None else switch))

    @cached_property
    def end(self) -> int:
        """Second at which arrivals end."""
        run = self.scenario.run
        return run.warm_up.seconds + run.cohort.seconds + run.run_out.seconds

    @cached_property
    def working_days(self) -> Hours:
        """Working days as 24-hour intervals."""
        return working_days(self.scenario.world, self.end)

    @cached_property
    def working_day(self) -> float:
        """How long a working day is: seconds in which its hours are open, on average over a week."""
        return working_seconds_a_week(self.scenario.world) / working_days_a_week(self.scenario.world)

    @cached_property
    def _hours(self) -> dict[str, Hours]:
        kept = {agency.hours for agency in self.intake_agencies.values()}
        names = {
            *kept,
            self.front_hours,
            self.information_hours,
            self.scenario.world.working_days,
            "always",
            *self.sittings,
        }
        return {name: opening_hours(self.scenario.world, name, self.end) for name in sorted(names)}

    def hours(self, name: str) -> Hours:
        """Opening hours by name."""
        return self._hours[name]

    def rate(self, clearance: int | None = None) -> float:
        """Expected arrivals in a week: of citizens, or of sector-only applicants of one clearance."""
        if clearance is None:
            return float(self.rates.sum())
        own = self.clearances[clearance].described.own_cases
        if own is None:
            return 0.0
        cases = float(self.rates @ self.permits[:, clearance]) * self.needed[clearance]
        return own.number * cases if own.per == NEED else a_week(own, self.scenario.world)

    @cached_property
    def weeks(self) -> int:
        """Whole weeks in which arrivals last, one at least: those over which loads are averaged."""
        return max(self.end // (7 * DAY), 1)

    @property
    def whole_weeks(self) -> int:
        """How long these are, in seconds."""
        return self.weeks * 7 * DAY

    @cached_property
    def weeks_alike(self) -> bool:
        """Whether all these weeks are the same: no holiday, no hours or needs of some dates, none that come rarely."""
        dated = any(source.dates is not None for source in self.sources)
        return not dated and weeks_alike(self.scenario.world, self._hours, 7 * self.weeks)

    def midnight(self, day: date) -> int:
        """When a day begins, before the first one too."""
        return (day - self.scenario.world.start).days * DAY

    def mean_rate(self, clearance: int | None = None) -> float:
        """Expected arrivals in a week on average over the run, with its holidays, as `rate` says it of a usual week."""
        if clearance is None:
            return float(self.mean_rates.sum())
        return self.rate(clearance) * self._part(self.own_source(clearance))

    @cached_property
    def mean_rates(self) -> Floats:
        """Expected needs of each permit in a week on average over the run, shape (permits,)."""
        if self.weeks_alike:
            return self.rates
        rates: Floats = np.sum([source.permits * self._part(source) for source in self.sources], axis=0)
        return rates

    def _part(self, source: Source) -> float:
        """Needs in a week of the run, of those that its source has in a usual week."""
        described = self.scenario.world
        usual = self.weeks_alike or (source.dates is None and weekly(described) is not None)
        if usual or not source.per_week:
            return 1.0
        return float(course(described, source, self.whole_weeks).expected.sum()) / self.weeks / source.per_week

    @cached_property
    def sources(self) -> list[Source]:
        """Where citizens' needs come from."""
        return sources(self.scenario.world)

    def own_source(self, clearance: int) -> Source:
        """Where the sector-only applicants of a clearance come from."""
        own = self.clearances[clearance].described.own_cases
        return Source((), np.array([self.rate(clearance)]), own is not None and own.per == OPEN_HOUR)

    def course(self, source: Source) -> Course:
        """When the needs of a source arise, where no weights of every week say it."""
        known = (source.name, source.per_week, source.hourly)
        if known not in self._courses:
            self._courses[known] = course(self.scenario.world, source, self.end)
        return self._courses[known]

    @cached_property
    def _courses(self) -> dict[tuple[tuple[str, ...], float, bool], Course]:
        return {}

    @cached_property
    def rates(self) -> Floats:
        """Expected needs of each permit in a week, shape (permits,)."""
        rates: Floats = np.sum([source.permits for source in self.sources], axis=0)
        return rates

    @cached_property
    def members(self) -> list[tuple[int, list[int]]]:
        """Each agency's number and the numbers of its clearances, in order."""
        found: list[list[int]] = [[] for _agency in self.agencies]
        for i, clearance in enumerate(self.clearances):
            found[clearance.agency].append(i)
        return list(enumerate(found))

    @cached_property
    def of_agency(self) -> dict[int, list[int]]:
        """The same by the agency's number."""
        return dict(self.members)

    @cached_property
    def origins(self) -> dict[int, tuple[str, ...]]:
        """Of which agencies of the file each agency has clearances."""
        named = (
            (agency, dict.fromkeys(self.clearances[i].origin for i in members)) for agency, members in self.members
        )
        return {agency: tuple(origins) for agency, origins in named}

    @cached_property
    def front_hours(self) -> str:
        """Name of the hours of the front: its own, else those that all agencies keep."""
        return self.scenario.world.front.hours or next(iter(self.intake_agencies.values())).hours

    @property
    def information_hours(self) -> str:
        """Name of the hours of the information desk: its own, else those of the front."""
        return self.scenario.world.information.hours or self.front_hours

    @cached_property
    def sittings(self) -> tuple[str, ...]:
        """Names of the hours at which somebody signs, where they sign at stated hours only."""
        described = self.scenario.world
        names = [described.front.signed_on, *(agency.signed_on for agency in described.agencies.values())]
        names += [clearance.signed_on for clearance in described.clearances.values()]
        return tuple(sorted({name for name in names if name is not None}))

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Clearances so that each comes behind those it waits for, in file order where that leaves a choice."""
        waits = [set(clearance.after) for clearance in self.clearances]
        follow: list[list[int]] = [[] for _clearance in waits]
        for i, before in enumerate(waits):
            for j in before:
                follow[j].append(i)
        ready, placed = [i for i, before in enumerate(waits) if not before], list[int]()
        while ready:
            placed.append(heappop(ready))
            for i in follow[placed[-1]]:
                waits[i].discard(placed[-1])
                if not waits[i]:
                    heappush(ready, i)
        return tuple(placed)

    @cached_property
    def place(self) -> dict[int, int]:
        """The place of each clearance in that order."""
        return {i: place for place, i in enumerate(self.order)}

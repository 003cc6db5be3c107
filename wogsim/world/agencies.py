"""The world as it is run: agencies and clearances after the agency-count lever, loads of counters.

Draws stay keyed to the file's agencies and clearances, so merging or splitting agencies leaves all luck as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from heapq import heappop, heappush

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.contract.cases import Bools
from wogsim.contract.hours import DAY, Hours
from wogsim.errors import BadInput, Problem
from wogsim.language import _, ngettext
from wogsim.scenario.described import Agency as DescribedAgency
from wogsim.scenario.described import Clearance as DescribedClearance
from wogsim.scenario.file import Scenario
from wogsim.scenario.quantities import NEED, OPEN_HOUR, counted
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
    def at_counter(self) -> bool:
        """Whether it is decided in the citizen's presence, at its agency's counter or the unit's."""
        return self.described.at_counter is not None

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
        numbers = range(len(self.agencies))
        return [(agency, [i for i, c in enumerate(self.clearances) if c.agency == agency]) for agency in numbers]

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


def build(scenario: Scenario) -> World:
    """The world of a scenario, with the agency count its levers ask for.

    Raises
    ------
    BadInput
        When so many agencies cannot be made.
    TypeError
        When counter staff are a load still; see `wogsim.staffing.sizes.settled`.
    """
    levers = scenario.levers
    chained = levers.agencies_mode == "chain" and levers.agencies is not None
    world = _as_listed(scenario, levers.agencies if chained else None)
    if levers.agencies is None or chained:
        return world
    if len(world.agencies) > levers.agencies:
        return _merged(world, levers.agencies)
    while len(world.agencies) < levers.agencies:
        world = _split(world, levers.agencies)
    return world


def _as_listed(scenario: Scenario, chain: int | None) -> World:
    """The file's agencies; or the first `chain` of them, from the first again as 'x-2' when there are not enough."""
    described = scenario.world
    listed = list(described.agencies)
    wanted = [(listed[i % len(listed)], i // len(listed)) for i in range(chain or len(listed))]
    keys = [
        (key, turn)
        for turn in range(wanted[-1][1] + 1)
        for key, clearance in described.clearances.items()
        if (clearance.agency, turn) in wanted
    ]
    clash = {_repeated(*name) for name in (*wanted, *keys) if name[1]} & {*described.agencies, *described.clearances}
    if clash:
        text = _("the repeat '{key}' has the name of one in the file; rename that one")
        raise BadInput(Problem("levers.agencies", chain, text.format(key=min(clash))))
    agencies = []
    for key, turn in wanted:
        like, name = described.agencies[key], _repeated(key, turn)
        title = {language: _repeated(text, turn) for language, text in like.title}
        crew = Crew(name, like.hours, counted(like.counters), tuple(like.present.items()))
        handing = Crew(name, like.hours, like.collection_counters)
        wrong, out = (like.wrong_door, like.wrong_counter), (like.closing or described.closing) == "serve out"
        agencies.append(Agency(name, name, title, (crew,), (handing,), *wrong, out, like.quota))
    clearances = []
    for key, turn in keys:
        clearance = described.clearances[key]
        owner = (clearance.agency, turn)
        after = tuple(keys.index((other, turn)) for other in clearance.after if (other, turn) in keys)
        name, origin = _repeated(key, turn), _repeated(*owner)
        clearances.append(Clearance(name, key, clearance, wanted.index(owner), origin, after))
    needed = {permit: _needed(scenario, permit) for permit in described.permits}
    ever = {key for key, clearance in described.clearances.items() if clearance.needed_share}
    permits = np.array([[key in own & ever for key, _turn in keys] for own in needed.values()])
    empty = [permit for permit, own in zip(needed, permits, strict=True) if not own.any()]
    if empty:
        text = ngettext(
            "permit '{permit}' needs no clearance of the first agency; expected more agencies",
            "permit '{permit}' needs no clearance of the first {number} agencies; expected more agencies",
            len(wanted),
        )
        raise BadInput(Problem("levers.agencies", chain, text.format(number=len(wanted), permit=empty[0])))
    intakes = {
        name: described.agencies[key] for (key, _turn), name in zip(wanted, (a.key for a in agencies), strict=True)
    }
    return World(scenario, tuple(agencies), tuple(clearances), intakes, permits)


def _repeated(text: str, turn: int) -> str:
    return f"{text}-{turn + 1}" if turn else text


def _needed(scenario: Scenario, permit: str) -> set[str]:
    described = scenario.world.permits[permit]
    if described.together:
        return set().union(*(_needed(scenario, other) for other in described.together))
    return set(scenario.world.clearances if described.clearances is None else described.clearances)


def counter_load(world: World) -> list[float]:
    """Expected counter work a week of each clearance, in seconds, when everybody visits and all papers are complete.

    An agency's intake and collection count in equal parts for its clearances; what is decided at the counter has work
    of its own.
    """
    loads = []
    for i, clearance in enumerate(world.clearances):
        agency = world.intake_agencies[clearance.origin]
        own = clearance.described.at_counter
        work = own.mean if own else agency.intake.mean + agency.collection.mean
        siblings = [
            j
            for j, other in enumerate(world.clearances)
            if other.origin == clearance.origin and not own and not other.at_counter
        ] or [i]
        # Of those who need any of them, each clearance has its part.
        needed = world.permits[:, siblings] * world.needed[siblings]
        comes = 1 - np.prod(1 - needed, axis=1)
        part = world.permits[:, i] * world.needed[i] / np.where(needed.any(axis=1), needed.sum(axis=1), 1)
        citizens = float((world.rates * part * comes).sum())
        loads.append(work * (citizens + world.rate(i)))
    return loads


def _merged(world: World, wanted: int) -> World:
    """The two neighbours with the least counter load become one agency, again and again."""
    loads: Floats = np.bincount([clearance.agency for clearance in world.clearances], counter_load(world)).astype(float)
    groups = [[i] for i in range(len(world.agencies))]
    while len(groups) > wanted:
        sums = np.array([loads[group].sum() for group in groups])
        first = int(np.argmin(sums[:-1] + sums[1:]))
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
    agencies = tuple(_group([world.agencies[i] for i in group], loads[group]) for group in groups)
    place = {i: number for number, group in enumerate(groups) for i in group}
    clearances = tuple(replace(c, agency=place[c.agency]) for c in world.clearances)
    return replace(world, agencies=agencies, clearances=clearances)


def _group(members: Sequence[Agency], loads: Floats) -> Agency:
    """One agency of several, whose counter work is `loads`; nothing of it depends on their order in the file."""
    if len(members) == 1:
        return members[0]
    weights = loads if loads.any() else np.ones(len(members))
    most = max(float(load) for load in loads)
    busiest = [one for one, load in zip(members, loads, strict=True) if load >= most * (1 - 1e-9)]
    tickets = [one.quota for one in members]
    return Agency(
        "+".join(one.key for one in members),
        min(one.luck for one in members),
        {language: " + ".join(one.title[language] for one in members) for language in members[0].title},
        tuple(crew for one in members for crew in one.crews),
        tuple(crew for one in members for crew in one.handing),
        float(np.average([one.wrong_door for one in members], weights=weights)),
        float(np.average([one.wrong_counter for one in members], weights=weights)),
        any(one.serves_out for one in busiest),
        None if None in tickets else sum(quota or 0 for quota in tickets),
    )


def _split(world: World, wanted: int) -> World:
    """The agency with most clearances becomes two neighbours, its counter staff divided by load, one each at least."""
    most, own = max(world.members, key=lambda member: len(member[1]))
    agency = world.agencies[most]
    if agency.quota == 1:
        said = _(
            "'{agency}' has 1 ticket a day, which cannot be divided; expected at most {number} agencies, or more "
            "tickets"
        )
        raise BadInput(Problem("levers.agencies", wanted, said.format(agency=agency.key, number=len(world.agencies))))
    if len(own) < 2 or agency.counters < 2:
        text = ngettext(
            "no more than {number} can be made: '{agency}' has {clearances} clearance and {staff} counter "
            "staff to divide, and each part needs one of both; expected at most {number}, or --agencies-mode chain",
            "no more than {number} can be made: '{agency}' has {clearances} clearances and {staff} counter "
            "staff to divide, and each part needs one of both; expected at most {number}, or --agencies-mode chain",
            len(own),
        )
        said = text.format(number=len(world.agencies), agency=agency.key, clearances=len(own), staff=agency.counters)
        raise BadInput(Problem("levers.agencies", wanted, said))
    second = set(own[(len(own) + 1) // 2 :])
    loads = counter_load(world)
    part = sum(loads[i] for i in own if i not in second) / max(sum(loads[i] for i in own), 1e-12)
    staff = min(max(int(agency.counters * part + 0.5), 1), agency.counters - 1)
    out = agency.handing_out
    handing = min(max(int(out * part + 0.5), min(out, 1)), max(out - 1, 0)) if out > 1 else out
    lucks = (agency.luck, f"{agency.key}/b")
    # What the file lists is one crew, and so is each part of it.
    parts = zip("ab", lucks, agency.crews[0].split(staff), agency.handing[0].split(handing), strict=True)
    halves = [
        replace(
            agency,
            key=f"{agency.key}/{name}",
            luck=luck,
            title={language: f"{text} ({name})" for language, text in agency.title.items()},
            crews=(crew,),
            handing=(hand,),
            quota=tickets,
        )
        for (name, luck, crew, hand), tickets in zip(parts, _tickets(agency.quota, part), strict=True)
    ]
    agencies = (*world.agencies[:most], *halves, *world.agencies[most + 1 :])
    moved = [c.agency > most or i in second for i, c in enumerate(world.clearances)]
    clearances = tuple(replace(c, agency=c.agency + by) for c, by in zip(world.clearances, moved, strict=True))
    return replace(world, agencies=agencies, clearances=clearances)


def _tickets(quota: int | None, part: float) -> tuple[int | None, int | None]:
    """Tickets a day of both parts of a split agency, of which the first has so much of the load: one each at least."""
    if quota is None:
        return None, None
    first = min(max(int(quota * part + 0.5), 1), quota - 1)
    return first, quota - first

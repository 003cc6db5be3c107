"""One citizen's way under every pattern: the same person, the same luck, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wogsim.contract.hours import DAY, Hours
from wogsim.contract.log import EndedBy
from wogsim.errors import BadInput
from wogsim.language import _, mark, ngettext, number, pick
from wogsim.measures.attempts import activity_ends, granted_cases
from wogsim.patterns import Pattern
from wogsim.replication.plan import Plan
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern
from wogsim.routing.papers import bringings
from wogsim.routing.ways import ways
from wogsim.scenario.names import PATTERN_TITLES
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.staffing.people import Staffing
from wogsim.studies.journey.steps import CITIZEN, Name, Step, Telling, spell
from wogsim.world.agencies import World
from wogsim.world.population import Applicants, population

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
MONTHS = (
    *(mark("Jan"), mark("Feb"), mark("Mar"), mark("Apr"), mark("May"), mark("Jun")),
    *(mark("Jul"), mark("Aug"), mark("Sep"), mark("Oct"), mark("Nov"), mark("Dec")),
)
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Trail:
    """The citizen's way under one pattern.

    ``end`` is the second at which the permit was in hand or, where not ``granted``, the citizen gave up. Work in hand
    may go on after somebody gave up, so steps can end later. Steps and names are told in the language in use.
    """

    pattern: str
    name: Name
    steps: tuple[Step, ...]
    need: int
    end: int
    granted: bool

    @property
    def title(self) -> str:
        """The pattern's name, in the language in use."""
        return spell(self.name)

    @property
    def sojourn(self) -> int:
        """Seconds from the need to the end."""
        return self.end - self.need

    @property
    def outcome(self) -> str:
        """How it ended, in the language in use."""
        days = number(self.sojourn / DAY, 1)
        if self.granted:
            return _("permit in hand after {days} days").format(days=days)
        return _("gave up after {days} days").format(days=days)


@dataclass(frozen=True, eq=False)
class Journey:
    """One measured citizen under several patterns; made by `journey`.

    ``case`` counts the ``of`` measured citizens of this replication in order of need, from 1.
    """

    loaded: Loaded
    world: World
    case: int
    of: int
    far: bool
    vulnerable: bool
    assisted: bool
    replication: int
    trails: tuple[Trail, ...]
    preset: str | None = None

    @property
    def need(self) -> int:
        """Second at which the need arose."""
        return self.trails[0].need

    @cached_property
    def open_hours(self) -> Hours:
        """When any office is open at all; outside is night."""
        names = {agency.like.hours for agency in self.world.agencies} | {self.world.front_hours}
        spans = [self.world.hours(name) for name in sorted(names)]
        return Hours.of([pair for s in spans for pair in zip(s.opens.tolist(), s.closes.tolist(), strict=True)])

    def clock(self, second: int) -> str:
        """A second as people write it: 'Mon 19 Jan 08:40'."""
        return clock(self.world.scenario.world.start, second)

    def heading(self) -> str:
        """Who it is, in a sentence."""
        kinds = (
            (self.far, _("lives far away")),
            (self.vulnerable, _("is served first")),
            (self.assisted, _("needs help on-line")),
        )
        traits = ", ".join(words for holds, words in kinds if holds)
        said = _(
            "{scenario}: citizen {case} of {of}, seed {seed}, replication {replication}; needs a permit from {when}"
        ).format(
            scenario=pick(dict(self.loaded.scenario.title)),
            case=self.case,
            of=self.of,
            seed=self.loaded.scenario.run.seed,
            replication=self.replication + 1,
            when=self.clock(self.need),
        )
        return f"{said}; {traits}" if traits else said

    def lines(self, *, everything: bool = False) -> list[str]:
        """The journey as lines of text: a heading, then a table for each pattern.

        Parameters
        ----------
        everything : tell also what happens to the files, not only what the citizen does
        """
        said = [self.heading()]
        for trail in self.trails:
            said += ["", f"{trail.title}: {trail.outcome}"]
            told = [step for step in trail.steps if everything or step.lane == CITIZEN]
            rows = [(self.clock(s.start), duration(s.end - s.start), _sentence(s)) for s in told]
            if len(told) < len(trail.steps):
                count = len(trail.steps) - len(told)
                text = ngettext(
                    "{count} step of offices and files besides", "{count} steps of offices and files besides", count
                )
                rows.append(("", "", text.format(count=count)))
            rows.append((self.clock(trail.end), "", trail.outcome))
            widths = [max(len(row[i]) for row in rows) for i in (0, 1)]
            said += [f"  {when:<{widths[0]}}  {long:>{widths[1]}}  {what}" for when, long, what in rows]
        return said

    def text(self, *, everything: bool = False) -> str:
        """The lines, put together."""
        return "\n".join(self.lines(everything=everything)) + "\n"

    def figure(self) -> Figure:
        """Swim lanes on one time axis."""
        from wogsim.charts.journey import draw

        return draw(self)


def journey(loaded: Loaded, case: int = 1, *, replication: int = 0, **asking: Any) -> Journey:
    """Follow one citizen under several patterns.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    case : which measured citizen, in order of need, from 1
    replication : which replication, from 0
    **asking : authority, patterns, preset, seed, settings, agencies, agencies_mode, delegated, coordinating,
        automated; see `wogsim.scenario.settings.asked`

    Raises
    ------
    BadInput
        When there is no such citizen, or a value makes no sense.
    """
    changed = asked(loaded, **asking)
    _refuse_no_whole_number("replication", replication)
    return _follow(changed, prepare(changed), case, replication, asking.get("preset"))


def _follow(loaded: Loaded, prepared: Plan, case: int, replication: int, preset: str | None) -> Journey:
    world = prepared.world
    citizens = population(world, loaded.scenario.run.seed, replication)[0]
    k = measured(citizens, case)
    trails = [_trail(loaded, world, row, staff, citizens, replication, k) for row, staff in prepared.patterns]
    return Journey(
        loaded=loaded,
        world=world,
        case=case,
        of=int(citizens.cohort.sum()),
        far=bool(citizens.far[k]),
        vulnerable=bool(citizens.vulnerable[k]),
        assisted=bool(citizens.assisted[k]),
        replication=replication,
        trails=tuple(trails),
        preset=preset,
    )


def measured(citizens: Applicants, case: int) -> int:
    """Which of all citizens, from 0, is the `case`-th measured one, in order of need, from 1.

    Raises
    ------
    BadInput
        When there is no such citizen.
    """
    _refuse_no_whole_number("case", case)
    found = np.flatnonzero(citizens.cohort)
    if not 1 <= case <= len(found):
        count = len(found)
        message = ngettext(
            "--case {case}: there is {count} measured citizen in this replication; expected 1",
            "--case {case}: there are {count} measured citizens in this replication; expected 1 to {count}",
            count,
        )
        if not count:
            message = _("--case {case}: nobody is measured in this replication; expected a longer run.cohort")
        raise BadInput(message.format(case=case, count=count))
    return int(found[case - 1])


def _refuse_no_whole_number(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or (name == "replication" and value < 0):
        raise BadInput(_("{name} = {value!r}: expected a whole number, 0 or more").format(name=name, value=value))


def _trail(
    loaded: Loaded, world: World, row: Pattern, staff: Staffing, citizens: Applicants, replication: int, k: int
) -> Trail:
    """Run the pattern and tell case `k`, who is the k-th citizen: citizens are the first stream of the cases."""
    cases, log = one_pattern(world, row, staff, loaded.scenario.run.seed, replication)
    way = ways(world, row, citizens)
    telling = Telling(world, row, cases, log, k, way, bringings(world, row, citizens, way))
    granted = bool(granted_cases(cases, log)[k])
    if granted:
        end = int(activity_ends(cases, log)[cases.last[k]])
    else:
        end = int(log.completed[(log.case == k) & (log.ended_by == EndedBy.GAVE_UP)].min())
    own = loaded.scenario.patterns.get(row.key)
    name: Name = dict(own.title) if own else PATTERN_TITLES[row.key]
    return Trail(row.key, name, telling.steps(), int(cases.need[k]), end, granted)


def clock(start: date, second: int) -> str:
    """A second after midnight of `start` as weekday, day, month and time of day."""
    days, rest = divmod(second, DAY)
    day = start + timedelta(days=days)
    return _("{weekday} {day} {month} {hour:02d}:{minute:02d}").format(
        weekday=_(WEEKDAYS[day.weekday()]),
        day=day.day,
        month=_(MONTHS[day.month - 1]),
        hour=rest // HOUR,
        minute=rest % HOUR // MINUTE,
    )


def duration(seconds: int) -> str:
    """A length of time in the unit that suits it; nothing for an instant."""
    if seconds == 0:
        return ""
    if seconds < 100 * MINUTE:
        return _("{value} min").format(value=number(max(seconds / MINUTE, 1), 0))
    if seconds < 2 * DAY:
        return _("{value} h").format(value=number(seconds / HOUR, 1))
    return _("{value} days").format(value=number(seconds / DAY, 1))


def _sentence(step: Step) -> str:
    return f"{step.who[:1].upper()}{step.who[1:]}: {step.what}"

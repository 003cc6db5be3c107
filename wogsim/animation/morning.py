"""Which morning is shown, and what happened in it under each pattern."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from wogsim.animation.scene import Scene, scene
from wogsim.contract.cases import IN_PERSON, NONE, Cases
from wogsim.contract.hours import DAY, HOUR, Hours
from wogsim.contract.log import Log
from wogsim.errors import BadInput, Problem
from wogsim.language import _, ngettext
from wogsim.measures.attempts import attempts_in
from wogsim.measures.hourly import busy_by_hour
from wogsim.patterns import Pattern
from wogsim.replication.prepare import prepare
from wogsim.replication.run import each_pattern
from wogsim.routing.ways import ways
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.studies.journey.run import measured
from wogsim.world.agencies import World
from wogsim.world.population import population

LONGEST = 5 * HOUR
EIGHT, NOON = 8 * HOUR, 12 * HOUR  # where offices never close
MOST = 3  # patterns side by side
TWO = ["one-roof", "one-door"]  # what is shown when nobody says which


@dataclass(frozen=True, eq=False)
class Morning:
    """An hour or a morning of the cohort under several patterns; ``day`` counts its ``of`` working days from 1.

    ``hour`` is the hour of the day that is shown, None where it is the whole morning; ``usual``: whether the day is
    shown since the usual number of people come.
    ``case`` is who is followed, counted as in `wogsim.journey`; ``left_out`` says by key why a pattern cannot be
    staffed.
    """

    loaded: Loaded
    world: World
    rows: tuple[Pattern, ...]
    scenes: tuple[Scene, ...]
    day: int
    of: int
    case: int | None
    left_out: Mapping[str, str]
    hour: int | None = None
    usual: bool = False


def morning(
    loaded: Loaded, day: int | None = None, case: int | None = None, whole: bool = False, **asking: Any
) -> Morning:
    """The busiest hour of a working day of the cohort, or its whole morning, in the first replication.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    day : which working day of the cohort, from 1; default: the one on which the median number of people come to
        counters in that hour or morning under the first pattern, the earliest of several; where a citizen is followed,
        the first on which they are at a counter under the first pattern
    case : which measured citizen is followed, in order of need, from 1; a whole morning
    whole : the whole morning instead of the hour of the day at which counters are busiest under the first pattern, as
        `wogsim.charts.busy_hours` shows it
    **asking : authority, patterns, preset, seed, settings, agencies, agencies_mode, delegated, coordinating,
        automated; see `wogsim.scenario.settings.asked`

    Raises
    ------
    BadInput
        When there is no such day or citizen, the citizen comes on no morning, there are too many patterns, a value
        makes no sense, or the run is too large.
    """
    changed = asked(loaded, **asking)
    prepared = prepare(changed)
    if len(prepared.patterns) > MOST:
        text = _("--pattern: {count} patterns are too many to stand side by side; expected at most {most}")
        raise BadInput(text.format(count=len(prepared.patterns), most=MOST))
    world, seed = prepared.world, changed.scenario.run.seed
    windows = mornings(world)
    if not windows:
        raise BadInput(_("there is no working day in run.cohort; expected a longer one"))
    if day is not None and not 1 <= day <= len(windows):
        text = ngettext(
            "--day {day}: the cohort has {count} working day; expected 1",
            "--day {day}: the cohort has {count} working days; expected 1 to {count}",
            len(windows),
        )
        raise BadInput(text.format(day=day, count=len(windows)))
    running = each_pattern(prepared, seed, 0)
    citizens = population(world, seed, 0)[0]
    if not citizens.cohort.any():
        expected = _(
            "nobody's need arises in this window in the first replication, so there is nobody to show; expected a "
            "longer window, a higher world.citizens.need or another seed"
        )
        raise BadInput(Problem("run.cohort", changed.scenario.run.cohort.text, expected))
    followed = None if case is None else measured(citizens, case)
    scenes, hour, usual = list[Scene](), None, day is None and case is None
    for (row, staff), (cases, log) in zip(prepared.patterns, running, strict=True):
        if not (scenes or whole or case):
            hour = busiest_hour(cases, log, windows)
            windows = windows if hour is None else [in_hour(opens, hour) for opens, _closes in windows]
        if day is None:
            day = typical(cases, log, windows) if followed is None else coming(cases, log, windows, followed)
        if not day:
            text = _(
                "--case {case}: this citizen is at no counter on a morning of the cohort under {pattern}; expected "
                "another citizen, or another pattern first"
            )
            raise BadInput(text.format(case=case, pattern=row.key))
        scenes.append(scene(world, row, staff, cases, log, ways(world, row, citizens), windows[day - 1], followed))
    rows = tuple(row for row, _staff in prepared.patterns)
    return Morning(changed, world, rows, tuple(scenes), day or 1, len(windows), case, prepared.left_out, hour, usual)


def mornings(world: World) -> list[tuple[int, int]]:
    """From opening to the first break of each sitting of the agencies that begins in the cohort, in seconds.

    Where they never close, it is the morning of each date.
    """
    run = world.scenario.run
    first, last = run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds
    calendars = [world.hours(name) for name in sorted({name for agency in world.agencies for name in agency.hours})]
    hours = Hours.of([pair for c in calendars for pair in zip(c.opens.tolist(), c.closes.tolist(), strict=True)])
    found = []
    for opens, closes, begins in zip(hours.opens.tolist(), hours.closes.tolist(), hours.begins_sitting, strict=True):
        if begins and first <= opens < last:
            found.append((opens, min(closes, opens + LONGEST)))
        # What is open for more than a day has mornings of its own.
        days = range(-(-max(first, opens + 1) // DAY) * DAY, min(last, closes), DAY) if closes - opens > DAY else ()
        within = ((max(midnight + EIGHT, opens), min(midnight + NOON, closes)) for midnight in days)
        found += [(begin, end) for begin, end in within if begin < end]
    return found


def busiest_hour(cases: Cases, log: Log, windows: list[tuple[int, int]]) -> int | None:
    """The hour of the day at which counters serve most, from the first of some mornings to the day after the last.

    None where they serve nobody.
    """
    first, last = windows[0][0] // DAY * DAY, (windows[-1][0] // DAY + 1) * DAY
    served = attempts_in(log, cases.pools, IN_PERSON) & (log.started != NONE)
    rows = np.flatnonzero(served & (log.started >= first) & (log.started < last) & (log.completed > log.started))
    if not len(rows):
        return None
    busy = busy_by_hour(cases.pools, log.pool[rows], log.started[rows], log.completed[rows])
    return int(busy.sum(axis=0).argmax())


def in_hour(opens: int, hour: int) -> tuple[int, int]:
    """That hour of the date on which a morning begins, in seconds."""
    begin = opens // DAY * DAY + hour * HOUR
    return begin, begin + HOUR


def typical(cases: Cases, log: Log, windows: list[tuple[int, int]]) -> int:
    """The morning, counted from 1, on which the median number of people come to counters; the earliest of several."""
    comings = np.sort(log.enabled[attempts_in(log, cases.pools, IN_PERSON)])
    came = [int(np.diff(np.searchsorted(comings, window))[0]) for window in windows]
    return came.index(sorted(came)[(len(came) - 1) // 2]) + 1


def coming(cases: Cases, log: Log, windows: list[tuple[int, int]], citizen: int) -> int:
    """The first morning, counted from 1, on which a citizen is at a counter; 0 where there is none."""
    rows = np.flatnonzero(attempts_in(log, cases.pools, IN_PERSON) & (log.case == citizen))
    begin, end = log.enabled[rows], log.completed[rows]
    there = (number for number, (opens, until) in enumerate(windows, 1) if ((begin < until) & (end > opens)).any())
    return next(there, 0)

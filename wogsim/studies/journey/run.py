"""Follow one citizen under several patterns: the same person, the same luck, step by step."""

from typing import Any

import numpy as np

from wogsim.contract.log import EndedBy
from wogsim.errors import BadInput
from wogsim.language import _, ngettext
from wogsim.measures.attempts import activity_ends, granted_cases
from wogsim.patterns import Pattern
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern
from wogsim.routing.papers import bringings
from wogsim.routing.ways import ways
from wogsim.scenario.names import PATTERN_TITLES
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.staffing.people import Staffing
from wogsim.studies.journey.result import Journey, Trail
from wogsim.studies.journey.steps import Name, Telling
from wogsim.world.agencies import World
from wogsim.world.population import Applicants, population


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
    prepared = prepare(changed)
    world = prepared.world
    citizens = population(world, changed.scenario.run.seed, replication)[0]
    k = measured(citizens, case)
    trails = [_trail(changed, world, row, staff, citizens, replication, k) for row, staff in prepared.patterns]
    return Journey(
        loaded=changed,
        world=world,
        case=case,
        of=int(citizens.cohort.sum()),
        far=bool(citizens.far[k]),
        vulnerable=bool(citizens.vulnerable[k]),
        assisted=bool(citizens.assisted[k]),
        replication=replication,
        trails=tuple(trails),
        preset=asking.get("preset"),
        left_out=prepared.left_out,
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
        end = int(log.completed[(log.case == k) & log.ended(EndedBy.GAVE_UP)].min())
    own = loaded.scenario.patterns.get(row.key)
    name: Name = dict(own.title) if own else PATTERN_TITLES[row.key]
    return Trail(row.key, name, telling.steps(), int(cases.need[k]), end, granted)

"""Follow one citizen under several patterns: the same person, the same luck, step by step."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from wogsim.contract.cases import IN_PERSON, Cases
from wogsim.contract.log import EndedBy, Log
from wogsim.errors import BadInput
from wogsim.language import _, ngettext
from wogsim.measures.attempts import activity_ends, granted_cases, in_roles
from wogsim.measures.pools import any_overloaded
from wogsim.patterns import Pattern
from wogsim.replication.prepare import prepare
from wogsim.replication.run import each_pattern
from wogsim.routing.papers import bringings
from wogsim.routing.ways import ways
from wogsim.scenario.names import PATTERN_TITLES
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.studies.journey.deeds import Deeds, Name
from wogsim.studies.journey.result import Journey, Trail
from wogsim.studies.journey.steps import Telling
from wogsim.world.agencies import World
from wogsim.world.applicants import Applicants
from wogsim.world.population import population


def journey(loaded: Loaded, case: int | None = None, *, replication: int = 0, **asking: Any) -> Journey:
    """Follow one citizen under several patterns.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    case : which measured citizen, in order of need, from 1; default: an ordinary one, see `ordinary`
    replication : which replication, from 0
    **asking : authority, patterns, preset, seed, settings, agencies, agencies_mode, delegated, coordinating,
        automated; see `wogsim.scenario.settings.asked`

    Raises
    ------
    BadInput
        When there is no such citizen, a value makes no sense, or the run is too large.
    """
    changed = asked(loaded, **asking)
    _refuse_no_whole_number("replication", replication)
    prepared = prepare(changed)
    world = prepared.world
    running = each_pattern(prepared, changed.scenario.run.seed, replication, kept=True)
    citizens = population(world, changed.scenario.run.seed, replication)[0]
    chosen = measured(citizens, 1 if case is None else case)
    ran = list(running)
    k = ordinary(citizens, ran) if case is None else chosen
    return Journey(
        loaded=changed,
        world=world,
        case=int(citizens.cohort[: k + 1].sum()),
        ordinary=case is None,
        of=int(citizens.cohort.sum()),
        far=bool(citizens.far[k]),
        vulnerable=bool(citizens.vulnerable[k]),
        assisted=bool(citizens.assisted[k]),
        pays=bool(citizens.pays[k]),
        replication=replication,
        trails=tuple(
            _trail(world, row, cases, log, citizens, k)
            for (row, _staff), (cases, log) in zip(prepared.patterns, ran, strict=True)
        ),
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


def ordinary(citizens: Applicants, ran: Sequence[tuple[Cases, Log]]) -> int:
    """Which of all citizens, from 0, is the most ordinary measured one; of several the first.

    That is one who lives near, is not served first and needs no help on-line; who is granted the permit under every
    pattern, and queues at a counter under every pattern where anybody does; and of these, the one whose sojourn times
    are nearest to the medians. Where nobody is all of it, what is said first counts more.

    Parameters
    ----------
    citizens : all citizens, some of them measured
    ran : cases and log of each pattern; citizens are the first of the cases
    """
    there = np.flatnonzero(citizens.cohort)
    traits = np.sum(
        [kind[there] for kind in (citizens.far, citizens.vulnerable, citizens.assisted, citizens.pays)], axis=0
    )
    denied, unqueued, distance = np.zeros((3, len(there)))
    for cases, log in ran:
        granted, ends = granted_cases(cases, log)[there], activity_ends(cases, log)
        sojourn = np.where(granted, ends[cases.last[there]] - cases.need[there], np.nan)
        rows = np.flatnonzero(in_roles(cases.pools, IN_PERSON)[log.pool] & (log.case < len(citizens)))
        queued = np.bincount(log.case[rows], log.wait_ends[rows] - log.enabled[rows], len(citizens))[there]
        denied += ~granted
        unqueued += (queued == 0) & bool((queued > 0).any())
        if granted.any():
            distance += np.nan_to_num(np.abs(np.log(np.maximum(sojourn, 1) / max(np.nanmedian(sojourn), 1))))
    return int(there[np.lexsort((distance, unqueued, denied, traits))[0]])


def _trail(world: World, row: Pattern, cases: Cases, log: Log, citizens: Applicants, k: int) -> Trail:
    """Tell case `k`, who is the k-th citizen: citizens are the first stream of the cases."""
    way = ways(world, row, citizens)
    telling = Telling(log, Deeds(world, row, cases, k, way, bringings(world, row, citizens, way)))
    granted = bool(granted_cases(cases, log)[k])
    if granted:
        end = int(activity_ends(cases, log)[cases.last[k]])
    else:
        end = int(log.completed[(log.case == k) & log.ended(EndedBy.GAVE_UP)].min())
    own = world.scenario.patterns.get(row.key)
    name: Name = dict(own.title) if own else PATTERN_TITLES[row.key]
    return Trail(
        row.key, name, telling.steps(), int(cases.need[k]), end, granted, any_overloaded(cases, log, world.scenario.run)
    )

"""Which cases are within the service standard, by the clock that each permit's standard has."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import Bools, Cases, Ints, Kind
from wogsim.contract.hours import Hours
from wogsim.contract.log import Log
from wogsim.measures.attempts import activity_ends, add_up
from wogsim.measures.journeys import releases
from wogsim.scenario.standards import COMPLETE, NEED, Promise

HANDED_IN = {Kind.INTAKE, Kind.FORM}  # papers are taken in


def within_standard(
    cases: Cases,
    log: Log,
    per_case: Mapping[str, npt.NDArray[Any]],
    promises: Sequence[Promise | None],
    working_days: Hours,
) -> Bools:
    """Whether each case was granted within its permit's standard; who gave up missed it. Shape (C,).

    Parameters
    ----------
    cases, log : C cases and all their attempts
    per_case : their measures, see `wogsim.measures.cases.case_measures`
    promises : what is promised of each permit, or None; no case of one without is within it
    working_days : see there
    """
    kept = np.zeros(len(cases.need), dtype=bool)
    for promise in filter(None, dict.fromkeys(promises)):
        concerned = np.array([other == promise for other in promises])[cases.permit]
        hours = None if promise.time.clock == "clock" else working_days
        if promise.since == NEED:
            taken = per_case["sojourn_time" if hours is None else "sojourn_working_time"]
        else:
            permits = np.where(per_case["granted"], cases.need + per_case["sojourn_time"], cases.need)
            taken = _since_handing_in(cases, log, permits, hours, stops=promise.since == COMPLETE)
        kept |= concerned & per_case["granted"] & (taken <= promise.time.seconds)
    return kept


def _since_handing_in(cases: Cases, log: Log, permits: Ints, hours: Hours | None, *, stops: bool) -> Ints:
    """Seconds, in some hours or always, from the first papers' being taken in until the permit; shape (C,).

    With `stops` the clock stands still from when citizens know that they have papers to mend until these have been
    taken in again, and in latency on their side. ``permits`` are instants, shape (C,).
    """
    ends = activity_ends(cases, log)
    kinds, again = _slots(cases, HANDED_IN), np.array([slot.bringing > 0 for slot in cases.slots])
    taken_in = np.flatnonzero(kinds[cases.slot] & (ends >= 0))
    began = permits.astype(np.int64)
    np.minimum.at(began, cases.case[taken_in], ends[taken_in])
    if not stops:
        return _passed(hours, began, permits)
    still = _slots(cases, {Kind.FIX, Kind.CITIZENS_LATENCY}) | (kinds & again)
    pauses = np.flatnonzero(still[cases.slot] & (ends >= 0))
    case = cases.case[pauses]
    since, until = (
        _clock(hours, np.clip(times, began[case], permits[case]))
        for times in (releases(cases, ends, pauses), ends[pauses])
    )
    return _passed(hours, began, permits) - _together(case, since, until, len(began))


def _slots(cases: Cases, kinds: set[Kind]) -> Bools:
    """Which steps are of some kinds, shape (slots,)."""
    return np.array([slot.kind in kinds for slot in cases.slots], dtype=bool)


def _clock(hours: Hours | None, times: Ints) -> Ints:
    return times if hours is None else hours.elapsed(times)


def _passed(hours: Hours | None, since: Ints, until: Ints) -> Ints:
    return _clock(hours, until) - _clock(hours, since)


def _together(case: Ints, since: Ints, until: Ints, size: int) -> Ints:
    """Seconds that some times [since, until) of each case cover together, those that overlap once; shape (size,)."""
    order = np.lexsort((since, case))
    case, since, until = case[order].astype(np.int64), since[order], until[order]
    # Cases one behind the other on one line, so that the latest end so far never comes from another case.
    apart = case * (int(until.max(initial=0)) + 1)
    reached = np.maximum.accumulate(np.append(0, until + apart))[:-1]
    covered = np.maximum(until + apart - np.maximum(since + apart, reached), 0)
    return add_up(case, covered, size)

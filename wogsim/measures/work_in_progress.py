"""How many citizens' cases are in progress, and how many of their files wait, day by day from the start of the run."""

import numpy as np

from wogsim.contract.cases import BACK_OFFICE, NONE, Cases, Ints
from wogsim.contract.hours import DAY
from wogsim.contract.log import EndedBy, Log
from wogsim.measures.attempts import attempts_in, permit_times


def in_progress(cases: Cases, ends: Ints, until: int) -> Ints:
    """Citizens' cases whose need has arisen and that have not ended, at each midnight, shape (days + 1,).

    From second 0 up to the first midnight at or after `until`; sector-only applicants are left out. Numbers of parts
    of a log add up. ``ends`` are the `case_ends`.
    """
    citizens = np.flatnonzero(~cases.own)
    return _at_midnights(cases.need[citizens], ends[citizens], until)


def files_waiting(cases: Cases, log: Log, until: int) -> Ints:
    """Citizens' files that wait in back offices for somebody to take them up, at each midnight, shape (days + 1,).

    A case may have several, one for each clearance; work laid down for the night does not wait. Midnights and parts
    are those of `in_progress`.
    """
    rows = np.flatnonzero(attempts_in(log, cases.pools, BACK_OFFICE) & ~cases.own[log.case])
    return _at_midnights(log.enabled[rows], log.wait_ends[rows], until)


def _at_midnights(came: Ints, left: Ints, until: int) -> Ints:
    """How many are there at each midnight; who comes or leaves within a day has done so at the midnight after it."""
    days = -(-until // DAY) + 1
    counts = [np.bincount(np.minimum(-(-when // DAY), days), minlength=days + 1) for when in (came, left)]
    there: Ints = np.cumsum(counts[0] - counts[1])[:days]
    return there


def case_ends(cases: Cases, log: Log) -> Ints:
    """When the permit was in hand or the case was given up; -1 where it is not over. Seconds, shape (C,)."""
    ends = permit_times(cases, log)
    lost = np.flatnonzero(log.ended(EndedBy.GAVE_UP))
    lost = lost[ends[log.case[lost]] == NONE]
    ends[log.case[lost]] = log.completed[lost]
    return ends

"""How many citizens' cases are in progress, day by day from the start of the run."""

from __future__ import annotations

import numpy as np

from wogsim.cases import NONE, Bools, Cases, Ints
from wogsim.hours import DAY
from wogsim.log import EndedBy, Log


def in_progress(cases: Cases, log: Log, until: int) -> Ints:
    """Citizens' cases whose need has arisen and that have not ended, at each midnight, shape (days + 1,).

    From second 0 up to the first midnight at or after `until`; sector-only applicants are left out. Numbers of parts
    of a log add up.
    """
    days = -(-until // DAY) + 1
    citizens = ~cases.own
    came, ended = cases.need[citizens], case_ends(cases, log, citizens)
    # Who comes or ends within a day has done so at the midnight after it.
    counts = [np.bincount(np.minimum(-(-when // DAY), days), minlength=days + 1) for when in (came, ended)]
    there: Ints = np.cumsum(counts[0] - counts[1])[:days]
    return there


def case_ends(cases: Cases, log: Log, chosen: Bools) -> Ints:
    """When the permit was in hand or the case was given up, of the chosen cases; seconds, shape (chosen,)."""
    last = cases.last[chosen]
    if not len(last):
        return np.zeros(0, dtype=np.int64)
    final = np.searchsorted(log.activity, last, side="right") - 1
    granted = (log.activity[final] == last) & (log.ended_by[final] != EndedBy.GAVE_UP)
    lost = np.flatnonzero(log.ended_by == EndedBy.GAVE_UP)
    given_up = np.full(len(cases.need), NONE, dtype=np.int64)
    given_up[log.case[lost]] = log.completed[lost]
    return np.where(granted, log.completed[final], given_up[chosen])

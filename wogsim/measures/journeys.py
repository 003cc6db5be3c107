"""How citizens came to counters and desks: from home, or from the stop before on the same errand."""

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import Bools, Cases, Errand, Ints
from wogsim.contract.log import Log
from wogsim.measures.attempts import by_calendar


def from_home(cases: Cases, log: Log, rows: Ints, released: Ints) -> Bools:
    """Whether the citizen came from home for each of some attempts in person.

    They do for the first stop of an errand, for every further attempt, and for a later stop that would have been closed
    for the day.

    Parameters
    ----------
    rows : positions in the log of attempts in person, shape (n,)
    released : when all that the activity of each waited for was done, seconds, shape (n,)
    """
    home = np.ones(len(rows), dtype=bool)
    later = later_stops(cases, log, rows)
    reached = released[later] + cases.lag[log.activity[rows[later]]]
    for hours, some in by_calendar(cases.pools, log.pool[rows[later]]):
        home[later[some]] = hours.closed_for_the_day(reached[some])
    return home


def later_stops(cases: Cases, log: Log, rows: Ints) -> npt.NDArray[np.intp]:
    """Which of some attempts in person are the first at a later stop of an errand: their places among `rows`."""
    first = (log.attempt[rows] > 0) | (cases.errand[log.activity[rows]] & int(Errand.FIRST) != 0)
    return np.flatnonzero(~first)


def releases(cases: Cases, ends: Ints, activities: Ints) -> Ints:
    """When all that each of some activities waits for was done, or the need where it waits for nothing; shape (n,).

    ``ends`` are completions in seconds, shape (A,).
    """
    heads, counts = cases.pred_ptr[activities], cases.pred_ptr[activities + 1] - cases.pred_ptr[activities]
    released: Ints = cases.need[cases.case[activities]].astype(np.int64)
    for further in range(int(counts.max(initial=0))):
        some = np.flatnonzero(counts > further)
        released[some] = np.maximum(released[some], ends[cases.predecessors[heads[some] + further]])
    return released

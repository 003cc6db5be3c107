"""Whose time is over while they serve: services that a cut in staff has left too many of, which is overtime.

A calendar knows open and closed. Within open hours fewer people may be there from some instant on, and whoever serves
then finishes first. So of all services that are in progress at an open second as many as there are people scheduled
are their work, and the others overtime. Nobody begins a service meanwhile, since nobody is free; so all of those
services have been in progress since the cut.
"""

from collections.abc import Sequence

import numpy as np

from wogsim.contract.cases import Ints, Pool
from wogsim.contract.hours import HOUR
from wogsim.measures.hourly import HOURS


def cuts(pool: Pool) -> Ints:
    """When fewer people are there than before, and still somebody, or than at the last closing. Seconds, ascending."""
    people = pool.step_servers
    if len(people) and ((people == 0) | (people == people.max())).all():  # quick, as nearly all pools are like that
        return people[:0]
    there = np.flatnonzero(people > 0)
    fewer = np.flatnonzero(np.diff(people[there]) < 0) + 1
    found: Ints = pool.step_times[there[fewer]]
    return found


def through_cuts(pools: Sequence[Pool], pool: Ints, since: Ints, until: Ints) -> Ints:
    """Services that last through a cut in the staff of their pool: pool, from when, until when; shape (3, n).

    Parameters
    ----------
    pool, since, until : of services, shape (rows,)
    """
    found = [np.zeros((3, 0), dtype=np.int64)]
    for number, office in enumerate(pools):
        at = cuts(office)
        if len(at):
            rows = np.flatnonzero(pool == number)
            through = np.searchsorted(at, until[rows]) > np.searchsorted(at, since[rows], side="right")
            rows = rows[through]
            found.append(np.stack([pool[rows], since[rows], until[rows]]))
    return np.concatenate(found, axis=1)


def beyond_staff(pools: Sequence[Pool], through: Ints, start: int, end: int) -> Ints:
    """Server-seconds of service in open hours beyond the staff there, within [start, end), shape (pools, 24): by hour.

    Parameters
    ----------
    through : all services that last through a cut, see `through_cuts`
    """
    found = np.zeros((len(pools), HOURS), dtype=np.int64)
    for number in np.unique(through[0]).tolist():
        since, until = (np.sort(times) for times in through[1:, through[0] == number])
        first, last = max(int(since[0]), start), min(int(until[-1]), end)
        if first >= last:
            continue
        steps, servers = pools[number].step_times, pools[number].step_servers
        borders = np.arange(first // HOUR + 1, -(-last // HOUR), dtype=np.int64) * HOUR
        within = steps[np.searchsorted(steps, first) : np.searchsorted(steps, last)]
        edges = np.sort(np.concatenate([since, until, within, borders, [first, last]]))
        edges = edges[(first <= edges) & (edges <= last)]
        begins = edges[:-1]
        busy = np.searchsorted(since, begins, side="right") - np.searchsorted(until, begins, side="right")
        there = np.append(servers, 0)[np.searchsorted(steps, begins, side="right") - 1]
        beyond = np.where(there > 0, np.maximum(busy - there, 0), 0)
        np.add.at(found[number], begins // HOUR % HOURS, beyond * np.diff(edges))
    return found

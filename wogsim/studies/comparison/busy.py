"""How busy each pool is at each hour of the day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import STAFFED, UNLIMITED
from wogsim.contract.hours import Hours
from wogsim.measures.hourly import scheduled_by_hour
from wogsim.staffing.pools import pools
from wogsim.staffing.roster import Post
from wogsim.studies.comparison.numbers import Numbers, measured


@dataclass(frozen=True, eq=False)
class BusyHours:
    """One pool under one pattern, over all replications.

    ``share`` is busy over scheduled by hour of the day, shape (24,), NaN where nobody is scheduled; ``whole`` the same
    of all hours together.
    """

    pattern: str
    post: Post
    share: npt.NDArray[np.float64]
    whole: float


def busy_hours(result: Numbers) -> list[BusyHours]:
    """Every pool with people, pattern by pattern; none where their number has no limit."""
    run = result.world.scenario.run
    window = run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds
    found = []
    there = zip(result.patterns, result.worlds, result.staffing, result.outcomes, strict=True)
    for row, world, staff, outcomes in there:
        offices = pools(world, row, staff, Hours.always())
        for post, office in zip(staff.posts, offices, strict=True):
            if post.role not in STAFFED or post.servers in (0, UNLIMITED):
                continue
            busy = np.sum([pool.by_hour for pool in measured(outcomes, post)], axis=0)
            scheduled = scheduled_by_hour(office, *window) * len(outcomes)
            share = np.divide(busy, scheduled, out=np.full(len(busy), np.nan), where=scheduled > 0)
            whole = float(busy.sum() / scheduled.sum()) if scheduled.any() else float("nan")
            found.append(BusyHours(row.key, post, share, whole))
    return found

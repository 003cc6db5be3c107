"""How fast people work: an agency's own pace, and the time after a reform in which everybody is slower.

Both are multiples of the work that a file says.
"""

import numpy as np

from wogsim.chance.distributions import scaled
from wogsim.contract.cases import Ints
from wogsim.contract.hours import DAY
from wogsim.patterns import Pattern
from wogsim.world.agencies import World
from wogsim.world.applicants import Applicants


def at_pace(world: World, origin: str, work: Ints) -> Ints:
    """Work in seconds, shape (n,), when people of an agency of the file do it."""
    pace = world.intake_agencies[origin].pace
    return work if pace is None else scaled(work, pace)


def settling_in(world: World, row: Pattern, who: Applicants, work: Ints) -> Ints:
    """Assessments in seconds, shape (n,), longer for cases that arise soon after a reform, but not in a usual week.

    It goes by whole days, and by rounded factors, so that no processor reckons otherwise.
    """
    reform = world.scenario.world.reform
    if not reform.dip or not row.reform or who.pilots or not len(who):
        return work
    if reform.half_life is None:
        return scaled(work, 1 + reform.dip)
    days, half = who.need // DAY, reform.half_life.seconds
    left = [round(1 + reform.dip * 2.0 ** (-day * DAY / half), 6) for day in range(int(days.max()) + 1)]
    longer: Ints = np.maximum(np.floor(work * np.array(left)[days] + 0.5), work > 0).astype(np.int64)
    return longer

"""When a world is overloaded: the one place that decides it, from what its runs did; `beside` decides what is said.

In each replication a pool was overloaded or not (`wogsim.measures.backlog`): more was brought to it than it could do,
and its queue grew by that. A world is overloaded where that is so in most of its replications.
"""

import math
from collections.abc import Iterable


def in_most(counts: Iterable[float]) -> int:
    """How many pools are overloaded at least, in more than half of the replications.

    Parameters
    ----------
    counts : of overloaded pools, one of each replication, NaN where there is none
    """
    known = sorted(count for count in counts if not math.isnan(count))
    return int(known[(len(known) - 1) // 2]) if known else 0

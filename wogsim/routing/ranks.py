"""Who goes first in a queue: who has paid for it, then everybody, then those who have to wait behind others."""

import numpy as np

from wogsim.contract.cases import Bools, Ints
from wogsim.scenario.citizens import Citizens
from wogsim.world.applicants import Applicants

PAID = -1  # before vulnerable citizens and own cases; a case of which somebody has complained goes before all


def paid_first(who: Applicants, citizens: Citizens, queue: str, behind: Bools | None) -> Ints | int:
    """Rank in queues at 'counters' or of 'files', one number or shape (n,): 1 for those ``behind``, 0 for the others.

    Who pays there goes before either.
    """
    rank: Ints | int = 0 if behind is None else behind.astype(np.int64)
    if not citizens.bribe_share or citizens.bribe_at not in (queue, "both"):
        return rank
    return np.where(who.pays, PAID, rank)

"""Opening hours at random, and who is inside, by looking at every interval."""

import numpy as np
from hypothesis import strategies as st

from wogsim.contract.hours import HOUR

DAYS = 3

intervals = st.lists(
    st.tuples(st.integers(0, DAYS * 24), st.integers(0, 30)).map(lambda one: (one[0] * HOUR, sum(one) * HOUR)),
    max_size=8,
)


def inside(times, spans):
    """Whether each time is within one of the spans."""
    return np.any([(start <= times) & (times < end) for start, end in spans], axis=0) if spans else times < 0

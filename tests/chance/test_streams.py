"""Named random streams: a part of one is the same numbers as the whole."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wogsim.chance.streams import uniforms


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_stream_goes_on_in_the_next_block(fours, size):
    whole = uniforms((1, 2, "stream"), 4 * fours + size)
    np.testing.assert_array_equal(uniforms((1, 2, "stream"), size, 4 * fours), whole[4 * fours :])

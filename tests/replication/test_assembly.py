"""What routes are drafted in, before the cases are made of it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.worlds import short_columns
from wogsim.contract.cases import fitted, once
from wogsim.replication.assembly import Column


@given(st.lists(short_columns | st.integers(0, 5).map(lambda count: count * [-1]), max_size=6))
def test_columns_are_their_parts_one_behind_the_other(parts):
    column = Column()
    for part in parts:
        column.extend(once(fitted(np.array(part, dtype=np.int64), np.int8, np.int32)))
    whole = [number for part in parts for number in part]
    assert column.numbers.tolist() == whole

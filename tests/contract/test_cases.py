"""Columns of cases: in how few bytes they are held, and how places in them are found."""

import tracemalloc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.worlds import short_columns
from wogsim.contract.cases import first_place, fitted, held_once, once


@given(short_columns | st.lists(st.sampled_from([0, -1, 127, 128, -128, -129, 32_767, 32_768, -32_769, 2**40])))
def test_numbers_take_the_first_type_that_holds_them(numbers):
    values = np.array(numbers, dtype=np.int64)
    found = once(fitted(values, np.int8, np.int16))
    assert found.tolist() == numbers
    reach = max((max(number, -number - 1) for number in numbers), default=0)
    assert found.dtype == (np.int8 if reach < 2**7 else np.int16 if reach < 2**15 else np.int64)
    assert held_once(found) == (len(set(numbers)) == 1)


@given(st.lists(st.integers(-9, 9)), st.integers(-10, 10))
def test_the_first_place_of_a_number(numbers, number):
    ascending = np.array(sorted(numbers), dtype=np.int32)
    assert first_place(ascending, number) == sum(other < number for other in numbers)


def test_the_first_place_is_found_without_a_copy():
    million = np.zeros(1_000_000, dtype=np.int32)
    tracemalloc.start()
    first_place(million, 1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000

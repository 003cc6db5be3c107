"""A log in parts, as the compiled engine gives it, is the whole log."""

from itertools import pairwise

import numpy as np

from wogsim.contract.log import COLUMNS
from wogsim.engine import choose
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern
from wogsim.scenario.reading import load


def test_parts_of_the_compiled_log_are_parts_of_the_whole():
    prepared = prepare(load("restaurant-permit").change({"levers.patterns": ["technical-functional"]}), "compiled")
    row, staff = prepared.patterns[0]
    cases, log = one_pattern(prepared.world, row, staff, 1, 0)
    followed = choose("compiled").follow(cases)
    borders = [0, 1, 7, len(cases.need) // 2, len(cases.need)]
    assert (log.attempt > 0).any()
    for first, last in pairwise(borders):
        begin = int(np.searchsorted(cases.case, first))
        ours, theirs = log.of_cases(first, last, begin), followed.of_cases(first, last, begin)
        for name in COLUMNS:
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)

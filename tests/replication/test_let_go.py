"""What was needed to route people is let go with them: of a long run it would be more than the run itself."""

import gc

import numpy as np
import pytest

import wogsim
from wogsim.replication.everybody import Everybody
from wogsim.replication.prepare import prepare


@pytest.mark.usefixtures("loosely_known")
def test_routing_leaves_no_numbers_to_the_garbage_collector():
    short = dict.fromkeys(("run.warm_up", "run.cohort", "run.run_out"), "1 week")
    plan = prepare(wogsim.load("restaurant-permit").change(short), "compiled")
    for row, staff in plan.patterns:
        everybody = Everybody(plan.world, 1, [0])
        gc.collect()
        gc.disable()
        try:
            gc.set_debug(gc.DEBUG_SAVEALL)
            for _cases in everybody.routed(row, staff):
                pass
            gc.collect()
            left = [thing for thing in gc.garbage if any(isinstance(a, np.ndarray) for a in gc.get_referents(thing))]
            assert not left, (row.key, {type(thing) for thing in left})
        finally:
            gc.set_debug(0)
            gc.garbage.clear()
            gc.enable()

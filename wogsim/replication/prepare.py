"""From a scenario to a plan: levers resolved, every pattern staffed, what cannot be run refused before the work."""

from wogsim.engine import choose
from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.replication.plan import Plan
from wogsim.replication.size import refuse_too_many
from wogsim.scenario.reading import Loaded
from wogsim.staffing.people import staffing
from wogsim.staffing.pilot import Pilot
from wogsim.world.agencies import build


def prepare(loaded: Loaded, engine: str = "auto") -> Plan:
    """Resolve levers and staffing of every pattern that is to be compared, and the engine.

    Raises
    ------
    BadInput
        When agencies cannot be made, pools not be staffed, or there is no such engine.
    """
    world, rows = build(loaded.scenario), loaded.scenario.rows()
    pilot = Pilot(world)
    patterns = tuple(
        (row, staffing(world, row, pilot)) for row in (rows[key] for key in loaded.scenario.levers.patterns)
    )
    activities = tuple(pilot.activities(row, staff.generalists) for row, staff in patterns)
    refuse_too_many(world, max(activities))
    return Plan(world, patterns, choose(engine).name, activities)


def nobody(loaded: Loaded) -> BadInput:
    """What is said of a world without a measured citizen."""
    expected = _(
        "nobody's need arose in this window in any replication; expected a longer window or a higher "
        "world.citizens.need"
    )
    return BadInput(Problem("run.cohort", loaded.scenario.run.cohort.text, expected))

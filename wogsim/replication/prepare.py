"""From a scenario to a plan: levers resolved, every pattern staffed, what cannot be run refused before the work."""

from wogsim.engine import choose
from wogsim.errors import BadInput, Problem
from wogsim.language import _
from wogsim.patterns import Pattern
from wogsim.replication.foretold import foretell_learning
from wogsim.replication.plan import Plan
from wogsim.replication.size import fewest_activities, refuse_too_many
from wogsim.scenario.reading import Loaded
from wogsim.staffing.people import Staffing, staffing
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.roster import Unstaffed
from wogsim.staffing.sizes import settled
from wogsim.world.agency_count import build


def prepare(loaded: Loaded, engine: str = "auto", like: Pilot | None = None) -> Plan:
    """Resolve levers and staffing of every pattern that is to be compared, and the engine.

    A pattern for which there are not the people is left out with its reason.

    Parameters
    ----------
    like : pilot applicants of a scenario that differs as `Pilot.moved` says; what they have taught is not learnt again

    Raises
    ------
    BadInput
        When agencies cannot be made, no pattern can be staffed, a stated pool is none, or there is no such engine.
    """
    if like is None:
        foretell_learning(loaded.scenario)
    world, rows = build(settled(loaded.scenario)), loaded.scenario.rows()
    refuse_too_many(world, fewest_activities(world))
    pilot = like.moved(world) if like else Pilot(world)
    found, refused = list[tuple[Pattern, Staffing]](), dict[str, Unstaffed]()
    for key in loaded.scenario.levers.patterns:
        try:
            found.append((rows[key], staffing(world, rows[key], pilot)))
        except Unstaffed as error:
            refused[key] = error
    if not found:
        raise next(iter(refused.values()))
    patterns = tuple(found)
    activities = tuple(pilot.activities(row, staff.generalists) for row, staff in patterns)
    refuse_too_many(world, max(activities))
    left_out = {key: str(error) for key, error in refused.items()}
    return Plan(world, patterns, choose(engine).name, activities, left_out)


def nobody(loaded: Loaded) -> BadInput:
    """What is said of a world without a measured citizen."""
    expected = _(
        "nobody's need arose in this window in any replication; expected a longer window or a higher "
        "world.citizens.need"
    )
    return BadInput(Problem("run.cohort", loaded.scenario.run.cohort.text, expected))

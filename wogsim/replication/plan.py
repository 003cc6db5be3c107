"""The plan of a run: what a worker needs to run replications."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wogsim.patterns import Pattern
from wogsim.staffing.people import Staffing
from wogsim.world.agencies import World


@dataclass(frozen=True)
class Plan:
    """All that a worker needs: the world, who works where under each pattern, and which engine runs.

    ``activities`` is how many each pattern is expected to have in a replication; ``left_out`` says by key why a
    pattern that was asked for is not among them.
    """

    world: World
    patterns: tuple[tuple[Pattern, Staffing], ...]
    engine: str
    activities: tuple[float, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)

"""The pace of an agency's own people: how long they take for their work, as a multiple of what is said of it."""

from wogsim.chance.distributions import scaled
from wogsim.contract.cases import Ints
from wogsim.world.agencies import World


def at_pace(world: World, origin: str, work: Ints) -> Ints:
    """Work in seconds, shape (n,), when people of an agency of the file do it."""
    pace = world.intake_agencies[origin].pace
    return work if pace == 1 else scaled(work, pace)

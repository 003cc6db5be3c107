"""Of whom another body is asked before a clearance is decided, and in whose case it objects where it was not."""

from typing import NamedTuple

import numpy as np

from wogsim.contract.cases import Bools
from wogsim.world.agencies import World
from wogsim.world.applicants import Applicants


class Consultation(NamedTuple):
    """Where the body that is to be asked about a clearance is asked, and where it objects later; each shape (n,)."""

    asked: Bools
    objects: Bools

    @property
    def either(self) -> Bools:
        """Where another body has to do with it, shape (n,)."""
        return self.asked | self.objects


def asked_body(world: World, i: int) -> str | None:
    """The agency that is to be asked about clearance `i`; None where there is none, or not in so short a chain.

    Nobody asks themselves.
    """
    clearance = world.clearances[i]
    agency = clearance.described.consult.agency
    if agency is None or agency == clearance.described.agency:
        return None
    key = agency + clearance.origin.removeprefix(clearance.described.agency)  # in a chain that of the same turn
    return key if key in world.intake_agencies else None


def consultation(world: World, who: Applicants, i: int) -> Consultation:
    """Of which applicants another body is asked about clearance `i`, or objects later.

    One number for each case says whether it is asked, so that a larger share leaves out nobody who was asked before.
    """
    nobody = np.zeros(len(who), dtype=bool)
    if asked_body(world, i) is None or who.filed:
        return Consultation(nobody, nobody)
    key, consult = world.clearances[i].key, world.clearances[i].described.consult
    asked = who.needs[:, i] & (who.uniform("consulted", key) < world.scenario.levers.consulted)
    if not consult.objects:
        return Consultation(asked, nobody)
    return Consultation(asked, who.needs[:, i] & ~asked & (who.uniform("objects", key) < consult.objects))

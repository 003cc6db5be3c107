"""What worlds that differ little have in common: names for it, and what was made last for worlds of that name.

Shares of authority and numbers of counters change nobody's way through what is not decided elsewhere, nor how much
work a case brings; how many apply changes who comes, but not what those who come need. What is answered never depends
on what is remembered.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, TypeVar

from wogsim.replication.everybody import Everybody
from wogsim.replication.plan import Plan
from wogsim.scenario.file import Scenario
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import AUTHORITIES
from wogsim.staffing.pilot import Pilot
from wogsim.staffing.sizes import has_loads, settled
from wogsim.world.agency_count import build

# What changes nobody's way, or what other names say.
BESIDE: Any = {"levers": {"patterns", *AUTHORITIES}, "run": {"replications"}, "compare": True, "variants": True}
Kept = TypeVar("Kept")


class Memory(OrderedDict[Hashable, object]):
    """What was made last, so many of a kind."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def made(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The one of that key, made where it is not there."""
        if key not in self:
            self[key] = make()
            if len(self) > self.most:
                self.popitem(last=False)
        self.move_to_end(key)
        return self[key]  # type: ignore[return-value]


class Names(NamedTuple):
    """Of a scenario: ``same`` but for rows and shares, ``ground`` but for counters too, ``kin`` for how many apply too.

    Where staff are given as loads, how many apply says how many staff there are: then nobody is kin.
    """

    same: str
    ground: str
    kin: str

    @staticmethod
    def of(scenario: Scenario) -> Names:
        """By everything that is in it."""
        whole = scenario.model_dump(mode="json", exclude=BESIDE)
        same = hashed(whole)
        for agency in whole["world"]["agencies"].values():
            del agency["counters"]
        ground = hashed(whole)
        if has_loads(scenario):
            return Names(same, ground, ground)
        for one in (whole["world"]["citizens"], *whole["world"]["permits"].values()):
            del one["need"]
        return Names(same, ground, hashed(whole))


def hashed(tree: Any) -> str:
    """A name for anything that is as plain as JSON."""
    return hashlib.sha256(json.dumps(tree, ensure_ascii=False).encode()).hexdigest()[:32]


class Remembered:
    """Pilot applicants, and everybody who applies, of the worlds that were worked on last.

    Parameters
    ----------
    pilots, everybody : how many of each are kept
    most : so many activities, expected of all patterns in all replications that are asked for together, whose ways are
        kept
    """

    def __init__(self, pilots: int, everybody: int, most: float) -> None:
        self._pilots, self._everybody, self._most = Memory(pilots), Memory(everybody), most

    def pilot(self, loaded: Loaded, kin: str) -> Pilot:
        """Pilot applicants of a scenario, for `wogsim.replication.prepare.prepare`."""
        return self._pilots.made(kin, lambda: Pilot(build(settled(loaded.scenario))))

    def everybody(self, plan: Plan, ground: str, seed: int, numbers: Sequence[int]) -> Everybody | None:
        """Who applies in these replications, for `wogsim.replication.run.replicate`; None where they are too many."""
        if sum(plan.activities) * len(numbers) > self._most:
            return None
        key = (ground, seed, tuple(numbers))
        return self._everybody.made(key, lambda: Everybody(plan.world, seed, numbers, remembers=True))

    def clear(self) -> None:
        """Forget all."""
        self._pilots.clear()
        self._everybody.clear()

"""A question: a scenario with levers and switches as somebody has set them; its columns, each with a name.

Two columns have the same name when nothing that matters to their row differs: which other rows are shown does not, nor
do authorities that the row never grants, nor shares between which nothing is granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wogsim.patterns import Pattern
from wogsim.replication.remembered import Names, hashed
from wogsim.routing.ways import steps
from wogsim.scenario.file import SLASH
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import AUTHORITIES, COMPARED, ROWS
from wogsim.staffing.sizes import has_loads
from wogsim.world.agency_count import build

SHARES = tuple(f"levers.{name}" for name in AUTHORITIES)


@dataclass(frozen=True, eq=False)
class Asked:
    """One column of a question: 'row' or 'row/variant', the name of its answer, and its ground and kin as in `Names`.

    ``world`` is the scenario in which the row stands, ``changes`` what makes it one of this row alone.
    """

    key: str
    digest: str
    ground: str
    kin: str
    world: Loaded
    changes: Mapping[str, Any]

    @property
    def loaded(self) -> Loaded:
        """The scenario with this row alone; made anew, as it takes more room than time."""
        return self.world.change(self.changes)


@dataclass(frozen=True, eq=False)
class Question:
    """A scenario as it is asked about; ``base`` is the file, ``settings`` what is changed in it."""

    base: Loaded
    settings: Mapping[str, Any]

    @cached_property
    def loaded(self) -> Loaded:
        """The scenario with the settings."""
        return self.base.change(self.settings) if self.settings else self.base

    @cached_property
    def digest(self) -> str:
        """A name for the whole question; how many replications are asked for does not belong to it."""
        return hashed(self.loaded.scenario.model_dump(mode="json", exclude={"run": {"replications"}}))

    @cached_property
    def columns(self) -> tuple[Asked, ...]:
        """All that is shown, each by itself."""
        worlds, found = dict[str, tuple[Loaded, Names]](), list[Asked]()
        for key in self.loaded.scenario.shown:
            row, _slash, variant = key.partition(SLASH)
            if variant not in worlds:
                loaded = self._of_variant(variant)
                worlds[variant] = loaded, Names.of(loaded.scenario)
            found.append(_asked(key, row, *worlds[variant]))
        return tuple(found)

    def _of_variant(self, variant: str) -> Loaded:
        if not variant:
            return self.loaded
        asked = {path: value for path, value in self.settings.items() if path not in (ROWS, COMPARED)}
        return self.base.variant(variant).change(asked)


def _asked(key: str, row: str, loaded: Loaded, names: Names) -> Asked:
    """A column, the shares of authority in its scenario brought to those that stand for all that grant the same."""
    shares = dict.fromkeys(SHARES, 0.0) | _shares(loaded, loaded.scenario.rows()[row])
    changes = {ROWS: [row], COMPARED: None, "run.replications": 1, **shares}
    return Asked(key, hashed([names.same, row, shares]), names.ground, names.kin, loaded, changes)


def _shares(loaded: Loaded, pattern: Pattern) -> dict[str, float]:
    """For each authority that a row grants and has no share of its own for: the share that stands for all like it."""
    own = dict(pattern.shares)
    moved = [grant.authority for grant in pattern.grants if grant.authority not in own]
    asked = {authority: float(getattr(loaded.scenario.levers, authority.value)) for authority in moved}
    if not asked or has_loads(loaded.scenario):
        return {f"levers.{authority.value}": share for authority, share in asked.items()}
    world = build(loaded.scenario)
    found: dict[str, float] = {}
    for authority, share in asked.items():
        alike = [step.share for step in steps(world, pattern, authority) or () if step.begins <= share]
        found[f"levers.{authority.value}"] = alike[-1] if alike else share
    return found

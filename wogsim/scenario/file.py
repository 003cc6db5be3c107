"""A scenario file as a whole: a world, levers, a run, and own patterns if any."""

from pydantic import Field

from wogsim.patterns import Pattern
from wogsim.scenario.described import World
from wogsim.scenario.levers import Levers, Run
from wogsim.scenario.rows import PatternRow, all_rows
from wogsim.scenario.values import MOST_ENTRIES, Key, Part, Title


class Scenario(Part):
    """One file: a world, levers, a run, and own patterns if any."""

    title: Title
    about: Title | None = None
    world: World
    levers: Levers = Levers()
    run: Run
    patterns: dict[Key, PatternRow] = Field(default={}, max_length=MOST_ENTRIES)

    def rows(self) -> dict[str, Pattern]:
        """All patterns that can be named here: the five and the file's own, by key."""
        return all_rows(self.patterns)

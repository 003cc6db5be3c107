"""A scenario file as a whole: a world, levers, a run, and own patterns if any."""

from pydantic import Field

from wogsim.patterns import PATTERNS, Authority, Desk, Pattern, Place, Route
from wogsim.scenario.described import World
from wogsim.scenario.levers import Levers, Run
from wogsim.scenario.values import Key, Part, Title


class PatternRow(Part):
    """A user's own pattern."""

    title: Title
    place: Place
    desk: Desk
    without: Route
    granted: Route
    authority: Authority


class Scenario(Part):
    """One file: a world, levers, a run, and own patterns if any."""

    title: Title
    about: Title
    world: World
    levers: Levers = Levers()
    run: Run
    patterns: dict[Key, PatternRow] = Field(default={})

    def rows(self) -> dict[str, Pattern]:
        """All patterns that can be named here: the five and the file's own, by key."""
        own = {key: Pattern(key, **row.model_dump(exclude={"title"})) for key, row in self.patterns.items()}
        return PATTERNS | own

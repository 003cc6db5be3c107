"""A scenario file as a whole: a world, levers, a run, and own patterns if any."""

from typing import Annotated, Any

from pydantic import Field

from wogsim.language import mark
from wogsim.patterns import Pattern
from wogsim.scenario.described import World
from wogsim.scenario.levers import Levers, Run
from wogsim.scenario.rows import PatternRow, all_rows
from wogsim.scenario.themes import Theme
from wogsim.scenario.values import MOST_ENTRIES, Key, OrOne, Part, Title, described

SLASH = "/"  # between a row and the variant in whose world it is


class Lesson(Part):
    """What a class does with the scenario."""

    theme: Theme | None = described("", mark("what it is about, in short: 'wogsim scenarios' lists by that"), None)
    question: Title | None = Field(default=None, description=mark("what the class asks"))
    lever: str | None = described("", mark("dotted path of the value that the class moves"), None)
    look_for: Title | None = Field(default=None, description=mark("what to look for in the result"))
    evidence: Annotated[tuple[str, ...], OrOne] = described(
        "",
        mark("published cases to hold beside the result, by their place as in docs/validation.md"),
        (),
        max_length=MOST_ENTRIES,
    )


class Variant(Part):
    """A named set of other values: the scenario with them is a scenario of its own, with the same luck."""

    title: Title
    set: dict[str, Any] = described(
        "", mark("other values at dotted paths, as in the file"), {}, max_length=MOST_ENTRIES
    )


class Shown(Part):
    """What `wogsim compare` shows."""

    rows: Annotated[tuple[str, ...], OrOne] | None = described(
        "",
        mark("rows to compare, 'row' or 'row/variant'; absent: levers.patterns"),
        None,
        min_length=1,
        max_length=MOST_ENTRIES,
    )


class Scenario(Part):
    """One file: a world, levers, a run, and own patterns if any."""

    title: Title
    about: Title | None = None
    base: str | None = described(
        "", mark("name or path of the scenario that says whatever is not said here; absent: none"), None
    )
    lesson: Lesson | None = Field(default=None, alias="class")
    world: World
    levers: Levers = Levers()
    run: Run = Run()
    patterns: dict[Key, PatternRow] = Field(default={}, max_length=MOST_ENTRIES)
    variants: dict[Key, Variant] = Field(default={}, max_length=MOST_ENTRIES)
    compare: Shown = Shown()

    def rows(self) -> dict[str, Pattern]:
        """All patterns that can be named here: the five and the file's own, by key."""
        return all_rows(self.patterns)

    @property
    def shown(self) -> tuple[str, ...]:
        """What a comparison shows: rows, each by its key, or as 'row/variant'."""
        return self.compare.rows or self.levers.patterns

"""What every study prints alike: a console, its table, warnings, and where the files are."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wogsim.language import _
from wogsim.scenario.reading import Loaded
from wogsim.studies.result import Result
from wogsim.studies.shown import lacking
from wogsim.studies.words import heading, warning

MOST_LETTERS = 20  # so many are shown


class Screen(Console):
    """A console that leaves it to the caller what a reader who has gone means."""

    def __init__(self) -> None:
        super().__init__(highlight=False, soft_wrap=False)

    def on_broken_pipe(self) -> None:
        """Say so."""
        raise BrokenPipeError

    def say(self, text: str) -> None:
        """Print a sentence as it is: brackets in it are no markup."""
        self.print(text, markup=False)

    def stress(self, text: str, style: str = "bold") -> None:
        """Print a sentence that stands out."""
        self.print(f"[{style}]{escape(text)}[/]")


def begun(result: Result) -> Screen:
    """A console with the scenario's title on it."""
    screen = Screen()
    screen.stress(heading(result.scenario))
    return screen


def table(names: Iterable[str], numbers: Iterable[str], **how: Any) -> Table:
    """A table without rows yet, in the form they all have: first columns of words, then of numbers, which are `how`."""
    made = Table(*names, box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False)
    for name in numbers:
        made.add_column(name, justify="right", **how)
    return made


def warn(screen: Screen, lines: Iterable[str]) -> None:
    """Print warnings, each in yellow."""
    for line in lines:
        screen.stress(warning(line), "yellow")


def unshown(loaded: Loaded) -> list[str]:
    """What must be said where there are charts: letters that they cannot show."""
    letters = lacking(loaded)
    text = _("charts and pictures have no letters for {letters}, and show an empty box for each")
    return (
        [text.format(letters=letters if len(letters) <= MOST_LETTERS else letters[:MOST_LETTERS] + "…")]
        if letters
        else []
    )


def where(screen: Screen, directory: Path | None, loaded: Loaded) -> None:
    """Say where the files are, if there are any, and what charts cannot show."""
    if directory:
        warn(screen, unshown(loaded))
        screen.say(_("Tables and charts are in {directory}").format(directory=directory))

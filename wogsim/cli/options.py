"""What the commands share: the application, options that several have, how their values are read, the progress bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

import typer

from wogsim.language import _, mark

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=mark("The same citizens obtain the same permit under five public-service patterns."),
)

Language = Annotated[str | None, typer.Option("--lang", metavar="en|id", help=mark("Language of what is printed."))]
Version = Annotated[
    bool,
    typer.Option(
        "--version",
        is_eager=True,
        callback=lambda asked: _say_version() if asked else None,
        help=mark("Say which version of wogsim and of its model this is."),
    ),
]
Name = Annotated[
    str, typer.Argument(metavar="SCENARIO", help=mark("A shipped scenario's name, or the path of a file."))
]
Preset = Annotated[
    str | None,
    typer.Option(help=mark("A named set of values: 'neutral', or 'neutral+travel+papers' to keep some assumptions.")),
]
Seed = Annotated[int | None, typer.Option(min=0, help=mark("The number that all luck comes from."))]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help=mark("Another value at a dotted path, written as in the file; may be repeated."),
    ),
]
Agencies = Annotated[int | None, typer.Option(min=1, help=mark("Number of agencies."))]
AllThree = Annotated[
    str | None, typer.Option(metavar="SHARE", help=mark("All three authorities at once, 0 to 1, or as '20 %'."))
]
AgenciesMode = Annotated[
    Literal["merge", "chain"] | None,
    typer.Option(help=mark("merge: the same work among so many agencies; chain: the permit needs so many.")),
]
Delegated = Annotated[str | None, typer.Option(metavar="SHARE", help=mark("Delegated authority, 0 to 1."))]
Coordinating = Annotated[str | None, typer.Option(metavar="SHARE", help=mark("Coordinating authority, 0 to 1."))]
Automated = Annotated[str | None, typer.Option(metavar="SHARE", help=mark("Automated authority, 0 to 1."))]
Patterns = Annotated[list[str] | None, typer.Option("--pattern", help=mark("A pattern to show; may be repeated."))]

Engine = Annotated[
    Literal["auto", "simpy", "compiled"],
    typer.Option(help=mark("simpy, compiled, or auto: compiled where numba is installed. Results are the same.")),
]
Jobs = Annotated[int, typer.Option(min=0, help=mark("Processes; 0 is one per core."))]
Replications = Annotated[int | None, typer.Option(min=1, help=mark("Independent runs."))]
Precision = Annotated[
    str | None,
    typer.Option(
        metavar="SHARE", help=mark("Add replications until every headline number is as precise: 0.05, or '5 %'.")
    ),
]
MaxReplications = Annotated[int | None, typer.Option(min=1, help=mark("With --precision: stop at so many (200)."))]
SHARES = ("authority", "delegated", "coordinating", "automated", "precision")


def _say_version() -> None:
    from wogsim.version import __model__, __version__

    print(f"wogsim {__version__}, model {__model__}")
    raise typer.Exit


def asking(*, settings: list[str] | None, max_replications: int | None, **options: Any) -> dict[str, Any]:
    """What `wogsim.compare` is asked for, from options as they were typed."""
    from wogsim.errors import BadInput
    from wogsim.studies.comparison.sequential import MOST

    if max_replications is not None and options["precision"] is None:
        raise BadInput(_("--max-replications is for --precision; to run so many, use --replications"))
    return {
        **options,
        **shares(**{name: options[name] for name in SHARES}),
        "settings": settings_of(settings),
        "max_replications": MOST if max_replications is None else max_replications,
    }


def shares(**options: str | None) -> dict[str, Any]:
    """The authorities, from what was typed behind their options."""
    return {name: share_of(f"--{name}", text) for name, text in options.items()}


def share_of(option: str, text: str | None) -> float | None:
    """A share as in a file: 0.2 or '20 %'."""
    from wogsim.errors import BadInput
    from wogsim.scenario.quantities import share

    if text is None:
        return None
    try:
        return share(float(text) if "%" not in text else text)
    except ValueError:
        raise BadInput(
            _("{option} {text}: expected a share from 0 to 1, with a decimal point, like 0.2 or '20 %'").format(
                option=option, text=text
            )
        ) from None


def settings_of(settings: list[str] | None) -> dict[str, Any]:
    """Values by dotted path, from PATH=VALUE."""
    from wogsim.scenario.reading import read_setting

    return dict(read_setting(text) for text in settings or [])


@contextmanager
def progress_bar(what: str, quiet: bool = False) -> Iterator[Any]:
    """A progress bar on the error stream, silent where that is no terminal; gives what hears (done, all, more)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[more]}"),
    )
    silent = quiet or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=silent) as bar:
        task = bar.add_task(what, total=None, more="")
        begun = False

        def hear(done: int, total: int, more: str = "") -> None:
            nonlocal begun
            if not begun:  # what was there before says nothing about the time left
                bar.reset(task, total=total, completed=done)
            begun = True
            bar.update(task, completed=done, total=total, more=more)

        yield hear

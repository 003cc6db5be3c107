"""The commands and their options. What they print is made in `wogsim.cli.printed`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from wogsim.language import _, mark

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=mark("The same citizens obtain the same permit under five public-service patterns."),
)

Language = Annotated[str | None, typer.Option("--lang", metavar="en|id", help=mark("Language of what is printed."))]
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
Patterns = Annotated[list[str] | None, typer.Option("--pattern", help=mark("A pattern to show; may be repeated."))]


@app.callback()
def top(lang: Language = None) -> None:
    pass


@app.command(help=mark("List the scenarios that come with wogsim."))
def scenarios(lang: Language = None) -> None:
    from wogsim.cli.printed import print_scenarios

    print_scenarios()


@app.command(help=mark("Validate a scenario file and explain it: what it needs, what rests on assumption."))
def check(file: Name, lang: Language = None) -> None:
    from wogsim.cli.printed import print_check
    from wogsim.scenario.reading import load

    print_check(load(file))


@app.command(help=mark("Print a scenario with units and sources."))
def show(scenario: Name, lang: Language = None) -> None:
    from wogsim.cli.printed import print_scenario
    from wogsim.scenario.reading import load

    print_scenario(load(scenario))


@app.command(help=mark("Compare the patterns: waiting, counters, trips, chain, sojourn, and where the time goes."))
def compare(  # every option of a command is an argument to typer
    scenario: Name,
    agencies: Agencies = None,
    agencies_mode: Annotated[
        Literal["merge", "chain"] | None,
        typer.Option(help=mark("merge: the same work among so many agencies; chain: the permit needs so many.")),
    ] = None,
    authority: AllThree = None,
    delegated: Annotated[str | None, typer.Option(metavar="SHARE", help=mark("Delegated authority, 0 to 1."))] = None,
    coordinating: Annotated[
        str | None, typer.Option(metavar="SHARE", help=mark("Coordinating authority, 0 to 1."))
    ] = None,
    automated: Annotated[str | None, typer.Option(metavar="SHARE", help=mark("Automated authority, 0 to 1."))] = None,
    pattern: Patterns = None,
    preset: Preset = None,
    replications: Annotated[int | None, typer.Option(min=1, help=mark("Independent runs."))] = None,
    seed: Seed = None,
    jobs: Annotated[int, typer.Option(min=0, help=mark("Processes; 0 is one per core."))] = 0,
    engine: Annotated[
        Literal["auto", "simpy", "compiled"],
        typer.Option(help=mark("simpy, compiled, or auto: compiled where numba is installed. Results are the same.")),
    ] = "auto",
    settings: Settings = None,
    out: Annotated[Path | None, typer.Option(help=mark("Directory for tables and charts."))] = None,
    cases: Annotated[bool, typer.Option("--cases", help=mark("Write cases.csv too, one row a case."))] = False,
    log: Annotated[bool, typer.Option("--log", help=mark("Write log.csv too, one row an attempt."))] = False,
    lang: Language = None,
) -> None:
    from wogsim import experiment
    from wogsim.cli.printed import print_comparison
    from wogsim.errors import BadInput
    from wogsim.results import publish
    from wogsim.scenario.reading import load

    if (cases or log) and out is None:
        raise BadInput(_("--cases and --log write files; say where with --out DIR"))
    if out is not None:
        publish.refuse_foreign(out)
    with _progress() as progress:
        result = experiment.compare(
            load(scenario),
            authority=_share("--authority", authority),
            patterns=pattern,
            preset=preset,
            replications=replications,
            seed=seed,
            jobs=jobs,
            engine=engine,
            settings=_read(settings),
            keep_log=log,
            progress=progress,
            agencies=agencies,
            agencies_mode=agencies_mode,
            delegated=_share("--delegated", delegated),
            coordinating=_share("--coordinating", coordinating),
            automated=_share("--automated", automated),
        )
    written = publish.write(result, out, cases=cases, log=log) if out else None
    print_comparison(result, written)


@app.command(help=mark("Follow one citizen under every pattern on one time axis."))
def journey(
    scenario: Name,
    case: Annotated[int, typer.Option(min=1, help=mark("Which citizen of the measured cohort, counted from 1."))] = 1,
    agencies: Agencies = None,
    authority: AllThree = None,
    pattern: Patterns = None,
    preset: Preset = None,
    seed: Seed = None,
    settings: Settings = None,
    out: Annotated[Path | None, typer.Option(help=mark("Where the picture goes, as .png and .svg."))] = None,
    lang: Language = None,
) -> None:
    from wogsim.journeys import journey as follow
    from wogsim.results import publish
    from wogsim.scenario.reading import load

    picture = publish.picture_stem(out, f"journey-{case}")
    followed = follow(
        load(scenario),
        case,
        agencies=agencies,
        authority=_share("--authority", authority),
        patterns=pattern,
        preset=preset,
        seed=seed,
        settings=_read(settings),
    )
    publish.write_figure(followed.figure(), picture)
    print(followed.text())
    print()
    print(_("The picture is in {file}.png and .svg").format(file=picture))


def _share(option: str, text: str | None) -> float | None:
    """A share as in a file: 0.2 or '20 %'."""
    from wogsim.errors import BadInput
    from wogsim.scenario.quantities import share

    if text is None:
        return None
    try:
        return share(float(text) if "%" not in text else text)
    except ValueError:
        raise BadInput(
            _("{option} {text}: expected a share from 0 to 1, like 0.2 or '20 %'").format(option=option, text=text)
        ) from None


def _read(settings: list[str] | None) -> dict[str, Any]:
    from wogsim.scenario.reading import read_setting

    return dict(read_setting(text) for text in settings or [])


@contextmanager
def _progress() -> Iterator[Any]:
    """A progress bar on the error stream; silent where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    quiet = not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(_("Replications"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

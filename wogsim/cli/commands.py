"""The commands and their options. What they print is made in `wogsim.cli.printed`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wogsim.cli.options import (
    Agencies,
    AgenciesMode,
    AllThree,
    Automated,
    Coordinating,
    Delegated,
    Engine,
    Jobs,
    Language,
    MaxReplications,
    Name,
    Patterns,
    Precision,
    Preset,
    Replications,
    Seed,
    Settings,
    Version,
    app,
    asking,
    progress_bar,
    settings_of,
    shares,
)
from wogsim.language import _, mark


@app.callback()
def top(lang: Language = None, version: Version = False) -> None:
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
    agencies_mode: AgenciesMode = None,
    authority: AllThree = None,
    delegated: Delegated = None,
    coordinating: Coordinating = None,
    automated: Automated = None,
    pattern: Patterns = None,
    preset: Preset = None,
    replications: Replications = None,
    seed: Seed = None,
    precision: Precision = None,
    max_replications: MaxReplications = None,
    jobs: Jobs = 0,
    engine: Engine = "auto",
    settings: Settings = None,
    out: Annotated[Path | None, typer.Option(help=mark("Directory for tables and charts."))] = None,
    cases: Annotated[bool, typer.Option("--cases", help=mark("Write cases.csv too, one row a case."))] = False,
    log: Annotated[bool, typer.Option("--log", help=mark("Write log.csv too, one row an attempt."))] = False,
    lang: Language = None,
) -> None:
    from wogsim.cli.printed import print_comparison
    from wogsim.errors import BadInput
    from wogsim.scenario.reading import load
    from wogsim.studies.comparison import files
    from wogsim.studies.comparison import run as experiment

    asked = asking(
        authority=authority,
        delegated=delegated,
        coordinating=coordinating,
        automated=automated,
        precision=precision,
        max_replications=max_replications,
        settings=settings,
        agencies=agencies,
        agencies_mode=agencies_mode,
        patterns=pattern,
        preset=preset,
        replications=replications,
        seed=seed,
    )
    if (cases or log) and out is None:
        raise BadInput(_("--cases and --log write files; say where with --out DIR"))
    if out is not None:
        files.refuse_foreign(out)
    with progress_bar(_("Replications")) as progress:
        result = experiment.compare(
            load(scenario),
            jobs=jobs,
            engine=engine,
            keep_log=log,
            log_to=out if log else None,
            progress=progress,
            **asked,
        )
    written = files.write(result, out, cases=cases, log=log) if out else None
    print_comparison(result, written)


@app.command(help=mark("Follow one citizen under every pattern on one time axis."))
def journey(
    scenario: Name,
    case: Annotated[int, typer.Option(min=1, help=mark("Which citizen of the measured cohort, counted from 1."))] = 1,
    agencies: Agencies = None,
    agencies_mode: AgenciesMode = None,
    authority: AllThree = None,
    delegated: Delegated = None,
    coordinating: Coordinating = None,
    automated: Automated = None,
    pattern: Patterns = None,
    preset: Preset = None,
    seed: Seed = None,
    settings: Settings = None,
    everything: Annotated[bool, typer.Option("--all", help=mark("Tell what happens to the files too."))] = False,
    out: Annotated[Path | None, typer.Option(help=mark("Where the picture goes, as .png and .svg."))] = None,
    lang: Language = None,
) -> None:
    from wogsim.scenario.reading import load
    from wogsim.studies.comparison import files
    from wogsim.studies.journey.run import journey as follow

    picture = files.picture_stem(out, f"journey-{case}")
    followed = follow(
        load(scenario),
        case,
        agencies=agencies,
        agencies_mode=agencies_mode,
        **shares(authority=authority, delegated=delegated, coordinating=coordinating, automated=automated),
        patterns=pattern,
        preset=preset,
        seed=seed,
        settings=settings_of(settings),
    )
    files.write_figure(followed.figure(), picture)
    print(followed.text(everything=everything))
    if not everything:
        print(_("With --all also what happens to the files."))
    print(_("The picture is in {file}.png and .svg").format(file=picture))

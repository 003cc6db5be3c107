"""The command that searches for break-even authorities."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wogsim.cli.kept import Cluster, Fresh, Quiet, Vary, kept
from wogsim.cli.options import (
    AgenciesMode,
    Engine,
    Jobs,
    Language,
    Name,
    Preset,
    Replications,
    Seed,
    Settings,
    app,
    settings_of,
)
from wogsim.language import mark


@app.command(help=mark("Find the authority beyond which one-door and centralized are faster than one-roof."))
def breakeven(  # every option of a command is an argument to typer
    scenario: Name,
    out: Annotated[
        Path, typer.Option(help=mark("Directory for the store, the tables and the chart; a search there goes on."))
    ],
    agencies: Annotated[
        str | None, typer.Option(metavar="VALUES", help=mark("Numbers of agencies: 2..12, or 2,4,8."))
    ] = None,
    vary: Vary = None,
    agencies_mode: AgenciesMode = None,
    preset: Preset = None,
    replications: Replications = None,
    seed: Seed = None,
    settings: Settings = None,
    jobs: Jobs = 0,
    engine: Engine = "auto",
    cluster: Cluster = None,
    fresh: Fresh = False,
    quiet: Quiet = False,
    lang: Language = None,
) -> None:
    from wogsim.scenario.reading import load
    from wogsim.studies.break_even import run as break_even
    from wogsim.studies.break_even.printed import print_break_even
    from wogsim.studies.sweep.grid import read_vary

    loaded, varied, changed = load(scenario), read_vary(vary), settings_of(settings)
    with kept(out, cluster, quiet) as (executor, hear):
        result = break_even.breakeven(
            loaded,
            agencies=agencies,
            vary=varied,
            engine=engine,
            jobs=jobs,
            executor=executor,
            out=out,
            fresh=fresh,
            progress=hear,
            agencies_mode=agencies_mode,
            preset=preset,
            replications=replications,
            seed=seed,
            settings=changed,
        )
    if not quiet:
        print_break_even(result, out)

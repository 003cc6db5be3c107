"""The command that compares the patterns at every point of a grid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wogsim.cli.kept import Cluster, Fresh, Quiet, Vary, kept
from wogsim.cli.options import (
    AgenciesMode,
    Engine,
    Jobs,
    Language,
    Name,
    Patterns,
    Preset,
    Replications,
    Seed,
    Settings,
    app,
    settings_of,
)
from wogsim.language import mark

Values = Annotated[str | None, typer.Option(metavar="VALUES", help=mark("Values of this authority, 0 to 1."))]


@app.command(help=mark("Compare the patterns over a grid: who wins where, and how measures change."))
def sweep(  # every option of a command is an argument to typer
    scenario: Name,
    out: Annotated[
        Path, typer.Option(help=mark("Directory for the store, the table and the charts; a sweep there goes on."))
    ],
    agencies: Annotated[
        str | None, typer.Option(metavar="VALUES", help=mark("Numbers of agencies: 2..12, or 2,4,8."))
    ] = None,
    authority: Annotated[
        str | None,
        typer.Option(metavar="VALUES", help=mark("All three authorities at once: 0:1:0.1 is START:STOP:STEP.")),
    ] = None,
    delegated: Values = None,
    coordinating: Values = None,
    automated: Values = None,
    vary: Vary = None,
    agencies_mode: AgenciesMode = None,
    pattern: Patterns = None,
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
    from wogsim.studies.sweep import run as sweeps
    from wogsim.studies.sweep.grid import read_vary
    from wogsim.studies.sweep.printed import print_sweep

    asking: dict[str, Any] = {
        "agencies": agencies,
        "authority": authority,
        "delegated": delegated,
        "coordinating": coordinating,
        "automated": automated,
        "vary": read_vary(vary),
        "agencies_mode": agencies_mode,
        "patterns": pattern,
        "preset": preset,
        "replications": replications,
        "seed": seed,
        "settings": settings_of(settings),
    }
    loaded = load(scenario)
    with kept(out, cluster, quiet) as (executor, hear):
        result = sweeps.sweep(
            loaded, jobs=jobs, engine=engine, executor=executor, out=out, fresh=fresh, progress=hear, **asking
        )
    if not quiet:
        print_sweep(result, out)

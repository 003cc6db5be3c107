"""The command that compares the patterns at every point of a grid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from wogsim.cli.kept import kept_work
from wogsim.cli.options import (
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
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=VALUES",
            help=mark("Values at a dotted path: START..STOP, START:STOP:STEP with a unit, or A,B; may be repeated."),
        ),
    ] = None,
    agencies_mode: Annotated[
        Literal["merge", "chain"] | None,
        typer.Option(help=mark("merge: the same work among so many agencies; chain: the permit needs so many.")),
    ] = None,
    pattern: Patterns = None,
    preset: Preset = None,
    replications: Replications = None,
    seed: Seed = None,
    settings: Settings = None,
    jobs: Jobs = 0,
    engine: Engine = "auto",
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help=mark("Work on a dask.distributed scheduler, as tcp://10.0.0.5:8786.")),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help=mark("Start over: throw away what is in the store."))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=mark("Show no progress and no table."))] = False,
    lang: Language = None,
) -> None:
    from wogsim import sweeps
    from wogsim.cli.sweep_printed import print_sweep
    from wogsim.grid import read_vary
    from wogsim.scenario.reading import load

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
    with kept_work(out, quiet, cluster) as (hear, executor):
        result = sweeps.sweep(
            loaded, jobs=jobs, engine=engine, executor=executor, out=out, fresh=fresh, progress=hear, **asking
        )
    if not quiet:
        print_sweep(result, out)

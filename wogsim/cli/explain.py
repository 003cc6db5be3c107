"""The command that says where the difference between two patterns comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from wogsim.cli.kept import kept_work
from wogsim.cli.options import (
    Agencies,
    AllThree,
    Engine,
    Jobs,
    Language,
    Name,
    Replications,
    Seed,
    Settings,
    app,
    settings_of,
    share_of,
)
from wogsim.language import mark


@app.command(help=mark("Where the difference between two patterns comes from: which assumptions, which numbers."))
def explain(  # every option of a command is an argument to typer
    scenario: Name,
    out: Annotated[
        Path, typer.Option(help=mark("Directory for the store, the tables and the charts; work there goes on."))
    ],
    between: Annotated[
        str, typer.Option("--between", metavar="PATTERN", help=mark("The difference is this pattern ..."))
    ] = "one-roof",
    other: Annotated[str, typer.Option("--and", metavar="PATTERN", help=mark("... minus this one."))] = "one-door",
    measure: Annotated[str, typer.Option(help=mark("Name of the measure that is explained."))] = "sojourn_time",
    order: Annotated[
        str | None,
        typer.Option(metavar="NAME,NAME", help=mark("Assumptions in the order of switching on; the rest follow.")),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(metavar="PATTERN", help=mark("Move the mean under this pattern instead of the difference.")),
    ] = None,
    share: Annotated[
        str, typer.Option(metavar="SHARE", help=mark("Numbers without a range of their own: so much less and more."))
    ] = "20 %",
    top: Annotated[int, typer.Option(min=1, help=mark("So many numbers in the chart."))] = 15,
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
    from wogsim import contributions
    from wogsim.cli.explain_printed import print_explanation
    from wogsim.scenario.reading import load

    loaded = load(scenario)
    with kept_work(out, quiet, cluster) as (hear, executor):
        result = contributions.explain(
            loaded,
            between=(between, other),
            measure=measure,
            order=None if order is None else [key.strip() for key in order.split(",")],
            of=of,
            share=share_of("--share", share) or 0.0,
            top=top,
            engine=engine,
            jobs=jobs,
            executor=executor,
            out=out,
            fresh=fresh,
            progress=hear,
            agencies=agencies,
            agencies_mode=agencies_mode,
            authority=share_of("--authority", authority),
            delegated=share_of("--delegated", delegated),
            coordinating=share_of("--coordinating", coordinating),
            automated=share_of("--automated", automated),
            replications=replications,
            seed=seed,
            settings=settings_of(settings),
        )
    if not quiet:
        print_explanation(result, out)

"""The command that says where the difference between two patterns comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wogsim.cli.kept import Cluster, Fresh, Quiet, kept
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
    Name,
    Replications,
    Seed,
    Settings,
    app,
    settings_of,
    share_of,
    shares,
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
    measure: Annotated[
        str, typer.Option(help=mark("Measure that is explained, such as waiting_time or trips: any of comparison.csv."))
    ] = "sojourn_time",
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
    agencies_mode: AgenciesMode = None,
    authority: AllThree = None,
    delegated: Delegated = None,
    coordinating: Coordinating = None,
    automated: Automated = None,
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
    from wogsim.studies.explain import run as contributions
    from wogsim.studies.explain.printed import print_explanation

    loaded = load(scenario)
    with kept(out, cluster, quiet) as (executor, hear):
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
            **shares(authority=authority, delegated=delegated, coordinating=coordinating, automated=automated),
            replications=replications,
            seed=seed,
            settings=settings_of(settings),
        )
    if not quiet:
        print_explanation(result, out)

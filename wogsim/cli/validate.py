"""The command that holds the model against queueing theory. What it prints is made in `wogsim.cli.validated`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from wogsim.cli.options import Engine, Jobs, Language, app, progress_bar
from wogsim.language import _, mark


@app.command(help=mark("Compare the model with queueing theory and with published figures of offices."))
def validate(
    seed: Annotated[int, typer.Option(min=0, help=mark("The number that all luck comes from."))] = 1,
    jobs: Jobs = 0,
    engine: Engine = "auto",
    quick: Annotated[
        bool, typer.Option("--quick", help=mark("A tenth of the citizens: intervals about three times as wide."))
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=mark("Print the verdict and what was missed, no tables."))] = (
        False
    ),
    out: Annotated[Path | None, typer.Option(help=mark("Directory for the tables and the scenario files."))] = None,
    lang: Language = None,
) -> int:
    from wogsim.cli.validated import print_validation
    from wogsim.studies.comparison import files
    from wogsim.validation import tables
    from wogsim.validation import validate as compare

    if out is not None:
        files.refuse_foreign(out)
    with nullcontext() if quiet else progress_bar(_("Replications")) as progress:
        found = compare(seed=seed, jobs=jobs, engine=engine, quick=quick, progress=progress)
    written = tables.write(found, out) if out else None
    print_validation(found, written, quiet=quiet)
    return int(bool(found.missed))

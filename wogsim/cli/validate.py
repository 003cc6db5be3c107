"""`wogsim validate`: the model against queueing theory. What it prints is made in `wogsim.cli.validated`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wogsim.cli.options import command
from wogsim.cli.working import progress_bar
from wogsim.language import _, mark


@command(
    mark("Compare the model with queueing theory and with published figures of offices."),
    "seed_of_validation jobs engine ... lang",
)
def validate(
    asked: dict[str, Any],
    quick: Annotated[
        bool, typer.Option("--quick", help=mark("A tenth of the citizens: intervals about three times as wide."))
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help=mark("Print the verdict and what was missed, no tables."))
    ] = False,
    out: Annotated[Path | None, typer.Option(help=mark("Directory for the tables and the scenario files."))] = None,
) -> int:
    from wogsim import validation
    from wogsim.cli.validated import print_validation
    from wogsim.validation import tables
    from wogsim.work.destination import refuse_foreign

    if out is not None:
        refuse_foreign(out)
    with progress_bar(_("Replications"), quiet) as progress:
        found = validation.validate(**asked, quick=quick, progress=progress)
    written = tables.write(found, out) if out else None
    print_validation(found, written, quiet=quiet)
    return int(bool(found.missed))

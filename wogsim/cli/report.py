"""`wogsim report`: a comparison as one page that can be handed on, and its tables as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wogsim.cli.options import LEVERS, command, ready
from wogsim.cli.working import progress_bar
from wogsim.language import _, mark


@command(
    mark("Compare the patterns and write a report: one HTML page, and a workbook with the tables."),
    f"scenario ... {LEVERS} pattern preset replications seed precision max_replications "
    "jobs engine settings silent lang",
)
def report(
    asked: dict[str, Any],
    out: Annotated[Path | None, typer.Option("--out", "-o", help=mark("The page, such as report.html."))] = None,
    xlsx: Annotated[Path | None, typer.Option(help=mark("The workbook, such as tables.xlsx."))] = None,
) -> None:
    from wogsim.errors import BadInput
    from wogsim.report import PAGE, WORKBOOK
    from wogsim.studies.comparison.run import compare
    from wogsim.work.destination import refuse_missing, refuse_unwritable

    quiet = asked.pop("quiet")
    if out is None and xlsx is None:
        raise BadInput(_("there is nothing to write; say where with -o report.html, --xlsx tables.xlsx, or both"))
    if out is not None and xlsx is not None and out.resolve() == xlsx.resolve():
        raise BadInput(_("-o and --xlsx name the same file; expected two"))
    for path, library, endings in ((out, "jinja2", PAGE), (xlsx, "xlsxwriter", WORKBOOK)):
        if path is not None:
            refuse_missing(library)
            refuse_unwritable(path, endings)
    with progress_bar(_("Replications"), quiet) as progress:
        result = compare(**ready(asked), progress=progress)
    said = [result.verdict(), ""]
    if out is not None:
        result.report(out)
        said.append(_("The report is in {file}").format(file=out))
    if xlsx is not None:
        result.workbook(xlsx)
        said.append(_("The tables are in {file}").format(file=xlsx))
    if not quiet:
        print("\n".join(said))

"""`wogsim report`: a comparison as one page that can be handed on, and its tables as a workbook."""

from __future__ import annotations

from contextlib import nullcontext
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
    app,
    asking,
    progress_bar,
)
from wogsim.language import _, mark


@app.command(help=mark("Compare the patterns and write a report: one HTML page, and a workbook with the tables."))
def report(  # every option of a command is an argument to typer
    scenario: Name,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=mark("The page, such as report.html."))] = None,
    xlsx: Annotated[Path | None, typer.Option(help=mark("The workbook, such as tables.xlsx."))] = None,
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
    quiet: Annotated[bool, typer.Option("--quiet", help=mark("Print nothing but errors."))] = False,
    lang: Language = None,
) -> None:
    from wogsim.errors import BadInput
    from wogsim.report import PAGE, WORKBOOK
    from wogsim.scenario.reading import load
    from wogsim.studies.comparison.run import compare
    from wogsim.work import destination

    if out is None and xlsx is None:
        raise BadInput(_("there is nothing to write; say where with -o report.html, --xlsx tables.xlsx, or both"))
    if out is not None and xlsx is not None and out.resolve() == xlsx.resolve():
        raise BadInput(_("-o and --xlsx name the same file; expected two"))
    for path, library, endings in ((out, "jinja2", PAGE), (xlsx, "xlsxwriter", WORKBOOK)):
        if path is not None:
            destination.refuse_missing(library)
            destination.refuse_unwritable(path, endings)
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
    with nullcontext() if quiet else progress_bar(_("Replications")) as progress:
        result = compare(load(scenario), jobs=jobs, engine=engine, progress=progress, **asked)
    if out is not None:
        result.report(out)
    if xlsx is not None:
        result.workbook(xlsx)
    if not quiet:
        print(result.verdict())
        print()
        for text, path in ((_("The report is in {file}"), out), (_("The tables are in {file}"), xlsx)):
            if path is not None:
                print(text.format(file=path))

"""`wogsim warmup`: how long a scenario takes to settle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wogsim.cli.options import (
    Agencies,
    AllThree,
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
    progress_bar,
    settings_of,
    shares,
)
from wogsim.language import _, mark


@app.command(help=mark("How long each pattern takes to settle after its empty start, by MSER-5, against the warm-up."))
def warmup(
    scenario: Name,
    agencies: Agencies = None,
    authority: AllThree = None,
    pattern: Patterns = None,
    preset: Preset = None,
    replications: Replications = None,
    seed: Seed = None,
    jobs: Jobs = 0,
    engine: Engine = "auto",
    settings: Settings = None,
    out: Annotated[Path | None, typer.Option(help=mark("Where the picture goes, as .png and .svg."))] = None,
    lang: Language = None,
) -> None:
    from wogsim.cli.printed import print_settling
    from wogsim.scenario.reading import load
    from wogsim.studies.comparison import files
    from wogsim.studies.comparison.run import compare

    picture = files.picture_stem(out, "warmup")
    with progress_bar(_("Replications")) as progress:
        result = compare(
            load(scenario),
            agencies=agencies,
            **shares(authority=authority),
            patterns=pattern,
            preset=preset,
            replications=replications,
            seed=seed,
            jobs=jobs,
            engine=engine,
            settings=settings_of(settings),
            progress=progress,
        )
    files.write_figure(result.warm_up(), picture)
    print_settling(result)
    print(_("The picture is in {file}.png and .svg").format(file=picture))

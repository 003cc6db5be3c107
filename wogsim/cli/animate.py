"""The command that shows one morning as a moving picture."""

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
    Language,
    Name,
    Patterns,
    Preset,
    Seed,
    Settings,
    app,
    progress_bar,
    settings_of,
    shares,
)
from wogsim.language import _, mark


@app.command(help=mark("Show one morning as a moving picture: people at counters, files between agencies."))
def animate(
    scenario: Name,
    pattern: Patterns = None,
    day: Annotated[
        int | None, typer.Option(min=1, help=mark("Which working day of the cohort, from 1; default: a typical one."))
    ] = None,
    case: Annotated[
        int | None, typer.Option(min=1, help=mark("Mark this citizen of the measured cohort, counted from 1."))
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.gif", help=mark("Where the GIF goes."))] = Path(
        "queue.gif"
    ),
    agencies: Agencies = None,
    agencies_mode: AgenciesMode = None,
    authority: AllThree = None,
    delegated: Delegated = None,
    coordinating: Coordinating = None,
    automated: Automated = None,
    preset: Preset = None,
    seed: Seed = None,
    settings: Settings = None,
    quiet: Annotated[bool, typer.Option("--quiet", help=mark("No progress bar, and nothing printed."))] = False,
    lang: Language = None,
) -> None:
    from wogsim.animation.film import ENDINGS, film
    from wogsim.animation.morning import TWO, morning
    from wogsim.scenario.reading import load
    from wogsim.work.destination import refuse_unwritable

    refuse_unwritable(out, ENDINGS)
    shown = morning(
        load(scenario),
        day,
        case,
        patterns=pattern or TWO,
        agencies=agencies,
        agencies_mode=agencies_mode,
        **shares(authority=authority, delegated=delegated, coordinating=coordinating, automated=automated),
        preset=preset,
        seed=seed,
        settings=settings_of(settings),
    )
    with nullcontext() if quiet else progress_bar(_("Pictures")) as progress:
        film(shown, out, progress)
    if not quiet:
        print(_("The animation is in {file}").format(file=out))

"""`wogsim animate`: one morning as a moving picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wogsim.cli.options import LEVERS, command, ready
from wogsim.cli.working import progress_bar
from wogsim.language import _, mark

GIF = Path("queue.gif")


@command(
    mark("Show one morning as a moving picture: people at counters, files between agencies."),
    f"scenario pattern ... {LEVERS} preset seed settings hushed lang",
)
def animate(
    asked: dict[str, Any],
    day: Annotated[
        int | None, typer.Option(min=1, help=mark("Which working day of the cohort, from 1; default: a typical one."))
    ] = None,
    case: Annotated[
        int | None, typer.Option(min=1, help=mark("Mark this citizen of the measured cohort, counted from 1."))
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.gif", help=mark("Where the GIF goes."))] = GIF,
) -> None:
    from wogsim.animation.film import ENDINGS, film
    from wogsim.animation.morning import TWO, morning
    from wogsim.work.destination import refuse_unwritable

    quiet = asked.pop("quiet")
    refuse_unwritable(out, ENDINGS)
    shown = morning(**ready(asked) | {"day": day, "case": case, "patterns": asked["patterns"] or TWO})
    with progress_bar(_("Pictures"), quiet) as progress:
        film(shown, out, progress)
    if not quiet:
        print(_("The animation is in {file}").format(file=out))

"""Long work whose finished cells are kept: its workers, its progress, and what is said when it is ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from wogsim.cli.options import progress_bar
from wogsim.language import _, mark, ngettext, number

Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help=mark("Work on a dask.distributed scheduler, as tcp://10.0.0.5:8786.")),
]
Fresh = Annotated[bool, typer.Option("--fresh", help=mark("Start over: throw away what is in the store."))]
Quiet = Annotated[bool, typer.Option("--quiet", help=mark("Show no progress and no table."))]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH=VALUES",
        help=mark("Values at a dotted path: START..STOP, START:STOP:STEP with a unit, or A,B; may be repeated."),
    ),
]


@contextmanager
def kept(
    directory: Path, cluster: str | None, quiet: bool
) -> Iterator[tuple[Executor | None, Callable[[int, int, str], None]]]:
    """The executor to work on, if not this machine, and what hears (cells done, all, how things stand).

    Raises
    ------
    Interrupted
        When the work is ended from outside after it began; it says what is kept.
    WogsimError
        What ended the work, and what is kept where the same command may succeed another time.
    """
    from wogsim.errors import Interrupted, WogsimError
    from wogsim.work import parallel

    counted = (0, 0)
    try:
        with (
            progress_bar(_("Cells"), quiet) as bar,
            nullcontext(None) if cluster is None else parallel.cluster(cluster) as executor,
        ):

            def hear(done: int, total: int, more: str) -> None:
                nonlocal counted
                counted = (done, total)
                bar(done, total, more)

            yield executor, hear
    except (KeyboardInterrupt, WogsimError) as stopped:
        done, total = counted
        if not total:  # the work had not begun
            raise
        text = ngettext(
            "{done} of {total} cell is kept in {directory}; the same command goes on from there.",
            "{done} of {total} cells are kept in {directory}; the same command goes on from there.",
            total,
        )
        kept = text.format(done=number(done, 0), total=number(total, 0), directory=directory)
        if isinstance(stopped, WogsimError):
            more = kept if stopped.again else _("The same command would end the same way: change that first.")
            raise type(stopped)(*stopped.args, more) from stopped
        said = _("Stopped from outside, by Ctrl-C or the like.")
        raise Interrupted(f"{said} {kept}") from None

"""Work that takes a while: its progress bar; where cells are kept, its workers and what is said when it ends."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from wogsim.language import _, ngettext, number


@contextmanager
def progress_bar(what: str, quiet: bool = False) -> Iterator[Any]:
    """A progress bar on the error stream, silent where that is no terminal; gives what hears (done, all, more)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[more]}"),
    )
    silent = quiet or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=silent) as bar:
        task = bar.add_task(what, total=None, more="")
        begun = False

        def hear(done: int, total: int, more: str = "") -> None:
            nonlocal begun
            if not begun:  # what was there before says nothing about the time left
                bar.reset(task, total=total, completed=done)
            begun = True
            bar.update(task, completed=done, total=total, more=more)

        yield hear


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
        said = text.format(done=number(done, 0), total=number(total, 0), directory=directory)
        if isinstance(stopped, WogsimError):
            more = said if stopped.again else _("The same command would end the same way: change that first.")
            raise type(stopped)(*stopped.args, more) from stopped
        raise Interrupted(_("Stopped from outside, by Ctrl-C or the like.") + " " + said) from None

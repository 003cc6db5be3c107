"""Long work whose finished cells are kept: its progress, who does it, and what is said when it ends early."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from pathlib import Path

from wogsim.cli.options import progress_bar
from wogsim.language import _, number


@contextmanager
def kept_work(
    directory: Path, quiet: bool, cluster: str | None
) -> Iterator[tuple[Callable[[int, int, str], None], Executor | None]]:
    """Around the work: gives what hears of its progress, and the cluster's executor if there is one.

    Raises
    ------
    Interrupted
        When it was stopped from outside after it had begun: what is kept and how to go on.
    WogsimError
        What the work raised, with the same words after it.
    """
    from wogsim import parallel
    from wogsim.errors import Interrupted, WogsimError

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

            yield hear, executor
    except (KeyboardInterrupt, WogsimError) as stopped:
        done, total = counted
        if not total:  # the work had not begun
            raise
        text = _("{done} of {total} cells are kept in {directory}; the same command goes on from there.")
        kept = text.format(done=number(done, 0), total=number(total, 0), directory=directory)
        if isinstance(stopped, WogsimError):
            raise type(stopped)(f"{stopped}\n{kept}") from stopped
        said = _("Stopped from outside, by Ctrl-C or the like.")
        raise Interrupted(f"{said} {kept}") from None

"""Work on any `concurrent.futures.Executor`: processes of this machine, a dask cluster, or one's own.

No process is left behind when something ends the work, and results never depend on who did it or in which order.
"""

import math
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import partial
from itertools import pairwise
from multiprocessing import resource_tracker
from queue import SimpleQueue
from typing import Any, TypeVar

from wogsim.errors import BadInput
from wogsim.language import _, current, using
from wogsim.work.cluster import cluster as cluster  # beside the other executors, for who writes Python

Key = TypeVar("Key")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]

AHEAD = 256  # pieces of work handed out and not yet back: enough for a cluster, few enough for a memory
MOST_PROCESSES = 61  # what Windows can wait for


def in_order(
    task: Callable[[range], Sequence[Result]],
    count: int,
    jobs: int,
    progress: Progress | None = None,
    executor: Executor | None = None,
    at_once: int = 1,
) -> list[Result]:
    """What `task` makes of the numbers 0 to `count` - 1, in order, on `executor`, else on `jobs` processes.

    ``task`` gets up to `at_once` successive numbers at a time, fewer where the work would not go round otherwise, and
    gives a result for each. `progress` hears (done, all) after each time.

    Raises
    ------
    BadInput
        When a process was ended from outside, most likely for want of memory.
    """
    results: dict[int, Result] = {}
    with nullcontext(executor) if executor else workers(jobs, count) as chosen:
        pieces = divided(count, at_once, width(chosen))
        work = ((numbers, partial(task, numbers)) for numbers in pieces)
        with closing(finished(chosen, work)) as done:
            for numbers, found in done:
                results |= zip(numbers, found, strict=True)
                if progress:
                    progress(len(results), count)
    return [results[number] for number in range(count)]


def width(executor: Executor | None) -> int:
    """How many pieces of work an executor does at a time; `AHEAD` where it does not tell."""
    return 1 if executor is None else getattr(executor, "_max_workers", AHEAD)


def here(executor: Executor | None) -> int:
    """How many pieces of work this machine does at a time; 0 where an executor does not tell, as that of a cluster."""
    return 1 if executor is None else getattr(executor, "_max_workers", 0)


def divided(count: int, at_once: int, pieces: int) -> list[range]:
    """The numbers below `count` in successive parts of nearly equal size.

    Each has at most `at_once` numbers, and there are at least so many pieces, if there are as many numbers.
    """
    parts = min(count, max(pieces, math.ceil(count / at_once)))
    borders = [count * i // parts for i in range(parts + 1)] if parts else []
    return [range(first, last) for first, last in pairwise(borders)]


def finished(
    executor: Executor | None, work: Iterable[tuple[Key, Callable[[], Result]]]
) -> Generator[tuple[Key, Result], None, None]:
    """Each key with its result, as they finish; without an executor here, one after the other.

    ``work`` is asked for more only as results come back, so it may be long and may change its mind on the way. A
    generator to be closed: what was handed out and has not begun by then is withdrawn.
    """
    if executor is None:
        for key, call in work:
            yield key, call()
        return
    waiting, pending = iter(work), dict[Future[Result], Key]()
    # Whoever is interrupted in a future's lock never gives it back, and who ends the work waits for it: so not `wait`,
    # which takes the locks of all, and whatever takes one of those not yet back is deaf.
    back: SimpleQueue[Future[Result]] = SimpleQueue()
    try:
        while True:
            while len(pending) < AHEAD and (piece := next(waiting, None)) is not None:
                with _deaf_to_ctrl_c():
                    future = executor.submit(_spoken, current(), piece[1])
                    future.add_done_callback(back.put)
                pending[future] = piece[0]
            if not pending:
                return
            future = back.get()
            yield pending.pop(future), future.result()
    finally:
        if not isinstance(executor, _Processes):
            for future in pending:
                future.cancel()


def _spoken(language: str, call: Callable[[], Result]) -> Result:
    with using(language):
        return call()


def process_count(jobs: int, tasks: int) -> int:
    """How many processes there are for so many tasks, when `jobs` are asked for: 0 is one per core.

    Raises
    ------
    BadInput
        When `jobs` is negative.
    """
    if jobs < 0:
        raise BadInput(_("jobs = {value!r}: expected 0, for one process per core, or more").format(value=jobs))
    cores = os.cpu_count() or 1
    return min(jobs or cores, cores, tasks, MOST_PROCESSES)


def workers(jobs: int, tasks: int) -> AbstractContextManager[Executor | None]:
    """Processes for so many tasks, as many as `process_count` says. One is this process: no executor."""
    count = process_count(jobs, tasks)
    return processes(count) if count > 1 else nullcontext()


class _Processes(ProcessPoolExecutor):
    """Processes that `processes` ends with their work; withdrawing work first would upset it (CPython issue 94777)."""


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    """`count` processes, which end with this one, however it ends.

    Raises
    ------
    BadInput
        When one of them was ended from outside, most likely for want of memory.
    """
    context = multiprocessing.get_context("spawn")
    if hasattr(resource_tracker, "ensure_running"):
        with _deaf_to_ctrl_c():  # it hears a closed terminal too, and would be started anew without knowing anything
            resource_tracker.ensure_running()
    with _Processes(count, context, initializer=follow_parent) as executor:
        try:
            yield executor
        except BrokenProcessPool as error:
            text = _(
                "a process was ended from outside, perhaps for want of memory; try --jobs 1 or a smaller run. A script "
                "of your own needs: if __name__ == '__main__'"
            )
            raise BadInput(text) from error
        except BaseException:
            # Leaving the executor waits for its workers, so they are ended first.
            for process in list((executor._processes or {}).values()):
                process.terminate()
            # One may have been half-way through sending a result: who reads it must not wait for the rest.
            if executor._result_queue is not None:
                executor._result_queue._writer.close()  # type: ignore[attr-defined]
            raise


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started here leave Ctrl-C to the one that started them, who hears one that comes meanwhile later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def follow_parent() -> None:
    """Let this process end with the one that started it, however that ends."""
    parent = multiprocessing.parent_process()

    def follow(process: Any) -> None:
        process.join()
        os._exit(1)

    if parent is not None:
        threading.Thread(target=follow, args=(parent,), daemon=True).start()

"""Replications on several processes, in order, and no process left behind when something ends the work."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from wogsim.errors import BadInput
from wogsim.language import _

Result = TypeVar("Result")
Progress = Callable[[int, int], None]

_task: Callable[[int], Any] | None = None  # a worker's own copy, sent once


def in_order(task: Callable[[int], Result], count: int, jobs: int, progress: Progress | None = None) -> list[Result]:
    """`task(0)` to `task(count - 1)`, in order, on `jobs` processes; `progress` hears (done, all) after each.

    Raises
    ------
    BadInput
        When a process was ended from outside, most likely for want of memory.
    """
    say = progress or (lambda _done, _all: None)
    if jobs == 1:
        results = []
        for number in range(count):
            results.append(task(number))
            say(number + 1, count)
        return results
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_receive, initargs=(task,)) as executor:
        try:
            with _deaf_to_ctrl_c():
                futures = [executor.submit(_work, number) for number in range(count)]
            _await(futures, say)
            return [future.result() for future in futures]
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
            raise


def _await(futures: list[Future[Any]], say: Progress) -> None:
    pending = set(futures)
    while pending:
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
        say(len(futures) - len(pending), len(futures))


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


def _receive(task: Callable[[int], Any]) -> None:
    global _task
    _task = task
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: Any) -> None:
    """End with the process that started this one, however it ends."""
    parent.join()
    os._exit(1)


def _work(number: int) -> Any:
    assert _task is not None
    return _task(number)

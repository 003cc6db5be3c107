"""The app's workers: processes that each do one thing at a time, and are ended and replaced when one takes too long."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, TypeVar

from wogsim.app import labour
from wogsim.errors import BadInput, TooLarge
from wogsim.language import _, number
from wogsim.work.parallel import follow_parent

Result = TypeVar("Result")

LONGEST = 60.0  # seconds of one piece of work
FIRST = 300.0  # seconds in which a worker is ready, compiling included


def _begin() -> None:
    """Leave Ctrl-C to the process that started this one, end with it, and let pages be served before sharper ones."""
    if hasattr(os, "nice"):
        os.nice(5)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    follow_parent()


class Worker:
    """One process. Who has it calls `do`, one at a time."""

    def __init__(self) -> None:
        self.knows = set[str]()  # digests and grounds that it has met; some may be forgotten again
        self._executor: ProcessPoolExecutor | None = None
        self._pid = 0
        self._over = False  # nobody needs it any more

    async def begin(self, warm: tuple[str, ...]) -> None:
        """Start the process and let it load what it needs."""
        context = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(1, context, initializer=_begin)
        self.knows.clear()
        self._pid = await self._run(FIRST, os.getpid)  # first, so that it can be ended while it gets ready
        await self._run(FIRST, labour.warm, warm)

    async def do(self, function: Callable[..., Result], *arguments: Any, most: float = LONGEST) -> Result:
        """Carry something out, in so many seconds at most.

        Raises
        ------
        TooLarge
            When it took too long; the process is another one then.
        BadInput
            When the process was ended from outside, most likely for want of memory; likewise.
        """
        try:
            return await self._run(most, function, *arguments)
        except (TimeoutError, BrokenProcessPool) as error:
            self._kill()
            if not self._over:
                await self.begin(())
            if isinstance(error, TimeoutError):
                text = _("this took longer than {count} seconds and was ended; ask for a smaller world")
                raise TooLarge(text.format(count=number(most, 0))) from error
            raise BadInput(_("the work was ended from outside, perhaps for want of memory; try again")) from error

    async def _run(self, most: float, function: Callable[..., Result], *arguments: Any) -> Result:
        assert self._executor is not None
        future = asyncio.wrap_future(self._executor.submit(function, *arguments))
        return await asyncio.wait_for(future, most)

    def end(self) -> None:
        """End the process at once, whatever it does, and for good."""
        self._over = True
        self._kill()

    def _kill(self) -> None:
        if self._executor is None:
            return
        if self._pid:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(self._pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor, self._pid = None, 0

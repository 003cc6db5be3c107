"""The workers of a dask.distributed scheduler as an executor, which ends with a sentence when they or it have gone.

dask itself waits for ever: for a port that takes connections and never answers, for workers that do not come back, for
a scheduler that stands still. So it is asked, every few seconds, who is there.
"""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.work.installing import command

PATIENCE = 30.0  # seconds for a scheduler to answer, for its first worker, and for one to come back
FAREWELL = 5.0  # seconds for a scheduler that may have gone
ASKED = 6  # times within our patience
PLACE = re.compile(r"(?:(?P<protocol>\w+)://)?\[?(?P<host>[^/\[\]]+?)\]?:(?P<port>\d{1,5})/?")
LOUD = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")  # what they log is not ours

Trouble = Callable[[str], BadInput]


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of a dask.distributed scheduler; it repeats the work of one that dies.

    Parameters
    ----------
    address : such as 'tcp://10.0.0.5:8786'

    Raises
    ------
    BadInput
        When dask.distributed is not installed, nobody answers there, the workers cannot do the work, or they or the
        scheduler have gone.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        text = _("--cluster needs dask.distributed, which is not installed: {command}")
        raise BadInput(text.format(command=command("cluster"))) from error

    def trouble(reason: str) -> BadInput:
        return BadInput(_("--cluster {address}: {reason}").format(address=address, reason=reason))

    with _silent():
        try:
            _refuse_mute(address)
            client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
        except Exception as error:  # a wrong address makes dask complain in many ways
            raise trouble(_("no scheduler answers there; expected an address like tcp://10.0.0.5:8786")) from error
        try:
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except TimeoutError as error:
                start = _("the scheduler has no workers; start some with: dask worker {address}")
                raise trouble(start.format(address=address)) from error
            with _watched(client, trouble) as executor:
                yield executor
        except (CancelledError, OSError) as error:
            raise trouble(_gone()) from error
        except KilledWorker as error:
            raise trouble(_("workers end over this work, perhaps for want of memory")) from error
        except ImportError as error:
            reason = _("a worker lacks what the work needs ({error}); install the same wogsim there")
            raise trouble(reason.format(error=error)) from error
        finally:
            with suppress(Exception):  # whatever it says of one that has gone
                client.close(timeout=FAREWELL)


def _gone() -> str:
    return _("the scheduler has gone")


@contextmanager
def _silent() -> Iterator[None]:
    """What dask logs of a scheduler that has gone is no sentence of ours."""
    loggers = [logging.getLogger(name) for name in LOUD]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _refuse_mute(address: str) -> None:
    """Refuse, sooner than dask does, which would leave half a client behind, a place where nobody speaks.

    Raises
    ------
    OSError, ValueError
        When nobody is there, or says nothing: a scheduler speaks first.
    """
    place = PLACE.fullmatch(address)
    if place is None:
        raise ValueError(address)
    with socket.create_connection((place["host"], int(place["port"])), PATIENCE) as there:
        there.settimeout(PATIENCE)
        if place["protocol"] in (None, "tcp") and not there.recv(1):
            raise OSError(address)


class _Watched(Executor):
    """An executor whose waiting work can be ended with an error: that of dask waits for ever.

    Parameters
    ----------
    executor : that does the work
    trouble : what is said, from a reason
    """

    def __init__(self, executor: Executor, trouble: Trouble) -> None:
        self._executor, self._trouble = executor, trouble
        self._waiting: set[Future[Any]] = set()
        self._lock = threading.Lock()

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Hand out work."""
        ours = Future[Any]()
        theirs = self._executor.submit(fn, *arguments, **named)

        def come(done: Future[Any]) -> None:
            with suppress(InvalidStateError):
                if done.cancelled():
                    ours.set_exception(self._trouble(_gone()))
                elif (error := done.exception()) is not None:
                    ours.set_exception(error)
                else:
                    ours.set_result(done.result())

        def leave(done: Future[Any]) -> None:
            with self._lock:
                self._waiting.discard(done)
            if done.cancelled():
                theirs.cancel()

        with self._lock:
            self._waiting.add(ours)
        ours.add_done_callback(leave)
        theirs.add_done_callback(come)
        return ours

    @property
    def waits(self) -> bool:
        """Whether anybody waits for work that was handed out."""
        with self._lock:
            return bool(self._waiting)

    def end(self, reason: str) -> None:
        """End all that is waited for, with a sentence."""
        with self._lock:
            waiting = list(self._waiting)
        for future in waiting:
            with suppress(InvalidStateError):
                future.set_exception(self._trouble(reason))


@contextmanager
def _watched(client: Any, trouble: Trouble) -> Iterator[_Watched]:
    """The executor of a client, ended when no worker, or nothing at all, has been heard of for as long as we wait."""
    executor, over = _Watched(client.get_executor(pure=False), trouble), threading.Event()

    def watch() -> None:
        heard = time.monotonic()
        while not over.wait(PATIENCE / ASKED):
            reason = _("all workers have gone; start some")
            try:
                there = client.sync(client.scheduler.ncores, callback_timeout=PATIENCE)
            except Exception:  # in many ways, likewise
                there, reason = {}, _gone()
            if there or not executor.waits:
                heard = time.monotonic()
            elif time.monotonic() - heard >= PATIENCE:
                executor.end(reason)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield executor
    finally:
        over.set()

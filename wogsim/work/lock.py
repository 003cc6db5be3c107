"""One run at a time in a directory: a lock of the operating system, which ends with its holder however that ends."""

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.work.destination import refuse_no_file

NAME = "store.lock"
_BEYOND = 1 << 30  # Windows lets nobody read a locked byte, so one behind the text is locked


@contextmanager
def held(directory: Path) -> Iterator[None]:
    """Keep a directory to this process; the file says who holds it.

    Raises
    ------
    BadInput
        When another process holds it; the message says who, where and since when. When its file is a link.
    OSError
        When the file cannot be written.
    """
    path = directory / NAME
    refuse_no_file(path)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        if not grasped(handle):
            raise BadInput(_taken(directory, path))
        since = datetime.now().astimezone().isoformat(" ", "seconds")
        holder = {"pid": os.getpid(), "host": platform.node(), "since": since}
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(holder).encode())
        yield
    finally:
        os.close(handle)  # which gives the lock back


def grasped(handle: int) -> bool:
    """Whether the lock is ours now."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _BEYOND, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _taken(directory: Path, path: Path) -> str:
    holder = {"pid": "?", "host": "?", "since": "?"}
    with suppress(OSError, ValueError):
        holder |= json.loads(path.read_text(encoding="utf-8"))
    text = _(
        "--out {path}: another run is at work there: process {pid} on {host}, since {since}; wait for it, end it, or "
        "name another directory"
    )
    return text.format(path=directory, **holder)

"""A place beside a result, where it is made before it is put there; what a killed run leaves there is cleared away.

A workspace is a hidden directory with a lock in it that its process holds, and that ends with it however that ends. In
it `NEW` is made; where a system cannot exchange two names in one step, what was there before waits as `OLD`. Whoever
comes next to the same place clears away a workspace that nobody holds any more, and puts back what was there before.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wogsim.work.lock import grasped

PREFIX = ".wogsim-"
NEW, OLD, LOCK = "new", "old", "lock"
LONG = 3600  # seconds
HERE = -100  # AT_FDCWD, on Linux
EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS


@contextmanager
def workspace(parent: Path, target: str = "") -> Iterator[Path]:
    """Where `NEW` is to be made; gone afterwards.

    Parameters
    ----------
    parent : where the result goes, a directory that is there
    target : the name in it that is replaced as a whole, if any

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    tidy(parent)
    place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    try:
        with _claimed(place, target):
            yield place
    finally:
        with suppress(OSError):
            _cleared(place, target)


def put_in_place(new: Path, where: Path) -> None:
    """Put a directory of a workspace in place of what is there, in one step where the system can.

    Raises
    ------
    OSError
        When it cannot be done; what was there is there again when the workspace ends.
    """
    if where.exists():
        if exchanged(new, where):
            return
        where.rename(new.with_name(OLD))
    new.rename(where)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange what two names stand for, in one step; false where the system or the file system cannot."""
    names = os.fsencode(one), os.fsencode(other)
    with suppress(OSError, AttributeError):  # a system without, or one whose library is not there
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            return bool(system.renameat2(HERE, names[0], HERE, names[1], EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(system.renamex_np(*names, EXCHANGE) == 0)
    return False


def tidy(parent: Path) -> None:
    """Clear away the workspaces that killed runs have left in a directory; whatever is not certainly one stays."""
    with suppress(OSError):
        for place in sorted(parent.glob(f"{PREFIX}*")):
            with suppress(OSError):
                target = _abandoned(place)
                if target is not None or _never_begun(place):
                    _cleared(place, target)


def _cleared(place: Path, target: str | None) -> None:
    """Put back what was there, should nothing be there now, and remove the workspace, what says that it is one last."""
    old = place / OLD
    if target and old.exists() and not os.path.lexists(place.parent / target):
        old.rename(place.parent / target)
    for part in (OLD, NEW):
        if (place / part).is_dir():
            shutil.rmtree(place / part)
        else:
            (place / part).unlink(missing_ok=True)
    (place / LOCK).unlink(missing_ok=True)
    place.rmdir()


def _never_begun(place: Path) -> bool:
    """Whether nothing is in a workspace yet, or any more, and has not been for long."""
    lock = place / LOCK
    return (
        not place.is_symlink()
        and time.time() - place.stat().st_mtime > LONG
        and all(entry.name == LOCK for entry in place.iterdir())
        and not (os.path.lexists(lock) and lock.lstat().st_size)
    )


@contextmanager
def _claimed(place: Path, target: str) -> Iterator[None]:
    """Hold the lock of a workspace; what is in it is written after it is held, so that nobody else tries it sooner."""
    handle = os.open(place / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if grasped(handle):  # where a file system has no locks, nobody knows whether it is still in use
            os.write(handle, json.dumps(_holder(target)).encode())
        yield
    finally:
        os.close(handle)


def _holder(target: str) -> dict[str, Any]:
    return {"wogsim": target, "host": platform.node()}


def _abandoned(place: Path) -> str | None:
    """The name that a workspace which nobody holds was to replace; None where it is in use or not ours."""
    target = None if place.is_symlink() else _said(place)
    if target is None:
        return None
    handle = os.open(place / LOCK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        return target if grasped(handle) else None
    finally:
        os.close(handle)


def _said(place: Path) -> str | None:
    """What the lock of a workspace of this machine says that it was to replace; None where it is none of ours."""
    if not {entry.name for entry in place.iterdir()} <= {NEW, OLD, LOCK}:
        return None
    try:
        said = json.loads((place / LOCK).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    target = said.get("wogsim") if isinstance(said, dict) else None
    ours = isinstance(target, str) and target == os.path.basename(target) and target not in (os.curdir, os.pardir)
    return target if ours and said == _holder(str(target)) else None

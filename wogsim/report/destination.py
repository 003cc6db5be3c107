"""One file: refused before the work where it cannot be, written beside, then put in place."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.results.publish import LONGEST_NAME


def refuse_missing(library: str) -> None:
    """Refuse to begin without a library of the extra.

    Raises
    ------
    BadInput
        Saying what to install.
    """
    if find_spec(library) is None:
        text = _("the report needs {library}, which is not installed: pip install 'wogsim[report]'")
        raise BadInput(text.format(library=library))


def refuse_unwritable(path: Path) -> None:
    """Refuse a place where a file cannot be put.

    Raises
    ------
    BadInput
        Saying why.
    """
    try:
        reason = _against(path, path.resolve())
    except (OSError, ValueError, RuntimeError) as error:  # names too long, loops of links, a working directory gone
        raise _unwritable(path, error) from error
    if reason:
        raise BadInput(f"{path}: {reason}")


def _against(path: Path, where: Path) -> str:
    """What stands against writing there; empty where nothing does."""
    if where.is_dir():
        return _("is a directory; expected a file, such as {example}").format(example=path / "report.html")
    if len(where.name.encode()) > LONGEST_NAME:
        return _("this name is too long")
    if where.exists() and not where.is_file():
        return _("is not a regular file")
    if not where.parent.is_dir():
        return _("there is no directory {directory}; make it first").format(directory=path.parent)
    if not os.access(where.parent, os.W_OK) or (where.exists() and not os.access(where, os.W_OK)):
        return _("cannot be written there")
    return ""


def put(path: Path, content: bytes) -> None:
    """Write a file beside, then put it in place of what is there.

    Raises
    ------
    BadInput
        When it cannot be written.
    """
    try:
        where = path.resolve()
        handle, beside = tempfile.mkstemp(prefix=f".{where.name}.", dir=where.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(beside).chmod(0o644)
            os.replace(beside, where)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: Exception) -> BadInput:
    reason = getattr(error, "strerror", None) or error
    return BadInput(f"{path}: " + _("cannot be written: {reason}").format(reason=reason))

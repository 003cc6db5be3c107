"""Where results go: refused before the work where they cannot, a file written beside and then put in place."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from wogsim.errors import BadInput, Problem
from wogsim.language import _

LONGEST_NAME = 200  # bytes; the place beside has a longer one


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


def refuse_unwritable(path: Path, endings: tuple[str, ...]) -> None:
    """Refuse a place where a file of a kind cannot be put.

    Parameters
    ----------
    endings : what its name may end in, like '.html', first the usual one

    Raises
    ------
    BadInput
        Saying why.
    """
    try:
        reason = _against(path, path.resolve(), endings)
    except (OSError, ValueError, RuntimeError) as error:  # names too long, loops of links, a working directory gone
        raise _unwritable(path, error) from error
    if reason:
        raise BadInput(Problem("path", str(path), reason))


def _against(path: Path, where: Path, endings: tuple[str, ...]) -> str:
    """What stands against writing there; empty where nothing does."""
    if where.is_dir():
        return _("is a directory; expected a file, such as {example}").format(example=path / f"result{endings[0]}")
    if len(where.name.encode()) > LONGEST_NAME:
        return _("this name is too long")
    if where.exists() and not where.is_file():
        return _("is not a regular file")
    if not where.parent.is_dir():
        return _("there is no directory {directory}; make it first").format(directory=path.parent)
    if not os.access(where.parent, os.W_OK) or (where.exists() and not os.access(where, os.W_OK)):
        return _("cannot be written there")
    if where.suffix.lower() not in endings:
        return _("expected a name that ends in {ending}").format(ending=endings[0])
    return ""


def refuse_no_directory(directory: Path) -> None:
    """Refuse what is no directory and cannot become one.

    Raises
    ------
    BadInput
        Saying why.
    """
    try:
        where = directory.resolve()
        if len(where.name.encode()) > LONGEST_NAME:
            raise BadInput(_("--out {path}: this name is too long").format(path=directory))
        if where.exists() and not where.is_dir():
            raise BadInput(_("--out {path}: is a file; expected a directory").format(path=directory))
        there = next((part for part in (where, *where.parents) if part.exists()), where)
        if not there.is_dir() or not os.access(there, os.W_OK):
            raise BadInput(_("--out {path}: cannot be written there").format(path=directory))
    except (OSError, ValueError, RuntimeError) as error:  # names too long, loops of links, a working directory gone
        raise BadInput(_("--out {path}: cannot be written: {reason}").format(path=directory, reason=error)) from error


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
    return BadInput(Problem("path", str(path), _("cannot be written: {reason}").format(reason=reason)))

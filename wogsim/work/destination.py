"""Where results may go: refused before the work where they cannot."""

import json
import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from wogsim.errors import BadInput, Problem
from wogsim.language import _, mark
from wogsim.work.installing import command

MANIFEST = "manifest.json"
LONGEST_NAME = 200  # bytes; endings and what SQLite appends need some more
NO_PATH = (OSError, ValueError, RuntimeError)  # names too long, loops of links, a working directory gone


NEEDS = {  # what cannot be done without a library of an extra
    "report": mark("the report needs {library}, which is not installed: {command}"),
    "explorer": mark("the explorer needs {library}, which is not installed: {command}"),
}


def refuse_missing(library: str, extra: str = "report") -> None:
    """Refuse to begin without a library of an extra, by the name under which it is imported.

    Raises
    ------
    BadInput
        Saying what to install.
    """
    if find_spec(library) is None:
        raise BadInput(_(NEEDS[extra]).format(library=library, command=command(extra)))


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
    except NO_PATH as error:
        raise no_file(path, error) from error
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
    _refuse(directory, _against_directory)


def refuse_no_file(path: Path) -> None:
    """Refuse what is there and is no file of its own, such as a link, through which another's file would be written.

    Raises
    ------
    BadInput
        Naming it.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise BadInput(_("{file}: is a link, or no file; remove it, or name another directory").format(file=path))


def refuse_foreign(directory: Path) -> None:
    """Refuse a directory that results must not replace.

    Raises
    ------
    BadInput
        When it is a file, or a directory with contents that wogsim did not write, or cannot be written.
    """
    for against in (_against_directory, _against_replacing):
        _refuse(directory, against)


def _refuse(directory: Path, against: Callable[[Path], str]) -> None:
    try:
        reason = against(directory).format(path=directory)
    except NO_PATH as error:
        raise BadInput(_("--out {path}: cannot be written: {reason}").format(path=directory, reason=error)) from error
    if reason:
        raise BadInput(reason)


def _against_directory(directory: Path) -> str:
    where = directory.resolve()
    if len(where.name.encode()) > LONGEST_NAME:
        return _("--out {path}: this name is too long")
    if where.exists() and not where.is_dir():
        return _("--out {path}: is a file; expected a directory")
    there = next((part for part in (where, *where.parents) if part.exists()), where)
    return "" if there.is_dir() and os.access(there, os.W_OK) else _("--out {path}: cannot be written there")


def _against_replacing(directory: Path) -> str:
    where, inside = directory.resolve(), _("--out {path}: you are working inside it; expected another directory")
    if not str(directory).strip() or str(directory) == ".":
        return inside
    if os.path.ismount(where):
        return _("--out {path}: is a mount point; name a directory inside it")
    if where.is_dir() and any(where.iterdir()) and not _ours(where):
        return _(
            "--out {path}: holds files that wogsim did not write, so it is left alone; "
            "expected a new or empty directory"
        )
    if where in (Path.cwd(), *Path.cwd().parents):
        return inside
    above = next(part for part in where.parents if part.exists())
    return "" if os.access(above, os.W_OK) else _("--out {path}: cannot be written there")


def _ours(directory: Path) -> bool:
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    versions, files = (manifest.get(key) if isinstance(manifest, dict) else None for key in ("versions", "files"))
    if not isinstance(versions, dict) or "wogsim" not in versions or not isinstance(files, list):
        return False
    ours = {MANIFEST, *(name for name in files if isinstance(name, str))}
    return all(path.name in ours and path.is_file() and not path.is_symlink() for path in directory.iterdir())


def picture_stem(out: Path | None, name: str) -> Path:
    """Where a picture goes, without .png or .svg: as asked, or under `name` in the directory asked for or this one.

    Raises
    ------
    BadInput
        Before the work begins: when the directory does not exist or cannot be written, or the name is too long.
    """
    stem = Path(name) if out is None else out
    try:
        stem = stem / name if stem.is_dir() else stem
        stem = stem.with_suffix("") if stem.suffix in (".png", ".svg") else stem
        good = len(stem.name.encode()) <= LONGEST_NAME and stem.parent.is_dir() and os.access(stem.parent, os.W_OK)
        good = good and not any(stem.with_name(stem.name + kind).is_dir() for kind in (".png", ".svg"))
    except (OSError, ValueError):
        good = False
    if not good:
        raise BadInput(_("--out {path}: cannot be written there").format(path=out))
    return stem


def no_file(path: Path, error: Exception) -> BadInput:
    """What is said of a file that could not be written."""
    return BadInput(Problem("path", str(path), _("cannot be written: {reason}").format(reason=_reason(error))))


def no_output(out: Path, error: Exception) -> BadInput:
    """What is said of a directory, or of pictures, that could not be written."""
    return BadInput(_("--out {path}: cannot be written: {reason}").format(path=out, reason=_reason(error)))


def _reason(error: Exception) -> object:
    return getattr(error, "strerror", None) or error

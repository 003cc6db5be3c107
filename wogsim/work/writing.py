"""Files written beside, then put in place, so that none is ever half-written; tables and manifests in one form."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wogsim.version import __model__, __version__
from wogsim.work.destination import MANIFEST, NO_PATH, no_file, no_output, refuse_foreign
from wogsim.work.workspace import NEW, put_in_place, tidy, workspace

if TYPE_CHECKING:
    import pandas as pd

# How tables are written: how pandas calls it. What spreadsheets in Indonesia open as a table has semicolons, a decimal
# comma, and says at its beginning that it is UTF-8.
STYLES: dict[str, dict[str, str]] = {
    "plain": {"sep": ",", "decimal": ".", "encoding": "utf-8"},
    "id": {"sep": ";", "decimal": ",", "encoding": "utf-8-sig"},
}
PLAIN = "plain"
_style = ContextVar("csv_style", default=PLAIN)
DEPENDENCIES = ("simpy", "numpy", "scipy", "pandas", "matplotlib")


def put(path: Path, content: bytes) -> None:
    """Write a file beside, then put it in place of what is there.

    Raises
    ------
    BadInput
        When it cannot be written.
    """
    try:
        where = path.resolve()
        with workspace(where.parent) as there:
            (there / NEW).write_bytes(content)
            (there / NEW).chmod(0o644)
            os.replace(there / NEW, where)
    except NO_PATH as error:
        raise no_file(path, error) from error


def ready(directory: Path) -> None:
    """Before work whose result replaces a directory: bring back what a killed run put aside, refuse what is not ours.

    Raises
    ------
    BadInput
        When the directory is not ours or cannot be written.
    """
    with suppress(*NO_PATH):
        tidy(directory.resolve().parent)
    refuse_foreign(directory)


def replace(directory: str | Path, fill: Callable[[Path], None]) -> Path:
    """Let `fill` write files and a manifest beside, then put them in place of all that is in the directory.

    At no time is the directory without either the old files or the new ones, where the system can exchange two names;
    elsewhere whoever comes next to this place brings the old ones back, should the work be killed between.

    Raises
    ------
    BadInput
        When the directory is not ours or cannot be written. What else `fill` raises.
    """
    target = Path(directory)
    ready(target)
    where = target.resolve()
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        with workspace(where.parent, where.name) as there:
            new = there / NEW
            new.mkdir()
            fill(new)
            new.chmod(0o755)
            refuse_foreign(target)  # somebody may have put something there meanwhile
            put_in_place(new, where)
    except OSError as error:
        raise no_output(target, error) from error
    return target


@contextmanager
def beside(directory: Path) -> Iterator[Path]:
    """A place for files that are put into the directory at the end; of the same name replaced, others left alone.

    The manifest comes last, so that it never tells of files that are not there.

    Raises
    ------
    OSError
        When the directory cannot be written.
    """
    with workspace(directory) as there:
        new = there / NEW
        new.mkdir()
        yield new
        for file in sorted(os.listdir(new), key=lambda file: (file == MANIFEST, file)):
            os.replace(new / file, directory / file)


@contextmanager
def csv_style(name: str) -> Iterator[None]:
    """Write every table in one of STYLES, as long as this lasts."""
    before = _style.set(name)
    try:
        yield
    finally:
        _style.reset(before)


def write_csv(table: pd.DataFrame, path: Path, *, more: bool = False) -> None:
    """Write a table, or `more` of it behind what is there, with nine significant digits, the same on every system."""
    style = STYLES[_style.get()]
    with path.open("a" if more else "w", encoding="utf-8" if more else style["encoding"], newline="") as file:
        table.to_csv(
            file,
            sep=style["sep"],
            decimal=style["decimal"],
            header=not more,
            index=False,
            float_format="%.9g",
            lineterminator="\n",
        )


def write_manifest(directory: Path, said: Mapping[str, Any]) -> None:
    """Write `said` to the manifest, with versions and the names of the files that are there."""
    files = sorted(path.name for path in directory.iterdir())
    style = {} if _style.get() == PLAIN else {"csv_style": _style.get()}
    text = json.dumps({**said, **style, "versions": versions(), "files": files}, ensure_ascii=False, indent=2)
    (directory / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def versions() -> dict[str, str]:
    """Of wogsim and of all that results depend on."""
    return {
        "wogsim": __version__,
        "model": __model__,
        "python": platform.python_version(),
        **{name: version(name) for name in DEPENDENCIES},
    }

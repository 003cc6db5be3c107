"""The explorer: one HTML file that answers what-ifs without a server; `pictures` are the app's charts too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wogsim.work import destination, writing

if TYPE_CHECKING:
    from wogsim.studies.sweep.result import Sweep

ENDINGS = (".html", ".htm")  # what a page's name may end in
LIBRARIES = ("altair", "vl_convert", "jinja2")


def ready(path: Path) -> None:
    """Refuse, before the work, what cannot be written in the end.

    Raises
    ------
    BadInput
        When a page cannot be put there, or the extra is not installed.
    """
    for library in LIBRARIES:
        destination.refuse_missing(library, "explorer")
    destination.refuse_unwritable(path, ENDINGS)


def write(result: Sweep, path: str | Path) -> None:
    """Write one self-contained HTML page in both languages; the same bytes every time.

    Raises
    ------
    BadInput
        As `ready`.
    """
    ready(Path(path))
    from wogsim.explorer.page import page

    writing.put(Path(path), page(result).encode())

"""How far a computation of a worker is: a worker writes it into a small file, from which the wall's page reads it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

PAUSE = 0.5  # seconds between two writings

Told = tuple[int, int]  # how much is done, and of how much as far as that is known


def telling(name: str) -> Callable[..., None] | None:
    """What a study calls with (done, all, ...) as it goes on; None where there is no file to tell it in."""
    if not name:
        return None
    file, last = Path(name), [0.0]

    def tell(done: int, all: int, *_more: Any) -> None:
        if time.monotonic() - last[0] >= PAUSE:
            last[0] = time.monotonic()
            with suppress(OSError):  # a full disk, or nobody reads it any more: it is worked on all the same
                file.write_text(f"{done} {all}", encoding="ascii")

    return tell


def told(file: Path) -> Told | None:
    """What a worker told last; None where it has told nothing yet."""
    try:
        done, all = file.read_text(encoding="ascii").split()
        return int(done), int(all)
    except (OSError, ValueError):  # also where it is just being written
        return None

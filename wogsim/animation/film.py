"""A morning as a GIF: few colours, and from picture to picture only what changes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PIL import Image

from wogsim.animation.draw import PICTURES, colours_of, pictures
from wogsim.animation.morning import Morning
from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.parallel import Progress
from wogsim.results.publish import LONGEST_NAME

COLOURS = 64
EACH, LAST = 100, 2000  # milliseconds that a picture is seen


def refuse(path: Path) -> None:
    """Refuse a place where the GIF cannot go, before the work begins.

    Raises
    ------
    BadInput
        When it does not end in .gif, is a directory, or its directory does not exist or cannot be written.
    """
    if path.suffix.lower() != ".gif":
        raise BadInput(_("--out {path}: expected a name that ends in .gif").format(path=path))
    try:
        good = len(path.name.encode()) <= LONGEST_NAME and path.parent.is_dir() and os.access(path.parent, os.W_OK)
        good = good and not path.is_dir()
    except (OSError, ValueError):
        good = False
    if not good:
        raise BadInput(_("--out {path}: cannot be written there").format(path=path))


def film(morning: Morning, path: Path, progress: Progress | None = None) -> Path:
    """Write the animation beside and put it in place; the same bytes every time.

    Parameters
    ----------
    path : where it goes
    progress : hears (pictures done, all) after each

    Raises
    ------
    BadInput
        When it cannot be written.
    """
    frames: list[Image.Image] = []
    colours: Image.Image | None = None
    for picture in pictures(morning):
        if colours is None:
            colours = colours_of(picture).quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        frames.append(picture.quantize(palette=colours, dither=Image.Dither.NONE))
        if progress:
            progress(len(frames), PICTURES)
    durations = [EACH] * (len(frames) - 1) + [LAST]
    try:
        with tempfile.TemporaryDirectory(prefix=".wogsim-", dir=path.parent) as beside:
            made = Path(beside) / "film.gif"
            frames[0].save(made, save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True)
            os.replace(made, path)
    except OSError as error:
        reason = error.strerror or error
        raise BadInput(_("--out {path}: cannot be written: {reason}").format(path=path, reason=reason)) from error
    return path

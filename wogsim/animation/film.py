"""A morning as a GIF: few colours, and from picture to picture only what changes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PIL import Image

from wogsim.animation.draw import PICTURES, colours_of, pictures
from wogsim.animation.morning import Morning
from wogsim.parallel import Progress

COLOURS = 64
EACH, LAST = 100, 2000  # milliseconds that a picture is seen


def film(morning: Morning, path: Path, progress: Progress | None = None) -> Path:
    """Write the animation beside and put it in place; the same bytes every time.

    Parameters
    ----------
    path : where it goes
    progress : hears (pictures done, all) after each

    Raises
    ------
    OSError
        When it cannot be written.
    """
    frames: list[Image.Image] = []
    colours: Image.Image | None = None
    for picture in pictures(morning):
        if colours is None:
            colours = colours_of(picture).quantize(COLOURS, dither=Image.Dither.NONE)
        frames.append(picture.quantize(palette=colours, dither=Image.Dither.NONE))
        if progress:
            progress(len(frames), PICTURES)
    durations = [EACH] * (len(frames) - 1) + [LAST]
    with tempfile.TemporaryDirectory(prefix=".wogsim-", dir=path.parent) as beside:
        made = Path(beside) / "film.gif"
        frames[0].save(made, save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True)
        os.replace(made, path)
    return path

"""A morning as a GIF: few colours, and from picture to picture only what changes."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from wogsim.animation.draw import PICTURES, colours_of, pictures
from wogsim.animation.morning import Morning
from wogsim.work.parallel import Progress
from wogsim.work.writing import put

ENDINGS = (".gif",)
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
    made, rest = BytesIO(), frames[1:]
    frames[0].save(made, "GIF", save_all=True, append_images=rest, duration=durations, loop=0, optimize=True)
    put(path, made.getvalue())
    return path

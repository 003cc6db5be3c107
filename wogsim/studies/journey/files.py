"""A journey as pictures."""

from pathlib import Path

from wogsim.studies.files import write_figure
from wogsim.studies.journey.result import Journey


def write(result: Journey, stem: Path) -> list[Path]:
    """Write the swim lanes as PNG and SVG; see `wogsim.studies.files.write_figure`.

    Returns
    -------
    list of Path
        The files without .png and .svg: the stem, then, where one sheet does not hold all patterns, the stem with -2
        and so on.
    """
    written = []
    for number, figure in enumerate(result.figures(), 1):
        written.append(stem if number == 1 else stem.with_name(f"{stem.name}-{number}"))
        write_figure(figure, written[-1])
    return written

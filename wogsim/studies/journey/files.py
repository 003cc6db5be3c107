"""A journey as a picture."""

from pathlib import Path

from wogsim.studies.files import write_figure
from wogsim.studies.journey.result import Journey


def write(result: Journey, stem: Path) -> None:
    """Write the swim lanes as PNG and SVG; see `wogsim.studies.files.write_figure`."""
    write_figure(result.figure(), stem)

"""A chart as files: the same bytes every time."""

import re
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from wogsim.charts import style


def save(figure: Figure, stem: str | Path) -> tuple[Path, Path]:
    """Write a figure as PNG and SVG, without dates and random names: the same bytes every time.

    Parameters
    ----------
    figure : what one of the functions of `wogsim.charts` returned
    stem : path without its ending, such as ``out/waiting_times``

    Returns
    -------
    tuple of Path
        The PNG and the SVG.
    """
    stem = Path(stem)
    png, svg = stem.with_name(stem.name + ".png"), stem.with_name(stem.name + ".svg")
    with style.boxes_unsaid(), mpl.rc_context({"svg.hashsalt": "wogsim", "svg.fonttype": "path"}):
        figure.savefig(png, dpi=style.DPI, metadata={"Software": None})
        figure.savefig(svg, metadata={"Date": None, "Creator": None})
    # matplotlib ends some lines of an SVG with a space, which version control complains about.
    svg.write_text(re.sub(r"[ \t]+\n", "\n", svg.read_text("utf-8")), "utf-8", newline="\n")
    return png, svg

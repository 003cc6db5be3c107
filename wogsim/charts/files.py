"""A chart as files: the same bytes every time."""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from wogsim.charts import style


def write(figure: Figure, stem: str | Path) -> tuple[Path, Path]:
    """Write PNG and SVG without dates and random names; see `wogsim.charts.save`."""
    stem = Path(stem)
    png, svg = stem.with_name(stem.name + ".png"), stem.with_name(stem.name + ".svg")
    figure.savefig(png, dpi=style.DPI, metadata={"Software": None})
    with mpl.rc_context({"svg.hashsalt": "wogsim", "svg.fonttype": "path"}):
        figure.savefig(svg, metadata={"Date": None, "Creator": None})
    # matplotlib ends some lines of an SVG with a space, which version control complains about.
    svg.write_text(re.sub(r"[ \t]+\n", "\n", svg.read_text("utf-8")), "utf-8", newline="\n")
    return png, svg

"""The legend above a chart, where direct labels have no room: one look for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from wogsim.charts import style

LEGEND = 13.0  # points


def draw(figure: Figure, handles: Sequence[Artist], columns: int, y: float, **look: Any) -> None:
    """Draw entries in so many columns from the left margin on, at a height `y` of the figure.

    Parameters
    ----------
    **look : what else matplotlib's legend is to know: ``loc``, ``handlelength`` and the like
    """
    common: dict[str, Any] = {"frameon": False, "borderpad": 0.1, "borderaxespad": 0.3, "columnspacing": 1.6}
    common |= {"labelcolor": style.INK, "prop": {"family": style.FONT, "size": LEGEND}}
    place = (style.MARGIN - 4) / style.WIDTH, y
    figure.legend(handles=handles, bbox_to_anchor=place, ncols=max(columns, 1), **common | look)


def draw_above(frame: style.Frame, handles: Sequence[Artist], columns: int, **look: float) -> None:
    """Draw entries above the axes."""
    draw(frame.figure, handles, columns, frame.axes.get_position().y1, loc="lower left", **look)

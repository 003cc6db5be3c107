"""The legend above a chart, where direct labels have no room: one look for all."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.artist import Artist

from wogsim.charts import style

LEGEND = 13.0  # points


def draw_above(frame: style.Frame, handles: Sequence[Artist], columns: int, **handle: float) -> None:
    """Draw entries in so many columns above the axes.

    Parameters
    ----------
    **handle : the size of what stands before a text, in its size, by matplotlib's names: ``handlelength`` and the like
    """
    frame.figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=((style.MARGIN - 4) / style.WIDTH, frame.axes.get_position().y1),
        ncols=max(columns, 1),
        frameon=False,
        prop={"family": style.FONT, "size": LEGEND},
        labelcolor=style.INK,
        borderpad=0.1,
        borderaxespad=0.3,
        columnspacing=1.6,
        **handle,
    )

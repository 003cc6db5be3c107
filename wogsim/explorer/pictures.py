"""Charts of a page that moves: from a tidy frame to an Altair chart, the same in the explorer and in the app.

Nothing is fetched and nothing decided here: who is told apart, overloaded or ranked by what stands in the frame, and so
do names, colours and numbers as people read them, so that a page can put other rows into a chart that is there. A chart
is as wide as the place it stands in; patterns stand in the order of their rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from wogsim.charts import style

ROW, BAR, LETTERS = 52, 20, 13  # pixels: of a pattern, of its bar, of what is written
VALUE = 152  # pixels that a value with its interval needs
THIN, WIDE = 2.0, 4.0  # of lines
CURVE, CELL = 260, 30  # pixels: a curve's height, a map's cell
# Paths in a square from -1 to 1: strokes for a tie, a corner for overload, as in `wogsim.charts.maps`; a rim; equals.
HATCH = "M-0.9,0.9L0.9,-0.9M-0.9,0.3L0.3,-0.9M-0.3,0.9L0.9,-0.3"
CORNER = "M0.3,-0.92L0.92,-0.92L0.92,-0.3Z"
RIM = "M-0.85,-0.85L0.85,-0.85L0.85,0.85L-0.85,0.85Z"
EQUAL = "M-0.35,-0.27L0.35,-0.27L0.35,-0.07L-0.35,-0.07ZM-0.35,0.07L0.35,0.07L0.35,0.27L-0.35,0.27Z"
TIE = "#F3F3F3"
SURE, UNSURE = "break-even", "unsure"  # kinds of turns
HERE = "here"

Chart = alt.LayerChart


def five_patterns(frame: pd.DataFrame, unit: str = "") -> Chart:
    """One measure under every pattern: a bar each, its 95 % interval, and what was pinned to compare with.

    Parameters
    ----------
    frame : one row per pattern. ``pattern`` (its key), ``label`` (as people read it, with the sign of overload),
        ``colour`` (#RRGGBB), ``measure`` (its name), ``mean``, ``lower``, ``upper`` (as read; lower and upper are NaN
        where there is no interval), ``text`` (the value in words), ``overloaded`` (bool), ``pinned`` (mean at a pinned
        point, NaN where there is none)
    unit : what stands under the numbers of the axis; a page that shows another measure sets the signal ``unit``
    """
    base = alt.Chart(frame).encode(y=_row())
    bar = base.mark_bar(size=BAR, stroke=style.INK, strokeWidth=0.8).encode(
        x=alt.X("mean:Q", title=None, scale=alt.Scale(zero=True), axis=_axis()),
        color=alt.Color("colour:N", scale=None, legend=None),
        strokeDash=alt.condition("datum.overloaded", alt.value([4, 3]), alt.value([1, 0])),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title="  ")],
    )
    paper = base.mark_rule(stroke=style.PAPER, strokeWidth=5).encode(x="lower:Q", x2="upper:Q")
    whisker = base.mark_rule(stroke=style.INK, strokeWidth=2).encode(x="lower:Q", x2="upper:Q")
    ends = [
        base.mark_tick(color=style.INK, size=11, thickness=2, orient="vertical").encode(x=f"{end}:Q")
        for end in ("lower", "upper")
    ]
    pinned = base.mark_point(
        shape="diamond", size=130, filled=True, fill=style.PAPER, stroke=style.INK, strokeWidth=2, opacity=1
    ).encode(x="pinned:Q")
    chart = _framed(bar, paper, whisker, *ends, pinned, *_names(base), height=alt.Step(ROW))
    if not unit:
        return chart
    beneath: dict[str, Any] = {"orient": "bottom", "offset": 2, **_WORDS}
    said: Chart = chart.add_params(alt.param("unit", value=unit)).properties(
        title=alt.TitleParams(alt.expr("unit"), **beneath)
    )
    return said


def where_time_goes(frame: pd.DataFrame, parts: Mapping[str, str], unit: str = "", legend_title: str = "") -> Chart:
    """The time from need to permit under every pattern, cut into parts that add up to it.

    Parameters
    ----------
    frame : one row per pattern and part. ``pattern``, ``label`` (as in `five_patterns`), ``part`` (its key),
        ``part_label`` (as people read it), ``order`` (its number in the anatomy), ``mean`` (as read), ``text`` (the
        value in words), ``total`` (all parts together in words, the same in each of a pattern's rows)
    parts : names of the parts that may occur, by key, in the order of the anatomy
    unit, legend_title : what stands under the numbers of the axis, and above the names of the parts
    """
    keys = list(parts)
    named = " : ".join(f"datum.value == '{key}' ? {_quoted(name)}" for key, name in parts.items())
    legend = alt.Legend(
        title=legend_title or None,
        titleFontSize=LETTERS,
        titleLimit=0,
        orient="bottom",
        columns=2,
        labelFontSize=12,
        labelLimit=150,
        symbolType="square",
        symbolSize=140,
    )
    legend.labelExpr = f"{named} : datum.value" if named else "datum.value"
    base = alt.Chart(frame).encode(y=_row())
    bar = base.mark_bar(size=BAR, stroke=style.PAPER, strokeWidth=0.6).encode(
        x=alt.X("sum(mean):Q", title=unit or None, stack="zero", axis=_axis()),
        color=alt.Color(
            "part:N", scale=alt.Scale(domain=keys, range=[style.PART_COLOURS[key][0] for key in keys]), legend=legend
        ),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip("label:N", title=" "),
            alt.Tooltip("part_label:N", title="  "),
            alt.Tooltip("text:N", title="   "),
        ],
    )
    once = base.transform_window(row="row_number()", groupby=["pattern"]).transform_filter("datum.row == 1")
    return _framed(bar, *_names(once, "total"), height=alt.Step(ROW))


def authority_curve(frame: pd.DataFrame, turns: pd.DataFrame, across: str = "", unit: str = "") -> Chart:
    """What each share of an authority brings: a line for each pattern, bands of those it moves, and the break-even.

    Parameters
    ----------
    frame : one row per pattern and share. ``pattern``, ``label``, ``colour`` (as in `five_patterns`), ``share`` (from 0
        to 1), ``mean``, ``lower``, ``upper`` (as read), ``moved`` (bool: the authority changes this pattern),
        ``overloaded`` (bool: drawn hollow), ``text`` (the value in words)
    turns : one row per mark on the line of shares. ``kind`` ('break-even', 'unsure', or 'here' for where the reader
        stands), ``share``, ``low``, ``high`` (shares that enclose it; NaN where nothing does), ``label`` (in words)
    across, unit : what stands under the shares, and above the numbers
    """
    x = alt.X(
        "share:Q",
        title=across or None,
        scale=alt.Scale(domain=[0, 1], nice=False, padding=6),
        axis=_axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    y = alt.Y("mean:Q", title=unit or None, scale=alt.Scale(zero=True), axis=_axis(**_ABOVE))
    colour = alt.Color("colour:N", scale=None, legend=None)
    marks, base = alt.Chart(turns), alt.Chart(frame).encode(x=x)
    doubt = (
        marks.transform_filter("isValid(datum.low) && isValid(datum.high)")
        .mark_rect(color=style.GRID, opacity=0.6)
        .encode(x=alt.X("low:Q"), x2="high:Q")
    )
    here = marks.transform_filter(f"datum.kind == '{HERE}'").mark_rule(
        stroke=style.PALE, strokeWidth=8, opacity=0.25
    ).encode(x="share:Q")  # fmt: skip
    band = (
        base.transform_filter("datum.moved")
        .mark_area(opacity=0.25)
        .encode(y=alt.Y("lower:Q"), y2="upper:Q", color=colour, detail="pattern:N")
    )
    rim = base.mark_line(color=style.INK).encode(y=y, detail="pattern:N", strokeWidth=_thick(1.2))
    line = base.mark_line().encode(y=y, detail="pattern:N", color=colour, strokeWidth=_thick(0.0))
    points = (
        base.transform_filter("datum.moved || datum.overloaded")
        .mark_point(size=46, strokeWidth=2, opacity=1)
        .encode(
            y=y,
            stroke=alt.Stroke("colour:N", scale=None, legend=None),
            fill=alt.condition("datum.overloaded", alt.value(style.PAPER), alt.Fill("colour:N", scale=None)),
            tooltip=[
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("share:Q", title="  ", format=".0%"),
                alt.Tooltip("text:N", title="   "),
            ],
        )
    )
    turn = marks.transform_filter(f"datum.kind != '{HERE}'")
    rule = turn.mark_rule(stroke=style.INK, strokeWidth=2.5).encode(
        x="share:Q", strokeDash=alt.condition(f"datum.kind == '{UNSURE}'", alt.value([4, 3]), alt.value([1, 0]))
    )
    said = turn.mark_text(align="left", baseline="top", dx=6, fontSize=LETTERS, fontWeight="bold", **_INK).encode(
        x="share:Q", y=alt.value(2), text="label:N"
    )
    return _framed(doubt, here, band, rim, line, points, rule, said, height=CURVE)


def who_wins_where(
    frame: pd.DataFrame,
    across: str = "",
    upwards: str = "",
    cell: int = CELL,
    *,
    tall: float = 1.0,
    links: bool = False,
) -> Chart:
    """Who is fastest where: a cell for each point of two axes; ties are hatched, overload marks a corner.

    Parameters
    ----------
    frame : one row per point. ``x``, ``y`` (values of the two axes as people read them, in their order), ``label`` (who
        is fastest, or all that are not told apart), ``colour`` (of the winner; anything where there is a tie), ``tie``
        (bool), ``overloaded`` (bool: under any pattern), ``text`` (the lowest mean in words, empty in a tie), ``here``
        (bool: where the reader stands), and, if there are any, ``equal`` (bool: no tie, but several that are equal)
    across, upwards : titles of the axes
    cell : width of a cell in pixels; what is drawn in it fits itself to another that a page gives it
    tall : how many times as high a cell is
    links : a cell leads to the address in ``link``
    """
    base = alt.Chart(frame).encode(
        x=alt.X("x:O", title=across or None, sort=None, axis=_axis(grid=False, labelAngle=0, labelOverlap="greedy")),
        y=alt.Y("y:O", title=upwards or None, sort=None, axis=_axis(grid=False, **_ABOVE)),
        tooltip=[  # of all that lies on a cell, too
            *(alt.Tooltip(f"{name}:N", title=title or " ") for name, title in (("y", upwards), ("x", across))),
            alt.Tooltip("label:N", title="  "),
            alt.Tooltip("text:N", title="   "),
        ],
    )
    size = alt.expr("x_step * x_step")
    cells = base.mark_rect(stroke=style.PAPER, strokeWidth=1.5).encode(
        color=alt.condition("datum.tie", alt.value(TIE), alt.Color("colour:N", scale=None, legend=None)),
    )
    if links:
        base = base.encode(href="link:N")
        cells = cells.encode(href="link:N")
    hatch = base.transform_filter("datum.tie").mark_point(
        shape=_stretched(HATCH, tall), size=size, filled=False, stroke=style.PALE, strokeWidth=1, opacity=0.8
    )
    corner = base.transform_filter("datum.overloaded").mark_point(
        shape=_stretched(CORNER, tall),
        size=size,
        filled=True,
        fill=style.INK,
        stroke=style.PAPER,
        strokeWidth=0.8,
        opacity=1,
    )
    equal = base.transform_filter("datum.equal").mark_point(
        shape=EQUAL, size=size, filled=True, fill=style.PAPER, stroke=style.INK, strokeWidth=0.8, opacity=1
    )
    here = [  # with paper around it, as a cell may be dark
        base.transform_filter("datum.here").mark_point(
            shape=_stretched(RIM, tall), size=size, filled=False, stroke=colour, strokeWidth=width, opacity=1
        )
        for colour, width in ((style.PAPER, 6), (style.INK, 3))
    ]
    return _framed(cells, hatch, corner, equal, *here, width=alt.Step(cell), height=alt.Step(cell * tall))


def ordered(spec: dict[str, Any], patterns: Sequence[str]) -> dict[str, Any]:
    """A chart of rows as Vega-Lite, patterns below each other in this order, whatever rows were there before."""
    for layer in spec["layer"]:
        layer["encoding"]["y"]["sort"] = list(patterns)
    return spec


_INK: dict[str, Any] = {"color": style.INK}
_WORDS: dict[str, Any] = {"fontSize": 12, "fontWeight": "normal", "color": style.INK}  # of an axis
# An upright axis has its words above it, so that on a phone they take no width.
_ABOVE: dict[str, Any] = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": -24, "titleY": -14}


def _stretched(path: str, tall: float) -> str:
    """A path, so many times as high."""
    return re.sub(r",(-?[\d.]+)", lambda found: f",{float(found[1]) * tall:g}", path)


def _row() -> alt.Y:
    return alt.Y("pattern:N", title=None, sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0.1))


def _names(base: alt.Chart, text: str = "text") -> list[alt.Chart]:
    """A pattern's name above its bar at the left, its value at the right: no name is cut off on a phone."""
    look: dict[str, Any] = {"dy": -BAR, "baseline": "middle", "fontSize": LETTERS, **_INK}
    room = alt.expr(f"width - {VALUE}")  # a longer name is cut off
    name = base.mark_text(align="left", fontWeight="bold", limit=room, **look).encode(x=alt.value(0), text="label:N")
    value = base.mark_text(align="right", **look).encode(x=alt.value("width"), text=f"{text}:N")
    return [name, value]


def _thick(more: float) -> Any:
    return alt.condition("datum.moved", alt.value(WIDE + more), alt.value(THIN + more))


def _axis(**more: Any) -> alt.Axis:
    look: dict[str, Any] = {
        "labelFontSize": 12,
        "labelColor": style.PALE,
        "gridColor": style.GRID,
        "domainColor": style.PALE,
        **{f"title{word[:1].upper()}{word[1:]}": value for word, value in _WORDS.items()},
    }
    return alt.Axis(**look | {"tickCount": 5, "labelFlush": True} | more)


def _quoted(text: str) -> str:
    """A text in an expression of Vega."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _framed(*layers: Any, **size: Any) -> Chart:
    chart: Any = alt.layer(*layers)
    # What a marginal tick or a label needs is part of the width that the page gives.
    framed: Chart = (
        chart.properties(**{"width": "container"} | size, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure(font="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif", background=style.PAPER)
        .configure_view(stroke=None)
    )
    return framed

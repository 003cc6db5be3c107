"""A chart in a page: its specification is made once for all pages, then only rows travel."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
from nicegui import app, ui
from starlette.responses import Response

from wogsim.explorer import pictures

VEGA = "/static/vega.js"
Spec = dict[str, Any]
Rows = list[dict[str, Any]]


@cache
def vega() -> bytes:
    """Vega, Vega-Lite and what embeds them, in one script."""
    import vl_convert

    return vl_convert.javascript_bundle().encode()  # type: ignore[call-arg]


def serve_vega() -> None:
    """Let pages have Vega from this server."""

    @app.get(VEGA)
    def script() -> Response:
        caching = {"Cache-Control": "public, max-age=86400"}
        return Response(vega(), media_type="text/javascript; charset=utf-8", headers=caching)


def named(name: str) -> Any:
    """A place for rows that come later, where a chart takes a frame."""
    import altair

    return altair.NamedData(name)


_specs: dict[Any, Spec] = {}
MOST_SPECS = 200


def spec(kind: Any, draw: Callable[[], Any], patterns: Sequence[str] = (), legend: Spec | None = None) -> Spec:
    """The specification of a chart, drawn where there is none of that kind yet.

    Parameters
    ----------
    patterns : keys in the order in which they stand below each other, whatever rows were there before
    legend : how a legend of colours looks otherwise
    """
    known = (kind, tuple(patterns))
    if known not in _specs:
        if len(_specs) >= MOST_SPECS:
            _specs.clear()
        drawn: Spec = draw().to_dict()
        if patterns:
            drawn = pictures.ordered(drawn, patterns)
        if legend:
            drawn["layer"][0]["encoding"]["color"]["legend"] |= legend
        _specs[known] = drawn
    return _specs[known]


def rows(frame: pd.DataFrame) -> Rows:
    """A frame as rows for a page; what is no number is null."""
    return [
        {
            str(name): None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]


class Picture(ui.element, component="picture.js"):
    """A chart; ``label`` says what it shows to who cannot see it."""

    def __init__(self, label: str = "") -> None:
        super().__init__()
        self._props["library"] = VEGA
        self._props["label"] = label
        self._drawn: Spec | None = None

    def show(self, drawn: Spec, placed: Mapping[str, Rows]) -> None:
        """Draw rows by the name of their place in the specification, which travels where it is another one."""
        self.run_method("show", None if drawn is self._drawn else drawn, dict(placed))
        self._drawn = drawn

    def png(self, name: str) -> None:
        """Let the browser save it."""
        self.run_method("png", name)

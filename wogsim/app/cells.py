"""The map's cells for the keyboard and for reading aloud: the same words and the same ways as the picture has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from nicegui import ui

from wogsim.language import _, percent
from wogsim.studies.words import agencies

STYLE = """
.cells table { border-collapse: collapse; }
.cells th { font-weight: 400; font-size: 14px; color: var(--pale); padding: 0 6px; }
.cells td { padding: 1px; }
.cells a { display: block; width: 34px; height: 22px; border: 1px solid #8a8a8a; position: relative; }
.cells a.tie { background-image: repeating-linear-gradient(135deg, #f3f3f3 0 4px, #5a5a5a 4px 5px); }
.cells a.overloaded::after { content: ""; position: absolute; right: 0; top: 0; width: 9px; height: 9px;
  background: linear-gradient(45deg, transparent 50%, #1a1a1a 50%); }
.cells a:focus { outline: 4px solid #e69f00; box-shadow: 0 0 0 6px #1a1a1a; z-index: 1; }
.cells .said { font-size: 16px; min-height: 24px; margin: 0 0 6px; }
"""


class Cells(ui.element, component="cells.js"):
    """A table of links, of which the arrow keys go from one to the next."""

    def __init__(self, label: str, hint: str, across: Sequence[str], at: tuple[int, int]) -> None:
        super().__init__()
        ui.add_css(STYLE)
        self._props |= {"label": label, "hint": hint, "across": list(across), "lines": []}
        self._props["row"], self._props["column"] = at

    def show(self, frame: pd.DataFrame) -> None:
        """Show rows as `wogsim.app.winners.rows` makes them, line by line."""
        self._props["lines"] = [
            {"name": name, "cells": [_cell(one) for one in line.to_dict("records")]}
            for name, line in frame.groupby("y", sort=False)
        ]
        self.update()


def _cell(one: dict[Any, Any]) -> dict[str, object]:
    kept = ("link", "colour", "tie", "overloaded")
    return {"said": _said(one), **{name: one[name] for name in kept}}


def _said(one: dict[Any, Any]) -> str:
    """What the picture says of a cell, in a sentence."""
    text = _("{agencies}, authority {share}: {who}")
    said = text.format(agencies=agencies(int(one["y"])), share=percent(int(one["x"]) / 100), who=one["label"])
    parts = [said, str(one["text"]), _("somebody is overloaded there") if one["overloaded"] else ""]
    return "; ".join(filter(None, parts))

"""The page: its template, its looks, its script and what it holds, in one file that asks the network for nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from markupsafe import Markup

from wogsim.explorer import bundle
from wogsim.explorer.contents import contents
from wogsim.language import current
from wogsim.studies.sweep.result import Sweep
from wogsim.work.templates import environment


def page(result: Sweep) -> str:
    """The page in both languages; it opens in the one that is in use."""
    held = contents(result)
    return (
        environment(Path(__file__).parent)
        .get_template("explorer.html.jinja")
        .render(
            language=current(),
            words=held["words"][current()],
            axes=held["axes"],
            patterns=held["patterns"],
            measures=held["measures"],
            data=_script(held),
            vega=Markup(bundle.vega()),
            script=Markup((Path(__file__).parent / "explorer.js").read_text("utf-8")),
        )
    )


def _script(held: dict[str, Any]) -> Markup:
    """JSON inside a script element: a title of a scenario cannot end it."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))

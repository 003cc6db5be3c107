"""From what the report says to one HTML page."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from wogsim.language import _
from wogsim.report.context import Contents


def page(contents: Contents) -> str:
    """The page; every text is escaped, only the charts' pictures, which are ours, are not."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["_"] = _
    environment.filters["picture"] = Markup
    return environment.get_template("report.html.jinja").render(report=contents)

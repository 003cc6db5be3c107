"""All pages of the app, each at its address."""

from wogsim.app import whatif
from wogsim.app.page import Desk, page
from wogsim.app.picture import serve_vega


def register(desk: Desk) -> None:
    """Let the server know its pages."""
    serve_vega()
    page(desk, "/", whatif.build)

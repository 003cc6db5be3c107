"""All pages of the app, each at its address."""

from wogsim.app import changed, citizen, fastest, whatif
from wogsim.app.page import Desk, page
from wogsim.app.picture import serve_vega

BUILT = {"/": whatif.build, "/map": fastest.build, "/citizen": citizen.build, "/changed": changed.build}


def register(desk: Desk) -> None:
    """Let the server know its pages."""
    serve_vega()
    for path, build in BUILT.items():
        page(desk, path, build)

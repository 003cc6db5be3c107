"""The command that serves the app."""

from typing import Any

from wogsim.cli.options import command
from wogsim.language import mark


@command(mark("Serve the app: what-ifs in a browser, answered on this machine."), "host port in_class lang", "app")
def serving(asked: dict[str, Any]) -> None:
    """Serve it until it is ended."""
    from wogsim.app.serve import serve

    serve(**asked)

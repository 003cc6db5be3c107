"""The server: on this machine alone unless told otherwise; it says its address, and ends quietly."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import tempfile
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from wogsim.app.state import USUAL
from wogsim.errors import BadInput
from wogsim.language import _
from wogsim.work.installing import command

if TYPE_CHECKING:
    from wogsim.app.answers import Answers

NEEDED = ("nicegui", "altair", "vl_convert", "numba", "segno", "jinja2")
EVERYWHERE = ("0.0.0.0", "::")


def serve(host: str = "127.0.0.1", port: int = 8080, *, in_class: bool = False) -> None:
    """Serve the app until it is ended.

    Parameters
    ----------
    host : address to listen on; 127.0.0.1 is this machine alone
    in_class : with class mode, in which phones join

    Raises
    ------
    BadInput
        When a library is missing, or the port cannot be had.
    """
    for library in NEEDED:
        if find_spec(library) is None:
            text = _("the app needs {library}, which is not installed: {command}")
            raise BadInput(text.format(library=library, command=command("app")))
    host = "127.0.0.1" if host == "localhost" else host
    refuse_taken(host, port)
    with tempfile.TemporaryDirectory(prefix="wogsim-app-") as own:
        os.environ["NICEGUI_STORAGE_PATH"] = own  # before it is imported; nothing of it is left
        with suppress(KeyboardInterrupt):  # that is how it ends
            _serve(host, port, in_class)


def refuse_taken(host: str, port: int) -> None:
    """Refuse a place where nobody can listen.

    Raises
    ------
    BadInput
        Saying why.
    """
    try:
        family = socket.AF_INET6 if ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        text = _("{host}: expected an address of this machine, like 127.0.0.1, or 0.0.0.0 for all it has")
        raise BadInput(text.format(host=repr(host))) from None
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            if os.name != "nt":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except (OSError, OverflowError) as error:
        text = _("{host}, port {port}: cannot listen there: {reason}. Is another one running? Try --port {other}.")
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(text.format(host=host, port=port, reason=reason, other=port + 1)) from error


def addresses(host: str, port: int) -> list[str]:
    """Where browsers find it: this machine's own address too, where others may come."""
    names = ["127.0.0.1", *own_addresses()] if host in EVERYWHERE else [host]
    return [f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/" for name in names]


def own_addresses() -> list[str]:
    """Addresses of this machine in networks, as far as it knows them; nothing is sent."""
    import psutil

    found = [
        part.address
        for parts in psutil.net_if_addrs().values()
        for part in parts
        if part.family == socket.AF_INET and not part.address.startswith("127.")
    ]
    return sorted(dict.fromkeys(found))


def _serve(host: str, port: int, in_class: bool) -> None:
    from nicegui import app, background_tasks, ui

    from wogsim.app.answers import Answers
    from wogsim.app.page import Desk
    from wogsim.app.pages import register

    answers, token = Answers(max(2, os.cpu_count() or 1)), secrets.token_urlsafe(16)
    desk = Desk(answers, in_class=in_class)
    register(desk)
    if in_class:
        room = import_module("wogsim.app.room.pages")
        classroom = room.register(answers, token, host=host, port=port, addresses=addresses(host, port))
        app.on_shutdown(classroom.close)
    app.on_startup(answers.begin)
    app.on_startup(lambda: background_tasks.create(ahead(answers)))
    app.on_startup(lambda: _say(host, port, token if in_class else ""))
    app.on_shutdown(answers.end)
    ran: dict[str, Any] = {"reload": False, "show": False, "show_welcome_message": False, "reconnect_timeout": 30.0}
    ui.run(host=host, port=port, title="wogsim", **ran)


async def ahead(answers: Answers) -> None:
    """Work out what will be asked first, as long as nobody waits for anything else."""
    from wogsim.app import library
    from wogsim.app.answers import STAGES
    from wogsim.app.levers import levers
    from wogsim.app.state import State, nearest, question

    await asyncio.get_running_loop().run_in_executor(None, warm)
    there = library.of_library(USUAL)
    for state in (State(), *(near for _away, near in nearest(State(), levers(there.loaded)))):
        await answers.ahead("", question(state, there.loaded, there.off), STAGES[0])


def warm() -> None:
    """Make what the first page needs, before anybody waits for it."""
    from wogsim.app import library, picture

    library.titles()
    library.of_library(USUAL)
    picture.vega()


def _say(host: str, port: int, token: str) -> None:
    for address in addresses(host, port):
        print(_("The app is at {address}").format(address=address), flush=True)
        if token:
            text = _("The instructor's page is at {address}")
            print(text.format(address=f"{address}desk?token={token}"), flush=True)
    if host in EVERYWHERE:
        print(_("Everybody in this network can reach it."), flush=True)
    elif token and ip_address(host).is_loopback:
        text = _(
            "Listening on {host}, port {port}: only this computer can come in. "
            "For phones, start the app with --host 0.0.0.0."
        )
        print(text.format(host=host, port=port), flush=True)
    print(_("Ctrl-C ends it."), flush=True)

"""Class mode, registered with a web app: `register` is all that the app needs to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wogsim.app.room.asking import Answers
from wogsim.app.room.classroom import EVERY, Classroom
from wogsim.app.room.desk import Desk
from wogsim.app.room.phones import Phones

if TYPE_CHECKING:
    from starlette.applications import Starlette

STORE = "wogsim-class.sqlite"


def register(
    answers: Answers,
    token: str,
    *,
    file: Path = Path(STORE),
    host: str = "127.0.0.1",
    port: int = 8080,
    addresses: Sequence[str] = (),
    every: float = EVERY,
    to: Starlette | None = None,
) -> Classroom:
    """Add the addresses of class mode to a web app.

    Phones begin at ``/class``, the instructor at ``/desk?token=...``.

    Parameters
    ----------
    answers : the app's answering service
    token : of the instructor, as the command printed it
    file : of rooms and answers, made where there is none
    host, port : on which the app listens, to be shown on the wall
    addresses : under which browsers find it, such as 'http://192.168.1.5:8080/'; default: made of host and port
    every : seconds after which pages look whether there is anything new
    to : a Starlette or FastAPI application; default: NiceGUI's

    Returns
    -------
    The classroom; `Classroom.close` it when the app ends.

    Raises
    ------
    BadInput
        When the store cannot be opened or is something else.
    """
    room = Classroom(answers, token, file, host, port, addresses, every)
    if to is None:
        from nicegui import app

        app.on_shutdown(room.close)
        to = app
    to.router.routes[:0] = [*Phones(room).routes(), *Desk(room).routes()]
    return room

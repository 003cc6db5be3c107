"""A class: its store, its questions, its instructor's token, and how pages are made."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno
from jinja2 import Environment
from markupsafe import Markup

from wogsim.app.room.asking import Answers, Asking
from wogsim.app.room.limits import NICKNAME, REASON, Pace
from wogsim.app.room.store import Store
from wogsim.language import _, ngettext, percent
from wogsim.work.templates import environment

HERE = Path(__file__).parent
EVERY = 2.5
DESK = "wogsim_desk"  # the cookie of the instructor
FILES = {"phone.css": "text/css", "phone.js": "text/javascript", "desk.css": "text/css", "desk.js": "text/javascript"}


class Classroom:
    """What the addresses of a class share.

    Parameters
    ----------
    answers : the app's answering service
    token : of the instructor
    file : of the store
    host, port : on which the app listens
    addresses : under which browsers find it; default: made of host and port
    every : seconds after which pages look whether there is anything new
    """

    def __init__(
        self,
        answers: Answers,
        token: str,
        file: Path,
        host: str,
        port: int,
        addresses: Sequence[str] = (),
        every: float = EVERY,
    ) -> None:
        self.store = Store(file)
        self.asking = Asking(answers, self.store)
        self.token, self.host, self.port = token, host, port
        self._addresses = tuple(addresses) or (f"http://{f'[{host}]' if ':' in host else host}:{port}/",)
        self.every = every
        self.wrong_codes = Pace(60, 60)  # of one address; a class may share one
        self.wrong_tokens = Pace(10, 60)
        self.joins = Pace(300, 60)
        self.sent = Pace(30, 10)  # of one participant
        self.key = hashlib.sha256(b"wogsim desk " + token.encode()).hexdigest()  # what the cookie holds

    def knows(self, token: str) -> bool:
        """Whether it is the instructor's token."""
        return secrets.compare_digest(token.encode(), self.token.encode())

    def recognises(self, cookie: str) -> bool:
        """Whether it is the cookie that the token was exchanged for."""
        return secrets.compare_digest(cookie.encode(), self.key.encode())

    @property
    def only_here(self) -> bool:
        """Whether nobody but this computer can come in."""
        return _loopback(self.host)

    def addresses(self) -> list[str]:
        """Under which phones find the class: the best guess first; where only this computer can come in, its own."""
        ranked = sorted(self._addresses, key=lambda address: (_loopback(_host(address)), "//192.168." not in address))
        others = [address for address in ranked if not _loopback(_host(address))]
        return [f"{address.rstrip('/')}/class" for address in others or ranked]

    def close(self) -> None:
        """Write what is to be written."""
        self.store.close()
        self.asking.close()


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def qr(address: str) -> Markup:
    """An address as a picture for phones' cameras."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(scale=1, border=2, omitsize=True, svgclass="qr", lineclass=None))


@cache
def _environment() -> Environment:
    made = environment(HERE / "templates")
    made.globals |= {
        "_": _,
        "ngettext": ngettext,
        "percent": percent,
        "nickname_most": NICKNAME,
        "reason_most": REASON,
        "files": {name: f"/class/files/{name}?{_digest(name)}" for name in FILES},
    }
    return made


def rendered(template: str, **shown: Any) -> str:
    """A page; every text is escaped."""
    return _environment().get_template(f"{template}.html.jinja").render(**shown)


def file_of(name: str) -> bytes:
    """A style sheet or a script."""
    return (HERE / "templates" / name).read_bytes()


def _digest(name: str) -> str:
    """By which browsers tell a file from the one of another version."""
    return hashlib.sha256(file_of(name)).hexdigest()[:8]

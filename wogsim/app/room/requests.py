"""What comes in with a request: fields within bounds, the language, who asks."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from wogsim.app.room.classroom import rendered
from wogsim.app.room.limits import BODY, FIELDS, Refused
from wogsim.errors import WogsimError, printable
from wogsim.language import LANGUAGES, _, current, using

LANGUAGE = "wogsim_language"  # the cookie
STARTS = ("/class", "/desk")  # where everybody begins
YEAR = 365 * 24 * 3600
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

Handler = Callable[[Request], Awaitable[Response]]


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form.

    Raises
    ------
    Refused
        When it is larger than any of our forms, or none.
    """
    try:
        body = b"".join([part async for part in _at_most(request, BODY)])
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS, errors="strict"))
    except (ValueError, ClientDisconnect) as error:  # no UTF-8 is a ValueError; who has gone reads none of this
        raise Refused(_("That is no form of this page.")) from error


async def fields_and_file(request: Request, most: int) -> tuple[dict[str, str], tuple[str, bytes] | None]:
    """The fields of a form that may bring a file along, and the file's name and content; None where there is none.

    Parameters
    ----------
    most : bytes of the file

    Raises
    ------
    Refused
        When it is larger than that, or no such form.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await fields(request), None
    try:
        parser = MultiPartParser(request.headers, _at_most(request, most + BODY), max_files=1, max_fields=FIELDS)
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError, ClientDisconnect) as error:
        raise Refused(_("That is no form of this page.")) from error
    given = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    files = [value for _name, value in form.multi_items() if isinstance(value, UploadFile)]
    content = await files[0].read() if files else b""
    await form.close()
    if not content:
        return given, None
    name = printable((files[0].filename or "").replace("\\", "/").rpartition("/")[2])[:80] or "scenario.toml"
    return given, (name, content)


async def _at_most(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """What a request sends, part by part; not more of it."""
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Refused(_("That is more than any form here sends."), status=413)
        yield part


def language(request: Request) -> str:
    """As chosen on the page, else as the browser prefers, else as the app speaks."""
    for wanted in (request.query_params.get("lang", ""), request.cookies.get(LANGUAGE, "")):
        if wanted in LANGUAGES:
            return wanted
    preferred = request.headers.get("accept-language", "")[:2].lower()
    return preferred if preferred in LANGUAGES else current()


def wants_json(request: Request) -> bool:
    """Whether a script asks, which shows sentences itself."""
    return "application/json" in request.headers.get("accept", "")


def asker(request: Request) -> str:
    """Whose pace is counted; kept in memory for a minute, never written down."""
    return request.client.host if request.client else ""


def _refuse_foreign(request: Request) -> None:
    """A form of another site is none of ours."""
    origin = request.headers.get("origin")
    if request.method == "POST" and origin and _site(origin) != request.headers.get("host"):
        raise Refused(_("That form came from another site."), status=403)


def _site(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # such as half an address in brackets
        return ""


def answering(handler: Handler) -> Handler:
    """A handler that speaks the asker's language, and says in a sentence what cannot be."""

    @wraps(handler)
    async def answered(request: Request) -> Response:
        spoken = language(request)
        with using(spoken):
            try:
                _refuse_foreign(request)
                response = await handler(request)
            except WogsimError as error:
                status = error.status if isinstance(error, Refused) else 400
                response = _refusal(request, str(error), status)
            except sqlite3.Error as error:  # a full disk, or the file is not what it was
                text = _("The computer cannot read or write its file of rooms ({reason}); tell the instructor.")
                response = _refusal(request, text.format(reason=error), 503)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(LANGUAGE, spoken, max_age=YEAR, httponly=True, samesite="lax")
        return response

    return answered


async def nowhere(request: Request, error: Exception) -> Response:
    """What is said where no address of ours is, or none that takes such a request."""

    async def refuse(_request: Request) -> Response:
        raise Refused(_("There is no such page."), status=getattr(error, "status_code", 404))

    return await answering(refuse)(request)


def _refusal(request: Request, said: str, status: int) -> Response:
    if wants_json(request):
        return JSONResponse({"said": said}, status)
    shown = {"said": said, "back": _back(request, status), "language": current()}
    return HTMLResponse(rendered("refused", start=shown["back"] in STARTS, **shown), status)


def _back(request: Request, status: int) -> str:
    """The page of the form that was refused; where there is none, where everybody begins: never the same again."""
    desk = request.url.path.startswith("/desk")
    if request.method != "POST" or status == HTTPStatus.NOT_FOUND or (desk and status == HTTPStatus.FORBIDDEN):
        return STARTS[desk]
    return request.url.path.removesuffix("/answer").removesuffix("/join").removesuffix("/do").removesuffix("/token")

"""Addresses for phones: join, answer, look, and a try as a scenario file."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from wogsim.app.room import asking, exercises, people, rooms, views
from wogsim.app.room.classroom import DESK, FILES, Classroom, file_of, rendered
from wogsim.app.room.export import scenario_file
from wogsim.app.room.limits import Refused
from wogsim.app.room.people import Participant, Sent
from wogsim.app.room.requests import YEAR, answering, asker, fields, wants_json
from wogsim.app.room.rooms import CHALLENGE, Room
from wogsim.app.room.scene import scene_of
from wogsim.language import _, current

WHO = "wogsim_who"  # the cookie of a participant, of one room
CLIENT = 64  # signs of the name that a phone gives an answer
LONGEST_WAIT = 24 * 3600.0


class Phones:
    """What phones may ask of a class."""

    def __init__(self, of: Classroom) -> None:
        self.of = of

    def routes(self) -> list[Route]:
        """Addresses and what answers there."""
        return [
            Route("/class", answering(self.door), methods=["GET"]),
            Route("/class", answering(self.enter), methods=["POST"]),
            Route("/class/files/{name}", answering(self.file)),
            Route("/class/{code}", answering(self.page), methods=["GET"]),
            Route("/class/{code}/join", answering(self.join), methods=["POST"]),
            Route("/class/{code}/answer", answering(self.answer), methods=["POST"]),
            Route("/class/{code}/look", answering(self.look)),
            Route("/class/{code}/live", answering(self.live)),
            Route("/class/{code}/try/{number:int}.toml", answering(self.try_file)),
        ]

    async def door(self, _request: Request) -> Response:
        """Where the code is typed."""
        return HTMLResponse(rendered("door", language=current(), code="", ask_code=True))

    async def enter(self, request: Request) -> Response:
        """A code and a nickname were typed."""
        given = await fields(request)
        room = self._room(request, given.get("code", ""))
        return await self._joined(request, room, given.get("nickname", ""))

    async def join(self, request: Request) -> Response:
        """A nickname was typed."""
        room = self._room(request, request.path_params["code"])
        return await self._joined(request, room, (await fields(request)).get("nickname", ""))

    async def _joined(self, request: Request, room: Room, nickname: str) -> Response:
        if self.of.joins.too_often(asker(request)):
            raise Refused(_("Too many at once; please wait a moment and try again."), status=429)
        self.of.joins.count(asker(request))
        there = self._who(request, room)
        if there is None:
            asked = people.join(self.of.store, room.code, people.nickname(nickname))
            there = await asyncio.wrap_future(asked)
        response = RedirectResponse(f"/class/{room.code}", 303)
        path = f"/class/{room.code}"
        response.set_cookie(WHO, there.secret, max_age=YEAR, path=path, httponly=True, samesite="lax")
        return response

    async def page(self, request: Request) -> Response:
        """Where a participant is: the exercise that is on."""
        room = self._room(request, request.path_params["code"])
        who = self._who(request, room)
        if who is None:
            return HTMLResponse(rendered("door", language=current(), code=room.code, ask_code=False))
        return HTMLResponse(rendered("phone", **self._shown(request, room, who)))

    def _shown(self, request: Request, room: Room, who: Participant) -> dict[str, Any]:
        change = "change" in request.query_params
        view = views.phone(room, who, self.of.store, self.of.asking, change)
        return {
            "view": view,
            "language": current(),
            "client": secrets.token_urlsafe(12),
            "mark": views.mark(room, self.of.store, self.of.asking),
            "every": self.of.every,
        }

    async def live(self, request: Request) -> Response:
        """The part of a page that changes by itself."""
        room = self._room(request, request.path_params["code"])
        who = self._who(request, room)
        if who is None:
            raise Refused(_("You are no longer in this room; please join again."), status=403)
        shown = self._shown(request, room, who)
        return HTMLResponse(f"{rendered('live', **shown)}<!--below-->{rendered('board', **shown)}")

    async def look(self, request: Request) -> Response:
        """What a phone asks every few seconds: whether there is anything new."""
        room = self._room(request, request.path_params["code"])
        return JSONResponse({"version": room.version, "mark": views.mark(room, self.of.store, self.of.asking)})

    async def answer(self, request: Request) -> Response:
        """An answer is taken; when this is answered, it is on the disk."""
        given = await fields(request)
        room = self._room(request, request.path_params["code"])
        who = self._who(request, room)
        if who is None:
            raise Refused(_("You are no longer in this room; please join again."), status=403)
        if self.of.sent.too_often(who.secret):
            raise Refused(_("Too many at once; please wait a moment and try again."), status=429)
        self.of.sent.count(who.secret)
        there = scene_of(room, self.of.store)
        exercise = given.get("exercise", "")
        places = views.places(room, there, self.of.asking) if exercise == CHALLENGE else []
        if places is None:
            raise Refused(_("The computer is still preparing the challenge; try again in a moment."), status=503)
        read = exercises.read(exercise, given, there, room, places)
        sent = Sent(
            exercise, _client(given), read, int(_number(given.get("anew", "0"))), _number(given.get("waited", "0"))
        )
        await asyncio.wrap_future(people.answer(self.of.store, who, sent, time.time()))
        if exercise == CHALLENGE:
            self.of.asking.found(asking.attempt(room, there, read))
        if wants_json(request):
            return JSONResponse({"kept": True})
        return RedirectResponse(f"/class/{room.code}", 303)

    async def try_file(self, request: Request) -> Response:
        """A try as a scenario file, for whoever is in the room, or its instructor."""
        room = self._room(request, request.path_params["code"])
        if self._who(request, room) is None and not self.of.recognises(request.cookies.get(DESK, "")):
            raise Refused(_("You are no longer in this room; please join again."), status=403)
        tries = people.answers(self.of.store, room.code, CHALLENGE)
        answer = next((one for one in tries if one.id == request.path_params["number"]), None)
        if answer is None:
            raise Refused(_("There is no such try."), status=404)
        number = sum(one.participant == answer.participant and one.id <= answer.id for one in tries)
        text = scenario_file(room, scene_of(room, self.of.store), answer, number)
        name = f"try-{answer.id}.toml"
        return PlainTextResponse(text, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    async def file(self, request: Request) -> Response:
        """A style sheet or a script."""
        name = request.path_params["name"]
        if name not in FILES:
            raise Refused(_("There is no such page."), status=404)
        return Response(file_of(name), media_type=FILES[name], headers={"Cache-Control": "max-age=31536000, immutable"})

    def _room(self, request: Request, code: str) -> Room:
        """The room of a code; who tries many codes has to wait, but for those who are in it already."""
        room = rooms.find(self.of.store, code)
        if self.of.wrong_codes.too_often(asker(request)) and not (room and self._who(request, room)):
            raise Refused(_("Too many wrong codes; please wait a minute."), status=429)
        if room is None:
            self.of.wrong_codes.count(asker(request))
            raise Refused(_("There is no room with this code."), status=404)
        return room

    def _who(self, request: Request, room: Room) -> Participant | None:
        return people.known_as(self.of.store, room.code, request.cookies.get(WHO, ""))


def _client(given: dict[str, str]) -> str:
    """The name that a phone gave an answer."""
    name = given.get("client", "")
    if not name or len(name) > CLIENT or not name.isascii():
        raise Refused(_("That is no form of this page."))
    return name


def _number(text: str) -> float:
    try:
        number = float(text[:20])
    except ValueError:
        return 0.0
    return number if 0 <= number <= LONGEST_WAIT else 0.0  # NaN is none

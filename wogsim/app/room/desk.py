"""Addresses for the instructor: rooms, the wall, what is moved and carried out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from wogsim.app.library import LARGEST
from wogsim.app.room import people, rooms
from wogsim.app.room.classroom import DESK, Classroom, qr, rendered
from wogsim.app.room.export import table
from wogsim.app.room.limits import TRIES, Refused
from wogsim.app.room.requests import answering, asker, fields, fields_and_file
from wogsim.app.room.rooms import CHALLENGE, GOAL, PREDICT, STEPS, Own, Room, Setup
from wogsim.app.room.scene import Scene, playable, scene, scene_of, usual_setup
from wogsim.app.room.wall import wall
from wogsim.errors import WogsimError
from wogsim.language import _, current

WEEK = 7 * 24 * 3600


class Desk:
    """What the instructor may ask of a class."""

    def __init__(self, of: Classroom) -> None:
        self.of = of

    def routes(self) -> list[Route]:
        """Addresses and what answers there."""
        return [
            Route("/desk", answering(self.rooms), methods=["GET"]),
            Route("/desk", answering(self.open), methods=["POST"]),
            Route("/desk/token", answering(self.enter), methods=["POST"]),
            Route("/desk/{code}", answering(self.page), methods=["GET"]),
            Route("/desk/{code}/live", answering(self.live)),
            Route("/desk/{code}/do", answering(self.do), methods=["POST"]),
            Route("/desk/{code}/{exercise}.csv", answering(self.csv)),
        ]

    async def rooms(self, request: Request) -> Response:
        """The rooms there are, and a form for another; with the token in the address, it is exchanged for a cookie."""
        token = request.query_params.get("token")
        if token is not None:
            return self._let_in(request, token)
        if not self._known(request):
            return HTMLResponse(rendered("token", language=current()), 403)
        source = request.query_params.get("scenario", "restaurant-permit")
        names = await asyncio.to_thread(playable)  # reads the whole library, once
        chosen = source if source in names else names[0]
        shown = {
            "rooms": await asyncio.to_thread(self._rooms),
            "scenarios": [(name, scene(name).title) for name in names],
            "chosen": chosen,
            "setup": usual_setup(chosen),
            "largest": LARGEST // 1000,
        }
        return HTMLResponse(rendered("desk", language=current(), of=self.of, most_tries=TRIES, **shown))

    async def enter(self, request: Request) -> Response:
        """The token was typed."""
        return self._let_in(request, (await fields(request)).get("token", ""))

    def _let_in(self, request: Request, token: str) -> Response:
        who = asker(request)
        if self.of.wrong_tokens.too_often(who):
            raise Refused(_("Too many wrong tokens; please wait a minute."), status=429)
        if not self.of.knows(token.strip()):
            self.of.wrong_tokens.count(who)
            raise Refused(
                _("That is not the instructor's token; the command printed it when the app started."), status=403
            )
        response = RedirectResponse("/desk", 303)
        response.set_cookie(DESK, self.of.key, max_age=WEEK, httponly=True, samesite="strict")
        return response

    async def open(self, request: Request) -> Response:
        """Open a room."""
        self._refuse_others(request)
        given, file = await fields_and_file(request, LARGEST)
        source, setup, own = given.get("scenario", ""), _setup(given), None
        if file:
            own = await self._checked(*file)
        elif source not in await asyncio.to_thread(playable):
            raise Refused(_("There is no such scenario for a class."))
        room = await asyncio.wrap_future(rooms.open_room(self.of.store, source, setup, own))
        return RedirectResponse(f"/desk/{room.code}", 303)

    async def _checked(self, name: str, content: bytes) -> Own:
        """An instructor's own scenario file, validated as on the command line, in a worker: it may be heavy."""
        loaded = await self.of.asking.read(content, name)
        own = name, content.decode("utf-8-sig")
        if why := Scene(loaded, own).unplayable(PREDICT):
            raise Refused(why)
        await asyncio.to_thread(scene, own)  # read again here, while others go on
        return own

    def _rooms(self) -> list[tuple[Room, str]]:
        """Every room with the title of its scenario."""
        return [(room, self._titled(room)) for room in rooms.all_rooms(self.of.store)]

    def _titled(self, room: Room) -> str:
        """The title of a room's scenario, or why there is none any more."""
        try:
            return scene_of(room, self.of.store).title
        except WogsimError as error:
            return _("{scenario}: cannot be played any more: {reason}").format(scenario=room.scenario, reason=error)

    async def page(self, request: Request) -> Response:
        """The wall with the controls beneath."""
        return HTMLResponse(rendered("wall", **self._shown(request)))

    async def live(self, request: Request) -> Response:
        """The part of it that changes by itself."""
        return HTMLResponse(rendered("wall_live", **self._shown(request)))

    def _shown(self, request: Request) -> dict[str, Any]:
        self._refuse_others(request)
        room = self._room(request)
        addresses = [f"{address}/{room.code}" for address in self.of.addresses()]
        return {
            "view": wall(room, self.of.store, self.of.asking),
            "language": current(),
            "of": self.of,
            "addresses": addresses,
            "qr": qr(addresses[0]),
        }

    async def do(self, request: Request) -> Response:
        """Go to another exercise, reveal, lock, begin anew, have somebody leave, close."""
        self._refuse_others(request)
        room, given = self._room(request), await fields(request)
        deed, _colon, value = given.get("deed", "").partition(":")
        if deed not in DEEDS:
            raise Refused(_("There is no such button."))
        await asyncio.wrap_future(DEEDS[deed](self.of, room, value))
        return RedirectResponse("/desk" if deed == "close" else f"/desk/{room.code}", 303)

    async def csv(self, request: Request) -> Response:
        """The answers of an exercise."""
        self._refuse_others(request)
        room, exercise = self._room(request), request.path_params["exercise"]
        if exercise not in (PREDICT, CHALLENGE, GOAL):
            raise Refused(_("There is no such exercise."), status=404)
        content = table(room, scene_of(room, self.of.store), self.of.store, self.of.asking, exercise)
        headers = {"Content-Disposition": f'attachment; filename="{room.code}-{exercise}.csv"'}
        return Response(content, media_type="text/csv; charset=utf-8", headers=headers)

    def _room(self, request: Request) -> Room:
        room = rooms.find(self.of.store, request.path_params["code"])
        if room is None:
            raise Refused(_("There is no room with this code."), status=404)
        return room

    def _known(self, request: Request) -> bool:
        return self.of.recognises(request.cookies.get(DESK, ""))

    def _refuse_others(self, request: Request) -> None:
        if not self._known(request):
            text = _("Only the instructor may do that; open the address with the token that the command printed.")
            raise Refused(text, status=403)


def _setup(given: dict[str, str]) -> Setup:
    """What the instructor chose, each within its bounds."""
    return Setup(
        tries=_within(given, "tries", 1, TRIES),
        people=_within(given, "people", 0, 20),
        authority=_within(given, "authority", 0, 100) / 100,
        target=_within(given, "target", 1, 100) / 100,
        standard=_within(given, "standard", 0, 999),
        replications=_within(given, "replications", 3, 50),
    )


def _within(given: dict[str, str], name: str, least: int, most: int) -> int:
    try:
        value = int(given.get(name, "")[:6])
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        text = _("{name}: expected a whole number from {least} to {most}.")
        raise Refused(text.format(name=name, least=least, most=most))
    return value


def _to_phase(of: Classroom, room: Room, value: str) -> Future[Any]:
    if value not in STEPS:
        raise Refused(_("There is no such exercise."))
    return rooms.move(of.store, room.code, rooms.to_phase(value, time.time()))


def _to_step(of: Classroom, room: Room, value: str) -> Future[Any]:
    step = int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 0
    return rooms.move(of.store, room.code, rooms.to_step(step, time.time()))


def _reset(of: Classroom, room: Room, _value: str) -> Future[Any]:
    of.asking.again()
    return rooms.reset(of.store, room.code)


def _remove(of: Classroom, room: Room, value: str) -> Future[Any]:
    who = int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0
    return people.remove(of.store, room.code, who)


DEEDS: dict[str, Callable[[Classroom, Room, str], Future[Any]]] = {
    "phase": _to_phase,
    "step": _to_step,
    "lock": lambda of, room, _value: rooms.move(of.store, room.code, rooms.lock(True, time.time())),
    "unlock": lambda of, room, _value: rooms.move(of.store, room.code, rooms.lock(False, time.time())),
    "reset": _reset,
    "remove": _remove,
    "close": lambda of, room, _value: rooms.close(of.store, room.code),
}

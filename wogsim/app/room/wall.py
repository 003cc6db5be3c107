"""What the wall shows of a room: who has answered, and as much of the answer as is revealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from wogsim.app.room import asking, beside, drawn, exercises, views
from wogsim.app.room.asking import Asking, Found
from wogsim.app.room.people import Answer, answers, counts, participants
from wogsim.app.room.rooms import CHALLENGE, GOAL, JOIN, PREDICT, STEPS, Room
from wogsim.app.room.scene import Scene, scene_of, share_said
from wogsim.app.room.store import Store
from wogsim.language import _, current, number

LINES = 9  # of the board


def wall(room: Room, store: Store, asked: Asking) -> SimpleNamespace:
    """What the instructor's page shows of the room now."""
    there = scene_of(room, store)
    joined, answered = counts(store, room.code, room.phase)
    state = room.state()
    view = SimpleNamespace(
        room=room,
        scene=there,
        title=views.title(room.phase),
        phase=room.phase,
        phases=[(phase, views.title(phase), there.unplayable(phase) if phase != JOIN else "") for phase in STEPS],
        step=state.step,
        steps=STEPS[room.phase],
        locked=state.locked is not None,
        joined=joined,
        answered=answered,
        unplayable=there.unplayable(room.phase) if room.phase != JOIN else "",
        busy=False,
        works=[],
        people=participants(store, room.code) if room.phase == JOIN else [],
    )
    if not view.unplayable:
        _ON_WALL[room.phase](view, room, there, store, asked)
    return view


def _joining(view: SimpleNamespace, room: Room, there: Scene, _store: Store, asked: Asking) -> None:
    view.works = _works(room, there, asked)  # so that both are there when they are asked for


def _works(room: Room, there: Scene, asked: Asking) -> list[SimpleNamespace]:
    """What is revealed later and is still worked on, which begins here if it has not; and how far it is."""
    wanted = [(_("Ranking of the patterns"), asking.order(room, there))]
    if there.searched:
        wanted.append((_("Search for the break-even"), asking.break_even(room, there)))
    return [
        SimpleNamespace(title=title, done=done, all=all, said=_how_far(done, all))
        for title, question in wanted
        if asked.found(question) is None
        for done, all in [asked.standing(question) or (0, 0)]
    ]


def _how_far(done: int, all: int) -> str:
    if not all:
        return _("it comes next")
    return _("{done} of about {all} runs").format(done=number(done, 0), all=number(all, 0))


def _predictions(view: SimpleNamespace, room: Room, there: Scene, store: Store, asked: Asking) -> None:
    given = answers(store, room.code, PREDICT)
    found = beside.guesses(there.rows, given)
    view.guesses, view.order, view.curve, view.break_even = found, None, None, ""
    ranked = sorted(there.rows, key=found.mean_place)
    view.ranked = [(there.named(row), found.places[row]) for row in ranked]
    view.most = max([1, *(times for counted in found.places.values() for times in counted)])
    view.middle = share_said(found.middle) if found.shares else ""
    view.works = _works(room, there, asked)
    order = asked.found(asking.order(room, there))
    searched = asked.found(asking.break_even(room, there)) if there.searched else None
    if view.step >= 2:
        view.busy, view.order = order is None, views.reveal_order(room, there, order)
        view.best = _best(given, order)
        if view.order and not view.order.refused:
            names = {row["key"]: there.named(row["key"]) for row in view.order.found}
            guessed = {row: number(found.mean_place(row)) for row in there.rows} if given else {}
            view.picture = drawn.bars(there.loaded, view.order.found, names, current(), guessed)
    if view.step >= 3 and there.searched:
        view.busy, view.break_even = searched is None, views.said_of(searched)
        view.notes = searched["notes"][current()] if searched and "refused" not in searched else []
        if searched and "refused" not in searched:
            view.curve = drawn.curve(there.loaded, searched, found.shares, current())


def _best(given: Sequence[Answer], found: Found | None) -> str:
    """Who ranked most pairs right."""
    if not given or found is None or "refused" in found or not found["apart"]:
        return ""
    each = {answer.name: beside.right(answer.given["order"], found) for answer in given}
    most = max(good for good, _apart in each.values())
    names = [name for name, (good, _apart) in each.items() if good == most]
    if len(names) > views.SHOWN:
        text = _("{count} of them have {good} of {apart} pairs right")
        return text.format(count=len(names), good=most, apart=len(found["apart"]))
    text = _("most pairs right: {names} ({good} of {apart})")
    return text.format(names=", ".join(names), good=most, apart=len(found["apart"]))


def _on_board(view: SimpleNamespace, room: Room, there: Scene, store: Store, asked: Asking) -> None:
    view.busy = views.places(room, there, asked) is None
    view.goal = views.goal_said(room, there)
    lines = views.board(room, there, store, asked)
    view.board, view.more = lines[:LINES], max(0, len(lines) - LINES)


def _of_groups(view: SimpleNamespace, room: Room, there: Scene, store: Store, asked: Asking) -> None:
    given = answers(store, room.code, GOAL)
    view.choices, view.by_agency = beside.choices(given), _by_agency(room, there, store, given)
    game = views.game_of(room, there, asked)
    view.found = game if view.step else None
    view.busy = bool(view.step and game is None)


def _by_agency(room: Room, there: Scene, store: Store, given: Sequence[Answer]) -> list[tuple[str, int, int]]:
    """Of each agency, how many let their own files go first, and how many have one goal."""
    agency = {one.id: views.agency_of(one, there) for one in participants(store, room.code)}
    counted = Counter((agency.get(answer.participant, ""), answer.given["choice"]) for answer in given)
    return [
        (title, counted[title, exercises.OWN], counted[title, exercises.ONE_GOAL]) for _key, title in there.agencies
    ]


_ON_WALL: dict[str, Any] = {
    JOIN: _joining,
    PREDICT: _predictions,
    CHALLENGE: _on_board,
    GOAL: _of_groups,
}

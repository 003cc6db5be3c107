"""What a phone shows, and what it has in common with the wall: a room, its answers and what the model said."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from wogsim.app.room import asking, beside, exercises
from wogsim.app.room.asking import Asking, Found
from wogsim.app.room.people import Answer, Participant, answers
from wogsim.app.room.rooms import CHALLENGE, GOAL, JOIN, PREDICT, Room
from wogsim.app.room.scene import Scene, scene_of, share_said
from wogsim.app.room.store import Store
from wogsim.contract.hours import DAY
from wogsim.language import _, current, ngettext, percent, pick
from wogsim.studies.units import length

SHOWN = 5  # lines of the board


def title(exercise: str) -> str:
    """What an exercise is called."""
    return {JOIN: _("Join"), PREDICT: _("Predict"), CHALLENGE: _("Challenge"), GOAL: _("Shared goal")}[exercise]


def places(room: Room, there: Scene, asked: Asking) -> list[str] | None:
    """Where the challenge moves people: the busiest clearances; None until that is known."""
    found = asked.found(asking.order(room, there))
    return None if found is None else list(found.get("busiest", ()))


def goal_said(room: Room, there: Scene) -> str:
    """What the challenge asks for."""
    standard = room.setup.standard
    time = length(standard * DAY, "working days") if standard else there.standard
    text = _("{share} of the permits within the standard ({time}), with at most {people} people more")
    return text.format(share=percent(room.setup.target), time=time, people=room.setup.people)


def agency_of(who: Participant, there: Scene) -> str:
    """Which agency somebody is in the shared goal: one after the other, as they joined."""
    return there.agencies[(who.id - 1) % len(there.agencies)][1] if there.agencies else ""


def verdict_of(entry: beside.Entry) -> str:
    """How a try came off, in a word or two."""
    return {
        beside.MET: _("met"),
        beside.PERHAPS: _("perhaps"),
        beside.MISSED: _("not met"),
        "": _("being computed"),
    }[entry.met]


def mark(room: Room, store: Store, asked: Asking) -> str:
    """Changes whenever that part of a page does which all phones have in common."""
    if room.phase != CHALLENGE:
        return f"{asked.done}" if room.state().step else ""
    [row] = store.read("SELECT count(*) AS count, max(id) AS last FROM answers WHERE code = ?", room.code)
    return f"{row['count']}-{row['last']}-{asked.done}"


def board(room: Room, there: Scene, store: Store, asked: Asking) -> list[SimpleNamespace]:
    """The lines of the challenge's board, made once for all who look."""
    key = (room.code, room.version, mark(room, store, asked), current())
    return asked.shared(key, lambda: _board(room, there, store, asked))


def _board(room: Room, there: Scene, store: Store, asked: Asking) -> list[SimpleNamespace]:
    given = answers(store, room.code, CHALLENGE)
    found = [asked.found(asking.attempt(room, there, answer.given)) for answer in given]
    return [_line(entry, room, there) for entry in beside.board(given, found, room.setup)]


def _line(entry: beside.Entry, room: Room, there: Scene) -> SimpleNamespace:
    given, found = entry.answer.given, entry.found or {}
    refused = found.get("refused")
    in_time = found.get("mean")
    return SimpleNamespace(
        id=entry.answer.id,
        participant=entry.answer.participant,
        name=entry.answer.name,
        number=entry.number,
        pattern=there.named(given["pattern"]),
        share=percent(given["share"]),
        data=given["data"],
        people=f"{entry.people:+d}" if entry.people else "0",
        in_time="" if in_time is None else percent(round(in_time, 2)),
        interval=_interval(found),
        days=found["said"][current()] if "said" in found else "",
        overloaded=found.get("overloaded", False),
        met=entry.met,
        verdict=refused[current()] if refused else verdict_of(entry),
    )


def _interval(found: Found) -> str:
    if found.get("low") is None or found["low"] == found["high"]:
        return ""
    return f"{percent(round(found['low'], 2)).removesuffix('%').rstrip()}–{percent(round(found['high'], 2))}"


def reveal_order(room: Room, there: Scene, found: Found | None) -> SimpleNamespace | None:
    """The simulated ranking; ties said."""
    if found is None or "refused" in found:
        return None if found is None else SimpleNamespace(refused=found["refused"][current()])
    rows = beside.by_mean(found)
    ties = [_("{one} and {other}").format(one=there.named(a), other=there.named(b)) for a, b in beside.tied(found)]
    return SimpleNamespace(
        refused="",
        rows=[
            SimpleNamespace(name=there.named(row["key"]), said=row["said"][current()], overloaded=row["overloaded"])
            for row in rows
        ],
        ties=ties,
        verdict=found["verdict"][current()],
        notes=found["notes"][current()],
        found=rows,
    )


def marks(given: Answer | None, found: Found | None) -> str:
    """How many pairs somebody ranked right."""
    if given is None or found is None or "refused" in found:
        return ""
    good, apart = beside.right(given.given["order"], found)
    if not apart:
        return _("No two patterns are told apart, so no ranking is wrong.")
    text = ngettext("{good} of {count} pair right", "{good} of {count} pairs right", apart)
    return text.format(good=good, count=apart)


def phone(room: Room, who: Participant, store: Store, asked: Asking, change: bool) -> SimpleNamespace:
    """What a participant sees."""
    there = scene_of(room, store)
    own = answers(store, room.code, room.phase, who)
    view = SimpleNamespace(
        room=room,
        who=who,
        scene=there,
        title=title(room.phase),
        phase=room.phase,
        step=room.state().step,
        open=room.open_to(room.phase),
        anew=room.state().anew,
        mine=own[-1] if own else None,
        change=change,
        unplayable=there.unplayable(room.phase) if room.phase != JOIN else "",
        busy=False,
    )
    if room.phase == PREDICT:
        _predicting(view, room, there, asked)
    elif room.phase == CHALLENGE:
        _challenged(view, room, there, store, asked, own)
    elif room.phase == GOAL:
        view.agency = agency_of(who, there)
        view.found = game_of(room, there, asked) if view.step else None
        view.busy = bool(view.step and view.found is None)
    return view


def _predicting(view: SimpleNamespace, room: Room, there: Scene, asked: Asking) -> None:
    view.guesses = exercises.GUESSES
    view.own_order = [there.named(row) for row in view.mine.given["order"]] if view.mine else []
    view.own_share = share_said(view.mine.given["share"]) if view.mine and "share" in view.mine.given else ""
    view.order = view.break_even = None
    if view.step >= 2:
        found = asked.found(asking.order(room, there))
        view.order, view.marks = reveal_order(room, there, found), marks(view.mine, found)
        view.busy = found is None
    if view.step >= 3 and there.searched:
        found = asked.found(asking.break_even(room, there))
        view.break_even = said_of(found)
        view.busy = view.busy or found is None


def said_of(found: Found | None) -> str:
    """The sentence of what was found, or why it was refused; empty as long as it is worked on."""
    if found is None:
        return ""
    return str(pick(found["refused"] if "refused" in found else found["said"]))


def _challenged(
    view: SimpleNamespace, room: Room, there: Scene, store: Store, asked: Asking, own: Sequence[Answer]
) -> None:
    view.places = places(room, there, asked)
    view.busy = view.places is None
    titles = there.loaded.scenario.world.clearances
    view.place_titles = {key: pick(dict(titles[key].title)) for key in view.places or ()}
    view.shares = [number / 100 for number in range(0, round(room.setup.authority * 100) + 1, 10)]
    view.goal, view.left = goal_said(room, there), max(0, room.setup.tries - len(own))
    lines = [] if view.unplayable else board(room, there, store, asked)
    view.tries = sorted((line for line in lines if line.participant == view.who.id), key=lambda line: -line.number)
    view.board = lines[:SHOWN]


def game_of(room: Room, there: Scene, asked: Asking) -> SimpleNamespace | None:
    """What own files first costs; None as long as it is worked on."""
    found = asked.found(asking.game(room, there))
    if found is None:
        return None
    if "refused" in found:
        return SimpleNamespace(refused=found["refused"][current()])
    said = found["said"][current()]
    return SimpleNamespace(
        refused="",
        own=said[exercises.OWN],
        goal=said[exercises.ONE_GOAL],
        apart=found["apart"],
        cost=found["cost_said"][current()],
        sooner=(found["cost"]["mean"] or 0) > 0,
        row=found["title"][current()],
        busy=found["busy"][current()],
        notes=found["notes"][current()],
    )

"""Who stands at the entrance of a hall: what it costs and what it saves, worked out by hand."""

from typing import Any

import numpy as np

from tests.whole.test_worked import chain, ran
from wogsim.contract.cases import Kind, Role
from wogsim.contract.hours import HOUR
from wogsim.patterns import PATTERNS
from wogsim.scenario.reading import Loaded
from wogsim.staffing.people import staffing
from wogsim.world.agency_count import build

HALL = "counters-and-assessors"


def hall(wrong: float = 1.0, **information: Any) -> Loaded:
    """The chain of three in one building, so many at a wrong counter first, perhaps with somebody at the entrance."""
    times = {"world__counters__triage": "20 min", "world__travel__walk": "1 hour", "world__carry__by": "letter"}
    changes = {f"world__agencies__{key}__wrong_counter": wrong for key in "abc"}
    return chain("at once", **times, **changes, **{f"world__information__{k}": v for k, v in information.items()})


def stops(loaded: Loaded, pattern: str = HALL) -> list[str]:
    """Where the first citizen stands, one counter after another."""
    cases, _log = ran(loaded, pattern)
    return [cases.slots[k].label for k in cases.slot[(cases.case == 0) & cases.in_person]]


def erring(loaded: Loaded) -> set[tuple[int, str]]:
    """Citizens and the counters on whose way they err."""
    cases, _log = ran(loaded, HALL)
    triage = np.array([slot.kind is Kind.TRIAGE for slot in cases.slots])
    return {(int(cases.case[row]), cases.slots[cases.slot[row]].entity) for row in np.flatnonzero(triage[cases.slot])}


def test_who_asks_at_the_entrance_goes_to_the_right_counter() -> None:
    """One question of seven minutes for the whole way, then an hour's walk; nobody errs any more."""
    right = stops(hall(wrong=0.0))
    assert stops(hall(staff=1, prevents=1.0)) == ["enquiry", *right]
    cases, log = ran(hall(staff=1, time="7 min", prevents=1.0), HALL)
    asked = np.flatnonzero(np.array([slot.kind is Kind.ENQUIRY for slot in cases.slots])[cases.slot[log.activity]])
    assert np.bincount(log.case[asked]).tolist() == [1] * len(cases.need)
    assert set((log.completed - log.started)[asked].tolist()) == {7 * 60}
    taken = np.flatnonzero(np.array([slot.label == "intake:a" for slot in cases.slots])[cases.slot[log.activity]])
    came = dict(zip(log.case[taken].tolist(), log.enabled[taken].tolist(), strict=True))
    told = dict(zip(log.case[asked].tolist(), log.completed[asked].tolist(), strict=True))
    assert {came[case] - told[case] for case in told} == {HOUR}


def test_without_a_common_hall_there_is_no_entrance_to_stand_at() -> None:
    for pattern in ("technical-functional", "letter-box"):
        assert stops(hall(staff=1, prevents=1.0), pattern) == stops(hall(), pattern)


def test_an_information_desk_prevents_its_share_and_turns_nobody_wrong() -> None:
    """The same citizens err as without it, but for the share that it prevents, within five standard errors."""
    many = {"world.citizens.need": "200 per day"}
    before = erring(hall(wrong=0.5).change(many))
    now = erring(hall(wrong=0.5, staff=1, prevents=0.6).change(many))
    assert now < before
    assert abs(len(now) / len(before) - 0.4) < 5 * (0.4 * 0.6 / len(before)) ** 0.5


def test_who_stands_at_the_entrance_is_missing_at_the_counters() -> None:
    """Head-count is equal: two of six people leave the counters, and only where there is a hall."""
    limited = {"levers.unlimited_staff": False} | {f"world.agencies.{key}.counters": 2 for key in "abc"}
    loaded = hall(staff=2, time="7 min", prevents=1.0).change(limited)
    world, counts = build(loaded.scenario), dict[str, tuple[int, int]]()
    for pattern in ("technical-functional", "one-roof"):
        posts = staffing(world, PATTERNS[pattern]).posts
        people = [sum(post.servers for post in posts if post.role is role) for role in (Role.COUNTER, Role.INFORMATION)]
        counts[pattern] = (people[0], people[1])
    assert counts == {"technical-functional": (6, 0), "one-roof": (4, 2)}

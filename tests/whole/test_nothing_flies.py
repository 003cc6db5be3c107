"""Nothing flies: what is decided in one place is carried to where it is needed, under every row.

Structural, on cases, before any engine. Every step has a seat, a body in a building, or is a carriage. Where one step
waits for another at a different seat, a carriage lies between them. So the test reads nothing of how routing was
written; it reads what came out.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_worlds import ROWS, small_worlds, world_of
from wogsim.contract.cases import NONE, Cases, Kind, Role, Slot
from wogsim.patterns import BackOffice, Pattern, Place
from wogsim.routing import layout, route
from wogsim.scenario.reading import Loaded, load
from wogsim.world.agencies import CENTRE, World
from wogsim.world.population import pilot

CITIZEN, FRONT = "citizen", "front"
IN_PERSON = {Kind.TRIAGE, Kind.INTAKE, Kind.DELIVER, Kind.COLLECT}
# A courier or data, news to the citizen, and inspectors on their way to the site and back.
CARRIAGES = {Kind.HANDOFF, Kind.NOTICE, Kind.INSPECT}
OFFICERS = {Kind.SEND, Kind.CHASE, Kind.ASSEMBLE}
# News takes time in these worlds, so that it stands among the steps.
TOLD = {"world.notice": "1 working day"}
CARRIED = ["usual", "letter"]

Seat = tuple[str, int]


def seat(world: World, row: Pattern, slot: Slot, role: Role | None, agency: int) -> Seat:
    """Where a step is done: whose desk it is, and in which building."""
    shared = row.place is Place.SHARED
    if slot.kind in (Kind.FIX, Kind.FORM):
        return (CITIZEN, NONE)
    if role is Role.COUNTER:
        return (world.agencies[agency].key, CENTRE if shared else agency + 1)
    inside = role in (Role.DESK, Role.SECONDED, Role.GENERALISTS)
    whose = slot.entity.partition("@")[0]
    if inside or slot.kind in OFFICERS | {Kind.ISSUE, Kind.AUTOMATE} or whose == FRONT:
        return (FRONT, CENTRE)
    named = ((c, (c.key, world.agencies[c.agency].key, c.origin)) for c in world.clearances)
    clearance = next((c for c, names in named if whose in names), None)
    assert clearance is not None, slot
    back = world.intake_agencies[clearance.origin].back_office or row.back_office
    home = clearance.agency + 1
    building = CENTRE if shared and back is BackOffice.WITH_COUNTERS else home
    return (world.agencies[clearance.agency].key, building)


def flights(world: World, row: Pattern, cases: Cases) -> Iterator[tuple[str, str]]:
    """Steps that follow each other at different seats without anything that is carried between them."""
    pools = layout(world)
    found = dict[tuple[int, int, int], tuple[str, str]]()
    waits = np.repeat(np.arange(len(cases.case)), np.diff(cases.pred_ptr))
    pairs = np.column_stack([cases.slot[cases.predecessors], cases.slot[waits]]).astype(int)
    pooled = np.column_stack([cases.pool[cases.predecessors], cases.pool[waits]]).astype(int)
    for (a, b), (p, q) in {
        (tuple(pair), tuple(pool)) for pair, pool in zip(pairs.tolist(), pooled.tolist(), strict=True)
    }:
        one, other = cases.slots[a], cases.slots[b]
        if {one.kind, other.kind} & CARRIAGES or other.kind in IN_PERSON:
            continue  # carried, or the citizen comes
        (role, number), (next_role, next_number) = (pools[k] if k != NONE else (None, NONE) for k in (p, q))
        here, there = seat(world, row, one, role, number), seat(world, row, other, next_role, next_number)
        on_the_portal = row.place is Place.ONLINE and {here, there} == {(CITIZEN, NONE), (FRONT, CENTRE)}
        goes_home = one.kind in IN_PERSON and there == (CITIZEN, NONE)
        if here != there and not on_the_portal and not goes_home:
            found[a, b, p] = one.label, other.label
    yield from sorted(set(found.values()))


def routed(loaded: Loaded, pattern: str, size: int = 40) -> Iterator[tuple[World, Pattern, Cases]]:
    """Some applicants of every stream on their way through one pattern."""
    world, row = world_of(loaded), loaded.scenario.rows()[pattern]
    for who in pilot(world, size):
        yield world, row, route(world, row, who, (0.0,) * len(world.clearances))


@pytest.mark.parametrize("pattern", ROWS)
@given(data=st.data())
@settings(max_examples=15)
def test_every_path_between_seats_contains_a_carriage(pattern: str, data: Any) -> None:
    loaded = data.draw(small_worlds(TOLD | {"world.carry.by": data.draw(st.sampled_from(CARRIED))}))
    for world, row, cases in routed(loaded, pattern):
        assert list(flights(world, row, cases)) == []


@pytest.mark.parametrize("papers", ["at once", "after decisions"])
@pytest.mark.parametrize("pattern", ROWS[:5])
def test_nothing_flies_in_the_shipped_city(pattern: str, papers: str) -> None:
    loaded = load("restaurant-permit")
    taken = {f"world.clearances.{key}.papers_in": papers for key in loaded.scenario.world.clearances}
    for world, row, cases in routed(loaded.change(TOLD | taken), pattern, 200):
        assert list(flights(world, row, cases)) == []


@given(loaded=small_worlds(TOLD), pattern=st.sampled_from(ROWS))
@settings(max_examples=60)
def test_a_decision_of_another_body_is_never_known_before_it_is_carried(loaded: Loaded, pattern: str) -> None:
    """What is assessed after something else is preceded by that decision, in every case and however it is brought."""
    for world, _row, cases in routed(loaded, pattern, 12):
        decided = last_of_each_clearance(world, cases)
        for i, clearance in enumerate(world.clearances):
            for j in clearance.after:
                for case in range(len(cases.need)):
                    if (case, i) in decided and (case, j) in decided:
                        assert decided[case, j] in ancestors(cases, decided[case, i])


def last_of_each_clearance(world: World, cases: Cases) -> dict[tuple[int, int], int]:
    """The step that decides each clearance of each case: its last assessment, or the system's answer."""
    number = {clearance.key: i for i, clearance in enumerate(world.clearances)}
    found = dict[tuple[int, int], int]()
    for activity, slot in enumerate(cases.slot.tolist()):
        kind, entity = cases.slots[slot].kind, cases.slots[slot].entity
        if kind in (Kind.ASSESS, Kind.AUTOMATE):
            at = (int(cases.case[activity]), number[entity])
            if at not in found or cases.slots[cases.slot[found[at]]].bringing < cases.slots[slot].bringing:
                found[at] = activity
    return found


def ancestors(cases: Cases, activity: int) -> set[int]:
    """All that an activity waits for, directly or not."""
    found, left = set[int](), [activity]
    while left:
        at = left.pop()
        for before in cases.predecessors[cases.pred_ptr[at] : cases.pred_ptr[at + 1]].tolist():
            if before not in found:
                found.add(before)
                left.append(before)
    return found

"""Nothing flies: what is decided in one place is carried to where it is needed, under every row.

Structural, on cases, before any engine; `tests.seats` says where each step is done and what would have flown.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.seats import all_is_carried, flights, routed, unassigned, unheard
from tests.small_worlds import ROWS, everywhere, small_worlds, world_of
from wogsim.scenario.reading import Loaded, load

# News takes time in these worlds, so that it stands among the steps.
TOLD = {"world.notice": "1 working day"}
CARRIED = st.sampled_from(["usual", "letter"])
some_rows = st.lists(st.sampled_from(ROWS), min_size=3, max_size=3, unique=True)

pytestmark = pytest.mark.usefixtures("loosely_known")


@given(small_worlds(TOLD, counters=True), CARRIED, some_rows)
@settings(max_examples=30)
def test_every_path_between_seats_contains_a_carriage(loaded: Loaded, by: str, rows: list[str]) -> None:
    loaded = everywhere(loaded, {"world.carry.by": by})
    world = world_of(loaded)
    for pattern in rows:
        all_is_carried(loaded, world, pattern, 20)


@pytest.mark.slow
@given(small_worlds(TOLD, counters=True), CARRIED, some_rows)
@settings(max_examples=2000)
def test_every_path_between_seats_contains_a_carriage_in_thousands_of_worlds(loaded, by, rows) -> None:
    test_every_path_between_seats_contains_a_carriage.hypothesis.inner_test(loaded, by, rows)


@given(small_worlds({"world.files.assignment": "2 hours", "world.front.assignment": "3 hours"}), some_rows)
@settings(max_examples=30)
def test_nobody_inspects_what_has_passed_no_register(loaded: Loaded, rows: list[str]) -> None:
    """Neither an agency's inspectors nor a technical team set out before papers have passed a register and a head's
    desk; a system alone, which decides at once, calls them itself."""
    loaded = everywhere(loaded, {"world.agencies.*.assignment": "1 hour"})
    world = world_of(loaded)
    for pattern in rows:
        row = loaded.scenario.rows()[pattern]
        for cases in routed(world, row, 20):
            assert unassigned(cases) == []


@pytest.mark.parametrize("papers", ["at once", "after decisions"])
def test_nothing_flies_in_the_shipped_city(papers: str) -> None:
    loaded = load("restaurant-permit")
    taken = {f"world.clearances.{key}.papers_in": papers for key in loaded.scenario.world.clearances}
    loaded = loaded.change(TOLD | taken)
    world = world_of(loaded)
    for pattern in ROWS[:5]:
        all_is_carried(loaded, world, pattern, 200)


@given(small_worlds(counters=True), some_rows)
@settings(max_examples=30)
def test_a_decision_of_another_body_is_never_known_before_it_is_signed(loaded: Loaded, rows: list[str]) -> None:
    """However it is brought, and where nobody brings it; and so everything is decided."""
    world = world_of(loaded)
    for pattern in rows:
        for cases in routed(world, loaded.scenario.rows()[pattern], 20):
            assert unheard(world, cases) == []


def test_what_is_known_at_once_does_fly() -> None:
    """Where decisions are known at once the test sees them fly, so that it can fail."""
    loaded = load("restaurant-permit").change(TOLD | {"world.carry.by": "at once"})
    world = world_of(loaded)
    for pattern in ("technical-functional", "one-roof", "one-door"):
        row = loaded.scenario.rows()[pattern]
        assert any(flights(world, row, cases) for cases in routed(world, row, 40))

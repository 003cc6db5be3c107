"""What a page shows stands in its address, and comes back from it; what makes no sense there is left out."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.places import DATA
from wogsim.app import winners
from wogsim.app.levers import levers
from wogsim.app.library import shelved
from wogsim.app.state import State, question, read
from wogsim.scenario.reading import load


@pytest.fixture(scope="module")
def town():
    return shelved(load(DATA / "small-town.toml"))


def test_address_leads_to_the_same_state(town):
    found = {lever.name: lever for lever in levers(town.loaded)}
    state = (
        State("somewhere").moving(found["delegated"], 0.3).moving(found["counters"], 1).switching(["travel"], on=False)
    )
    state = state.pinning(State("somewhere").moving(found["counters"], -1).switching(["travel"], on=False))
    query = dict(parse_qsl(urlsplit(state.address("/", lang="id")).query))
    assert query["lang"] == "id"
    assert read(query, town.loaded, town.off) == state


def test_what_is_pinned_may_be_the_scenario_as_it_stands(town):
    query = dict(parse_qsl(urlsplit(State("somewhere").pinning(State("somewhere")).address("/")).query))
    assert read(query, town.loaded, town.off).pinned == State("somewhere")


def test_a_cell_of_the_map_leads_to_the_question_that_it_answers(town):
    state = State("somewhere").switching(["travel"], on=False)
    for place in winners.order(winners.counts(town.loaded), 2):
        there = winners.at(state, town.loaded, place)
        asked = winners.asked_at(state, town.loaded, town.off, place)
        assert question(there, town.loaded, town.off).digest == asked.digest, place


@pytest.mark.parametrize(
    "query",
    [
        {"delegated": "nan"},
        {"delegated": "x"},
        {"agencies": "1e999"},
        {"off": "nothing,<script>"},
        {"delegated": ""},
        {"nothing": "1"},
        {"pin": "delegated:x,off:nothing,:,agencies"},
    ],
)
def test_nonsense_in_an_address_is_left_out(town, query):
    state = read(query, town.loaded, town.off)
    assert question(state, town.loaded, town.off).loaded.scenario


def test_a_lever_beyond_its_end_stands_at_its_end(town):
    assert read({"delegated": "7"}, town.loaded, town.off).moved.get("delegated", 1.0) == 1.0


def test_every_lever_changes_the_scenario_wherever_it_may_stand(town):
    for lever in levers(town.loaded):
        for value in lever.positions:
            changed = question(State().moving(lever, value), town.loaded, town.off).loaded
            assert (changed.fingerprint == town.loaded.fingerprint) == (value == lever.start), (lever.name, value)


def test_a_lever_back_at_its_start_is_not_in_the_address(town):
    lever = next(lever for lever in levers(town.loaded) if lever.name == "delegated")
    moved = State().moving(lever, 0.0 if lever.start else 1.0)
    assert moved.moving(lever, lever.start) == State()

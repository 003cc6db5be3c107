"""What offices do, worked out by hand: the chain of three of `tests.whole.test_worked`, and small halls.

Always open, nobody queues, journeys take no time and papers are complete where a test does not say otherwise.
"""

from typing import Any

import numpy as np
import pytest

from tests.whole.test_worked import BY_HAND, PAPERS, chain
from tests.whole.test_worked import ran as ran_by_one
from wogsim.contract.cases import Cases, Kind
from wogsim.contract.hours import HOUR
from wogsim.contract.log import COLUMNS, Log
from wogsim.engine import choose
from wogsim.measures.anatomy import time_anatomy
from wogsim.measures.attempts import permit_times
from wogsim.scenario.reading import Loaded

LABORATORY = "100 hours"


def ran(loaded: Loaded, pattern: str) -> tuple[Cases, Log]:
    """The cases of a small world and what happened to them, whichever engine carries them out."""
    cases, log = ran_by_one(loaded, pattern)
    other = choose("simpy").run(cases)
    for column in COLUMNS:
        assert np.array_equal(getattr(log, column), getattr(other, column))
    return cases, log


def hours(loaded: Loaded, pattern: str) -> int:
    """Whole hours from need to permit in hand, the same for all; a contact without work takes a second."""
    cases, log = ran(loaded, pattern)
    [seconds] = np.unique(permit_times(cases, log) - cases.need)
    whole, rest = divmod(int(seconds), HOUR)
    assert rest < 60
    return whole


def with_laboratory(papers: str, **more: Any) -> Loaded:
    """The chain, b with a laboratory before its assessment."""
    own = {"world.clearances.b-decides.latency": LABORATORY}
    return chain(papers, **more).change(own)


@pytest.mark.parametrize("pattern", BY_HAND)
@pytest.mark.parametrize("papers", PAPERS)
def test_latency_passes_once_wherever_a_clearance_is_decided(pattern: str, papers: str) -> None:
    assert hours(with_laboratory(papers), pattern) == BY_HAND[pattern][PAPERS.index(papers)] + 100


def test_a_system_waits_for_the_laboratory_too() -> None:
    """All automated, electronic: a and c at once, b after its laboratory, and the portal tells at once."""
    assert hours(with_laboratory("at once", levers__automated=1), "electronic") == 100


def test_latency_begins_with_complete_papers_and_all_decisions() -> None:
    """An assessor who finds papers incomplete has sent nothing to the laboratory.

    B's papers are incomplete the first time and nobody notices at intake: 10 assigned, 20 found, told 44; brought
    again, assigned 54, and there they lie until A's decision comes (40, told 64, handed in): 164 the laboratory, 174
    assessed.
    """
    loaded = with_laboratory("at once").change(
        {"world.clearances.b-decides.incomplete": 1.0, "world.papers": {"bringings": 2, "detection": 0.0}}
    )
    cases, log = ran(loaded, "technical-functional")
    label = {cases.slots[slot].label: slot for slot in range(len(cases.slots))}
    first = cases.case[log.activity] == 0
    begins = {
        name: log.started[first & (cases.slot[log.activity] == slot)] - cases.need[0] for name, slot in label.items()
    }
    assert len(begins["latency:b-decides"]) == 1
    assert begins["latency:b-decides"][0] // HOUR == 64
    assert begins["assess:b-decides#2"][0] // HOUR == 164


def test_latency_is_a_part_of_the_time_anatomy_whosever_it_is() -> None:
    for whose, kind in (("office", Kind.LATENCY), ("citizen", Kind.CITIZENS_LATENCY)):
        loaded = with_laboratory("at once").change({"world.clearances.b-decides.latency_by": whose})
        cases, log = ran(loaded, "one-roof")
        assert np.unique(time_anatomy(cases, log)["latency"]).tolist() == [100 * HOUR]
        kinds = {cases.slots[slot].kind for slot in np.unique(cases.slot)}
        assert kinds & {Kind.LATENCY, Kind.CITIZENS_LATENCY} == {kind}


def at_counters(loaded: Loaded, **minutes: str) -> Loaded:
    """Clearances of the chain that are decided in the citizen's presence, by the first letter of their keys."""
    changes: dict[str, Any] = {}
    for key, work in minutes.items():
        table = f"world.clearances.{key}-decides"
        changes |= {f"{table}.at_counter": work, f"{table}.assessors": None, f"{table}.assessment": None}
    return loaded.change(changes)


class TestDecidedAtTheCounter:
    """What is decided in the citizen's presence is in their hands, unsigned, and is carried on to the next counter."""

    @pytest.mark.parametrize("pattern", ["technical-functional", "one-roof", "centralized"])
    @pytest.mark.parametrize("papers", PAPERS)
    def test_all_three_on_one_way(self, pattern: str, papers: str) -> None:
        """Two, three and four hours at three counters, and nothing to collect; the coordinator moves no file."""
        loaded = at_counters(chain(papers), a="2 hours", b="3 hours", c="4 hours")
        assert hours(loaded, pattern) == 9

    def test_a_letter_box_sends_the_citizen_to_the_counters(self) -> None:
        """It can send no file in the citizen's place: it registers them, and they go past the three counters."""
        loaded = at_counters(chain("at once"), a="2 hours", b="3 hours", c="4 hours")
        assert hours(loaded, "letter-box") == 9
        assert hours(loaded.change({"world.front.registration": "1 hour"}), "letter-box") == 1 + 9

    def test_a_unit_decides_at_its_own_counter(self) -> None:
        """One contact of nine hours at the unit's desk, nothing signed and nothing to collect."""
        loaded = at_counters(chain("at once"), a="2 hours", b="3 hours", c="4 hours")
        cases, log = ran(loaded, "all-delegated")
        assert {cases.slots[slot].label for slot in np.unique(cases.slot)} == {"intake:front", "done"}
        assert np.unique(permit_times(cases, log) - cases.need).tolist() == [9 * HOUR]

    def test_the_decision_is_handed_in_with_the_next_papers(self) -> None:
        """A at its counter, 2 hours; B's papers with it: assigned 12, assessed 22, signed 42; told 66, C at its counter
        4 hours; B's decision was collected on that way, so that nothing is left."""
        loaded = at_counters(chain("at once"), a="2 hours", c="4 hours")
        assert hours(loaded, "technical-functional") == 70

    def test_a_later_decision_is_waited_for_at_home_whoever_makes_it(self) -> None:
        """B comes after C here, and is decided by C's own agency at its counter: 40 decided, told 64, 3 hours there."""
        loaded = at_counters(chain("at once"), b="3 hours")
        loaded = loaded.change(
            {
                "world.permits.permit.clearances": ["b-decides", "c-decides"],
                "world.agencies": {key: loaded.tree["world"]["agencies"][key] for key in "bc"},
                "world.clearances.a-decides.agency": "c",
                "world.clearances.c-decides.agency": "b",
                "world.clearances.c-decides.after": [],
                "world.clearances.b-decides.after": ["c-decides"],
            }
        )
        assert hours(loaded, "technical-functional") == 64 + 3

    def test_what_is_printed_afterwards_is_collected(self) -> None:
        """A passport: ten minutes at the counter, three days of nobody's work, notice, and the way to fetch it."""
        loaded = at_counters(chain("at once"), c="4 hours").change(
            {"world.clearances.c-decides.latency": "72 hours", "world.clearances.c-decides.after": []}
        )
        one = loaded.change({"world.permits.permit.clearances": ["c-decides"]})
        assert hours(one, "technical-functional") == 4 + 72 + 24
        assert hours(one, "one-roof") == 4 + 72 + 24

    def test_its_work_is_the_contact_in_place_of_intake(self) -> None:
        """An agency's intake is for what it assesses; what is decided there has its own work and no collection."""
        loaded = at_counters(chain("at once"), a="2 hours").change(
            {f"world.agencies.a.{work}": "5 hours" for work in ("intake", "collection")}
        )
        one = loaded.change({"world.permits.permit.clearances": ["a-decides"]})
        assert hours(one, "technical-functional") == 2

    def test_papers_that_are_missing_are_seen_there_and_then(self) -> None:
        """2 hours, a day at home, and half of it again; the next decision waits for it, and is brought later."""
        loaded = at_counters(chain("at once"), a="2 hours").change(
            {
                "world.clearances.a-decides.incomplete": 1.0,
                "world.papers": {"bringings": 2, "detection": 0.0, "fix": "24 hours", "reintake": 0.5},
                "world.permits.permit.clearances": ["a-decides", "b-decides"],
            }
        )
        # B lies there assigned at 12; the decision is brought at 27: assessed 37, signed 57, told 81.
        assert hours(loaded, "technical-functional") == 81

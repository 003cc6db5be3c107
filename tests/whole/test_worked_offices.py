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
    again, assigned 54, and there they lie until A's decision comes (40, told 64, handed in): 164 the laboratory, 174 assessed.
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

"""What offices do, worked out by hand: the chain of three of `tests.whole.test_worked`, and small halls.

Always open, nobody queues, journeys take no time and papers are complete where a test does not say otherwise.
"""

from typing import Any

import numpy as np
import pytest

from tests.whole.test_worked import BY_HAND, PAPERS, TITLE, chain
from tests.whole.test_worked import ran as ran_by_one
from wogsim.contract.cases import IN_PERSON, Cases, Kind
from wogsim.contract.hours import HOUR, Hours
from wogsim.contract.log import COLUMNS, Log
from wogsim.engine import choose
from wogsim.measures.anatomy import time_anatomy
from wogsim.measures.attempts import permit_times
from wogsim.measures.cases import case_measures
from wogsim.scenario.reading import Loaded
from wogsim.staffing.people import staffing
from wogsim.world.agencies import build

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


class TestCollection:
    """How what is decided comes to hand: 64 with the notice of the last decision if one agency decides, 40 without."""

    @pytest.mark.parametrize(("by", "expected"), [("counter", 64), ("online", 64), ("none", 40), ("post", 40 + 6)])
    def test_of_an_agency(self, by: str, expected: int) -> None:
        loaded = chain("at once").change(
            {"world.permits.permit.clearances": ["a-decides"], "world.agencies.a.collection_by": by}
        )
        assert hours(loaded, "technical-functional") == expected
        cases, log = ran(loaded, "technical-functional")
        trips = case_measures(cases, log, Hours.always())["trips"]
        assert np.unique(trips).tolist() == [2 if by == "counter" else 1]

    @pytest.mark.parametrize(("by", "expected"), [("counter", 84), ("online", 84), ("none", 60), ("post", 60 + 6)])
    def test_of_a_unit(self, by: str, expected: int) -> None:
        """A real door: decided 40, signed 60, told 84."""
        assert hours(chain("at once", world__front__collection_by=by), "all-delegated") == expected

    @pytest.mark.parametrize("pattern", ["technical-functional", "all-delegated", "electronic"])
    def test_the_permit_says_it_for_all(self, pattern: str) -> None:
        """The last decision, the unit's signature where there is one, and a letter of its own length; nobody told."""
        ready = {"technical-functional": 172 - 24, "all-delegated": 84 - 24, "electronic": 0}[pattern]
        loaded = chain("at once", world__carry__letter="100 hours", levers__automated=1).change(
            {"world.agencies.a.collection_by": "none", "world.permits.permit.collection_by": "post"}
        )
        assert hours(loaded, pattern) == ready + 100

    def test_what_another_body_needs_is_fetched_at_the_counter_all_the_same(self) -> None:
        by_post = chain("at once", **{f"world__agencies__{key}__collection_by": "post" for key in "abc"})
        assert hours(by_post, "technical-functional") == 172 - 24 + 6

    def test_some_by_post_and_some_at_the_counter(self) -> None:
        """Independent clearances: A's letter comes at 46, C's is told at 64 and fetched: all in hand at 64, or, when
        letters take 100, at 140."""
        loaded = chain("at once").change(
            {
                "world.permits.permit.clearances": ["a-decides", "c-decides"],
                "world.agencies.a.collection_by": "post",
            }
        )
        assert hours(loaded, "technical-functional") == 64
        assert hours(loaded.change({"world.carry.letter": "100 hours"}), "technical-functional") == 140


class TestPeopleWhoOnlyHandOut:
    """A queue of their own: who collects does not stand behind who hands in."""

    def world(self, **own: int) -> Loaded:
        """One agency whose one counter takes 30 minutes to take papers in and 10 to hand out; all come at once."""
        return chain("at once", levers__unlimited_staff=False).change(
            {
                "world.permits.permit.clearances": ["a-decides"],
                "world.agencies.a.intake": "30 min",
                "world.agencies.a.collection": "10 min",
                "world.front.others": 0.0,
                **{f"world.{table.replace('__', '.')}.collection_counters": people for table, people in own.items()},
            }
        )

    def pools(self, loaded: Loaded, pattern: str) -> dict[str, set[Kind]]:
        """What is done in person in each pool."""
        cases, _log = ran(loaded, pattern)
        found: dict[str, set[Kind]] = {}
        for slot, pool in set(zip(cases.slot.tolist(), cases.pool.tolist(), strict=True)):
            if pool >= 0 and cases.pools[pool].role in IN_PERSON:
                found.setdefault(cases.pools[pool].name, set()).add(cases.slots[slot].kind)
        return found

    def test_of_an_agency(self) -> None:
        both = {"counter:a": {Kind.INTAKE, Kind.COLLECT}}
        assert self.pools(self.world(), "technical-functional") == both
        apart = {"counter:a": {Kind.INTAKE}, "handout:a": {Kind.COLLECT}}
        assert self.pools(self.world(agencies__a=1), "technical-functional") == apart
        assert self.pools(self.world(agencies__a=1), "one-roof") == apart

    def test_of_a_unit_who_come_from_the_counters(self) -> None:
        loaded = self.world(front=1)
        assert self.pools(loaded, "all-delegated") == {"desk": {Kind.INTAKE}, "front-handout": {Kind.COLLECT}}
        world = build(loaded.scenario)
        usual, door = (
            staffing(world, loaded.scenario.rows()[key]) for key in ("technical-functional", "all-delegated")
        )
        assert usual.head_count == door.head_count
        assert {post.name: post.servers for post in door.posts}["front-handout"] == 1

    def test_an_agency_that_is_split_or_merged_keeps_them(self) -> None:
        loaded = self.world(agencies__a=3, agencies__b=2)
        world = build(loaded.change({"levers.agencies": 1}).scenario)
        assert [agency.handing_out for agency in world.agencies] == [5]


MALL = {
    "title": TITLE,
    "place": "shared",
    "desks": ["unit", "portal"],
    "without": "visit",
    "routes": {"a-decides": "automate", "b-decides": "decide"},
    "signs": "agency",
}


class TestAUnitAndAPortal:
    """A mall: through which desk a clearance goes follows from its route, and for what is visited there is none."""

    def mall(self, *permit: str, **row: Any) -> Loaded:
        changes = {"patterns.mall": MALL | row, "world.front.registration": "5 hours"}
        if permit:
            changes["world.permits.permit.clearances"] = [f"{key}-decides" for key in permit]
        return chain("at once").change(changes)

    @pytest.mark.parametrize(("clearance", "expected"), [("a", 0), ("b", 96), ("c", 64)])
    def test_each_by_itself(self, clearance: str, expected: int) -> None:
        """Nobody is registered who has nothing for the desk.

        A is decided by the system, and sent. B at the desk: assigned 10, assessed 20, with its agency's head 26, signed
        46, back 52, the unit signs the permit 72, told 96. C at its counter as under one roof: 10, 20, 40, told 64.
        """
        assert hours(self.mall(clearance), "mall") == expected

    def test_all_three(self) -> None:
        """B is back at 52; a letter brings it to C's agency 58, assessed 68, signed 88, told 112."""
        assert hours(self.mall(), "mall") == 112

    def test_who_needs_help_with_the_portal_goes_to_the_desk(self) -> None:
        """One hour at the desk, and the answer comes electronically."""
        helped = self.mall("a").change({"world.citizens.assisted_share": 1.0, "world.agencies.a.intake": "1 hour"})
        assert hours(helped, "mall") == 1

    def test_what_the_system_turns_down_is_visited(self) -> None:
        assert hours(self.mall("a").change({"world.online.fall_out": 1.0}), "mall") == 64

    def test_the_unit_signs_what_it_decides(self) -> None:
        """B assessed 20, signed with the permit 40, told 64."""
        assert hours(self.mall("b", signs="unit"), "mall") == 64

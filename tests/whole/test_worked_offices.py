"""What offices do, worked out by hand: the chain of three of `tests.whole.test_worked`, and small halls.

Always open, nobody queues, journeys take no time and papers are complete where a test does not say otherwise.
"""

from typing import Any

import numpy as np
import pytest

from tests.twin import check
from tests.whole.test_worked import BY_HAND, PAPERS, TITLE, chain
from tests.whole.test_worked import ran as ran_by_one
from wogsim.contract.cases import IN_PERSON, Cases, Kind
from wogsim.contract.hours import HOUR, Hours
from wogsim.contract.log import COLUMNS, Log
from wogsim.engine import choose
from wogsim.measures.anatomy import time_anatomy
from wogsim.measures.attempts import permit_times
from wogsim.measures.cases import case_measures
from wogsim.measures.on_the_spot import on_the_spot
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.staffing.people import staffing
from wogsim.studies.comparison.run import compare
from wogsim.world.agency_count import build

LABORATORY = "100 hours"


def ran(loaded: Loaded, pattern: str) -> tuple[Cases, Log]:
    """The cases of a small world and what happened to them, whichever engine carries them out."""
    cases, log = ran_by_one(loaded, pattern)
    other = choose("simpy").run(cases)
    for column in COLUMNS:
        assert np.array_equal(getattr(log, column), getattr(other, column))
    return cases, log


def hours(loaded: Loaded, pattern: str) -> int:
    """Whole hours from need to permit in hand, the same for all; what waits for hours is done in their first second."""
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


MINUTE = 60


def samsat(**changes: Any) -> Loaded:
    """A hall of three bodies, as long as it is open: nobody else is there, work is constant, walks take a minute.

    Police take the papers in (4 minutes) and identify (10), revenue (2) sets the tax (5), the insurer (3) the premium
    (3), the citizen pays at the revenue's counter (2), the police stamp (6); each hands out in 1. Within the hall a
    file takes 2 minutes.
    """
    bodies = {"police": "4 min", "revenue": "2 min", "insurer": "3 min"}
    agencies = {
        key: {"title": TITLE, "counters": 1, "intake": intake, "collection": "1 min", "hours": "hall"}
        for key, intake in bodies.items()
    }
    assessed = {
        "identity": ("police", "10 min", []),
        "tax": ("revenue", "5 min", ["identity"]),
        "premium": ("insurer", "3 min", ["identity"]),
        "stamp": ("police", "6 min", ["payment"]),
    }
    clearances: dict[str, Any] = {
        key: {"title": TITLE, "agency": agency, "assessors": 1, "assessment": work, "after": after}
        for key, (agency, work, after) in assessed.items()
    }
    clearances["payment"] = {
        "title": TITLE, "agency": "revenue", "at_counter": "2 min", "after": ["tax", "premium"],
    }  # fmt: skip
    joint = {
        "title": TITLE,
        "place": "shared",
        "desk": "coordinator",
        "without": "forward",
        "routes": {"payment": "visit"},
        "powers": {"side_by_side": "always"},
    }
    tree = {
        "title": TITLE,
        "about": TITLE,
        "world": {
            "start": "2027-04-05",
            "hours": {"hall": dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08:00-14:00")},
            "working_days": "hall",
            "citizens": {"need": "2 per week", "by_hour": [0] * 6 + [1] + [0] * 17, "arrival_spread": "1 s"},
            "travel": {"home_to_office": "20 min", "home_to_centre": "20 min", "walk": "1 min"},
            "notice": "next opening",
            "files": {"within_building": "2 min", "between_buildings": "1 working day"},
            "front": {"hours": "hall", "others": 0.0},
            "agencies": agencies,
            "clearances": clearances,
            "permits": {"renewal": {"title": TITLE, "while_you_wait": True}},
        },
        "levers": {"unlimited_staff": True, "patterns": ["technical-functional", "joint-desk"]},
        "run": {"warm_up": "0 s", "cohort": "4 weeks", "run_out": "0 s", "replications": 1},
        "patterns": {
            "joint-desk": joint,
            "one-hall": {"title": TITLE, "from": "one-roof", "back_office": "with the counters"},
        },
    }
    return from_tree(tree, "hall").change({path.replace("__", "."): value for path, value in changes.items()})


def measured(loaded: Loaded, pattern: str) -> dict[str, list[Any]]:
    """What the measures of all cases are: the values that come up."""
    cases, log = ran(loaded, pattern)
    check(cases, log)
    found = case_measures(cases, log, Hours.always()) | {"on_the_spot": on_the_spot(cases, log)}
    wanted = ("trips", "on_the_spot", "waiting_time", "counter_contacts")
    return {name: np.unique(found[name]).tolist() for name in wanted}


class TestWhileYouWait:
    """The citizen stays in the hall until it is decided, and carries from counter to counter what is."""

    def test_counter_after_counter(self) -> None:
        """In minutes, from the first counter on.

        Half of the police's intake, since papers for the stamp come after the payment: 2. Identified 12, a walk,
        fetched 13.5; a walk to revenue, papers for the tax in 16.5; a walk, for the premium in 20.5, which is decided
        23.5, after the tax. A walk, fetched 25.5; a walk, paid at revenue 28.5; a walk, papers for the stamp in 31.5,
        stamped 37.5; a walk, handed out 39. Waiting in the hall: 10, 3 and 6.
        """
        expected = {"trips": [1], "on_the_spot": [39 * MINUTE], "waiting_time": [19 * MINUTE], "counter_contacts": [8]}
        assert measured(samsat(), "one-hall") == expected

    def test_a_joint_desk(self) -> None:
        """One form 4; copies 6, identified 16, letters 18, tax 23; the premium's letter 23. A walk, paid 26; the letter
        28, stamped 34, back 36; a walk, handed out 38. Waiting in the hall: 19 and 10."""
        expected = {"trips": [1], "on_the_spot": [38 * MINUTE], "waiting_time": [29 * MINUTE], "counter_contacts": [3]}
        assert measured(samsat(), "joint-desk") == expected

    def test_if_the_office_closes_first_they_are_at_the_door_when_it_opens(self) -> None:
        """Closed at 30, just before the papers for the stamp are in: stamped six minutes after opening."""
        days = ("monday", "tuesday", "wednesday", "thursday", "friday")
        found = measured(samsat(world__hours__hall=dict.fromkeys(days, "08:00-08:30")), "one-hall")
        assert found["trips"] == [2]
        assert found["on_the_spot"] == [39 * MINUTE]

    @pytest.mark.parametrize("pattern", ["technical-functional", "one-roof", "one-door"])
    def test_where_something_leaves_the_building_nobody_waits_there(self, pattern: str) -> None:
        """Between buildings, with assessors at home, from a unit that sends files out: as without the switch."""
        without = samsat().change({"world.permits.renewal.while_you_wait": False})
        found = measured(samsat(), pattern)
        assert found == measured(without, pattern)
        assert found["trips"][0] > 1

    def test_whose_papers_come_back_goes_home(self) -> None:
        """They mend them, and from the beginning come as others do."""
        bad = {"world.clearances.identity.incomplete": 1.0, "world.papers": {"bringings": 2}}
        without = samsat().change(bad | {"world.permits.renewal.while_you_wait": False})
        assert measured(samsat().change(bad), "one-hall") == measured(without, "one-hall")

    def test_nobody_has_a_permit_that_a_system_has_not_decided(self) -> None:
        """Handed in at the desk by who is assisted, decided by the system: identity, tax, payment and stamp wait half
        an hour each, one after the other, and the permit for all four."""
        desk = {
            "title": TITLE,
            "place": "shared",
            "desks": ["unit", "portal"],
            "without": "visit",
            "back_office": "with the counters",
            "grants": [{"authority": "automated", "route": "automate", "signs": "agency"}],
        }
        assessed = {"at_counter": None, "assessors": 1, "assessment": "1 min"}
        changes = {f"world.clearances.payment.{name}": value for name, value in assessed.items()}
        changes |= {"patterns.help-desk": desk, "levers.automated": 1.0, "world.citizens.assisted_share": 1.0}
        at_once, later = (
            samsat().change(
                changes | {f"world.clearances.{key}.latency": latency for key in samsat().scenario.world.clearances}
            )
            for latency in ("0 min", "30 min")
        )
        soon, late = (
            case_measures(*ran(loaded, "help-desk"), Hours.always())["sojourn_time"] for loaded in (at_once, later)
        )
        assert np.unique(late - soon).tolist() == [4 * 30 * MINUTE]

    def test_patience_is_for_queues(self) -> None:
        """Nobody gives up in the hall while they wait for a decision."""
        assert measured(samsat(world__citizens__patience="1 min"), "joint-desk")["counter_contacts"] == [3]


@pytest.mark.parametrize(("pattern", "by_hand"), [("technical-functional", 166), ("letter-box", 162), ("one-door", 84)])
def test_a_deadline_runs_until_the_signature(pattern: str, by_hand: int) -> None:
    """A is assessed from 10 to 20 and would be signed at 40; a day after 10 it is deemed approved, and then carried.

    At the real door there is no signature of A's alone, and ten hours are within the day.
    """
    limit = {"world.clearances.a-decides.deadline": "1 working day", "levers.powers.deadline": "always"}
    assert hours(chain("at once").change(limit), pattern) == by_hand


@pytest.mark.parametrize(("at", "begins"), [("any", 56), ("right", 50)])
def test_who_complains_is_passed_on_and_looked_into(at: str, begins: int) -> None:
    """Promised 50 hours from the need; a courier of 6 where anybody may be told; 2 hours at C's, which decides last."""
    complaints = {"world.standard": "50 hours", "world.complaints": {"share": 1.0, "at": at, "work": "2 hours"}}
    cases, log = ran(chain("at once").change(complaints), "technical-functional")
    [slot] = (number for number, slot in enumerate(cases.slots) if slot.kind is Kind.COMPLAINT)
    looked_into = (cases.slot[log.activity] == slot) & (cases.case[log.activity] == 0)
    assert cases.slots[slot].entity == "c-decides"
    assert (log.enabled[looked_into] - cases.need[0]).tolist() == [begins * HOUR]
    assert (log.completed[looked_into] - cases.need[0]).tolist() == [(begins + 2) * HOUR]


def test_who_has_the_permit_does_not_complain_and_half_of_the_others_do() -> None:
    for standard, made in (("200 hours", set()), ("50 hours", {True, False})):
        complaints = {"world.standard": standard, "world.complaints": {"share": 0.5, "work": "2 hours"}}
        busy = {"world.citizens.need": "200 per week"}
        cases, log = ran(chain("at once").change(complaints | busy), "technical-functional")
        assert set(np.unique(cases.complaint[log.activity]).tolist()) >= made
        asked = np.zeros(len(cases.need), dtype=bool)
        asked[log.case[cases.complaint[log.activity]]] = True
        if made:
            assert 0.4 < asked.mean() < 0.6
        else:
            assert not asked.any()


def test_a_complaint_puts_the_case_first() -> None:
    """The last assessor has more than she can do: who complains overtakes, who does not waits longer."""
    slow = {"levers.unlimited_staff": False, "world.citizens.need": "24 per week", "run.cohort": "8 weeks"}
    slow |= {f"world.clearances.{key}-decides.assessors": 3 for key in "ab"}  # so that the queue is at the last
    complaints = {"world.standard": "50 hours", "world.complaints": {"share": 0.3, "at": "right"}}
    cases, log = ran(chain("at once").change(slow | complaints), "technical-functional")
    asked = np.zeros(len(cases.need), dtype=bool)
    asked[cases.case[cases.complaint]] = True
    plain, _log = ran(chain("at once").change(slow), "technical-functional")
    before = permit_times(plain, _log) - plain.need
    after = permit_times(cases, log) - cases.need
    late = before > 300 * HOUR
    assert after[late & asked].mean() < before[late & asked].mean()
    assert after[late & ~asked].mean() > before[late & ~asked].mean()


def test_who_queues_at_closing_goes_home_or_is_served_out() -> None:
    """A hall open from 8 to 9, where one person serves for forty minutes; three come as it opens."""
    hall = {
        "start": "2026-01-05",
        "hours": {"hall": "mon-sun 08:00-09:00"},
        "citizens": {"need": "3 per day", "arrival_spread": "1 s", "by_hour": [1] + [0] * 23, "by_weekday": [1] * 7},
        "agencies": {"registry": {"counters": 1, "collection": "0 s"}},
        "clearances": {"card": {"agency": "registry", "at_counter": "40 min"}},
    }
    run = {"warm_up": "0 s", "cohort": "4 weeks", "run_out": "0 s", "replications": 1}
    late = dict[str, int]()
    for closing in ("send home", "serve out"):
        tree = {"title": TITLE, "world": hall | {"closing": closing}, "run": run}
        cases, log = ran(from_tree(tree, "a hall"), "technical-functional")
        served = log.completed % (24 * HOUR)
        sent = np.count_nonzero(log.started < 0)
        late[closing] = int(served.max())
        assert (sent > 0) == (closing == "send home")
        if closing == "serve out":  # nobody waits for another day
            assert (cases.need[log.case] // (24 * HOUR) == log.completed // (24 * HOUR)).all()
    assert late["send home"] <= 9 * HOUR + 40 * 60 < late["serve out"]


def hall_with_tickets(**registry: Any) -> Loaded:
    """A hall open every day from 8 to 9, where three people who need it come as it opens and nobody queues."""
    hall = {
        "start": "2026-01-05",
        "hours": {"hall": "mon-sun 08:00-09:00"},
        "citizens": {"need": "3 per day", "by_hour": [1] + [0] * 23, "by_weekday": [1] * 7, "arrival_spread": "1 s"},
        "agencies": {"registry": {"counters": 50, "collection": "0 s"} | registry},
        "clearances": {"card": {"agency": "registry", "at_counter": "1 min"}},
    }
    run = {"warm_up": "0 s", "cohort": "4 weeks", "run_out": "0 s", "replications": 1}
    return from_tree({"title": TITLE, "world": hall, "run": run}, "a hall")


def test_who_gets_no_ticket_comes_another_day() -> None:
    """First come first served, so many a day: who was turned away is there before tomorrow's visitors."""
    day = 24 * HOUR
    cases, log = ran(hall_with_tickets(quota=4), "technical-functional")
    needs, left = np.bincount(cases.need // day), 0
    expected = []
    for today in range(200):
        waiting = left + (int(needs[today]) if today < len(needs) else 0)
        expected += [today] * min(waiting, 4)
        left = max(waiting - 4, 0)
    assert (np.bincount(cases.need // day) > 4).any()
    in_person = cases.in_person[log.activity]
    served = in_person & (log.started >= 0)
    assert sorted((log.started[served] // day).tolist()) == expected
    assert set((log.started[served] % day // 60).tolist()) == {8 * 60}
    assert (log.completed == log.enabled)[in_person & ~served].all()
    check(cases, log)


@pytest.mark.parametrize(("quota", "short"), [(2, True), (4, False), ({"value": 2, "range": [1, 5]}, True)])
def test_fewer_tickets_than_people_is_an_overload(quota: Any, short: bool) -> None:
    result = compare(hall_with_tickets(quota=quota), patterns=["technical-functional"])
    said = " ".join(result.warnings())
    assert ("more people come than there are tickets to counter: Registry (3.0 / 2; +" in said) == short
    assert result.known("technical-functional").overloaded == short


@pytest.mark.parametrize(("other", "expected"), [(7, 12), (None, None)])
def test_tickets_of_merged_agencies_add_up(other: int | None, expected: int | None) -> None:
    """Where b's visitors need none, those of both together need none."""
    quotas = {"world.agencies.a.quota": 5, "world.agencies.b.quota": other, "levers.agencies": 2}
    merged, _c = build(chain("at once").change(quotas).scenario).agencies
    assert (merged.key, merged.quota) == ("a+b", expected)


def test_what_is_done_at_a_counter_alone_needs_no_form() -> None:
    """Where nothing of a permit goes through the portal nobody fills in its form, which nothing would wait for."""
    for routes in ({}, {"letter": "automate"}):
        tree = hall_with_tickets().tree
        tree["world"]["clearances"]["letter"] = {"agency": "registry", "assessors": 1, "assessment": "1 min"}
        tree["world"]["permits"] = {"card": {"clearances": ["card"]}, "both": {"clearances": ["card", "letter"]}}
        tree["world"]["online"] = {"form": "2 hours"}
        tree["patterns"] = {"web": {"from": "electronic", "routes": routes}}
        cases, _log = ran(from_tree(tree, "a hall"), "web")
        forms = np.flatnonzero(np.array([slot.kind is Kind.FORM for slot in cases.slots])[cases.slot])
        assert set(cases.permit[cases.case[forms]].tolist()) == {1}

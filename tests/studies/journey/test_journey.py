"""One citizen's way: told as the log has it."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.drawn import said
from wogsim.contract.cases import STAFFED
from wogsim.contract.hours import DAY
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.measures.anatomy import PARTS
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern, replicate
from wogsim.scenario.reading import load
from wogsim.studies.journey.deeds import CITIZEN, DECIDED
from wogsim.studies.journey.run import journey
from wogsim.studies.journey.words import clock, duration


@pytest.fixture(scope="module")
def outcomes(town):
    return replicate(prepare(town), 1, [0])[0]


def in_person(trail):
    return [step for step in trail.steps if step.lane == CITIZEN and step.part in ("counter_queue", "at_counter")]


FIVE_TITLES = ("Technical-functional", "One-roof", "One-door", "Centralized", "Electronic")


class TestSteps:
    def test_ends_at_the_sojourn(self, everybody, outcomes):
        for one in everybody:
            assert one.of == len(outcomes[0].per_case["need"])
            for trail, outcome in zip(one.trails, outcomes, strict=True):
                per_case = {name: column[one.case - 1] for name, column in outcome.per_case.items()}
                assert trail.need == per_case["need"]
                assert trail.granted == per_case["granted"]
                if trail.granted:
                    assert trail.sojourn == per_case["sojourn_time"]
                    assert max(step.end for step in trail.steps) == trail.end

    def test_waiting_and_contacts_are_the_measures(self, everybody, outcomes):
        for one in everybody:
            for trail, outcome in zip(one.trails, outcomes, strict=True):
                queues = sum(step.end - step.start for step in trail.steps if step.part == "counter_queue")
                contacts = sum(step.part == "at_counter" and step.phase == "service" for step in trail.steps)
                assert queues == outcome.per_case["waiting_time"][one.case - 1]
                assert contacts == outcome.per_case["counter_contacts"][one.case - 1]

    def test_never_at_two_counters_at_once(self, everybody):
        for one in everybody:
            for trail in one.trails:
                stays = sorted((step.start, step.end) for step in in_person(trail))
                assert all(before[1] <= after[0] for before, after in pairwise(stays))

    def test_in_order_of_time_and_after_the_need(self, everybody):
        for one in everybody:
            for trail in one.trails:
                starts = [step.start for step in trail.steps]
                assert starts == sorted(starts)
                assert starts[0] >= trail.need
                assert all(step.start <= step.end for step in trail.steps)
                assert {step.part for step in trail.steps} <= set(PARTS)

    def test_somebody_is_at_work_or_waits_until_the_permit(self, everybody):
        """No second of a sojourn is left untold."""
        for one in everybody:
            for trail in one.trails:
                if not trail.granted:
                    continue
                reached = trail.need
                for step in trail.steps:
                    assert step.start <= reached
                    reached = max(reached, step.end)
                assert reached == trail.end

    def test_services_are_those_of_the_log(self, town):
        prepared = prepare(town)
        row, staff = prepared.patterns[2]
        cases, log = one_pattern(prepared.world, row, staff, 1, 0)
        k = int(np.flatnonzero(cases.cohort & ~cases.own)[2])
        delays = np.array([pool.role not in STAFFED for pool in cases.pools] + [True])[log.pool]
        begins = np.where(delays, log.enabled, log.started)
        rows = (log.case == k) & (log.started >= 0) & (log.completed > begins)
        expected = sorted(zip(begins[rows].tolist(), log.completed[rows].tolist(), strict=True))
        trail = journey(town, 3, patterns=["one-door"]).trails[0]
        found = sorted((s.start, s.end) for s in trail.steps if s.phase == "service" and s.end > s.start)
        assert found == expected

    def test_giving_up(self, town):
        hasty = town.change({"world.citizens.patience": "1 s", "world.agencies.a.intake": "2 hours"})
        hasty = next(
            one for one in (journey(hasty, k + 1) for k in range(20)) if not all(t.granted for t in one.trails)
        )
        gone = [trail for trail in hasty.trails if not trail.granted]
        for trail in gone:
            assert any(step.end == trail.end and "gives up" in step.what for step in trail.steps)
            assert "gave up after" in trail.outcome
        assert "Gave up under" in said(hasty.figure(), "answer")[0]

    def test_levers_reach_the_patterns(self, town):
        trail = journey(town, authority=1.0, patterns=["one-door"]).trails[0]
        assert not [step for step in trail.steps if step.part == "handoff"]


@pytest.fixture(scope="module")
def city():
    """An ordinary citizen of the shipped city, under every pattern."""
    return journey(load("restaurant-permit"))


@pytest.fixture(scope="module")
def round_trip():
    """The same city where one file goes around and wrong doors take papers in."""
    settings = {
        "levers.powers.side_by_side": "never",
        "levers.delegated": 0.0,
        "world.counters.no_wrong_door": True,
        **{f"world.agencies.{key}.wrong_door": 1.0 for key in ("environment", "fire", "tourism")},
    }
    return journey(load("restaurant-permit"), 3, settings=settings)


IN_OFFICE_HOURS = {"handoff", "assignment", "signature", "assessment"}


@pytest.fixture(scope="module")
def doors():
    """The shipped city's other doors, and a roof with assessors in its hall."""
    return journey(load("restaurant-permit"), 2, patterns=["letter-box", "signing-door", "partial-door", "hall"])


class TestABelievableDay:
    def test_every_kind_of_step_is_a_sentence(self, city, round_trip, doors):
        for one in (city, round_trip, doors):
            for trail in one.trails:
                for language in ("en", "id"):
                    with using(language):
                        for step in trail.steps:
                            line = f"{step.who}: {step.what}"
                            assert step.who
                            assert not re.search(r"\{|  |: :|, ,| $|(to|at|from|by|of|for) ?(,|:|;|$)", line), line

    def test_news_and_papers_are_told(self, city):
        said = {trail.pattern: " / ".join(step.what for step in trail.steps) for trail in city.trails}
        for pattern in ("technical-functional", "one-roof"):
            assert "papers pass the register and the head's desk" in said[pattern]
            assert "with the head for signature" in said[pattern]
            assert "has yet to hear that what" in said[pattern]
            assert re.search("hands in papers for .* at ", said[pattern])
            assert re.search("collects at .* what .* needs", said[pattern])
        assert "from the counter to the assessors of" in said["one-roof"]
        assert "the decision travels to the counter of" in said["one-roof"]
        assert "from the counter" not in said["technical-functional"]
        assert "the permit is with the head for signature" in said["one-door"]
        assert "travels back from" in said["centralized"]

    def test_each_clearance_is_decided_once_however_often_its_papers_come_back(self):
        """What a system or an assessor finds incomplete is not told as decided."""
        told = journey(load("restaurant-permit"), 18, settings={"world.papers.detection": 0.0})
        complete, incomplete = ({messages[i] for messages in DECIDED.values()} for i in (0, 1))
        for trail in told.trails:
            done = [step for step in trail.steps if step.phase == "service"]
            decided = Counter(step.about for step in done if step.message in complete)
            assert decided
            assert set(decided.values()) == {1}, trail.pattern
            assert any(step.message in incomplete for step in done) or trail.pattern != "electronic"

    def test_one_file_on_its_round(self, round_trip):
        said = {trail.pattern: " / ".join(step.what for step in trail.steps) for trail in round_trip.trails}
        assert re.search("travels to .* for ", said["one-door"])
        assert "travels back to the one-door unit" in said["one-door"]
        assert "which takes them" in said["technical-functional"]
        assert "travels from the wrong door to" in said["technical-functional"]

    def test_lanes(self, city):
        lanes = {"notice": {"citizen"}, "signature": {"agency", "front"}, "assignment": {"agency", "front"}}
        for trail in city.trails:
            for step in trail.steps:
                kind = step.lane.partition(":")[0]
                assert kind in lanes.get(step.part, {kind})
                if "travels" in step.what and step.part == "handoff":
                    assert kind == "files"

    def test_nothing_arrives_and_nobody_signs_at_night(self, city, round_trip):
        for one in (city, round_trip):
            opens, closes = one.open_hours.opens, one.open_hours.closes
            for trail in one.trails:
                ends = [s.end for s in trail.steps if s.part in IN_OFFICE_HOURS and s.who != "portal"]
                assert ends
                for end in ends:
                    k = int(np.searchsorted(opens, end, "right")) - 1
                    assert end <= closes[k] + 600, one.clock(end)  # within office hours; digital takes minutes

    def test_nobody_walks_to_a_counter_after_a_night(self, city, round_trip):
        """Who waits overnight for an office to open waits at home, and comes from there; lunch is waited for there."""
        for one in (city, round_trip):
            for trail in one.trails:
                own = [step for step in trail.steps if step.lane == CITIZEN]
                for before, step in pairwise(own):
                    if step.what.startswith("walks"):
                        assert before.part == "at_counter" or before.start // DAY == step.start // DAY
                        assert before.end == step.start
                    if step.phase == "travel" and before.end // DAY < step.start // DAY:
                        assert step.what.startswith("travels")

    def test_whom_another_errand_holds_up_says_where_they_are(self, city, town):
        held = [
            step
            for one in (city, *(journey(town, case) for case in range(1, 6)))
            for trail in one.trails
            for step in trail.steps
            if step.phase == "held"
        ]
        assert all(re.search("being out on an errand to .+", step.what) for step in held)


class TestOrdinary:
    def test_who_is_shown_when_nobody_is_asked_for(self, city):
        assert not any((city.far, city.vulnerable, city.assisted))
        assert "an ordinary one" in city.heading()
        for trail in city.trails[:4]:
            assert any(step.part == "counter_queue" for step in trail.steps)
        assert all(trail.granted for trail in city.trails)

    def test_near_the_median(self, city):
        rows = replicate(prepare(city.loaded), city.seed, [0])[0]
        for trail, outcome in zip(city.trails, rows, strict=True):
            days = outcome.per_case["sojourn_time"][outcome.per_case["granted"]]
            low, high = np.quantile(days, [0.15, 0.85])
            assert low <= trail.sojourn <= high

    def test_who_is_asked_for_is_not_called_ordinary(self, everybody):
        assert not any("ordinary" in one.heading() for one in everybody)

    def test_where_everybody_is_somebody_special(self, town):
        """There is always somebody to show."""
        shares = {"far_share": 1.0, "vulnerable_share": 1.0, "assisted_share": 1.0}
        found = journey(town, settings={f"world.citizens.{name}": share for name, share in shares.items()})
        assert found.far
        assert found.vulnerable


class TestChoice:
    @pytest.mark.parametrize("case", [0, -1, 10_000])
    def test_no_such_citizen(self, case, town, everybody):
        with pytest.raises(BadInput, match=rf"--case {case}: .* {everybody[0].of} .*1 to {everybody[0].of}"):
            journey(town, case)

    def test_nobody_at_all(self, town):
        with pytest.raises(BadInput, match="nobody is measured"):
            journey(town, settings={"run.cohort": "1 s"})

    def test_unknown_words_are_refused(self, town):
        with pytest.raises(TypeError, match="pattern"):
            journey(town, pattern="one-door")

    def test_citizens_come_in_order_of_need(self, everybody):
        needs = [one.need for one in everybody]
        assert needs == sorted(needs)

    def test_another_replication_is_another_citizen(self, town, everybody):
        assert journey(town, replication=1).need != everybody[0].need


@pytest.mark.parametrize(
    ("seconds", "granted", "said"),
    [
        (37 * 60, True, "permit in hand after 37 min"),
        (5 * 3600, True, "permit in hand after 5.0 h"),
        (3 * 86400, True, "permit in hand after 3.0 days"),
        (90 * 60, False, "gave up after 90 min"),
        (0, False, "gave up after 1 min"),
    ],
)
def test_a_way_of_less_than_a_day_is_told_in_hours_or_minutes(everybody, seconds, granted, said):
    trail = everybody[0].trails[0]
    assert replace(trail, end=trail.need + seconds, granted=granted).outcome == said


class TestText:
    def test_a_table_for_each_pattern(self, everybody):
        text = everybody[0].text(everything=True)
        for trail, title in zip(everybody[0].trails, FIVE_TITLES, strict=True):
            assert trail.title.removesuffix(" *") == title
            assert f"\n{trail.title}: permit in hand after" in text or f"\n{trail.title}: gave up after" in text
        assert "hands in papers at Agency $A" in text
        assert "Site plan: " in text
        assert "{" not in text
        assert everybody[0].trails[-1].outcome in text.splitlines()[-3 if everybody[0].beside() else -1]

    def test_what_the_citizen_does_comes_first_and_the_rest_is_counted(self, everybody):
        for one in everybody:
            told, all_of_it = one.lines(), one.lines(everything=True)
            left_out = [int(found[1]) for line in told if (found := re.match(r" +(\d+) steps? of offices", line))]
            assert len(all_of_it) == len(told) + sum(left_out) - len(left_out)
            assert not any("assessed" in line for line in told)

    def test_nobody_sets_out_for_a_closed_office(self, everybody):
        """Whoever has to wait for it to open is there when it is open."""
        for one in everybody:
            for trail in one.trails:
                journeys = [step for step in trail.steps if step.phase == "travel" and step.end <= trail.end]
                closed = [step for step in trail.steps if step.phase == "closed"]
                assert not {(s.activity, s.attempt, s.end) for s in journeys} & {
                    (s.activity, s.attempt, s.start) for s in closed
                }

    def test_clock_times(self, everybody):
        table = [line for line in everybody[0].lines(everything=True) if line.startswith("  ")]
        assert all(re.match(r"  (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ (Jan|Feb) \d\d:\d\d", line) for line in table)

    def test_the_scenario_says_the_date(self, town):
        start = town.scenario.world.start
        assert clock(start, 0) == "Mon 5 Jan 00:00"
        assert clock(start, 27 * DAY + 8 * 3600 + 59) == "Sun 1 Feb 08:00"

    @pytest.mark.parametrize(
        ("seconds", "words"), [(0, ""), (20, "1 min"), (1800, "30 min"), (3 * 3600, "3.0 h"), (3 * DAY, "3.0 days")]
    )
    def test_durations(self, seconds, words):
        assert duration(seconds) == words

    def test_titles_in_indonesian(self, everybody):
        with using("id"):
            text = everybody[0].text(everything=True)
        assert "Rencana tapak" in text
        assert "Instansi B" in text
        assert "Site plan" not in text

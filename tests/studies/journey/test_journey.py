"""One citizen's way: told as the log has it."""

import re
from itertools import pairwise

import numpy as np
import pytest

from tests.drawn import said
from wogsim.contract.hours import DAY
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.measures.anatomy import PARTS
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern, replicate
from wogsim.studies.journey.deeds import CITIZEN
from wogsim.studies.journey.run import journey
from wogsim.studies.journey.words import clock, duration


@pytest.fixture(scope="module")
def outcomes(town):
    return replicate(prepare(town), 1, [0])[0]


def in_person(trail):
    return [step for step in trail.steps if step.lane == CITIZEN and step.part in ("counter_queue", "at_counter")]


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
        rows = (log.case == k) & (log.started >= 0) & (log.completed > log.started)
        expected = sorted(zip(log.started[rows].tolist(), log.completed[rows].tolist(), strict=True))
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


class TestText:
    def test_a_table_for_each_pattern(self, everybody):
        text = everybody[0].text(everything=True)
        for title in ("Technical-functional: ", "One-roof: ", "One-door: ", "Centralized: ", "Electronic: "):
            assert f"\n{title}permit in hand after" in text or f"\n{title}gave up after" in text
        assert "hands in papers at Agency $A" in text
        assert "Site plan: " in text
        assert "{" not in text
        assert text.endswith("days\n")

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

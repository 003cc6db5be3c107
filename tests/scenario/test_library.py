"""The shipped scenarios: what each tells a class to look for is true of the model, with paired intervals."""

import numpy as np
import pytest

import wogsim
from wogsim.cli.lesson import refuse_unknown_evidence
from wogsim.contract.hours import DAY
from wogsim.contract.log import COLUMNS
from wogsim.engine import choose
from wogsim.output_analysis import Estimate, estimate
from wogsim.replication.everybody import Everybody
from wogsim.replication.prepare import prepare
from wogsim.scenario.shipped import scenario_names
from wogsim.studies.comparison.differences import pairs_of
from wogsim.studies.comparison.result import Comparison

LESSONS = [name for name in scenario_names() if name != "restaurant-permit"]


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_asks_names_its_lever_and_says_what_to_look_for(name: str) -> None:
    loaded = wogsim.load(name)
    lesson = loaded.scenario.lesson
    assert lesson
    assert lesson.lever
    for text in (loaded.scenario.title, loaded.scenario.about, lesson.question, lesson.look_for):
        assert {language for language, words in text if words} == {"en", "id"}
    refuse_unknown_evidence(loaded)


@pytest.mark.parametrize("name", LESSONS)
def test_both_engines_agree(name: str) -> None:
    """A day of each scenario, under every pattern and every row of its own."""
    short = {"run.warm_up": "0 days", "run.cohort": "2 days", "run.run_out": "0 days"}
    prepared = prepare(wogsim.load(name).change(short))
    several = Everybody(prepared.world, 1, [0])
    for row, staff in prepared.patterns:
        cases = next(several.routed(row, staff))
        logs = [choose(engine).run(cases) for engine in ("compiled", "simpy")]
        for column in COLUMNS:
            assert (getattr(logs[0], column) == getattr(logs[1], column)).all(), (row.key, column)


def surely_less(result: Comparison, measure: str, one: str, other: str, by: float = 0.0) -> bool:
    """Whether the interval of the difference lies on one side: `one` is less than `other`, by more than so much."""
    pairs = pairs_of(result, measure)
    if (one, other) in pairs:
        return pairs[one, other].difference.high < -by
    return pairs[other, one].difference.low > by


def within(result: Comparison, measure: str, one: str, other: str, by: float) -> bool:
    """Whether the interval of the difference lies within so much of nothing."""
    pairs = pairs_of(result, measure)
    found = (pairs[one, other] if (one, other) in pairs else pairs[other, one]).difference
    return -by < found.low and found.high < by


def less_by(result: Comparison, permit: str, one: str, other: str, slowest: float | None = None) -> Estimate:
    """By how many days the sojourn of those with a permit is shorter under `one` than under `other`.

    Of the mean, or of the time that so large a share of them stay within.
    """
    number = list(result.permit_titles).index(permit)
    found = []
    for key in (one, other):
        columns = [outcome.per_case for outcome in result.outcomes[result.keys.index(key)]]
        days = [these["sojourn_time"][these["granted"] & (these["permit"] == number)] / DAY for these in columns]
        found.append(np.array([one.mean() if slowest is None else np.quantile(one, slowest) for one in days]))
    return estimate(found[1] - found[0])


@pytest.mark.slow
class TestWhatToLookFor:
    def test_three_doors(self) -> None:
        result = wogsim.compare(wogsim.load("three-doors"))
        sojourn = {key: result.estimates[key, "sojourn_time"].mean for key in result.keys}
        assert not surely_less(result, "sojourn_time", "letter-box", "one-roof")
        assert surely_less(result, "sojourn_time", "real-door", "one-roof", by=30)
        gain = sojourn["letter-box"] - sojourn["real-door"]
        assert 0.25 < (sojourn["letter-box"] - sojourn["signing-door"]) / gain < 0.4
        assert 0.35 < (sojourn["letter-box"] - sojourn["partial-door"]) / gain < 0.5

    def test_samsat(self) -> None:
        loaded = wogsim.load("samsat")
        few = wogsim.compare(loaded)
        kept = {key: few.estimates[key, "within_standard"].mean for key in few.keys}
        assert 0.6 < kept["one-roof"] < 0.75 < 0.8 < kept["joint-desk"]
        assert surely_less(few, "within_standard", "one-roof", "joint-desk", by=0.1)
        assert surely_less(few, "sojourn_time", "joint-desk", "one-door", by=5)
        many = wogsim.compare(loaded.change({"world.agencies.police.counters": 5}), patterns=["one-roof", "joint-desk"])
        assert within(many, "within_standard", "one-roof", "joint-desk", 0.05)

    def test_mpp(self) -> None:
        loaded = wogsim.load("mpp")
        result = wogsim.compare(loaded)
        assert surely_less(result, "trips", "mall", "technical-functional", by=0.5)
        assert within(result, "sojourn_time", "mall", "technical-functional", 0.1)
        assert surely_less(result, "sojourn_time", "technical-functional", "one-roof", by=0.2)
        assert surely_less(result, "waiting_time", "mall/without-information-desk", "mall", by=3)
        more = wogsim.compare(loaded.change({"world.information.staff": 3}))
        assert within(more, "waiting_time", "mall", "mall/without-information-desk", 3)

    def test_complaints(self) -> None:
        result = wogsim.compare(wogsim.load("complaints"))
        silent, few, everybody = (f"technical-functional{variant}" for variant in ("", "/any", "/everybody"))
        assert less_by(result, "shop", few, silent).low > 0.02
        assert less_by(result, "shop", few, silent).high < 0.5
        assert less_by(result, "shop", few, silent, slowest=0.9).low > 0
        assert less_by(result, "house", silent, few).low > 0.2
        assert less_by(result, "house", silent, few).high < 1
        assert less_by(result, "shop", everybody, silent).low > 0.2
        assert less_by(result, "shop", everybody, silent).high < 1.2
        assert less_by(result, "shop", everybody, silent, slowest=0.9).low > 1
        assert less_by(result, "house", silent, everybody).low > 1
        assert surely_less(result, "sojourn_time", silent, everybody)
        assert not surely_less(result, "within_standard", silent, few)
        assert not surely_less(result, "within_standard", silent, everybody)

    def test_coordinating_centre(self) -> None:
        result = wogsim.compare(wogsim.load("coordinating-centre"))
        sojourn = {key: result.estimates[key, "sojourn_time"].mean for key in result.keys}
        assert surely_less(result, "sojourn_time", "hall", "one-roof", by=8)
        assert 0.14 < 1 - sojourn["hall"] / sojourn["one-roof"] < 0.22
        assert within(result, "sojourn_time", "hall", "coordinated-roof", 1)
        assert within(result, "sojourn_time", "centralized", "one-roof", 3)
        assert surely_less(result, "trips", "centralized", "one-roof", by=6)
        assert surely_less(result, "sojourn_time", "technical-team", "one-roof", by=15)
        assert 0.28 < 1 - sojourn["technical-team"] / sojourn["one-roof"] < 0.39
        assert 0.4 < sojourn["one-door"] / sojourn["technical-team"] < 0.6

    def test_portal(self) -> None:
        result = wogsim.compare(wogsim.load("portal"))
        old, prints, connected = "technical-functional", "portal", "portal/connected"
        assert surely_less(result, "sojourn_time", f"{old}/informed", old, by=3)
        assert surely_less(result, "trips", f"{old}/informed", old, by=1)
        assert surely_less(result, "sojourn_time", old, prints, by=2)
        assert surely_less(result, "trips", prints, old, by=20)
        assert surely_less(result, "sojourn_time", connected, prints, by=12)
        assert surely_less(result, "sojourn_time", "electronic", prints, by=20)
        assert surely_less(result, "sojourn_time", "electronic/connected", connected, by=14)
        sojourn = {key: result.estimates[key, "sojourn_time"].mean for key in result.keys}
        won = sojourn["electronic"] - sojourn["electronic/connected"]
        assert won / 2 < sojourn["electronic/down"] - sojourn["electronic/connected"] < won
        assert surely_less(result, "sojourn_time", "electronic/connected", "electronic/down")

    def test_task_force(self) -> None:
        """By week of need: the backlog goes and stays away, lending agencies pay, too few people bring it back."""
        result = wogsim.compare(wogsim.load("task-force"))
        found = result.by_week().set_index(["measure", "pattern", "permit", "week"]).sort_index().loc["sojourn_time"]
        low, high = found["ci_low"], found["ci_high"]
        lent, nobody, short = (f"technical-functional{variant}" for variant in ("", "/nobody", "/short"))
        assert low[nobody, "plant", 1] > 70
        assert low[nobody, "plant", 26] > high[lent, "plant", 26] + 28
        assert high[lent, "plant", 3] < 16
        assert high[lent, "plant"].loc[10:26].max() < 13
        usual = found["mean"][nobody, "workshop", 5]
        assert 2 * usual < low[lent, "workshop", 5] < high[lent, "workshop", 5] < 3.5 * usual
        for week in range(10, 27):
            assert abs(found["mean"][lent, "workshop", week] - found["mean"][nobody, "workshop", week]) < 0.3
        climbs = found["mean"][short, "plant"].loc[7:26]
        assert climbs.iloc[0] > found["mean"][short, "plant", 3] + 2
        assert climbs.is_monotonic_increasing
        assert low[short, "plant", 26] > 30

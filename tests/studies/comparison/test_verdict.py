"""The verdict: what it claims is told apart, what is not is never ranked; its numbers are in differences.csv."""

import json
import math
import re

import numpy as np
import pandas as pd
import pytest

from tests.output_analysis.test_output_analysis import mean_waits
from tests.places import TWO_AGENCIES
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.language import using
from wogsim.measures.summary import HEADLINE, MEASURES
from wogsim.output_analysis import estimate
from wogsim.scenario.explain import NOT_NUMBERS, facts
from wogsim.scenario.reading import load
from wogsim.studies.beside import Known
from wogsim.studies.comparison.differences import narrower, pairs_of
from wogsim.studies.comparison.run import compare
from wogsim.studies.comparison.told_apart import groups
from wogsim.studies.comparison.verdict import verdict
from wogsim.studies.ranking import in_hand, ranked_by
from wogsim.studies.units import readings
from wogsim.studies.words import rests

TOWN = load(TWO_AGENCIES)
BASE = np.array([10.0, 12, 9, 11, 13])


class Made:
    """A comparison of made-up values; what is not given is 0 in every replication."""

    def __init__(self, **given):
        """By measure, a table of patterns by replications; `sojourn_time` first."""
        self.keys = tuple("abcdefghijkl"[: len(given["sojourn_time"])])
        self.replications = len(given["sojourn_time"][0])
        self.title = str.upper
        self.measures = MEASURES
        nothing = [[0.0] * self.replications] * len(self.keys)
        table = {measure.name: given.get(measure.name, nothing) for measure in MEASURES}
        self.values = lambda key, measure: [float(v) for v in table[measure][self.keys.index(key)]]
        self.estimates = {(k, m.name): estimate(self.values(k, m.name)) for k in self.keys for m in MEASURES}
        self.by_pattern = lambda measure: {key: self.values(key, measure) for key in self.keys}
        self.reads = readings(MEASURES, lambda name: [self.estimates[key, name].mean for key in self.keys])
        self.ranked_by = ranked_by([self.by_pattern("gave_up")])
        self.loaded, self.scenario = TOWN, TOWN.scenario
        self.in_hand = in_hand(self.ranked_by, standard=True)
        self.overloaded: tuple[str, ...] = ()
        self.known = lambda key: Known(key in self.overloaded, self.estimates[key, "gave_up"].mean)


def test_who_is_faster_by_how_much_and_how_certain():
    """B takes 2 days more than A, give or take little; C 10; all told apart."""
    wobble = np.array([0.1, -0.1, 0, 0.1, -0.1])
    text = verdict(Made(sojourn_time=[BASE, BASE + 2 + wobble, BASE + 10]))
    assert text.startswith(
        "Under A the permit comes soonest: 10 days sooner than under C. "
        "A: faster from need to permit by 2.0 days (1.9–2.1) than B and by 10.0 days (10.0–10.0) than C."
    )
    assert "p < 0.001 after Holm's correction for 3 pairs" in text
    assert "Not told apart" not in text


def test_what_it_means_for_the_citizen_and_where_the_time_went():
    text = verdict(
        Made(
            sojourn_time=[BASE, BASE + 10],
            counters_visited=[[8] * 5, [1] * 5],
            trips=[[3, 4, 3, 4, 3], [4, 5, 4, 5, 4.1]],
            time_handoff=[[1] * 5, [8] * 5],
            time_travel=[[1] * 5, [0.5] * 5],
            time_fixing=[[2, 3, 2, 3, 2], [3, 2, 3, 2, 3]],
        )
    )
    assert "For the citizen, A means 7.0 more counters and 1.0 fewer trips compared with B." in text
    assert "Where the time goes under B above all: hand-off (7.0 days more)." in text


def test_the_two_largest_parts_of_the_difference():
    days = {"time_travel": 1, "time_handoff": 5, "time_fixing": 2, "time_form": -9}
    parts = {name: [[10] * 5, [10 + more] * 5] for name, more in days.items()}
    text = verdict(Made(sojourn_time=[BASE, BASE + 10], **parts))
    assert "under B above all: hand-off (5.0 days more) and fixing papers (2.0 days more)." in text


def test_a_trifle_explains_no_difference():
    """Hand-off takes two days more, but unsteadily: the tenth of a day of travel, which is sure, is not the reason."""
    parts = {"time_travel": [[1] * 5, [1.1] * 5], "time_handoff": [[10] * 5, [4, 20, 10, 4, 22]]}
    assert "above all" not in verdict(Made(sojourn_time=[BASE, BASE + 10], **parts))


def test_certainty_is_that_of_the_least_certain_claim():
    """B is slower by 1 on average with t = 4.5, p = 0.011, the largest of three; C by 10 for sure."""
    text = verdict(Made(sojourn_time=[BASE, BASE + np.array([0.5, 1.5, 1, 0.5, 1.5]), BASE + 10]))
    pair = pairs_of(Made(sojourn_time=[BASE, BASE + np.array([0.5, 1.5, 1, 0.5, 1.5]), BASE + 10]), "sojourn_time")
    stated = float(re.search(r"p ≤ (0\.\d+)", text)[1])
    assert 0 <= stated - pair["a", "b"].p_holm < 0.001
    assert pair["a", "c"].p_holm == 0


def test_ties_are_named_and_not_ranked():
    """A and B change places from one replication to the next; C is slower than both."""
    noise = np.array([1, -1, 2, -2, 0.5])
    text = verdict(Made(sojourn_time=[BASE, BASE + noise, BASE + 20 + noise / 9]))
    assert text.startswith(
        "Under A and B the permit comes soonest (they are not told apart): under A 20 days sooner than under C. "
        "A: faster from need to permit by 20"
    )
    assert text.count("told apart") == 1
    assert not re.search(r"than [AB]\b", text)


def test_behind_the_first_ties_are_named_at_the_end():
    """B and C change places, and A is faster than both; D is slower than all."""
    noise = np.array([1, -1, 2, -2, 0.5])
    text = verdict(Made(sojourn_time=[BASE, BASE + 20, BASE + 20 + noise, BASE + 90]))
    assert text.startswith("Under A the permit comes soonest: 90 days sooner than under D.")
    assert "Not told apart and not ranked: B and C." in text


def test_who_is_told_apart_from_nobody_is_not_called_fast():
    """A's luck is its own and large: it is told apart neither from B nor from C, which B is told apart from."""
    luck = np.array([40, -40, 30, -30, 5])
    text = verdict(Made(sojourn_time=[BASE + luck, BASE, BASE + 20]))
    assert text.startswith("Under B the permit comes 20 days sooner than under C; not told apart from B: A. B: faster")
    assert "soonest" not in text


def test_what_holds_only_of_those_who_stay_says_so():
    """As many give up under both, so that ranking those who stay is fair."""
    text = verdict(Made(sojourn_time=[BASE, BASE + 10], gave_up=[[0.9] * 5, [0.9] * 5])).replace("\xa0", " ")
    assert text.startswith(
        "Under A the permit comes soonest for those who do not give up: 10 days sooner than under B."
    )
    assert "Gave up: 90 % of the citizens." in text
    assert "Gave up: 90\xa0%" in verdict(Made(sojourn_time=[BASE], gave_up=[[0.9] * 5]))


class TestNobodyIsRankedBySurvivors:
    def test_who_loses_a_quarter_does_not_win(self):
        """A is faster for those who stay, and slower for all who began."""
        gave_up = [[0.25, 0.24, 0.26, 0.25, 0.25], [0.01, 0, 0, 0.02, 0]]
        of_all = {"restricted_time": [BASE + 20, BASE + 4], "within_standard": [[0.5] * 5, [0.75] * 5]}
        text = verdict(Made(sojourn_time=[BASE, BASE + 4], gave_up=gave_up, **of_all)).replace("\xa0", " ")
        assert text.startswith("Under B the permit comes soonest for all who began: 16 days sooner than under A. ")
        assert "who gave up, or takes longer, counts as 14 days" in text  # the run-out of this town
        assert "Gave up: 25 % under A and 0.6 % under B. With the permit within the standard: 50 % under A" in text

    def test_nobody_with_fewer_permits_in_time_wins(self):
        """Whatever the horizon makes of giving up: A would win by a day, with half of the permits of B."""
        gave_up, in_time = [[0.5] * 5, [0.0] * 5], [[0.4, 0.5, 0.45, 0.5, 0.5], [0.8, 0.9, 0.8, 0.9, 0.8]]
        made = Made(sojourn_time=[BASE] * 2, gave_up=gave_up, restricted_time=[BASE, BASE + 1], within_standard=in_time)
        assert "soonest for" not in verdict(made)
        assert "cannot tell the patterns apart" in verdict(made)
        in_time.reverse()
        made = Made(sojourn_time=[BASE] * 2, gave_up=gave_up, restricted_time=[BASE, BASE + 1], within_standard=in_time)
        assert verdict(made).startswith("Under A the permit comes soonest for all who began")

    def test_ties_stay_ties(self):
        noise = np.array([1, -1, 2, -2, 0.5])
        gave_up = [[0.3] * 5, [0.0] * 5]
        text = verdict(Made(sojourn_time=[BASE, BASE + 9], gave_up=gave_up, restricted_time=[BASE, BASE + noise]))
        assert "cannot tell the patterns apart" in text
        assert "soonest" not in text

    def test_overload_is_said(self):
        made = Made(sojourn_time=[BASE, BASE + 10])
        assert "verloaded" not in verdict(made)
        made.overloaded = ("b",)
        assert "Overloaded under B: times there depend on how long the world is run." in verdict(made)


def test_equal_leaders_each_have_their_burdens():
    text = verdict(Made(sojourn_time=[BASE, BASE, BASE + 5], trips=[[9] * 5, [2] * 5, [2] * 5]))
    assert "For the citizen, A means as many counters and 7.0 more trips compared with C." in text
    assert "For the citizen, B means as many counters and as many trips compared with C." in text


def test_who_is_beaten_is_not_among_the_fastest():
    """B is not told apart from A, whose luck is its own, but slower than C; so it shares no first place."""
    luck = np.array([4, -4, 3, -3, 0.5])
    text = verdict(Made(sojourn_time=[BASE + luck, BASE + 1, BASE, BASE + 90]))
    assert text.startswith(
        "Under A and C the permit comes soonest (they are not told apart): under C 90 days sooner than under D. "
        "C: faster from need to permit by 1.0 days"
    )
    assert "Not told apart and not ranked: A and B." in text


def test_equals_share_the_first_place_together():
    noise = np.array([1, -1, 2, -2, 0.5])
    text = verdict(Made(sojourn_time=[BASE, BASE, BASE + noise, BASE + 20]))
    assert text.startswith("Under A, B and C the permit comes soonest (they are not told apart): under A and B 20")
    assert "A and B: faster from need to permit by 20.0 days" in text
    assert "Equal in every replication: A and B." in text


def test_those_who_are_alike_stand_together():
    text = verdict(Made(sojourn_time=[BASE, BASE, BASE + 5], trips=[[2] * 5] * 3))
    assert text.startswith("Under A and B the permit comes soonest: 5.0 days sooner than under C.")
    assert "Equal in every replication: A and B." in text
    assert "as many counters and as many trips" in text


def test_nobody_is_ranked_where_nobody_is_told_apart():
    noise = np.array([1, -1, 2, -2, 0.5])
    text = verdict(Made(sojourn_time=[BASE, BASE + noise, BASE - noise], time_travel=[BASE] * 3))
    assert "cannot tell the patterns apart" in text
    assert "soonest" not in text
    assert "faster" not in text
    assert "Largest part everywhere: travel (100 %)." in text


def test_one_replication_one_pattern_nobody():
    assert "One replication cannot tell patterns apart" in verdict(Made(sojourn_time=[[1], [2]]))
    assert verdict(Made(sojourn_time=[[1, 2]])).startswith("A: 1.5 days on average. Of ")
    assert "no number" in verdict(Made(sojourn_time=[[math.nan] * 2] * 2))
    text = verdict(Made(sojourn_time=[BASE, BASE + 1, [math.nan] * 5]))
    assert "Nobody was granted the permit under C." in text


def test_what_rests_on_assumption_stands_behind_every_verdict():
    """Numbers of the world, whatever the levers and the run: none of those has a source to show."""
    text = verdict(Made(sojourn_time=[BASE, BASE + 10]))
    found = re.search(
        r"Of (\d+) numbers that the scenario states about its world, (\d+) rest on assumption \((\d+) of them with a "
        r"range\) and (\d+) on a source\.$",
        text,
    )
    stated, assumed, ranged, sourced = map(int, found.groups())
    facts_of_it = [fact for fact in facts(TOWN) if fact.given and fact.path.startswith("world.")]
    assert sourced == sum(bool(fact.source) for fact in facts_of_it if fact.unit not in NOT_NUMBERS)
    assert (stated, ranged) == (assumed + sourced, len(TOWN.ranges))
    moved = TOWN.change({"run.seed": 9, "levers.delegated": 0.5, "run.cohort": "2 weeks"})
    assert rests(moved) == rests(TOWN)


def test_twelve_patterns_are_still_a_few_sentences():
    text = verdict(Made(sojourn_time=[BASE + i for i in range(12)], gave_up=[[0.1] * 5] * 12))
    assert "A: faster from need to permit by 1.0 to 11.0 days than 11 patterns." in text
    assert len(re.findall(r"[.] |[.]$", text)) <= 8


def test_no_winner_among_equals():
    """Five queues equal in law, with luck of their own: a winner in fewer than 5 % of experiments."""
    rng = np.random.default_rng(20)
    won = 0
    for table in mean_waits(rng, 600 * 5 * 10, 200).reshape(600, 5, 10):
        made = Made(sojourn_time=table)
        found = groups(made.by_pattern("sojourn_time"))
        said = bool(re.search("soonest|: faster from", verdict(made)))
        assert said or found.lowest == found.highest
        won += said
    assert won / 600 < 0.05


def test_two_equal_systems():
    """The error that is asked for, 5 %, within three binomial standard deviations of 2,000 experiments."""
    rng = np.random.default_rng(21)
    tables = mean_waits(rng, 2000 * 2 * 10, 200).reshape(2000, 2, 10)
    won = sum(pairs_of(Made(sojourn_time=table), "sojourn_time")["a", "b"].apart for table in tables)
    assert won / 2000 < 0.05 + 3 * math.sqrt(0.05 * 0.95 / 2000)


def test_a_real_difference_is_found():
    """A rule that never claims anything would pass the others."""
    rng = np.random.default_rng(22)
    waits = mean_waits(rng, 100 * 10, 200).reshape(100, 10)
    assert all("soonest" in verdict(Made(sojourn_time=[w, 1.5 * w + 0.1])) for w in waits)


@pytest.fixture(scope="module")
def out(tmp_path_factory, without_charts):
    directory = tmp_path_factory.mktemp("verdict") / "out"
    with without_charts():
        assert run(["compare", TWO_AGENCIES, "--replications", "6", "--jobs", "1", "--out", str(directory)]) == 0
    return directory


@pytest.fixture(scope="module")
def result():
    return compare(load(TWO_AGENCIES), replications=6)


class TestDifferences:
    def test_every_pair_of_every_measure(self, out, result):
        table = pd.read_csv(out / "differences.csv")
        assert list(table) == [
            "pattern_a", "pattern_b", "measure", "unit", "mean_difference", "ci_low", "ci_high", "p_holm",
            "overloaded",
        ]  # fmt: skip
        assert len(table) == 10 * len(result.measures)
        assert ((table["p_holm"] >= 0) & (table["p_holm"] <= 1)).all()

    def test_differences_are_those_of_the_means(self, out):
        means = pd.read_csv(out / "comparison.csv").set_index(["pattern", "measure"])["mean"]
        for row in pd.read_csv(out / "differences.csv").itertuples():
            expected = means[row.pattern_a, row.measure] - means[row.pattern_b, row.measure]
            assert row.mean_difference == pytest.approx(expected, abs=1e-6)

    def test_interval_and_decision_are_one(self, out):
        table = pd.read_csv(out / "differences.csv")
        outside = (table["ci_low"] > 0) | (table["ci_high"] < 0)
        assert (outside == (table["p_holm"] < 0.05)).all()
        assert outside.any()

    def test_answers_and_verdict_decide_alike(self, result):
        for measure in ("sojourn_time", "waiting_time"):
            found = groups(result.by_pattern(measure))
            for pair, gap in pairs_of(result, measure).items():
                if pair[0] in found.lowest and pair[1] in found.highest:
                    ends = {found.lowest[0], found.highest[0]}
                    assert gap.apart or set(pair) != ends

    def test_the_same_citizens_make_it_narrower(self, result):
        table = result.variance_reduction()
        ratio = table["unpaired_half_width"] / table["paired_half_width"]
        finite = np.isfinite(ratio)
        assert table["narrower"][finite].to_numpy() == pytest.approx(ratio[finite].to_numpy())
        assert narrower(result, "sojourn_time") > 1

    def test_compare_ends_with_the_verdict(self, capsys, result):
        assert run(["compare", TWO_AGENCIES, "--replications", "6", "--jobs", "1"]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert said.endswith("Verdict. " + " ".join(result.verdict().split()))

    def test_in_indonesian_too(self, result):
        with using("id"):
            text = result.verdict()
        assert text != result.verdict()
        assert "days" not in text

    def test_quantiles_enclose_themselves(self, out):
        table = pd.read_csv(out / "quantiles.csv")
        assert set(table["quantile"]) == {0.1, 0.5, 0.9}
        inside = table.dropna()
        assert ((inside["ci_low"] <= inside["value"]) & (inside["value"] <= inside["ci_high"])).all()
        assert len(inside) > len(table) / 2


class TestPrecision:
    @pytest.mark.usefixtures("_no_charts")
    def test_is_that_number_of_replications_exactly(self, tmp_path, capsys):
        """Byte for byte but for the manifest's word on precision; for one process and two."""
        by_rule, two, by_number = (tmp_path / name for name in ("rule", "two", "number"))
        asked = ["--replications", "4", "--precision", "90 %", "--pattern", "one-roof", "--pattern", "one-door"]
        assert run(["compare", TWO_AGENCIES, *asked, "--jobs", "1", "--out", str(by_rule)]) == 0
        assert run(["compare", TWO_AGENCIES, *asked, "--jobs", "2", "--out", str(two)]) == 0
        manifest = json.loads((by_rule / "manifest.json").read_text("utf-8"))
        runs = manifest["replications"]
        assert f"took {runs} replications" in " ".join(capsys.readouterr().out.split())
        asked[1:4] = [str(runs)]
        assert run(["compare", TWO_AGENCIES, *asked, "--jobs", "1", "--out", str(by_number)]) == 0
        for path in by_rule.glob("*.csv"):
            assert path.read_bytes() == (two / path.name).read_bytes() == (by_number / path.name).read_bytes()
        assert manifest["precision"] == {"asked": 0.9, "max_replications": 200, "reached": True, "short": []}
        plain = json.loads((by_number / "manifest.json").read_text("utf-8"))
        assert manifest | {"precision": None} == plain

    def test_stops_where_the_intervals_say(self):
        """Replication by replication: precise at every count from five before the end, and not at the one before."""
        loaded, patterns = load(TWO_AGENCIES), ["one-roof", "one-door"]
        found = compare(loaded, patterns=patterns, replications=3, precision=0.7)
        relative = ("waiting_time", "trips", "sojourn_time", "counters_visited", "chain_length")
        shown = [name for name in HEADLINE if name != "on_the_spot"]  # nobody waits for a permit there

        def precise(count):
            wide = [(estimate(found.values(p, m)[:count]), m in relative) for p in patterns for m in shown]
            return all(one.high - one.mean <= 0.7 * (one.mean if share else 1) for one, share in wide)

        runs = found.replications
        assert runs > 10
        assert all(precise(count) for count in range(runs - 5, runs + 1))
        assert not precise(runs - 6)

    def test_ceiling_is_said_with_what_is_short(self, capsys):
        asked = ["--replications", "3", "--precision", "0.001", "--max-replications", "5", "--pattern", "one-roof"]
        assert run(["compare", TWO_AGENCIES, *asked]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "A precision of 0.1 % is not reached after 5 replications, the most allowed: " in said
        assert "under One-roof ±" in said
        assert "It would take about" in said

    @pytest.mark.parametrize(
        ("asked", "word"),
        [
            ({"precision": 0}, "between 0 and 1"),
            ({"precision": 1.5}, "between 0 and 1"),
            ({"precision": "much"}, "between 0 and 1"),
            ({"precision": True}, "between 0 and 1"),
            ({"precision": 0.1, "max_replications": "many"}, "whole number"),
            ({"precision": 0.1, "max_replications": 3, "replications": 4}, "whole number, 4 or more"),
            ({"precision": 0.1, "max_replications": 2, "replications": 1}, "whole number, 3 or more"),
        ],
    )
    def test_what_makes_no_sense(self, asked, word):
        with pytest.raises(BadInput, match=word):
            compare(load(TWO_AGENCIES), **asked)

    def test_a_ceiling_without_precision(self, capsys):
        assert run(["compare", TWO_AGENCIES, "--max-replications", "5"]) == 2
        assert "--max-replications is for --precision" in capsys.readouterr().err

"""Between replications: intervals that cover, p values that do not cry wolf, rules that stop where they should."""

import itertools
import math
from functools import partial

import numpy as np
import pytest

from wogsim.measures.series import batch_means
from wogsim.output_analysis import estimate
from wogsim.output_analysis.intervals import independent_quantile, pooled_quantile
from wogsim.output_analysis.paired import all_pairs, between, holm, t_test, welch_half
from wogsim.output_analysis.stopping import Target, half_widths, look_ahead, stopping
from wogsim.output_analysis.warm_up import across, mser
from wogsim.replication.prepare import prepare
from wogsim.replication.run import replicate
from wogsim.scenario.reading import load
from wogsim.validation.offices import Office, exponential
from wogsim.work.parallel import in_order

EXPERIMENTS = 2000
LOAD, SERVICE = 0.5, 1.0
WAIT = LOAD / (1 - LOAD) * SERVICE  # M/M/1 (L. Kleinrock, *Queueing Systems* I, 1975, eq. 3.24)


def mean_waits(rng: np.random.Generator, replications: int, customers: int) -> np.ndarray:
    """Mean waits of M/M/1 queues by Lindley's recursion, begun in equilibrium, so that their expectation is known."""
    waits = np.where(rng.random(replications) < LOAD, rng.exponential(SERVICE / (1 - LOAD), replications), 0.0)
    total = waits.copy()
    for _customer in range(customers - 1):
        step = rng.exponential(SERVICE, replications) - rng.exponential(SERVICE / LOAD, replications)
        waits = np.maximum(waits + step, 0)
        total += waits
    return total / customers


class TestCoverage:
    """95 % is 95 %: of 2,000 experiments 1,870 to 1,930 cover the truth (three binomial standard deviations)."""

    def test_mean_wait_of_a_known_queue(self):
        runs = mean_waits(np.random.default_rng(1), EXPERIMENTS * 20, 600).reshape(EXPERIMENTS, 20)
        found = [estimate(experiment.tolist()) for experiment in runs]
        covered = sum(one.low <= WAIT <= one.high for one in found) / EXPERIMENTS
        assert 0.935 <= covered <= 0.965

    def test_paired_differences_of_two_queues_with_the_same_luck(self):
        """What they share cancels; what is left is a known difference of 0.3."""
        rng = np.random.default_rng(2)
        shared, own = rng.gamma(4, 1, (EXPERIMENTS, 10)), rng.exponential(1, (EXPERIMENTS, 2, 10)) ** 0.5
        found = [all_pairs({"a": s + 0.3 + e[0], "b": s + e[1]})["a", "b"] for s, e in zip(shared, own, strict=True)]
        covered = sum(one.difference.low <= 0.3 <= one.difference.high for one in found) / EXPERIMENTS
        assert 0.935 <= covered <= 0.965
        assert np.median([one.narrower for one in found]) > 2

    def test_quantile_of_citizens_who_hang_together(self):
        """Every replication has its own level, so that citizens of one are alike; the truth is that of all together."""
        rng = np.random.default_rng(3)
        truth = np.quantile(rng.normal(0, 1, 2_000_000) + rng.exponential(1, 2_000_000), 0.5)
        hits = 0
        for _experiment in range(EXPERIMENTS):
            samples = [rng.normal() + rng.exponential(1, size) for size in rng.integers(20, 60, 25)]
            found = pooled_quantile(samples, 0.5)
            hits += found.low <= truth <= found.high
        assert 0.925 <= hits / EXPERIMENTS <= 0.97

    @pytest.mark.parametrize(("count", "share"), [(60, 0.5), (60, 0.9), (15, 0.25)])
    def test_quantile_of_independent_values(self, count, share):
        """At least 95 %, whatever the distribution; not much more, since ranks are whole numbers."""
        values = np.random.default_rng(4).exponential(1, (EXPERIMENTS, count))
        found = [independent_quantile(row, share) for row in values]
        truth = -math.log(1 - share)
        covered = sum(not (truth < one.low or truth > one.high) for one in found) / EXPERIMENTS
        assert 0.94 <= covered <= 0.99


def simulated_waits(prepared, replications: range) -> list[float]:
    """The mean waits of replications of the model, in services."""
    return [outcome.values["waiting_time"] / 10 for (outcome,) in replicate(prepared, 1, replications)]


@pytest.fixture(scope="module")
def modelled(tmp_path_factory) -> np.ndarray:
    """Mean waits of 40,000 weeks of an M/M/1 desk at load 0.3, through the model."""
    path = tmp_path_factory.mktemp("queue") / "queue.toml"
    path.write_text(Office(0.03, exponential(10)).text("M/M/1", 1, 1), "utf-8")
    loaded = load(path).change({"run.warm_up": "1 day", "run.run_out": "0 days"})
    return np.array(in_order(partial(simulated_waits, prepare(loaded)), EXPERIMENTS * 20, 2, at_once=16))


@pytest.mark.slow
class TestThroughTheModel:
    def test_interval_covers_the_mean_wait(self, modelled):
        found = [estimate(runs.tolist()) for runs in modelled.reshape(EXPERIMENTS, 20)]
        covered = sum(one.low <= 0.3 / 0.7 <= one.high for one in found) / EXPERIMENTS
        assert 0.935 <= covered <= 0.965

    def test_no_winner_among_equals(self, modelled):
        """Five desks equal in law with luck of their own, ten replications each: a winner in one of twenty at most.

        A share of 0.05 itself is found to be at most three standard errors more.
        """
        won = [
            any(pair.apart for pair in all_pairs(dict(zip("abcde", five.tolist(), strict=True))).values())
            for five in modelled.reshape(-1, 5, 10)
        ]
        assert np.mean(won) < 0.05 + 3 * (0.05 * 0.95 / len(won)) ** 0.5


class TestQuantiles:
    def test_textbook_ranks(self):
        """Median of ten: between the second and the ninth (Conover 1999, table A3: 0.0107 on either side)."""
        found = independent_quantile(range(1, 11), 0.5)
        assert (found.low, found.mean, found.high) == (2, 5, 9)

    def test_no_limit_beyond_the_sample(self):
        """Of five values none lies below the median with probability 1 / 32, which is more than 0.025."""
        found = independent_quantile([1, 2, 3, 4, 5], 0.5)
        assert math.isnan(found.low)
        assert math.isnan(found.high)
        many = pooled_quantile([np.arange(1, 11), np.arange(11, 21)], 0.9)
        assert many.mean == 18
        assert math.isnan(many.high)

    def test_alike_replications_leave_no_doubt(self):
        found = pooled_quantile([np.arange(1, 11)] * 4, 0.5)
        assert (found.low, found.mean, found.high) == (5, 5, 5)

    def test_clusters_are_not_taken_for_citizens(self):
        """Replications with levels of their own say less than as many independent citizens."""
        rng = np.random.default_rng(5)
        apart = [level + rng.normal(0, 0.1, 100) for level in rng.normal(0, 1, 10)]
        clustered = pooled_quantile(apart, 0.5)
        independent = independent_quantile(np.concatenate(apart), 0.5)
        assert clustered.high - clustered.low > 2 * (independent.high - independent.low)

    def test_one_replication_and_none(self):
        one = pooled_quantile([np.array([3, 1, 2]), np.array([])], 0.5)
        assert one.mean == 2
        assert math.isnan(one.low)
        assert math.isnan(pooled_quantile([np.array([])], 0.5).mean)


class TestHolm:
    def test_worked_by_hand(self):
        """0.005 x 4 = 0.02; 0.011 x 3 = 0.033; 0.02 x 2 = 0.04; 0.04 x 1. All below 0.05; Bonferroni takes two."""
        corrected, levels = holm([0.02, 0.005, 0.04, 0.011])
        assert corrected == pytest.approx([0.04, 0.02, 0.04, 0.033])
        assert levels == pytest.approx([1 - 0.05 / 2, 1 - 0.05 / 4, 0.95, 1 - 0.05 / 3])

    def test_stops_at_the_first_that_fails(self):
        """0.03 x 2 fails, so 0.04 x 1 must not pass."""
        corrected, levels = holm([0.001, 0.04, 0.03])
        assert corrected == pytest.approx([0.003, 0.06, 0.06])
        assert levels == pytest.approx([1 - 0.05 / 3, 0.975, 0.975])

    def test_no_test_does_not_count(self):
        corrected, _levels = holm([0.03, math.nan])
        assert corrected[0] == 0.03
        assert math.isnan(corrected[1])

    def test_is_the_closure_of_bonferroni(self):
        """Rejected exactly where every set of hypotheses that holds this one is, by its smallest p (Marcus 1976)."""
        rng = np.random.default_rng(6)
        for _trial in range(200):
            p = rng.beta(0.3, 3, 4)
            sets = [s for size in range(1, 5) for s in itertools.combinations(range(4), size)]
            closed = [max(min(len(s) * min(p[list(s)]), 1) for s in sets if i in s) for i in range(4)]
            assert holm(p.tolist())[0] == pytest.approx(closed)

    def test_interval_leaves_out_zero_exactly_where_decided(self):
        rng = np.random.default_rng(7)
        seen = set()
        for _trial in range(300):
            shared = rng.normal(0, 3, 8)
            found = all_pairs({name: shared + rng.normal(0.4 * i, 1, 8) for i, name in enumerate("abcde")})
            for pair in found.values():
                outside = pair.difference.low > 0 or pair.difference.high < 0
                assert outside == pair.apart
                seen.add(outside)
        assert seen == {True, False}


class TestPaired:
    def test_p_of_a_textbook_example(self):
        """Differences 1, 2, 3, 4: t = 2.5 / sqrt(5 / 12) = 3.873 with 3 degrees of freedom, p = 0.0305."""
        assert t_test([1, 2, 3, 4]) == pytest.approx(0.0305, abs=5e-5)

    def test_what_never_differs_is_the_same(self):
        pair = all_pairs({"a": [1.0, 2, 3], "b": [1.0, 2, 3]})["a", "b"]
        assert pair.same
        assert (pair.p_holm, pair.apart) == (1, False)
        assert (pair.difference.low, pair.difference.high) == (0, 0)

    def test_what_always_differs_alike_is_no_chance(self):
        pair = all_pairs({"a": [1.0, 2, 3], "b": [2.0, 3, 4]})["a", "b"]
        assert (pair.p_holm, pair.apart, pair.same) == (0, True, False)
        assert (pair.difference.mean, pair.difference.low, pair.difference.high) == (-1, -1, -1)

    def test_one_replication_decides_nothing(self):
        pair = all_pairs({"a": [1.0], "b": [2.0]})["a", "b"]
        assert math.isnan(pair.p_holm)
        assert not pair.apart
        assert pair.difference.mean == -1

    def test_replications_without_a_number_are_left_out(self):
        with_gap = all_pairs({"a": [1.0, math.nan, 3, 4], "b": [2.0, 2, math.nan, 6]})["a", "b"]
        assert with_gap.difference == all_pairs({"a": [1.0, 4], "b": [2.0, 6]})["a", "b"].difference

    def test_the_other_way_round(self):
        found = all_pairs({"a": [1.0, 2, 4], "b": [2.0, 4, 5], "c": [0.0, 1, 0]})
        back = between(found, "b", "a").difference
        there = found["a", "b"].difference
        assert (back.mean, back.low, back.high) == (-there.mean, -there.high, -there.low)

    def test_unrelated_half_width_after_welch(self):
        """Variances 1 and 4, five each: sqrt(1 / 5 + 4 / 5) = 1, freedom 1 / (0.04 / 4 + 0.64 / 4) = 5.88."""
        spread = np.array([-1, -1, 0, 1, 1])
        assert welch_half(spread, 2 * spread) == pytest.approx(2.459, abs=2e-3)


class TestPrecision:
    def test_stops_when_it_has_stayed_precise(self):
        """Half-width over mean, worked out beside the rule: the first count that stays precise, plus five."""
        rng = np.random.default_rng(8)
        values = rng.normal(10, 3, 200).tolist()
        widths = [(e.high - e.mean) / e.mean for e in (estimate(values[:n]) for n in range(2, 201))]
        good = [False, *(width <= 0.1 for width in widths)]
        first = next(n for n in range(3, 200) if all(good[n - 1 : n + 5]))
        found = stopping({"x": values}, {"x": Target(0.1)}, 3)
        assert found.replications == first + 5
        assert 25 < first < 60  # (1.96 x 0.3 / 0.1)^2 = 35

    def test_a_lucky_narrow_start_is_not_believed(self):
        """Three alike, then the truth comes out: no stop before it has been precise for five more."""
        values = [10, 10, 10, 2, 18] + [10] * 400
        found = stopping({"x": values}, {"x": Target(0.05)}, 3)
        widths = half_widths(values)[1] / half_widths(values)[0]
        first = next(n for n in range(5, 400) if widths[n - 1] <= 0.05)
        assert found.replications == first + look_ahead(first)
        assert first > 5

    def test_looks_ahead_farther_after_a_hundred(self):
        assert [look_ahead(n) for n in (3, 100, 101, 119, 120, 200)] == [5, 5, 5, 5, 6, 10]

    def test_all_quantities_at_once(self):
        rng = np.random.default_rng(9)
        easy, hard = rng.normal(10, 0.1, 100).tolist(), rng.normal(10, 3, 100).tolist()
        targets = {"easy": Target(0.1), "hard": Target(0.1)}
        alone = stopping({"hard": hard}, targets, 3).replications
        assert stopping({"easy": easy, "hard": hard}, targets, 3).replications == alone
        assert stopping({"easy": easy}, targets, 3).replications == 8

    def test_does_not_depend_on_how_many_ran_too_many(self):
        values = np.random.default_rng(10).normal(10, 3, 200).tolist()
        stop = stopping({"x": values}, {"x": Target(0.1)}, 3).replications
        for ran in range(stop, 200, 7):
            assert stopping({"x": values[:ran]}, {"x": Target(0.1)}, 3).replications == stop
        assert stopping({"x": values[: stop - 1]}, {"x": Target(0.1)}, 3).replications is None

    def test_says_who_is_short(self):
        rng = np.random.default_rng(11)
        series = {"a": rng.normal(10, 1, 10), "b": rng.normal(10, 9, 10), "c": rng.normal(1, 9, 10), "d": [5.0] * 10}
        found = stopping(series, dict.fromkeys(series, Target(0.01)), 3)
        assert found.replications is None
        assert [label for label, _p in found.short][-1] == "a"
        assert {label for label, _p in found.short} == {"a", "b", "c"}
        for label, reached in found.short:
            one = estimate(series[label].tolist())
            assert reached == pytest.approx((one.high - one.mean) / abs(one.mean))

    def test_zero_constant_and_without_number_are_precise(self):
        series = {"zero": [0.0] * 8, "seven": [7.0] * 8, "none": [math.nan] * 8}
        assert stopping(series, dict.fromkeys(series, Target(0.05)), 3).replications == 8

    def test_shares_are_precise_in_their_own_unit(self):
        """A share of 0.01 that varies by as much is known to 0.05 long before it is known to 5 % of itself."""
        rare = np.random.default_rng(12).exponential(0.01, 100).tolist()
        assert stopping({"x": rare}, {"x": Target(0.05, absolute=True)}, 3).replications == 8
        assert stopping({"x": rare}, {"x": Target(0.05)}, 3).replications is None

    def test_running_half_widths_are_those_of_estimate(self):
        values = [3.0, math.nan, 5.0, 4.0, math.nan, 9.0]
        means, halves = half_widths(values)
        for n in range(1, 7):
            one = estimate(values[:n])
            assert means[n - 1] == pytest.approx(one.mean)
            assert halves[n - 1] == pytest.approx(one.high - one.mean, nan_ok=True)


class TestWarmUp:
    @pytest.mark.parametrize("transient", [0, 10, 25])
    def test_finds_a_planted_transient(self, transient):
        """A ramp from 0, then noise around 10 with a standard deviation of 1; its last steps hardly show."""
        rng = np.random.default_rng(13)
        found = []
        for _trial in range(40):
            series = rng.normal(10, 1, 100)
            series[:transient] *= np.arange(transient) / max(transient, 1)
            found.append(mser(series.tolist()))
        assert abs(np.median(found) - transient) <= 3

    def test_by_hand(self):
        """Keeping 1, 2, 1, 2, 1, 2: squares 1.5 over 36. One more kept, the 9: squares 49.4 over 49, which is worse."""
        assert mser([9, 1, 2, 1, 2, 1, 2]) == 1
        assert mser([1, 2, 1, 2, 1, 2, 1]) == 0

    def test_what_never_settles_is_cut_in_its_second_half(self):
        assert mser(list(range(100))) > 50

    def test_the_last_five_are_not_taken_for_the_whole(self):
        """Five alike at the end would have no variance at all; six have (5 / 6) / 36, which is more than 60 / 65^2."""
        assert mser([9, 11] * 30 + [10] * 5) == 0

    def test_gaps_count_for_nothing(self):
        series = [20.0, math.nan, 20.0, *[1.0, 2.0] * 10]
        assert mser(series) == 3
        assert mser([math.nan, math.nan]) == 0

    def test_batches_of_five_and_averages(self):
        there = np.array([True] * 5 + [False] * 4 + [True] + [False] * 5)
        values = np.arange(15)
        assert batch_means(np.arange(12)).tolist() == [2, 7]
        assert batch_means(values, there)[:2].tolist() == [2, 9]
        assert math.isnan(batch_means(values, there)[2])
        together = across([np.array([1.0, math.nan, 5.0]), np.array([3.0, 4.0])])
        assert together.tolist() == [2, 4]

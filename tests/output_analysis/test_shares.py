"""Intervals of shares: what is rare is not exact, and 95 % is at least 95 % whatever hangs together."""

import math
from functools import partial

import numpy as np
import pytest

from tests.places import DATA
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis.intervals import as_told, estimate, estimate_share, estimate_within
from wogsim.output_analysis.theory import erlang_a
from wogsim.replication.prepare import prepare
from wogsim.replication.run import replicate
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare
from wogsim.validation.offices import Office, exponential
from wogsim.work.parallel import in_order

EXPERIMENTS = 2000
CITIZENS = 2000  # of one replication
# Of 2,000 intervals that cover with at least 95 % fewer than so many cover with a probability of 0.0014: three binomial
# standard deviations, sqrt(0.95 * 0.05 / 2000) each.
LEAST = 0.95 - 3 * math.sqrt(0.95 * 0.05 / EXPERIMENTS)


def covered(counts: np.ndarray, truth: float, of: int = CITIZENS) -> float:
    """Share of experiments, a row of counts each, whose interval holds the truth."""
    found = [estimate_share((row / of).tolist(), [of] * len(row)) for row in counts]
    assert all(0 <= one.low <= one.mean <= one.high <= 1 for one in found)
    return sum(one.low <= truth <= one.high for one in found) / len(found)


class TestByHand:
    """Values from tables."""

    def test_nobody_in_any_replication(self):
        """The exact upper limit of none of ten is 30.85 % (Clopper and Pearson 1934): 1 - 0.025 ** (1 / 10)."""
        found = estimate_share([0.0] * 10, [5000] * 10)
        assert (found.mean, found.low) == (0, 0)
        assert found.high == pytest.approx(1 - 0.025**0.1)
        assert found.high == pytest.approx(0.3085, abs=5e-5)

    def test_everybody_in_every_replication(self):
        found = estimate_share([1.0] * 10, [5000] * 10)
        assert (found.mean, found.high) == (1, 1)
        assert found.low == pytest.approx(0.025**0.1)

    def test_what_is_certain_has_no_width(self):
        assert estimate_share([0.0] * 10, [0] * 10)[:3] == (0, 0, 0)

    def test_one_replication_has_no_interval(self):
        assert math.isnan(estimate_share([0.5], [100]).low)
        assert math.isnan(estimate_share([math.nan, 0.5], [100, 100]).high)

    def test_a_common_share_is_about_students(self):
        """1,000 replications of a third or two thirds, of which Student's t is nearly normal."""
        shares = [1 / 3, 2 / 3] * 500
        exact, usual = estimate_share(shares, [1000] * 1000), estimate(shares)
        assert exact.low == pytest.approx(usual.low, abs=2e-4)
        assert exact.high == pytest.approx(usual.high, abs=2e-4)

    def test_no_more_independent_ones_than_there_are(self):
        """Five in a hundred in each of two replications: ten of 200, fewer still for one degree of freedom."""
        found = estimate_share([0.05, 0.05], [100, 100])
        assert found.low < 0.0242  # the exact interval of ten of 200 is 2.42 to 9.00 %
        assert found.high > 0.0900

    def test_what_people_are_told(self):
        """An interval from 0 to 31 % is in files; on the screen and in charts a share of nobody has none."""
        assert math.isnan(as_told(estimate_share([0.0] * 10, [5000] * 10)).high)
        assert math.isnan(as_told(estimate_share([1.0] * 10, [5000] * 10)).low)
        some = estimate_share([0.0, 0.01], [5000, 5000])
        assert as_told(some) == some
        assert as_told(estimate([1.0, 1.0])) == estimate([1.0, 1.0])

    def test_nothing_is_waited_for_less_than_nothing(self):
        found = estimate_within([0.0, 0.0, 0.3])
        assert found.low == 0
        assert found.high == estimate([0.0, 0.0, 0.3]).high
        assert BY_NAME["waiting_time"].estimate([0.0, 0.0, 0.3]).low == 0
        assert estimate_within([0.99, 1.0, 0.9], most=1.0).high == 1


class TestCoverage:
    """At least 95 %, seed 1: of independent citizens for certain, as the exact interval of fewer is no narrower."""

    @pytest.mark.parametrize("replications", [5, 10, 30])
    @pytest.mark.parametrize("expected", [0.3, 1, 3, 10, 100])
    def test_citizens_by_themselves(self, replications, expected):
        """So many of all citizens of all replications are expected to give up."""
        truth = expected / (replications * CITIZENS)
        counts = np.random.default_rng(1).binomial(CITIZENS, truth, (EXPERIMENTS, replications))
        assert covered(counts, truth) >= LEAST

    @pytest.mark.parametrize(("bunch", "expected"), [(2, 3), (2, 10), (5, 10), (20, 10), (20, 3)])
    def test_citizens_in_bunches(self, bunch, expected):
        """Who gives up does so with others, as in a crowd: bunches of so many come by themselves.

        Student's interval covers 36 to 88 % of these; the variance between few replications is itself uncertain, so
        that of bunches a little less than 95 % is claimed: nine in ten.
        """
        truth = expected / (10 * CITIZENS)
        bunches = np.random.default_rng(1).poisson(expected / bunch / 10, (EXPERIMENTS, 10))
        assert covered(bunches * bunch, truth) >= 0.9

    def test_replications_in_which_all_fare_alike(self):
        """The worst that can be: in a twentieth of the replications everybody gives up, in the others nobody."""
        counts = np.random.default_rng(1).binomial(1, 0.05, (EXPERIMENTS, 10)) * CITIZENS
        assert covered(counts, 0.05) >= LEAST


class TestThroughTheModel:
    """M/M/1+M at load 0.3, where hardly anybody gives up: the share is known (Mandelbaum and Zeltyn 2007)."""

    @pytest.mark.slow
    def test_rare_giving_up(self, tmp_path):
        """About one citizen in 3,000, seed 1: 1,000 experiments of five weeks with 302 citizens on average each."""
        patience, experiments = 10_000, 1000
        path = tmp_path / "queue.toml"
        path.write_text(Office(0.03, exponential(10), patience=exponential(patience)).text("M/M/1+M", 1, 1), "utf-8")
        prepared = prepare(load(path).change({"run.warm_up": "1 day", "run.run_out": "0 days"}))
        truth = erlang_a(0.03, 10, 1, patience).lost
        runs = in_order(partial(_gave_up, prepared), experiments * 5, 2, at_once=16)
        found = [estimate_share(*zip(*runs[first : first + 5], strict=True)) for first in range(0, experiments * 5, 5)]
        usual = [estimate([share for share, _size in runs[i : i + 5]]) for i in range(0, experiments * 5, 5)]
        held = sum(one.low <= truth <= one.high for one in found) / experiments
        assert sum(one.low <= truth <= one.high for one in usual) / experiments < 0.8  # what was promised as 95 %
        assert held >= 0.95 - 3 * math.sqrt(0.95 * 0.05 / experiments)


def _gave_up(prepared, replications: range) -> list[tuple[float, int]]:
    """Share that gave up in replications, and of how many."""
    return [
        (outcome.values["gave_up"], outcome.sizes["gave_up"]) for (outcome,) in replicate(prepared, 1, replications)
    ]


@pytest.fixture(scope="module")
def town():
    """A small town in three replications."""
    return compare(load(DATA / "small-town.toml"), replications=3)


class TestInTables:
    """Shares of a comparison, in its files."""

    def test_every_share_is_one(self, town):
        shares = town.table()[lambda table: table["unit"] == "share"]
        assert len(shares)
        assert (shares["ci_low"] >= 0).all()
        assert (shares["ci_high"] <= 1).all()

    def test_nothing_is_exact_by_luck(self, town):
        """What is 0 or 1 in all of three replications is so up to 1 - 0.025 ** (1 / 3), but where it is certain."""
        shares = town.table()[lambda table: table["unit"] == "share"]
        nobody = shares[(shares["mean"] == 0) & (shares["measure"] == "gave_up")]
        assert len(nobody)
        assert nobody["ci_high"].tolist() == pytest.approx([1 - 0.025 ** (1 / 3)] * len(nobody))
        differences = town.differences()[lambda table: table["unit"] == "share"]
        same = differences[differences["mean_difference"] == 0]
        assert same["ci_low"].isna().all()
        patient = compare(town.loaded.change({"world.citizens.patience": None}), replications=2).table()
        assert (patient[patient["measure"] == "gave_up"]["ci_high"] == 0).all()

    def test_nothing_is_below_nothing(self, town):
        assert (town.table()["ci_low"].dropna() >= 0).all()
        assert (town.by_permit()["ci_low"].dropna() >= 0).all()

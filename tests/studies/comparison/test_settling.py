"""Warm-up: an empty start is noticed, a settled world is left in peace, and there is a chart."""

import numpy as np
import pytest

from tests.drawn import said
from wogsim.output_analysis.warm_up import mser
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare
from wogsim.studies.comparison.settling import Settling, warm_up_days
from wogsim.validation.offices import Office, exponential

HEAVY = {"world.citizens.need": "288 per day", "world.citizens.patience": "exponential(1 day)"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk; with twice the work that it can do its queue grows for days until enough people give up (M/M/1+M)."""
    path = tmp_path_factory.mktemp("desk") / "desk.toml"
    path.write_text(Office(0.05, exponential(10)).text("M/M/1", 2, 10), "utf-8")
    return load(path)


def warned(result):
    return [text for text in result.warnings() if "warm-up" in text]


class TestWarning:
    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_an_empty_start_under_heavy_load_is_noticed(self, desk, seed):
        result = compare(desk.change(HEAVY | {"run.warm_up": "1 hour"}), replications=10, seed=seed)
        assert len(warned(result)) == 1
        assert "run.warm_up is 60 min" in warned(result)[0]
        assert result.settling()
        for found in result.settling():
            assert found.misleads
            assert found.shift < -0.03  # too short a wait from the first citizens
            assert found.days > 1

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_a_long_warm_up_is_left_in_peace(self, desk, seed):
        result = compare(desk.change(HEAVY | {"run.warm_up": "2 weeks"}), replications=10, seed=seed)
        assert not warned(result)
        assert all(found.shift == 0 for found in result.settling() if found.days < 14)

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_nothing_to_settle(self, desk, seed):
        """Light load: a queue that starts empty is settled at once."""
        light = {"world.citizens.need": "30 per day", "run.warm_up": "1 hour"}
        assert not warned(compare(desk.change(light), replications=10, seed=seed))

    def test_what_never_settles_is_said(self, desk):
        """Nobody gives up: the queue grows as long as people come."""
        result = compare(desk.change({"world.citizens.need": "187 per day", "run.warm_up": "1 hour"}), replications=10)
        assert result.settling()
        assert all(found.unclear for found in result.settling())
        assert "settles late or never" in warned(result)[0]


def test_no_warm_up_is_a_statement(desk):
    """A day that is meant to begin empty: whoever says 0 days is not told that it is too short, nor in the chart."""
    result = compare(desk.change(HEAVY | {"run.warm_up": "0 days"}), replications=4)
    assert not warned(result)
    assert {found.remark(0.0) for found in result.settling()} == {"begins empty, as the scenario says"}
    assert said(result.warm_up(), "answer")[0].startswith("The scenario has no warm-up")


def settled(shift, p, **more):
    known = {"unclear": True, **more}
    return Settling("a", "waiting_time", np.arange(9.0), np.arange(9.0), 6, 6.0, shift=shift, p_holm=p, **known)


class TestLateCuts:
    """MSER-5 cuts a series without drift late where it ends quietly: that alone is no sign of too short a warm-up."""

    def test_a_series_without_drift_is_cut_late_by_its_quiet_end(self):
        """Up and down by 1 around 5, then five places by a hundredth: no mean differs, and all but the end goes."""
        series = [5.0 + (-1) ** i for i in range(20)] + [5.0 + 0.01 * (-1) ** i for i in range(6)]
        assert mser(series) > len(series) / 2
        assert np.mean(series[:20]) == np.mean(series[20:]) == 5

    @pytest.mark.parametrize(
        ("shift", "p", "said"),
        [
            (0.2, 0.6, "no drift told apart from chance"),
            (0.2, 0.001, "too short: it moves the mean by 20\N{NO-BREAK SPACE}%"),
            (0.005, 0.001, "later than the warm-up, but hardly moves the mean"),
        ],
    )
    def test_what_is_said_of_it(self, shift, p, said):
        assert settled(shift, p).remark(2.0) == said
        assert settled(shift, p, empty=True).remark(0.0) == "begins empty, as the scenario says"


def test_the_series_goes_from_the_first_citizen_to_the_end_of_the_cohort(desk):
    """Those who come in the run-out may meet a falling load; 72 a day for three weeks, five at a time."""
    result = compare(desk.change({"run.run_out": "2 weeks", "run.warm_up": "1 week"}), replications=3)
    for found in result.settling():
        assert found.need[0] < 1
        assert 19 < found.need[-1] < 21
        assert len(found.series) == pytest.approx(72 * 21 / 5, rel=0.1)


@pytest.mark.slow
def test_the_shipped_city_passes_its_own_warmup():
    result = compare(load("restaurant-permit"), engine="auto")
    assert not warned(result)
    assert not [found for found in result.settling() if found.remark(warm_up_days(result)).startswith("too short")]

"""Distributions: as they are written, on average, and drawn."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tests.places import TINY
from wogsim.chance.distributions import CONSTANT, FAMILIES, MIXTURE, WORKING_DAYS
from wogsim.errors import BadInput
from wogsim.scenario.quantities import distribution
from wogsim.scenario.reading import load
from wogsim.scenario.uncertain import uncertain
from wogsim.studies.comparison.run import compare

EVEN = (np.arange(100_000) + 0.5) / 100_000  # as luck would have it on average
WRITTEN = [
    "90 s",
    "exponential(12 min)",
    "uniform(2 min, 9 min)",
    "triangular(5 min, 10 min, 30 min)",
    "lognormal(mean 12 min, cv 0.5)",
    "gamma(mean 12 min, cv 1.5)",
    "normal(mean 10 min, sd 2 min)",
    "normal(mean 10 min, sd 20 min)",
    "normal(0 min, 5 min)",
    "empirical(1, 2, 5 min, 2 hours)",
    "mixture(30 %: 0 min, 0.7: lognormal(mean 20 min, cv 0.6))",
    "mixture(0.25: empirical(1, 2 min), 0.75: 3 hours)",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_the_mean_is_that_of_the_draws(text):
    found = distribution(text)
    assert found.quantile(EVEN).mean() == pytest.approx(found.mean, rel=0.003)
    assert found.quantile(EVEN).min() >= 0
    assert str(found) == text


def test_a_normal_distribution_is_cut_at_zero_and_not_heaped_there():
    found = distribution("normal(mean 10 min, sd 20 min)")
    low = -10 / 20
    known = stats.truncnorm(low, np.inf, loc=600, scale=1200)
    assert found.mean == pytest.approx(known.mean())
    assert found.quantile(EVEN) == pytest.approx(known.ppf(EVEN), abs=1)
    assert distribution("normal(mean 10 min, sd 1 min)").mean == pytest.approx(600)  # nothing to cut


def test_parameters_are_kept_as_written():
    assert distribution("exponential(0.31 s)").mean == 0.31
    assert distribution("lognormal(mean 3.594 min, cv 0.5)").parameters == (215.64, 0.5)
    assert distribution("0.07 working days").parameters == (6048,)
    assert set(distribution("uniform(0.2 s, 0.9 s)").quantile(EVEN).tolist()) == {0, 1}
    assert distribution("0.4 s").is_zero
    assert not distribution("0.5 s").is_zero


def test_observed_times():
    found = distribution("empirical(5, 1, 2 min, 1 hour)")
    assert found.parameters == (60, 120, 300, 3600)
    assert found.quantile(np.array([0.0, 0.2499, 0.25, 0.9999])).tolist() == [60, 60, 120, 3600]


def test_a_share_takes_no_time():
    found = distribution("mixture(0.3: 0 min, 0.7: uniform(10 min, 20 min))")
    drawn = found.quantile(EVEN)
    assert (drawn == 0).mean() == 0.3
    assert drawn[drawn > 0].min() == 600
    assert (np.diff(drawn) >= 0).all()  # who has worse luck has it under every pattern
    assert not found.is_zero
    assert distribution("mixture(0.5: 0 min, 0.5: 0 s)").is_zero
    assert distribution("mixture(0.5: 0 min, 0.5: 2 working days)").clock == WORKING_DAYS
    thirds = distribution("mixture(0.333333333333333: 1 min, 0.666666666666667: exponential(1 min))")
    assert thirds.quantile(np.array([np.nextafter(1.0, 0)])).item() < 2**31


# A family at its limit, beside that which is nearly there: what it always is, in seconds.
LIMITS = [
    ("exponential(0 min)", "exponential(0.001 s)", 0),
    ("uniform(5 min, 5 min)", "uniform(299.999 s, 300.001 s)", 300),
    ("triangular(5 min, 5 min, 5 min)", "triangular(299.999 s, 5 min, 300.001 s)", 300),
    ("triangular(0 min, 0 min, 0 min)", "triangular(0 s, 0 s, 0.001 s)", 0),
    ("lognormal(mean 12 min, cv 0)", "lognormal(mean 12 min, cv 0.000001)", 720),
    ("lognormal(mean 0 min, cv 1)", "lognormal(mean 0.001 s, cv 1)", 0),
    ("gamma(mean 12 min, cv 0)", "gamma(mean 12 min, cv 0.000001)", 720),
    ("gamma(mean 0 min, cv 1)", "gamma(mean 0.001 s, cv 1)", 0),
    ("normal(mean 10 min, sd 0 min)", "normal(mean 10 min, sd 0.001 s)", 600),
    ("normal(mean 0 min, sd 0 min)", "normal(mean 0 min, sd 0.001 s)", 0),
    ("empirical(5, 5 min)", "empirical(299.999 s, 5 min)", 300),
    ("mixture(0: 3 hours, 1: 5 min)", "mixture(0.000001: 3 hours, 0.999999: 5 min)", 300),
]


@pytest.mark.parametrize(("text", "nearly", "always"), LIMITS)
def test_the_limit_of_a_family_is_a_constant(text, nearly, always):
    found = distribution(text)
    luck = np.array([1e-3, 0.25, 0.5, 0.999])
    assert found.quantile(luck).tolist() == distribution(nearly).quantile(luck).tolist() == [always] * 4
    assert found.mean == always
    assert found.is_zero == (always == 0)  # a step that takes no time does not exist, however it is written
    assert str(found) == text


def test_every_family_has_its_limit_among_them():
    assert {distribution(nearly).family for _text, nearly, _always in LIMITS} == {*FAMILIES, MIXTURE} - {CONSTANT}


def test_a_limit_is_the_same_world_as_the_constant():
    """To the second: whoever writes a spread of nothing gets what they would without it."""
    path = "world.agencies.a.intake"
    tables = [
        compare(load(TINY).change({path: text}), replications=1).table()
        for text in ("12 min", "lognormal(mean 12 min, cv 0)", "triangular(12 min, 12 min, 12 min)")
    ]
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])


def test_no_draw_is_longer_than_can_be_told():
    luck = np.array([0.0, 0.5, np.nextafter(1.0, 0)])
    for family in ("lognormal", "gamma"):
        drawn = distribution(f"{family}(mean 99 years, cv 999999999999999)").quantile(luck)
        assert (drawn >= 0).all()
        assert (np.diff(drawn) >= 0).all()
    assert distribution("normal(0 min, 5 min)").quantile(luck).max() < 3600


def test_parameters_stand_in_their_order_or_have_their_names():
    by_name = distribution("lognormal(cv 50 %, mean 5 min)")
    assert (by_name.family, by_name.parameters) == ("lognormal", (300, 0.5))
    assert distribution("Triangular(high 9 min, low 1 min, mode 2 min)").parameters == (60, 120, 540)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("uniform(9 min, 3 min)", "low of uniform is 9 min, above its high, 3 min; expected low ≤ high"),
        ("triangular(5 min, 3 min, 9 min)", "low of triangular is 5 min, above its mode, 3 min"),
        ("triangular(high 5 min, low 3 min, mode 9 min)", "mode of triangular is 9 min, above its high, 5 min"),
        ("exponential(-5 min)", "mean of exponential: '-' cannot stand before it"),
        ("normal(mean 5 min, sd 2)", "sd of normal: a unit of time is missing"),
        ("gamma(mean 5 min, cv half)", "cv of gamma is a plain number"),
        ("exponential(5 min", "in brackets"),
        ("normal(10 min)", "takes mean, sd"),
        ("empirical()", "expected a number and a unit"),
        ("empirical(1, 2)", "unit"),
        ("empirical(1 min, 2 working days)", "mixed"),
        ("mixture(0.5: 1 min, 0.4: 2 min)", "sum to 1"),
        ("mixture(0: 1 min, 0: 2 min)", "sum to 1; these sum to 0"),
        ("mixture(1 min, 2 min)", "shares and times"),
        ("mixture(half: 1 min, 0.5: 2 min)", "a share from 0 to 1"),
        ("mixture(0.5: mixture(1: 1 min), 0.5: 2 min)", "shares and times"),
        ("mixture(0.5: 1 hour, 0.5: 1 working day)", "mixed"),
        ("mixtur(1: 1 min)", "mixture"),
        ("empirical(" + "1, " * 10_000 + "1 min)", "at most 10000"),
    ],
)
def test_what_is_no_distribution(text, said):
    with pytest.raises(ValueError, match=said):
        distribution(text)


@pytest.mark.parametrize("text", WRITTEN)
def test_longer_times_are_of_the_same_shape(text):
    loaded = load(TINY).change({"world.agencies.a.intake": text})
    (number,) = [one for one in uncertain(loaded, 0.5) if one.fact.path == "world.agencies.a.intake"]
    longer = distribution(number.high.setting)
    assert longer.mean == pytest.approx(1.5 * distribution(text).mean, rel=1e-6)
    assert longer.quantile(EVEN) == pytest.approx(1.5 * distribution(text).quantile(EVEN), abs=1.5)


def test_a_column_of_observed_times(tmp_path):
    (tmp_path / "times.csv").write_text("day,minutes\n1,3\n2,4.5\n3,12\n")
    file = tmp_path / "tiny.toml"
    text = Path(TINY).read_text(encoding="utf-8")
    table = '{ csv = "times.csv", column = "minutes", unit = "min" }'
    assert 'intake = "exponential(30 min)"' in text
    file.write_text(text.replace('"exponential(30 min)"', f'{{ value = {table}, source = "a study" }}', 1))
    loaded = load(file)
    assert loaded.scenario.world.agencies["a"].intake.parameters == (180, 270, 720)
    assert loaded.sources["world.agencies.a.intake"] == "a study"
    for wrong, said in [
        ({"csv": "times.csv", "column": "hours", "unit": "min"}, "no column 'hours'"),
        ({"csv": "times.csv", "column": "minutes", "unit": "moons"}, "'moons' is not a unit"),
        ({"csv": 5, "column": "minutes", "unit": "min"}, "in quotes"),
        ({"csv": "nowhere.csv", "column": "minutes", "unit": "min"}, "no such file"),
    ]:
        with pytest.raises(BadInput, match=said) as caught:
            loaded.change({"world.agencies.a.intake": wrong})
        assert str(caught.value).startswith("world.agencies.a.intake = ")

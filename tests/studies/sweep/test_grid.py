"""What a sweep varies: values exact in decimals, a full grid, and sentences for what cannot be read."""

from decimal import Decimal
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wogsim.errors import BadInput
from wogsim.studies.sweep.grid import grid, read_vary

PATH = "world.files.digital"


def values(text, path=PATH):
    return grid({}, {path: text}).axes[0].values


@given(start=st.integers(0, 50), count=st.integers(0, 50))
def test_counting(start, count):
    assert values(f"{start}..{start + count}") == tuple(range(start, start + count + 1))


@given(
    digits=st.integers(0, 6),
    start=st.integers(0, 10_000),
    step=st.integers(1, 500),
    count=st.integers(0, 60),
    short=st.integers(0, 499),
)
def test_steps_are_exact_in_decimals(digits, start, step, count, short):
    """Every value is the float nearest to start + i * step, whatever floats would add up to; the stop is a bound."""
    scale = Decimal(10) ** -digits
    stop = start + count * step + short % step
    text = ":".join(f"{Decimal(part) * scale:f}" for part in (start, stop, step))
    found = values(text)
    exact = [(start + i * step) * scale for i in range(count + 1)]
    assert found == tuple(float(value) for value in exact)
    assert all(isinstance(value, int) for value in found) == all(value == int(value) for value in exact)


def test_tenths():
    assert grid({"authority": "0:1:0.1"}).axes[0].values == tuple(i / 10 for i in range(11))


@pytest.mark.parametrize(
    ("text", "expected", "unit"),
    [
        ("1:2:0.5 days", ("1 days", "1.5 days", "2 days"), "days"),
        ("1 day:3 days:1 day", ("1 days", "2 days", "3 days"), "days"),
        ("2..3 working days", ("2 working days", "3 working days"), "working days"),
        ("10:20:5 per day", ("10 per day", "15 per day", "20 per day"), "per day"),
        ("0 %:100 %:50 %", ("0 %", "50 %", "100 %"), "%"),
        ("1 day, 2 days", ("1 day", "2 days"), "days"),
        ("0.5", (0.5,), ""),
    ],
)
def test_units(text, expected, unit):
    axis = grid({}, {PATH: text}).axes[0]
    assert axis.values == expected
    assert axis.unit == unit
    assert axis.numbers is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true,false", (True, False)),
        ("never, always", ("never", "always")),
        ("lognormal(mean 12 min, cv 0.5),2 min", ("lognormal(mean 12 min, cv 0.5)", "2 min")),
        ("'08:00-12:00, 13:00-16:00','08:00-12:00'", ("08:00-12:00, 13:00-16:00", "08:00-12:00")),
        ("[1,2],[3]", ([1, 2], [3])),
        ("2026-01-05,2026-02-02", ("2026-01-05", "2026-02-02")),
        ("1 day,36 hours", ("1 day", "36 hours")),
    ],
)
def test_what_is_no_number_of_one_unit(text, expected):
    axis = grid({}, {PATH: text}).axes[0]
    assert axis.values == expected
    assert axis.numbers is None


def test_python_values():
    cut = grid({"agencies": range(2, 4), "authority": np.array([0.0, 0.5])}, {PATH: ["1 day", "2 days"]})
    assert [axis.values for axis in cut.axes] == [(2, 3), (0.0, 0.5), ("1 day", "2 days")]
    assert all(type(value) is int for value in cut.axes[0].values)
    assert grid({"agencies": 3}).axes[0].values == (3,)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_a_grid_is_full(sizes):
    names = ("agencies", "authority", "automated")
    cut = grid({name: [i if name == "agencies" else i / 8 for i in range(1, n + 1)] for name, n in zip(names, sizes)})  # noqa: B905
    assert len(set(cut.points)) == len(cut.points) == prod(sizes)


def test_settings_of_a_point():
    """One's own axis counts more than all three at once."""
    cut = grid({"authority": "0,1", "delegated": "0.5"}, {"world.travel.walk": "1 min"})
    assert cut.settings(cut.points[1]) == {
        "levers.delegated": 0.5,
        "levers.coordinating": 1.0,
        "levers.automated": 1.0,
        "world.travel.walk": "1 min",
    }


@pytest.mark.parametrize(
    ("levers", "vary", "expected"),
    [
        ({"agencies": "12..2"}, {}, ["--agencies 12..2", "not below"]),
        ({"agencies": "0..2"}, {}, ["--agencies 0..2", "whole numbers from 1"]),
        ({"agencies": "2:3:0.5"}, {}, ["whole numbers"]),
        ({"agencies": [True]}, {}, ["--agencies [True]", "whole numbers"]),
        ({"agencies": "2,2"}, {}, ["--agencies", "2", "twice"]),
        ({"agencies": ""}, {}, ["a value is missing"]),
        ({"agencies": "2,,3"}, {}, ["a value is missing"]),
        ({"agencies": []}, {}, ["at least one value"]),
        ({"authority": "0:1"}, {}, ["--authority 0:1", "START:STOP:STEP"]),
        ({"authority": "0:1:0"}, {}, ["step above 0"]),
        ({"authority": "0:2:0.5"}, {}, ["from 0 to 1"]),
        ({"authority": "much"}, {}, ["--authority much", "from 0 to 1"]),
        ({"authority": [float("nan")]}, {}, ["from 0 to 1"]),
        ({}, {PATH: "1 day:2 hours:1 hour"}, [PATH, "one unit"]),
        ({}, {PATH: "0:1:0.0000001"}, ["10,000,001", "10,000"]),
        ({}, {PATH: "1..999999999999999"}, ["expected at most 10,000"]),
        ({}, {"run.seed": "1..3"}, ["run.seed", "--seed"]),
        ({}, {"run.replications": "1..3"}, ["--replications"]),
        ({"agencies": "2..3"}, {"levers.agencies": "4"}, ["agencies and levers.agencies both set"]),
        ({}, {"world.travel.walk": "1 min", "world.travel": "x"}, ["both set"]),
        ({}, {}, ["nothing to vary"]),
        ({"agencies": None}, None, ["nothing to vary"]),
        ({}, ["agencies"], ["expected a dictionary"]),
        ({}, {PATH: "1..2000", "world.files.within_building": "1..2000"}, ["4,000,000 points", "at most"]),
    ],
)
def test_sentences(levers, vary, expected):
    with pytest.raises(BadInput) as caught:
        grid(levers, vary)
    for part in expected:
        assert part in str(caught.value)


@pytest.mark.parametrize("text", ["world.travel.walk", "=1..2", "world.travel.walk="])
def test_vary_without_path_or_values(text):
    with pytest.raises(BadInput, match="expected PATH=VALUES"):
        read_vary([text])


def test_vary_twice():
    with pytest.raises(BadInput, match="twice"):
        read_vary(["a.b=1", "a.b=2"])
    assert read_vary(["a.b = 1..2", "a.c=x=y"]) == {"a.b": "1..2", "a.c": "x=y"}

"""Numbers that one language reads as a decimal and the other as thousands are asked back."""

import re

import pytest

from tests.places import TWO_AGENCIES
from wogsim.errors import BadInput
from wogsim.scenario.quantities import distribution, duration, load, own_rate, rate, share
from wogsim.scenario.reading import load as load_file
from wogsim.studies.sweep.grid import grid

MISTAKEN = [
    (rate, "1.000 per day", "'1.000' may be a thousand times as much; write '1000', or '1'"),
    (rate, "12.500 per working day", "write '12500', or '12.5'"),
    (rate, "1.125 per day", "write '1125', or '1.1250'"),
    (rate, "1.000.000 per year", "'1.000.000': thousands have no sign; write '1000000'"),
    (rate, "1,000 per day", "may stand before decimals or between thousands"),
    (own_rate, "1.500 times the need", "write '1500', or '1.5'"),
    (duration, "1.000 min", "write '1000', or '1'"),
    (duration, "2.500 hours", "write '2500', or '2.5'"),
    (distribution, "exponential(1.500 min)", "write '1500', or '1.5'"),
    (share, "2.500 %", "write '2500', or '2.5'"),
]


@pytest.mark.parametrize(("reader", "text", "expected"), MISTAKEN)
def test_numbers_that_may_be_meant_otherwise(reader, text, expected):
    with pytest.raises(ValueError, match=re.escape(expected)):
        reader(text)


@pytest.mark.parametrize(
    ("reader", "text", "meant", "expected"),
    [
        (rate, "0.125 per day", "number", 0.125),
        (rate, "1.1250 per day", "number", 1.125),
        (rate, "1000 per day", "number", 1000),
        (rate, "1.25 per day", "number", 1.25),
        (duration, "3.594 min", "seconds", 216),  # 215.64, and durations are whole seconds
        (duration, "1000.5 min", "seconds", 60_030),
        (distribution, "lognormal(mean 3.594 min, cv 0.5)", "parameters", (215.64, 0.5)),
        (distribution, "empirical(1, 5 min)", "parameters", (60, 300)),
        (distribution, "uniform(1 min,5 min)", "parameters", (60, 300)),
        (load, "load 0.700", "share", 0.7),
    ],
)
def test_numbers_that_mean_one_thing(reader, text, meant, expected):
    assert getattr(reader(text), meant) == expected


def test_what_is_written_for_people_can_be_read():
    made = rate("1 per day").times(1.125)
    assert rate(made).number == 1.125
    values = grid({}, {"world.citizens.need": "1:1.5:0.125 per day"}).axes[0].values
    assert [rate(value).number for value in values] == [1, 1.125, 1.25, 1.375, 1.5]


def test_steps_of_thousands_are_asked_back():
    with pytest.raises(BadInput, match="write '1000', or '1'"):
        grid({}, {"world.citizens.need": "1.000:5.000:1.000 per day"})


def test_the_key_is_named():
    with pytest.raises(BadInput, match=r"world\.citizens\.need = '1\.000 per day': '1\.000' may be"):
        load_file(TWO_AGENCIES).change({"world.citizens.need": "1.000 per day"})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.000", "line 2: '1.000' may be a thousand times as much; write '1000', or '1'"),
        ('"1,5"', "line 2: '1,5' is no number"),
        ("1_000", "line 2: '1_000' is no number"),
        ("\u0663", "line 2: '\u0663' is no number"),
        ("-3", "line 2: '-3' is no number"),
        ("nan", "line 2: 'nan' is no number"),
        ("", "line 2: '' is no number"),
    ],
)
def test_numbers_of_a_column(cell, expected, tmp_path):
    (tmp_path / "needs.csv").write_text(f"date,needs\n2026-01-05,{cell}\n", encoding="utf-8")
    file = tmp_path / "mini.toml"
    with open(TWO_AGENCIES, encoding="utf-8") as mini:
        file.write_text(mini.read().replace('need = "4 per working day"', 'need_by_date = "needs.csv"'), "utf-8")
    with pytest.raises(BadInput) as refused:
        load_file(file)
    assert f"world.citizens.need_by_date = 'needs.csv': {expected}" in str(refused.value)

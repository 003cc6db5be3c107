"""What a file says in vain, or says against itself, is refused: nothing of it is dropped without a word."""

from datetime import date
from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.contract.hours import HOUR
from wogsim.errors import BadInput
from wogsim.scenario.reading import load

GOOD = Path(TWO_AGENCIES)
LENT = {"from": "2026-01-12", "until": "2026-01-20", "people": 1, "out_of": "counter:a", "into": "counter:b"}
AT_COUNTER = {"title": "A1", "agency": "a", "at_counter": "5 min"}
NIGHT = ((22 * HOUR, 30 * HOUR),)
# a path, a value, what the message begins with, what it says
VAIN = [
    ("world.agencies.a.present", {"08:00-09:00": 0.5, "08:30-10:00": 0.2}, "world.agencies.a.present", "overlap"),
    (
        "world.hours_by_date.office",
        {"2026-01-05..2026-01-10": "mon 09:00-12:00", "2026-01-07": "wed 10:00-11:00"},
        "world.hours_by_date.office.2026-01-07..2026-01-07",
        "these dates are also in 2026-01-05..2026-01-10",
    ),
    ("world.hours.night", "mon 22:00-06:00; tue 05:00-08:00", "world.hours.night", "monday run beyond midnight"),
    ("world.hours.night", "sun 22:00-06:00; mon 05:00-08:00", "world.hours.night", "sunday run beyond midnight"),
    (
        "levers.secondments",
        [LENT | {"from": "2036-01-12", "until": "2036-02-01"}],
        "levers.secondments = '2036-01-12..2036-02-01'",
        "while the world runs, from 2026-01-05 to 2026-02-15",
    ),
    ("world.clearances.a1", AT_COUNTER | {"backlog": 5}, "world.clearances.a1.backlog = 5", "decided at the counter"),
    ("world.standard", "0 days", "world.standard = '0 days'", "more than 0"),
    ("world.permits.p.standard", "0 working days", "world.permits.p.standard = ", "more than 0"),
]


@pytest.mark.parametrize(("path", "value", "begins", "expected"), VAIN)
def test_what_could_never_count(path, value, begins, expected):
    with pytest.raises(BadInput) as refused:
        load(GOOD).change({path: value})
    (said,) = str(refused.value).splitlines()
    assert said.startswith(begins)
    assert expected in said


@pytest.mark.parametrize(
    ("path", "value", "meant", "expected"),
    [
        (
            "world.agencies.a.present",
            {"07:00-09:00": 0.5, "12:00-13:00": 0},
            lambda scenario: scenario.world.agencies["a"].present,
            {((7 * HOUR, 9 * HOUR),): 0.5, ((12 * HOUR, 13 * HOUR),): 0},
        ),
        (
            "world.hours.night",
            "daily 22:00-06:00",
            lambda scenario: scenario.world.hours["night"].on.days,
            (NIGHT,) * 7,
        ),
        (
            "world.hours.night",
            "mon 22:00-06:00; tue 06:00-08:00",
            lambda scenario: scenario.world.hours["night"].on.days,
            (NIGHT, ((6 * HOUR, 8 * HOUR),), *[()] * 5),
        ),
        (
            "levers.secondments",
            [LENT | {"from": "2025-01-12"}],
            lambda scenario: scenario.levers.secondments[0].since,
            date(2025, 1, 12),
        ),
    ],
)
def test_what_counts_at_some_time(path, value, meant, expected):
    """It is in the scenario as it was said."""
    assert meant(load(GOOD).change({path: value}).scenario) == expected


def test_needs_of_another_year():
    with pytest.raises(
        BadInput, match=r"need_by_date = '2020-01-06\.\.2020-01-07': none of it is while the world runs"
    ):
        load(GOOD).change(
            {"world.citizens": {"need_by_date": {"2020-01-06": 3, "2020-01-07": 4}, "patience": "exponential(6 hours)"}}
        )


def test_a_time_of_day_is_no_holiday(tmp_path):
    file = tmp_path / "holiday.toml"
    text = GOOD.read_text("utf-8").replace(
        "[world.hours.office]", "holidays = [2026-01-06T10:00:00]\n[world.hours.office]"
    )
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=r"world\.holidays\.0 = .*expected a date, like"):
        load(file)


def test_one_error_of_a_clearance_does_not_make_another():
    with pytest.raises(BadInput) as refused:
        load(GOOD).change({"world.clearances.a1": AT_COUNTER | {"at_counter": "1 working day"}})
    assert len(str(refused.value).splitlines()) == 1


RANGES = [
    ('"5 min"', '["9 min", "2 min"]', "range = ['9 min', '2 min']: expected the lowest value first"),
    ('"5 min"', '["6 min", "9 min"]', "range = ['6 min', '9 min']: the number itself is not in its range"),
    ('"5 min"', '["1 min", "x"]', "range = 'x': expected a number and a unit"),
    ('"5 min"', '["1 min", "1 working day"]', "range = '1 working day': work and journeys are in running time"),
    ('"5 min"', "[1, 9]", "range = 1: expected a time in quotes"),
    ('"exponential(5 min)"', '["1 min", "4 min"]', "the number itself is not in its range"),
    ('"exponential(5 min)"', '["1 min", "9 min"]', ""),
]


@pytest.mark.parametrize(("value", "ends", "expected"), RANGES)
def test_ranges(value, ends, expected, tmp_path):
    file = tmp_path / "ranges.toml"
    said = f'intake = {{ value = {value}, source = "A paper", range = {ends} }}'
    file.write_text(GOOD.read_text("utf-8").replace('intake = "exponential(10 min)"', said), "utf-8")
    if not expected:
        assert "world.agencies.a.intake" in load(file).ranges
        return
    with pytest.raises(BadInput) as refused:
        load(file)
    assert f"{file}: world.agencies.a.intake.{expected}" in str(refused.value) or expected in str(refused.value)


COLUMNS = [
    ("date;needs\n2026-01-19;3\n", ""),
    ("\ufeffdate,needs\r\n2026-01-19,3\r\n", ""),
    ("date,needs,needs\n2026-01-19,3,4\n", "the file has the column 'needs' twice"),
    ("date,needs\n2026-01-19,3\n2026-01-19,4\n", "line 3: 2026-01-19 stands there twice"),
    ("date,needs\n19/01/2026,3\n", "line 2: '19/01/2026' is no date like"),
    ("day,count\n2026-01-19,3\n", "the file has no column 'date'"),
    ("date,needs\n2026-01-19," + "9" * 200_000, "a cell is longer than any number"),
    ("date,needs\n2026-01-19,100000000\n", "need_by_date.2026-01-19 = 100000000.0: expected at most"),
    ("", "the file has no column 'date'"),
    (None, "there is no such file"),
]


@pytest.mark.parametrize(("text", "expected"), COLUMNS, ids=range(len(COLUMNS)))
def test_files_of_needs(text, expected, tmp_path):
    if text is not None:
        (tmp_path / "needs.csv").write_text(text, encoding="utf-8", newline="")
    file = tmp_path / "mini.toml"
    said = GOOD.read_text("utf-8").replace('need = "4 per working day"', 'need_by_date = "needs.csv"')
    file.write_text(said, "utf-8")
    if not expected:
        assert sum(load(file).scenario.world.citizens.need_by_date.values()) == 3
        return
    with pytest.raises(BadInput) as refused:
        load(file)
    assert expected in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("unit", "column", "expected"),
    [
        ("min, 2 min", "minutes", "expected a number and a unit"),
        ("moons", "minutes", "'moons' is not a unit of time"),
        ("", "minutes", "a unit of time is missing"),
        ("min", "nothing", "the column 'nothing' has no times"),
    ],
)
def test_columns_of_times(unit, column, expected, tmp_path):
    (tmp_path / "times.csv").write_text("minutes\n3\n5\n" if column == "minutes" else "nothing\n", encoding="utf-8")
    file = tmp_path / "mini.toml"
    said = f'intake = {{ csv = "times.csv", column = "{column}", unit = "{unit}" }}'
    file.write_text(GOOD.read_text("utf-8").replace('intake = "exponential(10 min)"', said), "utf-8")
    with pytest.raises(BadInput) as refused:
        load(file)
    assert f"world.agencies.a.intake = 'times.csv': {expected}" in str(refused.value)

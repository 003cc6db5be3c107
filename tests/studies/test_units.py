"""The unit follows the size: half an hour is 30 minutes, a month is 30 days, in every table, chart and sentence."""

import math
import re

import pytest

from tests.drawn import said
from tests.offices import KEPT, office
from wogsim.contract.hours import DAY
from wogsim.language import using
from wogsim.measures.summary import BY_NAME, MEASURES, OF_ALL, SOJOURN
from wogsim.output_analysis import Estimate
from wogsim.studies.comparison.printed import print_result
from wogsim.studies.comparison.run import compare
from wogsim.studies.sweep.grid import grid
from wogsim.studies.sweep.words import with_unit
from wogsim.studies.units import LADDERS, NAMES, counted, length, plain, read_as, readings

HALF_AN_HOUR, HOUR = 30 * 60 / DAY, 1 / 24


@pytest.mark.parametrize(
    ("own", "largest", "text"),
    [
        ("days", HALF_AN_HOUR, "30.0 min"),
        ("days", 1.5 * HOUR, "90.0 min"),  # one counts minutes up to two hours
        ("days", 2 * HOUR, "2.0 hours"),
        ("days", 23 * HOUR, "23.0 hours"),
        ("days", 1.0, "1.0 days"),
        ("days", 41.6, "41.6 days"),
        ("days", 0.0, "0.0 days"),
        ("min", 0.3, "0.3 min"),
        ("min", 113.0, "113.0 min"),
        ("min", 599.0, "599.0 min"),
        ("min", 600.0, "10.0 hours"),
        ("min", 6000.0, "100.0 hours"),  # nobody stands for days
        ("working days", HALF_AN_HOUR, "30.0 min of working days"),
        ("working days", 14.0, "14.0 working days"),
        ("trips", 0.01, "0.0 trips"),
    ],
)
def test_a_value_in_its_unit(own, largest, text):
    assert read_as(own, [largest / 4, largest, math.nan]).said(largest, 1) == text


def test_nothing_that_is_there_reads_as_nothing():
    """A month beside half an hour: the column has days, and half an hour says its own unit."""
    read = read_as("days", [30.0, HALF_AN_HOUR])
    assert read.head == "days"
    assert read.cell(30.0, 1) == "30.0"
    assert read.cell(HALF_AN_HOUR, 1) == "30.0 min"
    assert read.cell(0.0, 1) == "0.0"
    assert read.cell(0.4, 1) == "9.6 hours"  # a digit by itself tells little
    assert read.cell(4.0, 0) == "4"
    assert read.cell(0.4, 0) == "9.6 hours"
    assert read.cell(0.43, 2) == "0.43"
    assert read.span(HALF_AN_HOUR, 30.0, 1) == "30.0 min–30.0 days"
    assert read.span(12.0, 30.0, 0) == "12–30 days"
    assert read.span(30.0, 30.01, 0) == "30 days"
    assert read.cell(-HALF_AN_HOUR, 1) == "-30.0 min"


def test_what_adds_up_is_read_alike():
    """A minute's walk stays in the days of which it is a part, so that parts add up as read."""
    means = {SOJOURN: [3.0, 4.0], OF_ALL: [3.0, 40.0], "waiting_time": [700.0]}
    found = readings(MEASURES, lambda name: means.get(name, [1 / 1440]))
    assert {found[name].unit for name in BY_NAME if name.startswith("time_")} == {"days"}
    assert found["sojourn_time_p90"].unit == found[SOJOURN].unit == found[OF_ALL].unit == "days"
    assert found["waiting_time"].unit == "hours"
    assert found["file_waiting_time"].unit == "min"


def test_an_interval_has_the_unit_of_its_mean():
    read = read_as("days", [HALF_AN_HOUR])
    assert read.estimate(Estimate(HALF_AN_HOUR, HOUR / 4, HOUR, 5)) == pytest.approx((30, 15, 60, 5))


def test_lengths_by_themselves():
    assert [length(seconds) for seconds in (0, 1800, 5400, 3 * 3600, 86400, 36 * 3600, 35 * 86400)] == [
        "0 days",
        "30 min",
        "90 min",
        "3 hours",
        "1 day",
        "1.5 days",
        "35 days",
    ]
    assert length(14 * DAY, "working days") == "14 working days"


@pytest.fixture(scope="module")
def short():
    """Under one-roof a permit takes 81 minutes, under one-door 21; see tests/offices.py. Nothing varies."""
    full = office().change({"levers.delegated": 1.0, "levers.patterns": ["one-roof", "one-door"]})
    return compare(full, preset=KEPT, engine="simpy")


class TestOneUnitEverywhere:
    def test_in_the_table_and_the_verdict(self, short, capsys):
        print_result(short, None)
        printed = capsys.readouterr().out
        assert re.search(r"One-roof +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +81\.0 ", printed)
        assert re.search(r"One-door +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +21\.0 ", printed)
        assert "60 min sooner than under One-roof" in " ".join(printed.split())
        assert "days" not in short.verdict()

    def test_on_the_charts(self, short):
        anatomy = short.time_anatomy()
        assert said(anatomy, "total") == ["81.0 min", "21.0 min"]
        assert anatomy.axes[0].get_xlabel().startswith("minutes from need to permit")
        assert sum(bar.get_width() for bar in anatomy.axes[0].patches if bar.get_y() > 0.5) == pytest.approx(21, abs=1)
        assert short.permits_in_hand().axes[0].get_xlabel() == "minutes from need to permit in hand"
        assert "minutes from need to permit, more or less than the others" in said(short.equity(), "axis")

    def test_in_the_report(self, short):
        pytest.importorskip("jinja2")
        from wogsim.report.grids import comparison, titled

        assert titled(short, BY_NAME[SOJOURN]) == "sojourn time (min)"
        (rows,) = (group.rows for group in comparison(short).groups)
        (times,) = (cells for name, cells in rows if name == "sojourn time (min)")
        assert [cell.text for cell in times] == ["81.0", "21.0"]

    def test_not_in_the_files(self, short):
        """Whoever reads a file with a program finds the same unit whatever the size."""
        table = short.table().set_index(["pattern", "measure"])
        assert table.loc[("one-roof", SOJOURN), "unit"] == "days"
        assert table.loc[("one-roof", SOJOURN), "mean"] == pytest.approx(81 / 1440)


def test_every_unit_has_its_names():
    assert {measure.unit for measure in MEASURES} <= set(NAMES)
    assert {unit for ladder in LADDERS.values() for unit, _least in ladder} <= set(NAMES)
    assert plain("{value} cases").said(12, 0) == "12 cases"
    with using("id"):
        assert read_as("min", [10.0]).said(10, 0) == "10 menit"


@pytest.mark.parametrize(
    ("seconds", "own", "text"),
    [
        (86_400, "days", "1 day"),
        (2 * 86_400, "days", "2 days"),
        (1.5 * 86_400, "days", "1.5 days"),
        (86_400, "working days", "1 working day"),
        (60, "days", "1 min"),
    ],
)
def test_one_is_not_many(seconds, own, text):
    assert length(seconds, own) == text
    with using("id"):
        assert "{" not in length(seconds, own)


@pytest.mark.parametrize(
    ("many", "one"), [("hours", "hour"), ("counters", "counter"), ("agencies", "agency"), ("trips", "trip")]
)
def test_one_of_anything_reads_as_one(many, one):
    text = NAMES[many][0]
    assert [counted(text, value) for value in ("1", "2", "1.0")] == [f"1 {one}", f"2 {many}", f"1.0 {many}"]


def test_values_of_an_axis_read_as_one():
    (axis,) = grid({}, {"world.files.within_building": "1:3:1 days"}).axes
    assert [with_unit(axis, value) for value in axis.values] == ["1 day", "2 days", "3 days"]

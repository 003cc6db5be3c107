"""Hours and dates as people write them."""

from datetime import date

import pytest

from tests.places import SMALL_TOWN
from wogsim.contract.hours import DAY, HOUR
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.scenario.weeks import day_hours, holiday, span, week
from wogsim.world.opening import opening_hours, working_days, working_days_a_week, working_seconds_a_week

MORNING, LATE = (8 * HOUR, 12 * HOUR), (13 * HOUR, 16 * HOUR)
ONE_LINE = "mon-thu 08:00-12:00, 13:00-16:00; fri 08:00-11:30, 13:30-16:00"  # of the small town


def test_a_week_in_one_line_is_the_week_day_by_day():
    town = load(SMALL_TOWN)
    said = town.change({"world.hours.office": ONE_LINE})
    assert said.scenario.world.hours["office"].days == town.scenario.world.hours["office"].days
    assert working_seconds_a_week(said.scenario.world) == working_seconds_a_week(town.scenario.world)


@pytest.mark.parametrize(
    ("text", "open_on"),
    [
        ("mon 08:00-12:00, 13:00-16:00", {0}),
        ("Monday, wed 08:00-12:00, 13:00-16:00", {0, 2}),
        ("sat-mon 08:00-12:00, 13:00-16:00", {5, 6, 0}),
        ("daily 08:00-12:00, 13:00-16:00", set(range(7))),
        ("", set()),
    ],
)
def test_days_of_a_week(text, open_on):
    assert week(text).days == tuple((MORNING, LATE) if day in open_on else () for day in range(7))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mon-thu", "expected days and their hours, .* in place of 'mon-thu'"),
        ("mon-thu 08:00", "one dash between, .* in place of '08:00'"),
        ("mon 08:00-12:00-16:00", "one dash between"),
        ("mon-thu 08:00-12:00; 13:00-16:00", "a comma between hours of a day .* in place of '13:00-16:00'"),
        ("mon-thu 08:00-12:00, fri 08:00-11:00", "a semicolon stands before another day, as before 'fri 08:00-11:00'"),
        ("mon 8-12", "'8' is not a time of day; expected 00:00 to 24:00"),
        ("mo 08:00-09:00", "'mo' is no day of the week"),
        ("mon-tue-wed 08:00-09:00", "nor from one to another"),
        ("mon-wed 08:00-09:00; tue 10:00-11:00", "'tuesday' is named twice"),
        ("mon 08:00-08:00", "forward in time"),
        ("mon 10:00-02:00, 12:00-13:00", "forward in time"),
        ("mon 10:00-12:00, 20:00-11:00", "forward in time"),
        ("mon 08:00-25:00", "time of day"),
        (800, "in quotes"),
    ],
)
def test_weeks_that_nobody_keeps(text, said):
    with pytest.raises(ValueError, match=said):
        week(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("20:00-02:00", [(20, 26)]),
        ("22:00-06:00", [(22, 30)]),
        ("20:00-00:00", [(20, 24)]),
        ("20:00-24:00, 01:00-04:00", [(20, 24), (25, 28)]),  # a break at midnight
        ("12:00-13:00, 22:00-02:00, 03:00-06:00", [(12, 13), (22, 26), (27, 30)]),  # and one after it
    ],
)
def test_hours_may_cross_midnight(text, hours):
    expected = tuple((opens * HOUR, closes * HOUR) for opens, closes in hours)
    assert day_hours(text) == expected
    assert week(f"fri {text}").days[4] == expected
    in_table = load(SMALL_TOWN).change({"world.hours.office.friday": text})
    assert in_table.scenario.world.hours["office"].friday == expected
    said = in_table.scenario.world.hours["office"].model_dump(mode="json")["friday"]
    assert day_hours(said) == expected  # what is written out is read again


@pytest.mark.parametrize(
    "text",
    [
        "8:00-12:00, 13:00-16:00",
        "08.00-12.00, 13.00-16.00",
        "8.00\N{EN DASH}12.00, 13.00\N{EN DASH}16.00",
        "08:00\N{EM DASH}12:00; 13:00 \N{MINUS SIGN} 16:00",
        " 08:00 - 12:00 ,13:00 - 16:00 ",
    ],
)
def test_hours_as_they_are_written_elsewhere(text):
    """A missing zero, a point, a long dash and a semicolon mean what they can only mean."""
    assert day_hours(text) == (MORNING, LATE)
    if ";" not in text:  # which stands between days there
        assert week(f"mon\N{EN DASH}wed {text}").days == week("mon-wed 08:00-12:00, 13:00-16:00").days


def test_no_message_asks_for_quotes_that_are_there():
    for read, text in ((day_hours, "morning"), (week, "always"), (week, "mon"), (day_hours, "08:00 to 12:00")):
        with pytest.raises(ValueError, match="expected") as caught:
            read(text)
        assert "in quotes" not in str(caught.value)
        assert text in str(caught.value)


def test_who_closes_after_midnight_is_still_the_evening_before():
    # Monday 5 January 2026; Saturday the tenth is a holiday, and begins when the evening of Friday has ended.
    bar = load(SMALL_TOWN).change({"world.hours.bar": "fri-sat 20:00-02:00", "world.holidays": ["2026-01-10"]})
    hours = opening_hours(bar.scenario.world, "bar", 0)
    found = list(zip(hours.opens.tolist(), hours.closes.tolist(), strict=True))[:3]
    assert found == [(day * DAY + 20 * HOUR, day * DAY + 26 * HOUR) for day in (4, 11, 12)]


def test_a_day_that_comes_every_other_week():
    rare = {"every": "2 weeks", "on": "wed 09:00-16:00", "from": date(2026, 1, 14)}
    world = load(SMALL_TOWN).change({"world.hours.sitting": rare}).scenario.world
    assert (opening_hours(world, "sitting", 0).opens[:3] // DAY).tolist() == [9, 23, 37]
    world = load(SMALL_TOWN).change({"world.hours.sitting": rare | {"from": date(2026, 1, 8)}}).scenario.world
    assert (opening_hours(world, "sitting", 0).opens[:2] // DAY).tolist() == [9, 23]  # the Wednesday after


def test_other_hours_in_a_month():
    dated = {"office": {"2026-01-07..2026-01-08": "mon-thu 09:00-10:00", "2026-01-12": ""}}
    world = load(SMALL_TOWN).change({"world.hours.office": ONE_LINE, "world.hours_by_date": dated}).scenario.world
    hours = opening_hours(world, "office", 0)
    assert (hours.opens[:8] / HOUR).tolist() == [8, 13, 32, 37, 48 + 9, 72 + 9, 96 + 8, 96 + 13.5]
    assert (working_days(world, 0).opens[:2] // DAY).tolist() == [0, 8]  # Monday the twelfth is closed
    assert working_days_a_week(world) == 5  # of a usual week


def test_a_holiday_of_every_year():
    world = (
        load(SMALL_TOWN).change({"world.start": "2026-12-24", "world.holidays": ["12-25", "2027-01-01"]}).scenario.world
    )
    shut = {1, 8, 366}  # Christmas of two years, and one New Year
    opened = set((opening_hours(world, "office", 0).opens // DAY).tolist())
    assert not shut & opened
    assert 7 in opened
    assert holiday("02-29") == "02-29"
    for wrong in ("02-30", "13-01", "8-17", 817, True, "1800-01-01"):
        with pytest.raises(ValueError, match="every year"):
            holiday(wrong)


def test_dates_from_to():
    assert date(2027, 3, 9) in span("2027-02-08..2027-03-09")
    assert date(2027, 3, 10) not in span("2027-02-08..2027-03-09")
    for wrong in ("2027-03-09..2027-02-08", "2027-02-08..", "02-08..03-09", "a", 5):
        with pytest.raises(ValueError, match="first and the last"):
            span(wrong)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"world.hours.office": {"every": "2 weeks", "on": "mon 08:00-09:00"}}, "go together"),
        ({"world.hours.office": {"on": "mon 08:00-09:00", "friday": "08:00-09:00"}}, "not both"),
        ({"world.hours.office": {"on": ""}}, "never opens"),
        ({"world.hours.office": {"every": "10 days", "on": "", "from": "2026-01-05"}}, "whole weeks"),
        ({"world.hours.office": {"every": "2 weeks", "on": ONE_LINE, "from": "2026-01-05"}}, "come every week"),
        ({"world.hours_by_date.offices": {"2026-01-05": ""}}, "Did you mean 'office'"),
        ({"world.hours_by_date.office": {"2026-01": ""}}, "first and the last"),
    ],
)
def test_hours_that_do_not_fit_together(change, said):
    with pytest.raises(BadInput, match=said):
        load(SMALL_TOWN).change(change)

"""How many need which permit, and when."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.places import SMALL_TOWN
from wogsim.contract.hours import DAY, HOUR
from wogsim.errors import BadInput
from wogsim.scenario.reading import Loaded, load
from wogsim.world.agencies import World
from wogsim.world.agency_count import build
from wogsim.world.needs import Course, resolution
from wogsim.world.population import population

# The small town's offices: Monday to Thursday 8 to 12 and 13 to 16, on Friday 8 to 11:30 and 13:30 to 16.
WHILE_OPEN = {"world.citizens.by_hour": None, "world.citizens.by_weekday": None}
LONG = {"run.warm_up": "0 days", "run.cohort": "100 weeks", "run.run_out": "0 days"}
TITLE = {"en": "X", "id": "X"}


def town(changes: dict | None = None) -> Loaded:
    """The small town for a hundred weeks from Monday 5 January 2026 on, where needs arise while offices are open."""
    return load(SMALL_TOWN).change(
        {**LONG, **WHILE_OPEN, "world.citizens.need": "50 per working day", **(changes or {})}
    )


def needs(loaded: Loaded, own: int | None = None) -> tuple[World, np.ndarray, np.ndarray]:
    """The world, second of each need, and which permit."""
    world = build(loaded.scenario)
    (who,) = [one for one in population(world, 1, 0) if one.own == own]
    assert (np.diff(who.need) >= 0).all()
    return world, who.need, who.permit


def a_day(need: np.ndarray) -> np.ndarray:
    """Needs by day of the week."""
    return np.bincount(need // DAY % 7, minlength=7) / 100


def about(expected: float, count: int = 100) -> object:
    """Within four standard errors of a Poisson mean, over so many periods."""
    return pytest.approx(expected, abs=4 * (expected / count) ** 0.5)


def test_nobody_needs_anything_at_night():
    world, need, _permit = needs(town({"world.holidays": ["2026-01-07", "12-25"]}))
    hours = world.hours("office")
    k = np.searchsorted(hours.opens, need, side="right") - 1
    assert (need < hours.closes[k]).all()
    assert 2 not in need // DAY
    found = a_day(need)
    assert found[:4] == pytest.approx([about(250 * 7 / 34).expected] * 4, abs=3)  # Friday is shorter
    assert found[4] == about(250 * 6 / 34)
    assert found[5:].tolist() == [0, 0]


def test_a_rate_per_working_day_counts_working_days_by_date():
    """Every other week is closed: 50 weeks of 5 days of 50 needs, as expected and as drawn."""
    closed = [str(date(2026, 1, 5) + timedelta(7 * week + day)) for week in range(1, 100, 2) for day in range(5)]
    world, need, _permit = needs(town({"world.holidays": closed}))
    assert len(need) == pytest.approx(50 * 250, abs=4 * (50 * 250) ** 0.5)
    assert (need // DAY // 7 % 2 == 0).all()
    assert world.rate() == pytest.approx(250)  # in a usual week
    assert world.mean_rate() == pytest.approx(125)


def test_what_never_closes_has_needs_at_any_time_as_evenly_weighted_ones():
    always = {"world.working_days": "always"}
    weighted = {"world.citizens.by_hour": [1.0] * 24, "world.citizens.by_weekday": [1.0] * 7}
    np.testing.assert_array_equal(needs(town(always))[1], needs(town(always | weighted))[1])


def test_rare_needs_are_as_many_as_the_file_says():
    """One a year is 1 / 8760 an hour; in whole parts of a gap of 2**20, it would be a quarter of a percent off."""
    an_hour = np.full(8760, 1 / 8760)
    course = Course.of((k * HOUR, HOUR, float(needs)) for k, needs in enumerate(an_hour))
    parts = resolution(course.expected)
    assert np.floor(course.expected * parts + 0.5).sum() / parts == pytest.approx(1, rel=5e-4)
    assert resolution(np.array([0.5, 20.0])) == 2**20  # others stay as they are
    found = [len(course.needs((seed, "rare"))) for seed in range(4000)]
    assert np.mean(found) == pytest.approx(1, abs=4 / 4000**0.5)  # Poisson: its variance is its mean


def test_weights_of_hours_alone_hold_on_open_days():
    _world, need, _permit = needs(town({"world.citizens.by_hour": [0.0] * 20 + [3.0, 1.0, 0.0, 0.0]}))
    assert a_day(need)[:5] == pytest.approx([50] * 5, abs=3)
    assert a_day(need)[5:].tolist() == [0, 0]
    by_hour = np.bincount(need % DAY // HOUR, minlength=24)
    assert by_hour[20] / by_hour[21] == pytest.approx(3, rel=0.1)
    assert by_hour.sum() == by_hour[20:22].sum()


def test_weights_of_weekdays_alone_hold_while_offices_are_open():
    world, need, _permit = needs(town({"world.citizens.by_weekday": [4.0, 0.0, 0.0, 0.0, 1.0, 7.0, 7.0]}))
    assert a_day(need)[:5] == pytest.approx([200, 0, 0, 0, 50], abs=6)
    assert world.hours("office").elapsed(need + 1).tolist() == (world.hours("office").elapsed(need) + 1).tolist()


def test_a_short_month_has_its_needs_unless_they_come_by_the_hour():
    """Tuesdays of two hours, not seven: 'per working day' still brings a day's needs, 'per open hour' does not."""
    short = {
        "world.hours_by_date.office": {
            "2026-01-01..2029-01-01": "mon,wed,thu 08:00-12:00, 13:00-16:00; tue 08:00-10:00"
        }
    }
    assert a_day(needs(town(short))[1])[:5] == pytest.approx([250 * 7 / 34] * 4 + [0], abs=3)
    hourly = a_day(needs(town(short | {"world.citizens.need": "5 per open hour"}))[1])
    assert hourly[:5] == pytest.approx([35, 10, 35, 35, 0], abs=2.5)


@pytest.mark.parametrize(
    ("rate", "a_week"),
    [
        ("7 per hour", 7 * 168),
        ("2 per open hour", 68),
        ("3 per working day", 15),
        ("3 per day", 21),
        ("4 per week", 4),
        ("100 per month", 100 * 12 * 7 / 365.25),
        ("30 per year", 30 * 7 / 365.25),
    ],
)
def test_units_of_need(rate, a_week):
    assert build(town({"world.citizens.need": rate}).scenario).rate() == pytest.approx(a_week)


PERMITS = {
    "one": {"title": TITLE, "need": "10 per working day"},
    "two": {"title": TITLE, "share": 3, "clearances": ["plan"]},
    "three": {"title": TITLE, "share": 1},
}


def test_needs_of_one_permit_and_the_rest_by_weight():
    world, need, permit = needs(town({"world.permits": PERMITS, "world.citizens.need": "20 per working day"}))
    assert world.rates.tolist() == [50, 75, 25]
    assert np.bincount(permit) / 100 == pytest.approx([50, 75, 25], rel=0.1)
    assert len(need) / 100 == about(150)


def test_all_permits_say_it_themselves():
    own = {key: {"title": TITLE, "need": "2 per open hour"} for key in ("one", "two")}
    world, _need, permit = needs(town({"world.permits": own, "world.citizens.need": None}))
    assert world.rates.tolist() == [68, 68]
    assert np.bincount(permit) / 100 == pytest.approx([68, 68], rel=0.05)


DATES = {"2026-01-06": 200, "2026-01-10": 50, "2026-01-12": 0, "2020-01-01": 0}


def test_needs_by_date():
    """On Tuesday while offices are open, on a Saturday at any time, on other days none."""
    world, need, _permit = needs(town({"world.citizens.need": None, "world.citizens.need_by_date": DATES}))
    assert set((need // DAY).tolist()) == {1, 5}
    assert np.bincount(need // DAY)[[1, 5]] == pytest.approx([200, 50], abs=4 * 200**0.5)
    k = np.searchsorted(world.hours("office").opens, need, side="right") - 1
    assert (need < world.hours("office").closes[k])[need // DAY == 1].all()


def test_a_dated_permit_leaves_the_luck_of_others_as_it_was():
    permits = {key: one for key, one in PERMITS.items() if key != "one"}
    dated = {"title": TITLE, "need_by_date": DATES}
    _world, before, _permit = needs(town({"world.permits": permits}))
    _world, need, permit = needs(town({"world.permits": permits | {"dated": dated}}))
    assert need[permit != 2].tolist() == before.tolist()
    assert set((need[permit == 2] // DAY).tolist()) == {1, 5}


def test_own_cases_as_a_multiple_of_the_need():
    changes = {"world.clearances.plan.own_cases": "2 times the need", "world.permits": PERMITS}
    loaded = town(changes | {"world.citizens.need": "20 per working day"})
    world, need, _permit = needs(loaded, own=0)
    assert world.rate(0) == 2 * 150
    assert len(need) / 100 == about(300)
    fewer = loaded.change({"world.permits.one.clearances": ["fire"]})
    assert build(fewer.scenario).rate(0) == 2 * 100


def test_a_file_of_needs(tmp_path):
    (tmp_path / "needs.csv").write_text("date,needs\n2026-01-06,200\n2026-01-12, 5.5\n")
    text = Path(SMALL_TOWN).read_text(encoding="utf-8")
    (tmp_path / "town.toml").write_text(text.replace('need = "5 per working day"', 'need_by_date = "needs.csv"'))
    loaded = load(tmp_path / "town.toml")
    assert loaded.scenario.world.citizens.need_by_date == {date(2026, 1, 6): 200, date(2026, 1, 12): 5.5}
    for text, said in [
        ("day,needs\n", "no column 'date'"),
        ("date,needs\n2026-02-30,1\n", "line 2: '2026-02-30' is no date"),
        ("date,needs\n2026-02-03,1\n2026-02-03,1\n", "line 3: 2026-02-03 stands there twice"),
        ("date,needs\n2026-02-03,-1\n", "line 2: '-1' is no number of 0 or more"),
        ("date,needs\n2026-02-03\n", "line 2: '' is no number"),
        ("date,needs\n", "no line with a date"),
    ]:
        (tmp_path / "needs.csv").write_text(text)
        with pytest.raises(BadInput) as caught:
            load(tmp_path / "town.toml")
        assert str(caught.value).startswith(f"{tmp_path / 'town.toml'}: world.citizens.need_by_date = 'needs.csv': ")
        assert said in str(caught.value)
    for name, said in (("nowhere.csv", "there is no such file"), (".", "is not a regular file")):
        with pytest.raises(BadInput, match=f"^world.citizens.need_by_date = '{name}': {said}"):
            loaded.change({"world.citizens.need_by_date": name})

"""The offered load of the weeks that are run: their holidays, their hours of dates, their needs, and who is lent."""

from datetime import date, timedelta

import pytest

from tests.one_desk import MON_FRI, needed_at
from tests.staffing.cities import city
from wogsim.contract.cases import Role
from wogsim.replication.prepare import prepare
from wogsim.scenario.reading import Loaded

MONDAY = date(2027, 1, 4)
FOUR_WEEKS = {"run.warm_up": "0 days", "run.cohort": "4 weeks", "run.run_out": "0 days"}
EVERY_OTHER = [str(MONDAY + timedelta(7 * week + day)) for week in (1, 3) for day in range(5)]
OFFICE_HOURS = needed_at(range(8, 15))
LENT = {"from": str(MONDAY), "until": str(MONDAY + timedelta(13)), "people": 1, "out_of": "counter:a"}


def counters(need: str, settings: dict[str, object] | None = None) -> tuple[Loaded, dict[str, float]]:
    """Two people at a counter, 35 hours a week; each visitor is 20 minutes' work. The offered load of each counter."""
    loaded = city({"a": 2}, need, FOUR_WEEKS | {"levers.patterns": ["one-roof"]} | (settings or {}))
    plan = prepare(loaded)
    return loaded, {post.name: post.load for post in plan.patterns[0][1].posts if post.role is Role.COUNTER}


@pytest.mark.parametrize(
    ("settings", "load"),
    [
        pytest.param({}, 1.0, id="21 visitors a day, 7 hours of work in 7 hours"),
        pytest.param({"world.holidays": EVERY_OTHER}, 1.0, id="no needs and no people on holidays"),
        pytest.param(
            {
                "world.holidays": EVERY_OTHER,
                "world.citizens.by_hour": OFFICE_HOURS,
                "world.citizens.by_weekday": MON_FRI,
            },
            2.0,
            id="needs on holidays too, which wait for the weeks that are open",
        ),
        pytest.param(
            {"world.hours_by_date": {"office": {f"{MONDAY}..{MONDAY + timedelta(27)}": "mon-fri 08:00-11:30"}}},
            2.0,
            id="half the hours on all these dates",
        ),
        pytest.param(
            {"world.hours_by_date": {"office": {f"{MONDAY}..{MONDAY + timedelta(13)}": "mon-fri 08:00-11:30"}}},
            4 / 3,
            id="half the hours in two of four weeks",
        ),
        pytest.param(
            {"levers.secondments": [{**LENT, "into": "assessors:a-permit"}]},
            2 * 1 / 1.5,
            id="one of two lent for two of four weeks: one and a half on average",
        ),
    ],
)
def test_by_hand(settings, load):
    assert counters("21 per working day", settings)[1]["counter:a"] == pytest.approx(load)


def test_needs_of_dates_are_those_of_the_run():
    """105 needs in its first week, none in the others; what a file says of other years is not of these weeks."""
    dates = {str(MONDAY + timedelta(day)): 21 for day in range(5)} | {"2029-01-01": 5000}
    settings = {"world.citizens.need": None, "world.citizens.need_by_date": dates}
    _loaded, found = counters("21 per working day", settings)
    assert found["counter:a"] == pytest.approx(1 / 4)


def test_tickets_are_asked_for_on_days_that_are_open():
    """105 visitors a week for papers and as many to collect, on 5 days of every other week: 84 on each of them."""
    settings = {
        "world.holidays": EVERY_OTHER,
        "world.agencies.a.quota": 50,
        "world.citizens.by_hour": OFFICE_HOURS,
        "world.citizens.by_weekday": MON_FRI,
    }
    loaded = city({"a": 2}, "21 per working day", FOUR_WEEKS | {"levers.patterns": ["one-roof"]} | settings)
    [(_row, staff)] = prepare(loaded).patterns
    assert [post.asked for post in staff.sold_out] == pytest.approx([84])


def test_a_pool_that_lends_too_many_is_overworked():
    """32 visitors are ten hours and forty minutes of work a day: enough for two people, too much for one and a half."""
    settings = FOUR_WEEKS | {"levers.patterns": ["one-roof"], "world.clearances.a-permit.assessment": "5 min"}
    loaded = city({"a": 2}, "32 per working day", settings)
    assert not prepare(loaded).patterns[0][1].overworked
    lent = loaded.change({"levers.secondments": [{**LENT, "into": "assessors:a-permit"}]})
    assert [post.name for post in prepare(lent).patterns[0][1].overworked] == ["counter:a"]

"""What must hold of needs and of hours: said once, on days that there are."""

from collections.abc import Iterator
from datetime import date

from wogsim.language import _
from wogsim.scenario.citizens import Citizens
from wogsim.scenario.described import Permit
from wogsim.scenario.file import Scenario
from wogsim.scenario.hours import WeekHours
from wogsim.scenario.quantities import Rate
from wogsim.scenario.weeks import DAYS

Wrong = Iterator[tuple[str, object, str]]  # key, value and what was expected, as of a Problem


def rarer(path: str, week: WeekHours) -> Wrong:
    """What does not fit together in hours that do not open every week."""
    if week.on and any(getattr(week, day) for day in DAYS):
        yield path, None, _("give the hours either day by day or in one line, not both")
    if (week.every is None) != (week.since is None):
        yield path, None, _("'every' and 'from' go together: give both or neither")


def needs(scenario: Scenario) -> Wrong:
    """How many need a permit, said once for each."""
    citizens, permits = scenario.world.citizens, scenario.world.permits
    of_all, own = _given(citizens), {key: _given(permit) for key, permit in permits.items()}
    for path, said in (("world.citizens", of_all), *((f"world.permits.{key}", said) for key, said in own.items())):
        if len(said) > 1:
            yield f"{path}.need_by_date", None, _("give either 'need' or 'need_by_date', not both")
    for key, permit in permits.items():
        if own[key] and "share" in permit.model_fields_set:
            yield f"world.permits.{key}.share", permit.share, _("give either 'need' or 'share', not both")
    numbers = [number for said in (of_all, *own.values()) for number in said]
    if not of_all and not all(own.values()):
        expected = _("nobody says how many need a permit; expected a rate like '15 per day', here or at each permit")
        yield "world.citizens.need", None, expected
    elif of_all and all(own.values()):
        yield "world.citizens.need", None, _("every permit says its own need; take this out, or a permit's")
    elif of_all and not sum(permit.share for key, permit in permits.items() if not own[key]):
        yield "world.permits.*.share", 0, _("expected at least one weight above 0")
    elif not any(sum(one.values()) if isinstance(one, dict) else one.number for one in numbers):
        said_here = str(citizens.need) if citizens.need else None
        yield "world.citizens.need", said_here, _("nobody ever needs a permit; expected a rate above 0")


def _given(table: Citizens | Permit) -> list[Rate | dict[date, float]]:
    """What a table says of how many need a permit: nothing, one thing, or two where it should not."""
    return [said for said in (table.need, table.need_by_date) if said is not None]


def spread(scenario: Scenario) -> Wrong:
    """When needs arise: on days that there are."""
    world, citizens = scenario.world, scenario.world.citizens
    for path, weights in (("by_hour", citizens.by_hour), ("by_weekday", citizens.by_weekday)):
        if weights is not None and sum(weights) <= 0:
            yield f"world.citizens.{path}", list(weights), _("expected at least one weight above 0")
    if citizens.by_weekday is not None and citizens.by_hour is None and world.working_days in world.hours:
        week = world.hours[world.working_days].days
        if not sum(weight for weight, parts in zip(citizens.by_weekday, week, strict=True) if parts):
            expected = _("needs arise while offices are open, and on these days they are closed; say by_hour too")
            yield "world.citizens.by_weekday", list(citizens.by_weekday), expected

"""Which dates are measured, and on which of them offices are closed or keep other hours."""

from collections.abc import Iterator
from datetime import date, timedelta

from wogsim.contract.hours import DAY
from wogsim.language import _
from wogsim.scenario.file import Scenario
from wogsim.world.needs import weekly

MOST = 8  # holidays that are listed


def measured(scenario: Scenario) -> Iterator[str]:
    """Sentences: the dates of the cohort's needs, holidays among them, other hours that fall into them."""
    world, run = scenario.world, scenario.run
    first = world.start + timedelta(run.warm_up.seconds // DAY)
    last = world.start + timedelta((run.warm_up.seconds + run.cohort.seconds - 1) // DAY)
    yield _("Measured are needs from {first} to {last}.").format(first=first, last=last)
    if closed := list(_holidays(scenario, first, last)):
        listed = ", ".join(map(str, closed[:MOST])) + (", ..." if len(closed) > MOST else "")
        yield _("Holidays among these dates: {dates}.").format(dates=listed)
        if weekly(world) is not None and not world.citizens.need_by_date:
            yield _("Needs arise on holidays too, as the file spreads them over every week.")
    for name, dated in world.hours_by_date.items():
        spans = [span for span in dated if span.first <= last and first <= span.last]
        if spans:
            yield _("Other hours of '{name}': {dates}.").format(name=name, dates=", ".join(map(str, spans)))


def _holidays(scenario: Scenario, first: date, last: date) -> Iterator[date]:
    closed = set(map(str, scenario.world.holidays))
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        if str(day) in closed or f"{day:%m-%d}" in closed:
            yield day

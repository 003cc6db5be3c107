"""What a file says in vain: dates on which nothing runs, and what it says twice of one date or hour."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from wogsim.contract.hours import DAY
from wogsim.language import _
from wogsim.scenario.demand import Wrong
from wogsim.scenario.described import World
from wogsim.scenario.file import Scenario
from wogsim.scenario.weeks import DAYS, Span


def in_vain(scenario: Scenario) -> Wrong:
    """Every value that could never count, or that another contradicts."""
    yield from _dated(scenario.world)
    yield from _present(scenario.world)
    yield from _nights(scenario.world)
    yield from _outside(scenario)


def _dated(world: World) -> Wrong:
    """Hours of one name that are said twice for a date."""
    for name, dated in world.hours_by_date.items():
        for one, other in pairwise(sorted(dated, key=lambda span: span.first)):
            if other.first <= one.last:
                expected = _("these dates are also in {span}; expected each date once")
                yield f"world.hours_by_date.{name}.{other}", None, expected.format(span=one)


def _present(world: World) -> Wrong:
    """Hours of presence that are said twice."""
    tables = {f"world.agencies.{key}.present": agency.present for key, agency in world.agencies.items()}
    for path, present in {**tables, "world.front.present": world.front.present}.items():
        parts = sorted(part for parts in present for part in parts)
        if any(begin < end for (_begin, end), (begin, _end) in pairwise(parts)):
            yield path, None, _("these hours overlap; expected each hour of the day once")


def _nights(world: World) -> Wrong:
    """Hours that run beyond midnight into those of the next day."""
    for name, week in world.hours.items():
        for day, after in zip(range(7), [*range(1, 7), 0], strict=True):
            tonight, tomorrow = week.days[day], week.days[after]
            if tonight and tomorrow and tonight[-1][1] - DAY > tomorrow[0][0]:
                expected = _("the hours of {day} run beyond midnight into those of {next}; expected no overlap")
                yield f"world.hours.{name}", None, expected.format(day=DAYS[day], next=DAYS[after])


def _outside(scenario: Scenario) -> Wrong:
    """Dates of which none is while the world runs."""
    world, runs = scenario.world, dates_of_run(scenario)
    expected = _(
        "none of it is while the world runs, from {first} to {last}; expected other dates, or another world.start"
    )
    text = expected.format(first=runs.first, last=runs.last)
    for lent in scenario.levers.secondments:
        if lent.since <= lent.until and not (lent.since <= runs.last and runs.first <= lent.until):
            yield "levers.secondments", f"{lent.since}..{lent.until}", text
    needs: dict[str, Mapping[date, float] | None] = {"world.citizens": world.citizens.need_by_date}
    needs |= {f"world.permits.{key}": permit.need_by_date for key, permit in world.permits.items()}
    for path, dated in needs.items():
        if dated and sum(dated.values()) and not any(day in runs for day, number in dated.items() if number):
            yield f"{path}.need_by_date", f"{min(dated)}..{max(dated)}", text


def dates_of_run(scenario: Scenario) -> Span:
    """The first and the last date while the world runs."""
    start, run = scenario.world.start, scenario.run
    length = sum(part.seconds for part in (run.warm_up, run.cohort, run.run_out))
    days = max(-(-length // DAY) - 1, 0)
    return Span(start, date.max if days > (date.max - start).days else start + timedelta(days=days))

"""From the hours a scenario names to intervals on the simulation clock."""

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from wogsim.contract.cases import UNLIMITED, Ints
from wogsim.contract.hours import DAY, Hours
from wogsim.scenario.described import World as Described
from wogsim.scenario.weeks import Parts
from wogsim.world.nights import nights, of_a_date, opened, turn

YEARS_BEYOND = 10  # calendars reach this far past the last arrival, so that a queue can drain

Shifts = Mapping[Parts, float]


def reach(end: int) -> int:
    """Second up to which calendars are written out, for arrivals up to `end` seconds."""
    return (-(-end // DAY) + YEARS_BEYOND * 366) * DAY


def week_of(world: Described, name: str) -> tuple[Parts, ...]:
    """The hours called `name` from Monday to Sunday; 'always' is day and night."""
    return (((0, DAY),),) * 7 if name == "always" else world.hours[name].days


def _rarity(world: Described, name: str) -> int:
    """The hours called `name` open one week of so many."""
    return 1 if name == "always" else world.hours[name].weeks


def open_days(world: Described, name: str, days: int) -> Iterator[tuple[int, Parts]]:
    """Each of the first days on which the hours called `name` open: its number and its hours."""
    if name == "always":
        yield from ((number, ((0, DAY),)) for number in range(days))
        return
    hours, start = world.hours[name], world.start
    closed, week, monday = _holidays(world, days), hours.days, start.weekday()
    since = (hours.since - start).days if hours.since else None
    dated = [
        ((span.first - start).days, (span.last - start).days, other.days)
        for span, other in world.hours_by_date.get(name, {}).items()
    ]
    for number in range(days):
        if number in closed:
            continue
        weekday = (monday + number) % 7
        other = next((days_of_it for first, last, days_of_it in dated if first <= number <= last), None)
        if other is not None:
            parts = other[weekday]
        elif since is not None and (number < since or (number - since) // 7 % hours.weeks):
            continue
        else:
            parts = week[weekday]
        if parts:
            yield number, parts


def _holidays(world: Described, days: int) -> set[int]:
    """Which of the first days are holidays, those of every year too."""
    start, found = world.start, set[int]()
    years = range(start.year, (start + timedelta(days)).year + 1)
    for holiday in map(str, world.holidays):
        for text in [holiday] if len(holiday) == len("2026-01-01") else [f"{year}-{holiday}" for year in years]:
            with suppress(ValueError):  # a 29 February that this year has not
                found.add((date.fromisoformat(text) - start).days)
    return found


def weeks_alike(world: Described, names: Iterable[str], days: int) -> bool:
    """Whether each of the first days opens as its weekday does: no holiday, no hours of a date, none that are rare."""
    for name in names:
        if name == "always":
            continue
        if world.hours[name].weeks > 1 or world.hours[name].since:
            return False
        usual, found = week_of(world, name), dict(open_days(world, name, days))
        if any(found.get(day, ()) != usual[(world.start + timedelta(day)).weekday()] for day in range(days)):
            return False
    return True


def opening_hours(world: Described, name: str, end: int) -> Hours:
    """The hours called `name`, for arrivals up to `end` seconds; 'always' is holidays too."""
    if name == "always":
        return Hours.always()
    opened = open_days(world, name, reach(end) // DAY)
    return Hours.of([(number * DAY + a, number * DAY + b) for number, parts in opened for a, b in parts])


def beginnings(hours: Hours) -> Hours:
    """The first second of every sitting; what never closes begins every second anew."""
    first = np.append(True, hours.ends_sitting[:-1])
    opens = hours.opens[first]
    return Hours(opens, opens + 1) if len(hours.opens) > 1 else hours


def opening_dates(world: Described, name: str, days: int) -> Iterator[tuple[int, Parts]]:
    """As `open_days`, but for those on which the hours only go on from the day before."""
    week, monday = week_of(world, name), world.start.weekday()
    goes_on = [night and not opens for night, opens in zip(nights(week), opened(week), strict=True)]
    return ((number, parts) for number, parts in open_days(world, name, days) if not goes_on[(monday + number) % 7])


def working_days(world: Described, end: int) -> Hours:
    """Working days as intervals of 24 hours, from `turn` to turn: the days on which the named hours open at all."""
    if world.working_days == "always":
        return Hours.always()
    begins = turn(week_of(world, world.working_days))
    days = (number * DAY + begins for number, _ in opening_dates(world, world.working_days, reach(end) // DAY))
    return Hours.of([(begin, begin + DAY) for begin in days])


def staffed_seconds_a_week(world: Described, name: str, servers: int, shifts: Shifts, elsewhere: int = 0) -> float:
    """Open seconds in a week without holidays, each weighted by the share of `servers` who are then present.

    `elsewhere` is as `staffed` has it.
    """
    within = (part for parts in week_of(world, name) for part in of_a_date(parts))
    pieces = (piece for start, end in within for piece in _pieces(start, end, shifts))
    seconds = sum((b - a) * _people(present, servers, elsewhere) / servers for a, b, present in pieces)
    return seconds / _rarity(world, name)


def working_days_a_week(world: Described) -> int:
    """How many days of a week without holidays are working days."""
    return sum(opened(week_of(world, world.working_days)))


def working_seconds_a_week(world: Described) -> int:
    """How long the hours whose days are working days are open in a week without holidays."""
    return sum(end - start for parts in week_of(world, world.working_days) for start, end in parts)


def _pieces(start: int, end: int, shifts: Shifts) -> list[tuple[int, int, float]]:
    """[start, end), in seconds of one date, cut where the share of staff present changes."""
    dated = [(x, y, share) for parts, share in shifts.items() for x, y in of_a_date(parts)]
    cuts = sorted({start, end, *(t for x, y, _share in dated for t in (x, y) if start < t < end)})
    pieces = []
    for a, b in pairwise(cuts):
        present = [share for x, y, share in dated if x <= a < y]
        pieces.append((a, b, present[-1] if present else 1.0))
    return pieces


def _people(present: float, servers: int, elsewhere: int) -> int:
    """So many of `servers` are there when a share of them is: rounded up, so that a counter meant to be open is.

    A share of staff without limit has none either, but for a share of nobody.
    """
    if servers == UNLIMITED:
        return UNLIMITED if present > 0 else 0
    return math.ceil(present * (elsewhere + servers) - 1e-9) - math.ceil(present * elsewhere - 1e-9)


def staffed(hours: Hours, servers: int, shifts: Shifts, until: int, elsewhere: int = 0) -> tuple[Hours, Ints, Ints]:
    """When how many are present: the hours with anybody there, and the steps of staff, both ends included.

    Shifts are written out day by day up to second `until`, also where the hours never end. `elsewhere` of those of
    whom the shares are belong to another pool and come first, so that parts of one staff add up to the whole.
    """
    if servers == 0 or not len(hours.opens):
        return Hours.of([]), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    if not shifts or (servers == UNLIMITED and all(shifts.values())):
        times = np.column_stack([hours.opens, hours.closes]).ravel()
        counts = np.tile(np.array([servers, 0], dtype=np.int64), len(hours.opens))
        return hours, times, counts
    opens, closes, pieces = hours.opens, np.minimum(hours.closes, until), _pieces(0, DAY, shifts)
    begins = np.array([begin for begin, _end, _present in pieces])
    people = np.array([_people(present, servers, elsewhere) for _begin, _end, present in pieces])
    changes = np.arange(0, until, DAY)[:, np.newaxis] + begins
    times = np.sort(np.concatenate([opens, closes, changes.ravel()]))
    times = times[(opens[0] <= times) & (times <= closes[-1])]
    if not len(times):  # it opens only later
        return Hours.of([]), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    opened = times < closes[np.searchsorted(opens, times, side="right") - 1]
    counts = np.where(opened, people[np.searchsorted(begins, times % DAY, side="right") - 1], 0)
    changed = np.concatenate([[True], np.diff(counts) != 0])
    times, counts = times[changed], counts[changed]
    before, after = np.concatenate([[0], counts[:-1]]) > 0, counts > 0
    return Hours(times[after & ~before], times[before & ~after]), times, counts

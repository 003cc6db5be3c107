"""How many need a permit, which one, and when: the needs of a world as sources, each with its own course over time.

Needs arise while offices are open, those whose days are working days, unless the scenario spreads them over hours and
weekdays itself, or says how many arise on which date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.chance.streams import uniforms
from wogsim.contract.cases import Ints
from wogsim.contract.hours import DAY, HOUR
from wogsim.scenario.described import Permit
from wogsim.scenario.described import World as Described
from wogsim.scenario.quantities import OPEN_HOUR, Rate
from wogsim.scenario.weeks import Parts
from wogsim.world.nights import opened, turn
from wogsim.world.opening import open_days, opening_dates, week_of, working_days_a_week, working_seconds_a_week

RESOLUTION = 2**20  # operational time in whole parts of a mean gap: sums are exact, whatever the order
FINE, MOST = 2**10, 2**44  # in how many parts a stretch is to lie at least, and may at most
EVENLY = (1.0,) * 24


@dataclass(frozen=True)
class Source:
    """Needs that arise together.

    ``name`` is what their luck belongs to beyond the stream; ``permits`` are the needs of each permit in a usual week,
    shape (permits,), of the order of the file. ``dates`` say how many there are on which date, if the scenario does;
    ``hourly``: as many in every open hour, so that a short day has fewer.
    """

    name: tuple[str, ...]
    permits: Floats
    hourly: bool = False
    dates: Mapping[date, float] | None = None

    @property
    def per_week(self) -> float:
        """Needs in a usual week."""
        return float(self.permits.sum())


def a_week(rate: Rate, described: Described) -> float:
    """Expected number in a week without holidays."""
    return rate.per_week(working_days_a_week(described), working_seconds_a_week(described) / HOUR)


def _dated_a_week(dates: Mapping[date, float]) -> float:
    return 7 * sum(dates.values()) / ((max(dates) - min(dates)).days + 1) if dates else 0.0


def _shared(permits: Sequence[Permit]) -> Floats:
    """How the needs of all citizens divide among the permits that have none of their own, shape (permits,)."""
    weights = np.array([0.0 if own_needs(permit) else permit.share for permit in permits])
    whole = weights.sum()
    # What sums to 1 is left as it stands, so that its luck is too.
    return weights if abs(whole - 1) <= 1e-9 or whole == 0 else weights / whole


def own_needs(permit: Permit) -> bool:
    """Whether a permit says itself how many need it."""
    return permit.need is not None or permit.need_by_date is not None


def sources(described: Described) -> list[Source]:
    """All sources of citizens' needs, those of a usual week first."""
    permits, citizens = list(described.permits.values()), described.citizens
    shared, none = _shared(permits), np.zeros(len(permits))
    rates, dated = {False: none.copy(), True: none.copy()}, list[Source]()
    if citizens.need is not None:
        rates[citizens.need.per == OPEN_HOUR] += a_week(citizens.need, described) * shared
    if citizens.need_by_date is not None:
        dated.append(Source(("dated",), _dated_a_week(citizens.need_by_date) * shared, dates=citizens.need_by_date))
    for place, (key, permit) in enumerate(described.permits.items()):
        if permit.need is not None:
            rates[permit.need.per == OPEN_HOUR][place] += a_week(permit.need, described)
        if permit.need_by_date is not None:
            own = none.copy()
            own[place] = _dated_a_week(permit.need_by_date)
            dated.append(Source(("dated", key), own, dates=permit.need_by_date))
    usual = [Source(("hourly",) if hourly else (), own, hourly) for hourly, own in rates.items() if own.any()]
    return [*usual, *dated]


@dataclass(frozen=True, eq=False)
class Course:
    """Stretches of time, one after the other, in each of which needs arise evenly.

    Parameters
    ----------
    begins, seconds : int64, shape (stretches,)
    expected : float64, shape (stretches,); needs in each, on average
    """

    begins: Ints
    seconds: Ints
    expected: Floats

    @staticmethod
    def of(stretches: Iterator[tuple[int, int, float]]) -> Course:
        """From (begin, seconds, needs)."""
        rows = [row for row in stretches if row[1] > 0 and row[2] > 0]
        begins, seconds, expected = zip(*rows, strict=True) if rows else ((), (), ())
        return Course(np.array(begins, np.int64), np.array(seconds, np.int64), np.array(expected, np.float64))

    def needs(self, luck: tuple[str | int, ...]) -> Ints:
        """Poisson arrivals, ascending whole seconds.

        Exponential gaps of operational time, in whole parts of a mean gap, are added up exactly and carried to the
        clock stretch by stretch (Cinlar's inversion; L. Leemis, "Nonparametric estimation of the intensity function for
        a nonhomogeneous Poisson process", Management Science 37(7), 1991).
        """
        parts = resolution(self.expected)
        lengths = np.floor(self.expected * parts + 0.5).astype(np.int64)
        borders = np.concatenate([[0], np.cumsum(lengths)])
        if borders[-1] == 0:
            return np.zeros(0, dtype=np.int64)
        expected = float(self.expected.sum())
        count = int(expected + 10 * np.sqrt(expected) + 50)
        while (reached := gaps(luck, count, parts))[-1] < borders[-1]:
            count *= 2
        reached = reached[reached < borders[-1]]
        k = np.searchsorted(borders, reached, side="right") - 1
        arisen: Ints = self.begins[k] + (reached - borders[k]) * self.seconds[k] // lengths[k]
        return arisen


def resolution(expected: Floats) -> int:
    """In how many whole parts a mean gap is cut; more where few are `expected` in a stretch, so as not to round rates.

    With 2**20 parts one need a year would be 119.7 parts an hour.
    """
    parts, some = RESOLUTION, expected[expected > 0]
    while len(some) and some.min() * parts < FINE and some.max() * parts < MOST:
        parts *= 2
    return parts


def gaps(luck: tuple[str | int, ...], count: int, parts: int) -> Ints:
    """Sums of so many exponential gaps, each of which is on average so many whole `parts`, shape (count,)."""
    return np.cumsum(np.floor(-np.log1p(-uniforms((*luck, "gap"), count)) * parts + 0.5).astype(np.int64))


def weekly(described: Described) -> Floats | None:
    """Weights of the hours of a week, Monday first, shape (7, 24), where needs arise on holidays as on other days.

    None where they arise while offices are open, or on days on which these open.
    """
    citizens, always = described.citizens, described.working_days == "always"
    if not always and (citizens.by_hour is None or citizens.by_weekday is None):
        return None
    return np.outer(citizens.by_weekday or EVENLY[:7], citizens.by_hour or EVENLY)


def course(described: Described, source: Source, end: int) -> Course:
    """When the needs of a source arise, up to second `end`, where `weekly` does not say it."""
    opening = open_days if described.citizens.by_hour is None else opening_dates
    days = opening(described, described.working_days, -(-end // DAY))
    if source.dates is None:
        stretches = _usual(described, source, days)
    else:
        stretches = _dated(described, source.dates, dict(days), end)
    return Course.of((begin, min(seconds, end - begin), needs) for begin, seconds, needs in stretches if begin < end)


def _usual(described: Described, source: Source, days: Iterator[tuple[int, Parts]]) -> Iterator[tuple[int, int, float]]:
    """Needs at the rates of a usual week, on open days only."""
    monday, by_hour = described.start.weekday(), described.citizens.by_hour
    week = week_of(described, described.working_days)
    usual = [_length(parts) for parts in week] if by_hour is None else [float(opens) for opens in opened(week)]
    spread = described.citizens.by_weekday or usual
    weights = [weight if span else 0.0 for weight, span in zip(spread, usual, strict=True)]
    a_unit = source.per_week / sum(weights)
    for number, parts in days:
        weekday = (monday + number) % 7
        # A day that is usually closed has as many as others, should it be open.
        weight = weights[weekday] if usual[weekday] else sum(weights) / sum(map(bool, weights))
        if source.hourly and by_hour is None and usual[weekday]:
            weight *= _length(parts) / usual[weekday]
        yield from _spread(number, parts, by_hour, a_unit * weight, turn(week))


def _dated(
    described: Described, dates: Mapping[date, float], days: Mapping[int, Parts], end: int
) -> Iterator[tuple[int, int, float]]:
    """Needs of stated dates; where offices are closed on one, they arise at any time of it."""
    first, turns = described.start.toordinal(), turn(week_of(described, described.working_days))
    for day in sorted(dates):
        number = day.toordinal() - first
        if 0 <= number < -(-end // DAY):
            parts = ((0, DAY),) if described.working_days == "always" else days.get(number, ((0, DAY),))
            yield from _spread(number, parts, described.citizens.by_hour, dates[day], turns)


def _spread(
    number: int, parts: Parts, by_hour: Sequence[float] | None, needs: float, turns: int
) -> Iterator[tuple[int, int, float]]:
    """A day's needs over its open hours, or as its hours are weighted, of the 24 from when it `turns`."""
    if by_hour is None:
        open_for = _length(parts)
        yield from ((number * DAY + start, end - start, needs * (end - start) / open_for) for start, end in parts)
    else:
        whole = sum(by_hour)
        for k in sorted(range(len(by_hour)), key=lambda k: k * HOUR < turns):
            yield number * DAY + k * HOUR + (DAY if k * HOUR < turns else 0), HOUR, needs * by_hour[k] / whole


def _length(parts: Parts) -> int:
    return sum(end - start for start, end in parts)

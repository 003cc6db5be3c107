"""Where hours cross midnight: to which working day a time of the clock belongs, in a week without holidays."""

from collections.abc import Sequence

from wogsim.contract.hours import DAY
from wogsim.scenario.weeks import Parts

Week = Sequence[Parts]  # Monday first


def nights(week: Week) -> list[int]:
    """For how many seconds of each date a place is open that opened the day before; 0 where it is open all day."""
    found = []
    for day, parts in enumerate(week):
        until = max((end - DAY for _start, end in week[day - 1]), default=-1)
        if until >= 0 and parts and parts[0][0] <= until:  # the doors stay open
            until = max(until, parts[0][1])
        found.append(until if 0 < until < DAY else 0)
    return found


def opened(week: Week) -> list[bool]:
    """On which dates of a week a place opens; that it is still open from the day before does not count."""
    return [any(end > night for _start, end in parts) for parts, night in zip(week, nights(week), strict=True)]


def turn(week: Week) -> int:
    """The second of a date at which one working day goes over into the next: midnight, unless hours cross it.

    Then it is when the latest of them close.
    """
    return max(nights(week))


def of_a_date(parts: Parts) -> list[tuple[int, int]]:
    """Hours in seconds of the dates on which they are, cut at midnight."""
    dates = [(max(start - midnight, 0), min(end - midnight, DAY)) for start, end in parts for midnight in (0, DAY)]
    return [(start, end) for start, end in dates if start < end]

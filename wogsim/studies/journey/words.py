"""Times and steps of a journey as people read them."""

from datetime import date, timedelta

from wogsim.contract.hours import DAY
from wogsim.language import _, mark, number
from wogsim.studies.journey.steps import Step

WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
MONTHS = (
    *(mark("Jan"), mark("Feb"), mark("Mar"), mark("Apr"), mark("May"), mark("Jun")),
    *(mark("Jul"), mark("Aug"), mark("Sep"), mark("Oct"), mark("Nov"), mark("Dec")),
)
MINUTE, HOUR = 60, 3600


def clock(start: date, second: int) -> str:
    """A second after midnight of `start` as weekday, day, month and time of day."""
    days, rest = divmod(second, DAY)
    day = start + timedelta(days=days)
    return _("{weekday} {day} {month} {hour:02d}:{minute:02d}").format(
        weekday=_(WEEKDAYS[day.weekday()]),
        day=day.day,
        month=_(MONTHS[day.month - 1]),
        hour=rest // HOUR,
        minute=rest % HOUR // MINUTE,
    )


def duration(seconds: int) -> str:
    """A length of time in the unit that suits it; nothing for an instant."""
    if seconds == 0:
        return ""
    if seconds < 100 * MINUTE:
        return _("{value} min").format(value=number(max(seconds / MINUTE, 1), 0))
    if seconds < 2 * DAY:
        return _("{value} h").format(value=number(seconds / HOUR, 1))
    return _("{value} days").format(value=number(seconds / DAY, 1))


def sentence(step: Step) -> str:
    """Who does what."""
    return f"{step.who[:1].upper()}{step.who[1:]}: {step.what}"

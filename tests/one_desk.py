"""A city of one desk, where a clearance, the stamp, is all that a permit needs; what differs is said table by table."""

from collections.abc import Iterable, Mapping
from typing import Any

from wogsim.scenario.reading import Loaded, from_tree

Said = Mapping[str, Any]
MON_FRI = [1, 1, 1, 1, 1, 0, 0]
OFFICE = "mon-fri 08:00-16:00"


def needed_at(hours: Iterable[int]) -> list[int]:
    """Needs arise evenly in these hours of the clock, and in no others."""
    return [int(hour in set(hours)) for hour in range(24)]


ALL_DAY = needed_at(range(24))


def one_desk(
    *,
    citizens: Said,
    desk: Said | None = None,
    stamp: Said | None = None,
    world: Said | None = None,
    levers: Said | None = None,
    run: Said | None = None,
) -> Loaded:
    """One counter that never closes, ten minutes a visitor; fifty assessors, whose stamp takes no time; one-roof.

    Each table is what a file says in place of these, and beside them.
    """
    return from_tree(
        {
            "title": "One desk",
            "world": {
                "start": "2026-01-05",
                "citizens": citizens,
                "agencies": {"desk": {"counters": 1, "intake": "10 min", **(desk or {})}},
                "clearances": {"stamp": {"assessors": 50, "assessment": "0 s", **(stamp or {})}},
                "permits": {"one": {}},
                **(world or {}),
            },
            "levers": {"patterns": ["one-roof"], **(levers or {})},
            "run": {"warm_up": "1 week", "cohort": "4 weeks", "run_out": "1 week", "replications": 5, **(run or {})},
        },
        "one-desk",
    )


def one_from_nine() -> Loaded:
    """Six clerks until nine, one from then until 16:00; six visitors come each morning at eight.

    Each takes three hours, and whoever serves at nine finishes.
    """
    return one_desk(
        citizens={
            "need": "6 per working day",
            "by_hour": needed_at([0, 1]),
            "by_weekday": MON_FRI,
            "arrival_spread": "1 s",
        },
        desk={"counters": 6, "intake": "3 hours", "present": {"09:00-16:00": 0.1}},
        world={"hours": {"office": OFFICE}},
    )

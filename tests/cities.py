"""Cities in which many give up, or in which somebody has too much to do: small, their answer known beforehand."""

from typing import Any

from wogsim.scenario.reading import Loaded, from_tree

TITLE = {"en": "City", "id": "Kota"}
ROOF = {"en": "One-roof", "id": "Satu atap"}
OVERLOADED = {"world.citizens.need": "30 per day"}  # a clearance then needs 7.5 assessors, and has 3
HALF_GIVE_UP = {"levers.staff.one-roof": {f"counter:{key}": 1 for key in "abc"}, "world.citizens.patience": "1 s"}


def city(changes: dict[str, Any] | None = None) -> Loaded:
    """Three agencies that are open always, four counters and three assessors each, one permit, nobody gives up.

    Under one-roof assessors sit with their counters. An intake takes half an hour on average, an assessment six hours,
    a hand-off twelve; all else takes no time. So under one-roof a permit takes little more than six hours, under
    one-door more than a day. With `HALF_GIVE_UP` counters of one-roof have one clerk each, and who finds one busy
    leaves for good: ten half hours a day make each of three busy a fifth of the time.
    """
    agency = {"title": TITLE, "counters": 4, "intake": "exponential(30 min)", "collection": "1 min"}
    clearance = {"title": TITLE, "assessors": 3, "assessment": "6 hours"}
    loaded = from_tree(
        {
            "title": TITLE,
            "about": TITLE,
            "world": {
                "start": "2026-01-05",
                "standard": "20 days",
                "citizens": {"need": "10 per day"},
                "front": {"others": 1.0},
                "files": {"between_buildings": "12 hours"},
                "agencies": dict.fromkeys("abc", agency),
                "clearances": {f"{key}1": {**clearance, "agency": key} for key in "abc"},
                "permits": {"p": {"title": TITLE}},
            },
            "levers": {"patterns": ["one-roof", "one-door"]},
            "patterns": {"one-roof": {"title": ROOF, "from": "one-roof", "back_office": "with the counters"}},
            "run": {"warm_up": "1 day", "cohort": "8 days", "run_out": "20 days", "replications": 6},
        },
        "city",
    )
    return loaded.change(changes or {})

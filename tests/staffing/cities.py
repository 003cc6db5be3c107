"""Cities as somebody writes them who begins."""

from typing import Any

from wogsim.scenario.reading import Loaded, from_tree

TITLE = {"en": "City", "id": "Kota"}
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08:00-15:00")


def city(counters: dict[str, int | str], need: str, settings: dict[str, Any] | None = None) -> Loaded:
    """Agencies with so many counter staff and one clearance each, open five days a week; intake is 15 minutes."""
    agencies = {
        key: {"title": TITLE, "counters": number, "intake": "15 min", "collection": "5 min", "hours": "office"}
        for key, number in counters.items()
    }
    clearances = {
        f"{key}-permit": {"title": TITLE, "agency": key, "assessors": 4, "assessment": "1 hour"} for key in counters
    }
    tree = {
        "title": TITLE,
        "about": TITLE,
        "world": {
            "start": "2027-01-04",
            "hours": {"office": WEEK},
            "working_days": "office",
            "citizens": {"need": need},
            "files": {"between_buildings": "1 working day"},
            "agencies": agencies,
            "clearances": clearances,
            "permits": {"p": {"title": TITLE}},
        },
        "run": {"warm_up": "1 week", "cohort": "1 week", "run_out": "1 week", "replications": 1},
    }
    return from_tree(tree, "city").change(settings or {})

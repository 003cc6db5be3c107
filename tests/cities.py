"""Cities in which many give up, or in which somebody has too much to do: small, their answer known beforehand."""

from wogsim.scenario.reading import Loaded, from_tree

TITLE = {"en": "City", "id": "Kota"}


def city(patience: str = "100 days", **changes: object) -> Loaded:
    """Three agencies that are open always, a permit of one clearance each; what is not said takes no time.

    Under one-roof a citizen stands at three counters; under one-door at one desk, and then a courier takes two days
    from one agency to the next. `patience` is that of one queue.
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
                "citizens": {"need": "10 per day", "patience": patience},
                "front": {"others": 1.0},
                "files": {"between_buildings": "1 day"},
                "agencies": dict.fromkeys("abc", agency),
                "clearances": {f"{key}1": {**clearance, "agency": key} for key in "abc"},
                "permits": {"p": {"title": TITLE}},
            },
            "levers": {"patterns": ["one-roof", "one-door"]},
            "run": {"warm_up": "1 day", "cohort": "4 days", "run_out": "20 days", "replications": 6},
        },
        "city",
    )
    return loaded.change(changes) if changes else loaded

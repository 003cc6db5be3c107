"""An office whose break-even authorities come out by hand."""

from wogsim.scenario.reading import from_tree

KEPT = "neutral+hand-off+one-by-one+one-intake"  # all else is off: offices always open, staff unlimited, no travel


def office(hand_off="15 min", not_grantable=(), permits=("abcd",), grant=None):
    """Four agencies with a clearance each, all times constant: intake and collection 10 minutes, assessment 1.

    Under one-door one file goes round.
    """
    title = {"en": "X", "id": "X"}
    agency = {"title": title, "counters": 5, "intake": "10 min", "collection": "10 min"}
    return from_tree(
        {
            "title": title,
            "about": title,
            "world": {
                "start": "2026-01-05",
                "citizens": {"need": "6 per day"},
                "front": {"others": 0.0},
                "files": {"between_buildings": hand_off},
                "agencies": dict.fromkeys("abcd", agency),
                "clearances": {
                    f"{key}1": {
                        "title": title,
                        "agency": key,
                        "assessors": 1,
                        "assessment": "1 min",
                        "not_grantable": ["delegated"] if key in not_grantable else [],
                    }
                    for key in "abcd"
                },
                "permits": {
                    f"p{i}": {"title": title, "share": 1 / len(permits), "clearances": [f"{key}1" for key in needed]}
                    for i, needed in enumerate(permits)
                },
            },
            "levers": {"grant": grant or {}},
            "patterns": {
                "one-door": {
                    "title": {"en": "One-door", "id": "Satu pintu"},
                    "from": "one-door",
                    "powers": {"side_by_side": "never", "joint_inspection": "never"},
                }
            },
            "run": {"warm_up": "1 day", "cohort": "2 days", "run_out": "1 day", "replications": 2},
        },
        "office",
    )

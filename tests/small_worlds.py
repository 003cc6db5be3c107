"""Small random scenarios with every feature on or off, through the real validation, and the way from there to a log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from wogsim.contract.cases import Cases
from wogsim.contract.log import Log
from wogsim.errors import BadInput
from wogsim.patterns import PATTERNS, Pattern
from wogsim.replication.run import one_pattern
from wogsim.scenario.completing import NOT_AT_COUNTER
from wogsim.scenario.reading import Loaded, Tree, from_tree
from wogsim.staffing.people import Staffing, staffing
from wogsim.world.agencies import World
from wogsim.world.agency_count import build

SEED = 1  # of the world's luck; hypothesis varies the worlds


# A user's own rows: every place and every desk that makes sense beyond the five.
def _grant(authority: str, route: str, signs: str = "agency") -> dict[str, str]:
    return {"authority": authority, "route": route, "signs": signs}


COORDINATED = dict.fromkeys(("own_rank", "side_by_side", "joint_inspection", "deadline"), "coordinated")
OWN_ROWS: dict[str, Tree] = {
    "mall": {"from": "one-roof", "back_office": "with the counters"},
    "hall": {
        "place": "single",
        "desk": "unit",
        "without": "visit",
        "grants": [_grant("delegated", "decide", "unit")],
        "powers": {"joint_inspection": "granted"},
    },
    "hybrid": {
        "place": "shared",
        "desk": "unit",
        "without": "visit",
        "grants": [_grant("delegated", "decide", "unit"), _grant("coordinating", "forward")],
        "powers": {"side_by_side": "digital", "deadline": "granted"},
        "back_office": "at home",
    },
    "post": {"place": "shared", "desk": "coordinator", "without": "forward"},
    "registry": {
        "place": "single",
        "desk": "unit",
        "without": "forward",
        "grants": [_grant("coordinating", "forward")],
        "powers": COORDINATED,
    },
    "envoy": {
        "place": "dispersed",
        "desk": "coordinator",
        "without": "visit",
        "grants": [_grant("coordinating", "forward")],
        "powers": {"joint_inspection": "always"},
    },
    "web-unit": {
        "place": "online",
        "desk": "portal",
        "without": "forward",
        "grants": [_grant("delegated", "decide")],
        "powers": {"side_by_side": "always"},
    },
    "letter-box": {"from": "one-door", "delegated": 0.0},
    "signing": {
        "from": "one-door",
        "grants": [_grant("delegated", "forward", "unit")],
        "powers": {"side_by_side": "granted", "joint_inspection": "always"},
    },
    "seconded": {"from": "one-door", "grants": [_grant("delegated", "decide")], "order": {"delegated": ["a0"]}},
    "technical-team": {
        "from": "one-door",
        "grants": [_grant("delegated", "decide", "unit"), _grant("coordinating", "decide")],
        "powers": {"side_by_side": "always", "joint_inspection": "granted", "deadline": "coordinated"},
    },
    "team-in-the-hall": {"from": "centralized", "grants": [_grant("coordinating", "decide")]},
    "portal-of-both": {
        "from": "electronic",
        "grants": [_grant("automated", "automate"), _grant("delegated", "decide")],
        "routes": {"a0": "visit"},
    },
    "market": {
        "place": "shared",
        "desks": ["unit", "portal"],
        "without": "visit",
        "routes": {"a0": "decide"},
        "signs": "unit",
        "grants": [_grant("automated", "automate"), _grant("coordinating", "forward")],
        "powers": {"side_by_side": "digital"},
    },
    "exchange": {
        "place": "single",
        "desks": ["portal", "unit"],
        "without": "forward",
        "routes": {"a0": "decide"},
        "grants": [_grant("delegated", "decide", "unit"), _grant("automated", "automate")],
    },
    "council": {
        "from": "one-roof",
        "desk": "coordinator",
        "grants": [_grant("coordinating", "visit")],
        "powers": {"deadline": "coordinated", "joint_inspection": "coordinated"},
    },
}
ROWS = (*PATTERNS, *OWN_ROWS)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOURS = {
    "office": dict.fromkeys(WEEKDAYS, "08:00-12:00, 13:00-16:00") | {"friday": "08:00-11:30, 13:30-16:00"},
    "short": dict.fromkeys(WEEKDAYS, "09:00-10:30"),
    "evening": dict.fromkeys((*WEEKDAYS, "saturday", "sunday"), "10:00-11:00, 20:00-24:00"),
}
# Constants that meet at the same instants, and distributions that do not.
WORKS = [
    "10 min",
    "30 min",
    "1 hour",
    "0 s",
    "exponential(20 min)",
    "lognormal(mean 30 min, cv 0.8)",
    "uniform(0 min, 1 hour)",
    "mixture(0.4: 0 min, 0.6: normal(mean 10 min, sd 20 min))",
    "empirical(0, 10, 30 min)",
]
WAYS = ["0 s", "30 min", "triangular(5 min, 10 min, 60 min)"]
DELAYS = [
    "0 s",
    "2 hours",
    "1 working day",
    "exponential(5 hours)",
    "triangular(1 working day, 1 working day, 3 working days)",
]
COLLECTED = ["counter", "post", "online", "none"]
SHARES = [0.0, 0.5, 1.0, 0.3]
REACHES = ["digital", "coordinated", "granted", "never", "always"]
TITLE = {"en": "Small", "id": "Kecil"}


def _some(draw: st.DrawFn, keys: list[str], least: int = 0) -> list[str]:
    return draw(st.lists(st.sampled_from(keys), min_size=least, unique=True)) if keys else []


def _agency(one_of: Callable[..., Any], counters: bool) -> Tree:
    return {
        "title": TITLE,
        "counters": one_of(2, 4, 6),
        "intake": one_of(*WORKS),
        "collection": one_of(*WORKS),
        **one_of({}, {}, {"collection_by": one_of(*COLLECTED)}, {"collection_counters": one_of(1, 2)}),
        **(one_of({}, {}, {"quota": one_of(3, 20)}) if counters else {}),
        "hours": one_of("always", *HOURS, "night"),
        "present": one_of({}, {"08:00-10:00": 0.5}, {"12:00-13:30": 0.0, "15:00-24:00": 0.4}),
        **one_of({}, {}, {"pace": one_of(0.5, 3)}),
        "wrong_door": one_of(0.0, 0.5, 1.0),
        **one_of({}, {"closing": "serve out"}, {"closing": "send home"}),
        "wrong_counter": one_of(0.0, 0.0, 0.5, 1.0),
        "connected": one_of(False, True),
        **one_of({}, {"assignment": "30 min", "signature": "1 working day"}, {"signed_on": "short"}),
        **one_of({}, {"back_office": "at home"}, {"back_office": "with the counters"}),
    }


def _clearance(one_of: Callable[..., Any], agency: str, agencies: list[str], counters: bool) -> Tree:
    inspectors = one_of(0, 1, 3)
    clearance = {
        "title": TITLE,
        "agency": agency,
        "assessors": one_of(1, 2, 4),
        "assessment": one_of(*WORKS, "3 hours"),
        "incomplete": one_of(*SHARES),
        "needed": one_of(1.0, 1.0, 0.5, 0.1),
        "inspectors": inspectors,
        "not_grantable": one_of([], [], ["delegated", "coordinating", "automated"], ["delegated"]),
    }
    clearance |= one_of({}, {}, {"papers_in": "after decisions"})
    clearance |= one_of({}, {}, {"connected": True}, {"signature": "2 hours", "signed_on": "evening"})
    clearance |= {"inspection": one_of("1 hour", "exponential(2 hours)")} if inspectors else {}
    clearance |= one_of({}, {}, {"latency": one_of(*DELAYS), "latency_by": one_of("office", "citizen")})
    clearance |= one_of({}, {}, {"same_paper": one_of("plan", "plan", "deed")})
    if len(agencies) > 1:
        other = agencies[(agencies.index(agency) + one_of(1, len(agencies) - 1)) % len(agencies)]
        asks = {"agency": other, "time": one_of(*DELAYS), "objects": one_of(*SHARES), "objects_after": one_of(*DELAYS)}
        clearance |= one_of({}, {}, {}, {"consult": asks})
    clearance |= one_of(
        {}, {}, {}, {"works": {"crews": one_of(1, 2), "time": one_of("3 hours", "exponential(5 hours)")}}
    )
    clearance |= one_of({}, {"own_cases": "1 per day"}, {"own_cases": "3 per day"}, {"own_cases": "0.5 times the need"})
    clearance |= one_of({}, {"deadline": "1 working day"}, {"deadline": "0.1 working days"})
    if counters and one_of(False, False, True):
        kept = {key: value for key, value in clearance.items() if key not in NOT_AT_COUNTER}
        return kept | {"at_counter": one_of(*WORKS), "inspectors": 0}
    return clearance


@st.composite
def small_trees(draw: st.DrawFn, counters: bool = False) -> Tree:
    """A scenario file's content: 1 to 4 agencies, 1 to 6 clearances, 1 to 3 permits, a week of a few cases.

    With `counters` some clearances are decided at the counter, some citizens wait for their permits there, and some
    counters and desks hand out tickets.
    """

    def one_of(*values: Any) -> Any:
        return draw(st.sampled_from(values))

    agencies = list("abcd")[: one_of(1, 2, 3, 4)]
    owners = [*agencies, *_drawn_owners(draw, agencies)]
    keys = [f"{owner}{sum(other == owner for other in owners[:i])}" for i, owner in enumerate(owners)]
    clearances = {key: _clearance(one_of, owner, agencies, counters) for key, owner in zip(keys, owners, strict=True)}
    in_order = draw(st.permutations(keys))
    for i, key in enumerate(in_order):
        clearances[key]["after"] = _some(draw, in_order[:i])
    clearances = {key: clearances[key] for key in draw(st.permutations(keys))}
    several = [key for key in keys if clearances[key]["inspectors"] > 1]
    team = one_of(0, 1, 2) if several else 0
    waits = {"while_you_wait": counters and one_of(False, True)}
    permits: Tree = {"p": {"title": TITLE, **waits, **one_of({}, {}, {"collection_by": one_of(*COLLECTED)})}}
    if one_of(False, True):
        permits = {
            "p": {"title": TITLE, **waits, "share": 0.25, "clearances": _some(draw, keys, 1), "standard": "1 day"},
            "q": {"title": TITLE, "share": 0.25, "clearances": _some(draw, keys, 1)},
            "both": {
                "title": TITLE,
                "together": ["p", "q"],
                **one_of({"share": 0.5}, {"need": "0.2 per open hour"}),
                **waits,
                **one_of({}, {"collection_by": "post"}),
            },
        }
    lent = {"from": "2026-01-06", "until": "2026-01-06", "people": 1, "out_of": "counter:a"}
    lent |= {"into": f"assessors:{keys[0]}"}
    grant_by = one_of("clearance", "case", "permit")
    return {
        "title": TITLE,
        "about": TITLE,
        "world": {
            "start": "2026-01-05",
            "holidays": one_of([], ["2026-01-07"], ["01-08"]),
            "hours": HOURS
            | {
                "night": one_of(
                    "mon-thu 22:00-03:00", {"every": "2 weeks", "on": "tue, thu 09:00-15:00", "from": "2026-01-06"}
                )
            },
            "hours_by_date": one_of({}, {"office": {"2026-01-06..2026-01-07": "tue 10:00-12:00; wed 20:00-04:00"}}),
            "working_days": one_of("always", "office"),
            "standard": one_of("3 working days", "2 days"),
            "standard_from": one_of("need", "handing in", "complete papers"),
            "closing": one_of("send home", "serve out"),
            **one_of({}, {"complaints": {"share": 0.5, "at": one_of("any", "right"), "work": one_of(*WORKS)}}),
            "citizens": {
                **one_of(
                    {"need": "3 per day"}, {"need": "3 per day"}, {"need_by_date": {"2026-01-06": 4, "2026-01-07": 3}}
                ),
                **one_of({}, {"by_hour": [1.0] * 24}, {"by_weekday": [1.0] * 7}),
                **one_of({}, {"by_hour": [0.0] * 7 + [1.0] * 17, "by_weekday": [1.0] * 7}),
                "far_share": one_of(*SHARES),
                "vulnerable_share": one_of(*SHARES),
                "assisted_share": one_of(*SHARES),
                "vulnerable_first": one_of(False, True),
                "arrival_spread": one_of("3 hours", "1 s"),
                **one_of({}, {}, {"bribe_share": one_of(*SHARES), "bribe_at": one_of("counters", "files", "both")}),
                **one_of({}, {"patience": "5 hours"}, {"patience": "exponential(2 hours)"}),
            },
            "travel": {
                "home_to_office": one_of(*WAYS),
                "home_to_centre": one_of(*WAYS),
                "far_factor": one_of(1, 2.5),
                "between_offices": one_of(*WAYS),
                "walk": one_of(*WAYS),
            },
            "papers": {
                "bringings": one_of(3, 1, 2, 4),
                "detection": one_of(*SHARES),
                **one_of({}, {"detection_without_authority": one_of(*SHARES), "detection_online": one_of(*SHARES)}),
                "fix": one_of(*DELAYS),
                "reintake": one_of(*SHARES),
                "reassessment": one_of(*SHARES),
            },
            "counters": {
                "triage": one_of("5 min", "0 s"),
                "no_wrong_door": one_of(False, True),
                "glance": one_of("3 min", "0 s"),
            },
            "information": one_of(
                {}, {}, {"staff": 1, "time": one_of(*WORKS), "prevents": one_of(*SHARES), "hours": one_of(*HOURS)}
            ),
            "front": {
                "hours": one_of("always", *HOURS),
                "present": one_of({}, {"08:00-10:00": 0.5}, {"12:00-13:30": 0.0, "15:00-24:00": 0.4}),
                "others": one_of(*SHARES),
                "registration": one_of("5 min", "0 s"),
                "send": one_of(*WORKS),
                "chase": one_of(*WORKS),
                "assemble": one_of(*WORKS),
                "online": one_of(*SHARES),
                **one_of({}, {}, {"collection_by": one_of(*COLLECTED)}, {"collection_counters": 1}),
                **(one_of({}, {}, {"quota": one_of(3, 20)}) if counters else {}),
                "one_application": one_of(True, False),
                "connected": one_of(False, True),
                **one_of({}, {"assignment": "2 hours", "signature": "0 s"}, {"signed_on": "short"}),
            },
            "files": {
                "between_buildings": one_of(*DELAYS),
                "within_building": one_of(*DELAYS),
                "digital": one_of(*DELAYS),
                "own_cases_first": one_of(False, True),
                "assignment": one_of(*DELAYS),
                "signature": one_of(*DELAYS),
            },
            "carry": {"by": one_of("usual", "letter", "at once"), **one_of({}, {"letter": one_of(*DELAYS)})},
            "notice": one_of("next opening", *DELAYS),
            "online": {
                "form": one_of(*WORKS),
                "fall_out": one_of(*SHARES),
                "outage_lasts": one_of("0 s", "3 hours", "exponential(10 hours)"),
                **one_of({}, {"outage_every": "exponential(1 day)"}),
            },
            "reform": one_of({}, {}, {"dip": 0.5, "half_life": "2 days"}),
            "inspection": {"journey": one_of("0 s", "45 min"), "team": team, "team_donors": several if team else []},
            "agencies": {key: _agency(one_of, counters) for key in agencies},
            "clearances": clearances,
            "permits": permits,
        },
        "levers": {
            "patterns": list(ROWS),
            **one_of(
                {},
                {"secondments": [lent]},
                {"agencies": one_of(1, 2, 3, 4, 5), "agencies_mode": one_of("merge", "chain")},
            ),
            "delegated": one_of(*SHARES),
            "coordinating": one_of(*SHARES),
            "automated": one_of(*SHARES),
            **one_of({}, {}, {"connected": 0.5}),
            **one_of({}, {"consulted": one_of(*SHARES)}),
            "grant": {"by": grant_by},
            "order": {
                name: _some(draw, list(permits if grant_by == "permit" else keys))
                for name in one_of([], ["delegated"], ["delegated", "coordinating", "automated"])
            },
            "powers": {name: one_of(*REACHES) for name in one_of((), tuple(COORDINATED))},
            "own_cases_go": one_of("as the pattern says", "to their agency"),
            "case_officers": one_of(1, 2),
            "cross_training": one_of(*SHARES),
            "generalist_factor": one_of(1.0, 1.5),
            "redeploy": one_of(*SHARES),
        },
        "run": {"warm_up": "1 day", "cohort": "2 days", "run_out": "1 day", "replications": 1, "seed": SEED},
        "patterns": {
            key: row | {"title": TITLE} | ({"order": {}} if grant_by == "permit" and "order" in row else {})
            for key, row in OWN_ROWS.items()
        },
    }


def _drawn_owners(draw: st.DrawFn, agencies: list[str]) -> list[str]:
    return draw(st.lists(st.sampled_from(agencies), max_size=6 - len(agencies)))


def small_worlds(settings: dict[str, Any] | None = None, *, counters: bool = False) -> st.SearchStrategy[Loaded]:
    """Random scenarios, with some values the same in all; `settings` as in `everywhere`, `counters` as in the trees."""
    return small_trees(counters).map(lambda tree: everywhere(from_tree(tree, "small"), settings or {}))


def everywhere(loaded: Loaded, settings: dict[str, Any]) -> Loaded:
    """The scenario with other values at dotted paths, where * stands for every key that there is."""
    changes = {}
    for path, value in settings.items():
        head, star, tail = path.partition(".*.")
        table: Any = loaded.tree
        for key in head.split(".") if star else ():
            table = table[key]
        changes |= {f"{head}.{key}.{tail}": value for key in table} if star else {path: value}
    return loaded.change(changes)


def world_of(loaded: Loaded) -> World:
    """The world with its agency count; hypothesis tries another where so many agencies cannot be made."""
    try:
        return build(loaded.scenario)
    except BadInput:
        reject()


def staff_of(world: World, row: Pattern) -> Staffing:
    """Who works where; hypothesis tries another world where that cannot be staffed."""
    try:
        return staffing(world, row)
    except BadInput:
        reject()


@dataclass(frozen=True)
class Routed:
    """A small world after a run under one pattern."""

    world: World
    row: Pattern
    staff: Staffing
    cases: Cases
    log: Log


def ran(loaded: Loaded, pattern: str, replication: int = 0) -> Routed:
    """Run a scenario under one pattern."""
    world, row = world_of(loaded), loaded.scenario.rows()[pattern]
    staff = staff_of(world, row)
    return Routed(world, row, staff, *one_pattern(world, row, staff, SEED, replication))

"""Write the tables of docs/restaurant-permit.md anew, what comes out of the city as shipped: `make pictures`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import wogsim
from wogsim.studies.comparison.result import Comparison

PAGE = Path(__file__).parent / "restaurant-permit.md"
BLOCK = re.compile(r"(<!-- made by `make pictures`: (\w+) -->\n).*?(<!-- end -->\n)", re.DOTALL)
DOORS = ["letter-box", "signing-door", "partial-door", "one-door", "hall"]
SIMPLER = [
    f"{row}{of}" for row in ("technical-functional", "one-door") for of in ("", "/merged", "/papers-once", "/omnibus")
]
ROWS = {  # of a table: what a measure is called, and how many digits it has
    "waiting_time": ("waiting at counters, min", 0),
    "counters_visited": ("counters visited", 1),
    "trips": ("trips", 1),
    "chain_length": ("chain length", 1),
    "sojourn_time": ("sojourn, days", 1),
    "sojourn_working_days": ("sojourn, working days", 1),
    "within_standard": ("within the standard", 2),
    "time_handoff": ("of it hand-off, days", 1),
    "time_assignment": ("of it assignment, days", 1),
    "time_signature": ("of it signature, days", 1),
    "time_notice": ("of it notice, days", 1),
    "time_file_queue": ("of it queue of files, days", 1),
    "time_assessment": ("of it assessment, days", 1),
    "time_fixing": ("of it mending papers, days", 1),
}
OF_DOORS = ("counters_visited", "trips", "chain_length", "sojourn_time", *list(ROWS)[7:11])
NO_HOLIDAYS = {"world.holidays": []}
OF_SIMPLER = ("trips", "sojourn_time", "within_standard", "time_assignment", "time_signature", "time_fixing")
CALENDARS = {  # what is set, and what the rows are called for waiting and for the sojourn
    "shipped": ({}, "as shipped", "as shipped"),
    "holidays": (NO_HOLIDAYS, "`--set world.holidays='[]'`", "without holidays"),
    "cohort": (
        NO_HOLIDAYS | {"run.cohort": "20 weeks"},
        'without holidays, and `--set run.cohort="20 weeks"`',
        "without holidays, 20 weeks of cohort",
    ),
    "warm-up": (
        NO_HOLIDAYS | {"run.warm_up": "15 weeks"},
        'without holidays, and `--set run.warm_up="15 weeks"`',
        "without holidays, 15 weeks of warm-up",
    ),
}
SHARES = (0, 0.31, 0.5, 1)


def line(result: Comparison, name: str, measure: str) -> str:
    """A row: mean and half of the interval under every pattern."""
    digits, found = ROWS[measure][1], [result.estimates[key, measure] for key in result.keys]
    return f"| {name} | {' | '.join(f'{e.mean:.{digits}f} ± {e.high - e.mean:.{digits}f}' for e in found)} |"


def table(keys: Sequence[str], lines: Sequence[str], corner: str = "") -> str:
    """Rows beneath the patterns."""
    return "\n".join(
        [f"| {corner} | {' | '.join(keys)} |".replace("|  |", "| |"), "|---" * (len(keys) + 1) + "|", *lines]
    )


def made() -> dict[str, str]:
    """The tables by name."""
    loaded = wogsim.load("restaurant-permit")

    def run(**asked: Any) -> Comparison:
        return wogsim.compare(loaded, **asked, jobs=0)

    runs = {key: run(settings=settings) for key, (settings, *_names) in CALENDARS.items()}
    shipped, doors, simpler = runs["shipped"], run(patterns=DOORS), run(patterns=SIMPLER)
    shares = {share: run(authority=share) for share in SHARES}
    calendar = [line(runs[key], f"waiting at counters, min: {CALENDARS[key][1]}", "waiting_time") for key in runs]
    calendar += [line(runs[key], f"sojourn, days: {CALENDARS[key][2]}", "sojourn_time") for key in runs]
    return {
        "patterns": table(shipped.keys, [line(shipped, name, measure) for measure, (name, _digits) in ROWS.items()]),
        "doors": table(doors.keys, [line(doors, ROWS[measure][0], measure) for measure in OF_DOORS]),
        "simplification": table(simpler.keys, [line(simpler, ROWS[measure][0], measure) for measure in OF_SIMPLER]),
        "calendar": table(shipped.keys, calendar),
        "authority": table(
            shipped.keys, [line(result, f"{share:g}", "sojourn_time") for share, result in shares.items()], "authority"
        ),
    }


def renewed(page: str, tables: dict[str, str]) -> str:
    """The page with other tables between its marks."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{tables[block[2]]}\n\n{block[3]}", page)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8"), made()), encoding="utf-8", newline="\n")

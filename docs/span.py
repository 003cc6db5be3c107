"""Write the table of docs/continuum.md on span of control anew: `make pictures`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import wogsim
from wogsim.output_analysis import Estimate, estimate
from wogsim.studies.comparison.result import Comparison

PAGE = Path(__file__).parent / "continuum.md"
BLOCK = re.compile(r"(<!-- made by `make pictures`: span -->\n).*?(<!-- end -->\n)", re.DOTALL)
KEY = "centralized"
SPANS = (1, 4, 8, 13)
# Officers: too few for eight bodies, enough for thirteen, plenty. More than nine would be taken from the desk, where
# citizens would then queue, and come to the officers one by one.
SHORT, FEW, MANY = 2, 3, 9
CALM: Mapping[str, object] = {  # the task force's agencies without the task force
    "levers.secondments": [],
    "world.clearances.review.backlog": 0,
    "run.warm_up": "8 weeks",
    "run.cohort": "13 weeks",
}
CITY = (1, 2, 3, 4, 6, 8)  # agencies of the shipped city


def ran(agencies: int, officers: int, settings: Mapping[str, object] | None = None) -> Comparison:
    """The thirteen agencies merged into so many, under a coordinator with so many officers."""
    asked = {**CALM, "levers.case_officers": officers, **(settings or {})}
    return wogsim.compare(
        wogsim.load("task-force"), patterns=[KEY], settings=asked, agencies=agencies, replications=20, seed=1
    )


def load(found: Comparison) -> float:
    """Officers that the work needs, as the pilot applicants bring it."""
    return next(post.load for post in found.staffing[0].posts if post.name == "officers")


def waits(found: Comparison) -> list[float]:
    """How long a file waits at the officers in opening hours, in minutes, a value per replication."""
    pools = [next(pool for pool in one.pools if pool.name == "officers") for one in found.outcomes[0]]
    return [pool.mean_open_wait / 60 for pool in pools]


def line(words: str, cells: list[str]) -> str:
    """A row of a table."""
    return f"| {words} | {' | '.join(cells)} |"


def cell(found: Estimate, digits: int) -> str:
    """A mean and half of its interval."""
    return f"{found.mean:.{digits}f} ± {found.high - found.mean:.{digits}f}"


def head(corner: str, spans: tuple[int, ...]) -> list[str]:
    """The first two lines of a table."""
    return [line(corner, [str(span) for span in spans]), "|---" * (len(spans) + 1) + "|"]


def made() -> str:
    """Both tables: the task force's agencies, and the city's."""
    runs = {officers: [ran(span, officers) for span in SPANS] for officers in (SHORT, FEW, MANY)}
    lines = head("agencies", SPANS)
    lines.append(line("offered load, officers", [f"{load(found):.2f}" for found in runs[FEW]]))
    for officers, found in runs.items():
        lines.append(
            line(f"{officers} officers: wait at their desk, min", [cell(estimate(waits(one)), 1) for one in found])
        )
    for officers, found in runs.items():
        queued = [cell(one.estimates[KEY, "time_file_queue"], 2) for one in found]
        lines.append(line(f"{officers} officers: queue of files, days", queued))
    city = [wogsim.compare(wogsim.load("restaurant-permit"), patterns=[KEY], agencies=n, replications=2) for n in CITY]
    loads = line("offered load, officers", [f"{load(found):.2f}" for found in city])
    return "\n".join([*lines, "", "The shipped city:", "", *head("agencies", CITY), loads])


if __name__ == "__main__":
    page = PAGE.read_text("utf-8")
    tables = made()
    page = BLOCK.sub(lambda block: f"{block[1]}\n{tables}\n\n{block[2]}", page)
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    print(PAGE.name)

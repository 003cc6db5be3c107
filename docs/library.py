"""Write docs/library.md anew, a page of every shipped scenario, and draw its chart: `make pictures`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import wogsim
from wogsim.charts.style import DPI
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.intervals import as_told
from wogsim.scenario.shipped import scenario_names
from wogsim.scenario.themes import THEMES
from wogsim.studies.comparison.result import Comparison
from wogsim.validation.evidence import rows, said

PAGE = Path(__file__).parent / "library.md"
HEAD = """# The scenarios that come with wogsim

Made by `make pictures` with `wogsim compare NAME` as each file stands. Each is a question for a class, a lever to move
and what to look for; `wogsim show NAME` prints all its numbers with their sources, `wogsim check NAME` which of them
rest on assumption.
"""
MEASURES = {  # what is shown where it is known: its name and how many digits it has
    "waiting_time": ("waiting at counters, min", 1),
    "on_the_spot": ("time on the spot, min", 1),
    "counters_visited": ("counters visited", 1),
    "trips": ("trips", 1),
    "sojourn_time": ("sojourn, days", 1),
    "within_standard": ("within the standard", 2),
    "gave_up": ("gave up", 3),
}
SHARES = ("within_standard", "gave_up")
CHARTS = {"mpp": "waiting_times", "task-force": "cases_in_progress"}  # of the others the time anatomy
BY_PERMIT = {  # where the finding is in one permit and not in the mean of all: what is shown of each
    "bkpm": ("sojourn_time", "within_standard"),
    "one-day-service": ("within_standard",),
    "population-documents": ("sojourn_time", "waiting_time", "trips"),
    "ptsp-city": ("sojourn_working_days", "within_standard"),
}


def page(name: str) -> Iterator[str]:
    """What one scenario asks, what it shows, and what was published beside it."""
    loaded = wogsim.load(name)
    scenario, lesson = loaded.scenario, loaded.scenario.lesson
    yield f"### {dict(scenario.title)['en']} (`{name}`)\n"
    if scenario.about:
        yield f"{dict(scenario.about)['en']}\n"
    if lesson and lesson.question and lesson.look_for:
        yield f"*Question.* {dict(lesson.question)['en']}\n"
        yield f"*Lever.* `{lesson.lever}`\n"
        yield f"*What to look for.* {dict(lesson.look_for)['en']}\n"
    result = wogsim.compare(loaded)
    yield table(result) + "\n"
    for measure in BY_PERMIT.get(name, ()):
        yield by_permit(result, measure) + "\n"
    yield f"*Verdict.* {result.verdict()}\n"
    picture = f"library-{name}.png"
    figure = getattr(result, CHARTS.get(name, "time_anatomy"))()
    figure.savefig(PAGE.parent / "images" / picture, dpi=DPI, metadata={"Software": None})
    yield f"![{dict(scenario.title)['en']}](images/{picture})\n"
    named = lesson.evidence if lesson else ()
    published = [row for row in rows() if set(row.place.values()) & set(named)]
    if published:
        yield "Published beside it (hits and misses are in [validation.md](validation.md)):\n"
        yield "| place | year | what changed | before | after | unit | source |\n|---|---|---|---|---|---|---|"
        for row in published:
            cells = (row.place["en"], row.year, row.changed["en"], said(row.before), said(row.after), row.unit)
            yield f"| {' | '.join(map(str, cells))} | {row.source} |"
        yield ""


def table(result: Comparison) -> str:
    """Mean and half of the 95 % interval of each measure under every pattern."""
    keys = list(result.keys)
    lines = [f"| | {' | '.join(result.title(key) for key in keys)} |", "|---" * (len(keys) + 1) + "|"]
    for measure, (words, digits) in MEASURES.items():
        if (keys[0], measure) in result.estimates:
            cells = [cell(result.estimates[key, measure], digits, measure in SHARES) for key in keys]
            lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


def by_permit(result: Comparison, measure: str) -> str:
    """Mean and half of the 95 % interval of one measure for those who need each permit."""
    found = result.by_permit()
    found = found[found["measure"] == measure]
    words, digits, keys = BY_NAME[measure].title, 2 if measure in SHARES else 1, list(result.keys)
    lines = [f"| {words} | {' | '.join(result.title(key) for key in keys)} |", "|---" * (len(keys) + 1) + "|"]
    for permit, title in result.permit_titles.items():
        theirs = {row.pattern: row for row in found[found["permit"] == permit].itertuples()}
        cells = [f"{theirs[key].mean:.{digits}f}" if key in theirs else "" for key in keys]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def cell(found: Estimate, digits: int, share: bool) -> str:
    """A mean and its interval, of a share both ends of it, as these are not equally far where it is rare."""
    told = as_told(found)
    mean, low, high = (f"{value:.{digits}f}" for value in told[:3])
    if math.isnan(told.low):
        return mean
    return f"{mean} ({low} to {high})" if share else f"{mean} ± {told.high - told.mean:.{digits}f}"


def contents() -> Iterator[str]:
    """The whole page: themes, and the scenarios of each."""
    yield HEAD
    lessons = {name: wogsim.load(name).scenario.lesson for name in scenario_names()}
    for theme, words in THEMES.items():
        if names := [name for name, lesson in lessons.items() if lesson and lesson.theme == theme]:
            yield f"## {words}\n"
            for name in names:
                yield from page(name)


if __name__ == "__main__":
    PAGE.write_text("\n".join(contents()), encoding="utf-8")
    print(PAGE.name)

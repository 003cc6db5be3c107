"""Write the numbers into the lesson plans and draw the empty curve of the handout: `make pictures`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from city import renewed

import wogsim
from wogsim.language import LANGUAGES, number, percent, pick, using
from wogsim.studies.break_even.result import BreakEven
from wogsim.studies.break_even.words import authority_name, sentences
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.verdict import sentences as verdict
from wogsim.studies.journey.result import Journey

HERE = Path(__file__).parent
PAGES = ("lesson-30", "lesson-90")
SCENARIO, PATTERN = "restaurant-permit", "one-door"
SHOWN = ("sojourn_time", "counters_visited", "trips", "chain_length")
HEADS = {
    "en": "pattern|days from need to permit (95 % interval)|counters|trips|authorities who sign",
    "id": "pola|hari dari kebutuhan sampai izin (selang 95 %)|loket|perjalanan|pemegang wewenang yang menandatangani",
}
WIDE, HIGH, LEFT, TOP, BOTTOM = 720, 290, 70, 15, 225  # pixels of the empty curve
TOPMOST, STEP = 100, 20  # days


def ending(language: str) -> str:
    """What stands in a file's name before its ending."""
    return "" if language == "en" else f".{language}"


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def table(head: list[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows beneath their heads."""
    return "\n".join([row(head), "|---" * len(head) + "|", *map(row, rows)])


def numbers(result: Comparison) -> str:
    """What every pattern takes, and the verdict."""
    rows = []
    for key in result.keys:
        days, *others = (result.estimates[key, measure] for measure in SHOWN)
        said = number(days.mean) + words.interval(days, 1)
        rows.append([result.title(key), said, *(number(found.mean) for found in others)])
    told = " ".join(verdict(result)[:-1])
    return f"{table(pick(HEADS).split('|'), rows)}\n\n> {told}"


def curve(found: BreakEven) -> str:
    """Days at every share of authority, and the break-even."""
    told = found.at(PATTERN, 0)
    if told is None:
        raise RuntimeError("there is no world to search")
    days = told.curves[found.ranked_by]
    rows = [[percent(step.first), number(mean.mean)] for step, mean in zip(told.series, days, strict=True)]
    heads = [authority_name(PATTERN), pick({"en": "days under one-door", "id": "hari pada satu pintu"})]
    level = pick({"en": "One roof takes {days} days at any share.", "id": "Satu atap selalu {days} hari."})
    said = level.format(days=number(told.levels[found.ranked_by].mean))
    return f"{table(heads, rows)}\n\n> {sentences(found, told)} {said}"


def citizen(way: Journey) -> str:
    """How long one ordinary citizen waits for the permit under every pattern."""
    rows = ([trail.title, number(trail.sojourn / 86400)] for trail in way.trails)
    heads = pick({"en": "pattern|days of this one citizen", "id": "pola|hari warga yang satu ini"}).split("|")
    return table(heads, rows)


def sketch() -> str:
    """Empty axes to draw the authority curve on, with the level of one roof as a dashed line without its number."""
    right, span = WIDE - 20, WIDE - 20 - LEFT
    text = '<text x="{x}" y="{y}" text-anchor="{at}">{said}</text>'
    parts = []
    for days in range(0, TOPMOST + 1, STEP):
        y = BOTTOM - (BOTTOM - TOP) * days / TOPMOST
        parts.append(f'<path d="M{LEFT} {y:.0f}H{right}" stroke="#ddd"/>')
        parts.append(text.format(x=LEFT - 8, y=f"{y + 5:.0f}", at="end", said=days))
    for tenth in range(0, 11, 2):
        x = LEFT + span * tenth / 10
        parts.append(f'<path d="M{x:.0f} {TOP}V{BOTTOM}" stroke="#ddd"/>')
        parts.append(text.format(x=f"{x:.0f}", y=BOTTOM + 22, at="middle", said=percent(tenth / 10)))
    parts.append(f'<path d="M{LEFT} {TOP}V{BOTTOM}H{right}" stroke="#1a1a1a" fill="none"/>')
    below = authority_name(PATTERN)
    beside = pick({"en": "days from need to permit", "id": "hari dari kebutuhan sampai izin"})
    parts.append(text.format(x=LEFT + span // 2, y=BOTTOM + 52, at="middle", said=below))
    middle = (TOP + BOTTOM) // 2
    parts.append(f'<text transform="translate(20 {middle}) rotate(-90)" text-anchor="middle">{beside}</text>')
    look = 'font-family="Verdana, sans-serif" font-size="15" fill="#1a1a1a"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}" {look}>'
    return "\n".join([head, *parts, "</svg>", ""])


def made(result: Comparison, found: BreakEven, way: Journey) -> dict[str, str]:
    """What stands between the marks of the pages, in the language in use."""
    return {"numbers": numbers(result), "curve": curve(found), "citizen": citizen(way)}


def main() -> None:
    """Write the pages and the pictures."""
    loaded = wogsim.load(SCENARIO)
    result = wogsim.compare(loaded, jobs=0)
    found = wogsim.breakeven(loaded, patterns=[PATTERN], jobs=0)
    way = wogsim.journey(loaded)
    for language in LANGUAGES:
        with using(language):
            said = made(result, found, way)
            for name in PAGES:
                page = HERE / f"{name}{ending(language)}.md"
                page.write_text(renewed(page.read_text("utf-8"), said), encoding="utf-8", newline="\n")
            picture = HERE / "images" / f"authority_sketch{ending(language)}.svg"
            picture.write_text(sketch(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

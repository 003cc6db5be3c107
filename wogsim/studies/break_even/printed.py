"""What `wogsim breakeven` prints at the end."""

import math
from collections.abc import Iterator
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from wogsim.language import _, digits_for, number, percent
from wogsim.output_analysis.crossings import Verdict
from wogsim.studies.beside import SIGN
from wogsim.studies.break_even.result import AGAINST, BreakEven, Search
from wogsim.studies.break_even.words import (
    VERDICTS,
    authority_name,
    beside_all,
    beyond_grantable,
    interval,
    pace,
    sentences,
)
from wogsim.studies.printing import begun, table, warn, where
from wogsim.studies.sweep.words import axis_title, named, tick
from wogsim.studies.words import replications


def print_result(result: BreakEven, directory: Path) -> None:
    """Every crossing at every point, a sentence for each pattern, what could not be, and where the files are."""
    screen = begun(result)
    for pattern in result.searched:
        text = "\n" + _("From which {authority} on is {pattern} faster than {against}?")
        names = {"pattern": result.title(pattern), "against": result.title(AGAINST)}
        screen.say(text.format(authority=authority_name(pattern), **names))
        searches = [search for search in result.searches if search.pattern == pattern]
        screen.print(_crossings(result, searches))
        for search in dict.fromkeys((searches[0], searches[-1])) if searches else ():
            at = zip(result.axes, result.grid.points[search.point], strict=True)
            screen.stress(f"{', '.join(named(axis, value) for axis, value in at)}: {sentences(result, search)}")
    screen.print()
    for line in (*beside_all(result), *beyond_grantable(result)):
        screen.say(line)
    text = _(
        "The same citizens everywhere, {runs}, seed {seed}. Each interval holds its break-even with 95 %; of many "
        "intervals about one in twenty misses."
    )
    screen.say(text.format(runs=replications(result.replications), seed=result.seed))
    warn(screen, result.refusals())
    where(screen, directory, result.loaded)


def _crossings(result: BreakEven, searches: list[Search]) -> Table:
    """One pattern's crossings, point by point."""
    headings = (_("verdict"), _("break-even"), _("95 % interval"), _("beyond"), _("days at 0 %"), _("days at 100 %"))
    made = table([], map(escape, (*map(axis_title, result.axes), *headings)), overflow="fold")
    digits = digits_for([search.difference(end) for search in searches for end in (0, 1)])
    for search in searches:
        point = result.grid.points[search.point]
        at = [escape(tick(axis, value)) for axis, value in zip(result.axes, point, strict=True)]
        ends = [_signed(search.difference(end), digits) + _mark(search, end) for end in (0, 1)]
        for verdict, *row in _found(search):
            made.add_row(*at, verdict + (f" {SIGN}" if any(search.overloaded) else ""), *row, *ends)
    return made


def _found(search: Search) -> Iterator[tuple[str, str, str, str]]:
    """Verdict, break-even, interval and what the pattern is beyond, for each crossing."""
    found = search.reading
    for turn in found.crossings:
        yield _(VERDICTS[turn.verdict]), percent(turn.share), interval(turn), pace(turn.downwards)
    if not found.crossings:
        within = interval(found) if found.verdict is Verdict.NOT_APART else "-"
        yield _(VERDICTS[found.verdict]), "-", within, "-"


def _mark(search: Search, end: int) -> str:
    """The sign of overload where somebody is at authority 0 or 1."""
    there = zip(search.series, search.overloaded, strict=True)
    return f" {SIGN}" if any(overloaded and at.first <= end <= at.last for at, overloaded in there) else ""


def _signed(value: float, digits: int) -> str:
    return "-" if math.isnan(value) else ("+" if value > 0 else "") + number(value, digits)

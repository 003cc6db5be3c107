"""What `wogsim breakeven` prints at the end."""

import math
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from wogsim.language import _, number, percent
from wogsim.output_analysis.crossings import Verdict
from wogsim.studies.beside import SIGN
from wogsim.studies.break_even.result import AGAINST, BreakEven, Search
from wogsim.studies.break_even.words import (
    VERDICTS,
    authority_name,
    beside_all,
    besides,
    beyond_grantable,
    interval,
    sentences,
)
from wogsim.studies.printing import begun, table, warn, where
from wogsim.studies.sweep.words import axis_title, named, tick
from wogsim.studies.words import convention, replications


def print_result(result: BreakEven, directory: Path) -> None:
    """What was found at every point, a sentence for each pattern, what could not be, and where the files are."""
    screen = begun(result)
    for pattern in result.searched:
        text = "\n" + _("From which {authority} on is {pattern} faster than {against}?")
        names = {"pattern": result.title(pattern), "against": result.title(AGAINST)}
        screen.say(text.format(authority=authority_name(pattern), **names))
        searches = [search for search in result.searches if search.pattern == pattern]
        screen.print(_found(result, searches))
        for search in dict.fromkeys((searches[0], searches[-1])) if searches else ():
            at = zip(result.axes, result.grid.points[search.point], strict=True)
            screen.stress(f"{', '.join(named(axis, value) for axis, value in at)}: {sentences(result, search)}")
    screen.print()
    for line in (*beside_all(result), *beyond_grantable(result)):
        screen.say(line)
    text = _(
        "Break-even: the least share from which on the pattern is faster at every higher one (a step: sure on both "
        "sides of it; ?: not sure). The same citizens everywhere, {runs}, seed {seed}. Each interval holds its "
        "break-even with 95 %; of many intervals about one in twenty misses."
    )
    screen.say(text.format(runs=replications(result.replications), seed=result.seed))
    for pattern in result.searched:
        screen.say(convention(result.title(AGAINST), result.title(pattern)))
    warn(screen, result.refusals())
    where(screen, directory, result.loaded)


def _found(result: BreakEven, searches: list[Search]) -> Table:
    """What was found for one pattern, a row for each point."""
    read = result.reads[result.ranked_by]
    elsewhere = [_("faster\nalso at")] if any(map(besides, searches)) else []
    ends = [_("{unit} at 0 %"), _("{unit} at 100 %")]
    headings = (
        _("verdict"),
        _("break-even"),
        _("95 %\ninterval"),
        *elsewhere,
        *(h.format(unit=read.head) for h in ends),
    )
    made = table([], map(escape, (*map(axis_title, result.axes), *headings)), overflow="fold")
    words = made.columns[len(result.axes) :][: 3 + len(elsewhere)]
    for column in (*words[:2], *words[3:]):  # an open interval may take two lines
        column.no_wrap = True
    digits = read.digits([search.difference(end) for search in searches for end in (0, 1)])
    for search in searches:
        point = result.grid.points[search.point]
        at = [escape(tick(axis, value)) for axis, value in zip(result.axes, point, strict=True)]
        differences = [_signed(read.value(search.difference(end)), digits) + _mark(search, end) for end in (0, 1)]
        verdict, *row = _row(search)
        verdict += f" {SIGN}" if any(search.overloaded) else ""
        made.add_row(*at, verdict, *row, *(["\n".join(besides(search)) or "-"] if elsewhere else []), *differences)
    return made


def _row(search: Search) -> tuple[str, str, str]:
    """Verdict, break-even and its interval: from where on the pattern is faster at every higher share."""
    found, turn = search.reading, search.breakeven
    if turn:
        return _(VERDICTS[turn.verdict]), percent(turn.share), interval(turn)
    if found.crossings:
        return _("not with all"), "-", "-"
    return _(VERDICTS[found.verdict]), "-", interval(found) if found.verdict is Verdict.NOT_APART else "-"


def _mark(search: Search, end: int) -> str:
    """The sign of overload where somebody is at authority 0 or 1."""
    there = zip(search.series, search.overloaded, strict=True)
    return f" {SIGN}" if any(overloaded and at.first <= end <= at.last for at, overloaded in there) else ""


def _signed(value: float, digits: int) -> str:
    return "-" if math.isnan(value) else ("+" if value > 0 else "") + number(value, digits)

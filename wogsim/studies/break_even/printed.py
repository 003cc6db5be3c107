"""What `wogsim breakeven` prints at the end."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.markup import escape
from rich.table import Table

from wogsim.cli.printed import _console, _say
from wogsim.language import _, digits_for, ngettext, number, percent, pick
from wogsim.output_analysis.crossings import Verdict
from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven, Search
from wogsim.studies.break_even.words import VERDICTS, authority_name, beyond_grantable, interval, sentences
from wogsim.studies.sweep.words import axis_title, named, tick


def print_break_even(result: BreakEven, directory: Path) -> None:
    """Every crossing at every point, a sentence for each pattern, what could not be, and where the files are."""
    console = _console()
    console.print(f"[bold]{escape(pick(dict(result.loaded.scenario.title)))}[/]")
    for pattern in SEARCHED:
        text = _("From which {authority} on is {pattern} faster than {against}?")
        names = {"pattern": result.title(pattern), "against": result.title(AGAINST)}
        _say(console, "\n" + text.format(authority=authority_name(pattern), **names))
        console.print(_table(result, pattern))
        for point in _ends(result, pattern):
            console.print(f"[bold]{escape(_where(result, point) + sentences(result, point))}[/]")
    console.print()
    for line in beyond_grantable(result):
        _say(console, line)
    runs = ngettext("{count} replication", "{count} replications", result.replications)
    text = _(
        "The same citizens everywhere, {runs}, seed {seed}. Each interval holds its break-even with 95 %; of many "
        "intervals about one in twenty misses."
    )
    _say(console, text.format(runs=runs.format(count=result.replications), seed=result.loaded.scenario.run.seed))
    for line in result.refusals():
        said = _("Warning: {text}").format(text=line)
        console.print(f"[yellow]{escape(said)}[/]")
    _say(console, _("Tables and charts are in {directory}").format(directory=directory))


def _table(result: BreakEven, pattern: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False)
    headings = (_("verdict"), _("break-even"), _("95 % interval"), _("beyond"), _("days at 0 %"), _("days at 100 %"))
    for heading in (*(axis_title(axis) for axis in result.axes), *headings):
        table.add_column(escape(heading), justify="right", overflow="fold")
    searches = [search for search in result.searches if search.pattern == pattern]
    digits = digits_for([search.difference(end) for search in searches for end in (0, 1)])
    for search in searches:
        point = result.grid.points[search.point]
        at = [escape(tick(axis, value)) for axis, value in zip(result.axes, point, strict=True)]
        ends = [_signed(search.difference(end), digits) for end in (0, 1)]
        for row in _found(search):
            table.add_row(*at, *row, *ends)
    return table


def _found(search: Search) -> Iterator[tuple[str, str, str, str]]:
    """Verdict, break-even, interval and what the pattern is beyond, for each crossing."""
    found = search.reading
    for turn in found.crossings:
        beyond = _("faster") if turn.downwards else _("slower")
        yield _(VERDICTS[turn.verdict]), percent(turn.share), interval(turn), beyond
    if not found.crossings:
        within = interval(found) if found.verdict is Verdict.NOT_APART else "-"
        yield _(VERDICTS[found.verdict]), "-", within, "-"


def _signed(value: float, digits: int) -> str:
    return "-" if math.isnan(value) else ("+" if value > 0 else "") + number(value, digits)


def _ends(result: BreakEven, pattern: str) -> list[Search]:
    """The first and the last point, to be spoken of in sentences."""
    searches = [search for search in result.searches if search.pattern == pattern]
    return [searches[0], searches[-1]] if len(searches) > 1 else searches


def _where(result: BreakEven, search: Search) -> str:
    point = result.grid.points[search.point]
    axes = ", ".join(named(axis, value) for axis, value in zip(result.axes, point, strict=True))
    return f"{axes}: "

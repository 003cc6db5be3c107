"""What `wogsim validate` prints, with rich."""

from collections.abc import Callable, Container, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from wogsim.language import _, mark, ngettext, number, pick
from wogsim.studies.printing import Screen
from wogsim.validation.beside import NO, RATIO_DIGITS, Beside, summary, world_title
from wogsim.validation.evidence import Published, not_held, said
from wogsim.validation.experiments import MISSED, Compared
from wogsim.validation.published import CONTRADICTS, Figure
from wogsim.validation.run import FAMILY, Validation

# unit: its name, and digits behind the decimal sign
UNITS = {
    "share": (mark("share"), 4),
    "min": (mark("min"), 2),
    "persons": (mark("persons"), 4),
    "days": (mark("days"), 4),
}
ALARMING = {MISSED: "bold red", CONTRADICTS: "yellow", NO: "yellow"}

INDENT = (0, 0, 0, 1)
T = TypeVar("T")


def print_validation(found: Validation, written: Path | None, *, quiet: bool) -> None:
    """All tables, or only what was missed of theory; the verdict; where the files are."""
    screen = Screen()
    rows = found.missed if quiet else found.rows
    if rows:
        head = (_("the model"), _("expected"), _("simulated"), _("interval"), _("verdict"))
        _print_groups(screen, (31, 9, 10, 16, 8), head, rows, lambda row: _(row.title), _compared)
    if not quiet:
        head = (_("published figures"), _("published"), _("formula"), _("simulated"), _("verdict"))
        _print_groups(screen, (26, 9, 9, 13, 18), head, found.figures, _office, _published)
        _print_evidence(screen, found.evidence)
    _print_verdict(screen, found)
    if written:
        screen.say(_("Tables and scenario files are in {directory}").format(directory=written))


def _print_groups(
    screen: Screen,
    widths: Sequence[int],
    head: Sequence[str],
    rows: Iterable[T],
    title: Callable[[T], str],
    cells: Callable[[T], list[str]],
) -> None:
    """Rows under titles that take the whole line; numbers stand right, words left."""
    left = (0, len(widths) - 1)
    screen.print(_table(widths, left, [_heads(head)]))
    for name, group in groupby(rows, key=title):
        screen.print(f"[bold]{escape(name)}[/]", soft_wrap=True)
        screen.print(_table(widths, left, map(cells, group)))
    screen.print()


def _table(widths: Sequence[int], left: Container[int], lines: Iterable[list[str]]) -> Padding:
    """Lines in columns of these widths; those numbered in `left` hold words."""
    made = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    for i, width in enumerate(widths):
        made.add_column(width=width, justify="left" if i in left else "right", overflow="fold")
    for line in lines:
        made.add_row(*line)
    return Padding(made, INDENT)


def _heads(head: Iterable[str]) -> list[str]:
    return [f"[bold]{escape(name)}[/]" for name in head]


def _print_evidence(screen: Screen, evidence: Sequence[Beside]) -> None:
    """Published changes beside the model's, what a miss means, what cannot be compared, and the rule."""
    if not evidence:
        return
    widths, left = (13, 11, 15, 16, 9, 9), (4, 5)
    head = (_("published"), _("ratio"), _("the model"), _("ratio"), _("direction"), _("size"))
    screen.print(_table(widths, left, [_heads(head)]))
    for one in evidence:
        screen.print(f"[bold]{escape(_change(one))}[/]", soft_wrap=True)
        screen.print(_table(widths, left, [_beside(one)]))
        if one.missed:
            screen.print(Padding(escape(one.what_it_means), INDENT))
    screen.print()
    screen.stress(_("Published, and not to be compared with the model"))
    for row in not_held():
        screen.print(Padding(escape(f"{_place(row)}: {pick(row.not_held)}."), INDENT))
    screen.print()
    screen.say(summary(evidence))
    screen.print()


def _place(row: Published) -> str:
    return ", ".join(filter(None, (pick(row.place), row.year)))


def _change(one: Beside) -> str:
    """Where and when, and which worlds stand for it."""
    before, after = map(world_title, one.worlds)
    return _("{place}, {unit}: {before} → {after}").format(
        place=_place(one.row), unit=_(one.row.unit), before=before, after=after
    )


def _beside(one: Beside) -> list[str]:
    row, found = one.row, one.ratio
    interval = f"{number(found.low, RATIO_DIGITS)}–{number(found.high, RATIO_DIGITS)}"
    return [
        f"{said(row.before)} → {said(row.after)}",
        said(row.ratio, RATIO_DIGITS),
        f"{number(one.before.mean)} → {number(one.after.mean)}",
        f"{number(found.mean, RATIO_DIGITS)} {interval}",
        _verdict(one.direction),
        _verdict(one.size),
    ]


def _compared(row: Compared) -> list[str]:
    """Theory against the model."""
    unit, digits = UNITS[row.unit]
    what = _("{quantity}, {unit}").format(quantity=_(row.quantity), unit=_(unit))
    values = (number(value, digits) for value in (row.expected, row.simulated))
    return [escape(what), *values, _interval(row, digits), _verdict(row.verdict)]


def _published(figure: Figure) -> list[str]:
    """A published figure against a formula."""
    fact = figure.fact
    digits = len(fact.text.partition(".")[2])
    what = _("{quantity}, {unit}").format(quantity=_(fact.metric), unit=_(fact.unit))
    values = (number(value * fact.parts, digits) for value in (fact.value, figure.value))
    seen = _interval(figure.simulated, digits, fact.parts) if figure.simulated else ""
    return [escape(f"{what}: {_(figure.by)}"), *values, seen, _verdict(figure.verdict)]


def _office(figure: Figure) -> str:
    return f"{figure.fact.office} {figure.fact.period}".strip()


def _interval(row: Compared, digits: int, parts: int = 1) -> str:
    return f"{number(row.low * parts, digits)} – {number(row.high * parts, digits)}"


def _verdict(verdict: str) -> str:
    if not verdict:
        return "–"
    text, style = escape(_(verdict)), ALARMING.get(verdict)
    return f"[{style}]{text}[/]" if style else text


def _print_verdict(screen: Screen, found: Validation) -> None:
    count, missed = len(found.rows), len(found.missed)
    text = ngettext("{missed} row of {count} missed.", "{missed} rows of {count} missed.", missed)
    text = text if missed else _("All {count} rows are within their intervals.")
    screen.stress(text.format(missed=missed, count=count), "bold red" if missed else "bold")
    rests = _(
        "Each interval holds with {level} %, all together with {family} %: a correct model misses anywhere in at most "
        "{chance} of 100 validations. Random seed {seed}; engine {engine}."
    )
    screen.say(
        rests.format(
            level=number(100 * found.level, 2),
            family=number(100 * (1 - FAMILY), 0),
            chance=number(100 * FAMILY, 0),
            seed=found.seed,
            engine=found.engine,
        ),
    )

"""What `wogsim compare` and `wogsim warmup` print at the end."""

import math
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from textwrap import wrap

from rich.markup import escape
from rich.table import Table

from wogsim.contract.hours import DAY
from wogsim.language import _, mark, number
from wogsim.measures.summary import BY_NAME, HEADLINE, OF_ALL, SOJOURN
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.intervals import as_told
from wogsim.studies.beside import overload, sign
from wogsim.studies.comparison import strengths as judged
from wogsim.studies.comparison import verdict, words
from wogsim.studies.comparison.differences import narrower
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.settling import about, settling, warm_up_days
from wogsim.studies.comparison.tables import INTERVAL, OF_PERMITS
from wogsim.studies.printing import Screen, begun, table, warn, where
from wogsim.studies.units import Read, length
from wogsim.studies.words import levers
from wogsim.work.installing import command

HEADINGS = {
    "waiting_time": mark("waiting\n{unit}"),
    "on_the_spot": mark("on the spot\n{unit}"),
    "counters_visited": mark("counters"),
    "trips": mark("trips\nmade"),
    "chain_length": mark("chain"),
    "sojourn_time": mark("sojourn\n{unit}"),
    "restricted_time": mark("of all\n{unit}"),
    "within_standard": mark("in time\n%"),
    "gave_up": mark("gave up\n%"),
}
SHARES = {"within_standard": 0, "gave_up": 1}  # shown in hundredths with so many digits; all else as it is, with one
WIDEST = 1000  # characters; no table is wider
LEAST_GAIN = 1.05  # what narrows an interval by less is not worth a sentence


def print_result(result: Comparison, written: Path | None, *, brief: bool = False, strengths: bool = False) -> None:
    """The table, what it rests on, warnings, where the files are, and the verdict.

    In brief: the table without staff, what its signs mean, warnings, where the files are, and the sentence to repeat.
    ``strengths``: also what each pattern is best and worst at.
    """
    screen = Screen() if brief else begun(result)
    columns = _columns(result)
    people = [] if brief else [_("staff")]
    found = table([_("pattern")], (*_headings(result, columns), *people), no_wrap=True)
    found.columns[0].no_wrap = True
    for pattern in result.keys:
        cells = [_cell(result.estimates[pattern, name], name, result.reads[name]) for name in columns]
        count = result.head_count(pattern)
        name = _in_lines(escape(result.title(pattern))) + sign(result.known(pattern))
        found.add_row(name, *cells, *(["∞" if count is None else str(count)] if people else []))
    _print_whole(screen, found, [result.marked(pattern) for pattern in result.keys])
    if brief:
        screen.say(" ".join(filter(None, [words.sample(result), overload(words.known(result).values())])))
    else:
        _print_grounds(screen, result)
    if strengths:
        _print_strengths(screen, result)
    warn(screen, result.warnings())
    if result.engine == "simpy" and not find_spec("numba"):
        said = _("The compiled engine would be faster: {command}").format(command=command("fast"))
        screen.print(said, markup=False, soft_wrap=True)  # a line that is copied stays one line
    where(screen, written, result.loaded)
    screen.print()
    to_repeat, *grounds = verdict.sentences(result)
    about = _("Verdict.")
    screen.stress(f"{about} {to_repeat}")
    if grounds and not brief:
        screen.print(escape(" ".join(grounds)))


def _print_grounds(screen: Screen, result: Comparison) -> None:
    """Each permit by itself, the queues, and what the table rests on."""
    if len(result.permit_titles) > 1:
        screen.print(_permits(result))
    about = _("Waiting at counters.")
    screen.print(f"{about} [bold]{escape(words.answer(result, 'waiting_time'))}[/]")
    screen.say(_foot(result))
    if result.precision:
        screen.say(words.precision(result, result.precision))


def _print_strengths(screen: Screen, result: Comparison) -> None:
    """What each pattern is best and worst at, a measure a line, and what must be said beneath it."""
    found = table([_("pattern"), _("best at"), _("worst at")], [])
    for key, ends in judged.lists(result).items():
        found.add_row(
            escape(result.marked(key)), *("\n".join(map(escape, end)) or "–" for end in ends), end_section=True
        )
    screen.stress(_("Strengths and weaknesses"))
    screen.print(found)
    screen.say(" ".join(judged.notes(result)))


def _columns(result: Comparison) -> list[str]:
    """The measures that are shown, of those that there are."""
    shown = [name for name in HEADLINE if name in {measure.name for measure in result.measures}]
    if result.ranked_by == OF_ALL:
        shown.insert(shown.index(SOJOURN) + 1, OF_ALL)
    return shown


def _permits(result: Comparison) -> Table:
    """What each permit takes under each pattern."""
    columns = [name for name in _columns(result) if name in OF_PERMITS]
    made = table([_("permit"), _("pattern")], _headings(result, columns), no_wrap=True)
    found = result.by_permit().set_index(["permit", "pattern", "measure"])[["mean", *INTERVAL]]
    estimates = {key: Estimate(*row) for key, row in zip(found.index, found.itertuples(index=False), strict=True)}
    for permit, title in result.permit_titles.items():
        if all(math.isnan(estimates[permit, key, "gave_up"].mean) for key in result.keys):
            continue  # nobody needed it
        for i, pattern in enumerate(result.keys):
            cells = [_cell(estimates[permit, pattern, name], name, result.reads[name], between=" ") for name in columns]
            name = escape(title) if not i else ""
            made.add_row(name, escape(result.marked(pattern)), *cells, end_section=pattern == result.keys[-1])
    return made


def _cell(found: Estimate, measure: str, read: Read, between: str = "\n") -> str:
    """A mean and half of its interval, as the column is read; with a unit where little of the mean were left."""
    if math.isnan(found.mean):
        return "-"
    own, digits = read.fitting(found.mean, SHARES.get(measure, 1))
    factor = 100 if measure in SHARES else own.per
    mean = number(found.mean * factor, digits)
    mean = f"[bold]{mean if own == read else own.worded(mean)}[/]"
    if math.isnan(as_told(found).low):
        return mean
    if measure in SHARES:  # not symmetric where it is rare
        low, high = (number(limit * factor, digits) for limit in (found.low, found.high))
        return f"{mean}{between}[dim]{low}–{high}[/]"
    return f"{mean}{between}[dim]±{number((found.high - found.mean) * factor, digits)}[/]"


def _headings(result: Comparison, columns: Iterable[str]) -> list[str]:
    """The heads of columns, with the units in which they are read."""
    return [_(HEADINGS[name]).format(unit=result.reads[name].head) for name in columns]


def _print_whole(screen: Screen, found: Table, names: list[str]) -> None:
    """A table; where the screen is too narrow for it, a list for each row, so that no number is cut."""
    room = screen.options.update(max_width=WIDEST)
    if screen.measure(found, options=room).maximum <= screen.width:
        screen.print(found)
        return
    _first, *columns = found.columns
    for name, *cells in zip(names, *(column.cells for column in columns), strict=True):
        screen.print(f"\n[bold]{escape(name)}[/]")
        listed = Table(box=None, show_header=False, padding=(0, 0, 0, 1), pad_edge=False)
        for column, cell in zip(columns, cells, strict=True):
            listed.add_row(str(column.header).replace("-\n", "").replace("\n", " "), str(cell).replace("\n", " "))
        screen.print(listed)
    screen.print()


def _in_lines(title: str, width: int = 12) -> str:
    """A name broken where a line may end, so that its column need not shrink."""
    return "\n".join(wrap(title, width, break_long_words=True)) or title


def _foot(result: Comparison) -> str:
    said = _("The same citizens under every pattern: {sample}; {levers}.").format(
        sample=words.sample(result), levers=levers(result.world, result.preset)
    )
    if result.preset == "neutral":
        said += " " + _("Neutral: what still differs is time at counters, desk or form.")
    if overloaded := overload(words.known(result).values()):
        said += " " + overloaded
    if result.replications == 1:
        return said + " " + _("One replication has no interval; use --replications 10 or more.")
    said += " " + _("Below each mean: half the width of its 95 % interval; below a share: the interval.")
    if any(result.head_count(key) is None for key in result.keys):
        said += " " + _("Staff ∞: without limit.")
    gain = narrower(result, SOJOURN)
    if gain > LEAST_GAIN:
        text = _("The same citizens make the intervals of differences in sojourn {times} times narrower.")
        said += " " + text.format(times=number(gain, 1))
    return said


def print_settling(result: Comparison) -> None:
    """After how many days each pattern has settled, and what that means for the scenario's warm-up."""
    screen, warm_up, rows = begun(result), warm_up_days(result), settling(result)
    found = table([_("pattern"), _("measure")], [_("settled after")], no_wrap=True)
    found.columns[0].no_wrap = True
    found.add_column(_("the warm-up of {time}").format(time=length(warm_up * DAY)))
    for row in rows:
        title, measure = (
            _in_lines(escape(result.title(row.pattern))) + sign(result.known(row.pattern)),
            escape(_(BY_NAME[row.measure].title)),
        )
        found.add_row(title, measure, about(row.days), escape(row.remark(warm_up)))
    screen.print(found)
    if any(row.unclear and not row.empty for row in rows):
        text = _(
            "Later than half of the time until the cohort ends: so MSER-5 cuts a series that never settles, and one "
            "without drift that happens to end quietly. What moves the mean is told by the last column; more "
            "replications or a longer run.cohort would tell more."
        )
        screen.say(text)
    for sentence in filter(None, (words.sample(result), overload(words.known(result).values()))):
        screen.say(sentence)

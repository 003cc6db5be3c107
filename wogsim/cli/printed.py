"""What the commands print, with rich."""

from __future__ import annotations

import math
from importlib.util import find_spec
from pathlib import Path
from textwrap import wrap

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wogsim.contract.cases import UNLIMITED
from wogsim.language import _, ngettext, number, pick
from wogsim.measures.summary import BY_NAME, HEADLINE
from wogsim.output_analysis import Estimate
from wogsim.scenario.explain import Fact, facts, titles
from wogsim.scenario.names import pattern_title
from wogsim.scenario.reading import Loaded, load
from wogsim.scenario.shipped import scenario_names
from wogsim.staffing.names import pool_title
from wogsim.staffing.people import Staffing
from wogsim.studies.comparison import precise, verdict, words
from wogsim.studies.comparison.differences import narrower
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.settling import warm_up_days
from wogsim.world.agencies import World

# measure, factor, digits: the columns of the table on the screen
SHOWN = tuple((name, *{"within_standard": (100, 0), "gave_up": (100, 1)}.get(name, (1, 1))) for name in HEADLINE)
WIDEST = 1000  # characters; no table is wider
LEAST_GAIN = 1.05  # what narrows an interval by less is not worth a sentence


class _Screen(Console):
    """A console that leaves it to the caller what a reader who has gone means."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _console() -> Console:
    return _Screen(highlight=False, soft_wrap=False)


def _say(console: Console, text: str) -> None:
    """Print a sentence as it is: brackets in it are no markup."""
    console.print(text, markup=False)


def print_scenarios() -> None:
    """One line for each shipped scenario."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name in scenario_names():
        scenario = load(name).scenario
        table.add_row(f"[bold]{name}[/]", f"{escape(pick(dict(scenario.title)))}. {escape(pick(dict(scenario.about)))}")
    _console().print(table)


def print_check(loaded: Loaded) -> None:
    """What a valid file holds, who would work where, and which numbers rest on assumption."""
    from wogsim.replication.prepare import prepare

    prepared = prepare(loaded)
    scenario, console = loaded.scenario, _console()
    console.print(_heading(loaded))
    agencies, clearances = len(prepared.world.agencies), len(prepared.world.clearances)
    permits = len(scenario.world.permits)
    valid = _("{file} is valid: {agencies}, {clearances}, {permits}, patterns {patterns}.")
    _say(
        console,
        valid.format(
            file=loaded.name,
            agencies=ngettext("{count} agency", "{count} agencies", agencies).format(count=agencies),
            clearances=ngettext("{count} clearance", "{count} clearances", clearances).format(count=clearances),
            permits=ngettext("{count} permit", "{count} permits", permits).format(count=permits),
            patterns=", ".join(pattern_title(key, scenario) for key in scenario.levers.patterns),
        ),
    )
    for row, staff in prepared.patterns:
        _print_staffing(console, pattern_title(row.key, scenario), staff, prepared.world)
    _print_origins(console, loaded)


def _heading(loaded: Loaded) -> str:
    title, about = (escape(pick(dict(text))) for text in (loaded.scenario.title, loaded.scenario.about))
    return f"[bold]{title}[/]. {about}"


def _print_staffing(console: Console, pattern: str, staff: Staffing, world: World) -> None:
    """One line on head-count and the busiest pool, one on overload."""
    limited = [post for post in staff.posts if 0 < post.servers < UNLIMITED and post.load]
    busiest = max(limited, key=lambda post: post.load / post.servers, default=None)
    if busiest:
        said = ngettext(
            "{pattern}: {people} people; busiest is {pool}, offered {load} of {servers} server's work.",
            "{pattern}: {people} people; busiest is {pool}, offered {load} of {servers} servers' work.",
            busiest.servers,
        )
        pool, load = pool_title(busiest, world), number(busiest.load, 2)
        _say(
            console,
            said.format(pattern=pattern, people=staff.head_count, pool=pool, load=load, servers=busiest.servers),
        )
    if staff.overloaded:
        pools = ", ".join(pool_title(post, world) for post in staff.overloaded)
        warning = _("Warning: overloaded under {pattern}: {pools}.").format(pattern=pattern, pools=pools)
        console.print(f"[bold yellow]{escape(warning)}[/]")


def _print_origins(console: Console, loaded: Loaded) -> None:
    """Which numbers rest on assumption, which are defaults, which have a source."""
    known = facts(loaded)
    sourced = [fact for fact in known if fact.source]
    given = [fact for fact in known if fact.assumed and fact.given]
    rest = sum(fact.assumed and not fact.given for fact in known)
    assumed = ngettext("{count} number rests on assumption:", "{count} numbers rest on assumption:", len(given))
    defaults = ngettext("{count} more is a default;", "{count} more are defaults;", rest).format(count=rest)
    origins = ngettext("{count} number has a source:", "{count} numbers have a source:", len(sourced))
    console.print()
    _say(console, assumed.format(count=len(given)))
    _print_facts(console, given)
    _say(console, defaults + " " + _("'wogsim show {name}' prints all with their meaning.").format(name=loaded.name))
    console.print()
    _say(console, origins.format(count=len(sourced)))
    _print_facts(console, sourced)


def print_scenario(loaded: Loaded) -> None:
    """The whole scenario, table by table, with units and sources."""
    console, names = _console(), titles(loaded)
    console.print(_heading(loaded))
    groups: dict[str, list[Fact]] = {}
    for fact in facts(loaded):
        groups.setdefault(fact.table, []).append(fact)
    for group, members in groups.items():
        heading = f"\\[{group}]" + (f"  {escape(names[group])}" if group in names else "")
        console.print()
        console.print(f"[bold]{heading}[/]")
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
        for _column in range(3):
            table.add_column(overflow="fold")
        for fact in members:
            note = _("assumption") if fact.assumed else ""
            note = note if fact.given or not note else _("default")
            about = "\n".join(filter(None, (escape(fact.meaning), f"[dim]{escape(fact.source or note)}[/]")))
            table.add_row(fact.path.rpartition(".")[2], escape(fact.said), about)
        console.print(table)


def _print_facts(console: Console, chosen: list[Fact]) -> None:
    for fact in chosen:
        console.print(f"  {fact.path} = {escape(fact.said)}", soft_wrap=True)
        if fact.source:
            console.print(f"    [dim]{escape(fact.source)}[/]", soft_wrap=True)


def _cell(found: Estimate, factor: float, digits: int) -> str:
    if math.isnan(found.mean):
        return "-"
    mean = f"[bold]{number(found.mean * factor, digits)}[/]"
    if math.isnan(found.low):
        return mean
    return f"{mean}\n[dim]±{number((found.high - found.mean) * factor, digits)}[/]"


def _headings() -> dict[str, str]:
    return {
        "waiting_time": _("waiting\nmin"),
        "counters_visited": _("counters"),
        "trips": _("trips\nmade"),
        "chain_length": _("chain"),
        "sojourn_time": _("sojourn\ndays"),
        "within_standard": _("in time\n%"),
        "gave_up": _("gave up\n%"),
    }


def print_comparison(result: Comparison, written: Path | None) -> None:
    """The table, what it rests on, warnings, and where the files are."""
    console = _console()
    headings = _headings()
    there = {measure.name for measure in result.measures}
    columns = [column for column in SHOWN if column[0] in there]
    console.print(f"[bold]{escape(pick(dict(result.loaded.scenario.title)))}[/]")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False)
    table.add_column(_("pattern"), no_wrap=True)
    for name, *_rest in columns:
        table.add_column(headings[name], justify="right", no_wrap=True)
    table.add_column(_("staff"), justify="right", no_wrap=True)
    for pattern in result.keys:
        cells = [_cell(result.estimates[pattern, name], factor, digits) for name, factor, digits in columns]
        people = result.head_count(pattern)
        table.add_row(_in_two_lines(escape(result.title(pattern))), *cells, "∞" if people is None else str(people))
    _print_whole(console, table, [result.title(pattern) for pattern in result.keys])
    about = _("Waiting at counters.")
    console.print(f"{about} [bold]{escape(words.waiting(result))}[/]")
    _say(console, _foot(result))
    if result.precision:
        _say(console, precise.sentence(result, result.precision))
    for warning in result.warnings():
        said = _("Warning: {text}").format(text=warning)
        console.print(f"[yellow]{escape(said)}[/]")
    if result.engine == "simpy" and not find_spec("numba"):
        _say(console, _("The compiled engine would be faster: pip install 'wogsim[fast]'"))
    if written:
        _say(console, _("Tables and charts are in {directory}").format(directory=written))
    console.print()
    to_repeat, *grounds = verdict.sentences(result)
    about = _("Verdict.")
    console.print(f"[bold]{about} {escape(to_repeat)}[/]")
    if grounds:
        console.print(escape(" ".join(grounds)))


def _print_whole(console: Console, table: Table, names: list[str]) -> None:
    """A table; where the screen is too narrow for it, a list for each row, so that no number is cut."""
    room = console.options.update(max_width=WIDEST)
    if console.measure(table, options=room).maximum <= console.width:
        console.print(table)
        return
    _first, *columns = table.columns
    for name, *cells in zip(names, *(column.cells for column in columns), strict=True):
        console.print(f"\n[bold]{escape(name)}[/]")
        listed = Table(box=None, show_header=False, padding=(0, 0, 0, 1), pad_edge=False)
        for column, cell in zip(columns, cells, strict=True):
            listed.add_row(str(column.header).replace("-\n", "").replace("\n", " "), str(cell).replace("\n", " "))
        console.print(listed)
    console.print()


def _in_two_lines(title: str, width: int = 12) -> str:
    """A name broken where a line may end, so that its column need not shrink."""
    return "\n".join(wrap(title, width, break_long_words=True)[:2]) or title


def _foot(result: Comparison) -> str:
    said = _("The same citizens under every pattern: {sample}; {levers}.").format(
        sample=words.sample(result), levers=words.levers(result)
    )
    if result.preset == "neutral":
        said += " " + _("Neutral: what still differs is time at counters, desk or form.")
    if result.replications == 1:
        return said + " " + _("One replication has no interval; use --replications 10 or more.")
    said += " " + _("Below each mean: half the width of its 95 % interval.")
    if any(result.head_count(key) is None for key in result.keys):
        said += " " + _("Staff ∞: without limit.")
    gain = narrower(result, "sojourn_time")
    if gain > LEAST_GAIN:
        text = _("The same citizens make the intervals of differences in sojourn {times} times narrower.")
        said += " " + text.format(times=number(gain, 1))
    return said


def print_settling(result: Comparison) -> None:
    """After how many days each pattern has settled, and what that means for the scenario's warm-up."""
    console, warm_up = _console(), warm_up_days(result)
    console.print(f"[bold]{escape(pick(dict(result.loaded.scenario.title)))}[/]")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False)
    table.add_column(_("pattern"), no_wrap=True)
    table.add_column(_("measure"))
    table.add_column(_("settled after\ndays"), justify="right", no_wrap=True)
    table.add_column(_("the warm-up of {days} days").format(days=number(warm_up, 0)))
    for found in result.settling():
        title, measure = _in_two_lines(escape(result.title(found.pattern))), escape(_(BY_NAME[found.measure].title))
        table.add_row(title, measure, number(found.days, 0), escape(found.remark(warm_up)))
    console.print(table)
    if any(found.unclear for found in result.settling()):
        text = _(
            "Too short to tell: MSER-5 would drop more than half of the citizens before the cohort ends. More "
            "replications or a longer run.cohort would tell more."
        )
        _say(console, text)
    _say(console, words.sample(result))

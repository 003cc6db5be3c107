"""The tables of the page: numbers as people read them, an interval beneath every estimate."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from wogsim.contract.cases import UNLIMITED
from wogsim.language import _, digits_for, mark, number, percent
from wogsim.measures.summary import BY_NAME, HEADLINE, Measure
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.intervals import as_told
from wogsim.staffing.names import pool_title
from wogsim.staffing.words import NOTES, notes_of
from wogsim.studies.comparison import strengths as judged
from wogsim.studies.comparison.differences import pairs_of
from wogsim.studies.comparison.numbers import PoolRow
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.tables import OF_PERMITS
from wogsim.studies.units import Read

UNITS = (  # of measures, as their files name them
    mark("min"),
    mark("days"),
    mark("working days"),
    mark("share"),
    mark("counters"),
    mark("contacts"),
    mark("agencies"),
    mark("trips"),
    mark("authorities"),
    mark("hand-offs"),
    mark("returns"),
    mark("papers"),
)
KIND_TITLES = {
    "citizen: digital": mark("apply on-line by themselves"),
    "citizen: assisted": mark("need help on-line"),
    "vulnerable: no": mark("not vulnerable"),
    "vulnerable: yes": mark("vulnerable"),
    "home: near": mark("live near"),
    "home: far": mark("live far away"),
    "bribe: no": mark("pay nothing"),
    "bribe: yes": mark("pay to go first"),
}
NOTHING = "–"  # where there is no number


@dataclass(frozen=True)
class Cell:
    """A number as read, and its interval as read; empty where it has none."""

    text: str
    interval: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under a heading of their own, which may be empty: the name of each row and its cells."""

    title: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Grid:
    """A table: what it is, a sentence on it, the headings of its columns, its rows."""

    key: str
    title: str
    note: str
    head: tuple[str, ...]
    groups: tuple[Group, ...]


def grids(result: Comparison) -> tuple[Grid, ...]:
    """All tables of a comparison, in the language in use."""
    by_permit = (permits(result),) if len(result.permit_titles) > 1 else ()
    return (
        comparison(result),
        differences(result),
        strengths(result),
        quantiles(result),
        kinds(result),
        *by_permit,
        pools(result),
    )


def headline(result: Comparison) -> Grid:
    """The headline measures under every pattern."""
    head = (_("measure (unit)"), *map(result.marked, result.keys))
    return Grid("headline", _("In numbers"), "", head, (Group("", tuple(_rows(result, _headline(result)))),))


def comparison(result: Comparison) -> Grid:
    """Every measure under every pattern."""
    rows = _rows(result, result.measures)
    people = [result.head_count(key) for key in result.keys]
    staff = (_("staff (people)"), tuple(Cell("∞" if count is None else number(count, 0)) for count in people))
    return Grid(
        "comparison",
        _("Every measure under every pattern"),
        _(
            "Mean over replications, beneath it its 95 % interval; none where all replications agree. Waiting times, "
            "the time to permit of all who began, in time and gave up are of all measured citizens; everything else is "
            "of those who were granted the permit."
        ),
        (_("measure (unit)"), *map(result.marked, result.keys)),
        (Group("", (*rows, staff)),),
    )


def strengths(result: Comparison) -> Grid:
    """What each pattern is best and worst at."""
    rows = [
        (result.marked(key), tuple(Cell("; ".join(end) or NOTHING) for end in ends))
        for key, ends in judged.lists(result).items()
    ]
    head = (_("pattern"), _("best at"), _("worst at"))
    return Grid(
        "strengths", _("Strengths and weaknesses"), " ".join(judged.notes(result)), head, (Group("", tuple(rows)),)
    )


def differences(result: Comparison) -> Grid:
    """Every two patterns in the headline measures."""
    groups = []
    for measure in _headline(result):
        pairs = pairs_of(result, measure.name)
        read = result.reads[measure.name]
        digits = _digits(read, [pair.difference.mean for pair in pairs.values()])
        rows = []
        for (one, other), pair in pairs.items():
            name = _("{one} minus {other}").format(one=result.marked(one), other=result.marked(other))
            said = _("equal") if pair.same else _("yes") if pair.apart else _("no")
            rows.append((name, (_cell(pair.difference, read, digits, -math.inf), Cell(_p(pair.p_holm)), Cell(said))))
        groups.append(Group(titled(result, measure), tuple(rows)))
    return Grid(
        "differences",
        _("Differences between patterns"),
        _(
            "Differences replication by replication, plus is more under the first; beneath each its interval of at "
            "least 95 %. Told apart: p after Holm's correction for all pairs of the measure is below {limit}. Who is "
            "not told apart is not ranked."
        ).format(limit=number(0.05, 2)),
        (_("patterns"), _("difference"), _("p after Holm"), _("told apart")),
        tuple(groups),
    )


def quantiles(result: Comparison) -> Grid:
    """How the citizens' times differ."""
    table = result.quantiles()
    measures = [BY_NAME[name] for name in table["measure"].unique()]
    return Grid(
        "quantiles",
        _("How citizens differ"),
        _(
            "So many in a hundred citizens of all replications took at most so long; beneath, Woodruff's 95 % "
            "interval. A limit that so few replications cannot give is left out."
        ),
        (_("pattern"), *map(percent, table["quantile"].unique())),
        _groups(result, table, measures, "pattern", {key: result.marked(key) for key in result.keys}),
    )


def kinds(result: Comparison) -> Grid:
    """The headline measures by kind of citizen."""
    return Grid(
        "kinds",
        _("By kind of citizen"),
        _("Mean over replications, beneath it its 95 % interval. Every citizen is in three of the six rows."),
        (_("citizens who"), *map(result.marked, result.keys)),
        _groups(
            result, result.by_kind(), _headline(result), "kind", {kind: _(title) for kind, title in KIND_TITLES.items()}
        ),
    )


def permits(result: Comparison) -> Grid:
    """What each permit takes."""
    measures = [measure for measure in result.measures if measure.name in OF_PERMITS]
    titles = result.permit_titles
    return Grid(
        "permits",
        _("By permit"),
        _("Mean over replications, beneath it its 95 % interval. Every citizen needs one of these permits."),
        (_("permit"), *map(result.marked, result.keys)),
        _groups(result, result.by_permit(), measures, "permit", titles),
    )


def pools(result: Comparison) -> Grid:
    """Staff and work of every pool."""
    rows: dict[str, list[tuple[str, tuple[Cell, ...]]]] = {key: [] for key in result.keys}
    for row in result.pools():
        people = "∞" if row.post.servers == UNLIMITED else number(row.post.servers, 0)
        note = notes_of(result.staffing[result.keys.index(row.pattern)]).get(row.post.name)
        load = number(row.post.load, 2) + (f" ({_(NOTES[note])})" if note else "")
        known = (people, givers(result, row) or NOTHING, load)
        waits = (
            _cell(wait, Read("min", "min"), digits_for([wait.mean])) for wait in (row.mean_wait, row.mean_open_wait)
        )
        cells = (
            *map(Cell, known),
            _cell(row.utilisation, Read("share", "share"), 1),
            *waits,
            _cell(row.overtime, Read("hours", "hours"), 1),
        )
        rows[row.pattern].append((pool_title(row.post, result.world_of(row.pattern)), cells))
    known_before = (_("pool"), _("people"), _("given by"), _("offered load (people)"))
    return Grid(
        "pools",
        _("Staff"),
        _(
            "Offered load is worked out before the run; utilisation is time busy over time scheduled; waiting is told "
            "by the clock, nights included, and in the pool's opening hours; overtime, beyond the time scheduled, "
            "counts per replication, in the cohort's window. Beneath each mean its 95 % interval."
        ),
        (
            *known_before,
            _("utilisation (%)"),
            _("mean waiting (min by the clock)"),
            _("mean waiting (min of opening hours)"),
            _("overtime (hours)"),
        ),
        tuple(Group(result.marked(key), tuple(rows[key])) for key in result.keys if rows[key]),
    )


def titled(result: Comparison, measure: Measure) -> str:
    """A measure's title with the unit in which it is read; a share is said in hundredths."""
    return f"{_(measure.title)} ({result.reads[measure.name].head})"


def givers(result: Comparison, row: PoolRow) -> str:
    """Pools that gave people to a pool, each with how many."""
    posts = {post.name: post for post in result.staffing[result.keys.index(row.pattern)].posts}
    given = Counter(row.post.donors)
    world = result.world_of(row.pattern)
    return ", ".join(f"{pool_title(posts[name], world)} {number(count, 0)}" for name, count in given.items())


def _rows(result: Comparison, measures: Sequence[Measure]) -> list[tuple[str, tuple[Cell, ...]]]:
    """Measures, each under every pattern."""
    table = result.table()
    return [(titled(result, measure), _cells(result, table, measure, "measure")[measure.name]) for measure in measures]


def _headline(result: Comparison) -> list[Measure]:
    return [measure for measure in result.measures if measure.name in HEADLINE]


def _groups(
    result: Comparison, table: pd.DataFrame, measures: Sequence[Measure], by: str, titles: Mapping[str, str]
) -> tuple[Group, ...]:
    """The rows of each measure under its title, named by what stands in the column `by`."""
    found = ((measure, _cells(result, table, measure, by)) for measure in measures)
    return tuple(
        Group(titled(result, measure), tuple((titles[key], cells) for key, cells in rows.items()))
        for measure, rows in found
    )


def _cells(result: Comparison, table: pd.DataFrame, measure: Measure, by: str) -> dict[str, tuple[Cell, ...]]:
    """The rows of a measure as read, all with as many digits: by what stands in the column `by`, in order."""
    rows = table[table["measure"] == measure.name].rename(columns={"mean": "value"})
    read = result.reads[measure.name]
    digits = _digits(read, rows["value"].tolist())
    numbers = rows[["value", "ci_low", "ci_high", "replications"]].to_numpy(float)
    cells: dict[str, tuple[Cell, ...]] = {}
    for key, (value, low, high, runs) in zip(rows[by], numbers, strict=True):
        cells[key] = (*cells.get(key, ()), _cell(Estimate(value, low, high, int(runs)), read, digits))
    return cells


def _digits(read: Read, values: Sequence[float]) -> int:
    return read.digits(values) if read.own != "share" else 1


def _cell(found: Estimate, read: Read, digits: int, least: float = 0.0) -> Cell:
    """An estimate as read, a share in hundredths; below `least` nothing can be, so no interval goes there.

    A mean of which little were left has a unit of its own.
    """
    found = as_told(found)
    if math.isnan(found.mean):
        return Cell(NOTHING)
    own, digits = read.fitting(found.mean, digits)
    factor = 100 if own.own == "share" else own.per
    low, high = (number(limit * factor, digits) for limit in (max(found.low, least), found.high))
    none = math.isnan(found.low) or math.isnan(found.high) or found.low == found.high
    interval = "" if none else _("{low} to {high}").format(low=low, high=high)
    mean = number(found.mean * factor, digits)
    return Cell(mean if own == read else own.worded(mean), interval)


def _p(value: float) -> str:
    if math.isnan(value):
        return NOTHING
    return f"< {number(0.001, 3)}" if value < 0.001 else number(value, 3)

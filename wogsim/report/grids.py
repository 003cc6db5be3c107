"""The tables of the page: numbers as people read them, an interval beneath every estimate."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from wogsim.contract.cases import UNLIMITED
from wogsim.language import _, digits_for, mark, number, percent
from wogsim.measures.summary import BY_NAME, HEADLINE, Measure
from wogsim.output_analysis import Estimate
from wogsim.staffing.names import pool_title
from wogsim.studies.comparison.differences import pairs_of
from wogsim.studies.comparison.result import Comparison, PoolRow
from wogsim.studies.comparison.tables import KINDS, kinds_table, quantiles_table

UNITS = {  # of measures, as said behind their titles; a share is said in hundredths
    "min": mark("min"),
    "days": mark("days"),
    "working days": mark("working days"),
    "counters": mark("counters"),
    "contacts": mark("contacts"),
    "agencies": mark("agencies"),
    "trips": mark("trips"),
    "authorities": mark("authorities"),
    "hand-offs": mark("hand-offs"),
    "returns": mark("returns"),
    "papers": mark("papers"),
    "share": "%",
}
KIND_TITLES = {
    "citizen: digital": mark("apply on-line by themselves"),
    "citizen: assisted": mark("need help on-line"),
    "vulnerable: no": mark("not vulnerable"),
    "vulnerable: yes": mark("vulnerable"),
    "home: near": mark("live near"),
    "home: far": mark("live far away"),
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
    return comparison(result), differences(result), quantiles(result), kinds(result), pools(result)


def comparison(result: Comparison) -> Grid:
    """Every measure under every pattern."""
    people = [result.head_count(key) for key in result.keys]
    staff = (_("staff (people)"), tuple(Cell("∞" if count is None else number(count, 0)) for count in people))
    rows = [(titled(measure), _cells(result, measure)) for measure in result.measures]
    return Grid(
        "comparison",
        _("Every measure under every pattern"),
        _(
            "Mean over replications, beneath it its 95 % interval; none where all replications agree. Waiting times, "
            "in time and gave up are of all measured citizens; everything else is of those who were granted the permit."
        ),
        (_("measure (unit)"), *map(result.title, result.keys)),
        (Group("", (*rows, staff)),),
    )


def differences(result: Comparison) -> Grid:
    """Every two patterns in the headline measures."""
    groups = []
    for measure in _headline(result):
        pairs = pairs_of(result, measure.name)
        digits = _digits(measure, [pair.difference.mean for pair in pairs.values()])
        rows = []
        for (one, other), pair in pairs.items():
            name = _("{one} minus {other}").format(one=result.title(one), other=result.title(other))
            said = _("equal") if pair.same else _("yes") if pair.apart else _("no")
            rows.append((name, (cell(pair.difference, measure, digits, -math.inf), Cell(_p(pair.p_holm)), Cell(said))))
        groups.append(Group(titled(measure), tuple(rows)))
    return Grid(
        "differences",
        _("Differences between patterns"),
        _(
            "Differences replication by replication, beneath each its interval of at least 95 %. Told apart: p after "
            "Holm's correction for all pairs of the measure is below {limit}. Who is not told apart is not ranked."
        ).format(limit=number(0.05, 2)),
        (_("patterns"), _("difference"), _("p after Holm"), _("told apart")),
        tuple(groups),
    )


def quantiles(result: Comparison) -> Grid:
    """How the citizens' times differ."""
    table = quantiles_table(result)
    groups = []
    for name, rows in table.groupby("measure", sort=False):
        measure = BY_NAME[str(name)]
        digits = _digits(measure, list(rows["value"]))
        wide = dict(list(rows.groupby("pattern", sort=False)))
        lines = [
            (result.title(key), tuple(cell(q, measure, digits) for q in _estimates(wide[key]))) for key in result.keys
        ]
        groups.append(Group(titled(measure), tuple(lines)))
    shares = [percent(share) for share in dict.fromkeys(table["quantile"])]
    return Grid(
        "quantiles",
        _("How citizens differ"),
        _(
            "So many in a hundred citizens of all replications took at most so long; beneath, Woodruff's 95 % "
            "interval. A limit that so few replications cannot give is left out."
        ),
        (_("pattern"), *shares),
        tuple(groups),
    )


def kinds(result: Comparison) -> Grid:
    """The headline measures by kind of citizen."""
    table, groups = kinds_table(result), []
    for measure in _headline(result):
        part = table[table["measure"] == measure.name]
        digits = _digits(measure, list(part["mean"]))
        rows = []
        for kind, _column, _wanted in KINDS:
            chosen = _estimates(part[part["kind"] == kind].rename(columns={"mean": "value"}))
            rows.append((_(KIND_TITLES[kind]), tuple(cell(found, measure, digits) for found in chosen)))
        groups.append(Group(titled(measure), tuple(rows)))
    return Grid(
        "kinds",
        _("By kind of citizen"),
        _("Mean over replications, beneath it its 95 % interval. Every citizen is in three of the six rows."),
        (_("citizens who"), *map(result.title, result.keys)),
        tuple(groups),
    )


def pools(result: Comparison) -> Grid:
    """Staff and work of every pool."""
    rows: dict[str, list[tuple[str, tuple[Cell, ...]]]] = {key: [] for key in result.keys}
    for row in result.pools():
        people = "∞" if row.post.servers == UNLIMITED else number(row.post.servers, 0)
        wait = digits_for([row.mean_wait.mean])
        cells = (
            Cell(people),
            Cell(givers(result, row) or NOTHING),
            Cell(number(row.post.load, 2)),
            _percent(row.utilisation),
            _plain(row.mean_wait, wait),
            _plain(row.overtime, 1),
        )
        rows[row.pattern].append((pool_title(row.post, result.world), cells))
    return Grid(
        "pools",
        _("Staff"),
        _(
            "Offered load is worked out before the run; utilisation is time busy over time scheduled; overtime counts "
            "per replication, in the cohort's window. Beneath each mean its 95 % interval."
        ),
        (
            _("pool"),
            _("people"),
            _("given by"),
            _("offered load (people)"),
            _("utilisation (%)"),
            _("mean waiting (min)"),
            _("overtime (hours)"),
        ),
        tuple(Group(result.title(key), tuple(rows[key])) for key in result.keys if rows[key]),
    )


def titled(measure: Measure) -> str:
    """A measure's title with its unit."""
    return f"{_(measure.title)} ({_(UNITS[measure.unit])})"


def givers(result: Comparison, row: PoolRow) -> str:
    """Pools that gave people to a pool, each with how many."""
    posts = {post.name: post for post in result.staffing[result.keys.index(row.pattern)].posts}
    given = Counter(row.post.donors)
    return ", ".join(f"{pool_title(posts[name], result.world)} {number(count, 0)}" for name, count in given.items())


def cell(found: Estimate, measure: Measure, digits: int, least: float = 0.0) -> Cell:
    """An estimate of a measure; below `least` there is nothing to measure, so no interval goes there."""
    return _percent(found, least) if measure.unit == "share" else _plain(found, digits, least=least)


def _headline(result: Comparison) -> list[Measure]:
    return [measure for measure in result.measures if measure.name in HEADLINE]


def _cells(result: Comparison, measure: Measure) -> tuple[Cell, ...]:
    found = [result.estimates[key, measure.name] for key in result.keys]
    digits = _digits(measure, [estimate.mean for estimate in found])
    return tuple(cell(estimate, measure, digits) for estimate in found)


def _digits(measure: Measure, values: Sequence[float]) -> int:
    return digits_for(values) if measure.unit != "share" else 1


def _estimates(rows: pd.DataFrame) -> list[Estimate]:
    columns = rows[["value", "ci_low", "ci_high", "replications"]].to_numpy(float)
    return [Estimate(value, low, high, int(runs)) for value, low, high, runs in columns]


def _plain(found: Estimate, digits: int, factor: float = 1.0, least: float = 0.0) -> Cell:
    if math.isnan(found.mean):
        return Cell(NOTHING)
    low, high = (number(limit * factor, digits) for limit in (max(found.low, least), found.high))
    none = math.isnan(found.low) or math.isnan(found.high) or found.low == found.high
    interval = "" if none else _("{low} to {high}").format(low=low, high=high)
    return Cell(number(found.mean * factor, digits), interval)


def _percent(found: Estimate, least: float = 0.0) -> Cell:
    return _plain(found, 1, 100.0, least)


def _p(value: float) -> str:
    if math.isnan(value):
        return NOTHING
    return f"< {number(0.001, 3)}" if value < 0.001 else number(value, 3)

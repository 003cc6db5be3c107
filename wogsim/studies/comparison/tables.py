"""Results as tables: the columns of the files, units fixed, numbers to nine significant digits."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wogsim.contract.cases import NONE, UNLIMITED, Bools, Cases
from wogsim.contract.hours import DAY
from wogsim.contract.log import COLUMNS, EndedBy, Log
from wogsim.measures.outcome import Outcome
from wogsim.measures.summary import MEASURES, Measure, certain, sizes, summarise
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.intervals import pooled_quantile
from wogsim.staffing.words import notes_of
from wogsim.studies.comparison.numbers import Numbers

KINDS = (
    ("citizen: digital", "assisted", False),
    ("citizen: assisted", "assisted", True),
    ("vulnerable: no", "vulnerable", False),
    ("vulnerable: yes", "vulnerable", True),
    ("home: near", "far", False),
    ("home: far", "far", True),
)
PAYING = (("bribe: no", "pays", False), ("bribe: yes", "pays", True))  # where anybody pays
QUANTILES, QUANTILES_OF = (0.1, 0.5, 0.9), ("waiting_time", "sojourn_time")
# What is told of each permit where there are several; `permits_table` has every measure.
OF_PERMITS = ("waiting_time", "sojourn_time", "restricted_time", "within_standard", "gave_up")
WEEK = 7 * DAY
INTERVAL = ("ci_low", "ci_high", "replications")
BESIDE = "overloaded"  # 1 where somebody is, under the row's pattern; see `wogsim.studies.beside`


def comparison_table(result: Numbers) -> pd.DataFrame:
    """One row per pattern and measure: pattern, measure, unit, mean, ci_low, ci_high, replications."""
    rows = [(key, m.name, m.unit, *result.estimates[key, m.name]) for key in result.keys for m in result.measures]
    return _beside(result, pd.DataFrame(rows, columns=["pattern", "measure", "unit", "mean", *INTERVAL]))


def _beside(result: Numbers, table: pd.DataFrame) -> pd.DataFrame:
    """A table with what must be said beside the numbers of each row's pattern."""
    overloaded = {key: int(result.known(key).overloaded) for key in result.keys}
    return table.assign(**{BESIDE: table["pattern"].map(overloaded)})


def pools_table(result: Numbers) -> pd.DataFrame:
    """One row per pattern and pool; loads in servers, overtime in hours a replication, growth of the queue a day.

    Mean waits are in minutes: ``mean_wait`` by the clock, nights included, ``mean_open_wait`` in the pool's own opening
    hours, of which utilisation is a share.
    A note says where people are idle, have no work at all, and where the front has squeezed a pool.
    """
    rows = []
    notes = {key: notes_of(staff) for key, staff in zip(result.keys, result.staffing, strict=True)}
    for row in result.pools():
        post, found = row.post, (row.utilisation, row.mean_wait, row.mean_open_wait, row.overtime, row.load)
        servers = pd.NA if post.servers == UNLIMITED else post.servers
        rows.append(
            (
                row.pattern,
                post.name,
                servers,
                ";".join(post.donors),
                post.load,
                *(one.mean for one in found),
                *row.growth[:3],
            )
        )
        rows[-1] += (notes[row.pattern].get(post.name, ""),)
    measured = ("utilisation", "mean_wait", "mean_open_wait", "overtime", "brought_load")
    trend = ("growth", "growth_ci_low", "growth_ci_high")
    columns = ["pattern", "pool", "servers", "donors", "offered_load", *measured, *trend, "note"]
    return pd.DataFrame(rows, columns=columns).astype({"servers": "Int64"})


def cases_table(result: Numbers) -> pd.DataFrame:
    """One row per pattern, replication and citizen of the cohort: permit, kind of citizen, outcome, every measure.

    Measures are in their units; a sojourn that did not end is empty.
    """
    parts = [
        _cases_of(pattern, replication, outcome.per_case, np.array(list(world.scenario.world.permits), dtype=object))
        for pattern, world, outcomes in zip(result.keys, result.worlds, result.outcomes, strict=True)
        for replication, outcome in enumerate(outcomes)
    ]
    return pd.concat(parts, ignore_index=True)


def _cases_of(
    pattern: str, replication: int, per_case: Mapping[str, Any], permits: npt.NDArray[np.object_]
) -> pd.DataFrame:
    granted = np.where(per_case["deemed_approved"], "deemed_approved", "granted")
    table: dict[str, Any] = {
        "pattern": pattern,
        "replication": replication,
        "case": per_case["number"],
        "permit": permits[per_case["permit"]],
        "need": per_case["need"] / DAY,
        "citizen": np.where(per_case["assisted"], "assisted", "digital"),
        "vulnerable": per_case["vulnerable"].astype(int),
        "home": np.where(per_case["far"], "far", "near"),
        "outcome": np.where(per_case["gave_up"], "gave_up", granted),
    }
    if "pays" in per_case:
        table["bribe"] = per_case["pays"].astype(int)
    named = {"gave_up", "deemed_approved", "sojourn_time_p90"}  # the outcome, and a quantile that no case has
    for measure in MEASURES:
        if measure.name not in named and measure.of in per_case:
            table[measure.name] = _in_unit(measure, per_case[measure.of], per_case["granted"])
    if "promised" in per_case:
        table["within_standard"] = np.where(per_case["promised"], table["within_standard"], np.nan)
    return pd.DataFrame(table)


def _in_unit(measure: Measure, column: npt.NDArray[Any], granted: Bools) -> npt.NDArray[Any]:
    if measure.per_unit == 1:
        return column.astype(np.int64)
    unfinished = ~granted & (measure.name.startswith(("sojourn", "time_")))
    return np.where(unfinished, np.nan, column / measure.per_unit)


def kinds_table(result: Numbers) -> pd.DataFrame:
    """Every measure by kind of citizen: columns of the comparison, behind `kind`, for example 'citizen: assisted'."""
    paying = [bool(world.scenario.world.citizens.bribe_share) for world in result.worlds]
    return _by_group(result, "kind", [(*KINDS, *PAYING) if some else KINDS for some in paying])


def permits_table(result: Numbers) -> pd.DataFrame:
    """Every measure by permit: columns of the comparison, behind `permit`, its key; NaN where nobody needed it."""
    numbers = [{key: i for i, key in enumerate(world.scenario.world.permits)} for world in result.worlds]
    groups = [[(key, "permit", there.get(key, NONE)) for key in result.permit_titles] for there in numbers]
    return _by_group(result, "permit", groups)


def _by_group(result: Numbers, name: str, groups: Sequence[Sequence[tuple[str, str, int]]]) -> pd.DataFrame:
    """Every measure of citizens whose per-case column has a value.

    Parameters
    ----------
    groups : of each pattern, what they are called, column, value
    """
    rows = []
    for pattern, world, outcomes, own in zip(result.keys, result.worlds, result.outcomes, groups, strict=True):
        without = certain(world.scenario.world)
        for group, column, wanted in own:
            who = [outcome.per_case[column] == wanted for outcome in outcomes]
            found = _of(outcomes, who, result.measures, without)
            rows += [(pattern, group, m.name, m.unit, *means) for m, means in found]
    return _beside(result, pd.DataFrame(rows, columns=["pattern", name, "measure", "unit", "mean", *INTERVAL]))


def _of(
    outcomes: Sequence[Outcome], who: Sequence[Bools], measures: Sequence[Measure], without: Collection[str]
) -> list[tuple[Measure, Estimate]]:
    """Measures of some citizens, a mask of the cohort for each replication."""
    theirs = [
        {name: array[there] for name, array in outcome.per_case.items()}
        for outcome, there in zip(outcomes, who, strict=True)
    ]
    values = [summarise(one) for one in theirs]
    of = [sizes(one, without) for one in theirs]
    return [(m, m.estimate([v[m.name] for v in values], [size.get(m.name, 0) for size in of])) for m in measures]


def weeks_table(result: Numbers) -> pd.DataFrame:
    """The measures of `OF_PERMITS` by permit and the week in which the need arose; NaN where none did.

    Weeks are numbered from the first day of the run; ``first_day`` is a date.
    """
    measures = [measure for measure in result.measures if measure.name in OF_PERMITS]
    rows = []
    for pattern, world, outcomes in zip(result.keys, result.worlds, result.outcomes, strict=True):
        described, run = world.scenario.world, world.scenario.run
        without = certain(described)
        first, end = run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds
        weeks = [outcome.per_case["need"] // WEEK for outcome in outcomes]
        for number, permit in enumerate(described.permits):
            for week in range(first // WEEK, (end - 1) // WEEK + 1):
                there = zip(weeks, outcomes, strict=True)
                who = [(own == week) & (outcome.per_case["permit"] == number) for own, outcome in there]
                day = (described.start + timedelta(weeks=week)).isoformat()
                found = _of(outcomes, who, measures, without)
                rows += [(pattern, permit, week + 1, day, m.name, m.unit, *means) for m, means in found]
    columns = ["pattern", "permit", "week", "first_day", "measure", "unit", "mean", *INTERVAL]
    return _beside(result, pd.DataFrame(rows, columns=columns))


def quantiles_table(result: Numbers) -> pd.DataFrame:
    """One row per pattern, time and quantile, over all citizens of all replications, with Woodruff's interval."""
    rows = []
    for pattern, outcomes in zip(result.keys, result.outcomes, strict=True):
        for m in (measure for measure in result.measures if measure.name in QUANTILES_OF):
            among = [o.per_case["granted"] if m.among == "granted" else ... for o in outcomes]
            values = [o.per_case[m.of][who] / m.per_unit for o, who in zip(outcomes, among, strict=True)]
            rows += [(pattern, m.name, m.unit, quantile, *pooled_quantile(values, quantile)) for quantile in QUANTILES]
    return _beside(result, pd.DataFrame(rows, columns=["pattern", "measure", "unit", "quantile", "value", *INTERVAL]))


def log_tables(result: Numbers) -> Iterator[pd.DataFrame]:
    """The log of attempts, a table for each pattern and replication; activities and pools by name, never is empty.

    Raises
    ------
    ValueError
        When the comparison was made without keeping logs.
    """
    for pattern, outcomes in zip(result.keys, result.outcomes, strict=True):
        for replication, outcome in enumerate(outcomes):
            if outcome.log is None:
                raise ValueError("the comparison kept no log; compare with keep_log=True")
            yield _log_of(replication, pattern, *outcome.log)


def _log_of(replication: int, pattern: str, cases: Cases, log: Log) -> pd.DataFrame:
    labels = np.array([slot.label for slot in cases.slots], dtype=object)
    pools = np.array([*(pool.name for pool in cases.pools), ""], dtype=object)
    ended = np.array([end.label for end in EndedBy], dtype=object)
    columns = {name: getattr(log, name) for name in COLUMNS}
    table = pd.DataFrame({"replication": replication, "pattern": pattern, **columns})
    table["activity"] = labels[cases.slot[log.activity]]
    table["pool"] = pools[log.pool]
    table["ended_by"] = ended[log.ended_by]
    table["held_by"] = np.where(log.held_by == NONE, "", labels[cases.slot[log.held_by]])
    for name in ("server", "started"):
        table[name] = table[name].astype("Int64").mask(table[name] == NONE)
    return table

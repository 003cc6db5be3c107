"""Strengths and weaknesses: in which measures each pattern is best or worst, and who is not told apart from it.

Every claim is one of `wogsim.studies.comparison.told_apart`: who stands together is not ranked. Nobody is ranked by
those who stayed: where shares that gave up differ, measures of who was granted the permit are not judged, and the time
to permit of all who began stands for the sojourn time; see `wogsim.studies.ranking`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from wogsim.language import _, joined, mark
from wogsim.measures.summary import BY_NAME, OF_ALL, SOJOURN, Measure
from wogsim.output_analysis.paired import Paired, between
from wogsim.studies.beside import overload
from wogsim.studies.comparison.differences import pairs_of, ranking_pairs
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.told_apart import groups

LESS, MORE = "less", "more"
# What a class judges a pattern by, each with what is better for the citizen. `OF_ALL` stands for `SOJOURN` where
# patterns are ranked by it.
JUDGED = {
    "waiting_time": LESS,
    "on_the_spot": LESS,
    "counters_visited": LESS,
    "trips": LESS,
    "chain_length": LESS,
    "papers": LESS,
    "returns": LESS,
    SOJOURN: LESS,
    "sojourn_time_p90": LESS,
    OF_ALL: LESS,
    "within_standard": MORE,
    "gave_up": LESS,
}
BEST, WORST, BETWEEN, UNCLEAR, TIED, UNKNOWN = "best", "worst", "between", "unclear", "tied", "unknown"
COLUMNS = ("pattern", "measure", "unit", "better", "standing", "beside", "equal", "mean", "ci_low", "ci_high")
COLUMNS_BEHIND = ("behind_best", "behind_low", "behind_high", "p_holm", "overloaded")


@dataclass(frozen=True)
class Judged:
    """Where every pattern stands in one measure.

    ``standing`` by pattern is `BEST` or `WORST`, alone or with others; `BETWEEN` is told apart from both ends,
    `UNCLEAR` from neither; `TIED`: the best mean is not told apart from the worst; `UNKNOWN` has no number.
    ``equal``: whoever stands together had the same values in every replication. ``best`` is the pattern with the best
    mean; ``pairs`` has the differences of every two.
    """

    measure: Measure
    better: str
    standing: dict[str, str]
    equal: bool
    best: str
    pairs: Mapping[tuple[str, str], Paired]

    def beside(self, key: str) -> tuple[str, ...]:
        """Who stands at the same end as a pattern and is not told apart from it, so is not ranked before or after."""
        if self.standing[key] not in (BEST, WORST, TIED):
            return ()
        there = (other for other, where in self.standing.items() if other != key and where == self.standing[key])
        return tuple(other for other in there if not between(self.pairs, key, other).apart)

    def behind(self, key: str) -> Paired | None:
        """How much more of the measure a pattern has than the one with the best mean; None for that and for nobody."""
        if key == self.best or self.standing[key] == UNKNOWN:
            return None
        return between(self.pairs, key, self.best)


def judged(result: Numbers) -> list[Judged]:
    """Where the patterns stand in each measure that is judged."""
    return [_judge(result, measure) for measure in _measures(result) if not _hidden(result, measure)]


def unjudged(result: Numbers) -> list[Measure]:
    """Measures that nobody is ranked by: of those who stayed, where shares that gave up differ."""
    return [measure for measure in _measures(result) if _hidden(result, measure)]


def _measures(result: Numbers) -> list[Measure]:
    there = {measure.name for measure in result.measures}
    if result.ranked_by != OF_ALL:
        there.discard(OF_ALL)
    return [BY_NAME[name] for name in JUDGED if name in there]


def _hidden(result: Numbers, measure: Measure) -> bool:
    return result.ranked_by == OF_ALL and measure.among == "granted"


def _judge(result: Numbers, measure: Measure) -> Judged:
    ranked = measure.name == result.ranked_by
    in_hand = result.by_pattern(result.in_hand) if ranked and result.in_hand else None
    found = groups(result.by_pattern(measure.name), in_hand)
    better = JUDGED[measure.name]
    best, worst = (found.lowest, found.highest) if better == LESS else (found.highest, found.lowest)
    standing = dict.fromkeys(result.keys, BETWEEN)
    standing |= dict.fromkeys(found.between, UNCLEAR) | dict.fromkeys(found.unknown, UNKNOWN)
    if set(best) == set(worst):
        standing |= dict.fromkeys(best, TIED)
    else:
        standing |= dict.fromkeys(best, BEST) | dict.fromkeys(worst, WORST)
    means = {key: result.estimates[key, measure.name].mean for key in result.keys}
    known = [key for key in result.keys if not math.isnan(means[key])]
    first = (min if better == LESS else max)(known, key=means.__getitem__) if known else ""
    pairs = ranking_pairs(result) if ranked else pairs_of(result, measure.name)
    return Judged(measure, better, standing, found.equal, first, pairs)


def strengths_table(result: Numbers) -> pd.DataFrame:
    """One row per measure that is judged and pattern: the columns of strengths.csv."""
    nothing = (math.nan,) * 4
    rows = []
    for row in judged(result):
        for key in result.keys:
            behind = row.behind(key)
            rows.append(
                (
                    *(key, row.measure.name, row.measure.unit, row.better, row.standing[key]),
                    *(" ".join(row.beside(key)), int(row.equal and bool(row.beside(key)))),
                    *result.estimates[key, row.measure.name][:3],
                    *((*behind.difference[:3], behind.p_holm) if behind else nothing),
                    int(result.known(key).overloaded),
                )
            )
    return pd.DataFrame(rows, columns=[*COLUMNS, *COLUMNS_BEHIND])


def lists(result: Numbers) -> dict[str, tuple[list[str], list[str]]]:
    """What each pattern is best and worst at, in words, with who stands beside it; nothing where all are tied."""
    said: dict[str, tuple[list[str], list[str]]] = {key: ([], []) for key in result.keys}
    for row in judged(result):
        for key, where in row.standing.items():
            if where in (BEST, WORST):
                said[key][where == WORST].append(_told(result, row, key))
    return said


def _told(result: Numbers, row: Judged, key: str) -> str:
    title, beside = _(row.measure.title), row.beside(key)
    if not beside:
        return title
    text = _("{measure} (equal to {names})") if row.equal else _("{measure} (not told apart from {names})")
    return text.format(measure=title, names=joined([result.title(other) for other in beside]))


SAID = {  # of measures in which nobody is best or worst
    True: mark("Equal under all patterns, in every replication: {measures}."),
    False: mark("The best is not told apart from the worst, so nobody is either: {measures}."),
}


def notes(result: Numbers) -> list[str]:
    """What must be said beneath the table: how it is read, ties, what is not judged and why, overload."""
    tied = [row for row in judged(result) if TIED in row.standing.values()]
    said = [
        _(
            "Best and worst for the citizen, told apart from each other replication by replication, after Holm's "
            "correction for all pairs of the measure. Who stands together is not ranked."
        )
    ]
    for equal, text in SAID.items():
        titles = [_(row.measure.title) for row in tied if row.equal is equal]
        said += [_(text).format(measures=joined(titles))] if titles else []
    if left := unjudged(result):
        text = _(
            "Shares that gave up differ, so nobody is judged by those who stayed: the time to permit is that of all "
            "who began, and these are not judged: {measures}."
        )
        said.append(text.format(measures=joined([_(measure.title) for measure in left])))
    if result.replications == 1:
        said.append(_("One replication cannot tell patterns apart: use --replications 10 or more."))
    return [*said, *filter(None, [overload(result.known(key) for key in result.keys)])]

"""Kinds of citizens under each pattern: by how much they differ from the others, and whether that is told apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from wogsim.language import _, mark
from wogsim.measures.summary import BY_NAME, OF_ALL, SOJOURN, summarise
from wogsim.output_analysis import estimate
from wogsim.output_analysis.paired import Paired, family
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.ranking import ranked_by
from wogsim.studies.units import Read

WAITING = "waiting_time"
SAID = {  # of a measure, where those who have a property fare worse, and where better
    (WAITING, True): mark("Wait longer: {kind} ({names})."),
    (WAITING, False): mark("Wait less: {kind} ({names})."),
    (SOJOURN, True): mark("Get it later: {kind} ({names})."),
    (SOJOURN, False): mark("Get it sooner: {kind} ({names})."),
    (OF_ALL, True): mark("Of all who began, get it later: {kind} ({names})."),
    (OF_ALL, False): mark("Of all who began, get it sooner: {kind} ({names})."),
}


@dataclass(frozen=True)
class Pair:
    """Two kinds of citizens: a per-case column, and who has it."""

    column: str
    people: str


PAIRS = (
    Pair("assisted", mark("citizens who need help on-line")),
    Pair("vulnerable", mark("vulnerable citizens")),
    Pair("far", mark("those who live far away")),
    Pair("pays", mark("those who pay a bribe")),
)


@dataclass(frozen=True)
class Gap:
    """What two kinds of citizens meet under a pattern: both means, and how those who have the property differ."""

    pattern: str
    pair: Pair
    measure: str
    without: float
    having: float
    paired: Paired


def measures(result: Comparison) -> tuple[str, str]:
    """What is shown: waiting and the sojourn time, or that of all who began where kinds do not give up alike.

    Nobody is ranked by survivors, neither patterns nor kinds of citizens; see `wogsim.studies.ranking`.
    """
    shares = [
        {str(kind): _means(result, key, pair.column, "gave_up", kind) for kind in (True, False)}
        for key, pair in _known(result)
    ]
    return WAITING, OF_ALL if result.ranked_by == OF_ALL else ranked_by(shares)


def gaps(result: Comparison) -> list[Gap]:
    """Every pair under every pattern; left out where a kind has nobody to measure. Each measure is one Holm family."""
    found = []
    for measure in measures(result):
        shown = _known(result)
        values = [[_means(result, key, pair.column, measure, kind) for kind in (True, False)] for key, pair in shown]
        differences = family([(having, without) for having, without in values])
        for (key, pair), (having, without), difference in zip(shown, values, differences, strict=True):
            gap = Gap(key, pair, measure, estimate(without).mean, estimate(having).mean, difference)
            if not math.isnan(gap.without + gap.having):
                found.append(gap)
    return found


def _known(result: Comparison) -> list[tuple[str, Pair]]:
    """Every pair under every pattern, but for what is of no interest there."""
    per_case = dict(zip(result.keys, (outcomes[0].per_case for outcomes in result.outcomes), strict=True))
    return [(key, pair) for key in result.keys for pair in PAIRS if pair.column in per_case[key]]


def _means(result: Comparison, key: str, column: str, measure: str, kind: bool) -> list[float]:
    """The mean over citizens of one kind, a value per replication."""
    needed = ("granted", BY_NAME[measure].of)
    tables = [outcome.per_case for outcome in result.outcomes[result.keys.index(key)]]
    return [summarise({name: table[name][table[column] == kind] for name in needed})[measure] for table in tables]


def label(gap: Gap, read: Read, digits: int) -> str:
    """By how much those who have the property have more or less."""
    more = gap.paired.difference.mean
    sign = "" if more == 0 else "+" if more > 0 else "\N{MINUS SIGN}"
    return sign + read.said(abs(more), digits)


def answer(result: Comparison, found: Sequence[Gap]) -> str:
    """Between which kinds there is a gap, under how many patterns; how large those are that may be chance."""
    if not found:
        return _("There is nothing to compare: one kind of each pair is missing.")
    if result.replications == 1:
        return _("One replication cannot tell kinds of citizens apart: run more.")
    said = []
    for measure, pair, worse in product(measures(result), PAIRS, (True, False)):
        apart = [gap for gap in found if (gap.measure, gap.pair) == (measure, pair) and gap.paired.apart]
        keys = [gap.pattern for gap in apart if (gap.paired.difference.mean > 0) is worse]
        if keys:
            names = _("all patterns") if len(keys) == len(result.keys) > 1 else words.named(result, keys)
            said.append(_(SAID[measure, worse]).format(kind=_(pair.people), names=names))
    if not said:
        said.append(_("No difference between kinds of citizens is told apart from chance."))
    untold = [_largest(result, [gap for gap in found if gap.measure == measure]) for measure in measures(result)]
    if any(untold):
        said.append(_("No finding, as it may be chance: {gaps}.").format(gaps="; ".join(filter(None, untold))))
    return " ".join(said)


def _largest(result: Comparison, found: Sequence[Gap]) -> str:
    """The largest difference that is not told apart: '+62 min of waiting, those who live far away (One-roof)'."""
    untold = [gap for gap in found if not gap.paired.apart and gap.paired.difference.mean]
    if not untold:
        return ""
    gap = max(untold, key=lambda gap: abs(gap.paired.difference.mean))
    read = result.reads[gap.measure]
    text = _("up to {value} of waiting ({kind}, {pattern})")
    if gap.measure != WAITING:
        text = _("up to {value} to the permit ({kind}, {pattern})")
    value = label(gap, read, read.digits([gap.paired.difference.mean]))
    return text.format(value=value, kind=_(gap.pair.people), pattern=result.title(gap.pattern))

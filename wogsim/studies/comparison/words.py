"""What a comparison says in words: the answer beneath a title, where the time went, the small print, what to beware of.

Ties are never ranked; see `wogsim.studies.comparison.told_apart`.
"""

import math
from collections.abc import Mapping, Sequence

from wogsim.language import _, joined, mark, ngettext, number, percent
from wogsim.measures.anatomy import PARTS
from wogsim.measures.summary import BY_NAME, OF_ALL, SOJOURN
from wogsim.output_analysis import Estimate, estimate
from wogsim.output_analysis.intervals import pooled_quantile
from wogsim.output_analysis.paired import all_pairs, between
from wogsim.staffing import words as of_staff
from wogsim.studies.beside import Known
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.sequential import Precision
from wogsim.studies.comparison.told_apart import Groups, groups
from wogsim.studies.result import Result
from wogsim.studies.units import Read, plain
from wogsim.studies.words import heading, levers, own_rows, rests, seed

FEW = 5  # so many names are spelt out; more are counted
MOST_SHORT = 3  # measures that are spelt out as not precise enough; more are counted
# What is answered about a measure: what stands at both ends, and how a value is said where not in its unit.
ANSWERS = {
    "waiting_time": (mark("Shortest: {low} ({low_value}). Longest: {high} ({high_value})."), ""),
    "counters_visited": (mark("Fewest counters: {low} ({low_value}). Most: {high} ({high_value})."), "{value}"),
    "trips": (mark("Fewest trips: {low} ({low_value}). Most: {high} ({high_value})."), "{value}"),
    SOJOURN: (mark("Fastest: {low} ({low_value}). Slowest: {high} ({high_value})."), ""),
    OF_ALL: (mark("Fastest: {low} ({low_value}). Slowest: {high} ({high_value})."), ""),
}


def named(result: Result, keys: Sequence[str]) -> str:
    """Titles of patterns, joined; only their number where they are many."""
    if len(keys) <= FEW:
        return joined([result.title(key) for key in keys])
    return ngettext("{count} pattern", "{count} patterns", len(keys)).format(count=len(keys))


def answer(result: Numbers, measure: str, unit: str = "") -> str:
    """The answer about a measure in a sentence or three; `unit` is a message with {value}, default: as it is read."""
    ends, usual = ANSWERS[measure]
    read = plain(unit or usual) if unit or usual else result.reads[measure]
    in_hand = result.by_pattern(result.in_hand) if measure == OF_ALL and result.in_hand else None
    said = answer_of(result, result.by_pattern(measure), read, _(ends), in_hand)
    return f"{about(result, measure)} {said}".strip()


def about(result: Numbers, measure: str) -> str:
    """Whom an answer is about, where that is not the same under all patterns; else nothing."""
    if measure == OF_ALL:
        return _("All who began.")
    if result.ranked_by == OF_ALL and BY_NAME[measure].among == "granted":
        return _("Only who got the permit; others gave up, not as many everywhere.")
    return ""


def answer_of(
    result: Result,
    numbers: Mapping[str, Sequence[float]],
    read: Read,
    ends: str,
    in_hand: Mapping[str, Sequence[float]] | None = None,
) -> str:
    """The same of any number by pattern and replication.

    Parameters
    ----------
    read : how a value is said
    ends : a message with {low}, {low_value}, {high}, {high_value}
    in_hand : see `wogsim.studies.comparison.told_apart.groups`
    """
    found = groups(numbers, in_hand)
    if not found.lowest:
        return _("There is no number: nobody was granted the permit.")
    said = _extremes(result, found, numbers, read, ends)
    if found.unknown:
        said += " " + _("Nobody was granted the permit under {names}.").format(names=named(result, found.unknown))
    return said


def _extremes(result: Result, found: Groups, numbers: Mapping[str, Sequence[float]], read: Read, ends: str) -> str:
    means = {key: estimate(values).mean for key, values in numbers.items()}
    values, runs = _span(means, found.lowest, read), len(numbers[found.lowest[0]])
    if len(found.lowest) == 1 and found.lowest == found.highest:
        return _("{name}: {value} on average.").format(name=named(result, found.lowest), value=values)
    if found.lowest == found.highest and found.equal:
        return _("All patterns are equal: {value} on average.").format(value=values)
    if runs == 1:
        return _("{values} on average. One replication cannot tell patterns apart: run more.").format(values=values)
    if found.lowest == found.highest:
        text = _("{values} on average: {count} replications cannot tell the patterns apart.")
        return text.format(values=values, count=runs)
    low, near_low = _alike(numbers, found.lowest, min(found.lowest, key=means.__getitem__))
    high, near_high = _alike(numbers, found.highest, max(found.highest, key=means.__getitem__))
    low_value, high_value = _span(means, low, read), _span(means, high, read)
    said = [ends.format(low=named(result, low), low_value=low_value, high=named(result, high), high_value=high_value)]
    for end, near in ((low, near_low), (high, near_high)):
        if near:
            text = _("Not told apart from {name}: {names} ({value}).")
            value = _span(means, near, read)
            said.append(text.format(name=named(result, end), names=named(result, near), value=value))
    if found.between:
        said.append(_("Not told apart from either: {names}.").format(names=named(result, found.between)))
    return " ".join(said)


def _span(means: Mapping[str, float], keys: Sequence[str], read: Read) -> str:
    """'5.8 days', or '5.8–6.1 days' for several."""
    low, high = (end(means[key] for key in keys) for end in (min, max))
    return read.span(low, high, read.digits(means.values()))


def _alike(numbers: Mapping[str, Sequence[float]], keys: Sequence[str], end: str) -> tuple[list[str], list[str]]:
    """Of a group: who has the very values of its end, and who is merely not told apart from it."""
    pairs = all_pairs({key: numbers[key] for key in keys})
    same = [key for key in keys if key == end or between(pairs, key, end).same]
    return same, [key for key in keys if key not in same]


def interval(found: Estimate, digits: int) -> str:
    """' (5.0–6.1)', or nothing where there is none or it has no width; below 0 there is nothing to measure."""
    if math.isnan(found.low) or found.low == found.high:
        return ""
    return f" ({number(max(found.low, 0.0), digits)}–{number(found.high, digits)})"


def part_title(part: str) -> str:
    """A part of the time anatomy as people read it."""
    return _(BY_NAME[f"time_{part}"].title)


def parts_of(result: Numbers, key: str) -> dict[str, float]:
    """Mean time in each part of the anatomy that takes any, as it is read; their sum is the mean sojourn time."""
    read = result.reads[SOJOURN]
    means = {part: result.estimates[key, f"time_{part}"].mean for part in PARTS}
    return {part: read.value(mean) for part, mean in means.items() if mean > 0}


def largest(parts: Mapping[str, Mapping[str, float]]) -> str:
    """Which part is the largest, where it is the same part under every pattern; nothing where it is not.

    Parameters
    ----------
    parts : what `parts_of` returned, by pattern
    """
    ends = {max(cut, key=cut.__getitem__) for cut in parts.values() if cut}
    if len(ends) != 1:
        return ""
    part = ends.pop()
    shares = [cut[part] / sum(cut.values()) for cut in parts.values() if cut]
    low, high = number(min(shares) * 100, 0), number(max(shares) * 100, 0)
    share = f"{low} %" if low == high else f"{low}–{high} %"
    text = _("Largest part: {part} ({share}).") if len(shares) == 1 else _("Largest part everywhere: {part} ({share}).")
    return text.format(part=part_title(part), share=share)


def known(result: Numbers) -> dict[str, Known]:
    """What must be said beside the numbers of each pattern."""
    return {key: result.known(key) for key in result.keys}


def citizens(result: Numbers) -> int:
    """Measured citizens in all replications together; where worlds have different citizens, the most."""
    return max(_cohorts(result))


def _cohorts(result: Numbers) -> list[int]:
    """Measured citizens in all replications together, pattern by pattern."""
    return [sum(len(outcome.per_case["need"]) for outcome in outcomes) for outcomes in result.outcomes]


def sample(result: Numbers) -> str:
    """Scenario, sample size and seed."""
    fewest, most, runs = min(_cohorts(result)), citizens(result), result.replications
    count = number(most, 0) if fewest == most else f"{number(fewest, 0)}–{number(most, 0)}"
    who = ngettext("{count} citizen", "{count} citizens", most).format(count=count)
    text = ngettext("{citizens} in {count} replication", "{citizens} in {count} replications", runs)
    return "; ".join((heading(result.scenario), text.format(citizens=who, count=runs), seed(result.scenario)))


def small_print(result: Numbers) -> str:
    """Sample, levers and on what the numbers rest, beneath every chart and table."""
    return f"{sample(result)}; {levers(result.world, result.preset)}; {rests(result.loaded)}"


def pooled(result: Numbers, key: str, column: str, quantiles: Sequence[float]) -> list[Estimate]:
    """Quantiles of a per-case column over the cohorts of all replications, in whole units, with intervals."""
    found = [outcome.per_case[column] for outcome in result.outcomes[result.keys.index(key)]]
    return [pooled_quantile(found, quantile) for quantile in quantiles]


def precision(result: Numbers, found: Precision) -> str:
    """Whether the asked precision was reached; where not, what is how far from it, and how many runs it would take."""
    runs, asked = result.replications, percent(found.asked)
    if found.reached:
        return _("A precision of {asked} took {count} replications.").format(asked=asked, count=runs)
    if not found.short:
        text = _("A precision of {asked} is reached only just at {count} replications, the most allowed.")
        return text.format(asked=asked, count=runs)
    one, short = _("{measure} under {pattern} ±{precision}"), []
    for (pattern, measure), value in found.short[:MOST_SHORT]:
        share = "?" if math.isnan(value) else percent(value)
        short.append(one.format(measure=_(BY_NAME[measure].title), pattern=result.title(pattern), precision=share))
    more = len(found.short) - len(short)
    if more:
        short.append(ngettext("{count} more", "{count} more", more).format(count=more))
    text = _("A precision of {asked} is not reached after {count} replications, the most allowed: {short}.")
    said = text.format(asked=asked, count=runs, short=joined(short))
    worst = found.short[0][1]
    if math.isnan(worst):
        return said
    need = _("It would take about {count}; --max-replications allows more.")
    return said + " " + need.format(count=number(_two_digits(runs * (worst / found.asked) ** 2), 0))


def _two_digits(value: float) -> float:
    """Rounded up to two digits that mean something."""
    unit = 10.0 ** max(math.floor(math.log10(value)) - 1, 0)
    return math.ceil(value / unit) * unit


def staffed(result: Numbers) -> list[str]:
    """Who could not be staffed, whom the front squeezes, where pools are stated: a sentence for each that is so."""
    said = [*own_rows(result.scenario, result.keys), *of_staff.left_out(result.left_out, result.scenario)]
    for key, staff in zip(result.keys, result.staffing, strict=True):
        said += of_staff.remarks(result.title(key), staff, result.world_of(key))
    return said


def stragglers(result: Numbers) -> list[str]:
    """Who got the permit only when the load was falling already."""
    late = {}
    for pattern, outcomes in zip(result.keys, result.outcomes, strict=True):
        ends = [(o.per_case["need"] + o.per_case["sojourn_time"])[o.per_case["granted"]] for o in outcomes]
        late[pattern] = sum(int((end > result.world.end).sum()) for end in ends)
    if not any(late.values()):
        return []
    text = _(
        "of {whole} measured citizens some got their permit only after arrivals had ended, when the load "
        "was falling: {late}; a longer run.run_out would tell more"
    )
    counts = ", ".join(f"{result.title(pattern)} {count}" for pattern, count in late.items() if count)
    return [text.format(whole=citizens(result), late=counts)]

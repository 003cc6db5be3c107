"""What a comparison says in words: which patterns differ, the answer beneath a title, the small print.

Ties are never ranked. Patterns met the same citizens with the same luck, so they are compared replication by
replication: two are told apart when the p value of their mean difference is below 0.05 after Holm's correction for all
pairs; see `wogsim.output_analysis.paired`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from wogsim.language import _, digits_for, joined, ngettext, number, percent, pick
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.intervals import pooled_quantile
from wogsim.output_analysis.paired import all_pairs, between
from wogsim.scenario.reading import Loaded
from wogsim.studies.comparison.result import Comparison
from wogsim.world.agencies import World

FEW = 5  # so many names are spelt out; more are counted


@dataclass(frozen=True)
class Groups:
    """Patterns, in the order asked for, that go with the lowest mean and with the highest.

    ``between`` could be in either; ``unknown`` have no number; ``equal`` says that whoever stands together had the
    same values in every replication, so that this is no matter of chance.
    """

    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    between: tuple[str, ...]
    unknown: tuple[str, ...]
    equal: bool


def groups(result: Comparison, measure: str) -> Groups:
    """Which patterns go together; see `Groups`."""
    means = {key: result.estimates[key, measure].mean for key in result.keys}
    known = [key for key in result.keys if not math.isnan(means[key])]
    unknown = tuple(key for key in result.keys if math.isnan(means[key]))
    if not known:
        return Groups((), (), (), unknown, True)
    pairs = all_pairs({key: result.values(key, measure) for key in known})
    ends = [min(known, key=means.__getitem__), max(known, key=means.__getitem__)]
    low, high = ([key for key in known if key == end or not between(pairs, key, end).apart] for end in ends)
    alike = all(
        key == end or between(pairs, key, end).same
        for members, end in zip((low, high), ends, strict=True)
        for key in members
    )
    if ends[0] in high or ends[1] in low:  # the ends themselves are not told apart
        return Groups(tuple(known), tuple(known), (), unknown, alike)
    both = tuple(key for key in known if key in low and key in high)
    lowest, highest = (tuple(key for key in members if key not in both) for members in (low, high))
    return Groups(lowest, highest, both, unknown, alike)


def named(result: Comparison, keys: Sequence[str]) -> str:
    """Titles of patterns, joined; only their number where they are many."""
    if len(keys) <= FEW:
        return joined([result.title(key) for key in keys])
    return ngettext("{count} pattern", "{count} patterns", len(keys)).format(count=len(keys))


def _span(result: Comparison, keys: Sequence[str], measure: str, unit: str) -> str:
    """'5.8 days', or '5.8–6.1 days' for several; `unit` is '{value} days'."""
    digits = digits_for([result.estimates[key, measure].mean for key in result.keys])
    means = [result.estimates[key, measure].mean for key in keys]
    low, high = number(min(means), digits), number(max(means), digits)
    return unit.format(value=low if low == high else f"{low}–{high}")


def waiting(result: Comparison) -> str:
    """How long citizens wait at counters, in words."""
    ends = _("Shortest: {low} ({low_value}). Longest: {high} ({high_value}).")
    return answer(result, "waiting_time", _("{value} min"), ends)


def counters(result: Comparison) -> str:
    """How many counters citizens stand at, in words."""
    ends = _("Fewest counters: {low} ({low_value}). Most: {high} ({high_value}).")
    return answer(result, "counters_visited", "{value}", ends)


def trips(result: Comparison) -> str:
    """How often citizens go out, in words."""
    ends = _("Fewest trips: {low} ({low_value}). Most: {high} ({high_value}).")
    return answer(result, "trips", "{value}", ends)


def sojourn(result: Comparison) -> str:
    """How long it takes from need to permit, in words."""
    ends = _("Fastest: {low} ({low_value}). Slowest: {high} ({high_value}).")
    return answer(result, "sojourn_time", _("{value} days"), ends)


def answer(result: Comparison, measure: str, unit: str, ends: str) -> str:
    """The answer in a sentence or three.

    Parameters
    ----------
    measure : name of a measure
    unit : a message with {value}, such as '{value} days'
    ends : a message with {low}, {low_value}, {high}, {high_value}
    """
    found = groups(result, measure)
    if not found.lowest:
        return _("There is no number: nobody was granted the permit.")
    said = [_extremes(result, found, measure, unit, ends)]
    if found.unknown:
        said.append(_("Nobody was granted the permit under {names}.").format(names=named(result, found.unknown)))
    return " ".join(said)


def _extremes(result: Comparison, found: Groups, measure: str, unit: str, ends: str) -> str:
    values = _span(result, found.lowest, measure, unit)
    if len(found.lowest) == 1 and found.lowest == found.highest:
        return _("{name}: {value} on average.").format(name=named(result, found.lowest), value=values)
    if found.lowest == found.highest and found.equal:
        return _("All patterns are equal: {value} on average.").format(value=values)
    if result.replications == 1:
        return _("{values} on average. One replication cannot tell patterns apart: run more.").format(values=values)
    if found.lowest == found.highest:
        return _("{values} on average: {count} replications cannot tell the patterns apart.").format(
            values=values, count=result.replications
        )
    low, near_low = _alike(result, found.lowest, measure, min)
    high, near_high = _alike(result, found.highest, measure, max)
    said = [
        ends.format(
            low=named(result, low),
            low_value=_span(result, low, measure, unit),
            high=named(result, high),
            high_value=_span(result, high, measure, unit),
        )
    ]
    for end, near in ((low, near_low), (high, near_high)):
        if near:
            text = _("Not told apart from {name}: {names} ({value}).")
            values = _span(result, near, measure, unit)
            said.append(text.format(name=named(result, end), names=named(result, near), value=values))
    if found.between:
        said.append(_("Not told apart from either: {names}.").format(names=named(result, found.between)))
    return " ".join(said)


def _alike(
    result: Comparison, keys: Sequence[str], measure: str, extreme: Callable[..., str]
) -> tuple[list[str], list[str]]:
    """Of a group: who has the very values of its end, and who is merely not told apart from it."""
    end = extreme(keys, key=lambda key: result.estimates[key, measure].mean)
    pairs = all_pairs({key: result.values(key, measure) for key in keys})
    same = [key for key in keys if key == end or between(pairs, key, end).same]
    return same, [key for key in keys if key not in same]


def interval(found: Estimate, digits: int) -> str:
    """' (5.0–6.1)', or nothing where there is none or it has no width; below 0 there is nothing to measure."""
    if math.isnan(found.low) or found.low == found.high:
        return ""
    return f" ({number(max(found.low, 0.0), digits)}–{number(found.high, digits)})"


def citizens(result: Comparison) -> int:
    """Measured citizens in all replications together; the same under every pattern."""
    return sum(len(outcome.per_case["need"]) for outcome in result.outcomes[0])


def gave_up_notes(result: Comparison) -> dict[str, str]:
    """Share that gave up, by pattern; empty where nobody did under any pattern."""
    shares = {key: result.estimates[key, "gave_up"].mean for key in result.keys}
    if not any(share > 0 for share in shares.values()):
        return dict.fromkeys(result.keys, "")
    return {key: _("gave up: {share}").format(share=percent(share)) for key, share in shares.items()}


def gave_up_range(result: Comparison) -> str:
    """The same in one sentence, where rows are too many for notes."""
    shares = [result.estimates[key, "gave_up"].mean for key in result.keys]
    if not any(share > 0 for share in shares):
        return ""
    return _("Gave up: {low} to {high} of the citizens.").format(low=percent(min(shares)), high=percent(max(shares)))


def _sample_size(count: int, runs: int) -> str:
    who = ngettext("{count} citizen", "{count} citizens", count).format(count=number(count, 0))
    text = ngettext("{citizens} in {count} replication", "{citizens} in {count} replications", runs)
    return text.format(citizens=who, count=runs)


def sample(result: Comparison) -> str:
    """Scenario, sample size and seed."""
    count, runs = citizens(result), result.replications
    return "; ".join(
        (
            pick(dict(result.loaded.scenario.title)),
            _sample_size(count, runs),
            _("seed {seed}").format(seed=result.seed),
        )
    )


class Asked(Protocol):
    """What was asked: a comparison or a journey."""

    @property
    def loaded(self) -> Loaded:
        """The scenario as it was run."""

    @property
    def world(self) -> World:
        """Its world."""

    @property
    def preset(self) -> str | None:
        """Name of the preset, if any."""


def levers(result: Asked) -> str:
    """Agencies, authorities and preset."""
    moved = result.loaded.scenario.levers
    agencies = len(result.world.agencies)
    said = [ngettext("{count} agency", "{count} agencies", agencies).format(count=agencies)]
    shares = {name: percent(getattr(moved, name)) for name in ("delegated", "coordinating", "automated")}
    if moved.delegated == moved.coordinating == moved.automated:
        together = _("authority {share} in all three: delegated, coordinating, automated")
        said.append(together.format(share=shares["delegated"]))
    else:
        apart = _("delegated authority {delegated}, coordinating {coordinating}, automated {automated}")
        said.append(apart.format(**shares))
    if result.preset:
        said.append(_("preset {name}").format(name=result.preset))
    return "; ".join(said)


def pooled(result: Comparison, key: str, column: str, quantiles: Sequence[float]) -> list[Estimate]:
    """Quantiles of a per-case column over the cohorts of all replications, in whole units, with intervals."""
    found = [outcome.per_case[column] for outcome in result.outcomes[result.keys.index(key)]]
    return [pooled_quantile(found, quantile) for quantile in quantiles]

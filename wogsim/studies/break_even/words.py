"""Break-even authorities in words: one sentence about one point, or about all that a chart shows."""

import math
from collections.abc import Sequence
from itertools import chain
from typing import Any

from wogsim.language import _, joined, mark, number, percent
from wogsim.output_analysis.crossings import Crossing, Reading, Verdict
from wogsim.studies.beside import everything
from wogsim.studies.break_even.result import AGAINST, SEARCHED, BreakEven, Search, outcome
from wogsim.studies.ranking import why
from wogsim.studies.sweep.grid import Axis
from wogsim.studies.sweep.words import AXES, tick, with_unit

# What a point's verdict is called in a table, and where several points have it.
VERDICTS = {
    Verdict.BREAK_EVEN: mark("break-even"),
    Verdict.UNCERTAIN: mark("not sure"),
    Verdict.NEVER: mark("never"),
    Verdict.ALWAYS: mark("always"),
    Verdict.EQUAL: mark("equal"),
    Verdict.NOT_APART: mark("not told apart"),
    Verdict.UNKNOWN: mark("no number"),
}
TOLD: dict[Verdict | None, str] = {
    Verdict.BREAK_EVEN: mark("beyond {share} ({where})"),
    Verdict.UNCERTAIN: mark("a break-even that is not sure ({where})"),
    None: mark("with some authority, but not with all ({where})"),
    Verdict.NEVER: mark("never, not even with all authority ({where})"),
    Verdict.ALWAYS: mark("always, even without authority ({where})"),
    Verdict.EQUAL: mark("equal whatever the authority ({where})"),
    Verdict.NOT_APART: mark("not told apart ({where})"),
    Verdict.UNKNOWN: mark("no number ({where})"),
}


def authority_name(pattern: str) -> str:
    """The authority that counts for a pattern."""
    return _(AXES[SEARCHED[pattern].value])


def interval(turn: Crossing | Reading) -> str:
    """'42–58 %', or with 'below' and 'beyond' where an end is open."""
    if math.isnan(turn.low) and math.isnan(turn.high):
        return _("below {none} to beyond {all}").format(none=percent(0), all=percent(1))
    if math.isnan(turn.low):
        return _("below {none} to {high}").format(none=percent(0), high=percent(turn.high))
    if math.isnan(turn.high):
        return _("{low} to beyond {all}").format(low=percent(turn.low), all=percent(1))
    if turn.low == turn.high:
        return _("a step")
    return _span(turn.low, turn.high)


def _span(low: float, high: float) -> str:
    """'42–58 %', with as many digits as the two need to differ; '42 %' where they do not differ at all."""
    if low == high:
        return percent(low)
    first, last = percent(low), percent(high)
    digits = 2
    while first == last and digits < 6:
        first, last = (f"{number(100 * share, digits)}\N{NO-BREAK SPACE}%" for share in (low, high))
        digits += 1
    return f"{first.removesuffix('%').rstrip()}–{last}"


def crossings_called() -> dict[Verdict | None, str]:
    """What a legend calls crossings, as `Search.drawn_as` tells them."""
    return {
        Verdict.BREAK_EVEN: _("break-even"),
        Verdict.UNCERTAIN: _("break-even, not sure"),
        None: _("another crossing"),
    }


def besides(search: Search) -> list[str]:
    """Where else, by the means, the pattern is faster: '15–35 %', or '55–95 %?' where that is not sure."""
    return [_span(stretch.low, stretch.high) + ("" if stretch.sure else "?") for stretch in search.stretches]


def told(result: BreakEven, pattern: str, shown: Sequence[tuple[Any, int]], axis: Axis) -> str:
    """What was found for a pattern along an axis, in a sentence; `shown` are its values with numbers of points."""
    grouped: dict[Verdict | None, list[Any]] = {}
    shares: list[float] = []
    for value, point in shown:
        search = result.at(pattern, point)
        verdict = outcome(search)
        # A crossing beyond which the pattern is slower is no break-even.
        up_to = search is not None and search.reading.crossings and not search.breakeven
        grouped.setdefault(None if up_to else verdict, []).append(value)
        if search and verdict is Verdict.BREAK_EVEN and search.breakeven:
            shares.append(search.breakeven.share)
    share = _span(min(shares), max(shares)) if shares else ""
    said = [_(TOLD[v]).format(share=share, where=runs(axis, grouped[v])) for v in TOLD if v in grouped]
    text = _("{pattern} faster than {against}: {what}.")
    return text.format(pattern=result.title(pattern), against=result.title(AGAINST), what="; ".join(said))


def runs(axis: Axis, values: Sequence[Any]) -> str:
    """Values of an axis, neighbours joined: '2, 4–7 agencies'."""
    runs: list[list[int]] = []
    for place in map(axis.values.index, values):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    texts = []
    for run in runs:
        first, last = axis.values[run[0]], axis.values[run[-1]]
        ending = with_unit(axis, last) if run is runs[-1] else tick(axis, last)
        texts.append(ending if len(run) == 1 else f"{tick(axis, first)}–{ending}")
    return ", ".join(texts)


def sentences(result: BreakEven, search: Search) -> str:
    """All that is known at one point, to be repeated in class."""
    found = search.reading
    names = {
        "pattern": result.title(search.pattern),
        "against": result.title(AGAINST),
        "authority": authority_name(search.pattern),
    }
    if found.crossings:
        turn = search.breakeven or found.crossings[-1]
        said = {
            "share": percent(turn.share),
            "interval": interval(turn),
            "spans": joined(besides(search)).replace("?", ""),
        }
        return _crossings(search).format(**names, **said)
    texts = {
        Verdict.NEVER: _("{pattern} is slower than {against} whatever the {authority}."),
        Verdict.ALWAYS: _("{pattern} is faster than {against} whatever the {authority}."),
        Verdict.EQUAL: _("{pattern} takes as long as {against} whatever the {authority}."),
        Verdict.UNKNOWN: (
            _("There is no number: {pattern} cannot be run whatever the {authority}.")
            if search.refused
            else _("There is no number: nobody was granted the permit.")
        ),
        Verdict.NOT_APART: _not_apart(found),
    }
    faster = not any(at.sign > 0 for at in search.series)
    return texts[found.verdict].format(**names, **_shares(found), pace=pace(faster))


def _shares(turn: Crossing | Reading) -> dict[str, str]:
    ends = {name: percent(share) for name, share in (("low", turn.low), ("high", turn.high)) if not math.isnan(share)}
    return ends | {"interval": interval(turn)}


def pace(faster: bool) -> str:
    """What a pattern is than the other."""
    return _("faster") if faster else _("slower")


def _crossings(search: Search) -> str:
    """From where on the pattern is faster, and where else; the names are filled in by who asks."""
    turn = search.breakeven
    if turn is None:
        if all(stretch.sure for stretch in search.stretches):
            return _("{pattern} is faster than {against} at {spans} {authority}, but not at more.")
        return _("{pattern} seems faster than {against} at {spans} {authority}, but not at more.")
    text = _(
        "{pattern} seems faster than {against} beyond {share} {authority}, but that is not sure "
        "(95 % interval {interval})."
    )
    if turn.verdict is Verdict.BREAK_EVEN:
        text = _("{pattern} is faster than {against} beyond {share} {authority} (95 % interval {interval}).")
        if turn.low == turn.high:
            text = _(
                "{pattern} is faster than {against} beyond {share} {authority} (just below that it is slower, just "
                "above it faster; chance explains neither)."
            )
    if search.stretches:
        text += " " + _("Below it is faster at {spans} too, but not in between.")
    return text


def _not_apart(found: Reading) -> str:
    """The sign of the mean is everywhere the same, but sure only outside of the reading's interval."""
    return {
        (True, True): _("{pattern} and {against} are not told apart, neither with little nor with much {authority}."),
        (False, True): _(
            "{pattern} is {pace} than {against} up to {low} {authority}; beyond that they are not told apart."
        ),
        (True, False): _(
            "{pattern} is {pace} than {against} beyond {high} {authority}; before that they are not told apart."
        ),
        (False, False): _(
            "{pattern} is {pace} than {against}, but between {low} and {high} {authority} they are not told apart."
        ),
    }[math.isnan(found.low), math.isnan(found.high)]


def beside_all(result: BreakEven, numbers: Sequence[int] | None = None) -> list[str]:
    """What must be said beside numbers of some points, default all: by what is ranked, who gave up, overload."""
    there = [search for search in result.searches if numbers is None or search.point in numbers]
    shown = {result.title(AGAINST): [search.against for search in there]}
    for pattern in result.searched:
        own = (search.known for search in there if search.pattern == pattern)
        shown[result.title(pattern)] = list(chain.from_iterable(own))
    return [*filter(None, [why(result.ranked_by, result.run)]), *everything(shown)]


def beyond_grantable(result: BreakEven) -> list[str]:
    """Where not every clearance can be granted, what that means, a sentence for authorities that are alike in this."""
    text = _("At most {few} of {all} clearances ({authority}): beyond {share} nothing changes.")
    named: dict[tuple[int, int, float], list[str]] = {}
    for pattern in result.searched:
        searches = [search for search in result.searches if search.pattern == pattern]
        kinds = {(s.grantable, s.clearances, s.series[-1].first) for s in searches if s.series and not s.refused}
        if len(kinds) == 1:
            named.setdefault(kinds.pop(), []).append(authority_name(pattern))
    return [
        text.format(few=few, all=every, authority=joined(names), share=percent(share))
        for (few, every, share), names in named.items()
        if few < every and share < 1  # granted case by case, more always changes something
    ]

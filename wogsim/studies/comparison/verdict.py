"""The verdict: one plain sentence that a person in class can repeat, and what it rests on.

Who is faster than whom, by how much, how certain; what that means for the citizen; where the time went; who cannot be
told apart. Every claim is one of `wogsim.studies.comparison.differences`, decided after Holm; ties are never ranked,
and nobody is ranked by those who stayed alone: see `wogsim.studies.ranking`.
"""

import math

from wogsim.language import _, digits_for, joined, mark, number, percent
from wogsim.measures.anatomy import PARTS
from wogsim.measures.summary import OF_ALL, SOJOURN
from wogsim.output_analysis import Estimate
from wogsim.output_analysis.paired import between
from wogsim.studies.comparison import words
from wogsim.studies.comparison.differences import pairs_of
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.standing import Standing, faster, ranked, standing
from wogsim.studies.ranking import why
from wogsim.studies.words import rests

BURDENS = (  # what a citizen may have more or less of, or the same
    ("counters_visited", mark("{value} more counters"), mark("{value} fewer counters"), mark("as many counters")),
    ("trips", mark("{value} more trips"), mark("{value} fewer trips"), mark("as many trips")),
)
EVERYBODY = {  # of all who began, where patterns are ranked by them
    "gave_up": mark("Gave up: {each}."),
    "within_standard": mark("With the permit within the standard: {each}."),
    "within_horizon": mark("With the permit within the horizon: {each}."),
}
MANY_GIVE_UP = 0.1  # from here on the sentence to repeat says whom it is about
MOST_TIES = 4  # pairs that are spelt out; more are counted
MOST_PARTS = 2
LEAST_PART = 0.1  # of all that takes longer: a smaller part does not explain a difference


def verdict(result: Numbers) -> str:
    """The verdict in the language in use: `sentences`, one behind the other."""
    return " ".join(sentences(result))


def sentences(result: Numbers) -> list[str]:
    """The sentence to repeat and, behind it, what it rests on: up to ten, fewer where there is little to say."""
    said = rests(result.loaded)
    return [*claims(result), f"{said[:1].upper()}{said[1:]}."]


def claims(result: Numbers) -> list[str]:
    """The same without on what the scenario's numbers rest."""
    by, known = result.ranked_by, ranked(result)
    if len(known) < 2:
        return [text for text in (words.answer(result, by), *beside(result)) if text]
    if result.replications == 1:
        return [_("One replication cannot tell patterns apart: use --replications 10 or more.")]
    found = standing(result, known)
    first, *grounds = _told_apart(result, found) if found.beaten else _tied(result)
    told = [first, why(by, result.scenario.run) if by == OF_ALL else "", *grounds]
    unknown = [key for key in result.keys if math.isnan(result.estimates[key, SOJOURN].mean)]
    if unknown:
        names = joined([result.title(key) for key in unknown])
        told.append(_("Nobody was granted the permit under {names}.").format(names=names))
    return [text for text in (*told, *beside(result)) if text]


def runner_up(result: Numbers) -> str:
    """Who comes behind the fastest, by how much, and who is not told apart; nothing where nobody is told apart."""
    known = ranked(result)
    found = standing(result, known) if len(known) > 1 and result.replications > 1 else None
    if not found or not found.beaten:
        return ""
    nearest, *others = found.beaten
    level = [nearest, *(key for key in others if found.gap(key, nearest).same)]
    near = [key for key in others if key not in level and not found.gap(key, nearest).apart]
    tied = [key for key in known if key not in (*found.leading, *found.beaten)]
    first, name = (joined([result.title(key) for key in keys]) for keys in (found.leading, level))
    text = _("Next: {name}, {value} later ({low}–{high}), told apart from {first}.")
    if tied:
        text = _("Next that is told apart from {first}: {name}, {value} later ({low}–{high}).")
    told = text.format(first=first, name=name, **_behind(result, found)[nearest])
    return " ".join(filter(None, [_untold(result, first, tied), told, _untold(result, name, near)]))


def beside(result: Numbers) -> list[str]:
    """What stands last among the claims and may never be left out: who gave up, who is overloaded."""
    return [text for text in (_gave_up(result), _overload(result)) if text]


def _told_apart(result: Numbers, found: Standing) -> list[str]:
    last = found.beaten[-1]
    return [
        _to_repeat(result, found),
        _who_is_faster(result, found),
        _how_certain(found),
        *(_for_the_citizen(result, key, last) for key in found.leading),
        _where_the_time_went(result, found.first, last),
        _ties(result, found),
    ]


def _to_repeat(result: Numbers, found: Standing) -> str:
    last = found.beaten[-1]
    gap, read = found.gap(last, found.first).difference.mean, result.reads[result.ranked_by]
    others = [key for key in found.fastest if key not in found.leading]
    text = _("Under {names} the permit comes soonest{whom}: {value} sooner than under {last}.")
    if found.shared:
        text = _(
            "Under {names} the permit comes soonest{whom} (they are not told apart): under {first} {value} sooner "
            "than under {last}."
        )
    if not all(faster(found.gap(key, last)) for key in others):  # so little is known of them that they are not ranked
        text = _(
            "Under {first} the permit comes {value} sooner{whom} than under {last}; not told apart from {first}: "
            "{others}."
        )
    return text.format(
        names=words.named(result, found.fastest),
        first=joined([result.title(key) for key in found.leading]),
        others=words.named(result, others) if others else "",
        last=result.title(last),
        value=read.said(gap, 0 if read.value(gap) >= 10 else read.digits([gap])),
        whom=_whom(result, found),
    )


def _whom(result: Numbers, found: Standing) -> str:
    """Whom the sentence to repeat is about, where that might be asked."""
    if result.ranked_by == OF_ALL:
        return " " + _("for all who began")
    gave_up = max(result.estimates[key, "gave_up"].mean for key in found.known)
    return " " + _("for those who do not give up") if gave_up > MANY_GIVE_UP else ""


def _who_is_faster(result: Numbers, found: Standing) -> str:
    read = result.reads[result.ranked_by]
    names = joined([result.title(key) for key in found.leading])
    if len(found.beaten) > words.FEW:
        gaps, digits = _gaps(result, found)
        nearest, *_between, farthest = (gap.mean for gap in gaps.values())
        low, high = number(read.value(nearest), digits), read.said(farthest, digits)
        text = _("{names}: faster from need to permit by {low} to {high} than {count} patterns.")
        return text.format(names=names, count=len(gaps), low=low, high=high)
    than = _("by {value} ({low}–{high}) than {name}")
    each = [than.format(name=result.title(key), **said) for key, said in _behind(result, found).items()]
    return _("{names}: faster from need to permit {each}.").format(names=names, each=joined(each))


def _gaps(result: Numbers, found: Standing) -> tuple[dict[str, Estimate], int]:
    """By how much each that is beaten is slower than the first, and with how many digits that is said."""
    gaps = {key: found.gap(key, found.first).difference for key in found.beaten}
    return gaps, result.reads[result.ranked_by].digits([gap.mean for gap in gaps.values()])


def _behind(result: Numbers, found: Standing) -> dict[str, dict[str, str]]:
    """The same in words, with the ends of its interval."""
    read, (gaps, digits), said = result.reads[result.ranked_by], _gaps(result, found), {}
    for key, gap in gaps.items():
        own, fine = read.fitting(gap.mean, digits)
        value, low, high = (number(own.value(end), fine) for end in gap[:3])
        said[key] = {"value": own.worded(value), "low": low, "high": high}
    return said


def _untold(result: Numbers, name: str, others: list[str]) -> str:
    """Who is not told apart from whom."""
    text = _("Not told apart from {name}: {names}.")
    return text.format(name=name, names=words.named(result, others)) if others else ""


def _how_certain(found: Standing) -> str:
    """The least certain of the claims, for the number of pairs that could have been claimed."""
    worst = max(found.gap(found.first, key).p_holm for key in found.beaten)
    tests = sum(not math.isnan(pair.p_holm) for pair in found.pairs.values())
    text = _("Certainty: {p}; in brackets the 95 % interval of the difference.")
    if tests > 1:  # no plural form: Indonesian has one, and this says something else
        text = _(
            "Certainty: {p} after Holm's correction for {count} pairs; in brackets the interval of each difference, "
            "at least 95 %."
        )
    p = "p < " + number(0.001, 3) if worst < 0.001 else "p ≤ " + number(math.ceil(worst * 1000) / 1000, 3)
    return text.format(p=p, count=tests)


def _for_the_citizen(result: Numbers, first: str, last: str) -> str:
    """What who takes the fastest pattern instead of the slowest has more or less of."""
    said = []
    for measure, more, fewer, same in BURDENS:
        pair = between(pairs_of(result, measure), first, last)
        gap = pair.difference.mean
        if pair.apart:
            value = number(abs(gap), digits_for([gap]))
            said.append(_(more if gap > 0 else fewer).format(value=value))
        elif pair.same:
            said.append(_(same))
    if not said:
        return ""
    text = _("For the citizen, {first} means {burdens} compared with {last}.")
    if result.ranked_by == OF_ALL:  # counters and trips of who gave up are not known
        text = _("For the citizen who got the permit, {first} means {burdens} compared with {last}.")
    return text.format(first=result.title(first), last=result.title(last), burdens=joined(said))


def _where_the_time_went(result: Numbers, first: str, last: str) -> str:
    """The parts of the time that make most of the difference between the fastest pattern and the slowest.

    Only parts that are told apart, and of these none that is a trifle beside all parts that take longer.
    """
    parts = {part: between(pairs_of(result, f"time_{part}"), last, first) for part in PARTS}
    longer = {part: pair.difference.mean for part, pair in parts.items() if faster(pair.reversed())}
    least = LEAST_PART * sum(pair.difference.mean for pair in parts.values() if pair.difference.mean > 0)
    most = sorted((part for part in longer if longer[part] >= least), key=lambda part: -longer[part])[:MOST_PARTS]
    if not most:
        return ""
    one, read = _("{part} ({value} more)"), result.reads[SOJOURN]
    digits = read.digits([longer[part] for part in most])
    if read.unit == "days":
        digits = max(1, digits)
    said = [one.format(part=words.part_title(part), value=read.said(longer[part], digits)) for part in most]
    text = _("Where the time goes under {last} above all: {parts}.")
    if result.ranked_by == OF_ALL:  # who gave up has no anatomy
        text = _("Where the time goes under {last} above all, for those who got the permit: {parts}.")
    return text.format(last=result.title(last), parts=joined(said))


def _ties(result: Numbers, found: Standing) -> str:
    known = {pair: gap for pair, gap in found.pairs.items() if set(pair) <= set(found.known)}
    ties = [pair for pair, gap in known.items() if not (gap.apart or gap.same)]
    untold = [pair for pair in ties if not set(pair) <= set(found.fastest)]
    equal = [pair for pair, gap in known.items() if gap.same]
    said = []
    if len(ties) > MOST_TIES:
        text = _("{count} of {pairs} pairs are not told apart and not ranked.")
        said.append(text.format(count=len(ties), pairs=math.comb(len(found.known), 2)))
    elif untold:
        said.append(_("Not told apart and not ranked: {pairs}.").format(pairs=_named(result, untold)))
    if equal:
        said.append(_("Equal in every replication: {pairs}.").format(pairs=_named(result, equal[:MOST_TIES])))
    return " ".join(said)


def _named(result: Numbers, pairs: list[tuple[str, str]]) -> str:
    return "; ".join(joined([result.title(key) for key in pair]) for pair in pairs)


def _gave_up(result: Numbers) -> str:
    shares = {key: result.estimates[key, "gave_up"].mean for key in result.keys}
    if not any(share > 0 for share in shares.values()):
        return ""
    if result.ranked_by == OF_ALL and len(shares) <= words.FEW:
        told = [measure for measure in ("gave_up", result.in_hand) if measure]
        return " ".join(_(EVERYBODY[measure]).format(each=_each(result, measure)) for measure in told)
    least, most = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    low, high = percent(shares[least]), percent(shares[most])
    text = _("Gave up: {low} of the citizens under {least}, {high} under {most}.")
    if shares[least] == shares[most]:
        text = _("Gave up: {low} of the citizens.")
    return text.format(low=low, high=high, least=result.title(least), most=result.title(most))


def _each(result: Numbers, measure: str) -> str:
    """A share under each pattern."""
    one = _("{share} under {pattern}")
    shares = ((percent(round(result.estimates[key, measure].mean, 3)), result.title(key)) for key in result.keys)
    return joined([one.format(share=share, pattern=title) for share, title in shares])


def _overload(result: Numbers) -> str:
    """Under which patterns somebody is overloaded; the warnings name the pools."""
    keys = [key for key in result.keys if result.known(key).overloaded]
    text = _("Overloaded under {names}: times there depend on how long the world is run.")
    return text.format(names=words.named(result, keys)) if keys else ""


def _tied(result: Numbers) -> list[str]:
    """Nobody is faster than anybody: what there is to say of all together."""
    trips = words.answer(result, "trips", _("{value} trips"))
    known = {key: cut for key in result.keys if (cut := words.parts_of(result, key))}
    return [words.answer(result, result.ranked_by), trips, words.largest(known)]

"""The continuum, and the four ways, in words: what working together buys, which forms buy it, which are ties."""

from collections.abc import Sequence
from typing import NamedTuple

from wogsim.language import _, joined, mark, ngettext, number
from wogsim.measures.summary import OF_ALL
from wogsim.scenario.coordination import ROW
from wogsim.studies.beside import gave_up, overload
from wogsim.studies.continuum.result import Continuum, Step
from wogsim.studies.ranking import why
from wogsim.studies.words import heading, preset, rests
from wogsim.studies.words import replications as runs


class Told(NamedTuple):
    """What is said of one kind of forms: that nothing can be told, which are equal, which are not told apart."""

    once: str
    equal: str
    untold: str


SAID = {
    "continuum": Told(
        mark("One replication cannot tell degrees apart: use --replications 10 or more."),
        mark("Equal to the degree before in every replication, so it buys nothing here: {degrees}."),
        mark("Not told apart from the degree before: {degrees}."),
    ),
    "ways": Told(
        mark("One replication cannot tell ways apart: use --replications 10 or more."),
        mark("Equal to each agency by itself in every replication, so it buys nothing here: {ways}."),
        mark("Not told apart from each agency by itself: {ways}."),
    ),
}


def told(result: Continuum) -> list[str]:
    """The sentence to repeat and, behind it, which forms buy it, which cost, and which are ties."""
    said = SAID[result.forms.key]
    equal = [step for step in result.steps if step.gap.same]
    alike = _titles(said.equal, equal)
    if result.replications == 1:
        return [_(said.once), alike]
    untold = _titles(said.untold, [step for step in result.steps if step.tied and not step.gap.same])
    sooner, later = _sooner(result), [step for step in result.steps if not step.tied and step.gap.difference.mean > 0]
    found = [_whole(result) if result.forms.upward else _soonest(result)]
    for steps, text in (
        (sooner, _("Sooner by: {steps}.")),
        (sorted(later, key=lambda step: -step.gap.difference.mean), _("Later by: {steps}.")),
    ):
        found += [text.format(steps="; ".join(_named(result, step) for step in steps))] if steps else []
    return [*found, *filter(None, [alike, untold])]


def _sooner(result: Continuum) -> list[Step]:
    """Steps by which the permit surely comes sooner, the largest first."""
    sooner = [step for step in result.steps if not step.tied and step.gap.difference.mean < 0]
    return sorted(sooner, key=lambda step: step.gap.difference.mean)


def _whole(result: Continuum) -> str:
    step = result.whole
    text = _("From {first} to {last} the permit comes {value} sooner ({low}–{high}).")
    if step.gap.difference.mean > 0:
        text = _("From {first} to {last} the permit comes {value} later ({low}–{high}).")
    if step.tied:
        text = _("{last} is not told apart from {first}: nobody knows whether the permit comes sooner.")
    first = _(result.forms.each[step.before].title)
    return _begun(text.format(first=first, last=_(step.form.title), **_by(result, step)))


def _soonest(result: Continuum) -> str:
    """Which of the ways is soonest, by how much sooner than each agency by itself, and what is not told apart from it.

    Who is soonest is so by its mean, of those that surely are sooner.
    """
    sooner = _sooner(result)
    if not sooner:
        return _("No way is surely sooner than each agency by itself.")
    first = sooner[0]
    text = _("{way} is soonest: {value} less than with each agency by itself ({low}–{high}).")
    said = [_begun(text.format(way=_(first.form.title), **_by(result, first)))]
    rivals = [n for n in result.there if n not in (0, first.number)]
    ties = [n for n in rivals if result.between[min(n, first.number), max(n, first.number)].tied]
    if ties:
        others = joined([_(result.forms.each[n].title) for n in ties])
        said.append(_("Not told apart from it: {ways}.").format(ways=others))
    return " ".join(said)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _by(result: Continuum, step: Step) -> dict[str, str]:
    """How much a step adds or takes away, without sign, and both ends of its interval."""
    read, ends = result.reads[result.ranked_by], sorted(map(abs, step.gap.difference[1:3]))
    mean = step.gap.difference.mean
    digits = read.digits([mean])
    low, high = (number(read.value(end), digits) for end in ends)
    return {"value": read.said(abs(mean), digits), "low": low, "high": high}


def _named(result: Continuum, step: Step) -> str:
    """A step with what it changes and how much that is, as in 'merger (the unit signs), 16 days'."""
    read, mean = result.reads[result.ranked_by], abs(step.gap.difference.mean)
    text = _("{degree} ({thing}), {value}")
    return text.format(degree=_(step.form.title), thing=_(step.form.thing), value=read.said(mean, read.digits([mean])))


def _titles(text: str, steps: Sequence[Step]) -> str:
    named = joined([_(step.form.title) for step in steps])
    return _(text).format(degrees=named, ways=named) if steps else ""


def lending(result: Continuum) -> str:
    """Who lends people to whom, and when; nothing where nobody does."""
    lent = result.lent
    if not lent:
        return ""
    text = ngettext(
        "The task force: {people} person from {first} to {last}, to {into}, out of {out}.",
        "The task force: {people} people from {first} to {last}, to {into}, out of {out}.",
        sum(one.people for one in lent),
    )
    return text.format(
        people=sum(one.people for one in lent),
        first=min(one.since for one in lent),
        last=max(one.until for one in lent),
        into=joined(list(dict.fromkeys(one.into for one in lent))),
        out=joined(list(dict.fromkeys(one.out_of for one in lent))),
    )


def adds(result: Continuum, step: Step, digits: int) -> str:
    """How much time a step adds, with its sign; in brackets where it is not told apart, '=' where it is equal."""
    if step.gap.same:
        return "="
    read = result.reads[result.ranked_by]
    value = number(read.value(step.gap.difference.mean), digits)
    signed = value if step.gap.difference.mean < 0 else f"+{value}"
    return f"({signed})" if step.tied else signed


def beside(result: Continuum) -> list[str]:
    """What must be said beside the numbers: whom they are of, who gave up, what the sign of overload means."""
    known = [result.known(n) for n in result.there]
    said = [why(result.ranked_by, result.scenario.run), gave_up(known), overload(known)]
    if result.ranked_by == OF_ALL:
        said.insert(1, _("Counters, trips and chain are of those who got the permit; they are not compared."))
    said.append(lending(result))
    return [text for text in said if text]


def foot(result: Continuum) -> str:
    """The small print: which scenario, how often, with which luck, on what it rests."""
    said = [heading(result.scenario), runs(result.replications), _("seed {seed}").format(seed=result.seed)]
    return "; ".join([*said, *preset(result.preset), rests(result.loaded)])


def time_title(result: Continuum) -> str:
    """The measure that is compared, with its unit."""
    text = _("time to permit of all who began, {unit}") if result.ranked_by == OF_ALL else _("time to permit, {unit}")
    return text.format(unit=result.reads[result.ranked_by].name)


def digits_of(result: Continuum) -> int:
    """Digits of the times, the same in every row."""
    return result.reads[result.ranked_by].digits(
        [result.at[n].estimates[ROW, result.ranked_by].mean for n in result.there]
    )

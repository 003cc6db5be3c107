"""The continuum in words: what working together buys, which steps buy it, which are ties."""

from collections.abc import Sequence

from wogsim.language import _, joined, number
from wogsim.measures.summary import OF_ALL
from wogsim.scenario.coordination import DEGREES, ROW
from wogsim.studies.beside import gave_up, overload
from wogsim.studies.continuum.result import Continuum, Step
from wogsim.studies.ranking import why
from wogsim.studies.words import heading, preset, rests
from wogsim.studies.words import replications as runs


def told(result: Continuum) -> list[str]:
    """The sentence to repeat and, behind it, which steps buy it, which cost, and which are ties."""
    if result.replications == 1:
        return [_("One replication cannot tell degrees apart: use --replications 10 or more."), _alike(result)]
    sooner = [step for step in result.steps if not step.tied and step.gap.difference.mean < 0]
    later = [step for step in result.steps if not step.tied and step.gap.difference.mean > 0]
    said = [_whole(result)]
    for steps, text in (
        (sorted(sooner, key=lambda step: step.gap.difference.mean), _("Sooner by: {steps}.")),
        (sorted(later, key=lambda step: -step.gap.difference.mean), _("Later by: {steps}.")),
    ):
        said += [text.format(steps="; ".join(_named(result, step) for step in steps))] if steps else []
    return [*said, *filter(None, [_alike(result), _untold(result)])]


def _whole(result: Continuum) -> str:
    step = result.whole
    text = _("From {first} to {last} the permit comes {value} sooner ({low}–{high}).")
    if step.gap.difference.mean > 0:
        text = _("From {first} to {last} the permit comes {value} later ({low}–{high}).")
    if step.tied:
        text = _("{last} is not told apart from {first}: nobody knows whether the permit comes sooner.")
    read, ends = result.reads[result.ranked_by], sorted(map(abs, step.gap.difference[1:3]))
    mean = step.gap.difference.mean
    digits = read.digits([mean])
    low, high = (number(read.value(end), digits) for end in ends)
    names = {"first": _(DEGREES[step.before].title), "last": _(DEGREES[step.number].title)}
    said = text.format(**names, value=read.said(abs(mean), digits), low=low, high=high)
    return said[:1].upper() + said[1:]


def _named(result: Continuum, step: Step) -> str:
    """A step with what it changes and how much that is, as in 'merger (the unit signs), 16 days'."""
    read, mean = result.reads[result.ranked_by], abs(step.gap.difference.mean)
    text = _("{degree} ({thing}), {value}")
    return text.format(
        degree=_(step.degree.title), thing=_(step.degree.thing), value=read.said(mean, read.digits([mean]))
    )


def _titles(steps: Sequence[Step]) -> str:
    return joined([_(step.degree.title) for step in steps])


def _alike(result: Continuum) -> str:
    equal = [step for step in result.steps if step.gap.same]
    text = _("Equal to the degree before in every replication, so it buys nothing here: {degrees}.")
    return text.format(degrees=_titles(equal)) if equal else ""


def _untold(result: Continuum) -> str:
    untold = [step for step in result.steps if step.tied and not step.gap.same]
    text = _("Not told apart from the degree before: {degrees}.")
    return text.format(degrees=_titles(untold)) if untold else ""


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

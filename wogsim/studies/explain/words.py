"""An explanation in words: numbers and values as people read them, and the sentences to repeat."""

import math
from collections.abc import Sequence
from typing import Any

from wogsim.chance.distributions import CLOCK, Distribution
from wogsim.contract.hours import DAY
from wogsim.language import _, digits_for, joined, mark, ngettext, number, percent
from wogsim.measures.summary import BY_NAME, OF_ALL, SOJOURN
from wogsim.output_analysis import Estimate, estimate
from wogsim.scenario.assumptions import THEMES
from wogsim.scenario.explain import titles
from wogsim.scenario.quantities import Duration, Load, Rate
from wogsim.scenario.uncertain import Uncertain, size
from wogsim.studies.beside import Known, everything, overload
from wogsim.studies.explain.numbers import Move, Numbers, Step, apart
from wogsim.studies.ranking import alike
from wogsim.studies.sweep.cells import NAMES, point_key
from wogsim.studies.units import counted
from wogsim.studies.words import agencies, convention, each_authority, heading, rests, seed

LARGEST = 3  # contributions that are repeated in class
TIMES = ((DAY, mark("{value} days")), (3600, mark("{value} hours")), (60, mark("{value} min")), (1, mark("{value} s")))
PER = {
    "hour": mark("{value} per hour"),
    "day": mark("{value} per day"),
    "week": mark("{value} per week"),
    "working day": mark("{value} per working day"),
}
LONG = {"min", "days", "working days"}  # units of which there is longer, not more


def scaled(result: Numbers, value: float) -> float:
    """A value of the measure as it is shown: a time in the unit that suits it, shares in per cent."""
    return value * 100 if result.about.unit == "share" else result.read.value(value)


def unit(result: Numbers) -> str:
    """The unit in which the measure is shown."""
    return "%" if result.about.unit == "share" else result.read.name


def signed(result: Numbers, value: float, digits: int) -> str:
    """A difference with its sign: +1.2."""
    text = number(abs(scaled(result, value)), digits)
    zero = text == number(0, digits)
    return text if zero else ("+" if value > 0 else "\N{MINUS SIGN}") + text


def visible(result: Numbers, found: Estimate, digits: int) -> bool:
    """Whether a difference is more than nothing at so many digits."""
    return round(abs(scaled(result, found.mean)), digits) > 0


def interval(result: Numbers, found: Estimate, digits: int) -> str:
    """' (+0.9 to +1.5)', or nothing where there is none or it has no width."""
    if math.isnan(found.low) or found.low == found.high:
        return ""
    ends = {"low": signed(result, found.low, digits), "high": signed(result, found.high, digits)}
    return " " + _("({low} to {high})").format(**ends)


def digits_of(result: Numbers, found: Sequence[Estimate]) -> int:
    """Digits after the decimal sign for differences of this size."""
    return digits_for([scaled(result, one.mean) for one in found])


def axis(result: Numbers) -> str:
    """What the waterfall's axis measures."""
    one, other = map(result.title, result.between)
    text = _("{measure} under {one} minus {other}, {unit}")
    return text.format(measure=_(result.about.title), one=one, other=other, unit=unit(result))


def more_under(result: Numbers, pattern: str) -> str:
    """Which way a difference points."""
    text = _("longer under {pattern}") if result.about.unit in LONG else _("more under {pattern}")
    return text.format(pattern=result.title(pattern))


def target_axis(result: Numbers) -> str:
    """What the tornado's axis measures."""
    if result.of is None:
        return axis(result)
    text = _("{measure} under {pattern}, {unit}")
    return text.format(measure=_(result.about.title), pattern=result.title(result.of), unit=unit(result))


def told_whole(result: Numbers) -> str:
    """How far the two patterns are apart in the scenario."""
    found, (one, other) = result.whole, result.between
    if math.isnan(found.mean):
        return _("There is no number: nobody was granted the permit.")
    if found.mean < 0:
        one, other, found = other, one, Estimate(-found.mean, -found.high, -found.low, found.replications)
    digits = digits_of(result, [found])
    value, low, high = (number(scaled(result, end), digits) for end in found[:3])
    text = _("{measure}: {value} {unit}{interval} more under {one} than under {other}.")
    if found.mean == found.low == found.high == 0:
        text = _("{measure}: no difference between {one} and {other}.")
    elif not apart(found) and not math.isnan(found.low):
        text = _("{measure}: {one} and {other} are not told apart ({value} {unit}{interval}).")
    elif result.about.unit in LONG:
        text = _("{measure}: {value} {unit}{interval} longer under {one} than under {other}.")
    said = text.format(
        measure=_(result.about.title),
        one=result.title(one),
        other=result.title(other),
        value=value,
        interval="" if math.isnan(found.low) or found.low == found.high else f" ({low}–{high})",
        unit=unit(result),
    )
    return said[:1].upper() + said[1:]


def largest(result: Numbers) -> list[Step]:
    """The steps that add or take most, of those that are told apart from nothing; with one run, of all."""
    known = [step for step in result.steps if not math.isnan(step.added.mean)]
    there = [step for step in known if apart(step.added) or (math.isnan(step.added.low) and step.added.mean)]
    return sorted(there, key=lambda step: -abs(step.added.mean))[:LARGEST]


def told_steps(result: Numbers) -> str:
    """The largest contributions, to be repeated in class."""
    most = largest(result)
    if not most:
        return _("No step by itself is told apart from adding nothing.")
    digits = digits_of(result, [step.added for step in most])
    one, of = _("{name} ({value} {unit})"), unit(result)
    said = [
        one.format(name=step_name(step), value=signed(result, step.added.mean, digits), unit=of)
        for step in most
        if visible(result, step.added, digits)
    ]
    text = _("What separates them, switched on in this order, is above all {steps}; plus is more under {one}.")
    if result.worlds.theme:
        text = _(
            "Of this {theme} makes {total} {unit}, switched on in this order above all {steps}; plus is more under "
            "{one}."
        )
    total = signed(result, result.ends.mean - result.begins.mean, digits)
    named = {"theme": theme_name(result), "total": total, "unit": of}
    return text.format(steps=joined(said), one=result.title(result.between[0]), **named)


def step_name(step: Step) -> str:
    """A theme or an assumption in a word or two, with those whose part is in its own."""
    return joined([_(switch.name) for switch in (*step.together, step.switch)])


def first_name(result: Numbers) -> str:
    """The world before the first step: neutral, or that before a theme which is opened."""
    worlds = result.worlds
    return _("neutral") if worlds.from_neutral else _("before {theme}").format(theme=theme_name(result))


def last_name(result: Numbers) -> str:
    """The world after the last step: the scenario, or that with a theme which is opened."""
    worlds = result.worlds
    return _("this scenario") if worlds.to_scenario else _("with {theme}").format(theme=theme_name(result))


def theme_name(result: Numbers) -> str:
    """The theme that is opened, in a word or two; nothing where none is."""
    return _(THEMES[result.worlds.theme]) if result.worlds.theme else ""


def told_moves(result: Numbers) -> str:
    """The numbers that move the difference most."""
    most = [move for move in result.moves if move.standing == "told apart"][:LARGEST]
    if not most:
        return _("No uncertain number by itself is told apart from changing nothing.")
    digits = digits_of(result, [side for move in most for side in (move.low, move.high)])
    told = [
        _told_move(result, m, digits) for m in most if any(visible(result, side, digits) for side in (m.low, m.high))
    ]
    text = _("The numbers that move it most: {numbers}.")
    if result.of is None:
        text = _("The difference changes most with: {numbers}.")
    return text.format(numbers="; ".join(told))


def _told_move(result: Numbers, move: Move, digits: int) -> str:
    one, of = _("{change} {unit} at {value}"), unit(result)
    said = [
        one.format(change=signed(result, found.mean, digits), unit=of, value=value_text(side.value, move.number))
        for side, found in ((move.number.low, move.low), (move.number.high, move.high))
        if side is not None and not math.isnan(found.mean)
    ]
    return f"{number_title(result, move.number)} ({', '.join(said)})"


def number_title(result: Numbers, found: Uncertain) -> str:
    """A number in words: whose it is, and what it says, without its footnotes."""
    whose, says = titles(result.loaded).get(found.fact.table), found.fact.meaning.partition(";")[0]
    return f"{whose}: {says}" if whose else says


def value_text(value: Any, found: Uncertain) -> str:
    """A value as people read it; of a distribution its mean."""
    if found.fact.unit == "share":
        return percent(value)
    if isinstance(value, Rate):
        return _(PER[value.per]).format(value=_short(value.number))
    if isinstance(value, Load):
        return _("load {value}").format(value=_short(value.share))
    if isinstance(value, Duration | Distribution):
        return _time(size(value), value.clock)
    return _short(value)


def _time(seconds: float, clock: str) -> str:
    if clock != CLOCK:
        return counted(mark("{value} working days"), _short(seconds / DAY))
    if seconds == 0:  # of which unit does not matter
        return number(0, 0)
    length, text = next((row for row in TIMES if seconds >= row[0]), TIMES[-1])
    return counted(text, _short(seconds / length))


def _short(value: float) -> str:
    digits = next((digits for digits in range(2) if abs(value - round(value, digits)) < 5e-3 * abs(value)), 2)
    return number(value, digits)


def of_survivors(result: Numbers) -> str:
    """What must be said where the measure is of those who were granted the permit, and shares that gave up differ."""
    if BY_NAME[result.measure].among != "granted":
        return ""
    rows = [result.scenario.levers.patterns.index(key) for key in result.between]
    own = result.values[point_key({})][:, rows, NAMES.index("gave_up")]
    shares = {result.title(key): column.tolist() for key, column in zip(result.between, own.T, strict=True)}
    if alike(shares):
        return ""
    text = _("This is of those who were granted the permit, and shares that gave up differ. {each}")
    said = text.format(each=everything({name: [Known(False, estimate(runs).mean)] for name, runs in shares.items()})[0])
    counted = _("--measure {measure} counts all who began.").format(measure=OF_ALL)
    return f"{said} {counted}" if result.measure == SOJOURN else said


def steps_beside(result: Numbers) -> str:
    """What the sign means where it stands at a step of the waterfall."""
    steps = (known for step in result.steps if step.made for known in step.known.values())
    return overload((*steps, result.known(result.worlds.neutral), result.known({})))


def text(result: Numbers) -> str:
    """The whole explanation in sentences."""
    said = (told_whole(result), told_steps(result), told_moves(result), of_survivors(result), steps_beside(result))
    return " ".join(filter(None, said))


def foot(result: Numbers) -> str:
    """Scenario, levers, sample."""
    scenario, runs = result.scenario, result.replications
    each = ngettext("{count} replication of each world", "{count} replications of each world", runs)
    said = (
        heading(scenario),
        agencies(scenario.levers.agencies or len(scenario.world.agencies)),
        each_authority(scenario.levers),
        each.format(count=runs),
        _("the same citizens everywhere"),
        seed(scenario),
        rests(result.loaded),
        left(result),
    )
    return f"{convention(*map(result.title, result.between))} {'; '.join(filter(None, said))}"


def left(result: Numbers) -> str:
    """What --most has left off."""
    text = ngettext(
        "{count} number that moved it less in the first replication is left off",
        "{count} numbers that moved it less in the first replication are left off",
        result.left,
    )
    return text.format(count=result.left) if result.left else ""


def warnings(result: Numbers) -> list[str]:
    """What a reader should know before trusting the numbers."""
    worlds = {
        "added": _("no world after switching on {name}, so its part is in the next step: {why}"),
        "alone": _("no world with {name} alone: {why}"),
        "last": _("no world without {name}: {why}"),
    }
    said = [
        worlds[kind].format(name=_(step.switch.name), why=why)
        for step in result.steps
        for kind, why in step.refused.items()
    ]
    text = _("{path}: no such world: {why}")
    said += [text.format(path=move.number.fact.path, why=move.refused) for move in result.moves if move.refused]
    overloaded, left_out = len(result.overloaded), result.left_out
    loads = ngettext(
        "{count} world has overloaded pools, whose queues grow as long as arrivals last, so that times depend on how "
        "long it is run: see the tables",
        "{count} worlds have overloaded pools, whose queues grow as long as arrivals last, so that times depend on how "
        "long they are run: see the tables",
        overloaded,
    )
    gaps = ngettext(
        "{count} replication has no number in some world of the steps and is left out of them",
        "{count} replications have no number in some world of the steps and are left out of them",
        left_out,
    )
    return said + [text.format(count=count) for text, count in ((loads, overloaded), (gaps, left_out)) if count]

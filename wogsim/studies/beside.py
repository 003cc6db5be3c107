"""What must be said beside a number: the one place that decides it, for every table, chart and sentence.

A number of an overloaded world depends on how long the world is run, and a number of those who were granted the permit
hides those who gave up. Who shows numbers says what is `Known` of their worlds and shows what comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from wogsim.language import _, joined, percent

SIGN = "*"


@dataclass(frozen=True)
class Known:
    """What is known of one pattern in one world and its numbers do not say by themselves.

    ``overloaded``: whether some pool is offered more than it has staff or tickets for; ``gave_up``: the share of the
    cohort that did, NaN where that is nobody's.
    """

    overloaded: bool = False
    gave_up: float = 0.0


def sign(known: Known) -> str:
    """What stands behind a name or a number of this world, with the space before it; nothing where all is well."""
    return f" {SIGN}" if known.overloaded else ""


def overload(shown: Iterable[Known]) -> str:
    """What the sign means, where anything that is shown has it."""
    if not any(known.overloaded for known in shown):
        return ""
    return _(
        "{sign} Overloaded: some pool is offered more than it has staff or tickets for, so queues grow as long as "
        "arrivals last and times depend on how long the world is run."
    ).format(sign=SIGN)


def overloaded_word() -> str:
    """What a legend or a note calls it."""
    return _("overloaded")


def notes(shown: Mapping[str, Known]) -> dict[str, str]:
    """A few words beneath each name: the share that gave up, where anybody did under any, and overload."""
    anybody = any(known.gave_up > 0 for known in shown.values())
    return {
        key: "; ".join(
            [
                *([_("gave up: {share}").format(share=percent(known.gave_up))] if anybody else []),
                *([overloaded_word()] if known.overloaded else []),
            ]
        )
        for key, known in shown.items()
    }


def gave_up(shown: Iterable[Known]) -> str:
    """How many gave up, from the least to the most; nothing where nobody did."""
    shares = [known.gave_up for known in shown]
    if not any(share > 0 for share in shares):
        return ""
    known = [share for share in shares if share >= 0]
    return _("Gave up: {low} to {high} of the citizens.").format(low=percent(min(known)), high=percent(max(known)))


def everything(shown: Mapping[str, Sequence[Known]]) -> list[str]:
    """What must be said beside numbers of several worlds, by pattern's name: who gave up, what the sign means."""
    said = [overload(chain.from_iterable(shown.values()))]
    if any(known.gave_up > 0 for several in shown.values() for known in several):
        one = _("{share} under {pattern}")
        each = [one.format(share=span(k.gave_up for k in several), pattern=name) for name, several in shown.items()]
        said.insert(0, _("Gave up: {each}.").format(each=joined(each)))
    return [text for text in said if text]


def span(shares: Iterable[float]) -> str:
    """'0–12 %' of several shares, or '12 %'."""
    known = [round(share, 3) for share in shares if share >= 0]
    if not known:
        return "-"
    low, high = percent(min(known)), percent(max(known))
    return low if low == high else f"{low.removesuffix('%').rstrip()}–{high}"

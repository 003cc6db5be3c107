"""What is said of an asked precision."""

from __future__ import annotations

import math

from wogsim.language import _, joined, ngettext, number, percent
from wogsim.measures.summary import BY_NAME
from wogsim.studies.comparison.result import Comparison, Precision

MOST_SHORT = 3  # measures that are spelt out as not precise enough; more are counted


def sentence(result: Comparison, found: Precision) -> str:
    """Whether the asked precision was reached; where not, what is how far from it, and how many runs it would take."""
    runs, asked = result.replications, percent(found.asked)
    if found.reached:
        return _("A precision of {asked} took {count} replications.").format(asked=asked, count=runs)
    if not found.short:
        text = _("A precision of {asked} is reached only just at {count} replications, the most allowed.")
        return text.format(asked=asked, count=runs)
    one = _("{measure} under {pattern} ±{precision}")
    short = [
        one.format(
            measure=_(BY_NAME[measure].title),
            pattern=result.title(pattern),
            precision="?" if math.isnan(value) else percent(value),
        )
        for (pattern, measure), value in found.short[:MOST_SHORT]
    ]
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

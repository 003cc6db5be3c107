"""What `wogsim sweep` prints at the end."""

import math
from pathlib import Path

from rich.markup import escape

from wogsim.language import _, digits_for, number
from wogsim.measures.summary import SOJOURN
from wogsim.studies.printing import begun, table, warn, where
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.words import told_where
from wogsim.studies.words import points, replications


def print_result(result: Sweep, directory: Path) -> None:
    """How often each pattern has the lowest mean sojourn, what could not be, and where the files are."""
    screen = begun(result)
    found = table([_("pattern")], (_("lowest\nalone"), _("among the\nlowest"), _("mean sojourn\ndays")))
    for key in result.keys:
        alone = sum(winners == (key,) for winners in result.winners)
        among = sum(key in winners and len(winners) > 1 for winners in result.winners)
        found.add_row(escape(result.title(key)), str(alone), str(among), _range(result, key))
    screen.print(found)
    screen.stress(told_where(result))
    text = _("The same citizens at every point: {points}, {runs}, seed {seed}.")
    runs, count = replications(result.replications), points(len(result.points))
    screen.say(text.format(points=count, runs=runs, seed=result.seed))
    warn(screen, result.refusals())
    where(screen, directory)


def _range(result: Sweep, key: str) -> str:
    means = [mean for point in result.at if not math.isnan(mean := point.estimates[key, SOJOURN].mean)]
    if not means:
        return "-"
    digits = digits_for(means)
    return f"{number(min(means), digits)}–{number(max(means), digits)}"

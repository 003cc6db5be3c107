"""What `wogsim sweep` prints at the end."""

import math
from pathlib import Path

from rich.markup import escape

from wogsim.language import _
from wogsim.measures.summary import SOJOURN
from wogsim.studies.beside import SIGN
from wogsim.studies.printing import begun, table, warn, where
from wogsim.studies.sweep.result import Sweep
from wogsim.studies.sweep.words import beside_all, told_where
from wogsim.studies.words import points, replications


def print_result(result: Sweep, directory: Path) -> None:
    """How often each pattern is fastest, what must be said beside it, what could not be, and where the files are."""
    screen = begun(result)
    headings = [
        _("lowest\nalone"),
        _("among the\nlowest"),
        _("mean sojourn\n{unit}").format(unit=result.reads[SOJOURN].head),
    ]
    ranked = result.ranked_by != SOJOURN
    headings += [_("of all\n{unit}").format(unit=result.reads[result.ranked_by].head)] if ranked else []
    overloaded = {key: sum(at.known(key).overloaded for at in result.at) for key in result.keys}
    headings += [_("overloaded\npoints")] if any(overloaded.values()) else []
    found = table([_("pattern")], headings)
    for key in result.keys:
        alone = sum(winners == (key,) for winners in result.winners)
        among = sum(key in winners and len(winners) > 1 for winners in result.winners)
        cells = [str(alone), str(among), _range(result, key, SOJOURN)]
        cells += [_range(result, key, result.ranked_by)] if ranked else []
        cells += [str(overloaded[key])] if any(overloaded.values()) else []
        found.add_row(escape(result.title(key) + (f" {SIGN}" if overloaded[key] else "")), *cells)
    screen.print(found)
    screen.stress(told_where(result))
    for sentence in beside_all(result):
        screen.say(sentence)
    text = _("The same citizens at every point: {points}, {runs}, seed {seed}.")
    runs, count = replications(result.replications), points(len(result.points))
    screen.say(text.format(points=count, runs=runs, seed=result.seed))
    warn(screen, result.refusals())
    where(screen, directory, result.loaded)


def _range(result: Sweep, key: str, measure: str) -> str:
    means = [mean for point in result.at if not math.isnan(mean := point.estimates[key, measure].mean)]
    if not means:
        return "-"
    read = result.reads[measure]
    digits = read.digits(means)
    return f"{read.cell(min(means), digits)}–{read.cell(max(means), digits)}"

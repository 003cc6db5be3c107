"""What `wogsim sweep` prints at the end."""

from __future__ import annotations

import math
from pathlib import Path

from rich import box
from rich.markup import escape
from rich.table import Table

from wogsim.cli.printed import _console, _say
from wogsim.language import _, digits_for, ngettext, number, pick
from wogsim.studies.sweep.result import SOJOURN, Sweep
from wogsim.studies.sweep.words import told_where


def print_sweep(result: Sweep, directory: Path) -> None:
    """How often each pattern has the lowest mean sojourn, what could not be, and where the files are."""
    console = _console()
    console.print(f"[bold]{escape(pick(dict(result.loaded.scenario.title)))}[/]")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False)
    table.add_column(_("pattern"))
    for heading in (_("lowest\nalone"), _("among the\nlowest"), _("mean sojourn\ndays")):
        table.add_column(heading, justify="right")
    for key in result.keys:
        alone = sum(winners == (key,) for winners in result.winners)
        among = sum(key in winners and len(winners) > 1 for winners in result.winners)
        table.add_row(escape(result.title(key)), str(alone), str(among), _range(result, key))
    console.print(table)
    console.print(f"[bold]{escape(told_where(result))}[/]")
    runs = ngettext("{count} replication", "{count} replications", result.replications)
    text = _("The same citizens at every point: {points}, {runs}, seed {seed}.")
    seed, count = result.loaded.scenario.run.seed, len(result.points)
    points = ngettext("{count} point", "{count} points", count).format(count=count)
    _say(console, text.format(points=points, runs=runs.format(count=result.replications), seed=seed))
    for line in result.refusals():
        said = _("Warning: {text}").format(text=line)
        console.print(f"[yellow]{escape(said)}[/]")
    _say(console, _("Tables and charts are in {directory}").format(directory=directory))


def _range(result: Sweep, key: str) -> str:
    means = [point.estimates[key, SOJOURN].mean for point in result.at]
    means = [mean for mean in means if not math.isnan(mean)]
    if not means:
        return "-"
    digits = digits_for(means)
    return f"{number(min(means), digits)}–{number(max(means), digits)}"

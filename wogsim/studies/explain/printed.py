"""What `wogsim explain` prints at the end."""

from __future__ import annotations

import math
from pathlib import Path

from rich import box
from rich.markup import escape
from rich.table import Table

from wogsim.cli.printed import _console, _say
from wogsim.language import _, pick
from wogsim.output_analysis import Estimate
from wogsim.studies.explain import words
from wogsim.studies.explain.result import Explanation, apart, no_effect


def print_explanation(result: Explanation, directory: Path) -> None:
    """What each assumption adds, the sentences to repeat, what could not be, and where the files are."""
    console = _console()
    console.print(f"[bold]{escape(pick(dict(result.loaded.scenario.title)))}[/]")
    _say(console, words.axis(result))
    console.print(_steps(result))
    _say(
        console,
        _(
            "adds: switched on in this order; alone: by itself, all others off; last: on top of all others; "
            "so far: the whole difference by then. In brackets: it may be nothing, its interval holds 0."
        ),
    )
    for sentence in (words.told_whole(result), words.told_steps(result)):
        console.print(f"[bold]{escape(sentence)}[/]")
    _say(console, words.told_moves(result))
    _say(console, words.foot(result))
    for line in words.warnings(result):
        said = _("Warning: {text}").format(text=line)
        console.print(f"[yellow]{escape(said)}[/]")
    _say(console, _("Tables and charts are in {directory}").format(directory=directory))


def _steps(result: Explanation) -> Table:
    """From neutral to the scenario; in brackets what could be nothing."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1), pad_edge=False)
    table.add_column(_("assumption"))
    for heading in (_("adds"), _("95 % interval"), _("alone"), _("last"), _("so far")):
        table.add_column(heading, justify="right", no_wrap=True)
    shown = [step for step in result.steps if step.made]
    digits = words.digits_of(result, [result.whole, *(step.added for step in shown)])

    def cell(found: Estimate) -> str:
        if math.isnan(found.mean):
            return "-"
        if no_effect(found):
            return "0"
        text = words.signed(result, found.mean, digits)
        return text if apart(found) or math.isnan(found.low) else f"({text})"

    table.add_row(_("neutral"), "", "", "", "", words.signed(result, result.neutral.mean, digits))
    for step in shown:
        interval = words.interval(result, step.added, digits).strip().strip("()")
        so_far = "-" if math.isnan(step.difference.mean) else words.signed(result, step.difference.mean, digits)
        name = escape(words.step_name(step))
        table.add_row(name, cell(step.added), interval, cell(step.alone), cell(step.last), so_far)
    return table

"""What `wogsim explain` prints at the end."""

import math
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from wogsim.language import _
from wogsim.output_analysis import Estimate
from wogsim.studies.beside import Known, sign
from wogsim.studies.explain import words
from wogsim.studies.explain.numbers import apart, no_effect
from wogsim.studies.explain.result import Explanation
from wogsim.studies.printing import begun, table, warn, where


def print_result(result: Explanation, directory: Path) -> None:
    """What each step adds, the sentences to repeat, what could not be, and where the files are."""
    screen = begun(result)
    screen.say(words.axis(result))
    screen.print(_steps(result))
    screen.say(
        _(
            "adds: switched on in this order; alone: by itself, all others off; last: on top of all others; "
            "so far: the whole difference by then. In brackets: it may be nothing, its interval holds 0."
        )
    )
    for sentence in (words.told_whole(result), words.told_steps(result)):
        screen.stress(sentence)
    screen.say(words.told_moves(result))
    for sentence in filter(None, (words.of_survivors(result), words.steps_beside(result))):
        screen.say(sentence)
    screen.say(words.foot(result))
    warn(screen, words.warnings(result))
    where(screen, directory, result.loaded)


def _steps(result: Explanation) -> Table:
    """From neutral to the scenario, or through one theme; in brackets what could be nothing."""
    named = _("assumption") if result.worlds.theme else _("theme of assumptions")
    headings = (_("adds"), _("95 % interval"), _("alone"), _("last"), _("so far"))
    made = table([named], headings, no_wrap=True)
    shown = [step for step in result.steps if step.made]
    digits = words.digits_of(result, [result.ends, *(step.added for step in shown)])

    def cell(found: Estimate, known: Known) -> str:
        if math.isnan(found.mean):
            return "-"
        if no_effect(found):
            return "0" + sign(known)
        text = words.signed(result, found.mean, digits)
        return (text if apart(found) or math.isnan(found.low) else f"({text})") + sign(known)

    begun_at = words.signed(result, result.begins.mean, digits) + sign(result.known(result.worlds.steps()[0]))
    made.add_row(escape(words.first_name(result)), "", "", "", "", begun_at)
    for step in shown:
        interval = words.interval(result, step.added, digits).strip().strip("()")
        so_far = "-"
        if not math.isnan(step.difference.mean):
            so_far = words.signed(result, step.difference.mean, digits) + sign(step.known["difference"])
        cells = [cell(getattr(step, name), step.known[name]) for name in ("added", "alone", "last")]
        made.add_row(escape(words.step_name(step)), cells[0], interval, *cells[1:], so_far)
    return made

"""What `wogsim continuum` prints at the end, of degrees and of ways."""

import math
from pathlib import Path

from rich.markup import escape

from wogsim.language import _, mark, number
from wogsim.measures.summary import OF_ALL, SOJOURN
from wogsim.scenario.coordination import ROW
from wogsim.studies.beside import sign
from wogsim.studies.continuum import words
from wogsim.studies.continuum.result import SHOWN, Continuum
from wogsim.studies.printing import begun, table, warn, where

HEADS = {SOJOURN: "sojourn\n{unit}", OF_ALL: "of all\n{unit}"}
# By forms: the head of their column, that of what each adds, and what that is.
NAMES = {
    "continuum": (
        mark("degree"),
        mark("step\nadds"),
        mark(
            "Each degree keeps what those before it have changed. step adds: time more than at the degree before; "
            "minus is sooner; in brackets it is not told apart, = is equal in every replication."
        ),
    ),
    "ways": (
        mark("way"),
        mark("it\nadds"),
        mark(
            "Each way by itself. it adds: time more than with each agency by itself; minus is sooner; in brackets it "
            "is not told apart, = is equal in every replication."
        ),
    ),
}


def print_result(result: Continuum, directory: Path) -> None:
    """Every form with what it changes, the time, what it adds; then sentences and where the files are."""
    screen, read, digits = begun(result), result.reads[result.ranked_by], words.digits_of(result)
    head = _(HEADS[result.ranked_by]).format(unit=read.head)
    one, more, said = (_(word) for word in NAMES[result.forms.key])
    found = table([one, _("changes")], [head, more, _("counters"), _("trips\nmade"), _("chain")])
    steps, group = {step.number: step for step in result.steps}, ""
    for n in result.there:
        form, estimates = result.forms.each[n], result.at[n].estimates
        if form.group != group:
            group = form.group
            found.add_row(f"[italic]{escape(_(result.forms.groups[group]))}[/]")
        mean = estimates[ROW, result.ranked_by].mean
        time = "-" if math.isnan(mean) else read.cell(mean, digits)
        added = words.adds(result, steps[n], digits) if n in steps else ""
        others = [number(estimates[ROW, name].mean, 1) for name in SHOWN]
        found.add_row("  " + escape(_(form.title)) + sign(result.known(n)), escape(_(form.thing)), time, added, *others)
    screen.print(found)
    screen.say(said)
    to_repeat, *grounds = words.told(result)
    screen.stress(to_repeat)
    for sentence in (" ".join(grounds), *words.beside(result), words.foot(result)):
        screen.say(sentence)
    warn(screen, result.refusals())
    where(screen, directory, result.loaded)

"""What does working together buy? The time to the permit under every form, and what each adds to it."""

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from wogsim.charts import style
from wogsim.charts.frame import Said, scale
from wogsim.charts.ladder import scale as signed_scale
from wogsim.charts.rows import Row, framed_twice, whisker
from wogsim.language import _, mark
from wogsim.output_analysis.intervals import as_told
from wogsim.scenario.coordination import DEGREES, ROW, WAYS
from wogsim.studies.beside import sign
from wogsim.studies.continuum import words
from wogsim.studies.continuum.result import Continuum, Step

COLOURS = {  # of the groups of degrees, and of ways
    **dict(zip(DEGREES.groups, ("#E69F00", "#009E73", "#00507D"), strict=True)),
    **dict(zip(WAYS.groups, (style.PALE, "#E69F00", "#00507D"), strict=True)),
}
TIE = "#FFFFFF"
LEGEND, BESIDE = 40.0, 70.0  # pixels above the axes, and for a value beside its bar
MOST_TICKS = 6
TIED = "///"  # hatch of a form that is no other time than the one it is compared with
SAID = {  # by forms: the question, how it is to be read, what the right half shows
    "continuum": (
        mark("What does each degree of working together buy?"),
        mark(
            "Each degree keeps what those before it have changed. Left, bar: mean. Right: time more than at the degree "
            "before, minus is sooner. Hatched and hollow: not told apart from the degree before, or equal (=)."
        ),
        mark("step adds, {unit}"),
    ),
    "ways": (
        mark("What does each way of whole-of-government buy?"),
        mark(
            "Each way by itself. Left, bar: mean. Right: time more than with each agency by itself, minus is sooner. "
            "Hatched and hollow: not told apart from each agency by itself, or equal (=)."
        ),
        mark("it adds, {unit}"),
    ),
}


def steps_bought(result: Continuum) -> Figure:
    """The time to the permit under every form of working together, and what each adds; ties are hollow.

    Left a bar for each with its interval; right the paired difference from the degree before, or from each agency by
    itself.
    """
    read, digits = result.reads[result.ranked_by], words.digits_of(result)
    text, forms = _("{degree}: {thing}"), result.forms
    rows = [
        Row(text.format(degree=_(form.title), thing=_(form.thing)) + sign(result.known(n)), COLOURS[form.group])
        for n in result.there
        for form in (forms.each[n],)
    ]
    question, how, adds = (_(words) for words in SAID[forms.key])
    how += " " + _("Whisker: 95 % interval; right at least 95 %.") if result.replications > 1 else ""
    said = Said(
        question,
        words.told(result)[0],
        [how, " ".join(words.beside(result)), words.foot(result)],
        words.time_title(result),
    )
    shown, second = framed_twice(rows, said, adds.format(unit=read.name), head=LEGEND)
    found = [read.estimate(as_told(result.at[n].estimates[ROW, result.ranked_by])) for n in result.there]
    known = [e.mean if math.isnan(e.high) else max(e.mean, e.high) for e in found if not math.isnan(e.mean)]
    scale(shown.axes, max(known, default=1.0) * 1.06 or 1.0)
    steps = {result.there.index(step.number): step for step in result.steps}
    for y, (row, one) in enumerate(zip(rows, found, strict=True)):
        if not math.isnan(one.mean):
            hatch = TIED if y in steps and steps[y].tied else None
            shown.axes.barh(y, one.mean, 0.6, color=row.colour, gid="mean", hatch=hatch, **style.EDGE)
            whisker(shown.axes, y, max(one.low, 0.0), one.high, 0.25)
    reach = max((_reach(result, step) for step in steps.values()), default=0.0) or 1.0
    signed_scale(second, -reach, reach, BESIDE, BESIDE)
    ticks = second.get_xticks()
    if len(ticks) > MOST_TICKS:  # in half a picture every other one is enough, 0 among them
        second.set_xticks([tick for tick in ticks if round(tick / (ticks[1] - ticks[0])) % 2 == 0])
    second.axvline(0, color=style.PALE, linewidth=1.2, zorder=1)
    for y, step in steps.items():
        _step(result, second, y, step, words.adds(result, step, digits), rows[y].colour)
    groups = dict.fromkeys(forms.each[n].group for n in result.there)
    handles = [Patch(facecolor=COLOURS[group], label=_(forms.groups[group]), **style.EDGE) for group in groups]
    shown.figure.legend(
        handles=handles,
        loc="lower left",
        ncols=len(handles),
        frameon=False,
        bbox_to_anchor=(shown.axes.get_position().x0, shown.axes.get_position().y1),
        prop={"family": style.FONT, "size": style.NOTE},
    )
    return shown.figure


def _reach(result: Continuum, step: Step) -> float:
    """How far from nothing a step's mean and interval go."""
    found = result.reads[result.ranked_by].estimate(step.gap.difference)
    return max((abs(end) for end in found[:3] if not math.isnan(end)), default=0.0)


def _step(result: Continuum, axes: Axes, y: int, step: Step, label: str, colour: str) -> None:
    """What a step adds: a bar from nothing, hollow where it is a tie, its interval, its value in words."""
    found = result.reads[result.ranked_by].estimate(step.gap.difference)
    if math.isnan(found.mean):
        return
    axes.barh(y, found.mean, 0.6, color=TIE if step.tied else colour, gid="tie" if step.tied else "step", **style.EDGE)
    if not step.gap.same:
        whisker(axes, y, found.low, found.high, 0.25)
    ends = [end for end in (*found[:3], 0.0) if not math.isnan(end)]
    left = found.mean < 0
    spot = min(ends) if left else max(ends)
    place = {"ha": "right" if left else "left", "va": "center"}
    style.beside(axes, label, (spot, y), (-8 if left else 8, 0), "value", style.NOTE, weight="bold", **place)

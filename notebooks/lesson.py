"""What the lessons share: how many replications they run, how they show results, and sliders where there can be any.

The texts that a reader sees here are few and in both languages, beside each other.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from IPython.display import Image, display
from matplotlib.figure import Figure
from PIL import Image as Picture

from wogsim.charts import style
from wogsim.contract.hours import DAY
from wogsim.language import _, number, percent, pick
from wogsim.measures.summary import BY_NAME
from wogsim.output_analysis import Estimate, estimate
from wogsim.scenario.explain import Fact, facts
from wogsim.scenario.reading import Loaded
from wogsim.studies.comparison import strengths as judged
from wogsim.studies.comparison import words
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.journey.deeds import CITIZEN
from wogsim.studies.journey.result import Journey
from wogsim.studies.journey.words import duration
from wogsim.studies.units import Read

REPLICATIONS = int(os.environ.get("WOGSIM_REPLICATIONS", "10"))
QUICK = REPLICATIONS < 5  # a first look: sweeps are coarser too
STATIC = "WOGSIM_STATIC"  # set where the outputs are to be kept: sliders would be dead there
JOBS = 1 if QUICK else 0  # processes; 0: one per core, which costs more than it saves in a first look
COLOURS, SHOWN_WIDTH = 128, 900  # charts have few colours, so their pictures are small files
HOUR = 3600
OWN = ("travel", "counter_queue", "at_counter", "form")  # parts of the sojourn that a citizen spends themselves

pd.set_option("display.max_colwidth", None, "display.width", 150, "display.max_columns", None)


def show(figure: Figure) -> None:
    """Show a chart as a picture, with its question and answer as the text for who cannot see it."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    small = io.BytesIO()
    Picture.open(drawn).convert("RGB").quantize(COLOURS, Picture.Quantize.MEDIANCUT).save(small, "png", optimize=True)
    said = " ".join(text.get_text() for text in figure.texts[:2]).replace("\n", " ")
    display(Image(small.getvalue(), width=SHOWN_WIDTH, alt=said))


def shown(found: Estimate, measure: str) -> str:
    """A mean with its 95 % interval, as people write it: 18.4 (17.9–18.9), or 31 % (28 %–34 %)."""
    if BY_NAME[measure].unit == "share":
        limits = "" if found.low == found.high else f" ({_percent(found.low)}–{_percent(found.high)})"
        return percent(found.mean) + (limits if found.replications > 1 else "")
    return number(found.mean) + words.interval(found, 1)


def _percent(share: float) -> str:
    return percent(min(max(share, 0.0), 1.0))


def table(result: Comparison, *measures: str) -> pd.DataFrame:
    """Patterns by measures, each a mean with its 95 % interval, units in the head."""
    return pd.DataFrame(
        {_head(m): [shown(result.estimates[key, m], m) for key in result.keys] for m in measures},
        index=[result.title(key) for key in result.keys],
    )


def _unit(measure: str) -> str:
    """The unit that a measure has in the files, in words."""
    own = BY_NAME[measure].unit
    return Read(own, own).name


def _head(measure: str) -> str:
    """A measure with its unit, which some names say already."""
    title, unit = _(BY_NAME[measure].title), _unit(measure)
    return title if unit in title else f"{title} ({unit})"


def difference(one: Comparison, two: Comparison, pattern: str, measure: str = "sojourn_time") -> Estimate:
    """How much more one run has than another under a pattern, replication by replication: the same citizens."""
    pairs = zip(one.values(pattern, measure), two.values(pattern, measure), strict=True)
    return estimate([a - b for a, b in pairs])


def against(result: Comparison, other: str, measures: Sequence[str]) -> pd.DataFrame:
    """How much more of each measure every pattern of a run has than one of them: the same citizens."""
    keys = [key for key in result.keys if key != other]
    rows = {_head(m): [signed(_gap(result, key, other, m)) for key in keys] for m in measures}
    return pd.DataFrame.from_dict(rows, orient="index", columns=[result.title(key) for key in keys])


def _gap(result: Comparison, one: str, other: str, measure: str) -> Estimate:
    pairs = zip(result.values(one, measure), result.values(other, measure), strict=True)
    return estimate([a - b for a, b in pairs])


def signed(found: Estimate) -> str:
    """A difference with its sign and 95 % interval: -3.1 (-4.0 to -2.2)."""
    if found.low == found.high or found.replications == 1:
        return number(found.mean)
    return f"{number(found.mean)} ({number(found.low)} {pick({'en': 'to', 'id': 'sampai'})} {number(found.high)})"


def permit(loaded: Loaded) -> pd.DataFrame:
    """The clearances of a scenario, agency by agency, with what each has to wait for."""
    world = loaded.scenario.world
    names = {key: pick(dict(clearance.title)) for key, clearance in world.clearances.items()}
    rows = [
        (pick(dict(world.agencies[c.agency].title)), names[key], ", ".join(names[other] for other in c.after) or "–")
        for key, c in world.clearances.items()
    ]
    heads = pick({"en": "agency|clearance|waits for", "id": "instansi|persetujuan teknis|menunggu"}).split("|")
    return pd.DataFrame(rows, columns=heads, index=range(1, len(rows) + 1))


def diary(journey: Journey, pattern: str, days: int = 2) -> str:
    """What the citizen does under one pattern in the first days, a line for each step; offices' work is left out."""
    trail = next(trail for trail in journey.trails if trail.pattern == pattern)
    until = (journey.need // DAY + days) * DAY
    steps = [step for step in trail.steps if step.lane == CITIZEN and step.start < until]
    lines = [f"{trail.title}: {trail.outcome}"]
    lines += [f"  {journey.clock(s.start):<16}  {duration(s.end - s.start):>8}  {s.what}" for s in steps]
    return "\n".join(lines)


def own_time(journey: Journey) -> pd.DataFrame:
    """What each pattern costs this one citizen: days until the permit, and what they do for it themselves."""
    english = "days from need to permit|times at a counter|hours on the way, in queues, at counters and form"
    indonesian = "hari dari kebutuhan sampai izin|kali di loket|jam di jalan, antrean, loket dan formulir"
    rows = {}
    for trail in journey.trails:
        own = [step for step in trail.steps if step.lane == CITIZEN and step.part in OWN]
        served = sum(step.part == "at_counter" for step in own)
        hours = sum(step.end - step.start for step in own) / HOUR
        rows[trail.title] = number(trail.sojourn / DAY), str(served), number(hours)
    heads = pick({"en": english, "id": indonesian}).split("|")
    return pd.DataFrame.from_dict(rows, orient="index", columns=heads)


def facts_table(loaded: Loaded, paths: Sequence[str]) -> pd.DataFrame:
    """Some values of a scenario: what they are, what they mean, and what they rest on."""
    return _facts([fact for fact in facts(loaded) if fact.path in paths])


def assumed(loaded: Loaded) -> pd.DataFrame:
    """The numbers that the scenario's file states and that no source supports."""
    return _facts([fact for fact in facts(loaded) if fact.assumed and fact.given])


def _facts(chosen: Sequence[Fact]) -> pd.DataFrame:
    heads = pick({"en": "value|meaning|rests on", "id": "nilai|arti|bertumpu pada"}).split("|")
    rows = [(fact.value, fact.meaning, fact.source or _("assumption")) for fact in chosen]
    return pd.DataFrame(rows, columns=heads, index=[fact.path for fact in chosen])


def sourced(loaded: Loaded) -> tuple[int, int]:
    """How many numbers of the scenario's file have a source, and how many rest on assumption."""
    given = [fact for fact in facts(loaded) if fact.given and (fact.source or fact.assumed)]
    return sum(bool(fact.source) for fact in given), sum(fact.assumed for fact in given)


def strengths(result: Comparison) -> pd.DataFrame:
    """What each pattern is best and worst at; who is not told apart from it stands beside it."""
    rows = [["; ".join(end) or "–" for end in ends] for ends in judged.lists(result).values()]
    heads = [_("best at"), _("worst at")]
    return pd.DataFrame(rows, columns=heads, index=[result.marked(key) for key in result.keys])


def reveal(result: Comparison, guesses: Mapping[str, float | None], measure: str = "sojourn_time") -> pd.DataFrame:
    """What the class predicted beside what came out; a guess that nobody made stays open."""
    heads = pick({"en": "predicted|simulated, 95 % interval", "id": "tebakan|simulasi, selang kepercayaan 95 %"})
    rows = {}
    for key in result.keys:
        guess = guesses.get(key)
        said = "…" if guess is None else number(guess)
        rows[result.title(key)] = said, shown(result.estimates[key, measure], measure)
    unit = _unit(measure)
    return pd.DataFrame.from_dict(rows, orient="index", columns=[f"{head} ({unit})" for head in heads.split("|")])


def what_if(run: Callable[..., None], fixed: Mapping[str, Any], **choices: Sequence[Any]) -> Any:
    """Show ``run(**fixed)``; in a live notebook with ipywidgets, sliders beneath it run other choices.

    Parameters
    ----------
    run : shows something, for one value of each choice
    fixed : the example that everybody sees
    **choices : the values that each slider may take

    Returns
    -------
    The panel of sliders; None where there is none.
    """
    run(**fixed)
    if os.environ.get(STATIC):
        return None
    try:
        import ipywidgets
    except ImportError:
        return None
    sliders = {
        name: ipywidgets.SelectionSlider(options=list(values), value=fixed[name], description=_(name))
        for name, values in choices.items()
    }
    button = pick({"en": "Run", "id": "Jalankan"})
    panel = ipywidgets.interactive(run, {"manual": True, "manual_name": button}, **sliders)
    display(panel)
    return panel


def shrinking(estimates: Sequence[Estimate], pattern: str, axis: str) -> Figure:
    """Intervals of one mean, from few replications to many."""
    figure = Figure(figsize=(12.8, 4.6), dpi=100)
    asks = pick(
        {"en": "Do more replications narrow the interval?", "id": "Apakah lebih banyak replikasi menyempitkan selang?"}
    )
    figure.text(0.02, 0.94, asks, size=20, weight="bold", va="top")
    axes = figure.add_axes((0.16, 0.15, 0.80, 0.64))
    for row, e in enumerate(estimates):
        axes.plot([e.low, e.high], [row, row], color=style.colour_of(pattern), lw=7, solid_capstyle="butt")
        axes.plot(e.mean, row, "o", color=style.INK, ms=9)
    unit = pick({"en": "replications", "id": "replikasi"})
    axes.set_yticks(range(len(estimates)), [f"{e.replications} {unit}" for e in estimates], size=14)
    axes.invert_yaxis()
    axes.tick_params(axis="x", labelsize=14)
    signs = pick({"en": "dot: mean, bar: 95 % interval", "id": "titik: rata-rata, batang: selang kepercayaan 95 %"})
    axes.set_xlabel(f"{axis}; {signs}", size=14)
    axes.grid(axis="x", color=style.GRID)
    axes.spines[["top", "right", "left"]].set_visible(False)
    return figure

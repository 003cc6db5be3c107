"""The first two pages, for who decides: the answer, one picture, what it rests on, what would change it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from wogsim import charts
from wogsim.charts.inline import Inline, inline
from wogsim.errors import BadInput
from wogsim.language import _, joined, ngettext, pick
from wogsim.report.grids import Grid, headline
from wogsim.scenario.assumptions import ASSUMPTIONS, THEMES
from wogsim.scenario.explain import facts
from wogsim.scenario.switching import worlds
from wogsim.staffing.names import pool_title
from wogsim.studies import words as alike
from wogsim.studies.beside import gave_up
from wogsim.studies.break_even import words as turns
from wogsim.studies.break_even.result import AGAINST, SEARCHED
from wogsim.studies.break_even.run import breakeven
from wogsim.studies.comparison import words
from wogsim.studies.comparison.verdict import sentences

if TYPE_CHECKING:
    from wogsim.scenario.reading import Loaded
    from wogsim.studies.break_even.result import BreakEven
    from wogsim.studies.comparison.result import Comparison

PICTURE = "time_anatomy"
ADDRESS = re.compile(r"https?://\S+")
MOST_SOURCES, MOST_LETTERS = 3, 220  # sources that are named, and letters of each
MOST_POOLS = 3  # overloaded pools that are named of each pattern
FEW = 5  # replications of a break-even, which asks many more worlds than a comparison


class Head(NamedTuple):
    """What stands on the first two pages, in the language in use.

    ``asked`` is what a class asks, ``minded`` is about overload and give-ups: empty where there is none.
    """

    asked: str
    answer: list[str]
    picture: Inline
    reading: str
    numbers: Grid
    minded: list[str]
    rests: list[str]
    changes: list[str]


def head(result: Comparison, found: BreakEven | None = None) -> Head:
    """The head of a comparison's report.

    Parameters
    ----------
    found : the break-even of one of its patterns, where it was searched
    """
    sample = words.small_print(result)
    picture = inline(getattr(charts, PICTURE)(result), "head")
    lesson = result.loaded.scenario.lesson
    return Head(
        asked=pick(dict(lesson.question)) if lesson and lesson.question else "",
        answer=sentences(result)[:-1],
        picture=picture,
        reading=picture.foot.removesuffix(sample).strip(),
        numbers=headline(result),
        minded=_minded(result),
        rests=[*_rests(result), *_sources(result.loaded)],
        changes=[*([break_even_told(found)] if found else []), *_changes(result)],
    )


def search(result: Comparison, **how: Any) -> BreakEven | None:
    """The break-even that the head tells: of a door beside one roof, where both are compared and it can be searched.

    Parameters
    ----------
    **how : engine, jobs, progress: as in `wogsim.breakeven`
    """
    there = [key for key in SEARCHED if key in result.keys]
    runs = min(result.replications, FEW)
    if result.beside is not None or AGAINST not in result.keys or not there or runs < 2:
        return None
    try:
        found = breakeven(result.loaded, patterns=there[:1], replications=runs, **how)
    except BadInput:  # the row has a share of its own, or nothing can be granted: nothing is told
        return None
    told = found.at(there[0], 0)
    return found if told and told.series else None


def break_even_told(found: BreakEven) -> str:
    """From which authority on a door is faster than one roof, and on how many runs that rests."""
    told = found.at(found.searched[0], 0)
    if told is None:
        return ""
    runs = alike.replications(found.replications)
    return " ".join([turns.sentences(found, told), _("Searched with {replications}.").format(replications=runs)])


def _minded(result: Comparison) -> list[str]:
    """Overload and give-ups, where there are any; the warnings say how much is brought to each pool."""
    text = _("Overloaded under {pattern}: {pools}. Times there depend on how long the world is run.")
    said = []
    for key, rows in groupby(result.pools(), key=lambda row: row.pattern):
        pools = [pool_title(row.post, result.world_of(key)) for row in rows if row.overloaded]
        more = len(pools) - MOST_POOLS
        pools[MOST_POOLS:] = [ngettext("{count} more", "{count} more", more).format(count=more)] if more > 0 else []
        said += [text.format(pattern=result.title(key), pools=joined(pools))] if pools else []
    return [line for line in (*said, gave_up(words.known(result).values())) if line]


def _rests(result: Comparison) -> list[str]:
    """The numbers and what supports them, the assumptions that separate patterns, how sure the means are."""
    said = alike.rests(result.loaded)
    on = worlds(result.loaded).made
    made = [one for one in ASSUMPTIONS if one.key in on]
    themes = [
        f"{_(THEMES[theme])} ({', '.join(_(one.name) for one in several)})"
        for theme, several in groupby(made, key=lambda one: one.theme)
    ]
    text = _("{count} of {all} assumptions that can separate patterns are made, on {themes}.")
    if not made:
        text = _("None of the assumptions that can separate patterns is made.")
    runs = alike.replications(result.replications)
    return [
        f"{said[:1].upper()}{said[1:]}.",
        text.format(count=len(made), all=len(ASSUMPTIONS), themes="; ".join(themes)),
        _(
            "Means of {replications}, in which every pattern meets the same citizens with the same luck and as many "
            "staff. Their 95 % intervals speak of chance, not of doubt about the assumptions."
        ).format(replications=runs),
    ]


def _sources(loaded: Loaded) -> list[str]:
    """The sources that most numbers name."""
    named = Counter(fact.source for fact in facts(loaded) if fact.source)
    if not named:
        return []
    shown = "; ".join(_short(source) for source, _count in named.most_common(MOST_SOURCES))
    text = _("{count} sources; named most: {sources}.")
    return [text.format(count=len(named), sources=shown)]


def _short(text: str) -> str:
    """A source without its address and of bounded length, cut between words."""
    text = ADDRESS.sub("", text).strip(" ,;")
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS].rpartition(" ")[0] + " …"


def _changes(result: Comparison) -> list[str]:
    """The levers as run, and what to ask for next."""
    levers = _("As run: {levers}. Other levers give another answer.")
    said = [levers.format(levers=alike.levers(result.world, result.preset))]
    if worlds(result.loaded).made:
        said.append(
            _(
                "With all these assumptions off, the patterns differ by the time at counters, desk or form alone; "
                "'wogsim explain' says how much each makes of a difference, and which numbers move it most."
            )
        )
    return said

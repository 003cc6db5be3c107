"""What the model says to a class, as plain as JSON: worked out once, kept in the store, shown in both languages.

Each function is asked by name, in whichever process there is time for it. What cannot be run is told in a sentence
under ``refused``, never raised.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wogsim.app.library import read_upload
from wogsim.app.room.progress import telling
from wogsim.app.room.rooms import Own
from wogsim.contract.cases import Role
from wogsim.errors import BadInput, WogsimError
from wogsim.language import LANGUAGES, _, current, number, percent, using
from wogsim.measures.summary import SOJOURN
from wogsim.output_analysis import Estimate, estimate
from wogsim.scenario.reading import Loaded, load
from wogsim.staffing.sizes import settled
from wogsim.studies.beside import Known, everything
from wogsim.studies.break_even import words as of_break_even
from wogsim.studies.break_even.result import AGAINST, outcome
from wogsim.studies.break_even.run import breakeven
from wogsim.studies.comparison.differences import ranking_pairs
from wogsim.studies.comparison.result import Comparison
from wogsim.studies.comparison.run import compare
from wogsim.studies.comparison.verdict import sentences
from wogsim.studies.ranking import why

Said = dict[str, str]  # by language
Found = dict[str, Any]
Source = str | Own  # of a scenario: the name of a shipped one, or an instructor's own

DOOR = "one-door"
IN_TIME = "within_standard"
BUSY = "load 0.9"  # of assessors in the game: where they have time, nobody waits behind anybody
PLACES = 5  # where the challenge may add people


def loaded_from(source: Source) -> Loaded:
    """The scenario that a class plays.

    Raises
    ------
    BadInput
        When there is none, or it is broken.
    """
    if isinstance(source, tuple):
        name, text = source
        return read_upload(text.encode(), name, current())
    return load(source)


def both(say: Callable[[], Any]) -> dict[str, Any]:
    """What is said, in each language."""
    said = {}
    for language in LANGUAGES:
        with using(language):
            said[language] = say()
    return said


def _told(work: Callable[[], Found]) -> Found:
    """What was found, or why it cannot be, in each language."""
    said: Said = {}
    for language in LANGUAGES:
        with using(language):
            try:
                return work()
            except WogsimError as error:
                said[language] = str(error)
    return {"refused": said}


def order(source: Source, ranked: Sequence[str], replications: int, tell: str = "") -> Found:
    """Who is how fast, who is told apart from whom, and where people are busiest.

    Parameters
    ----------
    ranked : the patterns that the class ranks
    tell : name of a file in which to tell how far it is

    Returns
    -------
    ``rows`` in the scenario's order, each with mean and 95 % interval in ``unit``, what is said of it, overload and
    the share that gave up; ``apart`` pairs, the faster one first; ``verdict``; ``notes`` that must stand beside;
    ``busiest`` places.
    """

    def work() -> Found:
        loaded = loaded_from(source)
        result = compare(loaded, patterns=list(ranked), replications=replications, progress=telling(tell))
        by = result.ranked_by
        read = result.reads[by]
        digits = read.digits(result.estimates[key, by].mean for key in result.keys)
        rows = [
            {
                "key": key,
                **_ends(read.estimate(result.estimates[key, by])),
                "said": both(lambda key=key: read.said(result.estimates[key, by].mean, digits)),  # type: ignore[misc]
                "overloaded": result.known(key).overloaded,
                "gave_up": _plain(result.estimates[key, "gave_up"].mean),
            }
            for key in result.keys
        ]
        apart = [
            list(pair if found.difference.mean < 0 else reversed(pair))
            for pair, found in ranking_pairs(result).items()
            if found.apart
        ]
        return {
            "rows": rows,
            "apart": apart,
            "unit": both(lambda: read.name),
            "verdict": both(lambda: sentences(result)[0]),
            "notes": both(lambda: _beside(result)),
            "busiest": _busiest(result),
        }

    return _told(work)


def _beside(result: Comparison) -> list[str]:
    shown = {result.title(key): [result.known(key)] for key in result.keys}
    return [*filter(None, [why(result.ranked_by, result.scenario.run)]), *everything(shown)]


def _ends(found: Estimate) -> dict[str, float | None]:
    return {"mean": _plain(found.mean), "low": _plain(found.low), "high": _plain(found.high)}


def _plain(value: float) -> float | None:
    """A number for JSON, which knows no NaN."""
    return None if math.isnan(value) else float(value)


def _busiest(result: Comparison) -> list[str]:
    """Clearances whose assessors are busiest under any pattern, the busiest first."""
    busy: dict[str, float] = {}
    listed = set(result.scenario.world.clearances)
    for row in result.pools():
        if row.post.role != Role.ASSESSORS:
            continue
        key = result.world_of(row.pattern).clearances[row.post.entity].listed
        if key in listed and not math.isnan(row.utilisation.mean):
            busy[key] = max(busy.get(key, 0.0), row.utilisation.mean)
    return sorted(busy, key=lambda key: -busy[key])[:PLACES]


def break_even(source: Source, replications: int, tell: str = "") -> Found:
    """From which authority on one door is faster than one roof.

    Parameters
    ----------
    tell : name of a file in which to tell how far it is

    Returns
    -------
    ``verdict``; ``share`` with ``low`` and ``high``, None where there is none; what is said of it; the ``curve`` of one
    door by authority and the ``roof``, in ``unit``; ``notes`` that must stand beside.
    """

    def work() -> Found:
        runs, loaded = max(2, replications), loaded_from(source)
        result = breakeven(loaded, patterns=[DOOR], replications=runs, progress=telling(tell))
        [search] = result.searches
        turn, read = search.breakeven, result.reads[result.ranked_by]
        curve = [
            {"at": at.first, "to": at.last, **_ends(read.estimate(mean)), "overloaded": overloaded}
            for at, mean, overloaded in zip(
                search.series, search.curves[result.ranked_by], search.overloaded, strict=True
            )
        ]
        return {
            "verdict": outcome(search).value,
            "share": turn.share if turn else None,
            "low": _plain(turn.low) if turn else None,
            "high": _plain(turn.high) if turn else None,
            "said": both(lambda: of_break_even.sentences(result, search)),
            "curve": curve,
            "roof": {**_ends(read.estimate(search.levels[result.ranked_by])), "key": AGAINST},
            "unit": both(lambda: read.name),
            "notes": both(lambda: [*of_break_even.beside_all(result), *of_break_even.beyond_grantable(result)]),
        }

    return _told(work)


def settings_of(loaded: Loaded, tried: Mapping[str, Any], standard: int = 0) -> dict[str, Any]:
    """What a try of the challenge changes in a scenario, by dotted path.

    Parameters
    ----------
    tried : ``share`` of all three authorities, whether agencies exchange ``data``, and ``people``: by clearance, how
        many more assess it than in the scenario, or fewer
    standard : working days that are promised of every permit; 0: what the scenario promises
    """
    there = settled(loaded.scenario).world
    moved: dict[str, Any] = {f"levers.{name}": tried["share"] for name in ("delegated", "coordinating", "automated")}
    if tried["data"]:
        moved |= {f"world.agencies.{key}.connected": True for key in there.agencies}
        moved["world.front.connected"] = True
    for key, more in tried["people"].items():
        has = there.clearances[key].assessors
        if more and isinstance(has, int):
            moved[f"world.clearances.{key}.assessors"] = max(1, has + more)
    if standard:
        text = f"{standard} working days"
        moved["world.standard"] = text
        moved |= {f"world.permits.{key}.standard": text for key, permit in there.permits.items() if permit.standard}
    return moved


def attempt(source: Source, tried: Mapping[str, Any], standard: int, replications: int) -> Found:
    """How a try of the challenge ends: the share of permits within the standard, and how long they take.

    Parameters
    ----------
    tried, standard : see `settings_of`; also the ``pattern``
    """

    def work() -> Found:
        loaded, pattern = loaded_from(source), tried["pattern"]
        settings = settings_of(loaded, tried, standard)
        result = compare(loaded, patterns=[pattern], settings=settings, replications=replications)
        if (pattern, IN_TIME) not in result.estimates:
            raise BadInput(_("This scenario promises no time, so there is no standard to meet."))
        read, days = result.reads[SOJOURN], result.estimates[pattern, SOJOURN]
        return {
            **_ends(result.estimates[pattern, IN_TIME]),
            "said": both(lambda: read.said(days.mean, read.digits([days.mean]))),
            "overloaded": result.known(pattern).overloaded,
            "gave_up": _plain(result.estimates[pattern, "gave_up"].mean),
            "people": result.head_count(pattern),
        }

    return _told(work)


def game(source: Source, row: str, replications: int) -> Found:
    """What it costs that every agency's own files go first: the same citizens under both rules, without authority.

    Assessors are so few that they are busy nine tenths of their time: where they have time, nobody waits behind
    anybody.
    """

    def work() -> Found:
        loaded = loaded_from(source)
        world = loaded.scenario.world
        staff = {f"world.clearances.{key}.assessors": BUSY for key, c in world.clearances.items() if c.assessors}
        rules = {
            rule: compare(
                loaded,
                patterns=[row],
                delegated=0,
                settings={**staff, "world.files.own_cases_first": rule == "own"},
                replications=replications,
            )
            for rule in ("own", "goal")
        }
        first = rules["own"]
        by, read = SOJOURN, first.reads[SOJOURN]
        pairs = zip(rules["own"].values(row, by), rules["goal"].values(row, by), strict=True)
        cost = estimate([own - goal for own, goal in pairs])
        digits = read.digits(result.estimates[row, by].mean for result in rules.values())
        known: dict[str, list[Known]] = {first.title(row): [result.known(row) for result in rules.values()]}
        return {
            **{rule: _ends(read.estimate(result.estimates[row, by])) for rule, result in rules.items()},
            "said": both(
                lambda: {rule: read.said(result.estimates[row, by].mean, digits) for rule, result in rules.items()}
            ),
            "cost": _ends(read.estimate(cost)),
            "apart": not cost.low <= 0 <= cost.high and not math.isnan(cost.low),
            "cost_said": both(
                lambda: _("{value} ({low} to {high})").format(
                    value=read.said(cost.mean, digits),
                    low=number(read.value(cost.low), digits),
                    high=number(read.value(cost.high), digits),
                )
            ),
            "unit": both(lambda: read.name),
            "title": both(lambda: first.title(row)),
            "busy": both(lambda: percent(0.9)),
            "notes": both(lambda: everything(known)),
        }

    return _told(work)

"""Points of a scenario, each in many replications: cells on any executor, kept in a store where there is one.

A point is a set of values at dotted paths. Luck belongs to the seed and the replication, never to the point, so the
same citizens meet all of them. A sweep evaluates a grid; a search may ask again and again, with points of its own.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import chain, zip_longest
from typing import NamedTuple

import numpy as np

from wogsim.contract.cases import UNLIMITED
from wogsim.engine import choose
from wogsim.errors import BadInput, Problem, TooLarge, WogsimError
from wogsim.language import _
from wogsim.replication.everybody import worth_at_once
from wogsim.replication.foretold import foretell, foretell_checking, seconds
from wogsim.replication.plan import Plan
from wogsim.replication.prepare import nobody, prepare
from wogsim.replication.remembered import Names, Remembered
from wogsim.replication.run import replicate
from wogsim.replication.size import refuse_too_large
from wogsim.scenario.reading import Loaded
from wogsim.staffing.roster import Unstaffed
from wogsim.staffing.sizes import settled
from wogsim.studies.sweep.cells import NAMES, Cells, Point, Values, cell_of
from wogsim.studies.sweep.grid import said
from wogsim.version import __version__
from wogsim.work.parallel import divided, finished, here, width
from wogsim.work.store import Store
from wogsim.world.agency_count import build

BLOCK = 500  # points whose plans are kept at a time
SAMPLE = 8  # points that tell how long many more will take
# Neighbours in a grid mostly have applicants and ways in common; that is some hundred megabytes with the shipped city.
_remembered = Remembered(2, 1, 2_000_000)


class Evaluation(NamedTuple):
    """What came of some points.

    ``values`` has shape (points, replications, patterns, names), in the order of the scenario's patterns and of
    `NAMES`, NaN where there is no number; ``refused`` says, by the number of a point, why there is no such world,
    ``left_out`` likewise, by pattern, why that could not be staffed there. ``overloaded`` has, by pattern, the
    overloaded pools of points that were prepared anew, and nothing of those whose cells were there.
    """

    values: Values
    refused: Mapping[int, BadInput]
    left_out: Mapping[int, Mapping[str, str]]
    overloaded: Mapping[int, Mapping[str, list[str]]]


class News(NamedTuple):
    """What has been done: ``done`` of ``total`` 'points' are prepared, or of 'cells' finished.

    ``values`` are those of the evaluation, as far as it has come; ``point`` has just got another cell, -1 is none.
    """

    stage: str
    done: int
    total: int
    values: Values
    point: int = -1


def evaluate(
    loaded: Loaded,
    points: Sequence[Point],
    *,
    executor: Executor | None = None,
    engine: str = "auto",
    store: Store | None = None,
    refused: Mapping[int, BadInput] | None = None,
    heard: Callable[[News], None] = lambda _news: None,
    whole: bool = False,
    needed: Collection[int] = (),
    share: float = 1.0,
) -> Evaluation:
    """Every point in the replications, with the seed and under the patterns of the scenario.

    Cells that the store has are taken from there; the others go there as they finish. The result depends neither on
    the executor nor on the engine nor on what the store had.

    Parameters
    ----------
    points : values at dotted paths, as plain as JSON
    executor : any `concurrent.futures.Executor`; None is this process
    refused : what `impossible` has found, where it has been asked already
    heard : hears what has been done
    whole : a point at which any pattern cannot be staffed is refused, instead of that pattern being left out there
    needed : numbers of points without which there is no answer
    share : what part of all the work that is asked for these points are; 0 where it has been said how long it takes

    Raises
    ------
    BadInput
        Naming the point, before the long work, when a value makes no sense. A world that can merely not be made or
        staffed is among the refused, unless it is needed. When nobody's need arose in the cohort at any point.
    TooLarge
        Naming the point, when a world does not fit into memory: which of them do must not change a result.
    CalendarExhausted
        Naming the point, when a pool's calendar ends before its work.
    """
    choose(engine)  # an engine that there is not is refused before the work
    known = dict(impossible(loaded, points) if refused is None else refused)
    cells, seed = Cells.of(loaded, points, store), loaded.scenario.run.seed

    def tell(point: int = -1) -> None:
        heard(
            News(
                "cells", int(cells.there.sum()), (len(points) - len(known)) * cells.there.shape[1], cells.values, point
            )
        )

    tell()
    todo = cells.todo(known)
    left_out, overloaded = dict[int, Mapping[str, str]](), dict[int, Mapping[str, list[str]]]()
    missing, count = cells.missing(todo), 0
    for block in _blocks(todo):
        plans, took, first = dict[int, Plan](), list[float](), count == 0
        at = partial(_prepared, __version__, loaded, engine, whole)
        with closing(finished(executor, [(i, partial(at, points[i])) for i in block])) as prepared:
            for i, (found, spent) in prepared:
                count += 1
                took.append(spent)
                if isinstance(found, Plan):
                    plans[i], overloaded[i] = found, overloads(found)
                    left_out |= {i: found.left_out} if found.left_out else {}
                elif i in needed:
                    raise found
                else:
                    known[i] = found
                heard(News("points", count, len(todo), cells.values))
        tell()
        for i, plan in plans.items():
            _refuse_too_large(points[i], plan, here(executor))
        if first and share:
            foretell(_expected(plans, took, len(todo), missing) / share, here(executor))
        with closing(finished(executor, _tasks(cells, plans, points, seed, engine, width(executor)))) as done:
            for (i, few), found_cells in done:
                cells.keep(i, few, found_cells)
                tell(i)
    _remembered.clear()  # where the work was done here
    if cells.of_nobody:
        raise nobody(loaded)
    return Evaluation(cells.values, dict(sorted(known.items())), dict(sorted(left_out.items())), overloaded)


def _expected(plans: Mapping[int, Plan], took: Sequence[float], points: int, cells: int) -> float:
    """Seconds of one process for so many points and cells, from some that are prepared and how long each took."""
    quick = sorted(took)[: (len(took) + 1) // 2]  # the others may have waited for what a process begins with
    each = seconds(list(plans.values()), 1) / max(len(plans), 1)
    return sum(quick) / len(quick) * points + each * cells


def _tasks(
    cells: Cells, plans: Mapping[int, Plan], points: Sequence[Point], seed: int, engine: str, workers: int
) -> Iterator[tuple[tuple[int, list[int]], Callable[[], Values]]]:
    """What workers have to do for the points of these plans, by point and replications."""
    names = {i: Names.of(plans[i].world.scenario).ground for i in sorted(plans) if not cells.there[i].all()}
    first = {ground: i for i, ground in reversed(names.items())}
    missing = {i: np.flatnonzero(~cells.there[i]).tolist() for i in sorted(names, key=lambda i: (first[names[i]], i))}
    at_once = {i: worth_at_once(plans[i].world, engine) for i in missing}
    for i, few in _in_turn(missing, at_once, workers):
        yield (i, few), partial(_cells, __version__, plans[i], names[i], points[i], seed, few)


def overloads(plan: Plan) -> dict[str, list[str]]:
    """Which pools of a world may be overloaded, by pattern: those offered too much, or the busiest.

    The busiest may be where what is worked out before a run misses it, by a little or by its holidays.
    """
    found = {}
    for row, staff in plan.patterns:
        limited = [post for post in staff.posts if 0 < post.servers < UNLIMITED and post.load]
        busiest = max(limited, key=lambda post: post.load / post.servers, default=None)
        found[row.key] = [post.name for post in staff.overloaded] or ([busiest.name] if busiest else [])
    return found


def _blocks(todo: Sequence[int]) -> Iterator[Sequence[int]]:
    """Points in parts; where there are many, some from all over first, which tell how long the others will take."""
    first = set(todo[:: math.ceil(len(todo) / SAMPLE)]) if len(todo) > 2 * SAMPLE else set[int]()
    if first:
        yield sorted(first)
    rest = [i for i in todo if i not in first]
    yield from (rest[start : start + BLOCK] for start in range(0, len(rest), BLOCK))


def _refuse_too_large(point: Point, plan: Plan, processes: int) -> None:
    try:
        refuse_too_large([plan], 1, processes)
    except TooLarge as error:
        raise _at(point, error) from error


def _in_turn(
    missing: Mapping[int, list[int]], at_once: Mapping[int, int], workers: int
) -> Iterator[tuple[int, list[int]]]:
    """Missing replications by point, so many at once: of every point some, then of every point some more."""
    fair = math.ceil(sum(map(len, missing.values())) / (2 * workers))
    parts = [
        [(i, all_of_it[part.start : part.stop]) for part in divided(len(all_of_it), min(fair, at_once[i]), 1)]
        for i, all_of_it in missing.items()
    ]
    return filter(None, chain.from_iterable(zip_longest(*parts)))


def impossible(loaded: Loaded, points: Sequence[Point]) -> dict[int, BadInput]:
    """Points whose agencies cannot be made, by number, with the reason.

    Raises
    ------
    BadInput
        Naming the point, when a value makes no sense.
    """
    refused, begun = {}, time.monotonic()
    for i, point in enumerate(points):
        if i == SAMPLE:
            foretell_checking(len(points), (time.monotonic() - begun) / SAMPLE * len(points))
        try:
            scenario = loaded.change(point).scenario
        except BadInput as error:
            raise _at(point, error) from error
        try:
            build(settled(scenario))
        except BadInput as error:
            refused[i] = error
    return refused


def _prepared(version: str, loaded: Loaded, engine: str, whole: bool, point: Point) -> tuple[Plan | BadInput, float]:
    """A worker's part: who works where at a point, or why there is no such world; and the seconds that it took."""
    _refuse_other_version(version)
    begun = time.process_time()
    found: Plan | BadInput
    try:
        at_point = loaded.change(point)
        plan = prepare(at_point, engine, _remembered.pilot(at_point, Names.of(at_point.scenario).kin))
        _refuse_too_large(point, plan, 1)
        # Each worker chooses its engine anew: not all may have numba, and the result is the same.
        plan = replace(plan, engine=engine)
        found = Unstaffed(*plan.left_out.values()) if whole and plan.left_out else plan
    except TooLarge:
        raise
    except BadInput as error:
        found = error
    return found, time.process_time() - begun


def _cells(version: str, prepared: Plan, ground: str, point: Point, seed: int, replications: Sequence[int]) -> Values:
    """A worker's part: some replications of one point, shape (replications, patterns, names)."""
    _refuse_other_version(version)
    try:
        everybody = _remembered.everybody(prepared, ground, seed, replications)
        found = replicate(prepared, seed, replications, like=everybody)
    except WogsimError as error:
        raise _at(point, error) from error
    keys = prepared.world.scenario.levers.patterns
    cells = np.full((len(replications), len(keys), len(NAMES)), math.nan)
    ran = [keys.index(row.key) for row, _staff in prepared.patterns]
    cells[:, ran] = [
        [[cell_of(outcome).get(name, math.nan) for name in NAMES] for outcome in outcomes] for outcomes in found
    ]
    return cells


def _refuse_other_version(version: str) -> None:
    if version != __version__:
        text = _("a worker has wogsim {there} instead of {here}; install the same there")
        raise BadInput(text.format(there=__version__, here=version))


def _at(point: Point, error: WogsimError) -> WogsimError:
    """The error as one at a point."""
    if not point:
        return error
    at = said(point)
    return type(error)(*(replace(p, point=at) if isinstance(p, Problem) else f"{at}: {p}" for p in error.args))

"""A sweep: the same citizens at every point of a grid, kept as it goes, so that it can be ended and gone on with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from wogsim.language import ngettext
from wogsim.measures.summary import OF_ALL
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.studies.sweep.cells import NAMES, Values
from wogsim.studies.sweep.evaluation import News, evaluate, impossible
from wogsim.studies.sweep.files import write
from wogsim.studies.sweep.grid import LEVERS, Grid, grid
from wogsim.studies.sweep.kept import Listener, Work, identity, refuse_too_many_cells
from wogsim.studies.sweep.result import Sweep

STORE = "sweep.sqlite"
NOT_YET, NOBODY = -2, -1  # instead of a pattern that has the lowest mean by itself


def sweep(loaded: Loaded, *, vary: Mapping[str, Any] | None = None, **asking: Any) -> Sweep:
    """The same citizens at every point of a grid of levers and other values.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    vary : values by dotted path, as a sequence or a text such as '1:5:1 days'; see `wogsim.studies.sweep.grid.grid`
    **asking : agencies, authority, delegated, coordinating, automated: values such as '2..12', '0:1:0.1' or a sequence.
        patterns, preset, replications, seed, settings, agencies_mode: see `wogsim.scenario.settings.asked`.
        engine, jobs, executor, out, fresh, progress: see `wogsim.studies.sweep.kept.Work`

    Raises
    ------
    BadInput
        When a value, alone or with others, makes no sense, there is no possible point, or the store is in use, of
        another sweep or cannot be written.
    CalendarExhausted
        When a pool's calendar ends before its work.
    """
    work = Work.taken_from(asking)
    cut = grid({name: asking.pop(name, None) for name in LEVERS}, vary)
    return over(cut, asked(loaded, **asking), work, asking.get("preset"), write)


def over(
    cut: Grid,
    base: Loaded,
    work: Work,
    preset: str | None = None,
    written: Callable[[Sweep, Path], None] = lambda _result, _directory: None,
) -> Sweep:
    """The same citizens at every point of a grid that is there; see `sweep`.

    Parameters
    ----------
    preset : the one that is in `base` already
    written : puts the result into the directory of the store, if there is one, while nobody else may work there
    """
    points = [cut.settings(point) for point in cut.points]
    replications, patterns = base.scenario.run.replications, base.scenario.levers.patterns
    refuse_too_many_cells(len(points), replications)
    refused = impossible(base, points)
    if len(refused) == len(points):
        raise refused[0]
    heard = Listener(work.progress, _guessing(patterns, len(points)))
    with work.store(STORE, identity(base, cut.axes), patterns, cut.axes) as store:
        with work.workers(len(points) * replications) as chosen:
            found = evaluate(
                base, points, executor=chosen, engine=work.engine, store=store, refused=refused, heard=heard
            )
        if len(found.refused) == len(points):
            raise found.refused[0]
        refusals = {i: str(why) for i, why in found.refused.items()}
        result = Sweep(base, cut, found.values, refusals, preset, found.left_out)
        if work.directory:
            written(result, work.directory)
    return result


def _guessing(keys: tuple[str, ...], points: int) -> Callable[[News], str]:
    """Says under which pattern the permit comes soonest for all who began at most points, and at how many."""
    lowest = np.full(points, NOT_YET)

    def guess(news: News) -> str:
        for point in range(points) if news.point < 0 else (news.point,):
            lowest[point] = _lowest(news.values[point, :, :, NAMES.index(OF_ALL)])
        counts = np.bincount(lowest[lowest >= 0], minlength=len(keys))
        if not counts.any():
            return ""
        most, begun = int(counts.argmax()), int((lowest != NOT_YET).sum())
        text = ngettext(
            "soonest so far for all who began: {pattern}, at {count} of {points} point",
            "soonest so far for all who began: {pattern}, at {count} of {points} points",
            begun,
        )
        return text.format(pattern=keys[most], count=counts[most], points=begun)

    return guess


def _lowest(times: Values) -> int:
    """The number of the pattern with the lowest sum, of shape (replications, patterns)."""
    there = times[~np.isnan(times).any(axis=1)]
    sums = there.sum(axis=0)
    lowest = np.flatnonzero(sums == sums.min())
    return NOT_YET if not len(there) else int(lowest[0]) if len(lowest) == 1 else NOBODY

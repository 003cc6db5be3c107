"""A sweep: the same citizens at every point of a grid, kept as it goes, so that it can be ended and gone on with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from wogsim.errors import BadInput
from wogsim.language import ngettext, number
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked
from wogsim.studies.sweep.evaluation import NAMES, News, Values, evaluate, impossible
from wogsim.studies.sweep.grid import LEVERS, Grid, grid
from wogsim.studies.sweep.result import SOJOURN, Sweep
from wogsim.version import __model__, __version__
from wogsim.work import parallel, store

MOST_CELLS = 1_000_000
TITLES = (".title.en", ".title.id")  # a better title makes no other sweep
NOT_YET, NOBODY = -2, -1  # instead of a pattern that has the lowest mean by itself
Progress = Callable[[int, int, str], None]


def sweep(
    loaded: Loaded,
    *,
    vary: Mapping[str, Any] | None = None,
    engine: str = "auto",
    jobs: int = 1,
    executor: Executor | None = None,
    out: str | Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
    **asking: Any,
) -> Sweep:
    """The same citizens at every point of a grid of levers and other values.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    vary : values by dotted path, as a sequence or a text such as '1:5:1 days'; see `wogsim.studies.sweep.grid.grid`
    engine, jobs : as in `wogsim.compare`; the result does not depend on them
    executor : any `concurrent.futures.Executor` to work on instead of processes of this machine
    out : directory for the store of finished cells, and for table and charts at the end; with the same question asked
        again the work goes on where it ended. Default: nothing is written
    fresh : start over
    progress : hears (cells done, all, how things stand)
    **asking : agencies, authority, delegated, coordinating, automated: values such as '2..12', '0:1:0.1' or a sequence.
        patterns, preset, replications, seed, settings, agencies_mode: see `wogsim.scenario.settings.asked`

    Raises
    ------
    BadInput
        When a value, alone or with others, makes no sense, there is no possible point, or the store is in use, of
        another sweep or cannot be written.
    CalendarExhausted
        When a pool's calendar ends before its work.
    """
    cut = grid({name: asking.pop(name, None) for name in LEVERS}, vary)
    base = asked(loaded, **asking)
    points = [cut.settings(point) for point in cut.points]
    replications = base.scenario.run.replications
    refuse_too_many_cells(len(points), replications)
    refused = impossible(base, points)
    if len(refused) == len(points):
        raise refused[0]
    heard = _Listener(base, len(points), progress) if progress else lambda _news: None
    with nullcontext(None) if out is None else _store(Path(out), base, cut, fresh) as kept:
        with nullcontext(executor) if executor else parallel.workers(jobs, len(points) * replications) as chosen:
            found = evaluate(
                base, points, replications, executor=chosen, engine=engine, store=kept, refused=refused, heard=heard
            )
        if len(found.refused) == len(points):
            raise found.refused[0]
        refusals = {i: str(why) for i, why in found.refused.items()}
        result = Sweep(base, cut, found.values, refusals, asking.get("preset"))
        if out is not None:
            from wogsim.studies.sweep.files import write

            write(result, Path(out))
    return result


def refuse_too_many_cells(points: int, replications: int) -> None:
    """Refuse work that would never end.

    Raises
    ------
    BadInput
        With the numbers.
    """
    cells = points * replications
    if cells > MOST_CELLS:
        text = ngettext(
            "{points} points in {runs} replication are {cells} cells; expected at most {most}",
            "{points} points in {runs} replications are {cells} cells; expected at most {most}",
            replications,
        )
        shown = {"points": points, "runs": replications, "cells": cells, "most": MOST_CELLS}
        raise BadInput(text.format(**{name: number(count, 0) for name, count in shown.items()}))


def _store(directory: Path, base: Loaded, cut: Grid, fresh: bool) -> Any:
    patterns = base.scenario.levers.patterns
    view = {axis.name: axis.paths[-1] for axis in cut.axes}
    return store.opened(directory, identity(base, cut), patterns, NAMES, view, fresh=fresh)


def identity(base: Loaded, cut: Grid) -> dict[str, Any]:
    """What makes a sweep the same sweep: version, seed, patterns, axes, and every value that no axis moves.

    Not part of it are engine, processes, language, replications and titles, on which no cell depends.
    """
    run = base.scenario.run
    said = {
        "wogsim": __version__,
        "model": __model__,
        "measures": list(NAMES),
        "--seed": run.seed,
        "--pattern": sorted(base.scenario.levers.patterns),
        **{axis.name if "." in axis.name else f"--{axis.name}": list(axis.values) for axis in cut.axes},
    }
    moved = tuple(f"{path}." for axis in cut.axes for path in axis.paths)
    own = ("run.seed.", "run.replications.", "levers.patterns.", "title.", "about.", *moved)
    values = {
        path: value
        for path, value in _leaves(base.scenario.model_dump(mode="json"))
        if not f"{path}.".startswith(own) and not path.endswith(TITLES)
    }
    return said | values


def _leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


class _Listener:
    """Tells how a sweep stands: what is done, and which pattern has the lowest mean sojourn at most points so far."""

    def __init__(self, base: Loaded, points: int, progress: Progress) -> None:
        self._keys = base.scenario.levers.patterns
        self._lowest = np.full(points, NOT_YET)
        self._progress = progress
        self._cells = (0, 0)

    def __call__(self, news: News) -> None:
        if news.stage == "points":
            said = ngettext("prepared {done} of {total} point", "prepared {done} of {total} points", news.total).format(
                done=news.done, total=news.total
            )
            self._progress(*self._cells, said)
            return
        self._cells = (news.done, news.total)
        for point in range(len(self._lowest)) if news.point < 0 else (news.point,):
            self._lowest[point] = _lowest(news.values[point, :, :, NAMES.index(SOJOURN)])
        self._progress(*self._cells, self._guess())

    def _guess(self) -> str:
        counts = np.bincount(self._lowest[self._lowest >= 0], minlength=len(self._keys))
        if not counts.any():
            return ""
        most = int(counts.argmax())
        begun = int((self._lowest != NOT_YET).sum())
        text = ngettext(
            "lowest mean sojourn so far: {pattern}, at {count} of {points} point",
            "lowest mean sojourn so far: {pattern}, at {count} of {points} points",
            begun,
        )
        return text.format(pattern=self._keys[most], count=counts[most], points=begun)


def _lowest(sojourns: Values) -> int:
    """The number of the pattern with the lowest sum, of shape (replications, patterns)."""
    there = sojourns[~np.isnan(sojourns).any(axis=1)]
    sums = there.sum(axis=0)
    lowest = np.flatnonzero(sums == sums.min())
    return NOT_YET if not len(there) else int(lowest[0]) if len(lowest) == 1 else NOBODY

"""Long work whose finished cells are kept: how it is asked for, its store, its workers, and what is heard meanwhile.

Every study that evaluates points works like this, so that each can be ended and gone on with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from wogsim.errors import BadInput
from wogsim.language import ngettext, number
from wogsim.scenario.reading import Loaded
from wogsim.studies.sweep.cells import NAMES
from wogsim.studies.sweep.evaluation import News
from wogsim.studies.sweep.grid import Axis
from wogsim.version import __model__, __version__
from wogsim.work import parallel, store

MOST_CELLS = 1_000_000
TITLES = (".title.en", ".title.id")  # a better title makes no other question
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Work:
    """How long work is done; the result depends on nothing of it.

    ``engine`` and ``jobs`` are those of `wogsim.compare`; ``executor`` is any `concurrent.futures.Executor` to work on
    instead of processes of this machine; ``out`` the directory for the store of finished cells, and for tables and
    charts at the end: with the same question asked again the work goes on where it ended, without it nothing is
    written; ``fresh`` starts over; ``progress`` hears (cells done, all, how things stand).
    """

    engine: str = "auto"
    jobs: int = 1
    executor: Executor | None = None
    out: str | Path | None = None
    fresh: bool = False
    progress: Progress | None = None

    @classmethod
    def taken_from(cls, asked: dict[str, Any]) -> Work:
        """What of it is among the arguments of a study, from which it is taken."""
        return cls(**{field.name: asked.pop(field.name) for field in fields(cls) if field.name in asked})

    @property
    def directory(self) -> Path | None:
        """Where things are written, if anywhere."""
        return None if self.out is None else Path(self.out)

    def store(
        self, name: str, identity: Mapping[str, Any], patterns: tuple[str, ...], axes: tuple[Axis, ...]
    ) -> AbstractContextManager[store.Store | None]:
        """The store of the directory, for this process alone; see `wogsim.work.store.opened`."""
        if self.directory is None:
            return nullcontext()
        view = {axis.name: axis.paths[-1] for axis in axes}
        return store.opened(self.directory, identity, patterns, NAMES, view, fresh=self.fresh, name=name)

    def workers(self, tasks: int) -> AbstractContextManager[Executor | None]:
        """The executor asked for, else processes for so many tasks."""
        return nullcontext(self.executor) if self.executor else parallel.workers(self.jobs, tasks)


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


def identity(base: Loaded, axes: tuple[Axis, ...] = ()) -> dict[str, Any]:
    """What makes a question the same question: version, seed, patterns, axes, and every value that no axis moves.

    Not part of it are engine, processes, language, replications and titles, on which no cell depends.
    """
    said = {
        "wogsim": __version__,
        "model": __model__,
        "measures": list(NAMES),
        "--seed": base.scenario.run.seed,
        "--pattern": sorted(base.scenario.levers.patterns),
        **{axis.name if "." in axis.name or axis.own else f"--{axis.name}": list(axis.values) for axis in axes},
    }
    moved = tuple(f"{path}." for axis in axes for path in axis.paths)
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


class Listener:
    """Tells how work stands: what is prepared, how many cells are done, and a guess at the answer.

    Parameters
    ----------
    progress : hears (cells done, all, how things stand); None: nobody does
    guess : says what the answer looks like so far
    """

    def __init__(self, progress: Progress | None, guess: Callable[[News], str]) -> None:
        self.progress, self.guess = progress, guess
        self.cells = (0, 0)

    def __call__(self, news: News) -> None:
        """Pass on what has been done."""
        if self.progress is None:
            return
        if news.stage == "points":
            self.say(self.prepared(news.total), news.done, news.total)
            return
        self.cells = self.counted(news)
        self.progress(*self.cells, self.guess(news))

    def say(self, text: str, done: int, total: int) -> None:
        """Something other than cells that is done; a message with {done} and {total}."""
        if self.progress:
            self.progress(*self.cells, text.format(done=done, total=total))

    def prepared(self, total: int) -> str:
        """What is said of points that are prepared."""
        return ngettext("prepared {done} of {total} point", "prepared {done} of {total} points", total)

    def counted(self, news: News) -> tuple[int, int]:
        """Cells done, and all."""
        return news.done, news.total

"""The log of attempts: the only thing an engine says, and all that measures read besides cases and hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from wogsim.contract.cases import NONE, Bools, Ints


class Followed(Protocol):
    """What an engine knows when every case is over: the log, which is read part by part where it is long."""

    def of_cases(self, first: int, last: int, first_activity: int) -> Log:
        """The rows of cases `first` up to `last`, these and their activities numbered from 0 on."""


class EndedBy(IntEnum):
    """How an attempt ended."""

    SERVED = 0
    SENT_HOME = 1
    GAVE_UP = 2
    DEADLINE = 3

    @property
    def label(self) -> str:
        """The word that stands in files."""
        return self.name.lower()


COLUMNS = (
    *("case", "activity", "attempt", "pool", "server", "enabled", "started", "completed", "ended_by"),
    *("held", "held_by"),
)


@dataclass(frozen=True, eq=False)
class Log:
    """One row per attempt, in order of (case, activity, attempt); every column int64, shape (rows,).

    ``activity`` is the index into the activities of `wogsim.contract.cases.Cases`; ``attempt`` counts from 0;
    ``server`` is the lowest free number of its pool (-1: no pool, no limit, or never started);
    ``started`` is -1 for an attempt that was never served. Work without a pool starts when enabled.

    ``held`` is how many seconds the citizen, otherwise ready to leave home for this attempt, waited until they were
    back from other errands; ``held_by`` is the activity for which they had left home on the errand that it waited for
    last (-1: none).
    """

    case: Ints
    activity: Ints
    attempt: Ints
    pool: Ints
    server: Ints
    enabled: Ints
    started: Ints
    completed: Ints
    ended_by: Ints
    held: Ints
    held_by: Ints

    def __len__(self) -> int:
        return len(self.case)

    @cached_property
    def wait_ends(self) -> Ints:
        """When each attempt stopped waiting: started, or ended where it never started. Seconds, shape (rows,)."""
        return np.where(self.started == NONE, self.completed, self.started)

    @cached_property
    def worked(self) -> Bools:
        """Where somebody worked: started, and for some time; what is no work is no step. Shape (rows,)."""
        worked: Bools = (self.started != NONE) & (self.completed > self.started)
        return worked

    def ended(self, how: EndedBy, rows: Any = ...) -> Bools:
        """Which attempts, of all or of some by their positions, ended so; shape (rows,)."""
        # As a plain number: asked by numpy for attributes, an enum of Python 3.11 answers in code of its own, and a
        # Ctrl-C that comes just then is lost.
        there: Bools = self.ended_by[rows] == int(how)
        return there

    @staticmethod
    def of(rows: list[tuple[int, ...]]) -> Log:
        """A log from rows in any order."""
        table = np.array(rows, dtype=np.int64).reshape(-1, len(COLUMNS))
        order = np.lexsort((table[:, 2], table[:, 1], table[:, 0]))
        return Log(*(np.ascontiguousarray(table[order, i]) for i in range(len(COLUMNS))))

    def rows(self, chosen: Any) -> Log:
        """Some of the rows: a slice, or their positions."""
        return Log(*(getattr(self, column)[chosen] for column in COLUMNS))

    def of_cases(self, first: int, last: int, first_activity: int) -> Log:
        """The rows of cases `first` up to `last`, these and their activities numbered from 0 on."""
        part = self.rows(slice(*np.searchsorted(self.case, (first, last))))
        held_by = np.where(part.held_by == NONE, NONE, part.held_by - first_activity)
        return replace(part, case=part.case - first, activity=part.activity - first_activity, held_by=held_by)

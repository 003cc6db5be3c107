"""The arrays that the compiled engine works on: one activity, one pool, one queue is one packed record.

Packing what is read together into one record costs one look into memory instead of ten.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wogsim.contract.cases import Bools, Ints

Records = npt.NDArray[np.void]
Small = npt.NDArray[np.int32]
Smaller = npt.NDArray[np.int16]
Smallest = npt.NDArray[np.int8]

ACTIVITY = np.dtype(  # 32 bytes, half a line of the processor's cache
    [
        ("enabled", "i4"),
        ("started", "i4"),
        ("completed", "i4"),
        ("work", "i4"),
        ("server", "i4"),
        ("pool", "i2"),
        ("attempt", "i2"),  # at most one a sitting
        ("missing", "i2"),  # predecessors that have not completed
        ("rank", "i1"),  # its priority, counted from 0
        ("state", "i1"),
        ("ended_by", "i1"),
        ("errand", "i1"),  # which stop it is, with IN_PERSON of `wogsim.engine.kernel` where it is one
        ("fate", "i1"),  # the case has been given up, or a deadline has passed: see `wogsim.engine.kernel`
        ("timed", "?"),  # its patience is among the timers
    ],
    align=True,
)
# The same for runs of more than 68 years.
LONGER = {"enabled": "i8", "started": "i8", "completed": "i8", "attempt": "i4"}
LONG_ACTIVITY = np.dtype(
    [(name, LONGER.get(name, kind[0].str)) for name, kind in (ACTIVITY.fields or {}).items()], align=True
)
POOL = np.dtype(
    [
        ("steps", "i8"),  # from here on in `step_times`; moves along with time
        ("steps_end", "i8"),
        ("hours", "i8"),  # from here on in `opens`; moves along with time
        ("hours_end", "i8"),
        ("capacity", "i8"),
        ("busy", "i8"),
        ("waiting", "i8"),  # length of the queue
        ("front", "i8"),  # no line of a lower rank has anybody
        ("numbers", "i8"),  # where those of servers that have come back stand
        ("most", "i8"),  # servers that are ever present
        ("quota", "i8"),  # tickets a day, or -1
        ("day", "i8"),  # when the day ends on which so many tickets have been handed out
        ("tickets", "i8"),
        ("limited", "?"),
        ("suspends", "?"),
        ("visited", "?"),  # some come in person
        ("watched", "?"),  # its next change of capacity is among the events
        ("due", "?"),  # an allocation will end this instant
        ("cut", "?"),  # its tables go on
    ],
    align=True,
)
LINE = np.dtype([("first", "i4"), ("last", "i4")])
LOCK = np.dtype(
    [
        ("errand", "i4"),  # the activity for which the citizen left home last
        ("line", "i4"),  # the first of those that wait until they are home again
        ("back", "i8"),  # when that is, NEVER as long as it is not known
        ("leaves", "i8"),  # when they will leave for an errand that has the lock already, or -1
        ("asking", "i4"),  # errands that will ask for the lock
        ("complained", "?"),  # a complaint has been dealt with
    ],
    align=True,
)
SENT = np.dtype([("activity", "i4"), ("attempt", "i4"), ("enabled", "i8"), ("completed", "i8")])
HELD = np.dtype([("activity", "i4"), ("attempt", "i4"), ("by", "i4"), ("since", "i8"), ("until", "i8")], align=True)
# ``culprit`` is the pool whose hours have run out; of ``arrivals``, ``sent`` and ``held``, so many are over or there.
CLOCK = np.dtype(
    [(name, "i8") for name in ("now", "phase", "status", "culprit", "under_way", "arrived", "sent", "held")]
)


class PerActivity(NamedTuple):
    """A number for each activity; where all have the same, ``values`` is that one and ``step`` 0, else 1."""

    values: npt.NDArray[np.signedinteger[Any]]
    step: int


class Columns(NamedTuple):
    """What is read of the cases at the start, and the ranks of priorities."""

    need: Ints
    case: Small
    pool: Smallest | Smaller
    work: Small
    rank: Smallest
    in_person: Bools
    errand: Smallest
    pred_ptr: Small
    predecessors: Small
    complaint: PerActivity


class Machine(NamedTuple):
    """The state of a run, and of the cases what is read only now and then: `case` to `covers`.

    A, C, F, P, E are the numbers of activities, of cases, of activities that wait for no other, of pools, and of edges.

    ``activities`` (A,); ``successors`` (E,), those of activity a from ``first_successor[a]`` up to
    ``first_successor[a + 1]``, each as its distance from a; ``pools`` (P + 1,), the last is the clock of deadlines;
    ``lines`` (P * ranks,), head and end of the queue of each pool by rank, in order of (enabled, activity), in which
    each knows who is next to it; ``locks`` (C,), whether each citizen is out; ``numbers`` (A + P + 1,) of servers that
    have come back, a heap for each pool, the heaps close together.

    Heaps, as `wogsim.engine.kernel` describes them: ``events``, at most one per activity and pool, and one of coming
    home per case, and those out of date, at most one per activity; ``timers``, at most one patience and one deadline
    per activity; ``sudden``, activities enabled at this instant, perhaps twice; ``due``, pools that will allocate at
    this instant. ``arrivals`` (F + 1,) are sorted, NEVER behind them; ``sent`` are the attempts of who was sent home,
    ``held`` the waits at home for other errands.

    ``sitting`` (intervals,) is `wogsim.contract.hours.Hours.begins_sitting`.
    """

    clock: Records
    activities: Records
    pools: Records
    lines: Records
    locks: Records
    sent: Records
    held: Records
    opens: Ints
    closes: Ints
    sitting: Bools
    step_times: Ints
    step_servers: Ints
    case: Small
    last: Small
    lag: PerActivity
    offset: PerActivity
    home: PerActivity
    patience: PerActivity
    deadline: PerActivity
    covers: PerActivity
    first_successor: Small
    successors: Smaller
    numbers: Ints
    events: Ints
    timers: Ints
    sudden: Ints
    due: Ints
    arrivals: Ints
    ranks: int
    spread: int  # of the times of the morning
    id_bits: int
    time_bits: int  # of an event, and of the times in a record

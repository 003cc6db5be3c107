"""The engine's contract: what is to be done, as arrays. Engines read nothing else.

Times are int64 whole seconds on the clock of `wogsim.contract.hours`. "None" is -1 everywhere. All luck
has been drawn before: an engine only adds, compares and looks up opening tables.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import IntFlag, StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.contract.hours import Hours

UNLIMITED = 2**31 - 1
NONE = -1

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Kind(StrEnum):
    """What an activity is; the value is its name in files."""

    ENQUIRY = "enquiry"  # asking at an information desk where to go
    TRIAGE = "triage"  # a wrong door: told at a counter to go elsewhere
    INTAKE = "intake"  # papers handed in at a counter or desk
    FORM = "form"  # papers handed in on-line
    DELIVER = "deliver"  # a decision of another body handed in where the papers lie already
    COLLECT = "collect"  # the decision, or the permit, handed out at a counter or desk
    ISSUE = "issue"  # the permit sent electronically, at once
    DONE = "done"  # all is in the citizen's hands, and nothing is left to collect
    FIX = "fix"  # the citizen mends the papers at home
    SEND = "send"  # front unit: send the file off
    CHASE = "chase"  # front unit: press for an answer
    ASSEMBLE = "assemble"  # front unit: put the answers together
    HANDOFF = "handoff"  # a file moves
    ASSIGN = "assign"  # register and head's desk of a body, to which papers have come
    INSPECT = "inspect"  # field inspection
    LATENCY = "latency"  # time that passes without anybody's work: a laboratory, an announcement
    CITIZENS_LATENCY = "citizens-latency"  # the same on the citizen's side
    CONSULT = "consult"  # another body is asked before a clearance is decided, and answers
    OBJECT = "object"  # time passes until a body that was not asked objects
    ASSESS = "assess"  # one clearance decided, or found defective
    SIGN = "sign"  # the head of a body signs what it has decided
    SIT = "sit"  # who signs waits for the hours at which they sign
    WORKS = "works"  # a crew at work at the citizen's own site, with the way there and back
    NOTICE = "notice"  # the citizen learns of a decision or a return
    AUTOMATE = "automate"  # one clearance decided by the system, at once
    PROMISE = "promise"  # the promised time passes, after which the citizen complains
    PASS_ON = "pass-on"  # a complaint is passed on to whom it concerns
    COMPLAINT = "complaint"  # somebody looks into a complaint

    __hash__ = str.__hash__  # an enumeration's own is ten times slower


class Role(StrEnum):
    """What a pool is; the value begins its name in files."""

    COUNTER = "counter"
    DESK = "desk"
    HANDOUT = "handout"  # counters that only hand out what has been decided: an agency's
    FRONT_HANDOUT = "front-handout"  # the same of the front
    INFORMATION = "information"  # who stands at the entrance of a hall and says where to go
    OFFICERS = "officers"
    ASSESSORS = "assessors"
    INSPECTORS = "inspectors"
    SECONDED = "seconded"  # a clearance's own assessors who sit in the front unit
    GENERALISTS = "generalists"
    TEAM = "team"
    CREWS = "crews"  # who do a clearance's works
    PORTAL = "portal"
    CLOCK = "clock"  # a delay that runs in working days
    OPENING = "opening"  # a delay until a working day begins
    SITTING = "sitting"  # a delay until hours at which somebody signs

    __hash__ = str.__hash__


class Errand(IntFlag):
    """Which stop of its errand an activity in person is: one in between is 0, an only one both."""

    FIRST = 1
    LAST = 2


AT_AGENCY = frozenset({Role.COUNTER, Role.HANDOUT})
IN_PERSON = AT_AGENCY | {Role.DESK, Role.FRONT_HANDOUT, Role.INFORMATION}
BACK_OFFICE = frozenset({Role.OFFICERS, Role.ASSESSORS, Role.SECONDED, Role.INSPECTORS, Role.GENERALISTS, Role.TEAM})
STAFFED = IN_PERSON | BACK_OFFICE | {Role.CREWS}  # for a crew people wait, not files


@dataclass(frozen=True, eq=False)
class Pool:
    """Interchangeable staff with one queue, or, where `servers` is UNLIMITED, a delay.

    `step_times[i]` is when the staff present becomes `step_servers[i]` (0 at closing); the steps
    and `hours` say the same: hours are open exactly while the staff present is above 0.
    """

    name: str
    role: Role
    servers: int
    hours: Hours
    step_times: Ints
    step_servers: Ints
    suspends: bool  # at closing: True lays work down until the next opening; False finishes the work in hand
    serves_out: bool = False  # at the end of a sitting: True serves whoever queues; False sends home who came in person
    quota: int = NONE  # tickets that it hands out each day (`Hours.day_ends`); without one as many as are asked for
    agency: int = NONE  # index of the agency it belongs to
    building: int = NONE  # where citizens go; equal numbers are the same building
    donors: tuple[str, ...] = ()  # who gave the staff, one name a person

    @property
    def followed(self) -> tuple[Ints, Ints]:
        """The steps that an engine follows, shape (steps,) each: who serves out stays until all have been served.

        Nobody comes in person after the closing, so it is the same whether they leave then or at the next opening.
        """
        if not self.serves_out:
            return self.step_times, self.step_servers
        stays = ~np.isin(self.step_times, self.hours.closes[self.hours.ends_sitting])
        return self.step_times[stays], self.step_servers[stays]


@dataclass(frozen=True)
class Slot:
    """One named step that a case can have: `kind`, whose (agency or clearance key), which bringing of papers."""

    kind: Kind
    entity: str
    bringing: int

    @property
    def label(self) -> str:
        """Unique within a case; stands in files."""
        again = f"#{self.bringing + 1}" if self.bringing else ""
        return ":".join(filter(None, (self.kind.value, self.entity))) + again


@dataclass(frozen=True, eq=False)
class Cases:
    """C cases, A activities in order of (case, slot), E edges between them.

    Per case, shape (C,): ``need`` when the need arises, ``last`` the activity whose end is the
    permit in hand, ``cohort`` whether it is measured, ``own`` whether it is a sector-only
    applicant, ``number`` its number in its own stream of applicants, ``permit`` the number of the
    permit it needs (0 for sector-only applicants), ``far``, ``vulnerable``, ``assisted``, ``pays`` the kind
    of citizen, ``chain_length``, ``papers`` and ``returns`` the counts that follow from the route,
    whatever the outcome.

    Per activity, shape (A,): ``case``, ``slot`` (index into slots), ``pool`` (index or -1),
    ``work`` (s), ``lag`` (s, after the last predecessor), ``priority`` (less is served first), ``in_person`` (in a
    pool, by the citizen), ``offset`` (s, the citizen's own time of the morning, evenly from 0 up to ``spread``, a
    number for all: `wogsim.contract.hours.Hours.come`), ``patience`` (s or -1), ``deadline`` (s or -1, in open seconds
    of ``deadline_clock``; none in person), ``covers`` (how many of the next activities the deadline covers too, which
    follow one by one without a lag; 0 without a deadline), ``home`` (s between home and this counter, either way; 0
    unless in person), ``errand`` (`Errand`; 0 unless in person), ``complaint`` (whether it is one; never in person,
    nothing waits for it).

    What is no work is no step: an activity whose ``work`` is 0 is done as soon as it is enabled, open or not, without
    queue, server or ticket; in person that is on arrival.

    Where a pool has a ``quota``, each attempt in person takes a ticket when it is enabled, one after the other as they
    are enabled, and keeps it until it has ended. Who gets none is sent home at once, and comes again on another day.

    A complaint whose time comes when the case is over is not made. When one has been dealt with, what becomes ready for
    its case from then on ranks before all else.

    ``predecessors[pred_ptr[a]:pred_ptr[a + 1]]`` are the activities that a waits for, ascending;
    they belong to its own case.

    An errand is a way from home past one or more counters and home again. Its stops form a chain: when a stop is
    served, the citizen goes on to the next, or waits where they are until all else that it waits for is done. The
    ``lag`` of a first stop is its ``home``, that of a later one the walk or journey from the stop before. Errands of
    one case may become ready at any time; a citizen is one person, and carries out one at a time (docs/design.md).
    """

    need: Ints
    last: Ints
    cohort: Bools
    own: Bools
    number: Ints
    permit: Ints
    far: Bools
    vulnerable: Bools
    assisted: Bools
    pays: Bools
    chain_length: Ints
    papers: Ints
    returns: Ints

    case: Ints
    slot: Ints
    pool: Ints
    work: Ints
    lag: Ints
    priority: Ints
    in_person: Bools
    offset: Ints
    patience: Ints
    deadline: Ints
    covers: Ints
    home: Ints
    errand: Ints
    complaint: Bools

    pred_ptr: Ints
    predecessors: Ints

    slots: tuple[Slot, ...]
    pools: tuple[Pool, ...]
    deadline_clock: Hours
    spread: int = 0

    def part(self, first: int, last: int) -> Cases:
        """Cases `first` up to `last` by themselves, these and their activities numbered from 0 on."""
        begin, end = (first_place(self.case, case) for case in (first, last))
        edges = slice(int(self.pred_ptr[begin]), int(self.pred_ptr[end]))
        parts = {name: getattr(self, name)[first:last] for name in PER_CASE}
        parts |= {name: getattr(self, name)[begin:end] for name in PER_ACTIVITY}
        parts |= {
            "last": self.last[first:last] - begin,
            "case": self.case[begin:end] - first,
            "pred_ptr": self.pred_ptr[begin : end + 1] - edges.start,
            "predecessors": self.predecessors[edges] - begin,
        }
        return replace(self, **parts)


def first_place(ascending: npt.NDArray[Any], number: int) -> int:
    """Where the first of some ascending numbers stands that is not less than `number`.

    numpy would copy all of them to compare them with a number of another type.
    """
    return int(np.searchsorted(ascending, ascending.dtype.type(number)))


# Bytes are what a million cases are limited by: a column takes the first type that holds it. Columns that are not named
# here are kept as they are.
WIDTHS: dict[str, tuple[type[np.generic], ...]] = {
    **dict.fromkeys(("last", "number", "case", "work", "patience", "deadline", "covers"), (np.int32,)),
    **dict.fromkeys(("pred_ptr", "predecessors"), (np.int32,)),
    **dict.fromkeys(("lag", "offset", "home"), (np.int16, np.int32)),
    **dict.fromkeys(("permit", "chain_length", "papers", "returns"), (np.int16,)),
    "slot": (np.uint8, np.int16, np.int32),
    "pool": (np.int8, np.int16),
    "priority": (np.int8,),
    "errand": (np.int8,),
    "in_person": (np.bool_,),
    "complaint": (np.bool_,),
}


def narrowed(column: str, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A column of `Cases` in the few bytes that nearly always do, or as it is where a value does not fit."""
    return once(fitted(values, *WIDTHS[column]))


def fitted(values: npt.NDArray[Any], *widths: type[np.generic]) -> npt.NDArray[Any]:
    """Values in the first of some types that holds them all, or as they are where none does."""
    least, most = values.min(initial=0), values.max(initial=0)
    for width in widths:
        if not issubclass(width, np.integer) or np.iinfo(width).min <= least <= most <= np.iinfo(width).max:
            return values.astype(width)
    return values


def once(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Values that take the room of one number where all are the same; they cannot be written to then."""
    if len(values) and values[0] == values[-1] and np.all(values == values[0]):
        return np.broadcast_to(values[0], len(values))
    return values


def held_once(values: npt.NDArray[Any]) -> bool:
    """Whether values take the room of one number, as `once` makes them."""
    return values.strides == (0,) and len(values) > 0


NO_ARRAYS = ("slots", "pools", "deadline_clock", "spread")
ARRAYS = tuple(field.name for field in fields(Cases) if field.name not in NO_ARRAYS)
PER_CASE = ARRAYS[: ARRAYS.index("case")]
PER_ACTIVITY = ARRAYS[ARRAYS.index("case") : ARRAYS.index("pred_ptr")]
# Columns that hold numbers of cases, activities or edges: of those of the column named here.
COUNTED = {"last": "case", "case": "need", "pred_ptr": "predecessors", "predecessors": "case"}

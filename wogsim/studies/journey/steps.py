"""One case's log of attempts, told as steps: who did what, from when to when, in order of time.

Between the end of what an activity waited for and its own end lies, as in the time anatomy: the wait at home for the
office to open, the journey, the queue, the service. What each of them is called depends on the kind of the activity.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wogsim.contract.cases import IN_PERSON, NONE, STAFFED, Cases, Ints, Kind, Slot
from wogsim.contract.log import EndedBy, Log
from wogsim.language import _, mark
from wogsim.measures.anatomy import CLOSED_SERVICE, QUEUE_OF_ROLE, SERVICE_OF_KIND, SERVICE_OF_ROLE
from wogsim.measures.attempts import activity_ends
from wogsim.measures.journeys import from_home
from wogsim.studies.journey.deeds import Deeds, Name, spell

WAITS = {
    Kind.ASSESS: mark("{clearance}: waits to be assessed"),
    Kind.INSPECT: mark("{clearance}: waits for inspection"),
    Kind.WORKS: mark("{clearance}: waits for a crew"),
}
NEVER_SERVED = {
    EndedBy.SENT_HOME: mark("queues at {place} until it closes; is sent home"),
    EndedBy.GAVE_UP: mark("gives up the queue at {place}"),
    EndedBy.DEADLINE: mark("{clearance}: not assessed by the deadline, deemed approved"),
}


@dataclass(frozen=True)
class Step:
    """Something that happened to a case, from second `start` to second `end` (equal: at once).

    ``lane`` is whose lane it is drawn in and ``actor`` the name of who acts; ``message`` and the ``names`` in it make
    the sentence, in the language in use when it is read; ``part`` is the part of the time anatomy it would be, whether
    or not it was on the critical path; ``phase`` one of 'closed', 'held', 'travel', 'queue', 'service'; ``activity``
    and ``attempt`` say where it stands in the log; ``about`` is the key of the clearance that offices work on, if any.
    """

    lane: str
    actor: Name
    message: str
    names: Mapping[str, Name]
    start: int
    end: int
    part: str
    phase: str
    activity: int
    attempt: int
    about: str = ""

    @property
    def who(self) -> str:
        """Who acts, in the language in use."""
        return spell(self.actor)

    @property
    def what(self) -> str:
        """What is done, in the language in use."""
        return _(self.message).format(**{field: spell(name) for field, name in self.names.items()})


@dataclass(frozen=True, eq=False)
class Telling:
    """All that is needed to tell one case's way under one pattern."""

    log: Log
    deeds: Deeds

    @property
    def cases(self) -> Cases:
        """The cases the log is of."""
        return self.deeds.cases

    def steps(self) -> tuple[Step, ...]:
        """The steps in order of time; instants only where something is decided or arrives."""
        rows = np.flatnonzero(self.log.case == self.deeds.case)
        told = [step for row in rows for step in self._attempt(int(row))]
        return tuple(sorted(told, key=lambda step: (step.start, step.end, step.activity, step.attempt)))

    @cached_property
    def _ends(self) -> Ints:
        return activity_ends(self.cases, self.log)

    def _attempt(self, row: int) -> Iterator[Step]:
        cases, log = self.cases, self.log
        a, attempt = int(log.activity[row]), int(log.attempt[row])
        enabled, started, completed = int(log.enabled[row]), int(log.started[row]), int(log.completed[row])
        slot: Slot = cases.slots[cases.slot[a]]
        pool, ended, served = self.deeds.pool(a), EndedBy(int(log.ended_by[row])), started != NONE
        deed = self.deeds.of(a, ended)
        in_person = pool is not None and pool.role in IN_PERSON

        def step(phase: str, start: int, end: int, part: str, message: str, **more: Name) -> Step:
            names = {**deed.names, **more}
            return Step(deed.lane, deed.actor, message, names, start, end, part, phase, a, attempt, deed.about)

        if in_person:
            before = cases.predecessors[cases.pred_ptr[a] : cases.pred_ptr[a + 1]]
            since = int(self._ends[before].max()) if len(before) else int(cases.need[self.deeds.case])
            since = int(log.completed[row - 1]) if attempt else since
            home = bool(from_home(cases, log, np.array([row]), np.array([since]))[0])
            leaves = enabled - int((cases.home if home else cases.lag)[a])
            free = leaves - int(log.held[row])
            if free > since:
                yield step("closed", since, free, "office_closed", self._put_off(row, since + enabled - leaves))
            if leaves > free:
                said = mark("puts off going to {place}, being out on an errand to {elsewhere}")
                elsewhere = self.deeds.place(int(log.held_by[row]))
                yield step("held", free, leaves, "another_errand", said, elsewhere=elsewhere)
            if enabled > leaves:
                walks = not home and any(self._building(int(b)) == self._building(a) for b in before)
                message = mark("walks to {place}") if walks else mark("travels to {place}")
                yield step("travel", leaves, enabled, "travel", message)
        role = pool.role if pool else None
        service = SERVICE_OF_ROLE.get(role, SERVICE_OF_KIND[slot.kind]) if role else SERVICE_OF_KIND[slot.kind]
        waited = started if served else completed
        if role in QUEUE_OF_ROLE and (waited > enabled or not served):
            said = _queueing(slot.kind, in_person, ended, served, waited - enabled)
            yield step("queue", enabled, waited, QUEUE_OF_ROLE[role], said)
        if not served:
            return
        if role not in STAFFED:  # a delay has no queue
            started = enabled
        if completed > started or slot.kind in (Kind.AUTOMATE, Kind.ISSUE):
            part = service
            if pool and (slot.kind, pool.role) in CLOSED_SERVICE:
                # A form is laid down while the portal is down; what is mostly outage is shown as outage.
                open_for = int(np.diff(pool.hours.elapsed(np.array([started, completed])))[0])
                part = CLOSED_SERVICE[slot.kind, pool.role] if 2 * open_for < completed - started else service
            yield step("service", started, completed, part, deed.message)

    def _put_off(self, row: int, there: int) -> str:
        """Why a citizen who could be `there` does not set out yet."""
        hours = self.cases.pools[int(self.log.pool[row])].hours
        if hours.opens[hours.interval_from(there)] <= there:
            return mark("stays at home until their own time of the morning for {place}")
        return mark("puts it off, as {place} would be closed")

    def _building(self, activity: int) -> int:
        """Number of the building an activity takes the citizen to; no two that are nowhere are alike."""
        pool = self.deeds.pool(activity)
        return pool.building if pool and pool.building != NONE else -2 - activity


def _queueing(kind: Kind, in_person: bool, ended: EndedBy, served: bool, waited: int) -> str:
    """What is said of a wait of so many seconds."""
    if ended is EndedBy.SENT_HOME and not waited:
        return mark("gets no ticket at {place}; is sent home for another day")
    if not served and ended is EndedBy.GAVE_UP and not in_person:
        return mark("the case is given up while it waits")
    if not served and ended in NEVER_SERVED:
        return NEVER_SERVED[ended]
    return mark("queues at {place}") if in_person else WAITS.get(kind, mark("the file waits for a case officer"))

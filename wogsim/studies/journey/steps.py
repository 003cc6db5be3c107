"""One case's log of attempts, told as steps: who did what, from when to when, in order of time.

Between the end of what an activity waited for and its own end lies, as in the time anatomy: the wait at home for the
office to open, the journey, the queue, the service. What each of them is called depends on the kind of the activity.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from wogsim.contract.cases import IN_PERSON, NONE, Cases, Kind, Pool, Role, Slot
from wogsim.contract.log import EndedBy, Log
from wogsim.language import _, mark, pick
from wogsim.measures.anatomy import CLOSED_SERVICE, QUEUE_OF_ROLE, SERVICE_OF_KIND, SERVICE_OF_ROLE
from wogsim.measures.attempts import activity_ends
from wogsim.measures.journeys import from_home
from wogsim.patterns import Desk, Pattern
from wogsim.routing.papers import Bringing
from wogsim.routing.ways import Ways
from wogsim.world.agencies import World

CITIZEN, FRONT, FILES, TEAM = "citizen", "front", "files", "team"  # lanes; an agency's lane is "agency:" and its key

Name = Mapping[str, str] | str  # a scenario's titles by language, or a marked message of ours

# Who is at work, by what is done and by who does it, when the citizen is not at a counter.
LANE_OF_KIND: Mapping[Kind, tuple[str, Name]] = {
    **dict.fromkeys((Kind.FIX, Kind.FORM), (CITIZEN, mark("citizen"))),
    **dict.fromkeys((Kind.ISSUE, Kind.AUTOMATE), (FRONT, mark("portal"))),
    Kind.HANDOFF: (FILES, mark("file")),
}
LANE_OF_ROLE: Mapping[Role, tuple[str, Name]] = {
    Role.TEAM: (TEAM, mark("technical team")),
    Role.OFFICERS: (FRONT, mark("case officer")),
}
FRONTS = {  # who stands in front of the agencies
    Desk.UNIT: mark("the one-door unit"),
    Desk.COORDINATOR: mark("the coordinator's desk"),
    Desk.PORTAL: mark("the assisted desk"),
}
DONE = {
    Kind.INTAKE: mark("hands in papers at {place}"),
    Kind.TRIAGE: mark("wrong door: is sent on from {place} to {agency}"),
    Kind.COLLECT: mark("collects at {place}"),
    Kind.FORM: mark("fills in the on-line form"),
    Kind.ISSUE: mark("sends the permit electronically"),
    Kind.FIX: mark("mends the papers at home"),
    Kind.HANDOFF: mark("travels to {agency}"),
    Kind.SEND: mark("sends the file off"),
    Kind.CHASE: mark("presses for an answer"),
    Kind.ASSEMBLE: mark("puts the answers together"),
    Kind.INSPECT: mark("{clearance}: inspection on site"),
    Kind.ASSESS: mark("{clearance}: assessed"),
    Kind.AUTOMATE: mark("{clearance}: decided by the system"),
}
WAITS = {
    Kind.ASSESS: mark("{clearance}: waits to be assessed"),
    Kind.INSPECT: mark("{clearance}: waits for inspection"),
}
NEVER_SERVED = {
    EndedBy.SENT_HOME: mark("queues at {place} until it closes; is sent home"),
    EndedBy.GAVE_UP: mark("gives up the queue at {place}"),
    EndedBy.DEADLINE: mark("{clearance}: not assessed by the deadline, deemed approved"),
}


def spell(name: Name) -> str:
    """A name in the language in use."""
    if isinstance(name, str):
        return _(name) if name else ""
    return pick(name)


@dataclass(frozen=True)
class Step:
    """Something that happened to a case, from second `start` to second `end` (equal: at once).

    ``lane`` is whose lane it is drawn in and ``actor`` the name of who acts; ``message`` and the ``names`` in it make
    the sentence, in the language in use when it is read; ``part`` is the part of the time anatomy it would be, whether
    or not it was on the critical path; ``phase`` one of 'closed', 'held', 'travel', 'queue', 'service'; ``activity``
    and ``attempt`` say where it stands in the log.
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

    world: World
    row: Pattern
    cases: Cases
    log: Log
    case: int
    way: Ways
    rounds: list[Bringing]

    def steps(self) -> tuple[Step, ...]:
        """The steps in order of time; instants only where something is decided or arrives."""
        ends = activity_ends(self.cases, self.log)
        rows = np.flatnonzero(self.log.case == self.case)
        told = [step for row in rows for step in self._attempt(int(row), ends)]
        return tuple(sorted(told, key=lambda step: (step.start, step.end, step.activity, step.attempt)))

    def _attempt(self, row: int, ends: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Iterator[Step]:
        cases, log = self.cases, self.log
        a, attempt = int(log.activity[row]), int(log.attempt[row])
        enabled, started, completed = int(log.enabled[row]), int(log.started[row]), int(log.completed[row])
        slot: Slot = cases.slots[cases.slot[a]]
        pool = cases.pools[cases.pool[a]] if cases.pool[a] != NONE else None
        before = cases.predecessors[cases.pred_ptr[a] : cases.pred_ptr[a + 1]]
        released = int(ends[before].max()) if len(before) else int(cases.need[self.case])
        since = int(log.completed[row - 1]) if attempt else released
        names = self._names(slot, pool)
        in_person = pool is not None and pool.role in IN_PERSON

        def step(phase: str, start: int, end: int, part: str, message: str) -> Step:
            lane, who = (CITIZEN, mark("citizen")) if in_person else self._lane(slot, pool)
            return Step(lane, who, message, names, start, end, part, phase, a, attempt)

        if in_person:
            home = bool(from_home(cases, log, np.array([row]), np.array([since]))[0])
            leaves = enabled - int((cases.home if home else cases.lag)[a])
            free = leaves - int(log.held[row])
            if free > since:
                yield step("closed", since, free, "office_closed", mark("puts it off, as {place} would be closed"))
            if leaves > free:
                yield step(
                    "held",
                    free,
                    leaves,
                    "another_errand",
                    mark("puts off going to {place}, being out on another errand"),
                )
            if enabled > leaves:
                walks = not home and any(self._building(int(b)) == self._building(a) for b in before)
                message = mark("walks to {place}") if walks else mark("travels to {place}")
                yield step("travel", leaves, enabled, "travel", message)
        role = pool.role if pool else None
        service = SERVICE_OF_ROLE.get(role, SERVICE_OF_KIND[slot.kind]) if role else SERVICE_OF_KIND[slot.kind]
        ended, served = EndedBy(int(log.ended_by[row])), started != NONE
        waited = started if served else completed
        if role in QUEUE_OF_ROLE and (waited > enabled or not served):
            yield step("queue", enabled, waited, QUEUE_OF_ROLE[role], _queueing(slot.kind, in_person, ended, served))
        if not served:
            return
        if completed > started or slot.kind in (Kind.AUTOMATE, Kind.ISSUE):
            part = service
            if pool and (slot.kind, pool.role) in CLOSED_SERVICE:
                # A form is laid down while the portal is down; what is mostly outage is shown as outage.
                open_for = int(np.diff(pool.hours.elapsed(np.array([started, completed])))[0])
                part = CLOSED_SERVICE[slot.kind, pool.role] if 2 * open_for < completed - started else service
            yield step("service", started, completed, part, self._message(slot, ended))

    def _building(self, activity: int) -> int:
        """Number of the building an activity takes the citizen to; no two that are nowhere are alike."""
        number = int(self.cases.pool[activity])
        here = self.cases.pools[number].building if number != NONE else NONE
        return here if here != NONE else -2 - activity

    def _names(self, slot: Slot, pool: Pool | None) -> dict[str, Name]:
        """What the messages may name."""
        agencies, clearances, about = self.world.agencies, self.world.clearances, self._clearance(slot)
        numbers = {clearance.key: clearance.agency for clearance in clearances}
        numbers |= {agency.key: i for i, agency in enumerate(agencies)}
        whose = numbers.get(slot.entity.strip("~").removeprefix("to-").removeprefix("from-"))
        # The joint inspection is of several clearances and has no title of its own.
        seen = mark("all that must be seen")
        return {
            "place": agencies[pool.agency].title
            if pool and pool.role is Role.COUNTER
            else FRONTS.get(self.row.desk, ""),
            "agency": "" if whose is None else agencies[whose].title,
            "clearance": seen if about is None else dict(clearances[about].described.title),
        }

    def _clearance(self, slot: Slot) -> int | None:
        """Number of the clearance that an activity is about, where it is about one."""
        return next((i for i, clearance in enumerate(self.world.clearances) if clearance.key == slot.entity), None)

    def _lane(self, slot: Slot, pool: Pool | None) -> tuple[str, Name]:
        """Lane and name of who is at work when the citizen is not at a counter."""
        if slot.kind in LANE_OF_KIND:
            return LANE_OF_KIND[slot.kind]
        if pool and pool.role in LANE_OF_ROLE:
            return LANE_OF_ROLE[pool.role]
        clearance = self._clearance(slot)
        if clearance is None or self.way.decide[self.case, clearance]:
            return FRONT, FRONTS.get(self.row.desk, "")
        agency = self.world.agencies[self.world.clearances[clearance].agency]
        return f"agency:{agency.key}", agency.title

    def _message(self, slot: Slot, ended: EndedBy) -> str:
        """What is done in an activity."""
        if slot.kind is Kind.INTAKE and slot.entity.endswith("~"):
            return mark("hands in papers for {agency} at a wrong door, {place}, which takes them")
        if slot.kind is Kind.INTAKE and slot.bringing:
            return mark("hands in mended papers at {place}")
        if slot.kind is Kind.HANDOFF and slot.entity == "from-file":
            return mark("travels back to the front")
        if slot.kind is Kind.HANDOFF and slot.entity.startswith("from-"):
            return mark("travels back from {agency}")
        if slot.kind is Kind.COLLECT and slot.entity == "front":
            return mark("collects the permit at {place}")
        if slot.kind is Kind.ASSESS and ended is EndedBy.DEADLINE:
            return mark("{clearance}: the deadline passes, deemed approved")
        clearance = self._clearance(slot)
        if (
            slot.kind is Kind.ASSESS
            and clearance is not None
            and self.rounds[slot.bringing].missed[self.case, clearance]
        ):
            return mark("{clearance}: assessed, papers found incomplete")
        return DONE[slot.kind]


def _queueing(kind: Kind, in_person: bool, ended: EndedBy, served: bool) -> str:
    """What is said of a wait."""
    if not served and ended is EndedBy.GAVE_UP and not in_person:
        return mark("the case is given up while it waits")
    if not served and ended in NEVER_SERVED:
        return NEVER_SERVED[ended]
    return mark("queues at {place}") if in_person else WAITS.get(kind, mark("the file waits for a case officer"))

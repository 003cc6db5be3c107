"""The reference engine, on SimPy: one process pursues one activity, attempt after attempt.

Read `Simulation.pursue` first: it is the life of an activity. What breaks into that life (closing
time, lost patience, a deadline) reaches it as a SimPy interrupt whose cause says how the attempt ends.
"""

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from itertools import count, pairwise
from typing import Any, NamedTuple, cast

import numpy as np
from simpy import Environment, Event, Interrupt, Process
from simpy.core import EmptySchedule
from simpy.events import EventPriority

from wogsim.contract.cases import NONE, UNLIMITED, Cases, Pool
from wogsim.contract.hours import FOREVER
from wogsim.contract.log import EndedBy, Log
from wogsim.errors import CalendarExhausted
from wogsim.language import _

# The order at one instant is (phase, id): SimPy takes the least priority first, and ours is the sum of the two.
# SimPy's own priorities, 0 and 1, lie below: what one event sets off is done before the next event is looked at.
COMPLETION, CAPACITY, PATIENCE, DEADLINE, ENABLING, ALLOCATION = (phase << 40 for phase in range(1, 7))

Life = Generator[Event, Any, None]
Callback = Callable[[Event], None]


class Activity(NamedTuple):
    """One activity, in the words of `wogsim.contract.cases.Cases`."""

    number: int
    case: int
    pool: int
    work: int
    lag: int
    priority: int
    in_person: bool
    offset: int
    stride: int
    patience: int
    deadline: int


class Clock(Environment):
    """SimPy's environment, where time is whole seconds."""

    now: int
    active_process: Process


class Moment(Event):
    """A point in the total order: whole seconds, one of the six phases, the index of an activity or a pool."""

    def __init__(self, clock: Clock, time: int, phase: int, number: int, then: Callback | None = None) -> None:
        super().__init__(clock)
        self._ok, self._value, self.callbacks = True, None, [then] if then else []
        clock.schedule(self, EventPriority(phase + number), time - clock.now)


class Turn(Event):
    """A place in a queue; it comes when a server is free, and its value is the number of that server."""

    def __init__(self, clock: Clock, in_person: bool) -> None:
        super().__init__(clock)
        self.process, self.in_person = clock.active_process, in_person

    @property
    def awaited(self) -> bool:
        """Whether the process still waits for it; one that has been interrupted no longer listens."""
        return bool(self.callbacks)


class Staff:
    """A pool at work: its hours, its queue, its servers."""

    def __init__(self, clock: Clock, number: int, pool: Pool) -> None:
        self.clock, self.number, self.pool = clock, number, pool
        self.capacity = self.busy = 0
        self.queue: list[tuple[int, int, int, Turn]] = []
        self.returned: list[int] = []
        self.about_to_allocate = False

    def keep_hours(self) -> Life:
        """Follow the staff present, step by step; at the end of the day send home who waits in person."""
        ends_of_day = set(self.pool.hours.closes[self.pool.hours.ends_day].tolist())
        for time, servers in zip(self.pool.step_times.tolist(), self.pool.step_servers.tolist(), strict=True):
            if time >= FOREVER:
                return
            yield Moment(self.clock, time, CAPACITY, self.number)
            self.capacity = servers
            self.allocate_soon()
            if time in ends_of_day:
                for *_rank, turn in self.queue:
                    if turn.in_person and turn.awaited:
                        turn.process.interrupt(EndedBy.SENT_HOME)

    def line_up(self, activity: Activity) -> Turn:
        """Join the queue."""
        turn = Turn(self.clock, activity.in_person)
        # Activities are numbered case by case, so that (priority, enabled, activity) says as much as with the case.
        heappush(self.queue, (activity.priority, self.clock.now, activity.number, turn))
        self.allocate_soon()
        return turn

    def allocate_soon(self) -> None:
        """Start waiting attempts, but only when everything else that happens at this instant has happened."""
        if self.queue and self.busy < self.capacity and not self.about_to_allocate:
            self.about_to_allocate = True
            Moment(self.clock, self.clock.now, ALLOCATION, self.number, self.allocate)

    def allocate(self, _moment: Event) -> None:
        """Start waiting attempts by (priority, enabled, case, activity) while servers are free.

        Each occupies the server with the lowest free number; without a limit they have no numbers.
        """
        self.about_to_allocate = False
        while self.queue and self.busy < self.capacity:
            turn = heappop(self.queue)[-1]
            if turn.awaited:
                # When no number has come back, those in use are 0, 1, 2 and so on without a gap.
                server = heappop(self.returned) if self.returned else self.busy
                self.busy += 1
                turn.succeed(server if self.pool.servers != UNLIMITED else NONE)

    def release(self, server: int) -> None:
        """Free a server."""
        self.busy -= 1
        if server != NONE:
            heappush(self.returned, server)
        self.allocate_soon()

    def completion(self, work: int) -> int:
        """When work that starts now will be done."""
        now, pool = self.clock.now, self.pool
        return look_up(pool.hours.advance, now, work, pool.name) if pool.suspends else now + work


class Simulation:
    """Cases on their way through the pools; `rows` collects the attempts that have ended."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases
        self.clock = Clock()
        self.rows: list[tuple[int, ...]] = []
        self.staff = [Staff(self.clock, number, pool) for number, pool in enumerate(cases.pools)]

        columns = (getattr(cases, field).tolist() for field in Activity._fields[1:])
        self.activities = list(map(Activity, range(len(cases.case)), *columns))
        self.first: list[int] = np.searchsorted(cases.case, np.arange(len(cases.need) + 1)).tolist()
        self.missing: list[int] = np.diff(cases.pred_ptr).tolist()
        self.successors: list[list[Activity]] = [[] for _activity in self.activities]
        for activity, among in zip(self.activities, pairwise(cases.pred_ptr.tolist()), strict=True):
            for predecessor in cases.predecessors[slice(*among)].tolist():
                self.successors[predecessor].append(activity)

        self.not_started: list[Process | None] = [None] * len(self.activities)
        self.gave_up: set[int] = set()
        self.under_way = 0

    def run(self) -> None:
        """Follow every case until it is over."""
        for staff in self.staff:
            self.clock.process(staff.keep_hours())
        arrivals = self.clock.process(self.arrivals())
        try:
            while self.under_way or arrivals.is_alive:
                self.clock.step()
        except EmptySchedule:
            stuck = (staff for staff in self.staff if any(turn.awaited for *_rank, turn in staff.queue))
            raise exhausted(", ".join(staff.pool.name for staff in stuck)) from None

    def arrivals(self) -> Life:
        """Begin what waits for nothing else, when the need arises."""
        first = [activity for activity in self.activities if self.missing[activity.number] == 0]
        needs: list[int] = self.cases.need[[activity.case for activity in first]].tolist()
        for need, activity in sorted(zip(needs, first, strict=True)):
            yield Moment(self.clock, need, ENABLING, activity.number)
            self.begin(activity)

    def begin(self, activity: Activity) -> None:
        """Set out on an activity: all its predecessors have completed."""
        self.under_way += 1
        self.not_started[activity.number] = self.clock.process(self.pursue(activity))

    def pursue(self, activity: Activity) -> Life:
        """Pursue an activity, attempt after attempt, until it is served, deemed approved or given up."""
        clock, case, number = self.clock, activity.case, activity.number
        staff = self.staff[activity.pool] if activity.pool != NONE else None
        comes = clock.now + activity.lag
        for attempt in count():
            enabled = started = server = NONE
            try:
                if staff and activity.in_person:
                    offset = activity.offset + attempt * activity.stride
                    comes = look_up(staff.pool.hours.come, comes, offset, staff.pool.name)
                yield Moment(clock, comes, ENABLING, number)
                enabled = clock.now
                if activity.deadline != NONE and attempt == 0:
                    self.set_deadline(activity)
                if staff:
                    turn = staff.line_up(activity)
                    if activity.patience != NONE:
                        self.set_patience(activity, turn)
                    server = yield turn
                started = clock.now
                self.not_started[number] = None
                done = staff.completion(activity.work) if staff else started + activity.work
                yield Moment(clock, done, COMPLETION, number)
                ended_by = EndedBy.SERVED
            except Interrupt as interrupt:
                ended_by = cast(EndedBy, interrupt.cause)

            # Who is at home has no attempt that could end; a deadline passing then still has to stand in the log.
            if enabled == NONE and ended_by == EndedBy.DEADLINE:
                enabled = clock.now
            if enabled != NONE:
                self.rows.append((case, number, attempt, activity.pool, server, enabled, started, clock.now, ended_by))
            if staff and started != NONE:
                staff.release(server)
            if ended_by != EndedBy.SENT_HOME:
                break
            comes = clock.now
        self.end(activity)

    def end(self, activity: Activity) -> None:
        """Let the successors go on, unless the case was given up."""
        self.not_started[activity.number] = None
        if activity.case not in self.gave_up:
            for successor in self.successors[activity.number]:
                self.missing[successor.number] -= 1
                if self.missing[successor.number] == 0:
                    self.begin(successor)
        self.under_way -= 1

    def set_patience(self, activity: Activity, turn: Turn) -> None:
        """Give the case up should the turn not have come by then: cancel whatever has not started."""

        def give_up(_moment: Event) -> None:
            if turn.awaited:
                self.gave_up.add(activity.case)
                for process in self.not_started[self.first[activity.case] : self.first[activity.case + 1]]:
                    if process:
                        process.interrupt(EndedBy.GAVE_UP)

        Moment(self.clock, self.clock.now + activity.patience, PATIENCE, activity.number, give_up)

    def set_deadline(self, activity: Activity) -> None:
        """Have the activity deemed approved should it not have ended by then."""
        process = self.clock.active_process

        def overtake(_moment: Event) -> None:
            if process.is_alive:
                process.interrupt(EndedBy.DEADLINE)

        due = look_up(self.cases.deadline_clock.advance, self.clock.now, activity.deadline, _("the clock of deadlines"))
        Moment(self.clock, due, DEADLINE, activity.number, overtake)


def look_up(hours: Callable[[int, int], int], time: int, seconds: int, whose: str) -> int:
    """Ask opening hours for a moment; when they have run out, say whose they are."""
    try:
        return hours(time, seconds)
    except CalendarExhausted:
        raise exhausted(whose) from None


def exhausted(names: str) -> CalendarExhausted:
    """Say whose opening hours have run out."""
    text = _(
        "Ten years after the last arrival there is still work left for: {pools}. It is too much or too long for its "
        "opening hours. Expected shorter work (world.clearances.*.assessment, world.agencies.*.intake), longer hours "
        "(world.hours), more people (world.clearances.*.assessors, world.agencies.*.counters) or fewer citizens "
        "(world.citizens.need)."
    )
    return CalendarExhausted(text.format(pools=names))


def run(cases: Cases) -> Log:
    """Follow every case until it is over, and log every attempt at every activity.

    Raises
    ------
    CalendarExhausted
        When work is left after the last opening hours of a pool; the message names the pool.
    """
    simulation = Simulation(cases)
    simulation.run()
    return Log.of(simulation.rows)

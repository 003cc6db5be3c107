"""The reference engine, on SimPy: one process pursues one activity, attempt after attempt.

Read `Simulation.pursue` first: it is the life of an activity; `Simulation.go` is how a citizen gets to a counter.
What breaks into that life (closing time, lost patience, a deadline) reaches it as a SimPy interrupt whose cause says
how the attempt ends.
"""

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from itertools import count, pairwise
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from simpy import Environment, Event, Interrupt, Process
from simpy.core import EmptySchedule
from simpy.events import EventPriority

from wogsim.contract.cases import NONE, UNLIMITED, Cases, Errand, Pool, Role
from wogsim.contract.hours import FOREVER
from wogsim.contract.log import EndedBy, Log
from wogsim.errors import CalendarExhausted
from wogsim.language import _, mark

# The order at one instant is (phase, id): SimPy takes the least priority first, and ours is the sum of the two.
# SimPy's own priorities, 0 and 1, lie below: what one event sets off is done before the next event is looked at.
COMPLETION, CAPACITY, PATIENCE, DEADLINE, HOME, LEAVING, ENABLING, ALLOCATION = (phase << 40 for phase in range(1, 9))

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
    patience: int
    deadline: int
    covers: int
    home: int
    errand: int
    complaint: bool


class Clock(Environment):
    """SimPy's environment, where time is whole seconds."""

    now: int
    active_process: Process


class Moment(Event):
    """A point in the total order: whole seconds, one of the eight phases, the index of an activity or a pool."""

    def __init__(self, clock: Clock, time: int, phase: int, number: int, then: Callback | None = None) -> None:
        super().__init__(clock)
        self._ok, self._value, self.callbacks = True, None, [then] if then else []
        clock.schedule(self, EventPriority(phase + number), time - clock.now)


class Turn(Event):
    """A place in a line: when the turn comes, the value says with which server, or whether to leave home at once."""

    def __init__(self, clock: Clock, activity: Activity) -> None:
        super().__init__(clock)
        self.process, self.activity = clock.active_process, activity

    @property
    def awaited(self) -> bool:
        """Whether the process still waits for it; one that has been interrupted no longer listens."""
        return bool(self.callbacks)


class Staff:
    """A pool at work: its hours, its queue, its servers."""

    def __init__(self, clock: Clock, number: int, pool: Pool, spread: int) -> None:
        self.clock, self.number, self.pool, self.spread = clock, number, pool, spread
        self.capacity = self.busy = 0
        self.queue: list[tuple[int, int, int, Turn]] = []
        self.returned: list[int] = []
        self.about_to_allocate = False
        self.day = self.tickets = 0  # how many have been handed out on the day that ends then

    def keep_hours(self) -> Life:
        """Follow the staff present, step by step; at the end of a sitting send home who waits in person."""
        ends = set(self.pool.hours.closes[self.pool.hours.ends_sitting].tolist())
        for time, servers in zip(*(steps.tolist() for steps in self.pool.followed), strict=True):
            if time >= FOREVER:
                return
            yield Moment(self.clock, time, CAPACITY, self.number)
            self.capacity = servers
            self.allocate_soon()
            if time in ends:
                for *_rank, turn in self.queue:
                    if turn.activity.in_person and turn.awaited:
                        turn.process.interrupt(EndedBy.SENT_HOME)

    def hands_out_a_ticket(self) -> bool:
        """Hand out one of the day's tickets, should there be one left."""
        if self.pool.quota == NONE:
            return True
        today = self.pool.hours.day_ends(self.clock.now)
        self.day, self.tickets = today, (self.tickets if self.day == today else 0) + 1
        return self.tickets <= self.pool.quota

    def line_up(self, activity: Activity, priority: int) -> Turn:
        """Join the queue."""
        turn = Turn(self.clock, activity)
        # Activities are numbered case by case, so that (priority, enabled, activity) says as much as with the case.
        heappush(self.queue, (priority, self.clock.now, activity.number, turn))
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
        return look_up(pool.hours.advance, now, work, whose=pool.name) if pool.suspends else now + work

    def leaves(self, activity: Activity, ready: int, offset: int) -> int:
        """When a citizen who could leave home from `ready` on does so, to be there at their own time of the morning."""
        there = look_up(self.pool.hours.come, ready + activity.home, offset, self.spread, whose=self.pool.name)
        return there - activity.home


class Citizen:
    """Whose case it is: out on one errand at a time, the others in a line at home."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.errand = NONE  # the activity for which they left home last
        self.back = 0  # when they are home again from it
        self.line: list[tuple[int, int, Callable[[], bool], Turn]] = []

    @property
    def is_home(self) -> bool:
        """Whether they are back from all errands."""
        return self.back <= self.clock.now

    def leave(self, activity: Activity) -> None:
        """Leave home; until when is not known yet."""
        self.errand, self.back = activity.number, FOREVER

    def go_home(self, time: int) -> None:
        """Be home again at `time`."""
        self.back = time
        if self.line:
            Moment(self.clock, time, HOME, self.errand, self.next_errand)

    def line_up(self, activity: Activity, may_leave: Callable[[], bool]) -> Turn:
        """Let an errand wait until the citizen is home: first come first served, ties by activity."""
        if not self.line and self.back < FOREVER:
            Moment(self.clock, self.back, HOME, self.errand, self.next_errand)
        turn = Turn(self.clock, activity)
        heappush(self.line, (self.clock.now, activity.number, may_leave, turn))
        return turn

    def next_errand(self, _moment: Event) -> None:
        """Leave at once for the first in line that is open on arrival; those before it will ask again later."""
        while self.line and self.is_home:
            *_rank, may_leave, turn = heappop(self.line)
            if turn.awaited:
                leaves = may_leave()
                if leaves:
                    self.leave(turn.activity)
                turn.succeed(leaves)


class Simulation:
    """Cases on their way through the pools; `rows` collects the attempts that have ended."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases
        self.clock = Clock()
        self.rows: list[tuple[int, ...]] = []
        self.staff = [Staff(self.clock, number, pool, cases.spread) for number, pool in enumerate(cases.pools)]
        self.citizens = [Citizen(self.clock) for _case in range(len(cases.need))]

        columns = (getattr(cases, field).tolist() for field in Activity._fields[1:])
        self.activities = list(map(Activity, range(len(cases.case)), *columns))
        self.first: list[int] = np.searchsorted(cases.case, np.arange(len(cases.need) + 1)).tolist()
        self.missing: list[int] = np.diff(cases.pred_ptr).tolist()
        self.successors: list[list[Activity]] = [[] for _activity in self.activities]
        for activity, among in zip(self.activities, pairwise(cases.pred_ptr.tolist()), strict=True):
            for predecessor in cases.predecessors[slice(*among)].tolist():
                self.successors[predecessor].append(activity)

        self.lives: list[Process | None] = [None] * len(self.activities)
        self.not_started: list[Process | None] = [None] * len(self.activities)
        self.over, self.deemed_approved, self.gave_up, self.complained = (set[int]() for _what in range(4))
        self.before_all = int(cases.priority.min(initial=0)) - 1
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
            raise exhausted(*(staff.pool.name for staff in stuck)) from None

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
        self.lives[activity.number] = self.clock.process(self.pursue(activity))
        self.not_started[activity.number] = self.lives[activity.number]

    def pursue(self, activity: Activity) -> Life:
        """Pursue an activity, attempt after attempt, until it is served, deemed approved or given up."""
        clock, case, number = self.clock, activity.case, activity.number
        staff = self.staff[activity.pool] if activity.pool != NONE else None
        queues = staff if activity.work else None  # what is no work is done on arrival
        tickets_from = 0
        for attempt in count():
            enabled = started = server = held_by = NONE
            held = 0
            try:
                if staff and activity.in_person:
                    held, held_by = yield from self.go(activity, staff, attempt, tickets_from)
                else:
                    yield Moment(clock, clock.now + activity.lag, ENABLING, number)
                if activity.complaint and self.cases.last[case] in self.over:
                    break
                enabled = clock.now
                if number in self.deemed_approved:
                    raise Interrupt(EndedBy.DEADLINE)
                if activity.deadline != NONE and attempt == 0:
                    self.set_deadline(activity)
                if queues and activity.in_person and not queues.hands_out_a_ticket():
                    tickets_from = queues.day
                    raise Interrupt(EndedBy.SENT_HOME)
                if queues:
                    turn = queues.line_up(activity, self.before_all if case in self.complained else activity.priority)
                    if activity.patience != NONE:
                        self.set_patience(activity, turn)
                    server = yield turn
                started = clock.now
                self.not_started[number] = None
                done = queues.completion(activity.work) if queues else started + activity.work
                yield Moment(clock, done, COMPLETION, number)
                ended_by = EndedBy.SERVED
            except Interrupt as interrupt:
                ended_by = cast(EndedBy, interrupt.cause)
                if ended_by == EndedBy.DEADLINE and enabled == NONE:  # about to be, at this instant
                    enabled = clock.now

            if enabled != NONE:  # who is at home has no attempt that could end
                how = (server, enabled, started, clock.now, ended_by, held, held_by)
                self.rows.append((case, number, attempt, activity.pool, *how))
            if queues and started != NONE:
                queues.release(server)
            if ended_by == EndedBy.SERVED and activity.errand & Errand.LAST:
                self.citizens[case].go_home(clock.now + activity.home)
            if ended_by == EndedBy.SERVED and activity.complaint:
                self.complained.add(case)
            if ended_by != EndedBy.SENT_HOME:
                break
        self.end(activity)

    def go(
        self, activity: Activity, staff: Staff, attempt: int, tickets_from: int
    ) -> Generator[Event, Any, tuple[int, int]]:
        """Be at a counter for one attempt; return how long other errands held it up at home, and the last of them.

        Who got no ticket is not there again before there are some.
        """
        clock, citizen, hours = self.clock, self.citizens[activity.case], staff.pool.hours
        offset, ready = activity.offset, clock.now
        if attempt:  # sent home, and at the door when it opens
            offset, ready = 0, clock.now + activity.home
            citizen.go_home(ready)
            ready = max(ready, tickets_from - activity.home)
        elif not activity.errand & Errand.FIRST:
            comes = look_up(hours.still_today, clock.now + activity.lag, whose=staff.pool.name)
            if comes is not None:
                yield Moment(clock, comes, ENABLING, activity.number)
                return 0, NONE
            ready = clock.now + activity.home
            citizen.go_home(ready)

        def may_leave() -> bool:
            return staff.leaves(activity, clock.now, offset) == clock.now

        held, held_by, leaves = 0, NONE, False
        while not leaves:
            yield Moment(clock, staff.leaves(activity, ready, offset), LEAVING, activity.number)
            if citizen.is_home:
                citizen.leave(activity)
                break
            since, held_by = clock.now, citizen.errand
            leaves = yield citizen.line_up(activity, may_leave)
            ready = clock.now
            held += ready - since
        yield Moment(clock, clock.now + activity.home, ENABLING, activity.number)
        return held, held_by

    def end(self, activity: Activity) -> None:
        """Let the successors go on, unless the case was given up."""
        self.not_started[activity.number] = self.lives[activity.number] = None
        self.over.add(activity.number)
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
        """Have the activity, and what else the deadline covers, deemed approved should they not have ended by then."""

        def overtake(_moment: Event) -> None:
            for number in range(activity.number, activity.number + activity.covers + 1):
                self.deemed_approved.add(number)
                process = self.lives[number]
                if process:
                    process.interrupt(EndedBy.DEADLINE)

        clock, whose = self.cases.deadline_clock, _("the clock of deadlines")
        due = look_up(clock.advance, self.clock.now, activity.deadline, whose=whose)
        Moment(self.clock, due, DEADLINE, activity.number, overtake)


Moments = TypeVar("Moments")


def look_up(hours: Callable[..., Moments], *times: int, whose: str) -> Moments:
    """Ask opening hours for a moment; when they have run out, say whose they are."""
    try:
        return hours(*times)
    except CalendarExhausted:
        raise exhausted(whose) from None


# Pools without people, by the first part of their names: what they are called.
WITHOUT_PEOPLE = {
    Role.CLOCK.value: mark("whatever takes working days"),
    Role.OPENING.value: mark("the next opening"),
    Role.SITTING.value: mark("who signs at the hours '{hours}'"),
}


def exhausted(*names: str) -> CalendarExhausted:
    """Say whose opening hours have run out, by the names of their pools."""
    text = _(
        "Ten years after the last arrival there is still work left for: {pools}. It is too much or too long for its "
        "opening hours. Expected shorter work (world.clearances.*.assessment, world.agencies.*.intake), shorter delays "
        "(world.files, world.carry, world.notice, latency, signature, assignment), longer hours or fewer holidays "
        "(world.hours, world.holidays), more people (world.clearances.*.assessors, world.agencies.*.counters), a "
        "shorter backlog (world.clearances.*.backlog) or fewer citizens (world.citizens.need)."
    )
    return CalendarExhausted(text.format(pools=", ".join(map(_called, names))))


def _called(name: str) -> str:
    role, _colon, hours = name.partition(":")
    return _(WITHOUT_PEOPLE[role]).format(hours=hours) if role in WITHOUT_PEOPLE else name


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

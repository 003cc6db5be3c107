"""What must hold of any run, worked out again from the cases and the log alone: the twin of every engine.

First, that errands are chains of stops (`well_formed`). Then three parts, which together leave an engine no freedom:

- `Stays`: nobody is out on two errands at once, from leaving home to being home again.
- `Life`: given when each attempt started (or that it never did), the rules say everything else about it, to
  the second: when it was enabled, when and how it ended, what came after.
- `Queue`: given who waited when, the rules say who started at each instant, and at which server.

Opening tables are looked up here by walking along the intervals, not by the arithmetic of `wogsim.contract.hours`.
"""

import math
from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from itertools import groupby, takewhile
from typing import NamedTuple

import numpy as np

from wogsim.contract.cases import NONE, UNLIMITED, Cases, Errand, Pool
from wogsim.contract.hours import DAY, HOUR, Hours
from wogsim.contract.log import COLUMNS, EndedBy, Log

NEVER = 2**63 - 1
COMPLETION, CLOSING, PATIENCE, DEADLINE, HOME, LEAVING, ENABLING = range(7)
COVERED = -2  # in place of an attempt's number: whichever it is


class Row(NamedTuple):
    case: int
    activity: int
    attempt: int
    pool: int
    server: int
    enabled: int
    started: int
    completed: int
    ended_by: int
    held: int
    held_by: int


class Table:
    """Opening hours, walked along interval by interval; and where people come within a `spread` of the opening."""

    def __init__(self, hours: Hours, spread: int = 0) -> None:
        self.opens: list[int] = hours.opens.tolist()
        self.closes: list[int] = hours.closes.tolist()
        self.spread = spread
        self.sittings: list[list[int]] = []  # intervals with nothing but breaks between them
        for k, opening in enumerate(self.opens):
            goes_on = self.sittings and opening - self.closes[k - 1] < 4 * HOUR
            if goes_on and opening - self.opens[self.sittings[-1][0]] < DAY:
                self.sittings[-1].append(k)
            else:
                self.sittings.append([k])
        self.ends_of_sittings = [self.closes[sitting[-1]] for sitting in self.sittings]
        self.beginnings = {sitting[0] for sitting in self.sittings}

    def is_open(self, time: int) -> bool:
        k = bisect_right(self.closes, time)
        return k < len(self.opens) and self.opens[k] <= time

    def begins_sitting(self, k: int) -> bool:
        return k in self.beginnings and self.opens[k] > 0

    def come(self, time: int, offset: int) -> int:
        k = bisect_right(self.closes, time)
        if not self.begins_sitting(k):
            return time if self.is_open(time) else self.opens[k]
        length = self.closes[k] - self.opens[k]
        drawn_in = Fraction(length, self.spread) if length < self.spread else 1
        return max(time, self.opens[k] + math.floor(offset * drawn_in))

    def closed_for_the_day(self, time: int) -> bool:
        return not self.is_open(time) and self.begins_sitting(bisect_right(self.closes, time))

    def day_ends(self, time: int) -> int:
        """When tickets run out by themselves: by dates within what is open for more than a day, else by sittings."""
        assert self.is_open(time)
        k = bisect_right(self.closes, time)
        endless = [closes - opens > DAY for opens, closes in zip(self.opens, self.closes, strict=True)]
        if endless[k]:
            return min((time // DAY + 1) * DAY, self.closes[k])
        [sitting] = [sitting for sitting in self.sittings if k in sitting]
        return self.closes[list(takewhile(lambda j: not endless[j], sitting[sitting.index(k) :]))[-1]]

    def advance(self, time: int, work: int) -> int:
        k = bisect_right(self.closes, time)
        while True:
            begin = max(time, self.opens[k])
            if begin + work <= self.closes[k]:
                return begin + work
            work -= self.closes[k] - begin
            k += 1

    def end_of_sitting_after(self, time: int) -> int:
        k = bisect_right(self.ends_of_sittings, time)
        return self.ends_of_sittings[k] if k < len(self.ends_of_sittings) else NEVER


def check(cases: Cases, log: Log) -> None:
    """Raise AssertionError when `log` is not what the contract makes of `cases`."""
    columns = [getattr(log, name) for name in COLUMNS]
    assert all(column.dtype == np.int64 and column.shape == columns[0].shape for column in columns)
    rows = [Row(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]
    keys = [row[:3] for row in rows]
    assert keys == sorted(set(keys)), "rows in order of (case, activity, attempt), each once"
    for row in rows:
        assert (row.case, row.pool) == (cases.case[row.activity], cases.pool[row.activity]), row

    well_formed(cases)
    tables = [Table(pool.hours, cases.spread) for pool in cases.pools]
    clock = Table(cases.deadline_clock)
    dealt_with = [row for row in rows if cases.complaint[row.activity] and row.ended_by == EndedBy.SERVED]
    complained = {row.case: row.completed for row in dealt_with}
    by_case = {case: list(some) for case, some in groupby(rows, lambda row: row.case)}
    for case in range(len(cases.need)):
        some = by_case.get(case, [])
        Stays(cases, case, some, tables).check()
        Life(cases, case, some, tables, clock).check()
    for number, pool in enumerate(cases.pools):
        some = [row for row in rows if row.pool == number and cases.work[row.activity]]  # no work, no queue
        Queue(cases, pool, tables[number], some, complained).check()


def without_ticket(cases: Cases, row: Row) -> bool:
    """Whether the log says that somebody was sent home for want of a ticket: at the instant when they came."""
    limited = row.pool != NONE and cases.pools[row.pool].quota != NONE
    return limited and row.ended_by == EndedBy.SENT_HOME and row.completed == row.enabled


def well_formed(cases: Cases) -> None:
    """Raise AssertionError when what comes in person is no chain of stops, as engines rely on."""
    comes, errand = np.asarray(cases.in_person), np.asarray(cases.errand)
    first, last = (comes & (errand & int(flag) != 0) for flag in Errand)
    assert (cases.pool[comes] != NONE).all(), "who comes in person comes to a pool"
    assert (cases.deadline[comes] == NONE).all(), "deadlines are of assessments"
    assert not errand[~comes].any(), "errands are gone on in person"
    assert not comes[cases.complaint].any(), "nobody comes for a complaint"
    assert (cases.pool[cases.complaint] != NONE).all(), "somebody deals with a complaint"
    assert not cases.complaint[cases.predecessors].any(), "nothing waits for a complaint"
    assert not (cases.covers[cases.deadline == NONE]).any(), "without a deadline nothing is covered"
    for a in np.flatnonzero(cases.covers).tolist():
        for k in range(a + 1, a + int(cases.covers[a]) + 1):
            before = cases.predecessors[slice(*cases.pred_ptr[k : k + 2])].tolist()
            assert (before, cases.lag[k]) == ([k - 1], 0), f"{k} is covered and does not follow at once"
    assert not cases.home[~comes].any(), "journeys from home are made in person"
    assert np.array_equal(cases.lag[first], cases.home[first]), "a first stop is reached from home"
    done: dict[int, set[int]] = {}

    def done_with(a: int) -> set[int]:
        """What must be done when an activity is, itself included."""
        if a not in done:
            done[a] = {a}.union(*map(done_with, waited_for(a)))
        return done[a]

    def waited_for(a: int) -> list[int]:
        return cases.predecessors[slice(*cases.pred_ptr[a : a + 2])].tolist()

    stops = []
    for a in np.flatnonzero(comes & ~first).tolist():
        before = [p for p in waited_for(a) if comes[p] and done_with(p) >= {q for q in waited_for(a) if comes[q]}]
        assert before, f"stop {a} follows no other"
        stops += before
    assert sorted(stops) == np.flatnonzero(comes & ~last).tolist(), "behind each stop but the last stands one other"


@dataclass
class Stays:
    """One citizen's ways out and home, read off the rows of their case."""

    cases: Cases
    case: int
    rows: list[Row]
    tables: list[Table]

    def check(self) -> None:
        self.ends = {row.activity: row.completed for row in self.rows}  # of several attempts, the last
        stops = [a for a in np.flatnonzero(self.cases.case == self.case).tolist() if self.is_later_stop(a)]
        next_stop = {self.stop_before(a): a for a in stops}
        before, back = NONE, 0
        left = sorted((row for row in self.rows if self.cases.in_person[row.activity]), key=self.in_turn)
        while left:
            row = self.next_of(left, before)
            left.remove(row)
            a = row.activity
            if not self.goes_on_to(row):
                assert row.enabled - int(self.cases.home[a]) >= back, f"out already, for activity {before}: {row}"
            else:
                assert before == self.stop_before(a), f"not the next stop after activity {before}: {row}"
                assert row.enabled >= self.ends[before] + int(self.cases.lag[a])
            goes_on = row.ended_by == EndedBy.SERVED and not self.cases.errand[a] & Errand.LAST
            goes_home_from = next_stop.get(a, a) if goes_on else a
            before, back = a, row.completed + int(self.cases.home[goes_home_from])
            if goes_on and goes_home_from != a:
                closed = self.finds_it_closed(goes_home_from)
                back = self.released(goes_home_from) + int(self.cases.home[goes_home_from]) if closed else NEVER

    def in_turn(self, row: Row) -> tuple[int, bool, int, int]:
        """At one instant several may find no ticket, if they live next door: who is out already does so first."""
        return row.enabled, not self.goes_on_to(row), row.completed + int(self.cases.home[row.activity]), row.activity

    def next_of(self, left: list[Row], before: int) -> Row:
        """What comes next in turn; of what happens at one instant, the stop behind the one before first."""
        ahead = {row.activity for row in left}
        together = [row for row in left if row.enabled == left[0].enabled and not self.behind(row, ahead)]
        on = [row for row in together if self.goes_on_to(row) and self.stop_before(row.activity) == before]
        return next(iter([*on, *(row for row in together if not self.goes_on_to(row)), left[0]]))

    def behind(self, row: Row, ahead: set[int]) -> bool:
        """Whether the stop before is yet to come: who goes home from a closed door may be out again at once."""
        return not row.attempt and self.is_later_stop(row.activity) and self.stop_before(row.activity) in ahead

    def goes_on_to(self, row: Row) -> bool:
        """Whether the citizen comes from another counter."""
        return not row.attempt and self.is_later_stop(row.activity) and not self.finds_it_closed(row.activity)

    def is_later_stop(self, a: int) -> bool:
        return bool(self.cases.in_person[a]) and not self.cases.errand[a] & Errand.FIRST

    def stop_before(self, a: int) -> int:
        waited_for = self.cases.predecessors[slice(*self.cases.pred_ptr[a : a + 2])].tolist()
        return max((p for p in waited_for if self.cases.in_person[p]), key=lambda p: (self.ends.get(p, NONE), p))

    def released(self, a: int) -> int:
        """When the citizen goes on to a later stop: from the one before it, or from the hall where they have waited."""
        return max(
            self.ends.get(p, NONE) for p in self.cases.predecessors[slice(*self.cases.pred_ptr[a : a + 2])].tolist()
        )

    def finds_it_closed(self, a: int) -> bool:
        there = self.released(a) + int(self.cases.lag[a])
        return self.tables[int(self.cases.pool[a])].closed_for_the_day(there)


class Life:
    """One case, event by event, given when its attempts started: all that others have a say in."""

    def __init__(self, cases: Cases, case: int, rows: list[Row], tables: list[Table], clock: Table) -> None:
        self.cases, self.case, self.rows, self.tables, self.clock = cases, case, rows, tables, clock
        self.row = {row[1:3]: row for row in rows}
        self.expected: list[Row] = []
        self.agenda: list[tuple[int, int, int, int]] = []
        self.activities = np.flatnonzero(cases.case == case).tolist()
        self.missing = {a: int(cases.pred_ptr[a + 1] - cases.pred_ptr[a]) for a in self.activities}
        self.stage = dict.fromkeys(self.activities, "ahead")
        self.attempt = dict.fromkeys(self.activities, 0)
        self.enabled = dict.fromkeys(self.activities, NONE)
        self.held = dict.fromkeys(self.activities, (0, NONE))
        self.gave_up = self.complained = False
        self.deemed_approved: set[int] = set()
        self.errand, self.back = NONE, 0
        self.line: list[tuple[int, int]] = []
        self.now = int(cases.need[case])

    def check(self) -> None:
        for a in self.activities:
            if not self.missing[a]:
                self.at(self.now, ENABLING, a, NONE)
        happens = {
            COMPLETION: self.complete,
            CLOSING: self.close,
            PATIENCE: self.lose_patience,
            DEADLINE: self.overtake,
            HOME: self.come_home,
            LEAVING: self.leave,
            ENABLING: self.enable,
        }
        while self.agenda:
            self.now, phase, a, attempt = heappop(self.agenda)
            if attempt == NONE:
                self.begin(a)
            elif attempt == COVERED or phase == HOME or (self.attempt[a] == attempt and self.stage[a] != "over"):
                happens[phase](a)
        assert self.rows == sorted(self.expected), (self.case, self.rows, sorted(self.expected))
        if not self.gave_up:
            assert set(self.stage.values()) == {"over"}, f"case {self.case} was left undone: {self.stage}"

    def at(self, time: int, phase: int, a: int, attempt: int | None = None) -> None:
        if time != NEVER:
            heappush(self.agenda, (time, phase, a, self.attempt[a] if attempt is None else attempt))

    def of(self, column: str, a: int) -> int:
        return int(getattr(self.cases, column)[a])

    def comes_in_person(self, a: int) -> bool:
        return self.of("pool", a) != NONE and bool(self.cases.in_person[a])

    def table(self, a: int) -> Table:
        return self.tables[self.of("pool", a)]

    def begin(self, a: int) -> None:
        self.stage[a] = "away"
        then = self.now + self.of("lag", a)
        if not self.comes_in_person(a):
            self.at(then, ENABLING, a)
        elif self.of("errand", a) & Errand.FIRST:
            self.journey(a, self.now)
        elif self.table(a).closed_for_the_day(then):
            self.go_home(a)
            self.journey(a, self.now + self.of("home", a))
        else:
            self.at(self.table(a).come(then, 0) if not self.table(a).is_open(then) else then, ENABLING, a)

    def journey(self, a: int, ready: int) -> None:
        self.at(self.leaving(a, ready), LEAVING, a)

    def leaving(self, a: int, ready: int) -> int:
        offset = 0 if self.attempt[a] else self.of("offset", a)
        return self.table(a).come(ready + self.of("home", a), offset) - self.of("home", a)

    def go_home(self, a: int) -> None:
        self.back = self.now + self.of("home", a)
        self.at(self.back, HOME, self.errand)

    def leave(self, a: int) -> None:
        if self.back <= self.now:
            self.errand, self.back = a, NEVER
            self.at(self.now + self.of("home", a), ENABLING, a)
        else:
            self.held[a] = self.held[a][0], self.errand
            insort(self.line, (self.now, a))
            self.stage[a] = "line"

    def come_home(self, _errand: int) -> None:
        while self.line and self.back <= self.now and not self.gave_up:
            since, a = self.line.pop(0)
            self.held[a] = self.held[a][0] + self.now - since, self.held[a][1]
            self.stage[a] = "away"
            if self.leaving(a, self.now) == self.now:
                self.leave(a)
            else:
                self.journey(a, self.now)

    def enable(self, a: int) -> None:
        if self.of("complaint", a) and self.stage[int(self.cases.last[self.case])] == "over":
            self.stage[a] = "over"
            return
        self.enabled[a], self.stage[a] = self.now, "there"
        if a in self.deemed_approved:
            self.overtaken(a)
            return
        pool, work = self.of("pool", a), self.of("work", a)
        started = self.beginning(a)[0]
        if without_ticket(self.cases, self.row[a, self.attempt[a]]):
            self.close(a, not_before=self.table(a).day_ends(self.now))
            return
        if pool == NONE or not work:
            assert started == self.now
        if started != NONE:
            assert started >= self.now
            done = started + work
            if work and pool != NONE and self.cases.pools[pool].suspends:
                done = self.table(a).advance(started, work)
            self.at(done, COMPLETION, a)
        if self.comes_in_person(a) and not self.cases.pools[pool].serves_out:
            self.at(self.table(a).end_of_sitting_after(self.now), CLOSING, a)
        if pool != NONE and self.of("patience", a) != NONE:
            self.at(self.now + self.of("patience", a), PATIENCE, a)
        if self.of("deadline", a) != NONE and not self.attempt[a]:
            self.at(self.clock.advance(self.now, self.of("deadline", a)), DEADLINE, a, COVERED)

    def in_hand(self, a: int) -> bool:
        """Whether somebody has begun to serve: starts come last at an instant."""
        begun = self.stage[a] == "there" and self.beginning(a)[0] != NONE
        at_once = self.of("pool", a) == NONE or not self.of("work", a)
        return begun and (self.beginning(a)[0] < self.now or at_once)

    def beginning(self, a: int) -> tuple[int, int]:
        """When and at which server the log says that the attempt started."""
        key = a, self.attempt[a]
        assert key in self.row, f"activity {a} has no attempt {key[1]}, enabled at {self.enabled[a]}"
        row = self.row[key]
        limited = row.pool != NONE and self.of("work", a) and self.cases.pools[row.pool].servers != UNLIMITED
        assert (row.server >= 0) if limited and row.started != NONE else (row.server == NONE), row
        return row.started, row.server

    def ended(self, a: int, how: EndedBy) -> None:
        started, server = self.beginning(a) if self.in_hand(a) else (NONE, NONE)
        there = self.of("pool", a), server, self.enabled[a], started, self.now, how
        self.expected.append(Row(self.case, a, self.attempt[a], *there, *self.held[a]))
        self.stage[a] = "over"

    def complete(self, a: int) -> None:
        self.ended(a, EndedBy.SERVED)
        self.complained |= bool(self.of("complaint", a))
        if self.of("errand", a) & Errand.LAST:
            self.go_home(a)
        self.go_on(a)

    def overtake(self, a: int) -> None:
        assert not self.comes_in_person(a), "deadlines are of assessments"
        covered = range(a, a + self.of("covers", a) + 1)
        self.deemed_approved.update(covered)
        under_way = [k for k in covered if self.stage[k] in ("away", "there")]
        for k in under_way[:1]:  # the others follow when they are enabled, at this instant
            self.overtaken(k)

    def overtaken(self, a: int) -> None:
        self.enabled[a] = self.now if self.enabled[a] == NONE else self.enabled[a]
        self.ended(a, EndedBy.DEADLINE)
        self.go_on(a)

    def go_on(self, a: int) -> None:
        for other in self.activities:
            if not self.gave_up and a in self.cases.predecessors[slice(*self.cases.pred_ptr[other : other + 2])]:
                self.missing[other] -= 1
                if not self.missing[other]:
                    self.begin(other)

    def close(self, a: int, not_before: int = 0) -> None:
        if not self.in_hand(a):
            self.ended(a, EndedBy.SENT_HOME)
            self.attempt[a] += 1
            self.stage[a], self.held[a] = "away", (0, NONE)
            self.go_home(a)
            home = self.of("home", a)
            self.journey(a, max(self.now + home, not_before - home))

    def lose_patience(self, a: int) -> None:
        if self.in_hand(a):
            return
        self.gave_up = True
        for other in self.activities:
            if self.stage[other] == "there" and not self.in_hand(other):
                self.ended(other, EndedBy.GAVE_UP)
            elif self.stage[other] in ("away", "line"):
                self.stage[other] = "over"


@dataclass
class Queue:
    """One pool, instant by instant: everything else at an instant comes before starts."""

    cases: Cases
    pool: Pool
    table: Table
    rows: list[Row]
    complained: dict[int, int]  # since when each case's complaint has been dealt with

    def check(self) -> None:
        ended, begun, joined, left = (defaultdict(list) for _ in range(4))
        for row in self.rows:
            if row.started != NONE:
                ended[row.completed].append(row)
                begun[row.started].append(row)
            else:
                left[row.completed].append(row)
            joined[row.enabled].append(row)
        self.check_tickets()
        busy: set[Row] = set()
        waiting: list[tuple[int, int, int, int, Row]] = []
        steps = {int(t) for t in self.pool.step_times}
        evenings = set(self.table.ends_of_sittings) if self.pool.serves_out else set()
        self.changes = [(t, n) for t, n in zip(*self.steps(), strict=True) if t not in evenings]
        for now in sorted({*ended, *begun, *joined, *left, *steps}):
            busy.difference_update(ended[now])
            for row in joined[now]:
                insort(waiting, self.ranked(row))
            for row in left[now]:
                waiting.remove(self.ranked(row))
            free = min(len(waiting), max(0, self.present(now) - len(busy)))
            starting = [rank[-1] for rank in waiting[:free]]
            assert set(starting) == set(begun[now]), (self.pool.name, now, starting, begun[now])
            assert not begun[now] or self.pool.serves_out or self.table.is_open(now), (self.pool.name, now)
            del waiting[:free]
            for row in starting:
                busy.add(row)
                if self.pool.servers != UNLIMITED:
                    taken = {other.server for other in busy if other is not row}
                    assert row.server == min(set(range(len(busy))) - taken), row
        assert not waiting
        assert not busy

    def check_tickets(self) -> None:
        """Whoever comes in person takes a ticket as long as the day has some, at one instant by number."""
        comes = [row for row in self.rows if self.cases.in_person[row.activity]]
        left = defaultdict(lambda: self.pool.quota if self.pool.quota != NONE else len(comes))
        for now, some in groupby(sorted(comes, key=lambda row: (row.enabled, row.activity)), lambda row: row.enabled):
            together = list(some)
            got = [row for row in together if not without_ticket(self.cases, row)]
            day = self.table.day_ends(now)
            assert len(got) == min(left[day], len(together)), (self.pool.name, now, together)
            left[day] -= len(got)
            settled = [row for row in together if not self.ready_only_now(row)]
            tickets = [row in got for row in settled]
            assert tickets == sorted(tickets, reverse=True), (self.pool.name, now, together)

    def ready_only_now(self, row: Row) -> bool:
        """Whether the citizen may have become ready by what else was enabled at this very instant."""
        home = self.cases.home[row.activity], self.cases.lag[row.activity]
        return min(home) == 0

    def ranked(self, row: Row) -> tuple[int, int, int, int, Row]:
        first = self.complained.get(row.case, NEVER) <= row.enabled
        rank = int(self.cases.priority.min()) - 1 if first else int(self.cases.priority[row.activity])
        return rank, row.enabled, row.case, row.activity, row

    def steps(self) -> tuple[list[int], list[int]]:
        return self.pool.step_times.tolist(), self.pool.step_servers.tolist()

    def present(self, time: int) -> int:
        """Servers at `time`."""
        k = bisect_right(self.changes, (time, NEVER)) - 1
        return self.changes[k][1] if k >= 0 else 0

"""What must hold of any run, worked out again from the cases and the log alone: the twin of every engine.

Two halves, which together leave an engine no freedom:

- `Lives`: given when each attempt started (or that it never did), the rules say everything else about it, to
  the second: when it was enabled, when and how it ended, what came after.
- `Queue`: given who waited when, the rules say who started at each instant, and at which server.

Opening tables are looked up here by walking along the intervals, not by the arithmetic of `wogsim.contract.hours`.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wogsim.contract.cases import NONE, UNLIMITED, Cases, Pool
from wogsim.contract.hours import DAY, Hours
from wogsim.contract.log import COLUMNS, EndedBy, Log

NEVER = 2**63 - 1
CLOSING, TIMER, DEADLINE = 1, 2, 3  # phases that can end the wait of an attempt


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


class Table:
    """Opening hours, walked along interval by interval."""

    def __init__(self, hours: Hours) -> None:
        self.opens: list[int] = hours.opens.tolist()
        self.closes: list[int] = hours.closes.tolist()
        days_with_opening = {opening // DAY: opening for opening in self.opens}
        self.ends_of_day = [c for c in self.closes if days_with_opening.get((c - 1) // DAY, -1) < c]

    def is_open(self, time: int) -> bool:
        k = bisect_right(self.closes, time)
        return k < len(self.opens) and self.opens[k] <= time

    def come(self, time: int, offset: int) -> int:
        if self.is_open(time):
            return time
        k = bisect_right(self.closes, time)
        return self.opens[k] + offset % (self.closes[k] - self.opens[k])

    def advance(self, time: int, work: int) -> int:
        k = bisect_right(self.closes, time)
        while True:
            begin = max(time, self.opens[k])
            if begin + work <= self.closes[k]:
                return begin + work
            work -= self.closes[k] - begin
            k += 1

    def end_of_day_after(self, time: int) -> int:
        k = bisect_right(self.ends_of_day, time)
        return self.ends_of_day[k] if k < len(self.ends_of_day) else NEVER


def check(cases: Cases, log: Log) -> None:
    """Raise AssertionError when `log` is not what the contract makes of `cases`."""
    columns = [getattr(log, name) for name in COLUMNS]
    assert all(column.dtype == np.int64 and column.shape == columns[0].shape for column in columns)
    rows = [Row(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]
    keys = [row[:3] for row in rows]
    assert keys == sorted(set(keys)), "rows in order of (case, activity, attempt), each once"
    for row in rows:
        assert (row.case, row.pool) == (cases.case[row.activity], cases.pool[row.activity]), row

    tables = [Table(pool.hours) for pool in cases.pools]
    Lives(cases, rows, tables).check()
    for number, pool in enumerate(cases.pools):
        Queue(cases, pool, tables[number], [row for row in rows if row.pool == number]).check()


@dataclass
class Lives:
    """Every activity's attempts, one after the other."""

    cases: Cases
    rows: list[Row]
    tables: list[Table]

    def check(self) -> None:
        self.clock = Table(self.cases.deadline_clock)
        self.of_activity: dict[int, list[Row]] = defaultdict(list)
        self.given_up: dict[int, int] = {}
        self.patience_ran_out: dict[int, int] = {}
        for row in self.rows:
            self.of_activity[row.activity].append(row)
            if row.ended_by == EndedBy.GAVE_UP:
                self.given_up[row.case] = min(row.completed, self.given_up.get(row.case, NEVER))
        for activity in range(len(self.cases.case)):
            expected = self.life(activity)
            assert self.of_activity[activity] == expected, (activity, self.of_activity[activity], expected)
        assert self.patience_ran_out == self.given_up, "who gives up does so when somebody's patience runs out"

    def set_out(self, activity: int) -> int:
        """When its predecessors have let it go on, plus the lag; NEVER when they have not."""
        ends = [int(self.cases.need[self.cases.case[activity]])]
        for predecessor in self.cases.predecessors[slice(*self.cases.pred_ptr[activity : activity + 2])]:
            rows = self.of_activity[int(predecessor)]
            if not rows or rows[-1].ended_by not in (EndedBy.SERVED, EndedBy.DEADLINE):
                return NEVER
            ends.append(rows[-1].completed)
        return max(ends) + int(self.cases.lag[activity])

    def life(self, activity: int) -> list[Row]:
        """The rows there must be, given when attempts started."""
        cases = self.cases
        case, pool = int(cases.case[activity]), int(cases.pool[activity])
        work, patience, deadline = (int(x[activity]) for x in (cases.work, cases.patience, cases.deadline))
        offset, stride = int(cases.offset[activity]), int(cases.stride[activity])
        in_person = pool != NONE and bool(cases.in_person[activity])
        given_up = self.given_up.get(case, NEVER)

        comes = self.set_out(activity)
        if comes == NEVER:
            assert given_up != NEVER, f"activity {activity} was left undone"
            return []
        rows: list[Row] = []
        overtaken = NEVER
        while True:
            attempt = len(rows)
            if in_person:
                comes = self.tables[pool].come(comes, offset + attempt * stride)
            if attempt == 0 and deadline != NONE:
                overtaken = self.clock.advance(comes, deadline)
            if attempt and overtaken <= comes and overtaken < given_up:
                end = (NONE, overtaken, NONE, overtaken, EndedBy.DEADLINE)
                return [*rows, Row(case, activity, attempt, pool, *end)]
            # Giving up precedes enablings at the same instant.
            if given_up <= comes:
                return rows
            started, server = self.beginning(activity, attempt, comes)
            if pool == NONE:
                assert started == comes
            if started != NONE:
                assert comes <= started < min(given_up, overtaken), (activity, attempt)
                done = started + work
                if pool != NONE and cases.pools[pool].suspends:
                    done = self.tables[pool].advance(started, work)
                how = EndedBy.DEADLINE if overtaken < done else EndedBy.SERVED
                return [*rows, Row(case, activity, attempt, pool, server, comes, started, min(done, overtaken), how)]

            closing = self.tables[pool].end_of_day_after(comes) if in_person else NEVER
            out_of_patience = comes + patience if patience != NONE else NEVER
            completed, phase = min((closing, CLOSING), (min(given_up, out_of_patience), TIMER), (overtaken, DEADLINE))
            assert completed != NEVER, f"activity {activity} was left waiting"
            if phase == TIMER and out_of_patience == completed:
                self.patience_ran_out[case] = min(completed, self.patience_ran_out.get(case, NEVER))
            how = {CLOSING: EndedBy.SENT_HOME, TIMER: EndedBy.GAVE_UP, DEADLINE: EndedBy.DEADLINE}[phase]
            rows.append(Row(case, activity, attempt, pool, NONE, comes, NONE, completed, how))
            if phase != CLOSING:
                return rows
            comes = completed

    def beginning(self, activity: int, attempt: int, enabled: int) -> tuple[int, int]:
        """When and at which server the log says that the attempt started."""
        rows = self.of_activity[activity]
        assert attempt < len(rows), f"activity {activity} has no attempt {attempt}, enabled at {enabled}"
        row = rows[attempt]
        in_hand = row.started != NONE
        numbered = in_hand and row.pool != NONE and self.cases.pools[row.pool].servers != UNLIMITED
        assert (row.server >= 0) if numbered else (row.server == NONE), row
        # Who waits through the end of a day must have been sent home.
        if in_hand and row.pool != NONE and self.cases.in_person[activity]:
            assert row.started < self.tables[row.pool].end_of_day_after(row.enabled), row
        return row.started, row.server


@dataclass
class Queue:
    """One pool, instant by instant: everything else at an instant comes before starts."""

    cases: Cases
    pool: Pool
    table: Table
    rows: list[Row]

    def check(self) -> None:
        ended, begun, joined, left = (defaultdict(list) for _ in range(4))
        for row in self.rows:
            if row.started != NONE:
                ended[row.completed].append(row)
                begun[row.started].append(row)
            elif row.enabled == row.completed:
                continue  # overtaken by the deadline while at home
            else:
                left[row.completed].append(row)
            joined[row.enabled].append(row)
        busy: set[Row] = set()
        waiting: list[tuple[int, int, int, int, Row]] = []
        steps = {int(t) for t in self.pool.step_times}
        for now in sorted({*ended, *begun, *joined, *left, *steps}):
            busy.difference_update(ended[now])
            for row in joined[now]:
                insort(waiting, self.ranked(row))
            for row in left[now]:
                waiting.remove(self.ranked(row))
            free = min(len(waiting), max(0, self.present(now) - len(busy)))
            starting = [rank[-1] for rank in waiting[:free]]
            assert set(starting) == set(begun[now]), (self.pool.name, now, starting, begun[now])
            assert not begun[now] or self.table.is_open(now), (self.pool.name, now)
            del waiting[:free]
            for row in starting:
                busy.add(row)
                if self.pool.servers != UNLIMITED:
                    taken = {other.server for other in busy if other is not row}
                    assert row.server == min(set(range(len(busy))) - taken), row
        assert not waiting
        assert not busy

    def ranked(self, row: Row) -> tuple[int, int, int, int, Row]:
        return int(self.cases.priority[row.activity]), row.enabled, row.case, row.activity, row

    def present(self, time: int) -> int:
        """Servers at `time`."""
        k = bisect_right(self.pool.step_times, time) - 1
        return int(self.pool.step_servers[k]) if k >= 0 else 0

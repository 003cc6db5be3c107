"""Who is where when: the log of one pattern, cut to one morning, as stays at offices and moves between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from wogsim.contract.cases import BACK_OFFICE, IN_PERSON, NONE, STAFFED, UNLIMITED, Cases, Ints, Kind, Role
from wogsim.contract.log import Log
from wogsim.measures.attempts import activity_ends, granted_cases
from wogsim.measures.work_in_progress import case_ends
from wogsim.routing.ways import Ways
from wogsim.staffing.people import Post, Staffing
from wogsim.world.agencies import World

FRONT = 0  # office of the front unit; agency i is office i + 1
STREET = -1  # where people come from and go to
COMING = 8 * 60  # seconds in which somebody is seen coming and going
ON_THE_WAY = 2 * 3600  # who is at another office within so many seconds went there straight
PERSON, FILE = "person", "file"


@dataclass(frozen=True)
class Stay:
    """A person at an office's counters, or a file in its back rooms.

    Waits from `begin`, is served from `served` (None: not in the end) and is gone at `end`, all in seconds; `counter`
    is the number of the person's counter, -1 for files and where counters have no limit.
    """

    kind: str
    who: int
    citizen: bool
    office: int
    begin: int
    served: int | None
    end: int
    counter: int


@dataclass(frozen=True)
class Move:
    """A person or a file on the way from one office to another, or the street, in seconds."""

    kind: str
    who: int
    citizen: bool
    origin: int
    target: int
    begin: int
    end: int


@dataclass(frozen=True, eq=False)
class Scene:
    """One pattern's morning, [start, end) in seconds.

    ``counters`` is the number of counters of each office (-1: no limit), ``staffed`` whether anybody is there at all;
    ``permits`` are the seconds at which citizens got theirs. ``followed`` are kind and number of the citizen who is
    followed, and of their files.
    """

    pattern: str
    counters: tuple[int, ...]
    staffed: tuple[bool, ...]
    stays: tuple[Stay, ...]
    moves: tuple[Move, ...]
    permits: tuple[int, ...]
    start: int
    end: int
    followed: frozenset[tuple[str, int]] = frozenset()

    @property
    def offices(self) -> set[int]:
        """Where anybody or any file is, comes or goes."""
        ends = {stay.office for stay in self.stays} | {end for move in self.moves for end in (move.origin, move.target)}
        return ends - {STREET}


@dataclass(frozen=True)
class Here:
    """Where a person or a file is at one instant.

    At an office ``place`` is its number in the queue, or, where ``served``, its counter; on the way ``target``
    and ``share`` say where to and how much of the way is done.
    """

    kind: str
    who: int
    citizen: bool
    office: int
    served: bool = False
    place: int = 0
    target: int | None = None
    share: float = 0.0


def at(scene: Scene, second: int) -> list[Here]:
    """Everybody and every file, office by office in the order of queues, then those on the way."""
    here = []
    lines: dict[tuple[str, int, bool], list[Stay]] = {}
    for stay in scene.stays:
        if stay.begin <= second < stay.end:
            served = stay.served is not None and stay.served <= second
            lines.setdefault((stay.kind, stay.office, served), []).append(stay)
    for (kind, office, served), stays in lines.items():
        stays.sort(key=lambda stay: (stay.begin, stay.who))
        for number, stay in enumerate(stays):
            place = stay.counter if served and stay.counter != NONE else number
            here.append(Here(kind, stay.who, stay.citizen, office, served, place))
    for move in scene.moves:
        if move.begin <= second < move.end:
            share = (second - move.begin) / (move.end - move.begin)
            here.append(Here(move.kind, move.who, move.citizen, move.origin, False, 0, move.target, share))
    return here


@dataclass(frozen=True)
class Counts:
    """What is counted at one instant; ``permits`` since the morning began."""

    queueing: int
    served: int
    files_waiting: int
    files_moving: int
    permits: int


def counts(scene: Scene, second: int) -> Counts:
    """The running counts."""
    here = at(scene, second)

    def number(kind: str, *, moving: bool, served: bool) -> int:
        return sum(h.kind == kind and (h.target is not None) == moving and h.served == served for h in here)

    return Counts(
        number(PERSON, moving=False, served=False),
        number(PERSON, moving=False, served=True),
        number(FILE, moving=False, served=False),
        number(FILE, moving=True, served=False),
        sum(when <= second for when in scene.permits),
    )


def scene(
    world: World,
    key: str,
    staff: Staffing,
    cases: Cases,
    log: Log,
    way: Ways,
    window: tuple[int, int],
    chosen: int | None = None,
) -> Scene:
    """Cut one pattern's log to a morning.

    Parameters
    ----------
    key : the pattern's
    way : routes of the citizens, who are the first of the cases
    window : seconds at which the morning begins and ends
    chosen : number of the citizen who is followed, from 0
    """
    start, end = window
    there = _Whereabouts(world, cases, way)
    waited, ends = log.wait_ends, activity_ends(cases, log)
    stays, moves = list[Stay](), list[Move]()
    for row in np.flatnonzero((log.enabled < end) & (log.completed > start - ON_THE_WAY)).tolist():
        activity, begin, done = int(log.activity[row]), int(log.enabled[row]), int(log.completed[row])
        case, pool = int(log.case[row]), int(log.pool[row])
        role, citizen = (cases.pools[pool].role if pool != NONE else None), not cases.own[case]
        if role in IN_PERSON or role in BACK_OFFICE:
            person = role in IN_PERSON
            served = None if log.started[row] == NONE else int(waited[row])
            counter = int(log.server[row]) if person else NONE
            kind, who = (PERSON, case) if person else (FILE, activity)
            stays.append(Stay(kind, who, citizen, there.of(activity), begin, served, done, counter))
        elif cases.slots[cases.slot[activity]].kind is Kind.HANDOFF:
            moves.append(Move(FILE, activity, citizen, there.before(activity, ends), there.of(activity), begin, done))
    moves += walks([stay for stay in stays if stay.kind == PERSON])
    citizens = ~cases.own
    granted = case_ends(cases, log)[citizens & granted_cases(cases, log)]
    posts = {office: [p for p in staff.posts if p.role in STAFFED and there.home(p) == office] for office in there.all}
    fronts = [[post.servers for post in posts[office] if post.role in IN_PERSON] for office in there.all]
    return Scene(
        pattern=key,
        counters=tuple(NONE if UNLIMITED in servers else sum(servers) for servers in fronts),
        staffed=tuple(
            any(p.servers not in (0, UNLIMITED) or p.load > 0 for p in posts[office]) for office in there.all
        ),
        stays=tuple(stay for stay in stays if stay.end > start),
        moves=tuple(move for move in moves if move.end > start and move.begin < end),
        permits=tuple(sorted(int(when) for when in granted if start <= when < end)),
        start=start,
        end=end,
        followed=_of(cases, chosen),
    )


def _of(cases: Cases, chosen: int | None) -> frozenset[tuple[str, int]]:
    """Kind and number of a citizen and of their files."""
    if chosen is None:
        return frozenset()
    files = np.flatnonzero(cases.case == chosen).tolist()
    return frozenset({(PERSON, chosen), *((FILE, activity) for activity in files)})


def walks(stays: Iterable[Stay]) -> Iterator[Move]:
    """How people come, go from office to office, and leave."""
    by_person = groupby(sorted(stays, key=lambda stay: (stay.who, stay.begin)), key=lambda stay: stay.who)
    for _who, own in by_person:
        before: Stay | None = None
        for stay in own:
            if before is not None and stay.begin - before.end <= ON_THE_WAY:
                yield from _walk(before, before.office, stay.office, before.end, stay.begin)
            else:
                if before is not None:
                    yield from _walk(before, before.office, STREET, before.end, before.end + COMING)
                yield from _walk(stay, STREET, stay.office, stay.begin - COMING, stay.begin)
            before = stay
        if before is not None:
            yield from _walk(before, before.office, STREET, before.end, before.end + COMING)


def _walk(stay: Stay, origin: int, target: int, begin: int, end: int) -> Iterator[Move]:
    if end > begin:
        yield Move(PERSON, stay.who, stay.citizen, origin, target, begin, end)


class _Whereabouts:
    """Which office each activity is at: pools belong to offices, but what the front decides is decided there."""

    def __init__(self, world: World, cases: Cases, way: Ways) -> None:
        self.all = range(len(world.agencies) + 1)
        self._cases, self._way = cases, way
        self._agencies = {agency.key: i + 1 for i, agency in enumerate(world.agencies)}
        self._clearances = {clearance.key: i for i, clearance in enumerate(world.clearances)}
        self._of_clearance = [clearance.agency + 1 for clearance in world.clearances]

    def home(self, post: Post) -> int:
        """Office of a pool."""
        if post.role is Role.COUNTER:
            return post.entity + 1
        return self._of_clearance[post.entity] if post.role in (Role.ASSESSORS, Role.INSPECTORS) else FRONT

    def of(self, activity: int) -> int:
        """Office of an activity; of a hand-off, where it goes."""
        cases = self._cases
        slot, number, case = cases.slots[cases.slot[activity]], int(cases.pool[activity]), int(cases.case[activity])
        pool = cases.pools[number] if number != NONE else None
        if pool is not None and pool.role in IN_PERSON:
            return pool.agency + 1 if pool.role is Role.COUNTER else FRONT
        key = slot.entity.removeprefix("to-").strip("~")
        clearance = self._clearances.get(key)
        if pool is not None and pool.role in (Role.OFFICERS, Role.GENERALISTS, Role.TEAM):
            return FRONT
        if clearance is None:
            return self._agencies.get(key, FRONT)
        decided = case < len(self._way.decide) and bool(self._way.decide[case, clearance])
        return FRONT if decided else self._of_clearance[clearance]

    def before(self, activity: int, ends: Ints) -> int:
        """Office of what an activity waited for last."""
        cases = self._cases
        waited_for = cases.predecessors[cases.pred_ptr[activity] : cases.pred_ptr[activity + 1]]
        return self.of(int(waited_for[np.argmax(ends[waited_for])])) if len(waited_for) else FRONT

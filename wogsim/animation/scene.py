"""Who is where when: the log of one pattern, cut to one morning, as stays at offices and moves between them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from wogsim.contract.cases import BACK_OFFICE, IN_PERSON, NONE, STAFFED, UNLIMITED, Cases, Kind, Role
from wogsim.contract.log import Log
from wogsim.measures.attempts import activity_ends, granted_cases
from wogsim.measures.work_in_progress import case_ends
from wogsim.routing.ways import Ways
from wogsim.staffing.people import Staffing
from wogsim.staffing.roster import Post
from wogsim.world.agencies import World

FRONT = 0  # office of the front unit; agency i is office i + 1
STREET = -1  # where people come from and go to
COMING = 8 * 60  # seconds in which somebody is seen coming and going
ON_THE_WAY = 2 * 3600  # who is at another office within so many seconds went there straight
PERSON, FILE = "person", "file"
IN_FRONT = frozenset({Role.DESK, Role.OFFICERS, Role.SECONDED, Role.GENERALISTS, Role.TEAM})


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
    found = Counter((one.kind, one.target is not None, one.served) for one in at(scene, second))
    return Counts(
        queueing=found[PERSON, False, False],
        served=found[PERSON, False, True],
        files_waiting=found[FILE, False, False],
        files_moving=found[FILE, True, False],
        permits=sum(when <= second for when in scene.permits),
    )


def scene(
    world: World, key: str, staff: Staffing, cases: Cases, log: Log, way: Ways, window: tuple[int, int], who: int | None
) -> Scene:
    """Cut one pattern's log to a morning.

    Parameters
    ----------
    key : the pattern's
    way : routes of the citizens, who are the first of the cases
    window : seconds at which the morning begins and ends
    who : number of the citizen who is followed, from 0; None where nobody is
    """
    start, end = window
    place = _places(world, cases, way)
    waited, ends = log.wait_ends, activity_ends(cases, log)
    stays, moves = list[Stay](), list[Move]()
    for row in np.flatnonzero((log.enabled < end) & (log.completed > start - ON_THE_WAY)).tolist():
        activity, begin, done = int(log.activity[row]), int(log.enabled[row]), int(log.completed[row])
        case, pool, office = int(log.case[row]), int(log.pool[row]), place(activity)
        role, citizen = (cases.pools[pool].role if pool != NONE else None), not cases.own[case]
        served = None if log.started[row] == NONE else int(waited[row])
        if role in IN_PERSON:
            stays.append(Stay(PERSON, case, citizen, office, begin, served, done, int(log.server[row])))
        elif role in BACK_OFFICE:
            stays.append(Stay(FILE, activity, citizen, office, begin, served, done, NONE))
        elif cases.slots[cases.slot[activity]].kind is Kind.HANDOFF:
            waited_for = cases.predecessors[cases.pred_ptr[activity] : cases.pred_ptr[activity + 1]]
            origin = place(int(waited_for[np.argmax(ends[waited_for])])) if len(waited_for) else FRONT
            moves.append(Move(FILE, activity, citizen, origin, office, begin, done))
    moves += walks([stay for stay in stays if stay.kind == PERSON])
    granted = case_ends(cases, log)[~cases.own & granted_cases(cases, log)]
    posts: list[list[Post]] = [[] for _office in range(len(world.agencies) + 1)]
    for post in staff.posts:
        if post.role in STAFFED:
            posts[_home(world, post)].append(post)
    fronts = [[post.servers for post in own if post.role in IN_PERSON] for own in posts]
    files = [] if who is None else np.flatnonzero(cases.case == who).tolist()
    return Scene(
        pattern=key,
        counters=tuple(NONE if UNLIMITED in servers else sum(servers) for servers in fronts),
        staffed=tuple(any(post.servers not in (0, UNLIMITED) or post.load > 0 for post in own) for own in posts),
        stays=tuple(stay for stay in stays if stay.end > start),
        moves=tuple(move for move in moves if move.end > start and move.begin < end),
        permits=tuple(sorted(int(when) for when in granted if start <= when < end)),
        start=start,
        end=end,
        followed=frozenset() if who is None else frozenset({(PERSON, who), *((FILE, file) for file in files)}),
    )


def walks(stays: Iterable[Stay]) -> Iterator[Move]:
    """How people come, go from office to office, and leave."""
    for who, group in groupby(sorted(stays, key=lambda stay: (stay.who, stay.begin)), key=lambda stay: stay.who):
        own = list(group)
        citizen = own[0].citizen
        for before, after in pairwise([None, *own, None]):
            if before and after and after.begin - before.end <= ON_THE_WAY:
                if after.begin > before.end:
                    yield Move(PERSON, who, citizen, before.office, after.office, before.end, after.begin)
                continue
            if before:
                yield Move(PERSON, who, citizen, before.office, STREET, before.end, before.end + COMING)
            if after:
                yield Move(PERSON, who, citizen, STREET, after.office, after.begin - COMING, after.begin)


def _home(world: World, post: Post) -> int:
    """Office of a pool."""
    if post.role is Role.COUNTER:
        return post.entity + 1
    return world.clearances[post.entity].agency + 1 if post.role in (Role.ASSESSORS, Role.INSPECTORS) else FRONT


def _places(world: World, cases: Cases, way: Ways) -> Callable[[int], int]:
    """What says which office an activity is at, a hand-off where it goes.

    Pools belong to offices, and steps to agencies or clearances; but what the front decides is decided there.
    """
    agencies = {agency.key: i + 1 for i, agency in enumerate(world.agencies)}
    clearances = {clearance.key: i for i, clearance in enumerate(world.clearances)}

    def place(activity: int) -> int:
        pool, case = int(cases.pool[activity]), int(cases.case[activity])
        role = cases.pools[pool].role if pool != NONE else None
        if role is Role.COUNTER:
            return cases.pools[pool].agency + 1
        if role in IN_FRONT:
            return FRONT
        key = cases.slots[cases.slot[activity]].entity.removeprefix("to-").strip("~")
        if key not in clearances:
            return agencies.get(key, FRONT)
        clearance = clearances[key]
        decided = case < len(way.decide) and way.decide[case, clearance]
        return FRONT if decided else world.clearances[clearance].agency + 1

    return place

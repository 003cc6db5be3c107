"""Who is where when: the log of one pattern, cut to one morning, as stays at offices and moves between them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, groupby, pairwise

import numpy as np

from wogsim.contract.cases import AT_AGENCY, BACK_OFFICE, IN_PERSON, NONE, STAFFED, UNLIMITED, Cases, Ints, Kind, Role
from wogsim.contract.log import Log
from wogsim.measures.attempts import activity_ends, granted_cases
from wogsim.measures.pools import any_overloaded
from wogsim.measures.work_in_progress import case_ends
from wogsim.patterns import BackOffice, Pattern, Place
from wogsim.routing.ways import Ways
from wogsim.staffing.people import Staffing
from wogsim.staffing.roster import Post
from wogsim.studies.journey.deeds import Entity
from wogsim.world.agencies import World

FRONT = 0  # office of the front unit; agency i is office i + 1
STREET = -1  # where people come from and go to
COMING = 8 * 60  # seconds in which somebody is seen coming and going
ON_THE_WAY = 2 * 3600  # who is at another office within so many seconds went there straight
PERSON, FILE = "person", "file"
IN_FRONT = frozenset(
    {Role.DESK, Role.FRONT_HANDOUT, Role.INFORMATION, Role.OFFICERS, Role.SECONDED, Role.GENERALISTS, Role.TEAM}
)
WITH_THE_HEAD = frozenset(
    {Kind.ASSIGN, Kind.SIGN, Kind.SIT, Kind.LATENCY, Kind.PROMISE, Kind.PASS_ON}
)  # papers lie in an office, and nobody of a pool has them
TO_FRONT = frozenset(
    {"from-head-of-", "from-crews-of-", "from-file-for-", "from-file"}
)  # how a hand-off to the front begins


@dataclass(frozen=True)
class Stay:
    """A person at an office's counters, or a file in its back rooms.

    Waits from `begin`, is served from `served` (None: not in the end) and is gone at `end`, all in seconds; `counter`
    is the number of the person's counter among all of the office, -1 for files and where counters have no limit.
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
    """A person or a file on the way from one office to another, or the street, in seconds.

    Within one office a file goes from its counters to its back office, or ``back``, where that is elsewhere.
    """

    kind: str
    who: int
    citizen: bool
    origin: int
    target: int
    begin: int
    end: int
    back: bool = False


@dataclass(frozen=True, eq=False)
class Scene:
    """One pattern's morning, [start, end) in seconds.

    ``counters`` is the number of counters of each office (-1: no limit), ``staffed`` whether anybody is there at all;
    ``permits`` are the seconds at which citizens got theirs. ``followed`` are kind and number of the citizen who is
    followed, and of their files; ``apart`` are offices whose back rooms are in another building than their counters;
    ``overloaded``: whether some pool was overloaded in this run.
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
    apart: frozenset[int] = frozenset()
    overloaded: bool = False

    @property
    def offices(self) -> set[int]:
        """Where anybody or any file is, comes or goes."""
        ends = {stay.office for stay in self.stays} | {end for move in self.moves for end in (move.origin, move.target)}
        return ends - {STREET}


@dataclass(frozen=True)
class Here:
    """Where a person or a file is at one instant.

    At an office ``place`` is its number in the queue, or, where ``served``, its counter; on the way ``target``
    and ``share`` say where to and how much of the way is done, ``back`` as in `Move`.
    """

    kind: str
    who: int
    citizen: bool
    office: int
    served: bool = False
    place: int = 0
    target: int | None = None
    share: float = 0.0
    back: bool = False


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
        taken = {stay.counter for stay in stays}
        free = (number for number in count() if not (served and number in taken))
        for stay in stays:
            place = stay.counter if served and stay.counter != NONE else next(free)
            here.append(Here(kind, stay.who, stay.citizen, office, served, place))
    for move in scene.moves:
        if move.begin <= second < move.end:
            share = (second - move.begin) / (move.end - move.begin)
            here.append(Here(move.kind, move.who, move.citizen, move.origin, False, 0, move.target, share, move.back))
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
    world: World,
    row: Pattern,
    staff: Staffing,
    cases: Cases,
    log: Log,
    way: Ways,
    window: tuple[int, int],
    who: int | None,
) -> Scene:
    """Cut one pattern's log to a morning.

    Parameters
    ----------
    row : the pattern
    way : routes of the citizens, who are the first of the cases
    window : seconds at which the morning begins and ends
    who : number of the citizen who is followed, from 0; None where nobody is
    """
    start, end = window
    places, waited = Places(world, cases, way, activity_ends(cases, log)), log.wait_ends
    stays, moves = list[Stay](), list[Move]()
    first = _first_counters(cases)

    def counter(pool: int, server: int) -> int:
        return NONE if server == NONE else first[pool] + server

    for attempt in np.flatnonzero((log.enabled < end) & (log.completed > start - ON_THE_WAY)).tolist():
        activity, begin, done = int(log.activity[attempt]), int(log.enabled[attempt]), int(log.completed[attempt])
        case, pool, kind = int(log.case[attempt]), int(log.pool[attempt]), cases.slots[cases.slot[activity]].kind
        office = places.of(activity)
        role, citizen = (cases.pools[pool].role if pool != NONE else None), not cases.own[case]
        served = None if log.started[attempt] == NONE else int(waited[attempt])
        if role in IN_PERSON:
            stays.append(
                Stay(PERSON, case, citizen, office, begin, served, done, counter(pool, int(log.server[attempt])))
            )
        elif role in BACK_OFFICE or role is Role.CREWS:
            stays.append(Stay(FILE, activity, citizen, office, begin, served, done, NONE))
        elif kind in WITH_THE_HEAD:
            stays.append(Stay(FILE, activity, citizen, office, begin, begin, done, NONE))
        elif kind is Kind.HANDOFF:
            back = places.entity(activity).begins == "from-"
            moves.append(Move(FILE, activity, citizen, places.origin(activity), office, begin, done, back))
    moves += walks([stay for stay in stays if stay.kind == PERSON])
    granted = case_ends(cases, log)[~cases.own & granted_cases(cases, log)]
    posts: list[list[Post]] = [[] for _office in range(len(world.agencies) + 1)]
    for post in staff.posts:
        if post.role in STAFFED:
            posts[_home(world, post)].append(post)
    fronts = [[post.servers for post in own if post.role in IN_PERSON] for own in posts]
    files = [] if who is None else np.flatnonzero(cases.case == who).tolist()
    return Scene(
        pattern=row.key,
        counters=tuple(NONE if UNLIMITED in servers else sum(servers) for servers in fronts),
        staffed=tuple(any(post.servers not in (0, UNLIMITED) or post.load > 0 for post in own) for own in posts),
        stays=tuple(stay for stay in stays if stay.end > start),
        moves=tuple(move for move in moves if move.end > start and move.begin < end),
        permits=tuple(sorted(int(when) for when in granted if start <= when < end)),
        start=start,
        end=end,
        followed=frozenset() if who is None else frozenset({(PERSON, who), *((FILE, file) for file in files)}),
        apart=_apart(world, row),
        overloaded=any_overloaded(cases, log, world.scenario.run),
    )


def _first_counters(cases: Cases) -> list[int]:
    """The number of the first counter of each pool, where all counters of an office are numbered through."""
    first, reached = [], dict[int, int]()
    for pool in cases.pools:
        office = pool.agency + 1 if pool.role in AT_AGENCY else FRONT
        first.append(reached.get(office, 0))
        if pool.role in IN_PERSON and pool.servers != UNLIMITED:
            reached[office] = first[-1] + int(pool.step_servers.max(initial=0))
    return first


def _apart(world: World, row: Pattern) -> frozenset[int]:
    """Offices whose assessors do not sit where their counters stand."""
    if row.place is not Place.SHARED:
        return frozenset()
    seats = ((c.agency + 1, world.intake_agencies[c.origin].back_office or row.back_office) for c in world.clearances)
    return frozenset(office for office, seat in seats if seat is BackOffice.AT_HOME)


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
    if post.role in AT_AGENCY:
        return post.entity + 1
    return (
        world.clearances[post.entity].agency + 1
        if post.role in (Role.ASSESSORS, Role.INSPECTORS, Role.CREWS)
        else FRONT
    )


class Places:
    """Which office an activity is at.

    Pools belong to offices, and steps to agencies or clearances; but what the front decides is decided there.
    """

    def __init__(self, world: World, cases: Cases, way: Ways, ends: Ints) -> None:
        """`ends` are completions in seconds, shape (A,)."""
        self._cases, self._way, self._ends = cases, way, ends
        self._clearances = {clearance.key: i for i, clearance in enumerate(world.clearances)}
        self._offices = {clearance.origin: clearance.agency + 1 for clearance in world.clearances}
        self._offices |= {agency.key: i + 1 for i, agency in enumerate(world.agencies)}
        self._offices |= {clearance.key: clearance.agency + 1 for clearance in world.clearances}
        desk = np.array([*(pool.role is Role.DESK for pool in cases.pools), False])
        self._received = np.zeros(len(cases.need), dtype=bool)  # whether somebody in front took their papers
        self._received[cases.case[desk[cases.pool]]] = True
        self._entities = [Entity.of(slot) for slot in cases.slots]

    def entity(self, activity: int) -> Entity:
        """What its step is about."""
        return self._entities[int(self._cases.slot[activity])]

    def of(self, activity: int) -> int:
        """The office of an activity, of a hand-off where it goes."""
        cases, entity = self._cases, self.entity(activity)
        pool, kind = int(cases.pool[activity]), cases.slots[cases.slot[activity]].kind
        role = cases.pools[pool].role if pool != NONE else None
        if role in AT_AGENCY:
            return cases.pools[pool].agency + 1
        if role in IN_FRONT or entity.begins in TO_FRONT:
            return FRONT
        decided, _letter, addressee = entity.key.partition(">")
        key, case = addressee or decided, int(cases.case[activity])
        if kind is Kind.HANDOFF and entity.begins == "from-" and not self._visited(case, self._clearances[key]):
            return FRONT
        if (
            kind in (Kind.INSPECT, Kind.LATENCY)
            and case < len(self._way.decide)
            and self._way.decide[case, self._clearances[key]]
        ):
            return FRONT
        return self._offices.get(key, FRONT)

    def origin(self, activity: int) -> int:
        """The office from which a hand-off goes: that of the last thing it waited for."""
        cases = self._cases
        waited_for = cases.predecessors[cases.pred_ptr[activity] : cases.pred_ptr[activity + 1]]
        return self.of(int(waited_for[np.argmax(self._ends[waited_for])])) if len(waited_for) else FRONT

    def _visited(self, case: int, clearance: int) -> bool:
        """Whether what is decided goes to an agency's counter; applicants of one agency have been received there."""
        if case < len(self._way.visit):
            return bool(self._way.visit[case, clearance])
        return not self._received[case]

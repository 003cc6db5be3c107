"""Small worlds for engines: by hand, and at random with every feature on and as many ties as possible."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from wogsim.contract.cases import NONE, UNLIMITED, Cases, Errand, Kind, Pool, Role, Slot
from wogsim.contract.hours import DAY, FOREVER, Hours

DAYS = 12  # of opening hours as drawn; the last interval then never closes, so that all work gets done


@dataclass(frozen=True)
class Do:
    """One activity of a world made by hand; `after` are places in the case's own list.

    In person it is an errand of one stop, and the journey is the lag, unless it says otherwise.
    """

    pool: int = NONE
    work: int = 0
    after: tuple[int, ...] = ()
    lag: int = 0
    priority: int = 0
    in_person: bool = False
    offset: int = 0
    patience: int = NONE
    deadline: int = NONE
    covers: int = 0
    home: int = 0
    errand: int = NONE
    complaint: bool = False

    def __post_init__(self) -> None:
        alone = int(Errand.FIRST | Errand.LAST) if self.in_person else 0
        object.__setattr__(self, "errand", alone if self.errand == NONE else self.errand)
        if self.errand & Errand.FIRST:
            object.__setattr__(self, "home", max(self.home, self.lag))
            object.__setattr__(self, "lag", self.home)


def errand(*stops: Do, first: int = 0) -> list[Do]:
    """Stops of one errand, which will be in the case's list from place `first` on; the first waits for its `after`."""
    last = len(stops) - 1
    flags = [Errand.FIRST * (k == 0) | Errand.LAST * (k == last) for k in range(len(stops))]
    return [
        replace(do, in_person=True, errand=int(flag), after=(first + k - 1,) if k else do.after)
        for k, (do, flag) in enumerate(zip(stops, flags, strict=True))
    ]


def make_pool(
    hours: Hours | list[tuple[int, int]],
    servers: int = 1,
    steps: list[tuple[int, int]] | None = None,
    *,
    suspends: bool = False,
    serves_out: bool = False,
    quota: int = NONE,
    name: str = "pool",
) -> Pool:
    """A pool; without `steps` all its servers are present whenever it is open."""
    if isinstance(hours, list):
        hours = Hours.of(hours)
    if steps is None:
        steps = []
        for opening, closing in zip(hours.opens.tolist(), hours.closes.tolist(), strict=True):
            steps += [(opening, servers), (closing, 0)]
    table = np.array(steps, dtype=np.int64).reshape(-1, 2)
    role = Role.ASSESSORS if suspends else Role.COUNTER
    return Pool(name, role, servers, hours, table[:, 0].copy(), table[:, 1].copy(), suspends, serves_out, quota)


def make_cases(
    pools: list[Pool],
    todo: list[tuple[int, list[Do]]],
    clock: Hours | list[tuple[int, int]] | None = None,
    spread: int = 0,
) -> Cases:
    """Cases from (need, activities) pairs; without a `spread` of the times of the morning, no office draws them in."""
    activities = [(c, place, do) for c, (_need, dos) in enumerate(todo) for place, do in enumerate(dos)]
    first = np.cumsum([0] + [len(dos) for _need, dos in todo])
    predecessors = [sorted(int(first[c]) + p for p in do.after) for c, _place, do in activities]

    def per_activity(name: str) -> np.ndarray:
        kind = bool if name in ("in_person", "complaint") else np.int64
        return np.array([getattr(do, name) for _c, _place, do in activities], dtype=kind)

    def per_case(value: int | bool) -> np.ndarray:
        return np.full(len(todo), value)

    return Cases(
        need=np.array([need for need, _dos in todo], dtype=np.int64),
        last=(first[1:] - 1).astype(np.int64),
        cohort=per_case(True),
        own=per_case(False),
        number=np.arange(len(todo), dtype=np.int64),
        permit=per_case(0),
        far=per_case(False),
        vulnerable=per_case(False),
        assisted=per_case(False),
        pays=per_case(False),
        chain_length=per_case(1),
        papers=per_case(1),
        returns=per_case(0),
        case=np.array([c for c, _place, _do in activities], dtype=np.int64),
        slot=np.array([place for _c, place, _do in activities], dtype=np.int64),
        pool=per_activity("pool"),
        work=per_activity("work"),
        lag=per_activity("lag"),
        priority=per_activity("priority"),
        in_person=per_activity("in_person"),
        offset=per_activity("offset"),
        patience=per_activity("patience"),
        deadline=per_activity("deadline"),
        covers=per_activity("covers"),
        home=per_activity("home"),
        errand=per_activity("errand"),
        complaint=per_activity("complaint"),
        pred_ptr=np.cumsum([0] + [len(p) for p in predecessors]).astype(np.int64),
        predecessors=np.array([p for ps in predecessors for p in ps], dtype=np.int64),
        slots=tuple(Slot(Kind.ASSESS, str(place), 0) for place in range(max(len(dos) for _need, dos in todo))),
        pools=tuple(pools),
        deadline_clock=Hours.of(clock) if isinstance(clock, list) else clock or Hours.always(),
        spread=spread,
    )


# Half-hours of a day when an office may be open; times 1 s or 1800 s.
DAYS_HOURS = [
    [(2, 8), (10, 16)],  # with a lunch break
    [(2, 8), (10, 16)],
    [(4, 14)],
    [(3, 5), (6, 7), (9, 12)],
    [(0, 2), (40, 48)],  # over midnight, which merges with a (0, 2) of the next day
    [(44, 52), (54, 58)],  # over midnight, and a break after it
    [(8, 48)],  # until midnight
    [(4, 7), (18, 30)],  # closed for hours in between: twice a day
    [(0, 24), (26, 48)],  # hardly ever closed
    [(12, 13)],  # one unit only: offsets are drawn together
    [],  # a holiday
]


def random_hours(rng: np.random.Generator, unit: int) -> Hours:
    """Opening hours of some days, and then for ever."""
    if rng.random() < 0.15:
        return Hours.always()
    usual = DAYS_HOURS[rng.integers(len(DAYS_HOURS) - 1)]
    intervals = []
    for day in range(DAYS):
        today = usual if rng.random() < 0.8 else DAYS_HOURS[rng.integers(len(DAYS_HOURS))]
        intervals += [(day * DAY + unit * start, day * DAY + unit * end) for start, end in today]
    return Hours.of([*intervals, (DAYS * DAY + 2 * unit, FOREVER)])


def random_pool(rng: np.random.Generator, unit: int, number: int) -> Pool:
    """A pool whose staff changes within opening hours."""
    hours = random_hours(rng, unit)
    name, suspends, serves_out = f"pool {number}", bool(rng.random() < 0.5), bool(rng.random() < 0.3)
    if rng.random() < 0.2:
        return make_pool(hours, UNLIMITED, suspends=suspends, serves_out=serves_out, name=name)
    most = int(rng.integers(1, 4))
    steps: list[tuple[int, int]] = []
    for opening, closing in zip(hours.opens.tolist(), hours.closes.tolist(), strict=True):
        steps.append((opening, int(rng.integers(1, most + 1))))
        if rng.random() < 0.5:
            change = opening + unit * int(rng.integers(1, 5))
            if change < closing:
                steps.append((change, int(rng.integers(1, most + 1))))
        steps.append((closing, 0))
    # Tables may stop at the last change or say that nothing changes for ever.
    steps = steps[:-1] if rng.random() < 0.5 else steps
    return make_pool(hours, most, steps, suspends=suspends, serves_out=serves_out, name=name)


def random_world(seed: int, cases: int, activities: int, pools: int, timers: float = 0.3, odd: float = 0.1) -> Cases:
    """A world drawn from `seed`.

    Parameters
    ----------
    cases, activities, pools : int
        How many; activities at most, per case.
    timers : float
        Share of activities with a patience, and with a deadline.
    odd : float
        Share of durations off the grid on which everything else meets.
    """
    rng = np.random.default_rng(seed)
    unit = int(rng.choice([1, 1800]))

    def span(low: int, high: int) -> int:
        seconds = unit * int(rng.integers(low, high + 1))
        return seconds + int(rng.integers(0, unit)) if rng.random() < odd else seconds

    def activity(after: tuple[int, ...], *, in_person: bool) -> Do:
        pool = int(rng.integers(pools)) if in_person or rng.random() < 0.8 else NONE
        return Do(
            pool=pool,
            work=span(0, 6),
            after=after,
            lag=span(0, 3) if rng.random() < 0.3 else 0,
            priority=int(rng.integers(-1, 2)) if rng.random() < 0.5 else 0,
            in_person=in_person,
            offset=span(0, 9),
            patience=max(1, span(1, 60 if rng.random() < 0.5 else 12)) if rng.random() < timers else NONE,
            deadline=max(1, span(1, 12)) if rng.random() < timers and not in_person else NONE,
            home=span(0, 12 if rng.random() < 0.2 else 2) if in_person else 0,
        )

    def pieces(count: int) -> list[Do]:
        """Activities that nobody comes for, and errands, one waiting for some of what stands before it."""
        dos: list[Do] = []
        waits, comes = rng.choice([0.1, 0.5]), rng.choice([0.4, 0.9])
        while len(dos) < count:
            place = len(dos)
            after = tuple(p for p in range(place) if rng.random() < waits)
            if rng.random() < comes:
                stops = [activity(after, in_person=True) for _stop in range(int(rng.integers(1, 4)))]
                dos += errand(*stops[: count - place], first=place)
            else:
                dos += covered(after, place, int(rng.integers(0, 3)))
        return dos

    def covered(after: tuple[int, ...], place: int, more: int) -> list[Do]:
        """An activity, and if it has a deadline perhaps some that follow one by one, which the deadline covers too."""
        head = activity(after, in_person=False)
        if head.deadline == NONE:
            return [head]
        rest = [replace(activity((place + k,), in_person=False), deadline=NONE, lag=0) for k in range(more)]
        return [replace(head, covers=more), *rest]

    def moved(do: Do) -> Do:
        return replace(do, after=tuple(p + 1 for p in do.after))

    def case() -> tuple[int, list[Do]]:
        dos = pieces(int(rng.integers(1, activities + 1)))
        # Predecessors need not have lower numbers; those of stops at one instant do.
        if rng.random() < 0.5 and not any(do.covers or (do.in_person and not do.work) for do in dos):
            last = len(dos) - 1
            dos = [replace(do, after=tuple(last - p for p in do.after)) for do in reversed(dos)]
        if rng.random() < timers:
            complaint = replace(activity((1,) if rng.random() < 0.5 else (), in_person=False), deadline=NONE)
            there = {"pool": int(rng.integers(pools)), "work": span(0, 6), "lag": span(0, 60)}
            dos = [replace(complaint, complaint=True, **there), *map(moved, dos)]
        return DAY * int(rng.integers(0, 3)) + span(0, 16), dos

    todo = [case() for _case in range(cases)]
    own = np.random.default_rng([seed, 1])
    quotas = [int(own.integers(1, 9)) if own.random() < 0.3 else NONE for _pool in range(pools)]
    staff = [replace(random_pool(rng, unit, p), quota=quota) for p, quota in enumerate(quotas)]
    return make_cases(staff, todo, clock=random_hours(rng, unit), spread=10 * unit)


def random_cases(most: int = 14) -> st.SearchStrategy[Cases]:
    """Random worlds; a failing one shrinks to fewer cases, activities, pools and timers."""
    return st.builds(
        random_world,
        seed=st.integers(0, 2**32 - 1),
        cases=st.integers(1, most),
        activities=st.integers(1, 6),
        pools=st.integers(1, 3),
        timers=st.sampled_from([0.0, 0.15, 0.4]),
        odd=st.sampled_from([0.0, 0.1]),
    )


# Numbers of a column: few bytes hold some, the same number all through or not.
short_columns = st.lists(st.integers(-1, 1), max_size=5) | st.lists(st.sampled_from([-1, 2**20]), max_size=5)

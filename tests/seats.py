"""Where every step of a case is done, and what would have flown between two of them.

Structural, on cases, before any engine; it reads nothing of how routing was written, but what came out. Every step has
a seat, a body in a building, or is a carriage.
"""

from collections.abc import Iterator

import numpy as np

from wogsim.contract.cases import AT_AGENCY, NONE, Bools, Cases, Errand, Ints, Kind, Role, Slot
from wogsim.patterns import BackOffice, Desk, Pattern, Place
from wogsim.routing import layout, route
from wogsim.scenario.reading import Loaded
from wogsim.world.agencies import CENTRE, World
from wogsim.world.population import pilot

CITIZEN, FRONT = "citizen", "front"
IN_PERSON = {Kind.ENQUIRY, Kind.TRIAGE, Kind.INTAKE, Kind.DELIVER, Kind.COLLECT}
# A courier or data, news to the citizen, inspectors on their way to the site and back,
# and a body that hears of a decision by itself.
CARRIAGES = {Kind.HANDOFF, Kind.NOTICE, Kind.INSPECT, Kind.PROMISE, Kind.PASS_ON, Kind.OBJECT}
# The portal's form is the portal.
OF_THE_FRONT = {Kind.SEND, Kind.CHASE, Kind.ASSEMBLE, Kind.ISSUE, Kind.AUTOMATE, Kind.FORM}

Seat = tuple[str, int]


def seat(world: World, row: Pattern, slot: Slot, role: Role | None, agency: int) -> Seat:
    """Where a step is done: whose desk it is, and in which building."""
    shared = row.place is Place.SHARED
    if slot.kind in (Kind.FIX, Kind.DONE):
        return (CITIZEN, NONE)
    if role in AT_AGENCY:
        return (world.agencies[agency].key, CENTRE if shared else agency + 1)
    inside = role in (Role.INFORMATION, Role.DESK, Role.FRONT_HANDOUT, Role.SECONDED, Role.GENERALISTS)
    whose = slot.entity.partition("@")[0].rstrip("~")  # which marks what is done once more, or elsewhere
    if inside or slot.kind in OF_THE_FRONT or whose == FRONT:
        return (FRONT, CENTRE)
    named = ((c, (c.key, world.agencies[c.agency].key, c.origin)) for c in world.clearances)
    clearance = next((c for c, names in named if whose in names), None)
    assert clearance is not None, slot
    back = world.intake_agencies[clearance.origin].back_office or row.back_office
    home = clearance.agency + 1
    building = CENTRE if shared and back is BackOffice.WITH_COUNTERS else home
    return (world.agencies[clearance.agency].key, building)


def seats(world: World, row: Pattern, cases: Cases) -> tuple[Ints, list[Seat]]:
    """The number of each activity's seat, -1 where it is a carriage, and the seats."""
    pools, numbers = layout(world), dict[Seat, int]()
    of_pair = dict[tuple[int, int], int]()
    pairs, which = np.unique(np.column_stack([cases.slot, cases.pool]).astype(int), axis=0, return_inverse=True)
    for number, (k, p) in enumerate(pairs.tolist()):
        slot, (role, agency) = cases.slots[k], pools[p] if p != NONE else (None, NONE)
        found = NONE
        if slot.kind not in (*CARRIAGES, Kind.LATENCY, Kind.CITIZENS_LATENCY):
            place = seat(world, row, slot, role, agency)
            found = numbers.setdefault(place, len(numbers))
        of_pair[number] = found
    table = np.array([of_pair[number] for number in range(len(pairs))])
    at = table[which.ravel()]
    # Where papers lie while time passes is where they are assessed then, or the counter at which it has been decided.
    before, after = edges(cases)
    passes, person = of_kind(cases, Kind.LATENCY, Kind.CITIZENS_LATENCY), of_kind(cases, *IN_PERSON)
    lies, decided = passes[before], passes[after] & person[before]
    at[before[lies]] = at[after[lies]]
    at[after[decided]] = at[before[decided]]
    return at, list(numbers)


def edges(cases: Cases) -> tuple[Ints, Ints]:
    """Pairs of activities of which the second waits for the first."""
    return cases.predecessors.astype(int), np.repeat(np.arange(len(cases.case)), np.diff(cases.pred_ptr))


def of_kind(cases: Cases, *kinds: Kind) -> Bools:
    """Whether each activity is of one of some kinds."""
    return np.array([slot.kind in kinds for slot in cases.slots])[cases.slot]


def flights(world: World, row: Pattern, cases: Cases) -> list[tuple[str, ...]]:
    """Steps that follow each other though nothing is carried, nobody is told, or one courier goes two ways.

    Notice takes time in such worlds, so that it stands among the steps.
    """
    at, names = seats(world, row, cases)
    before, after = edges(cases)
    here, there = at[before], at[after]
    person, moves, told = of_kind(cases, *IN_PERSON), of_kind(cases, Kind.HANDOFF), of_kind(cases, Kind.NOTICE)
    works, mends = at >= 0, of_kind(cases, Kind.FIX, Kind.DONE)
    portal = row.desk is Desk.PORTAL or row.portal
    of_front = at == (names.index((FRONT, CENTRE)) if (FRONT, CENTRE) in names else NONE - 1)

    home = person | mends  # where the citizen is
    by_hand = home[before] & (home[after] | of_kind(cases, Kind.FORM)[after])
    online = portal & (of_front[before] | mends[before]) & (of_front[after] | home[after])
    flies = works[before] & works[after] & (here != there) & ~by_hand & ~online
    # Who waits in a hall until all is decided, and only then collects, is there when another counter decides.
    hall = np.array([NONE if building != CENTRE else CENTRE for _whose, building in names] + [NONE])
    stays = hears_in_the_hall(world, cases)[after] & person[after] & (cases.errand[after] & int(Errand.FIRST) == 0)
    flies &= ~(stays & (hall[here] == CENTRE) & (hall[there] == CENTRE))
    # Where nothing is to be collected, nothing is brought.
    brought = ~(of_kind(cases, Kind.DONE)[after] & nothing_to_collect(world))
    flies &= brought
    untold = works[before] & ~home[before] & person[after] & ~online
    # Who waits in the hall is there when it is decided.
    untold &= np.asarray(cases.errand)[after] & int(Errand.FIRST) != 0
    strange = told[before] & ~home[after] & ~of_front[after]

    found = set[tuple[str, ...]]()
    for wrong in np.flatnonzero(flies | untold | strange).tolist():
        found.add((_label(cases, before[wrong]), _label(cases, after[wrong])))
    # Case officers ring up an agency to which a copy has come.
    rings = of_kind(cases, Kind.CHASE)
    for courier, other, ways in (
        (after, before, moves[after] & works[before]),
        (before, after, moves[before] & works[after] & ~person[after] & ~rings[after] & ~mends[after]),
    ):
        least, most = np.full(len(at), len(names)), np.full(len(at), NONE)
        np.minimum.at(least, courier[ways], at[other[ways]])
        np.maximum.at(most, courier[ways], at[other[ways]])
        for split in np.flatnonzero((most > least) & (most >= 0)).tolist():
            ends = other[ways & (courier == split)].tolist()
            found.add((_label(cases, split), *sorted(_label(cases, end) for end in ends)))
    return sorted(found)


def hears_in_the_hall(world: World, cases: Cases) -> Bools:
    """Whether each activity is of a citizen who may wait in a hall until all is decided."""
    waits = np.array([permit.while_you_wait for permit in world.scenario.world.permits.values()])
    table: Bools = (waits[cases.permit] & ~cases.own)[cases.case]
    return table


def nothing_to_collect(world: World) -> bool:
    """Whether some decisions need not come to hand, or come on-line to who waits in the hall and so hears of them."""
    described = world.scenario.world
    bodies = (described.front, *described.agencies.values(), *described.permits.values())
    waits = any(permit.while_you_wait for permit in described.permits.values())
    return bool({body.collection_by for body in bodies} & {"none", "online" if waits else "none"})


def _label(cases: Cases, activity: int) -> str:
    return cases.slots[cases.slot[activity]].label


def unheard(world: World, cases: Cases) -> list[tuple[str, str]]:
    """Clearances that are decided though the signed decision of another that they come after does not precede."""
    decided, signed, found = last_steps(world, cases), last_steps(world, cases, signed=True), []
    before, after = edges(cases)
    for i, clearance in enumerate(world.clearances):
        reached = np.zeros(len(cases.case), dtype=bool)
        reached[decided[decided[:, i] >= 0, i]] = True
        while True:
            new = reached[after] & ~reached[before]
            if not new.any():
                break
            reached[before[new]] = True
        for j in clearance.after:
            both = (decided[:, i] >= 0) & (decided[:, j] >= 0)
            if not reached[signed[both, j]].all():
                found.append((world.clearances[j].key, clearance.key))
    return found


def unassigned(cases: Cases) -> list[str]:
    """Visits on site that no register and head's desk precedes; but for cases of which a system decides some."""
    before, after = edges(cases)
    passed = of_kind(cases, Kind.ASSIGN)
    while True:
        new = passed[before] & ~passed[after]
        if not new.any():
            break
        passed[after[new]] = True
    by_system = np.zeros(len(cases.need), dtype=bool)
    by_system[cases.case[of_kind(cases, Kind.AUTOMATE)]] = True
    wrong = of_kind(cases, Kind.INSPECT) & ~passed & ~by_system[cases.case]
    return sorted({_label(cases, row) for row in np.flatnonzero(wrong).tolist()})


def last_steps(world: World, cases: Cases, *, signed: bool = False) -> Ints:
    """The activity that decides each clearance of each case, or signs it where it is signed by itself: (C, n).

    Where there are works, these are done with it.
    """
    number = {clearance.key: i for i, clearance in enumerate(world.clearances)}
    number |= {f"{clearance.key}~": i for i, clearance in enumerate(world.clearances)}  # decided anew
    kinds = (Kind.AUTOMATE, Kind.ASSESS, Kind.SIGN, Kind.SIT, Kind.WORKS)[: 5 if signed else 2]
    rank = {kind: place for place, kind in enumerate((Kind.AUTOMATE, *kinds[1:]))}
    table = np.full((len(cases.need), len(world.clearances)), NONE)
    chosen = [k for k, slot in enumerate(cases.slots) if slot.kind in kinds and slot.entity in number]
    of_slot = np.argsort(cases.slot, kind="stable")
    sizes = np.bincount(cases.slot, minlength=len(cases.slots))
    begins = np.cumsum(sizes) - sizes

    def late(k: int) -> tuple[bool, bool, int, int]:
        slot = cases.slots[k]
        return slot.kind is Kind.WORKS, slot.entity.endswith("~"), max(rank[slot.kind], 1), slot.bringing

    for k in sorted(chosen, key=late):
        own = of_slot[begins[k] : begins[k] + sizes[k]]
        table[cases.case[own], number[cases.slots[k].entity]] = own
    return table


def routed(world: World, row: Pattern, size: int = 40) -> Iterator[Cases]:
    """Some applicants of every stream on their way through one pattern."""
    for who in pilot(world, size):
        yield route(world, row, who, (0.0,) * len(world.clearances))


def all_is_carried(loaded: Loaded, world: World, pattern: str, size: int = 40) -> None:
    """Raise AssertionError where something flies."""
    row = loaded.scenario.rows()[pattern]
    for cases in routed(world, row, size):
        assert flights(world, row, cases) == []
        assert unheard(world, cases) == []

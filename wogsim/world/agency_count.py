"""How many agencies there are: the file's, or as many as the lever asks for, merged, split or one behind the other.

Draws stay keyed to the file's agencies and clearances, so merging or splitting agencies leaves all luck as it was.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.errors import BadInput, Problem
from wogsim.language import _, ngettext
from wogsim.scenario.file import Scenario
from wogsim.scenario.quantities import counted
from wogsim.world.agencies import Agency, Clearance, World
from wogsim.world.crews import Crew


def build(scenario: Scenario) -> World:
    """The world of a scenario, with the agency count its levers ask for.

    Raises
    ------
    BadInput
        When so many agencies cannot be made.
    TypeError
        When counter staff are a load still; see `wogsim.staffing.sizes.settled`.
    """
    levers = scenario.levers
    chained = levers.agencies_mode == "chain" and levers.agencies is not None
    world = _as_listed(scenario, levers.agencies if chained else None)
    if levers.agencies is None or chained:
        return world
    if len(world.agencies) > levers.agencies:
        return _merged(world, levers.agencies)
    while len(world.agencies) < levers.agencies:
        world = _split(world, levers.agencies)
    return world


def _as_listed(scenario: Scenario, chain: int | None) -> World:
    """The file's agencies; or the first `chain` of them, from the first again as 'x-2' when there are not enough."""
    described = scenario.world
    listed = list(described.agencies)
    wanted = [(listed[i % len(listed)], i // len(listed)) for i in range(chain or len(listed))]
    keys = [
        (key, turn)
        for turn in range(wanted[-1][1] + 1)
        for key, clearance in described.clearances.items()
        if (clearance.agency, turn) in wanted
    ]
    clash = {_repeated(*name) for name in (*wanted, *keys) if name[1]} & {*described.agencies, *described.clearances}
    if clash:
        text = _("the repeat '{key}' has the name of one in the file; rename that one")
        raise BadInput(Problem("levers.agencies", chain, text.format(key=min(clash))))
    agencies = []
    for key, turn in wanted:
        like, name = described.agencies[key], _repeated(key, turn)
        title = {language: _repeated(text, turn) for language, text in like.title}
        crew = Crew(name, like.hours, counted(like.counters), tuple(like.present.items()))
        handing = Crew(name, like.hours, like.collection_counters)
        wrong, out = (like.wrong_door, like.wrong_counter), (like.closing or described.closing) == "serve out"
        agencies.append(Agency(name, name, title, (crew,), (handing,), *wrong, out, like.quota))
    clearances = []
    for key, turn in keys:
        clearance = described.clearances[key]
        owner = (clearance.agency, turn)
        after = tuple(keys.index((other, turn)) for other in clearance.after if (other, turn) in keys)
        name, origin = _repeated(key, turn), _repeated(*owner)
        clearances.append(Clearance(name, key, clearance, wanted.index(owner), origin, after))
    needed = {permit: _needed(scenario, permit) for permit in described.permits}
    ever = {key for key, clearance in described.clearances.items() if clearance.needed_share}
    permits = np.array([[key in own & ever for key, _turn in keys] for own in needed.values()])
    empty = [permit for permit, own in zip(needed, permits, strict=True) if not own.any()]
    if empty:
        text = ngettext(
            "permit '{permit}' needs no clearance of the first agency; expected more agencies",
            "permit '{permit}' needs no clearance of the first {number} agencies; expected more agencies",
            len(wanted),
        )
        raise BadInput(Problem("levers.agencies", chain, text.format(number=len(wanted), permit=empty[0])))
    intakes = {
        name: described.agencies[key] for (key, _turn), name in zip(wanted, (a.key for a in agencies), strict=True)
    }
    return World(scenario, tuple(agencies), tuple(clearances), intakes, permits)


def _repeated(text: str, turn: int) -> str:
    return f"{text}-{turn + 1}" if turn else text


def _needed(scenario: Scenario, permit: str) -> set[str]:
    described = scenario.world.permits[permit]
    if described.together:
        return set().union(*(_needed(scenario, other) for other in described.together))
    return set(scenario.world.clearances if described.clearances is None else described.clearances)


def counter_load(world: World) -> list[float]:
    """Expected counter work a week of each clearance, in seconds, when everybody visits and all papers are complete.

    An agency's intake and collection count in equal parts for its clearances; what is decided at the counter has work
    of its own.
    """
    loads = []
    for i, clearance in enumerate(world.clearances):
        agency = world.intake_agencies[clearance.origin]
        own = clearance.described.at_counter
        work = (agency.pace or 1) * (own.mean if own else agency.intake.mean + agency.collection.mean)
        siblings = [
            j
            for j, other in enumerate(world.clearances)
            if other.origin == clearance.origin and not own and not other.at_counter
        ] or [i]
        # Of those who need any of them, each clearance has its part.
        needed = world.permits[:, siblings] * world.needed[siblings]
        comes = 1 - np.prod(1 - needed, axis=1)
        part = world.permits[:, i] * world.needed[i] / np.where(needed.any(axis=1), needed.sum(axis=1), 1)
        citizens = float((world.rates * part * comes).sum())
        loads.append(work * (citizens + world.rate(i)))
    return loads


def _merged(world: World, wanted: int) -> World:
    """The two neighbours with the least counter load become one agency, again and again."""
    loads: Floats = np.bincount([clearance.agency for clearance in world.clearances], counter_load(world)).astype(float)
    groups = [[i] for i in range(len(world.agencies))]
    while len(groups) > wanted:
        sums = np.array([loads[group].sum() for group in groups])
        first = int(np.argmin(sums[:-1] + sums[1:]))
        groups[first : first + 2] = [groups[first] + groups[first + 1]]
    agencies = tuple(_group([world.agencies[i] for i in group], loads[group]) for group in groups)
    place = {i: number for number, group in enumerate(groups) for i in group}
    clearances = tuple(replace(c, agency=place[c.agency]) for c in world.clearances)
    return replace(world, agencies=agencies, clearances=clearances)


def _group(members: Sequence[Agency], loads: Floats) -> Agency:
    """One agency of several, whose counter work is `loads`; nothing of it depends on their order in the file."""
    if len(members) == 1:
        return members[0]
    weights = loads if loads.any() else np.ones(len(members))
    most = max(float(load) for load in loads)
    busiest = [one for one, load in zip(members, loads, strict=True) if load >= most * (1 - 1e-9)]
    tickets = [one.quota for one in members]
    return Agency(
        "+".join(one.key for one in members),
        min(one.luck for one in members),
        {language: " + ".join(one.title[language] for one in members) for language in members[0].title},
        tuple(crew for one in members for crew in one.crews),
        tuple(crew for one in members for crew in one.handing),
        float(np.average([one.wrong_door for one in members], weights=weights)),
        float(np.average([one.wrong_counter for one in members], weights=weights)),
        any(one.serves_out for one in busiest),
        None if None in tickets else sum(quota or 0 for quota in tickets),
    )


def _split(world: World, wanted: int) -> World:
    """The agency with most clearances becomes two neighbours, its counter staff divided by load, one each at least."""
    most, own = max(world.members, key=lambda member: len(member[1]))
    agency = world.agencies[most]
    if agency.quota == 1:
        said = _(
            "'{agency}' has 1 ticket a day, which cannot be divided; expected at most {number} agencies, or more "
            "tickets"
        )
        raise BadInput(Problem("levers.agencies", wanted, said.format(agency=agency.key, number=len(world.agencies))))
    if len(own) < 2 or agency.counters < 2:
        text = ngettext(
            "no more than {number} can be made: '{agency}' has {clearances} clearance and {staff} counter "
            "staff to divide, and each part needs one of both; expected at most {number}, or --agencies-mode chain",
            "no more than {number} can be made: '{agency}' has {clearances} clearances and {staff} counter "
            "staff to divide, and each part needs one of both; expected at most {number}, or --agencies-mode chain",
            len(own),
        )
        said = text.format(number=len(world.agencies), agency=agency.key, clearances=len(own), staff=agency.counters)
        raise BadInput(Problem("levers.agencies", wanted, said))
    second = set(own[(len(own) + 1) // 2 :])
    loads = counter_load(world)
    part = sum(loads[i] for i in own if i not in second) / max(sum(loads[i] for i in own), 1e-12)
    staff = min(max(int(agency.counters * part + 0.5), 1), agency.counters - 1)
    out = agency.handing_out
    handing = min(max(int(out * part + 0.5), min(out, 1)), max(out - 1, 0)) if out > 1 else out
    lucks = (agency.luck, f"{agency.key}/b")
    # What the file lists is one crew, and so is each part of it.
    parts = zip("ab", lucks, agency.crews[0].split(staff), agency.handing[0].split(handing), strict=True)
    halves = [
        replace(
            agency,
            key=f"{agency.key}/{name}",
            luck=luck,
            title={language: f"{text} ({name})" for language, text in agency.title.items()},
            crews=(crew,),
            handing=(hand,),
            quota=tickets,
        )
        for (name, luck, crew, hand), tickets in zip(parts, _tickets(agency.quota, part), strict=True)
    ]
    agencies = (*world.agencies[:most], *halves, *world.agencies[most + 1 :])
    moved = [c.agency > most or i in second for i, c in enumerate(world.clearances)]
    clearances = tuple(replace(c, agency=c.agency + by) for c, by in zip(world.clearances, moved, strict=True))
    return replace(world, agencies=agencies, clearances=clearances)


def _tickets(quota: int | None, part: float) -> tuple[int | None, int | None]:
    """Tickets a day of both parts of a split agency, of which the first has so much of the load: one each at least."""
    if quota is None:
        return None, None
    first = min(max(int(quota * part + 0.5), 1), quota - 1)
    return first, quota - first

"""What a file says in vain: keys that mean nothing beside the others, so that `check` can name them.

A value is accepted wherever it makes sense in some file. Where it moves nothing in this one, somebody has mistaken what
it does, or a slip of the pen stands elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from wogsim.contract.hours import DAY
from wogsim.language import _, mark
from wogsim.patterns import Desk
from wogsim.scenario.described import World
from wogsim.scenario.explain import every_key
from wogsim.scenario.file import SLASH, Scenario
from wogsim.scenario.reading import Loaded
from wogsim.scenario.standards import promises
from wogsim.scenario.vain import dates_of_run
from wogsim.scenario.weeks import DAYS, Parts

Why = tuple[str, str]  # a dotted path, * for every key, and why nothing there has an effect


@dataclass(frozen=True)
class Unused:
    """Something that a file says in vain: its dotted path and why."""

    path: str
    why: str


def unused(loaded: Loaded) -> tuple[Unused, ...]:
    """All that a file says and that moves nothing in it and none of its variants; each path once."""
    found, variants = _unused(loaded), [_unused(loaded.variant(key)) for key in loaded.scenario.variants]
    return tuple(Unused(path, why) for path, why in found.items() if all(path in others for others in variants))


def _unused(loaded: Loaded) -> dict[str, str]:
    given = dict.fromkeys(fact.path for fact in every_key(loaded) if fact.given and fact.value)
    found = dict[str, str]()
    for pattern, why in _in_vain(loaded.scenario):
        whole = pattern.startswith(TABLES) and pattern.count(".") == TABLES_DEPTH
        named = whole or ("*" not in pattern and pattern in given)
        for path in [pattern] if named else [one for one in given if "*" in pattern and _is_at(one, pattern)]:
            found.setdefault(path, why)
    return found


def moot(loaded: Loaded) -> list[str]:
    """Keys that mean nothing in this file, whatever they are; * stands for every name."""
    return [path for path, _why in _in_vain(loaded.scenario)]


def _is_at(path: str, pattern: str) -> bool:
    return path.count(".") == pattern.count(".") and fnmatchcase(path, pattern)


TABLES, TABLES_DEPTH = ("world.clearances.", "world.hours."), 2  # tables that are named whole

# --- one key without another -----------------------------------------------------------------------------------------


def _incomplete(world: World) -> bool:
    return any(one.incomplete for one in world.clearances.values())


def _astray(world: World) -> bool:
    return any(one.wrong_door or one.wrong_counter for one in world.agencies.values())


def _objected(world: World) -> bool:
    return any(one.consult.agency and one.consult.objects for one in world.clearances.values())


def _inspected(world: World) -> bool:
    return any(one.inspectors > 0 for one in world.clearances.values())


# Keys, what must be so for them to mean anything, and what to say where it is not.
RESTS: tuple[tuple[tuple[str, ...], Callable[[World], object], str], ...] = (
    (("world.travel.far_factor",), lambda world: world.citizens.far_share, mark("nobody lives far away (far_share)")),
    (
        ("world.citizens.vulnerable_first",),
        lambda world: world.citizens.vulnerable_share,
        mark("nobody is to be served first (vulnerable_share)"),
    ),
    (
        tuple(
            f"world.papers.{key}"
            for key in (
                "bringings",
                "detection",
                "detection_without_authority",
                "detection_online",
                "fix",
                "reintake",
            )
        ),
        _incomplete,
        mark("no papers are incomplete (world.clearances.*.incomplete)"),
    ),
    (
        ("world.papers.reassessment",),
        lambda world: _incomplete(world) or _objected(world),
        mark("nothing is assessed twice (world.clearances.*.incomplete, consult.objects)"),
    ),
    (
        ("world.counters.triage", "world.counters.no_wrong_door"),
        _astray,
        mark("nobody goes to a wrong door or counter (world.agencies.*.wrong_door, wrong_counter)"),
    ),
    (
        ("world.online.outage_lasts",),
        lambda world: world.online.outage_every,
        mark("the portal has no outages (outage_every)"),
    ),
    (
        ("world.online.outage_every",),
        lambda world: not (world.online.outage_every and world.online.outage_lasts.is_zero),
        mark("outages last no time (outage_lasts)"),
    ),
    (
        tuple(f"world.information.{key}" for key in ("time", "prevents", "hours")),
        lambda world: world.information.staff,
        mark("nobody is at an information desk (staff)"),
    ),
    (("world.complaints.at", "world.complaints.work"), lambda world: world.complaints.share, mark("nobody complains")),
    (("world.citizens.bribe_at",), lambda world: world.citizens.bribe_share, mark("nobody pays (bribe_share)")),
    (("world.reform.half_life",), lambda world: world.reform.dip, mark("nobody is slower after a reform (dip)")),
    (("world.inspection.journey",), _inspected, mark("nobody inspects (world.clearances.*.inspectors)")),
    (("world.standard_from",), lambda world: any(promises(world)), mark("nothing is promised (standard)")),
    (("world.carry.letter",), lambda world: world.carry.by != "at once", mark("decisions are carried at once")),
)


ASKED = ("time", "objects", "objects_after")
ONLINE = ("world.online.form", "world.online.fall_out", "world.citizens.assisted_share")
FRONT = (
    "world.front.others",
    "world.front.registration",
    "world.front.one_application",
    "world.front.collection_counters",
    "levers.case_officers",
)


def _alone(scenario: Scenario) -> Iterator[Why]:
    world, levers, rows = scenario.world, scenario.levers, scenario.rows()
    compared = [rows[key.partition(SLASH)[0]] for key in (*levers.patterns, *scenario.shown)]
    if not any(row.portal or row.desk is Desk.PORTAL for row in compared):
        yield from ((path, _("no pattern that is compared is on-line")) for path in ONLINE)
    if all(row.desk is Desk.NONE for row in compared):
        yield from ((path, _("no pattern that is compared has a front")) for path in FRONT)
    for paths, needed, why in RESTS:
        if not needed(world):
            yield from ((path, _(why)) for path in paths)
    if not any(row.reform for row in compared):
        yield "world.reform.dip", _("no pattern that is compared is a reform")
    if not levers.cross_training:
        yield "levers.generalist_factor", _("nobody becomes a generalist (cross_training)")
    data = (one.connected for one in world.agencies.values()), (one.connected for one in world.clearances.values())
    if not levers.connected and not any(map(any, data)):
        yield "world.files.digital", _("no two bodies are connected")
    if all(permit.standard for permit in world.permits.values()):
        yield "world.standard", _("every permit has one of its own")
    for key, permit in world.permits.items():
        if not (permit.standard or world.standard):
            yield f"world.permits.{key}.standard_from", _("nothing is promised (standard)")
    received = {one.agency for one in world.clearances.values() if one.at_counter is None}
    for key in world.agencies.keys() - received:
        yield f"world.agencies.{key}.intake", _("all of its clearances are decided at the counter")
    for key, clearance in world.clearances.items():
        if clearance.latency.is_zero:
            yield f"world.clearances.{key}.latency_by", _("it has no latency")
        others = [one for one in world.clearances.values() if one.same_paper == clearance.same_paper and one.incomplete]
        if not clearance.incomplete or len(others) < 2:
            yield f"world.clearances.{key}.same_paper", _("no other incomplete papers are the same")
        consult = f"world.clearances.{key}.consult"
        if clearance.consult.agency is None:
            yield from ((f"{consult}.{name}", _("nobody is asked (agency)")) for name in ASKED)
        elif not clearance.consult.objects:
            yield f"{consult}.objects_after", _("nobody objects (objects)")
    if not any(clearance.consult.agency for clearance in world.clearances.values()):
        yield "levers.consulted", _("nobody is asked (world.clearances.*.consult.agency)")
    if levers.unlimited_staff:
        yield "levers.secondments", _("staff have no limit")


# --- who needs what, and when ----------------------------------------------------------------------------------------


def _needs(scenario: Scenario) -> Iterator[Why]:
    world, citizens = scenario.world, scenario.world.citizens
    listed = [permit.clearances for permit in world.permits.values() if not permit.together]
    named = set(world.clearances) if None in listed else {key for keys in listed for key in keys or ()}
    for key, clearance in world.clearances.items():
        if key not in named and not (clearance.own_cases and clearance.own_cases.number):
            yield f"world.clearances.{key}", _("no permit lists it, and nobody applies for it alone")
    for key, permit in world.permits.items():
        if not permit.share and permit.need is None and permit.need_by_date is None:
            yield f"world.permits.{key}.share", _("nobody applies for this permit")
    runs = dates_of_run(scenario)
    dated = {"world.citizens": citizens.need_by_date}
    dated |= {f"world.permits.{key}": permit.need_by_date for key, permit in world.permits.items()}
    for path, dates in dated.items():
        if outside := sorted(day for day in dates or () if day not in runs):
            said = _("the run is from {first} to {last}, and needs of other dates never arise, such as of {day}")
            said = said.format(first=runs.first, last=runs.last, day=outside[0])
            yield f"{path}.need_by_date", said
    if citizens.by_weekday and citizens.by_hour is None and world.working_days in world.hours:
        week = world.hours[world.working_days].days
        closed = [DAYS[i] for i, parts in enumerate(week) if citizens.by_weekday[i] and not parts]
        if closed:
            said = _("needs arise while offices are open, and on {days} they are closed; say by_hour too")
            yield "world.citizens.by_weekday", said.format(days=", ".join(closed))


# --- hours -----------------------------------------------------------------------------------------------------------


def _hours(scenario: Scenario) -> Iterator[Why]:
    world = scenario.world
    kept = {agency.hours for agency in world.agencies.values()} | {world.working_days, world.front.hours or "always"}
    kept |= {agency.signed_on or "always" for agency in world.agencies.values()}
    kept |= {clearance.signed_on or "always" for clearance in world.clearances.values()}
    kept |= {world.front.signed_on or "always", world.information.hours or "always"}
    if kept == {"always"}:
        yield (
            "world.holidays",
            _("offices are open day and night, on holidays too; expected their hours in world.hours"),
        )
    for name in world.hours.keys() - kept:
        yield f"world.hours.{name}", _("nobody keeps these hours")
    for key, agency in world.agencies.items():
        yield from _present(f"world.agencies.{key}.present", agency.present, world, agency.hours)
    yield from _present("world.front.present", world.front.present, world, world.front.hours or _common(world))


def _common(world: World) -> str:
    return next(iter(world.agencies.values())).hours


def _present(path: str, shares: Mapping[Parts, float], world: World, name: str) -> Iterator[Why]:
    """Parts of the day that lie outside the hours."""
    opened = _times_of_day(world, name)
    for parts in shares:
        for part in parts:
            if not any(_both(part, other) for other in opened):
                said = _("{part} lies outside its hours '{name}'")
                yield path, said.format(part=_clock(part), name=name)


def _times_of_day(world: World, name: str) -> list[tuple[int, int]]:
    """When hours are open on any day, from midnight to midnight."""
    if name == "always" or name not in world.hours:
        return [(0, DAY)]
    weeks = [world.hours[name].days, *(week.days for week in world.hours_by_date.get(name, {}).values())]
    parts = {part for week in weeks for day in week for part in day}
    return [piece for begin, end in parts for piece in ((begin, min(end, DAY)), (0, end - DAY)) if piece[0] < piece[1]]


def _both(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _clock(part: tuple[int, int]) -> str:
    return "-".join(f"{second // 3600:02}:{second % 3600 // 60:02}" for second in part)


def _in_vain(scenario: Scenario) -> Iterator[Why]:
    for rules in (_hours, _needs, _alone):
        yield from rules(scenario)

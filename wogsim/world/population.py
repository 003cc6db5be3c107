"""Who applies, when, for what, with which luck: the same citizens under every pattern.

There is one stream of citizens, who need a permit, and one of sector-only applicants for each clearance that has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wogsim.chance.distributions import Floats
from wogsim.chance.streams import uniforms
from wogsim.contract.cases import Bools, Ints
from wogsim.contract.hours import DAY, FOREVER, HOUR, Hours
from wogsim.world.agencies import World
from wogsim.world.applicants import BACKLOG, PILOT, Applicants, Stretch
from wogsim.world.needs import Source, gaps, resolution, weekly
from wogsim.world.part import of_one

CITIZENS = "citizens"


def _arrivals(world: World, luck: tuple[str | int, ...], source: Source) -> Ints:
    """Poisson arrivals of one source until the world's end, ascending whole seconds."""
    described, luck = world.scenario.world, (*luck, *source.name)
    by_hour_of_week = weekly(described) if source.dates is None else None
    if by_hour_of_week is None:
        return world.course(source).needs(luck)
    return _every_week(luck, source.per_week, np.roll(by_hour_of_week, -described.start.weekday(), axis=0), world.end)


def _every_week(luck: tuple[str | int, ...], per_week: float, by_hour_of_week: Floats, end: int) -> Ints:
    """The same hour by hour of every week from second 0 on, whose weights have shape (7, 24); see `Course.needs`."""
    weights = by_hour_of_week.ravel()
    parts = resolution(per_week * weights / weights.sum())
    lengths = np.floor(per_week * parts * weights / weights.sum() + 0.5).astype(np.int64)
    week = int(lengths.sum())
    if week == 0:
        return np.zeros(0, dtype=np.int64)
    borders = np.concatenate([[0], np.cumsum(lengths)])
    expected = per_week * end / (7 * DAY)
    count = int(expected + 10 * np.sqrt(expected) + 50)
    while True:
        weeks, rest = np.divmod(gaps(luck, count, parts), week)
        hour = np.searchsorted(borders, rest, side="right") - 1
        times = (weeks * 168 + hour) * HOUR + (rest - borders[hour]) * HOUR // lengths[hour]
        if times[-1] >= end:
            inside: Ints = times[times < end]
            return inside
        count *= 2


def _stream(
    world: World, luck: tuple[str | int, ...], own: int | None, need: Ints, parts: Sequence[Source], origin: Ints
) -> Applicants:
    """Applicants with their needs, each of one of the sources `parts`: `origin` is its number, shape (n,)."""
    citizens, run = world.scenario.world.citizens, world.scenario.run
    count = len(need)

    def chance(quantity: str, share: float) -> Bools:
        return uniforms((*luck, quantity), count) < share

    if own is None:
        permit = _permits(parts, origin, uniforms((*luck, "permit"), count))
        needs = _really_needed(world, luck, np.asfortranarray(world.permits[permit]))  # by clearance, as routing goes
    else:
        permit = np.zeros(count, dtype=np.int64)
        needs = of_one(world, count, own)
    begin, end = run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds
    return Applicants(
        (Stretch(luck, 0, count),),
        own,
        need,
        (begin <= need) & (need < end),
        permit,
        needs,
        chance("far", citizens.far_share),
        chance("vulnerable", citizens.vulnerable_share),
        chance("assisted", citizens.assisted_share),
        chance("pays", citizens.bribe_share) if citizens.bribe_share else np.zeros(count, dtype=bool),
    )


def _permits(sources: Sequence[Source], origin: Ints, luck: Floats) -> Ints:
    """Which permit each needs, by the shares of the source that it comes from, shape (n,)."""
    permit = np.zeros(len(origin), dtype=np.int64)
    for number, source in enumerate(sources):
        own = origin == number
        borders = np.cumsum(source.permits / source.per_week)
        permit[own] = np.minimum(np.searchsorted(borders, luck[own], side="right"), len(borders) - 1)
    return permit


def _really_needed(world: World, luck: tuple[str | int, ...], listed: Bools) -> Bools:
    """Which of the clearances that their permits list members of a stream need; both shape (n, clearances).

    Nobody applies for nothing: who needs none of them needs the one that comes nearest, whose number in [0, 1) is the
    fewest times its share.
    """
    doubtful = [i for i in np.flatnonzero(world.needed < 1).tolist() if listed[:, i].any()]
    if not doubtful:
        return listed
    needs, count = listed.copy(order="F"), len(listed)
    nearest, least = np.zeros(count, dtype=np.int64), np.full(count, np.inf)
    for i in doubtful:
        number = uniforms((*luck, "needed", world.clearances[i].key), count)
        needs[:, i] &= number < world.needed[i]
        times = np.where(listed[:, i], number / world.needed[i], np.inf)
        nearest, least = np.where(times < least, i, nearest), np.minimum(times, least)
    nothing = np.flatnonzero(~needs.any(axis=1))
    needs[nothing, nearest[nothing]] = True
    return needs


def _names(world: World) -> list[tuple[int | None, str]]:
    own = [i for i in range(len(world.clearances)) if world.rate(i) > 0]
    return [(None, CITIZENS), *((i, f"own:{world.clearances[i].key}") for i in own)]


def population(world: World, seed: int, replication: int) -> list[Applicants]:
    """All applicants of one replication: citizens first, then each clearance's own cases, then backlogs."""
    streams = []
    for own, name in _names(world):
        luck = (seed, replication, name)
        parts = world.sources if own is None else [world.own_source(own)]
        needs = [_arrivals(world, luck, source) for source in parts]
        origin = np.repeat(np.arange(len(parts)), [len(part) for part in needs])
        need = np.concatenate(needs)
        order = np.argsort(need, kind="stable")
        streams.append(_stream(world, luck, own, need[order], parts, origin[order]))
    return [*streams, *_backlogs(world, seed, replication)]


def _backlogs(world: World, seed: int, replication: int) -> Iterator[Applicants]:
    """Applicants of one clearance whose files lie there when the run begins; they are not measured."""
    for i, clearance in enumerate(world.clearances):
        count = clearance.described.backlog
        if count:
            zeros, nobody = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
            needs = of_one(world, count, i)
            stretch = Stretch((seed, replication, f"{BACKLOG}:{clearance.key}"), 0, count)
            yield Applicants((stretch,), i, zeros, nobody, zeros, needs, *[nobody] * 4)


def pilot(world: World, size: int) -> Iterator[Applicants]:
    """`size` applicants of each stream, whose needs arise at once: to learn the mean work a case brings.

    Their luck is the same for every seed, so that staffing does not depend on it.
    """
    zeros = np.zeros(size, dtype=np.int64)
    for own, name in _names(world):
        yield _stream(world, (0, PILOT, name), own, zeros, [Source((), world.mean_rates)], zeros)


def portal_hours(world: World, seed: int, replication: int) -> Hours:
    """When the portal is up: always, but for the outages of this replication."""
    online = world.scenario.world.online
    if online.outage_every is None or online.outage_lasts.is_zero:
        return Hours.always()
    luck = (seed, replication, "portal")
    horizon = world.end + 366 * DAY
    count = int(horizon / max(online.outage_every.mean, 1.0) * 2) + 50
    up = np.maximum(online.outage_every.quantile(uniforms((*luck, "up"), count)), 1)
    down = online.outage_lasts.quantile(uniforms((*luck, "down"), count))
    ends = np.cumsum(up + down)
    opens, closes = np.append(0, ends), np.append(ends - down, FOREVER)
    return Hours.of(list(zip(opens.tolist(), closes.tolist(), strict=True)))

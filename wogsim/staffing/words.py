"""What is said about staff, a sentence for each pattern: in the language in use."""

from collections.abc import Mapping, Sequence

from wogsim.language import _, joined, mark, ngettext, number, percent
from wogsim.scenario.file import Scenario
from wogsim.scenario.names import pattern_title
from wogsim.staffing.names import pool_title
from wogsim.staffing.people import Staffing
from wogsim.staffing.roster import Post
from wogsim.staffing.sizes import Size
from wogsim.world.agencies import World

# Loads that are told one by one, and how many of more than these.
MOST, SOME = 200, 20
# What is noted of a pool, by its name in files.
NOTES = {"idle": mark("idle"), "squeezed": mark("squeezed")}


def notes_of(staff: Staffing) -> dict[str, str]:
    """What is to be noted of pools, by their names: a key of `NOTES`."""
    return {post.name: "idle" for post in staff.idle} | {pool.pool: "squeezed" for pool in staff.squeezed}


def left_out(reasons: Mapping[str, str], scenario: Scenario) -> list[str]:
    """Which patterns could not be staffed, and why."""
    text = _("{pattern} is left out: {reason}")
    return [
        text.format(pattern=pattern_title(key, scenario), reason=reason.removeprefix(f"{key}: "))
        for key, reason in reasons.items()
    ]


def remarks(pattern: str, staff: Staffing, world: World) -> list[str]:
    """What a reader of numbers should know: who is squeezed, and how many people stated pools add."""
    return [*_squeezed(pattern, staff, world), *_stated(pattern, staff)]


def idle(pattern: str, staff: Staffing, world: World) -> list[str]:
    """Who has no work under a pattern."""
    count = sum(post.servers for post in staff.idle)
    if not count:
        return []
    text = ngettext(
        "{pattern}: {count} person has no work: {pools}.", "{pattern}: {count} people have no work: {pools}.", count
    )
    pools = joined([f"{pool_title(post, world)} ({post.servers})" for post in staff.idle])
    return [text.format(pattern=pattern, count=count, pools=pools)]


def sized(sizes: Sequence[Size]) -> list[str]:
    """How many people each load is; of very many the first, and how many more there are."""
    said = []
    for size in sizes if len(sizes) <= MOST else sizes[:SOME]:
        text = ngettext(
            "{path} = {load}: {count} person, busy {busy} of the time under technical-functional",
            "{path} = {load}: {count} people, busy {busy} of the time under technical-functional",
            size.people,
        )
        said.append(text.format(path=size.path, load=size.load, count=size.people, busy=percent(size.busy)))
    if len(said) < len(sizes):
        rest = sizes[len(said) :]
        text = ngettext("and {count} more load: {people} people", "and {count} more loads: {people} people", len(rest))
        said.append(text.format(count=number(len(rest), 0), people=number(sum(size.people for size in rest), 0)))
    return said


def _squeezed(pattern: str, staff: Staffing, world: World) -> list[str]:
    if not staff.squeezed:
        return []
    posts: dict[str, Post] = {post.name: post for post in staff.posts}
    one = _("{pool} (busy {now} of the time instead of {before})")
    pools = [
        one.format(pool=pool_title(posts[found.pool], world), now=percent(found.now), before=percent(found.before))
        for found in staff.squeezed
    ]
    text = _("{pattern}: people are short, which squeezes {pools}")
    return [text.format(pattern=pattern, pools=joined(pools))]


def _stated(pattern: str, staff: Staffing) -> list[str]:
    if not staff.added:
        return []
    text = ngettext(
        "{pattern}: stated pools (levers.staff) make {count} person more than usual: {people} instead of {usual}",
        "{pattern}: stated pools (levers.staff) make {count} people more than usual: {people} instead of {usual}",
        staff.added,
    )
    if staff.added < 0:
        text = ngettext(
            "{pattern}: stated pools (levers.staff) make {count} person fewer than usual: {people} instead of {usual}",
            "{pattern}: stated pools (levers.staff) make {count} people fewer than usual: {people} instead of {usual}",
            -staff.added,
        )
    people, usual = staff.head_count, staff.head_count - staff.added
    return [text.format(pattern=pattern, count=abs(staff.added), people=people, usual=usual)]

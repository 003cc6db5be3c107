"""How much room a run will take, told before it begins. The bytes were measured; see docs/benchmarks.md."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil

from wogsim.contract.hours import DAY
from wogsim.engine import choose
from wogsim.errors import BadInput, TooLarge
from wogsim.language import _, number
from wogsim.replication.plan import Plan
from wogsim.world.agencies import World
from wogsim.world.needs import own_needs

GIGABYTE = 10**9
MOST_ACTIVITIES = 2**31 - 1  # they are numbered in four bytes
OF_AN_ACTIVITY = {"compiled": 150, "simpy": 1_500}  # in memory: the case, the engine's state, measures
OF_A_CITIZEN = 115  # in memory: every measure of one measured citizen under one pattern
OF_A_LOGGED_ACTIVITY = 146  # in memory
OF_A_ROW = 98  # of log.csv, on disk


def applicants(world: World) -> dict[str, float]:
    """Expected applicants of one replication by the setting that brings them."""
    weeks = world.end / (7 * DAY)
    own = {f"world.clearances.{c.key}.own_cases": world.rate(i) * weeks for i, c in enumerate(world.clearances)}
    citizens: dict[str, float] = {}
    for (key, permit), rate in zip(world.scenario.world.permits.items(), world.rates.tolist(), strict=True):
        path = f"world.permits.{key}.need" if own_needs(permit) else "world.citizens.need"
        citizens[path] = citizens.get(path, 0.0) + rate * weeks
    return citizens | own


def fewest_activities(world: World) -> float:
    """How many activities a replication has at least, known before anybody is routed: each decision behind a counter.

    One counter may decide several clearances in one contact, which therefore count for nothing here.
    """
    behind = np.array([not clearance.at_counter for clearance in world.clearances]) * world.needed
    return float(world.rates @ (world.permits @ behind)) * world.end / (7 * DAY)


def memory(plans: Sequence[Plan], replications: int, workers: int, keep_log: bool) -> float:
    """Expected bytes in memory, with so many replications at a time; worlds are run one after the other."""
    at_once = max(max(plan.activities) * OF_AN_ACTIVITY[choose(plan.engine).name] for plan in plans) * workers
    weekly = sum(plan.world.rate() * plan.world.scenario.run.cohort.seconds * len(plan.patterns) for plan in plans)
    citizens = weekly / (7 * DAY) * replications
    logged = _activities(plans) * replications if keep_log else 0
    return at_once + citizens * OF_A_CITIZEN + logged * OF_A_LOGGED_ACTIVITY


def log_size(plans: Sequence[Plan], replications: int) -> float:
    """Expected bytes of log.csv."""
    return _activities(plans) * replications * OF_A_ROW


def _activities(plans: Sequence[Plan]) -> float:
    """Expected in one replication of all."""
    return sum(sum(plan.activities) for plan in plans)


def refuse_no_room(needed: float) -> None:
    """Refuse results that do not fit into memory.

    Raises
    ------
    TooLarge
        With their size in bytes and what there is.
    """
    free = psutil.virtual_memory().available
    if needed > free:
        text = _("the results alone need about {needed} GB of memory, and {free} GB are free; ask for fewer points")
        raise TooLarge(text.format(needed=gigabytes(needed), free=gigabytes(free)))


def refuse_too_many(world: World, activities: float) -> None:
    """Refuse more activities than can be numbered.

    Raises
    ------
    BadInput
        With how many are expected in a replication, and what brings most of them.
    """
    if activities > MOST_ACTIVITIES:
        text = _("about {count} activities are expected in one replication; at most {most} can be numbered. {advice}")
        most = number(MOST_ACTIVITIES, 0)
        raise BadInput(text.format(count=number(activities, 0), most=most, advice=_advice(world)))


def refuse_too_large(
    plans: Sequence[Plan], replications: int, workers: int = 1, log: Path | None = None, keep_log: bool = False
) -> None:
    """Refuse a run that does not fit into memory, or whose log.csv does not fit on the disk of the directory `log`.

    Whatever runs a world asks this, so that no study can go round it; studies ask it beforehand of all they will run.

    Raises
    ------
    TooLarge
        With the predicted size and what there is.
    """
    needed, free = memory(plans, replications, workers, keep_log), psutil.virtual_memory().available
    largest = max(plans, key=lambda plan: sum(plan.activities)).world
    if needed > free:
        text = _("this run needs about {needed} GB of memory, and {free} GB are free. {advice}")
        sizes = {"needed": gigabytes(needed), "free": gigabytes(free)}
        raise TooLarge(text.format(**sizes, advice=_advice(largest, workers)))
    if log is None:
        return
    there = next(part for part in (log.resolve(), *log.resolve().parents) if part.exists())
    rows, free = _activities(plans) * replications, shutil.disk_usage(there).free
    if log_size(plans, replications) > free:
        text = _("log.csv would have about {rows} rows and {needed} GB, and {free} GB of the disk are free. {advice}")
        sizes = {"needed": gigabytes(rows * OF_A_ROW), "free": gigabytes(free), "rows": number(rows, 0)}
        raise TooLarge(text.format(**sizes, advice=_advice(largest)))


def gigabytes(size: float) -> str:
    """A size in GB, as it is printed."""
    return number(size / GIGABYTE, 3 if size < GIGABYTE else 1 if size < 100 * GIGABYTE else 0)


def _advice(world: World, workers: int = 1) -> str:
    expected = applicants(world)
    path = max(expected, key=expected.__getitem__)
    fewer = _("Most applicants come by {path}: lower that, or shorten run.warm_up, run.cohort or run.run_out.")
    fewer = fewer.format(path=path)
    return _("Try --jobs 1.") + " " + fewer if workers > 1 else fewer

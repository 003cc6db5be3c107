"""Replications of the restaurant permit at any size, stage by stage, each measurement in a process of its own.

A fresh process, because the most memory that a process ever held says nothing about its second task. Memory is read
from /proc, so this needs Linux.
"""

import gc
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import wogsim
from benchmarks.common import dot
from wogsim.contract.cases import held_once
from wogsim.contract.hours import DAY
from wogsim.engine import choose
from wogsim.replication.everybody import Everybody, worth_at_once
from wogsim.replication.prepare import prepare
from wogsim.replication.run import OF_CITIZENS, _measured, replicate, shared
from wogsim.scenario.settings import asked
from wogsim.work.parallel import divided
from wogsim.world.agency_count import build

STAGES = ("population", "routing", "engine", "measures")
SEED = 1


class Size(NamedTuple):
    """Which restaurant permit: expected citizens (default: as in the file), demand and staff so many times as large."""

    citizens: int | None = None
    times: int = 1
    own_cases: bool = True
    agencies: int | None = None
    mode: str = "merge"
    replications: int = 1


class Taken(NamedTuple):
    """What one pattern took: cases and activities, seconds of each stage; bytes: most held, held before, results."""

    pattern: str
    citizens: int
    cases: int
    activities: int
    seconds: dict[str, float]
    peak: int
    start: int
    results: int


def scaled(size):
    """The scenario with demand and staff `size.times` as large, and a cohort long enough for `size.citizens`."""
    loaded = wogsim.load("restaurant-permit")
    described, run = loaded.scenario.world, loaded.scenario.run  # case officers are given as a load and grow along

    def rate(given):
        return f"{given.number * size.times:g} per {given.per}"

    changes = {
        "world.citizens.need": rate(described.citizens.need),
        "world.inspection.team": described.inspection.team * size.times,
    }
    for key, agency in described.agencies.items():
        changes[f"world.agencies.{key}.counters"] = agency.counters * size.times
    for key, clearance in described.clearances.items():
        path = f"world.clearances.{key}"
        if clearance.own_cases:
            changes[f"{path}.own_cases"] = rate(clearance.own_cases) if size.own_cases else "0 per day"
        if clearance.inspectors:
            changes[f"{path}.inspectors"] = clearance.inspectors * size.times
        changes[f"{path}.assessors"] = clearance.assessors * size.times
    if size.citizens:
        weeks = size.citizens / (build(loaded.scenario).rate() * size.times)
        beside = (run.warm_up.seconds + run.run_out.seconds) // DAY
        changes["run.cohort"] = f"{round(7 * weeks) - beside} days"
    return asked(loaded, settings=changes, agencies=size.agencies, agencies_mode=size.mode)


def _memory(key):
    """VmRSS, what this process holds, or VmHWM, the most it held. Bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith(key)).split()[1])


def _stages(size, turn, cpu):
    """What each pattern of each replication took, one after another."""
    clock = time.process_time if cpu else time.perf_counter
    replicate(prepare(wogsim.load("restaurant-permit"), "compiled"), SEED, [turn])  # first calls are over
    prepared = prepare(scaled(size), "compiled")
    gc.collect()
    start, kept, taken = _memory("VmRSS"), [], []
    for part in divided(size.replications, worth_at_once(prepared.world, "compiled"), 1):
        numbers = range(turn * size.replications + part.start, turn * size.replications + part.stop)
        for one, outcome in _several(prepared, numbers, start, clock):
            taken.append(one)
            kept.append(outcome)
    return taken


def _several(prepared, numbers, start, clock):
    """What `wogsim.replication.run.replicate` does, with a clock between the stages."""
    engine, firsts = choose("compiled"), {}
    times = [clock()]
    several = Everybody(prepared.world, SEED, numbers)
    for (row, staff), activities in zip(prepared.patterns, prepared.activities, strict=True):
        routed = several.routed(row, staff, activities)
        for number in numbers:
            Path("/proc/self/clear_refs").write_text("5")  # the most memory held is counted anew
            times.append(clock())
            cases = next(routed)
            times.append(clock())
            log = engine.follow(cases)
            times.append(clock())
            outcome = _measured(prepared.world, cases, log, keep_log=False)
            first = firsts.get(number)
            outcome = shared(outcome, first) if first else outcome
            times.append(clock())
            seconds = dict(zip(STAGES, (b - a for a, b in pairwise(times)), strict=True))
            count = (int((~cases.own).sum()), len(cases.need), len(cases.case))
            del cases, log
            own = [column for name, column in outcome.per_case.items() if not first or name not in OF_CITIZENS]
            results = sum(column.itemsize if held_once(column) else column.nbytes for column in own)
            firsts.setdefault(number, outcome)
            yield Taken(row.key, *count, seconds, _memory("VmHWM"), start, results), outcome
            times = [clock()]


@cache
def replicated(size, turn, cpu):
    """What each pattern took, in a fresh process; measured once however many tables ask."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        taken = process.submit(_stages, size, turn, cpu).result()
    dot()
    return taken


def rounds(sizes, options, most=None):
    """Interleaved rounds of several sizes, `most` of them at most: for each size, what each round took."""
    turns = range(min(options.runs, most or options.runs))
    taken = [[replicated(size, turn, options.cpu) for size in sizes] for turn in turns]
    return {size: [turn[i] for turn in taken] for i, size in enumerate(sizes)}


def seconds(taken, *stages):
    """Seconds of these stages, or of all, under all patterns."""
    return sum(one.seconds[stage] for one in taken for stage in stages or STAGES)


def activities(taken):
    return sum(one.activities for one in taken)


def each(taken, *stages):
    """Microseconds an activity of these stages, or of all."""
    return 1e6 * seconds(taken, *stages) / activities(taken)


def bytes_each(taken):
    """Bytes an activity beyond what the process held before, under the pattern that needs most."""
    return max((one.peak - one.start) / one.activities for one in taken)

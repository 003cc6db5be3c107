"""What every benchmark shares: interleaved runs, their spread, tables in Markdown, and the machine they ran on."""

import gc
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

# Seconds. A single line: customers come, one server. A tandem network: three stations, one after the other.
SINGLE = (100.0, [(80.0, 1)])
TANDEM = (60.0, [(100.0, 2), (150.0, 3), (96.0, 2)])
PACKAGES = ("numpy", "scipy", "pandas", "numba", "simpy", "ciw", "salabim", "cimba")


class Options(NamedTuple):
    """How large, how often, whether processor time counts instead of time on the wall, whether to write the page."""

    full: bool
    runs: int
    cpu: bool
    write: bool

    @property
    def clock(self) -> Callable[[], float]:
        return time.process_time if self.cpu else time.perf_counter


def measure(programs, runs, clock, warm_up=True):
    """Seconds of each program in each of `runs` interleaved rounds, and its last answer.

    A program hears the number of the round, from 1; round 0 is a warm-up that does not count.
    """
    return _in_turns({name: partial(_timed, program, clock) for name, program in programs.items()}, runs, warm_up)


def measure_apart(programs, runs, clock):
    """As `measure`, each program in a process of its own: what one leaves in memory does not slow down the next."""
    with ExitStack() as open_ones:
        timed = {}
        for name, program in programs.items():
            process = open_ones.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn")))
            timed[name] = lambda turn, process=process, program=program: process.submit(
                _timed, program, clock, turn
            ).result()
        return _in_turns(timed, runs, warm_up=True)


def _timed(program, clock, turn):
    gc.collect()
    begin = clock()
    answer = program(turn)
    return clock() - begin, answer


def _in_turns(timed, runs, warm_up):
    seconds = {name: [] for name in timed}
    answers = {}
    for turn in range(0 if warm_up else 1, runs + 1):
        for name, run in timed.items():
            taken, answers[name] = run(turn)
            if turn:
                seconds[name].append(taken)
        dot()
    return seconds, answers


def dot():
    """Show whoever waits that something goes on."""
    print(".", end="", file=sys.stderr, flush=True)


def ratios(dividends, divisors, size=1, other_size=1):
    """Round by round, how many times as long the first took as the second; per unit of their sizes."""
    return [(a / size) / (b / other_size) for a, b in zip(dividends, divisors, strict=True)]


def spread(values, digits):
    """Median, least and greatest; a single value alone."""
    found = [f"{f(values):,.{digits}f}" for f in (statistics.median, min, max)]
    return found[0] if len(values) == 1 else f"{found[0]} ({found[1]} to {found[2]})"


def table(title, rows):
    """A table in Markdown."""
    lines = [[*title], ["---"] * len(title), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


FIGURE = ["figure", "measured", "to reach", ""]


def figure(what, values, digits, *, least=None, most=None, unit=""):
    """A row under FIGURE: what was measured beside what is to be reached, if anything."""
    row = [what, f"{spread(values, digits)}{unit}"]
    if least is None and most is None:
        return [*row, "", ""]
    middle = statistics.median(values)
    asked = f"at most {most:,}" if least is None else f"at least {least:,}"
    reached = middle <= most if least is None else middle >= least
    return [*row, asked + unit, "reached" if reached else "**missed**"]


def machine(options):
    """What this ran on, when, and which clock counted."""
    model = platform.processor()
    if Path("/proc/cpuinfo").exists():
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"Machine: {model}, {os.cpu_count()} cores{load}; {platform.system()} {platform.machine()}; "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC  \n"
        f"Python {platform.python_version()}; {'; '.join(map(_installed, PACKAGES))}  \n"
        f"{'Processor time' if options.cpu else 'Time on the wall'}, one core; medians, with the least and the "
        "greatest of interleaved runs in brackets\n"
    )


def _installed(package):
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} not installed"

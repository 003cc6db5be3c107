"""How fast the engines are: python -m benchmarks.engines [scenario] [--full]

Prints the machine first, then how many times faster one program is than another, then what each of them does in a
second. Every figure is the median of interleaved runs, with the least and the greatest beside it: on a machine that
does other things as well, ratios of runs side by side mean more than seconds.
"""

import argparse
import gc
import os
import platform
import statistics
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

import wogsim
from benchmarks.peers import FAST, SINGLE, SLOW, TANDEM
from wogsim.cases import NONE, Cases, Kind, Pool, Role, Slot
from wogsim.engine import choose
from wogsim.experiment import plan
from wogsim.hours import Hours
from wogsim.population import population, portal_hours
from wogsim.replication import routed as routed_cases

ENGINES = {"wogsim, compiled engine": "compiled", "wogsim, SimPy engine": "simpy"}
COMPILED, REFERENCE = ENGINES
PLAIN = next(iter(SLOW))


def routed(name):
    """The cases of a scenario, pattern by pattern, as `wogsim compare` makes them."""
    loaded = wogsim.load(name)
    prepared, seed = plan(loaded), loaded.scenario.run.seed
    streams, portal, known = population(prepared.world, seed, 0), portal_hours(prepared.world, seed, 0), {}
    for row, staff in prepared.patterns:
        yield row.key, routed_cases(prepared.world, row, staff, streams, portal, known)


def queueing_network(network, customers, seed):
    """Customers passing through stations, one after the other, as cases; draws in whole seconds."""
    between, stations = network
    rng = np.random.default_rng(seed)
    many, count = len(stations), customers * len(stations)

    def exponential(mean, size):
        return np.rint(rng.standard_exponential(size) * mean).astype(np.int64)

    always, flags, nothing = Hours.always(), np.zeros(customers, dtype=bool), np.zeros(customers, dtype=np.int64)
    zero, none = np.zeros(count, dtype=np.int64), np.full(count, NONE, dtype=np.int64)
    place = np.tile(np.arange(many), customers)
    predecessors = np.arange(count)
    return Cases(
        need=np.cumsum(exponential(between, customers)),
        last=np.arange(customers) * many + many - 1,
        cohort=flags,
        own=flags,
        number=np.arange(customers),
        far=flags,
        vulnerable=flags,
        assisted=flags,
        chain_length=nothing,
        papers=nothing,
        returns=nothing,
        case=np.repeat(np.arange(customers), many),
        slot=place,
        pool=place,
        work=np.maximum(exponential(np.array([mean for mean, _servers in stations]), (customers, many)).ravel(), 1),
        lag=zero,
        priority=zero,
        in_person=np.zeros(count, dtype=bool),
        offset=zero,
        stride=zero,
        patience=none,
        deadline=none,
        pred_ptr=np.concatenate([[0], np.cumsum(place > 0)]),
        predecessors=predecessors[place > 0] - 1,
        slots=tuple(Slot(Kind.ASSESS, str(k), 0) for k in range(many)),
        pools=tuple(
            Pool(
                f"station {k}",
                Role.COUNTER,
                servers,
                always,
                always.opens,
                np.array([servers], dtype=np.int64),
                suspends=False,
            )
            for k, (_mean, servers) in enumerate(stations)
        ),
        deadline_clock=always,
    )


def own_program(engine):
    """As the programs of the peers: draw, simulate, give the mean time in the system."""
    run = choose(engine).run

    def program(network, customers, seed):
        cases = queueing_network(network, customers, seed)
        log = run(cases)
        return float((log.completed[cases.last] - cases.need).mean())

    return program


def measure(programs, runs, clock):
    """Seconds of each program in each of `runs` interleaved rounds, after one that does not count."""
    seconds = {name: [] for name in programs}
    answers = {}
    for turn in range(runs + 1):
        for name, program in programs.items():
            gc.collect()
            begin = clock()
            answers[name] = program(turn)
            if turn:
                seconds[name].append(clock() - begin)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return seconds, answers


def spread(values, digits):
    """Median, least and greatest."""
    median, least, greatest = (f(values) for f in (statistics.median, min, max))
    return f"{median:,.{digits}f} ({least:,.{digits}f} to {greatest:,.{digits}f})"


def table(title, rows):
    """A table in Markdown."""
    lines = [[*title], ["---"] * len(title), *rows]
    print("\n".join("| " + " | ".join(line) + " |" for line in lines), end="\n\n")


def ratios(slow, fast, slow_size=1, fast_size=1):
    """How many times faster, round by round, per customer."""
    return [(a / slow_size) / (b / fast_size) for a, b in zip(slow, fast, strict=True)]


def machine():
    """What this ran on."""
    model = platform.processor()
    if Path("/proc/cpuinfo").exists():
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    found = [f"Python {platform.python_version()}"]
    for package in ("numpy", "numba", "simpy", "ciw", "salabim", "cimba"):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    print(f"Machine: {model}, {os.cpu_count()} cores{load}; {platform.system()} {platform.machine()}; {now}")
    print("; ".join(found), end="\n\n")


def report_scenario(name, runs, clock):
    """The two engines on a scenario, all its patterns; building the cases does not count, packing and the log do."""
    begin = clock()
    worlds = dict(routed(name))
    building = clock() - begin
    count = sum(len(cases.case) for cases in worlds.values())

    def run_all(engine):
        run = choose(engine).run
        return lambda _turn: [run(cases) for cases in worlds.values()]

    seconds, logs = measure({label: run_all(engine) for label, engine in ENGINES.items()}, runs, clock)
    for ours, theirs in zip(*logs.values(), strict=True):
        assert all(np.array_equal(getattr(ours, column), getattr(theirs, column)) for column in vars(ours))
    print(f"## {name}: {len(worlds)} patterns, {count:,} activities, engine only; logs equal\n")
    faster = ratios(seconds[REFERENCE], seconds[COMPILED])
    table(["compiled engine against", "times faster"], [[REFERENCE, spread(faster, 1)]])
    rows = [
        [label, spread([count / s for s in taken], 0), spread([1000 * s for s in taken], 1)]
        for label, taken in seconds.items()
    ]
    table(["program", "activities a second", "ms"], rows)
    print(f"Population and routing, once: {1000 * building:,.0f} ms\n")


def report_network(title, network, programs, runs, clock):
    """`programs` are name: (program, customers)."""
    sizes = {name: size for name, (_program, size) in programs.items()}
    begun = {
        name: lambda turn, program=program, size=size: program(network, size, turn + 1)
        for name, (program, size) in programs.items()
    }
    seconds, stays = measure(begun, runs, clock)
    print(f"## {title}, draws included\n")

    def against(slow, fast):
        return spread(ratios(seconds[slow], seconds[fast], sizes[slow], sizes[fast]), 2)

    table(
        [f"{COMPILED} against", "times faster, per customer"],
        [[slow, against(slow, COMPILED)] for slow in seconds if slow != COMPILED],
    )
    if PLAIN in seconds:
        table([f"{REFERENCE} against", "times slower, per customer"], [[PLAIN, against(REFERENCE, PLAIN)]])
    rows = [
        [
            name,
            f"{sizes[name]:,}",
            spread([sizes[name] / s for s in taken], 0),
            spread([1000 * s for s in taken], 1),
            f"{stays[name]:.0f}",
        ]
        for name, taken in seconds.items()
    ]
    table(["program", "customers", "customers a second", "ms", "mean time in the system, s"], rows)


def sized(fast, slow):
    """All programs, with a number of customers that each can do in reasonable time."""
    programs = {COMPILED: (own_program("compiled"), fast)} | {name: (program, fast) for name, program in FAST.items()}
    programs |= {REFERENCE: (own_program("simpy"), slow)}
    return programs | {name: (program, slow) for name, program in SLOW.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scenario", nargs="?", default="restaurant-permit")
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs of each program (default 5)")
    parser.add_argument(
        "--tandem", type=int, default=200_000, help="customers in the tandem network, fast programs (200,000)"
    )
    parser.add_argument("--single", type=int, default=1_000_000, help="customers in M/M/1, fast programs (1,000,000)")
    parser.add_argument("--slow", type=int, help="customers in both networks, slow programs (3000; --full 50,000)")
    parser.add_argument("--full", action="store_true", help="larger sizes, for publication; takes half an hour")
    parser.add_argument("--cpu", action="store_true", help="count processor time, on a machine that is busy otherwise")
    parser.add_argument("--only", choices=["scenario", "tandem", "single"], help="one of the three parts")
    options = parser.parse_args()
    clock = time.process_time if options.cpu else time.perf_counter
    slow = options.slow or (50_000 if options.full else 3_000)
    print("Counting", "processor time" if options.cpu else "time on the wall")
    machine()
    for program in FAST.values():  # cimba finds its inputs only in a process where numba has not compiled records yet
        program(SINGLE, 10, 1)
        program(TANDEM, 10, 1)
    if options.only in (None, "scenario"):
        report_scenario(options.scenario, options.runs, clock)
    if options.only in (None, "tandem"):
        programs = sized(options.tandem, slow)
        stations = ", ".join(f"{servers} x {mean:.0f} s" for mean, servers in TANDEM[1])
        report_network(f"Tandem network, M/M/c stations ({stations})", TANDEM, programs, options.runs, clock)
    if options.only in (None, "single"):
        programs = sized(options.single, slow)
        report_network("M/M/1, load 0.8", SINGLE, programs, options.runs, clock)


if __name__ == "__main__":
    main()

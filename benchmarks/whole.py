"""What a user waits for: the whole of `wogsim.compare` with both engines, and the command line on a tiny world."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

import wogsim
from benchmarks.common import FIGURE, figure, measure, ratios, spread, table
from benchmarks.engines import COMPILED, ENGINES, REFERENCE, routed

TINY = Path(__file__).parent.parent / "tests" / "data" / "two-agencies.toml"
PYTHON = {
    "Python alone": ["-c", "pass"],
    "import numpy": ["-c", "import numpy"],
    "import pandas": ["-c", "import pandas"],
    "import numba": ["-c", "import numba"],
}
WOGSIM = {
    "wogsim scenarios": ["scenarios"],
    "wogsim check, tiny world": ["check", str(TINY)],
    "wogsim compare, tiny world, SimPy engine": ["compare", str(TINY), "--replications", "1", "--engine", "simpy"],
    "wogsim compare, tiny world": ["compare", str(TINY), "--replications", "1"],
}


def whole(options):
    """As many replications of the restaurant permit as make a million activities; with --full, ten million too."""
    loaded = wogsim.load("restaurant-permit")
    one = sum(len(cases.case) for _pattern, cases in routed("restaurant-permit"))
    yield "## Whole `compare` without charts, one process; results equal\n"
    ratio_rows, rows = [], []
    # Ten million with the SimPy engine take minutes: once, and everything is warm by then.
    for millions, runs in [(1, options.runs), (10, 1)][: 1 + options.full]:
        replications = round(millions * 1e6 / one)
        programs = {
            label: lambda _turn, engine=engine, many=replications: wogsim.compare(
                loaded, engine=engine, replications=many
            )
            for label, engine in ENGINES.items()
        }
        seconds, found = measure(programs, runs, options.clock, warm_up=millions == 1)
        pd.testing.assert_frame_equal(*(result.table() for result in found.values()), check_exact=True)
        what = f"{millions} million activities ({replications} replications)"
        faster = ratios(seconds[REFERENCE], seconds[COMPILED])
        goal = {"least": 25} if millions == 10 else {}
        ratio_rows.append(
            figure(f"compiled / SimPy engine, {what}, {runs} run{'s' * (runs > 1)}, times faster", faster, 1, **goal)
        )
        rows += [[label, what, spread(taken, 2)] for label, taken in seconds.items()]
    yield table(FIGURE, ratio_rows)
    yield table(["program", "size", "s"], rows)


def command(options):
    """Seconds of whole processes, from the shell's start of them to their end; round 0 fills the caches."""
    clock = (lambda: sum(os.times()[2:4])) if options.cpu else time.perf_counter
    lines = {name: [sys.executable, *line] for name, line in PYTHON.items()}
    run = [sys.executable, "-c", "import wogsim.cli; wogsim.cli.main()"]
    lines |= {name: [*run, *line] for name, line in WOGSIM.items()}
    programs = {
        name: lambda _turn, line=line: subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
        for name, line in lines.items()
    }
    seconds, _answers = measure(programs, options.runs, clock)
    yield "## From the command line, warm cache\n"
    goals = {"wogsim compare, tiny world": {"most": 2}}
    yield table(FIGURE, [figure(name, taken, 2, unit=" s", **goals.get(name, {})) for name, taken in seconds.items()])

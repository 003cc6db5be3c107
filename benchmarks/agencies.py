"""Many agencies, towards the thousands that report in a government's accounts: how reading and comparing grow.

`python -m benchmarks.agencies`. Each size in a process of its own, since the most memory that a process ever held says
nothing about its second task. The world is made up: each body has one clearance, each permit needs five of them.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

import wogsim
from benchmarks.common import Options, machine, table
from wogsim.replication.prepare import prepare
from wogsim.replication.run import replicate

SIZES = (100, 1_000, 5_500)  # 5,500 bodies report in the whole-of-government accounts of one country
TOGETHER = 5  # clearances of a permit
CITIZENS = 4_000  # expected in the cohort, whatever the number of agencies
DAYS = 20
REPLICATIONS = 2
HEAD = ["agencies", "read and check, s", "build and staff, s", "two replications of five patterns, s", "memory, GB"]


def written(agencies: int) -> str:
    """A scenario file in which each of so many agencies has few cases."""
    permits = range(agencies // TOGETHER)
    lines = [
        "title = { en = 'Many bodies', id = 'Banyak lembaga' }",
        "about = { en = 'Made up to measure speed', id = 'Dibuat untuk mengukur kecepatan' }",
        "[world]",
        "start = 2026-01-05",
        "[world.front]",
        "send = '10 min'",
        "[world.files]",
        "between_buildings = '1 day'",
    ]
    for number in range(agencies):
        lines += [f"[world.agencies.a{number}]", f"title = {{ en = 'Body {number}', id = 'Lembaga {number}' }}"]
        lines += ["counters = 1", "intake = '10 min'", "collection = '5 min'"]
        lines += [f"[world.clearances.c{number}]", f"title = {{ en = 'Report {number}', id = 'Laporan {number}' }}"]
        lines += [f"agency = 'a{number}'", "assessors = 1", "assessment = 'exponential(1 hour)'"]
    for permit in permits:
        needed = [f"c{TOGETHER * permit + part}" for part in range(TOGETHER)]
        lines += [f"[world.permits.p{permit}]", f"title = {{ en = 'Account {permit}', id = 'Laporan {permit}' }}"]
        lines += [f"need = '{CITIZENS / DAYS / len(permits):.6f} per working day'", f"clearances = {needed}"]
    lines += ["[run]", "warm_up = '0 days'", f"cohort = '{DAYS * 7 // 5} days'", "run_out = '20 days'"]
    return "\n".join(lines) + "\n"


def measured(agencies: int) -> list[str]:
    """One size, in seconds and bytes of this process, once the kernels are compiled."""
    replicate(prepare(wogsim.load("restaurant-permit")), 1, [0])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.toml"
        path.write_text(written(agencies), encoding="utf-8")
        begun = time.perf_counter()
        loaded = wogsim.load(path)
        read = time.perf_counter()
        plan = prepare(loaded)
        staffed = time.perf_counter()
        replicate(plan, loaded.scenario.run.seed, range(REPLICATIONS))
        done = time.perf_counter()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    spans = [f"{end - start:.1f}" for start, end in pairwise([begun, read, staffed, done])]
    return [f"{agencies:,}", *spans, f"{most / 1e9:.2f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--agencies", type=int, nargs="+", default=SIZES)
    given = parser.parse_args()
    print(machine(Options(False, 1, False, False)))
    rows = []
    for agencies in given.agencies:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
            rows.append(executor.submit(measured, agencies).result())
    print(table(HEAD, rows))


if __name__ == "__main__":
    main()

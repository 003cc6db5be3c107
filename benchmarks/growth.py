"""How time and memory grow with cases and with agencies, stage by stage: tables, and one chart."""

import statistics

from benchmarks.chart import draw
from benchmarks.common import FIGURE, figure, spread, table
from benchmarks.replications import STAGES, Size, activities, bytes_each, each, rounds, seconds

DEFAULT, SMALLER, SMALL, LARGE = Size(replications=10), Size(1_000), Size(10_000), Size(100_000)
HUNDREDFOLD, MILLION = Size(100_000, times=100), Size(1_000_000, times=100)
MILLIONS = {
    Size(113_000, times=100): "a million cases, citizens' and the agencies' own",
    Size(1_000_000, times=100, own_cases=False): "a million cases of citizens alone",
    MILLION: "a million cases of citizens, and the agencies' own beside them",
}
CITIZENS = 3_000  # while agencies grow
CHAIN = [Size(CITIZENS, agencies=n, mode="chain") for n in (2, 4, 8, 12, 16, 20)]
MERGE = [Size(CITIZENS, agencies=n) for n in (1, 2, 4, 8, 12)]  # more cannot be made of twelve clearances


def stages(options):
    """Population, routing and measures beside the compiled engine."""
    found = rounds([DEFAULT, SMALL, *[LARGE] * options.full], options)
    yield "## Beside the engine: population, routing and measures\n"
    rows = []
    for size, taken in found.items():
        rest = [seconds(one, "population", "routing", "measures") / seconds(one, "engine") for one in taken]
        what = f"population + routing + measures / compiled engine, {taken[0][0].citizens:,} citizens' cases"
        rows.append(figure(what, rest, 2, most=3 if size == SMALL else None))
    yield table(FIGURE, rows)
    yield _by_citizens(found)


def growth(options):
    """With cases, at the same daily demand and at a hundred times that; and with agencies."""
    usual = rounds([SMALLER, SMALL, *[LARGE] * options.full], options)
    more = rounds([HUNDREDFOLD, *[MILLION] * options.full], options, most=1)
    chain, merge = (rounds(sizes, options, most=3) for sizes in (CHAIN, MERGE))
    yield "## Growth\n"
    least, largest = usual[SMALL], list(more.values())[-1][0]
    exponents = ("10^6", "10^4", 4) if options.full else ("10^5", "10^4", None)
    rows = [
        figure(
            "time per activity, {} cases against {}, demand and staff 100 times larger, one run".format(*exponents),
            [each(largest) / each(one) for one in least],
            2,
            most=exponents[2],
        )
    ]
    if options.full:
        longer = [each(a) / each(b) for a, b in zip(usual[LARGE], least, strict=True)]
        rows.insert(0, figure("time per activity, 10^5 cases against 10^4, same daily demand", longer, 2, most=1.2))
    yield table(FIGURE, rows)
    yield _by_citizens(usual | more)
    yield f"By agencies, {CITIZENS:,} citizens. Chain: the permit needs so many; merge: the same work among so many.\n"
    yield _by_agencies(chain | merge)
    if options.write:
        path = draw(usual, more, chain, merge)
        yield f"![Time per activity and memory, by citizens' cases and by agencies](images/{path.name})\n"


def million(options):
    """A million cases under each of the five patterns in turn; results stay in memory, as in `wogsim.compare`."""
    found = rounds(list(MILLIONS)[: None if options.full else 1], options, most=1)
    yield "## A million cases under five patterns, one after another in one process; one run\n"
    figures, rows = [], []
    for size, (taken,) in found.items():
        kind = MILLIONS[size]
        in_all = max(one.peak / one.activities for one in taken)
        figures += [
            figure(f"bytes an activity, all that the process holds, worst pattern; {kind}", [in_all], 0, most=100),
            figure(f"most memory, GB; {kind}", [max(one.peak for one in taken) / 1e9], 2, most=6),
            figure(f"of it results of five patterns, GB; {kind}", [sum(one.results for one in taken) / 1e9], 2),
        ]
        rows += [_row(f"{one.pattern}; {kind}", [[one]]) for one in taken]
    yield table(FIGURE, figures)
    yield table(HEAD, rows)


HEAD = ["what", "runs", "cases a pattern", "activities", *(f"{stage}, µs" for stage in STAGES), "all, µs an activity"]
HEAD += ["peak MB", "bytes an activity beyond the start"]


def _row(what, taken):
    one = taken[0]
    return [
        what,
        f"{len(taken)}",
        f"{one[0].cases:,}",
        f"{activities(one):,}",
        *(f"{statistics.median(each(run, stage) for run in taken):.3f}" for stage in STAGES),
        spread([each(run) for run in taken], 2),
        f"{max(pattern.peak for run in taken for pattern in run) / 1e6:,.0f}",
        f"{statistics.median(map(bytes_each, taken)):,.0f}",
    ]


def _by_citizens(found):
    times = {1: "", 100: ", demand and staff x 100"}
    return table(
        HEAD, [_row(f"{taken[0][0].citizens:,} citizens{times[size.times]}", taken) for size, taken in found.items()]
    )


def _by_agencies(found):
    return table(HEAD, [_row(f"{size.agencies} agencies, {size.mode}", taken) for size, taken in found.items()])

"""How fast the engines are: on the restaurant permit, and against other packages on queueing networks."""

from functools import partial

import numpy as np

import wogsim
from benchmarks.common import FIGURE, SINGLE, TANDEM, figure, measure, measure_apart, ratios, spread, table
from benchmarks.peers import FAST, SLOW
from wogsim.contract.cases import NONE, Cases, Kind, Pool, Role, Slot
from wogsim.contract.hours import Hours
from wogsim.engine import choose
from wogsim.replication.everybody import Everybody
from wogsim.replication.prepare import prepare

ENGINES = {"wogsim, compiled engine": "compiled", "wogsim, SimPy engine": "simpy"}
COMPILED, REFERENCE = ENGINES
PLAIN, CIW, CIMBA = "SimPy, plainest program", "Ciw", "Cimba (Python package)"
CUSTOMERS = {"tandem": 200_000, "single": 1_000_000}  # in fast programs
FEWER = 3_000, 20_000  # in slow ones, and with --full


def routed(name):
    """The cases of a scenario, pattern by pattern, as `wogsim compare` makes them."""
    loaded = wogsim.load(name)
    prepared, seed = prepare(loaded), loaded.scenario.run.seed
    everybody = Everybody(prepared.world, seed, [0])
    for row, staff in prepared.patterns:
        yield row.key, next(everybody.routed(row, staff))


def queueing_network(network, customers, seed):
    """Customers passing through stations, one after the other, as cases; draws in whole seconds."""
    between, stations = network
    rng = np.random.default_rng(seed)
    many, count = len(stations), customers * len(stations)

    def exponential(mean, size):
        return np.rint(rng.standard_exponential(size) * mean).astype(np.int64)

    always, flags, nothing = Hours.always(), np.zeros(customers, dtype=bool), np.zeros(customers, dtype=np.int16)
    zero, none = np.zeros(count, dtype=np.int32), np.full(count, NONE, dtype=np.int32)
    place = np.tile(np.arange(many, dtype=np.int16), customers)
    services = exponential(np.array([mean for mean, _servers in stations]), (customers, many)).ravel()
    return Cases(
        need=np.cumsum(exponential(between, customers)),
        last=np.arange(many - 1, count, many, dtype=np.int32),
        cohort=flags,
        own=flags,
        number=np.arange(customers, dtype=np.int32),
        permit=nothing,
        far=flags,
        vulnerable=flags,
        assisted=flags,
        pays=flags,
        chain_length=nothing,
        papers=nothing,
        returns=nothing,
        case=np.repeat(np.arange(customers, dtype=np.int32), many),
        slot=place,
        pool=place,
        work=np.maximum(services, 1).astype(np.int32),
        lag=zero,
        priority=np.zeros(count, dtype=np.int8),
        in_person=np.zeros(count, dtype=bool),
        offset=zero,
        patience=none,
        deadline=none,
        home=zero,
        errand=np.zeros(count, dtype=np.int8),
        pred_ptr=np.concatenate([[0], np.cumsum(place > 0)]).astype(np.int32),
        predecessors=np.flatnonzero(place > 0).astype(np.int32) - np.int32(1),
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


def own_program(engine, network, customers, seed):
    """As the programs of the peers: draw, simulate, give the mean time in the system."""
    cases = queueing_network(network, customers, seed)
    log = choose(engine).run(cases)
    return float((log.completed[cases.last] - cases.need).mean())


def scenario(options):
    """The two engines on the restaurant permit; building the cases does not count, packing and the log do."""
    name = "restaurant-permit"
    worlds = dict(routed(name))
    count = sum(len(cases.case) for cases in worlds.values())

    def run_all(engine):
        run = choose(engine).run
        return lambda _turn: [run(cases) for cases in worlds.values()]

    programs = {label: run_all(engine) for label, engine in ENGINES.items()}
    seconds, logs = measure(programs, options.runs, options.clock)
    for ours, theirs in zip(*logs.values(), strict=True):
        assert all(np.array_equal(getattr(ours, column), getattr(theirs, column)) for column in vars(ours))
    yield f"## Engine only: {name}, {len(worlds)} patterns, {count:,} activities; logs equal\n"
    rates = [count / 1e6 / s for s in seconds[COMPILED]]
    faster = ratios(seconds[REFERENCE], seconds[COMPILED])
    yield table(
        FIGURE,
        [
            figure("compiled engine / SimPy engine, times faster", faster, 1, least=100),
            figure("compiled engine, million activities a second", rates, 2, least=2.5),
        ],
    )
    rows = [
        [label, spread([count / s for s in taken], 0), spread([1000 * s for s in taken], 1)]
        for label, taken in seconds.items()
    ]
    yield table(["program", "activities a second", "ms"], rows)


def tandem(options):
    stations = ", ".join(f"{servers} x {mean:.0f} s" for mean, servers in TANDEM[1])
    yield f"## Tandem network, M/M/c stations ({stations}), draws included\n"
    yield from _network(
        TANDEM,
        CUSTOMERS["tandem"],
        options,
        (COMPILED, CIW, {"least": 150}),
        (REFERENCE, PLAIN, {"most": 3}),
    )


def single(options):
    yield "## M/M/1, load 0.8, draws included\n"
    yield from _network(SINGLE, CUSTOMERS["single"], options, (COMPILED, CIMBA, {"least": 2}))


def _network(network, customers, options, *asked):
    """Every program on one network; `asked` are (ours, theirs, what is to be reached)."""
    sizes = dict.fromkeys([COMPILED, *FAST], customers) | dict.fromkeys([REFERENCE, *SLOW], FEWER[options.full])
    programs = {label: partial(own_program, engine) for label, engine in ENGINES.items()} | FAST | SLOW
    begun = {name: partial(programs[name], network, size) for name, size in sizes.items()}  # the round is the seed
    seconds, stays = measure_apart(begun, options.runs, options.clock)
    goals = {(ours, theirs): goal for ours, theirs, goal in asked}
    rows = []
    for ours, theirs in dict.fromkeys([*goals, *((COMPILED, name) for name in sizes if name != COMPILED)]):
        if theirs in sizes:
            goal = goals.get((ours, theirs), {})
            pair, verb = ((ours, theirs), "slower") if "most" in goal else ((theirs, ours), "faster")
            values = ratios(*(seconds[name] for name in pair), *(sizes[name] for name in pair))
            rows.append(figure(f"{ours} / {theirs}, times {verb}, per customer", values, 2, **goal))
    yield table(FIGURE, rows)
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
    yield table(["program", "customers", "customers a second", "ms", "mean time in the system, s"], rows)

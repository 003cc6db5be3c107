"""Closed forms of queueing theory, through the whole path: from a scenario file to the measure people read.

The queue is the assisted desk of the electronic pattern: everybody is assisted and lives next door, the desk never
closes, the one clearance is automated and the permit comes electronically. So the desk is an M/G/c queue by itself:
citizens come as they need (Poisson), are served once, and `waiting_time` is the wait in the textbook. Ten minutes
of service make rounding to whole seconds a matter of 0.01 %.

Run lengths follow from asymptotic variances, fixed before any run: with n citizens, the variance of the mean wait is
v / n times its square, and Student's 99.9 % interval over R replications is 2 t sqrt(v / n) wide. Two things that
theory takes as given, the rate of arrivals and the mean service, are known here only from what happened; regressing on
them (control variates; A. M. Law, *Simulation Modeling and Analysis*, 2015, 11.4) leaves v of about 12 for M/M/1 (29
without; D. J. Daley, "The serial correlation coefficients of waiting times in a stationary single server queue", J.
Austral. Math. Soc. 8, 1968), 9 for lognormal service with cv 0.5 and 32 for M/M/2, all at load 0.5. A width of 3 %
then takes 630,000, 460,000 and 1,700,000 citizens; the tests take a third more.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from scipy.special import stdtrit

from tests.small_worlds import ran
from wogsim.experiment import compare
from wogsim.measures.pools import pool_measures, pool_sums
from wogsim.scenario.reading import from_tree, load

SEED = 1  # one for all, and not chosen
REPLICATIONS = 60
SERVICE = 600.0  # seconds
LOAD = 0.5
LEVEL = 0.999

FILE = """
title = {{en = "One queue", id = "Satu antrean"}}
about = {{en = "One desk that never closes", id = "Satu loket yang tak pernah tutup"}}
[world]
start = 2026-01-05
[world.citizens]
need = "{need} per day"
assisted_share = 1
[world.agencies.a]
title = {{en = "A", id = "A"}}
counters = 100
intake = "{service}"
collection = "1 min"
[world.clearances.c]
title = {{en = "C", id = "C"}}
agency = "a"
assessors = 1
assessment = "1 min"
[world.permits.p]
title = {{en = "P", id = "P"}}
[levers]
patterns = ["electronic"]
automated = 1
[levers.staff.electronic]
desk = {servers}
[run]
warm_up = "1 week"
cohort = "{weeks} weeks"
run_out = "1 day"
"""


@dataclass(frozen=True)
class Queue:
    """What is in the file, and what theory says: the mean wait in the queue, in services."""

    service: str
    servers: int
    weeks: int
    wait: float


def erlang_c(servers: int, load: float) -> float:
    """Probability of waiting in M/M/c with `load` per server (L. Kleinrock, *Queueing Systems* I, 1975, eq. 3.40)."""
    a = servers * load
    all_busy = a**servers / math.factorial(servers) / (1 - load)
    return all_busy / (sum(a**k / math.factorial(k) for k in range(servers)) + all_busy)


def markovian(servers: int) -> float:
    return erlang_c(servers, LOAD) / (servers * (1 - LOAD))


def pollaczek_khinchine(cv: float) -> float:
    """Mean wait of M/G/1 (Kleinrock, eq. 5.70)."""
    return LOAD * (1 + cv**2) / (2 * (1 - LOAD))


QUEUES = {
    "M/M/1": Queue("exponential(10 min)", 1, 27, markovian(1)),
    "M/G/1": Queue("lognormal(mean 10 min, cv 0.5)", 1, 20, pollaczek_khinchine(0.5)),
    "M/M/2": Queue("exponential(10 min)", 2, 38, markovian(2)),
}


@cache
def observed(name: str, directory) -> dict[str, np.ndarray]:
    """Measures of each replication, in seconds."""
    queue = QUEUES[name]
    path = directory / "queue.toml"
    need = 86_400 / SERVICE * queue.servers * LOAD
    path.write_text(FILE.format(need=f"{need:g}", service=queue.service, servers=queue.servers, weeks=queue.weeks))
    result = compare(load(path), replications=REPLICATIONS, seed=SEED, jobs=0)
    desks = [next(pool for pool in outcome.pools if pool.name == "desk") for outcome in result.outcomes[0]]
    waiting, service = (60 * np.array(result.values("electronic", m)) for m in ("waiting_time", "hands_on_time"))
    return {
        "waiting": waiting,
        "service": service,
        "arrivals": np.array([len(outcome.per_case["need"]) for outcome in result.outcomes[0]]),
        "queue": np.array([desk.queue for desk in desks]),
        "utilisation": np.array([desk.utilisation for desk in desks]),
        "load": np.array([post.load for post in result.staffing[0].posts if post.name == "desk"]),
        "seconds": np.array([queue.weeks * 7 * 86_400]),
    }


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("queue")


def interval(values: np.ndarray, *controls: np.ndarray) -> tuple[float, float]:
    """99.9 % interval of the mean, given controls whose means are 0."""
    table = np.column_stack([np.ones(len(values)), *controls])
    coefficients, residuals, _rank, _singular = np.linalg.lstsq(table, values, rcond=None)
    free = len(values) - table.shape[1]
    error = math.sqrt(residuals[0] / free * np.linalg.inv(table.T @ table)[0, 0])
    half = stdtrit(free, 0.5 + LEVEL / 2) * error
    return coefficients[0] - half, coefficients[0] + half


@pytest.mark.parametrize("name", QUEUES)
def test_waiting_time_is_what_theory_says(name, directory):
    queue, seen = QUEUES[name], observed(name, directory)
    expected = queue.wait * SERVICE
    arrivals = seen["seconds"][0] * queue.servers * LOAD / SERVICE
    low, high = interval(seen["waiting"], seen["arrivals"] / arrivals - 1, seen["service"] / SERVICE - 1)
    assert high - low < 0.03 * expected
    assert low < expected < high


@pytest.mark.parametrize("name", QUEUES)
def test_utilisation_is_the_offered_load(name, directory):
    queue, seen = QUEUES[name], observed(name, directory)
    low, high = interval(seen["utilisation"])
    assert low < LOAD < high
    assert high - low < 0.03 * LOAD
    # Worked out before running, from the pilot's work.
    assert seen["load"][0] == pytest.approx(LOAD * queue.servers, rel=0.1)


@pytest.mark.parametrize("name", QUEUES)
def test_littles_law(name, directory):
    """Number waiting = rate x wait: the same seconds, but for those who wait across the window's ends."""
    seen = observed(name, directory)
    expected = seen["arrivals"] / seen["seconds"] * seen["waiting"]
    np.testing.assert_allclose(seen["queue"], expected, rtol=0.02)
    low, high = interval(seen["queue"] - expected)
    assert low < 0 < high


def test_littles_law_holds_to_the_second_when_all_is_over():
    """Every pool of a world that never closes, from the first need until nobody waits any more."""
    title = {"en": "T", "id": "T"}
    clearances = {
        key: {
            "title": title,
            "agency": key[0],
            "assessors": 1,
            "assessment": "exponential(3 hours)",
            "incomplete": 0.3,
            "own_cases": "1 per day",
        }
        for key in ("a0", "a1", "b0")
    }
    tree = {
        "title": title,
        "about": title,
        "world": {
            "start": "2026-01-05",
            "citizens": {"need": "5 per day"},
            "papers": {"detection": 0.5, "fix": "exponential(1 day)"},
            "agencies": {
                key: {"title": title, "counters": 2, "intake": "exponential(1 hour)", "collection": "20 min"}
                for key in "ab"
            },
            "clearances": clearances,
            "permits": {"p": {"title": title}},
        },
        "run": {"warm_up": "0 days", "cohort": "2 weeks", "run_out": "0 days"},
    }
    run = ran(from_tree(tree, "little"), "one-roof")
    end = int(run.log.completed.max())
    pools = run.cases.pools
    every = pool_measures(pools, pool_sums(pools, run.log, 0, end), 0, end)
    for number, pool in enumerate(pools):
        rows = run.log.pool == number
        measured = [m for m in every if m.name == pool.name]
        if rows.any() and measured:
            arrivals = int(rows.sum())
            assert measured[0].queue * end == pytest.approx(measured[0].mean_wait * arrivals, rel=1e-12)
            work = int(run.cases.work[run.log.activity[rows]].sum())
            assert measured[0].busy == work
            assert measured[0].utilisation == pytest.approx(work / (pool.servers * end), rel=1e-12)

"""The closed forms against facts that do not rest on them: chains as linear equations, limits, published tables."""

import math
from dataclasses import astuple
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wogsim.errors import BadInput
from wogsim.output_analysis import theory

rates = st.floats(0.1, 10)
times = st.floats(0.1, 10)


def steady(generator):
    """Probabilities of a Markov chain's states from its rates, shape (n, n), by linear algebra."""
    matrix = generator - np.diag(generator.sum(axis=1))
    matrix[:, -1] = 1
    return np.linalg.solve(matrix.T, np.eye(len(matrix))[-1])


def chain(states, moves):
    """Generator over `states`; `moves(state)` gives (next state, rate), those out of range left out."""
    index = {state: i for i, state in enumerate(states)}
    generator = np.zeros((len(states), len(states)))
    for state, i in index.items():
        for other, rate in moves(state):
            if other in index:
                generator[i, index[other]] += rate
    return generator


def birth_death(arrivals, service, servers, most, patience=math.inf):
    """Probabilities of 0 to `most` in the system."""

    def moves(n):
        return [(n + 1, arrivals), (n - 1, min(n, servers) / service + max(n - servers, 0) / patience)]

    return steady(chain(range(most + 1), moves))


def describes(queue, shares):
    """Whether a chain's probabilities say what the closed form says."""
    count = np.arange(len(shares))
    busy = np.minimum(count, queue.servers) @ shares
    waiting = np.maximum(count - queue.servers, 0) @ shares
    assert queue.empty == pytest.approx(shares[0], rel=1e-6, abs=1e-12)
    assert queue.queue_length == pytest.approx(waiting, rel=1e-6, abs=1e-9)
    assert queue.utilisation == pytest.approx(busy / queue.servers, rel=1e-6)
    assert queue.number == pytest.approx(count @ shares, rel=1e-6)


@pytest.mark.parametrize(("load", "servers"), [(0.5, 1), (0.8, 1), (1.4, 2), (5.25, 9), (0.01, 3)])
def test_mmc_is_its_chain(load, servers):
    shares = birth_death(2.0, load / 2, servers, 400)
    queue = theory.mmc(2.0, load / 2, servers)
    describes(queue, shares)
    assert queue.wait_probability == pytest.approx(shares[servers:].sum(), rel=1e-6)


@pytest.mark.parametrize(("load", "servers", "places"), [(0.9, 1, 1), (3.0, 2, 2), (1.0, 2, 7), (12.0, 4, 9)])
def test_mmck_is_its_chain(load, servers, places):
    shares = birth_death(0.5, load / 0.5, servers, places)
    queue = theory.mmck(0.5, load / 0.5, servers, places)
    describes(queue, shares)
    assert queue.lost == pytest.approx(shares[places], rel=1e-9)
    assert queue.wait_probability == pytest.approx(shares[servers:places].sum(), rel=1e-9)


@pytest.mark.parametrize(
    ("load", "servers", "patience"), [(0.5, 1, 1.0), (3.0, 3, 2.0), (8.0, 4, 0.3), (5.0, 6, 40.0), (2.0, 2, 3.0)]
)
def test_erlang_a_is_its_chain(load, servers, patience):
    shares = birth_death(load, 1.0, servers, 400, patience)
    queue = theory.erlang_a(load, 1.0, servers, patience)
    describes(queue, shares)
    gone = np.maximum(np.arange(401) - servers, 0) @ shares / patience / load
    assert queue.lost == pytest.approx(gone, rel=1e-6)
    assert queue.wait_probability == pytest.approx(shares[servers:].sum(), rel=1e-6)


@pytest.mark.parametrize("phases", [1, 2, 5])
def test_mg1_is_the_chain_of_its_phases(phases):
    """Erlang services: an arrival brings so many exponential phases; the work waits as many mean phases."""
    load, service = 0.6, 2.0

    def moves(left):
        return [(left + phases, load / service), (left - 1, phases / service)]

    shares = steady(chain(range(400), moves))
    waiting = np.arange(400) @ shares * service / phases  # an arrival waits for all phases it finds
    assert theory.mg1(load / service, service, phases**-0.5).waiting_time == pytest.approx(waiting, rel=1e-6)


def test_priority_is_its_chain():
    """Two classes; states are the numbers waiting and who is served (0: nobody)."""
    first, second, most = 0.15, 0.35, 24
    states = [(0, 0, 0), *((a, b, who) for a in range(most) for b in range(most) for who in (1, 2))]

    def moves(state):
        a, b, who = state
        if not who:
            return [((0, 0, 1), first), ((0, 0, 2), second)]
        following = (a - 1, b, 1) if a else (a, b - 1, 2) if b else (0, 0, 0)
        return [((a + 1, b, who), first), ((a, b + 1, who), second), (following, 1.0)]

    shares = steady(chain(states, moves))
    waiting = [sum(state[i] * share for state, share in zip(states, shares, strict=True)) for i in (0, 1)]
    expected = theory.priority_mm1([first, second], 1.0)
    assert expected == pytest.approx((waiting[0] / first, waiting[1] / second), rel=1e-4)


def test_fork_join_is_its_chain():
    """States are how many tasks each of the two servers has; the job with most left is done with its later task."""
    load, most = 0.4, 36
    states = [(a, b) for a in range(most) for b in range(most)]

    def moves(state):
        a, b = state
        return [((a + 1, b + 1), load), ((a - 1, b), 1.0), ((a, b - 1), 1.0)]

    shares = steady(chain(states, moves))
    jobs = sum(max(state) * share for state, share in zip(states, shares, strict=True))
    assert theory.fork_join(load, 1.0) == pytest.approx(jobs / load, rel=1e-6)


def test_published_values():
    # F. S. Hillier and G. J. Lieberman, Introduction to Operations Research, the county hospital: 2 an hour, 20 minutes
    one, two = theory.mm1(2, 1 / 3), theory.mmc(2, 1 / 3, 2)
    assert (one.empty, one.queue_length, one.sojourn_time) == pytest.approx((1 / 3, 4 / 3, 1))
    assert (two.empty, two.queue_length, two.number) == pytest.approx((1 / 2, 1 / 12, 3 / 4))
    # Mandelbaum and Zeltyn (2007): 48 calls a minute, services of a minute, 50 agents, patience of 2 minutes
    patient, impatient = theory.mmc(48, 1, 50), theory.erlang_a(48, 1, 50, 2)
    assert (60 * patient.waiting_time, patient.queue_length) == pytest.approx((20.8, 17), abs=0.5)
    assert (100 * impatient.lost, 60 * impatient.waiting_time) == pytest.approx((3.1, 3.7), abs=0.05)
    assert (impatient.queue_length, impatient.utilisation) == pytest.approx((3, 0.93), abs=0.05)
    # any table of Erlang's loss formula: 5 erlangs on 10 circuits
    assert theory.erlang_b(10, 5) == pytest.approx(0.0184, abs=5e-5)


@given(rates, st.floats(0.01, 0.95), st.integers(1, 20))
def test_limits(rate, busy, servers):
    service = busy * servers / rate
    queue = theory.mmc(rate, service, servers)
    assert theory.erlang_a(rate, service, servers, math.inf) == queue
    for other in (theory.mmck(rate, service, servers, 600), theory.erlang_a(rate, service, servers, 1e7 * service)):
        assert other.waiting_time == pytest.approx(queue.waiting_time, rel=1e-3)
        assert other.empty == pytest.approx(queue.empty, rel=1e-3)
    hasty = theory.erlang_a(rate, service, servers, 1e-9 * service)
    blocked = theory.erlang_b(servers, busy * servers)
    assert hasty.lost == pytest.approx(blocked, rel=1e-5)
    assert theory.mmck(rate, service, servers, servers).lost == pytest.approx(blocked)


@given(rates, st.floats(0.01, 0.95))
def test_single_server_forms_meet(rate, load):
    service = load / rate
    one = theory.mm1(rate, service)
    assert astuple(theory.mg1(rate, service, 1.0)) == pytest.approx(astuple(one))
    assert theory.md1(rate, service).waiting_time == pytest.approx(one.waiting_time / 2)
    assert theory.priority_mm1([rate], service) == pytest.approx((one.waiting_time,))
    assert theory.tandem(rate, [service, service / 2]) == (one, theory.mm1(rate, service / 2))
    assert one.number == pytest.approx(load / (1 - load))


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=5), st.floats(0.05, 0.95))
def test_priority_only_shifts_waiting(rates, load):
    """L. Kleinrock's conservation law (*Queueing Systems* II, 1976, chapter 3): the mean wait over all stays."""
    service = load / sum(rates)
    waits = theory.priority_mm1(rates, service)
    assert list(waits) == sorted(waits)
    mean = sum(rate * wait for rate, wait in zip(rates, waits, strict=True)) / sum(rates)
    assert mean == pytest.approx(theory.mm1(sum(rates), service).waiting_time)


def test_overload_gives_up_what_is_too_much():
    """However patient, of twice the load one half goes; patience of years is no harder than of minutes."""
    assert theory.erlang_a(4.0, 1.0, 2, 1e6).lost == pytest.approx(0.5)


def test_fork_join_of_an_empty_system_is_the_longer_of_two_services():
    assert theory.fork_join(1e-9, 4.0) == pytest.approx(6.0)


@pytest.mark.parametrize(
    "queue",
    [
        lambda: theory.mm1(1, 1),
        lambda: theory.mmc(3, 1, 2),
        lambda: theory.mg1(2, 1, 0.5),
        lambda: theory.priority_mm1([0.5, 0.6], 1),
        lambda: theory.fork_join(1, 1.5),
    ],
)
def test_overload_is_refused(queue):
    with pytest.raises(BadInput, match="expected less than 1"):
        queue()


def test_too_few_places_are_refused():
    with pytest.raises(BadInput, match="places = 2: expected at least as many as servers, 3"):
        theory.mmck(1, 1, 3, 2)


@given(st.lists(times, min_size=1, max_size=5), st.data())
def test_critical_path_is_the_longest_chain(lengths, data):
    tasks = {f"t{i}": length for i, length in enumerate(lengths)}
    names = list(tasks)
    after = {name: data.draw(st.sets(st.sampled_from(names[:i]))) if i else set() for i, name in enumerate(names)}
    chains = [
        order[:count]
        for order in permutations(names)
        for count in range(1, len(names) + 1)
        if all(one in after[other] for one, other in pairwise(order[:count]))
    ]
    longest = max(sum(tasks[name] for name in order) for order in chains)
    assert theory.critical_path(tasks, after) == pytest.approx(longest)


def test_critical_path_of_many_cases_at_once():
    times = {"a": np.array([1, 5]), "b": np.array([3, 1]), "c": 2}
    np.testing.assert_array_equal(theory.critical_path(times, {"c": ["a", "b"]}), [5, 7])


def test_circles_are_refused():
    with pytest.raises(BadInput, match="circle: a, b"):
        theory.critical_path({"a": 1, "b": 2, "c": 1}, {"a": ["b"], "b": ["a"]})

"""Closed forms of queueing theory, to check the model against: pure functions, in any one unit of time.

Every queue here has Poisson arrivals and serves first come first served. Each function cites its formula; the tests
check them against birth-death chains solved numerically and against published tables.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from wogsim.errors import BadInput
from wogsim.language import _, number


@dataclass(frozen=True)
class Queue:
    """A queue in its steady state.

    Parameters
    ----------
    arrivals : rate, those who are lost included
    service : mean time
    servers : number
    empty : probability that nobody is there
    wait_probability : share of all arrivals that have to wait
    waiting_time : mean over all arrivals; who gives up counts until then, who is turned away as 0
    lost : share of arrivals turned away or giving up
    """

    arrivals: float
    service: float
    servers: int
    empty: float
    wait_probability: float
    waiting_time: float
    lost: float = 0.0

    @property
    def offered_load(self) -> float:
        """Mean number of busy servers that all arrivals would need."""
        return offered_load(self.arrivals, self.service)

    @property
    def utilisation(self) -> float:
        """Share of the servers' time that is busy."""
        return self.offered_load * (1 - self.lost) / self.servers

    @property
    def sojourn_time(self) -> float:
        """Mean time in the system over all arrivals."""
        return self.waiting_time + self.service * (1 - self.lost)

    @property
    def queue_length(self) -> float:
        """Mean number waiting."""
        return little(self.arrivals, self.waiting_time)

    @property
    def number(self) -> float:
        """Mean number in the system."""
        return little(self.arrivals, self.sojourn_time)


def little(rate: float, time: float) -> float:
    """Mean number in a system that is entered at `rate` and stayed in for a mean `time`.

    Source: J. D. C. Little, "A proof for the queuing formula L = lambda W", Operations Research 9(3), 1961.
    """
    return rate * time


def offered_load(rate: float, service: float) -> float:
    """Mean number of servers kept busy, were everybody served at once; erlangs. Little's law for the servers."""
    return little(rate, service)


def critical_path(times: Mapping[str, Any], after: Mapping[str, Iterable[str]]) -> npt.NDArray[Any]:
    """Longest way through tasks that each start when all those they come after are done.

    Parameters
    ----------
    times : length of each task, a number or, as what is returned, an array of shape (n,) for n cases at once
    after : the tasks that a task comes after; a task without an entry comes after none

    Raises
    ------
    BadInput
        When tasks come after each other in a circle.

    Notes
    -----
    Source: J. E. Kelley and M. R. Walker, "Critical-path planning and scheduling", Eastern Joint Computer
    Conference, 1959.
    """
    ends: dict[str, npt.NDArray[Any]] = {}
    while len(ends) < len(times):
        ready = [task for task in times if task not in ends and all(before in ends for before in after.get(task, ()))]
        if not ready:
            circle = ", ".join(task for task in times if task not in ends)
            raise BadInput(_("these come after each other in a circle: {tasks}").format(tasks=circle))
        for task in ready:
            starts = [ends[before] for before in after.get(task, ())]
            ends[task] = np.asarray(times[task]) + (np.maximum.reduce(starts) if starts else 0)
    return np.asarray(np.maximum.reduce(list(ends.values())))


def erlang_b(servers: int, load: float) -> float:
    """Share of arrivals turned away where nobody waits (M/M/c/c); `load` in erlangs.

    Source: D. L. Jagerman, "Some properties of the Erlang loss function", Bell System Technical Journal 53(3), 1974,
    for the recursion B(c) = a B(c - 1) / (c + a B(c - 1)).
    """
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Share of arrivals that wait in M/M/c; `load` in erlangs, below `servers`.

    Source: L. Kleinrock, *Queueing Systems* I (1975), section 3.5, written with Erlang's B.

    Raises
    ------
    BadInput
        When the load leaves no steady state.
    """
    _refuse_overload(load / servers)
    blocked = erlang_b(servers, load)
    return blocked / (1 - load / servers * (1 - blocked))


def mm1(arrivals: float, service: float) -> Queue:
    """M/M/1. Source: Kleinrock (1975), section 3.2.

    Raises
    ------
    BadInput
        When the load leaves no steady state; likewise everywhere below.
    """
    return mmc(arrivals, service, 1)


def mmc(arrivals: float, service: float, servers: int) -> Queue:
    """M/M/c. Source: Kleinrock (1975), section 3.5."""
    load = offered_load(arrivals, service)
    waits = erlang_c(servers, load)
    all_busy = waits * (1 - load / servers)  # exactly `servers` in the system
    return Queue(arrivals, service, servers, _empty(servers, load, all_busy), waits, waits * service / (servers - load))


def mg1(arrivals: float, service: float, cv: float) -> Queue:
    """M/G/1, service with coefficient of variation `cv`.

    Source: the formula of Pollaczek and Khinchine, Kleinrock (1975), chapter 5.
    """
    load = offered_load(arrivals, service)
    _refuse_overload(load)
    return Queue(arrivals, service, 1, 1 - load, load, _work_found(load, service, cv) / (1 - load))


def md1(arrivals: float, service: float) -> Queue:
    """M/D/1: every service takes equally long. Source: Kleinrock (1975), chapter 5."""
    return mg1(arrivals, service, 0.0)


def mmck(arrivals: float, service: float, servers: int, places: int) -> Queue:
    """M/M/c/K: who finds `places` (K) taken, those at the servers included, is turned away; any load.

    Source: D. Gross and C. M. Harris, *Fundamentals of Queueing Theory*, 3rd ed. (1998), chapter 2.
    """
    if places < servers:
        text = _("places = {places}: expected at least as many as servers, {servers}")
        raise BadInput(text.format(places=places, servers=servers))
    load = offered_load(arrivals, service)
    speeds = (min(count, servers) for count in range(1, places + 1))
    weights = list(accumulate(speeds, lambda weight, speed: weight * load / speed, initial=1.0))
    total = math.fsum(weights)
    shares = [weight / total for weight in weights]
    queue = math.fsum((count - servers) * share for count, share in enumerate(shares) if count > servers)
    waits = math.fsum(shares[servers:places])
    return Queue(arrivals, service, servers, shares[0], waits, queue / arrivals, shares[places])


def erlang_a(arrivals: float, service: float, servers: int, patience: float) -> Queue:
    """M/M/c+M: who waits gives up after an exponential time with mean `patience`; any load.

    Source: A. Mandelbaum and S. Zeltyn, "Service engineering in action: the Palm/Erlang-A queue", in *Advances in
    Services Innovations* (2007), with C. Palm's function A(x, y) = x e^y y^-x gamma(x, y).
    """
    if math.isinf(patience):
        return mmc(arrivals, service, servers)
    load = offered_load(arrivals, service)
    palm = _inverse_palm(servers * patience / service, arrivals * patience)
    blocked = erlang_b(servers, load)
    waits = blocked / (palm + (1 - palm) * blocked)
    lost = waits * (1 - (1 - palm) * servers / load)
    return Queue(arrivals, service, servers, _empty(servers, load, waits * palm), waits, lost * patience, lost)


def _inverse_palm(x: float, y: float) -> float:
    """1 / A(x, y); where the gamma functions leave the range of numbers, y < x, by A = 1 + y / (x + 1) + ..."""
    from scipy.special import gammainc, gammaln

    if y >= x:
        return math.exp(x * math.log(y) - y - math.log(x) - float(gammaln(x))) / float(gammainc(x, y))
    term, total, count = 1.0, 1.0, 0
    while term > 1e-17 * total:
        count += 1
        term *= y / (x + count)
        total += term
    return 1 / total


def priority_mm1(arrivals: Sequence[float], service: float) -> tuple[float, ...]:
    """Mean wait of each class in M/M/1 with classes, the most urgent first, who do not interrupt a service.

    Source: A. Cobham, "Priority assignment in waiting line problems", Journal of the Operations Research
    Society of America 2(1), 1954.
    """
    load = offered_load(sum(arrivals), service)
    _refuse_overload(load)
    found = _work_found(load, service, 1.0)
    ahead = [1 - offered_load(sum(arrivals[:count]), service) for count in range(len(arrivals) + 1)]
    return tuple(found / (above * own) for above, own in pairwise(ahead))


def tandem(arrivals: float, services: Sequence[float]) -> tuple[Queue, ...]:
    """M/M/1 queues one after another: each is as if it were alone.

    Source: J. R. Jackson, "Networks of waiting lines", Operations Research 5(4), 1957.
    """
    return tuple(mm1(arrivals, service) for service in services)


def fork_join(arrivals: float, service: float) -> float:
    """Mean time until both of two tasks that start together at two exponential servers of equal speed are done.

    Source: L. Flatto and S. Hahn, "Two parallel queues created by arrivals with two demands I", SIAM Journal on
    Applied Mathematics 44(5), 1984; R. Nelson and A. N. Tantawi, "Approximate analysis of fork/join synchronization
    in parallel queues", IEEE Transactions on Computers 37(6), 1988.
    """
    return (12 - offered_load(arrivals, service)) / 8 * mm1(arrivals, service).sojourn_time


def _work_found(load: float, service: float, cv: float) -> float:
    """Mean remaining service that an arrival finds at a single server; Kleinrock (1975), chapter 5."""
    return load * service * (1 + cv**2) / 2


def _empty(servers: int, load: float, all_busy: float) -> float:
    """Probability of nobody from that of exactly `servers`, in a birth-death chain."""
    return all_busy * math.exp(math.lgamma(servers + 1) - servers * math.log(load))


def _refuse_overload(load: float) -> None:
    if not load < 1:
        text = _("load = {load} per server: expected less than 1, or the queue grows for ever")
        raise BadInput(text.format(load=number(load, 3)))

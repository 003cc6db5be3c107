"""The table of what is compared: each queue, its source, how it is realised, and what theory expects to be seen.

Run lengths follow from asymptotic variances, fixed before any run: with n citizens the variance of the mean wait is
v / n times its square, and an interval is 2 t sqrt(v / n) wide. Two things that theory takes as given, the rate of
arrivals and the mean service, are known here only from what happened; regressing on them (control variates; A. M. Law,
*Simulation Modeling and Analysis*, 2015, 11.4) leaves v of about 12 for M/M/1 (29 without; D. J. Daley, "The serial
correlation coefficients of waiting times in a stationary single server queue", J. Austral. Math. Soc. 8, 1968) and 32
for M/M/2, at load 0.5; the others are known from pilot runs with another seed. No interval of a full validation is to
be wider than 5 % of what is expected. Utilisation is compared without controls, so that a wrong rate or service cannot
hide in them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wogsim.language import mark
from wogsim.measures.outcome import Outcome
from wogsim.output_analysis import theory
from wogsim.output_analysis.theory import Queue
from wogsim.scenario.reading import Loaded
from wogsim.validation.offices import DAY, DESK, Office, exponential, file_name, observe, read
from wogsim.world.agencies import World

REPLICATIONS = 60
SERVICE = 10.0  # minutes
LOAD = 0.5
KLEINROCK = "L. Kleinrock, Queueing Systems I (1975)"

Observed = Callable[[World, Outcome], dict[str, float]]


@dataclass(frozen=True)
class Row:
    """One comparison: what is seen under the name `of`, and the value that theory expects.

    ``expected`` is a number, or the name of what is seen instead, replication by replication. ``controlled``: a
    regression on the case's controls narrows the interval. ``exact``: the two must be equal in every replication.
    """

    quantity: str
    unit: str
    of: str
    expected: float | str
    controlled: bool = False
    exact: bool = False


@dataclass(frozen=True)
class Experiment:
    """Runs of one scenario and the rows compared with them.

    ``controls`` are expected values of what is seen, by name; ``text`` is the scenario's file, where it has one of its
    own; ``judged`` is False for runs that only stand beside published figures.
    """

    key: str
    title: str
    source: str
    loaded: Loaded
    rows: tuple[Row, ...]
    observe: Observed = observe
    replications: int = REPLICATIONS
    keep_log: bool = False
    controls: Mapping[str, float] = field(default_factory=dict)
    text: str | None = None
    judged: bool = True


def office_experiment(
    key: str,
    title: str,
    source: str,
    office: Office,
    rows: tuple[Row, ...],
    *,
    citizens: float,
    controls: Mapping[str, float],
    judged: bool = True,
) -> Experiment:
    """A queue with so many measured citizens in all its replications."""
    weeks = math.ceil(citizens / (REPLICATIONS * office.arrivals * DAY * 7))
    text = office.text(title, weeks, REPLICATIONS)
    loaded = read(text, file_name(key))
    return Experiment(key, title, source, loaded, rows, controls=controls, text=text, judged=judged)


def _wait(of: str, expected: float, quantity: str = mark("waiting time")) -> Row:
    return Row(quantity, "min", of, expected, controlled=True)


def _always(queue: Queue, pool: str = DESK) -> tuple[Row, ...]:
    """What holds of every queue: utilisation is the offered load of who stays; Little's law."""
    return (
        Row(mark("utilisation"), "share", f"utilisation {pool}", queue.utilisation),
        Row(mark("queue (Little)"), "persons", f"queue {pool}", f"rate x wait {pool}"),
    )


def queues(share: float) -> tuple[Experiment, ...]:
    """The queues of the textbook, with `share` of the citizens of a full validation."""
    rate = LOAD / SERVICE

    def experiment(
        key: str, source: str, office: Office, *rows: Row, citizens: float, service: float | None = SERVICE
    ) -> Experiment:
        controls = {"arrivals": office.arrivals} | ({} if service is None else {"service": service})
        return office_experiment(key, key, source, office, rows, citizens=citizens * share, controls=controls)

    mm1, md1, mg1 = theory.mm1(rate, SERVICE), theory.md1(rate, SERVICE), theory.mg1(rate, SERVICE, 0.5)
    two, four = theory.mmc(2 * rate, SERVICE, 2), theory.mmck(3 / 120, 120.0, 4, 4)
    impatient = theory.erlang_a(3 / SERVICE, SERVICE, 3, 2 * SERVICE)
    first, others = theory.priority_mm1([0.3 * 0.6 / SERVICE, 0.7 * 0.6 / SERVICE], SERVICE)
    services = (10.0, 8.0, 6.0)
    stations = theory.tandem(rate, services)
    desk = exponential(SERVICE)
    return (
        experiment(
            "M/M/1",
            f"{KLEINROCK}, section 3.2",
            Office(rate, desk),
            *_always(mm1),
            _wait("waiting", mm1.waiting_time),
            citizens=1e6,
        ),
        experiment(
            "M/D/1",
            f"{KLEINROCK}, chapter 5",
            Office(rate, f"{SERVICE:g} min"),
            *_always(md1),
            _wait("waiting", md1.waiting_time),
            citizens=1e6,
            service=None,
        ),
        experiment(
            "M/G/1",
            f"{KLEINROCK}, chapter 5",
            Office(rate, f"lognormal(mean {SERVICE:g} min, cv 0.5)"),
            *_always(mg1),
            _wait("waiting", mg1.waiting_time),
            citizens=1e6,
        ),
        experiment(
            "M/M/2",
            f"{KLEINROCK}, section 3.5",
            Office(2 * rate, desk, 2),
            *_always(two),
            Row(mark("who must wait"), "share", "waited", two.wait_probability, controlled=True),
            _wait("waiting", two.waiting_time),
            citizens=2e6,
        ),
        experiment(
            "M/M/4/4",
            "D. L. Jagerman, Bell System Technical Journal 53(3) (1974)",
            Office(3 / 120, exponential(120), 4, patience="1 s"),
            Row(mark("utilisation"), "share", "utilisation desk", four.utilisation),
            Row(mark("turned away"), "share", "gave up", four.lost, controlled=True),
            citizens=1e6,
            service=120.0,
        ),
        experiment(
            "M/M/3+M",
            "A. Mandelbaum and S. Zeltyn, in Advances in Services Innovations (2007)",
            Office(3 / SERVICE, desk, 3, patience=exponential(2 * SERVICE)),
            *_always(impatient),
            Row(mark("giving up"), "share", "gave up", impatient.lost, controlled=True),
            _wait("waiting", impatient.waiting_time),
            citizens=1e6,
        ),
        experiment(
            mark("M/M/1 with priority"),
            "A. Cobham, Journal of the Operations Research Society of America 2(1) (1954)",
            Office(0.6 / SERVICE, desk, vulnerable=0.3),
            *_always(theory.mm1(0.6 / SERVICE, SERVICE)),
            _wait("waiting first", first, mark("waiting time, vulnerable")),
            _wait("waiting others", others, mark("waiting time, others")),
            citizens=2e6,
        ),
        experiment(
            mark("tandem of three M/M/1"),
            "J. R. Jackson, Operations Research 5(4) (1957)",
            Office(rate, exponential(services[0]), stations=[exponential(service) for service in services[1:]]),
            _wait("wait desk", stations[0].waiting_time, mark("waiting time, station 1")),
            _wait("wait assessors:s1", stations[1].waiting_time, mark("waiting time, station 2")),
            _wait("wait assessors:s2", stations[2].waiting_time, mark("waiting time, station 3")),
            _wait("sojourn", sum(station.sojourn_time for station in stations), mark("sojourn time")),
            *_always(stations[2], "assessors:s2"),
            citizens=1e6,
            service=sum(services),
        ),
        experiment(
            mark("fork-join of two"),
            "L. Flatto and S. Hahn, SIAM Journal on Applied Mathematics 44(5) (1984)",
            Office(rate, None, stations=[desk, desk], side_by_side=True),
            *_always(mm1, "assessors:s2"),
            _wait("wait assessors:s1", mm1.waiting_time),
            _wait("sojourn", theory.fork_join(rate, SERVICE), mark("sojourn time")),
            citizens=1e6,
            service=2 * SERVICE,
        ),
    )

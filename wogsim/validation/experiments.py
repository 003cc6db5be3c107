"""What is compared: experiments and their rows; and the queues of the textbook, each with its source.

Run lengths follow from asymptotic variances, fixed before any run: with n citizens the variance of the mean wait is
v / n times its square, and an interval is 2 t sqrt(v / n) wide. Two things that theory takes as given, the rate of
arrivals and the mean service, are known here only from what happened; regressing on them (control variates; A. M. Law,
*Simulation Modeling and Analysis*, 2015, 11.4) leaves v of about 12 for M/M/1 (29 without; D. J. Daley, "The serial
correlation coefficients of waiting times in a stationary single server queue", J. Austral. Math. Soc. 8, 1968) and 32
for M/M/2, at load 0.5; the others are known from pilot runs with another seed. No interval of a full validation is to
be wider than 5 % of what is expected. Utilisation is compared without controls, so that a wrong rate or service cannot
hide in them.
"""

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from wogsim.language import mark
from wogsim.measures.outcome import Outcome
from wogsim.output_analysis import theory
from wogsim.output_analysis.theory import Queue
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.validation.offices import DAY, DESK, Office, exponential, file_name, observe
from wogsim.world.agencies import World

REPLICATIONS = 60
SERVICE = 10.0  # minutes
LOAD = 0.5
KLEINROCK = "L. Kleinrock, Queueing Systems I (1975)"
WITHIN, MISSED = mark("within"), mark("missed")


@dataclass(frozen=True)
class Row:
    """One comparison: what is seen under the name `of`, and the value that theory expects.

    ``expected`` is a number, or the name of what is seen instead, replication by replication. ``controlled``: a
    regression on the experiment's controls narrows the interval. ``exact``: the two must be equal in every replication.
    """

    quantity: str
    unit: str
    of: str
    expected: float | str
    controlled: bool = False
    exact: bool = False


controlled = partial(Row, controlled=True)


@dataclass(frozen=True)
class Compared:
    """A row when it has been run: what theory expects and what the model did, with its interval.

    ``case`` is the key of its experiment, as in the column of that name in validation.csv.
    """

    case: str
    title: str
    source: str
    quantity: str
    unit: str
    expected: float
    simulated: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """'within' or 'missed'."""
        return WITHIN if self.low <= self.expected <= self.high else MISSED


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
    observe: Callable[[World, Outcome], dict[str, float]] = observe
    replications: int = REPLICATIONS
    keep_log: bool = False
    controls: Mapping[str, float] = field(default_factory=dict)
    text: str | None = None
    judged: bool = True


def office_experiment(
    key: str, source: str, office: Office, *rows: Row, citizens: float, service: float | None, judged: bool = True
) -> Experiment:
    """A queue with so many measured citizens in all its replications.

    What came of its arrivals, and of the mean `service` in minutes where that is a matter of luck, are its controls.
    """
    weeks = math.ceil(citizens / (REPLICATIONS * office.arrivals * DAY * 7))
    text = office.text(key, weeks, REPLICATIONS)
    loaded = from_tree(tomllib.loads(text), file_name(key))
    controls = {"arrivals": office.arrivals} | ({} if service is None else {"service": service})
    return Experiment(key, key, source, loaded, rows, controls=controls, text=text, judged=judged)


def _always(queue: Queue, pool: str = DESK) -> tuple[Row, ...]:
    """What holds of every queue: utilisation is the offered load of who stays; Little's law."""
    return (
        Row(mark("utilisation"), "share", f"utilisation {pool}", queue.utilisation),
        Row(mark("queue (Little)"), "persons", f"queue {pool}", f"rate x wait {pool}"),
    )


def queues(share: float) -> tuple[Experiment, ...]:
    """The queues of the textbook, with `share` of the citizens of a full validation."""

    def experiment(
        key: str, source: str, office: Office, *rows: Row, citizens: float = 1e6, service: float | None = SERVICE
    ) -> Experiment:
        return office_experiment(key, source, office, *rows, citizens=citizens * share, service=service)

    rate, desk, wait = LOAD / SERVICE, exponential(SERVICE), mark("waiting time")
    mm1, md1, mg1 = theory.mm1(rate, SERVICE), theory.md1(rate, SERVICE), theory.mg1(rate, SERVICE, 0.5)
    two, four = theory.mmc(2 * rate, SERVICE, 2), theory.mmck(3 / 120, 120.0, 4, 4)
    impatient = theory.erlang_a(3 / SERVICE, SERVICE, 3, 2 * SERVICE)
    first, others = theory.priority_mm1([0.3 * 0.6 / SERVICE, 0.7 * 0.6 / SERVICE], SERVICE)
    services = (10.0, 8.0, 6.0)
    stations = theory.tandem(rate, services)
    one_server = (
        ("M/M/1", "section 3.2", desk, SERVICE, mm1),
        ("M/D/1", "chapter 5", f"{SERVICE:g} min", None, md1),
        ("M/G/1", "chapter 5", f"lognormal(mean {SERVICE:g} min, cv 0.5)", SERVICE, mg1),
    )
    return (
        *(
            experiment(
                key,
                f"{KLEINROCK}, {where}",
                Office(rate, drawn),
                *_always(queue),
                controlled(wait, "min", "waiting", queue.waiting_time),
                service=service,
            )
            for key, where, drawn, service, queue in one_server
        ),
        experiment(
            "M/M/2",
            f"{KLEINROCK}, section 3.5",
            Office(2 * rate, desk, 2),
            *_always(two),
            controlled(mark("who must wait"), "share", "waited", two.wait_probability),
            controlled(wait, "min", "waiting", two.waiting_time),
            citizens=2e6,
        ),
        experiment(
            "M/M/4/4",
            "D. L. Jagerman, Bell System Technical Journal 53(3) (1974)",
            Office(3 / 120, exponential(120), 4, patience="1 s"),
            _always(four)[0],
            controlled(mark("turned away"), "share", "gave up", four.lost),
            service=120.0,
        ),
        experiment(
            "M/M/3+M",
            "A. Mandelbaum and S. Zeltyn, in Advances in Services Innovations (2007)",
            Office(3 / SERVICE, desk, 3, patience=exponential(2 * SERVICE)),
            *_always(impatient),
            controlled(mark("giving up"), "share", "gave up", impatient.lost),
            controlled(wait, "min", "waiting", impatient.waiting_time),
        ),
        experiment(
            mark("M/M/1 with priority"),
            "A. Cobham, Journal of the Operations Research Society of America 2(1) (1954)",
            Office(0.6 / SERVICE, desk, vulnerable=0.3),
            *_always(theory.mm1(0.6 / SERVICE, SERVICE)),
            controlled(mark("waiting time, vulnerable"), "min", "waiting first", first),
            controlled(mark("waiting time, others"), "min", "waiting others", others),
            citizens=2e6,
        ),
        experiment(
            mark("tandem of three M/M/1"),
            "J. R. Jackson, Operations Research 5(4) (1957)",
            Office(rate, exponential(services[0]), stations=[exponential(service) for service in services[1:]]),
            controlled(mark("waiting time, station 1"), "min", "wait desk", stations[0].waiting_time),
            controlled(mark("waiting time, station 2"), "min", "wait assessors:s1", stations[1].waiting_time),
            controlled(mark("waiting time, station 3"), "min", "wait assessors:s2", stations[2].waiting_time),
            controlled(mark("sojourn time"), "min", "sojourn", sum(station.sojourn_time for station in stations)),
            *_always(stations[2], "assessors:s2"),
            service=sum(services),
        ),
        experiment(
            mark("fork-join of two"),
            "L. Flatto and S. Hahn, SIAM Journal on Applied Mathematics 44(5) (1984)",
            Office(rate, None, stations=[desk, desk], side_by_side=True),
            *_always(mm1, "assessors:s2"),
            controlled(wait, "min", "wait assessors:s1", mm1.waiting_time),
            controlled(mark("sojourn time"), "min", "sojourn", theory.fork_join(rate, SERVICE)),
            service=2 * SERVICE,
        ),
    )

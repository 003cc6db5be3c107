"""Published figures of offices, and whether they agree with theory and with themselves.

Each check works one figure out from others of the same table. Published numbers are rounded, so all values that the
rounded ones may stand for are tried: the figure *agrees* when the formula gives it to its last digit, is a matter of
*rounding* when it does for some of these values, and *contradicts itself* when for none.
"""

import csv
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import product

from wogsim.language import mark
from wogsim.output_analysis import theory
from wogsim.validation.experiments import Compared, Experiment, Row, controlled, office_experiment
from wogsim.validation.offices import Office, exponential

AGREES, ROUNDING, CONTRADICTS = mark("agrees"), mark("rounding"), mark("contradicts itself")
IMMIGRATION, REGISTRY = "Imigrasi Kelas I Bandung", "Disdukcapil Kota Bandung"
VEHICLES, POLICE = "SAMSAT Kota Tegal", "Polrestabes Bandung"
BOOTHS = 9  # with no other number of servers do utilisation and P0 fit together
LOAD = 5.25
DAYS = ("2018-03-19", "2018-03-20", "2018-03-21", "2018-03-22")
STATIONS = 3
PARTS = ("registration", "theory exam", "simulator", "practical exam", "bank", "photo", "collection")


@dataclass(frozen=True)
class Fact:
    """One published number as printed."""

    office: str
    period: str
    metric: str
    text: str
    unit: str
    source: str

    @property
    def parts(self) -> int:
        """How many of the unit make one: percentages are shares."""
        return 100 if self.unit == "%" else 1

    @property
    def value(self) -> float:
        """The number, a share where it is printed in percent."""
        return float(self.text) / self.parts

    @property
    def slack(self) -> float:
        """Half a unit of the last digit."""
        return 0.5 * 10.0 ** -len(self.text.partition(".")[2]) / self.parts


@dataclass(frozen=True)
class Figure:
    """A published figure, its value by the formula, and, where it can be run, what the model gives.

    Numbers are in the unit of the fact, percentages as shares.
    """

    fact: Fact
    by: str
    value: float
    verdict: str
    simulated: Compared | None


def _immigration(utilisation: float) -> theory.Queue:
    """M/M/9 at this utilisation; the mean service is the unit of time."""
    return theory.mmc(BOOTHS * utilisation, 1.0, BOOTHS)


def _service(utilisation: float, sojourn: float) -> float:
    """Mean service with which M/M/9 has this sojourn time."""
    return sojourn / _immigration(utilisation).sojourn_time


LITTLE = "Little, Ls Wq / Lq", ("Ls", "Wq", "Lq"), lambda ls, wq, lq: ls * wq / lq
ONE = mark("one officer, 1 - (Ls - Lq)"), ("Ls", "Lq"), lambda ls, lq: 1 - (ls - lq)
THREE = mark("three officers, 1 - (Ls - Lq) / 3"), ("Ls", "Lq"), lambda ls, lq: 1 - (ls - lq) / STATIONS
FITTED = mark("M/M/9, service fitted"), ("utilisation", "W"), lambda u, w: _immigration(u).sojourn_time * _service(u, w)
# Office, period and metric of a figure; how it follows from others of its table: in words, from which, by what formula.
CHECKS: tuple[tuple[str, str, str, str, tuple[str, ...], Callable[..., float]], ...] = (
    (IMMIGRATION, "2016", "utilisation", mark("load 5.25, nine servers"), (), lambda: LOAD / BOOTHS),
    (IMMIGRATION, "2016", "P0", mark("M/M/9, load 5.25"), ("utilisation",), lambda u: _immigration(u).empty),
    (IMMIGRATION, "2016", "W", *FITTED),
    (REGISTRY, "", "Lq", "M/M/1, Ls - Ls / (1 + Ls)", ("Ls",), lambda ls: ls - ls / (1 + ls)),
    (REGISTRY, "", "Wq", "M/M/1, Ws Ls / (1 + Ls)", ("Ws", "Ls"), lambda ws, ls: ws * ls / (1 + ls)),
    (REGISTRY, "", "Ws", *LITTLE),
    *(
        (VEHICLES, day, metric, *how)
        for day in DAYS
        for metric, how in (("Ws", LITTLE), (mark("idle"), ONE), ("idle", THREE))
    ),
    (POLICE, "2014", mark("total"), mark("sum of the seven parts"), PARTS, lambda *parts: math.fsum(parts)),
)


def facts() -> dict[tuple[str, str, str], Fact]:
    """The published numbers by office, period and metric."""
    lines = files("wogsim.validation").joinpath("published.csv").read_text(encoding="utf-8").splitlines()
    read = [Fact(*row) for row in csv.reader(lines[1:])]
    return {(fact.office, fact.period, fact.metric): fact for fact in read}


def published_queues(share: float) -> tuple[Experiment, ...]:
    """The two offices whose tables describe one queue of theory, to be run beside their figures."""
    known = facts()
    busy, sojourn = (known[IMMIGRATION, "2016", metric] for metric in ("utilisation", "W"))
    service = _service(busy.value, sojourn.value)
    registry = {metric: known[REGISTRY, "", metric] for metric in ("Lq", "Ls", "Wq", "Ws")}
    number = registry["Ls"].value
    birth = registry["Ws"].value / (1 + number)  # W = S / (1 - load), and load = L / (1 + L)
    return (
        office_experiment(
            IMMIGRATION,
            sojourn.source,
            Office(BOOTHS * busy.value / service, exponential(service), BOOTHS),
            Row("utilisation", "share", "utilisation desk", busy.value),
            controlled("W", "min", "sojourn", sojourn.value),
            citizens=1e6 * share,
            service=service,
            judged=False,
        ),
        office_experiment(
            REGISTRY,
            registry["Ls"].source,
            Office(number / (1 + number) / birth, exponential(birth), warm_up=8),
            controlled("Lq", "persons", "queue desk", registry["Lq"].value),
            controlled("Ls", "persons", "number desk", number),
            controlled("Wq", "min", "waiting", registry["Wq"].value),
            controlled("Ws", "min", "sojourn", registry["Ws"].value),
            citizens=1e7 * share,
            service=birth,
            judged=False,
        ),
    )


def figures(simulated: Iterable[Compared]) -> tuple[Figure, ...]:
    """Every check, beside what the model gives, where its office was simulated."""
    known = facts()
    seen = {(row.case, row.quantity): row for row in simulated}
    made = []
    for office, period, metric, by, uses, formula in CHECKS:
        fact = known[office, period, metric]
        value, verdict = judged(fact, [known[office, period, used] for used in uses], formula)
        made.append(Figure(fact, by, value, verdict, seen.get((office, metric))))
    return tuple(made)


def judged(fact: Fact, used: Sequence[Fact], formula: Callable[..., float]) -> tuple[float, str]:
    """Value of the formula, which is monotone in each number used, and the verdict on the figure."""
    value = formula(*(one.value for one in used))
    bounds = ((one.value - one.slack, one.value + one.slack) for one in used)
    corners = [formula(*numbers) for numbers in product(*bounds)]
    slack = fact.slack * (1 + 1e-9)
    if abs(value - fact.value) <= slack:
        return value, AGREES
    possible = min(corners) <= fact.value + slack and max(corners) >= fact.value - slack
    return value, ROUNDING if possible else CONTRADICTS

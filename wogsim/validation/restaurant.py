"""Laws that hold of any scenario, seen in the restaurant permit itself: critical path, Little's law, offered load."""

import math

import numpy as np

from wogsim.contract.cases import Kind
from wogsim.language import mark
from wogsim.measures.outcome import Outcome
from wogsim.output_analysis import theory
from wogsim.scenario.quantities import counted
from wogsim.scenario.reading import load
from wogsim.scenario.settings import asked
from wogsim.validation.experiments import Experiment, Row
from wogsim.world.agencies import World
from wogsim.world.agency_count import build
from wogsim.world.opening import staffed_seconds_a_week

SCENARIO = "restaurant-permit"
DAY = 86_400
COUNTER = "counter:land"
OFFICE = "tax-registration"  # the clearance with most cases, so that its load is known best


def laws(share: float) -> tuple[Experiment, ...]:
    """The laws, the last one with `share` of the replications of a full validation."""
    return _critical_path(), _little(), _offered_load(share)


def _critical_path() -> Experiment:
    """Neutral, one unit with all authority: intake, then the clearances in their order, then collection."""
    loaded = asked(load(SCENARIO), preset="neutral", patterns=["one-door"], settings={"levers.delegated": 1.0})
    row = Row(mark("each sojourn time"), "days", "sojourn", "critical path", exact=True)
    source = "J. E. Kelley and M. R. Walker, Eastern Joint Computer Conference (1959)"
    title = mark("critical path of the restaurant permit")
    return Experiment("critical path", title, source, loaded, (row,), _sojourns, 10, keep_log=True)


def _sojourns(world: World, outcome: Outcome) -> dict[str, float]:
    """Mean sojourn in days, and that of desk and critical path; a citizen who differs counts against the former."""
    assert outcome.log is not None
    cases, _log = outcome.log
    chosen = cases.cohort & ~cases.own
    table = np.zeros((len(cases.slots), len(cases.need)), dtype=np.int64)
    table[cases.slot, cases.case] = cases.work
    work = {(slot.kind, slot.entity): row for slot, row in zip(cases.slots, table, strict=True)}  # seconds, shape (C,)
    none = np.zeros(len(cases.need), dtype=np.int64)
    times = {clearance.key: work.get((Kind.ASSESS, clearance.key), none)[chosen] for clearance in world.clearances}
    seen = {f"inspect {key}": work.get((Kind.INSPECT, key), none)[chosen] for key in times}
    after = {
        clearance.key: (f"inspect {clearance.key}", *(world.clearances[i].key for i in clearance.after))
        for clearance in world.clearances
    }
    path = theory.critical_path({**seen, **times}, after)
    desk = work[Kind.INTAKE, "front"][chosen] + work[Kind.COLLECT, "front"][chosen]
    expected = float((path + desk).mean()) / DAY
    wrong = np.abs(outcome.per_case["sojourn_time"] - path - desk).mean() / DAY
    return {"critical path": expected, "sojourn": expected + float(wrong)}


def _little() -> Experiment:
    """The whole scenario as it is; nobody waits at a counter when the window begins and ends, at midnight."""
    loaded = asked(load(SCENARIO), patterns=["technical-functional"])
    row = Row(mark("queue at a counter"), "persons", "queue", "rate x wait", exact=True)
    title = mark("Little's law in the restaurant permit")
    source = "J. D. C. Little, Operations Research 9(3) (1961)"
    return Experiment("Little's law", title, source, loaded, (row,), _queues, 10, keep_log=True)


def _queues(world: World, outcome: Outcome) -> dict[str, float]:
    """Time-average queue at a counter while it is open, and the waits of all who came over its open time."""
    assert outcome.log is not None
    cases, log = outcome.log
    number = next(i for i, pool in enumerate(cases.pools) if pool.name == COUNTER)
    run = world.scenario.run
    window = np.array([run.warm_up.seconds, run.warm_up.seconds + run.cohort.seconds])
    came = (log.pool == number) & (window[0] <= log.enabled) & (log.enabled < window[1])
    waited = int((log.wait_ends - log.enabled)[came].sum())
    opened, closed = cases.pools[number].hours.elapsed(window)
    queue = next(pool.queue for pool in outcome.pools if pool.name == COUNTER)
    return {"queue": queue, "rate x wait": waited / int(closed - opened)}


def _offered_load(share: float) -> Experiment:
    """With opening hours, staff and incomplete papers as they are, for 40 weeks without holidays."""
    loaded = asked(
        load(SCENARIO),
        preset="neutral+hours+staff+papers",
        patterns=["technical-functional"],
        settings={"run.cohort": "40 weeks", "run.run_out": "1 week", "world.holidays": []},
    )
    row = Row(mark("utilisation, assessors"), "share", "utilisation", _expected_load(build(loaded.scenario)))
    title = mark("offered load in the restaurant permit")
    source = "L. Kleinrock, Queueing Systems I (1975), chapter 2; docs/validation.md"
    replications = max(math.ceil(40 * share), 8)
    return Experiment("offered load", title, source, loaded, (row,), _utilisation, replications)


def _utilisation(_world: World, outcome: Outcome) -> dict[str, float]:
    return {"utilisation": next(pool.utilisation for pool in outcome.pools if pool.name == f"assessors:{OFFICE}")}


def _expected_load(world: World) -> float:
    """Offered load over the number of the clearance's assessors, from the numbers in the file."""
    i = next(i for i, clearance in enumerate(world.clearances) if clearance.key == OFFICE)
    described, papers = world.clearances[i].described, world.scenario.world.papers
    assert described.assessment is not None
    works = assessments(described.incomplete, papers.detection, papers.bringings, papers.reassessment)
    rate = world.rate() + world.rate(i)
    hours, assessors = world.intake_agencies[world.clearances[i].origin].hours, counted(described.assessors)
    seconds = staffed_seconds_a_week(world.scenario.world, hours, assessors, {})
    return theory.offered_load(rate / seconds, works * described.assessment.mean) / assessors


def assessments(incomplete: float, detection: float, bringings: int, again: float) -> float:
    """Expected number of assessments of a clearance in a case, where all but the first count as `again`.

    Papers are incomplete with a fixed probability each time they are brought, the last time excepted; intake finds
    that with probability `detection`, and what it misses is assessed.
    """
    total = 0.0
    for before in range(bringings):
        assessed = 1.0 if before == bringings - 1 else 1 - incomplete * detection
        never = (incomplete * detection) ** before  # all earlier bringings were turned back at intake
        total += assessed * (never + again * (incomplete**before - never))
    return total

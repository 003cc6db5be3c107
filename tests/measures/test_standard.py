"""Service standards by each of their clocks, to the second."""

from typing import Any

from tests.whole.test_worked import TITLE, chain
from wogsim.contract.hours import HOUR
from wogsim.measures.cases import case_measures
from wogsim.measures.standard import within_standard
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern, replicate
from wogsim.scenario.reading import Loaded
from wogsim.scenario.standards import one_promise, promises, ranks
from wogsim.staffing.people import staffing
from wogsim.world.agency_count import build

# Papers of b come back once, and a laboratory of 100 hours comes before b is assessed. The way is 2 hours.
MENDING = {
    "world.clearances.b-decides.incomplete": 1.0,
    "world.papers.bringings": 2,
    "world.papers.detection": 0.0,
    "world.papers.fix": "10 hours",
    "world.clearances.b-decides.latency": "100 hours",
    "world.clearances.b-decides.latency_by": "citizen",
    "world.travel.home_to_office": "2 hours",
    "world.carry.by": "letter",
    "world.papers.reassessment": 1.0,
}


def kept(loaded: Loaded, standard: str, since: str) -> bool:
    """Whether all, whose cases are the same, are within a standard."""
    loaded = loaded.change({"world.standard": standard, "world.standard_from": since})
    world, row = build(loaded.scenario), loaded.scenario.rows()["technical-functional"]
    cases, log = one_pattern(world, row, staffing(world, row), 1, 0)
    per_case = case_measures(cases, log, world.working_days)
    found = within_standard(cases, log, per_case, promises(world.scenario.world), world.working_days)
    assert found.all() or not found.any()
    return bool(found.all())


def seconds(loaded: Loaded, since: str) -> int:
    """The fewest seconds of a standard that is kept."""
    few, enough = 0, 1000 * HOUR
    while enough - few > 1:
        middle = (few + enough) // 2
        few, enough = (few, middle) if kept(loaded, f"{middle} s", since) else (middle, enough)
    return enough


def test_each_clock_by_hand() -> None:
    """A case with mending and a laboratory on the citizen's side.

    Told of the defect at 46 h, papers taken in again at 58 h (two hours' way), assigned 68, laboratory 168, assessed
    178, signed 198, letter to c 204, assessed 214, signed 234, told 258, and two hours' way to the counters.
    """
    loaded = chain("at once").change(MENDING)
    from_need = seconds(loaded, "need")
    assert from_need // HOUR == 260
    first = 2 * HOUR  # on the way
    assert from_need - seconds(loaded, "handing in") == first
    mending = 12 * HOUR  # mended, and brought again
    assert from_need - seconds(loaded, "complete papers") == first + mending + 100 * HOUR


def test_latency_of_the_office_counts() -> None:
    loaded = chain("at once").change(MENDING | {"world.clearances.b-decides.latency_by": "office"})
    apart = seconds(loaded, "handing in") - seconds(loaded, "complete papers")
    assert apart == 12 * HOUR


def test_what_overlaps_stops_the_clock_once() -> None:
    """Papers of a and b come back; both are mended in the same ten hours and brought one behind the other."""
    loaded = chain("at once").change(MENDING | {"world.clearances.a-decides.incomplete": 1.0})
    apart = seconds(loaded, "handing in") - seconds(loaded, "complete papers")
    # Ten hours' mending, four hours' way for a's and home again, two for b's.
    assert apart - 100 * HOUR == 16 * HOUR


def test_each_permit_has_its_own() -> None:
    two: dict[str, Any] = {
        "world.permits.permit": {"title": TITLE, "share": 0.5, "standard": "1 day"},
        "world.permits.other": {"title": TITLE, "share": 0.5, "standard_from": "handing in"},
    }
    described = chain("at once").change(two | {"world.standard": "9 working days"}).scenario.world
    assert [(promise.time.text, promise.since) for promise in promises(described)] == [
        ("1 day", "need"),
        ("9 working days", "handing in"),
    ]
    assert one_promise(described) is None
    assert not ranks(described)


def test_who_has_no_standard_is_not_counted() -> None:
    """Half of the permits promise nothing: of the others, whose standard is generous, all are in time."""
    two: dict[str, Any] = {
        "world.permits.permit": {"title": TITLE, "share": 0.5, "standard": "99 days"},
        "world.permits.other": {"title": TITLE, "share": 0.5},
    }
    loaded = chain("at once").change(two)
    assert [bool(promise) for promise in promises(loaded.scenario.world)] == [True, False]
    assert not ranks(loaded.scenario.world)
    [outcomes] = replicate(prepare(loaded), 1, [0])
    assert {outcome.values["within_standard"] for outcome in outcomes} == {1.0}
    assert not outcomes[0].per_case["promised"].all()

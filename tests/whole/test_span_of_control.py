"""Span of control: one coordinator directs a few bodies well and many badly, with the same people, and nothing says so.

The task force's thirteen agencies without lending and backlog, under a coordinator, merged into fewer. Merging leaves
all luck, all assessors and all counter staff as they were; only how many copies the officers send off differs.
"""

import importlib.util
from functools import cache

import pytest

from tests.places import DOCS
from wogsim.output_analysis.paired import family
from wogsim.studies.comparison.result import Comparison

_SPEC = importlib.util.spec_from_file_location("span", DOCS / "span.py")
assert _SPEC
assert _SPEC.loader
span_page = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(span_page)

SPANS, KEY, FEW, MANY = span_page.SPANS, span_page.KEY, span_page.FEW, span_page.MANY
FREE = {"world.front.send": "0 s"}
load, waits = span_page.load, span_page.waits


@cache
def ran(agencies: int, officers: int, free: bool = False) -> Comparison:
    found: Comparison = span_page.ran(agencies, officers, FREE if free else None)
    return found


def queues(found: Comparison) -> list[float]:
    """The anatomy's queue of files, that of officers and assessors together, in days, a value per replication."""
    return found.values(KEY, "time_file_queue")


@pytest.mark.slow
@pytest.mark.parametrize("officers", [FEW, MANY])
def test_it_is_the_same_people_whatever_the_span(officers: int) -> None:
    assert len({ran(span, officers).head_count(KEY) for span in SPANS}) == 1
    # With many officers no more citizens are held up at the desk than with few, which would thin out what comes.
    for span in SPANS:
        (staff,) = ran(span, officers).staffing
        assert not staff.squeezed
        assert next(post.servers for post in staff.posts if post.name == "desk") == 4


@pytest.mark.slow
def test_each_body_more_is_work_at_the_coordinators_desk_and_only_sending_is() -> None:
    loads = [load(ran(span, FEW)) for span in SPANS]
    # Evenly: as much for each body from the fourth to the eighth as from the eighth to the thirteenth.
    slopes = [(b - a) / (n - m) for a, b, m, n in zip(loads, loads[1:], SPANS, SPANS[1:], strict=False)]
    assert min(slopes) > 0.1
    assert max(slopes) < 1.1 * min(slopes)
    assert loads[-1] < FEW  # what comes is no overload
    assert load(ran(13, FEW, free=True)) == pytest.approx(load(ran(1, FEW, free=True)), rel=1e-9)


@pytest.mark.slow
def test_files_wait_longer_at_few_officers_the_more_bodies_they_direct() -> None:
    for measured in (waits, queues):
        found = [measured(ran(span, FEW)) for span in SPANS]
        steps = family(list(zip(found[1:], found, strict=False)))
        assert all(step.apart and step.difference.low > 0 for step in steps), (measured, steps)
    means = [sum(waits(ran(span, FEW))) / 20 for span in SPANS]
    # Work grows evenly and waiting does not: the last five bodies cost more than the seven before them.
    assert means[3] - means[2] > 2 * (means[2] - means[0])


@pytest.mark.slow
def test_with_officers_in_plenty_the_span_costs_next_to_no_waiting() -> None:
    few, many = ([sum(waits(ran(span, n))) / 20 for span in SPANS] for n in (FEW, MANY))
    assert many[3] < 5  # minutes: thirteen copies leave at once, and there are nine officers
    assert many[3] - many[0] < 0.05 * (few[3] - few[0])
    found = [queues(ran(span, MANY)) for span in SPANS]
    assert not any(step.apart for step in family(list(zip(found[1:], found, strict=False))))


@pytest.mark.slow
def test_where_sending_is_no_work_the_span_costs_no_waiting() -> None:
    for measured in (waits, queues):
        found = [measured(ran(span, FEW, free=True)) for span in SPANS]
        steps = family(list(zip(found[1:], found, strict=False)))
        assert not any(step.difference.low > 0 for step in steps), (measured, steps)

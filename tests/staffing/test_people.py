"""Head-count, desks and their donors: who cannot be found is said."""

from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare

GOOD = Path(TWO_AGENCIES)


def test_people_who_cannot_be_found():
    short = load(GOOD).change({"world.agencies.a.counters": 1, "world.agencies.b.counters": 1})
    with pytest.raises(BadInput, match=r"one-door: desk needs \d p(erson|eople).*missing"):
        compare(short, patterns=["one-door"], replications=1)


def test_a_pool_that_never_opens():
    nobody = load(GOOD).change({"levers.staff": {"one-door": {"officers": 0}}})
    with pytest.raises(BadInput, match="one-door: officers has work but no staff"):
        compare(nobody, patterns=["one-door"], replications=1)
    with pytest.raises(BadInput, match="Did you mean 'officers'"):
        compare(load(GOOD).change({"levers.staff": {"all": {"oficers": 2}}}), patterns=["one-door"], replications=1)


def test_overload_is_a_warning_that_names_the_pool_and_its_load():
    result = compare(
        load(GOOD), patterns=["one-roof"], replications=1, settings={"world.clearances.b1.assessment": "4 hours"}
    )
    said = " ".join(result.warnings())
    assert "One-roof: overloaded are assessors: B1 (" in said

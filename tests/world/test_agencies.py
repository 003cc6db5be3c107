"""Agencies after the agency-count lever, and the front between them."""

from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare

GOOD = Path(TWO_AGENCIES)


def test_a_front_between_agencies_of_different_hours():
    loaded = load(GOOD).change({"world.front.hours": None})
    assert compare(loaded, patterns=["one-door"], replications=1).world.front_hours == "office"
    with pytest.raises(BadInput, match=r"world\.front\.hours.*always, office.*say which"):
        loaded.change({"world.agencies.b.hours": "always"})


def test_agencies_that_cannot_be_made():
    with pytest.raises(BadInput, match=r"levers.agencies = 9.*chain"):
        compare(load(GOOD), agencies=9, replications=1)

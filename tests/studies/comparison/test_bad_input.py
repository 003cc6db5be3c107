"""What Python users ask of a comparison by mistake."""

from pathlib import Path

import pytest

from tests.places import TWO_AGENCIES
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.studies.comparison.run import compare

GOOD = Path(TWO_AGENCIES)


@pytest.mark.parametrize(
    "asking",
    [
        {"patterns": "one-roof"},
        {"settings": "x"},
        {"settings": {1: 2}},
        {"jobs": -1},
        {"replications": 2.5},
        {"seed": -1},
    ],
)
def test_python_interface(asking):
    with pytest.raises(BadInput):
        compare(load(GOOD), **asking)
    with pytest.raises(BadInput, match=r"wogsim\.load"):
        compare("restaurant-permit")
    with pytest.raises(TypeError, match="authorty"):
        compare(load(GOOD), authorty=1)


def test_unknown_preset():
    with pytest.raises(BadInput, match="Did you mean 'neutral'"):
        compare(load(GOOD), preset="nuetral", replications=1)
    with pytest.raises(BadInput, match="Did you mean 'travel'"):
        compare(load(GOOD), preset="neutral+travl", replications=1)


def test_who_calls_from_python_reads_the_parameter():
    with pytest.raises(BadInput, match=r"^precision = 0: expected a share"):
        compare(load(GOOD), precision=0)
    with pytest.raises(BadInput, match=r"^levers\.patterns = 'nope': expected one of"):
        compare(load(GOOD), patterns=["nope"])

"""Means and their intervals, against tables."""

import math

import pytest

from wogsim.output_analysis import estimate


def test_estimate():
    """Mean and interval of 1, 2, 3, 4: 2.5 -/+ 3.182446 * sqrt(5 / 3 / 4) (t tables, 3 degrees of freedom)."""
    found = estimate([1.0, 2.0, 3.0, 4.0])
    assert found.mean == 2.5
    assert found.high - 2.5 == pytest.approx(3.182446 * math.sqrt(5 / 12), rel=1e-6)
    assert math.isnan(estimate([1.0]).low)
    assert estimate([1.0, math.nan, 3.0]).replications == 2
    assert math.isnan(estimate([]).mean)

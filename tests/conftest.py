"""What holds for every test: charts are drawn in memory, random examples are the same on every machine."""

import os

import matplotlib as mpl
import pytest
from hypothesis import HealthCheck, settings

from wogsim.language import catalogues

mpl.use("Agg")

# One profile says what CI runs; HYPOTHESIS_PROFILE=search looks for new examples, for as long as one likes.
settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    """Each test begins in English, whatever the environment says and whatever the last one chose."""
    monkeypatch.delenv(catalogues.VARIABLE, raising=False)
    monkeypatch.setattr(catalogues, "_everywhere", None)

"""What holds for every test: charts are drawn in memory, random examples are the same on every machine.

And what tests of several rooms look at, made once.
"""

import os
from contextlib import contextmanager

import matplotlib as mpl
import pytest
from hypothesis import HealthCheck, settings

from tests.places import SMALL_TOWN
from wogsim.language import catalogues

mpl.use("Agg")

# One profile says what CI runs, one what `make test-all` does; HYPOTHESIS_PROFILE=search looks for new examples, for as
# long as one likes.
for profile, examples in (("ci", 20), ("all", 60)):
    settings.register_profile(
        profile, derandomize=True, deadline=None, max_examples=examples, suppress_health_check=[HealthCheck.too_slow]
    )
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    """Each test begins in English, whatever the environment says and whatever the last one chose."""
    monkeypatch.delenv(catalogues.VARIABLE, raising=False)
    monkeypatch.setattr(catalogues, "_everywhere", None)


@pytest.fixture(scope="module")
def loosely_known():
    """For what depends neither on how well loads are known nor on how far calendars reach: tests wait for neither."""
    import wogsim.staffing.pilot
    import wogsim.world.opening

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wogsim.staffing.pilot, "APPLICANTS", 50)
        patch.setattr(wogsim.world.opening, "YEARS_BEYOND", 2)
        yield


# Imported where they are asked for: a room that is broken breaks its own tests, not those of all rooms.


@pytest.fixture(scope="session")
def town():
    """The small town that most charts are drawn of."""
    from wogsim.scenario.reading import load

    return load(SMALL_TOWN)


@pytest.fixture(scope="session")
def everybody(town):
    """The ways of its first citizens."""
    from wogsim.studies.journey.run import journey

    first = journey(town, 1)
    return [first, *(journey(town, case) for case in range(2, min(first.of, 12) + 1))]


@pytest.fixture(scope="session")
def hand_offs():
    """Break-even authorities for four hand-off times, where one of the four clearances cannot be delegated."""
    from tests.offices import KEPT, office
    from wogsim.studies.break_even.run import breakeven

    times = [f"{minutes} min" for minutes in (0, 15, 21, 31)]
    one_left = office(not_grantable="d")
    return breakeven(one_left, preset=KEPT, engine="simpy", vary={"world.files.between_buildings": times})


@contextmanager
def _tables_only():
    from wogsim.studies import files
    from wogsim.studies.comparison import files as of_comparisons

    fill = files.fill
    with pytest.MonkeyPatch.context() as patch:
        for module in (files, of_comparisons):
            patch.setattr(module, "fill", lambda directory, tables, _figures, said: fill(directory, tables, (), said))
        yield


@pytest.fixture
def _no_charts():
    """Studies write their tables and no charts, which have tests of their own and take long."""
    with _tables_only():
        yield


@pytest.fixture(scope="module")
def without_charts():
    """The same, for what a module makes once: ``with without_charts(): ...``."""
    return _tables_only

"""Results that charts are drawn of, made once."""

import pytest

from tests.drawn import FIVE, ROW


@pytest.fixture(scope="session")
def loaded(town):
    """The small town with every kind of citizen and a service standard."""
    kinds = {"world.citizens.vulnerable_share": 0.3, "world.citizens.far_share": 0.3, "world.travel.far_factor": 3.0}
    return town.change(kinds | {"world.standard": "4 working days"})


@pytest.fixture(scope="session")
def compared(loaded):
    """Compare patterns in that town, or in one that is changed first."""
    from wogsim.studies.comparison.run import compare

    return lambda changes=None, **asking: compare(loaded.change(changes or {}), **asking)


@pytest.fixture(scope="session")
def result(compared):
    return compared(replications=4)


@pytest.fixture(scope="session")
def single(compared):
    return compared(replications=1)


@pytest.fixture(scope="session")
def alone(compared):
    return compared(patterns=["one-door"], replications=2)


@pytest.fixture(scope="session")
def twelve(compared):
    """The five, and seven rows of the scenario's own with long names."""
    title = {"en": "Hall of public services with letter-box {}", "id": "Mal pelayanan publik dengan kotak surat {}"}
    rows = {f"own-{i}": ROW | {"title": {k: v.format(i) for k, v in title.items()}} for i in range(7)}
    return compared({"patterns": rows}, patterns=[*FIVE, *rows], replications=2)


@pytest.fixture(scope="session")
def neutral(compared):
    return compared(preset="neutral", patterns=FIVE[:2], replications=2)


@pytest.fixture(scope="session")
def nothing(compared):
    """Nobody is granted the permit."""
    wait = {"world.citizens.patience": "1 s", "world.agencies.a.counters": 1, "world.agencies.a.intake": "60 hours"}
    return compared(wait, patterns=FIVE[:2], replications=2)

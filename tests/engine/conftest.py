"""Both engines, each with its log checked by the contract's twin."""

from importlib.util import find_spec

import pytest

from tests.twin import check
from wogsim.contract.cases import Cases
from wogsim.contract.log import EndedBy, Log
from wogsim.engine import choose

without_numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")

Attempt = tuple[int, int, int, int, int, EndedBy]


@pytest.fixture(params=["simpy", pytest.param("compiled", marks=without_numba)])
def checked(request):
    """Run an engine and check its log."""
    simulate = choose(request.param).run

    def run(cases: Cases) -> Log:
        log = simulate(cases)
        check(cases, log)
        return log

    return run


@pytest.fixture
def attempts(checked):
    """Run an engine and give of each row (activity, server, enabled, started, completed, ended by)."""

    def run(cases: Cases) -> list[Attempt]:
        log = checked(cases)
        columns = (log.activity, log.server, log.enabled, log.started, log.completed, log.ended_by)
        return list(zip(*(column.tolist() for column in columns), strict=True))

    return run

"""Bribes: who pays goes first, nothing is done faster for it, and what one gains the others wait, to the second.

One counter that never closes, ten minutes a visitor, or one assessor, ten minutes a file.
"""

from heapq import heappop, heappush
from typing import Any

import numpy as np
import pytest

from tests.one_desk import one_desk
from tests.whole.test_worked_offices import ran
from wogsim.contract.cases import Cases, Kind
from wogsim.contract.log import Log
from wogsim.scenario.presets import apply
from wogsim.scenario.reading import Loaded
from wogsim.scenario.unused import unused
from wogsim.studies.comparison.run import compare
from wogsim.studies.comparison.tables import cases_table

MINUTES = 10 * 60
WEEK = {"warm_up": "0 days", "cohort": "1 week", "run_out": "0 days", "replications": 2}


def town(settings: dict[str, Any] | None = None, need: str = "130 per day") -> Loaded:
    """Nine tenths of the counter's time are needed; files take none."""
    loaded = one_desk(citizens={"need": need, "arrival_spread": "1 s"}, run=WEEK)
    return loaded.change(settings or {})


def waited(cases: Cases, log: Log, kind: Kind) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each visit or file: when it came, when it was taken up, and whose it is; seconds, in order of coming."""
    rows = np.flatnonzero(np.array([slot.kind is kind for slot in cases.slots])[cases.slot[log.activity]])
    rows = rows[np.lexsort((log.activity[rows], log.enabled[rows]))]
    return log.enabled[rows], log.started[rows], log.case[rows]


def by_hand(came: np.ndarray, rank: np.ndarray) -> list[int]:
    """When each is taken up by one who serves the least rank first, then who came first, ten minutes each."""
    started, queue, free, following = [0] * len(came), list[tuple[int, int]](), 0, 0
    for _one in came:
        if not queue:
            free = max(free, int(came[following]))
        while following < len(came) and came[following] <= free:
            heappush(queue, (int(rank[following]), following))
            following += 1
        first = heappop(queue)[1]
        started[first], free = free, free + MINUTES
    return started


@pytest.mark.parametrize("where", ["counters", "both"])
def test_who_pays_goes_first_then_the_vulnerable(where: str) -> None:
    first = {"vulnerable_share": 0.3, "vulnerable_first": True, "bribe_share": 0.2, "bribe_at": where}
    cases, log = ran(town({f"world.citizens.{key}": value for key, value in first.items()}), "one-roof")
    came, started, case = waited(cases, log, Kind.INTAKE)
    rank = np.where(cases.pays[case], 0, np.where(cases.vulnerable[case], 1, 2))
    assert set(rank.tolist()) == {0, 1, 2}
    assert started.tolist() == by_hand(came, rank)


def test_what_some_gain_the_others_wait() -> None:
    """The same citizens, all served as long: together they wait as long, whoever goes first."""
    total = set()
    for share in (0.0, 0.3, 1.0):
        came, started, _case = waited(*ran(town({"world.citizens.bribe_share": share}), "one-roof"), Kind.INTAKE)
        total.add(int((started - came).sum()))
    assert len(total) == 1


def test_in_the_queue_of_files_before_own_cases_too() -> None:
    """One assessor, whose own cases go first; a forwarded file that is paid for overtakes them, as own ones do."""
    files = {
        "world.agencies.desk.intake": "0 s",
        "world.agencies.desk.counters": 9,
        "world.clearances.stamp": {"assessors": 1, "assessment": "10 min", "own_cases": "65 per day"},
        "world.files.own_cases_first": True,
        "levers.own_cases_go": "to their agency",
        "world.citizens.bribe_share": 0.2,
        "world.citizens.bribe_at": "files",
        "world.front.registration": "0 s",
    }
    cases, log = ran(town(files, "65 per day"), "one-door")
    came, started, case = waited(cases, log, Kind.ASSESS)
    rank = np.where(cases.pays[case], 0, np.where(cases.own[case], 1, 2))
    assert set(rank.tolist()) == {0, 1, 2}
    assert started.tolist() == by_hand(came, rank)


@pytest.mark.parametrize(("where", "kind"), [("files", Kind.INTAKE), ("counters", Kind.ASSESS)])
def test_elsewhere_nothing_is_bought(where: str, kind: Kind) -> None:
    paid = {"world.citizens.bribe_share": 0.3, "world.citizens.bribe_at": where}
    work = {"world.clearances.stamp": {"assessors": 1, "assessment": "10 min"}}
    cases, log = ran(town(work | paid), "one-roof")
    came, started, case = waited(cases, log, kind)
    assert started.tolist() == by_hand(came, np.zeros(len(case)))


def test_who_complains_goes_before_who_pays() -> None:
    """All have complained after a minute, and then nobody is before anybody but who came first."""
    soon = {"world.standard": "1 s", "world.complaints.share": 1.0, "world.complaints.work": "0 s"}
    work = {"world.agencies.desk.intake": "0 s", "world.clearances.stamp": {"assessors": 1, "assessment": "10 min"}}
    slow = {"world.files.assignment": "1 hour", "world.citizens.bribe_share": 0.3}
    cases, log = ran(town(work | slow | soon), "one-roof")
    came, started, _case = waited(cases, log, Kind.ASSESS)
    assert started.tolist() == by_hand(came, np.zeros(len(came)))


def test_results_tell_who_gains_and_who_pays() -> None:
    result = compare(town({"world.citizens.bribe_share": 0.3, "levers.patterns": ["one-roof", "technical-functional"]}))
    kinds = result.by_kind()
    waits = kinds[(kinds["measure"] == "waiting_time") & (kinds["pattern"] == "one-roof")].set_index("kind")["mean"]
    assert waits["bribe: yes"] < 0.5 * waits["bribe: no"]
    assert cases_table(result)["bribe"].isin([0, 1]).all()
    result.equity()
    honest = compare(town({"levers.patterns": ["one-roof", "technical-functional"]}))
    assert not honest.by_kind()["kind"].str.startswith("bribe").any()
    assert "bribe" not in cases_table(honest)


def test_neutral_and_what_is_said_in_vain() -> None:
    assert (
        apply(town({"world.citizens.bribe_share": 0.3}), "neutral").fingerprint == apply(town(), "neutral").fingerprint
    )
    assert "world.citizens.bribe_at" in {one.path for one in unused(town({"world.citizens.bribe_at": "files"}))}

"""Runs that are too large are refused beforehand, with their predicted size."""

import os
from types import SimpleNamespace

import psutil
import pytest

from tests.places import TWO_AGENCIES
from wogsim.animation.morning import morning
from wogsim.errors import BadInput
from wogsim.replication.prepare import prepare
from wogsim.replication.size import OF_A_ROW, memory
from wogsim.scenario.reading import load
from wogsim.studies.break_even.run import breakeven
from wogsim.studies.comparison.files import write
from wogsim.studies.comparison.run import compare
from wogsim.studies.explain.run import explain
from wogsim.studies.journey.run import journey
from wogsim.studies.sweep.run import sweep


def test_more_activities_than_can_be_numbered():
    crowd = load(TWO_AGENCIES).change({"world.clearances.a1.own_cases": "10000000 per hour"})
    with pytest.raises(BadInput, match=r"activities are expected .* come by world\.clearances\.a1\.own_cases"):
        compare(crowd, replications=1)


def free_memory(monkeypatch, size):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=size))


def test_a_run_too_large_for_memory_is_refused_beforehand(monkeypatch):
    free_memory(monkeypatch, 10**7)
    large = load(TWO_AGENCIES).change({"world.citizens.need": "900 per day", "levers.unlimited_staff": True})
    with pytest.raises(BadInput, match=r"needs about [\d.]+ GB of memory, and 0\.010 GB are free\. Most"):
        compare(large, replications=1)


@pytest.mark.parametrize("engine", ["auto", "simpy"])
@pytest.mark.parametrize(
    "study",
    [
        lambda large, **how: sweep(large, agencies=[2], patterns=["one-roof"], replications=2, **how),
        lambda large, **how: breakeven(large, replications=2, **how),
        lambda large, **how: explain(large, replications=2, **how),
        lambda large, **_how: journey(large),
        lambda large, **_how: morning(large, patterns=["one-roof"]),
    ],
    ids=["sweep", "breakeven", "explain", "journey", "animate"],
)
def test_every_study_refuses_what_is_too_large(study, engine, monkeypatch):
    free_memory(monkeypatch, 10**5)
    with pytest.raises(BadInput, match=r"needs? about [\d.]+ GB of memory, and 0\.000 GB are free"):
        study(load(TWO_AGENCIES), engine=engine)


def test_more_processes_need_more_memory_and_the_advice_says_so(monkeypatch):
    needed = [memory([prepare(load(TWO_AGENCIES))], 4, workers, keep_log=False) for workers in (1, 2)]
    assert needed[0] < needed[1]
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    free_memory(monkeypatch, sum(needed) / 2)
    with pytest.raises(BadInput, match=r"Try --jobs 1\."):
        compare(load(TWO_AGENCIES), replications=4, jobs=2)
    assert compare(load(TWO_AGENCIES), replications=4, jobs=1).replications == 4


def test_a_log_too_large_for_the_disk_is_refused_beforehand(monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=1000))
    with pytest.raises(BadInput, match=r"log\.csv would have about [\d,]+ rows and [\d.]+ GB, and 0\.000 GB of"):
        compare(load(TWO_AGENCIES), replications=1, keep_log=True, log_to=tmp_path / "new" / "out")


@pytest.mark.usefixtures("_no_charts")
def test_the_predicted_log_is_about_as_large_as_the_log(tmp_path):
    result = compare(load("restaurant-permit"), replications=1, keep_log=True)
    write(result, tmp_path / "out", log=True)
    rows = sum(len(outcome.log[1]) for outcomes in result.outcomes for outcome in outcomes)
    assert sum(prepare(load("restaurant-permit")).activities) == pytest.approx(rows, rel=0.1)
    assert rows * OF_A_ROW == pytest.approx((tmp_path / "out" / "log.csv").stat().st_size, rel=0.1)

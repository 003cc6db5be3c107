"""A sweep on a dask.distributed cluster: the same numbers, also when a worker is killed in the middle."""

import os
import signal

import numpy as np
import pytest

from tests.places import TINY
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.studies.sweep import files
from wogsim.studies.sweep.run import sweep
from wogsim.work import parallel
from wogsim.work.writing import write_csv

distributed = pytest.importorskip("distributed")
SMALL = {"agencies": "1..2", "authority": "0,1", "engine": "simpy", "replications": 40}


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes on the loopback address, each kept alive by a nanny."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "host": "127.0.0.1"}
    with distributed.LocalCluster(**options, dashboard_address=":0", silence_logs=50) as found:
        yield found


def test_a_worker_killed_in_the_middle(cluster, tmp_path):
    killed = []

    def kill(done, _total, _more):
        if done == 40 and not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    loaded = load(TINY)
    with parallel.cluster(cluster.scheduler_address) as executor:
        found = sweep(loaded, **SMALL, executor=executor, progress=kill)
    alone = sweep(loaded, **SMALL)
    assert killed
    assert np.array_equal(found.values, alone.values, equal_nan=True)
    for name, result in (("cluster", found), ("alone", alone)):
        write_csv(result.table(), tmp_path / name)
    assert (tmp_path / "cluster").read_bytes() == (tmp_path / "alone").read_bytes()


def test_command(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "figures", lambda _result: ())
    options = ["--agencies", "1..2", "--replications", "2", "--engine", "simpy", "--quiet"]
    for name, more in (("cluster", ["--cluster", cluster.scheduler_address]), ("alone", ["--jobs", "1"])):
        assert run(["sweep", TINY, *options, *more, "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "cluster" / "sweep.csv").read_bytes() == (tmp_path / "alone" / "sweep.csv").read_bytes()


def test_a_worker_s_error_arrives(cluster):
    with parallel.cluster(cluster.scheduler_address) as executor, pytest.raises(BadInput, match="three"):
        parallel.in_order(stumble, 5, 1, executor=executor)


def stumble(numbers):
    if 3 in numbers:
        raise BadInput("three")
    return numbers


def test_another_version_there_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("wogsim.studies.sweep.evaluation.__version__", "9.9")
    with parallel.cluster(cluster.scheduler_address) as executor, pytest.raises(BadInput, match=r"instead of 9\.9"):
        sweep(load(TINY), **SMALL, executor=executor)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "moon://x:1"])
def test_nobody_there(address, monkeypatch):
    monkeypatch.setattr(parallel, "PATIENCE", 1)
    with pytest.raises(BadInput, match=f"--cluster {address}: no scheduler"), parallel.cluster(address):
        pass


def test_a_scheduler_without_workers(monkeypatch):
    monkeypatch.setattr(parallel, "PATIENCE", 1)
    options = {"n_workers": 0, "host": "127.0.0.1", "dashboard_address": ":0", "silence_logs": 50}
    with (
        distributed.LocalCluster(**options) as found,
        pytest.raises(BadInput, match="has no workers"),
        parallel.cluster(found.scheduler_address),
    ):
        pass


def test_without_the_library(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(BadInput, match=r"-m pip install --upgrade distributed"), parallel.cluster("tcp://127.0.0.1:9"):
        pass

"""A sweep on a dask.distributed cluster: the same numbers, also when a worker is killed in the middle."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from tests.places import TINY
from wogsim.cli import run
from wogsim.errors import BadInput
from wogsim.scenario.reading import load
from wogsim.studies.sweep import files
from wogsim.studies.sweep.run import sweep
from wogsim.work import cluster as watching
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


@pytest.mark.slow
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
    monkeypatch.setattr(watching, "PATIENCE", 1)
    with pytest.raises(BadInput, match=f"--cluster {address}: no scheduler"), parallel.cluster(address):
        pass


def test_a_scheduler_without_workers(monkeypatch):
    monkeypatch.setattr(watching, "PATIENCE", 1)
    options = {"n_workers": 0, "host": "127.0.0.1", "dashboard_address": ":0", "silence_logs": 50}
    with (
        distributed.LocalCluster(**options) as found,
        pytest.raises(BadInput, match="has no workers"),
        parallel.cluster(found.scheduler_address),
    ):
        pass


@pytest.mark.parametrize("speaks", ["never", "and hangs up"])
def test_a_port_that_takes_connections_and_says_nothing(monkeypatch, speaks):
    """Another program's, or a scheduler that stands still: dask would wait for ever."""
    monkeypatch.setattr(watching, "PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as there:
        address = f"tcp://127.0.0.1:{there.getsockname()[1]}"
        if speaks == "and hangs up":
            threading.Thread(target=lambda: there.accept()[0].close(), daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(BadInput, match="no scheduler answers there"), parallel.cluster(address):
            pass
        assert time.monotonic() - begun < 20


@pytest.fixture
def machines():
    """A scheduler and a worker, each a process of its own as on machines of their own, and the address."""
    run_module = [sys.executable, "-m"]
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    command = [*run_module, "distributed.cli.dask_scheduler", *options]
    scheduler = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at" in line)
    threading.Thread(target=scheduler.stderr.read, daemon=True).start()
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
    command = [*run_module, "distributed.cli.dask_worker", address, *options]
    worker = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    yield {"scheduler": scheduler, "worker": worker}, address
    for process in (worker, scheduler):
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of Posix")
@pytest.mark.parametrize(
    ("which", "end", "said"),
    [
        ("scheduler", "SIGKILL", "the scheduler has gone"),
        ("scheduler", "SIGSTOP", "the scheduler has gone"),
        ("worker", "SIGKILL", "all workers have gone; start some"),
    ],
)
def test_what_ends_in_the_middle_is_one_sentence_and_the_work_goes_on(
    machines, which, end, said, tmp_path, monkeypatch, capfd
):
    processes, address = machines
    monkeypatch.setattr(files, "figures", lambda _result: ())
    ended = []

    def kill(done, _total, _more):
        if done and not ended:
            monkeypatch.setattr(watching, "PATIENCE", 3)
            ended.append(processes[which].send_signal(getattr(signal, end)))

    loaded, begun = load(TINY), time.monotonic()
    with (
        pytest.raises(BadInput, match=f"--cluster {address}: {said}"),
        parallel.cluster(address) as executor,
    ):
        sweep(loaded, **SMALL | {"replications": 400}, executor=executor, out=tmp_path, progress=kill)
    assert time.monotonic() - begun < 120
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")  # nothing of the library's own
    with sqlite3.connect(tmp_path / "sweep.sqlite") as database:
        kept = database.execute("SELECT count(*) FROM cells").fetchone()[0]
    database.close()
    assert kept
    found = sweep(loaded, **SMALL | {"replications": 20}, out=tmp_path)
    assert found.table().equals(sweep(loaded, **SMALL | {"replications": 20}).table())


def test_without_the_library(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(BadInput, match=r"-m pip install --upgrade distributed"), parallel.cluster("tcp://127.0.0.1:9"):
        pass

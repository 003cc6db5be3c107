"""Ending long work: Ctrl-C, a closed terminal, a kill. No process stays behind, nothing is half-written."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places import TWO_AGENCIES
from wogsim.errors import BadInput
from wogsim.work.parallel import divided, finished, in_order

LONG = ["compare", TWO_AGENCIES, "--replications", "2000", "--jobs", "2", "--engine", "simpy"]
# It says when the command line is read, before which Python itself may still be starting, and when workers have done a
# first piece of work. What a shell starts in the background is deaf to Ctrl-C, under nohup to a closed terminal too,
# and so is all that it starts: not this.
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
from contextlib import closing
from wogsim import cli
from wogsim.work import parallel
application, finished = cli.application, parallel.finished
def said():
    print("begun", flush=True)
    return application()
def heard(executor, work):
    with closing(finished(executor, work)) as done:
        for found in done:
            print("at work", flush=True)
            yield found
cli.application, parallel.finished = said, heard
cli.main()
"""
PATIENCE = 120  # seconds, on a machine that does much else
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of Posix")


@pytest.fixture
def started(tmp_path):
    """A long comparison in a process group of its own, which has begun."""
    command = [sys.executable, "-c", PROGRAM, *LONG, "--out", str(tmp_path / "out")]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, start_new_session=True, text=True)
    assert process.stdout.readline() == "begun\n"
    yield process
    if group_lives(process.pid):
        os.killpg(process.pid, signal.SIGKILL)


def group_lives(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def within(seconds, what):
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def has_two_workers(process):
    """Whether two processes have been started to work."""
    commands = []
    for child in psutil.Process(process.pid).children():
        with suppress(psutil.NoSuchProcess):
            commands.append(" ".join(child.cmdline()))
    return sum("spawn_main" in command for command in commands) == 2


def is_at_work(process):
    """Wait until a first piece of work is done."""
    return process.stdout.readline() == "at work\n"


@posix
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGHUP] if sys.platform != "win32" else [])
@pytest.mark.parametrize("when", ["reading the command", "starting workers", "at work"])
def test_ctrl_c_and_a_closed_terminal_are_a_sentence_and_130(started, when, end, tmp_path):
    if when == "starting workers":
        assert within(PATIENCE, lambda: has_two_workers(started))
    elif when == "at work":
        assert is_at_work(started)
    os.killpg(started.pid, end)  # as a terminal does: the workers hear it too, and whoever minds their semaphores
    _out, said = started.communicate(timeout=PATIENCE)
    assert within(PATIENCE, lambda: not group_lives(started.pid))
    assert "Traceback" not in said
    assert started.returncode == 130
    assert "Ctrl-C" in said
    assert not list(tmp_path.iterdir())


@posix
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL] if sys.platform != "win32" else [])
def test_workers_end_with_the_one_that_started_them(started, end):
    assert is_at_work(started)
    started.send_signal(end)
    started.communicate(timeout=PATIENCE)
    assert within(PATIENCE, lambda: not group_lives(started.pid))


def double(numbers):
    return [2 * number for number in numbers]


def stumble(numbers):
    if 3 in numbers:
        raise BadInput("three")
    return numbers


def vanish(_numbers):
    os._exit(7)


def test_order_does_not_depend_on_jobs():
    heard = []
    assert in_order(double, 5, 1, lambda *said: heard.append(said)) == [0, 2, 4, 6, 8]
    assert heard == [(n, 5) for n in range(1, 6)]
    assert in_order(double, 5, 2) == [0, 2, 4, 6, 8]


def test_order_does_not_depend_on_how_many_at_once():
    heard = []
    assert in_order(double, 5, 1, lambda *said: heard.append(said), at_once=2) == [0, 2, 4, 6, 8]
    assert heard == [(1, 5), (3, 5), (5, 5)]
    assert in_order(double, 5, 2, at_once=5) == [0, 2, 4, 6, 8]


@given(st.integers(0, 200), st.integers(1, 30), st.integers(1, 30))
def test_divided_work_is_all_of_it_in_fair_shares(count, at_once, pieces):
    parts = divided(count, at_once, pieces)
    assert [number for part in parts for number in part] == list(range(count))
    assert all(1 <= len(part) <= at_once for part in parts)
    assert len(parts) >= min(count, pieces)
    assert max(map(len, parts), default=0) - min(map(len, parts), default=0) <= 1


def test_work_that_has_not_begun_is_withdrawn():
    """Who stops listening to an executor of one's own leaves no work in it."""
    begun = []
    with ThreadPoolExecutor(1) as executor:
        with closing(finished(executor, ((n, partial(begun.append, n)) for n in range(10_000)))) as results:
            next(results)
        count = len(begun)
    assert len(begun) <= count + 1
    assert count < 10_000


@posix
def test_nobody_is_interrupted_in_the_lock_of_work_that_is_not_back():
    """The lock would stay taken, and ending the work would wait for it for ever."""
    blocked = []

    class Watched(Future):
        def add_done_callback(self, function):
            blocked.append(signal.pthread_sigmask(signal.SIG_BLOCK, []))
            super().add_done_callback(function)

    class Watching(ThreadPoolExecutor):
        def submit(self, function, /, *arguments):
            future = Watched()
            future.set_result(function(*arguments))
            return future

    with Watching(1) as executor:
        assert dict(finished(executor, ((n, partial(abs, -n)) for n in range(3)))) == {0: 0, 1: 1, 2: 2}
    assert len(blocked) == 3
    assert all({signal.SIGINT, signal.SIGHUP} <= mask for mask in blocked)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_errors_of_workers_arrive():
    with pytest.raises(BadInput, match="three"):
        in_order(stumble, 5, 2)


def test_a_worker_that_vanishes_is_a_sentence():
    with pytest.raises(BadInput, match="ended from outside"):
        in_order(vanish, 5, 2)


SENDING = """
from functools import partial
from wogsim.work.parallel import finished, processes
if __name__ == "__main__":
    try:
        with processes(2) as executor:
            for _key, _result in finished(executor, ((n, partial(bytes, 100_000_000)) for n in range(20))):
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        print("ended")
"""


def test_whoever_reads_a_result_does_not_wait_for_the_rest_of_it(tmp_path):
    """Work ended while a process is half-way through sending a large result."""
    script = tmp_path / "sending.py"
    script.write_text(SENDING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=PATIENCE, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stdout) == (0, "ended\n")

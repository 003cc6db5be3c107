"""The compiled engine against its naive twin: the same log, in worlds full of ties and of timers that fire.

With NUMBA_DISABLE_JIT=1 the same tests run the kernels as plain Python, in fewer worlds.
"""

import importlib.metadata
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec, module_from_spec, spec_from_file_location

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wogsim
from tests.seats import all_is_carried, unheard
from tests.small_worlds import ROWS, everywhere, ran, small_worlds, world_of
from tests.worlds import Do, make_cases, make_pool, random_cases, random_world
from wogsim.contract.cases import NONE, UNLIMITED, WIDTHS, Cases, Errand, Pool, held_once, narrowed
from wogsim.contract.hours import DAY, Hours
from wogsim.contract.log import COLUMNS, EndedBy, Log
from wogsim.engine import choose, reference
from wogsim.errors import BadInput, CalendarExhausted
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern

if find_spec("numba") is None:
    pytest.skip("numba is not installed", allow_module_level=True)

from wogsim.engine import compiled, compiling
from wogsim.engine.kernel import TOO_LARGE
from wogsim.engine.machine import ACTIVITY

SHORT_RUN = {"run.warm_up": "3 days", "run.cohort": "1 week", "run.run_out": "1 week"}
PLAIN = os.environ.get("NUMBA_DISABLE_JIT") == "1"
EXAMPLES = settings.default.max_examples
H = 3600


def outcome(engine, cases: Cases) -> Log | str:
    """The log, or what is said when hours run out."""
    try:
        return engine(cases)
    except CalendarExhausted as error:
        return str(error)


def check_equal(cases: Cases, engine=compiled.run) -> Log | str:
    """Both engines say the same, in every column."""
    expected, found = outcome(reference.run, cases), outcome(engine, cases)
    if isinstance(expected, str) or isinstance(found, str):
        assert expected == found
        return expected
    for name in COLUMNS:
        column = getattr(found, name)
        assert column.dtype == np.int64
        assert column.flags.c_contiguous
        np.testing.assert_array_equal(column, getattr(expected, name), err_msg=name)
    return expected


def many_worlds(count: int, first: int = 0) -> Iterator[Cases]:
    for seed in range(first, first + count):
        yield random_world(
            seed,
            cases=1 + seed % 40,
            activities=1 + seed % 9,
            pools=1 + seed % 4,
            timers=(0.0, 0.1, 0.4)[seed % 3],
            odd=(0.1, 0.0)[seed % 2],
        )


@settings(max_examples=(1 if PLAIN else 4) * EXAMPLES)
@given(random_cases())
def test_the_logs_are_equal_in_random_worlds(cases):
    check_equal(cases)


def unlikely(cases: Cases, log: Log) -> dict[str, int]:
    """How often people are served after hours, complaints are made or not, and deadlines cover what has not begun."""
    late = [
        np.count_nonzero(pool.hours.elapsed(log.started[mine] + 1) == pool.hours.elapsed(log.started[mine]))
        for number, pool in enumerate(cases.pools)
        if pool.serves_out and (mine := (log.pool == number) & (log.started != NONE)).any()
    ]
    made = np.isin(np.flatnonzero(cases.complaint), log.activity)
    covered = (log.enabled == log.completed) & log.ended(EndedBy.DEADLINE) & (cases.deadline[log.activity] == NONE)
    return {
        "served after hours": sum(late),
        "complaints": np.count_nonzero(made),
        "no reason to complain": np.count_nonzero(~made),
        "deemed signed": np.count_nonzero(covered),
    }


def happened(worlds: Iterable[Cases]) -> dict[str, int]:
    """How often each thing happened in worlds of which both engines say the same."""
    found: Counter[str] = Counter()
    for cases in worlds:
        log = check_equal(cases)
        found.update(how.label for how in EndedBy for _row in np.flatnonzero(log.ended(how)))
        stops = np.flatnonzero(cases.in_person & (cases.errand & Errand.FIRST == 0))
        found.update(unlikely(cases, log))
        held = log.rows(log.held > 0)
        found["held"] += len(held)
        found["held again"] += np.count_nonzero(held.attempt)
        # A later stop is only held up when it was put off to another day.
        found["put off"] += np.count_nonzero(np.isin(held.activity, stops) & (held.attempt == 0))
        leaves = held.enabled - cases.home[held.activity]
        joins = leaves - held.held  # of who waited more than once, about
        for case in np.unique(held.case):
            waits = np.flatnonzero(held.case == case)
            there = (joins[waits] <= joins[waits, np.newaxis]) & (joins[waits, np.newaxis] < leaves[waits])
            found["line of three"] += np.any(there.sum(axis=1) >= 3)
    return {name: int(count) for name, count in found.items()}


def test_the_logs_are_equal_in_many_worlds_in_which_everything_happens():
    found = happened(many_worlds(90 if PLAIN else 600))
    assert len(found) == len(EndedBy) + 8
    assert min(found.values()) > (3 if PLAIN else 30), found


@pytest.mark.slow
@pytest.mark.skipif(PLAIN, reason="takes hours without the compiler")
def test_the_logs_are_equal_in_thousands_of_worlds():
    assert min(happened(many_worlds(6_000, first=600)).values()) > 300


@pytest.mark.parametrize("timers", [0.0, 0.05, 0.3])
@pytest.mark.parametrize("seed", range(2 if PLAIN else 6))
def test_the_logs_are_equal_in_crowded_worlds(seed, timers):
    check_equal(random_world(seed, cases=150, activities=6, pools=3, timers=timers))


def torn(hours: Hours, end: int) -> Hours:
    """The hours up to `end`."""
    kept = hours.opens < end
    return Hours(hours.opens[kept], np.minimum(hours.closes[kept], end))


def cut(pool: Pool, end: int) -> Pool:
    """The pool with its calendar torn off at `end`."""
    steps = pool.step_times <= end
    return replace(
        pool, hours=torn(pool.hours, end), step_times=pool.step_times[steps], step_servers=pool.step_servers[steps]
    )


@settings(max_examples=(1 if PLAIN else 3) * EXAMPLES)
@given(random_cases(), st.integers(1, 8 * 48), st.booleans())
def test_both_name_the_same_pool_when_hours_run_out(cases, half_hours, clock_too):
    pools = tuple(cut(pool, half_hours * 1800) for pool in cases.pools)
    clock = torn(cases.deadline_clock, half_hours * 1800 + DAY) if clock_too else cases.deadline_clock
    check_equal(replace(cases, pools=pools, deadline_clock=clock))


def test_hours_do_run_out_in_that_test():
    said = [
        check_equal(replace(cases, pools=tuple(cut(pool, (k % 8 + 1) * DAY // 2) for pool in cases.pools)))
        for k, cases in enumerate(many_worlds(60))
    ]
    assert 3 < sum(isinstance(words, str) for words in said) < 57


def test_the_first_successor_that_finds_no_more_hours_is_named():
    pools = [make_pool([(0, H)], name=name) for name in ("counter of roads", "counter of health")]
    for order in ([0, 1], [1, 0]):
        dos = [Do(work=2 * H), *(Do(pool, 60, in_person=True, after=(0,)) for pool in order)]
        assert pools[order[0]].name in check_equal(make_cases(pools, [(0, dos)]))


@pytest.mark.usefixtures("loosely_known")
@settings(max_examples=EXAMPLES if not PLAIN else 10)
@given(small_worlds(counters=True), st.sampled_from(ROWS))
def test_the_logs_are_equal_in_routed_worlds(loaded, pattern):
    check_equal(ran(loaded, pattern).cases)


@pytest.mark.slow
@pytest.mark.usefixtures("loosely_known")
@settings(max_examples=3000)
@given(small_worlds(counters=True), st.sampled_from(ROWS))
def test_nothing_flies_and_the_logs_are_equal_in_thousands_of_routed_worlds(loaded, pattern):
    run = ran(loaded, pattern)
    check_equal(run.cases)
    assert unheard(run.world, run.cases) == []
    told = everywhere(loaded, {"world.notice": "1 working day", "world.carry.by": "usual"})
    all_is_carried(told, world_of(told), pattern, 20)


def test_the_logs_are_equal_in_a_shipped_scenario():
    prepared = prepare(wogsim.load("restaurant-permit").change(SHORT_RUN))
    for row, staff in prepared.patterns:
        cases, _log = one_pattern(prepared.world, row, staff, 1, 0)
        check_equal(cases)


# Columns in fewer bytes.


def as_routed(cases: Cases) -> Cases:
    """The cases with columns as routing makes them."""
    return replace(cases, **{name: narrowed(name, getattr(cases, name)) for name in WIDTHS})


def test_the_logs_are_equal_whatever_bytes_the_columns_take(monkeypatch):
    alike = {
        "lag": 0,
        "offset": 1800,
        "home": 600,
        "patience": 3 * H,
        "priority": -1,
        "work": 1800,
        "deadline": 5 * H,
    }
    for k, cases in enumerate(many_worlds(60)):
        chosen = list(alike)[: k % (len(alike) + 1)]
        same = {name: np.full(len(cases.case), alike[name]) for name in chosen}
        if "deadline" in chosen:  # which nobody has in person
            same |= {"in_person": np.zeros(len(cases.case), dtype=bool), "errand": np.zeros(len(cases.case), dtype=int)}
        cases = as_routed(replace(cases, **same))
        assert all(held_once(getattr(cases, name)) for name in chosen)
        log = check_equal(cases)
        assert ran_compiled(monkeypatch, cases, log)


def ran_compiled(monkeypatch, cases: Cases, log: Log) -> bool:
    """Whether the log comes about without the other engine."""
    with monkeypatch.context() as patch:
        patch.setattr(reference, "run", None)
        return np.array_equal(compiled.run(cases).completed, log.completed)


@pytest.mark.parametrize("column", ["lag", "offset"])
def test_numbers_of_more_than_two_bytes_need_no_other_engine(monkeypatch, column):
    """Beside columns that need two."""
    daily = make_pool([(day * DAY, day * DAY + 23 * H) for day in range(60)])
    dos = [Do(0, 7 * H, in_person=True, **{column: seconds}) for seconds in (40_000, 0, 70_000, 9, 33_000)]
    for cases in (make_cases([daily], [(DAY - 1, dos)] * 3), make_cases([daily], [(DAY - 1, dos[:1])] * 9)):
        for same in (cases, as_routed(cases)):
            assert ran_compiled(monkeypatch, same, check_equal(same))


def test_who_comes_any_time_of_half_a_day_needs_no_other_engine(monkeypatch):
    spread = {"world.citizens.arrival_spread": "12 h", "levers.patterns": ["technical-functional"]}
    prepared = prepare(wogsim.load("restaurant-permit").change(SHORT_RUN | spread))
    cases, _log = one_pattern(prepared.world, *prepared.patterns[0], 1, 0)
    assert (cases.offset.dtype, cases.lag.dtype) == (np.int32, np.int16)
    machine = compiled._machine(cases, compiled.YEAR, ACTIVITY)
    assert {column.values.dtype for column in (machine.lag, machine.offset, machine.home)} == {np.dtype(np.int32)}
    assert ran_compiled(monkeypatch, cases, check_equal(cases))


@pytest.mark.parametrize("backwards", [False, True])
def test_a_case_whose_activities_lie_too_far_apart_goes_to_the_other_engine(monkeypatch, backwards):
    monkeypatch.setattr(reference, "run", lambda _cases: "the other engine")
    for distance in (2**15 - 1, 2**15):
        first, last = Do(work=5), Do(work=7, after=(distance if backwards else 0,))
        dos = [Do(work=1)] * (distance - 1)
        found = compiled.follow(make_cases([], [(0, [last, *dos, first] if backwards else [first, *dos, last])]))
        if distance == 2**15:
            assert found == "the other engine"
        else:
            assert found.of_cases(0, 1, 0).completed.max() == 12


def test_numbers_of_servers_that_have_come_back_lie_close_together():
    """And never lie in another pool's room."""
    pools = [make_pool([(0, 90 * DAY)], servers, name=f"{servers}") for servers in (9, 1, 40, UNLIMITED, 2, 5)]
    dos = [Do(pool, 60 * (1 + (pool + k) % 4)) for k in range(9) for pool in range(len(pools))]
    cases = make_cases(pools, [(60 * (k % 5), dos) for k in range(30)])
    machine = compiled._machine(cases, 90 * DAY, ACTIVITY)
    assert machine.pools["numbers"][:-1].tolist() == [0, 10, 12, 53, 54, 57]
    check_equal(cases)
    few = make_cases(pools, [(0, [Do(pool, 5) for pool in (0, 0, 2, 4, 4, 4)])])
    assert compiled._machine(few, DAY, ACTIVITY).pools["numbers"][:-1].tolist() == [0, 3, 4, 6, 7, 10]
    check_equal(few)


# What the arrays are too small for.


@pytest.mark.parametrize("slack", [-2 * DAY, 0, DAY])
def test_calendars_are_read_further_where_their_beginning_is_not_enough(monkeypatch, slack):
    horizons = []
    made = compiled._machine

    def watched(cases, horizon, records):
        horizons.append(horizon)
        return made(cases, horizon, records)

    monkeypatch.setattr(compiled, "YEAR", slack)
    monkeypatch.setattr(compiled, "_machine", watched)
    worlds = list(many_worlds(60))
    for k, cases in enumerate(worlds):
        pools = cases.pools if k % 3 else tuple(cut(pool, 3 * DAY) for pool in cases.pools)
        check_equal(replace(cases, pools=pools))
    assert len(worlds) < len(horizons)
    assert len(horizons) < 2 * len(worlds) or slack < 0


def test_far_calendars_are_neither_copied_nor_followed():
    daily = [(day * DAY, day * DAY + H) for day in range(10_000)]
    cases = make_cases([make_pool(daily)], [(0, [Do(0, 2 * H)]), (0, [Do(0, 5)])])
    machine = compiled._machine(cases, compiled.YEAR, compiled.ACTIVITY)
    assert len(machine.opens) < 400
    assert len(compiled._followed(machine).step_times) < 800
    assert machine.pools["steps"][0] < 5
    check_equal(cases)


def test_more_room_is_made_for_who_is_sent_home(monkeypatch):
    monkeypatch.setattr(compiled, "_room", lambda _count: 0)
    for cases in many_worlds(60):
        check_equal(cases)


@pytest.mark.parametrize(
    "dos",
    [
        pytest.param([Do(work=2**31)], id="work of 68 years"),
        pytest.param([Do(work=5, lag=2**40), Do(work=1, after=(0,))], id="a long lag"),
        pytest.param([Do(work=2**31 - 1)] + [Do(work=2**31 - 1, after=(k,)) for k in range(9)], id="long after long"),
        pytest.param([Do(0, 5, patience=2**33, deadline=2**34)], id="late timers"),
        pytest.param([Do(0, 0)], id="no work in a pool"),
        pytest.param([Do(0, 1, priority=k * k * 2**40) for k in range(70)], id="many priorities"),
        pytest.param([Do(0, 1, in_person=True, offset=2**40, home=2**41)], id="a large offset"),
    ],
)
@pytest.mark.parametrize("need", [0, 2**50, 2**58, -5])
def test_large_numbers_are_no_trouble(dos, need):
    check_equal(make_cases([make_pool(Hours.always())], [(need, dos)]))


def test_times_that_leave_no_room_for_ids_are_noticed():
    cases = make_cases([], [(2**30 - 1, [Do(work=2**30), Do(work=2**31 - 1, after=(0,))])])
    machine = compiled._followed(compiled._machine(cases, 2**62, compiled.ACTIVITY))
    assert machine.clock["status"][0] == TOO_LARGE
    check_equal(cases)


def test_who_is_sent_home_for_ninety_years_comes_every_day():
    days = 33_000
    pool = make_pool([(day * DAY + 8 * H, day * DAY + 15 * H) for day in range(2 * days)], 1)
    # One after the other they occupy the server until an hour before the last opening: works of less than 68 years.
    first, second = Do(0, days // 2 * DAY), Do(0, days // 2 * DAY - H, priority=-1)
    cases = make_cases([pool], [(8 * H, [first]), (8 * H, [Do(0, 60, in_person=True)]), (9 * H, [second])])
    log = compiled.run(cases)
    attempts = log.rows(log.case == 1)
    assert attempts.attempt.tolist() == list(range(days + 1))
    assert attempts.completed[:-1].tolist() == [day * DAY + 15 * H for day in range(days)]
    assert attempts.started[-1] == days * DAY + 8 * H


def test_runs_of_centuries_need_no_other_engine(monkeypatch):
    """Durations are short, but what comes late comes after more than 68 years."""
    pool = make_pool([(day * DAY, day * DAY + 8 * H) for day in range(2**17)])
    needs = [0, 2**31 - 9 * DAY, 2**31 - 5, 2**31 + 5, 2**32 + DAY]
    work = [Do(0, 6 * H, in_person=True, patience=5 * DAY), Do(0, 5 * H, after=(0,), deadline=9 * DAY)]
    cases = make_cases([pool], [(need, work) for need in needs for _again in range(2)])
    expected = reference.run(cases)
    monkeypatch.setattr(reference, "run", None)
    found = compiled.run(cases)
    assert all(np.array_equal(getattr(found, column), getattr(expected, column)) for column in vars(expected))


def test_timers_that_outlast_many_attempts_are_set_once():
    daily = [(day * DAY, day * DAY + H) for day in range(60)]
    pools = [make_pool(daily), make_pool(daily)]
    todo = [
        (0, [Do(0, 40 * DAY)]),
        (0, [Do(0, 9, in_person=True, patience=50 * DAY, deadline=55 * DAY)]),
        (0, [Do(1, 9)]),
    ]
    cases = make_cases(pools, todo)
    machine = compiled._followed(compiled._machine(cases, compiled.YEAR, compiled.ACTIVITY))
    assert machine.timers[0] == 2
    assert np.count_nonzero(check_equal(cases).ended_by == EndedBy.SENT_HOME) == 40


def test_priorities_far_apart_and_below_zero():
    dos = [Do(0, 3, priority=priority) for priority in (5, -(10**15), 70, 5, 10**12, -1)]
    check_equal(make_cases([make_pool(Hours.always())], [(0, dos), (0, dos[::-1])]))


def test_no_cases_give_an_empty_log():
    cases = random_world(1, 1, 1, 1)
    columns = [name for name, value in vars(cases).items() if isinstance(value, np.ndarray)]
    empty = replace(cases, **{name: getattr(cases, name)[:0] for name in columns} | {"pred_ptr": np.zeros(1, np.int64)})
    assert len(check_equal(empty).case) == 0


def test_columns_may_be_read_only_or_scattered():
    cases = random_world(7, cases=20, activities=5, pools=3)
    changed = {}
    for name, value in vars(cases).items():
        if isinstance(value, np.ndarray):
            wide = np.repeat(value, 2)
            wide.flags.writeable = False
            changed[name] = wide[::2]
    check_equal(replace(cases, **changed))


def test_cases_are_left_as_they_were():
    cases = random_world(11, cases=20, activities=5, pools=3)
    before = {name: value.copy() for name, value in vars(cases).items() if isinstance(value, np.ndarray)}
    compiled.run(cases)
    assert all(np.array_equal(getattr(cases, name), value) for name, value in before.items())


def test_no_activity_lies_across_two_lines_of_the_cache():
    assert ACTIVITY.itemsize == 32
    records = compiled._aligned(10, ACTIVITY)
    assert (len(records), records.ctypes.data % 32) == (10, 0)


def test_several_threads_may_run_it_at_once():
    worlds = list(many_worlds(20)) * 3
    with ThreadPoolExecutor(4) as executor:
        logs = list(executor.map(lambda cases: check_equal(cases, compiled.run), worlds))
    assert len(logs) == 60


@pytest.mark.skipif(PLAIN, reason="already so")
def test_the_kernels_also_run_as_plain_python():
    script = "from tests.engine.test_compiled import *\nfor cases in many_worlds(60): check_equal(cases)\nassert PLAIN"
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# The directory in which compiled code is kept.


@pytest.fixture
def kernel_of(tmp_path, monkeypatch):
    """Make a kernel, as a new process would, of a function in a file of its own."""
    if PLAIN:
        pytest.skip("nothing is compiled")
    path = tmp_path / "doubling.py"
    path.write_text("def twice(x):\n    return 2 * x\n")
    monkeypatch.setattr(compiling.Kernel, "complained", False)

    def make() -> compiling.Kernel:
        spec = spec_from_file_location("doubling", path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules["doubling"] = module
        return compiling.Kernel(module.twice)

    yield make
    sys.modules.pop("doubling", None)


def hits(kernel: compiling.Kernel) -> int:
    return sum(kernel.compiled.stats.cache_hits.values())


def test_compiled_code_is_kept(kernel_of, capfd):
    assert kernel_of()(4) == 8
    second = kernel_of()
    assert (second(4), hits(second)) == (8, 1)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("content", [b"", b"\x80", b"garbage" * 400])
@pytest.mark.parametrize("which", ["*.nbi", "*.nbc"])
def test_a_damaged_cache_is_mended(kernel_of, tmp_path, capfd, which, content):
    kernel_of()(4)
    (path,) = tmp_path.rglob(which)
    path.write_bytes(content)
    assert kernel_of()(4) == 8
    third = kernel_of()
    assert (third(4), hits(third)) == (8, 1)
    assert capfd.readouterr().err == ""


def test_without_a_directory_to_write_it_runs_and_says_so_once(kernel_of, capfd, monkeypatch):
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    assert (kernel_of()(4), kernel_of()(5)) == (8, 10)
    assert capfd.readouterr().err.count("numba cannot keep compiled code") == 1


def test_a_full_disk_is_no_hindrance(kernel_of, capfd, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numba.core.caching.IndexDataCacheFile._save_index", full)
    assert kernel_of()(4) == 8
    assert len(capfd.readouterr().err.splitlines()) == 1


# Which engine runs.


def test_the_compiled_engine_is_taken_where_numba_is():
    assert choose("auto") == choose("compiled") == ("compiled", compiled.run, compiled.follow)
    assert choose("simpy") == ("simpy", reference.run, reference.run)


def absent(_name):
    raise importlib.metadata.PackageNotFoundError


@pytest.mark.parametrize(
    ("version", "modules", "words"),
    [
        pytest.param(absent, {}, "not installed", id="no numba"),
        pytest.param(lambda _name: "0.60.0rc1", {}, "numba 0.60.0rc1 is installed", id="old numba"),
        pytest.param(lambda _name: "0.61.2", {"numba": None}, "cannot be imported", id="broken numba"),
    ],
)
def test_without_a_numba_that_works_auto_takes_simpy_and_compiled_says_what_to_do(monkeypatch, version, modules, words):
    monkeypatch.setattr("wogsim.engine.version", version)
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    assert choose("auto").run is reference.run
    with pytest.raises(BadInput, match=words) as caught:
        choose("compiled")
    assert "-m pip install --upgrade numba" in str(caught.value)


def test_there_is_no_other_engine():
    with pytest.raises(BadInput, match="expected one of auto, simpy, compiled"):
        choose("numba")


def test_none_is_minus_one_in_the_log():
    cases = make_cases([make_pool(Hours.always())], [(0, [Do(0, 9)]), (0, [Do(0, 9, patience=5)])])
    log = compiled.run(cases)
    assert (log.server[1], log.started[1], log.ended_by[1]) == (NONE, NONE, EndedBy.GAVE_UP)
